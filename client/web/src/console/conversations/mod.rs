//! Private messages: what was written to the team, what was reported, and how the event wants
//! messages.
//!
//! What this page shows is no live state: it is asked of the desk again when an entry says that
//! there is something new.

mod desk;
mod page;
mod reports;
mod settings;
mod thread;

pub(super) use page::ConversationsPage;
