//! The site over a real port, on a real SQLite file.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod assignment;
mod browser;
mod calendar;
mod demo;
mod entrance;
mod files;
mod journal;
mod letters;
mod matrix;
mod messages;
mod my;
mod news;
mod pages;
mod people;
mod plans;
mod polls;
mod privacy;
mod profile;
mod public;
mod refusals;
mod registration;
mod resources;
mod rights;
mod sectors;
mod slow;
mod sockets;
mod stage;
mod team;
mod vocabulary;
mod way_back;
