//! Words and formats: compiled Fluent catalogues for sentences, the browser's `Intl` for times,
//! dates and numbers.

mod args;
mod bundle;
mod format;
mod language;
mod library;
mod local;
mod marks;
mod sentence;
mod speech;

pub use args::Arg;
pub use bundle::Catalogue;
pub(crate) use bundle::words;
pub use language::Language;
pub use speech::Speech;

pub(super) use library::Library;
