//! Rebuilds the package when a migration changes: they are embedded in it.

#![expect(
    clippy::print_stdout,
    reason = "cargo is told on standard output what to watch"
)]

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
