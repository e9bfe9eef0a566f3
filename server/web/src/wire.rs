//! WebSockets over the bare connection.
//!
//! The library reads: frames, masks, fragments, control frames, all that conformance is about.
//! Messages to clients are written past it, several frames at once in one system call, and
//! nothing here ever waits: what the network does not take is kept, and its owner is told.
//!
//! This module must not know: what is in a message, or whose socket it is.

mod frame;
mod stream;
mod upgrade;

use tungstenite::protocol::{Role, WebSocketConfig};

pub(crate) use self::frame::{put_binary, put_head};
pub(crate) use self::stream::{Stream, Until, ready, would_block};
pub(crate) use self::upgrade::{Opening, Upgrade};

/// A server's end of a WebSocket.
pub(crate) type WebSocket = tungstenite::WebSocket<Stream>;

/// What an idle connection pays for reading; longer messages grow the buffer while they arrive.
const READ_BUFFER_BYTES: usize = 512;

/// Bounds of one socket, the same for whatever it serves.
pub(crate) fn config(read_bytes_max: usize, written_bytes_max: usize) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(0)
        .max_write_buffer_size(written_bytes_max)
        .max_message_size(Some(read_bytes_max))
        .max_frame_size(Some(read_bytes_max))
}

impl Opening {
    /// The socket, once the answer to the request is out; none when the client has gone.
    pub(crate) async fn socket(self, config: WebSocketConfig) -> Option<WebSocket> {
        let (io, early) = self.connection().await?;
        let stream = Stream::new(io);
        Some(WebSocket::from_partially_read(
            stream,
            early,
            Role::Server,
            Some(config),
        ))
    }
}
