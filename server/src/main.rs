//! The server's binary: reads the settings, puts the parts together, runs one sub-command.
//!
//! It must not know: rules, SQL, or what is in a message. Everything that it does is start,
//! connect and stop what the other packages offer.

mod admin;
mod cli;
mod demo;
mod doctor;
mod entry;
mod house;
mod import;
mod journal;
mod link;
mod log;
mod mail;
mod measure;
mod out;
mod secrets;

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;

use crate::cli::{Cli, Task};

fn main() -> ExitCode {
    // One TLS provider for everything in the process, before anything can ask for one.
    let first = rustls::crypto::ring::default_provider().install_default();
    assert!(first.is_ok(), "nothing was installed before");
    let cli = Cli::parse();
    log::start(&cli.log);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let result = runtime.context("start the runtime").and_then(|runtime| {
        let result = runtime.block_on(run(cli.task));
        // A planner's answer that nobody waits for any more must not hold the process up.
        runtime.shutdown_timeout(std::time::Duration::from_secs(2));
        result
    });
    match result {
        Ok(code) => code,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(task: Task) -> Result<ExitCode> {
    match task {
        Task::Serve(order) => house::serve(order).await,
        Task::Demo(order) => demo::run(order).await,
        Task::Seed(order) => demo::seed(order).await,
        Task::Migrate(order) => house::migrate(&order).await,
        Task::Doctor(order) => doctor::examine(&order).await,
        Task::Import(order) => import::run(&order).await,
        Task::Link(order) => link::issue(&order).await,
        Task::Admin(order) => match &order.task {
            Some(cli::AdminTask::RotateSecrets(order)) => secrets::rotate(order).await,
            Some(cli::AdminTask::Journal(order)) => journal::print(order).await,
            None => admin::make(&order).await,
        },
    }
}
