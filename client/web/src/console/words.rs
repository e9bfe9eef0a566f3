//! The console's own sentences.

use crate::shell::Catalogue;

/// Every sentence of the console, beside those that all programs share.
pub(super) const WORDS: Catalogue = Catalogue {
    french: &[include_str!("../../i18n/console.fr.ftl")],
    english: &[include_str!("../../i18n/console.en.ftl")],
};
