//! Private messages: conversations, what was written in them, what was reported, and how an event
//! wants it all.
//!
//! Guarantees:
//! - **One message per id**, and messages of a conversation are numbered without gap.
//! - **Nobody beyond his bounds.** A write that would pass one is refused with [`Fault::Stale`], and
//!   nothing of it is written; whoever asked for it counts again and says so.
//! - **Nobody overwrites unseen.** Settings name the revision that they were decided on.

mod rows;

use protocol::correspondence::{MessageSettings, ReportReason};
use protocol::id::{ConversationId, EventId, MeetingId, MessageId, PersonId, StaffId};
use protocol::{Actor, Micros};

use crate::account::Holder;
use crate::fault::Fault;
use crate::letters;
use crate::link::Link;
use crate::open::Store;
use crate::table::letters as letter_rows;
use crate::tx::Tx;

pub(crate) use self::rows::erase;

/// What makes a conversation the same as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConversationKey {
    /// Made of the rest by the caller, so that the same sides have one conversation.
    pub id: ConversationId,
    /// One side.
    pub person: PersonId,
    /// The other side; none for the team.
    pub other: Option<PersonId>,
    /// What it is about.
    pub meeting: Option<MeetingId>,
}

/// A side of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConversationSide {
    /// The person of its key.
    Person,
    /// The other person, or the team.
    Other,
}

/// A conversation without its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// Which.
    pub key: ConversationKey,
    /// When the newest message was sent.
    pub last_at: Micros,
    /// How many messages there are; also the number of the newest.
    pub n_messages: u32,
    /// Up to which message each side has read.
    pub person_read: u32,
    /// The same of the other side.
    pub other_read: u32,
    /// When and by whom it was ended, if it was.
    pub ended: Option<(Micros, StaffId)>,
    /// The newest message; empty when it is hidden.
    pub newest: String,
}

impl Conversation {
    /// On which side a person is, if he is on one.
    #[must_use]
    pub fn side_of(&self, person: PersonId) -> Option<ConversationSide> {
        if self.key.person == person {
            Some(ConversationSide::Person)
        } else if self.key.other == Some(person) {
            Some(ConversationSide::Other)
        } else {
            None
        }
    }

    /// Up to which message a side has read.
    #[must_use]
    pub const fn read_by(&self, side: ConversationSide) -> u32 {
        match side {
            ConversationSide::Person => self.person_read,
            ConversationSide::Other => self.other_read,
        }
    }

    /// How many messages a side has not read.
    #[must_use]
    pub const fn n_unread(&self, side: ConversationSide) -> u32 {
        self.n_messages.saturating_sub(self.read_by(side))
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMessage {
    /// Which.
    pub id: MessageId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Its place there, from one.
    pub number: u32,
    /// Who wrote it: a person or a member of the team.
    pub by: Actor,
    /// When.
    pub sent_at: Micros,
    /// What.
    pub body: String,
    /// When and by whom it was hidden, while it is.
    pub hidden: Option<(Micros, StaffId)>,
}

/// A report of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReport {
    /// The message.
    pub message: StoredMessage,
    /// The conversation that it stands in.
    pub conversation: Conversation,
    /// Who reported it.
    pub by: PersonId,
    /// Why.
    pub reason: ReportReason,
    /// When.
    pub reported_at: Micros,
    /// When and by whom it was settled without more, if it was.
    pub settled: Option<(Micros, StaffId)>,
}

/// What somebody wrote lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// In the last minute.
    pub n_minute: u32,
    /// In the last day.
    pub n_day: u32,
    /// Conversations that he is a part of.
    pub n_conversations: u32,
}

/// Where a page of a list begins: after this one.
pub type Behind = (Micros, ConversationId);

/// Rows of one act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorrespondenceWrite {
    /// A message, with its conversation where it is the first.
    Send {
        /// In which.
        conversation: ConversationKey,
        /// The message's id.
        id: MessageId,
        /// Who wrote it.
        by: Actor,
        /// When.
        at: Micros,
        /// What.
        body: String,
    },
    /// A report; the first of a message counts.
    Report {
        /// The message.
        message: MessageId,
        /// In which conversation it stands.
        conversation: ConversationId,
        /// Who reports it.
        by: PersonId,
        /// Why.
        reason: ReportReason,
        /// When.
        at: Micros,
    },
    /// A report that asks for nothing, or asks again.
    Settle {
        /// The reported message.
        message: MessageId,
        /// When and by whom; none takes it back.
        settled: Option<(Micros, StaffId)>,
    },
    /// A message is hidden, or shown again.
    Hide {
        /// Which.
        message: MessageId,
        /// When and by whom; none shows it.
        hidden: Option<(Micros, StaffId)>,
    },
    /// A conversation is ended, or goes on.
    End {
        /// Which.
        conversation: ConversationId,
        /// When and by whom; none lets it go on.
        ended: Option<(Micros, StaffId)>,
    },
    /// The event's settings, over those that were seen.
    Settings {
        /// Their revision; zero for none.
        seen: u64,
        /// What they are now.
        settings: MessageSettings,
    },
}

impl Store {
    /// A conversation.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn conversation(
        &self,
        event: EventId,
        id: ConversationId,
    ) -> Result<Option<Conversation>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::conversation(&mut open.link(), event, id).await
    }

    /// A person's conversations, the newest first, at most `n_max` of those behind one.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn conversations_of(
        &self,
        event: EventId,
        person: PersonId,
        behind: Option<Behind>,
        n_max: usize,
    ) -> Result<Vec<Conversation>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::of_person(&mut open.link(), event, person, behind, n_max).await
    }

    /// The team's conversations, the newest first, at most `n_max` of those behind one.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn team_conversations(
        &self,
        event: EventId,
        behind: Option<Behind>,
        n_max: usize,
    ) -> Result<Vec<Conversation>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::of_team(&mut open.link(), event, behind, n_max).await
    }

    /// How many of a person's conversations hold something that he has not read.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn n_unread_conversations(
        &self,
        event: EventId,
        person: PersonId,
    ) -> Result<u32, Fault> {
        let mut open = self.pools.reading().await?;
        rows::n_unread(&mut open.link(), event, person).await
    }

    /// With whom the team has conversations that hold something unread, once for each of them.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn unread_by_team(&self, event: EventId) -> Result<Vec<PersonId>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::unread_by_team(&mut open.link(), event).await
    }

    /// Messages of a conversation, the oldest first: the newest `n_max` of those before a number.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn private_messages(
        &self,
        event: EventId,
        conversation: ConversationId,
        before: Option<u32>,
        n_max: usize,
    ) -> Result<Vec<StoredMessage>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::messages(&mut open.link(), event, conversation, before, n_max).await
    }

    /// One message.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn private_message(
        &self,
        event: EventId,
        id: MessageId,
    ) -> Result<Option<StoredMessage>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::message(&mut open.link(), event, id).await
    }

    /// What somebody wrote, newest first, at most `n_max`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn private_messages_by(
        &self,
        event: EventId,
        author: Holder,
        n_max: usize,
    ) -> Result<Vec<StoredMessage>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::by_author(&mut open.link(), event, author, n_max).await
    }

    /// How much a person wrote lately.
    ///
    /// # Errors
    /// When it cannot be counted.
    pub async fn written_lately(
        &self,
        event: EventId,
        person: PersonId,
        now: Micros,
    ) -> Result<Written, Fault> {
        let mut open = self.pools.reading().await?;
        rows::written(&mut open.link(), event, person, now).await
    }

    /// Reports, the newest first, at most `n_max` of those behind one.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn message_reports(
        &self,
        event: EventId,
        behind: Option<(Micros, MessageId)>,
        n_max: usize,
    ) -> Result<Vec<StoredReport>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::reports(&mut open.link(), event, behind, n_max).await
    }

    /// Whether a message was reported.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn is_reported(&self, event: EventId, message: MessageId) -> Result<bool, Fault> {
        let mut open = self.pools.reading().await?;
        rows::is_reported(&mut open.link(), event, message).await
    }

    /// Whether anything of a conversation was reported.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn has_report(
        &self,
        event: EventId,
        conversation: ConversationId,
    ) -> Result<bool, Fault> {
        let mut open = self.pools.reading().await?;
        rows::has_report(&mut open.link(), event, conversation).await
    }

    /// How the event wants messages, if it said so.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn message_settings(&self, event: EventId) -> Result<MessageSettings, Fault> {
        let mut open = self.pools.reading().await?;
        rows::settings(&mut open.link(), event).await
    }

    /// Gives a new event the settings of another one.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn copy_message_settings(&self, from: EventId, to: EventId) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        let settings = rows::settings(&mut open.link(), from).await?;
        if settings.revision > 0 {
            let revision = 1;
            let settings = MessageSettings {
                revision,
                ..settings
            };
            rows::put(&mut open.link(), to, 0, &settings).await?;
        }
        open.commit().await
    }

    /// A side has read up to a message; letters that wait to tell it so are called off. Whether it
    /// had not read as far before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn mark_read(
        &self,
        event: EventId,
        conversation: ConversationId,
        side: ConversationSide,
        number: u32,
        (letters, now): (&str, Micros),
    ) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let is_news = rows::mark_read(&mut link, event, conversation, side, number).await?;
        if is_news {
            let waiting = letter_rows::call_off_keyed(&mut link, event, letters, now).await?;
            letters::call_off(&mut link, &waiting).await?;
        }
        open.commit().await?;
        Ok(is_news)
    }
}

impl Tx {
    /// Writes what somebody did about messages; it is committed with the batch.
    ///
    /// # Errors
    /// [`Fault::Stale`] when a bound is passed, what it acts on is not there, or settings have
    /// another revision than was seen.
    pub async fn write_correspondence(&mut self, write: &CorrespondenceWrite) -> Result<(), Fault> {
        let (mut link, event, _) = self.parts();
        rows::write(&mut link, event, write).await
    }
}

/// Everything that a person wrote, was written, or reported goes, with the letters about it.
pub(crate) async fn forget(
    link: &mut Link<'_>,
    event: EventId,
    holder: Holder,
) -> Result<(), Fault> {
    for conversation in erase(link, event, holder).await? {
        let key = letters_of(event, conversation);
        let written = letter_rows::forget_keyed(link, event, &key).await?;
        letters::call_off(link, &written).await?;
    }
    Ok(())
}

/// With what the keys of all letters about a conversation begin.
#[must_use]
pub fn letters_of(event: EventId, conversation: ConversationId) -> String {
    format!("{event}:conversation:{conversation}:")
}
