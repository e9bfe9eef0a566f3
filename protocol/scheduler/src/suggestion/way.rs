//! How somebody who is suggested can be met: by asking, by taking a slot, or by waiting.

use domain::State;
use protocol::query::SuggestionWay;
use protocol::{AssignmentMode, EventSetup, Micros, Person, SlotSet};

/// What is the same for everybody whom one person might meet.
pub(super) struct Ways<'a> {
    state: &'a State,
    now: Micros,
    me: &'a Person,
    /// Open slots in which the asker is free.
    mine: SlotSet,
    takes_directly: bool,
}

impl<'a> Ways<'a> {
    pub(super) fn of(state: &'a State, now: Micros, me: &'a Person) -> Self {
        let mode = state.setup().map(EventSetup::mode).unwrap_or_default();
        Self {
            state,
            now,
            me,
            mine: state.free_slots(me.id).and(&super::open_slots(state, now)),
            takes_directly: match mode {
                AssignmentMode::SelfService | AssignmentMode::Mixed => true,
                AssignmentMode::PreAssigned => false,
            },
        }
    }

    /// When both are free.
    pub(super) fn common_time(&self, other: &Person) -> SlotSet {
        self.mine.and(&self.state.free_slots(other.id))
    }

    /// The way to somebody; none when there is no time in common and nothing to wait for.
    pub(super) fn to(&self, other: &Person) -> Option<SuggestionWay> {
        let time = self.common_time(other);
        if other.expert.is_none() || !self.takes_directly {
            return (!time.is_empty()).then_some(SuggestionWay::Ask);
        }
        if self.state.capacity_left(other.id, self.now) == 0 {
            return self.could_wait(other);
        }
        let pair = (other.id, self.me.id);
        let slots: SlotSet = time
            .iter()
            .filter(|slot| self.state.spot_in(pair, *slot, self.now).is_some())
            .collect();
        if slots.is_empty() {
            return self.could_wait(other);
        }
        Some(SuggestionWay::Take(slots))
    }

    /// Waiting makes sense where the expert's day has an open slot in which the asker is free.
    fn could_wait(&self, other: &Person) -> Option<SuggestionWay> {
        let day = self.mine.and(&other.availability);
        (!day.is_empty()).then_some(SuggestionWay::Wait)
    }
}
