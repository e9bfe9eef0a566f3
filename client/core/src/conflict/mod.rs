//! Somebody was faster: what the user wanted, what stands now, and what can be done next (LIV-02).

mod part;
mod replace;

use std::collections::VecDeque;

use domain::{Commitment, State};
use protocol::command::{CancelMeeting, MarkHeld, MarkLate, MarkNotHeld};
use protocol::id::{CommandId, MeetingId};
use protocol::reject::{CannotUndo, MeetingClosed, MeetingElsewhere, PersonBusy, PlaceBusy};
use protocol::{Command, Query, Reject, Spot, Touch, Vacancy};

pub(crate) use part::ConflictPart;
pub use replace::replacement;

use crate::limits::CONFLICTS_MAX;
use crate::time::Monotonic;

/// A refusal with a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The refused command; also names the conflict.
    pub id: CommandId,
    /// What the user wanted.
    pub command: Command,
    /// Why it was refused.
    pub reject: Reject,
    /// When the refusal arrived.
    pub since: Monotonic,
    /// The cell where the card is shown.
    pub spot: Option<Spot>,
    /// What stands in the way.
    pub theirs: Option<MeetingId>,
    /// Who changed it, when, in which entry.
    pub touch: Option<Touch>,
    /// The freed slot that the command was about, as the user saw it.
    pub vacancy: Option<Vacancy>,
    /// Other places for the user's wish.
    pub next_best: NextBest,
}

/// Proposals of the planner for a wish that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextBest {
    /// There is nothing to ask for this kind of wish.
    NotAsked,
    /// The planner was asked.
    Asked(u32),
    /// Its proposals, best first; may be empty.
    Spots(Vec<Spot>),
    /// The planner did not answer.
    Failed,
}

/// The conflicts that wait for a choice, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Conflicts {
    open: VecDeque<Conflict>,
}

impl Conflicts {
    /// The conflicts, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Conflict> {
        self.open.iter()
    }

    /// One conflict.
    #[must_use]
    pub fn get(&self, id: CommandId) -> Option<&Conflict> {
        self.open.iter().find(|conflict| conflict.id == id)
    }

    /// The conflict to be shown in a cell of the floor.
    #[must_use]
    pub fn at(&self, spot: Spot) -> Option<&Conflict> {
        self.open
            .iter()
            .rev()
            .find(|conflict| conflict.spot == Some(spot))
    }

    /// Number of conflicts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    pub(crate) fn push(&mut self, conflict: Conflict) {
        if self.open.len() == CONFLICTS_MAX {
            self.open.pop_front();
        }
        self.open.push_back(conflict);
    }

    pub(crate) fn close(&mut self, id: CommandId) {
        self.open.retain(|conflict| conflict.id != id);
    }

    /// Looks again at what stands in the way: the other's entry may come after the refusal.
    pub(crate) fn refresh(&mut self, state: &State) {
        for conflict in self
            .open
            .iter_mut()
            .filter(|conflict| conflict.theirs.is_none())
        {
            conflict.look(state);
        }
    }

    /// Whether something is missing that an entry may bring.
    pub(crate) fn wants_refresh(&self) -> bool {
        self.open.iter().any(|conflict| conflict.theirs.is_none())
    }

    pub(crate) fn proposed(&mut self, question: u32, proposals: NextBest) {
        if let Some(conflict) = self
            .open
            .iter_mut()
            .find(|c| c.next_best == NextBest::Asked(question))
        {
            conflict.next_best = proposals;
        }
    }
}

impl Conflict {
    /// Describes a refusal against the confirmed replica.
    pub(crate) fn new(
        id: CommandId,
        command: Command,
        reject: Reject,
        vacancy: Option<Vacancy>,
        state: &State,
        since: Monotonic,
    ) -> Self {
        let spot = wanted_spot(&command, vacancy.as_ref(), state);
        let mut conflict = Self {
            id,
            command,
            reject,
            since,
            spot,
            theirs: None,
            touch: None,
            vacancy,
            next_best: NextBest::NotAsked,
        };
        conflict.look(state);
        conflict
    }

    fn look(&mut self, state: &State) {
        self.theirs = in_the_way(&self.reject, self.spot, state);
        let seen = || Some(state.meeting(self.theirs?)?.touch);
        self.touch = touch(&self.reject).or_else(seen);
    }

    /// What the planner can be asked for instead of the refused wish.
    pub(crate) fn question(&self) -> Option<Query> {
        let meeting = if let Command::MoveMeeting(c) = &self.command {
            c.meeting
        } else if let Command::SwapMeetings(c) = &self.command {
            c.a
        } else {
            return None;
        };
        Some(protocol::query::MoveTargets { meeting }.into())
    }
}

/// The cell that the user aimed at.
fn wanted_spot(command: &Command, vacancy: Option<&Vacancy>, state: &State) -> Option<Spot> {
    if let Command::MoveMeeting(c) = command {
        return Some(c.to);
    }
    if let Command::SwapMeetings(c) = command {
        return Some(c.b_at);
    }
    if let Command::BookMeeting(c) = command {
        return Some(c.spot);
    }
    if let Command::AcceptRequest(c) = command {
        return c.spot;
    }
    if let Command::CancelMeeting(CancelMeeting { meeting, .. })
    | Command::MarkLate(MarkLate { meeting, .. })
    | Command::MarkHeld(MarkHeld { meeting })
    | Command::MarkNotHeld(MarkNotHeld { meeting, .. }) = command
    {
        return state.standing_spot(*meeting);
    }
    vacancy.map(|vacancy| vacancy.spot)
}

fn in_the_way(reject: &Reject, wanted: Option<Spot>, state: &State) -> Option<MeetingId> {
    if let Reject::MeetingElsewhere(r) = reject {
        return Some(r.meeting);
    }
    if let Reject::MeetingClosed(r) = reject {
        return Some(r.meeting);
    }
    let commitment = if let Reject::PlaceBusy(r) = reject {
        state.floor().of_place(r.spot)
    } else if let Reject::PersonBusy(r) = reject {
        state.floor().of_person(r.person, r.slot)
    } else if let Reject::VacancyGone(_) = reject {
        state.floor().of_place(wanted?)
    } else {
        None
    };
    if let Some(Commitment::Meeting(id)) = commitment {
        Some(id)
    } else {
        None
    }
}

/// Who was faster, where the refusal says it.
#[must_use]
pub fn touch(reject: &Reject) -> Option<Touch> {
    if let Reject::PersonBusy(PersonBusy { touch, .. })
    | Reject::PlaceBusy(PlaceBusy { touch, .. })
    | Reject::CannotUndo(CannotUndo { touch }) = reject
    {
        return *touch;
    }
    if let Reject::MeetingElsewhere(MeetingElsewhere { touch, .. })
    | Reject::MeetingClosed(MeetingClosed { touch, .. }) = reject
    {
        return Some(*touch);
    }
    None
}
