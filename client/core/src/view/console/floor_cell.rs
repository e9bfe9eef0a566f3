//! One cell of the floor.

use domain::Commitment;
use protocol::id::{MeetingId, OfferId, PersonId, RequestId, StaffId, VacancyId};
use protocol::{Meeting, Micros, Person, Place, PlaceKind, Reject, RequestStatus, Spot, Vacancy};

use crate::model::{Model, Touched};
use crate::time::Monotonic;
use crate::view::label::{Who, who};
use crate::view::moment::{MeetingPhase, meeting_phase};

use super::floor::Column;

/// A cell with everything that it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Cell {
    /// Where and when; on the experts' axis the place of what stands there, if anything does.
    pub spot: Option<Spot>,
    pub content: Content,
    pub marks: CellMarks,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Content {
    /// Nothing, and something could.
    Free,
    /// Nothing, and nothing can any more.
    Past,
    /// The place is a room, or the expert did not declare this slot.
    Closed,
    /// The expert is absent then.
    Absent,
    Meeting {
        id: MeetingId,
        phase: MeetingPhase,
        host: Who,
        guest: Who,
        late: Option<LateMark>,
        place: String,
    },
    /// Kept for an accepted request.
    Hold {
        request: RequestId,
        host: Who,
        guest: Who,
        expires_at: Micros,
    },
    /// Freed; waits for somebody.
    Freed { vacancy: VacancyId, host: Who },
    /// Freed and offered to somebody.
    Offered {
        vacancy: VacancyId,
        offer: OfferId,
        host: Who,
        to: Who,
        expires_at: Micros,
        left_ms: u64,
    },
    /// A session; see the row's blocks.
    Session,
    /// Taken by something that this viewer may not see.
    Unseen,
}

/// Who is late, and by how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct LateMark {
    pub party: PersonId,
    pub minutes: u16,
}

/// What lies over a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct CellMarks {
    /// The user's own change is on its way.
    pub is_pending: bool,
    /// The rules will most likely refuse it.
    pub will_be_refused: Option<Reject>,
    /// A colleague works on it.
    pub focused_by: Option<(StaffId, String, Micros)>,
    /// A conflict waits here for the user's choice.
    pub has_conflict: bool,
}

pub(crate) fn place_cell(model: &Model, place: &Place, column: &Column, now: Monotonic) -> Cell {
    let spot = Spot {
        slot: column.slot,
        place: place.id,
    };
    let vacancy = model
        .state()
        .vacancies()
        .find(|vacancy| vacancy.spot == spot);
    let content = match model.state().floor().of_place(spot) {
        Some(commitment) => committed(model, commitment, now),
        None if vacancy.is_some() => vacancy.map_or(Content::Free, |vacancy| freed(model, vacancy)),
        None if place.kind == PlaceKind::Room => Content::Closed,
        None => free_or_past(model, column, now),
    };
    Cell {
        marks: marks(model, spot, &content),
        spot: Some(spot),
        content,
    }
}

pub(crate) fn expert_cell(model: &Model, expert: &Person, column: &Column, now: Monotonic) -> Cell {
    let state = model.state();
    let commitment = state.floor().of_person(expert.id, column.slot);
    let vacancy = state
        .vacancies()
        .find(|v| v.host == expert.id && v.spot.slot == column.slot);
    let absence = expert
        .expert
        .as_ref()
        .and_then(|terms| terms.absence.as_ref());
    let is_absent = absence.is_some_and(|absence| {
        absence.from < column.ends_at && absence.until.is_none_or(|until| column.starts_at < until)
    });
    let content = match (commitment, vacancy) {
        (Some(commitment), _) => committed(model, commitment, now),
        (None, Some(vacancy)) => freed(model, vacancy),
        (None, None) if is_absent => Content::Absent,
        (None, None) if !expert.availability.contains(column.slot) => Content::Closed,
        (None, None) => free_or_past(model, column, now),
    };
    let place = commitment
        .and_then(|commitment| state.place_of(commitment))
        .or(vacancy.map(|vacancy| vacancy.spot.place))
        .or(expert.home);
    let spot = place.map(|place| Spot {
        slot: column.slot,
        place,
    });
    Cell {
        marks: spot.map_or_else(CellMarks::default, |spot| marks(model, spot, &content)),
        spot,
        content,
    }
}

fn free_or_past(model: &Model, column: &Column, now: Monotonic) -> Content {
    if model
        .state()
        .check_slot_open(column.slot, model.event_now(now))
        .is_ok()
    {
        Content::Free
    } else {
        Content::Past
    }
}

fn committed(model: &Model, commitment: Commitment, now: Monotonic) -> Content {
    let state = model.state();
    let shown = match commitment {
        Commitment::Meeting(id) => state
            .meeting(id)
            .map(|meeting| meeting_content(model, meeting, now)),
        Commitment::Hold(id) => state.request(id).and_then(|request| {
            let RequestStatus::Accepted { expires_at, .. } = request.status else {
                return None;
            };
            let (host, guest) = state.roles(request.from, request.to);
            Some(Content::Hold {
                request: id,
                host: who(model, host),
                guest: who(model, guest),
                expires_at,
            })
        }),
        Commitment::Offer(id) => state.offer(id).map(|offer| Content::Offered {
            vacancy: offer.vacancy,
            offer: id,
            host: who(model, offer.host),
            to: who(model, offer.to),
            expires_at: offer.expires_at,
            left_ms: model
                .clock()
                .map_or(0, |clock| clock.ms_until(offer.expires_at, now)),
        }),
        Commitment::Session(_) => Some(Content::Session),
        Commitment::Unseen(_) => Some(Content::Unseen),
    };
    shown.unwrap_or(Content::Unseen)
}

fn meeting_content(model: &Model, meeting: &Meeting, now: Monotonic) -> Content {
    Content::Meeting {
        id: meeting.id,
        phase: meeting_phase(model.state(), meeting, model.event_now(now)),
        host: who(model, meeting.host),
        guest: who(model, meeting.guest),
        late: meeting.late.as_ref().map(|late| LateMark {
            party: late.party,
            minutes: late.minutes.0,
        }),
        place: model.cards().place(meeting.spot.place).to_owned(),
    }
}

fn freed(model: &Model, vacancy: &Vacancy) -> Content {
    Content::Freed {
        vacancy: vacancy.id,
        host: who(model, vacancy.host),
    }
}

fn marks(model: &Model, spot: Spot, content: &Content) -> CellMarks {
    let (meeting, vacancy) = match content {
        Content::Meeting { id, .. } => (Some(*id), None),
        Content::Freed { vacancy, .. } | Content::Offered { vacancy, .. } => (None, Some(*vacancy)),
        Content::Free
        | Content::Past
        | Content::Closed
        | Content::Absent
        | Content::Hold { .. }
        | Content::Session
        | Content::Unseen => (None, None),
    };
    let pending = model.marks();
    let is_pending = pending.touch(Touched::Spot(spot))
        || meeting.is_some_and(|meeting| pending.touch(Touched::Meeting(meeting)));
    let focused = model
        .presence()
        .on_cell(spot, meeting, vacancy, model.my_staff_id());
    CellMarks {
        is_pending,
        will_be_refused: if is_pending {
            refusal_ahead(model, spot)
        } else {
            None
        },
        focused_by: focused.map(|member| {
            (
                member.staff,
                model.cards().staff(member.staff).to_owned(),
                member.since,
            )
        }),
        has_conflict: model.conflicts().at(spot).is_some(),
    }
}

/// The refusal that the rules foresee for the user's pending command at a spot.
fn refusal_ahead(model: &Model, spot: Spot) -> Option<Reject> {
    let refused = model.pending().iter().filter(|wish| wish.expected.is_err());
    let mut aims_here = refused.filter(|wish| {
        let mut marks = crate::model::Marks::default();
        marks.aim(&wish.command);
        marks.touch(Touched::Spot(spot))
    });
    aims_here
        .next()
        .and_then(|wish| wish.expected.clone().err())
}
