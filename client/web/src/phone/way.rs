//! The ways below every page, and their addresses behind the `#`.

/// One way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// The day.
    #[default]
    Agenda,
    /// Offers and requests.
    Answers,
    /// The badge.
    Badge,
    /// Messages.
    Messages,
}

impl Way {
    /// All of them, from left to right.
    pub const ALL: [Self; 4] = [Self::Agenda, Self::Answers, Self::Badge, Self::Messages];

    /// The address behind the `#`.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Agenda => "/",
            Self::Answers => "/answers",
            Self::Badge => "/badge",
            Self::Messages => "/messages",
        }
    }

    /// The way of an address. An unknown one, from an old bookmark, leads to the day.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        if Self::conversation(path).is_some() {
            return Self::Messages;
        }
        Self::ALL
            .into_iter()
            .find(|way| way.path() == path)
            .unwrap_or_default()
    }

    /// With whom the conversation of an address is.
    #[must_use]
    pub fn conversation(path: &str) -> Option<&str> {
        path.strip_prefix("/messages/")
    }

    /// The key of its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agenda => "phone-way-agenda",
            Self::Answers => "phone-way-answers",
            Self::Badge => "phone-way-badge",
            Self::Messages => "phone-way-messages",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Way;

    #[test]
    fn every_way_is_found_by_its_address() {
        for way in Way::ALL {
            assert_eq!(Way::of_path(way.path()), way);
        }
        assert_eq!(Way::of_path("/gone"), Way::Agenda);
        assert_eq!(Way::of_path("/messages/team"), Way::Messages);
        assert_eq!(Way::conversation("/messages/team"), Some("team"));
        assert_eq!(Way::conversation("/messages"), None);
    }
}
