//! LIV-07, LIV-09, PERF-05: clients, nodes and database as they are shipped, on a network that
//! breaks and with nodes that go away. At rest every replica equals what the server would show,
//! no acknowledged command is missing from the log, and none stands there twice.
//!
//! Clients live in virtual time; nodes and database do their real work in between.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "the seed is the bug report")]

mod device;
mod hall;
// The same source of chance as in the simulation of the clients by themselves.
#[path = "../../client/core/tests/core/random.rs"]
mod random;
mod wishes;

use app::testing;
use store::testing::Engine;

use crate::hall::{CALM, Hall, STORM};
use crate::wishes::{disturb, one_wish};

const N_WISHES: usize = 80;

/// `SIM_SEED` repeats one run; `SIM_RUNS` asks for more of them.
fn seeds() -> Vec<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    match number("SIM_SEED") {
        Some(seed) => vec![seed],
        None => (1..=number("SIM_RUNS").unwrap_or(3)).collect(),
    }
}

async fn a_bad_day(seed: u64, engine: Engine, n_nodes: usize) -> Option<Hall> {
    let database = testing::database(engine).await?;
    println!("SIM_SEED={seed} on {engine:?} with {n_nodes} nodes");
    let mut hall = Hall::new(seed, database, n_nodes, STORM).await;
    for n_wish in 0..N_WISHES {
        let pause = hall.random.below(400);
        hall.run_for(pause).await;
        one_wish(&mut hall).await;
        disturb(&mut hall, n_wish).await;
    }
    hall.weather = CALM;
    hall.come_to_rest().await;
    hall.check_replicas().await;
    hall.check_commands().await;
    Some(hall)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_node_that_restarts_loses_nothing_and_shows_everybody_the_truth() {
    let (mut n_committed, mut n_restarts, mut n_cut) = (0, 0, 0);
    for seed in seeds() {
        let hall = a_bad_day(seed, Engine::Sqlite, 1).await.unwrap();
        n_committed += hall.n_committed();
        n_restarts += hall.n_restarts;
        n_cut += hall.n_cut;
        println!("{n_committed} committed, {n_restarts} restarts, {n_cut} cuts");
    }
    // The day was as bad as it was meant to be.
    if std::env::var("SIM_SEED").is_err() {
        assert!(n_committed > 40, "{n_committed} commands went through");
        assert!(n_restarts > 2, "{n_restarts} restarts");
        assert!(n_cut > 20, "{n_cut} cuts");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_on_one_database_are_one_truth_wherever_somebody_is_connected() {
    for seed in seeds() {
        if a_bad_day(seed, Engine::Postgres, 2).await.is_none() {
            println!("SKIPPED: there is no PostgreSQL on this machine");
            return;
        }
    }
}
