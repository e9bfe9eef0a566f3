//! Roles of an event's team: what may be opened to whom (BO-01..03, LIV-10).

use serde::{Deserialize, Serialize};

use crate::id::{OrganisationId, StaffId};
use crate::limits::SCOPE_ORGANISATIONS_MAX;
use crate::list::List;

choices! { Snake:
    /// A function that the main administrator opens to a secondary one.
    #[derive(Copy, PartialOrd, Ord, Hash)]
    #[serde(rename_all = "snake_case")]
    #[repr(u8)]
    pub enum Function {
        /// Book, move, swap and cancel meetings; fill freed slots.
        Meetings = 0,
        /// Act on requests in a participant's name.
        Requests = 1,
        /// Experts: terms, absence, reassignment.
        Experts = 2,
        /// Check-in and check-out.
        Attendance = 3,
        /// Sessions and their seats.
        Programme = 4,
        /// Slots, sites, places.
        Rooms = 5,
        /// Announcements.
        Announcements = 6,
        /// Alerts and thresholds.
        Alerts = 7,
        /// Persons: availability, needs, assignment to organisations, badges.
        Persons = 8,
        /// Settings of the event, and how far it has come.
        Settings = 9,
        /// The team itself: roles and rights.
        Team = 10,
        /// The public site: pages, pictures and documents, look.
        Site = 11,
        /// What is asked of who registers: the form, sectors, lists of keywords and key figures.
        Form = 12,
        /// Deciding on registrations, and on what companies change in their profiles.
        Registrations = 13,
        /// Letters: outbox, templates, settings.
        Letters = 14,
        /// Private messages: answering, reports, who may write to whom.
        Conversations = 15,
        /// Personal data: handing it out, erasing, consents.
        Privacy = 16,
    }
}

impl Function {
    /// Every function, in order.
    pub const ALL: [Self; 17] = [
        Self::Meetings,
        Self::Requests,
        Self::Experts,
        Self::Attendance,
        Self::Programme,
        Self::Rooms,
        Self::Announcements,
        Self::Alerts,
        Self::Persons,
        Self::Settings,
        Self::Team,
        Self::Site,
        Self::Form,
        Self::Registrations,
        Self::Letters,
        Self::Conversations,
        Self::Privacy,
    ];
}

/// A set of functions. Bits that this version does not know are kept and mean nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Functions(u32);

transparent! { Functions }

impl Functions {
    /// No function.
    pub const NONE: Self = Self(0);

    /// Whether the function is open.
    #[must_use]
    pub const fn contains(self, function: Function) -> bool {
        self.0 >> (function as u8) & 1 == 1
    }

    /// The same set with one more function.
    #[must_use]
    pub const fn with(self, function: Function) -> Self {
        Self(self.0 | 1 << (function as u8))
    }

    /// The stored bits.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// A set from stored bits.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }
}

impl FromIterator<Function> for Functions {
    fn from_iter<I: IntoIterator<Item = Function>>(functions: I) -> Self {
        functions.into_iter().fold(Self::NONE, Self::with)
    }
}

choices! { Snake:
    /// Whose data a secondary administrator sees and touches.
    #[serde(rename_all = "snake_case")]
    pub enum Scope {
        /// Everybody's.
        All,
        /// Only persons assigned to these organisations.
        Organisations(List<OrganisationId, SCOPE_ORGANISATIONS_MAX>),
    }
}

choices! { Snake:
    /// What a member of the team is.
    #[serde(rename_all = "snake_case")]
    pub enum Role {
        /// Main administrator: everything.
        Main,
        /// Secondary administrator: opened functions on the rows in scope.
        Secondary {
            /// Functions opened.
            functions: Functions,
            /// Rows opened.
            scope: Scope,
        },
        /// Door staff: attendance only.
        Door,
        /// An unattended display: reads public figures, changes nothing.
        Screen,
    }
}

records! {
    /// A member of the team.
    pub struct Staff {
        /// Who.
        pub id: StaffId,
        /// As what.
        pub role: Role,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_keeps_the_bit_that_is_stored_and_the_word_that_travels() {
        let words = [
            "meetings",
            "requests",
            "experts",
            "attendance",
            "programme",
            "rooms",
            "announcements",
            "alerts",
            "persons",
            "settings",
            "team",
            "site",
            "form",
            "registrations",
            "letters",
            "conversations",
            "privacy",
        ];
        assert_eq!(Function::ALL.len(), words.len());
        for (bit, (function, word)) in Function::ALL.into_iter().zip(words).enumerate() {
            assert_eq!(function as usize, bit, "{word}");
            let alone = Functions::NONE.with(function);
            assert_eq!(alone.bits(), 1 << bit, "{word}");
            // A short text in MessagePack.
            let travels = rmp_serde::to_vec(&function).unwrap();
            assert_eq!(&travels[1..], word.as_bytes());
        }
    }
}
