//! An echo, so that conformance suites can be run against the very socket stack of the product.
//! Only served when asked for; it knows nobody and touches nothing.

use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::response::Response;

/// Largest message of the conformance suite.
const ECHO_BYTES_MAX: usize = 16 * 1024 * 1024;

/// `GET /ws-echo`
pub(crate) async fn open(upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .max_message_size(ECHO_BYTES_MAX)
        .max_frame_size(ECHO_BYTES_MAX)
        .on_upgrade(|mut socket| async move {
            while let Some(Ok(message)) = socket.recv().await {
                let is_to_be_echoed = matches!(message, Message::Text(_) | Message::Binary(_));
                if is_to_be_echoed && socket.send(message).await.is_err() {
                    break;
                }
            }
        })
}
