//! Conflicts in the conversation: from a refusal to the user's choice.

use std::sync::Arc;

use protocol::Reject;

use super::{Conflict, NextBest};
use crate::model::Pending;
use crate::policy::is_conflict;
use crate::sync::program::Part;
use crate::sync::{Changes, Client};
use crate::time::Monotonic;

/// Offering a choice where somebody was faster.
#[derive(Debug)]
pub(crate) struct ConflictPart;

impl Part for ConflictPart {
    fn refused(
        &self,
        client: &mut Client,
        wish: &Pending,
        reject: &Reject,
        now: Monotonic,
    ) -> bool {
        if !is_conflict(reject) {
            return false;
        }
        let mut conflict = Conflict::new(
            wish.id,
            wish.command.clone(),
            reject.clone(),
            wish.vacancy.clone(),
            &client.model.confirmed,
            now,
        );
        if let Some(query) = conflict.question()
            && let Some(question) = client.ask_inside(query, now)
        {
            conflict.next_best = NextBest::Asked(question);
        }
        Arc::make_mut(&mut client.model.conflicts).push(conflict);
        client.note(Changes::CONFLICTS);
        true
    }

    fn rebased(&self, client: &mut Client) {
        if client.model.conflicts.wants_refresh() {
            Arc::make_mut(&mut client.model.conflicts).refresh(&client.model.confirmed);
            client.note(Changes::CONFLICTS);
        }
    }
}
