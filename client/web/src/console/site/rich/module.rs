//! The editor's module: fetched when the first text is opened, and once.

use gloo::events::EventListener;
use gloo::utils::{document, window};
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

/// How far the module is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Waiting,
    Here,
    /// It was not to be had: no network, or a site that was packed without it.
    Failed,
}

/// How far the module is, and the way to try again.
#[hook]
pub(super) fn use_module() -> (Stage, Callback<()>) {
    let stage = use_state_eq(|| {
        if is_here() {
            Stage::Here
        } else {
            Stage::Waiting
        }
    });
    let round = use_state_eq(|| 0_u32);
    {
        let stage = stage.clone();
        use_effect_with(*round, move |round| {
            let waits = if is_here() {
                stage.set(Stage::Here);
                None
            } else {
                fetch(*round, &stage)
            };
            move || drop(waits)
        });
    }
    let again = {
        let (stage, round) = (stage.setter(), round.clone());
        Callback::from(move |()| {
            stage.set(Stage::Waiting);
            round.set(round.wrapping_add(1));
        })
    };
    (*stage, again)
}

/// Whether the browser knows the element already.
fn is_here() -> bool {
    let look = || -> Result<bool, JsValue> {
        let registry = Reflect::get(&window(), &JsValue::from_str("customElements"))?;
        let get: Function = Reflect::get(&registry, &JsValue::from_str("get"))?.dyn_into()?;
        let found = get.call1(&registry, &JsValue::from_str("rich-text"))?;
        Ok(!found.is_undefined())
    };
    look().unwrap_or(false)
}

/// Puts the module's script into the page. A browser keeps a failure under its address, so a
/// further round asks under another one.
fn fetch(round: u32, stage: &UseStateHandle<Stage>) -> Option<[EventListener; 2]> {
    let start = || -> Option<[EventListener; 2]> {
        let meta = document().query_selector("meta[name=editor]").ok()??;
        let address = meta.get_attribute("content").filter(|it| !it.is_empty())?;
        let script = document().create_element("script").ok()?;
        let again = if round == 0 {
            String::new()
        } else {
            format!("?round={round}")
        };
        script.set_attribute("type", "module").ok()?;
        script.set_attribute("src", &(address + &again)).ok()?;
        let told = |name: &'static str, to: Stage| {
            let stage = stage.setter();
            EventListener::once(&script, name, move |_| stage.set(to))
        };
        let waits = [told("load", Stage::Here), told("error", Stage::Failed)];
        document().head()?.append_child(&script).ok()?;
        Some(waits)
    };
    let waits = start();
    if waits.is_none() {
        stage.set(Stage::Failed);
    }
    waits
}
