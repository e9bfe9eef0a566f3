//! What every test that starts a server can be told.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use app::demo::Scale;
use clap::{Args, ValueEnum};

/// How large the event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Event {
    Small,
    Full,
    Double,
}

impl From<Event> for Scale {
    fn from(event: Event) -> Self {
        match event {
            Event::Small => Self::Small,
            Event::Full => Self::Full,
            Event::Double => Self::Double,
        }
    }
}

/// Settings that all tests share.
#[derive(Args, Clone, Debug)]
pub(crate) struct Shared {
    /// The server's binary; the one beside this program unless said otherwise.
    #[arg(long, env = "REGIE_SERVER")]
    server: Option<PathBuf>,
    /// The event to measure on.
    #[arg(long, value_enum, default_value_t = Event::Double)]
    pub(crate) event: Event,
    /// Decides the event and everything that is sent.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Where databases are made; a folder of a real disk, or durability is not measured.
    #[arg(long)]
    pub(crate) scratch: Option<PathBuf>,
}

impl Shared {
    /// The server's binary.
    pub(crate) fn server(&self) -> Result<PathBuf> {
        self.binary(
            "server",
            "build it first, in the same profile, with `cargo build -p server`",
        )
    }

    /// A binary that can be told to acknowledge before the commit.
    pub(crate) fn wrong_server(&self) -> Result<PathBuf> {
        self.binary(
            "server-fault-injection",
            "build the server with `--features fault-injection` and copy it there, \
             as docs/how-to/measure.md says",
        )
    }

    fn binary(&self, name: &str, advice: &str) -> Result<PathBuf> {
        let path = match &self.server {
            Some(path) => path.clone(),
            None => std::env::current_exe()
                .context("finding this program")?
                .with_file_name(name),
        };
        ensure!(path.is_file(), "there is no {}: {advice}", path.display());
        Ok(path)
    }
}
