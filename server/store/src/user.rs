//! Users: people who sign in once for the installation, as values.

use std::fmt;

use protocol::Micros;
use protocol::id::StaffId;
use uuid::Uuid;

use crate::account::Account;

/// A user's id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserId(Uuid);

impl UserId {
    /// Makes a time-ordered id from a time and 10 random bytes.
    #[must_use]
    pub fn new(at: Micros, random: [u8; 10]) -> Self {
        Self(StaffId::new(at, random).uuid())
    }

    /// The underlying value.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl From<Uuid> for UserId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UserId({})", self.0)
    }
}

/// The languages that pages and letters are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tongue {
    /// French, the first.
    French,
    /// English.
    English,
}

/// Somebody who can sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// As he wrote it.
    pub email: String,
    /// As it is compared.
    pub email_folded: String,
    /// In which language he is written to.
    pub language: Tongue,
    /// Since when.
    pub created_at: Micros,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An address does not belong into a log.
        f.debug_tuple("User").field(&self.id).finish()
    }
}

/// What somebody is on a team, as far as signing in asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TeamRole {
    /// Main administrator.
    Main,
    /// Secondary administrator.
    Secondary,
    /// Door staff.
    Door,
    /// A display.
    Screen,
}

/// An account of a user, with his place in the team if it is one of the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The account.
    pub account: Account,
    /// None for participants, and for somebody who was taken off the team.
    pub role: Option<TeamRole>,
}

impl Holding {
    /// Whether it opens the console.
    #[must_use]
    pub const fn is_administrator(&self) -> bool {
        matches!(self.role, Some(TeamRole::Main | TeamRole::Secondary))
    }
}

/// How far a sign-in of a user has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// A code of the second factor is still asked for.
    Code,
    /// Everything was shown that is asked for.
    Full,
}

/// A user's sign-in that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserSignIn {
    /// Names it among the user's own; says nothing about the secret.
    pub mark: SignInMark,
    /// Whose.
    pub user: UserId,
    /// How far.
    pub stage: Stage,
    /// Browser and system, in a few words.
    pub device: String,
    /// From which network address.
    pub address: String,
    /// Since when.
    pub created_at: Micros,
    /// Last in use, to some minutes.
    pub seen_at: Micros,
    /// Until when.
    pub expires_at: Micros,
}

/// Names a sign-in on a page: the beginning of its fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignInMark([u8; 16]);

impl SignInMark {
    pub(crate) fn of(hash: &[u8]) -> Option<Self> {
        hash.first_chunk::<16>().copied().map(Self)
    }

    /// Reads what [`fmt::Display`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let id = Uuid::try_parse(text).ok()?;
        Some(Self(id.into_bytes()))
    }
}

impl fmt::Display for SignInMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Uuid::from_bytes(self.0).simple().fmt(f)
    }
}

/// From where somebody comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caller {
    /// Network address, in text.
    pub address: String,
    /// Browser and system, in a few words.
    pub device: String,
}

/// What a link of a user is good for; it is good for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Signs in without the password.
    SignIn,
    /// Sets a first or a new password.
    Password,
    /// Confirms a new address.
    Email,
}

/// What a used link said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedLink {
    /// Whose it was.
    pub user: UserId,
    /// The new address, for one that confirms one; else empty.
    pub detail: String,
}

/// By what somebody came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Address and password.
    Password,
    /// A one-time link.
    Link,
    /// A code of the second factor.
    Code,
    /// A recovery code.
    Recovery,
    /// He left.
    Leave,
    /// A new password.
    Reset,
    /// One of his events, from his own account.
    Event,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConnectionOutcome {
    /// In.
    Entered,
    /// The first factor was right, the second is asked for.
    HalfWay,
    /// Wrong.
    Refused,
    /// Too many wrong ones before.
    Delayed,
    /// Out.
    Left,
}

/// A line of the log of connections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Its id, in the order of time.
    pub id: Uuid,
    /// When.
    pub at: Micros,
    /// Who, if it is known.
    pub user: Option<UserId>,
    /// At which account, if he had chosen one.
    pub account: Option<crate::AccountId>,
    /// From where.
    pub address: String,
    /// How.
    pub way: Way,
    /// With what success.
    pub outcome: ConnectionOutcome,
}

/// Failures in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// How many.
    pub n_failed: u32,
    /// The last of them.
    pub failed_at: Micros,
}

/// The second factor of a user.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// What the device computes codes from, as it is stored.
    pub secret: Vec<u8>,
    /// The number of the key that it is sealed with; none where it stands as it is.
    pub sealed_by: Option<u32>,
    /// Since when it is asked for; none while it was never shown to work.
    pub confirmed_at: Option<Micros>,
    /// Step of the last code that was taken; it and earlier ones are not taken again.
    pub last_step: u64,
}

impl fmt::Debug for SecondFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecondFactor(…)")
    }
}
