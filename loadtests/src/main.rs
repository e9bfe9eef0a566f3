//! Load and fault tests: the figures that the product promises, measured on the loopback.
//!
//! Every sub-command starts the real server as a child process with a database of its own, drives
//! it through the same sockets that browsers use, prints a table with each figure beside its bar
//! and ends with an error when a bar is missed, or with code 77 when the machine lacks what the
//! test needs and nothing was tested. Peers are measured in the same run.
//!
//! This package must not know: anything that a client of the product could not see, except where
//! a sub-command says that it measures from inside. Every loop here is bounded in count and time.

mod answers;
mod autobahn;
mod commands;
mod direct;
mod fanout;
mod feed;
mod gate;
mod http;
mod idle;
mod kills;
mod line;
mod machine;
mod options;
mod pages;
mod peer;
mod peers;
mod plan;
mod position;
mod prometheus;
mod registrations;
mod scale;
mod server;
mod skim;
mod storm;
mod wish;
mod world;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Measures Régie on the loopback.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    test: Test,
}

#[derive(Subcommand)]
enum Test {
    /// Commit to the last of 50 consoles while 1,500 phones are connected.
    Fanout(fanout::Arguments),
    /// Memory of the server per idle connection.
    Idle(idle::Arguments),
    /// CPU per delivered message, beside Node's ws and Socket.IO.
    Peers(peers::Arguments),
    /// Durable commands per second from concurrent clients; none lost.
    Commands(commands::Arguments),
    /// The same straight on the event's actor, to see where the time goes.
    Direct(direct::Arguments),
    /// Everybody comes back after a restart.
    Storm(storm::Arguments),
    /// The server is killed again and again while it writes.
    Kills(kills::Arguments),
    /// What the rules and snapshots of a large event cost.
    Scale(scale::Arguments),
    /// From the open requests of a full event to a published plan at 50 consoles, from inside.
    Plan(plan::Arguments),
    /// What the planner takes for a live answer on a large event.
    Answers(answers::Arguments),
    /// Public pages and the catalogue's search at a steady rate.
    Pages(pages::Arguments),
    /// Visitors who register by HTTP; none lost, none twice.
    Registrations(registrations::Arguments),
    /// WebSocket conformance by Autobahn.
    Autobahn(autobahn::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().test {
        Test::Fanout(arguments) => fanout::run(arguments),
        Test::Idle(arguments) => idle::run(arguments),
        Test::Peers(arguments) => peers::run(arguments),
        Test::Commands(arguments) => commands::run(arguments),
        Test::Direct(arguments) => direct::run(arguments),
        Test::Storm(arguments) => storm::run(arguments),
        Test::Kills(arguments) => kills::run(arguments),
        Test::Scale(arguments) => scale::run(arguments),
        Test::Plan(arguments) => plan::run(arguments),
        Test::Answers(arguments) => answers::run(arguments),
        Test::Pages(arguments) => pages::run(arguments),
        Test::Registrations(arguments) => registrations::run(arguments),
        Test::Autobahn(arguments) => autobahn::run(arguments),
    };
    match outcome {
        Ok(table) => table.finish(),
        Err(error) => gate::broken(&error),
    }
}
