//! The site over a real port, on a real SQLite file.

mod browser;
mod demo;
mod entrance;
mod pages;
mod polls;
mod sockets;
mod stage;
