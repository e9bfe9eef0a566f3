//! Where a letter stands, what it is about, and why it did not go out, in words.

use protocol::post::LetterStanding;
use yew::prelude::*;

use crate::shell::Speech;
use crate::ui::{Chip, Glyph, Tone};

/// Where a letter stands, in a word with its tone.
pub(super) fn standing_chip(standing: LetterStanding, say: &Speech) -> Html {
    let (tone, icon) = match standing {
        LetterStanding::Waiting => (Tone::Pledge, Glyph::Hourglass),
        LetterStanding::Sent => (Tone::Live, Glyph::CheckCircle),
        LetterStanding::Kept => (Tone::Neutral, Glyph::Eye),
        LetterStanding::Failed => (Tone::Crit, Glyph::Critical),
        LetterStanding::Cancelled => (Tone::Neutral, Glyph::Cross),
    };
    let word = say.t(&format!("console-letters-is-{}", standing.word()));
    html! { <Chip {tone} {icon}>{ word }</Chip> }
}

/// What a letter is about. A kind that is newer than this program shows its own word.
pub(super) fn matter_words(matter: &str, say: &Speech) -> AttrValue {
    let key = format!("console-matter-{}", matter.replace('_', "-"));
    if say.has(&key) {
        say.t(&key)
    } else {
        AttrValue::from(matter.replace('_', " "))
    }
}

/// Why a letter did not go out.
pub(super) fn error_words(code: &str, say: &Speech) -> AttrValue {
    if let Some(answer) = code.strip_prefix("smtp_").filter(|code| is_answer(code)) {
        let key = if answer.starts_with('4') {
            "console-letters-error-later"
        } else {
            "console-letters-error-refused"
        };
        return say.tr(key, [("code", answer.into())]);
    }
    match code {
        "no_address" | "bad_address" => say.t("console-letters-error-address"),
        "smtp_unreachable" | "smtp_timeout" => say.t("console-letters-error-unreachable"),
        "smtp_tls" => say.t("console-letters-error-tls"),
        "template" => say.t("console-letters-error-template"),
        _ => say.tr("console-letters-error-other", [("code", code.into())]),
    }
}

/// Whether this is what a mail server answers with.
fn is_answer(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit())
}
