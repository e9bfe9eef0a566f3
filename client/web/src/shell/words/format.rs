//! Times, dates and numbers as the browser's `Intl` writes them.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// One formatter of `Intl`, made once and used often.
pub(super) struct Formatter {
    this: JsValue,
    format: Function,
}

impl Formatter {
    /// A formatter of a class with options; none when the browser does not know the class or
    /// refuses an option, such as a zone that it does not know.
    pub(super) fn new(class: &str, locale: &str, options: &[(&str, &str)]) -> Option<Self> {
        let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
        let class: Function = Reflect::get(&intl, &JsValue::from_str(class))
            .ok()?
            .dyn_into()
            .ok()?;
        let bag = Object::new();
        for (name, value) in options {
            // `Intl` turns the text of a number into the number where it wants one.
            Reflect::set(&bag, &JsValue::from_str(name), &JsValue::from_str(value)).ok()?;
        }
        let args = Array::of2(&JsValue::from_str(locale), &bag);
        let this = Reflect::construct(&class, &args).ok()?;
        let format = Reflect::get(&this, &JsValue::from_str("format"))
            .ok()?
            .dyn_into()
            .ok()?;
        Some(Self { this, format })
    }

    /// Formats a number, or a time in milliseconds.
    pub(super) fn one(&self, value: f64) -> String {
        let said = self.format.call1(&self.this, &JsValue::from_f64(value));
        text(said)
    }

    /// Formats a number of units, relative to now.
    pub(super) fn relative(&self, value: f64, unit: &str) -> String {
        let value = JsValue::from_f64(value);
        let said = self
            .format
            .call2(&self.this, &value, &JsValue::from_str(unit));
        text(said)
    }
}

fn text(said: Result<JsValue, JsValue>) -> String {
    said.ok()
        .and_then(|said| said.as_string())
        .unwrap_or_default()
}
