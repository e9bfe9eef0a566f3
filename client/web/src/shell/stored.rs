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
pub fn forget_choice(name: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(&key(name)));
    }
}

/// Forgets what somebody typed and did not send: it is his, and he is leaving.
pub(super) fn forget_drafts() {
    let Some(storage) = storage() else { return };
    for nth in (0..storage.length().unwrap_or_default()).rev() {
        let name = storage.key(nth).ok().flatten().unwrap_or_default();
        if name.starts_with("regie.draft.") {
            drop(storage.remove_item(&name));
        }
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn key(name: &str) -> String {
    format!("regie.{name}")
}
