//! The event's rules, timetable, sites and places (B2B-01, EVT-02, EVT-03).

use std::collections::BTreeSet;

use protocol::change::{
    EventConfigured, PlaceDefined, PlaceWithdrawn, SlotsDefined, TravelDefined,
};
use protocol::command::{ConfigureEvent, DefinePlaces, DefineSlots, DefineTravel, WithdrawPlace};
use protocol::limits::{HOLD_MINUTES_MAX, PLACES_MAX, SITES_MAX};
use protocol::reject::{LimitReached, NotFound, StillInUse, TimetableInvalid};
use protocol::{PlaceKind, Reject, SessionStatus, SlotId, Travel};

use crate::decide::Draft;

impl Draft<'_> {
    pub(crate) fn configure_event(&mut self, c: &ConfigureEvent) -> Result<(), Reject> {
        if c.setup.hold_minutes.0.max(c.setup.offer_minutes.0) > HOLD_MINUTES_MAX {
            return Err(LimitReached {
                limit: u32::from(HOLD_MINUTES_MAX),
            }
            .into());
        }
        self.put(EventConfigured {
            before: self.state.setup().cloned(),
            after: c.setup.clone(),
        });
        Ok(())
    }

    pub(crate) fn define_slots(&mut self, c: &DefineSlots) -> Result<(), Reject> {
        let mut by_time: Vec<_> = c.slots.iter().collect();
        by_time.sort_by_key(|slot| slot.starts_at);
        let mut numbers = BTreeSet::new();
        for slot in &by_time {
            if slot.ends_at <= slot.starts_at || !numbers.insert(slot.id) {
                return Err(TimetableInvalid { slot: slot.id }.into());
            }
        }
        for pair in by_time.windows(2) {
            if pair[1].starts_at < pair[0].ends_at {
                return Err(TimetableInvalid { slot: pair[1].id }.into());
            }
        }
        let used: BTreeSet<SlotId> = self
            .state
            .floor()
            .person_commitments()
            .map(|(_, slot, _)| slot)
            .collect();
        for slot in used {
            let unchanged = c.slots.iter().find(|new| new.id == slot) == self.state.slot(slot);
            if !unchanged {
                return Err(StillInUse {
                    slot: Some(slot),
                    place: None,
                }
                .into());
            }
        }
        let before = self.state.slots().cloned().collect();
        self.put(SlotsDefined {
            before,
            after: c.slots.to_vec(),
        });
        Ok(())
    }

    pub(crate) fn define_travel(&mut self, c: &DefineTravel) -> Result<(), Reject> {
        let mut pairs = BTreeSet::new();
        for travel in &c.travel {
            let (a, b) = travel.between;
            let repeated = !pairs.insert((a.min(b), a.max(b)));
            if usize::from(a.0.max(b.0)) >= SITES_MAX || a == b || repeated {
                return Err(LimitReached {
                    limit: u32::try_from(SITES_MAX).expect("small bound"),
                }
                .into());
            }
        }
        let before = self
            .state
            .travel()
            .map(|(a, b, minutes)| Travel {
                between: (a, b),
                minutes,
            })
            .collect();
        self.put(TravelDefined {
            before,
            after: c.travel.to_vec(),
        });
        Ok(())
    }

    pub(crate) fn define_places(&mut self, c: &DefinePlaces) -> Result<(), Reject> {
        for place in &c.places {
            let before = self.state.place(place.id).cloned();
            if usize::from(place.site.0) >= SITES_MAX {
                return Err(LimitReached {
                    limit: u32::try_from(SITES_MAX).expect("small bound"),
                }
                .into());
            }
            let becomes_room = place.kind == PlaceKind::Room;
            let moves = before.as_ref().is_some_and(|old| old.site != place.site);
            if (becomes_room || moves) && self.state.floor().plan(place.id).next().is_some() {
                return Err(StillInUse {
                    slot: None,
                    place: Some(place.id),
                }
                .into());
            }
            if before.is_none() && self.state.places().count() >= PLACES_MAX {
                return Err(LimitReached {
                    limit: u32::try_from(PLACES_MAX).expect("small bound"),
                }
                .into());
            }
            if before.as_ref() != Some(place) {
                self.put(PlaceDefined {
                    before,
                    after: place.clone(),
                });
            }
        }
        Ok(())
    }

    pub(crate) fn withdraw_place(&mut self, c: &WithdrawPlace) -> Result<(), Reject> {
        let place = self.state.place(c.place).cloned().ok_or(NotFound {})?;
        let is_used = self.state.floor().plan(place.id).next().is_some()
            || self.state.occupancy(place.id) > 0
            || self
                .state
                .persons()
                .any(|person| person.home == Some(place.id))
            || self
                .state
                .vacancies()
                .any(|vacancy| vacancy.spot.place == place.id)
            || self
                .state
                .sessions()
                .any(|s| s.place == place.id && s.status != SessionStatus::Cancelled);
        if is_used {
            return Err(StillInUse {
                slot: None,
                place: Some(place.id),
            }
            .into());
        }
        self.put(PlaceWithdrawn { place });
        Ok(())
    }
}
