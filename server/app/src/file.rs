//! Files that people upload: how they come in, and what of them is kept.
//!
//! A file arrives piece by piece in an unnamed temporary file, is judged there, and goes into the
//! store in pieces: nobody's memory grows with it. What is kept is never what was sent where that
//! can be helped: pictures are taken apart and written anew, without whatever else the file held.
//!
//! Nothing that arrived is run, unpacked or believed: neither its name nor its declared type.

mod document;
mod flaw;
mod kind;
mod name;
mod picture;
#[cfg(test)]
mod tests;
mod video;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use protocol::Micros;
use protocol::id::{AttachmentId, EventId};
use protocol::limits::{ATTACHMENT_BYTES_MAX, EVENT_FILES_BYTES_MAX, VIDEO_BYTES_MAX};
use sha2::{Digest, Sha256};
use store::{FILE_CHUNK_BYTES, Fault, Store};
use tokio::sync::Semaphore;

pub use self::flaw::FileFlaw;
pub use self::kind::{Family, FileKind};
pub use self::name::clean_name;
use crate::live::meter;
use crate::port::{Clock, NoScanner, Random, Scanner, Verdict};
pub use store::{AnyFile, Attachment, LibraryFile};

/// Pictures that are taken apart at a time: each takes as much memory as it has pixels.
const JUDGED_AT_A_TIME: usize = 1;

/// How large files may be on this installation, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileRules {
    /// Pictures and documents.
    pub plain_bytes_max: usize,
    /// Videos.
    pub video_bytes_max: usize,
    /// Whether files are taken although the scanner that was named cannot be asked.
    pub takes_unscanned: bool,
}

impl Default for FileRules {
    fn default() -> Self {
        Self {
            plain_bytes_max: ATTACHMENT_BYTES_MAX,
            video_bytes_max: VIDEO_BYTES_MAX / 2,
            takes_unscanned: false,
        }
    }
}

impl FileRules {
    /// How long a file of a family may be.
    #[must_use]
    pub fn bytes_max(&self, family: Family) -> usize {
        match family {
            Family::Picture | Family::Document => self.plain_bytes_max.min(ATTACHMENT_BYTES_MAX),
            Family::Video => self.video_bytes_max.min(VIDEO_BYTES_MAX),
        }
    }
}

/// Why a file was not taken.
#[derive(Debug)]
pub enum FileError {
    /// What is wrong with it.
    Flawed(FileFlaw),
    /// The world failed.
    Store(Fault),
    /// The disk failed.
    Disk(std::io::Error),
}

impl From<FileFlaw> for FileError {
    fn from(flaw: FileFlaw) -> Self {
        Self::Flawed(flaw)
    }
}

impl From<Fault> for FileError {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error)
    }
}

/// A file that was taken: its bytes are in the store, and whoever asked gives it a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its random name.
    pub id: AttachmentId,
    /// What it is.
    pub kind: FileKind,
    /// What its sender called it, as far as that can be shown.
    pub name: String,
    /// How long it is, as it is kept.
    pub n_bytes: u64,
    /// SHA-256 of it, as it is kept.
    pub digest: [u8; 32],
    /// Width and height of a picture.
    pub size: Option<(u32, u32)>,
    /// When.
    pub at: Micros,
}

/// A file on its way in.
#[derive(Debug)]
pub struct Spool {
    name: String,
    kind: FileKind,
    file: tokio::fs::File,
    n_bytes: usize,
    n_bytes_max: usize,
}

impl Spool {
    /// Adds a piece.
    ///
    /// # Errors
    /// A file that is longer than one of its kind may be, or a disk that fails.
    pub async fn push(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        use tokio::io::AsyncWriteExt;
        self.n_bytes += bytes.len();
        if self.n_bytes > self.n_bytes_max {
            return Err(FileFlaw::TooLarge(self.n_bytes_max).into());
        }
        Ok(self.file.write_all(bytes).await?)
    }
}

/// Where files come in.
pub struct Files {
    store: Store,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    scanner: Arc<dyn Scanner>,
    rules: FileRules,
    judging: Arc<Semaphore>,
}

impl Files {
    /// An office over this store, without a scanner.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self::with(
            store,
            (clock, random),
            FileRules::default(),
            Arc::new(NoScanner),
        )
    }

    /// The same with rules of the installation's, and somebody who looks for what does harm.
    #[must_use]
    pub fn with(
        store: Store,
        (clock, random): (Arc<dyn Clock>, Arc<dyn Random>),
        rules: FileRules,
        scanner: Arc<dyn Scanner>,
    ) -> Self {
        Self {
            store,
            clock,
            random,
            scanner,
            rules,
            judging: Arc::new(Semaphore::new(JUDGED_AT_A_TIME)),
        }
    }

    /// What is taken here.
    #[must_use]
    pub const fn rules(&self) -> &FileRules {
        &self.rules
    }

    /// Begins to take a file that its sender calls so.
    ///
    /// # Errors
    /// A name of no kind that is taken, an event that has no room, or a disk that fails.
    pub async fn begin(&self, event: EventId, name: &str) -> Result<Spool, FileError> {
        let (name, kind) = name::read(name)?;
        if self.store.file_bytes(event).await? >= EVENT_FILES_BYTES_MAX {
            return Err(FileFlaw::NoRoom.into());
        }
        let file = tokio::task::spawn_blocking(tempfile::tempfile)
            .await
            .map_err(std::io::Error::other)??;
        Ok(Spool {
            name,
            kind,
            file: tokio::fs::File::from_std(file),
            n_bytes: 0,
            n_bytes_max: self.rules.bytes_max(kind.family()),
        })
    }

    /// Judges a file that arrived whole, and keeps its bytes. It is the caller's to name it in a
    /// row, or to let it go.
    ///
    /// # Errors
    /// A file that is not what it says, or holds what does harm; or a world that fails.
    pub async fn take(&self, event: EventId, spool: Spool) -> Result<Taken, FileError> {
        use tokio::io::AsyncWriteExt;
        let Spool {
            name,
            kind,
            mut file,
            n_bytes,
            ..
        } = spool;
        if n_bytes == 0 {
            return Err(FileFlaw::Empty.into());
        }
        file.flush().await?;
        let file = file.into_std().await;
        // The scanner sees what was sent, before anything of ours opens it.
        let file = self.scan(file).await?;
        let permit = self.judging.clone().acquire_owned().await;
        let judged = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            judge(kind, file)
        });
        let judged = judged.await.map_err(std::io::Error::other)??;
        let at = self.clock.now();
        let id = AttachmentId::new(at, (&*self.random as &dyn Random).bytes());
        let (n_bytes, digest) = match self.keep(event, (id, at), judged.file).await {
            Ok(kept) => kept,
            Err(error) => {
                self.let_go(event, id).await;
                return Err(error);
            }
        };
        count("taken");
        Ok(Taken {
            id,
            kind: judged.kind,
            name: judged.kind.named(&name),
            n_bytes,
            digest,
            size: judged.size,
            at,
        })
    }

    /// The file of an id.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find(&self, event: EventId, id: AttachmentId) -> Result<Option<AnyFile>, Fault> {
        self.store.find_file(event, id).await
    }

    /// The bytes of a file from a place on, as far as one piece goes; none beyond its end.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn bytes_at(
        &self,
        event: EventId,
        id: AttachmentId,
        at: u64,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let size = FILE_CHUNK_BYTES as u64;
        let Ok(position) = u32::try_from(at / size) else {
            return Ok(None);
        };
        let Some(mut bytes) = self.store.file_chunk(event, id, position).await? else {
            return Ok(None);
        };
        let skipped = usize::try_from(at % size).unwrap_or(usize::MAX);
        if skipped >= bytes.len() {
            return Ok(None);
        }
        bytes.drain(..skipped);
        Ok(Some(bytes))
    }

    /// Deletes the bytes of a file that gets no row. What cannot be deleted now is swept later.
    pub async fn let_go(&self, event: EventId, id: AttachmentId) {
        if let Err(fault) = self.store.drop_file(event, id).await {
            tracing::warn!(error = %fault, "a file is not deleted yet: {fault}");
        }
    }

    async fn scan(&self, file: File) -> Result<File, FileError> {
        let (verdict, file) = self.scanner.scan(file).await;
        match verdict {
            Ok(Verdict::Clean) => Ok(file),
            Ok(Verdict::Harmful) => Err(FileFlaw::Harmful.into()),
            Err(error) => {
                tracing::warn!(error = %error, "a file could not be scanned: {error}");
                if self.rules.takes_unscanned {
                    Ok(file)
                } else {
                    Err(FileFlaw::NotScanned.into())
                }
            }
        }
    }

    /// Length and fingerprint of what was written.
    async fn keep(
        &self,
        event: EventId,
        (id, at): (AttachmentId, Micros),
        mut file: File,
    ) -> Result<(u64, [u8; 32]), FileError> {
        let mut digest = Sha256::new();
        let mut n_bytes = 0;
        for position in 0.. {
            let read = tokio::task::spawn_blocking(move || {
                let mut bytes = Vec::with_capacity(FILE_CHUNK_BYTES);
                let mut part = Read::by_ref(&mut file).take(FILE_CHUNK_BYTES as u64);
                part.read_to_end(&mut bytes).map(|_| (file, bytes))
            });
            let bytes;
            (file, bytes) = read.await.map_err(std::io::Error::other)??;
            if bytes.is_empty() {
                break;
            }
            digest.update(&bytes);
            n_bytes += bytes.len() as u64;
            self.store
                .put_file_chunk(event, id, (position, at), bytes)
                .await?;
        }
        Ok((n_bytes, digest.finalize().into()))
    }
}

/// Counts a file that was not taken.
pub fn count_flaw(flaw: FileFlaw) {
    count(flaw.word());
}

fn count(outcome: &'static str) {
    metrics::counter!(meter::FILES, "outcome" => outcome).increment(1);
}

/// What is kept of a file.
struct Judged {
    kind: FileKind,
    file: File,
    size: Option<(u32, u32)>,
}

/// Whether a file is what its name says; what is to be kept of it.
fn judge(kind: FileKind, mut file: File) -> Result<Judged, FileError> {
    file.seek(SeekFrom::Start(0))?;
    let judged = match kind.family() {
        Family::Picture => {
            let picture = picture::read(kind, &whole(&mut file)?)?;
            let mut file = tempfile::tempfile()?;
            file.write_all(&picture.bytes)?;
            Judged {
                kind: picture.kind,
                size: Some(picture.size),
                file,
            }
        }
        Family::Document => {
            document::check(&whole(&mut file)?)?;
            Judged {
                kind,
                file,
                size: None,
            }
        }
        Family::Video => {
            let mut head = Vec::new();
            Read::by_ref(&mut file)
                .take(video::HEAD_BYTES)
                .read_to_end(&mut head)?;
            video::check(kind, &head)?;
            Judged {
                kind,
                file,
                size: None,
            }
        }
    };
    let mut judged = judged;
    judged.file.seek(SeekFrom::Start(0))?;
    Ok(judged)
}

/// Pictures and documents are short enough to be held, one at a time.
fn whole(file: &mut File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(ATTACHMENT_BYTES_MAX as u64)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
