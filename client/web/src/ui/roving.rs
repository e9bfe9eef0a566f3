//! One stop in the tab order for a row of choices; arrows walk inside it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Where a key leads among `n` choices, or nothing if the key is not for us.
/// Ends are joined. In a right-to-left page left and right change places.
pub(super) fn step(key: &str, at: usize, n: usize, is_rtl: bool) -> Option<usize> {
    if n == 0 {
        return None;
    }
    let forward = (at + 1) % n;
    let backward = (at + n - 1) % n;
    match (key, is_rtl) {
        ("ArrowDown", _) | ("ArrowRight", false) | ("ArrowLeft", true) => Some(forward),
        ("ArrowUp", _) | ("ArrowLeft", false) | ("ArrowRight", true) => Some(backward),
        ("Home", _) => Some(0),
        ("End", _) => Some(n - 1),
        _ => None,
    }
}

/// Whether the part under `root` is written from right to left.
pub(super) fn is_rtl(root: &NodeRef) -> bool {
    root.cast::<Element>()
        .and_then(|root| root.closest("[dir]").ok().flatten())
        .and_then(|root| root.get_attribute("dir"))
        .is_some_and(|dir| dir == "rtl")
}

/// Puts the focus on the choice at `index` among those that match `selector`.
pub(super) fn focus_nth(root: &NodeRef, selector: &str, index: usize) {
    let Some(root) = root.cast::<Element>() else {
        return;
    };
    let Ok(choices) = root.query_selector_all(selector) else {
        return;
    };
    let Ok(index) = u32::try_from(index) else {
        return;
    };
    if let Some(choice) = choices
        .get(index)
        .and_then(|node| node.dyn_into::<HtmlElement>().ok())
    {
        // Focus fails only for an element that has just left the page.
        drop(choice.focus());
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn arrows_walk_and_the_ends_are_joined() {
        assert_eq!(step("ArrowRight", 0, 3, false), Some(1));
        assert_eq!(step("ArrowRight", 2, 3, false), Some(0));
        assert_eq!(step("ArrowUp", 0, 3, false), Some(2));
        assert_eq!(step("End", 0, 3, false), Some(2));
        assert_eq!(step("Home", 2, 3, false), Some(0));
    }

    #[test]
    fn left_leads_on_where_the_page_runs_from_right_to_left() {
        assert_eq!(step("ArrowLeft", 0, 3, true), Some(1));
        assert_eq!(step("ArrowRight", 0, 3, true), Some(2));
        assert_eq!(step("ArrowDown", 0, 3, true), Some(1));
    }

    #[test]
    fn other_keys_and_empty_rows_are_left_alone() {
        assert_eq!(step("a", 0, 3, false), None);
        assert_eq!(step("ArrowRight", 0, 0, false), None);
    }
}
