//! The element of the module: its text goes in as a property, what happens comes out as events.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// What the element tells.
pub(super) enum Heard {
    /// The text after a change.
    Text(String),
    /// Which tools are pressed.
    Standing(String),
    /// It holds a text now; the tags that it had to leave out.
    Opened(String),
    /// Somebody wants to go to the tools.
    Toolbar,
    /// Somebody pressed the keys of a link.
    Link,
}

type Told = (&'static str, fn(String) -> Heard);

const EVENTS: [Told; 5] = [
    ("text", Heard::Text),
    ("standing", Heard::Standing),
    ("opened", Heard::Opened),
    ("toolbar", |_| Heard::Toolbar),
    ("link", |_| Heard::Link),
];

/// Gives the element its text, and listens to it.
#[hook]
pub(super) fn use_element(node: &NodeRef, html: &str, onheard: Callback<Heard>) {
    {
        let node = node.clone();
        use_effect_with(onheard, move |onheard| {
            let listeners = node.cast::<Element>().map(|element| {
                EVENTS.map(|(name, heard)| {
                    let onheard = onheard.clone();
                    EventListener::new(&element, name, move |event| {
                        let detail = Reflect::get(event, &JsValue::from_str("detail"));
                        let detail = detail.ok().and_then(|detail| detail.as_string());
                        onheard.emit(heard(detail.unwrap_or_default()));
                    })
                })
            });
            move || drop(listeners)
        });
    }
    let node = node.clone();
    use_effect_with(html.to_owned(), move |html| {
        if let Some(element) = node.cast::<Element>() {
            // Refused only by an element that is none of ours.
            let _ = Reflect::set(
                &element,
                &JsValue::from_str("html"),
                &JsValue::from_str(html),
            );
        }
    });
}

fn call(node: &NodeRef, name: &str, given: &Array) -> Option<JsValue> {
    let element = node.cast::<Element>()?;
    let method = Reflect::get(&element, &JsValue::from_str(name)).ok()?;
    let method: Function = method.dyn_into().ok()?;
    method.apply(&element, given).ok()
}

/// Carries out a tool.
pub(super) fn run(node: &NodeRef, tool: &str, given: &[String]) {
    let all = Array::of1(&JsValue::from_str(tool));
    for one in given {
        all.push(&JsValue::from_str(one));
    }
    call(node, "run", &all);
}

/// The same once a dialog has given the focus back.
pub(super) fn soon(node: &NodeRef, tool: &'static str, given: &[String]) {
    let (node, given) = (node.clone(), given.to_vec());
    Timeout::new(0, move || run(&node, tool, &given)).forget();
}

/// The address of the link that the hand is in, and the words that are chosen.
pub(super) fn link(node: &NodeRef) -> (String, String) {
    let told = call(node, "link", &Array::new());
    let told = told.map(|told| Array::from(&told)).unwrap_or_default();
    let text = |nth: u32| told.get(nth).as_string().unwrap_or_default();
    (text(0), text(1))
}

/// Puts the focus on the tool that Tab would reach.
pub(super) fn focus_stop(bar: &NodeRef) {
    let stop = bar
        .cast::<Element>()
        .and_then(|bar| bar.query_selector("button[tabindex='0']").ok().flatten());
    if let Some(stop) = stop.and_then(|stop| stop.dyn_into::<HtmlElement>().ok()) {
        // Focus fails only for an element that has just left the page.
        drop(stop.focus());
    }
}
