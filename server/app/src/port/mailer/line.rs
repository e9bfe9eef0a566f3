//! Text that may stand in a header, and addresses: parsed once, then known to be fit.

use std::fmt;
use std::str::FromStr;

/// Characters of a header at most.
const HEADER_CHARS_MAX: usize = 300;
/// Characters of an address at most (RFC 5321).
const ADDRESS_CHARS_MAX: usize = 254;

/// Begins an encoded word (RFC 2047): readers would decode what stands behind it, line breaks and
/// all.
const ENCODED: &str = "=?";

/// Why a text is not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It would begin a new line, or holds another control character.
    #[error("a control character")]
    Control,
    /// It would be read as something else than it is.
    #[error("an encoded word")]
    Encoded,
    /// It is too long.
    #[error("too long")]
    TooLong,
    /// It is no single address.
    #[error("not an address")]
    NotAnAddress,
}

/// One line of text, fit for a header.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeaderText(String);

impl HeaderText {
    /// Takes a text as it is, or not at all.
    ///
    /// # Errors
    /// Line breaks, other control characters, or too many characters.
    pub fn parse(text: &str) -> Result<Self, Unfit> {
        if text.chars().any(is_breaking) {
            return Err(Unfit::Control);
        }
        if text.contains(ENCODED) {
            return Err(Unfit::Encoded);
        }
        if text.chars().count() > HEADER_CHARS_MAX {
            return Err(Unfit::TooLong);
        }
        Ok(Self(text.to_owned()))
    }

    /// Makes a text fit: what could break the line becomes a space, what is too long is cut. For
    /// names, whose owner must get his letter however odd he writes himself.
    #[must_use]
    pub fn tamed(text: &str) -> Self {
        let words = text
            .split(|c: char| {
                is_breaking(c) || c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}'
            })
            .filter(|word| !word.is_empty());
        let line = words.collect::<Vec<_>>().join(" ");
        let line = line.replace(ENCODED, "= ?");
        Self(line.chars().take(HEADER_CHARS_MAX).collect())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters, and the separators that some readers take for line breaks.
fn is_breaking(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

impl fmt::Display for HeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One mail address.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(lettre::Address);

impl Address {
    /// Takes one address, or nothing.
    ///
    /// # Errors
    /// A list, a name beside it, a line break, or anything else that is not one address.
    pub fn parse(text: &str) -> Result<Self, Unfit> {
        if text.chars().any(|c| is_breaking(c) || c.is_whitespace()) {
            return Err(Unfit::Control);
        }
        if text.chars().count() > ADDRESS_CHARS_MAX {
            return Err(Unfit::TooLong);
        }
        let address = lettre::Address::from_str(text).map_err(|_| Unfit::NotAnAddress)?;
        Ok(Self(address))
    }

    /// The part behind the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    /// Whether nobody can ever get mail there: names that are set apart for examples (RFC 2606).
    #[must_use]
    pub fn is_invented(&self) -> bool {
        let domain = self.0.domain().to_ascii_lowercase();
        let domain = domain.trim_end_matches('.');
        let is_below = |top: &str| {
            domain == top
                || domain
                    .strip_suffix(top)
                    .is_some_and(|rest| rest.ends_with('.'))
        };
        [
            "example",
            "invalid",
            "example.com",
            "example.net",
            "example.org",
        ]
        .into_iter()
        .any(is_below)
    }

    pub(super) fn inner(&self) -> lettre::Address {
        self.0.clone()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Personal: logs may hold a message, never whom it is for.
        f.write_str("Address(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_one_line_or_none() {
        assert_eq!(
            HeaderText::parse("Bonjour\u{202f}!").unwrap().as_str(),
            "Bonjour\u{202f}!"
        );
        for broken in [
            "a\r\nBcc: b@c.example",
            "a\nb",
            "a\rb",
            "a\0b",
            "a\u{85}b",
            "a\u{2028}b",
        ] {
            assert_eq!(HeaderText::parse(broken), Err(Unfit::Control), "{broken:?}");
            assert!(!HeaderText::tamed(broken).as_str().chars().any(is_breaking));
        }
        let encoded = "=?utf-8?B?QmNjOg==?=";
        assert_eq!(HeaderText::parse(encoded), Err(Unfit::Encoded));
        let tame = HeaderText::tamed(encoded);
        assert_eq!(tame.as_str(), "= ?utf-8?B?QmNjOg== ?=");
        let long = "x".repeat(HEADER_CHARS_MAX + 1);
        assert_eq!(HeaderText::parse(&long), Err(Unfit::TooLong));
        assert_eq!(HeaderText::tamed(&long).as_str().len(), HEADER_CHARS_MAX);
        assert_eq!(
            HeaderText::tamed(" Ada \r\n Lovelace ").as_str(),
            "Ada Lovelace"
        );
    }

    #[test]
    fn an_address_is_one_address() {
        for good in ["a@b.example", "o'neil+x@mail.test", "élodie@exemple.test"] {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
        for wrong in [
            "",
            "a",
            "@b.example",
            "a@",
            "a@b.example, c@d.example",
            "A <a@b.example>",
            "a@b.example\r\nRCPT TO:<c@d.example>",
            "a b@c.example",
            "a@b.example\n",
            "a@b@c.example",
        ] {
            assert!(Address::parse(wrong).is_err(), "{wrong:?}");
        }
        let long = format!("{}@b.example", "a".repeat(ADDRESS_CHARS_MAX));
        assert_eq!(Address::parse(&long), Err(Unfit::TooLong));
    }

    #[test]
    fn invented_domains_are_known() {
        for (address, invented) in [
            ("a@regie.example", true),
            ("a@EXAMPLE.com", true),
            ("a@mail.example.org", true),
            ("a@myexample.com", false),
            ("a@mail.test", false),
        ] {
            assert_eq!(
                Address::parse(address).unwrap().is_invented(),
                invented,
                "{address}"
            );
        }
    }
}
