//! The real server as a child process: started, asked, and ended by its own id.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::http;
use crate::prometheus::Metrics;

const READY_MAX: Duration = Duration::from_secs(60);
const END_MAX: Duration = Duration::from_secs(30);
/// Between two questions whether it is ready.
const ASK_INTERVAL: Duration = Duration::from_millis(5);

/// How a server is started.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) binary: PathBuf,
    pub(crate) database: PathBuf,
    pub(crate) port: u16,
    /// The only core that it may use.
    pub(crate) core: Option<usize>,
    /// Serve the echo that conformance tests speak with.
    pub(crate) has_echo: bool,
    /// Acknowledge before the commit; only a binary with the wrongs built in can.
    pub(crate) acknowledges_first: bool,
}

/// A server that runs until it is ended or dropped.
pub(crate) struct Server {
    child: Child,
    pid: u32,
    pub(crate) port: u16,
    log: PathBuf,
}

impl Server {
    /// Starts a server and waits until it is ready.
    pub(crate) async fn start(order: &Order) -> Result<Self> {
        let log = order.database.with_extension("log");
        let out = File::options()
            .create(true)
            .append(true)
            .open(&log)
            .context("opening the log")?;
        let mut command = match order.core {
            Some(core) => {
                let mut command = Command::new("taskset");
                command.args(["-c", &core.to_string()]).arg(&order.binary);
                command
            }
            None => Command::new(&order.binary),
        };
        command
            .args(["--log", "warn", "serve"])
            .args(["--store", &format!("sqlite://{}", order.database.display())])
            .args(["--listen", &format!("127.0.0.1:{}", order.port)]);
        if order.has_echo {
            command.arg("--ws-echo");
        }
        if order.acknowledges_first {
            command.arg("--unsafe-ack-first");
        }
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(out)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {}", order.binary.display()))?;
        let pid = child.id().context("the server ended at once")?;
        let mut server = Self {
            child,
            pid,
            port: order.port,
            log,
        };
        server.wait_until_ready().await?;
        Ok(server)
    }

    pub(crate) const fn pid(&self) -> u32 {
        self.pid
    }

    async fn wait_until_ready(&mut self) -> Result<()> {
        let started = Instant::now();
        while started.elapsed() < READY_MAX {
            if let Some(status) = self.child.try_wait()? {
                bail!(
                    "the server ended with {status} before it was ready; it said:\n{}",
                    self.last_words()
                );
            }
            if let Ok((204, _)) = http::get(self.port, "/health/ready", "").await {
                return Ok(());
            }
            sleep(ASK_INTERVAL).await;
        }
        bail!("the server is not ready after {} s", READY_MAX.as_secs())
    }

    /// What the server has counted.
    pub(crate) async fn metrics(&self) -> Result<Metrics> {
        let (status, body) = http::get(self.port, "/metrics", "").await?;
        ensure!(status == 200, "/metrics answered {status}");
        Ok(Metrics::parse(&String::from_utf8_lossy(&body)))
    }

    /// Asks the server to go, as an operator does, and waits until it is gone.
    pub(crate) async fn end(mut self) -> Result<()> {
        let asked = Command::new("kill")
            .args(["-TERM", &self.pid.to_string()])
            .status()
            .await?;
        ensure!(asked.success(), "the server could not be asked to end");
        let status = timeout(END_MAX, self.child.wait())
            .await
            .context("the server does not end")??;
        ensure!(
            status.success(),
            "the server ended with {status}; it said:\n{}",
            self.last_words()
        );
        Ok(())
    }

    /// Ends the server in the middle of whatever it does.
    pub(crate) async fn kill(mut self) -> Result<()> {
        self.child.kill().await.context("killing the server")
    }

    fn last_words(&self) -> String {
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> Result<u16> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).context("looking for a port")?;
    Ok(listener.local_addr()?.port())
}

/// An order for a server of its own on a free port.
pub(crate) fn order(binary: PathBuf, database: &Path) -> Result<Order> {
    let database = database.to_owned();
    Ok(Order {
        binary,
        database,
        port: free_port()?,
        core: None,
        has_echo: false,
        acknowledges_first: false,
    })
}
