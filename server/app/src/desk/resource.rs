//! The desk of interpreters and equipment: one is added or changed by a command whose name is
//! stored as a card in the same commit.

use std::sync::Arc;

use protocol::command::DefineResource;
use protocol::resource::ResourceWish;
use protocol::{CardKey, Reject};

use super::label::worded;
use crate::account::Standing;
use crate::live::{Event, Outcome};

/// Adds or changes a resource of an event. A refusal is an outcome: the sender shows it and looks
/// again.
///
/// # Errors
/// A name that is empty or too long.
pub async fn define(
    event: &Event,
    standing: Arc<Standing>,
    wish: ResourceWish,
) -> Result<Outcome, Reject> {
    let name = worded(&wish.name, "")?;
    let labels = vec![(CardKey::Resource(wish.after.id), name)];
    let (before, after) = (wish.before, wish.after);
    let command = DefineResource { before, after };
    Ok(event
        .command(standing, wish.command, command.into(), labels)
        .await)
}
