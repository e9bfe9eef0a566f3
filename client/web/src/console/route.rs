//! The pages and their addresses behind the `#`.

use protocol::id::{ConversationId, PageId, PersonId};
use protocol::site::Language;

use crate::ui::Glyph;

/// A page of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Room,
    Floor,
    People(Option<PersonId>),
    Programme,
    Plan,
    Messages,
    Letters(LettersPart),
    Conversations(ConversationsPart),
    Site(SitePart),
    Settings,
}

/// A part of the page of private messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ConversationsPart {
    /// What was written to the team, or one conversation of it.
    Help(Option<ConversationId>),
    Reports,
    Settings,
}

impl ConversationsPart {
    /// The part of a word; whatever is unknown is the list.
    fn of(word: &str) -> Self {
        match word {
            "reports" => Self::Reports,
            "settings" => Self::Settings,
            id => Self::Help(ConversationId::parse(id)),
        }
    }
}

/// A part of the page of the public site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SitePart {
    /// Every page, in the order of the menu.
    Pages,
    /// The text of one page in one language.
    Text(PageId, Language),
    Settings,
}

/// A part of the page of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LettersPart {
    Outbox,
    Templates,
    Settings,
}

impl LettersPart {
    /// Every part, in order.
    pub(super) const ALL: [Self; 3] = [Self::Outbox, Self::Templates, Self::Settings];

    /// Its word in addresses and in the catalogue.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Templates => "templates",
            Self::Settings => "settings",
        }
    }

    /// The part of a word; an unknown one is the outbox.
    pub(super) fn named(word: &str) -> Self {
        let found = Self::ALL.into_iter().find(|part| part.name() == word);
        found.unwrap_or(Self::Outbox)
    }
}

impl SitePart {
    /// The part of what stands behind the name of the page; whatever is unknown is the list.
    fn of(word: &str, language: &str) -> Self {
        if word == "settings" {
            return Self::Settings;
        }
        match (PageId::parse(word), Language::of_tag(language)) {
            (Some(page), language) => Self::Text(page, language.unwrap_or(Language::French)),
            (None, _) => Self::Pages,
        }
    }
}

impl Route {
    /// The ways of the rail, in order.
    pub(super) const WAYS: [Self; 7] = [
        Self::Room,
        Self::Floor,
        Self::People(None),
        Self::Programme,
        Self::Plan,
        Self::Messages,
        Self::Settings,
    ];

    /// The page of a path; an unknown one is the control room.
    pub(super) fn of(path: &str) -> Self {
        let mut parts = path.split(['/', '?']).filter(|part| !part.is_empty());
        match parts.next() {
            Some("floor") => Self::Floor,
            Some("people") => Self::People(parts.next().and_then(PersonId::parse)),
            Some("programme") => Self::Programme,
            Some("plan") => Self::Plan,
            Some("messages") => Self::Messages,
            Some("letters") => Self::Letters(LettersPart::named(parts.next().unwrap_or_default())),
            Some("conversations") => {
                Self::Conversations(ConversationsPart::of(parts.next().unwrap_or_default()))
            }
            Some("site") => Self::Site(SitePart::of(
                parts.next().unwrap_or_default(),
                parts.next().unwrap_or_default(),
            )),
            Some("settings") => Self::Settings,
            Some(_) | None => Self::Room,
        }
    }

    pub(super) fn path(self) -> String {
        match self {
            Self::People(Some(person)) => format!("/people/{person}"),
            Self::Letters(part) => format!("/letters/{}", part.name()),
            Self::Conversations(ConversationsPart::Help(None)) => "/conversations".to_owned(),
            Self::Conversations(ConversationsPart::Help(Some(id))) => {
                format!("/conversations/{id}")
            }
            Self::Conversations(ConversationsPart::Reports) => "/conversations/reports".to_owned(),
            Self::Conversations(ConversationsPart::Settings) => {
                "/conversations/settings".to_owned()
            }
            Self::Site(SitePart::Pages) => "/site".to_owned(),
            Self::Site(SitePart::Settings) => "/site/settings".to_owned(),
            Self::Site(SitePart::Text(page, language)) => {
                format!("/site/{page}/{}", language.tag())
            }
            Self::Room => "/".to_owned(),
            Self::Floor
            | Self::People(None)
            | Self::Programme
            | Self::Plan
            | Self::Messages
            | Self::Settings => format!("/{}", self.name()),
        }
    }

    /// The name in addresses and in the catalogue.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Floor => "floor",
            Self::People(_) => "people",
            Self::Programme => "programme",
            Self::Plan => "plan",
            Self::Messages => "messages",
            Self::Letters(_) => "letters",
            Self::Conversations(_) => "conversations",
            Self::Site(_) => "site",
            Self::Settings => "settings",
        }
    }

    pub(super) const fn glyph(self) -> Glyph {
        match self {
            Self::Room => Glyph::Room,
            Self::Floor => Glyph::Floor,
            Self::People(_) => Glyph::People,
            Self::Programme => Glyph::Programme,
            Self::Plan => Glyph::Agenda,
            Self::Messages => Glyph::Message,
            Self::Letters(_) => Glyph::Mail,
            Self::Conversations(_) => Glyph::Message,
            Self::Site(_) => Glyph::Globe,
            Self::Settings => Glyph::Settings,
        }
    }

    /// Whether a way of the rail leads to this page.
    pub(super) fn is_below(self, way: Self) -> bool {
        match self {
            // Letters are the far end of messages, and a telephone's rail has no room for both.
            Self::Letters(_) | Self::Conversations(_) => way == Self::Messages,
            // Prepared before the event, like the rest of what the settings lead to.
            Self::Site(_) => way == Self::Settings,
            Self::Room
            | Self::Floor
            | Self::People(_)
            | Self::Programme
            | Self::Plan
            | Self::Messages
            | Self::Settings => self.name() == way.name(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_an_address_that_leads_back_to_it() {
        let person = Route::People(Some(PersonId::example(7)));
        let letters = LettersPart::ALL.map(Route::Letters);
        let page = PageId::example(7);
        let texts = Language::ALL.map(|language| SitePart::Text(page, language));
        let site = [SitePart::Pages, SitePart::Settings]
            .into_iter()
            .chain(texts);
        let conversations = [
            ConversationsPart::Help(None),
            ConversationsPart::Help(Some(ConversationId::example(1))),
            ConversationsPart::Reports,
            ConversationsPart::Settings,
        ]
        .map(Route::Conversations);
        for route in conversations {
            assert_eq!(Route::of(&route.path()), route);
        }
        for route in
            (Route::WAYS.into_iter().chain([person]).chain(letters)).chain(site.map(Route::Site))
        {
            assert_eq!(Route::of(&route.path()), route);
        }
        assert_eq!(Route::of("/nowhere"), Route::Room);
        assert_eq!(Route::of("/letters"), Route::Letters(LettersPart::Outbox));
    }
}
