//! The desk of the event's lists: keywords, kinds of cooperation and key figures are changed by a
//! command whose words are stored as cards in the same commit (CAT-09, EEN-05, EEN-06).

use std::sync::Arc;

use protocol::card::CardUpdate;
use protocol::command::DefineVocabulary;
use protocol::reject::{NotFound, VocabularyChanged};
use protocol::vocabulary::VocabularyWish;
use protocol::{Card, CardKey, Reject};

use super::label::worded;
use crate::account::Standing;
use crate::live::{Event, Outcome, Seen};

/// Changes the lists of an event. A refusal is an outcome: the sender shows it and looks again.
///
/// # Errors
/// Words that are empty or too long, or that belong to nothing on the lists.
pub async fn define(
    event: &Event,
    standing: Arc<Standing>,
    wish: VocabularyWish,
) -> Result<Outcome, Reject> {
    let mut labels = Vec::with_capacity(wish.labels.len());
    for update in &wish.labels {
        labels.push(label(&wish, update)?);
    }
    let seen = Seen {
        labels: wish.seen.to_vec(),
        refused: VocabularyChanged {}.into(),
    };
    let (before, after) = (wish.before, wish.after);
    let command = DefineVocabulary { before, after };
    Ok(event
        .command_seen(standing, wish.command, command.into(), labels, seen)
        .await)
}

fn label(wish: &VocabularyWish, update: &CardUpdate) -> Result<(CardKey, Card), Reject> {
    let is_listed = match update.key {
        CardKey::Tag(tag) => wish.after.keywords.iter().any(|row| row.tag == tag),
        CardKey::Figure(id) => wish.after.figures.iter().any(|row| row.id == id),
        CardKey::Event
        | CardKey::Person(_)
        | CardKey::Company(_)
        | CardKey::Organisation(_)
        | CardKey::Place(_)
        | CardKey::Resource(_)
        | CardKey::Site(_)
        | CardKey::Session(_)
        | CardKey::Staff(_)
        | CardKey::Announcement(_) => false,
    };
    let card = update.card.as_ref().filter(|_| is_listed);
    let card = card.ok_or(NotFound {})?;
    Ok((update.key, worded(&card.title, &card.detail)?))
}
