//! Files: their bytes in pieces, and the library of an event's organisers.
//!
//! Guarantees:
//! - **Bytes before names.** Pieces are written first, each in a short transaction, so that a large
//!   upload never holds up the floor; the row that names the file comes last. Pieces that no row
//!   names are swept.
//! - **A file goes whole.** Whoever deletes the row of a file deletes its pieces in the same
//!   transaction.
//! - **Bytes never change.** Another content is another file; so a copy that a reader kept is good
//!   for as long as there is the file.

pub(crate) mod rows;

use protocol::Micros;
use protocol::id::{AttachmentId, EventId, PageId};
use protocol::site::Language;

use crate::fault::Fault;
use crate::feed;
use crate::open::Store;
use crate::registration::{Attachment, rows as registrations};
use crate::site;
use crate::tx::Tx;

/// Bytes of every piece of a file but its last.
pub const FILE_CHUNK_BYTES: usize = 256 * 1024;

/// A file of an event's library; its bytes are pieces under its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryFile {
    /// Its random name.
    pub id: AttachmentId,
    /// Raised by every edit of its words.
    pub revision: u64,
    /// Its type: a word of the caller's.
    pub kind: String,
    /// What the organisers call it.
    pub name: String,
    /// What it shows, for who cannot see it; in French.
    pub alt_french: String,
    /// In English.
    pub alt_english: String,
    /// Pixels; zero for what is no picture.
    pub width: u32,
    /// Pixels; zero for what is no picture.
    pub height: u32,
    /// How long it is.
    pub n_bytes: u64,
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
    /// Since when.
    pub created_at: Micros,
}

/// How a site looks beyond its colour, as it is stored: JSON of the caller's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteLook {
    /// Raised by every edit.
    pub revision: u64,
    /// Banner, organisers and logos.
    pub definition: String,
}

/// An edit of the library or of how the site looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LibraryWrite {
    /// A file with its words, over the revision that was seen; zero for one that is new.
    Put(u64, LibraryFile),
    /// Takes a file out that no page shows.
    Remove(AttachmentId),
    /// How the site looks, over the revision that was seen, zero for none; and the address of the
    /// feed that it names.
    Look(u64, SiteLook, Option<String>),
}

/// A file under its id, whatever it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnyFile {
    /// Of a registration.
    Attached(Attachment),
    /// Of the library.
    Library(LibraryFile),
}

impl Store {
    /// Keeps a piece of a file that is on its way in. To be followed by the row that names the
    /// file, or by [`Store::drop_file`].
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_file_chunk(
        &self,
        event: EventId,
        file: AttachmentId,
        (position, at): (u32, Micros),
        bytes: Vec<u8>,
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        rows::insert_chunk(&mut open.link(), event, file, (position, at), bytes).await?;
        open.commit().await
    }

    /// A piece of a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn file_chunk(
        &self,
        event: EventId,
        file: AttachmentId,
        position: u32,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::chunk(&mut open.link(), event, file, position).await
    }

    /// Deletes the pieces of a file that will have no row.
    ///
    /// # Errors
    /// When they cannot be deleted.
    pub async fn drop_file(&self, event: EventId, file: AttachmentId) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        rows::delete_chunks(&mut open.link(), event, &[file]).await?;
        open.commit().await
    }

    /// Deletes pieces from before a time that no row names: of uploads that broke off. How many.
    ///
    /// # Errors
    /// When they cannot be deleted.
    pub async fn sweep_files(&self, stored_before: Micros) -> Result<u64, Fault> {
        let mut open = self.pools.writing().await?;
        let n = rows::sweep(&mut open.link(), stored_before).await?;
        open.commit().await?;
        Ok(n)
    }

    /// The file of an id.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_file(
        &self,
        event: EventId,
        id: AttachmentId,
    ) -> Result<Option<AnyFile>, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        if let Some(found) = rows::find(&mut link, event, id).await? {
            return Ok(Some(AnyFile::Library(found)));
        }
        let found = registrations::find_file(&mut link, event, id).await?;
        Ok(found.map(AnyFile::Attached))
    }

    /// Bytes of all files of an event that have a row.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn file_bytes(&self, event: EventId) -> Result<u64, Fault> {
        let mut open = self.pools.reading().await?;
        rows::bytes(&mut open.link(), event).await
    }

    /// The files of the library, the newest first; at most as many as there may be.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn library(&self, event: EventId) -> Result<Vec<LibraryFile>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::list(&mut open.link(), event).await
    }

    /// How the event's site looks, where somebody said.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn site_look(&self, event: EventId) -> Result<Option<SiteLook>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::look(&mut open.link(), event).await
    }

    /// The texts whose newest or published version names something, with their titles.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn texts_naming(
        &self,
        event: EventId,
        what: &str,
    ) -> Result<Vec<(PageId, Language, String)>, Fault> {
        let mut open = self.pools.reading().await?;
        site::rows::naming(&mut open.link(), event, what).await
    }

    /// Copies files of one event's library to another's, under new ids, with their bytes.
    ///
    /// # Errors
    /// When they cannot be copied.
    pub async fn copy_library(
        &self,
        from: EventId,
        to: EventId,
        ids: &[(AttachmentId, AttachmentId)],
        at: Micros,
    ) -> Result<(), Fault> {
        for (old, new) in ids {
            let mut open = self.pools.writing().await?;
            rows::copy(&mut open.link(), (from, *old), (to, *new), at).await?;
            open.commit().await?;
        }
        Ok(())
    }

    /// Gives a new event the look of the one that it was made from, and the address of the feed
    /// that the look names.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_site_look(
        &self,
        event: EventId,
        look: &SiteLook,
        feed: Option<&str>,
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        rows::put_look(&mut open.link(), event, 0, look).await?;
        feed::rows::follow(&mut open.link(), event, feed).await?;
        open.commit().await
    }

    /// Removes what deleted files left behind in the engine's files.
    ///
    /// # Errors
    /// When a reader or writer was in the way; to be tried again.
    pub async fn scrub_files(&self) -> Result<(), Fault> {
        use crate::link::Pools;
        match &self.pools {
            Pools::Sqlite { .. } => self.scrub().await,
            Pools::Postgres(pool) => sqlx::query(rows::REWRITE)
                .execute(pool)
                .await
                .map(drop)
                .map_err(Fault::during("scrubbing files")),
        }
    }
}

impl Tx {
    /// Writes an edit of the library; it is committed with the batch. Pages that were rendered
    /// before are rendered anew.
    ///
    /// # Errors
    /// [`Fault::Stale`] when something has another revision than was seen, or a file is used.
    pub async fn write_library(&mut self, write: &LibraryWrite) -> Result<(), Fault> {
        const ATTEMPT: &str = "editing the library";
        let (mut link, event, _) = self.parts();
        let is_done = match write {
            LibraryWrite::Put(0, file) => rows::insert(&mut link, event, file).await?,
            LibraryWrite::Put(seen, file) => rows::update(&mut link, event, *seen, file).await?,
            LibraryWrite::Remove(id) => {
                let uses = site::rows::naming(&mut link, event, &id.to_string()).await?;
                uses.is_empty() && rows::delete(&mut link, event, *id).await?
            }
            LibraryWrite::Look(seen, look, address) => {
                let is_put = rows::put_look(&mut link, event, *seen, look).await?;
                if is_put {
                    feed::rows::follow(&mut link, event, address.as_deref()).await?;
                }
                is_put
            }
        };
        if !is_done {
            return Err(Fault::Stale { attempt: ATTEMPT });
        }
        site::rows::touch(&mut link, event).await
    }
}
