//! Letters that tell of an unread message: at most one per conversation and reader until he reads.
//!
//! The key of a letter says up to where its recipient had read, so that a second one about the same
//! silence is the same letter. Whoever reads calls off what still waits.

use domain::access;
use protocol::id::{CommandId, MessageId, PersonId};
use protocol::{Actor, CardKey, DeskThing};
use store::{Conversation, ConversationKey, ConversationSide, Fault, Holder, letters_of};

use super::{Correspondence, due, note};
use crate::live::{Event, View};
use crate::post::{Letter, Matter, Recipient};

/// Members of the team whom one message is told by letter, at most.
const TEAM_TOLD_MAX: usize = 20;

/// With what the keys of letters to one side of a conversation begin.
pub(super) fn letters_to(event: &Event, key: &ConversationKey, side: ConversationSide) -> String {
    let about = letters_of(event.id(), key.id);
    match side {
        ConversationSide::Person => format!("{about}person:"),
        ConversationSide::Other => format!("{about}other:"),
    }
}

impl Correspondence {
    /// The letters of a message that is about to be sent, as the settings want them.
    pub(super) async fn letters(
        &self,
        event: &Event,
        key: &ConversationKey,
        found: Option<&Conversation>,
        (id, by): (CommandId, Actor),
    ) -> Result<Vec<Letter>, Fault> {
        let settings = self.store.message_settings(event.id()).await?;
        let Some(minutes) = settings.letter_after_minutes else {
            return Ok(Vec::new());
        };
        if !self.store.post_setup(event.id()).await?.is_on {
            return Ok(Vec::new());
        }
        let view = event.view();
        let side = if by == Actor::Person(key.person) {
            ConversationSide::Other
        } else {
            ConversationSide::Person
        };
        let read = found.map_or(0, |found| found.read_by(side));
        let with = match by {
            Actor::Person(person) => Some(person),
            Actor::Staff(_) | Actor::System => None,
        };
        let matter = Matter::MessageWaiting {
            conversation: key.id,
            message: MessageId::from_bytes(id.to_bytes()),
            with,
        };
        let about = letters_to(event, key, side);
        let mut letters = Vec::new();
        for holder in self.readers(&view, event, key, side).await? {
            let link = match (holder, with) {
                (Holder::Staff(_), _) => {
                    format!(
                        "{}/console/?event={}#/conversations/{}",
                        self.origin,
                        event.id(),
                        key.id
                    )
                }
                (Holder::Person(_), Some(with)) => {
                    format!("{}/my/{}/messages/{with}", self.origin, event.id())
                }
                (Holder::Person(_), None) => {
                    let meeting = key.meeting.map_or_else(String::new, |id| format!("-{id}"));
                    format!("{}/my/{}/messages/team{meeting}", self.origin, event.id())
                }
            };
            letters.push(Letter {
                event: Some(event.id()),
                to: Recipient::Holder(holder),
                matter: matter.clone(),
                link: Some(link),
                key: format!("{about}{}:{read}", id_of(holder)),
                due_at: Some(due(event.world_now(), minutes)),
            });
        }
        Ok(letters)
    }

    /// Who reads on a side and can be reached.
    async fn readers(
        &self,
        view: &View,
        event: &Event,
        key: &ConversationKey,
        side: ConversationSide,
    ) -> Result<Vec<Holder>, Fault> {
        let candidates: Vec<Holder> = match (side, key.other) {
            (ConversationSide::Person, _) => vec![Holder::Person(key.person)],
            (ConversationSide::Other, Some(other)) => vec![Holder::Person(other)],
            (ConversationSide::Other, None) => team_of(view, key.person),
        };
        let mut readers = Vec::with_capacity(candidates.len());
        for holder in candidates {
            if self.store.contact_of(event.id(), holder).await?.is_some() {
                readers.push(holder);
            }
        }
        readers.truncate(TEAM_TOLD_MAX);
        Ok(readers)
    }
}

/// Members of the team who may read what somebody writes to it.
fn team_of(view: &View, person: PersonId) -> Vec<Holder> {
    let wish = note(DeskThing::Help, person, 0);
    let may = |id| access::authorise(&view.state, Actor::Staff(id), &wish).is_ok();
    let team = view.state.staff().filter(|staff| may(staff.id));
    team.filter(|staff| view.labels.contains_key(&CardKey::Staff(staff.id)))
        .map(|staff| Holder::Staff(staff.id))
        .collect()
}

fn id_of(holder: Holder) -> String {
    match holder {
        Holder::Person(id) => id.to_string(),
        Holder::Staff(id) => id.to_string(),
    }
}
