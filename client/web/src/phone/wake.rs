//! Keeping the screen lit while the badge is shown.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::utils::window;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

/// Keeps the screen lit as long as the part that calls it is in the page. Tells whether the
/// browser can; one that cannot dims the screen as always.
#[hook]
pub fn use_lit_screen() -> bool {
    use_effect_with((), |()| {
        let held: Rc<RefCell<Held>> = Rc::default();
        {
            let held = Rc::clone(&held);
            spawn_local(async move {
                let lock = request().await;
                let mut held = held.borrow_mut();
                match lock {
                    // It came after the page had gone.
                    Some(lock) if held.is_over => release(&lock),
                    lock => held.lock = lock,
                }
            });
        }
        move || {
            let mut held = held.borrow_mut();
            held.is_over = true;
            if let Some(lock) = held.lock.take() {
                release(&lock);
            }
        }
    });
    wake_lock().is_some()
}

#[derive(Default)]
struct Held {
    lock: Option<JsValue>,
    is_over: bool,
}

async fn request() -> Option<JsValue> {
    let wake_lock = wake_lock()?;
    let promise: Promise = call(&wake_lock, "request", Some("screen"))?
        .dyn_into()
        .ok()?;
    JsFuture::from(promise).await.ok()
}

fn release(lock: &JsValue) {
    // The browser may have released it by itself already.
    drop(call(lock, "release", None));
}

/// Asked for by name: not every browser has it.
fn wake_lock() -> Option<JsValue> {
    let navigator = window().navigator();
    Reflect::get(&navigator, &JsValue::from_str("wakeLock"))
        .ok()
        .filter(|found| found.is_object())
}

fn call(of: &JsValue, name: &str, argument: Option<&str>) -> Option<JsValue> {
    let method: Function = Reflect::get(of, &JsValue::from_str(name))
        .ok()?
        .dyn_into()
        .ok()?;
    let argument = argument.map_or(JsValue::UNDEFINED, JsValue::from_str);
    method.call1(of, &argument).ok()
}
