//! The phone's first page: what runs, what comes next, and the day's agenda.

use protocol::Micros;

use crate::model::Model;
use crate::time::Monotonic;
use crate::view::agenda::{AgendaItem, AgendaWhat, CancelledMeeting, agenda, cancelled_meetings};
use crate::view::days::{Day, day_at, days};
use crate::view::moment::{MeetingPhase, Moment};

/// The agenda of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Today {
    pub now: Micros,
    pub days: Vec<Day>,
    /// Which of the days is shown.
    pub day_index: usize,
    pub items: Vec<AgendaItem>,
    /// Meetings of the day that were called off.
    pub cancelled: Vec<CancelledMeeting>,
    /// Positions in `items`.
    pub running: Option<usize>,
    pub next: Option<usize>,
    /// Real milliseconds until the next one begins.
    pub next_in_ms: Option<u64>,
    pub figures: DayFigures,
}

/// The day in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DayFigures {
    pub n_meetings: usize,
    pub n_held: usize,
    pub n_gaps: usize,
    /// Offers and requests that wait for this person.
    pub n_to_answer: usize,
}

/// The agenda of a day; of the day that runs, if none is named.
#[must_use]
pub fn today(model: &Model, day: Option<usize>, now: Monotonic) -> Option<Today> {
    let me = super::me(model)?;
    let at = model.event_now(now);
    let days = days(model.state());
    let shown = day
        .and_then(|index| days.get(index))
        .or_else(|| day_at(&days, at));
    // Sessions may begin before the first slot or after the last one: the day lasts until the
    // next one begins.
    let (from, until, day_index) = match shown {
        Some(day) => {
            let from = if day.index == 0 {
                Micros(i64::MIN)
            } else {
                day.starts_at
            };
            let until = days
                .get(day.index + 1)
                .map_or(Micros(i64::MAX), |next| next.starts_at);
            (from, until, day.index)
        }
        None => (Micros(i64::MIN), Micros(i64::MAX), 0),
    };
    let items = agenda(model, me, from, until, at);
    let is_something = |item: &AgendaItem| !matches!(item.what, AgendaWhat::Gap { .. });
    let running = items
        .iter()
        .position(|item| item.moment == Moment::Now && is_something(item));
    let next = items
        .iter()
        .position(|item| item.moment == Moment::Ahead && is_something(item));
    let next_in_ms = next.and_then(|index| items.get(index)).and_then(|item| {
        model
            .clock()
            .map(|clock| clock.ms_until(item.starts_at, now))
    });
    let figures = figures(model, &items);
    let mut cancelled = cancelled_meetings(model, me);
    cancelled.retain(|row| from <= row.at.starts_at && row.at.starts_at < until);
    Some(Today {
        now: at,
        days,
        day_index,
        items,
        cancelled,
        running,
        next,
        next_in_ms,
        figures,
    })
}

fn figures(model: &Model, items: &[AgendaItem]) -> DayFigures {
    let mut figures = DayFigures {
        n_to_answer: super::inbox::n_to_answer(model),
        ..DayFigures::default()
    };
    for item in items {
        match &item.what {
            AgendaWhat::Meeting { phase, .. } => {
                figures.n_meetings += 1;
                figures.n_held += usize::from(*phase == MeetingPhase::Held);
            }
            AgendaWhat::Gap { .. } => figures.n_gaps += 1,
            AgendaWhat::Hold { .. } | AgendaWhat::Offer { .. } | AgendaWhat::Session { .. } => {}
        }
    }
    figures
}
