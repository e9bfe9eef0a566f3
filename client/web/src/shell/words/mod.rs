//! Words and formats: compiled Fluent catalogues for sentences, the browser's `Intl` for times,
//! dates and numbers.

mod args;
mod bundle;
mod format;
mod language;
mod marks;
mod sentence;
mod speech;

pub use args::Arg;
pub use bundle::Catalogue;
pub(crate) use bundle::words;
pub use language::{Language, use_language};
pub use speech::{Speech, use_speech};

pub(super) use language::LanguageChoice;
