//! A connection that is read and written without waiting.

use std::future::poll_fn;
use std::io::{self, ErrorKind, Read, Write};
use std::sync::Arc;

use rustix::io::Errno;
use rustix::net::SendFlags;
use tokio::net::TcpStream;

/// A connection, and the rest of what it took in part.
///
/// Whatever is written through it leaves whole and in order: while a rest is kept, nothing else
/// is taken, so that nothing gets between the two halves of a frame.
#[derive(Debug)]
pub(crate) struct Stream {
    io: Arc<TcpStream>,
    unsent: Vec<u8>,
}

impl Stream {
    pub(super) fn new(io: TcpStream) -> Self {
        Self {
            io: Arc::new(io),
            unsent: Vec::new(),
        }
    }

    /// The connection, to wait for it without holding the stream.
    pub(crate) fn io(&self) -> Arc<TcpStream> {
        self.io.clone()
    }

    /// Takes whole frames; whether all of them are with the network. What is not is kept here.
    ///
    /// # Errors
    /// `WouldBlock` while an earlier rest is kept: nothing was taken. Anything else is the end.
    pub(crate) fn send(&mut self, frames: &[u8]) -> io::Result<bool> {
        self.flush()?;
        let mut n_sent = 0;
        while n_sent < frames.len() {
            match self.offer(&frames[n_sent..]) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(n) => n_sent += n,
                Err(error) if would_block(&error) => {
                    self.unsent.extend_from_slice(&frames[n_sent..]);
                    return Ok(false);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// What the network takes of these bytes now.
    ///
    /// Asks the network itself, which nearly always has room, before the runtime's notes about
    /// it: those lie elsewhere, and fetching them would take as long as all else here.
    fn offer(&self, bytes: &[u8]) -> io::Result<usize> {
        match rustix::net::send(&*self.io, bytes, SendFlags::empty()) {
            // Said again to the runtime, which from then on waits for room.
            Err(Errno::WOULDBLOCK | Errno::INTR) => self.io.try_write(bytes),
            taken => Ok(taken?),
        }
    }
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.io.try_read(into)
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.flush()?;
        self.offer(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        while !self.unsent.is_empty() {
            match self.offer(&self.unsent)? {
                0 => return Err(ErrorKind::WriteZero.into()),
                n if n == self.unsent.len() => self.unsent = Vec::new(),
                n => drop(self.unsent.drain(..n)),
            }
        }
        Ok(())
    }
}

/// Whether the network merely has to be waited for.
pub(crate) fn would_block(error: &io::Error) -> bool {
    error.kind() == ErrorKind::WouldBlock
}

/// What a connection is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    Readable,
    Writable,
}

/// Waits for the network. An error shows at the next attempt.
pub(crate) async fn ready(io: &TcpStream, until: Until) {
    // Polled by hand: this costs an idle connection no more than a waker.
    let _ = poll_fn(|context| match until {
        Until::Readable => io.poll_read_ready(context),
        Until::Writable => io.poll_write_ready(context),
    })
    .await;
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn what_the_network_does_not_take_is_kept_and_leaves_first() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (client, server) = tokio::join!(TcpStream::connect(address), listener.accept());
        let (mut client, mut stream) = (client.unwrap(), Stream::new(server.unwrap().0));
        let mut sent: Vec<u8> = Vec::new();
        for n in 0_u8.. {
            let frames = vec![n; 100_000];
            sent.extend_from_slice(&frames);
            ready(&stream.io, Until::Writable).await;
            if !stream.send(&frames).unwrap() {
                break;
            }
        }
        let refused = stream.send(b"in between").unwrap_err();
        assert!(would_block(&refused));
        assert!(would_block(&stream.write(b"a pong").unwrap_err()));

        let reading = tokio::spawn(async move {
            let mut received = Vec::new();
            client.read_to_end(&mut received).await.unwrap();
            received
        });
        while stream.flush().is_err() {
            ready(&stream.io, Until::Writable).await;
        }
        assert_eq!(stream.unsent.capacity(), 0, "nothing is held afterwards");
        drop(stream);
        assert!(reading.await.unwrap() == sent, "every byte once, in order");
    }
}
