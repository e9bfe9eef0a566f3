//! Words that somebody at the desk gives to a thing: a card of them, within bounds.

use protocol::limits::LABEL_CHARS_MAX;
use protocol::reject::LimitReached;
use protocol::{Card, Reject};

/// A card of a title and a detail without the space around them.
///
/// # Errors
/// No title, or words that are too long.
pub(super) fn worded(title: &str, detail: &str) -> Result<Card, Reject> {
    let [title, detail] = [title.trim(), detail.trim()];
    let is_long = |text: &str| text.chars().count() > LABEL_CHARS_MAX;
    if title.is_empty() || is_long(title) || is_long(detail) {
        let limit = u32::try_from(LABEL_CHARS_MAX).expect("a small bound");
        return Err(LimitReached { limit }.into());
    }
    Ok(Card {
        title: title.to_owned(),
        detail: detail.to_owned(),
        code: String::new(),
    })
}
