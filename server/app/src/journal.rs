//! The journal of an event, as its administrators read it (SEC-13, SEC-14): the entries of its log
//! and the lines of what leaves none, in one order; and that of the house (record 25).
//!
//! Names are looked up when a page is shown, so an erased person's lines say nobody. Private
//! messages between two persons are counted here and told of nobody.

mod filter;
mod kind;
mod read;
mod time;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use dashmap::DashMap;
use domain::access::{self, Viewer};
use domain::feed::FeedWhat;
use protocol::id::{DeskId, EventId, PersonId, StaffId};
use protocol::reject::Forbidden;
use protocol::{Actor, DeskThing, Function, Micros, Reject, Role};
use store::{Detail, Fault, JournalCheck, JournalLine, JournalNote, Journalled, Store, UserId};

pub use self::filter::{Author, Filter};
pub use self::kind::Kind;
pub use self::time::{day_begins, iso};
pub use store::JournalNote as Note;
pub use store::{
    JournalAction, JournalActor, JournalBreak, JournalCheck as Check, JournalSubject,
    JournalSurface,
};

use crate::live::{Event, View};
use crate::port::Clock;

/// Rows of one page.
pub const JOURNAL_PAGE_ROWS: usize = 50;
/// Rows that a download takes at once.
pub const JOURNAL_CHUNK_ROWS: usize = 500;

/// Where a reader is: what stands before it is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Entries before this number.
    pub seq: u64,
    /// Lines before this number.
    pub line: u64,
}

impl Cursor {
    const NEWEST: Self = Self {
        seq: u64::MAX >> 1,
        line: u64::MAX >> 1,
    };
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.seq, self.line)
    }
}

impl FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let (seq, line) = text.split_once('-').ok_or(NoCursor)?;
        let number = |text: &str| {
            let number: u64 = text.parse().map_err(|_| NoCursor)?;
            i64::try_from(number).map_err(|_| NoCursor)?;
            Ok(number)
        };
        Ok(Self {
            seq: number(seq)?,
            line: number(line)?,
        })
    }
}

/// Something that is no place in a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no place in a journal")]
pub struct NoCursor;

/// What a row tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// An entry of the log.
    Entry {
        /// Its number.
        seq: u64,
        /// What it means; none for what nobody sees.
        what: Option<FeedWhat>,
        /// How many facts it holds.
        n_changes: u32,
    },
    /// A line of what leaves no entry.
    Line(JournalLine),
}

/// By which entry something was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The entry.
    pub seq: u64,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Micros,
}

/// A row of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// When.
    pub at: Micros,
    /// Who; none where it is nobody's business.
    pub by: Option<JournalActor>,
    /// Of which kind.
    pub kind: Kind,
    /// What.
    pub happening: Happening,
    /// Whom it is about.
    pub about: Vec<PersonId>,
    /// What of the desk was edited.
    pub desk: Option<(DeskThing, DeskId)>,
    /// Which member of the team it is about.
    pub staff: Option<StaffId>,
    /// Whether it was taken back.
    pub undone: Option<Undone>,
}

/// A page of the journal, the youngest row first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalPage {
    /// The rows.
    pub rows: Vec<Row>,
    /// Where the next page begins, if there may be one.
    pub next: Option<Cursor>,
}

/// Whether both chains of an event are whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chains {
    /// The log of entries.
    pub log: JournalCheck,
    /// The journal of what leaves none.
    pub journal: JournalCheck,
}

impl Chains {
    /// Whether nothing was altered.
    #[must_use]
    pub const fn are_whole(&self) -> bool {
        self.log.is_whole() && self.journal.is_whole()
    }
}

/// What whoever has the machine did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A key of secrets was added.
    KeyAdded {
        /// Its number.
        number: u32,
    },
    /// Secrets were sealed with the newest key.
    SecretsSealed {
        /// How many.
        n_sealed: usize,
    },
    /// An event was opened.
    EventOpened {
        /// Which.
        event: EventId,
    },
    /// A member of an event's team was given an address to sign in with.
    AddressGiven {
        /// At which event.
        event: EventId,
        /// Who.
        staff: StaffId,
    },
    /// A link to sign in with was printed.
    LinkIssued {
        /// At which event.
        event: EventId,
        /// For whom.
        staff: StaffId,
    },
}

/// What was taken out of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Download {
    /// The journal.
    Journal,
    /// The log of connections.
    Connections,
}

/// By entry, which one took it back.
type UndoneBy = HashMap<u64, Undone>;

/// The journals, one of these per node.
pub struct Journals {
    store: Store,
    clock: Arc<dyn Clock>,
    /// What was taken back at an event, up to an entry: it stands behind what it takes back.
    undone: DashMap<EventId, (u64, Arc<UndoneBy>)>,
}

impl Journals {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        let undone = DashMap::new();
        Self {
            store,
            clock,
            undone,
        }
    }

    /// A page of an event's journal: what stands before a place and is wanted. A page of a narrow
    /// filter may have few rows and a next one.
    ///
    /// # Errors
    /// Refused to whoever does not look after the team; a fault of the store.
    pub async fn page(
        &self,
        event: &Event,
        actor: Actor,
        filter: &Filter,
        from: Option<Cursor>,
        n_rows: usize,
    ) -> Result<Result<JournalPage, Reject>, Fault> {
        if let Err(refused) = authorise(&event.view(), actor) {
            return Ok(Err(refused));
        }
        self.read(event, filter, from, n_rows).await.map(Ok)
    }

    /// Goes through both chains of an event.
    ///
    /// # Errors
    /// Refused to whoever does not look after the team; a fault of the store.
    pub async fn check(
        &self,
        event: &Event,
        actor: Actor,
    ) -> Result<Result<Chains, Reject>, Fault> {
        if let Err(refused) = authorise(&event.view(), actor) {
            return Ok(Err(refused));
        }
        Ok(Ok(Chains {
            log: self.store.check_log(event.id()).await?,
            journal: self
                .store
                .check_journal(Journalled::Event(event.id()))
                .await?,
        }))
    }

    /// Notes that somebody takes a journal along, before he does.
    ///
    /// # Errors
    /// Refused to whoever does not look after the team; a fault of the store.
    pub async fn note_download(
        &self,
        event: &Event,
        actor: Actor,
        what: Download,
        format: &'static str,
    ) -> Result<Result<(), Reject>, Fault> {
        if let Err(refused) = authorise(&event.view(), actor) {
            return Ok(Err(refused));
        }
        let action = match what {
            Download::Journal => JournalAction::JournalExported,
            Download::Connections => JournalAction::ConnectionsExported,
        };
        let note =
            JournalNote::of_console(event.now(), actor, action).saying(Detail::words(&[format]));
        let whose = Journalled::Event(event.id());
        self.store.note(whose, &note).await.map(Ok)
    }

    /// Notes what whoever has the machine did.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn operated(&self, operation: Operation) -> Result<(), Fault> {
        let number = |n: u64| (JournalSubject::Nothing, Detail::number(n));
        let plain = |subject| (subject, Detail::default());
        let (whose, action, (subject, detail)) = match operation {
            Operation::KeyAdded { number: n } => (
                Journalled::House,
                JournalAction::KeyAdded,
                number(u64::from(n)),
            ),
            Operation::SecretsSealed { n_sealed } => (
                Journalled::House,
                JournalAction::SecretsSealed,
                number(u64::try_from(n_sealed).unwrap_or(u64::MAX)),
            ),
            Operation::EventOpened { event } => (
                Journalled::House,
                JournalAction::EventOpened,
                plain(JournalSubject::Event(event)),
            ),
            Operation::AddressGiven { event, staff } => (
                Journalled::Event(event),
                JournalAction::AddressGiven,
                plain(JournalSubject::Staff(staff)),
            ),
            Operation::LinkIssued { event, staff } => (
                Journalled::Event(event),
                JournalAction::LinkIssued,
                plain(JournalSubject::Staff(staff)),
            ),
        };
        let note = JournalNote {
            at: self.clock.now(),
            by: JournalActor::Operator,
            surface: JournalSurface::CommandLine,
            action,
            subject,
            detail,
        };
        self.store.note(whose, &note).await
    }
}

/// A note of what a user does on the pages of his account.
pub(crate) fn of_account(at: Micros, user: UserId, action: JournalAction) -> JournalNote {
    JournalNote {
        at,
        by: JournalActor::User(user),
        surface: JournalSurface::Account,
        action,
        subject: JournalSubject::User(user),
        detail: Detail::default(),
    }
}

/// Whoever looks after the team and sees every row reads the journal.
fn authorise(view: &View, actor: Actor) -> Result<(), Reject> {
    let role = match actor {
        Actor::Staff(id) => view.state.staff_member(id).map(|staff| &staff.role),
        Actor::Person(_) | Actor::System => None,
    };
    let may = match role {
        Some(Role::Main) => true,
        Some(Role::Secondary { functions, .. }) => {
            let sees_all = access::viewer_of(&view.state, actor) == Some(Viewer::Team);
            functions.contains(Function::Team) && sees_all
        }
        Some(Role::Door | Role::Screen) | None => false,
    };
    if may {
        return Ok(());
    }
    let needed = Some(Function::Team);
    Err(Forbidden { needed }.into())
}
