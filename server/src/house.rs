//! Putting the parts together and taking them apart again, in order.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use app::account::{Accounts, Rules};
use app::feed::fetch::Fetcher;
use app::feed::{FeedWork, Origin};
use app::file::{FileRules, Files};
use app::jobs::Jobs;
use app::live::Registry;
use app::port::{
    Clamd, Clock, FileLedger, NoScanner, NoVault, OsRandom, Scanner, SystemClock, Vault,
};
use app::post::{Carrier, Post};
use protocol::Micros;
use protocol::limits::REGISTRATION_DRAFT_DAYS;
use store::{Options, Store};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use web::{DemoAccount, Limits, Settings};

use crate::cli;
use crate::entry;
use crate::mail;
use crate::measure;
use crate::secrets;

/// How often what expired is deleted.
const SWEEP_INTERVAL: Duration = Duration::from_secs(3_600);

/// An upload that began before that is over: whatever of it has no name is nobody's.
const UPLOAD_MICROS_MAX: i64 = 60 * 60 * 1_000_000;

/// Opens a store, making the folder of a file that does not exist yet.
pub(crate) async fn open_store(url: &str) -> Result<Store> {
    if let Some(path) = url.strip_prefix("sqlite://")
        && let Some(folder) = std::path::Path::new(path.split('?').next().unwrap_or(path)).parent()
    {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("create the folder {}", folder.display()))?;
    }
    Store::open(url, Options::default())
        .await
        .context("open the store")
}

/// `migrate`
pub(crate) async fn migrate(at: &cli::At) -> Result<ExitCode> {
    let store = open_store(&at.store).await?;
    store.migrate().await.context("migrate the tables")?;
    store.close().await;
    tracing::info!("the tables are up to date");
    Ok(ExitCode::SUCCESS)
}

/// `serve`
pub(crate) async fn serve(order: cli::Serve) -> Result<ExitCode> {
    #[cfg(feature = "fault-injection")]
    if order.unsafe_ack_first {
        tracing::error!("THIS SERVER ACKNOWLEDGES BEFORE THE COMMIT: it exists to lose data");
        app::live::wrong::acknowledge_first();
    }
    measure::start()?;
    let store = open_store(&order.at.store).await?;
    if order.migrate {
        store.migrate().await.context("migrate the tables")?;
    }
    let vault = secrets::open(&order.site.secrets, &order.at.store, &store).await?;
    let house = House::build_with(store, entry::rules(&order.site.entry), vault);
    let listener = listen(&order.site).await?;
    house
        .run(listener, &order.site, &order.at.store, None)
        .await?;
    Ok(ExitCode::SUCCESS)
}

/// Binds the address.
pub(crate) async fn listen(site: &cli::Site) -> Result<TcpListener> {
    TcpListener::bind(site.listen)
        .await
        .with_context(|| format!("listen on {}", site.listen))
}

/// The origins of the site's own pages; without a public address, those of this machine.
pub(crate) fn origins(site: &cli::Site, listener: &TcpListener) -> Result<Vec<String>> {
    if !site.public_urls.is_empty() {
        return site.public_urls.iter().map(|url| origin(url)).collect();
    }
    let address = listener.local_addr().context("ask for the address")?;
    let mut origins = vec![format!("http://{address}")];
    if address.ip().is_loopback() || address.ip().is_unspecified() {
        let port = address.port();
        origins.push(format!("http://localhost:{port}"));
        origins.push(format!("http://127.0.0.1:{port}"));
    }
    Ok(origins)
}

/// The origin of an address, as browsers write it.
fn origin(url: &str) -> Result<String> {
    let url = url.trim().trim_end_matches('/').to_ascii_lowercase();
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    if host.is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', '@', ' '])) {
        bail!("{url} is no address of a site: https://host, without a path");
    }
    Ok(url)
}

/// The parts that every serving sub-command needs.
pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) registry: Arc<Registry>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) jobs: Arc<Jobs>,
    pub(crate) post: Arc<Post>,
    pub(crate) carrier: Arc<Carrier>,
}

impl House {
    /// For a command that asks nobody for a second factor.
    pub(crate) fn build(store: Store) -> Self {
        Self::build_with(store, Rules::default(), Arc::new(NoVault))
    }

    /// With rules of its own about signing in, and the keys of secrets.
    pub(crate) fn build_with(store: Store, rules: Rules, vault: Arc<dyn Vault>) -> Self {
        let world = Arc::new(SystemClock);
        let random = Arc::new(OsRandom);
        let registry = Registry::new(store.clone(), world.clone(), random.clone());
        let jobs = Jobs::new(store.clone(), world.clone(), random.clone());
        let post = Post::new(store.clone(), world.clone(), random.clone(), jobs.clone());
        let carrier = Carrier::new(post.clone());
        let accounts = Accounts::with(store.clone(), world, random, rules, carrier.clone())
            .sealing_with(vault);
        let accounts = Arc::new(accounts);
        Self {
            store,
            registry,
            accounts,
            jobs,
            post,
            carrier,
        }
    }

    /// Serves until the process is asked to end, then ends in order: mailboxes are finished and
    /// clients sent away before the store is closed.
    pub(crate) async fn run(
        self,
        listener: TcpListener,
        site: &cli::Site,
        store_url: &str,
        demo: Option<Vec<DemoAccount>>,
    ) -> Result<()> {
        let address = listener.local_addr().context("ask for the address")?;
        secrets::settle(&self.accounts).await?;
        let feed_origin = site.feed_origin.as_deref().and_then(Origin::parse);
        let settings = Settings {
            origins: origins(site, &listener)?,
            assets: site.assets.clone(),
            demo,
            metrics_token: site.metrics_token.clone(),
            metrics: Some(measure::render),
            is_behind_proxy: site.behind_proxy,
            has_echo: site.ws_echo,
            feed_origin: feed_origin.clone(),
        };
        if let Some(origin) = settings.origins.first() {
            self.carrier.set_origin(origin.clone());
        }
        let limits = Limits {
            connections_max: site.connections_max,
            connections_per_address_max: site.connections_per_address_max,
        };
        let deliver = mail::deliver(&site.mail, &self.registry)?;
        let keepers = self.start_keepers();
        let postman = tokio::spawn(self.jobs.clone().keep_working(deliver.clone()));
        let feeds = self.feeds(feed_origin);
        let reader = tokio::spawn(self.jobs.clone().keep_working(feeds.clone()));
        let looker = tokio::spawn(feeds.keep_queueing(self.jobs.clone()));
        let files = self.files(&site.uploads);
        let offices = web::Offices {
            files,
            post: self.post.clone(),
            deliver,
            ledger: Arc::new(FileLedger::at(erasures(site, store_url))),
        };
        let served = web::Site::with(
            self.registry.clone(),
            self.accounts.clone(),
            settings,
            offices,
        );
        match served.privacy.replay().await.context("erase again")? {
            0 => {}
            n => tracing::warn!("{n} persons came back with an older store, and were erased again"),
        }
        let router = web::router(served);
        tracing::info!(http.address = %address, "listening on http://{address}");

        let registry = self.registry.clone();
        let asked_to_end = end_requested()?;
        web::serve(listener, router, limits, async move {
            asked_to_end.await;
            tracing::info!("going away: finishing what was accepted");
            registry.drain().await;
        })
        .await;
        // What is being handed over is finished, or the recipient gets it twice.
        self.jobs.stop();
        if let Err(error) = postman.await {
            tracing::error!(error = %error, "the postman died: {error}");
        }
        if let Err(error) = reader.await {
            tracing::error!(error = %error, "the reader of feeds died: {error}");
        }
        for keeper in keepers.into_iter().chain([looker]) {
            keeper.abort();
        }
        self.store.close().await;
        tracing::info!("gone");
        Ok(())
    }

    fn feeds(&self, exempt: Option<Origin>) -> Arc<FeedWork> {
        let world = (Arc::new(SystemClock), Arc::new(OsRandom));
        FeedWork::new(self.store.clone(), world.0, world.1, Fetcher::new(exempt))
    }

    fn files(&self, order: &cli::Uploads) -> Arc<Files> {
        let scanner: Arc<dyn Scanner> = match &order.clamd {
            Some(place) => Arc::new(Clamd::at(place)),
            None => Arc::new(NoScanner),
        };
        let rules = FileRules {
            video_bytes_max: usize::from(order.video_mib) * 1024 * 1024,
            takes_unscanned: order.clamd_optional,
            ..FileRules::default()
        };
        let world = (Arc::new(SystemClock) as _, Arc::new(OsRandom) as _);
        Arc::new(Files::with(self.store.clone(), world, rules, scanner))
    }

    fn start_keepers(&self) -> Vec<tokio::task::JoinHandle<()>> {
        let (registry, accounts) = (self.registry.clone(), self.accounts.clone());
        let sweeper = self.accounts.clone();
        let (store, jobs) = (self.store.clone(), self.store.clone());
        let drafts = self.store.clone();
        vec![
            {
                let accounts = accounts.clone();
                tokio::spawn(async move { registry.keep_listening(accounts).await })
            },
            tokio::spawn(async move { accounts.keep_reviewing().await }),
            tokio::spawn(async move {
                loop {
                    if let Err(fault) = sweeper.sweep().await {
                        tracing::warn!(error = %fault, "what expired could not be deleted: {fault}");
                    }
                    let kept_for = REGISTRATION_DRAFT_DAYS * 24 * 60 * 60 * 1_000_000;
                    let before = Micros(SystemClock.now().0 - kept_for);
                    if let Err(fault) = drafts.sweep_drafts(before).await {
                        tracing::warn!(error = %fault, "old drafts could not be deleted: {fault}");
                    }
                    let begun_before = SystemClock.now().0 - UPLOAD_MICROS_MAX;
                    if let Err(fault) = drafts.sweep_files(Micros(begun_before)).await {
                        tracing::warn!(error = %fault, "files that nothing names could not be deleted: {fault}");
                    }
                    tokio::time::sleep(SWEEP_INTERVAL).await;
                }
            }),
            tokio::spawn(async move { mail::keep_sweeping(store).await }),
            tokio::spawn(async move { mail::keep_counting(jobs).await }),
        ]
    }
}

/// Where the erased are noted.
fn erasures(site: &cli::Site, store_url: &str) -> PathBuf {
    let beside = || {
        let path = store_url.strip_prefix("sqlite://")?;
        let path = path.split('?').next().unwrap_or(path);
        Some(PathBuf::from(format!("{path}.erasures")))
    };
    let given = site.erasures.clone();
    given
        .or_else(beside)
        .unwrap_or_else(|| PathBuf::from("data/erasures"))
}

/// Resolves when the process is asked to end.
fn end_requested() -> Result<impl Future<Output = ()> + Send> {
    let mut terminate = signal(SignalKind::terminate()).context("wait for signals")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("wait for signals")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_browsers_write_it_or_not_at_all() {
        for (given, expected) in [
            (
                "https://Regie.example.org/",
                Some("https://regie.example.org"),
            ),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("regie.example.org", None),
            ("https://", None),
            ("https://regie.example.org/console", None),
            ("https://user@regie.example.org", None),
            ("ftp://regie.example.org", None),
        ] {
            assert_eq!(origin(given).ok().as_deref(), expected, "{given}");
        }
    }
}
