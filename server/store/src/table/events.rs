//! Table `events`: which gatherings this store holds.

use protocol::Micros;
use protocol::id::EventId;
use uuid::Uuid;

use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;

const INSERT: &str = "INSERT INTO events (id, created_at) VALUES ($1, $2)";

pub(crate) async fn insert(
    link: &mut Link<'_>,
    event: EventId,
    created_at: Micros,
) -> Result<(), Fault> {
    link.execute(
        "creating an event",
        INSERT,
        values![event.uuid(), created_at.0],
    )
    .await
    .map(drop)
}

#[derive(sqlx::FromRow)]
pub(crate) struct Stored {
    pub(crate) id: Uuid,
    pub(crate) created_at: i64,
    pub(crate) epoch: i64,
    pub(crate) seq: i64,
}

pub(crate) async fn list(link: &mut Link<'_>) -> Result<Vec<Stored>, Fault> {
    const LIST: &str = "SELECT events.id, events.created_at, heads.epoch, heads.seq \
                        FROM events JOIN heads ON heads.event_id = events.id ORDER BY events.id";
    link.all("listing events", LIST, Vec::new()).await
}
