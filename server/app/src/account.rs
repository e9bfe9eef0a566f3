//! Who may sign in, and for how long: users, their passwords and second factors, one-time links,
//! sign-ins, and their end.
//!
//! A *user* is somebody who signs in once for the whole installation. At each event he holds an
//! account, as a participant or as a member of its team; opening it makes a sign-in there, which
//! belongs to one event and one actor and ends with his own. Ending one takes effect on every
//! connection of this node before the answer; other nodes hear the doorbell.

mod accounts;
mod calendar;
mod delay;
mod email;
mod entry;
mod factor;
mod letter;
mod links;
mod log;
mod mill;
mod own;
mod rules;
mod sealing;
mod standing;
mod strength;
mod team;
mod token;

pub use accounts::{Accounts, LINK_LIFE, SIGN_IN_LIFE_PERSON, SIGN_IN_LIFE_STAFF};
pub use domain::password::{Policy, Shortfall};
pub use email::Email;
pub use entry::{Entry, Opening, Visitor};
#[cfg(any(test, feature = "testing"))]
pub use factor::code_at;
pub use factor::{Enrolment, FactorState};
pub use letter::{Letter, Letterbox, Matter, NoPost, Post, Sending};
pub use links::{Chosen, Moved};
pub use log::{LOG_PAGE_LINES, LogLine, LogPage};
pub use mill::{Password, Stretch};
pub use own::{Place, civil};
pub use rules::Rules;
pub use sealing::SealingError;
pub use standing::Standing;
pub use store::{
    AccountId, Caller, Connection, ConnectionOutcome, Holding, Purpose, SignInMark, Stage,
    TeamRole, Tongue, User, UserId, UserSignIn, Way,
};
pub use strength::Weakness;
pub use team::{Member, TeamView};
pub use token::Token;
