//! What the desk said last about the words, and how it is told.

use protocol::post::{LetterWords, TemplateFlaw, TemplateOutcome, TemplatePreview};
use yew::AttrValue;

use super::acts::Act;
use crate::console::asked::Told;
use crate::console::post::standing::error_words;
use crate::shell::Speech;
use crate::ui::Tone;

/// What the desk said last about these words.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Said {
    pub(super) flaw: Option<TemplateFlaw>,
    pub(super) remark: Option<(Tone, AttrValue)>,
    /// Which words were looked at, and what they look like.
    pub(super) look: Option<(LetterWords, TemplatePreview)>,
}

/// What is to be said after an answer.
pub(super) fn heard(
    say: &Speech,
    act: Act,
    told: Told<TemplateOutcome>,
    before: &Said,
    words: LetterWords,
) -> Said {
    let look = before.look.clone();
    match told {
        Err(_) => Said {
            remark: Some((Tone::Crit, say.t("console-letters-not-done"))),
            look,
            flaw: None,
        },
        // What stands now is fetched, and shown beside what was typed.
        Ok(TemplateOutcome::Flawed(flaw)) if flaw.what == "stale" => Said {
            look,
            ..Said::default()
        },
        Ok(TemplateOutcome::Flawed(flaw)) => Said {
            flaw: Some(flaw),
            look,
            remark: None,
        },
        Ok(TemplateOutcome::Fine(preview)) => {
            let remark = match act {
                Act::Preview => None,
                Act::Save => Some((Tone::Live, say.t("console-letters-saved"))),
                Act::GiveBack => Some((Tone::Live, say.t("console-letters-given-back"))),
                Act::Test => Some(test_words(say, &preview.outcome)),
            };
            let look = match act {
                Act::Preview | Act::Test | Act::Save => Some((words, preview)),
                Act::GiveBack => None,
            };
            Said {
                remark,
                look,
                flaw: None,
            }
        }
    }
}

/// What became of a test.
fn test_words(say: &Speech, outcome: &str) -> (Tone, AttrValue) {
    match outcome {
        "sent" => (Tone::Live, say.t("console-letters-test-sent")),
        "no_server" => (Tone::Warn, say.t("console-letters-test-no-server")),
        "no_address" => (Tone::Warn, say.t("console-letters-test-no-address")),
        code => {
            let why = error_words(code, say);
            let words = say.tr("console-letters-test-failed", [("why", (&why).into())]);
            (Tone::Crit, words)
        }
    }
}
