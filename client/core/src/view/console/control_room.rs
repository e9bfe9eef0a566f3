//! The control room: the whole event on one screen.

use protocol::id::PlaceId;
use protocol::{AlertKey, FillObject, Mark, Micros, PlaceKind, Presence};

use crate::limits::CONTROL_ROOM_ROWS_MAX;
use crate::model::trend::Sample;
use crate::model::{Model, Touched};
use crate::time::Monotonic;

use super::figures::{self, AttendanceFigures, FillFigure, MeetingFigures, OnAir, VacancyFigures};
use super::programme::{FillRow, expert_rows, session_rows};
use super::team::{FeedRow, TeamRow, feed_rows, team_rows};
use super::vacancies::{VacancyRow, vacancy_rows};

/// Everything on the control room.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ControlRoom {
    pub now: Micros,
    /// The slot that runs or comes next.
    pub on_air: Option<OnAir>,
    pub meetings: MeetingFigures,
    pub attendance: AttendanceFigures,
    pub vacancies: VacancyFigures,
    pub fill: Option<FillFigure>,
    /// Most urgent first.
    pub alerts: Vec<AlertRow>,
    /// Fullest first.
    pub rooms: Vec<RoomRow>,
    /// Freed slots that wait, the earliest first; at most a screenful.
    pub freed: Vec<VacancyRow>,
    /// Sessions, the least filled first.
    pub sessions: Vec<FillRow>,
    /// Experts, the least filled first.
    pub experts: Vec<FillRow>,
    pub team: Vec<TeamRow>,
    /// Newest first.
    pub feed: Vec<FeedRow>,
}

/// How full a room is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Room enough.
    Calm,
    /// Three quarters full.
    Busy,
    /// Nearly full.
    NearlyFull,
    /// More persons than fit.
    Overfull,
}

/// A room with its counter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct RoomRow {
    pub place: PlaceId,
    pub name: String,
    pub inside: u32,
    pub capacity: u32,
    pub percent: u32,
    pub level: Level,
}

/// An alert with the name of what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct AlertRow {
    pub key: AlertKey,
    pub subject: String,
    pub value: u32,
    pub limit: u32,
    pub raised_at: Micros,
    /// Who took note, by name, and when.
    pub acknowledged: Option<(String, Micros)>,
    pub is_pending: bool,
}

/// The control room at a moment.
#[must_use]
pub fn control_room(model: &Model, now: Monotonic) -> ControlRoom {
    let at = model.event_now(now);
    let mut freed = vacancy_rows(model, now);
    freed.truncate(CONTROL_ROOM_ROWS_MAX);
    ControlRoom {
        now: at,
        on_air: figures::on_air(model.state(), at),
        meetings: figures::meetings(model.state(), at),
        attendance: figures::attendance(model, at),
        vacancies: figures::vacancies(model),
        fill: figures::fill(model, at),
        alerts: alert_rows(model),
        rooms: room_rows(model),
        freed,
        sessions: session_rows(model, at),
        experts: expert_rows(model, at),
        team: team_rows(model, at),
        feed: feed_rows(model, at, CONTROL_ROOM_ROWS_MAX),
    }
}

/// The rooms, fullest first.
#[must_use]
pub fn room_rows(model: &Model) -> Vec<RoomRow> {
    let rooms = model
        .state()
        .places()
        .filter(|place| place.kind == PlaceKind::Room);
    let mut rows: Vec<RoomRow> = rooms
        .map(|place| {
            let (inside, capacity) = (model.state().occupancy(place.id), u32::from(place.capacity));
            let percent = inside
                .saturating_mul(100)
                .checked_div(capacity)
                .unwrap_or(0);
            let name = model.cards().place(place.id).to_owned();
            RoomRow {
                place: place.id,
                name,
                inside,
                capacity,
                percent,
                level: level(inside, capacity),
            }
        })
        .collect();
    rows.sort_by(|a, b| b.percent.cmp(&a.percent).then_with(|| a.name.cmp(&b.name)));
    rows
}

/// How full a room with so many persons is.
#[must_use]
pub fn level(inside: u32, capacity: u32) -> Level {
    if inside > capacity {
        Level::Overfull
    } else if inside > 0 && inside * 100 >= capacity * domain::alerts::NEARLY_FULL_PERCENT {
        Level::NearlyFull
    } else if inside > 0 && inside * 4 >= capacity * 3 {
        Level::Busy
    } else {
        Level::Calm
    }
}

/// The alerts: those that nobody took note of first, then by urgency, then the oldest.
#[must_use]
pub fn alert_rows(model: &Model) -> Vec<AlertRow> {
    let mut rows: Vec<AlertRow> = model
        .state()
        .alerts()
        .map(|alert| AlertRow {
            key: alert.key,
            subject: alert_subject(model, alert.key),
            value: alert.value,
            limit: alert.limit,
            raised_at: alert.raised_at,
            acknowledged: alert
                .acknowledged
                .map(|Mark { at, by }| (model.cards().actor(by).to_owned(), at)),
            is_pending: model.marks().touch(Touched::Alert(alert.key)),
        })
        .collect();
    rows.sort_by_key(|row| (row.acknowledged.is_some(), urgency(row.key), row.raised_at));
    rows
}

const fn urgency(key: AlertKey) -> u8 {
    match key {
        AlertKey::RoomOverfull(_) => 0,
        AlertKey::ExpertAbsent(_) => 1,
        AlertKey::ExpertOverbooked(_) => 2,
        AlertKey::RoomNearlyFull(_) => 3,
        AlertKey::FillLow(_) => 4,
    }
}

/// The name of what an alert is about; empty for the event as a whole.
#[must_use]
pub fn alert_subject(model: &Model, key: AlertKey) -> String {
    let cards = model.cards();
    match key {
        AlertKey::RoomOverfull(room) | AlertKey::RoomNearlyFull(room) => cards.place(room),
        AlertKey::ExpertAbsent(expert)
        | AlertKey::ExpertOverbooked(expert)
        | AlertKey::FillLow(FillObject::Expert(expert)) => cards.person(expert),
        AlertKey::FillLow(FillObject::Session(session)) => cards.session(session),
        AlertKey::FillLow(FillObject::Event) => "",
    }
    .to_owned()
}

/// The figures of this minute.
pub(crate) fn sample(model: &Model, now: Micros) -> Sample {
    let state = model.confirmed();
    let n_present = state
        .attendances()
        .filter(|(_, row)| row.presence == Presence::Present)
        .count();
    let fill = state.fill(FillObject::Event);
    Sample {
        at: now,
        n_present: figures::count(n_present),
        n_filled: model.trend().n_filled,
        fill_permille: fill.map_or(0, |fill| {
            fill.taken.saturating_mul(1_000) / fill.capacity.max(1)
        }),
    }
}
