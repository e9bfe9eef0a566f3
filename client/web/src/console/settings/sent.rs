//! A wish of the settings on its way to the desk, and what became of it.

use client_core::words::reject;
use protocol::proposal::CodedReject;
use yew::AttrValue;

use crate::shell::{LiveHandle, Speech};

/// What became of a change.
pub(super) type Told = Result<(), AttrValue>;

/// Sends a wish and tells that it is done, or why it is not.
pub(super) async fn send(live: &LiveHandle, say: &Speech, to: &str, wish: &[u8]) -> Told {
    match live.desk("POST", to, wish).await {
        Some((200..=299, _)) => Ok(()),
        Some((409, bytes)) => Err(refusal_words(live, say, &bytes)),
        Some(_) | None => Err(say.t("console-settings-failed")),
    }
}

fn refusal_words(live: &LiveHandle, say: &Speech, bytes: &[u8]) -> AttrValue {
    let reject = CodedReject::decode(bytes)
        .ok()
        .and_then(|coded| coded.read().ok());
    match reject {
        Some(reject) => live.glance(|glance| say.message(&reject::message(&reject, glance.model))),
        None => say.t("console-settings-failed"),
    }
}
