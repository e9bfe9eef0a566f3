//! The second net against double-booking.
//!
//! What a batch touched is released by its reference and committed anew from the rows after the
//! batch, with plain inserts. A person or place that is committed twice, whether the rules erred
//! or memory and tables disagree, meets the primary key, and the batch is lost instead of the
//! floor.

use std::collections::BTreeSet;

use domain::{Commitment, State};
use protocol::id::{EventId, PersonId, SessionId};
use protocol::{MeetingStatus, RequestStatus, SeatStatus, SlotId, Spot};
use uuid::Uuid;

use crate::batch::Writes;
use crate::code::corrupt;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};
use crate::table::{person_slots, place_slots};
use crate::touched::Touched;

/// A commitment as a word and the id of what it stands for.
pub(crate) const fn columns(commitment: Commitment) -> (&'static str, Uuid) {
    match commitment {
        Commitment::Meeting(id) => ("meeting", id.uuid()),
        Commitment::Hold(id) => ("hold", id.uuid()),
        Commitment::Offer(id) => ("offer", id.uuid()),
        Commitment::Session(id) => ("session", id.uuid()),
        Commitment::Unseen(id) => ("unseen", id.uuid()),
    }
}

/// Reads a commitment. Unseen ones exist in viewers' copies only and are never stored.
pub(crate) fn read(column: &'static str, word: &str, id: Uuid) -> Result<Commitment, Fault> {
    match word {
        "meeting" => Ok(Commitment::Meeting(id.into())),
        "hold" => Ok(Commitment::Hold(id.into())),
        "offer" => Ok(Commitment::Offer(id.into())),
        "session" => Ok(Commitment::Session(id.into())),
        _ => Err(corrupt(column)),
    }
}

/// Makes both tables say about what the batch touched what the rows after it say.
pub(crate) async fn write(
    link: &mut Link<'_>,
    event: EventId,
    touched: &Touched,
    state: &State,
    writes: &mut Writes,
) -> Result<(), Fault> {
    let plan = Plan::of(event, touched, state);
    person_slots::RELEASE
        .write(link, &plan.references, writes)
        .await?;
    person_slots::RELEASE_ONE
        .write(link, &plan.seats, writes)
        .await?;
    place_slots::RELEASE
        .write(link, &plan.references, writes)
        .await?;
    person_slots::INSERT
        .write(link, &plan.persons, writes)
        .await?;
    place_slots::INSERT.write(link, &plan.places, writes).await
}

struct Plan {
    event: EventId,
    /// References to release everywhere.
    references: Vec<Vec<Value>>,
    /// Seats to release, where the session as a whole stays.
    seats: Vec<Vec<Value>>,
    persons: Vec<Vec<Value>>,
    places: Vec<Vec<Value>>,
}

impl Plan {
    fn of(event: EventId, touched: &Touched, state: &State) -> Self {
        let mut plan = Self {
            event,
            references: Vec::new(),
            seats: Vec::new(),
            persons: Vec::new(),
            places: Vec::new(),
        };
        plan.settle_pairs(touched, state);
        plan.settle_sessions(touched, state);
        plan
    }

    fn settle_pairs(&mut self, touched: &Touched, state: &State) {
        for id in &touched.meetings {
            self.release(id.uuid());
            if let Some(row) = state.meeting(*id)
                && !matches!(row.status, MeetingStatus::Cancelled { .. })
            {
                self.commit_pair((row.host, row.guest), row.spot, Commitment::Meeting(*id));
            }
        }
        for id in &touched.requests {
            self.release(id.uuid());
            if let Some(row) = state.request(*id)
                && let RequestStatus::Accepted { spot, .. } = row.status
            {
                self.commit_pair((row.from, row.to), spot, Commitment::Hold(*id));
            }
        }
        for id in &touched.offers {
            self.release(id.uuid());
            if let Some(row) = state.offer(*id) {
                self.commit_pair((row.host, row.to), row.spot, Commitment::Offer(*id));
            }
        }
    }

    fn settle_sessions(&mut self, touched: &Touched, state: &State) {
        let whole: BTreeSet<SessionId> = if touched.timetable {
            let all = state.sessions().map(|session| session.id);
            all.chain(touched.blocking.iter().copied()).collect()
        } else {
            touched.blocking.clone()
        };
        for id in &whole {
            self.release(id.uuid());
            let seated: Vec<_> = state.seats(*id).map(|seat| seat.person).collect();
            for person in seated {
                self.commit_seat(*id, person, state);
            }
        }
        for (session, person) in &touched.seats {
            if !whole.contains(session) {
                self.seats
                    .push(values![self.event.uuid(), session.uuid(), person.uuid()]);
                self.commit_seat(*session, *person, state);
            }
        }
    }

    fn release(&mut self, reference: Uuid) {
        self.references.push(values![self.event.uuid(), reference]);
    }

    fn commit_pair(&mut self, pair: (PersonId, PersonId), spot: Spot, commitment: Commitment) {
        self.commit_person(pair.0, spot.slot, commitment);
        self.commit_person(pair.1, spot.slot, commitment);
        let (kind, reference) = columns(commitment);
        self.places.push(values![
            self.event.uuid(),
            spot.place.uuid(),
            i64::from(spot.slot.number()),
            kind,
            reference,
        ]);
    }

    fn commit_seat(&mut self, session: SessionId, person: PersonId, state: &State) {
        let (Some(row), Some(seat)) = (state.session(session), state.seat(session, person)) else {
            return;
        };
        if seat.status == SeatStatus::Taken {
            for slot in state.session_slots(row).iter() {
                self.commit_person(person, slot, Commitment::Session(session));
            }
        }
    }

    fn commit_person(&mut self, person: PersonId, slot: SlotId, commitment: Commitment) {
        let (kind, reference) = columns(commitment);
        self.persons.push(values![
            self.event.uuid(),
            person.uuid(),
            i64::from(slot.number()),
            kind,
            reference,
        ]);
    }
}

#[cfg(test)]
mod tests {
    use protocol::id::{MeetingId, OfferId, RequestId};

    use super::*;

    #[test]
    fn every_stored_commitment_reads_back() {
        for stands in [
            Commitment::Meeting(MeetingId::example(1)),
            Commitment::Hold(RequestId::example(2)),
            Commitment::Offer(OfferId::example(3)),
            Commitment::Session(SessionId::example(4)),
        ] {
            let (word, id) = columns(stands);
            assert_eq!(read("column", word, id).unwrap(), stands);
        }
        let (word, id) = columns(Commitment::Unseen(MeetingId::example(5)));
        assert!(read("column", word, id).is_err());
    }
}
