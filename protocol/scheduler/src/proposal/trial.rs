//! The state as it would be with the placements made so far.

use std::collections::BTreeMap;

use domain::State;
use protocol::change::{MeetingBooked, RequestMoved};
use protocol::id::{CommandId, MeetingId, PersonId, PlaceId, RequestId};
use protocol::proposal::Planned;
use protocol::{Actor, Change, EntryHead, Micros, Request, RequestStatus, SlotId, Spot};

/// Nobody reads who made a trial.
pub(super) const HEAD: EntryHead = EntryHead {
    seq: u64::MAX,
    at: Micros(0),
    by: Actor::System,
    command: CommandId::from_bytes([0; 16]),
};

/// A growing plan and the state that it leads to.
pub(super) struct Trial {
    pub(super) state: State,
    pub(super) now: Micros,
    /// By arrival.
    placed: BTreeMap<(Micros, RequestId), Spot>,
}

impl Trial {
    pub(super) fn new(state: &State, now: Micros) -> Self {
        Self {
            state: state.clone(),
            now,
            placed: BTreeMap::new(),
        }
    }

    /// Places a request, if the rules let its meeting stand there.
    pub(super) fn place(&mut self, request: &Request, spot: Spot) -> bool {
        let pair = self.state.roles(request.from, request.to);
        if self.state.check_booking(pair, spot, self.now, &[]).is_err()
            || crate::feasible::have_met(&self.state, pair, None)
        {
            return false;
        }
        let meeting = MeetingId::from_bytes(request.id.to_bytes());
        let (host, guest) = pair;
        let moved = RequestMoved {
            request: request.id,
            from: request.from,
            to: request.to,
            before: request.status.clone(),
            after: RequestStatus::Confirmed { meeting },
        };
        let booked = MeetingBooked {
            meeting,
            host,
            guest,
            spot,
        };
        self.state.evolve(&HEAD, &Change::from(moved));
        self.state.evolve(&HEAD, &Change::from(booked));
        self.placed.insert((request.made_at, request.id), spot);
        true
    }

    pub(super) fn placed(&self) -> Vec<Planned> {
        let placed = self.placed.iter();
        placed
            .map(|((_, request), spot)| super::planned(*request, *spot))
            .collect()
    }

    /// Where somebody is before and after a slot of the same day, by the neighbouring meetings.
    pub(super) fn neighbours(
        &self,
        person: PersonId,
        slot: SlotId,
        day_of: impl Fn(SlotId) -> u16,
    ) -> [Option<PlaceId>; 2] {
        let Some(here) = self.state.slot(slot).map(|row| row.starts_at) else {
            return [None, None];
        };
        let (mut before, mut after) = (None, None);
        for (other, commitment) in self.state.floor().agenda(person) {
            if other == slot || day_of(other) != day_of(slot) {
                continue;
            }
            let (Some(at), Some(place)) = (
                self.state.slot(other).map(|row| row.starts_at),
                self.state.place_of(commitment),
            ) else {
                continue;
            };
            if at < here && before.is_none_or(|(time, _)| time < at) {
                before = Some((at, place));
            }
            if at > here && after.is_none_or(|(time, _)| time > at) {
                after = Some((at, place));
            }
        }
        [
            before.map(|(_, place)| place),
            after.map(|(_, place)| place),
        ]
    }
}
