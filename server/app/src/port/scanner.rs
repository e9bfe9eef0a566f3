//! Somebody who looks for what does harm in a file: clamd over its socket, or nobody.

use std::fmt;
use std::fs::File;
use std::future::Future;
use std::io::{self, Seek, SeekFrom};
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};

/// What a scanner says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It found nothing.
    Clean,
    /// It found something.
    Harmful,
}

/// Why a scanner said nothing.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// It could not be reached, or broke off.
    #[error("the scanner cannot be asked")]
    Io(#[from] io::Error),
    /// It did not answer in time.
    #[error("the scanner does not answer")]
    TooSlow,
    /// It answered something else.
    #[error("the scanner answers {0:?}")]
    Strange(String),
}

/// The answer to come, with the file given back.
pub type Scanning<'a> =
    Pin<Box<dyn Future<Output = (Result<Verdict, ScanError>, File)> + Send + 'a>>;

/// Looks for what does harm.
pub trait Scanner: Send + Sync + fmt::Debug {
    /// Reads the whole file and gives it back.
    fn scan(&self, file: File) -> Scanning<'_>;
}

/// Nobody looks: everything is clean.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoScanner;

impl Scanner for NoScanner {
    fn scan(&self, file: File) -> Scanning<'_> {
        Box::pin(async move { (Ok(Verdict::Clean), file) })
    }
}

/// Where clamd listens.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Tcp(String),
    Unix(PathBuf),
}

/// A clamd, asked by its command `INSTREAM` (clamd(8)).
#[derive(Clone, Debug)]
pub struct Clamd {
    place: Place,
    patience: Duration,
}

/// Bytes of one piece that it is sent.
const PIECE_BYTES: usize = 64 * 1024;
/// Longer answers are none of its.
const ANSWER_BYTES_MAX: u64 = 1_024;
/// How long it may take for one file.
const PATIENCE: Duration = Duration::from_secs(60);

impl Clamd {
    /// One that listens at `host:port`, or at the path of a socket.
    #[must_use]
    pub fn at(place: &str) -> Self {
        let place = match place.strip_prefix("unix:") {
            Some(path) => Place::Unix(path.into()),
            None if place.starts_with('/') => Place::Unix(place.into()),
            None => Place::Tcp(place.to_owned()),
        };
        Self {
            place,
            patience: PATIENCE,
        }
    }

    /// The same with another patience.
    #[must_use]
    pub const fn patient_for(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    async fn ask(&self, file: &mut tokio::fs::File) -> Result<Verdict, ScanError> {
        match &self.place {
            Place::Tcp(address) => converse(TcpStream::connect(address).await?, file).await,
            Place::Unix(path) => converse(UnixStream::connect(path).await?, file).await,
        }
    }
}

impl Scanner for Clamd {
    fn scan(&self, mut file: File) -> Scanning<'_> {
        Box::pin(async move {
            if let Err(error) = file.seek(SeekFrom::Start(0)) {
                return (Err(error.into()), file);
            }
            let mut file = tokio::fs::File::from_std(file);
            let asked = tokio::time::timeout(self.patience, self.ask(&mut file)).await;
            let verdict = asked.unwrap_or(Err(ScanError::TooSlow));
            (verdict, file.into_std().await)
        })
    }
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    file: &mut tokio::fs::File,
) -> Result<Verdict, ScanError> {
    let sent = send(&mut stream, file).await;
    let mut answer = Vec::new();
    let read = stream.take(ANSWER_BYTES_MAX).read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer.trim_end_matches(['\0', '\n']);
    // It may say what it found before it has heard everything, and hang up.
    match answer {
        "stream: OK" => {
            // A file is clean when it was heard to its end.
            sent?;
            Ok(Verdict::Clean)
        }
        found if found.starts_with("stream: ") && found.ends_with(" FOUND") => Ok(Verdict::Harmful),
        "" => {
            sent?;
            read?;
            Err(ScanError::Strange(String::new()))
        }
        other => Err(ScanError::Strange(other.to_owned())),
    }
}

async fn send<S: AsyncWrite + Unpin>(stream: &mut S, file: &mut tokio::fs::File) -> io::Result<()> {
    stream.write_all(b"zINSTREAM\0").await?;
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let n = file.read(&mut piece).await?;
        let length = u32::try_from(n).map_err(io::Error::other)?;
        stream.write_all(&length.to_be_bytes()).await?;
        if n == 0 {
            return stream.flush().await;
        }
        stream.write_all(&piece[..n]).await?;
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use tokio::net::TcpListener;

    use super::*;

    /// What a clamd of ours does with whoever asks.
    #[derive(Clone, Copy)]
    enum Manner {
        Faithful,
        HangsUp,
        Silent,
        Babbles,
        /// Says that all is well before it has heard anything, and leaves.
        Careless,
    }

    async fn clamd(manner: Manner) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut hello = [0; 10];
                if stream.read_exact(&mut hello).await.is_err() {
                    continue;
                }
                assert_eq!(&hello, b"zINSTREAM\0");
                match manner {
                    Manner::HangsUp => continue,
                    Manner::Silent => {
                        std::mem::forget(stream);
                        continue;
                    }
                    Manner::Careless => {
                        let _ = stream.write_all(b"stream: OK\0").await;
                        continue;
                    }
                    Manner::Faithful | Manner::Babbles => {}
                }
                let mut heard = Vec::new();
                loop {
                    let n = stream.read_u32().await.unwrap();
                    if n == 0 {
                        break;
                    }
                    let mut piece = vec![0; n as usize];
                    stream.read_exact(&mut piece).await.unwrap();
                    heard.extend(piece);
                }
                let mark = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE";
                let is_found = heard.windows(mark.len()).any(|part| part == mark);
                let answer: &[u8] = match (manner, is_found) {
                    (Manner::Babbles, _) => b"INSTREAM size limit exceeded. ERROR\0",
                    (_, true) => b"stream: Eicar-Signature FOUND\0",
                    (_, false) => b"stream: OK\0",
                };
                stream.write_all(answer).await.unwrap();
            }
        });
        address
    }

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    async fn ask(manner: Manner, bytes: &[u8]) -> Result<Verdict, ScanError> {
        let scanner = Clamd::at(&clamd(manner).await).patient_for(Duration::from_secs(2));
        let (verdict, mut file) = scanner.scan(file(bytes)).await;
        // The file comes back whatever happened.
        let mut again = Vec::new();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.read_to_end(&mut again).unwrap();
        assert_eq!(again, bytes);
        verdict
    }

    #[tokio::test]
    async fn it_says_what_it_found_and_what_it_did_not() {
        let eicar = [
            b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$".as_slice(),
            b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
        ]
        .concat();
        let clean = ask(Manner::Faithful, &vec![b'a'; 300_000]).await;
        assert_eq!(clean.unwrap(), Verdict::Clean);
        let found = ask(Manner::Faithful, &eicar).await;
        assert_eq!(found.unwrap(), Verdict::Harmful);
    }

    #[tokio::test]
    async fn nothing_but_a_plain_word_counts_as_clean() {
        for manner in [Manner::HangsUp, Manner::Silent, Manner::Babbles] {
            assert!(ask(manner, b"abc").await.is_err());
        }
        assert!(
            ask(Manner::Careless, &vec![b'a'; 8_000_000]).await.is_err(),
            "it heard nothing"
        );
        let nobody = Clamd::at("127.0.0.1:1").scan(file(b"abc")).await.0;
        assert!(matches!(nobody, Err(ScanError::Io(_))));
    }
}
