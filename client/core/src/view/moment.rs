//! Where a slot or meeting stands in time.

use domain::State;
use protocol::{Meeting, MeetingStatus, Micros, Presence, Slot};

/// A running meeting of which nothing is heard for this long is worth a look.
const NEWS_PATIENCE: i64 = 5 * 60 * 1_000_000;

/// A slot seen from a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// It is over.
    Past,
    /// It runs.
    Now,
    /// It comes.
    Ahead,
}

/// A slot seen from a moment.
#[must_use]
pub fn moment(slot: &Slot, now: Micros) -> Moment {
    if slot.ends_at <= now {
        Moment::Past
    } else if slot.starts_at <= now {
        Moment::Now
    } else {
        Moment::Ahead
    }
}

/// How a meeting is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MeetingPhase {
    /// It comes.
    Planned,
    /// It runs, or should.
    Running,
    /// It is over, and nobody said whether it took place.
    Unrecorded,
    /// It took place.
    Held,
    /// It did not take place.
    NotHeld,
    /// It was called off.
    Cancelled,
}

/// How a meeting is shown at a moment.
#[must_use]
pub fn meeting_phase(state: &State, meeting: &Meeting, now: Micros) -> MeetingPhase {
    match meeting.status {
        MeetingStatus::Held => MeetingPhase::Held,
        MeetingStatus::NotHeld { .. } => MeetingPhase::NotHeld,
        MeetingStatus::Cancelled { .. } => MeetingPhase::Cancelled,
        MeetingStatus::Planned => match state.slot(meeting.spot.slot).map(|slot| moment(slot, now))
        {
            Some(Moment::Past) => MeetingPhase::Unrecorded,
            Some(Moment::Now) => MeetingPhase::Running,
            Some(Moment::Ahead) | None => MeetingPhase::Planned,
        },
    }
}

/// Whether a running meeting should have begun, while a party was not seen at the doors and
/// nobody announced a delay.
#[must_use]
pub fn lacks_news(state: &State, meeting: &Meeting, now: Micros) -> bool {
    meeting.late.is_none()
        && meeting_phase(state, meeting, now) == MeetingPhase::Running
        && state
            .slot(meeting.spot.slot)
            .is_some_and(|slot| now.since(slot.starts_at) >= NEWS_PATIENCE)
        && [meeting.host, meeting.guest]
            .into_iter()
            .any(|person| !is_present(state, person))
}

/// Whether the doors know a person to be on site.
#[must_use]
pub fn is_present(state: &State, person: protocol::id::PersonId) -> bool {
    state
        .attendance(person)
        .is_some_and(|row| row.presence == Presence::Present)
}
