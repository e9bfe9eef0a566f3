//! Tables `file_chunks`, `library_files` and `site_looks`.

use protocol::Micros;
use protocol::id::{AttachmentId, EventId};
use protocol::limits::LIBRARY_FILES_MAX;
use uuid::Uuid;

use super::{LibraryFile, SiteLook};
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;

/// PostgreSQL keeps deleted rows in its files until the table is written anew.
pub(crate) const REWRITE: &str = "VACUUM FULL file_chunks";

macro_rules! columns {
    () => {
        "file_id, revision, kind, name, alt_fr, alt_en, width, height, n_bytes, digest, created_at"
    };
}

#[derive(sqlx::FromRow)]
struct FileRow {
    file_id: Uuid,
    revision: i64,
    kind: String,
    name: String,
    alt_fr: String,
    alt_en: String,
    width: i64,
    height: i64,
    n_bytes: i64,
    digest: Vec<u8>,
    created_at: i64,
}

impl FileRow {
    fn read(self) -> Result<LibraryFile, Fault> {
        let digest = self.digest.try_into();
        Ok(LibraryFile {
            id: AttachmentId::from(self.file_id),
            revision: code::number("library_files.revision", self.revision)?,
            kind: self.kind,
            name: self.name,
            alt_french: self.alt_fr,
            alt_english: self.alt_en,
            width: code::number("library_files.width", self.width)?,
            height: code::number("library_files.height", self.height)?,
            n_bytes: code::number("library_files.n_bytes", self.n_bytes)?,
            digest: digest.map_err(|_| code::corrupt("library_files.digest"))?,
            created_at: Micros(self.created_at),
        })
    }
}

pub(super) async fn insert_chunk(
    link: &mut Link<'_>,
    event: EventId,
    file: AttachmentId,
    (position, at): (u32, Micros),
    bytes: Vec<u8>,
) -> Result<(), Fault> {
    const INSERT: &str = "INSERT INTO file_chunks (event_id, file_id, position, stored_at, bytes) \
                          VALUES ($1, $2, $3, $4, $5)";
    let values = values![event.uuid(), file.uuid(), i64::from(position), at.0, bytes];
    link.execute("keeping a piece of a file", INSERT, values)
        .await
        .map(drop)
}

pub(super) async fn chunk(
    link: &mut Link<'_>,
    event: EventId,
    file: AttachmentId,
    position: u32,
) -> Result<Option<Vec<u8>>, Fault> {
    const FIND: &str = "SELECT bytes FROM file_chunks WHERE event_id = $1 AND file_id = $2 \
                        AND position = $3";
    let values = values![event.uuid(), file.uuid(), i64::from(position)];
    let row: Option<(Vec<u8>,)> = link
        .optional("reading a piece of a file", FIND, values)
        .await?;
    Ok(row.map(|(bytes,)| bytes))
}

/// Deletes the pieces of files whose rows go in the same transaction.
pub(crate) async fn delete_chunks(
    link: &mut Link<'_>,
    event: EventId,
    files: &[AttachmentId],
) -> Result<(), Fault> {
    const DELETE: &str = "DELETE FROM file_chunks WHERE event_id = $1 AND file_id = $2";
    for file in files {
        let values = values![event.uuid(), file.uuid()];
        link.execute("deleting a file", DELETE, values).await?;
    }
    Ok(())
}

pub(super) async fn sweep(link: &mut Link<'_>, stored_before: Micros) -> Result<u64, Fault> {
    const SWEEP: &str = "DELETE FROM file_chunks WHERE stored_at < $1 \
         AND NOT EXISTS (SELECT 1 FROM registration_files r \
         WHERE r.event_id = file_chunks.event_id AND r.file_id = file_chunks.file_id) \
         AND NOT EXISTS (SELECT 1 FROM library_files l \
         WHERE l.event_id = file_chunks.event_id AND l.file_id = file_chunks.file_id)";
    link.execute("sweeping files", SWEEP, values![stored_before.0])
        .await
}

pub(super) async fn bytes(link: &mut Link<'_>, event: EventId) -> Result<u64, Fault> {
    const ATTACHED: &str = "SELECT CAST(COALESCE(SUM(n_bytes), 0) AS BIGINT) FROM registration_files \
         WHERE event_id = $1";
    const LIBRARY: &str = "SELECT CAST(COALESCE(SUM(n_bytes), 0) AS BIGINT) FROM library_files \
                           WHERE event_id = $1";
    let mut sum = 0;
    for statement in [ATTACHED, LIBRARY] {
        let (n,): (i64,) = link
            .one("measuring files", statement, values![event.uuid()])
            .await?;
        sum += code::number::<u64>("files", n)?;
    }
    Ok(sum)
}

pub(super) async fn find(
    link: &mut Link<'_>,
    event: EventId,
    id: AttachmentId,
) -> Result<Option<LibraryFile>, Fault> {
    const FIND: &str = concat!(
        "SELECT ",
        columns!(),
        " FROM library_files WHERE event_id = $1 AND file_id = $2"
    );
    let values = values![event.uuid(), id.uuid()];
    let row: Option<FileRow> = link.optional("finding a file", FIND, values).await?;
    row.map(FileRow::read).transpose()
}

pub(crate) async fn list(link: &mut Link<'_>, event: EventId) -> Result<Vec<LibraryFile>, Fault> {
    const LIST: &str = concat!(
        "SELECT ",
        columns!(),
        " FROM library_files WHERE event_id = $1 ORDER BY created_at DESC, file_id LIMIT $2"
    );
    let values = values![event.uuid(), code::limit(LIBRARY_FILES_MAX)];
    let rows: Vec<FileRow> = link.all("reading the library", LIST, values).await?;
    rows.into_iter().map(FileRow::read).collect()
}

/// Whether there was room.
pub(super) async fn insert(
    link: &mut Link<'_>,
    event: EventId,
    file: &LibraryFile,
) -> Result<bool, Fault> {
    const INSERT: &str = "INSERT INTO library_files (event_id, file_id, revision, kind, name, \
         alt_fr, alt_en, width, height, n_bytes, digest, created_at) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 \
         WHERE (SELECT COUNT(*) FROM library_files WHERE event_id = $1) < $13";
    let values = values![
        event.uuid(),
        file.id.uuid(),
        code::position(file.revision),
        file.kind.clone(),
        file.name.clone(),
        file.alt_french.clone(),
        file.alt_english.clone(),
        i64::from(file.width),
        i64::from(file.height),
        code::position(file.n_bytes),
        file.digest.to_vec(),
        file.created_at.0,
        code::limit(LIBRARY_FILES_MAX),
    ];
    let n_rows = link.execute("adding to the library", INSERT, values);
    Ok(n_rows.await? == 1)
}

/// Only words change; what the bytes are never does.
pub(super) async fn update(
    link: &mut Link<'_>,
    event: EventId,
    seen: u64,
    file: &LibraryFile,
) -> Result<bool, Fault> {
    const UPDATE: &str = "UPDATE library_files SET revision = $4, name = $5, alt_fr = $6, \
         alt_en = $7 WHERE event_id = $1 AND file_id = $2 AND revision = $3";
    let values = values![
        event.uuid(),
        file.id.uuid(),
        code::position(seen),
        code::position(file.revision),
        file.name.clone(),
        file.alt_french.clone(),
        file.alt_english.clone(),
    ];
    let n_rows = link.execute("editing the library", UPDATE, values);
    Ok(n_rows.await? == 1)
}

pub(super) async fn delete(
    link: &mut Link<'_>,
    event: EventId,
    id: AttachmentId,
) -> Result<bool, Fault> {
    const DELETE: &str = "DELETE FROM library_files WHERE event_id = $1 AND file_id = $2";
    let values = values![event.uuid(), id.uuid()];
    let n_rows = link.execute("taking out of the library", DELETE, values);
    let existed = n_rows.await? == 1;
    if existed {
        delete_chunks(link, event, &[id]).await?;
    }
    Ok(existed)
}

pub(crate) async fn look(link: &mut Link<'_>, event: EventId) -> Result<Option<SiteLook>, Fault> {
    const FIND: &str = "SELECT revision, definition FROM site_looks WHERE event_id = $1";
    let row: Option<(i64, String)> = link
        .optional("reading a site's look", FIND, values![event.uuid()])
        .await?;
    row.map(|(revision, definition)| {
        Ok(SiteLook {
            revision: code::number("site_looks.revision", revision)?,
            definition,
        })
    })
    .transpose()
}

pub(super) async fn put_look(
    link: &mut Link<'_>,
    event: EventId,
    seen: u64,
    look: &SiteLook,
) -> Result<bool, Fault> {
    const PUT: &str = "INSERT INTO site_looks (event_id, revision, definition) \
         VALUES ($1, $2, $3) ON CONFLICT (event_id) DO UPDATE SET revision = excluded.revision, \
         definition = excluded.definition WHERE site_looks.revision = $4";
    let values = values![
        event.uuid(),
        code::position(look.revision),
        look.definition.clone(),
        code::position(seen),
    ];
    let n_rows = link.execute("editing a site's look", PUT, values);
    Ok(n_rows.await? == 1)
}

pub(super) async fn copy(
    link: &mut Link<'_>,
    (from, old): (EventId, AttachmentId),
    (to, new): (EventId, AttachmentId),
    at: Micros,
) -> Result<(), Fault> {
    const ROW: &str = "INSERT INTO library_files (event_id, file_id, revision, kind, name, \
         alt_fr, alt_en, width, height, n_bytes, digest, created_at) \
         SELECT $3, $4, 1, kind, name, alt_fr, alt_en, width, height, n_bytes, digest, created_at \
         FROM library_files WHERE event_id = $1 AND file_id = $2";
    const CHUNKS: &str = "INSERT INTO file_chunks (event_id, file_id, position, stored_at, bytes) \
         SELECT $3, $4, position, $5, bytes FROM file_chunks WHERE event_id = $1 AND file_id = $2";
    const ATTEMPT: &str = "copying a file";
    let ids = || values![from.uuid(), old.uuid(), to.uuid(), new.uuid()];
    link.execute(ATTEMPT, ROW, ids()).await?;
    let mut values = ids();
    values.extend(values![at.0]);
    link.execute(ATTEMPT, CHUNKS, values).await.map(drop)
}
