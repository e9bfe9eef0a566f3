//! `doctor`: is everything in the store what it should be?

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::cli::At;
use crate::house::open_store;
use crate::out::say;

/// Checks every event and says what is wrong.
pub(crate) async fn examine(at: &At) -> Result<ExitCode> {
    let store = open_store(&at.store).await?;
    let mut is_sound = true;
    for row in store.list_events().await.context("list the events")? {
        let report = store.doctor(row.id).await.context("examine an event")?;
        say(format_args!(
            "event {}: {} entries",
            row.id, report.n_entries
        ));
        for finding in &report.findings {
            say(format_args!("  {finding}"));
        }
        is_sound &= report.is_sound();
    }
    store.close().await;
    Ok(if is_sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
