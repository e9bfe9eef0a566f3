//! The log: dense, chained, readable, and where it leads.

use domain::State;
use protocol::id::EventId;

use super::{FINDINGS_MAX, Finding};
use crate::chain;
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::table::entries;
use crate::tx::Head;

/// Entries that are read at once.
const PAGE_ENTRIES_MAX: usize = 500;

pub(super) struct Log {
    pub(super) n_entries: u64,
    /// What the log leads to, if it is whole.
    pub(super) evolved: Option<State>,
}

pub(super) async fn read(
    link: &mut Link<'_>,
    event: EventId,
    head: &Head,
    findings: &mut Vec<Finding>,
) -> Result<Log, Fault> {
    let mut state = State::default();
    let (mut seq, mut checksum) = (0, chain::beginning(event));
    let (mut n_entries, mut is_whole, mut is_chained) = (0, true, true);
    loop {
        let page = entries::after(link, event, seq, PAGE_ENTRIES_MAX).await?;
        for stored in &page {
            n_entries += 1;
            let found: u64 = code::number("entries.seq", stored.seq)?;
            if found != seq + 1 {
                is_whole = false;
                findings.push(Finding::GapInLog {
                    expected: seq + 1,
                    found,
                });
            }
            seq = found;
            // A head that cannot be read is not the one that was written either.
            let link = stored
                .head()
                .map(|entry_head| chain::next(&checksum, &entry_head, &stored.changes));
            checksum = link.unwrap_or_default();
            // Behind the first break every link differs: only the first one says where.
            if is_chained && checksum[..] != stored.checksum[..] {
                is_chained = false;
                findings.push(Finding::BrokenChain { seq });
            }
            match stored.read() {
                Ok(entry) => {
                    for change in &entry.changes {
                        state.evolve(&entry.head, change);
                    }
                }
                Err(why) => {
                    is_whole = false;
                    findings.push(Finding::UnreadableEntry {
                        seq,
                        why: why.to_string(),
                    });
                }
            }
        }
        if findings.len() > FINDINGS_MAX {
            return Ok(Log {
                n_entries,
                evolved: None,
            });
        }
        if page.len() < PAGE_ENTRIES_MAX {
            break;
        }
    }
    if seq != head.seq || (is_chained && checksum != head.checksum) {
        is_whole = false;
        findings.push(Finding::HeadDiffers { log_seq: seq });
    }
    Ok(Log {
        n_entries,
        evolved: is_whole.then_some(state),
    })
}
