//! A person's agenda, day by day in the event's zone: what stands in each slot, and what is free.

use domain::Commitment;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use protocol::id::{MeetingId, OfferId, PersonId, RequestId};
use protocol::{
    Actor, CancelReason, CardKey, Meeting, MeetingStatus, Micros, RequestStatus, SeatStatus,
    SessionStatus,
};

use super::{Somebody, Whereabouts, somebody, title, whereabouts};
use crate::live::View;

/// One day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// An instant of it.
    pub at: Micros,
    /// In order of time.
    pub items: Vec<Item>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The beginning.
    pub starts_at: Micros,
    /// The end.
    pub ends_at: Micros,
    /// What stands there.
    pub what: What,
}

/// What stands in an agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum What {
    Meeting {
        id: MeetingId,
        with: Somebody,
        at: Whereabouts,
        status: MeetingStatus,
        /// Minutes by which this person, or the other, is late.
        my_delay: Option<u16>,
        their_delay: Option<u16>,
    },
    /// Called off: shown struck through, its time is free again.
    Cancelled {
        with: Somebody,
        at: Whereabouts,
        reason: CancelReason,
        is_by_me: bool,
    },
    /// Kept until the request is confirmed.
    Hold {
        request: RequestId,
        with: Somebody,
        at: Whereabouts,
        expires_at: Micros,
        is_mine_to_confirm: bool,
    },
    /// Offered, not taken yet.
    Offer {
        offer: OfferId,
        with: Somebody,
        at: Whereabouts,
        expires_at: Micros,
        is_mine_to_answer: bool,
    },
    Session {
        title: String,
        speaker: String,
        place: String,
        attended: bool,
    },
    /// Free and declared available; several slots in a row are one.
    Free { n_slots: usize },
}

/// A meeting in full, for one of its parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingDetail {
    /// The agenda's line of it.
    pub item: Item,
    /// The moment of its last change: what a page that was looked at knew.
    pub touched_seq: u64,
    /// The names of what there is for this person at each meeting.
    pub needs: Vec<String>,
}

/// A person's agenda. Days without anything in them are left out.
#[must_use]
pub fn agenda(view: &View, me: PersonId, zone: &str) -> Vec<Day> {
    let there = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let mut items: Vec<Item> = sessions(view, me);
    items.extend(slots(view, me, &there));
    items.extend(cancelled(view, me));
    items.sort_by_key(|item| (item.starts_at, item.ends_at));
    let mut days: Vec<(Date, Day)> = Vec::new();
    for item in items {
        let date = date_of(item.starts_at, &there);
        match days.last_mut() {
            Some((known, day)) if *known == date => day.items.push(item),
            Some(_) | None => days.push((
                date,
                Day {
                    at: item.starts_at,
                    items: vec![item],
                },
            )),
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

/// One meeting of a person; none where it is not his.
#[must_use]
pub fn meeting(view: &View, me: PersonId, id: MeetingId) -> Option<MeetingDetail> {
    let row = view.state.meeting(id)?;
    if row.host != me && row.guest != me {
        return None;
    }
    let needs = view.state.needs_of(me).iter();
    let needs = needs.map(|id| title(view, CardKey::Resource(*id)));
    Some(MeetingDetail {
        item: of_meeting(view, me, row),
        touched_seq: row.touch.seq,
        needs: needs.filter(|name| !name.is_empty()).collect(),
    })
}

fn date_of(at: Micros, zone: &TimeZone) -> Date {
    let stamp = Timestamp::from_microsecond(at.0).unwrap_or_default();
    stamp.to_zoned(zone.clone()).date()
}

/// What is committed in each slot, and the free stretches between; a stretch ends with the day.
fn slots(view: &View, me: PersonId, zone: &TimeZone) -> Vec<Item> {
    let state = &view.state;
    let available = state.person(me).map(|row| row.availability);
    let mut items: Vec<Item> = Vec::new();
    let mut is_free_before = false;
    for slot in state.timetable() {
        let commitment = state.floor().of_person(me, slot.id);
        if let Some(commitment) = commitment {
            items.extend(committed(view, me, commitment));
            is_free_before = false;
            continue;
        }
        if !available.is_some_and(|slots| slots.contains(slot.id)) {
            is_free_before = false;
            continue;
        }
        match items.last_mut() {
            Some(Item {
                starts_at,
                ends_at,
                what: What::Free { n_slots },
            }) if is_free_before && date_of(*starts_at, zone) == date_of(slot.starts_at, zone) => {
                *ends_at = slot.ends_at;
                *n_slots += 1;
            }
            Some(_) | None => items.push(Item {
                starts_at: slot.starts_at,
                ends_at: slot.ends_at,
                what: What::Free { n_slots: 1 },
            }),
        }
        is_free_before = true;
    }
    items
}

/// What a commitment looks like to one of its parties; sessions come by themselves.
fn committed(view: &View, me: PersonId, commitment: Commitment) -> Option<Item> {
    let state = &view.state;
    match commitment {
        Commitment::Meeting(id) => Some(of_meeting(view, me, state.meeting(id)?)),
        Commitment::Hold(request) => {
            let row = state.request(request)?;
            let RequestStatus::Accepted { spot, expires_at } = row.status else {
                return None;
            };
            let is_mine_to_confirm = row.from == me;
            let with = somebody(view, if is_mine_to_confirm { row.to } else { row.from });
            let at = whereabouts(view, spot);
            Some(Item {
                starts_at: at.starts_at,
                ends_at: at.ends_at,
                what: What::Hold {
                    request,
                    with,
                    at,
                    expires_at,
                    is_mine_to_confirm,
                },
            })
        }
        Commitment::Offer(offer) => {
            let row = state.offer(offer)?;
            let is_mine_to_answer = row.to == me;
            let with = somebody(view, if row.host == me { row.to } else { row.host });
            let at = whereabouts(view, row.spot);
            Some(Item {
                starts_at: at.starts_at,
                ends_at: at.ends_at,
                what: What::Offer {
                    offer,
                    with,
                    at,
                    expires_at: row.expires_at,
                    is_mine_to_answer,
                },
            })
        }
        Commitment::Session(_) | Commitment::Unseen(_) => None,
    }
}

fn of_meeting(view: &View, me: PersonId, row: &Meeting) -> Item {
    let other = if row.host == me { row.guest } else { row.host };
    let with = somebody(view, other);
    let at = whereabouts(view, row.spot);
    let delay_of = |party| {
        let late = row.late.as_ref();
        late.filter(|late| late.party == party)
            .map(|late| late.minutes.0)
    };
    let (starts_at, ends_at) = (at.starts_at, at.ends_at);
    let what = match row.status {
        MeetingStatus::Cancelled { reason } => What::Cancelled {
            with,
            at,
            reason,
            is_by_me: row.touch.by == Actor::Person(me),
        },
        MeetingStatus::Planned | MeetingStatus::Held | MeetingStatus::NotHeld { .. } => {
            What::Meeting {
                id: row.id,
                with,
                at,
                status: row.status.clone(),
                my_delay: delay_of(me),
                their_delay: delay_of(other),
            }
        }
    };
    Item {
        starts_at,
        ends_at,
        what,
    }
}

fn sessions(view: &View, me: PersonId) -> Vec<Item> {
    let state = &view.state;
    let seats = state
        .seats_of(me)
        .filter(|seat| seat.status == SeatStatus::Taken);
    let sessions = seats.filter_map(|seat| Some((seat, state.session(seat.session)?)));
    sessions
        .filter(|(_, session)| session.status != SessionStatus::Cancelled)
        .map(|(seat, session)| {
            let card = view.labels.get(&CardKey::Session(session.id));
            Item {
                starts_at: session.starts_at,
                ends_at: session.ends_at,
                what: What::Session {
                    title: card.map_or(String::new(), |card| card.title.clone()),
                    speaker: card.map_or(String::new(), |card| card.detail.clone()),
                    place: title(view, CardKey::Place(session.place)),
                    attended: seat.attended,
                },
            }
        })
        .collect()
}

fn cancelled(view: &View, me: PersonId) -> impl Iterator<Item = Item> {
    view.state
        .meetings_of(me)
        .filter(|row| matches!(row.status, MeetingStatus::Cancelled { .. }))
        .map(move |row| of_meeting(view, me, row))
}
