//! How letters leave the house: the mail server of the settings, or none.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use app::live::{Registry, meter};
use app::port::mailer::SmtpSettings;
use app::port::{Address, Clock, HeaderText, SmtpMailer, SystemClock};
use app::post::{Deliver, Pace, Sender};
use protocol::Micros;
use store::Store;

use crate::cli;

/// Connections to the mail server at most.
const CONNECTIONS_MAX: u32 = 4;
/// How often old letters are looked for.
const SWEEP_INTERVAL: Duration = Duration::from_secs(3_600);
/// How often the queue is counted for the metrics.
const COUNT_INTERVAL: Duration = Duration::from_secs(5);
/// How long a letter is kept after its end, as privacy.toml says.
const LETTER_DAYS: i64 = 90;

/// The work that hands letters over.
pub(crate) fn deliver(order: &cli::Mail, registry: &Arc<Registry>) -> Result<Arc<Deliver>> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let Some(url) = &order.smtp else {
        tracing::info!("no mail server: letters are kept, to be read in the console");
        return Ok(Deliver::keeping(registry.clone(), clock));
    };
    let sender = Sender {
        name: HeaderText::parse(&order.mail_name).context("the sender's name")?,
        address: Address::parse(&order.mail_from).context("the sender's address")?,
    };
    let authority = match &order.smtp_authority {
        Some(path) => {
            let read = std::fs::read(path);
            Some(read.with_context(|| format!("read the authority {}", path.display()))?)
        }
        None => None,
    };
    let mailer = SmtpMailer::new(&SmtpSettings {
        url: url.clone(),
        n_connections_max: CONNECTIONS_MAX,
        timeout: Duration::from_secs(order.mail_timeout_s.clamp(1, 60)),
        authority,
    })
    .context("the mail server's address")?;
    let pace = Pace::per_minute(order.mail_per_minute);
    let mailer = Arc::new(mailer);
    Ok(Deliver::to(registry.clone(), clock, mailer, sender, pace))
}

/// Deletes letters whose time is over, for as long as the server runs.
pub(crate) async fn keep_sweeping(store: Store) {
    loop {
        let before = SystemClock.now().0 - LETTER_DAYS * 86_400 * 1_000_000;
        if let Err(fault) = store.sweep_letters(Micros(before)).await {
            tracing::warn!(error = %fault, "old letters could not be deleted: {fault}");
        }
        tokio::time::sleep(SWEEP_INTERVAL).await;
    }
}

/// Tells the metrics how much waits, for as long as the server runs.
pub(crate) async fn keep_counting(store: Store) {
    loop {
        if let Ok(counts) = store.count_jobs().await {
            let states = [
                ("waiting", counts.n_waiting),
                ("running", counts.n_running),
                ("dead", counts.n_dead),
            ];
            for (state, n) in states {
                #[allow(clippy::cast_precision_loss)]
                metrics::gauge!(meter::JOBS_NOW, "state" => state).set(n as f64);
            }
        }
        tokio::time::sleep(COUNT_INTERVAL).await;
    }
}
