//! Reading the tables of messages: `conversations`, `private_messages`, `message_reports` and
//! `message_settings`. Writing stands in `write.rs` beside it.

mod write;

use protocol::correspondence::{MessageSettings, ReportReason};
use protocol::id::{ConversationId, EventId, MessageId, PersonId, StaffId};
use protocol::{Actor, Micros};
use uuid::Uuid;

use super::{Behind, Conversation, ConversationKey, StoredMessage, StoredReport, Written};
use crate::account::Holder;
use crate::code::{self, Word, corrupt};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;

pub(crate) use self::write::erase;
pub(super) use self::write::{mark_read, put, write};

impl Word for ReportReason {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Hostile, "hostile"),
        (Self::Unwanted, "unwanted"),
        (Self::Deceptive, "deceptive"),
        (Self::Other, "other"),
    ];

    fn word(self) -> &'static str {
        Self::word(self)
    }
}

#[derive(sqlx::FromRow)]
struct ConversationRow {
    conversation_id: Uuid,
    person_id: Uuid,
    other_id: Option<Uuid>,
    meeting_id: Option<Uuid>,
    last_at: i64,
    n_messages: i64,
    person_read: i64,
    other_read: i64,
    ended_at: Option<i64>,
    ended_by: Option<Uuid>,
    newest: String,
}

/// The columns of a conversation, and its newest message unless it is hidden.
macro_rules! conversations {
    ($($rest:literal)*) => {
        concat!(
            "SELECT c.conversation_id, c.person_id, c.other_id, c.meeting_id, c.last_at, \
             c.n_messages, c.person_read, c.other_read, c.ended_at, c.ended_by, \
             COALESCE((SELECT m.body FROM private_messages m WHERE m.event_id = c.event_id \
             AND m.conversation_id = c.conversation_id AND m.number = c.n_messages \
             AND m.hidden_at IS NULL), '') AS newest FROM conversations c ",
            $($rest),*
        )
    };
}

impl ConversationRow {
    fn read(self) -> Result<Conversation, Fault> {
        Ok(Conversation {
            key: ConversationKey {
                id: self.conversation_id.into(),
                person: self.person_id.into(),
                other: self.other_id.map(Into::into),
                meeting: self.meeting_id.map(Into::into),
            },
            last_at: Micros(self.last_at),
            n_messages: code::number("conversations.n_messages", self.n_messages)?,
            person_read: code::number("conversations.person_read", self.person_read)?,
            other_read: code::number("conversations.other_read", self.other_read)?,
            ended: act("conversations.ended_by", self.ended_at, self.ended_by)?,
            newest: self.newest,
        })
    }
}

#[derive(sqlx::FromRow)]
struct MessageRow {
    message_id: Uuid,
    conversation_id: Uuid,
    number: i64,
    author: String,
    author_id: Uuid,
    sent_at: i64,
    body: String,
    hidden_at: Option<i64>,
    hidden_by: Option<Uuid>,
}

macro_rules! messages {
    ($($rest:literal)*) => {
        concat!(
            "SELECT message_id, conversation_id, number, author, author_id, sent_at, body, \
             hidden_at, hidden_by FROM private_messages ",
            $($rest),*
        )
    };
}

impl MessageRow {
    fn read(self) -> Result<StoredMessage, Fault> {
        let by = code::actor(
            "private_messages.author",
            &self.author,
            Some(self.author_id),
        )?;
        Ok(StoredMessage {
            id: self.message_id.into(),
            conversation: self.conversation_id.into(),
            number: code::number("private_messages.number", self.number)?,
            by,
            sent_at: Micros(self.sent_at),
            body: self.body,
            hidden: act("private_messages.hidden_by", self.hidden_at, self.hidden_by)?,
        })
    }
}

/// When and by whom something was done; both or nothing.
fn act(
    column: &'static str,
    at: Option<i64>,
    by: Option<Uuid>,
) -> Result<Option<(Micros, StaffId)>, Fault> {
    match (at, by) {
        (Some(at), Some(by)) => Ok(Some((Micros(at), by.into()))),
        (None, None) => Ok(None),
        (Some(_), None) | (None, Some(_)) => Err(corrupt(column)),
    }
}

/// What stands before everything else, in the order of lists.
fn behind<I>(behind: Option<(Micros, I)>, id: impl Fn(I) -> Uuid) -> (i64, Uuid) {
    behind.map_or((i64::MAX, Uuid::max()), |(at, last)| (at.0, id(last)))
}

pub(super) async fn conversation(
    link: &mut Link<'_>,
    event: EventId,
    id: ConversationId,
) -> Result<Option<Conversation>, Fault> {
    const FIND: &str = conversations!("WHERE c.event_id = $1 AND c.conversation_id = $2");
    let row: Option<ConversationRow> = link
        .optional(
            "finding a conversation",
            FIND,
            values![event.uuid(), id.uuid()],
        )
        .await?;
    row.map(ConversationRow::read).transpose()
}

pub(super) async fn of_person(
    link: &mut Link<'_>,
    event: EventId,
    person: PersonId,
    after: Option<Behind>,
    n_max: usize,
) -> Result<Vec<Conversation>, Fault> {
    const LIST: &str = conversations!(
        "WHERE c.event_id = $1 AND (c.person_id = $2 OR c.other_id = $2) \
         AND (c.last_at < $3 OR (c.last_at = $3 AND c.conversation_id < $4)) \
         ORDER BY c.last_at DESC, c.conversation_id DESC LIMIT $5"
    );
    let (at, id) = behind(after, ConversationId::uuid);
    let values = values![event.uuid(), person.uuid(), at, id, code::limit(n_max)];
    let rows: Vec<ConversationRow> = link.all("listing conversations", LIST, values).await?;
    rows.into_iter().map(ConversationRow::read).collect()
}

pub(super) async fn of_team(
    link: &mut Link<'_>,
    event: EventId,
    after: Option<Behind>,
    n_max: usize,
) -> Result<Vec<Conversation>, Fault> {
    const LIST: &str = conversations!(
        "WHERE c.event_id = $1 AND c.other_id IS NULL \
         AND (c.last_at < $2 OR (c.last_at = $2 AND c.conversation_id < $3)) \
         ORDER BY c.last_at DESC, c.conversation_id DESC LIMIT $4"
    );
    let (at, id) = behind(after, ConversationId::uuid);
    let values = values![event.uuid(), at, id, code::limit(n_max)];
    let rows: Vec<ConversationRow> = link.all("listing conversations", LIST, values).await?;
    rows.into_iter().map(ConversationRow::read).collect()
}

pub(super) async fn n_unread(
    link: &mut Link<'_>,
    event: EventId,
    person: PersonId,
) -> Result<u32, Fault> {
    const COUNT: &str = "SELECT COUNT(*) FROM conversations WHERE event_id = $1 AND \
                         ((person_id = $2 AND person_read < n_messages) OR \
                         (other_id = $2 AND other_read < n_messages))";
    let values = values![event.uuid(), person.uuid()];
    let (n,): (i64,) = link.one("counting unread messages", COUNT, values).await?;
    code::number("conversations.person_read", n)
}

pub(super) async fn unread_by_team(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<PersonId>, Fault> {
    const LIST: &str = "SELECT person_id FROM conversations WHERE event_id = $1 \
                        AND other_id IS NULL AND other_read < n_messages ORDER BY person_id";
    let rows: Vec<(Uuid,)> = link
        .all("listing unread messages", LIST, values![event.uuid()])
        .await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

pub(super) async fn messages(
    link: &mut Link<'_>,
    event: EventId,
    conversation: ConversationId,
    before: Option<u32>,
    n_max: usize,
) -> Result<Vec<StoredMessage>, Fault> {
    const LIST: &str = messages!(
        "WHERE event_id = $1 AND conversation_id = $2 AND number < $3 \
         ORDER BY number DESC LIMIT $4"
    );
    let before = before.map_or(i64::MAX, i64::from);
    let values = values![
        event.uuid(),
        conversation.uuid(),
        before,
        code::limit(n_max)
    ];
    let rows: Vec<MessageRow> = link.all("reading messages", LIST, values).await?;
    rows.into_iter().rev().map(MessageRow::read).collect()
}

pub(super) async fn message(
    link: &mut Link<'_>,
    event: EventId,
    id: MessageId,
) -> Result<Option<StoredMessage>, Fault> {
    const FIND: &str = messages!("WHERE event_id = $1 AND message_id = $2");
    let row: Option<MessageRow> = link
        .optional("finding a message", FIND, values![event.uuid(), id.uuid()])
        .await?;
    row.map(MessageRow::read).transpose()
}

pub(super) async fn by_author(
    link: &mut Link<'_>,
    event: EventId,
    author: Holder,
    n_max: usize,
) -> Result<Vec<StoredMessage>, Fault> {
    const LIST: &str = messages!(
        "WHERE event_id = $1 AND author_id = $2 AND author = $3 \
         ORDER BY sent_at DESC, message_id DESC LIMIT $4"
    );
    let (word, id) = author.columns();
    let values = values![event.uuid(), id, word, code::limit(n_max)];
    let rows: Vec<MessageRow> = link.all("reading messages", LIST, values).await?;
    rows.into_iter().map(MessageRow::read).collect()
}

pub(super) async fn written(
    link: &mut Link<'_>,
    event: EventId,
    person: PersonId,
    now: Micros,
) -> Result<Written, Fault> {
    const SINCE: &str = "SELECT COUNT(*) FROM private_messages \
                         WHERE event_id = $1 AND author_id = $2 AND sent_at > $3";
    const PART: &str = "SELECT COUNT(*) FROM conversations \
                        WHERE event_id = $1 AND (person_id = $2 OR other_id = $2)";
    const MINUTE: i64 = 60 * 1_000_000;
    const ATTEMPT: &str = "counting what somebody wrote";
    let mut since = async |at: i64| {
        let values = values![event.uuid(), person.uuid(), at];
        let (n,): (i64,) = link.one(ATTEMPT, SINCE, values).await?;
        code::number("private_messages.number", n)
    };
    let n_minute = since(now.0 - MINUTE).await?;
    let n_day = since(now.0 - 24 * 60 * MINUTE).await?;
    let values = values![event.uuid(), person.uuid()];
    let (n,): (i64,) = link.one(ATTEMPT, PART, values).await?;
    Ok(Written {
        n_minute,
        n_day,
        n_conversations: code::number("conversations.conversation_id", n)?,
    })
}

#[derive(sqlx::FromRow)]
struct ReportRow {
    message_id: Uuid,
    person_id: Uuid,
    reason: String,
    reported_at: i64,
    settled_at: Option<i64>,
    settled_by: Option<Uuid>,
}

pub(super) async fn reports(
    link: &mut Link<'_>,
    event: EventId,
    after: Option<(Micros, MessageId)>,
    n_max: usize,
) -> Result<Vec<StoredReport>, Fault> {
    const LIST: &str = "SELECT message_id, person_id, reason, reported_at, settled_at, settled_by \
                        FROM message_reports WHERE event_id = $1 AND (reported_at < $2 OR \
                        (reported_at = $2 AND message_id < $3)) \
                        ORDER BY reported_at DESC, message_id DESC LIMIT $4";
    let (at, id) = behind(after, MessageId::uuid);
    let values = values![event.uuid(), at, id, code::limit(n_max)];
    let rows: Vec<ReportRow> = link.all("listing reports", LIST, values).await?;
    let mut reports = Vec::with_capacity(rows.len());
    for row in rows {
        let found = message(link, event, row.message_id.into()).await?;
        let found = found.ok_or_else(|| corrupt("message_reports.message_id"))?;
        let around = conversation(link, event, found.conversation).await?;
        reports.push(StoredReport {
            conversation: around.ok_or_else(|| corrupt("private_messages.conversation_id"))?,
            message: found,
            by: row.person_id.into(),
            reason: code::word("message_reports.reason", &row.reason)?,
            reported_at: Micros(row.reported_at),
            settled: act("message_reports.settled_by", row.settled_at, row.settled_by)?,
        });
    }
    Ok(reports)
}

pub(super) async fn is_reported(
    link: &mut Link<'_>,
    event: EventId,
    message: MessageId,
) -> Result<bool, Fault> {
    const FIND: &str =
        "SELECT reported_at FROM message_reports WHERE event_id = $1 AND message_id = $2";
    let row: Option<(i64,)> = link
        .optional(
            "finding a report",
            FIND,
            values![event.uuid(), message.uuid()],
        )
        .await?;
    Ok(row.is_some())
}

pub(super) async fn has_report(
    link: &mut Link<'_>,
    event: EventId,
    conversation: ConversationId,
) -> Result<bool, Fault> {
    const FIND: &str = "SELECT COUNT(*) FROM message_reports \
                        WHERE event_id = $1 AND conversation_id = $2";
    let values = values![event.uuid(), conversation.uuid()];
    let (n,): (i64,) = link.one("counting reports", FIND, values).await?;
    Ok(n > 0)
}

#[derive(sqlx::FromRow)]
struct SettingsRow {
    revision: i64,
    is_catalogue_open: bool,
    letter_after_minutes: Option<i64>,
    has_text: bool,
}

pub(super) async fn settings(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<MessageSettings, Fault> {
    const FIND: &str = "SELECT revision, is_catalogue_open, letter_after_minutes, has_text \
                        FROM message_settings WHERE event_id = $1";
    let row: Option<SettingsRow> = link
        .optional("reading settings of messages", FIND, values![event.uuid()])
        .await?;
    let Some(row) = row else {
        return Ok(MessageSettings::default());
    };
    let after = row.letter_after_minutes;
    Ok(MessageSettings {
        revision: code::number("message_settings.revision", row.revision)?,
        is_catalogue_open: row.is_catalogue_open,
        letter_after_minutes: after
            .map(|minutes| code::number("message_settings.letter_after_minutes", minutes))
            .transpose()?,
        has_text: row.has_text,
    })
}

/// Who wrote something, as a word and an id.
fn author(by: Actor) -> (&'static str, Option<Uuid>) {
    code::actor_columns(by)
}
