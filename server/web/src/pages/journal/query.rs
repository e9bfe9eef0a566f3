//! What the address of the journal asks for.

use std::collections::BTreeSet;

use app::journal::{Author, Cursor, Filter, Kind, day_begins};
use protocol::id::StaffId;
use serde::Deserialize;

use super::super::page::Page;
use crate::identity::SignedIn;
use crate::router::Site;

/// Longest text that is looked for, in characters.
const SOUGHT_MAX: usize = 100;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(super) before: Option<String>,
    pub(super) author: String,
    pub(super) kind: String,
    pub(super) about: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) check: Option<String>,
}

/// What of a filter cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    Nobody,
    Day,
    Backwards,
}

impl Flaw {
    pub(super) fn sentence(self, page: &Page) -> &'static str {
        match self {
            Self::Nobody => page.say(
                "Personne ne porte ce nom ici. Une personne effacée se cherche par son numéro.",
                "Nobody here bears that name. Whoever was erased is found by his number.",
            ),
            Self::Day => page.say(
                "Cette date n’existe pas\u{202f}; écrivez-la ainsi\u{a0}: 2026-11-26.",
                "There is no such date; write it like this: 2026-11-26.",
            ),
            Self::Backwards => page.say(
                "La période finit avant de commencer.",
                "The period ends before it begins.",
            ),
        }
    }
}

/// A filter, and what could not be understood of it: then nothing is found rather than all.
pub(super) struct Wanted {
    pub(super) filter: Filter,
    pub(super) flaw: Option<Flaw>,
}

/// Reads a filter; days are those of the event's zone.
pub(super) fn read(site: &Site, signed_in: &SignedIn, asked: &Asked, zone: &str) -> Wanted {
    let mut flaw = None;
    let author = match asked.author.as_str() {
        "persons" => Some(Author::Persons),
        "house" => Some(Author::House),
        other => StaffId::parse(other).map(Author::Staff),
    };
    let sought: String = asked.about.trim().chars().take(SOUGHT_MAX).collect();
    let about = (!sought.is_empty()).then(|| {
        let (event, actor) = (&signed_in.event, signed_in.actor());
        site.journals.named(event, actor, &sought)
    });
    if about.as_ref().is_some_and(BTreeSet::is_empty) {
        flaw = Some(Flaw::Nobody);
    }
    let mut day = |text: &str, n_days: i64| {
        let text = text.trim();
        let found = day_begins(text, n_days, zone);
        if found.is_none() && !text.is_empty() {
            flaw = Some(Flaw::Day);
        }
        found
    };
    let from = day(&asked.from, 0);
    // The last day counts as a whole.
    let until = day(&asked.until, 1);
    if let (Some(from), Some(until)) = (from, until)
        && from >= until
    {
        flaw = Some(Flaw::Backwards);
    }
    Wanted {
        filter: Filter {
            author,
            kind: Kind::of_word(&asked.kind),
            about,
            from,
            until,
        },
        flaw,
    }
}

impl Asked {
    /// The filter as a part of an address, without the place in the journal.
    pub(super) fn filter_address(&self) -> String {
        let fields = [
            ("author", &self.author),
            ("kind", &self.kind),
            ("about", &self.about),
            ("from", &self.from),
            ("until", &self.until),
        ];
        let said = fields.iter().filter(|(_, value)| !value.is_empty());
        let pairs = said.map(|(name, value)| format!("{name}={}", encoded(value)));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// The same with a place in the journal.
    pub(super) fn address_of(&self, next: &Cursor) -> String {
        let filter = self.filter_address();
        let and = if filter.is_empty() { "" } else { "&" };
        format!("{filter}{and}before={next}")
    }
}

/// A value as it stands in an address.
fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("a string takes every character");
        }
    }
    out
}
