//! Writing the tables of messages, within the transaction of the entry that tells of it.

use protocol::correspondence::MessageSettings;
use protocol::id::{ConversationId, EventId, MessageId, PersonId, StaffId};
use protocol::limits::{
    CONVERSATIONS_PER_PERSON_MAX, PRIVATE_MESSAGES_PER_CONVERSATION_MAX,
    PRIVATE_MESSAGES_PER_DAY_MAX, PRIVATE_MESSAGES_PER_MINUTE_MAX,
};
use protocol::{Actor, Micros};
use uuid::Uuid;

use super::super::{ConversationKey, ConversationSide, CorrespondenceWrite};
use super::{author, conversation, written};
use crate::account::Holder;
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) async fn write(
    link: &mut Link<'_>,
    event: EventId,
    write: &CorrespondenceWrite,
) -> Result<(), Fault> {
    match write {
        CorrespondenceWrite::Send {
            conversation,
            id,
            by,
            at,
            body,
        } => send(link, event, conversation, (*id, *by, *at), body).await,
        CorrespondenceWrite::Report {
            message,
            conversation,
            by,
            reason,
            at,
        } => {
            // A second report of the same message says nothing new.
            const REPORT: &str = "INSERT INTO message_reports (event_id, message_id, \
                 conversation_id, person_id, reason, reported_at, settled_at, settled_by) \
                 VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL) ON CONFLICT DO NOTHING";
            let values = values![
                event.uuid(),
                message.uuid(),
                conversation.uuid(),
                by.uuid(),
                reason.word(),
                at.0,
            ];
            link.execute("reporting a message", REPORT, values)
                .await
                .map(drop)
        }
        CorrespondenceWrite::Settle { message, settled } => {
            const SETTLE: &str = "UPDATE message_reports SET settled_at = $3, settled_by = $4 \
                                  WHERE event_id = $1 AND message_id = $2";
            one(
                link,
                "settling a report",
                SETTLE,
                event,
                message.uuid(),
                *settled,
            )
            .await
        }
        CorrespondenceWrite::Hide { message, hidden } => {
            const HIDE: &str = "UPDATE private_messages SET hidden_at = $3, hidden_by = $4 \
                                WHERE event_id = $1 AND message_id = $2";
            one(
                link,
                "hiding a message",
                HIDE,
                event,
                message.uuid(),
                *hidden,
            )
            .await
        }
        CorrespondenceWrite::End {
            conversation,
            ended,
        } => {
            const END: &str = "UPDATE conversations SET ended_at = $3, ended_by = $4 \
                               WHERE event_id = $1 AND conversation_id = $2";
            let id = conversation.uuid();
            one(link, "ending a conversation", END, event, id, *ended).await
        }
        CorrespondenceWrite::Settings { seen, settings } => put(link, event, *seen, settings).await,
    }
}

/// Notes on one row when and by whom something was done, or that it is not.
async fn one(
    link: &mut Link<'_>,
    attempt: &'static str,
    statement: &'static str,
    event: EventId,
    id: Uuid,
    done: Option<(Micros, StaffId)>,
) -> Result<(), Fault> {
    let (at, by) = (done.map(|(at, _)| at.0), done.map(|(_, by)| by.uuid()));
    let values = values![event.uuid(), id, at, by];
    match link.execute(attempt, statement, values).await? {
        0 => Err(Fault::Stale { attempt }),
        _ => Ok(()),
    }
}

async fn send(
    link: &mut Link<'_>,
    event: EventId,
    key: &ConversationKey,
    (id, by, at): (MessageId, Actor, Micros),
    body: &str,
) -> Result<(), Fault> {
    const ATTEMPT: &str = "sending a message";
    const OPEN: &str = "INSERT INTO conversations (event_id, conversation_id, person_id, \
         other_id, meeting_id, opened_at, last_at, n_messages, person_read, other_read, \
         ended_at, ended_by) VALUES ($1, $2, $3, $4, $5, $6, $6, 1, $7, $8, NULL, NULL)";
    // Whoever writes has read what stands above.
    const GO_ON: &str = "UPDATE conversations SET last_at = $3, n_messages = n_messages + 1, \
         person_read = CASE WHEN $4 THEN n_messages + 1 ELSE person_read END, \
         other_read = CASE WHEN $4 THEN other_read ELSE n_messages + 1 END \
         WHERE event_id = $1 AND conversation_id = $2";
    const INSERT: &str = "INSERT INTO private_messages (event_id, message_id, conversation_id, \
         number, author, author_id, sent_at, body, hidden_at, hidden_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL)";
    let stale = Fault::Stale { attempt: ATTEMPT };
    let found = conversation(link, event, key.id).await?;
    if let Actor::Person(person) = by {
        let lately = written(link, event, person, at).await?;
        if lately.n_minute >= PRIVATE_MESSAGES_PER_MINUTE_MAX
            || lately.n_day >= PRIVATE_MESSAGES_PER_DAY_MAX
            || (found.is_none() && lately.n_conversations >= CONVERSATIONS_PER_PERSON_MAX)
        {
            return Err(stale);
        }
    }
    let is_person = by == Actor::Person(key.person);
    let number = match &found {
        Some(found)
            if found.ended.is_some()
                || found.n_messages >= PRIVATE_MESSAGES_PER_CONVERSATION_MAX =>
        {
            return Err(stale);
        }
        Some(found) => {
            let values = values![event.uuid(), key.id.uuid(), at.0, is_person];
            link.execute(ATTEMPT, GO_ON, values).await?;
            found.n_messages + 1
        }
        None => {
            let values = values![
                event.uuid(),
                key.id.uuid(),
                key.person.uuid(),
                key.other.map(PersonId::uuid),
                key.meeting.map(protocol::id::MeetingId::uuid),
                at.0,
                i64::from(is_person),
                i64::from(!is_person),
            ];
            link.execute(ATTEMPT, OPEN, values).await?;
            1
        }
    };
    let (word, by) = author(by);
    let values = values![
        event.uuid(),
        id.uuid(),
        key.id.uuid(),
        i64::from(number),
        word,
        by,
        at.0,
        body.to_owned(),
    ];
    link.execute(ATTEMPT, INSERT, values).await.map(drop)
}

pub(crate) async fn put(
    link: &mut Link<'_>,
    event: EventId,
    seen: u64,
    settings: &MessageSettings,
) -> Result<(), Fault> {
    const ATTEMPT: &str = "editing settings of messages";
    const PUT: &str = "INSERT INTO message_settings (event_id, revision, is_catalogue_open, \
         letter_after_minutes, has_text) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (event_id) DO UPDATE SET revision = excluded.revision, \
         is_catalogue_open = excluded.is_catalogue_open, \
         letter_after_minutes = excluded.letter_after_minutes, has_text = excluded.has_text \
         WHERE message_settings.revision = $6";
    let values = values![
        event.uuid(),
        code::position(settings.revision),
        settings.is_catalogue_open,
        settings.letter_after_minutes.map(i64::from),
        settings.has_text,
        code::position(seen),
    ];
    match link.execute(ATTEMPT, PUT, values).await? {
        1 => Ok(()),
        _ => Err(Fault::Stale { attempt: ATTEMPT }),
    }
}

/// A side has read up to a message; never less than before, and never more than there is.
pub(crate) async fn mark_read(
    link: &mut Link<'_>,
    event: EventId,
    id: ConversationId,
    side: ConversationSide,
    number: u32,
) -> Result<bool, Fault> {
    const PERSON: &str = "UPDATE conversations SET person_read = $3 WHERE event_id = $1 \
         AND conversation_id = $2 AND person_read < $3 AND n_messages >= $3";
    const OTHER: &str = "UPDATE conversations SET other_read = $3 WHERE event_id = $1 \
         AND conversation_id = $2 AND other_read < $3 AND n_messages >= $3";
    let statement = match side {
        ConversationSide::Person => PERSON,
        ConversationSide::Other => OTHER,
    };
    let values = values![event.uuid(), id.uuid(), i64::from(number)];
    let n_rows = link
        .execute("noting what was read", statement, values)
        .await?;
    Ok(n_rows > 0)
}

/// Deletes a person's conversations, with what stands in them and was said about them; which.
/// A member of the team leaves his conversations with the persons, and takes his words along.
pub(crate) async fn erase(
    link: &mut Link<'_>,
    event: EventId,
    holder: Holder,
) -> Result<Vec<ConversationId>, Fault> {
    const ATTEMPT: &str = "erasing messages";
    const THEIRS: &str = "SELECT conversation_id FROM conversations WHERE event_id = $1 \
                          AND (person_id = $2 OR other_id = $2) ORDER BY conversation_id";
    const REPORTS: &str =
        "DELETE FROM message_reports WHERE event_id = $1 AND conversation_id = $2";
    const MESSAGES: &str =
        "DELETE FROM private_messages WHERE event_id = $1 AND conversation_id = $2";
    const CONVERSATION: &str =
        "DELETE FROM conversations WHERE event_id = $1 AND conversation_id = $2";
    const WORDS: &str = "UPDATE private_messages SET body = '' WHERE event_id = $1 \
                         AND author = 'staff' AND author_id = $2 AND body <> ''";
    match holder {
        Holder::Staff(staff) => {
            let values = values![event.uuid(), staff.uuid()];
            link.execute(ATTEMPT, WORDS, values).await?;
            Ok(Vec::new())
        }
        Holder::Person(person) => {
            let values = values![event.uuid(), person.uuid()];
            let theirs: Vec<(Uuid,)> = link.all(ATTEMPT, THEIRS, values).await?;
            for (id,) in &theirs {
                for statement in [REPORTS, MESSAGES, CONVERSATION] {
                    let of: Vec<Value> = values![event.uuid(), *id];
                    link.execute(ATTEMPT, statement, of).await?;
                }
            }
            Ok(theirs.into_iter().map(|(id,)| id.into()).collect())
        }
    }
}
