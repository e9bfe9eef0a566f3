//! The desk of interpreters and equipment: one is added or changed by a command whose name is
//! stored as a card in the same commit.

use std::sync::Arc;

use protocol::card::CardUpdate;
use protocol::command::DefineResource;
use protocol::reject::ResourceChanged;
use protocol::resource::ResourceWish;
use protocol::{Card, CardKey, Reject};

use super::label::worded;
use crate::account::Standing;
use crate::live::{Event, Outcome, Seen};

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
    let resource = wish.after.id;
    let key = CardKey::Resource(resource);
    // A name alone may be what a colleague changed.
    let seen = Seen {
        labels: vec![CardUpdate {
            key,
            card: Some(Card {
                title: wish.name_before,
                ..Card::default()
            }),
        }],
        refused: ResourceChanged { resource }.into(),
    };
    let labels = vec![(key, name)];
    let (before, after) = (wish.before, wish.after);
    let command = DefineResource { before, after };
    Ok(event
        .command_seen(standing, wish.command, command.into(), labels, seen)
        .await)
}
