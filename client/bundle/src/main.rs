//! Turns the compiled programs of package `client` into the site that the server hands out.
//!
//! `bundle pack` takes the WebAssembly files that cargo built, one per surface (console, phone,
//! door), and writes a folder that is served as it stands, at the root of the origin:
//!
//! ```text
//! bundle.json                        what was written, with sizes; the server reads names here
//! <surface>/style-<hash>.css         the sheets of client/web/style and of the surface's folder in it
//! shared/style-<hash>.css            the same for the server-rendered pages
//! shared/…                           client/web/static/shared and the files beside it, as they are
//! <surface>/index.html               client/web/html/<surface>.html, filled in
//! <surface>/start-<hash>.js          loads and starts the program, registers the worker
//! <surface>/<surface>-<hash>.js      what wasm-bindgen wrote
//! <surface>/<surface>-<hash>.wasm    the program, which speaks the first language
//! <surface>/words-<language>-<hash>.txt  its sentences in each other language
//! <surface>/sw.js                    the service worker, for surfaces that can be installed
//! <surface>/…                        client/web/static/<surface>, as it is
//! ```
//!
//! A file whose name carries a hash never changes, so it may be cached for ever; every other file
//! must be asked for again. Text and programs have a compressed twin, `<name>.gz`, next to them.
//!
//! `bundle weigh` reads the same folder again and fails when a surface has outgrown its budget.
//!
//! This package knows file names and formats. It must not know what the programs do, how cargo is
//! called to build them, or how the server serves the result.

mod arrange;
mod glue;
mod name;
mod optimise;
mod pack;
mod report;
mod sheet;
mod shorten;
mod site;
mod surface;
mod template;
mod weigh;
mod words;
mod worker;

use std::path::PathBuf;

use clap::Parser;

/// What can be asked on the command line.
#[derive(Parser)]
#[command(about = "Packs the browser programs into the site that the server hands out")]
enum Cli {
    /// Write the site from the compiled programs.
    Pack(pack::Order),
    /// Check the written site against the size budgets.
    Weigh {
        /// The folder that `pack` wrote.
        #[arg(long, default_value = "target/site")]
        site: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    match Cli::parse() {
        Cli::Pack(order) => pack::pack(&order, &mut std::io::stderr()),
        Cli::Weigh { site } => weigh::weigh(&site, &mut std::io::stderr()),
    }
}
