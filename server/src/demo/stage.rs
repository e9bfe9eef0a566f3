//! The player's stage: the event as everybody else reaches it.

use std::sync::Arc;

use app::demo::Act;
use app::demo::player::shell::Stage;
use app::live::{Event, Outcome, Registry};
use app::port::Clock;
use domain::State;
use protocol::Reject;
use protocol::id::{CommandId, EventId};
use protocol::reject::Unavailable;

/// Plays on an event of this node.
pub(super) struct EventStage {
    registry: Arc<Registry>,
    event: EventId,
    clock: Arc<dyn Clock>,
}

impl EventStage {
    pub(super) fn new(registry: Arc<Registry>, event: EventId, clock: Arc<dyn Clock>) -> Self {
        Self {
            registry,
            event,
            clock,
        }
    }

    async fn event(&self) -> Option<Arc<Event>> {
        // Asked for each time: the event may have gone to sleep and been woken since.
        self.registry.event(self.event).await.ok().flatten()
    }
}

impl Stage for EventStage {
    async fn state(&self) -> State {
        match self.event().await {
            Some(event) => event.view().state.clone(),
            None => State::default(),
        }
    }

    async fn submit(&self, act: Act) -> Result<(), Reject> {
        let Some(event) = self.event().await else {
            return Err(Unavailable {}.into());
        };
        let id = CommandId::new(self.clock.now(), self.registry.random().bytes());
        match event.command_as(act.actor, id, act.command).await {
            Outcome::Committed { .. } => Ok(()),
            Outcome::Refused(reject) => Err(reject),
        }
    }
}
