//! Table `journal_heads`: where each journal ends. The row is its lock.

use uuid::Uuid;

use crate::chain::{self, Checksum};
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;

/// Where a journal ends, and keeps others from writing to it until the transaction ends. One that
/// has no line yet is begun.
pub(crate) async fn lock(link: &mut Link<'_>, id: Uuid) -> Result<(u64, Checksum), Fault> {
    // Touches the row of a journal that is there, which locks it on either engine.
    const LOCK: &str = "INSERT INTO journal_heads (event_id, line, checksum) VALUES ($1, 0, $2) \
                        ON CONFLICT (event_id) DO UPDATE SET line = journal_heads.line";
    let beginning = chain::journal_beginning(id);
    link.execute("locking a journal", LOCK, values![id, beginning.to_vec()])
        .await?;
    let found = find(link, id).await?;
    found.ok_or_else(|| code::corrupt("journal_heads.event_id"))
}

pub(crate) async fn find(link: &mut Link<'_>, id: Uuid) -> Result<Option<(u64, Checksum)>, Fault> {
    const FIND: &str = "SELECT line, checksum FROM journal_heads WHERE event_id = $1";
    let row: Option<(i64, Vec<u8>)> = link
        .optional("reading the end of a journal", FIND, values![id])
        .await?;
    row.map(|(line, checksum)| {
        let checksum = checksum.try_into();
        Ok((
            code::number("journal_heads.line", line)?,
            checksum.map_err(|_| code::corrupt("journal_heads.checksum"))?,
        ))
    })
    .transpose()
}

/// Moves the end of a journal that is locked.
pub(crate) async fn put(
    link: &mut Link<'_>,
    id: Uuid,
    line: u64,
    checksum: &Checksum,
) -> Result<(), Fault> {
    const PUT: &str = "UPDATE journal_heads SET line = $2, checksum = $3 WHERE event_id = $1";
    let values = values![id, code::position(line), checksum.to_vec()];
    link.execute("moving the end of a journal", PUT, values)
        .await
        .map(drop)
}
