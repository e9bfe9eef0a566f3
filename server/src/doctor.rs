//! `doctor`: is everything in the store what it should be?

use std::process::ExitCode;

use anyhow::{Context, Result};

use store::{Journalled, Store};

use crate::cli::At;
use crate::house::open_store;
use crate::journal;
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
        let whose = Journalled::Event(row.id);
        is_sound &= examine_journal(&store, whose, "  journal").await?;
    }
    is_sound &= examine_journal(&store, Journalled::House, "journal of the house").await?;
    let jobs = store.count_jobs().await.context("count the jobs")?;
    let n_stranded = store.stranded_letters().await.context("count letters")?;
    say(format_args!(
        "queue: {} waiting, {} running, {} failed for good; {n_stranded} letters stranded",
        jobs.n_waiting, jobs.n_running, jobs.n_dead
    ));
    for job in store.buried_jobs(20).await.context("list dead jobs")? {
        let (kind, n, error) = (job.kind, job.n_attempts, job.error);
        say(format_args!(
            "  {} {kind}: {error}, tried {n} times",
            job.id
        ));
    }
    is_sound &= n_stranded == 0;
    store.close().await;
    Ok(if is_sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Goes through the chain of a journal and says how long it is; whether it is
/// whole.
async fn examine_journal(store: &Store, whose: Journalled, name: &str) -> Result<bool> {
    let check = store.check_journal(whose).await;
    let check = check.context("go through a journal")?;
    say(format_args!("{name}: {} lines", check.n_lines));
    let found = journal::told(&check);
    if let Some(found) = &found {
        say(format_args!("  {found}"));
    }
    Ok(found.is_none())
}
