//! The organisers' side: accept what waits, refuse it with a reason, take back what took effect.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::Actor;
use protocol::Reject;
use protocol::id::{CompanyId, DeskId, PersonId};
use protocol::limits::REGISTRATION_REASON_CHARS_MAX;
use protocol::reject::NotFound;
use store::{ChangeState, NewLetter, ProfileSection, ProfileWrite};

use super::edit::{Decided, checked, put};
use super::effects::Effective;
use super::{Change, Current, ProfileError, Profiles, Whole, sees};
use crate::account::Standing;
use crate::desk::registration::json;
use crate::live::{Event, Written};
use crate::post::Matter;

/// A change that somebody chose, with the revision of its section that he saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Which change.
    pub id: DeskId,
    /// Of the section.
    pub seen: u64,
}

impl Profiles {
    /// Lets changes of one company take effect, all of them in one commit.
    ///
    /// # Errors
    /// Somebody who may not, a change that is none any more or was made over another one since,
    /// answers that the form does not take any more, or a fault of the store.
    pub async fn accept(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        company: CompanyId,
        picks: &[Pick],
    ) -> Result<(), ProfileError> {
        let mut whole = self.open(event, standing.actor(), company).await?;
        let picked = picked(&whole, picks)?;
        let decided = Decided::new(ChangeState::Accepted, event.world_now(), standing.actor());
        let mut write = ProfileWrite::default();
        let mut effective = Vec::new();
        for (current, change) in &picked {
            let after = checked(&whole, current, &change.after)?;
            let section = ProfileSection {
                key: current.key,
                revision: current.revision + 1,
                language: change.language,
                answers: json(&after)?,
                waiting: None,
                updated_at: event.world_now(),
            };
            write.sections.push((current.revision, section));
            let over = Change {
                // What it is written over now is what taking it back would restore.
                before: current.answers.clone(),
                after: after.clone(),
                ..change.clone()
            };
            write.changes.push(decided.of(&over, current.revision + 1)?);
            put(&mut whole, current.key, change.language, after.clone());
            effective.push(Effective {
                key: current.key,
                before: current.answers.clone(),
                after,
            });
        }
        // Sections that this administrator does not see count in what is published.
        let mut all = self.whole(event, company).await?;
        for current in &whole.sections {
            put(
                &mut all,
                current.key,
                current.language,
                current.answers.clone(),
            );
        }
        let written = self.follow(event, &all, &effective, &mut write).await?;
        let letters = self.tell(event, &picked, Verdict::Accepted).await?;
        let revision = newest(&picked);
        self.commit(
            event,
            standing,
            company,
            revision,
            (write, written),
            letters,
        )
        .await
    }

    /// Does not accept changes of one company, and says why.
    ///
    /// # Errors
    /// As [`Self::accept`], but for answers that nobody looks at.
    pub async fn refuse(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        company: CompanyId,
        picks: &[Pick],
        reason: &str,
    ) -> Result<(), ProfileError> {
        let whole = self.open(event, standing.actor(), company).await?;
        let picked = picked(&whole, picks)?;
        let mut decided = Decided::new(ChangeState::Refused, event.world_now(), standing.actor());
        decided.reason = reason
            .trim()
            .chars()
            .filter(|c| !c.is_control() || *c == '\n')
            .take(REGISTRATION_REASON_CHARS_MAX)
            .collect();
        let mut write = ProfileWrite::default();
        for (current, change) in &picked {
            let section = ProfileSection {
                key: current.key,
                revision: current.revision + 1,
                language: current.language,
                answers: json(&current.answers)?,
                waiting: None,
                updated_at: event.world_now(),
            };
            write.sections.push((current.revision, section));
            write
                .changes
                .push(decided.of(change, current.revision + 1)?);
        }
        let letters = self.tell(event, &picked, Verdict::Refused).await?;
        let revision = newest(&picked);
        let step = (write, Written::default());
        self.commit(event, standing, company, revision, step, letters)
            .await
    }

    /// Takes back a change that took effect: what it was made over is in effect again, if nobody
    /// wrote the section since.
    ///
    /// # Errors
    /// As [`Self::accept`]; stale when the section was written since.
    pub async fn take_back(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        company: CompanyId,
        id: DeskId,
    ) -> Result<(), ProfileError> {
        let mut whole = self.open(event, standing.actor(), company).await?;
        let found = whole.history.iter().find(|change| change.id == id);
        let change = found.cloned().ok_or(Reject::from(NotFound {}))?;
        let current = whole.section(change.key).cloned();
        let current = current.ok_or(Reject::from(NotFound {}))?;
        let took_effect = matches!(change.state, ChangeState::Accepted | ChangeState::Applied);
        if !took_effect || current.revision != change.revision {
            return Err(ProfileError::Stale);
        }
        let revision = current.revision + 1;
        let decided = Decided::new(ChangeState::TakenBack, event.world_now(), standing.actor());
        let mut write = ProfileWrite {
            sections: vec![(
                current.revision,
                ProfileSection {
                    key: current.key,
                    revision,
                    language: current.language,
                    answers: json(&change.before)?,
                    waiting: None,
                    updated_at: event.world_now(),
                },
            )],
            changes: vec![decided.of(&change, revision)?],
            ..ProfileWrite::default()
        };
        put(
            &mut whole,
            current.key,
            current.language,
            change.before.clone(),
        );
        let effective = [Effective {
            key: current.key,
            before: change.after.clone(),
            after: change.before.clone(),
        }];
        let mut all = self.whole(event, company).await?;
        put(
            &mut all,
            current.key,
            current.language,
            change.before.clone(),
        );
        let written = self.follow(event, &all, &effective, &mut write).await?;
        let picked = [(current, change)];
        let letters = self.tell(event, &picked, Verdict::TakenBack).await?;
        self.commit(
            event,
            standing,
            company,
            revision,
            (write, written),
            letters,
        )
        .await
    }

    /// One letter to each author, whatever was decided of how many of his changes.
    async fn tell(
        &self,
        event: &Event,
        picked: &[(Current, Change)],
        verdict: Verdict,
    ) -> Result<Vec<NewLetter>, ProfileError> {
        let mut authors: BTreeMap<PersonId, (DeskId, u64)> = BTreeMap::new();
        for (current, change) in picked {
            if let Actor::Person(person) = change.made_by {
                authors
                    .entry(person)
                    .or_insert((change.id, current.revision));
            }
        }
        let mut letters = Vec::new();
        for (person, (change, revision)) in authors {
            let (matter, word) = match verdict {
                Verdict::Accepted => (Matter::ProfileAccepted { person }, "accepted"),
                Verdict::Refused => (Matter::ProfileRefused { person, change }, "refused"),
                Verdict::TakenBack => (Matter::ProfileRefused { person, change }, "taken_back"),
            };
            let key = format!("{change}:{revision}:{word}");
            letters.extend(self.letters(event, person, matter, &key).await?);
        }
        Ok(letters)
    }
}

#[derive(Clone, Copy, Debug)]
enum Verdict {
    Accepted,
    Refused,
    TakenBack,
}

/// The chosen changes with their sections, all of which still wait as they were seen.
fn picked(whole: &Whole, picks: &[Pick]) -> Result<Vec<(Current, Change)>, ProfileError> {
    let mut found: Vec<(Current, Change)> = Vec::new();
    for pick in picks {
        let is_it = |one: &&Current| one.waiting.as_ref().is_some_and(|of| of.id == pick.id);
        let current = whole.sections.iter().find(is_it);
        let current = current.filter(|one| one.revision == pick.seen);
        let Some(current) = current else {
            return Err(ProfileError::Stale);
        };
        let is_new = !found.iter().any(|(known, _)| known.key == current.key);
        if let Some(change) = current.waiting.clone().filter(|_| is_new) {
            found.push((current.clone(), change));
        }
    }
    if found.is_empty() {
        return Err(Reject::from(NotFound {}).into());
    }
    Ok(found)
}

fn newest(picked: &[(Current, Change)]) -> u64 {
    let revisions = picked.iter().map(|(current, _)| current.revision + 1);
    revisions.max().unwrap_or_default()
}

/// Whether an organiser may take a change back now.
impl Whole {
    /// Whether a change took effect and nobody wrote its section since.
    #[must_use]
    pub fn can_take_back(&self, change: &Change) -> bool {
        let took_effect = matches!(change.state, ChangeState::Accepted | ChangeState::Applied);
        let current = self.section(change.key);
        took_effect && current.is_some_and(|one| one.revision == change.revision)
    }
}

/// Whether somebody sees what a change is about.
pub(super) fn sees_change(
    view: &crate::live::View,
    actor: Actor,
    head: &store::ProfileChangeHead,
) -> bool {
    use domain::access;
    let company = head.key.company();
    access::authorise(&view.state, actor, &super::note(company, 0)).is_ok()
        && sees(view, actor, head.key)
}
