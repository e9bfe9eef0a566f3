//! The outbox: letters that wait, that were handed over, that were refused, or that are kept to
//! be read because nothing sends them.
//!
//! A letter and the job that sends it are written together, in the transaction of what caused
//! them; an attempt's outcome is written to both together. The job has the id of its letter.

use protocol::Micros;
use protocol::id::{EventId, JobId, LetterId};

use crate::account::Holder;
use crate::batch::Writes;
use crate::fault::Fault;
use crate::jobs::{LeasedJob, NewJob};
use crate::journal::{self, Detail, JournalNote, Journalled};
use crate::link::Link;
use crate::open::Store;
use crate::table::{contacts, jobs, letters, post_setups};
use crate::templates::PostSetup;
use crate::tx::Tx;

/// The kind of the job that sends a letter.
pub const SEND_LETTER: &str = "send_letter";

/// Whom a letter is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// Somebody of the event; his address and language are looked up when it is handed over.
    Holder(Holder),
    /// An address, for whoever is not of an event.
    Address {
        /// Where to.
        address: String,
        /// What he is called; may be empty.
        name: String,
        /// In which language.
        language: String,
    },
}

/// A letter that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLetter {
    /// Its id.
    pub id: LetterId,
    /// Of which event; none for the installation's own.
    pub event: Option<EventId>,
    /// What makes it the same letter as another: the fact and the recipient.
    pub key: String,
    /// Whom it is for.
    pub to: To,
    /// What it is about; a word of the caller's.
    pub matter: &'static str,
    /// The facts, in the caller's encoding: ids and times, no name and no text.
    pub facts: Vec<u8>,
    /// A link that only the recipient may see, or nothing.
    pub secret: String,
    /// Since when.
    pub created_at: Micros,
    /// Not to be handed over before.
    pub due_at: Micros,
}

/// Where a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LetterState {
    /// To be handed over.
    Waiting,
    /// The mail server took it.
    Sent,
    /// Written, and kept to be read: no mail server is configured for it.
    Kept,
    /// Given up; the error says why.
    Failed,
    /// Called off by an administrator before it was handed over.
    Cancelled,
}

impl LetterState {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Sent,
        Self::Kept,
        Self::Failed,
        Self::Cancelled,
    ];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Kept => "kept",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What is known of a letter without opening it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterHead {
    /// Its id.
    pub id: LetterId,
    /// Of which event.
    pub event: Option<EventId>,
    /// Whom it is for, if he is of an event.
    pub holder: Option<Holder>,
    /// What it is about.
    pub matter: String,
    /// Where it stands.
    pub state: LetterState,
    /// Since when.
    pub created_at: Micros,
    /// When it was handed over, kept, given up or called off.
    pub ended_at: Option<Micros>,
    /// How many times it was tried.
    pub n_attempts: u32,
    /// Why the last attempt failed: a code, or nothing.
    pub error: String,
    /// Where it went; nothing before.
    pub address: String,
    /// What the recipient was called.
    pub name: String,
    /// In which language.
    pub language: String,
    /// The subject as it was handed over.
    pub subject: String,
}

/// A letter in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLetter {
    /// What is known without opening it.
    pub head: LetterHead,
    /// The facts, in the caller's encoding.
    pub facts: Vec<u8>,
    /// A link that only the recipient may see; gone once it was sent.
    pub secret: String,
    /// The text as it was handed over.
    pub text: String,
    /// The same for eyes that like colour.
    pub html: String,
    /// What the mail server can be asked by.
    pub receipt: String,
}

/// A letter as it was handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handed {
    /// Where it went.
    pub address: String,
    /// What the recipient is called.
    pub name: String,
    /// In which language.
    pub language: String,
    /// Its subject.
    pub subject: String,
    /// Its text, without secrets.
    pub text: String,
    /// Its HTML, without secrets.
    pub html: String,
    /// What the mail server can be asked by.
    pub receipt: String,
}

/// What became of an attempt to hand a letter over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterEnd {
    /// The mail server took it.
    Sent {
        /// When.
        at: Micros,
        /// As it went out.
        handed: Handed,
    },
    /// Nothing sends it; it can be read.
    Kept {
        /// Since when.
        at: Micros,
        /// As it would have gone out.
        handed: Handed,
    },
    /// It will not be tried again by itself.
    Failed {
        /// Since when.
        at: Micros,
        /// Why: a code.
        error: String,
    },
    /// It will be tried again.
    Later {
        /// When.
        due_at: Micros,
        /// Why not now: a code.
        error: String,
    },
}

/// Where an event's letters to somebody go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The address.
    pub address: String,
    /// The language, as `fr` or `en`.
    pub language: String,
}

/// Letters that one wish to try again takes at most.
const RETRY_MAX: usize = 10_000;

fn key_of(letter: LetterId) -> String {
    format!("letter:{letter}")
}

fn job(letter: LetterId, created_at: Micros, due_at: Micros) -> NewJob {
    NewJob {
        id: JobId::from(letter.uuid()),
        kind: SEND_LETTER,
        key: key_of(letter),
        payload: letter.to_bytes().to_vec(),
        due_at,
        created_at,
    }
}

/// Writes letters with their jobs; how many were new.
async fn write(
    link: &mut Link<'_>,
    new: &[NewLetter],
    writes: &mut Writes,
) -> Result<usize, Fault> {
    if new.is_empty() {
        return Ok(0);
    }
    let inserted = letters::insert(link, new).await?;
    let jobs: Vec<NewJob> = new
        .iter()
        .filter(|letter| inserted.contains(&letter.id))
        .map(|letter| job(letter.id, letter.created_at, letter.due_at))
        .collect();
    jobs::insert(link, &jobs, writes).await?;
    Ok(inserted.len())
}

/// Calls the jobs of letters off that are no more.
pub(crate) async fn call_off(link: &mut Link<'_>, gone: &[LetterId]) -> Result<(), Fault> {
    for id in gone {
        jobs::call_off(link, &key_of(*id)).await?;
    }
    Ok(())
}

impl Tx {
    /// How the event writes letters, as this transaction sees it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn post_setup(&mut self) -> Result<PostSetup, Fault> {
        let (mut link, event, _) = self.parts();
        Ok(post_setups::find(&mut link, event)
            .await?
            .unwrap_or_default())
    }

    /// Writes letters in the same commit as the entries that cause them.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_letters(&mut self, new: &[NewLetter]) -> Result<usize, Fault> {
        let (mut link, _, writes) = self.parts();
        write(&mut link, new, writes).await
    }
}

impl Store {
    /// Writes letters that no entry causes; those whose key was there before are left out. How
    /// many were new.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn enqueue_letters(&self, new: &[NewLetter]) -> Result<usize, Fault> {
        let mut open = self.pools.writing().await?;
        let n_new = write(&mut open.link(), new, &mut Writes::default()).await?;
        open.commit().await?;
        Ok(n_new)
    }

    /// Writes what became of an attempt, to the letter and to its job. False when the lease was
    /// lost: somebody else has the letter, and nothing was written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn settle_letter(&self, held: &LeasedJob, end: &LetterEnd) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let holds = match end {
            LetterEnd::Sent { .. } | LetterEnd::Kept { .. } => {
                jobs::finish(&mut link, held).await?
            }
            LetterEnd::Failed { at, error } => {
                jobs::give_back(&mut link, held, "dead", *at, error).await?
            }
            LetterEnd::Later { due_at, error } => {
                jobs::give_back(&mut link, held, "waiting", *due_at, error).await?
            }
        };
        if !holds {
            open.roll_back().await?;
            return Ok(false);
        }
        let id = LetterId::from(held.id.uuid());
        letters::settle(&mut link, id, held.n_attempts, end).await?;
        open.commit().await?;
        Ok(true)
    }

    /// A letter in full.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_letter(&self, id: LetterId) -> Result<Option<KeptLetter>, Fault> {
        let mut open = self.pools.reading().await?;
        letters::find(&mut open.link(), id).await
    }

    /// When a waiting letter is tried next; none while somebody is at it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn letter_due_at(&self, id: LetterId) -> Result<Option<Micros>, Fault> {
        let mut open = self.pools.reading().await?;
        jobs::due_at(&mut open.link(), id.uuid()).await
    }

    /// A page of an event's outbox, newest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn list_letters(
        &self,
        event: EventId,
        state: Option<LetterState>,
        after: Option<LetterId>,
        n_max: usize,
    ) -> Result<Vec<LetterHead>, Fault> {
        let mut open = self.pools.reading().await?;
        letters::page(&mut open.link(), event, state, after, n_max).await
    }

    /// How many letters of an event are in each state; states without one are left out.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn count_letters(&self, event: EventId) -> Result<Vec<(LetterState, u64)>, Fault> {
        let mut open = self.pools.reading().await?;
        letters::count(&mut open.link(), event).await
    }

    /// Tries a failed or kept letter again, or all failed ones, and notes it where there were any.
    /// How many.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn retry_letters(
        &self,
        event: EventId,
        id: Option<LetterId>,
        now: Micros,
        note: Option<&JournalNote>,
    ) -> Result<usize, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let ids = letters::retry(&mut link, event, id, RETRY_MAX).await?;
        let mut again = Vec::with_capacity(ids.len());
        for id in &ids {
            jobs::call_off(&mut link, &key_of(*id)).await?;
            again.push(job(*id, now, now));
        }
        jobs::insert(&mut link, &again, &mut Writes::default()).await?;
        if !ids.is_empty()
            && let Some(note) = note
        {
            let n_letters = u64::try_from(ids.len()).unwrap_or(u64::MAX);
            let note = match id {
                Some(_) => note.clone(),
                None => note.clone().saying(Detail::number(n_letters)),
            };
            journal::append(&mut link, Journalled::Event(event), &note).await?;
        }
        open.commit().await?;
        Ok(ids.len())
    }

    /// Calls a waiting letter off, and notes it. Whether it waited; one that is being handed over this very
    /// moment may still go out.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn cancel_letter(
        &self,
        event: EventId,
        id: LetterId,
        now: Micros,
        note: Option<&JournalNote>,
    ) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let waited = letters::cancel(&mut link, event, id, now).await?;
        if waited {
            jobs::call_off(&mut link, &key_of(id)).await?;
            if let Some(note) = note {
                journal::append(&mut link, Journalled::Event(event), note).await?;
            }
        }
        open.commit().await?;
        Ok(waited)
    }

    /// Says where an event's letters go.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_contacts(
        &self,
        event: EventId,
        contacts: &[(Holder, Contact)],
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        contacts::put(&mut open.link(), event, contacts).await?;
        open.commit().await
    }

    /// Where an event's letters to somebody go.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_contact(
        &self,
        event: EventId,
        holder: Holder,
    ) -> Result<Option<Contact>, Fault> {
        let mut open = self.pools.reading().await?;
        contacts::find(&mut open.link(), event, holder).await
    }

    /// Deletes where somebody's letters go and every letter to him, waiting ones included. To be
    /// followed by [`Store::scrub`]. How many letters there were.
    ///
    /// # Errors
    /// When they cannot be deleted.
    pub async fn forget_letters_of(&self, event: EventId, holder: Holder) -> Result<usize, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        contacts::delete(&mut link, event, holder).await?;
        let gone = letters::forget_holder(&mut link, event, holder).await?;
        call_off(&mut link, &gone).await?;
        open.commit().await?;
        Ok(gone.len())
    }

    /// Deletes every letter to an address, of whichever event. To be followed by
    /// [`Store::scrub`]. How many there were.
    ///
    /// # Errors
    /// When they cannot be deleted.
    pub async fn forget_letters_to(&self, address: &str) -> Result<usize, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let gone = letters::forget_address(&mut link, address).await?;
        call_off(&mut link, &gone).await?;
        open.commit().await?;
        Ok(gone.len())
    }

    /// Deletes letters that ended before a time, with what is left of their jobs. How many.
    ///
    /// # Errors
    /// When they cannot be deleted.
    pub async fn sweep_letters(&self, ended_before: Micros) -> Result<u64, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let n_gone = letters::sweep(&mut link, ended_before).await?;
        jobs::sweep_orphans(&mut link).await?;
        open.commit().await?;
        Ok(n_gone)
    }

    /// How many letters wait although no job will send them; none, unless something is wrong.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn stranded_letters(&self) -> Result<u64, Fault> {
        let mut open = self.pools.reading().await?;
        letters::stranded(&mut open.link())
            .await
            .map(i64::unsigned_abs)
    }
}
