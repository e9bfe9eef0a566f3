//! The public site: its pages, their texts in each language, versions and settings
//! (PUB-01..10, EEN-01, BO-04).
//!
//! Like letters, nothing of it is live state: this page asks the desk ([`desk`]) and looks again
//! when an entry says that somebody edited the site. Texts are written in a module that is only
//! fetched when the first page is opened ([`rich`]); without it they are written as HTML. What
//! was typed and not saved outlives every look elsewhere ([`drafts`]).

mod acts;
mod add;
mod address;
mod conflict;
mod desk;
mod doing;
mod drafts;
mod frame;
mod history;
mod insert;
mod link;
mod page;
mod pages;
mod rich;
mod settings;
mod standing;
mod text;
mod tools;
mod write;

pub(super) use page::SitePage;
