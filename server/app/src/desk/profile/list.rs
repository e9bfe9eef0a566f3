//! The queue of changes, and every company's profile.

use std::collections::BTreeMap;

use domain::access;
use protocol::fold::fold;
use protocol::id::{CompanyId, PersonId};
use protocol::limits::PROFILES_PER_PAGE_MAX;
use protocol::{Actor, CardKey, Function, Micros};
use store::{ChangeState, Fault, SectionKey};

use super::decide::sees_change;
use super::{ProfileError, Profiles, note};
use crate::live::{Event, View};

/// Which changes a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// In this state; every one when none is named.
    pub state: Option<ChangeState>,
    /// Of companies or people whose name contains this.
    pub text: String,
    /// So many are left out first.
    pub n_before: usize,
}

/// A change in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Of which company.
    pub company: CompanyId,
    /// What it is called.
    pub name: String,
    /// What was changed.
    pub key: SectionKey,
    /// Whose section it is, of a personal one; else who made the change. May be empty.
    pub person: String,
    /// Where it stands.
    pub state: ChangeState,
    /// When it was made.
    pub made_at: Micros,
}

/// A company in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyLine {
    /// Which.
    pub id: CompanyId,
    /// What it is called.
    pub name: String,
    /// How many of its people take part.
    pub n_people: usize,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// At most [`PROFILES_PER_PAGE_MAX`].
    pub lines: Vec<T>,
    /// Whether there are more.
    pub has_more: bool,
    /// How many changes stand where, of those that this reader may see.
    pub counts: Vec<(ChangeState, usize)>,
}

impl Profiles {
    /// A page of changes: what waits, the oldest first; anything else, the newest first.
    ///
    /// # Errors
    /// Somebody who may see none, or a fault of the store.
    pub async fn queue(
        &self,
        event: &Event,
        actor: Actor,
        wish: &Wish,
    ) -> Result<Page<Line>, ProfileError> {
        let view = event.view();
        check_may_list(&view, actor)?;
        let mut heads = self.store.profile_changes(event.id(), None).await?;
        heads.retain(|head| sees_change(&view, actor, head));
        let counts = counts(heads.iter().map(|head| head.state));
        if wish.state == Some(ChangeState::Waiting) {
            heads.reverse();
        }
        let wanted = fold(&wish.text);
        let lines = heads
            .into_iter()
            .filter(|head| wish.state.is_none_or(|state| state == head.state))
            .map(|head| {
                let person = match (head.key, head.made_by) {
                    (SectionKey::Person(_, person), _) | (_, Actor::Person(person)) => {
                        title(&view, CardKey::Person(person))
                    }
                    (_, Actor::Staff(staff)) => title(&view, CardKey::Staff(staff)),
                    (_, Actor::System) => String::new(),
                };
                Line {
                    company: head.key.company(),
                    name: title(&view, CardKey::Company(head.key.company())),
                    key: head.key,
                    person,
                    state: head.state,
                    made_at: head.made_at,
                }
            })
            .filter(|line| fold(&format!("{} {}", line.name, line.person)).contains(&wanted));
        let (lines, has_more) = paged(lines, wish.n_before);
        Ok(Page {
            lines,
            has_more,
            counts,
        })
    }

    /// A page of companies with somebody who takes part, by name.
    ///
    /// # Errors
    /// As [`Self::queue`].
    pub async fn companies(
        &self,
        event: &Event,
        actor: Actor,
        wish: &Wish,
    ) -> Result<Page<CompanyLine>, ProfileError> {
        let view = event.view();
        check_may_list(&view, actor)?;
        let mut heads = self.store.profile_changes(event.id(), None).await?;
        heads.retain(|head| sees_change(&view, actor, head));
        let mut people: BTreeMap<CompanyId, usize> = BTreeMap::new();
        for person in view.state.persons().filter(|person| !person.is_withdrawn) {
            *people.entry(person.company).or_default() += 1;
        }
        let wanted = fold(&wish.text);
        let mut companies: Vec<(String, CompanyLine)> = people
            .into_iter()
            .filter(|(id, _)| access::authorise(&view.state, actor, &note(*id, 0)).is_ok())
            .map(|(id, n_people)| {
                let name = title(&view, CardKey::Company(id));
                let line = CompanyLine { id, name, n_people };
                (fold(&line.name), line)
            })
            .filter(|(folded, _)| folded.contains(&wanted))
            .collect();
        companies.sort_by(|a, b| (&a.0, a.1.id).cmp(&(&b.0, b.1.id)));
        let lines = companies.into_iter().map(|(_, line)| line);
        let (lines, has_more) = paged(lines, wish.n_before);
        Ok(Page {
            lines,
            has_more,
            counts: counts(heads.iter().map(|head| head.state)),
        })
    }
}

/// What is kept of a person's profile, for him to take along: what he says of himself, and what he
/// changed.
pub(crate) async fn kept_of(
    store: &store::Store,
    event: &Event,
    company: CompanyId,
    person: PersonId,
) -> Result<Vec<(SectionKey, Micros, String)>, Fault> {
    let own = SectionKey::Person(company, person);
    let sections = store.profile_sections(event.id(), company).await?;
    let sections = sections.into_iter().filter(|one| one.key == own);
    let mut kept: Vec<_> = sections
        .map(|one| (one.key, one.updated_at, one.answers))
        .collect();
    let changes = store.profile_changes_of(event.id(), company).await?;
    let is_his = |change: &store::ProfileChange| {
        change.head.made_by == Actor::Person(person) || change.head.key == own
    };
    let changes = changes.into_iter().filter(is_his);
    kept.extend(changes.map(|one| (one.head.key, one.head.made_at, one.after)));
    Ok(kept)
}

/// Lists are for the team; which rows of them, is another question.
fn check_may_list(view: &View, actor: Actor) -> Result<(), ProfileError> {
    access::rows_of(&view.state, actor, Function::Registrations)?;
    Ok(())
}

fn counts(states: impl Iterator<Item = ChangeState>) -> Vec<(ChangeState, usize)> {
    let mut counts: BTreeMap<ChangeState, usize> = BTreeMap::new();
    for state in states {
        *counts.entry(state).or_default() += 1;
    }
    counts.into_iter().collect()
}

fn paged<T>(lines: impl Iterator<Item = T>, n_before: usize) -> (Vec<T>, bool) {
    let mut lines: Vec<T> = lines
        .skip(n_before)
        .take(PROFILES_PER_PAGE_MAX + 1)
        .collect();
    let has_more = lines.len() > PROFILES_PER_PAGE_MAX;
    lines.truncate(PROFILES_PER_PAGE_MAX);
    (lines, has_more)
}

fn title(view: &View, key: CardKey) -> String {
    let card = view.labels.get(&key);
    card.map_or(String::new(), |card| card.title.clone())
}
