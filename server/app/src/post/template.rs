//! The words of a letter with their placeholders: checked when they are saved, filled in when a
//! letter is handed over.
//!
//! An organiser may write `{{ name }}` for the placeholders of the letter, and `{% if company %}`,
//! `{% else %}`, `{% endif %}` around what depends on one. Nothing else: no function, no loop, no
//! arithmetic, so that a template can neither run long nor say more than it is given. The check is
//! ours, to say where what is wrong stands; rendering is `minijinja`'s, with undefined names
//! refused and fuel counted.

mod check;

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use std::collections::BTreeMap;

pub use check::{Flaw, FlawKind, check};

/// Stands for the link while words are filled in. A value cannot hold it: what is put in is
/// cleaned of it, so only the template decides where a link is.
pub(super) const LINK: char = '\u{e000}';
/// Stands for the badge's code, by the same rule.
pub(super) const BADGE: char = '\u{e002}';
/// Stands for a line break inside a value.
pub(super) const BREAK: char = '\u{e001}';

/// Steps of one rendering at most.
const FUEL: u64 = 20_000;

/// What the placeholders stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<&'static str, String>);

impl Values {
    /// Puts a value of one line.
    pub fn put(&mut self, name: &'static str, value: &str) {
        self.0.insert(name, one_line(value));
    }

    /// Puts a value that may have several lines.
    pub fn put_lines(&mut self, name: &'static str, value: &str) {
        let lines: Vec<_> = value.lines().map(one_line).collect();
        self.0.insert(name, lines.join(&BREAK.to_string()));
    }

    /// Puts the place where the link goes, or nothing where there is none.
    pub fn put_link(&mut self, is_there: bool) {
        let value = if is_there {
            LINK.to_string()
        } else {
            String::new()
        };
        self.0.insert("link", value);
    }

    /// Puts the place where the badge's code goes, or nothing where there is none.
    pub fn put_badge(&mut self, is_there: bool) {
        let value = if is_there {
            BADGE.to_string()
        } else {
            String::new()
        };
        self.0.insert("badge", value);
    }

    /// The names that have a value.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }
}

/// A value without anything that could act: control characters, marks of ours, and characters
/// that turn the direction of what follows.
fn one_line(value: &str) -> String {
    value
        .chars()
        .map(|c| if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' { ' ' } else { c })
        .filter(|c| {
            !c.is_control()
                && !('\u{e000}'..='\u{f8ff}').contains(c)
                && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
        })
        .collect()
}

/// Fills words in.
///
/// # Errors
/// The engine's reason; none for words that were checked and values that are complete.
pub fn fill(words: &str, values: &Values) -> Result<String, minijinja::Error> {
    let mut engine = Environment::empty();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_auto_escape_callback(|_| AutoEscape::None);
    engine.set_fuel(Some(FUEL));
    engine.set_debug(true);
    engine.template_from_str(words)?.render(&values.0)
}

/// Whether the engine understands the words at all; where it does not, otherwise.
fn parse(words: &str) -> Result<(), minijinja::Error> {
    let mut engine = Environment::empty();
    engine.set_debug(true);
    engine.template_from_str(words).map(drop)
}
