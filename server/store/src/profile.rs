//! What companies publish of themselves, and the sectors that they are sorted by.
//!
//! Guarantees:
//! - A profile is written in the commit of the entry that makes it public; whoever holds an index
//!   of profiles compares the number of the last entry.
//! - What is published is kept as the caller encoded it, JSON by the keys of the form's fields.

pub(crate) mod rows;

use protocol::Micros;
use protocol::id::{CompanyId, EventId};

use crate::fault::Fault;
use crate::open::Store;
use crate::tx::Tx;

/// What a company publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Which company; its name is its card.
    pub company: CompanyId,
    /// ISO 3166-1 alpha-2; empty where nobody said.
    pub country: String,
    /// As it was typed; empty where nobody said.
    pub postcode: String,
    /// The code of its sector; empty where nobody said.
    pub sector: String,
    /// Answers that the form publishes, as JSON by the keys of its fields.
    pub published: String,
    /// When it was last changed.
    pub updated_at: Micros,
}

/// A sector of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sector {
    /// Names it in addresses and answers.
    pub code: String,
    /// In French.
    pub french: String,
    /// In English.
    pub english: String,
}

impl Store {
    /// The profiles of an event, by company.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn profiles(&self, event: EventId) -> Result<Vec<Profile>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::profiles(&mut open.link(), event).await
    }

    /// The profile of a company.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn profile(
        &self,
        event: EventId,
        company: CompanyId,
    ) -> Result<Option<Profile>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::profile(&mut open.link(), event, company).await
    }

    /// Writes profiles without an entry: of an event that is being laid in.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_profiles(&self, event: EventId, profiles: &[Profile]) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        rows::put_profiles(&mut open.link(), event, profiles).await?;
        open.commit().await
    }

    /// The sectors of an event, in the organiser's order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn sectors(&self, event: EventId) -> Result<Vec<Sector>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::sectors(&mut open.link(), event).await
    }

    /// How many registrations and companies name each sector; one that none names is left out.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn sector_uses(&self, event: EventId) -> Result<Vec<(String, u64)>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::sector_uses(&mut open.link(), event).await
    }

    /// Replaces the sectors of an event without an entry: of one that is being laid in.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_sectors(&self, event: EventId, sectors: &[Sector]) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        rows::put_sectors(&mut open.link(), event, sectors).await?;
        open.commit().await
    }
}

impl Tx {
    /// Replaces the sectors; they are committed with the batch.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn write_sectors(&mut self, sectors: &[Sector]) -> Result<(), Fault> {
        let (mut link, event, _) = self.parts();
        rows::put_sectors(&mut link, event, sectors).await
    }

    /// Writes profiles; they are committed with the batch.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_profiles(&mut self, profiles: &[Profile]) -> Result<(), Fault> {
        let (mut link, event, _) = self.parts();
        rows::put_profiles(&mut link, event, profiles).await
    }
}
