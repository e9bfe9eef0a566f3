//! The organisers' console: control room, floor, people, programme, planning, messages, letters, the public
//! site, settings.
//!
//! Views here are functions of `client-core`'s view data. What may be done, who fits where and
//! what a drop would do is asked of the core; nothing is decided in this module.

mod arbitration;
mod asked;
mod conflict_banner;
mod conversations;
mod fascia;
mod floor;
mod frame;
mod link_banner;
mod messages;
mod opening;
mod parts;
mod people;
mod plan;
mod post;
mod programme;
mod rail;
mod room;
mod route;
mod settings;
mod site;
mod sure;
mod toasts;
mod words;

pub use frame::Console;
