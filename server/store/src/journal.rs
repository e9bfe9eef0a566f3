//! The journal: who did what that leaves no entry in an event's log, in the commit of what he did.
//!
//! Guarantees:
//! - **With its cause.** A line is written in the transaction of what it tells, or before something
//!   is handed out; there is no line of what did not happen.
//! - **Append-only.** A line is inserted once and never changed; it goes with its event only.
//! - **Chained.** Each line carries a checksum over itself and the one before, and the head says
//!   where the journal ends: what was changed, removed, put in or moved is found.
//! - **No text of anybody.** Who and whom are ids, which name nobody once their cards are gone;
//!   whatever else a line says is made of words of this product.

use protocol::id::{EventId, LetterId, PersonId, ProposalId, StaffId};
use protocol::{Actor, Micros};
use uuid::Uuid;

use crate::chain::{self, Checksum};
use crate::code::Word;
use crate::fault::Fault;
use crate::link::Link;
use crate::open::Store;
use crate::table::{heads, journal_heads, journal_lines};
use crate::user::UserId;

/// Lines that are read at once when a journal is gone through.
const CHUNK_LINES: usize = 500;

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JournalActor {
    /// The product itself.
    System,
    /// A member of an event's team.
    Staff(StaffId),
    /// A participant or expert.
    Person(PersonId),
    /// A user, on the pages of his account.
    User(UserId),
    /// Whoever has the machine.
    Operator,
}

impl From<Actor> for JournalActor {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::System => Self::System,
            Actor::Staff(id) => Self::Staff(id),
            Actor::Person(id) => Self::Person(id),
        }
    }
}

/// From where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JournalSurface {
    /// The organisers' screens and pages.
    Console,
    /// The pages of one's own account.
    Account,
    /// The command line.
    CommandLine,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(
    missing_docs,
    reason = "the names say it; the pages say it in two languages"
)]
pub enum JournalAction {
    LettersOn,
    LettersOff,
    LetterRetried,
    LettersRetried,
    LetterCancelled,
    TemplateSaved,
    TemplateReset,
    TemplateTested,
    LetterSettingsSaved,
    PlanStarted,
    PlanStopped,
    PlanDiscarded,
    EventCloned,
    EventOpened,
    DataExported,
    OwnDataExported,
    UserErased,
    JournalExported,
    ConnectionsExported,
    AddressGiven,
    LinkIssued,
    SecretsSealed,
    KeyAdded,
}

impl JournalSurface {
    /// Its word in downloads.
    #[must_use]
    pub fn as_word(self) -> &'static str {
        self.word()
    }
}

impl JournalAction {
    /// Its word in downloads.
    #[must_use]
    pub fn as_word(self) -> &'static str {
        self.word()
    }
}

/// To what or whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum JournalSubject {
    Nothing,
    Person(PersonId),
    Staff(StaffId),
    User(UserId),
    Letter(LetterId),
    Plan(ProposalId),
    Event(EventId),
}

/// What else a line says: words of this product and numbers, never a text of anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail(String);

impl Detail {
    /// Words of the product, as parts of one.
    #[must_use]
    pub fn words(words: &[&'static str]) -> Self {
        Self(words.join("/"))
    }

    /// A number.
    #[must_use]
    pub fn number(number: u64) -> Self {
        Self(number.to_string())
    }

    pub(crate) const fn stored(text: String) -> Self {
        Self(text)
    }

    /// As it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is to be noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalNote {
    /// When, by the clock of what it is about.
    pub at: Micros,
    /// Who.
    pub by: JournalActor,
    /// From where.
    pub surface: JournalSurface,
    /// What.
    pub action: JournalAction,
    /// To what or whom.
    pub subject: JournalSubject,
    /// What else.
    pub detail: Detail,
}

impl JournalNote {
    /// Something that was done on the organisers' screens.
    #[must_use]
    pub fn of_console(at: Micros, by: Actor, action: JournalAction) -> Self {
        Self {
            at,
            by: by.into(),
            surface: JournalSurface::Console,
            action,
            subject: JournalSubject::Nothing,
            detail: Detail::default(),
        }
    }

    /// The same, done to something.
    #[must_use]
    pub fn about(self, subject: JournalSubject) -> Self {
        Self { subject, ..self }
    }

    /// The same, and more of it.
    #[must_use]
    pub fn saying(self, detail: Detail) -> Self {
        Self { detail, ..self }
    }
}

/// A line of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalLine {
    /// Its number, from one.
    pub line: u64,
    /// Where the event's log ended: it stands behind this entry and before the next one.
    pub after_seq: u64,
    /// What it says.
    pub note: JournalNote,
    /// The link of the chain that it adds.
    pub checksum: Checksum,
}

/// Whose journal: an event's, or that of the house itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journalled {
    /// An event's.
    Event(EventId),
    /// What is done outside of events.
    House,
}

impl Journalled {
    pub(crate) fn id(self) -> Uuid {
        match self {
            Self::Event(event) => event.uuid(),
            Self::House => Uuid::nil(),
        }
    }
}

/// Where a chain is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalBreak {
    /// This line is not the one that was written, or not in its place.
    Line(u64),
    /// The journal does not end where it says.
    End(u64),
}

/// What going through a journal found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalCheck {
    /// Lines that were gone through.
    pub n_lines: u64,
    /// The first break, if there is one.
    pub broken: Option<JournalBreak>,
}

impl JournalCheck {
    /// Whether every line is the one that was written.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.broken.is_none()
    }
}

/// Appends a line; it is committed with what it tells. To be called last in a transaction: whoever
/// writes to the same journal waits from here on.
pub(crate) async fn append(
    link: &mut Link<'_>,
    whose: Journalled,
    note: &JournalNote,
) -> Result<(), Fault> {
    let id = whose.id();
    let (line, checksum) = journal_heads::lock(link, id).await?;
    let after_seq = match whose {
        Journalled::Event(event) => heads::find(link, event).await?.map_or(0, |head| head.seq),
        Journalled::House => 0,
    };
    let mut next = JournalLine {
        line: line + 1,
        after_seq,
        note: note.clone(),
        checksum,
    };
    next.checksum = journal_lines::link_of(&checksum, &next);
    journal_lines::insert(link, id, &next).await?;
    journal_heads::put(link, id, next.line, &next.checksum).await
}

impl Store {
    /// Notes something by itself: before it is handed out, or where what it tells is elsewhere.
    ///
    /// # Errors
    /// When it cannot be written; then nothing may be handed out.
    pub async fn note(&self, whose: Journalled, note: &JournalNote) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        append(&mut open.link(), whose, note).await?;
        open.commit().await
    }

    /// Lines before a number, the youngest first; at most `n_max`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn journal(
        &self,
        whose: Journalled,
        before: Option<u64>,
        n_max: usize,
    ) -> Result<Vec<JournalLine>, Fault> {
        let mut open = self.pools.reading().await?;
        journal_lines::before(&mut open.link(), whose.id(), before, n_max).await
    }

    /// Lines behind a number, in order; at most `n_max`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn journal_after(
        &self,
        whose: Journalled,
        after: u64,
        n_max: usize,
    ) -> Result<Vec<JournalLine>, Fault> {
        let mut open = self.pools.reading().await?;
        let rows = journal_lines::after(&mut open.link(), whose.id(), after, n_max).await?;
        rows.iter().map(journal_lines::Stored::read).collect()
    }

    /// Goes through a journal from its beginning, as of one moment.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn check_journal(&self, whose: Journalled) -> Result<JournalCheck, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        check(&mut link, whose.id()).await
    }
}

async fn check(link: &mut Link<'_>, id: Uuid) -> Result<JournalCheck, Fault> {
    let (head_line, head_checksum) = journal_heads::find(link, id)
        .await?
        .unwrap_or_else(|| (0, chain::journal_beginning(id)));
    let (mut n_lines, mut checksum) = (0, chain::journal_beginning(id));
    let broken = |n_lines, broken| JournalCheck {
        n_lines,
        broken: Some(broken),
    };
    loop {
        let rows = journal_lines::after(link, id, n_lines, CHUNK_LINES).await?;
        for row in &rows {
            checksum = row.link_behind(&checksum);
            let is_next = u64::try_from(row.line) == Ok(n_lines + 1);
            if !is_next || checksum[..] != row.checksum[..] {
                return Ok(broken(n_lines, JournalBreak::Line(n_lines + 1)));
            }
            n_lines += 1;
        }
        if rows.len() < CHUNK_LINES {
            break;
        }
    }
    if (head_line, head_checksum) == (n_lines, checksum) {
        let broken = None;
        Ok(JournalCheck { n_lines, broken })
    } else {
        Ok(broken(n_lines, JournalBreak::End(n_lines)))
    }
}
