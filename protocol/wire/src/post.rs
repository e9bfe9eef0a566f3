//! The outbox and the templates, as the console asks the desk for them.
//!
//! They travel outside the live streams, in MessagePack like a snapshot. Names, addresses and
//! texts are the point of them; nothing of it enters a command, a change or the state.

use crate::id::LetterId;
use crate::limits::{LETTER_COPIES_MAX, LETTER_TEMPLATES_MAX, LETTERS_PER_PAGE_MAX};
use crate::list::List;
use crate::time::Micros;

choices! { Snake:
    /// Where a letter stands.
    #[derive(Copy, PartialOrd, Ord, Hash)]
    #[serde(rename_all = "snake_case")]
    pub enum LetterStanding {
        /// To be handed over.
        Waiting,
        /// The mail server took it.
        Sent,
        /// Written and kept to be read: nothing sends it.
        Kept,
        /// Given up.
        Failed,
        /// Called off by an administrator.
        Cancelled,
    }
}

impl LetterStanding {
    /// Every standing, in the order in which a letter may take them.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Sent,
        Self::Kept,
        Self::Failed,
        Self::Cancelled,
    ];

    /// Its word, in addresses and catalogues.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Kept => "kept",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The standing of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|standing| standing.word() == word)
    }
}

records! {
    /// A letter in the list.
    #[allow(missing_docs)]
    pub struct LetterLine {
        pub id: LetterId,
        /// What it is about; a word of the server's list.
        pub matter: String,
        pub standing: LetterStanding,
        pub created_at: Micros,
        pub ended_at: Option<Micros>,
        pub n_attempts: u32,
        /// Why the last attempt failed: a code, or nothing.
        pub error: String,
        /// What the recipient is called.
        pub name: String,
        /// Where it went, or would go.
        pub address: String,
        /// The subject as it was handed over; nothing before.
        pub subject: String,
    }

    /// How many letters stand where.
    #[allow(missing_docs)]
    pub struct LetterTally {
        pub standing: LetterStanding,
        pub n_letters: u32,
    }

    /// A page of the outbox, newest first.
    #[allow(missing_docs)]
    pub struct OutboxPage {
        pub letters: List<LetterLine, LETTERS_PER_PAGE_MAX>,
        /// Whether there are older ones.
        pub has_more: bool,
        pub tallies: List<LetterTally, 5>,
        /// Whether letters leave the house.
        pub has_server: bool,
        /// Whether the event tells people by letter what happens to their agenda.
        pub is_on: bool,
    }

    /// A letter in full. Secret links are not in it.
    #[allow(missing_docs)]
    pub struct LetterAnswer {
        pub line: LetterLine,
        /// When it is tried next; none for one that does not wait, or is on its way right now.
        pub due_at: Option<Micros>,
        pub text: String,
        pub html: String,
    }

    /// How many letters a wish reached.
    #[allow(missing_docs)]
    pub struct LettersDone {
        pub n_letters: u32,
    }

    /// The words of a template.
    #[allow(missing_docs)]
    pub struct LetterWords {
        pub subject: String,
        pub body: String,
    }

    /// A template that counts today.
    #[allow(missing_docs)]
    pub struct LetterTemplate {
        pub matter: String,
        /// `fr` or `en`.
        pub language: String,
        pub words: LetterWords,
        /// The save that counts; zero while nobody saved any.
        pub revision: u64,
        /// Whether the words are the product's own.
        pub is_product: bool,
        /// What may stand between braces, separated by blanks.
        pub placeholders: String,
    }

    /// Every template of an event.
    #[allow(missing_docs)]
    pub struct TemplatesPage {
        pub templates: List<LetterTemplate, LETTER_TEMPLATES_MAX>,
    }

    /// The wish to look at words, to send them to oneself, or to save them.
    #[allow(missing_docs)]
    pub struct TemplateWish {
        pub matter: String,
        pub language: String,
        /// None means the product's own.
        pub words: Option<LetterWords>,
        /// The save that was seen.
        pub revision: u64,
    }

    /// What is wrong with words, and where.
    #[allow(missing_docs)]
    pub struct TemplateFlaw {
        pub is_in_subject: bool,
        pub line: u32,
        pub column: u32,
        /// A word: `unknown`, `not_allowed`, `unclosed`, `unbalanced`, `empty`, `too_long`,
        /// `several_lines`, `link_in_subject`, `stale`.
        pub what: String,
        /// What stands there, where that helps.
        pub found: String,
    }

    /// A letter as these words would make it, from something of the event.
    #[allow(missing_docs)]
    pub struct TemplatePreview {
        pub subject: String,
        pub text: String,
        pub html: String,
        /// What became of sending it to oneself: nothing when nobody asked, `sent`, or a code.
        pub outcome: String,
    }

    /// How an event writes letters. What is empty follows the event or the installation.
    #[allow(missing_docs)]
    pub struct PostSettings {
        /// Counted up with each change; zero while nobody made any.
        pub revision: u64,
        /// Whether announcements go out as letters too.
        pub is_announcing: bool,
        /// In whose name; empty means the event's.
        pub sender_name: String,
        /// Where answers go; empty means to the sender.
        pub reply_to: String,
        /// Who gets a copy of what concerns registrations.
        pub copies: List<String, LETTER_COPIES_MAX>,
        /// The colour of the banner, as `#rrggbb`; empty means the product's.
        pub colour: String,
    }

    /// The settings, with what an empty one stands for.
    #[allow(missing_docs)]
    pub struct PostSettingsPage {
        pub settings: PostSettings,
        /// What the event is called.
        pub event: String,
        /// From which address letters leave; empty where none leave.
        pub sender: String,
        /// The product's own colour.
        pub colour: String,
    }

    /// What is wrong with a setting.
    #[allow(missing_docs)]
    pub struct PostSettingFlaw {
        /// `sender_name`, `reply_to`, `copies` or `colour`.
        pub field: String,
        /// Which of several, from 1.
        pub nth: u32,
        /// `too_long`, `control`, `address`, `colour` or `twice`.
        pub what: String,
    }
}

choices! { Declared:
    /// What became of a wish about words.
    pub enum TemplateOutcome {
        /// They are in order.
        Fine(TemplatePreview),
        /// They are not.
        Flawed(TemplateFlaw),
    }

    /// What became of the wish to change settings, which carries the revision that was seen.
    pub enum PostSettingsOutcome {
        /// They count from now on.
        Saved(PostSettings),
        /// They are not in order.
        Flawed(PostSettingFlaw),
        /// Somebody was faster: what counts now.
        Stale(PostSettings),
    }
}

macro_rules! bodies {
    ($($Name:ident by $writers:ident)*) => { $(
        impl $Name {
            /// Bytes of a request's or an answer's body.
            #[must_use]
            pub fn encode(&self) -> Vec<u8> {
                let value = self;
                encoded!($writers value)
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
    OutboxPage by servers
    LetterAnswer by servers
    LettersDone by servers
    TemplatesPage by servers
    TemplateWish by browsers
    TemplateOutcome by servers
    PostSettingsPage by servers
    PostSettings by browsers
    PostSettingsOutcome by servers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_and_an_outcome_survive_their_encoding() {
        let line = LetterLine {
            id: LetterId::example(1),
            matter: "meeting_accepted".into(),
            standing: LetterStanding::Failed,
            created_at: Micros(1),
            ended_at: None,
            n_attempts: 3,
            error: "smtp_550".into(),
            name: "Ada".into(),
            address: "ada@mail.test".into(),
            subject: String::new(),
        };
        let tally = LetterTally {
            standing: LetterStanding::Failed,
            n_letters: 1,
        };
        let page = OutboxPage {
            letters: List::new(vec![line]).unwrap(),
            has_more: true,
            tallies: List::new(vec![tally]).unwrap(),
            has_server: false,
            is_on: true,
        };
        assert_eq!(OutboxPage::decode(&page.encode()).unwrap(), page);
        let flaw = TemplateFlaw {
            is_in_subject: true,
            line: 1,
            column: 4,
            what: "unknown".into(),
            found: "nom".into(),
        };
        let outcome = TemplateOutcome::Flawed(flaw);
        assert_eq!(TemplateOutcome::decode(&outcome.encode()).unwrap(), outcome);
        let wish = TemplateWish {
            matter: "meeting_accepted".into(),
            language: "fr".into(),
            words: Some(LetterWords {
                subject: "a".into(),
                body: "b".into(),
            }),
            revision: 2,
        };
        assert_eq!(TemplateWish::decode(&wish.encode()).unwrap(), wish);
    }

    #[test]
    fn settings_survive_their_encoding() {
        let settings = |n_copies| PostSettings {
            revision: 3,
            is_announcing: true,
            sender_name: "Cap".into(),
            reply_to: String::new(),
            copies: List::new(vec!["a@mail.test".into(); n_copies]).unwrap(),
            colour: "#0a5c36".into(),
        };
        let full = settings(LETTER_COPIES_MAX);
        assert_eq!(PostSettings::decode(&full.encode()).unwrap(), full);
        let outcome = PostSettingsOutcome::Stale(settings(0));
        let read = PostSettingsOutcome::decode(&outcome.encode()).unwrap();
        assert_eq!(read, outcome);
    }

    #[test]
    fn every_standing_is_found_by_its_word() {
        for standing in LetterStanding::ALL {
            assert_eq!(LetterStanding::parse(standing.word()), Some(standing));
        }
    }
}
