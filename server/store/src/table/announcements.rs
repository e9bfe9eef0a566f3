//! Table `announcements`: that a message went out, when and to whom; its text is a card.

use domain::State;
use protocol::id::{AnnouncementId, EventId};
use protocol::{Announcement, Audience, Micros};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::corrupt;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Announcements;

impl StateTable for Announcements {
    type Key = AnnouncementId;
    type Row = Announcement;

    const PUT: AroundRows = AroundRows {
        attempt: "writing announcements",
        before: "INSERT INTO announcements (event_id, announcement_id, audience, audience_id, \
                 announced_at) ",
        after: " ON CONFLICT (event_id, announcement_id) DO UPDATE SET \
                audience = excluded.audience, audience_id = excluded.audience_id, \
                announced_at = excluded.announced_at",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting announcements",
        before: "DELETE FROM announcements WHERE (event_id, announcement_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: AnnouncementId) -> Option<Announcement> {
        state.announcement(key).cloned()
    }

    fn key(event: EventId, key: AnnouncementId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, row: &Announcement) -> Vec<Value> {
        let (audience, audience_id) = audience_columns(&row.audience);
        values![event.uuid(), row.id.uuid(), audience, audience_id, row.at.0]
    }
}

const fn audience_columns(audience: &Audience) -> (&'static str, Option<Uuid>) {
    match audience {
        Audience::Everybody => ("everybody", None),
        Audience::Experts => ("experts", None),
        Audience::Session(id) => ("session", Some(id.uuid())),
        Audience::Person(id) => ("person", Some(id.uuid())),
        Audience::Staff => ("staff", None),
    }
}

fn audience(word: &str, id: Option<Uuid>) -> Result<Audience, Fault> {
    match (word, id) {
        ("everybody", None) => Ok(Audience::Everybody),
        ("experts", None) => Ok(Audience::Experts),
        ("session", Some(id)) => Ok(Audience::Session(id.into())),
        ("person", Some(id)) => Ok(Audience::Person(id.into())),
        ("staff", None) => Ok(Audience::Staff),
        _ => Err(corrupt("announcements.audience")),
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    announcement_id: Uuid,
    audience: String,
    audience_id: Option<Uuid>,
    announced_at: i64,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Announcement>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading announcements",
        "SELECT announcement_id, audience, audience_id, announced_at \
         FROM announcements WHERE event_id = $1 ORDER BY announcement_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Announcement {
                id: row.announcement_id.into(),
                audience: audience(&row.audience, row.audience_id)?,
                at: Micros(row.announced_at),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use protocol::id::{PersonId, SessionId};

    use super::*;

    #[test]
    fn every_audience_reads_back() {
        for reached in [
            Audience::Everybody,
            Audience::Experts,
            Audience::Session(SessionId::example(1)),
            Audience::Person(PersonId::example(2)),
            Audience::Staff,
        ] {
            let (word, id) = audience_columns(&reached);
            assert_eq!(audience(word, id).unwrap(), reached);
        }
        assert!(audience("session", None).is_err());
    }
}
