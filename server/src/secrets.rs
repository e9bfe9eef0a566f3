//! The keys that seal secrets in the store: found or made at the start, and replaced by
//! `admin rotate-secrets`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use app::account::{Accounts, NoPost, Rules};
use app::journal::{Journals, Operation};
use app::port::{FileVault, OsRandom, SystemClock};

use store::Store;

use crate::cli;
use crate::house::open_store;
use crate::out::say;

/// Where the keys are: beside an embedded store, unless somebody says otherwise.
fn path_of(order: &cli::Secrets, store_url: &str) -> PathBuf {
    let beside = || {
        let path = store_url.strip_prefix("sqlite://")?;
        let path = path.split('?').next().unwrap_or(path);
        Some(PathBuf::from(format!("{path}.secrets")))
    };
    order
        .secrets
        .clone()
        .or_else(beside)
        .unwrap_or_else(|| PathBuf::from("data/secrets"))
}

/// The keys of an installation. The first start makes them; where secrets are sealed already, a
/// missing file is an error, because new keys would open none of them.
pub(crate) async fn open(
    order: &cli::Secrets,
    store_url: &str,
    store: &Store,
) -> Result<Arc<FileVault>> {
    let path = path_of(order, store_url);
    let shown = path.display().to_string();
    let seals = store.vault_keys().await.context("read which keys seal")?;
    if !seals.is_empty() && !path.exists() {
        bail!(
            "secrets of this store are sealed, and the file of their keys, {shown}, is missing: \
             put it there, or name it with --secrets or REGIE_SECRETS"
        );
    }
    let vault = FileVault::open_or_create(path, Arc::new(OsRandom))
        .with_context(|| format!("open the keys of secrets in {shown}"))?;
    Ok(Arc::new(vault))
}

/// Makes sure that this node opens what is sealed, and seals what is not.
pub(crate) async fn settle(accounts: &Accounts) -> Result<()> {
    accounts
        .check_keys()
        .await
        .context("compare the keys of secrets with the store")?;
    let sealed = accounts.seal_secrets(false).await;
    match sealed.context("seal the secrets that are not")? {
        0 => {}
        n => tracing::info!("{n} secrets from before there were keys are sealed now"),
    }
    Ok(())
}

/// `admin rotate-secrets`
pub(crate) async fn rotate(order: &cli::RotateSecrets) -> Result<ExitCode> {
    let store = open_store(&order.at.store).await?;
    let vault = open(&order.secrets, &order.at.store, &store).await?;
    let journals = Journals::new(store.clone(), Arc::new(SystemClock));
    let accounts = Accounts::with(
        store.clone(),
        Arc::new(SystemClock),
        Arc::new(OsRandom),
        Rules::default(),
        Arc::new(NoPost),
    );
    let accounts = accounts.sealing_with(vault.clone());
    accounts
        .check_keys()
        .await
        .context("compare the keys of secrets with the store")?;
    if order.new_key || order.prepare {
        let number = vault.add_key().context("add a key")?;
        journals
            .operated(Operation::KeyAdded { number })
            .await
            .context("note it in the journal")?;
        say(format_args!("key {number} is added"));
    }
    if order.prepare {
        say(format_args!(
            "give every node this file, then run `admin rotate-secrets` once"
        ));
    } else {
        accounts
            .check_keys()
            .await
            .context("note the newest key in the store")?;
        let n_sealed = accounts.seal_secrets(true).await;
        let n_sealed = n_sealed.context("seal the secrets anew")?;
        journals
            .operated(Operation::SecretsSealed { n_sealed })
            .await
            .context("note it in the journal")?;
        say(format_args!("{n_sealed} secrets are sealed anew"));
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}
