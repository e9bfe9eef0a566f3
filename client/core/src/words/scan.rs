//! What the door staff is told.

use super::{Message, reject};
use crate::model::Model;
use crate::view::door::scan::{Direction, Scan, ScanOutcome};

/// The big line after a scan.
#[must_use]
pub fn message(scan: &Scan, model: &Model) -> Message {
    let named = |key| match scan.person {
        Some(person) => Message::plain(key).person("person", model, person),
        None => Message::plain(key).text("person", ""),
    };
    match (&scan.outcome, scan.direction) {
        (ScanOutcome::Waiting, _) if !model.link().is_up() => named("scan-queued"),
        (ScanOutcome::Waiting, _) => named("scan-waiting"),
        (ScanOutcome::Accepted, Direction::In) => named("scan-in"),
        (ScanOutcome::Accepted, Direction::Out) => named("scan-out"),
        (ScanOutcome::Duplicate(mark), _) => named("scan-duplicate")
            .time("time", mark.at)
            .by(model, mark.by),
        (ScanOutcome::UnknownBadge, _) => Message::plain("scan-unknown"),
        (ScanOutcome::NotIn, _) => named("scan-not-in"),
        (ScanOutcome::Full, _) => named("scan-full"),
        (ScanOutcome::Refused(why), _) => reject::message(why, model),
        (ScanOutcome::NotSent, _) => named("scan-not-sent"),
    }
}
