//! Addresses of electronic mail, as far as signing in needs to understand them.

use unicode_normalization::UnicodeNormalization;

/// Bytes of an address at most (RFC 5321).
const BYTES_MAX: usize = 254;
const LOCAL_BYTES_MAX: usize = 64;

/// An address that could be written to.
#[derive(Clone, PartialEq, Eq)]
pub struct Email {
    text: String,
}

impl Email {
    /// Reads an address; none when nothing could be sent there.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().nfc().collect();
        let (local, domain) = text.rsplit_once('@')?;
        let is_plain =
            |c: char| !c.is_control() && !c.is_whitespace() && !"<>()[]\\,;:\"@".contains(c);
        let is_host = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        let is_good = text.len() <= BYTES_MAX
            && (1..=LOCAL_BYTES_MAX).contains(&local.len())
            && local.chars().all(is_plain)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && domain.contains('.')
            && domain.split('.').all(is_host);
        is_good.then_some(Self { text })
    }

    /// As it was written.
    #[must_use]
    pub fn as_text(&self) -> &str {
        &self.text
    }

    /// As addresses are compared.
    #[must_use]
    pub fn folded(&self) -> String {
        fold(&self.text)
    }
}

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // An address does not belong into a log.
        f.write_str("Email(…)")
    }
}

/// The form in which addresses are compared: nobody remembers in which case he wrote his.
pub(crate) fn fold(text: &str) -> String {
    text.trim().nfc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_written_to_is_an_address() {
        for good in [
            "claire@example.org",
            " Claire.Martin+salon@sub.example.org ",
            "élodie@exämple.org",
        ] {
            assert!(Email::parse(good).is_some(), "{good}");
        }
        let long = format!("{}@example.org", "a".repeat(65));
        for bad in [
            "",
            "claire",
            "@example.org",
            "claire@",
            "claire@example",
            "claire@.org",
            "claire@-a.org",
            "cl aire@example.org",
            "claire@example.org\r\nBcc: all@example.org",
            "claire@exam ple.org",
            "a@b@example.org",
            "<claire@example.org>",
            ".claire@example.org",
            &long,
        ] {
            assert!(Email::parse(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn case_and_form_of_accents_make_no_other_address() {
        let one = Email::parse("E\u{301}lodie@Example.ORG").unwrap();
        let other = Email::parse("élodie@example.org").unwrap();
        assert_eq!(one.folded(), other.folded());
    }
}
