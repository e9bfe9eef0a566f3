//! The floor: places × time, or experts × time, for a grid that renders only what is in sight.

use protocol::id::{PersonId, PlaceId, SessionId};
use protocol::{CardKey, Micros, Person, Place, PlaceKind, Session, SessionStatus, SlotId};

use crate::limits::FLOOR_ROWS_MAX;
use crate::model::Model;
use crate::time::Monotonic;
use crate::view::days::{Day, day_at, days};
use crate::view::label::natural_key;

use super::floor_cell::{Cell, expert_cell, place_cell};

/// What the rows are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Axis {
    /// Tables, booths, and rooms with a session that day.
    #[default]
    Places,
    /// Experts.
    Experts,
}

/// Which part of the floor is in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// What the rows are.
    pub axis: Axis,
    /// Which day, from zero; none for the day that runs.
    pub day: Option<usize>,
    /// First row in sight.
    pub first_row: usize,
    /// Rows in sight.
    pub n_rows: usize,
}

/// The floor, as far as it is in sight.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Floor {
    pub axis: Axis,
    pub days: Vec<Day>,
    /// Which of the days is shown.
    pub day_index: usize,
    pub columns: Vec<Column>,
    pub now_line: Option<NowLine>,
    /// All rows, in sight or not.
    pub n_rows: usize,
    pub first_row: usize,
    pub rows: Vec<Row>,
}

/// One slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Column {
    pub slot: SlotId,
    pub starts_at: Micros,
    pub ends_at: Micros,
    pub is_now: bool,
    /// A longer pause lies before this column.
    pub is_after_pause: bool,
}

/// Where the line of the present crosses the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NowLine {
    /// In or before which column.
    pub column: usize,
    /// How far into it, in thousandths; zero in the pause before it.
    pub permille: u32,
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKey {
    /// A place.
    Place(PlaceId),
    /// An expert.
    Person(PersonId),
}

/// A row with its cells, one per column.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Row {
    pub key: RowKey,
    /// Position among all rows.
    pub index: usize,
    pub label: String,
    pub detail: String,
    /// An expert's absence.
    pub absent: Option<protocol::Absence>,
    pub cells: Vec<Cell>,
    pub blocks: Vec<Block>,
}

/// A session that covers several columns of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Block {
    pub session: SessionId,
    pub first_column: usize,
    pub n_columns: usize,
    pub title: String,
    pub place: String,
    pub taken: u32,
    pub capacity: Option<u32>,
}

/// A pause longer than this is shown between two columns.
const PAUSE: i64 = 25 * 60 * 1_000_000;

/// The part of the floor in sight.
#[must_use]
pub fn floor(model: &Model, window: Window, now: Monotonic) -> Floor {
    let at = model.event_now(now);
    let days = days(model.state());
    let day = window
        .day
        .and_then(|index| days.get(index))
        .or_else(|| day_at(&days, at));
    let columns = day.map_or_else(Vec::new, |day| columns(model, day, at));
    let day_index = day.map_or(0, |day| day.index);
    let n_rows_in_sight = window.n_rows.min(FLOOR_ROWS_MAX);
    let (n_rows, rows) = match window.axis {
        Axis::Places => {
            let places = place_order(model, &columns);
            let rows = in_sight(&places, window.first_row, n_rows_in_sight)
                .map(|(index, place)| place_row(model, index, place, &columns, now));
            (places.len(), rows.collect())
        }
        Axis::Experts => {
            let experts = expert_order(model);
            let rows = in_sight(&experts, window.first_row, n_rows_in_sight)
                .map(|(index, expert)| expert_row(model, index, expert, &columns, now));
            (experts.len(), rows.collect())
        }
    };
    let now_line = now_line(&columns, at);
    Floor {
        axis: window.axis,
        days,
        day_index,
        columns,
        now_line,
        n_rows,
        first_row: window.first_row,
        rows,
    }
}

fn in_sight<T>(all: &[T], first: usize, n: usize) -> impl Iterator<Item = (usize, &T)> {
    all.iter().enumerate().skip(first).take(n)
}

fn columns(model: &Model, day: &Day, now: Micros) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::with_capacity(day.slots.len());
    for slot in day.slots.iter().filter_map(|id| model.state().slot(*id)) {
        let is_after_pause = columns
            .last()
            .is_some_and(|last| slot.starts_at.since(last.ends_at) >= PAUSE);
        columns.push(Column {
            slot: slot.id,
            starts_at: slot.starts_at,
            ends_at: slot.ends_at,
            is_now: slot.starts_at <= now && now < slot.ends_at,
            is_after_pause,
        });
    }
    columns
}

fn now_line(columns: &[Column], now: Micros) -> Option<NowLine> {
    let first = columns.first()?;
    if now < first.starts_at {
        return None;
    }
    let column = columns.iter().position(|column| now < column.ends_at)?;
    let Column {
        starts_at, ends_at, ..
    } = columns[column];
    let into = now.since(starts_at).max(0) * 1_000 / ends_at.since(starts_at).max(1);
    Some(NowLine {
        column,
        permille: u32::try_from(into).unwrap_or(0),
    })
}

/// Tables and booths by name, then the rooms in which something takes place that day.
fn place_order<'a>(model: &'a Model, columns: &[Column]) -> Vec<&'a Place> {
    let state = model.state();
    let (from, until) = match (columns.first(), columns.last()) {
        (Some(first), Some(last)) => (first.starts_at, last.ends_at),
        (None, _) | (_, None) => (Micros(0), Micros(0)),
    };
    let in_use: std::collections::BTreeSet<PlaceId> = state
        .sessions()
        .filter(|s| s.status != SessionStatus::Cancelled && s.starts_at < until && from < s.ends_at)
        .map(|session| session.place)
        .collect();
    let mut places: Vec<&Place> = state
        .places()
        .filter(|place| place.kind != PlaceKind::Room || in_use.contains(&place.id))
        .collect();
    places.sort_by_cached_key(|place| {
        (
            place.kind == PlaceKind::Room,
            natural_key(model.cards().place(place.id)),
            place.id,
        )
    });
    places
}

fn expert_order(model: &Model) -> Vec<&Person> {
    let mut experts: Vec<&Person> = model.state().experts().collect();
    experts.sort_by_cached_key(|expert| (natural_key(model.cards().person(expert.id)), expert.id));
    experts
}

fn place_row(
    model: &Model,
    index: usize,
    place: &&Place,
    columns: &[Column],
    now: Monotonic,
) -> Row {
    let state = model.state();
    let sessions = state.sessions().filter(|session| session.place == place.id);
    Row {
        key: RowKey::Place(place.id),
        index,
        label: model.cards().place(place.id).to_owned(),
        detail: model.cards().detail(CardKey::Place(place.id)).to_owned(),
        absent: None,
        cells: columns
            .iter()
            .map(|column| place_cell(model, place, column, now))
            .collect(),
        blocks: sessions
            .filter_map(|session| block(model, session, columns))
            .collect(),
    }
}

fn expert_row(
    model: &Model,
    index: usize,
    expert: &&Person,
    columns: &[Column],
    now: Monotonic,
) -> Row {
    let state = model.state();
    let seated = state
        .seats_of(expert.id)
        .filter(|seat| seat.status == protocol::SeatStatus::Taken);
    let sessions = seated.filter_map(|seat| state.session(seat.session));
    let home = expert.home.map_or("", |home| model.cards().place(home));
    let detail = model.cards().detail(CardKey::Person(expert.id));
    let separator = if home.is_empty() || detail.is_empty() {
        ""
    } else {
        " · "
    };
    Row {
        key: RowKey::Person(expert.id),
        index,
        label: model.cards().person(expert.id).to_owned(),
        detail: format!("{detail}{separator}{home}"),
        absent: expert
            .expert
            .as_ref()
            .and_then(|terms| terms.absence.clone()),
        cells: columns
            .iter()
            .map(|column| expert_cell(model, expert, column, now))
            .collect(),
        blocks: sessions
            .filter_map(|session| block(model, session, columns))
            .collect(),
    }
}

fn block(model: &Model, session: &Session, columns: &[Column]) -> Option<Block> {
    if session.status == SessionStatus::Cancelled {
        return None;
    }
    let overlaps =
        |column: &Column| session.starts_at < column.ends_at && column.starts_at < session.ends_at;
    let first_column = columns.iter().position(overlaps)?;
    let n_columns = columns[first_column..]
        .iter()
        .take_while(|column| overlaps(column))
        .count();
    let state = model.state();
    let room = state
        .place(session.place)
        .map(|place| u32::from(place.capacity));
    Some(Block {
        session: session.id,
        first_column,
        n_columns,
        title: model.cards().session(session.id).to_owned(),
        place: model.cards().place(session.place).to_owned(),
        taken: state.n_seats_taken(session.id),
        capacity: session.quota.map(u32::from).or(room),
    })
}
