//! Which language the page speaks.

use gloo::utils::{document, window};

use crate::shell::stored::{read_choice, write_choice};

/// A language of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// French, the first.
    #[default]
    French,
    /// English.
    English,
}

impl Language {
    /// Every language, in the order of a menu.
    pub const ALL: [Self; 2] = [Self::French, Self::English];

    /// The code of the language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// The locale of times and numbers. English readers of European events expect the day
    /// before the month and 24 hours.
    #[must_use]
    pub(super) const fn locale(self) -> &'static str {
        match self {
            Self::French => "fr-FR",
            Self::English => "en-GB",
        }
    }

    /// The language's own name.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::French => "Français",
            Self::English => "English",
        }
    }

    /// The language of a code such as "en-US".
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let short = code.split('-').next().unwrap_or(code);
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(short))
    }

    /// The user's choice, else the first of the browser's languages that we speak, else French.
    pub(in crate::shell) fn of_reader() -> Self {
        let chosen = read_choice("language").and_then(|code| Self::of_code(&code));
        chosen.unwrap_or_else(|| {
            window()
                .navigator()
                .languages()
                .iter()
                .filter_map(|code| Self::of_code(&code.as_string()?))
                .next()
                .unwrap_or_default()
        })
    }

    /// Tells the browser, for its voice and its hyphens.
    pub(in crate::shell) fn put_on(self) {
        if let Some(root) = document().document_element() {
            // Setting a well-formed attribute cannot fail.
            drop(root.set_attribute("lang", self.code()));
        }
    }

    pub(in crate::shell) fn keep(self) {
        write_choice("language", self.code());
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_region_does_not_hide_the_language() {
        assert_eq!(Language::of_code("fr-CA"), Some(Language::French));
        assert_eq!(Language::of_code("EN"), Some(Language::English));
        assert_eq!(Language::of_code("de-AT"), None);
    }
}
