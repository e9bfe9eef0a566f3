//! The participant's side of his registration: what he answered, and whether he is written to about
//! the organiser's services (REG-20, GDPR-05).

use domain::form::{Answers, Form};
use protocol::id::{CommandId, PersonId};
use protocol::reject::{NotFound, Unavailable};
use protocol::{Actor, Reject};
use store::{Consent, Registration, RegistrationWrite};

use super::{Around, RegistrationError, Registrations, answers_of, derived, note};
use crate::live::{DeskWrite, Event, Outcome};

/// How often a wish that others were ahead of is tried.
const TRIES: usize = 5;

/// A registration as one of its representatives may see it.
#[derive(Clone, Debug)]
pub struct Own {
    /// What he said to being written to about the organiser's services, if he ever agreed.
    pub consent: Option<Consent>,
    /// The company's answers and his own; nobody else's.
    pub answers: Answers,
    /// The form as it is now.
    pub form: Form,
    /// What the form leans on.
    pub around: Around,
}

impl Registrations {
    /// The registration of a person; none for who came into the event another way.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn own(
        &self,
        event: &Event,
        person: PersonId,
    ) -> Result<Option<Own>, RegistrationError> {
        let Some(found) = self.store.registration_of(event.id(), person).await? else {
            return Ok(None);
        };
        let mut answers = answers_of(&found)?;
        let n = (answers.people.len(), answers.products.len());
        let verdicts = super::Verdicts::of(&found, n)?;
        let mut of = verdicts.people.iter().map(super::Verdict::person);
        answers.people.retain(|_| of.next() == Some(Some(person)));
        let (_, form) = self.form(event).await?;
        let around = self.around(event).await?;
        Ok(Some(Own {
            consent: self.store.consent_of(event.id(), person).await?,
            answers,
            form,
            around,
        }))
    }

    /// Gives or withdraws the consent to be written to about the organiser's services, which is as
    /// easy as giving it was. Said again, nothing happens.
    ///
    /// # Errors
    /// Somebody who did not register, or a fault of the store.
    pub async fn change_news(
        &self,
        event: &Event,
        person: PersonId,
        wants_news: bool,
    ) -> Result<(), RegistrationError> {
        for _ in 0..TRIES {
            let found = self.store.registration_of(event.id(), person).await?;
            let before = found.ok_or(Reject::from(NotFound {}))?;
            let said = self.store.consent_of(event.id(), person).await?;
            let (_, form) = self.form(event).await?;
            let now = event.world_now();
            let consent = match said {
                Some(said) if said.withdrawn_at.is_none() == wants_news => return Ok(()),
                None if !wants_news => return Ok(()),
                Some(said) if !wants_news => Consent {
                    withdrawn_at: Some(now),
                    ..said
                },
                Some(_) | None => Consent {
                    wording_version: form.terms.notice_version,
                    given_at: now,
                    withdrawn_at: None,
                },
            };
            match self.write_news(event, before, (person, consent)).await? {
                Outcome::Committed { .. } => return Ok(()),
                // Somebody wrote something else of it meanwhile; the wish stands.
                Outcome::Refused(Reject::DeskEditStale(_)) => {}
                Outcome::Refused(reject) => return Err(reject.into()),
            }
        }
        Err(Reject::from(Unavailable {}).into())
    }

    async fn write_news(
        &self,
        event: &Event,
        before: Registration,
        said: (PersonId, Consent),
    ) -> Result<Outcome, RegistrationError> {
        let (id, seen) = (before.head.id, before.head.revision);
        let found = self.store.registration(event.id(), id).await?;
        let mut registration = before;
        registration.head.revision = seen + 1;
        let write = RegistrationWrite {
            seen,
            secret: [0; 32],
            registration,
            persons: found.map(|(_, persons)| persons).unwrap_or_default(),
            profile: None,
            holders: Vec::new(),
            consent: Some(said),
        };
        let desk = DeskWrite::Registration(Box::new(write));
        let by = (Actor::System, None);
        let command = CommandId::from_bytes(derived(id, seen, &format!("news {}", said.0), 0));
        let written = event.command_with_desk(by, command, note(id, seen + 1), desk);
        Ok(written.await)
    }
}
