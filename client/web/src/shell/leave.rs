//! Signing out: the server ends the sign-in, the device forgets what it kept.

use client_core::sync::Surface;
use gloo::utils::window;
use wasm_bindgen_futures::spawn_local;

use super::live::{Body, LiveHandle, fetch, forget, forget_profile, surface_name};
use super::stored::forget_drafts;

/// Ends the sign-in of a program and goes to the front page.
///
/// The device forgets first: whoever leaves without network leaves nothing behind either. Then
/// the server cannot be told, and the page starts again with nothing to show. The connection ends
/// before either: the server would end it with the sign-in, and the page would try to come back.
pub fn sign_out(live: &LiveHandle) {
    let surface = live.leave();
    spawn_local(async move {
        forget_drafts();
        forget().await;
        forget_profile(surface);
        let url = format!("/sign-out?surface={}", surface_name(surface));
        let location = window().location();
        match fetch("POST", &url, Body::Empty, None).await {
            Ok(reply) if reply.is_good() => drop(location.set_href("/")),
            Ok(_) | Err(_) => drop(location.reload()),
        }
    });
}

/// What a device does with what it kept for somebody who is no longer signed in.
pub(super) fn signed_out(surface: Surface) {
    spawn_local(async move {
        forget_drafts();
        forget().await;
        forget_profile(surface);
    });
}
