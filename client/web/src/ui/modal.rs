//! The manners of whatever lies above the page: the focus goes in, stays in, and
//! returns to where it came from; Escape closes.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// What Tab can reach.
const REACHABLE: &str = "a[href],button:not(:disabled):not([tabindex='-1']),\
    input:not(:disabled),select:not(:disabled),textarea:not(:disabled),[tabindex='0']";

/// Keeps the focus inside `root` while it is in the page, and hands it back after.
/// Something inside that carries `data-first` gets it first. Returns what the
/// element's `onkeydown` must be.
#[hook]
pub(super) fn use_modal(root: NodeRef, onclose: Callback<()>) -> Callback<KeyboardEvent> {
    {
        let root = root.clone();
        use_effect_with((), move |()| {
            let came_from = document().active_element();
            if let Some(element) = root.cast::<Element>() {
                let first = element.query_selector("[data-first]").ok().flatten();
                focus(first.unwrap_or(element));
            }
            move || {
                if let Some(element) = came_from {
                    focus(element);
                }
            }
        });
    }
    Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            // A drawer under this dialog must not hear it as well.
            event.stop_propagation();
            onclose.emit(());
        }
        "Tab" => {
            if let Some(element) = root.cast::<Element>()
                && wrap(&element, event.shift_key())
            {
                event.prevent_default();
            }
        }
        _ => {}
    })
}

/// Moves the focus from one end to the other. Tells whether it did.
fn wrap(root: &Element, is_backward: bool) -> bool {
    let Ok(stops) = root.query_selector_all(REACHABLE) else {
        return false;
    };
    let stop = |index: u32| {
        stops
            .get(index)
            .and_then(|node| node.dyn_into::<Element>().ok())
    };
    let (Some(first), Some(last)) = (stop(0), stop(stops.length().saturating_sub(1))) else {
        // Nothing inside can take the focus, so it must not leave either.
        return true;
    };
    let at = document().active_element();
    let is_at = |element: &Element| at.as_ref() == Some(element);
    if is_backward && (is_at(&first) || is_at(root)) {
        focus(last);
        true
    } else if !is_backward && is_at(&last) {
        focus(first);
        true
    } else {
        false
    }
}

fn focus(element: Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        // Focus fails only for an element that has left the page meanwhile.
        drop(element.focus());
    }
}
