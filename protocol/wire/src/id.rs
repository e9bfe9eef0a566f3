//! Identifiers: one type per kind of thing, time-ordered 128-bit values.
//!
//! Ids are made by whoever creates the thing, from a time and random bytes that are given as
//! arguments; nothing here reads a clock or a random source.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::time::Micros;

macro_rules! ids {
    ($( $(#[$meta:meta])* $Name:ident )*) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $Name(Uuid);

        transparent! { $Name }

        impl $Name {
            /// Makes a time-ordered id (RFC 9562, version 7) from a time and 10 random bytes.
            #[must_use]
            pub fn new(at: Micros, random: [u8; 10]) -> Self {
                Self(time_ordered(at, random))
            }
            /// An id from its 16 bytes, as stored.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self { Self(Uuid::from_bytes(bytes)) }
            /// The 16 bytes.
            #[must_use]
            pub const fn to_bytes(self) -> [u8; 16] { *self.0.as_bytes() }
            /// The underlying value, for the store.
            #[must_use]
            pub const fn uuid(self) -> Uuid { self.0 }
            /// An id from its usual text form.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> { Uuid::parse_str(text).ok().map(Self) }
            /// A small fixed id for tests and golden files.
            #[must_use]
            pub const fn example(n: u64) -> Self { Self(Uuid::from_u64_pair(0x0190_0000_0000_7000, 0x8000_0000_0000_0000 | n)) }
        }

        impl From<Uuid> for $Name { fn from(value: Uuid) -> Self { Self(value) } }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, concat!(stringify!($Name), "({})"), self.0) }
        }
    )* };
}

fn time_ordered(at: Micros, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(at.0.max(0) / 1_000).expect("not negative");
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

ids! {
    /// A gathering.
    EventId
    /// A participant or an expert of one event; one agenda each.
    PersonId
    /// The company or body that a person represents.
    CompanyId
    /// A co-organiser to which persons are assigned; the unit of row scopes.
    OrganisationId
    /// A table, booth or room.
    PlaceId
    /// An interpreter's service or a piece of equipment that there is not enough of for everybody.
    ResourceId
    /// A booked meeting.
    MeetingId
    /// Somebody's wish to meet somebody.
    RequestId
    /// A freed slot that waits for somebody.
    VacancyId
    /// A freed slot proposed to one person.
    OfferId
    /// A conference, workshop or training.
    SessionId
    /// A message of the organiser to an audience.
    AnnouncementId
    /// A member of the team: administrator, door staff or screen.
    StaffId
    /// A plan that somebody had computed.
    ProposalId
    /// A letter in the outbox.
    LetterId
    /// Work that waits in the queue.
    JobId
    /// A page of an event's public site.
    PageId
    /// What a visitor filled in to register a company and its people.
    RegistrationId
    /// A file that a visitor attached to it.
    AttachmentId
    /// Private messages between the same two sides about the same thing.
    ConversationId
    /// A private message; made of the id of the command that sent it.
    MessageId
    /// Something that the desk keeps, whatever it is.
    DeskId
    /// Made by the client for each command; the same id is the same wish, sent again or not.
    CommandId
}

/// What a badge's QR code carries: 128 random bits, no personal data, revocable.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BadgeCode(#[serde(with = "serde_bytes")] [u8; 16]);

transparent! { BadgeCode }

impl BadgeCode {
    /// A code from its random bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The random bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// The text in the QR code: 26 characters of Crockford's base 32, without look-alikes,
    /// so that it can also be read aloud and typed.
    #[must_use]
    pub fn to_text(self) -> String {
        let value = u128::from_be_bytes(self.0);
        (0..26)
            .rev()
            .map(|i| {
                char::from(ALPHABET[usize::try_from((value >> (i * 5)) & 31).expect("five bits")])
            })
            .collect()
    }

    /// Reads the text of a QR code; tolerates lower case, spaces, dashes and look-alikes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut value: u128 = 0;
        let mut n_digits = 0;
        for character in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let folded = match character.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let digit = ALPHABET.iter().position(|&a| char::from(a) == folded)?;
            n_digits += 1;
            if n_digits > 26 || value >> 123 != 0 {
                return None;
            }
            value = (value << 5) | u128::try_from(digit).ok()?;
        }
        (n_digits == 26).then(|| Self(value.to_be_bytes()))
    }
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl fmt::Debug for BadgeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A badge code opens a door: it never reaches a log.
        f.write_str("BadgeCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_code_survives_its_text_form() {
        for bytes in [[0; 16], [255; 16], *b"0123456789abcdef"] {
            let code = BadgeCode::from_bytes(bytes);
            assert_eq!(code.to_text().len(), 26);
            assert_eq!(BadgeCode::parse(&code.to_text()), Some(code));
            assert_eq!(BadgeCode::parse(&code.to_text().to_lowercase()), Some(code));
        }
    }

    #[test]
    fn a_wrong_badge_text_is_no_code() {
        for text in [
            "",
            "0",
            "ZZZZZZZZZZZZZZZZZZZZZZZZZZ",
            "0000000000000000000000000U",
            "000000000000000000000000000",
        ] {
            assert_eq!(BadgeCode::parse(text), None, "{text}");
        }
    }

    #[test]
    fn ids_sort_by_the_time_they_were_made() {
        let earlier = MeetingId::new(Micros(1_700_000_000_000_000), [255; 10]);
        let later = MeetingId::new(Micros(1_700_000_000_001_000), [0; 10]);
        assert!(earlier < later);
    }
}
