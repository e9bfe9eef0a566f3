//! The door's scans: what each told, newest first (CHK-02, CHK-09).

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use protocol::command::{CheckIn, CheckInBadge, CheckOut, CheckOutBadge};
use protocol::id::{BadgeCode, CommandId, PersonId, PlaceId};
use protocol::limits::PERSONS_MAX;
use protocol::{Actor, Change, Command, Gate, Mark, Reject};

use crate::limits::SCANS_SHOWN_MAX;
use crate::model::{Model, Pending};
use crate::sync::program::{Applied, Part};
use crate::sync::{Changes, Client, NotTaken, Outcome};
use crate::time::Monotonic;
use crate::{overlay, policy};

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
    /// Who carries which badge, as far as the scans of this device told: doors are not given
    /// the list of codes.
    holders: BTreeMap<BadgeCode, PersonId>,
}

impl ScanLog {
    /// The scans, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Scan> {
        self.scans.iter().rev()
    }

    fn know(&mut self, id: CommandId, person: PersonId) {
        for scan in self.scans.iter_mut().filter(|scan| scan.id == id) {
            scan.person = Some(person);
            if let Presented::Badge(code) = scan.presented
                && self.holders.len() < PERSONS_MAX
            {
                self.holders.insert(code, person);
            }
        }
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
        let person = holder(self.model(), presented);
        let command = command(presented, gate, direction);
        // Whoever went in, out and in again is not in twice: only the last scan counts.
        let of = policy::subject(&command);
        let last = self
            .model()
            .pending()
            .iter()
            .rev()
            .find(|wish| policy::subject(&wish.command) == of);
        let is_twice = last.is_some_and(|wish| wish.command == command);
        let taken = match person {
            // The very scan is on its way already.
            _ if is_twice => return self.log_twice(presented, person, gate, direction, id, now),
            Some(person) => self.check_known(person, gate, direction, now),
            None => Ok(()),
        };
        let taken = taken.and_then(|()| self.dispatch(command, id, now));
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
        Presented::Badge(code) => model
            .scans()
            .holders
            .get(&code)
            .copied()
            .or_else(|| model.confirmed().badge_holder(code)),
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

/// Scanning at a door: every scan is listed with what it told.
#[derive(Debug)]
pub(crate) struct ScansPart;

impl Part for ScansPart {
    fn applied(&self, client: &mut Client, entry: &Applied) {
        if let Some(command) = entry.command {
            learn(&mut client.model.scans, command, &entry.changes);
        }
    }

    /// The list says it, where the door staff looks.
    fn refused(&self, _: &mut Client, _: &Pending, _: &Reject, _: Monotonic) -> bool {
        true
    }

    fn settled(&self, client: &mut Client, id: CommandId, outcome: &Outcome) {
        if settle(&mut client.model.scans, id, outcome) {
            client.note(Changes::SCANS);
        }
    }
}

/// Writes an outcome into the log; tells whether the command was a scan.
fn settle(log: &mut Arc<ScanLog>, id: CommandId, outcome: &Outcome) -> bool {
    if !log.scans.iter().any(|scan| scan.id == id) {
        return false;
    }
    let told = match outcome {
        Outcome::Committed => ScanOutcome::Accepted,
        Outcome::Refused(reject) => outcome_of(reject),
        Outcome::NotSent(_) | Outcome::Unanswered(_) => ScanOutcome::NotSent,
    };
    let person = if let Outcome::Refused(Reject::AlreadyIn(r)) = outcome {
        Some(r.person)
    } else if let Outcome::Refused(Reject::NotIn(r)) = outcome {
        Some(r.person)
    } else {
        None
    };
    let log = Arc::make_mut(log);
    if let Some(person) = person {
        log.know(id, person);
    }
    for scan in log.scans.iter_mut().filter(|scan| scan.id == id) {
        scan.outcome = told.clone();
    }
    true
}

/// Learns from the entry of a scan whose badge it was.
fn learn(log: &mut Arc<ScanLog>, id: CommandId, changes: &[Change]) {
    if !log.scans.iter().any(|scan| scan.id == id) {
        return;
    }
    for change in changes {
        if let Change::AttendanceChanged(c) = change {
            Arc::make_mut(log).know(id, c.person);
        }
    }
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
    /// Checks a person's own row, which the rules cannot reach through a badge at the door.
    fn check_known(
        &self,
        person: PersonId,
        gate: Gate,
        direction: Direction,
        now: Monotonic,
    ) -> Result<(), NotTaken> {
        let by_list = command(Presented::Person(person), gate, direction);
        let foreseen = self
            .program()
            .rules
            .and_then(|rules| overlay::predict(rules, self.model(), &by_list, now));
        match foreseen {
            Some(Err(reject @ (Reject::AlreadyIn(_) | Reject::NotIn(_)))) => {
                Err(NotTaken::Refused(reject))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn log_twice(
        &mut self,
        presented: Presented,
        person: Option<PersonId>,
        gate: Gate,
        direction: Direction,
        id: CommandId,
        now: Monotonic,
    ) -> ScanOutcome {
        let by = self.model().me().unwrap_or(Actor::System);
        let at = self.model().event_now(now);
        let outcome = ScanOutcome::Duplicate(Mark { at, by });
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

    fn log_scan(&mut self, scan: Scan, now: Monotonic) {
        Arc::make_mut(&mut self.model.scans).push(scan);
        self.changed_outside(Changes::SCANS, now);
    }
}
