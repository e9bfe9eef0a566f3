//! The streams: dense, and in the order of the log.

use protocol::id::EventId;

use super::Finding;
use crate::fault::Fault;
use crate::link::Link;
use crate::table::{person_entries, public_entries};

pub(super) async fn examine(
    link: &mut Link<'_>,
    event: EventId,
    findings: &mut Vec<Finding>,
) -> Result<(), Fault> {
    let figures = public_entries::figures(link, event).await?;
    if figures.first != 1 || figures.last != figures.n_items {
        findings.push(Finding::GapInPublicStream);
    }
    let misplaced = public_entries::misplaced(link, event).await?;
    findings.extend(
        misplaced
            .into_iter()
            .map(|offset| Finding::PublicItemMisplaced { offset }),
    );
    let gaps = person_entries::gaps(link, event).await?;
    findings.extend(
        gaps.into_iter()
            .map(|person| Finding::GapInPersonStream { person }),
    );
    let misplaced = person_entries::misplaced(link, event).await?;
    findings.extend(
        misplaced
            .into_iter()
            .map(|(person, offset)| Finding::PersonItemMisplaced { person, offset }),
    );
    Ok(())
}
