//! The public sites of events (PUB-01..14): rendered here, without script, in the language that
//! stands in the address.
//!
//! | address | what |
//! |---|---|
//! | `/e/{slug}` | to the visitor's language |
//! | `/e/{slug}/{fr\|en}` | the welcome page |
//! | `/e/{slug}/{fr\|en}/{page}` | a page; a former address answers 301, a removed page 410 |
//! | `/e/{slug}/{fr\|en}/{page}/{item}` | a company or an expert of the catalogue |
//! | `/e/{slug}/{fr\|en}/register/{step}` | the registration form, step by step |
//! | `/e/{slug}/files/{name}` | a file that a registration or the library holds |
//! | `/e/{slug}/look.css` | the event's accent |
//! | `/sitemap.xml`, `/robots.txt` | for search engines |
//!
//! A rendered page is kept as long as neither the site nor the event changed, and is answered
//! with a tag by which a browser asks whether its copy is still good.

mod catalogue;
mod dress;
pub(crate) mod files;
mod front;
mod index;
mod kept;
mod listing;
mod meta;
mod query;
mod refused;
pub(crate) mod register;
mod show;
mod video;
mod view;

pub(crate) use dress::{Dress, Whose, dress};
pub(crate) use front::{language, listed};
pub(crate) use index::{robots, sitemap};
pub(crate) use kept::Rendered;
pub(crate) use refused::{Refused, refused};
pub(crate) use show::{item, look, page, preview, welcome};
