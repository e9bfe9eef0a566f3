//! The pages and their addresses behind the `#`.

use protocol::id::PersonId;

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
    Settings,
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
            Some("settings") => Self::Settings,
            Some(_) | None => Self::Room,
        }
    }

    pub(super) fn path(self) -> String {
        match self {
            Self::People(Some(person)) => format!("/people/{person}"),
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
            Self::Settings => Glyph::Settings,
        }
    }

    /// Whether a way of the rail leads to this page.
    pub(super) fn is_below(self, way: Self) -> bool {
        self.name() == way.name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_an_address_that_leads_back_to_it() {
        let person = Route::People(Some(PersonId::example(7)));
        for route in Route::WAYS.into_iter().chain([person]) {
            assert_eq!(Route::of(&route.path()), route);
        }
        assert_eq!(Route::of("/nowhere"), Route::Room);
    }
}
