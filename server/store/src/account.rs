//! Who may sign in: accounts and logins as values.

use std::fmt;

use protocol::id::{EventId, PersonId, StaffId};
use protocol::{Actor, Micros};
use uuid::Uuid;

use crate::code::corrupt;
use crate::fault::Fault;

/// An account's id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(Uuid);

impl AccountId {
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

    /// Reads an id's text form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::try_parse(text).ok().map(Self)
    }
}

impl From<Uuid> for AccountId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountId({})", self.0)
    }
}

/// Whose account it is: everybody who can act, but not the product itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A member of the team.
    Staff(StaffId),
    /// A participant or expert.
    Person(PersonId),
}

impl From<Holder> for Actor {
    fn from(holder: Holder) -> Self {
        match holder {
            Holder::Staff(id) => Self::Staff(id),
            Holder::Person(id) => Self::Person(id),
        }
    }
}

impl Holder {
    pub(crate) const fn columns(self) -> (&'static str, Uuid) {
        match self {
            Self::Staff(id) => ("staff", id.uuid()),
            Self::Person(id) => ("person", id.uuid()),
        }
    }

    pub(crate) fn read(column: &'static str, word: &str, id: Uuid) -> Result<Self, Fault> {
        match word {
            "staff" => Ok(Self::Staff(id.into())),
            "person" => Ok(Self::Person(id.into())),
            _ => Err(corrupt(column)),
        }
    }
}

/// Who may sign in to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// To which event.
    pub event: EventId,
    /// As whom.
    pub holder: Holder,
    /// Since when.
    pub created_at: Micros,
}

/// An authenticated login that is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Of which account.
    pub account: Account,
    /// Since when.
    pub created_at: Micros,
    /// Last in use, to some minutes.
    pub seen_at: Micros,
    /// Until when.
    pub expires_at: Micros,
}
