//! Moving the keyboard's focus by hand.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Puts the focus on an element; tells whether it is in the page.
pub(in crate::console) fn focus_by_id(id: &str) -> bool {
    document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// What a panel hears from the keyboard: Escape closes it.
pub(in crate::console) fn closes_on_escape(onclose: &Callback<()>) -> Callback<KeyboardEvent> {
    let onclose = onclose.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            onclose.emit(());
        }
    })
}
