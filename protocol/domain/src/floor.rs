//! The floor: who and which place is committed when, and whether one more commitment fits.
//!
//! Everything that takes somebody's time (a meeting, a held slot, an offered slot, a session)
//! stands here once per person and slot, and once per place and slot. Two commitments cannot
//! share a key: that is how double-booking is impossible by construction.

use protocol::id::{MeetingId, OfferId, PersonId, PlaceId, RequestId, SessionId};
use protocol::reject::{
    ExpertAbsentThen, ExpertFull, ExpertsDoNotMeet, NoMeetingPlace, NotAPair, NotFound, PersonBusy,
    PersonUnavailable, PersonWithdrawnAlready, PlaceBusy, SlotPast, TooFar, UnknownSlot,
};
use protocol::{
    MeetingStatus, Micros, Person, PlaceKind, Reject, RequestStatus, SlotId, SlotSet, Spot,
    Topology, Touch,
};

use crate::map::Map;
use crate::state::State;

/// What takes a slot of a person or a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Commitment {
    /// A meeting that stands.
    Meeting(MeetingId),
    /// An accepted request that waits for its confirmation.
    Hold(RequestId),
    /// A freed slot offered to somebody.
    Offer(OfferId),
    /// A seat in a session; commits persons only.
    Session(SessionId),
    /// A meeting that this viewer may not see; commits places only.
    Unseen(MeetingId),
}

/// The two indexes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Floor {
    persons: Map<(PersonId, SlotId), Commitment>,
    places: Map<(PlaceId, SlotId), Commitment>,
}

const FIRST_SLOT: u16 = 0;

impl Floor {
    /// What a person does in a slot.
    #[must_use]
    pub fn of_person(&self, person: PersonId, slot: SlotId) -> Option<Commitment> {
        self.persons.get(&(person, slot)).copied()
    }

    /// What a place is taken by.
    #[must_use]
    pub fn of_place(&self, spot: Spot) -> Option<Commitment> {
        self.places.get(&(spot.place, spot.slot)).copied()
    }

    /// A person's agenda by slot number.
    pub fn agenda(&self, person: PersonId) -> impl Iterator<Item = (SlotId, Commitment)> + '_ {
        let first = SlotId::new(FIRST_SLOT).expect("zero is a slot number");
        self.persons
            .iter_from(&(person, first))
            .take_while(move |((of, _), _)| *of == person)
            .map(|((_, slot), commitment)| (*slot, *commitment))
    }

    /// A place's plan by slot number.
    pub fn plan(&self, place: PlaceId) -> impl Iterator<Item = (SlotId, Commitment)> + '_ {
        let first = SlotId::new(FIRST_SLOT).expect("zero is a slot number");
        self.places
            .iter_from(&(place, first))
            .take_while(move |((of, _), _)| *of == place)
            .map(|((_, slot), commitment)| (*slot, *commitment))
    }

    /// Slots in which a person is committed.
    #[must_use]
    pub fn busy_slots(&self, person: PersonId) -> SlotSet {
        self.agenda(person).map(|(slot, _)| slot).collect()
    }

    /// Every commitment of a person.
    pub fn person_commitments(&self) -> impl Iterator<Item = (PersonId, SlotId, Commitment)> + '_ {
        self.persons
            .iter()
            .map(|((person, slot), commitment)| (*person, *slot, *commitment))
    }

    /// Every commitment of a place.
    pub fn place_commitments(&self) -> impl Iterator<Item = (Spot, Commitment)> + '_ {
        self.places.iter().map(|((place, slot), commitment)| {
            (
                Spot {
                    slot: *slot,
                    place: *place,
                },
                *commitment,
            )
        })
    }

    /// Number of places × slots that are taken.
    #[must_use]
    pub fn n_places_taken(&self) -> usize {
        self.places.len()
    }

    pub(crate) fn commit_person(&mut self, person: PersonId, slot: SlotId, commitment: Commitment) {
        self.persons.insert((person, slot), commitment);
    }

    pub(crate) fn commit_place(&mut self, spot: Spot, commitment: Commitment) {
        self.places.insert((spot.place, spot.slot), commitment);
    }

    /// Takes a commitment away only if it is the one named: in a swap the other meeting may
    /// have taken the place already.
    pub(crate) fn release_person(
        &mut self,
        person: PersonId,
        slot: SlotId,
        commitment: Commitment,
    ) {
        if self.of_person(person, slot) == Some(commitment) {
            self.persons.remove(&(person, slot));
        }
    }

    /// As [`Self::release_person`], for a place.
    pub(crate) fn release_place(&mut self, spot: Spot, commitment: Commitment) {
        if self.of_place(spot) == Some(commitment) {
            self.places.remove(&(spot.place, spot.slot));
        }
    }
}

impl State {
    /// Who last touched what a commitment stands for.
    #[must_use]
    pub fn touch_of(&self, commitment: Commitment) -> Option<Touch> {
        match commitment {
            Commitment::Meeting(id) => self.meetings.get(&id).map(|meeting| meeting.touch),
            Commitment::Hold(_)
            | Commitment::Offer(_)
            | Commitment::Session(_)
            | Commitment::Unseen(_) => None,
        }
    }

    /// Whether two persons may be booked at a spot: the one check behind every booking, move,
    /// hold, offer and substitution.
    ///
    /// Commitments in `moving` are taken for gone, because the same command moves them away.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn check_booking(
        &self,
        pair: (PersonId, PersonId),
        spot: Spot,
        now: Micros,
        moving: &[Commitment],
    ) -> Result<(), Reject> {
        self.check_pair(pair)?;
        self.check_slot_open(spot.slot, now)?;
        self.check_place_free(spot, moving)?;
        for id in [pair.0, pair.1] {
            self.check_person_free(id, spot, moving)?;
        }
        self.check_needs(pair, spot.slot, moving)
    }

    /// Whether two persons may meet at all.
    ///
    /// # Errors
    /// Unknown or withdrawn persons, one person twice, two experts (EXP-02), or one side of a
    /// two-sided event (EVT-05).
    pub fn check_pair(&self, (a, b): (PersonId, PersonId)) -> Result<(), Reject> {
        let (a, b) = (self.known_person(a)?, self.known_person(b)?);
        if a.id == b.id || (a.company == b.company && a.expert.is_none() && b.expert.is_none()) {
            return Err(NotAPair {}.into());
        }
        match (&a.expert, &b.expert) {
            (Some(_), Some(_)) => Err(ExpertsDoNotMeet {}.into()),
            (None, None) if self.is_two_sided() && a.side == b.side => Err(NotAPair {}.into()),
            (None, None) | (Some(_), None) | (None, Some(_)) => Ok(()),
        }
    }

    fn is_two_sided(&self) -> bool {
        self.setup
            .as_ref()
            .is_some_and(|setup| setup.topology == Topology::TwoSided)
    }

    /// A person who is registered and did not withdraw.
    ///
    /// # Errors
    /// When there is no such person, or not any more.
    pub fn known_person(&self, id: PersonId) -> Result<&Person, Reject> {
        let person = self.persons.get(&id).ok_or(NotFound {})?;
        if person.is_withdrawn {
            Err(PersonWithdrawnAlready { person: id }.into())
        } else {
            Ok(person)
        }
    }

    /// Whether a slot exists and has not begun.
    ///
    /// # Errors
    /// Unknown, begun or past slots.
    pub fn check_slot_open(&self, slot: SlotId, now: Micros) -> Result<(), Reject> {
        let row = self.slots.get(&slot).ok_or(UnknownSlot { slot })?;
        // A slot stays open until its first third is over: people who are there may still meet.
        let grace = row.ends_at.since(row.starts_at) / 3;
        if now.since(row.starts_at) > grace {
            Err(SlotPast { slot }.into())
        } else {
            Ok(())
        }
    }

    /// Whether a place is one for meetings, and free in a slot.
    ///
    /// # Errors
    /// Unknown places, rooms, and places that are taken.
    pub fn check_place_free(&self, spot: Spot, moving: &[Commitment]) -> Result<(), Reject> {
        let place = self
            .places
            .get(&spot.place)
            .ok_or(NoMeetingPlace { place: spot.place })?;
        if place.kind == PlaceKind::Room {
            return Err(NoMeetingPlace { place: spot.place }.into());
        }
        match self.floor.of_place(spot) {
            Some(taken) if !moving.contains(&taken) => Err(PlaceBusy {
                spot,
                touch: self.touch_of(taken),
            }
            .into()),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether a person can be at a spot: available, not committed, not absent, able to get there.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn check_person_free(
        &self,
        id: PersonId,
        spot: Spot,
        moving: &[Commitment],
    ) -> Result<(), Reject> {
        let person = self.known_person(id)?;
        let slot = self
            .slots
            .get(&spot.slot)
            .ok_or(UnknownSlot { slot: spot.slot })?;
        if let Some(taken) = self.floor.of_person(id, spot.slot)
            && !moving.contains(&taken)
        {
            return Err(PersonBusy {
                person: id,
                slot: spot.slot,
                touch: self.touch_of(taken),
            }
            .into());
        }
        if !person.availability.contains(spot.slot) {
            return Err(PersonUnavailable {
                person: id,
                slot: spot.slot,
            }
            .into());
        }
        if let Some(absence) = person
            .expert
            .as_ref()
            .and_then(|terms| terms.absence.as_ref())
            && absence.from < slot.ends_at
            && absence.until.is_none_or(|until| slot.starts_at < until)
        {
            return Err(ExpertAbsentThen { expert: id }.into());
        }
        self.check_expert_limit(person, moving)?;
        self.check_travel(id, spot, moving)
    }

    fn check_expert_limit(&self, person: &Person, moving: &[Commitment]) -> Result<(), Reject> {
        let Some(meetings_max) = person.expert.as_ref().and_then(|terms| terms.meetings_max) else {
            return Ok(());
        };
        if self.n_expert_commitments(person.id, moving) >= usize::from(meetings_max) {
            return Err(ExpertFull {
                expert: person.id,
                meetings_max,
            }
            .into());
        }
        Ok(())
    }

    /// Meetings that an expert may still be given, not counting what is moved; none where his
    /// number is not limited (EXP-01).
    #[must_use]
    pub fn n_meetings_left(&self, expert: PersonId, moving: &[Commitment]) -> Option<usize> {
        let meetings_max = self.person(expert)?.expert.as_ref()?.meetings_max?;
        let n_taken = self.n_expert_commitments(expert, moving);
        Some(usize::from(meetings_max).saturating_sub(n_taken))
    }

    /// Meetings, holds and offers of an expert that count against the allowed number: those that
    /// stand and were not missed.
    pub(crate) fn n_expert_commitments(&self, expert: PersonId, moving: &[Commitment]) -> usize {
        self.floor
            .agenda(expert)
            .filter(|(_, commitment)| !moving.contains(commitment))
            .filter(|(_, commitment)| match commitment {
                Commitment::Meeting(id) => self.meetings.get(id).is_some_and(|meeting| {
                    !matches!(meeting.status, MeetingStatus::NotHeld { .. })
                }),
                Commitment::Hold(_) | Commitment::Offer(_) => true,
                Commitment::Session(_) | Commitment::Unseen(_) => false,
            })
            .count()
    }

    /// Commitments of the same day at other sites must leave time to get from one to the other.
    fn check_travel(
        &self,
        person: PersonId,
        spot: Spot,
        moving: &[Commitment],
    ) -> Result<(), Reject> {
        if self.travel.is_empty() {
            return Ok(());
        }
        let (Some(slot), Some(place)) = (self.slots.get(&spot.slot), self.places.get(&spot.place))
        else {
            return Ok(());
        };
        for (other_slot, commitment) in self.floor.agenda(person) {
            if other_slot == spot.slot || moving.contains(&commitment) {
                continue;
            }
            let (Some(other), Some(other_place)) = (
                self.slots.get(&other_slot),
                self.place_of(commitment)
                    .and_then(|id| self.places.get(&id)),
            ) else {
                continue;
            };
            let needed = self.travel_minutes(place.site, other_place.site);
            let gap = if other.starts_at < slot.starts_at {
                slot.starts_at.since(other.ends_at)
            } else {
                other.starts_at.since(slot.ends_at)
            };
            if gap < needed.micros() {
                let minutes_given = u16::try_from(gap.max(0) / 60_000_000).unwrap_or(u16::MAX);
                return Err(TooFar {
                    person,
                    minutes_needed: needed.0,
                    minutes_given,
                }
                .into());
            }
        }
        Ok(())
    }

    /// Where a commitment takes place.
    #[must_use]
    pub fn place_of(&self, commitment: Commitment) -> Option<PlaceId> {
        match commitment {
            Commitment::Meeting(id) | Commitment::Unseen(id) => {
                self.meetings.get(&id).map(|m| m.spot.place)
            }
            Commitment::Hold(id) => match self.requests.get(&id)?.status {
                RequestStatus::Accepted { spot, .. } => Some(spot.place),
                RequestStatus::Requested
                | RequestStatus::Confirmed { .. }
                | RequestStatus::Refused
                | RequestStatus::Cancelled
                | RequestStatus::Expired
                | RequestStatus::Agreed
                | RequestStatus::NotRetained
                | RequestStatus::Waiting => None,
            },
            Commitment::Offer(id) => self.offers.get(&id).map(|offer| offer.spot.place),
            Commitment::Session(id) => self.sessions.get(&id).map(|session| session.place),
        }
    }

    /// Slots in which a person could still be booked, by declaration and by commitments.
    #[must_use]
    pub fn free_slots(&self, person: PersonId) -> SlotSet {
        self.persons.get(&person).map_or(SlotSet::EMPTY, |row| {
            row.availability.without(&self.floor.busy_slots(person))
        })
    }

    /// The first free place for two persons in a slot: a home of either first, then tables in
    /// order; none when every place is taken.
    #[must_use]
    pub fn first_free_place(&self, pair: (PersonId, PersonId), slot: SlotId) -> Option<PlaceId> {
        let is_free = |place: &PlaceId| {
            self.floor
                .of_place(Spot {
                    slot,
                    place: *place,
                })
                .is_none()
        };
        let homes = [pair.0, pair.1]
            .into_iter()
            .filter_map(|id| self.persons.get(&id)?.home)
            .filter(|home| {
                self.places
                    .get(home)
                    .is_some_and(|place| place.kind != PlaceKind::Room)
            });
        let tables = self
            .places
            .values()
            .filter(|place| place.kind == PlaceKind::Table)
            .map(|place| place.id);
        homes
            .chain(tables.filter(|table| !self.is_home(*table)))
            .find(is_free)
    }

    /// Whether a place belongs to somebody, and so is not given to others by default.
    fn is_home(&self, place: PlaceId) -> bool {
        self.homes.contains_key(&place)
    }
}
