//! Table `vocabularies`: the event's keywords and key figures as numbers, one row per event. Read
//! and written whole: nobody asks for a part of it in SQL, and its words are cards.

use domain::State;
use protocol::Vocabulary;
use protocol::id::EventId;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::corrupt;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Vocabularies;

impl StateTable for Vocabularies {
    type Key = ();
    type Row = Vocabulary;

    const PUT: AroundRows = AroundRows {
        attempt: "writing the vocabulary",
        before: "INSERT INTO vocabularies (event_id, content) ",
        after: " ON CONFLICT (event_id) DO UPDATE SET content = excluded.content",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting the vocabulary",
        before: "DELETE FROM vocabularies WHERE (event_id) IN (",
        after: ")",
    };

    /// An event without any has no row, as one from before there were any.
    fn find(state: &State, (): ()) -> Option<Vocabulary> {
        let vocabulary = state.vocabulary();
        (*vocabulary != Vocabulary::default()).then(|| vocabulary.clone())
    }

    fn key(event: EventId, (): ()) -> Vec<Value> {
        values![event.uuid()]
    }

    fn values(event: EventId, row: &Vocabulary) -> Vec<Value> {
        values![event.uuid(), row.encode()]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    content: Vec<u8>,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vocabulary, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading the vocabulary",
        "SELECT content FROM vocabularies WHERE event_id = $1",
        event,
    )
    .await?;
    rows.first().map_or_else(
        || Ok(Vocabulary::default()),
        |row| Vocabulary::decode(&row.content).map_err(|_| corrupt("vocabularies.content")),
    )
}
