//! Automatic assignment of participants to co-organisers (EEN-18): rules by country, region and
//! sector, looked at before they are applied, and applied as one command with one undo.
//!
//! The rules are rows of the desk; what comes of them are ordinary assignments. Who is accepted
//! later is given to whom the rules say, in the commit that makes him a person.

mod outlook;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::command::{AssignPersons, NoteDeskEdit, UndoEntry};
use protocol::id::{CommandId, DeskId, EventId, OrganisationId};
use protocol::{Actor, Card, CardKey, Command, DeskThing, Function, List, Reject};
use store::{AssignmentRules, Fault, Sector, Store};

pub use self::outlook::{Outlook, Whom};
pub use domain::assignment::{Rule, RuleFlaw, Rules};

use super::label::worded;
use super::registration::authorise;
use crate::account::Standing;
use crate::live::{DeskWrite, Event, Outcome, View, Written};
use crate::port::Random;

/// Why something came to nothing.
#[derive(Debug)]
pub enum AssignmentError {
    /// The rules of the event say no.
    Refused(Reject),
    /// These cannot stand: everything that is wrong with them, by position.
    Flawed(Vec<(usize, RuleFlaw)>),
    /// Somebody changed them since they were seen.
    Stale,
    /// The world failed.
    Store(Fault),
}

impl From<Fault> for AssignmentError {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

impl From<Reject> for AssignmentError {
    fn from(reject: Reject) -> Self {
        match reject {
            Reject::DeskEditStale(_) => Self::Stale,
            reject => Self::Refused(reject),
        }
    }
}

/// Organisations with their names, in order of these.
pub type Organisations = Vec<(OrganisationId, String)>;

/// What the page of rules shows.
#[derive(Clone, Debug)]
pub struct AssignmentDesk {
    /// Raised by every edit; zero before the first.
    pub revision: u64,
    /// The rules; with somebody who keeps those not yet assigned.
    pub rules: Rules,
    /// To whom persons can be given.
    pub organisations: Organisations,
    /// The event's sectors.
    pub sectors: Vec<Sector>,
    /// What applying the rules would do, to those not yet assigned and to all.
    pub outlooks: [Outlook; 2],
}

/// Rules as somebody typed them.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// The rules.
    pub rules: Rules,
    /// The name of a co-organiser who joins; empty for none.
    pub newcomer: String,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The entry, if anything changed.
    pub seq: Option<u64>,
    /// Persons who were assigned.
    pub n_persons: usize,
}

/// The desk of assignment.
pub struct Assignments {
    store: Store,
    random: Arc<dyn Random>,
}

impl Assignments {
    /// A desk over this store.
    #[must_use]
    pub fn new(store: Store, random: Arc<dyn Random>) -> Self {
        Self { store, random }
    }

    /// The rules and what they would do.
    ///
    /// # Errors
    /// Somebody who may not see all rows, or a fault of the store.
    pub async fn desk(
        &self,
        event: &Event,
        actor: Actor,
    ) -> Result<AssignmentDesk, AssignmentError> {
        authorise(event, actor, Function::Persons)?;
        let view = event.view();
        let (revision, rules) = rules(&self.store, event.id()).await?;
        let rules = kept(&view, rules);
        let profiles = self.store.profiles(event.id()).await?;
        let outlook = |whom| Outlook::of(&view, &profiles, &rules, whom);
        Ok(AssignmentDesk {
            revision,
            organisations: organisations(&view),
            sectors: self.store.sectors(event.id()).await?,
            outlooks: [outlook(Whom::Unassigned), outlook(Whom::Everybody)],
            rules,
        })
    }

    /// Changes the rules over the revision that was seen, and gives a co-organiser who joins his
    /// name in the same commit.
    ///
    /// # Errors
    /// Somebody who may not, rules that cannot stand, a stale edit, or a fault of the store.
    pub async fn save(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        seen: u64,
        edit: &Edit,
    ) -> Result<(), AssignmentError> {
        authorise(event, standing.actor(), Function::Persons)?;
        let view = event.view();
        let known = organisations(&view);
        let sectors = self.store.sectors(event.id()).await?;
        let is_known = |id| known.iter().any(|(known, _)| *known == id);
        let mut flaws = edit
            .rules
            .flaws(|code| sectors.iter().any(|one| one.code == code), is_known);
        if edit.rules.keeper.is_some_and(|keeper| !is_known(keeper)) {
            flaws.push((edit.rules.rules.len(), RuleFlaw::Organisation));
        }
        if !flaws.is_empty() {
            return Err(AssignmentError::Flawed(flaws));
        }
        let revision = seen + 1;
        let note = NoteDeskEdit {
            what: DeskThing::AssignmentRules,
            id: DeskId::from_bytes(event.id().to_bytes()),
            revision,
        };
        let definition = serde_json::to_string(&edit.rules).map_err(|_| Fault::Corrupt {
            what: "assignment_rules.definition".into(),
        })?;
        let stored = AssignmentRules {
            revision,
            definition,
        };
        let written = Written {
            labels: self.newcomer(event, &edit.newcomer)?,
            desk: Some(DeskWrite::Assignment(seen, Box::new(stored))),
            ..Written::default()
        };
        let by = (standing.actor(), Some(standing));
        let id = CommandId::new(event.now(), self.random.bytes());
        let outcome = event.command_written(by, id, note.into(), written).await;
        settled(outcome).map(|_| ()).map_err(AssignmentError::from)
    }

    fn newcomer(&self, event: &Event, name: &str) -> Result<Vec<(CardKey, Card)>, Reject> {
        if name.trim().is_empty() {
            return Ok(Vec::new());
        }
        let id = OrganisationId::new(event.now(), self.random.bytes());
        Ok(vec![(CardKey::Organisation(id), worded(name.trim(), "")?)])
    }

    /// Assigns persons by the rules, if these are still those that were seen. One entry, taken
    /// back by one undo.
    ///
    /// # Errors
    /// Somebody who may not, rules that changed since, somebody whom a colleague assigned at this
    /// moment, or a fault of the store.
    pub async fn apply(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        seen: u64,
        whom: Whom,
    ) -> Result<Applied, AssignmentError> {
        authorise(event, standing.actor(), Function::Persons)?;
        let view = event.view();
        let (revision, rules) = rules(&self.store, event.id()).await?;
        if revision != seen {
            return Err(AssignmentError::Stale);
        }
        let profiles = self.store.profiles(event.id()).await?;
        let outlook = Outlook::of(&view, &profiles, &kept(&view, rules), whom);
        let n_persons = outlook.assignments.len();
        let assignments = List::new(outlook.assignments).expect("an event holds no more persons");
        let command = AssignPersons { assignments };
        let id = CommandId::new(event.now(), self.random.bytes());
        let outcome = event
            .command(standing, id, command.into(), Vec::new())
            .await;
        let seq = settled(outcome)?;
        Ok(Applied { seq, n_persons })
    }

    /// Takes back what was applied, as long as nobody built on it.
    ///
    /// # Errors
    /// Somebody who may not, an entry that assigned nobody, or what cannot be taken back.
    pub async fn undo(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        seq: u64,
    ) -> Result<Option<u64>, AssignmentError> {
        authorise(event, standing.actor(), Function::Persons)?;
        let id = CommandId::new(event.now(), self.random.bytes());
        let command = Command::from(UndoEntry { seq });
        let outcome = event.command(standing, id, command, Vec::new()).await;
        Ok(settled(outcome)?)
    }
}

/// The rules of an event and their revision; none, and zero, before anybody wrote any.
pub(super) async fn rules(store: &Store, event: EventId) -> Result<(u64, Rules), Fault> {
    let Some(stored) = store.assignment_rules(event).await? else {
        return Ok((0, Rules::default()));
    };
    let rules = serde_json::from_str(&stored.definition).map_err(|_| Fault::Corrupt {
        what: "assignment_rules.definition".into(),
    })?;
    Ok((stored.revision, rules))
}

fn settled(outcome: Outcome) -> Result<Option<u64>, Reject> {
    match outcome {
        Outcome::Committed { seq } => Ok(seq),
        Outcome::Refused(reject) => Err(reject),
    }
}

/// Where nobody was named, whoever looks after most is who newcomers were given to so far.
fn kept(view: &View, rules: Rules) -> Rules {
    let largest = || {
        let mut counts = BTreeMap::<OrganisationId, usize>::new();
        for person in view.state.persons() {
            *counts.entry(person.organisation).or_default() += 1;
        }
        counts.into_iter().max_by_key(|(_, n)| *n).map(|(id, _)| id)
    };
    Rules {
        keeper: rules.keeper.or_else(largest),
        ..rules
    }
}

/// Whoever has a name or looks after somebody.
fn organisations(view: &View) -> Organisations {
    let named = view.labels.iter().filter_map(|(key, card)| match key {
        CardKey::Organisation(id) => Some((*id, card.title.clone())),
        _ => None,
    });
    let nameless = view.state.persons().map(|person| person.organisation);
    let mut found: BTreeMap<OrganisationId, String> =
        nameless.map(|id| (id, String::new())).collect();
    found.extend(named);
    let mut found: Organisations = found.into_iter().collect();
    found.sort_by_cached_key(|(id, name)| (protocol::fold::fold(name), *id));
    found
}
