//! Private messages between participants and with the team (PRV-03 to PRV-06, record 21).
//!
//! A message is a row that travels with an entry which only rings: it names one person, whom it
//! reaches with nothing but its own number. Whoever hears it asks here, with his own rights.
//!
//! Guarantees: the same id is the same message; nobody writes whom the rules do not let write, or
//! more than the bounds of [`protocol::limits`]; what was written stays readable to both sides until
//! one of them is erased; the team reads what was written to it or was reported, and nothing else.

mod letter;
mod person;
mod team;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use domain::correspondence;
use protocol::command::NoteDeskEdit;
use protocol::correspondence::{ConversationHead, Correspondent, PrivateMessage, Thread, Writer};
use protocol::id::{CommandId, ConversationId, DeskId, EventId, MessageId, PersonId};
use protocol::limits::{
    CONVERSATIONS_PER_PERSON_MAX, PRIVATE_MESSAGE_CHARS_MAX, PRIVATE_MESSAGE_PREVIEW_CHARS_MAX,
    PRIVATE_MESSAGES_PER_CONVERSATION_MAX, PRIVATE_MESSAGES_PER_DAY_MAX,
    PRIVATE_MESSAGES_PER_MINUTE_MAX, PRIVATE_MESSAGES_PER_PAGE_MAX,
};
use protocol::reject::{LimitReached, NotFound, TooMany};
use protocol::{Actor, CardKey, Command, DeskThing, List, Micros, Reject};
use sha2::{Digest, Sha256};
use store::{
    Conversation, ConversationKey, ConversationSide, CorrespondenceWrite, Fault, Store,
    StoredMessage,
};

use crate::account::Standing;
use crate::live::{Also, DeskWrite, Event, Outcome, View, Written};
use crate::port::Random;
use crate::post::{Letter, Post};
use crate::space::somebody;

/// Why something was not done.
#[derive(Debug)]
pub enum CorrespondenceError {
    /// The rules or a bound say no.
    Refused(Reject),
    /// A message needs a text.
    Empty,
    /// The text is longer than a message may be; how many characters are too many.
    TooLong(usize),
    /// Nothing can be written here now: no meeting in common any more, or an organiser ended it.
    Closed,
    /// Settings were changed since they were seen.
    Stale,
    /// The world failed.
    Store(Fault),
}

impl From<Fault> for CorrespondenceError {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

impl From<Reject> for CorrespondenceError {
    fn from(reject: Reject) -> Self {
        Self::Refused(reject)
    }
}

/// The office of private messages.
pub struct Correspondence {
    store: Store,
    post: Arc<Post>,
    random: Arc<dyn Random>,
    /// What stands before every address in letters.
    origin: String,
}

/// A message on its way.
struct Sending {
    key: ConversationKey,
    id: CommandId,
    body: String,
    /// Whom its entry names.
    rings: (DeskThing, PersonId),
    letters: Vec<Letter>,
}

impl Correspondence {
    /// An office over this store; `origin` is what stands before every address.
    #[must_use]
    pub const fn new(
        store: Store,
        post: Arc<Post>,
        random: Arc<dyn Random>,
        origin: String,
    ) -> Self {
        Self {
            store,
            post,
            random,
            origin,
        }
    }

    /// The message of a command, where it was sent before.
    async fn sent(&self, event: EventId, id: CommandId) -> Result<Option<StoredMessage>, Fault> {
        let id = MessageId::from_bytes(id.to_bytes());
        self.store.private_message(event, id).await
    }

    async fn send(
        &self,
        event: &Event,
        standing: &Arc<Standing>,
        sending: Sending,
    ) -> Result<(), CorrespondenceError> {
        let by = standing.actor();
        let (what, whom) = sending.rings;
        let write = CorrespondenceWrite::Send {
            conversation: sending.key,
            id: MessageId::from_bytes(sending.id.to_bytes()),
            by,
            at: event.now(),
            body: sending.body,
        };
        let written = Written {
            desk: Some(DeskWrite::Correspondence(Box::new(write))),
            letters: self.post.prepare(&sending.letters).await?,
            ..Written::default()
        };
        let on = (by, Some(standing.clone()));
        let told = event.command_written(on, sending.id, note(what, whom, 0), written);
        match told.await {
            Outcome::Committed { .. } => Ok(()),
            // Something else was written or ended meanwhile: which bound it was, the next look says.
            Outcome::Refused(Reject::DeskEditStale(_)) => {
                self.check_bounds(event, by, sending.key).await?;
                Err(CorrespondenceError::Closed)
            }
            Outcome::Refused(reject) => Err(reject.into()),
        }
    }

    /// Whether one more message fits; the store holds the same bounds again in the commit.
    async fn check_bounds(
        &self,
        event: &Event,
        by: Actor,
        key: ConversationKey,
    ) -> Result<Option<Conversation>, CorrespondenceError> {
        let found = self.store.conversation(event.id(), key.id).await?;
        if found.as_ref().is_some_and(|found| found.ended.is_some()) {
            return Err(CorrespondenceError::Closed);
        }
        let n_there = found.as_ref().map_or(0, |found| found.n_messages);
        if n_there >= PRIVATE_MESSAGES_PER_CONVERSATION_MAX {
            let limit = PRIVATE_MESSAGES_PER_CONVERSATION_MAX;
            return Err(Reject::from(LimitReached { limit }).into());
        }
        let Actor::Person(person) = by else {
            return Ok(found);
        };
        let lately = self
            .store
            .written_lately(event.id(), person, event.now())
            .await?;
        if lately.n_minute >= PRIVATE_MESSAGES_PER_MINUTE_MAX {
            let retry_after_ms = 60_000;
            return Err(Reject::from(TooMany { retry_after_ms }).into());
        }
        if lately.n_day >= PRIVATE_MESSAGES_PER_DAY_MAX {
            let limit = PRIVATE_MESSAGES_PER_DAY_MAX;
            return Err(Reject::from(LimitReached { limit }).into());
        }
        if found.is_none() && lately.n_conversations >= CONVERSATIONS_PER_PERSON_MAX {
            let limit = CONVERSATIONS_PER_PERSON_MAX;
            return Err(Reject::from(LimitReached { limit }).into());
        }
        Ok(found)
    }

    /// Does something that is not a message, and rings for everybody whom it concerns.
    async fn act(
        &self,
        event: &Event,
        standing: &Arc<Standing>,
        id: CommandId,
        (what, whom): (DeskThing, PersonId),
        also: &[(DeskThing, PersonId)],
        write: CorrespondenceWrite,
    ) -> Result<(), CorrespondenceError> {
        // The product itself rings for whoever is outside of a scope: what was done concerns him.
        let also = also.iter().map(|(what, whom)| Also {
            id: CommandId::new(event.now(), self.random.bytes()),
            actor: Actor::System,
            command: note(*what, *whom, 0),
        });
        let written = Written {
            desk: Some(DeskWrite::Correspondence(Box::new(write))),
            also: also.collect(),
            ..Written::default()
        };
        let on = (standing.actor(), Some(standing.clone()));
        let told = event.command_written(on, id, note(what, whom, 0), written);
        match told.await {
            Outcome::Committed { .. } => Ok(()),
            Outcome::Refused(Reject::DeskEditStale(_)) => Err(CorrespondenceError::Stale),
            Outcome::Refused(reject) => Err(reject.into()),
        }
    }

    async fn newest(
        &self,
        event: EventId,
        id: ConversationId,
        before: Option<u32>,
    ) -> Result<(Vec<StoredMessage>, bool), Fault> {
        let n_max = PRIVATE_MESSAGES_PER_PAGE_MAX + 1;
        let mut messages = self
            .store
            .private_messages(event, id, before, n_max)
            .await?;
        let has_older = messages.len() == n_max;
        if has_older {
            messages.remove(0);
        }
        Ok((messages, has_older))
    }
}

/// The entry that rings for a person, or about the settings.
fn note(what: DeskThing, whom: PersonId, revision: u64) -> Command {
    NoteDeskEdit {
        what,
        id: DeskId::from_bytes(whom.to_bytes()),
        revision,
    }
    .into()
}

/// The conversation of two persons, whoever of them begins.
fn between(event: EventId, a: PersonId, b: PersonId) -> ConversationKey {
    let (person, other) = if a < b { (a, b) } else { (b, a) };
    keyed(event, person, Some(other), None)
}

/// The conversation of a participant and whomever he names.
fn key_of(event: EventId, me: PersonId, with: Correspondent) -> ConversationKey {
    match with {
        Correspondent::Team(meeting) => keyed(event, me, None, meeting),
        Correspondent::Person(other) => between(event, me, other),
    }
}

fn keyed(
    event: EventId,
    person: PersonId,
    other: Option<PersonId>,
    meeting: Option<protocol::id::MeetingId>,
) -> ConversationKey {
    let digest = Sha256::new()
        .chain_update("conversation")
        .chain_update(event.to_bytes())
        .chain_update(person.to_bytes())
        .chain_update(other.map_or([0; 16], PersonId::to_bytes))
        .chain_update(meeting.map_or([0; 16], protocol::id::MeetingId::to_bytes))
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    ConversationKey {
        id: ConversationId::from_bytes(bytes),
        person,
        other,
        meeting,
    }
}

/// What somebody typed, as a message keeps it: plain text with line breaks, without what steers
/// terminals or turns the direction of reading.
fn body_of(typed: &str) -> Result<String, CorrespondenceError> {
    let text = typed.replace("\r\n", "\n").replace('\r', "\n");
    let is_fit = |c: &char| {
        let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        *c == '\n' || (!c.is_control() && !turns)
    };
    let text: String = text.chars().filter(is_fit).collect();
    let text = text.trim();
    let n_chars = text.chars().count();
    if n_chars == 0 {
        return Err(CorrespondenceError::Empty);
    }
    match n_chars.checked_sub(PRIVATE_MESSAGE_CHARS_MAX) {
        Some(n_over) if n_over > 0 => Err(CorrespondenceError::TooLong(n_over)),
        Some(_) | None => Ok(text.to_owned()),
    }
}

/// The beginning of a message, on one line.
fn preview(body: &str) -> String {
    let mut words = body.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > PRIVATE_MESSAGE_PREVIEW_CHARS_MAX {
        words = words
            .chars()
            .take(PRIVATE_MESSAGE_PREVIEW_CHARS_MAX - 1)
            .collect();
        words.push('…');
    }
    words
}

/// With whom the meeting of a conversation is, as one of its parties says it.
fn about(view: &View, key: &ConversationKey) -> String {
    let meeting = key.meeting.and_then(|id| view.state.meeting(id));
    let Some(meeting) = meeting else {
        return String::new();
    };
    let other = if meeting.host == key.person {
        meeting.guest
    } else {
        meeting.host
    };
    let with = somebody(view, other);
    let parts = [with.name, with.company];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(", ")
}

/// A conversation as its list shows it; `with` is nobody for the team.
fn head(
    view: &View,
    conversation: &Conversation,
    side: ConversationSide,
    key: String,
    with: Option<PersonId>,
) -> ConversationHead {
    let with = with.map(|with| somebody(view, with));
    let (name, company) = with.map_or_else(Default::default, |with| (with.name, with.company));
    ConversationHead {
        key,
        name,
        company,
        about: about(view, &conversation.key),
        preview: preview(&conversation.newest),
        last_at: conversation.last_at,
        n_unread: conversation.n_unread(side),
    }
}

/// A message as one side reads it.
fn line(view: &View, message: StoredMessage, reader: Actor) -> PrivateMessage {
    let is_team = matches!(reader, Actor::Staff(_));
    let writer = match message.by {
        Actor::Staff(_) if is_team => Writer::Us,
        by if by == reader => Writer::Us,
        Actor::Staff(_) | Actor::Person(_) | Actor::System => Writer::Them,
    };
    // A participant talks to the organisers, not to one of them; the team knows who answered.
    let name = match message.by {
        Actor::Staff(id) if is_team => title(view, CardKey::Staff(id)),
        Actor::Person(id) if message.by != reader => title(view, CardKey::Person(id)),
        Actor::Staff(_) | Actor::Person(_) | Actor::System => String::new(),
    };
    let is_hidden = message.hidden.is_some() || message.body.is_empty();
    PrivateMessage {
        id: message.id,
        number: message.number,
        writer,
        name,
        at: message.sent_at,
        text: if is_hidden && !is_team {
            String::new()
        } else {
            message.body
        },
        is_hidden,
    }
}

fn thread(
    head: ConversationHead,
    (messages, has_older): (Vec<PrivateMessage>, bool),
    (is_open, is_ended): (bool, bool),
) -> Thread {
    Thread {
        head,
        messages: List::new(messages).expect("no more are read"),
        has_older,
        is_open: is_open && !is_ended,
        is_ended,
    }
}

/// A page of rows of which one more was read than are shown.
fn page_of<T, const N: usize>(mut rows: Vec<T>) -> (List<T, N>, bool) {
    let has_more = rows.len() > N;
    rows.truncate(N);
    (List::new(rows).expect("cut to the bound"), has_more)
}

/// Whether a participant may write to whomever he names, as meetings are now.
fn may_write(view: &View, me: PersonId, with: Correspondent, is_catalogue_open: bool) -> bool {
    let state = &view.state;
    match with {
        Correspondent::Team(None) => is_there(view, me),
        Correspondent::Team(Some(meeting)) => {
            let row = state.meeting(meeting);
            is_there(view, me) && row.is_some_and(|row| row.host == me || row.guest == me)
        }
        Correspondent::Person(other) => {
            correspondence::may_write(state, me, other, is_catalogue_open)
        }
    }
}

fn is_there(view: &View, person: PersonId) -> bool {
    let row = view.state.person(person);
    row.is_some_and(|row| !row.is_withdrawn)
}

fn title(view: &View, key: CardKey) -> String {
    let card = view.labels.get(&key);
    card.map_or_else(String::new, |card| card.title.clone())
}

fn not_found() -> CorrespondenceError {
    CorrespondenceError::Refused(NotFound {}.into())
}

/// When a letter about a message that is sent now would go out.
fn due(now: Micros, minutes: u16) -> Micros {
    Micros(now.0 + i64::from(minutes) * 60 * 1_000_000)
}
