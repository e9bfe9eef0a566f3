//! The list at the door: who is expected, who is in, to be ticked (CHK-06).

use protocol::id::PersonId;
use protocol::{Gate, Presence, SeatStatus};

use crate::limits::PAGE_ROWS_MAX;
use crate::model::{Model, Touched};
use crate::policy::{Endurance, endurance};
use crate::view::label::{Who, who};
use protocol::fold::{fold, matches};

/// Who is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DoorFilter {
    /// Everybody.
    #[default]
    Everybody,
    /// Not in yet.
    Expected,
    /// In.
    In,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DoorList {
    pub n_in: usize,
    pub n_expected: usize,
    pub n_found: usize,
    pub rows: Vec<DoorRow>,
    /// Scans that wait for the network.
    pub n_queued: usize,
    /// Persons in the room behind the gate, and how many fit.
    pub room: Option<(u32, u32)>,
}

/// Somebody at this door.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DoorRow {
    pub who: Who,
    pub is_in: bool,
    pub presence: Presence,
    pub is_pending: bool,
}

/// The list of a gate: everybody at the entrance or a room, the registered ones at a session.
#[must_use]
pub fn door_list(
    model: &Model,
    gate: Gate,
    search: &str,
    filter: DoorFilter,
    first: usize,
    n_rows: usize,
) -> DoorList {
    let search = fold(search);
    let everybody = expected_at(model, gate);
    let n_in = everybody
        .iter()
        .filter(|id| is_in(model, gate, **id))
        .count();
    let mut found: Vec<Who> = everybody
        .iter()
        .filter(|id| match filter {
            DoorFilter::Everybody => true,
            DoorFilter::Expected => !is_in(model, gate, **id),
            DoorFilter::In => is_in(model, gate, **id),
        })
        .map(|id| who(model, *id))
        .filter(|who| {
            search.is_empty() || matches(&fold(&format!("{} {}", who.name, who.company)), &search)
        })
        .collect();
    found.sort_by_cached_key(|who| (fold(&who.name), who.id));
    let n_found = found.len();
    let rows = found
        .into_iter()
        .skip(first)
        .take(n_rows.min(PAGE_ROWS_MAX))
        .map(|who| DoorRow {
            is_in: is_in(model, gate, who.id),
            presence: model
                .state()
                .attendance(who.id)
                .map_or(Presence::Expected, |row| row.presence),
            is_pending: model.marks().touch(Touched::Person(who.id)),
            who,
        });
    DoorList {
        n_in,
        n_expected: everybody.len(),
        n_found,
        rows: rows.collect(),
        n_queued: n_queued(model),
        room: super::scan::room_level(model, gate).map(|(_, inside, capacity)| (inside, capacity)),
    }
}

fn expected_at(model: &Model, gate: Gate) -> Vec<PersonId> {
    let state = model.state();
    match gate {
        Gate::Event | Gate::Room(_) => state
            .persons()
            .filter(|person| !person.is_withdrawn)
            .map(|person| person.id)
            .collect(),
        Gate::Session(session) => state
            .seats(session)
            .filter(|seat| seat.status == SeatStatus::Taken)
            .map(|seat| seat.person)
            .collect(),
    }
}

fn is_in(model: &Model, gate: Gate, id: PersonId) -> bool {
    let state = model.state();
    let attendance = state
        .attendance(id)
        .filter(|row| row.presence == Presence::Present);
    match gate {
        Gate::Event => attendance.is_some(),
        Gate::Room(room) => attendance.is_some_and(|row| row.room == Some(room)),
        Gate::Session(session) => state.seat(session, id).is_some_and(|seat| seat.attended),
    }
}

/// Scans and ticks that wait for the network.
#[must_use]
pub fn n_queued(model: &Model) -> usize {
    model
        .pending()
        .iter()
        .filter(|wish| endurance(&wish.command) == Endurance::Lasting)
        .count()
}
