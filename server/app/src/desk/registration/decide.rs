//! The validator's side: accept, refuse, correct, and register somebody at the door.
//!
//! Accepting makes the live command that registers the persons; everything else that follows from
//! it travels with that command.

use std::sync::Arc;
use std::time::Duration;

use domain::form::check::{Checked, check};
use domain::form::{Answers, Form, Group, Role, publish};
use protocol::card::CardKey;
use protocol::command::{IssueBadges, RegisterPersons, WithdrawPerson};
use protocol::id::{BadgeCode, CommandId, CompanyId, OrganisationId, PersonId, RegistrationId};
use protocol::limits::{LABEL_CHARS_MAX, REGISTRATION_REASON_CHARS_MAX};
use protocol::reject::NotFound;
use protocol::site::Language;
use protocol::{Actor, Badge, Card, Function, List, Person, Reject, Side, Tag};
use store::{
    AccountId, Consent, Holder, NewHolder, NewLetter, Profile, Registration, RegistrationState,
    RegistrationWrite, Tongue, User, UserId,
};

use super::charge::{Rows, by_rules, strangers};
use super::queue::{is_there, organisations};
use super::verdict::{Standing as Is, Verdicts};
use super::visit::{blank, count, draft};
use super::{
    Around, FormFault, RegistrationError, Registrations, answers_of, authorise, derived, json,
    note, ten,
};
use crate::account::{Email, Standing, Token};
use crate::desk::profile::company_card;
use crate::live::{Also, DeskWrite, Event, Outcome, Written};
use crate::post::{Letter, Matter, Recipient};

/// How long the first link of somebody who was validated serves: he may read the letter days
/// later. It sets a first password and nothing else, once; a link that signs in lives ten minutes.
const FIRST_LINK_LIFE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The field that is asked for the company's postcode.
pub(in crate::desk) const POSTCODE: &str = "postcode";

/// The organiser in charge of whoever is given to nobody, in an event without organisations.
const ORGANISATION_DEFAULT: &str = "Organisateur";

/// What a validator chose.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The representatives who are accepted, by their place in the answers.
    pub people: Vec<usize>,
    /// The products that are accepted.
    pub products: Vec<usize>,
    /// The company of the event that they belong to; a new one when none is named.
    pub into: Option<CompanyId>,
    /// Who looks after them; whom the rules of assignment say when none is named, or else the
    /// largest organisation.
    pub organisation: Option<OrganisationId>,
    /// On which side they meet, where the event has two.
    pub side: Option<Side>,
}

/// What came of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Which registration.
    pub id: RegistrationId,
    /// The entry, if there is one.
    pub seq: Option<u64>,
}

/// Somebody who is accepted by this decision.
struct Newcomer {
    nth: usize,
    person: Person,
    card: Card,
    email: Email,
}

impl Registrations {
    /// Accepts a registration, or more of its representatives and products.
    ///
    /// # Errors
    /// Somebody who may not, a registration that changed since it was seen, answers that nobody
    /// could be registered with, or a fault of the store.
    pub async fn accept(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        id: RegistrationId,
        seen: u64,
        choice: &Choice,
    ) -> Result<Decided, RegistrationError> {
        let (before, rows) = self.seen(event, standing.actor(), id, seen).await?;
        let strange = |into: &CompanyId| !rows.has_company(&event.view(), *into);
        if choice.into.as_ref().is_some_and(strange) {
            return Err(Reject::from(NotFound {}).into());
        }
        let (_, form) = self.form(event).await?;
        let around = self.around(event).await?;
        self.accept_as(event, standing, (&form, &around), (before, seen), choice)
            .await
    }

    /// `stored` is the revision that the store holds; zero for a registration that is new.
    async fn accept_as(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        (form, around): (&Form, &Around),
        (before, stored): (Registration, u64),
        choice: &Choice,
    ) -> Result<Decided, RegistrationError> {
        let answers = answers_of(&before)?;
        let (id, seen) = (before.head.id, before.head.revision);
        let now = event.world_now();
        let n = (answers.people.len(), answers.products.len());
        let mut verdicts = Verdicts::of(&before, n)?;
        let checked = self.clean(event, form, around, &before, &answers).await?;
        let mut after = before.clone();
        if let Some(into) = choice.into {
            after.head.company = into;
        }
        let rows = Rows::of(&event.view(), standing.actor())?;
        let organisation = organisation(event, around, &after, &rows, choice);
        let newcomers = Self::newcomers(
            event,
            (form, around),
            &after,
            &checked,
            &verdicts,
            (choice, organisation),
        )?;
        let was_decided = before.head.state == RegistrationState::Validated;
        if newcomers.is_empty() && !was_decided {
            return Err(RegistrationError::Faulty(Vec::new()));
        }
        for newcomer in &newcomers {
            let verdict = &mut verdicts.people[newcomer.nth];
            verdict.is = Is::Accepted;
            verdict.person = newcomer.person.id.to_string();
        }
        for (nth, verdict) in verdicts.people.iter_mut().enumerate() {
            if !choice.people.contains(&nth) && verdict.is != Is::Accepted {
                verdict.is = Is::Refused;
            }
        }
        for (nth, verdict) in verdicts.products.iter_mut().enumerate() {
            verdict.is = if choice.products.contains(&nth) {
                Is::Accepted
            } else {
                Is::Refused
            };
        }
        after.head.state = RegistrationState::Validated;
        after.head.revision = seen + 1;
        after.head.decided_at = Some(now);
        after.decided_by = standing.actor();
        after.reason.clear();
        after.verdicts = json(&verdicts)?;
        let profile = Self::profile(event, form, &after, &checked.clean, &verdicts)?;
        let (holders, letters) = self.welcome(event, &after, &newcomers).await?;
        let labels = labels(event, form, around, &after, choice, &newcomers);
        let persons = verdicts.people.iter().filter_map(super::Verdict::person);
        let write = RegistrationWrite {
            seen: stored,
            secret: self.random.bytes(),
            persons: persons.collect(),
            profile,
            holders,
            consent: consent(&after, &newcomers),
            registration: after,
        };
        let revision = write.registration.head.revision;
        let also = self.badges(id, seen, &newcomers);
        let command = if newcomers.is_empty() {
            note(id, revision)
        } else {
            let rows = newcomers.iter().map(|newcomer| newcomer.person.clone());
            let persons = List::new(rows.collect()).expect("a registration names only a few");
            RegisterPersons { persons }.into()
        };
        let written = Written {
            labels,
            letters,
            desk: Some(DeskWrite::Registration(Box::new(write))),
            also: also.into_iter().collect(),
            ..Written::default()
        };
        let by = (standing.actor(), Some(standing));
        let command_id = CommandId::from_bytes(derived(id, seen, "accept", 0));
        let outcome = event
            .command_written(by, command_id, command, written)
            .await;
        let seq = self.settled(event, id, outcome).await?;
        count("validated");
        Ok(Decided { id, seq })
    }

    /// Does not accept a registration, and says why.
    ///
    /// # Errors
    /// As [`Self::accept`].
    pub async fn refuse(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        id: RegistrationId,
        seen: u64,
        reason: &str,
    ) -> Result<Decided, RegistrationError> {
        let (before, _) = self.seen(event, standing.actor(), id, seen).await?;
        if before.head.state != RegistrationState::Submitted {
            return Err(RegistrationError::Stale(Box::new(before)));
        }
        let (_, form) = self.form(event).await?;
        let around = self.around(event).await?;
        let answers = answers_of(&before)?;
        let mut after = before;
        after.head.state = RegistrationState::Refused;
        after.head.revision += 1;
        after.head.decided_at = Some(event.world_now());
        after.decided_by = standing.actor();
        after.reason = reason
            .trim()
            .chars()
            .filter(|c| !c.is_control() || *c == '\n')
            .take(REGISTRATION_REASON_CHARS_MAX)
            .collect();
        let person = PersonId::from_bytes(id.to_bytes());
        let matter = Matter::RegistrationRefused { person };
        let letter = self.letter(event.id(), &form, &after, &answers, matter);
        let letters = letter.into_iter().collect::<Vec<_>>();
        let letters = self.copied(event, &around, &after, letters).await?;
        let told = Written {
            letters,
            ..Written::default()
        };
        let decided = self.note(event, standing, seen, after, told).await?;
        count("refused");
        Ok(decided)
    }

    /// Takes an acceptance back: its people leave the event, their meetings are called off, and the
    /// registration waits again, all of it in one commit. Whoever asks has been asked in turn.
    ///
    /// # Errors
    /// As [`Self::accept`].
    pub async fn take_back(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        id: RegistrationId,
        seen: u64,
    ) -> Result<Decided, RegistrationError> {
        let (before, _) = self.seen(event, standing.actor(), id, seen).await?;
        let answers = answers_of(&before)?;
        let n = (answers.people.len(), answers.products.len());
        let verdicts = Verdicts::of(&before, n)?;
        let view = event.view();
        let people = verdicts.people.iter().filter_map(super::Verdict::person);
        let people = people.filter(|person| is_there(&view, *person));
        let withdrawn = people.enumerate().map(|(nth, person)| Also {
            id: CommandId::from_bytes(derived(id, seen, "withdraw", nth)),
            actor: standing.actor(),
            command: WithdrawPerson { person }.into(),
        });
        let also = Written {
            also: withdrawn.collect(),
            ..Written::default()
        };
        let mut after = before;
        after.head.state = RegistrationState::Submitted;
        after.head.revision += 1;
        after.head.decided_at = None;
        after.verdicts = json(&Verdicts::default())?;
        after.reason.clear();
        self.note(event, standing, seen, after, also).await
    }

    /// Corrects the answers of a registration (REG-18). Those of somebody who was accepted are his
    /// own business afterwards; the profile of the company follows.
    ///
    /// # Errors
    /// As [`Self::accept`]; answers that are wrong are not kept.
    pub async fn correct(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        id: RegistrationId,
        seen: u64,
        answers: &Answers,
    ) -> Result<Decided, RegistrationError> {
        let (before, _) = self.seen(event, standing.actor(), id, seen).await?;
        let (_, form) = self.form(event).await?;
        let around = self.around(event).await?;
        let checked = self.clean(event, &form, &around, &before, answers).await?;
        if !checked.faults.is_empty() {
            return Err(RegistrationError::Faulty(checked.faults));
        }
        let now = event.world_now();
        let mut after = draft(&form, &before, before.head.language, &checked.clean, now)?;
        after.head.saved_at = now;
        self.note(event, standing, seen, after, Written::default())
            .await
    }

    /// Registers somebody at the door (REG-19): the same form, decided at once.
    ///
    /// # Errors
    /// As [`Self::accept`]; answers that are wrong are not kept.
    pub async fn register_on_site(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        language: Language,
        answers: &Answers,
        choice: &Choice,
    ) -> Result<Decided, RegistrationError> {
        authorise(event, standing.actor(), Function::Registrations)?;
        let (_, form) = self.form(event).await?;
        let around = self.around(event).await?;
        let now = event.world_now();
        let blank = blank(
            RegistrationId::new(now, self.random.bytes()),
            CompanyId::new(now, self.random.bytes()),
            now,
        );
        let quick = quick(&form);
        let checked = check(&quick, &around.surroundings([]), answers);
        if !checked.faults.is_empty() {
            return Err(RegistrationError::Faulty(checked.faults));
        }
        let mut registration = draft(&quick, &blank, language, &checked.clean, now)?;
        registration.head.is_on_site = true;
        registration.head.submitted_at = Some(now);
        self.accept_as(
            event,
            standing,
            (&quick, &around),
            (registration, 0),
            choice,
        )
        .await
    }

    /// The registration, if it is the one that was seen, for somebody who may decide.
    async fn seen(
        &self,
        event: &Event,
        actor: Actor,
        id: RegistrationId,
        seen: u64,
    ) -> Result<(Registration, Rows), RegistrationError> {
        let (registration, _, rows) = self.find_for(event, actor, id).await?;
        let is_draft = registration.head.state == RegistrationState::Draft;
        if is_draft {
            return Err(Reject::from(NotFound {}).into());
        }
        if registration.head.revision != seen {
            return Err(RegistrationError::Stale(Box::new(registration)));
        }
        Ok((registration, rows))
    }

    async fn clean(
        &self,
        event: &Event,
        form: &Form,
        around: &Around,
        of: &Registration,
        answers: &Answers,
    ) -> Result<Checked, RegistrationError> {
        let files = self.files(event.id(), Some(of)).await?;
        Ok(check(form, &around.surroundings(files), answers))
    }

    /// A step of the registration itself: the rows, an entry that tells of them, and what goes
    /// with it.
    async fn note(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        seen: u64,
        registration: Registration,
        beside: Written,
    ) -> Result<Decided, RegistrationError> {
        let (id, revision) = (registration.head.id, registration.head.revision);
        let found = self.store.registration(event.id(), id).await?;
        let write = RegistrationWrite {
            seen,
            secret: [0; 32],
            registration,
            persons: found.map(|(_, persons)| persons).unwrap_or_default(),
            profile: None,
            holders: Vec::new(),
            consent: None,
        };
        let written = Written {
            desk: Some(DeskWrite::Registration(Box::new(write))),
            ..beside
        };
        let by = (standing.actor(), Some(standing));
        let command_id = CommandId::new(event.now(), self.random.bytes());
        let outcome = event
            .command_written(by, command_id, note(id, revision), written)
            .await;
        let seq = self.settled(event, id, outcome).await?;
        Ok(Decided { id, seq })
    }

    async fn settled(
        &self,
        event: &Event,
        id: RegistrationId,
        outcome: Outcome,
    ) -> Result<Option<u64>, RegistrationError> {
        match outcome {
            Outcome::Committed { seq } => Ok(seq),
            Outcome::Refused(Reject::DeskEditStale(stale)) => {
                match self.store.registration(event.id(), id).await? {
                    Some((now, _)) => Err(RegistrationError::Stale(Box::new(now))),
                    None => Err(Reject::from(stale).into()),
                }
            }
            Outcome::Refused(reject) => Err(reject.into()),
        }
    }

    /// The persons of those who are accepted and not in the event yet.
    fn newcomers(
        event: &Event,
        (form, around): (&Form, &Around),
        after: &Registration,
        checked: &Checked,
        verdicts: &Verdicts,
        (choice, organisation): (&Choice, OrganisationId),
    ) -> Result<Vec<Newcomer>, RegistrationError> {
        let view = event.view();
        let mut newcomers = Vec::new();
        let mut faults = Vec::new();
        for (nth, group) in checked.clean.people.iter().enumerate() {
            let verdict = verdicts.people.get(nth).and_then(super::Verdict::person);
            let is_in = verdict.is_some_and(|person| is_there(&view, person));
            if !choice.people.contains(&nth) || is_in {
                continue;
            }
            let name = name_of(form, group);
            let Some(email) = Email::parse(form.answer(Role::Email, group)) else {
                faults.extend(faults_of(checked, nth));
                continue;
            };
            if name.is_empty() {
                faults.extend(faults_of(checked, nth));
                continue;
            }
            let bytes = derived(after.head.id, after.head.revision, "person", nth);
            let id = PersonId::new(after.head.saved_at, ten(bytes));
            let tags = |role| {
                let answers = form.answers(role, &checked.clean.description);
                let tags = answers.iter().filter_map(|code| code.parse().ok().map(Tag));
                List::new(tags.collect()).unwrap_or_default()
            };
            newcomers.push(Newcomer {
                nth,
                person: Person {
                    id,
                    company: after.head.company,
                    organisation,
                    side: choice.side.unwrap_or(Side::Guest),
                    expert: None,
                    availability: around.slots(form.answers(Role::Availability, group)),
                    home: None,
                    offered: tags(Role::Offered),
                    sought: tags(Role::Sought),
                    is_withdrawn: false,
                    figures: form.figures(&checked.clean, nth, view.state.vocabulary()),
                },
                card: Card {
                    title: name,
                    detail: label(form.answer(Role::Function, group)),
                    ..Card::default()
                },
                email,
            });
        }
        if faults.is_empty() && !after.head.title.is_empty() {
            Ok(newcomers)
        } else {
            Err(RegistrationError::Faulty(faults))
        }
    }

    /// What becomes public of it; a company that was in the event before keeps what it says.
    fn profile(
        event: &Event,
        form: &Form,
        after: &Registration,
        clean: &Answers,
        verdicts: &Verdicts,
    ) -> Result<Option<Profile>, RegistrationError> {
        let company = after.head.company;
        let was_there = event.view().state.persons().any(|person| {
            let is_ours = |verdict: &super::Verdict| verdict.person() == Some(person.id);
            person.company == company && !verdicts.people.iter().any(is_ours)
        });
        if was_there {
            return Ok(None);
        }
        let mut shown = clean.clone();
        let mut nth = 0;
        shown.products.retain(|_| {
            let verdict = verdicts.products.get(nth);
            nth += 1;
            verdict.is_some_and(|verdict| verdict.is == Is::Accepted)
        });
        let published = publish(form, &shown, after.head.language.tag());
        Ok(Some(Profile {
            company,
            country: after.head.country.clone(),
            postcode: answered(form, clean, POSTCODE).to_owned(),
            sector: after.head.sector.clone(),
            published: json(&published)?,
            updated_at: event.now(),
        }))
    }

    /// The accounts of newcomers, and the letter that each of them gets (REG-08, REG-11).
    async fn welcome(
        &self,
        event: &Event,
        after: &Registration,
        newcomers: &[Newcomer],
    ) -> Result<(Vec<NewHolder>, Vec<NewLetter>), RegistrationError> {
        let now = event.world_now();
        let language = match after.head.language {
            Language::French => Tongue::French,
            Language::English => Tongue::English,
        };
        let mut holders = Vec::with_capacity(newcomers.len());
        let mut letters = Vec::with_capacity(newcomers.len());
        for Newcomer { person, email, .. } in newcomers {
            let folded = email.folded();
            let known = self.store.find_user_by_email(&folded).await?;
            // Who has a password signs in with it; nobody is sent a link that could change it.
            let has_password = known.is_some_and(|(_, phc)| phc.is_some());
            let link = (!has_password).then(|| Token::random(&*self.random));
            letters.push(Letter {
                event: Some(event.id()),
                to: Recipient::Holder(Holder::Person(person.id)),
                matter: Matter::RegistrationValidated { person: person.id },
                link: link
                    .as_ref()
                    .map(|link| format!("{}/password/new?token={}", self.origin, link.to_text())),
                key: format!("{}:{}:registration_validated", event.id(), person.id),
                due_at: None,
            });
            let life = i64::try_from(FIRST_LINK_LIFE.as_micros()).unwrap_or(i64::MAX);
            let expires_at = protocol::Micros(now.0.saturating_add(life));
            holders.push(NewHolder {
                person: person.id,
                account: AccountId::new(now, self.random.bytes()),
                user: User {
                    id: UserId::new(now, self.random.bytes()),
                    email: email.as_text().to_owned(),
                    email_folded: folded,
                    language,
                    created_at: now,
                },
                link: link.map(|link| (*link.bytes(), expires_at)),
            });
        }
        let organisations = newcomers.iter().map(|one| one.person.organisation);
        let strangers = strangers(&self.store, event, &organisations.collect()).await?;
        let letters = self.post.prepare_without(&letters, &strangers).await?;
        Ok((holders, letters))
    }

    /// Badges for newcomers, of the same commit: the letter of validation shows them.
    fn badges(&self, id: RegistrationId, seen: u64, newcomers: &[Newcomer]) -> Option<Also> {
        let badge = |newcomer: &Newcomer| Badge {
            person: newcomer.person.id,
            code: BadgeCode::from_bytes(self.random.bytes()),
        };
        let badges = newcomers.iter().map(badge).collect();
        let badges = List::new(badges).filter(|badges| !badges.is_empty())?;
        Some(Also {
            id: CommandId::from_bytes(derived(id, seen, "badges", 0)),
            actor: Actor::System,
            command: IssueBadges { badges }.into(),
        })
    }
}

/// What is asked at the door: what nothing works without, the sector and the function.
#[must_use]
pub fn quick(form: &Form) -> Form {
    let is_asked = |role: Role| {
        role.is_vital() || matches!(role, Role::FirstName | Role::Function | Role::Sector)
    };
    let mut quick = form.clone();
    quick
        .fields
        .retain(|field| field.role.is_some_and(is_asked));
    for field in &mut quick.fields {
        field.is_required = field.role.is_some_and(Role::is_vital);
        field.condition = None;
        field.sectors.clear();
    }
    quick
}

fn faults_of(checked: &Checked, nth: usize) -> Vec<FormFault> {
    let of =
        |fault: &&FormFault| fault.at.part == domain::form::Part::Person && fault.at.nth == nth;
    checked.faults.iter().filter(of).cloned().collect()
}

/// What the company answered to one of the standard form's fields; empty where it is not asked.
pub(super) fn answered<'a>(form: &Form, answers: &'a Answers, key: &str) -> &'a str {
    let field = form.field(key);
    field.map_or("", |field| answers.company.first(&field.key))
}

pub(in crate::desk) fn label(text: &str) -> String {
    text.chars().take(LABEL_CHARS_MAX).collect()
}

pub(in crate::desk) fn name_of(form: &Form, group: &Group) -> String {
    let first = form.answer(Role::FirstName, group);
    let last = form.answer(Role::LastName, group);
    label(format!("{first} {last}").trim())
}

/// What the registration says of being written to. Who filled it in is its first representative,
/// and nobody agrees for others: they are asked on the page of their data.
fn consent(of: &Registration, newcomers: &[Newcomer]) -> Option<(PersonId, Consent)> {
    let given_at = of.consented_at.filter(|_| of.wants_news)?;
    let first = newcomers.iter().find(|newcomer| newcomer.nth == 0)?;
    let consent = Consent {
        wording_version: of.notice_version,
        given_at,
        withdrawn_at: None,
    };
    Some((first.person.id, consent))
}

/// Who looks after those who are accepted: whom the validator chose, or the rules of assignment
/// say, or else the largest organisation; of the validator's rows always.
fn organisation(
    event: &Event,
    around: &Around,
    after: &Registration,
    rows: &Rows,
    choice: &Choice,
) -> OrganisationId {
    let view = event.view();
    let known = organisations(&view);
    let mut known = known.iter().map(|(id, _)| *id).filter(|id| rows.has(*id));
    let largest = known.clone().next();
    let chosen = choice.organisation.filter(|id| known.any(|one| one == *id));
    let by_rule = by_rules(&around.rules, &after.head);
    let fresh = || {
        // An event without anybody has nobody in charge either.
        let bytes = derived(after.head.id, 0, "organisation", 0);
        OrganisationId::new(after.head.created_at, ten(bytes))
    };
    let ours = |id: &OrganisationId| rows.has(*id);
    chosen
        .or(by_rule.filter(ours))
        .or(largest)
        .unwrap_or_else(fresh)
}

fn labels(
    event: &Event,
    form: &Form,
    around: &Around,
    after: &Registration,
    choice: &Choice,
    newcomers: &[Newcomer],
) -> Vec<(CardKey, Card)> {
    let view = event.view();
    let mut labels: Vec<_> = newcomers
        .iter()
        .map(|newcomer| (CardKey::Person(newcomer.person.id), newcomer.card.clone()))
        .collect();
    if let Some(newcomer) = newcomers.first() {
        let key = CardKey::Organisation(newcomer.person.organisation);
        if !view.labels.contains_key(&key) {
            let title = ORGANISATION_DEFAULT.to_owned();
            let card = Card {
                title,
                ..Card::default()
            };
            labels.push((key, card));
        }
        if choice.into.is_none() {
            let answers = answers_of(after).unwrap_or_default();
            let card = Card {
                title: label(&after.head.title),
                ..company_card(form, around, &answers)
            };
            labels.push((CardKey::Company(after.head.company), card));
        }
    }
    labels
}
