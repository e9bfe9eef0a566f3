//! The desk of letters: the outbox read, tried again and called off; templates looked at, sent to
//! oneself, saved and given back to the product.
//!
//! To whom letters are open, he reads what was written and decides how it is written; and since
//! letters are everybody's, only who sees all rows.

use std::sync::Arc;

use domain::State;
use domain::access;
use protocol::id::{AnnouncementId, EventId, LetterId, StaffId};
use protocol::limits::LETTERS_PER_PAGE_MAX;
use protocol::post::{
    LetterAnswer, LetterLine, LetterStanding, LetterTally, LetterTemplate, LetterWords, OutboxPage,
    TemplateFlaw, TemplateOutcome, TemplatePreview, TemplateWish, TemplatesPage,
};
use protocol::reject::NotFound;
use protocol::{Actor, Function, List, Micros, Reject};
use store::{
    Detail, Fault, Holder, JournalAction, JournalNote, JournalSubject, Journalled, LetterHead,
    LetterState, PostSetup, TemplateRevision, TemplateWords,
};

use super::Deliver;
use super::compose::{self, Composed, Scene};
use super::matter::{Kind, Matter, RequestAnswer};
use super::picture;
use super::template::{Flaw, FlawKind, check};
use super::{Language, words};
use crate::account::Standing;
use crate::live::{Event, Registry};
use crate::port::{Address, Clock, HeaderText, Random};

mod settings;

/// Why a wish of this desk was not fulfilled.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The rules, or the bounds, say no.
    #[error("refused: {0:?}")]
    Refused(Reject),
    /// The store failed.
    #[error("the outbox could not be read or written")]
    Store(#[from] Fault),
}

impl From<Reject> for PostError {
    fn from(reject: Reject) -> Self {
        Self::Refused(reject)
    }
}

fn not_found() -> PostError {
    PostError::Refused(NotFound {}.into())
}

/// The desk, one per node.
pub struct PostDesk {
    registry: Arc<Registry>,
    deliver: Arc<Deliver>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl PostDesk {
    /// A desk over the events of a node.
    #[must_use]
    pub fn new(
        registry: Arc<Registry>,
        deliver: Arc<Deliver>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Arc<Self> {
        Arc::new(Self {
            registry,
            deliver,
            clock,
            random,
        })
    }

    /// A page of the outbox.
    ///
    /// # Errors
    /// Somebody who may not, or a fault of the store.
    pub async fn outbox(
        &self,
        event: &Event,
        standing: &Standing,
        only: Option<LetterStanding>,
        after: Option<LetterId>,
    ) -> Result<OutboxPage, PostError> {
        authorise(&event.view().state, standing.actor())?;
        let store = self.registry.store();
        let only = only.map(state_of);
        let mut heads = store
            .list_letters(event.id(), only, after, LETTERS_PER_PAGE_MAX + 1)
            .await?;
        let has_more = heads.len() > LETTERS_PER_PAGE_MAX;
        heads.truncate(LETTERS_PER_PAGE_MAX);
        let scene = self.scene(event).await?;
        let mut lines = Vec::with_capacity(heads.len());
        for head in heads {
            lines.push(self.line(event.id(), &scene, head).await?);
        }
        let tallies = store.count_letters(event.id()).await?;
        let tallies = tallies.into_iter().map(|(state, n)| LetterTally {
            standing: standing_of(state),
            n_letters: u32::try_from(n).unwrap_or(u32::MAX),
        });
        Ok(OutboxPage {
            letters: List::new(lines).expect("cut to the bound"),
            has_more,
            tallies: List::new(tallies.collect()).expect("one for each state"),
            has_server: self.deliver.has_relay(),
            is_on: scene.setup.is_on,
        })
    }

    /// One letter; what waits is written as it would go out now.
    ///
    /// # Errors
    /// Somebody who may not, a letter that is not there, or a fault of the store.
    pub async fn open(
        &self,
        event: &Event,
        standing: &Standing,
        id: LetterId,
    ) -> Result<LetterAnswer, PostError> {
        authorise(&event.view().state, standing.actor())?;
        let letter = self.registry.store().find_letter(id).await?;
        let letter = letter.filter(|letter| letter.head.event == Some(event.id()));
        let letter = letter.ok_or_else(not_found)?;
        let scene = self.scene(event).await?;
        let (mut text, mut html) = (letter.text.clone(), letter.html.clone());
        let mut line = self.line(event.id(), &scene, letter.head.clone()).await?;
        if text.is_empty() {
            // What cannot be written says why in its line.
            if let Ok((composed, _)) = compose::compose(&self.registry, &letter).await {
                text = composed.shown_text;
                html = composed.shown_html;
                line.subject = composed.subject.to_string();
            }
        }
        let due_at = match line.standing {
            LetterStanding::Waiting => self.registry.store().letter_due_at(id).await?,
            LetterStanding::Sent
            | LetterStanding::Kept
            | LetterStanding::Failed
            | LetterStanding::Cancelled => None,
        };
        Ok(LetterAnswer {
            line,
            due_at,
            text,
            html,
        })
    }

    /// Tries a letter again, or every failed one. How many.
    ///
    /// # Errors
    /// Somebody who may not, or a fault of the store.
    pub async fn retry(
        &self,
        event: &Event,
        standing: &Standing,
        id: Option<LetterId>,
    ) -> Result<u32, PostError> {
        authorise(&event.view().state, standing.actor())?;
        let now = self.clock.now();
        let store = self.registry.store();
        let note = |action| JournalNote::of_console(event.now(), standing.actor(), action);
        let note = match id {
            Some(id) => note(JournalAction::LetterRetried).about(JournalSubject::Letter(id)),
            None => note(JournalAction::LettersRetried),
        };
        let n_letters = store
            .retry_letters(event.id(), id, now, Some(&note))
            .await?;
        if n_letters == 0 && id.is_some() {
            return Err(not_found());
        }
        Ok(u32::try_from(n_letters).unwrap_or(u32::MAX))
    }

    /// Calls a waiting letter off.
    ///
    /// # Errors
    /// Somebody who may not, a letter that does not wait, or a fault of the store.
    pub async fn cancel(
        &self,
        event: &Event,
        standing: &Standing,
        id: LetterId,
    ) -> Result<(), PostError> {
        authorise(&event.view().state, standing.actor())?;
        let now = self.clock.now();
        let store = self.registry.store();
        let action = JournalAction::LetterCancelled;
        let note = JournalNote::of_console(event.now(), standing.actor(), action)
            .about(JournalSubject::Letter(id));
        if store
            .cancel_letter(event.id(), id, now, Some(&note))
            .await?
        {
            Ok(())
        } else {
            Err(not_found())
        }
    }

    /// Switches on or off whether people are told by letter what happens to their agenda.
    ///
    /// # Errors
    /// Somebody who may not, or a fault of the store.
    pub async fn switch(
        &self,
        event: &Event,
        standing: &Standing,
        is_on: bool,
    ) -> Result<(), PostError> {
        authorise(&event.view().state, standing.actor())?;
        let store = self.registry.store();
        let action = if is_on {
            JournalAction::LettersOn
        } else {
            JournalAction::LettersOff
        };
        let note = JournalNote::of_console(event.now(), standing.actor(), action);
        // One word of the setting: who was faster is simply followed.
        for _ in 0..3 {
            let seen = store.post_setup(event.id()).await?;
            if seen.is_on == is_on {
                return Ok(());
            }
            let next = PostSetup {
                revision: seen.revision + 1,
                is_on,
                ..seen
            };
            if store.put_post_setup(event.id(), &next, Some(&note)).await? {
                break;
            }
        }
        Ok(())
    }

    /// Every template, as it counts today.
    ///
    /// # Errors
    /// Somebody who may not, or a fault of the store.
    pub async fn templates(
        &self,
        event: &Event,
        standing: &Standing,
    ) -> Result<TemplatesPage, PostError> {
        authorise(&event.view().state, standing.actor())?;
        let saved = self.registry.store().templates(event.id()).await?;
        let mut templates = Vec::new();
        for kind in Kind::ALL {
            for language in Language::ALL {
                let newest = saved
                    .iter()
                    .find(|saved| saved.matter == kind.word() && saved.language == language.code());
                let own = newest.and_then(|saved| saved.words.clone());
                templates.push(LetterTemplate {
                    matter: kind.word().into(),
                    language: language.code().into(),
                    is_product: own.is_none(),
                    words: shown(own.unwrap_or_else(|| words::product(kind, language))),
                    revision: newest.map_or(0, |saved| saved.revision),
                    placeholders: kind.placeholders().join(" "),
                });
            }
        }
        Ok(TemplatesPage {
            templates: List::new(templates).expect("fewer than the bound"),
        })
    }

    /// What words would look like on something of the event.
    ///
    /// # Errors
    /// Somebody who may not, a letter that there is not, or a fault of the store.
    pub async fn preview(
        &self,
        event: &Event,
        standing: &Standing,
        wish: &TemplateWish,
    ) -> Result<TemplateOutcome, PostError> {
        authorise(&event.view().state, standing.actor())?;
        let (kind, language) = which(wish)?;
        let words = wanted(kind, language, wish);
        if let Err(flaw) = check(kind, &words.subject, &words.body) {
            return Ok(TemplateOutcome::Flawed(told(flaw)));
        }
        let scene = self.scene(event).await?;
        Ok(match draft(&scene, kind, language, &words) {
            Some((subject, [text, html, ..])) => TemplateOutcome::Fine(TemplatePreview {
                subject: subject.to_string(),
                text,
                html,
                outcome: String::new(),
            }),
            None => TemplateOutcome::Flawed(unbalanced()),
        })
    }

    /// Sends words to oneself, at once and outside the outbox: what the server says is the answer.
    ///
    /// # Errors
    /// Somebody who may not, a letter that there is not, or a fault of the store.
    pub async fn send_to_oneself(
        &self,
        event: &Event,
        standing: &Standing,
        wish: &TemplateWish,
    ) -> Result<TemplateOutcome, PostError> {
        let staff = authorise(&event.view().state, standing.actor())?;
        let preview = match self.preview(event, standing, wish).await? {
            TemplateOutcome::Fine(preview) => preview,
            flawed @ TemplateOutcome::Flawed(_) => return Ok(flawed),
        };
        let (kind, language) = which(wish)?;
        let note = about_template(
            event,
            standing,
            JournalAction::TemplateTested,
            kind,
            language,
        );
        let journal = Journalled::Event(event.id());
        self.registry.store().note(journal, &note).await?;
        let holder = Holder::Staff(staff);
        let contact = self
            .registry
            .store()
            .find_contact(event.id(), holder)
            .await?;
        let address = contact.and_then(|contact| Address::parse(&contact.address).ok());
        let scene = self.scene(event).await?;
        let outcome = match address {
            None => "no_address".to_owned(),
            Some(to) => {
                let subject = format!("{}{}", words::test_mark(language), preview.subject);
                let composed = Composed {
                    to,
                    name: HeaderText::tamed(&scene.name(holder)),
                    language,
                    subject: HeaderText::tamed(&subject),
                    text: preview.text.clone(),
                    html: preview.html.clone(),
                    shown_text: String::new(),
                    shown_html: String::new(),
                };
                let id = LetterId::new(self.clock.now(), self.random.bytes());
                match self.deliver.hand_over_now(id, composed, &scene).await {
                    None => "no_server".to_owned(),
                    Some(Ok(())) => "sent".to_owned(),
                    Some(Err(error)) => error.code().to_owned(),
                }
            }
        };
        Ok(TemplateOutcome::Fine(TemplatePreview {
            outcome,
            ..preview
        }))
    }

    /// Saves words, or gives a template back to the product. From the save that was seen.
    ///
    /// # Errors
    /// Somebody who may not, a letter that there is not, or a fault of the store.
    pub async fn save(
        &self,
        event: &Event,
        standing: &Standing,
        wish: &TemplateWish,
    ) -> Result<TemplateOutcome, PostError> {
        let made_by = authorise(&event.view().state, standing.actor())?;
        let outcome = self.preview(event, standing, wish).await?;
        if matches!(outcome, TemplateOutcome::Flawed(_)) {
            return Ok(outcome);
        }
        let saved = TemplateRevision {
            matter: wish.matter.clone(),
            language: wish.language.clone(),
            revision: wish.revision + 1,
            words: wish.words.as_ref().map(|words| TemplateWords {
                subject: words.subject.clone(),
                body: words.body.clone(),
            }),
            made_by,
            made_at: self.clock.now(),
        };
        let (kind, language) = which(wish)?;
        let action = match saved.words {
            Some(_) => JournalAction::TemplateSaved,
            None => JournalAction::TemplateReset,
        };
        let note = about_template(event, standing, action, kind, language);
        if self
            .registry
            .store()
            .save_template(event.id(), &saved, Some(&note))
            .await?
        {
            Ok(outcome)
        } else {
            Ok(TemplateOutcome::Flawed(flaw("stale")))
        }
    }

    async fn scene(&self, event: &Event) -> Result<Scene, PostError> {
        let setup = self.registry.store().post_setup(event.id()).await?;
        let scene = Scene::new(event.view(), setup);
        Ok(scene.dressed(self.registry.store(), event.id()).await?)
    }

    /// A letter's HTML for who looks into the outbox, with its picture inside of it. The caller
    /// has shown that he may read it.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn with_picture(&self, event: &Event, html: &str) -> Result<String, PostError> {
        let store = self.registry.store();
        Ok(picture::embedded(store, event.id(), html).await?)
    }

    async fn line(
        &self,
        event: EventId,
        scene: &Scene,
        head: LetterHead,
    ) -> Result<LetterLine, PostError> {
        let (mut name, mut address) = (head.name, head.address);
        if let Some(holder) = head.holder
            && address.is_empty()
        {
            name = scene.name(holder);
            let contact = self.registry.store().find_contact(event, holder).await?;
            address = contact.map(|contact| contact.address).unwrap_or_default();
        }
        Ok(LetterLine {
            id: head.id,
            matter: head.matter,
            standing: standing_of(head.state),
            created_at: head.created_at,
            ended_at: head.ended_at,
            n_attempts: head.n_attempts,
            error: head.error,
            name,
            address,
            subject: head.subject,
        })
    }
}

fn shown(words: TemplateWords) -> LetterWords {
    LetterWords {
        subject: words.subject,
        body: words.body,
    }
}

/// A note about a template; its kind and language are words of ours.
fn about_template(
    event: &Event,
    standing: &Standing,
    action: JournalAction,
    kind: Kind,
    language: Language,
) -> JournalNote {
    JournalNote::of_console(event.now(), standing.actor(), action)
        .saying(Detail::words(&[kind.word(), language.code()]))
}

fn which(wish: &TemplateWish) -> Result<(Kind, Language), PostError> {
    let kind = Kind::parse(&wish.matter).ok_or_else(not_found)?;
    let language = Language::ALL
        .into_iter()
        .find(|language| language.code() == wish.language)
        .ok_or_else(not_found)?;
    Ok((kind, language))
}

fn wanted(kind: Kind, language: Language, wish: &TemplateWish) -> TemplateWords {
    match &wish.words {
        Some(words) => TemplateWords {
            subject: words.subject.clone(),
            body: words.body.clone(),
        },
        None => words::product(kind, language),
    }
}

/// A letter of a kind from something that the event has: its last meeting, its first person.
fn draft(
    scene: &Scene,
    kind: Kind,
    language: Language,
    words: &TemplateWords,
) -> Option<(HeaderText, [String; 4])> {
    let state = scene.state();
    let meeting = state.meetings().last();
    let somebody = state.persons().find(|person| !person.is_withdrawn)?.id;
    let to = meeting.map_or(somebody, |meeting| meeting.host);
    let with = meeting.map_or(somebody, |meeting| meeting.guest);
    let at = state
        .slots()
        .next()
        .map_or(Micros(0), |slot| slot.starts_at);
    let minutes = 10;
    let spot = meeting.map(|meeting| meeting.spot).or_else(|| {
        let place = state.places().next()?.id;
        let slot = state.slots().next()?.id;
        Some(protocol::Spot { slot, place })
    });
    let id = meeting.map(|meeting| meeting.id);
    let id = id.unwrap_or_else(|| protocol::id::MeetingId::from_bytes([0; 16]));
    let request = protocol::id::RequestId::from_bytes([0; 16]);
    let session = state.sessions().next().map(|session| session.id);
    let session = session.unwrap_or_else(|| protocol::id::SessionId::from_bytes([0; 16]));
    let matter = match kind {
        Kind::SetPassword => Matter::SetPassword { minutes },
        Kind::ResetPassword => Matter::ResetPassword { minutes },
        Kind::SignInLink => Matter::SignInLink { minutes },
        Kind::ConfirmAddress => Matter::ConfirmAddress { minutes },
        Kind::NewSignIn => Matter::NewSignIn {
            at,
            device: "Firefox".into(),
        },
        Kind::PasswordChanged => Matter::PasswordChanged { at },
        Kind::FactorChanged => Matter::FactorChanged { at, is_on: true },
        Kind::AddressChanged => Matter::AddressChanged { at },
        Kind::RegistrationDraft => Matter::RegistrationDraft {},
        Kind::RegistrationReceived => Matter::RegistrationReceived { person: to },
        Kind::RegistrationValidated => Matter::RegistrationValidated { person: to },
        Kind::RegistrationRefused => Matter::RegistrationRefused { person: to },
        Kind::ProfileReceived => Matter::ProfileReceived { person: to },
        Kind::ProfileAccepted => Matter::ProfileAccepted { person: to },
        Kind::ProfileRefused => Matter::ProfileRefused {
            person: to,
            change: protocol::id::DeskId::from_bytes([0; 16]),
        },
        Kind::MeetingAccepted => Matter::MeetingAccepted {
            meeting: id,
            with,
            spot: spot?,
        },
        Kind::MeetingChanged => Matter::MeetingChanged {
            meeting: id,
            with,
            before: spot?,
            after: spot?,
        },
        Kind::MeetingCancelled => Matter::MeetingCancelled {
            meeting: id,
            with,
            spot: spot?,
            reason: Some(protocol::CancelReason::Conflict),
        },
        Kind::SlotOffered => Matter::SlotOffered {
            offer: protocol::id::OfferId::from_bytes([0; 16]),
            with,
            spot: spot?,
            until: at,
        },
        Kind::RequestReceived => Matter::RequestReceived { request, with },
        Kind::RequestsReceived => Matter::RequestsReceived {},
        Kind::RequestAccepted => Matter::RequestAccepted {
            request,
            with,
            spot: spot?,
            until: at,
        },
        Kind::RequestAnswered => Matter::RequestAnswered {
            request,
            with,
            answer: RequestAnswer::Refused,
        },
        Kind::SessionChanged => Matter::SessionChanged { session },
        Kind::SessionCancelled => Matter::SessionCancelled { session },
        Kind::SeatObtained => Matter::SeatObtained { session },
        Kind::EventCalledOff => Matter::EventCalledOff {},
        Kind::EventReinstated => Matter::EventReinstated {},
        Kind::AgendaIssued => Matter::AgendaIssued {},
        Kind::Announcement => Matter::Announcement {
            announcement: state
                .announcements()
                .last()
                .map_or(AnnouncementId::from_bytes([0; 16]), |a| a.id),
        },
        Kind::MessageWaiting => Matter::MessageWaiting {
            conversation: protocol::id::ConversationId::from_bytes([0; 16]),
            message: protocol::id::MessageId::from_bytes([0; 16]),
            with: Some(with),
        },
    };
    let holder = Holder::Person(to);
    let name = scene.name(holder);
    let values = compose::values(&matter, Some(holder), &name, true, Some(scene), language);
    compose::write(words, &values, None, Some(scene), language).ok()
}

fn told(flaw: Flaw) -> TemplateFlaw {
    let (what, found) = match flaw.kind {
        FlawKind::UnknownPlaceholder(name) => ("unknown", name),
        FlawKind::NotAllowed(text) => ("not_allowed", text),
        FlawKind::Unclosed => ("unclosed", String::new()),
        FlawKind::Unbalanced => ("unbalanced", String::new()),
        FlawKind::Empty => ("empty", String::new()),
        FlawKind::TooLong => ("too_long", String::new()),
        FlawKind::SeveralLines => ("several_lines", String::new()),
        FlawKind::LinkInSubject => ("link_in_subject", String::new()),
    };
    TemplateFlaw {
        is_in_subject: flaw.is_in_subject,
        line: flaw.line,
        column: flaw.column,
        what: what.into(),
        found,
    }
}

fn flaw(what: &str) -> TemplateFlaw {
    TemplateFlaw {
        is_in_subject: false,
        line: 1,
        column: 1,
        what: what.into(),
        found: String::new(),
    }
}

fn unbalanced() -> TemplateFlaw {
    flaw("unbalanced")
}

const fn standing_of(state: LetterState) -> LetterStanding {
    match state {
        LetterState::Waiting => LetterStanding::Waiting,
        LetterState::Sent => LetterStanding::Sent,
        LetterState::Kept => LetterStanding::Kept,
        LetterState::Failed => LetterStanding::Failed,
        LetterState::Cancelled => LetterStanding::Cancelled,
    }
}

const fn state_of(standing: LetterStanding) -> LetterState {
    match standing {
        LetterStanding::Waiting => LetterState::Waiting,
        LetterStanding::Sent => LetterState::Sent,
        LetterStanding::Kept => LetterState::Kept,
        LetterStanding::Failed => LetterState::Failed,
        LetterStanding::Cancelled => LetterState::Cancelled,
    }
}

fn authorise(state: &State, actor: Actor) -> Result<StaffId, Reject> {
    access::for_everybody(state, actor, Function::Letters)
}
