//! Proposals of a plan, outside the log: they are what somebody thought about, not what is so.

use protocol::id::{EventId, ProposalId};
use protocol::proposal::ProposalHead;

use crate::fault::Fault;
use crate::journal::{self, JournalNote, Journalled};
use crate::open::Store;
use crate::table::plan_proposals;

impl Store {
    /// Keeps a proposal, and lets the oldest of the event go beyond the bound. The content is the
    /// caller's; it is given back as it came.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn keep_proposal(
        &self,
        event: EventId,
        head: &ProposalHead,
        content: Vec<u8>,
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        plan_proposals::insert(&mut open.link(), event, head, content).await?;
        plan_proposals::forget_oldest(&mut open.link(), event).await?;
        open.commit().await
    }

    /// The proposals of an event, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn proposals(&self, event: EventId) -> Result<Vec<ProposalHead>, Fault> {
        let mut open = self.pools.reading().await?;
        plan_proposals::list(&mut open.link(), event).await
    }

    /// The content of a proposal.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_proposal_content(
        &self,
        event: EventId,
        id: ProposalId,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let mut open = self.pools.reading().await?;
        plan_proposals::content(&mut open.link(), event, id).await
    }

    /// Says which entry published a proposal, or that none does any more.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn mark_proposal_published(
        &self,
        event: EventId,
        id: ProposalId,
        seq: Option<u64>,
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        plan_proposals::mark_published(&mut open.link(), event, id, seq).await?;
        open.commit().await
    }

    /// Throws a proposal away, and notes it. Whether there was one.
    ///
    /// # Errors
    /// When it cannot be deleted.
    pub async fn discard_proposal(
        &self,
        event: EventId,
        id: ProposalId,
        note: Option<&JournalNote>,
    ) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let existed = plan_proposals::delete(&mut link, event, id).await?;
        if existed && let Some(note) = note {
            journal::append(&mut link, Journalled::Event(event), note).await?;
        }
        open.commit().await?;
        Ok(existed)
    }
}
