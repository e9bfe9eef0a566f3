//! Which event this page belongs to, its zone, and whether anybody is signed in.

use client_core::sync::Surface;
use gloo::utils::{document, window};
use js_sys::{JSON, Reflect};
use protocol::id::EventId;
use wasm_bindgen::JsValue;

use super::http::{Body, fetch};
use crate::shell::stored::{forget_choice, read_choice, write_choice};

/// What a page must know before it can begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The event.
    pub event: EventId,
    /// The event's name.
    pub title: String,
    /// The event's second line.
    pub detail: String,
    /// The event's zone, as browsers name it: "Europe/Paris".
    pub zone: String,
    /// The user's own name.
    pub name: String,
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
pub(in crate::shell) async fn load(surface: Surface) -> Result<Profile, ProfileError> {
    let event = event_of_page(surface).ok_or(ProfileError::NoEvent)?;
    let kept = kept_name(surface, event);
    let url = address(event, surface, "me");
    match fetch("GET", &url, Body::Empty, None).await {
        Ok(reply) if reply.is_good() => {
            let json = String::from_utf8_lossy(&reply.body);
            write_choice(&event_kept(surface), &event.to_string());
            write_choice(&kept, &json);
            Ok(profile(event, &json))
        }
        Ok(reply) if matches!(reply.status, 401 | 403 | 404) => Err(ProfileError::SignedOut),
        Ok(_) | Err(_) => read_choice(&kept)
            .map(|json| profile(event, &json))
            .ok_or(ProfileError::Unreachable),
    }
}

/// Forgets who was here.
pub(in crate::shell) fn forget(surface: Surface) {
    if let Some(event) = event_of_page(surface) {
        forget_choice(&kept_name(surface, event));
    }
}

fn kept_name(surface: Surface, event: EventId) -> String {
    format!("me.{}.{event}", surface_name(surface))
}

/// The address of one of the event's endpoints. The surface says which sign-in is meant, because
/// a browser may hold several.
pub(super) fn address(event: EventId, surface: Surface, way: &str) -> String {
    format!("/live/{event}/{way}?surface={}", surface_name(surface))
}

/// A surface in addresses.
pub(in crate::shell) const fn surface_name(surface: Surface) -> &'static str {
    match surface {
        Surface::Console => "console",
        Surface::Phone => "phone",
        Surface::Door => "door",
        Surface::Screen => "screen",
    }
}

fn event_kept(surface: Surface) -> String {
    format!("event.{}", surface_name(surface))
}

fn profile(event: EventId, json: &str) -> Profile {
    let field = |name| text_field(json, name).unwrap_or_default();
    let zone = text_field(json, "zone").filter(|zone| !zone.is_empty());
    Profile {
        event,
        title: field("title"),
        detail: field("detail"),
        zone: zone.unwrap_or_else(|| "UTC".to_owned()),
        name: field("name"),
    }
}

/// The event that the page names; else the one of the last visit, for a program that was
/// installed on a phone and is opened by its icon.
fn event_of_page(surface: Surface) -> Option<EventId> {
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
        .or_else(|| EventId::parse(&read_choice(&event_kept(surface))?))
}

/// A text in a JSON object.
fn text_field(json: &str, name: &str) -> Option<String> {
    let object = JSON::parse(json).ok()?;
    Reflect::get(&object, &JsValue::from_str(name))
        .ok()?
        .as_string()
}
