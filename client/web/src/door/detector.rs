//! The browser's own reader of bar codes, where it has one.
//!
//! It is no standard yet, so it is asked for by name. Browsers without it leave the hand scanner,
//! the typed code and the list.

use gloo::utils::window;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlVideoElement;

/// A reader of QR codes.
#[derive(Clone, Debug)]
pub struct Detector(JsValue);

impl Detector {
    /// Whether this browser has one.
    #[must_use]
    pub fn is_there() -> bool {
        constructor().is_some()
    }

    /// The reader; none where the browser has none.
    #[must_use]
    pub fn new() -> Option<Self> {
        let formats = Array::of1(&JsValue::from_str("qr_code"));
        let options = Object::new();
        Reflect::set(&options, &JsValue::from_str("formats"), &formats).ok()?;
        Reflect::construct(&constructor()?, &Array::of1(&options))
            .ok()
            .map(Self)
    }

    /// The text of a code in the picture that a video shows now. A picture that cannot be read,
    /// such as the one before the first, holds none.
    pub async fn read(&self, video: &HtmlVideoElement) -> Option<String> {
        let detect: Function = get(&self.0, "detect")?.dyn_into().ok()?;
        let promise: Promise = detect.call1(&self.0, video).ok()?.dyn_into().ok()?;
        let codes: Array = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
        get(&codes.get(0), "rawValue")?.as_string()
    }
}

fn constructor() -> Option<Function> {
    get(&window(), "BarcodeDetector")?.dyn_into().ok()
}

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &JsValue::from_str(name))
        .ok()
        .filter(|value| !value.is_undefined())
}
