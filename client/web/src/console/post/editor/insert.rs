//! Putting a field where the hand is, and the hand where a flaw is.

use gloo::utils::document;
use protocol::post::{LetterWords, TemplateFlaw};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::words::{BODY, SUBJECT};
use crate::console::post::fields::{field_words, fields, inserted, offset_of};
use crate::shell::use_speech;

fn subject() -> Option<HtmlInputElement> {
    document().get_element_by_id(SUBJECT)?.dyn_into().ok()
}

fn body() -> Option<HtmlTextAreaElement> {
    document().get_element_by_id(BODY)?.dyn_into().ok()
}

/// Selects from one place to another, where the browser lets us: a field that is gone is none.
fn select(is_in_subject: bool, from: u32, until: u32) {
    if is_in_subject {
        if let Some(field) = subject() {
            let _ = field.focus();
            let _ = field.set_selection_range(from, until);
        }
    } else if let Some(field) = body() {
        let _ = field.focus();
        let _ = field.set_selection_range(from, until);
    }
}

/// Shows a flaw in the words that have it.
pub(super) fn point_at(flaw: &TemplateFlaw, words: Option<&LetterWords>) {
    let Some(words) = words else { return };
    let text = if flaw.is_in_subject {
        &words.subject
    } else {
        &words.body
    };
    let from = offset_of(text, flaw.line, flaw.column);
    let n_units = u32::try_from(flaw.found.encode_utf16().count()).unwrap_or(0);
    select(flaw.is_in_subject, from, from.saturating_add(n_units));
}

/// Where the hand was last: the field, and the place in it.
fn hand(is_in_subject: bool) -> Option<(u32, u32)> {
    let (from, until) = if is_in_subject {
        let field = subject()?;
        (field.selection_start().ok()??, field.selection_end().ok()??)
    } else {
        let field = body()?;
        (field.selection_start().ok()??, field.selection_end().ok()??)
    };
    Some((from, until))
}

#[derive(Properties, PartialEq)]
pub(super) struct InsertProps {
    pub(super) words: LetterWords,
    pub(super) placeholders: String,
    pub(super) onchange: Callback<LetterWords>,
}

/// The fields that this letter may have, to be pressed instead of typed. What was pressed goes
/// where the text was last worked on.
#[component]
pub(super) fn Insert(props: &InsertProps) -> Html {
    let say = use_speech();
    let is_in_subject = use_state_eq(|| false);
    let caret = use_state_eq(|| None::<(bool, u32)>);
    // The browser puts the hand at the end whenever a text is another; here it is put back.
    use_effect_with((*caret, props.words.clone()), {
        let caret = caret.clone();
        move |(at, _)| {
            if let Some((is_in_subject, at)) = *at {
                select(is_in_subject, at, at);
                caret.set(None);
            }
        }
    });
    use_effect_with((), {
        let is_in_subject = is_in_subject.setter();
        move |()| {
            let listener = gloo::events::EventListener::new(&document(), "focusin", move |event| {
                let target = event.target();
                let target = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                match target.map(|element| element.id()).as_deref() {
                    Some(SUBJECT) => is_in_subject.set(true),
                    Some(BODY) => is_in_subject.set(false),
                    Some(_) | None => {}
                }
            });
            move || drop(listener)
        }
    });
    let press = |name: &str| {
        let (words, onchange) = (props.words.clone(), props.onchange.clone());
        let (caret, piece) = (caret.setter(), format!("{{{{ {name} }}}}"));
        // The link has a line of its own in the text, and no place in a subject.
        let is_in_subject = *is_in_subject && name != "link";
        Callback::from(move |_: MouseEvent| {
            let mut words = words.clone();
            let text = if is_in_subject {
                &mut words.subject
            } else {
                &mut words.body
            };
            let end = u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
            let at = hand(is_in_subject).unwrap_or((end, end));
            let (now, behind) = inserted(text, at, &piece);
            *text = now;
            caret.set(Some((is_in_subject, behind)));
            onchange.emit(words);
        })
    };
    html! {
        <div class="stack" data-gap="tight" role="group" aria-label={say.t("console-letters-fields")}>
            <p class="soft">{ say.t("console-letters-fields") }</p>
            <div class="letters-fields">
                { for fields(&props.placeholders).map(|name| {
                    let code = format!("{{{{ {name} }}}}");
                    let words = field_words(name, &say);
                    html! {
                        <button
                            key={name.to_owned()}
                            type="button"
                            class="btn"
                            data-size="s"
                            title={code.clone()}
                            onclick={press(name)}
                        >
                            { words }
                        </button>
                    }
                }) }
            </div>
        </div>
    }
}
