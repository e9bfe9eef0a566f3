//! Which event this page belongs to, its zone, and whether anybody is signed in.

use gloo::utils::{document, window};
use js_sys::{JSON, Reflect};
use protocol::id::EventId;
use wasm_bindgen::JsValue;

use super::http::{Body, fetch};
use crate::shell::stored::{read_choice, write_choice};

/// What a page must know before it can begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The event.
    pub event: EventId,
    /// The event's zone, as browsers name it: "Europe/Paris".
    pub zone: String,
}

/// Why a page cannot begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::shell) enum ProfileError {
    /// Nobody is signed in, or not for this event.
    SignedOut,
    /// The address names no event.
    NoEvent,
    /// The server could not be reached, and nothing was kept from an earlier visit.
    Unreachable,
}

/// Asks the server who is here; without network, what it said last.
pub(in crate::shell) async fn load() -> Result<Profile, ProfileError> {
    let event = event_of_page().ok_or(ProfileError::NoEvent)?;
    let reply = fetch("GET", &format!("/live/{event}/me"), Body::Empty, None).await;
    match reply {
        Ok(reply) if reply.is_good() => {
            let text = String::from_utf8_lossy(&reply.body);
            let zone = text_field(&text, "zone").unwrap_or_else(|| "UTC".to_owned());
            write_choice("event", &event.to_string());
            write_choice(&format!("zone.{event}"), &zone);
            Ok(Profile { event, zone })
        }
        Ok(reply) if matches!(reply.status, 401 | 403 | 404) => Err(ProfileError::SignedOut),
        Ok(_) | Err(_) => read_choice(&format!("zone.{event}"))
            .map(|zone| Profile { event, zone })
            .ok_or(ProfileError::Unreachable),
    }
}

/// The event that the page names; else the one of the last visit, for a program that was
/// installed on a phone and is opened by its icon.
fn event_of_page() -> Option<EventId> {
    let in_page = document()
        .query_selector("meta[name=regie-event]")
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .and_then(|id| EventId::parse(&id));
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let search = location.search().unwrap_or_default();
    let in_address = || {
        path.split('/')
            .chain(search.trim_start_matches('?').split(['&', '=']))
            .find_map(EventId::parse)
    };
    in_page
        .or_else(in_address)
        .or_else(|| EventId::parse(&read_choice("event")?))
}

/// A text in a JSON object.
fn text_field(json: &str, name: &str) -> Option<String> {
    let object = JSON::parse(json).ok()?;
    Reflect::get(&object, &JsValue::from_str(name))
        .ok()?
        .as_string()
}
