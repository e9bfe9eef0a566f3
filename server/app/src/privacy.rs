//! What the law gives everybody: to have what is kept of him, and to have it deleted (GDPR-03,
//! GDPR-04).
//!
//! Erasing is physical. A live command takes the person out of the event, and everything that
//! names him goes in the same commit; before it, his ids are noted in a ledger outside the store,
//! so that restoring a backup does not bring him back.

mod consents;
mod erase;
mod export;
mod people;

use std::sync::Arc;

use protocol::Reject;
use store::{Fault, Store};

pub use consents::{ConsentPage, Consenting};
pub use export::{
    ConsentData, EventData, Export, LetterData, MeetingData, RequestData, SeatData, UserData,
};

pub use people::{Found, PEOPLE_SHOWN, People};

use crate::account::Accounts;
use crate::live::Registry;
use crate::port::{Clock, Ledger, Random};

/// Why something was not handed out, or not erased.
#[derive(Debug, thiserror::Error)]
pub enum PrivacyError {
    /// Not by this actor, or not now.
    #[error("refused: {}", .0.name())]
    Refused(Reject),
    /// An event would be left without a main administrator.
    #[error("the only main administrator of an event")]
    OnlyMain,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Fault),
    /// The ledger cannot be written, so nobody may be erased.
    #[error("the ledger of erasures failed: {0}")]
    Ledger(#[from] std::io::Error),
}

impl From<Reject> for PrivacyError {
    fn from(reject: Reject) -> Self {
        Self::Refused(reject)
    }
}

/// The use cases of privacy.
pub struct Privacy {
    store: Store,
    registry: Arc<Registry>,
    accounts: Arc<Accounts>,
    ledger: Arc<dyn Ledger>,
    world: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl Privacy {
    /// Over a store and what lives on it.
    #[must_use]
    pub fn new(
        store: Store,
        registry: Arc<Registry>,
        accounts: Arc<Accounts>,
        ledger: Arc<dyn Ledger>,
        world: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Arc<Self> {
        Arc::new(Self {
            store,
            registry,
            accounts,
            ledger,
            world,
            random,
        })
    }
}
