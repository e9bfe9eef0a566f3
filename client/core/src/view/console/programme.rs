//! The programme and the fill rates (ANI-01, LIV-06).

use domain::alerts::Fill;
use protocol::id::SessionId;
use protocol::{FillObject, Micros, SeatStatus, Session, SessionStatus};

use crate::model::{Model, Touched};
use crate::view::console::figures::count;
use crate::view::moment::Moment;

/// How full something is, against what is expected of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct FillRow {
    pub object: FillObject,
    pub name: String,
    pub taken: u32,
    pub capacity: u32,
    pub percent: u32,
    pub threshold: Option<(u8, Micros)>,
    /// Below the threshold, after its date.
    pub is_low: bool,
    pub starts_at: Option<Micros>,
}

/// A session of the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SessionRow {
    pub id: SessionId,
    pub title: String,
    pub speaker: String,
    pub place: String,
    pub starts_at: Micros,
    pub ends_at: Micros,
    pub moment: Moment,
    pub status: SessionStatus,
    pub fill: FillRow,
    pub n_waiting: u32,
    pub n_attended: u32,
    pub is_pending: bool,
}

/// The programme in order of time.
#[must_use]
pub fn programme(model: &Model, now: Micros) -> Vec<SessionRow> {
    let mut rows: Vec<SessionRow> = model
        .state()
        .sessions()
        .map(|session| session_row(model, session, now))
        .collect();
    rows.sort_by(|a, b| (a.starts_at, &a.title).cmp(&(b.starts_at, &b.title)));
    rows
}

fn session_row(model: &Model, session: &Session, now: Micros) -> SessionRow {
    let state = model.state();
    let card = model.cards().get(protocol::CardKey::Session(session.id));
    let n_waiting = state
        .seats(session.id)
        .filter(|seat| seat.status == SeatStatus::Waiting)
        .count();
    let n_attended = state.seats(session.id).filter(|seat| seat.attended).count();
    SessionRow {
        id: session.id,
        title: card.map_or_else(String::new, |card| card.title.clone()),
        speaker: card.map_or_else(String::new, |card| card.detail.clone()),
        place: model.cards().place(session.place).to_owned(),
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        moment: session_moment(session, now),
        status: session.status,
        fill: fill_row(
            model,
            FillObject::Session(session.id),
            now,
            Some(session.starts_at),
        ),
        n_waiting: count(n_waiting),
        n_attended: count(n_attended),
        is_pending: model.marks().touch(Touched::Session(session.id)),
    }
}

fn session_moment(session: &Session, now: Micros) -> Moment {
    if session.ends_at <= now {
        Moment::Past
    } else if session.starts_at <= now {
        Moment::Now
    } else {
        Moment::Ahead
    }
}

/// Fill rates of the sessions that are not over or called off, the least filled first.
#[must_use]
pub fn session_rows(model: &Model, now: Micros) -> Vec<FillRow> {
    let open = model
        .state()
        .sessions()
        .filter(|session| session.status != SessionStatus::Cancelled && now < session.ends_at);
    least_first(
        open.map(|s| fill_row(model, FillObject::Session(s.id), now, Some(s.starts_at)))
            .collect(),
    )
}

/// Fill rates of the experts, the least filled first.
#[must_use]
pub fn expert_rows(model: &Model, now: Micros) -> Vec<FillRow> {
    let rows = model
        .state()
        .experts()
        .map(|expert| fill_row(model, FillObject::Expert(expert.id), now, None));
    least_first(rows.collect())
}

fn least_first(mut rows: Vec<FillRow>) -> Vec<FillRow> {
    rows.sort_by(|a, b| (!a.is_low, a.percent, &a.name).cmp(&(!b.is_low, b.percent, &b.name)));
    rows
}

fn fill_row(model: &Model, object: FillObject, now: Micros, starts_at: Option<Micros>) -> FillRow {
    let state = model.state();
    let fill = state.fill(object).unwrap_or(Fill {
        taken: 0,
        capacity: 0,
    });
    let name = match object {
        FillObject::Event => model.cards().title(protocol::CardKey::Event),
        FillObject::Session(id) => model.cards().session(id),
        FillObject::Expert(id) => model.cards().person(id),
    };
    let threshold = state.threshold(object);
    FillRow {
        object,
        name: name.to_owned(),
        taken: fill.taken,
        capacity: fill.capacity,
        percent: fill.percent(),
        threshold: threshold.map(|threshold| (threshold.percent, threshold.from)),
        is_low: threshold
            .is_some_and(|limit| now >= limit.from && fill.percent() < u32::from(limit.percent)),
        starts_at,
    }
}
