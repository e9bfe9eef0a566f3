//! The WebSocket. Dropping it closes it and silences its events.

use gloo::events::EventListener;
use gloo::utils::window;
use js_sys::{ArrayBuffer, Uint8Array};
use protocol::message::SUBPROTOCOL;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BinaryType, MessageEvent, WebSocket};

/// What happens on a socket.
pub(super) enum Happening {
    Opened,
    Message(Vec<u8>),
    Closed,
}

/// An open or opening socket.
pub(super) struct Socket {
    socket: WebSocket,
    _listeners: [EventListener; 3],
}

impl Socket {
    /// Opens a socket to a path of this site.
    pub(super) fn open(
        path: &str,
        tell: impl Fn(Happening) + Clone + 'static,
    ) -> Result<Self, JsValue> {
        let socket = WebSocket::new_with_str(&address(path)?, SUBPROTOCOL)?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let on_open = {
            let tell = tell.clone();
            EventListener::new(&socket, "open", move |_| tell(Happening::Opened))
        };
        let on_message = {
            let tell = tell.clone();
            EventListener::new(&socket, "message", move |event| {
                let data = event.unchecked_ref::<MessageEvent>().data();
                // The protocol has no text messages; one that comes anyway is not for us.
                if let Ok(buffer) = data.dyn_into::<ArrayBuffer>() {
                    tell(Happening::Message(Uint8Array::new(&buffer).to_vec()));
                }
            })
        };
        // An error is always followed by a close.
        let on_close = EventListener::new(&socket, "close", move |_| tell(Happening::Closed));
        Ok(Self {
            socket,
            _listeners: [on_open, on_message, on_close],
        })
    }

    /// Sends one message. A socket that is going down drops it; the machine sends again.
    pub(super) fn send(&self, bytes: &[u8]) {
        drop(self.socket.send_with_u8_array(bytes));
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Closing a closed socket is allowed.
        drop(self.socket.close());
    }
}

fn address(path: &str) -> Result<String, JsValue> {
    let location = window().location();
    let scheme = if location.protocol()? == "https:" {
        "wss"
    } else {
        "ws"
    };
    Ok(format!("{scheme}://{}{path}", location.host()?))
}
