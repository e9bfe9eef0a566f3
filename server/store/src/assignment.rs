//! The rules by which persons are assigned to co-organisers, as they are stored: JSON of the
//! caller's. Nobody overwrites unseen: a write names the revision that it was decided on.

use protocol::id::EventId;

use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::open::Store;
use crate::statement::values;
use crate::tx::Tx;

/// The event's rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentRules {
    /// Raised by every edit.
    pub revision: u64,
    /// The rules.
    pub definition: String,
}

impl Store {
    /// The event's rules, if it has any.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn assignment_rules(&self, event: EventId) -> Result<Option<AssignmentRules>, Fault> {
        const FIND: &str = "SELECT revision, definition FROM assignment_rules WHERE event_id = $1";
        let mut open = self.pools.reading().await?;
        let row: Option<(i64, String)> = open
            .link()
            .optional("reading rules of assignment", FIND, values![event.uuid()])
            .await?;
        row.map(|(revision, definition)| {
            Ok(AssignmentRules {
                revision: code::number("assignment_rules.revision", revision)?,
                definition,
            })
        })
        .transpose()
    }
}

impl Tx {
    /// Writes the event's rules; they are committed with the batch.
    ///
    /// # Errors
    /// [`Fault::Stale`] when the rules have another revision than `seen`, zero for none.
    pub async fn write_assignment_rules(
        &mut self,
        seen: u64,
        rules: &AssignmentRules,
    ) -> Result<(), Fault> {
        const ATTEMPT: &str = "editing rules of assignment";
        let (mut link, event, _) = self.parts();
        if put(&mut link, event, seen, rules, ATTEMPT).await? {
            Ok(())
        } else {
            Err(Fault::Stale { attempt: ATTEMPT })
        }
    }
}

async fn put(
    link: &mut Link<'_>,
    event: EventId,
    seen: u64,
    rules: &AssignmentRules,
    attempt: &'static str,
) -> Result<bool, Fault> {
    const PUT: &str = "INSERT INTO assignment_rules (event_id, revision, definition) \
         VALUES ($1, $2, $3) ON CONFLICT (event_id) DO UPDATE SET revision = excluded.revision, \
         definition = excluded.definition WHERE assignment_rules.revision = $4";
    let values = values![
        event.uuid(),
        code::position(rules.revision),
        rules.definition.clone(),
        code::position(seen),
    ];
    let n_rows = link.execute(attempt, PUT, values).await?;
    Ok(n_rows == 1)
}
