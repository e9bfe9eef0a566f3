//! Somebody was faster: what the user wanted, what stands now, and what can be done next (LIV-02).

mod replace;

use std::collections::VecDeque;

use domain::{Commitment, State};
use protocol::id::{CommandId, MeetingId};
use protocol::{Command, Query, Reject, Spot, Touch, Vacancy};

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
        let meeting = match &self.command {
            Command::MoveMeeting(c) => c.meeting,
            Command::SwapMeetings(c) => c.a,
            _ => return None,
        };
        Some(protocol::query::MoveTargets { meeting }.into())
    }
}

/// The cell that the user aimed at.
fn wanted_spot(command: &Command, vacancy: Option<&Vacancy>, state: &State) -> Option<Spot> {
    match command {
        Command::MoveMeeting(c) => Some(c.to),
        Command::SwapMeetings(c) => Some(c.b_at),
        Command::BookMeeting(c) => Some(c.spot),
        Command::CancelMeeting(c) => state.standing_spot(c.meeting),
        Command::MarkLate(c) => state.standing_spot(c.meeting),
        Command::MarkHeld(c) => state.standing_spot(c.meeting),
        Command::MarkNotHeld(c) => state.standing_spot(c.meeting),
        Command::AcceptRequest(c) => c.spot,
        Command::OfferVacancy(_) | Command::FillVacancy(_) | Command::DismissVacancy(_) => {
            vacancy.map(|vacancy| vacancy.spot)
        }
        _ => None,
    }
}

fn in_the_way(reject: &Reject, wanted: Option<Spot>, state: &State) -> Option<MeetingId> {
    let meeting_of = |commitment| match commitment {
        Commitment::Meeting(id) => Some(id),
        Commitment::Hold(_)
        | Commitment::Offer(_)
        | Commitment::Session(_)
        | Commitment::Unseen(_) => None,
    };
    match reject {
        Reject::MeetingElsewhere(r) => Some(r.meeting),
        Reject::MeetingClosed(r) => Some(r.meeting),
        Reject::PlaceBusy(r) => state.floor().of_place(r.spot).and_then(meeting_of),
        Reject::PersonBusy(r) => state
            .floor()
            .of_person(r.person, r.slot)
            .and_then(meeting_of),
        Reject::VacancyGone(_) => state.floor().of_place(wanted?).and_then(meeting_of),
        _ => None,
    }
}

/// Who was faster, where the refusal says it.
#[must_use]
pub fn touch(reject: &Reject) -> Option<Touch> {
    match reject {
        Reject::PersonBusy(r) => r.touch,
        Reject::PlaceBusy(r) => r.touch,
        Reject::MeetingElsewhere(r) => Some(r.touch),
        Reject::MeetingClosed(r) => Some(r.touch),
        Reject::CannotUndo(r) => r.touch,
        _ => None,
    }
}
