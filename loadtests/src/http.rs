//! One HTTP request at a time, each on a connection of its own; bodies as the server sends them.

use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(10);
const BODY_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// The status line and the headers, in small letters.
    head: String,
    /// The first cookie that was set, as a browser sends it back: names and values keep their case.
    cookie: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// The first cookie that was set, as a browser sends it back.
    pub(crate) fn cookie(&self) -> Option<String> {
        self.cookie.clone()
    }

    /// The first header of a name; the name in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            (found == name).then(|| value.trim())
        })
    }
}

/// Fetches an address of a server on this machine: its status and its body.
pub(crate) async fn get(port: u16, path: &str, cookie: &str) -> Result<(u16, Vec<u8>)> {
    let reply = send(port, "GET", path, &[("cookie", cookie)], &[]).await?;
    Ok((reply.status, reply.body))
}

/// Sends a body to an address of a server on this machine, as one of its own pages would.
pub(crate) async fn post(
    port: u16,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<Reply> {
    let origin = format!("http://127.0.0.1:{port}");
    let own = [("origin", origin.as_str())];
    send(port, "POST", path, &[&own, headers].concat(), body).await
}

async fn send(
    port: u16,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<Reply> {
    timeout(PATIENCE, exchange(port, method, path, headers, body))
        .await
        .with_context(|| format!("{path} did not answer in time"))?
}

async fn exchange(
    port: u16,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<Reply> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let mut request = format!(
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\
         content-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        request.extend([name, ": ", value, "\r\n"]);
    }
    request.push_str("\r\n");
    let mut request = request.into_bytes();
    request.extend_from_slice(body);
    stream.write_all(&request).await?;
    let mut answer = Vec::new();
    stream.take(BODY_BYTES_MAX).read_to_end(&mut answer).await?;
    parse(&answer).ok_or_else(|| anyhow!("{path} was answered with no HTTP"))
}

fn parse(answer: &[u8]) -> Option<Reply> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let written = std::str::from_utf8(&answer[..end]).ok()?;
    let cookie = written.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_cookie = name.eq_ignore_ascii_case("set-cookie");
        is_cookie.then(|| {
            value
                .trim()
                .split(';')
                .next()
                .unwrap_or_default()
                .to_owned()
        })
    });
    let head = written.to_ascii_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let body = &answer[end + 4..];
    let body = if head.contains("transfer-encoding: chunked") {
        unchunk(body)?
    } else {
        body.to_vec()
    };
    Some(Reply {
        status,
        head,
        cookie,
        body,
    })
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
        let read = |answer| parse(answer).map(|reply| (reply.status, reply.body));
        let whole = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
        assert_eq!(read(whole), Some((200, b"ok".to_vec())));
        let chunked = b"HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nA\r\n0123456789\r\n0\r\n\r\n";
        assert_eq!(read(chunked), Some((503, b"ok0123456789".to_vec())));
        assert_eq!(read(b"HTTP/1.1 200 OK\r\n"), None);
    }

    #[test]
    fn a_header_is_found_by_its_name() {
        let reply = parse(b"HTTP/1.1 303 See\r\nLocation: /account\r\n\r\n").expect("HTTP");
        assert_eq!(reply.header("location"), Some("/account"));
        assert_eq!(reply.header("set-cookie"), None);
    }
}
