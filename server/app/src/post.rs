//! Letters: who is told what by mail, in which words, and what became of it.
//!
//! A letter is written into the outbox with what causes it: [`notices`] derives from the entries
//! of a commit whose agenda changed, and the actor writes these letters in the same transaction;
//! use cases add theirs to a command, or call [`Post::enqueue`] where there is no command. What
//! stands in the outbox then is ids. Names, words and address are only looked up when the letter
//! is handed over ([`deliver`](Deliver)), so that a person who is erased leaves nothing behind in
//! letters that never went out, and a changed template or address counts for what still waits.
//!
//! Guarantees: one letter per fact and recipient, by the letter's key; nobody whose agenda changed
//! is left out; handed over **at least once**, named by the same message id each time; what cannot
//! be handed over stays and says why. Without a mail server letters are kept, to be read.
//!
//! To add a letter: a [`Matter`] with its placeholders and the product's words in both languages
//! (`matter.rs`, `words/`), and where its values come from (`compose.rs`). A test lists what is
//! missing. SMS and push are further kinds of work on the same outbox and the same matters.

mod carrier;
pub mod compose;
mod deliver;
pub mod desk;

mod layout;
pub mod matter;
pub mod notices;
mod picture;
pub mod template;
pub mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use protocol::Micros;
use protocol::id::{EventId, LetterId};
use store::{Fault, Holder, NewLetter, Store, To};

pub use self::carrier::Carrier;
pub use self::deliver::{Deliver, Pace, Sender};
pub use self::matter::{Matter, Notice};
use crate::account::Email;
use crate::jobs::Jobs;
use crate::port::{Address, Clock, HeaderText, Random};

/// A letter that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Of which event; none for the installation's own, such as a link to sign in.
    pub event: Option<EventId>,
    /// For whom.
    pub to: Recipient,
    /// What it is about.
    pub matter: Matter,
    /// A link that only the recipient may see; for the matters that have one.
    pub link: Option<String>,
    /// What makes it the same letter as another, such as the id of the command or the hash of the
    /// token; no personal value.
    pub key: String,
    /// Not to be handed over before; none for at once.
    pub due_at: Option<Micros>,
}

/// For whom a letter is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Somebody of the letter's event, wherever his letters go when it is handed over.
    Holder(Holder),
    /// An address.
    Address {
        /// Where to.
        address: Address,
        /// What he is called; may be empty.
        name: HeaderText,
        /// `fr` or `en`.
        language: Language,
    },
}

/// A language that letters are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language of a code; French for what is not known.
    #[must_use]
    pub fn of(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
            .unwrap_or_default()
    }
}

/// Where letters are given in.
pub struct Post {
    store: Store,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    jobs: Arc<Jobs>,
}

impl Post {
    /// A post office over a store.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        jobs: Arc<Jobs>,
    ) -> Arc<Self> {
        Arc::new(Self {
            store,
            clock,
            random,
            jobs,
        })
    }

    /// Puts letters into the outbox that no command causes, and lets them go at once. How many
    /// were new: the same key is the same letter.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn enqueue(&self, letters: &[Letter]) -> Result<usize, Fault> {
        let rows = self.prepare(letters).await?;
        let n_new = self.store.enqueue_letters(&rows).await?;
        self.jobs.ring();
        Ok(n_new)
    }

    /// Makes letters ready to be handed in with a command
    /// ([`Event::command_with_letters`](crate::live::Event::command_with_letters)), with a copy
    /// for each administrator who wants one (COM-14, EEN-17).
    ///
    /// # Errors
    /// When the setting cannot be read.
    pub async fn prepare(&self, letters: &[Letter]) -> Result<Vec<NewLetter>, Fault> {
        self.prepare_without(letters, &BTreeSet::new()).await
    }

    /// The same without copies for some addresses, folded: administrators who do not look after
    /// whom the letters are about.
    ///
    /// # Errors
    /// As [`prepare`](Self::prepare).
    pub async fn prepare_without(
        &self,
        letters: &[Letter],
        strangers: &BTreeSet<String>,
    ) -> Result<Vec<NewLetter>, Fault> {
        let now = self.clock.now();
        let mut rows = Vec::with_capacity(letters.len());
        for letter in letters {
            rows.push(self.row(letter, now));
            if let Some(event) = letter.event
                && letter.matter.is_copied()
            {
                for (n, address) in self.copies(event).await?.into_iter().enumerate() {
                    let email = Email::parse(&address.to_string());
                    if email.is_some_and(|email| strangers.contains(&email.folded())) {
                        continue;
                    }
                    let copy = Letter {
                        to: Recipient::Address {
                            address,
                            name: HeaderText::default(),
                            language: Language::Fr,
                        },
                        link: None,
                        key: format!("{}:copy:{n}", letter.key),
                        ..letter.clone()
                    };
                    rows.push(self.row(&copy, now));
                }
            }
        }
        Ok(rows)
    }

    async fn copies(&self, event: EventId) -> Result<Vec<Address>, Fault> {
        let setup = self.store.post_setup(event).await?;
        let parsed = setup.copies.iter().map(|copy| Address::parse(copy));
        Ok(parsed.filter_map(Result::ok).collect())
    }

    fn row(&self, letter: &Letter, now: Micros) -> NewLetter {
        let to = match &letter.to {
            Recipient::Holder(holder) => To::Holder(*holder),
            Recipient::Address {
                address,
                name,
                language,
            } => To::Address {
                address: address.to_string(),
                name: name.to_string(),
                language: language.code().into(),
            },
        };
        row(
            (LetterId::new(now, self.random.bytes()), now),
            letter.event,
            to,
            letter.key.clone(),
            &letter.matter,
            letter.link.clone().unwrap_or_default(),
            letter.due_at,
        )
    }
}

fn row(
    (id, now): (LetterId, Micros),
    event: Option<EventId>,
    to: To,
    key: String,
    matter: &Matter,
    secret: String,
    due_at: Option<Micros>,
) -> NewLetter {
    NewLetter {
        id,
        event,
        key,
        to,
        matter: matter.kind().word(),
        facts: matter.encode(),
        secret,
        created_at: now,
        due_at: due_at.unwrap_or(now),
    }
}

/// The letters of notices that a commit gives rise to, as rows of the outbox.
pub(crate) fn rows(
    event: EventId,
    now: Micros,
    random: &dyn Random,
    notices: &[Notice],
) -> Vec<NewLetter> {
    notices
        .iter()
        .map(|notice| {
            row(
                (LetterId::new(now, random.bytes()), now),
                Some(event),
                To::Holder(Holder::Person(notice.to)),
                notice.key(event),
                &notice.matter,
                String::new(),
                None,
            )
        })
        .collect()
}
