//! Table `person_entries`: which entries concern a person, with that person's own dense numbers.

use protocol::id::{EventId, PersonId};
use uuid::Uuid;

use super::public_entries::Streamed;
use crate::batch::{AroundRows, rows_of};
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;

pub(crate) const INSERT: AroundRows = AroundRows {
    attempt: "appending to persons' streams",
    before: "INSERT INTO person_entries (event_id, person_id, stream_offset, seq) ",
    after: "",
};

/// What follows an offset of one person's stream, in order.
pub(crate) async fn after(
    link: &mut Link<'_>,
    event: EventId,
    person: PersonId,
    offset: u64,
    n_max: usize,
) -> Result<Vec<Streamed>, Fault> {
    const AFTER: &str = "SELECT s.stream_offset, e.seq, e.decided_at, e.actor, e.actor_id, \
                         e.command_id, e.changes, e.checksum FROM person_entries s \
                         JOIN entries e ON e.event_id = s.event_id AND e.seq = s.seq \
                         WHERE s.event_id = $1 AND s.person_id = $2 AND s.stream_offset > $3 \
                         ORDER BY s.stream_offset LIMIT $4";
    link.all(
        "reading a person's stream",
        AFTER,
        values![
            event.uuid(),
            person.uuid(),
            code::position(offset),
            code::limit(n_max)
        ],
    )
    .await
}

/// The last offset of everybody who was told something.
pub(crate) async fn last(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<(PersonId, u64)>, Fault> {
    let rows: Vec<(Uuid, i64)> = rows_of(
        link,
        "reading the ends of persons' streams",
        "SELECT person_id, MAX(stream_offset) FROM person_entries \
         WHERE event_id = $1 GROUP BY person_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|(person, last)| {
            Ok((
                person.into(),
                code::number("person_entries.stream_offset", last)?,
            ))
        })
        .collect()
}

/// Persons whose stream has a gap, or does not begin at one.
pub(crate) async fn gaps(link: &mut Link<'_>, event: EventId) -> Result<Vec<PersonId>, Fault> {
    let rows: Vec<(Uuid,)> = rows_of(
        link,
        "measuring persons' streams",
        "SELECT person_id FROM person_entries WHERE event_id = $1 GROUP BY person_id \
         HAVING MIN(stream_offset) <> 1 OR MAX(stream_offset) <> COUNT(*) \
         ORDER BY person_id LIMIT 20",
        event,
    )
    .await?;
    Ok(rows.into_iter().map(|(person,)| person.into()).collect())
}

/// Offsets whose entry is missing, or stands before the entry of the offset before.
pub(crate) async fn misplaced(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<(PersonId, i64)>, Fault> {
    let rows: Vec<(Uuid, i64)> = rows_of(
        link,
        "checking persons' streams",
        "SELECT s.person_id, s.stream_offset FROM person_entries s \
         LEFT JOIN entries e ON e.event_id = s.event_id AND e.seq = s.seq \
         LEFT JOIN person_entries p ON p.event_id = s.event_id AND p.person_id = s.person_id \
           AND p.stream_offset = s.stream_offset - 1 \
         WHERE s.event_id = $1 AND (e.seq IS NULL OR p.seq >= s.seq) \
         ORDER BY s.person_id, s.stream_offset LIMIT 20",
        event,
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|(person, offset)| (person.into(), offset))
        .collect())
}
