//! The line that takes what a hand scanner types, and codes typed by hand.
//!
//! A hand scanner is a keyboard that ends with Enter, and it types into whatever has the focus.
//! So the line takes the focus with the first letter that is not meant for another field. It
//! does not hold it: other controls stay reachable, and no keyboard opens on a touch screen.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};
use yew::prelude::*;

use crate::ui::{Glyph, Icon, IconSize};

/// Characters that a badge code has at most, with room for its dashes.
const CODE_CHARS_MAX: u32 = 64;

/// What the line says.
#[derive(Properties, PartialEq)]
pub struct ScanLineProps {
    /// What is read here.
    pub label: AttrValue,
    /// What stands in it while it waits.
    pub placeholder: AttrValue,
    /// Why the last code was not read.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// A button at its end: the camera.
    #[prop_or_default]
    pub end: Html,
    /// Told each complete line.
    pub onread: Callback<String>,
}

/// A line that is always ready to read.
#[component]
pub fn ScanLine(props: &ScanLineProps) -> Html {
    let input = use_node_ref();
    {
        let input = input.clone();
        use_effect_with((), move |()| {
            if has_keyboard() {
                take_focus(&input);
            }
            let first_letter = EventListener::new_with_options(
                &document(),
                "keydown",
                EventListenerOptions::run_in_capture_phase(),
                move |event| {
                    if is_for_scanner(event) {
                        take_focus(&input);
                    }
                },
            );
            move || drop(first_letter)
        });
    }
    let onkeydown = {
        let (input, onread) = (input.clone(), props.onread.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() != "Enter" {
                return;
            }
            event.prevent_default();
            if let Some(input) = input.cast::<HtmlInputElement>() {
                let line = input.value();
                input.set_value("");
                if !line.trim().is_empty() {
                    onread.emit(line);
                }
            }
        })
    };
    html! {
        <div class="field scan-line">
            <label for="scan">{ &props.label }</label>
            <div class="input-group">
                <Icon glyph={Glyph::Scanner} />
                <input
                    ref={input}
                    id="scan"
                    class="input"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    enterkeyhint="done"
                    maxlength={CODE_CHARS_MAX.to_string()}
                    placeholder={props.placeholder.clone()}
                    aria-invalid={props.error.as_ref().map(|_| "true")}
                    aria-describedby={props.error.as_ref().map(|_| "scan-error")}
                    {onkeydown}
                />
                <span class="end">{ props.end.clone() }</span>
            </div>
            if let Some(error) = &props.error {
                <p class="error" id="scan-error" role="alert">
                    <Icon glyph={Glyph::Warning} size={IconSize::Small} />
                    { error }
                </p>
            }
        </div>
    }
}

/// Whether a key is the beginning of a scan: a letter or digit that no text field waits for.
/// The browser delivers it to whatever has the focus after this.
fn is_for_scanner(event: &Event) -> bool {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
        return false;
    };
    let mut letters = key.key().chars().collect::<Vec<_>>();
    let is_letter = letters.len() == 1 && letters.pop().is_some_and(char::is_alphanumeric);
    let is_shortcut = key.ctrl_key() || key.meta_key() || key.alt_key();
    is_letter && !is_shortcut && !is_typing() && !is_modal_open()
}

fn is_typing() -> bool {
    document()
        .active_element()
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA"))
}

fn is_modal_open() -> bool {
    document()
        .query_selector("[aria-modal]")
        .is_ok_and(|found| found.is_some())
}

/// Whether the device most likely has keys: on one without, the focus would open a keyboard on
/// the screen.
fn has_keyboard() -> bool {
    window()
        .match_media("(any-pointer: fine)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

fn take_focus(input: &NodeRef) {
    if let Some(input) = input.cast::<Element>()
        && let Ok(input) = input.dyn_into::<HtmlInputElement>()
    {
        // Focus fails only for an element that has left the page meanwhile.
        drop(input.focus());
    }
}
