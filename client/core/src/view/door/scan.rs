//! The door's scans: what each told, newest first (CHK-02, CHK-09).

use std::collections::VecDeque;
use std::sync::Arc;

use protocol::command::{CheckIn, CheckInBadge, CheckOut, CheckOutBadge};
use protocol::id::{BadgeCode, CommandId, PersonId, PlaceId};
use protocol::{Command, Gate, Mark, Reject};

use crate::limits::SCANS_SHOWN_MAX;
use crate::model::Model;
use crate::sync::{Changes, Client, NotTaken, Outcome};
use crate::time::Monotonic;

/// In or out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Entering.
    In,
    /// Leaving.
    Out,
}

/// What was presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presented {
    /// A badge in front of the camera or scanner.
    Badge(BadgeCode),
    /// A tick in the list.
    Person(PersonId),
}

/// What the door staff is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanOutcome {
    /// Good as far as this device knows; on its way, or waiting for the network.
    Waiting,
    /// Good.
    Accepted,
    /// In already: when, and at whose device.
    Duplicate(Mark),
    /// The badge opens nothing here.
    UnknownBadge,
    /// Nobody who is in.
    NotIn,
    /// The session is full.
    Full,
    /// Refused for another reason.
    Refused(Reject),
    /// It could not be sent; scan again.
    NotSent,
}

/// One scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// The command behind it.
    pub id: CommandId,
    /// What was presented.
    pub presented: Presented,
    /// Whom it belongs to, as far as known here.
    pub person: Option<PersonId>,
    /// Where.
    pub gate: Gate,
    /// In or out.
    pub direction: Direction,
    /// When.
    pub at: Monotonic,
    /// What the door staff is told.
    pub outcome: ScanOutcome,
}

/// The newest scans of this device.
#[derive(Clone, Debug, Default)]
pub struct ScanLog {
    scans: VecDeque<Scan>,
}

impl ScanLog {
    /// The scans, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Scan> {
        self.scans.iter().rev()
    }

    fn push(&mut self, scan: Scan) {
        if self.scans.len() == SCANS_SHOWN_MAX {
            self.scans.pop_front();
        }
        self.scans.push_back(scan);
    }
}

impl Client {
    /// Takes a scan: checks it here, sends it or queues it, and says what to show now.
    pub fn scan(
        &mut self,
        presented: Presented,
        gate: Gate,
        direction: Direction,
        id: CommandId,
        now: Monotonic,
    ) -> ScanOutcome {
        let taken = self.dispatch(command(presented, gate, direction), id, now);
        let outcome = match taken {
            Ok(()) => ScanOutcome::Waiting,
            Err(NotTaken::Refused(reject)) => outcome_of(&reject),
            Err(
                NotTaken::NoConnection
                | NotTaken::TooManyWaiting
                | NotTaken::MustReload
                | NotTaken::SameIdAgain,
            ) => ScanOutcome::NotSent,
        };
        let person = holder(self.model(), presented);
        let scan = Scan {
            id,
            presented,
            person,
            gate,
            direction,
            at: now,
            outcome: outcome.clone(),
        };
        self.log_scan(scan, now);
        outcome
    }
}

fn command(presented: Presented, gate: Gate, direction: Direction) -> Command {
    match (presented, direction) {
        (Presented::Badge(badge), Direction::In) => CheckInBadge { badge, gate }.into(),
        (Presented::Badge(badge), Direction::Out) => CheckOutBadge { badge, gate }.into(),
        (Presented::Person(person), Direction::In) => CheckIn { person, gate }.into(),
        (Presented::Person(person), Direction::Out) => CheckOut { person, gate }.into(),
    }
}

fn holder(model: &Model, presented: Presented) -> Option<PersonId> {
    match presented {
        Presented::Badge(code) => model.confirmed().badge_holder(code),
        Presented::Person(person) => Some(person),
    }
}

fn outcome_of(reject: &Reject) -> ScanOutcome {
    if let Reject::AlreadyIn(r) = reject {
        ScanOutcome::Duplicate(r.mark)
    } else if matches!(reject, Reject::UnknownBadge(_)) {
        ScanOutcome::UnknownBadge
    } else if matches!(reject, Reject::NotIn(_)) {
        ScanOutcome::NotIn
    } else if matches!(reject, Reject::SessionFull(_)) {
        ScanOutcome::Full
    } else {
        ScanOutcome::Refused(reject.clone())
    }
}

/// Writes an outcome into the log; tells whether the command was a scan.
pub(crate) fn settle(log: &mut Arc<ScanLog>, id: CommandId, outcome: &Outcome) -> bool {
    if !log.scans.iter().any(|scan| scan.id == id) {
        return false;
    }
    let told = match outcome {
        Outcome::Committed => ScanOutcome::Accepted,
        Outcome::Refused(reject) => outcome_of(reject),
        Outcome::NotSent(_) | Outcome::Unanswered(_) => ScanOutcome::NotSent,
    };
    for scan in Arc::make_mut(log)
        .scans
        .iter_mut()
        .filter(|scan| scan.id == id)
    {
        scan.outcome = told.clone();
    }
    true
}

/// How full the room behind a gate is, for the warning beside "welcome".
#[must_use]
pub fn room_level(model: &Model, gate: Gate) -> Option<(PlaceId, u32, u32)> {
    let room = match gate {
        Gate::Event => return None,
        Gate::Room(room) => room,
        Gate::Session(session) => model.state().session(session)?.place,
    };
    let capacity = u32::from(model.state().place(room)?.capacity);
    Some((room, model.state().occupancy(room), capacity))
}

impl Client {
    fn log_scan(&mut self, scan: Scan, now: Monotonic) {
        Arc::make_mut(self.scans_mut()).push(scan);
        self.changed_outside(Changes::SCANS, now);
    }
}
