//! The big figures of the control room.

use domain::State;
use protocol::{FillObject, MeetingStatus, Micros, PlaceKind, Presence};

use crate::model::Model;
use crate::view::days::{day_at, days};
use crate::view::moment::{MeetingPhase, is_present, lacks_news, meeting_phase};

/// The slot that runs, or the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct OnAir {
    /// Position in its day, from 1, and how many the day has.
    pub slot_number: usize,
    pub n_slots: usize,
    pub day_number: usize,
    pub n_days: usize,
    pub starts_at: Micros,
    pub ends_at: Micros,
    /// False before the slot begins.
    pub is_running: bool,
    pub next: Option<NextSlot>,
}

/// The slot after it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NextSlot {
    pub starts_at: Micros,
    pub n_meetings: u32,
    /// Persons with a meeting then whom the doors have not seen.
    pub n_not_arrived: u32,
}

/// Meetings by how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct MeetingFigures {
    pub n_running: u32,
    /// Tables and booths.
    pub n_tables: u32,
    pub n_late: u32,
    /// Running meetings of which a party was not seen.
    pub n_without_news: u32,
    pub n_planned: u32,
    pub n_held: u32,
    pub n_not_held: u32,
    /// Over, and nobody said whether they took place.
    pub n_unrecorded: u32,
    pub n_cancelled: u32,
}

/// Persons on site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct AttendanceFigures {
    pub n_present: u32,
    pub n_expected: u32,
    pub n_gone: u32,
    pub percent: u32,
    /// More or fewer than ten minutes ago, when that is known.
    pub in_ten_minutes: Option<i32>,
}

/// Freed slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct VacancyFigures {
    pub n_open: u32,
    pub n_offered: u32,
    /// Filled since this console follows the event.
    pub n_filled: u32,
}

/// How full the plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct FillFigure {
    pub percent: u32,
    pub threshold_percent: Option<u8>,
    /// Change in thousandths since a time, when that is known.
    pub since: Option<(Micros, i32)>,
}

pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(crate) fn on_air(state: &State, now: Micros) -> Option<OnAir> {
    let days = days(state);
    let day = day_at(&days, now)?;
    let slots: Vec<_> = day.slots.iter().filter_map(|id| state.slot(*id)).collect();
    let index = slots.iter().position(|slot| now < slot.ends_at)?;
    let slot = slots[index];
    let next = slots.get(index + 1).map(|next| {
        let mut n_meetings = 0;
        let mut missing = std::collections::BTreeSet::new();
        for meeting in state.meetings() {
            if meeting.spot.slot == next.id && meeting.status == MeetingStatus::Planned {
                n_meetings += 1;
                missing.extend(
                    [meeting.host, meeting.guest]
                        .into_iter()
                        .filter(|id| !is_present(state, *id)),
                );
            }
        }
        NextSlot {
            starts_at: next.starts_at,
            n_meetings,
            n_not_arrived: count(missing.len()),
        }
    });
    Some(OnAir {
        slot_number: index + 1,
        n_slots: slots.len(),
        day_number: day.index + 1,
        n_days: days.len(),
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        is_running: slot.starts_at <= now,
        next,
    })
}

pub(crate) fn meetings(state: &State, now: Micros) -> MeetingFigures {
    let n_tables = count(
        state
            .places()
            .filter(|place| place.kind != PlaceKind::Room)
            .count(),
    );
    let mut figures = MeetingFigures {
        n_tables,
        ..MeetingFigures::default()
    };
    for meeting in state.meetings() {
        let phase = meeting_phase(state, meeting, now);
        match phase {
            MeetingPhase::Planned => figures.n_planned += 1,
            MeetingPhase::Running => figures.n_running += 1,
            MeetingPhase::Unrecorded => figures.n_unrecorded += 1,
            MeetingPhase::Held => figures.n_held += 1,
            MeetingPhase::NotHeld => figures.n_not_held += 1,
            MeetingPhase::Cancelled => figures.n_cancelled += 1,
        }
        let is_open = matches!(phase, MeetingPhase::Planned | MeetingPhase::Running);
        figures.n_late += u32::from(is_open && meeting.late.is_some());
        figures.n_without_news += u32::from(lacks_news(state, meeting, now));
    }
    figures
}

pub(crate) fn attendance(model: &Model, now: Micros) -> AttendanceFigures {
    let state = model.state();
    let (mut n_present, mut n_gone) = (0, 0);
    for (_, row) in state.attendances() {
        match row.presence {
            Presence::Present => n_present += 1,
            Presence::Gone => n_gone += 1,
            Presence::Expected => {}
        }
    }
    let registered = || {
        count(
            state
                .persons()
                .filter(|person| !person.is_withdrawn)
                .count(),
        )
    };
    let n_expected = state
        .setup()
        .map(|setup| setup.n_expected)
        .filter(|n| *n > 0)
        .unwrap_or_else(registered);
    let before = model.trend().minutes_ago(10, now);
    AttendanceFigures {
        n_present,
        n_expected,
        n_gone,
        percent: n_present.saturating_mul(100) / n_expected.max(1),
        in_ten_minutes: before.map(|before| difference(n_present, before.n_present)),
    }
}

pub(crate) fn vacancies(model: &Model) -> VacancyFigures {
    let state = model.state();
    VacancyFigures {
        n_open: count(state.vacancies().count()),
        n_offered: count(state.offers().count()),
        n_filled: model.trend().n_filled,
    }
}

pub(crate) fn fill(model: &Model, now: Micros) -> Option<FillFigure> {
    let fill = model.state().fill(FillObject::Event)?;
    let permille = fill.taken.saturating_mul(1_000) / fill.capacity.max(1);
    let oldest = model
        .trend()
        .oldest()
        .filter(|oldest| now.since(oldest.at) > 0);
    Some(FillFigure {
        percent: fill.percent(),
        threshold_percent: model
            .state()
            .threshold(FillObject::Event)
            .map(|threshold| threshold.percent),
        since: oldest.map(|oldest| (oldest.at, difference(permille, oldest.fill_permille))),
    })
}

fn difference(now: u32, before: u32) -> i32 {
    i32::try_from(i64::from(now) - i64::from(before)).unwrap_or(0)
}
