//! Handing letters over: the work behind the outbox.

use std::sync::Arc;
use std::time::{Duration, Instant};

use protocol::id::LetterId;
use store::{Fault, Handed, KeptLetter, LetterEnd, LetterState, SEND_LETTER};
use tokio::sync::Mutex;

use super::compose::{self, CannotCompose, Composed, Scene};
use crate::jobs::{Attempt, Report, Work, Worked, Working};
use crate::live::{Registry, meter};
use crate::port::{Address, Clock, HeaderText, MailError, Mailer, Outgoing};

/// Letters handed over at the same time.
const AT_ONCE: usize = 4;

/// In whose name the installation writes, where an event says nothing.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The name.
    pub name: HeaderText,
    /// The address.
    pub address: Address,
}

/// The pace that the mail server is known to bear.
#[derive(Debug)]
pub struct Pace {
    between: Duration,
    next: Mutex<Option<tokio::time::Instant>>,
}

impl Pace {
    /// So many letters a minute at most, spread evenly.
    #[must_use]
    pub fn per_minute(n_letters: u32) -> Self {
        Self {
            between: Duration::from_secs(60) / n_letters.max(6),
            next: Mutex::new(None),
        }
    }

    /// Waits for one's turn.
    async fn turn(&self) {
        let at = {
            let mut next = self.next.lock().await;
            let now = tokio::time::Instant::now();
            let at = next.map_or(now, |next| next.max(now));
            *next = Some(at + self.between);
            at
        };
        tokio::time::sleep_until(at).await;
    }
}

/// A mail server with the pace that it bears.
#[derive(Debug)]
struct Relay {
    mailer: Arc<dyn Mailer>,
    sender: Sender,
    pace: Pace,
}

/// Hands letters over.
pub struct Deliver {
    registry: Arc<Registry>,
    clock: Arc<dyn Clock>,
    relay: Option<Relay>,
}

impl Deliver {
    /// Without a mail server: letters are kept to be read.
    #[must_use]
    pub fn keeping(registry: Arc<Registry>, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            registry,
            clock,
            relay: None,
        })
    }

    /// To a mail server.
    #[must_use]
    pub fn to(
        registry: Arc<Registry>,
        clock: Arc<dyn Clock>,
        mailer: Arc<dyn Mailer>,
        sender: Sender,
        pace: Pace,
    ) -> Arc<Self> {
        let relay = Some(Relay {
            mailer,
            sender,
            pace,
        });
        Arc::new(Self {
            registry,
            clock,
            relay,
        })
    }

    /// Whether letters leave the house.
    #[must_use]
    pub const fn has_relay(&self) -> bool {
        self.relay.is_some()
    }

    /// From which address letters leave, where an event says nothing; none where none leave.
    #[must_use]
    pub fn sender_address(&self) -> Option<&Address> {
        self.relay.as_ref().map(|relay| &relay.sender.address)
    }

    async fn run(&self, attempt: Attempt) -> Result<Report, Fault> {
        let store = self.registry.store();
        let id = LetterId::from(attempt.job.id.uuid());
        let letter = store.find_letter(id).await?;
        let waiting = letter.filter(|letter| letter.head.state == LetterState::Waiting);
        let Some(letter) = waiting else {
            // Called off, erased, or settled by somebody whose lease ran out while he did so.
            return Ok(Worked::Done.into());
        };
        let (end, is_blocked) = self.end(&letter, &attempt).await;
        let outcome = match &end {
            LetterEnd::Sent { .. } => "sent",
            LetterEnd::Kept { .. } => "kept",
            LetterEnd::Failed { .. } => "failed",
            LetterEnd::Later { .. } => "later",
        };
        metrics::counter!(meter::LETTERS, "outcome" => outcome).increment(1);
        match &end {
            LetterEnd::Failed { error, .. } | LetterEnd::Later { error, .. } => {
                tracing::warn!(letter.id = %id, error, outcome, "letter {id}: {outcome}, {error}");
            }
            LetterEnd::Sent { .. } | LetterEnd::Kept { .. } => {
                tracing::debug!(letter.id = %id, outcome, "letter {id}: {outcome}");
            }
        }
        if !store.settle_letter(&attempt.job, &end).await? {
            tracing::warn!(letter.id = %id, "the lease of letter {id} was lost");
        }
        Ok(Report {
            worked: Worked::Settled,
            is_blocked,
        })
    }

    /// What becomes of an attempt, and whether nothing can go out for now.
    async fn end(&self, letter: &KeptLetter, attempt: &Attempt) -> (LetterEnd, bool) {
        let (composed, scene) = match compose::compose(&self.registry, letter).await {
            Ok(composed) => composed,
            Err(error @ CannotCompose::Store(_)) => {
                return (self.later(attempt, error.code()), false);
            }
            Err(error) => return (self.failed(error.code()), false),
        };
        let mut handed = handed(&composed);
        let at = self.clock.now();
        // Nobody lives at an invented address; a server would only learn of our demo.
        let Some(relay) = self.relay.as_ref().filter(|_| !composed.to.is_invented()) else {
            return (LetterEnd::Kept { at, handed }, false);
        };
        let message = relay.message(letter.head.id, composed, scene.as_ref());
        handed.receipt = message.message_id.to_string();
        match relay.send(&message).await {
            Ok(()) => (
                LetterEnd::Sent {
                    at: self.clock.now(),
                    handed,
                },
                false,
            ),
            Err(error @ MailError::Unreachable { .. }) => (self.later(attempt, error.code()), true),
            Err(error @ MailError::Passing { .. }) => (self.later(attempt, error.code()), false),
            Err(error @ MailError::Permanent { .. }) => (self.failed(error.code()), false),
        }
    }

    fn failed(&self, code: &str) -> LetterEnd {
        LetterEnd::Failed {
            at: self.clock.now(),
            error: code.into(),
        }
    }

    fn later(&self, attempt: &Attempt, code: &str) -> LetterEnd {
        match attempt.next_at {
            Some(due_at) => LetterEnd::Later {
                due_at,
                error: code.into(),
            },
            None => self.failed(code),
        }
    }

    /// Hands a message over now, outside the outbox: an administrator's test. None without a
    /// mail server.
    pub(super) async fn hand_over_now(
        &self,
        id: LetterId,
        composed: Composed,
        scene: &Scene,
    ) -> Option<Result<(), MailError>> {
        let relay = self.relay.as_ref()?;
        let message = relay.message(id, composed, Some(scene));
        Some(relay.send(&message).await)
    }
}

impl Relay {
    async fn send(&self, message: &Outgoing) -> Result<(), MailError> {
        self.pace.turn().await;
        let started = Instant::now();
        let sent = self.mailer.send(message).await;
        metrics::histogram!(meter::MAIL_SECONDS).record(started.elapsed());
        sent
    }

    fn message(&self, id: LetterId, composed: Composed, scene: Option<&Scene>) -> Outgoing {
        let setup = scene.map(|scene| &scene.setup);
        let address = |text: &str| Address::parse(text).ok();
        let sender = setup.and_then(|setup| address(&setup.sender_address));
        let sender = sender.unwrap_or_else(|| self.sender.address.clone());
        let sender_name = scene
            .map(Scene::sender_name)
            .filter(|name| !name.is_empty());
        let domain = sender.domain().to_owned();
        Outgoing {
            sender_name: sender_name.map_or_else(|| self.sender.name.clone(), HeaderText::tamed),
            reply_to: setup.and_then(|setup| address(&setup.reply_to)),
            message_id: HeaderText::tamed(&format!("<{id}@{domain}>")),
            sender,
            name: composed.name,
            to: composed.to,
            subject: composed.subject,
            text: composed.text,
            html: composed.html,
            picture: scene.and_then(Scene::picture).cloned(),
        }
    }
}

fn handed(composed: &Composed) -> Handed {
    Handed {
        address: composed.to.to_string(),
        name: composed.name.to_string(),
        language: composed.language.code().into(),
        subject: composed.subject.to_string(),
        text: composed.shown_text.clone(),
        html: composed.shown_html.clone(),
        receipt: String::new(),
    }
}

impl Work for Deliver {
    fn kind(&self) -> &'static str {
        SEND_LETTER
    }

    fn n_at_once(&self) -> usize {
        AT_ONCE
    }

    fn attempt(&self, attempt: Attempt) -> Working<'_> {
        Box::pin(self.run(attempt))
    }
}
