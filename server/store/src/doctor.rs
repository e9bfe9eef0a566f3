//! The examination of an event: log, rows, indexes and streams compared with each other.

mod finding;
mod log;
mod rows;
mod streams;

use protocol::id::EventId;

pub use self::finding::Finding;
use crate::fault::Fault;
use crate::open::Store;
use crate::table::heads;
use crate::tx::Head;

/// Findings of one kind after which the rest is only more of the same.
const FINDINGS_MAX: usize = 20;

/// What the examination found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoctorReport {
    /// Where the log says that it ends.
    pub head: Head,
    /// Entries examined.
    pub n_entries: u64,
    /// What is wrong; nothing on a sound event.
    pub findings: Vec<Finding>,
}

impl DoctorReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

impl Store {
    /// Examines an event as of one moment, without stopping it. Reads everything: not for the
    /// middle of a busy day.
    ///
    /// # Errors
    /// When there is no such event, or the store does not answer.
    pub async fn doctor(&self, event: EventId) -> Result<DoctorReport, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        let head = heads::find(&mut link, event)
            .await?
            .ok_or(Fault::UnknownEvent(event))?;
        let mut findings = Vec::new();
        let log = log::read(&mut link, event, &head, &mut findings).await?;
        let examined = rows::examine(&mut link, event, log.evolved, &mut findings).await;
        match examined {
            Err(Fault::Corrupt { what }) => findings.push(Finding::UnreadableRows { what }),
            other => other?,
        }
        streams::examine(&mut link, event, &mut findings).await?;
        Ok(DoctorReport {
            head,
            n_entries: log.n_entries,
            findings,
        })
    }
}
