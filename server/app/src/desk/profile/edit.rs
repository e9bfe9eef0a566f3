//! Saving a section: at once, or as a change that waits.

use std::sync::Arc;

use domain::form::Answers;
use domain::form::profile::check_section;
use protocol::Actor;
use protocol::id::{DeskId, PersonId};
use protocol::reject::NotFound;
use protocol::site::Language;
use protocol::{Micros, Reject};
use store::{
    ChangeState, Holder, NewLetter, ProfileChange, ProfileChangeHead, ProfileSection, ProfileWrite,
    SectionKey,
};

use super::effects::Effective;
use super::{Current, ProfileError, Profiles, Whole, check_may_edit};
use crate::account::Standing;
use crate::desk::registration::charge::strangers;
use crate::desk::registration::json;
use crate::live::{Event, Written};
use crate::post::{Letter, Matter, Recipient};

/// What saving came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It says what it said before.
    Unchanged,
    /// It is in effect.
    Applied,
    /// It waits for an organiser.
    Waiting,
}

impl Profiles {
    /// Saves a section over the revision that was seen.
    ///
    /// # Errors
    /// Somebody who may not, answers that cannot stand, a section that changed since, a closed
    /// window, or a fault of the store.
    pub async fn save(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        key: SectionKey,
        (seen, language): (u64, Language),
        typed: &Answers,
    ) -> Result<Saved, ProfileError> {
        let actor = standing.actor();
        let mut whole = self.whole(event, key.company()).await?;
        check_may_edit(event, actor, &whole, key)?;
        let found = whole.section(key).cloned();
        let current = found.ok_or(Reject::from(NotFound {}))?;
        if current.revision != seen {
            return Err(ProfileError::Stale);
        }
        let after = checked(&whole, &current, typed)?;
        let before = current.answers.clone();
        let is_own = matches!(actor, Actor::Person(_));
        // Organisers work on what is in effect, its author on what he wished for last.
        let shown = if is_own { current.newest() } else { &before };
        if after == *shown {
            return Ok(Saved::Unchanged);
        }
        let is_seen = whole
            .form
            .is_seen_by_others(current.section(), &before, &after);
        // Whoever corrects what others wrote keeps to their language.
        let language = if is_own { language } else { current.language };
        let waits = whole.form.terms.changes_wait && is_seen && is_own;
        let now = event.world_now();
        if waits {
            return self
                .propose(event, standing, &current, after, language)
                .await;
        }
        // A wish that is taken back by saying something else waits no more; one that an organiser
        // writes beside still waits, and whoever decides it sees over what.
        let waiting = current.waiting.clone().filter(|_| !is_own);
        let mut write = ProfileWrite::default();
        if let (Some(change), true) = (&current.waiting, is_own) {
            let decided = Decided::new(ChangeState::TakenBack, now, actor);
            write.changes.push(decided.of(change, seen + 1)?);
        }
        write.sections.push((
            seen,
            ProfileSection {
                key,
                revision: seen + 1,
                language,
                answers: json(&after)?,
                waiting: waiting.map(|change| change.id),
                updated_at: now,
            },
        ));
        if after != before {
            write.changes.push(ProfileChange {
                head: ProfileChangeHead {
                    id: DeskId::new(now, self.random.bytes()),
                    key,
                    state: ChangeState::Applied,
                    revision: seen + 1,
                    language,
                    made_at: now,
                    made_by: actor,
                    decided_at: Some(now),
                    decided_by: actor,
                },
                before: json(&before)?,
                after: json(&after)?,
                reason: String::new(),
            });
        }
        put(&mut whole, key, language, after.clone());
        let effective = [Effective { key, before, after }];
        let written = self.follow(event, &whole, &effective, &mut write).await?;
        let step = (write, written);
        self.commit(event, standing, key.company(), seen + 1, step, Vec::new())
            .await?;
        Ok(Saved::Applied)
    }

    /// Lets a change wait; what waited before of the same section is written over.
    async fn propose(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        current: &Current,
        after: Answers,
        language: Language,
    ) -> Result<Saved, ProfileError> {
        let (now, actor) = (event.world_now(), standing.actor());
        let (key, revision) = (current.key, current.revision + 1);
        let known = current.waiting.as_ref().map(|change| change.id);
        let id = known.unwrap_or_else(|| DeskId::new(now, self.random.bytes()));
        let change = ProfileChange {
            head: ProfileChangeHead {
                id,
                key,
                state: ChangeState::Waiting,
                revision,
                language,
                made_at: now,
                made_by: actor,
                decided_at: None,
                decided_by: Actor::System,
            },
            before: json(&current.answers)?,
            after: json(&after)?,
            reason: String::new(),
        };
        let section = ProfileSection {
            key,
            revision,
            language: current.language,
            answers: json(&current.answers)?,
            waiting: Some(id),
            updated_at: now,
        };
        let write = ProfileWrite {
            sections: vec![(current.revision, section)],
            changes: vec![change],
            ..ProfileWrite::default()
        };
        // One letter for one wish, however often it is put in other words.
        let letters = match actor {
            Actor::Person(person) => {
                let matter = Matter::ProfileReceived { person };
                self.letters(event, person, matter, &format!("{id}:received"))
                    .await?
            }
            Actor::Staff(_) | Actor::System => Vec::new(),
        };
        let step = (write, Written::default());
        self.commit(event, standing, key.company(), revision, step, letters)
            .await?;
        Ok(Saved::Waiting)
    }

    /// A letter to somebody about his profile, with its copies.
    pub(super) async fn letters(
        &self,
        event: &Event,
        person: PersonId,
        matter: Matter,
        key: &str,
    ) -> Result<Vec<NewLetter>, ProfileError> {
        let letter = Letter {
            event: Some(event.id()),
            to: Recipient::Holder(Holder::Person(person)),
            matter,
            link: None,
            key: format!("{}:profile:{key}", event.id()),
            due_at: None,
        };
        let view = event.view();
        let row = view.state.person(person);
        let organisations = row.map(|row| row.organisation).into_iter().collect();
        let strangers = strangers(&self.store, event, &organisations).await?;
        Ok(self.post.prepare_without(&[letter], &strangers).await?)
    }
}

/// The section as it would be, clean; or everything that is wrong with it.
pub(super) fn checked(
    whole: &Whole,
    current: &Current,
    typed: &Answers,
) -> Result<Answers, ProfileError> {
    let person = match current.key {
        SectionKey::Person(_, person) => Some(person),
        SectionKey::Company(_) | SectionKey::Products(_) => None,
    };
    let section = current.section();
    let mut answers = whole.answers(person, false);
    answers.take(section, typed);
    let surroundings = whole.around.surroundings([]);
    let checked = check_section(&whole.form, &surroundings, &answers, section);
    if checked.faults.is_empty() {
        Ok(checked.clean)
    } else {
        Err(ProfileError::Faulty(checked.faults))
    }
}

/// The whole as it is with a section in effect.
pub(super) fn put(whole: &mut Whole, key: SectionKey, language: Language, after: Answers) {
    let mut sections = whole.sections.iter_mut();
    if let Some(current) = sections.find(|one| one.key == key) {
        current.answers = after;
        current.language = language;
    }
}

/// A decision on a change.
pub(super) struct Decided {
    state: ChangeState,
    at: Micros,
    by: Actor,
    pub(super) reason: String,
}

impl Decided {
    pub(super) const fn new(state: ChangeState, at: Micros, by: Actor) -> Self {
        Self {
            state,
            at,
            by,
            reason: String::new(),
        }
    }

    /// The change with it.
    pub(super) fn of(
        &self,
        change: &super::Change,
        revision: u64,
    ) -> Result<ProfileChange, ProfileError> {
        Ok(ProfileChange {
            head: ProfileChangeHead {
                id: change.id,
                key: change.key,
                state: self.state,
                revision,
                language: change.language,
                made_at: change.made_at,
                made_by: change.made_by,
                decided_at: Some(self.at),
                decided_by: self.by,
            },
            before: json(&change.before)?,
            after: json(&change.after)?,
            reason: self.reason.clone(),
        })
    }
}
