//! Where an event lives: its rows, its numbered log, the streams cut from it, labels, sign-ins,
//! letters and the work that waits.
//!
//! The only package that knows SQL. It speaks to SQLite (embedded, the default) and PostgreSQL
//! with the same statements; no other package can tell which one it is. It must not know HTTP,
//! sockets, how mail is sent or written, or any rule: what a batch of commands means was decided before it arrives here.
//!
//! Guarantees:
//! - **One writer per event.** [`Store::begin`] locks the event's head row; whoever holds a [`Tx`]
//!   is alone, on every node.
//! - **All or nothing.** Rows, entries, streams and labels of a batch are written in one
//!   transaction; a dropped [`Tx`] leaves nothing behind. Committed means on disk.
//! - **Once.** A command id enters an event's log at most once; the index refuses a second time.
//! - **No double-booking.** A person and a place stand at most once per slot in an index of their
//!   own, whatever the rules believed.
//! - **Verifiable.** Entries are chained by checksum; [`Store::doctor`] compares chain, rows,
//!   indexes and streams with each other.
//!
//! To add a table: a migration of the same number for both engines, a module in `table/` that owns
//! every statement which writes it, its columns in `privacy.toml`, and its keys in `touched.rs`
//! when changes reach it.

mod account;
mod assignment;
mod batch;
mod chain;
mod code;
mod commitments;
mod correspondence;
mod doctor;
mod doorbell;
mod erasure;
mod fault;
mod feed;
mod files;
mod jobs;
mod journal;
mod labels;
mod letters;
mod link;
mod load;
mod log;
mod open;
mod plans;
mod profile;
mod registration;
mod section;
mod sign_in;
mod site;
mod statement;
mod table;
mod templates;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod touched;
mod tx;
mod user;

#[cfg(test)]
mod suite;

pub use account::{Account, AccountId, Holder, SignIn};
pub use assignment::AssignmentRules;
pub use correspondence::{
    Behind, Conversation, ConversationKey, ConversationSide, CorrespondenceWrite, StoredMessage,
    StoredReport, Written, letters_of,
};
pub use doctor::{DoctorReport, Finding};
pub use doorbell::{Doorbell, Ring};
pub use erasure::Erasure;
pub use fault::{Conflict, Fault};
pub use feed::SiteFeed;
pub use files::{AnyFile, FILE_CHUNK_BYTES, LibraryFile, LibraryWrite, SiteLook};
pub use jobs::{BuriedJob, JobCounts, Lease, LeasedJob, NewJob};
pub use journal::{
    Detail, JournalAction, JournalActor, JournalBreak, JournalCheck, JournalLine, JournalNote,
    JournalSubject, JournalSurface, Journalled,
};
pub use letters::{
    Contact, Handed, KeptLetter, LetterEnd, LetterHead, LetterState, NewLetter, SEND_LETTER, To,
};
pub use load::Loaded;
pub use open::{EventRow, Options, Store};
pub use profile::{Profile, Sector};
pub use registration::{
    Attachment, Consent, NewHolder, Registration, RegistrationFilter, RegistrationForm,
    RegistrationHead, RegistrationState, RegistrationWrite,
};
pub use section::{
    ChangeState, ProfileChange, ProfileChangeHead, ProfileRights, ProfileSection, ProfileWrite,
    SectionKey,
};
pub use sign_in::{CONNECTION_LOG_DAYS, Ending, StoredSecret, UserEntry};
pub use site::{PublicSite, PublicText, Redirect, SiteWrite, StoredSite};
pub use templates::{PostSetup, TemplateRevision, TemplateWords};
pub use tx::{Head, Prepared, Tx};
pub use user::{
    Attempts, Caller, Connection, ConnectionOutcome, Holding, Purpose, SecondFactor, SignInMark,
    Stage, TeamRole, Tongue, UsedLink, User, UserId, UserSignIn, Way,
};
