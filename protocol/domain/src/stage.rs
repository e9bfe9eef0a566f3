//! The life of an event: project, planned, called off, closed (EVT-10).
//!
//! Ongoing and past are no stages that somebody sets: they follow from the timetable and the clock.
//! A frozen event keeps every row as it was, so that calling off is taken back without loss.

use protocol::change::StageChanged;
use protocol::command::ChangeStage;
use protocol::reject::{EventFrozen, StageOutdated};
use protocol::{Actor, Change, Command, Entry, EventStage, Micros, Reject};

use crate::decide::{Context, Draft};
use crate::state::State;

/// Where an event stands at some time, as planning views say it (EVT-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventPhase {
    /// It may take place.
    Project,
    /// It will take place, or has no timetable yet.
    Planned,
    /// Its first slot or session has begun, and its last has not ended.
    Ongoing,
    /// Its last slot and session have ended.
    Past,
    /// It does not take place.
    CalledOff,
    /// It is over and settled.
    Closed,
}

impl State {
    /// How far the organisers say that the event has come.
    #[must_use]
    pub const fn stage(&self) -> EventStage {
        self.stage
    }

    /// Where the event stands now.
    #[must_use]
    pub fn phase(&self, now: Micros) -> EventPhase {
        match self.stage {
            EventStage::Project => EventPhase::Project,
            EventStage::CalledOff => EventPhase::CalledOff,
            EventStage::Closed => EventPhase::Closed,
            EventStage::Planned => {
                let slots = self.slots().map(|slot| (slot.starts_at, slot.ends_at));
                let sessions = self.sessions().map(|one| (one.starts_at, one.ends_at));
                let span = slots
                    .chain(sessions)
                    .reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)));
                match span {
                    Some((_, ends_at)) if ends_at <= now => EventPhase::Past,
                    Some((starts_at, _)) if starts_at <= now => EventPhase::Ongoing,
                    Some(_) | None => EventPhase::Planned,
                }
            }
        }
    }
}

/// Refuses what an event of this stage no longer allows, or not yet.
///
/// A project is the team's: participants wait until it is planned.
///
/// # Errors
/// `EventFrozen` with the stage.
pub(crate) fn check_open(
    state: &State,
    context: &Context<'_>,
    command: &Command,
) -> Result<(), Reject> {
    let stage = state.stage();
    let is_open = match stage {
        EventStage::Planned => true,
        EventStage::Project => !matches!(context.actor, Actor::Person(_)),
        EventStage::CalledOff | EventStage::Closed => {
            outlives(command) || context.undone.is_some_and(is_of_a_stage)
        }
    };
    if is_open {
        Ok(())
    } else {
        Err(EventFrozen { stage }.into())
    }
}

/// Whether an entry is nothing but a step in the event's life.
fn is_of_a_stage(entry: &Entry) -> bool {
    let mut changes = entry.changes.iter();
    changes.all(|change| matches!(change, Change::StageChanged(_)))
}

/// Whether a wish is heard where nothing happens on the floor any more: leaving the stage again,
/// telling people, who is on the team, the desk's own papers, and what persons may claim at any
/// time (GDPR-03). Undoing is not, but of the stage itself: what it would bring back is of the
/// floor.
const fn outlives(command: &Command) -> bool {
    match command {
        Command::ChangeStage(_)
        | Command::ErasePerson(_)
        | Command::AcknowledgeAlert(_)
        | Command::Announce(_)
        | Command::GrantStaff(_)
        | Command::RevokeStaff(_)
        | Command::ReviewDeadlines(_)
        | Command::NoteDeskEdit(_) => true,
        Command::ConfigureEvent(_)
        | Command::DefineSlots(_)
        | Command::DefineTravel(_)
        | Command::DefinePlaces(_)
        | Command::WithdrawPlace(_)
        | Command::DefineVocabulary(_)
        | Command::DefineResource(_)
        | Command::WithdrawResource(_)
        | Command::RegisterPersons(_)
        | Command::ChangeAvailability(_)
        | Command::ChangeFigures(_)
        | Command::ChangeNeeds(_)
        | Command::ChangeTags(_)
        | Command::AssignPerson(_)
        | Command::AssignPersons(_)
        | Command::WithdrawPerson(_)
        | Command::IssueBadges(_)
        | Command::LimitExpert(_)
        | Command::MakeRequest(_)
        | Command::AcceptRequest(_)
        | Command::ConfirmRequest(_)
        | Command::RefuseRequest(_)
        | Command::CancelRequest(_)
        | Command::ImportRequests(_)
        | Command::TakeSlot(_)
        | Command::ArbitrateExpert(_)
        | Command::BookMeeting(_)
        | Command::BookMeetings(_)
        | Command::PublishPlan(_)
        | Command::MoveMeeting(_)
        | Command::SwapMeetings(_)
        | Command::CancelMeeting(_)
        | Command::MarkLate(_)
        | Command::MarkHeld(_)
        | Command::MarkNotHeld(_)
        | Command::OfferVacancy(_)
        | Command::AcceptOffer(_)
        | Command::DeclineOffer(_)
        | Command::WithdrawOffer(_)
        | Command::FillVacancy(_)
        | Command::DismissVacancy(_)
        | Command::DeclareExpertAbsent(_)
        | Command::DeclareExpertBack(_)
        | Command::DefineSession(_)
        | Command::OpenSession(_)
        | Command::CloseSession(_)
        | Command::CancelSession(_)
        | Command::TakeSeat(_)
        | Command::ReleaseSeat(_)
        | Command::TakeSeats(_)
        | Command::CheckIn(_)
        | Command::CheckInBadge(_)
        | Command::CheckOut(_)
        | Command::CheckOutBadge(_)
        | Command::SetThreshold(_)
        | Command::ClearThreshold(_)
        | Command::UndoEntry(_) => false,
    }
}

impl Draft<'_> {
    pub(crate) fn change_stage(&mut self, c: &ChangeStage) -> Result<(), Reject> {
        let stage = self.state.stage();
        if stage != c.before {
            return Err(StageOutdated { stage }.into());
        }
        if c.after != stage {
            self.put(StageChanged {
                before: stage,
                after: c.after,
            });
        }
        Ok(())
    }
}
