//! The visitor's side: a draft under a secret, saved part by part, and submitted once.

use domain::form::check::{check, check_part};
use domain::form::{Answers, Form, Part, Role};
use protocol::id::{CommandId, CompanyId, EventId, PersonId, RegistrationId};
use protocol::limits::REGISTRATIONS_MAX;
use protocol::reject::LimitReached;
use protocol::site::Language;
use protocol::{Actor, Micros, Reject};
use sha2::{Digest, Sha256};
use store::{Fault, Registration, RegistrationHead, RegistrationState, RegistrationWrite};

use super::decide::{POSTCODE, answered};
use super::{
    Around, FormFault, RegistrationError, Registrations, answers_of, derived, fold_name, json, note,
};
use crate::account::{Email, Token};
use crate::live::{DeskWrite, Event, Outcome, Written, meter};
use crate::port::{Address, HeaderText};
use crate::post::{self, Letter, Matter, Recipient};

const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// What saving a part came to.
#[derive(Debug)]
pub struct Saved {
    /// The secret of a draft that was begun with it.
    pub begun: Option<Token>,
    /// The draft.
    pub registration: Registration,
    /// What is wrong with the part.
    pub faults: Vec<FormFault>,
}

/// What submitting came to.
#[derive(Debug)]
pub enum Submitted {
    /// It waits for a decision now, or has one already.
    Done,
    /// It cannot be submitted like that.
    Faulty(Vec<FormFault>),
    /// There is no draft.
    Nothing,
}

pub(super) fn count(outcome: &'static str) {
    metrics::counter!(meter::REGISTRATIONS, "outcome" => outcome).increment(1);
}

impl Registrations {
    /// Counts inputs that no page of ours has.
    pub fn note_forged(&self, n: usize) {
        if n > 0 {
            count("forged");
        }
    }

    /// The registration behind a visitor's secret.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn resume(
        &self,
        event: EventId,
        secret: &Token,
    ) -> Result<Option<Registration>, Fault> {
        self.store.find_registration(event, secret.bytes()).await
    }

    /// Keeps what was typed, right or wrong, and says what is wrong with these parts of it.
    ///
    /// # Errors
    /// When there are too many registrations, or the store fails.
    pub async fn save(
        &self,
        event: &Event,
        (form, around): (&Form, &Around),
        secret: Option<&Token>,
        language: Language,
        answers: &Answers,
        parts: &[Part],
    ) -> Result<Saved, RegistrationError> {
        let known = match secret {
            Some(secret) => self.resume(event.id(), secret).await?,
            None => None,
        };
        let now = event.world_now();
        let surroundings = around.surroundings(self.files(event.id(), known.as_ref()).await?);
        let mut faults = Vec::new();
        for part in parts {
            faults.extend(check_part(form, &surroundings, answers, *part).faults);
        }
        if !faults.is_empty() {
            count("faulty");
        }
        let Some(before) = known else {
            let (begun, registration) = self.begin(event, form, language, answers, now).await?;
            count("begun");
            return Ok(Saved {
                begun: Some(begun),
                registration,
                faults,
            });
        };
        if before.head.state != RegistrationState::Draft {
            return Ok(Saved {
                begun: None,
                registration: before,
                faults: Vec::new(),
            });
        }
        let mut registration = draft(form, &before, language, answers, now)?;
        let seen = before.head.revision;
        let is_saved = self
            .store
            .save_draft(event.id(), seen, &registration)
            .await?;
        if !is_saved {
            // Saved in two windows at once: the later one wins what both typed, its own.
            let fresh = self.store.registration(event.id(), before.head.id).await?;
            let Some((fresh, _)) = fresh else {
                return Err(RegistrationError::Stale(Box::new(before)));
            };
            let again = draft(form, &fresh, language, answers, now)?;
            let seen = fresh.head.revision;
            if fresh.head.state != RegistrationState::Draft
                || !self.store.save_draft(event.id(), seen, &again).await?
            {
                return Err(RegistrationError::Stale(Box::new(fresh)));
            }
            registration = again;
        }
        count("saved");
        Ok(Saved {
            begun: None,
            registration,
            faults,
        })
    }

    /// Writes a visitor the link by which he goes on elsewhere, to the address that he gave; to one
    /// address once a day, so that nobody fills another's mailbox by saving. Whether there was an
    /// address to write to.
    ///
    /// # Errors
    /// When the letter cannot be written.
    pub async fn write_link(
        &self,
        event: EventId,
        form: &Form,
        registration: &Registration,
        path: &str,
        secret: &Token,
    ) -> Result<bool, RegistrationError> {
        let answers = answers_of(registration)?;
        let matter = Matter::RegistrationDraft {};
        let letter = self.letter(event, form, registration, &answers, matter);
        let Some(mut letter) = letter else {
            return Ok(false);
        };
        let day = registration.head.saved_at.0 / DAY_MICROS;
        // Letters outlive drafts: the key names nobody.
        let whom = Sha256::digest(registration.head.email.to_lowercase());
        let whom: String = whom
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        letter.key = format!("{event}:draft:{whom}:{day}");
        letter.link = Some(format!("{}{path}?token={}", self.origin, secret.to_text()));
        self.post.enqueue(&[letter]).await?;
        Ok(true)
    }

    async fn begin(
        &self,
        event: &Event,
        form: &Form,
        language: Language,
        answers: &Answers,
        now: Micros,
    ) -> Result<(Token, Registration), RegistrationError> {
        let counts = self.store.count_registrations(event.id()).await?;
        let n: u32 = counts.iter().map(|(_, n)| *n).sum();
        if n >= REGISTRATIONS_MAX {
            let limit = REGISTRATIONS_MAX;
            return Err(Reject::from(LimitReached { limit }).into());
        }
        let blank = blank(
            RegistrationId::new(now, self.random.bytes()),
            CompanyId::new(now, self.random.bytes()),
            now,
        );
        let registration = draft(form, &blank, language, answers, now)?;
        let secret = Token::random(&*self.random);
        self.store
            .begin_registration(event.id(), secret.bytes(), &registration)
            .await?;
        Ok((secret, registration))
    }

    /// The fields that files were attached to.
    pub(super) async fn files(
        &self,
        event: EventId,
        of: Option<&Registration>,
    ) -> Result<Vec<String>, Fault> {
        let Some(of) = of else {
            return Ok(Vec::new());
        };
        let files = self.store.attachments(event, of.head.id).await?;
        Ok(files.into_iter().map(|file| file.field).collect())
    }

    /// Hands a draft in: once, however often somebody presses. What is told to the visitor by
    /// letter is committed with it (REG-07).
    ///
    /// # Errors
    /// A refusal of the rules, or a fault of the store.
    pub async fn submit(
        &self,
        event: &Event,
        (form, around): (&Form, &Around),
        secret: &Token,
        wants_news: bool,
    ) -> Result<Submitted, RegistrationError> {
        let Some(before) = self.resume(event.id(), secret).await? else {
            return Ok(Submitted::Nothing);
        };
        if before.head.state != RegistrationState::Draft {
            return Ok(Submitted::Done);
        }
        let answers = answers_of(&before)?;
        let surroundings = around.surroundings(self.files(event.id(), Some(&before)).await?);
        let checked = check(form, &surroundings, &answers);
        if !checked.faults.is_empty() {
            count("faulty");
            return Ok(Submitted::Faulty(checked.faults));
        }
        let now = event.world_now();
        let seen = before.head.revision;
        let mut registration = draft(form, &before, before.head.language, &checked.clean, now)?;
        registration.head.state = RegistrationState::Submitted;
        registration.head.submitted_at = Some(now);
        registration.wants_news = wants_news;
        registration.consented_at = Some(now);
        registration.notice_version = form.terms.notice_version;
        let (id, revision) = (registration.head.id, registration.head.revision);
        let letter = self.received(event.id(), form, &registration, &checked.clean);
        let letters = letter.into_iter().collect::<Vec<_>>();
        let letters = self.copied(event, around, &registration, letters).await?;
        let write = RegistrationWrite {
            seen,
            secret: [0; 32],
            registration,
            persons: Vec::new(),
            profile: None,
            holders: Vec::new(),
            consent: None,
        };
        let written = Written {
            letters,
            desk: Some(DeskWrite::Registration(Box::new(write))),
            ..Written::default()
        };
        let command = CommandId::from_bytes(derived(id, seen, "submit", 0));
        let by = (Actor::System, None);
        let outcome = event
            .command_written(by, command, note(id, revision), written)
            .await;
        match outcome {
            Outcome::Committed { .. } => {
                count("submitted");
                Ok(Submitted::Done)
            }
            Outcome::Refused(reject) => {
                // Whoever pressed in another window may have been first.
                let now = self.resume(event.id(), secret).await?;
                match now {
                    Some(now) if now.head.state != RegistrationState::Draft => Ok(Submitted::Done),
                    Some(_) | None => Err(reject.into()),
                }
            }
        }
    }

    /// The letter of step 1, to whoever is named first.
    fn received(
        &self,
        event: EventId,
        form: &Form,
        registration: &Registration,
        answers: &Answers,
    ) -> Option<Letter> {
        let person = PersonId::from_bytes(registration.head.id.to_bytes());
        let matter = Matter::RegistrationReceived { person };
        self.letter(event, form, registration, answers, matter)
    }

    /// A letter about a registration that has no account yet.
    pub(super) fn letter(
        &self,
        event: EventId,
        form: &Form,
        registration: &Registration,
        answers: &Answers,
        matter: Matter,
    ) -> Option<Letter> {
        let first = answers.people.first()?;
        let name = format!(
            "{} {}",
            form.answer(Role::FirstName, first),
            form.answer(Role::LastName, first)
        );
        let kind = matter.kind().word();
        Some(Letter {
            event: Some(event),
            to: Recipient::Address {
                address: Address::parse(&registration.head.email).ok()?,
                name: HeaderText::tamed(name.trim()),
                language: post::Language::of(registration.head.language.tag()),
            },
            matter,
            link: None,
            key: format!(
                "{event}:{}:{}:{kind}",
                registration.head.id, registration.head.revision
            ),
            due_at: None,
        })
    }
}

/// A registration of which nothing is known yet.
pub(super) fn blank(id: RegistrationId, company: CompanyId, now: Micros) -> Registration {
    Registration {
        head: RegistrationHead {
            id,
            state: RegistrationState::Draft,
            revision: 0,
            language: Language::French,
            company,
            title: String::new(),
            country: String::new(),
            sector: String::new(),
            postcode: String::new(),
            email: String::new(),
            is_on_site: false,
            created_at: now,
            saved_at: now,
            submitted_at: None,
            decided_at: None,
        },
        name_folded: String::new(),
        vat: String::new(),
        answers: String::new(),
        verdicts: "{}".into(),
        reason: String::new(),
        wants_news: false,
        consented_at: None,
        notice_version: 0,
        decided_by: Actor::System,
    }
}

/// The next revision of a registration with these answers, and what lists show of them.
pub(super) fn draft(
    form: &Form,
    before: &Registration,
    language: Language,
    answers: &Answers,
    now: Micros,
) -> Result<Registration, Fault> {
    let company = |role| form.answer(role, &answers.company).trim().to_owned();
    let country = company(Role::Country);
    let vat = company(Role::Vat);
    let mut after = before.clone();
    after.head.revision += 1;
    after.head.language = language;
    after.head.saved_at = now;
    after.head.title = company(Role::CompanyName);
    after.head.sector = company(Role::Sector);
    after.head.postcode = answered(form, answers, POSTCODE).trim().to_owned();
    after.name_folded = fold_name(&after.head.title);
    after.vat = domain::form::vat::normal(&vat, &country).unwrap_or_default();
    after.head.country = country;
    let first = answers.people.first();
    let email = first.map_or("", |group| form.answer(Role::Email, group));
    after.head.email = Email::parse(email).map_or(String::new(), |one| one.as_text().to_owned());
    after.answers = json(answers)?;
    Ok(after)
}
