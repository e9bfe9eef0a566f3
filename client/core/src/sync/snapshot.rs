//! Snapshots: when one is needed, how often at most, and taking one over.

use domain::State;
use protocol::message::Topic;
use protocol::snapshot::{SCHEMA, SnapshotAnswer};

use super::backoff::{draw_ms, window_ms};
use super::link::{Phase, Transport};
use super::{Changes, Client, Effect};
use crate::model::Cards;
use crate::time::Monotonic;

/// Whether a snapshot is needed, and when it may be fetched.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SnapshotNeed {
    wanted_at: Option<Monotonic>,
    is_loading: bool,
    loaded_at: Option<Monotonic>,
    n_failures: u32,
}

impl SnapshotNeed {
    pub(crate) const fn is_wanted(&self) -> bool {
        self.wanted_at.is_some()
    }

    /// When the next fetch may start.
    pub(crate) fn due_at(&self) -> Option<Monotonic> {
        self.wanted_at.filter(|_| !self.is_loading)
    }
}

impl Client {
    /// A snapshot is needed at once, unless one was loaded a moment ago.
    pub(crate) fn want_snapshot(&mut self, now: Monotonic) {
        self.want_snapshot_at(
            self.earliest_snapshot(self.options.snapshot_interval_ms, now),
            now,
        );
    }

    /// A snapshot is needed because something was not understood. It may well be that the next
    /// entry is not understood either, so this waits several times as long.
    pub(crate) fn want_snapshot_later(&mut self, now: Monotonic) {
        self.want_snapshot_at(
            self.earliest_snapshot(self.options.snapshot_interval_ms * 6, now),
            now,
        );
    }

    fn earliest_snapshot(&self, interval_ms: u64, now: Monotonic) -> Monotonic {
        self.snapshot
            .loaded_at
            .map_or(now, |at| at.plus(interval_ms).max(now))
    }

    fn want_snapshot_at(&mut self, at: Monotonic, now: Monotonic) {
        let at = self
            .snapshot
            .wanted_at
            .map_or(at, |earlier| earlier.min(at));
        self.snapshot.wanted_at = Some(at);
        self.load_if_due(now);
    }

    pub(crate) fn load_if_due(&mut self, now: Monotonic) {
        let may_load = !matches!(self.link.phase, Phase::Stopped);
        if may_load && self.snapshot.due_at().is_some_and(|at| at <= now) {
            self.snapshot.is_loading = true;
            self.push(Effect::LoadSnapshot);
        }
    }

    /// The snapshot could not be fetched.
    pub fn snapshot_failed(&mut self, now: Monotonic, random: u64) {
        if self.snapshot.is_loading {
            self.postpone_snapshot(now, random);
        }
        self.finish(now);
    }

    fn postpone_snapshot(&mut self, now: Monotonic, random: u64) {
        self.snapshot.is_loading = false;
        self.snapshot.n_failures = self.snapshot.n_failures.saturating_add(1);
        let delay = draw_ms(window_ms(&self.options, self.snapshot.n_failures), random);
        self.snapshot.wanted_at = Some(now.plus(delay));
    }

    /// The snapshot endpoint answered.
    pub fn snapshot_loaded(&mut self, bytes: &[u8], now: Monotonic, random: u64) {
        if self.snapshot.is_loading && self.link.phase != Phase::Stopped {
            match schema_of(bytes) {
                Some(SCHEMA) => match SnapshotAnswer::decode(bytes) {
                    Ok(answer) if self.belongs_here(&answer) => self.take_over(answer, bytes, now),
                    Ok(_) | Err(_) => self.postpone_snapshot(now, random),
                },
                // The program and the server are of different versions.
                Some(_) => self.must_reload(now),
                None => self.postpone_snapshot(now, random),
            }
            self.flush(now);
        }
        self.finish(now);
    }

    /// Whether a snapshot is of the life of the log in which the connection stands.
    fn belongs_here(&self, answer: &SnapshotAnswer) -> bool {
        answer.cursors.iter().all(|cursor| {
            let head = self.streams.head(cursor.topic);
            head.is_none_or(|head| head.epoch == cursor.epoch)
        })
    }

    fn take_over(&mut self, answer: SnapshotAnswer, bytes: &[u8], now: Monotonic) {
        self.snapshot = SnapshotNeed {
            wanted_at: None,
            is_loading: false,
            loaded_at: Some(now),
            n_failures: 0,
        };
        let topics: Vec<Topic> = answer.cursors.iter().map(|cursor| cursor.topic).collect();
        self.adopt(answer, bytes, now);
        self.note(Changes::STATE.and(Changes::CARDS));
        for topic in topics {
            self.apply_held(topic, now);
        }
        if self.link.is_live() && self.link.transport == Transport::Socket {
            self.ask_to_follow();
        }
        self.settle_contained();
    }

    /// Puts a snapshot in the replica's place, to go on from there.
    pub(crate) fn adopt(&mut self, answer: SnapshotAnswer, bytes: &[u8], now: Monotonic) {
        self.keep_snapshot(bytes);
        self.model.confirmed = State::from_snapshot(&answer.snapshot);
        self.model.is_loaded = true;
        self.model.cards = Cards::default();
        self.model.cards.update(answer.cards);
        let epoch_before = self.streams.position(Topic::Ops).map(|cursor| cursor.epoch);
        for cursor in &answer.cursors {
            if cursor.topic == Topic::Ops {
                self.model.ops_seq = cursor.offset;
                if epoch_before != Some(cursor.epoch) {
                    self.tell_parts(&mut |part, client| part.begun_anew(client));
                }
            }
            self.streams.get(cursor.topic).follow(*cursor, now);
        }
        self.is_overlay_stale = true;
    }
}

/// The schema of an encoded snapshot, readable whatever the rest looks like.
pub(crate) fn schema_of(bytes: &[u8]) -> Option<u32> {
    let (first, rest) = bytes.split_first()?;
    // An array of up to 15 fields, of which the schema is the first.
    if first & 0xf0 != 0x90 {
        return None;
    }
    protocol::read::Reader::new(rest).read().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_of_a_later_snapshot_is_still_readable() {
        let later =
            rmp_serde::to_vec(&(99_u32, "another shape", [1, 2, 3], true, 7)).expect("plain data");
        assert_eq!(schema_of(&later), Some(99));
        assert_eq!(schema_of(b"<!doctype html>"), None);
        assert_eq!(schema_of(&[]), None);
    }
}
