//! Table `public_entries`: which entries everybody hears of, with their own dense numbers.

use protocol::Entry;
use protocol::id::EventId;

use super::entries;
use crate::batch::AroundRows;
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;

pub(crate) const INSERT: AroundRows = AroundRows {
    attempt: "appending to the public stream",
    before: "INSERT INTO public_entries (event_id, stream_offset, seq) ",
    after: "",
};

/// An entry with its number in a stream.
#[derive(sqlx::FromRow)]
pub(crate) struct Streamed {
    stream_offset: i64,
    #[sqlx(flatten)]
    entry: entries::Stored,
}

impl Streamed {
    pub(crate) fn read(&self) -> Result<(u64, Entry), Fault> {
        let offset = code::number("stream_offset", self.stream_offset)?;
        Ok((offset, self.entry.read()?))
    }
}

/// What follows an offset, in order.
pub(crate) async fn after(
    link: &mut Link<'_>,
    event: EventId,
    offset: u64,
    n_max: usize,
) -> Result<Vec<Streamed>, Fault> {
    const AFTER: &str = "SELECT s.stream_offset, e.seq, e.decided_at, e.actor, e.actor_id, \
                         e.command_id, e.changes, e.checksum FROM public_entries s \
                         JOIN entries e ON e.event_id = s.event_id AND e.seq = s.seq \
                         WHERE s.event_id = $1 AND s.stream_offset > $2 \
                         ORDER BY s.stream_offset LIMIT $3";
    link.all(
        "reading the public stream",
        AFTER,
        values![event.uuid(), code::position(offset), code::limit(n_max)],
    )
    .await
}

/// The last offset; zero when nothing was said yet.
pub(crate) async fn last(link: &mut Link<'_>, event: EventId) -> Result<u64, Fault> {
    const LAST: &str =
        "SELECT COALESCE(MAX(stream_offset), 0) FROM public_entries WHERE event_id = $1";
    let (last,): (i64,) = link
        .one(
            "reading the end of the public stream",
            LAST,
            values![event.uuid()],
        )
        .await?;
    code::number("public_entries.stream_offset", last)
}

/// A stream in figures, for the proof that it is dense.
#[derive(sqlx::FromRow)]
pub(crate) struct Figures {
    pub(crate) n_items: i64,
    pub(crate) first: i64,
    pub(crate) last: i64,
}

pub(crate) async fn figures(link: &mut Link<'_>, event: EventId) -> Result<Figures, Fault> {
    const FIGURES: &str = "SELECT COUNT(*) AS n_items, COALESCE(MIN(stream_offset), 1) AS first, \
                           COALESCE(MAX(stream_offset), 0) AS last \
                           FROM public_entries WHERE event_id = $1";
    link.one(
        "measuring the public stream",
        FIGURES,
        values![event.uuid()],
    )
    .await
}

/// Offsets whose entry is missing, or stands before the entry of the offset before.
pub(crate) async fn misplaced(link: &mut Link<'_>, event: EventId) -> Result<Vec<i64>, Fault> {
    const MISPLACED: &str = "SELECT s.stream_offset FROM public_entries s \
         LEFT JOIN entries e ON e.event_id = s.event_id AND e.seq = s.seq \
         LEFT JOIN public_entries p \
           ON p.event_id = s.event_id AND p.stream_offset = s.stream_offset - 1 \
         WHERE s.event_id = $1 AND (e.seq IS NULL OR p.seq >= s.seq) \
         ORDER BY s.stream_offset LIMIT 20";
    let found: Vec<(i64,)> = link
        .all(
            "checking the public stream",
            MISPLACED,
            values![event.uuid()],
        )
        .await?;
    Ok(found.into_iter().map(|(offset,)| offset).collect())
}
