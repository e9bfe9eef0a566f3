//! One HTTP request at a time, for health checks and metrics; bodies as the server sends them.

use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(10);
const BODY_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Fetches an address of a server on this machine: its status and its body.
pub(crate) async fn get(port: u16, path: &str, cookie: &str) -> Result<(u16, Vec<u8>)> {
    timeout(PATIENCE, fetch(port, path, cookie))
        .await
        .with_context(|| format!("{path} did not answer in time"))?
}

async fn fetch(port: u16, path: &str, cookie: &str) -> Result<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(BODY_BYTES_MAX).read_to_end(&mut answer).await?;
    parse(&answer).ok_or_else(|| anyhow!("{path} was answered with no HTTP"))
}

fn parse(answer: &[u8]) -> Option<(u16, Vec<u8>)> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let body = &answer[end + 4..];
    let is_chunked = head
        .to_ascii_lowercase()
        .contains("transfer-encoding: chunked");
    let body = if is_chunked {
        unchunk(body)?
    } else {
        body.to_vec()
    };
    Some((status, body))
}

fn unchunk(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = chunks.windows(2).position(|window| window == b"\r\n")?;
        let length = std::str::from_utf8(&chunks[..end]).ok()?;
        let n = usize::from_str_radix(length.trim(), 16).ok()?;
        let chunk = chunks.get(end + 2..end + 2 + n)?;
        if n == 0 {
            return Some(body);
        }
        body.extend_from_slice(chunk);
        chunks = chunks.get(end + 2 + n + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_and_chunked_bodies_are_read() {
        let whole = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
        assert_eq!(parse(whole), Some((200, b"ok".to_vec())));
        let chunked = b"HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nA\r\n0123456789\r\n0\r\n\r\n";
        assert_eq!(parse(chunked), Some((503, b"ok0123456789".to_vec())));
        assert_eq!(parse(b"HTTP/1.1 200 OK\r\n"), None);
    }
}
