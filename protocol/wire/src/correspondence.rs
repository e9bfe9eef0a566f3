//! Private messages, as phones, pages and the console ask for them (PRV-03 to PRV-06).
//!
//! They travel outside the live streams, in MessagePack: an entry only rings, and names whoever
//! should look. Names and texts are the point of them; nothing of it enters a command, a change or
//! the state.

use std::fmt;

use crate::id::{CommandId, ConversationId, MeetingId, MessageId, PersonId};
use crate::limits::{CONVERSATIONS_PER_PAGE_MAX, PRIVATE_MESSAGES_PER_PAGE_MAX};
use crate::list::List;
use crate::time::Micros;

/// With whom a participant exchanges messages, as addresses say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Correspondent {
    /// The organisers, for help or about one of his meetings.
    Team(Option<MeetingId>),
    /// Somebody else who takes part.
    Person(PersonId),
}

impl Correspondent {
    /// Reads a part of an address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("team") {
            Some("") => Some(Self::Team(None)),
            Some(rest) => {
                let meeting = rest.strip_prefix('-').and_then(MeetingId::parse)?;
                Some(Self::Team(Some(meeting)))
            }
            None => PersonId::parse(text).map(Self::Person),
        }
    }
}

impl fmt::Display for Correspondent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Team(None) => f.write_str("team"),
            Self::Team(Some(meeting)) => write!(f, "team-{meeting}"),
            Self::Person(person) => person.fmt(f),
        }
    }
}

choices! { Snake:
    /// Who wrote a message, as seen by whoever reads it.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum Writer {
        /// The reader, or for the team one of its members.
        Us,
        /// The other side.
        Them,
    }

    /// Why a message is reported.
    #[derive(Copy, PartialOrd, Ord, Hash)]
    #[serde(rename_all = "snake_case")]
    pub enum ReportReason {
        /// It insults, threatens or harasses.
        Hostile,
        /// It sells or repeats what nobody asked for.
        Unwanted,
        /// It pretends to be somebody, or wants money or secrets.
        Deceptive,
        /// Something else.
        Other,
    }
}

impl ReportReason {
    /// Every reason, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Hostile, Self::Unwanted, Self::Deceptive, Self::Other];

    /// Its word in forms, tables and catalogues.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hostile => "hostile",
            Self::Unwanted => "unwanted",
            Self::Deceptive => "deceptive",
            Self::Other => "other",
        }
    }

    /// The reason of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

records! {
    /// A conversation in a list.
    #[allow(missing_docs)]
    pub struct ConversationHead {
        /// Its address: a [`Correspondent`] for a participant, its id for the team.
        pub key: String,
        /// The other side; empty for the team itself.
        pub name: String,
        pub company: String,
        /// With whom and when the meeting is that it is about, or nothing.
        pub about: String,
        /// The beginning of the newest message.
        pub preview: String,
        pub last_at: Micros,
        pub n_unread: u32,
    }

    /// A page of conversations, newest first.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct ConversationPage {
        pub heads: List<ConversationHead, CONVERSATIONS_PER_PAGE_MAX>,
        pub has_more: bool,
        /// Conversations with something unread, those beyond the page too.
        pub n_unread: u32,
    }

    /// A message.
    #[allow(missing_docs)]
    pub struct PrivateMessage {
        pub id: MessageId,
        /// Its place in the conversation, from one.
        pub number: u32,
        pub writer: Writer,
        /// Who of that side; empty for the reader himself.
        pub name: String,
        pub at: Micros,
        /// Plain text; empty for one that was hidden, but for the team.
        pub text: String,
        pub is_hidden: bool,
    }

    /// A conversation with its newest messages, the oldest of them first.
    #[allow(missing_docs)]
    pub struct Thread {
        pub head: ConversationHead,
        pub messages: List<PrivateMessage, PRIVATE_MESSAGES_PER_PAGE_MAX>,
        pub has_older: bool,
        /// Whether the reader may write now.
        pub is_open: bool,
        /// Whether an organiser ended it.
        pub is_ended: bool,
    }

    /// What somebody wrote. Sent again under the same id, it is one message.
    #[allow(missing_docs)]
    pub struct MessageWish {
        pub command: CommandId,
        pub text: String,
    }

    /// A message that somebody reported.
    #[allow(missing_docs)]
    pub struct MessageReport {
        pub message: MessageId,
        pub conversation: ConversationId,
        pub reason: ReportReason,
        pub reported_at: Micros,
        pub reporter: String,
        pub author: String,
        pub company: String,
        pub sent_at: Micros,
        pub text: String,
        /// Who hid it and when, while it is hidden.
        pub hidden_by: String,
        pub hidden_at: Option<Micros>,
        /// Who looked at the report and found nothing to do.
        pub settled_by: String,
        pub settled_at: Option<Micros>,
        pub is_ended: bool,
    }

    /// A page of reports, newest first.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct ReportPage {
        pub reports: List<MessageReport, CONVERSATIONS_PER_PAGE_MAX>,
        pub has_more: bool,
        pub n_open: u32,
    }

    /// What an organiser decides about private messages.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct MessageSettings {
        pub revision: u64,
        /// Whether people of the catalogue may be written to before a meeting (PRV-04).
        pub is_catalogue_open: bool,
        /// After how long a letter tells of an unread message; none for no letter.
        pub letter_after_minutes: Option<u16>,
        /// Whether that letter says what was written.
        pub has_text: bool,
    }
}

choices! { Snake:
    /// What the team does about messages.
    #[serde(rename_all = "snake_case")]
    pub enum Moderation {
        /// Nobody but the team reads the message any more.
        Hide {
            /// Which.
            message: MessageId,
        },
        /// It is read again.
        Show {
            /// Which.
            message: MessageId,
        },
        /// The report asks for nothing.
        Settle {
            /// Which message was reported.
            message: MessageId,
        },
        /// Nobody writes in the conversation any more.
        End {
            /// Which.
            conversation: ConversationId,
        },
        /// It goes on.
        Reopen {
            /// Which.
            conversation: ConversationId,
        },
    }
}

records! {
    /// One act of the team, which is done once however often it is sent.
    #[allow(missing_docs)]
    pub struct ModerationWish {
        pub command: CommandId,
        pub what: Moderation,
    }
}

macro_rules! bodies {
    ($($Name:ident by $writers:ident)*) => { $(
        impl $Name {
            /// Bytes of a request's or an answer's body.
            #[must_use]
            pub fn encode(&self) -> Vec<u8> {
                {
                    let value = self;
                    encoded!($writers value)
                }
            }

            /// Reads what [`Self::encode`] wrote.
            ///
            /// # Errors
            /// When the bytes are none, or pass a bound.
            pub fn decode(bytes: &[u8]) -> Result<Self, String> {
                crate::read::from_slice(bytes).map_err(|why| why.to_string())
            }
        }
    )* };
}

bodies! {
    ConversationPage by servers
    Thread by servers
    ReportPage by servers
    MessageWish by browsers
    ModerationWish by browsers
    MessageSettings by browsers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_correspondent_is_found_by_his_address() {
        for one in [
            Correspondent::Team(None),
            Correspondent::Team(Some(MeetingId::example(1))),
            Correspondent::Person(PersonId::example(2)),
        ] {
            assert_eq!(Correspondent::parse(&one.to_string()), Some(one));
        }
        for text in ["", "teams", "team-", "team-x", "pigeon"] {
            assert_eq!(Correspondent::parse(text), None, "{text}");
        }
    }

    #[test]
    fn reasons_are_found_by_their_words() {
        for reason in ReportReason::ALL {
            assert_eq!(ReportReason::parse(reason.word()), Some(reason));
        }
        assert_eq!(ReportReason::parse("bored"), None);
    }

    #[test]
    fn a_full_page_survives_its_encoding_and_one_more_does_not_fit() {
        let head = ConversationHead {
            key: Correspondent::Team(None).to_string(),
            name: "Ada".into(),
            company: "Cap".into(),
            about: String::new(),
            preview: "Bonjour".into(),
            last_at: Micros(5),
            n_unread: 1,
        };
        let full = vec![head.clone(); CONVERSATIONS_PER_PAGE_MAX];
        let page = ConversationPage {
            heads: List::new(full.clone()).unwrap(),
            has_more: true,
            n_unread: 1,
        };
        assert_eq!(ConversationPage::decode(&page.encode()).unwrap(), page);
        let more = [full, vec![head.clone()]].concat();
        assert!(List::<_, CONVERSATIONS_PER_PAGE_MAX>::new(more).is_none());
        let line = PrivateMessage {
            id: MessageId::example(1),
            number: 1,
            writer: Writer::Them,
            name: "Ada".into(),
            at: Micros(5),
            text: "Bonjour\n<b>".into(),
            is_hidden: false,
        };
        let thread = Thread {
            head,
            messages: List::new(vec![line; PRIVATE_MESSAGES_PER_PAGE_MAX]).unwrap(),
            has_older: true,
            is_open: true,
            is_ended: false,
        };
        assert_eq!(Thread::decode(&thread.encode()).unwrap(), thread);
    }

    #[test]
    fn wishes_survive_their_encoding() {
        let wish = MessageWish {
            command: CommandId::example(1),
            text: "Bonjour".into(),
        };
        assert_eq!(MessageWish::decode(&wish.encode()).unwrap(), wish);
        let wish = ModerationWish {
            command: CommandId::example(2),
            what: Moderation::End {
                conversation: ConversationId::example(3),
            },
        };
        assert_eq!(ModerationWish::decode(&wish.encode()).unwrap(), wish);
        let settings = MessageSettings {
            revision: 2,
            is_catalogue_open: true,
            letter_after_minutes: Some(30),
            has_text: false,
        };
        assert_eq!(
            MessageSettings::decode(&settings.encode()).unwrap(),
            settings
        );
    }
}
