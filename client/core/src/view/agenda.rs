//! A person's agenda: what stands in each slot, and the gaps between.

use domain::Commitment;
use protocol::id::{MeetingId, OfferId, PersonId, RequestId, SessionId};
use protocol::{
    Actor, CancelReason, MeetingStatus, Micros, RequestStatus, SeatStatus, SessionStatus, Spot,
};

use crate::feed::FeedWhat;
use crate::model::{Model, Touched};
use crate::view::label::{Where, Who, place_and_time, who};
use crate::view::moment::{MeetingPhase, Moment, meeting_phase};

/// One line of an agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct AgendaItem {
    pub starts_at: Micros,
    pub ends_at: Micros,
    pub moment: Moment,
    pub what: AgendaWhat,
    /// The user's own change of it is on its way.
    pub is_pending: bool,
}

/// What stands in an agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum AgendaWhat {
    Meeting {
        id: MeetingId,
        with: Who,
        at: Where,
        phase: MeetingPhase,
        status: MeetingStatus,
        is_host: bool,
        /// Minutes by which this person, or the other, is late.
        my_delay: Option<u16>,
        their_delay: Option<u16>,
        /// Where it was before it was moved, if that happened while this client followed.
        moved_from: Option<Where>,
    },
    /// Kept until the request is confirmed.
    Hold {
        request: RequestId,
        with: Who,
        at: Where,
        expires_at: Micros,
        is_mine_to_confirm: bool,
    },
    /// Offered, not taken yet.
    Offer {
        offer: OfferId,
        with: Who,
        at: Where,
        expires_at: Micros,
        is_mine_to_answer: bool,
    },
    Session {
        id: SessionId,
        title: String,
        speaker: String,
        place: String,
        attended: bool,
    },
    /// Free and declared available; several slots in a row are one gap.
    Gap { n_slots: usize },
}

/// A person's agenda of the slots that begin in a stretch of time, in order. Meetings that were
/// called off are left out; [`cancelled_meetings`] gives those.
#[must_use]
pub fn agenda(
    model: &Model,
    person: PersonId,
    from: Micros,
    until: Micros,
    now: Micros,
) -> Vec<AgendaItem> {
    let state = model.state();
    let available = state.person(person).map(|row| row.availability);
    let mut items: Vec<AgendaItem> = session_items(model, person, from, until, now);
    let mut gap: Option<AgendaItem> = None;
    for slot in state.timetable() {
        if slot.starts_at < from || slot.starts_at >= until {
            continue;
        }
        let moment = crate::view::moment::moment(slot, now);
        let commitment = state.floor().of_person(person, slot.id);
        let what = commitment.and_then(|commitment| committed(model, person, commitment, now));
        if let Some((what, is_pending)) = what {
            items.extend(gap.take());
            items.push(AgendaItem {
                starts_at: slot.starts_at,
                ends_at: slot.ends_at,
                moment,
                what,
                is_pending,
            });
        } else if commitment.is_some() || available.is_some_and(|slots| !slots.contains(slot.id)) {
            items.extend(gap.take());
        } else if let Some(AgendaItem {
            ends_at,
            what: AgendaWhat::Gap { n_slots },
            ..
        }) = &mut gap
        {
            *ends_at = slot.ends_at;
            *n_slots += 1;
        } else {
            let what = AgendaWhat::Gap { n_slots: 1 };
            gap = Some(AgendaItem {
                starts_at: slot.starts_at,
                ends_at: slot.ends_at,
                moment,
                what,
                is_pending: false,
            });
        }
    }
    items.extend(gap);
    items.sort_by_key(|item| (item.starts_at, item.ends_at));
    items
}

/// What a commitment looks like to one of its parties; sessions come by themselves.
fn committed(
    model: &Model,
    me: PersonId,
    commitment: Commitment,
    now: Micros,
) -> Option<(AgendaWhat, bool)> {
    let state = model.state();
    let marks = model.marks();
    match commitment {
        Commitment::Meeting(id) => {
            let meeting = state.meeting(id)?;
            let is_host = meeting.host == me;
            let other = if is_host { meeting.guest } else { meeting.host };
            let delay_of = |party| {
                meeting
                    .late
                    .as_ref()
                    .filter(|late| late.party == party)
                    .map(|late| late.minutes.0)
            };
            let what = AgendaWhat::Meeting {
                id,
                with: who(model, other),
                at: place_and_time(model, meeting.spot),
                phase: meeting_phase(state, meeting, now),
                status: meeting.status.clone(),
                is_host,
                my_delay: delay_of(me),
                their_delay: delay_of(other),
                moved_from: moved_from(model, id, meeting.spot),
            };
            Some((what, marks.touch(Touched::Meeting(id))))
        }
        Commitment::Hold(request) => {
            let row = state.request(request)?;
            let RequestStatus::Accepted { spot, expires_at } = row.status else {
                return None;
            };
            let with = who(model, if row.from == me { row.to } else { row.from });
            let is_mine_to_confirm = row.from == me;
            let at = place_and_time(model, spot);
            let what = AgendaWhat::Hold {
                request,
                with,
                at,
                expires_at,
                is_mine_to_confirm,
            };
            Some((what, marks.touch(Touched::Request(request))))
        }
        Commitment::Offer(offer) => {
            let row = state.offer(offer)?;
            let with = who(model, if row.host == me { row.to } else { row.host });
            let at = place_and_time(model, row.spot);
            let is_mine_to_answer = row.to == me;
            let what = AgendaWhat::Offer {
                offer,
                with,
                at,
                expires_at: row.expires_at,
                is_mine_to_answer,
            };
            Some((what, marks.touch(Touched::Offer(offer))))
        }
        Commitment::Session(_) | Commitment::Unseen(_) => None,
    }
}

fn session_items(
    model: &Model,
    person: PersonId,
    from: Micros,
    until: Micros,
    now: Micros,
) -> Vec<AgendaItem> {
    let state = model.state();
    let seats = state
        .seats_of(person)
        .filter(|seat| seat.status == SeatStatus::Taken);
    seats
        .filter_map(|seat| Some((seat, state.session(seat.session)?)))
        .filter(|(_, session)| session.status != SessionStatus::Cancelled)
        .filter(|(_, session)| from <= session.starts_at && session.starts_at < until)
        .map(|(seat, session)| AgendaItem {
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            moment: if session.ends_at <= now {
                Moment::Past
            } else if session.starts_at <= now {
                Moment::Now
            } else {
                Moment::Ahead
            },
            what: AgendaWhat::Session {
                id: session.id,
                title: model.cards().session(session.id).to_owned(),
                speaker: model
                    .cards()
                    .detail(protocol::CardKey::Session(session.id))
                    .to_owned(),
                place: model.cards().place(session.place).to_owned(),
                attended: seat.attended,
            },
            is_pending: model.marks().touch(Touched::Session(session.id)),
        })
        .collect()
}

fn moved_from(model: &Model, id: MeetingId, now_at: Spot) -> Option<Where> {
    let from = model.feed().newest_first().find_map(|item| {
        if let FeedWhat::MeetingMoved {
            meeting, from, to, ..
        } = item.what
            && meeting == id
            && to == now_at
        {
            Some(from)
        } else {
            None
        }
    });
    from.map(|from| place_and_time(model, from))
}

/// A meeting that was called off.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct CancelledMeeting {
    pub id: MeetingId,
    pub with: Who,
    pub at: Where,
    pub reason: CancelReason,
    pub cancelled_at: Micros,
    pub is_by_me: bool,
}

/// A person's meetings that were called off, in order of time, for being shown struck through.
#[must_use]
pub fn cancelled_meetings(model: &Model, person: PersonId) -> Vec<CancelledMeeting> {
    let meetings = model.state().meetings_of(person);
    let mut rows: Vec<CancelledMeeting> = meetings
        .filter_map(|meeting| {
            let MeetingStatus::Cancelled { reason } = meeting.status else {
                return None;
            };
            let other = if meeting.host == person {
                meeting.guest
            } else {
                meeting.host
            };
            Some(CancelledMeeting {
                id: meeting.id,
                with: who(model, other),
                at: place_and_time(model, meeting.spot),
                reason,
                cancelled_at: meeting.touch.at,
                is_by_me: meeting.touch.by == Actor::Person(person),
            })
        })
        .collect();
    rows.sort_by_key(|row| (row.at.starts_at, row.id));
    rows
}
