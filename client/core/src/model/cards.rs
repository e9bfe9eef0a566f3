//! Labels of ids, and how views find them.

use std::sync::Arc;

use domain::Map;
use protocol::card::CardUpdate;
use protocol::id::{AnnouncementId, PersonId, PlaceId, ResourceId, SessionId, StaffId};
use protocol::{Actor, Card, CardKey};

/// The labels known to this client.
#[derive(Clone, Debug, Default)]
pub struct Cards {
    by_key: Map<CardKey, Arc<Card>>,
}

impl Cards {
    /// The label of an id.
    #[must_use]
    pub fn get(&self, key: CardKey) -> Option<&Card> {
        self.by_key.get(&key).map(Arc::as_ref)
    }

    /// The main line of a label; empty when there is none (yet, or not any more).
    #[must_use]
    pub fn title(&self, key: CardKey) -> &str {
        self.get(key).map_or("", |card| &card.title)
    }

    /// The second line of a label.
    #[must_use]
    pub fn detail(&self, key: CardKey) -> &str {
        self.get(key).map_or("", |card| &card.detail)
    }

    /// A person's name.
    #[must_use]
    pub fn person(&self, id: PersonId) -> &str {
        self.title(CardKey::Person(id))
    }

    /// A place's name.
    #[must_use]
    pub fn place(&self, id: PlaceId) -> &str {
        self.title(CardKey::Place(id))
    }

    /// A resource's name.
    #[must_use]
    pub fn resource(&self, id: ResourceId) -> &str {
        self.title(CardKey::Resource(id))
    }

    /// A session's title.
    #[must_use]
    pub fn session(&self, id: SessionId) -> &str {
        self.title(CardKey::Session(id))
    }

    /// The name of a member of the team.
    #[must_use]
    pub fn staff(&self, id: StaffId) -> &str {
        self.title(CardKey::Staff(id))
    }

    /// An announcement's text.
    #[must_use]
    pub fn announcement(&self, id: AnnouncementId) -> &str {
        self.title(CardKey::Announcement(id))
    }

    /// The name of who acted; empty for the product itself.
    #[must_use]
    pub fn actor(&self, actor: Actor) -> &str {
        match actor {
            Actor::Staff(id) => self.staff(id),
            Actor::Person(id) => self.person(id),
            Actor::System => "",
        }
    }

    /// Number of labels.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Whether there is no label.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// Puts labels on and takes them off; tells whether one that was known is to be forgotten.
    pub(crate) fn update(&mut self, updates: Vec<CardUpdate>) -> bool {
        let mut is_one_forgotten = false;
        for update in updates {
            match update.card {
                Some(card) => {
                    self.by_key.insert(update.key, Arc::new(card));
                }
                None => is_one_forgotten |= self.by_key.remove(&update.key).is_some(),
            }
        }
        is_one_forgotten
    }
}
