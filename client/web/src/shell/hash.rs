//! Addresses inside a program: what stands behind the `#`, so that a page can be
//! bookmarked, opened beside, and left by the browser's back button.

use gloo::events::EventListener;
use gloo::utils::window;
use yew::prelude::*;

/// The path behind the `#`, without it: `/floor`. Renders again when it changes.
#[hook]
pub fn use_hash() -> AttrValue {
    let path = use_state_eq(current);
    {
        let path = path.clone();
        use_effect_with((), move |()| {
            let listener =
                EventListener::new(&window(), "hashchange", move |_| path.set(current()));
            move || drop(listener)
        });
    }
    (*path).clone()
}

/// Goes to a path behind the `#`.
pub fn go_to(path: &str) {
    // Refused only for a document that has no address, which ours has.
    drop(window().location().set_hash(path));
}

fn current() -> AttrValue {
    let hash = window().location().hash().unwrap_or_default();
    let path = hash.trim_start_matches('#');
    if path.is_empty() {
        AttrValue::Static("/")
    } else {
        AttrValue::from(path.to_owned())
    }
}
