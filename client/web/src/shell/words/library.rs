//! The sentences of each language, as far as they are here.

use std::cell::Cell;

use gloo::utils::document;

use super::{Catalogue, Language};
use crate::shell::live::{Body, Reply, fetch};

/// The first language is part of the program; another one lies beside it, and is fetched when
/// somebody reads it. The service worker keeps it, so that it is there without network as well.
pub(in crate::shell) struct Library {
    french: &'static str,
    english: Cell<Option<&'static str>>,
    /// What was asked for last.
    wanted: Cell<Option<Language>>,
}

impl Library {
    pub(in crate::shell) const fn new(catalogue: Catalogue) -> Self {
        Self {
            french: catalogue.french,
            english: Cell::new(None),
            wanted: Cell::new(None),
        }
    }

    /// The sentences of a language that is here.
    pub(in crate::shell) fn at_hand(&self, language: Language) -> Option<&'static str> {
        match language {
            Language::French => Some(self.french),
            Language::English => self.english.get(),
        }
    }

    /// The sentences of a language and which one it is: French, when the other cannot be fetched.
    /// Nothing, when another language was asked for meanwhile.
    pub(in crate::shell) async fn read(
        &self,
        language: Language,
    ) -> Option<(Language, &'static str)> {
        self.wanted.set(Some(language));
        if self.at_hand(language).is_none()
            && let Some(words) = fetched(language).await
        {
            // They are read as long as the page is open, and fetched once in that time.
            self.english.set(Some(words.leak()));
        }
        let is_wanted = self.wanted.get() == Some(language);
        is_wanted.then(|| match self.at_hand(language) {
            Some(words) => (language, words),
            None => (Language::French, self.french),
        })
    }
}

/// The page names where its other languages lie.
async fn fetched(language: Language) -> Option<String> {
    let link = format!("link[data-words={}]", language.code());
    let link = document().query_selector(&link).ok().flatten()?;
    let reply = fetch("GET", &link.get_attribute("href")?, Body::Empty, None).await;
    let reply = reply.ok().filter(Reply::is_good)?;
    String::from_utf8(reply.body).ok()
}
