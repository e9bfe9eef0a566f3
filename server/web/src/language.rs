//! Which language a server-rendered page speaks.

use app::account::Tongue;
use axum::http::{HeaderMap, header};

/// The languages that there are, French first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    French,
    English,
}

impl Language {
    /// The language that the address asks for, else the one that the browser prefers.
    pub(crate) fn of(asked: Option<&str>, headers: &HeaderMap) -> Self {
        asked.and_then(Self::parse).unwrap_or_else(|| {
            let accepted = headers
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|value| value.to_str().ok());
            preferred(accepted.unwrap_or_default()).unwrap_or(Self::French)
        })
    }

    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// The language that a user chose.
    pub(crate) const fn of_user(tongue: Tongue) -> Self {
        match tongue {
            Tongue::French => Self::French,
            Tongue::English => Self::English,
        }
    }

    pub(crate) const fn tongue(self) -> Tongue {
        match self {
            Self::French => Tongue::French,
            Self::English => Tongue::English,
        }
    }

    /// The same for a public site.
    pub(crate) const fn of_site(self) -> protocol::site::Language {
        match self {
            Self::French => protocol::site::Language::French,
            Self::English => protocol::site::Language::English,
        }
    }

    pub(crate) const fn is_french(self) -> bool {
        matches!(self, Self::French)
    }

    pub(crate) fn parse(tag: &str) -> Option<Self> {
        match tag.split('-').next()?.trim().to_ascii_lowercase().as_str() {
            "fr" => Some(Self::French),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}

/// The first of the best among those that there are.
fn preferred(accepted: &str) -> Option<Language> {
    let mut best: Option<(f32, Language)> = None;
    for item in accepted.split(',') {
        let mut parts = item.split(';');
        let Some(language) = parts.next().and_then(Language::parse) else {
            continue;
        };
        let quality = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(1.0, |quality| quality.parse().unwrap_or(0.0));
        if quality > 0.0 && best.is_none_or(|(known, _)| quality > known) {
            best = Some((quality, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_preference_counts_and_french_is_the_default() {
        let cases = [
            ("", None),
            ("de, es;q=0.9", None),
            ("en-GB,en;q=0.9,fr;q=0.8", Some(Language::English)),
            ("de, fr-CH;q=0.7, en;q=0.5", Some(Language::French)),
            ("en;q=0, fr;q=0.1", Some(Language::French)),
        ];
        for (accepted, expected) in cases {
            assert_eq!(preferred(accepted), expected, "{accepted}");
        }
        assert_eq!(
            Language::of(Some("en"), &HeaderMap::new()),
            Language::English
        );
        assert_eq!(
            Language::of(Some("xx"), &HeaderMap::new()),
            Language::French
        );
    }
}
