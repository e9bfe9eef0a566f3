//! A deliberately wrong thing in front of the server: a proxy that acknowledges every command
//! when it arrives, before anything is committed. The control of the kill test.

use anyhow::{Context, Result};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use protocol::message::{ClientMessage, Committed, Refused, SUBPROTOCOL, Send, ServerMessage};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::http::HeaderValue;

use crate::line;
use crate::skim::frames;

/// A proxy that runs until it is dropped.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    task: JoinHandle<()>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Stands in front of the server at a port.
pub(crate) async fn start(server_port: u16) -> Result<Proxy> {
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .context("opening the proxy")?;
    let port = listener.local_addr()?.port();
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // Each connection ends with the server's, which every round kills.
            tokio::spawn(carry(stream, server_port));
        }
    });
    Ok(Proxy { port, task })
}

async fn carry(stream: TcpStream, server_port: u16) -> Result<()> {
    let (mut path, mut cookie) = (String::new(), String::new());
    // The library decides how large its refusal is.
    #[allow(clippy::result_large_err)]
    let note = |request: &Request, mut response: Response| {
        path = request
            .uri()
            .path_and_query()
            .map(ToString::to_string)
            .unwrap_or_default();
        let value = request
            .headers()
            .get("cookie")
            .and_then(|value| value.to_str().ok());
        cookie = value.unwrap_or_default().to_owned();
        let spoken = HeaderValue::from_static(SUBPROTOCOL);
        response
            .headers_mut()
            .insert("sec-websocket-protocol", spoken);
        Ok(response)
    };
    let mut client = tokio_tungstenite::accept_hdr_async(stream, note).await?;
    let headers = [
        ("cookie", cookie.as_str()),
        ("sec-websocket-protocol", SUBPROTOCOL),
    ];
    let mut server = line::open(server_port, &path, &headers, 0).await?;
    loop {
        tokio::select! {
            message = client.next() => {
                let message = message.context("the client went away")??;
                if let Message::Binary(bytes) = &message {
                    for acknowledgement in early(bytes)? {
                        client.send(Message::Binary(acknowledgement)).await?;
                    }
                }
                server.send(message).await?;
            }
            message = line::receive(&mut server) => {
                let rest = without_answers(&message?)?;
                if !rest.is_empty() {
                    client.send(Message::Binary(rest)).await?;
                }
            }
        }
    }
}

/// Acknowledgements of the commands in a client's message.
fn early(message: &[u8]) -> Result<Vec<Bytes>> {
    let mut acknowledgements = Vec::new();
    for frame in frames(message) {
        let frame = frame?;
        if let Ok(ClientMessage::Send(Send { command, .. })) =
            ClientMessage::decode(frame.kind, frame.payload)
        {
            let committed = ServerMessage::from(Committed {
                command,
                offset: None,
            });
            acknowledgements.push(Bytes::from(committed.to_frame().encode()));
        }
    }
    Ok(acknowledgements)
}

/// A server's message without what it says about commands.
fn without_answers(message: &[u8]) -> Result<Bytes> {
    let mut rest = Vec::with_capacity(message.len());
    let mut start = 0;
    for frame in frames(message) {
        let frame = frame?;
        let end = start + frame.n_bytes;
        let is_answer = frame.position.is_none()
            && matches!(
                ServerMessage::decode(frame.kind, frame.payload),
                Ok(ServerMessage::Committed(Committed { .. })
                    | ServerMessage::Refused(Refused { .. }))
            );
        if !is_answer {
            rest.extend_from_slice(&message[start..end]);
        }
        start = end;
    }
    Ok(rest.into())
}

#[cfg(test)]
mod tests {
    use protocol::id::CommandId;
    use protocol::message::{GoAway, Topic};

    use super::*;

    #[test]
    fn answers_are_taken_out_and_everything_else_passes() {
        let answer = ServerMessage::from(Committed {
            command: CommandId::example(1),
            offset: None,
        });
        let away = ServerMessage::from(GoAway {
            reconnect_after_ms: 5,
        });
        let mut entry = away.to_frame();
        entry.position = Some((Topic::Ops, 9));
        let kept = [entry.encode(), away.to_frame().encode()].concat();
        let message = [
            entry.encode(),
            answer.to_frame().encode(),
            away.to_frame().encode(),
        ]
        .concat();
        assert_eq!(without_answers(&message).unwrap(), kept);
    }

    #[test]
    fn a_command_is_acknowledged_by_its_id() {
        let command = CommandId::example(7);
        let send = ClientMessage::from(Send {
            command,
            kind: 1,
            payload: Default::default(),
        });
        let acknowledged = early(&send.to_frame().encode()).unwrap();
        let expected = ServerMessage::from(Committed {
            command,
            offset: None,
        })
        .to_frame()
        .encode();
        assert_eq!(acknowledged, vec![Bytes::from(expected)]);
    }
}
