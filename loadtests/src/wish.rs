//! Commands to send: always accepted, always changing something, decided by the seed.

use std::sync::Arc;

use app::port::{Clock, SeededRandom, SystemClock};
use protocol::command::{Announce, ChangeAvailability, CloseSession, OpenSession};
use protocol::id::{AnnouncementId, CommandId, PersonId, SessionId};
use protocol::{Audience, Command, SlotId, SlotSet};

use crate::world::{World, dynamic};

/// Where wishes come from.
#[derive(Clone)]
pub(crate) struct Wishes {
    random: Arc<SeededRandom>,
    slots: Arc<[SlotId]>,
}

impl Wishes {
    pub(crate) fn of(world: &World) -> Self {
        let slots = world.state.slots().map(|slot| slot.id).collect();
        Self {
            random: world.random.clone(),
            slots,
        }
    }

    pub(crate) fn id(&self) -> CommandId {
        CommandId::new(SystemClock.now(), dynamic(&self.random).bytes())
    }

    /// A new availability, drawn from so many that it differs from the one before. It concerns
    /// the team and the person.
    pub(crate) fn availability(&self, person: PersonId) -> Command {
        let drawn: [u8; 16] = dynamic(&self.random).bytes();
        let drawn = u128::from_le_bytes(drawn);
        let is_drawn = |(place, _): &(usize, &SlotId)| drawn >> (place % 128) & 1 == 1;
        let availability: SlotSet = self
            .slots
            .iter()
            .enumerate()
            .filter(is_drawn)
            .map(|(_, slot)| *slot)
            .collect();
        ChangeAvailability {
            person,
            availability,
        }
        .into()
    }

    /// An announcement to everybody.
    pub(crate) fn announcement(&self) -> Command {
        let announcement = AnnouncementId::new(SystemClock.now(), dynamic(&self.random).bytes());
        Announce {
            announcement,
            audience: Audience::Everybody,
        }
        .into()
    }

    /// A session's registration opens or closes, which everybody hears.
    pub(crate) fn session(&self, session: SessionId, is_to_open: bool) -> Command {
        if is_to_open {
            OpenSession { session }.into()
        } else {
            CloseSession { session }.into()
        }
    }
}
