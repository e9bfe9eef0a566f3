//! Small choices of the user that stay on the device: language, theme, density.
//!
//! Storage may be forbidden or full; a choice that cannot be kept is simply asked for again.

use gloo::utils::window;
use web_sys::Storage;

/// What was kept under a name.
#[must_use]
pub fn read_choice(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok().flatten()
}

/// Keeps a choice under a name.
pub fn write_choice(name: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full storage loses the choice, nothing else.
        drop(storage.set_item(&key(name), value));
    }
}

/// Forgets what was kept under a name.
pub(super) fn drop_choice(name: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(&key(name)));
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn key(name: &str) -> String {
    format!("regie.{name}")
}
