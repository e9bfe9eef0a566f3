//! The marks of a compiled catalogue; `build.rs` writes them and `sentence.rs` reads them.
//!
//! A catalogue is a sequence of messages, sorted by key: key, KEY_END, pattern, MESSAGE_END.
//! A pattern is text in which stand values (VALUE, name, NAME_END) and choices (CHOICE, name,
//! NAME_END, then per variant its name, NAME_END, pattern, VARIANT_END, and at last CHOICE_END;
//! the default variant is the last one). None of these characters can stand in a sentence.

pub(crate) const KEY_END: char = '\u{1}';
pub(crate) const MESSAGE_END: char = '\u{2}';
pub(crate) const VALUE: char = '\u{3}';
pub(crate) const NAME_END: char = '\u{4}';
pub(crate) const CHOICE: char = '\u{5}';
pub(crate) const VARIANT_END: char = '\u{6}';
pub(crate) const CHOICE_END: char = '\u{7}';
