//! An echo, so that conformance suites can be run against the very socket stack of the product.
//! Only served when asked for; it knows nobody and touches nothing.

use axum::response::Response;
use tungstenite::{Error, Message};

use crate::wire::{self, Until, Upgrade, WebSocket, ready};

/// Largest message of the conformance suite.
const ECHO_BYTES_MAX: usize = 16 * 1024 * 1024;
/// One message on its way back, and the control frames between its parts.
const ECHO_WRITTEN_BYTES_MAX: usize = ECHO_BYTES_MAX + 4_096;

/// `GET /ws-echo`
pub(crate) async fn open(upgrade: Upgrade) -> Response {
    let (response, opening) = upgrade.grant(None);
    tokio::spawn(async move {
        let config = wire::config(ECHO_BYTES_MAX, ECHO_WRITTEN_BYTES_MAX);
        if let Some(socket) = opening.socket(config).await {
            echo(socket).await;
        }
    });
    response
}

/// Until the connection ends, in whatever way: the library has said goodbye if that was due.
async fn echo(mut socket: WebSocket) {
    let io = socket.get_ref().io();
    while let Ok(until) = turn(&mut socket) {
        ready(&io, until).await;
    }
}

/// Sends back what is there; what is to be waited for then.
fn turn(socket: &mut WebSocket) -> Result<Until, Error> {
    loop {
        // Nothing is read while something is unsent: that bounds what is held.
        if is_blocked(socket.flush())? {
            return Ok(Until::Writable);
        }
        match socket.read() {
            Ok(message @ (Message::Text(_) | Message::Binary(_))) => {
                is_blocked(socket.write(message))?;
            }
            Ok(_) => {}
            Err(error) => {
                is_blocked(Err(error))?;
                // A pong may be under way.
                if !is_blocked(socket.flush())? {
                    return Ok(Until::Readable);
                }
            }
        }
    }
}

fn is_blocked(done: Result<(), Error>) -> Result<bool, Error> {
    match done {
        Ok(()) => Ok(false),
        Err(Error::Io(error)) if wire::would_block(&error) => Ok(true),
        Err(error) => Err(error),
    }
}
