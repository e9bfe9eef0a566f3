//! Table `badges`: which code opens the doors for whom.

use domain::State;
use protocol::Badge;
use protocol::id::{BadgeCode, EventId, PersonId};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::corrupt;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Badges;

impl StateTable for Badges {
    type Key = PersonId;
    type Row = Badge;

    const PUT: AroundRows = AroundRows {
        attempt: "writing badges",
        before: "INSERT INTO badges (event_id, person_id, code) ",
        after: "",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting badges",
        before: "DELETE FROM badges WHERE (event_id, person_id) IN (",
        after: ")",
    };
    // Two persons may exchange their codes in one batch.
    const DELETES_FIRST: bool = true;

    fn find(state: &State, key: PersonId) -> Option<Badge> {
        state.badge(key).map(|code| Badge { person: key, code })
    }

    fn key(event: EventId, key: PersonId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, row: &Badge) -> Vec<Value> {
        values![
            event.uuid(),
            row.person.uuid(),
            row.code.to_bytes().to_vec()
        ]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    person_id: Uuid,
    code: Vec<u8>,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Badge>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading badges",
        "SELECT person_id, code FROM badges WHERE event_id = $1 ORDER BY person_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let code = row.code.try_into().map_err(|_| corrupt("badges.code"))?;
            Ok(Badge {
                person: row.person_id.into(),
                code: BadgeCode::from_bytes(code),
            })
        })
        .collect()
}
