//! Pages that the server renders itself: entry, sign-in, and the shells of the programs.

pub(crate) mod account;
pub(crate) mod assignment;
pub(crate) mod calendar;
pub(crate) mod clone;
pub(crate) mod code;
pub(crate) mod connections;
pub(crate) mod consents;
pub(crate) mod demo;
mod desk;
pub(crate) mod enter;
pub(crate) mod form;
pub(crate) mod front;
pub(crate) mod journal;
pub(crate) mod library;
pub(crate) mod link_entry;
pub(crate) mod look;
mod moment;
pub(crate) mod my;
pub(crate) mod my_data;
mod page;
pub(crate) mod password;
pub(crate) mod password_entry;
pub(crate) mod privacy;
pub(crate) mod profiles;
pub(crate) mod program;
pub(crate) mod registrations;
pub(crate) mod second_factor;
pub(crate) mod sectors;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod team;
mod words;

pub(crate) use front::entrance;
pub(crate) use team::called;
