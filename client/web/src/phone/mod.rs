//! The phone: a participant's or expert's day in the pocket.
//!
//! It must not know the rules of the event: pages show view data of `client-core` and hand back
//! what was pressed. It keeps its last state on the device, so it opens without network and says
//! how old it is.
//!
//! To add a page: a file in `page/` that reads with `use_live` and speaks with `use_speech`, a
//! line in [`way::Way`], its words in `client/web/i18n`. Parts that know no words live in `part/`.

mod app;
pub mod line;
pub mod page;
pub mod part;
pub mod qr;
pub mod sheet;
pub mod toasts;
pub mod wake;
pub mod way;
#[cfg(test)]
mod words_test;

pub use app::Phone;
