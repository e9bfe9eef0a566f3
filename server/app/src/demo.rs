//! Demo events: whole events that a seed decides, and a player who lives their days.
//!
//! A demo is nothing but ordinary commands and cards, in the order and at the times at which a
//! real event would have seen them, decided here by the same rules as everywhere. Whoever applies
//! them in that order, each at its time, gets an event that is past its opening: people are in,
//! meetings were held, sessions run.
//!
//! This module must not know: sockets, SQL, or how commands reach the event's actor. The same
//! seed, scale and date give the same demo, byte for byte. Every person and company is invented.

mod agenda;
mod agreements;
mod calendar;
mod chance;
mod demand;
mod draft;
mod handshakes;
mod key_figures;
mod keywords;
mod names;
mod notices;
mod opening;
mod people;
pub mod player;
pub mod profiles;
mod programme;
pub mod registrations;
pub mod site;
mod size;
mod team;
mod venue;

use protocol::card::CardUpdate;
use protocol::id::{EventId, PersonId};
use protocol::{Actor, Command, Micros, Minutes, Reject};

pub use calendar::{Calendar, ZONE};
pub use chance::Chance;
pub use size::Scale;

use draft::Draft;
use player::{Cast, Player};

/// What decides a demo.
#[derive(Clone, Debug)]
pub struct Spec {
    /// How large.
    pub scale: Scale,
    /// The seed; print it, so that the demo can be had again.
    pub seed: u64,
    /// The date of the first day.
    pub first_day: jiff::civil::Date,
}

/// A command with its sender and its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The event's time at which it is decided.
    pub at: Micros,
    /// Who sends it.
    pub actor: Actor,
    /// What is wished.
    pub command: Command,
}

/// Somebody who can be signed in as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// As whom.
    pub actor: Actor,
    /// As what.
    pub kind: AccountKind,
    /// The name on the card.
    pub name: String,
}

/// What somebody is, for the list of sign-in links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccountKind {
    /// Everything.
    MainAdministrator,
    /// Every function that can be opened, on everybody.
    SecondaryAdministrator,
    /// Some functions, on the persons of one organisation.
    ScopedAdministrator,
    /// Attendance.
    Door,
    /// A display.
    Screen,
    /// A participant with a full day.
    Participant,
    /// An expert with a full day.
    Expert,
}

/// A generated event.
#[derive(Clone, Debug)]
pub struct Seed {
    /// The event's id, decided by the seed too.
    pub event: EventId,
    /// The seed that it came from.
    pub seed: u64,
    /// What happened until the demo starts, in order of time.
    pub acts: Vec<Act>,
    /// The labels of every id; they are written before the acts.
    pub cards: Vec<CardUpdate>,
    /// Who can be signed in as.
    pub accounts: Vec<Account>,
    /// Doors open and doors close of the first day.
    pub day: (Micros, Micros),
    /// What the event's clock shows when the demo starts.
    pub starts_at: Micros,
    /// The state after the acts, for the player and for tests.
    pub state: domain::State,
}

impl Seed {
    /// Persons whom somebody may be signed in as; the player leaves their decisions alone.
    #[must_use]
    pub fn played_by_people(&self) -> Vec<PersonId> {
        let person = |account: &Account| match account.actor {
            Actor::Person(person) => Some(person),
            Actor::Staff(_) | Actor::System => None,
        };
        self.accounts.iter().filter_map(person).collect()
    }
}

/// Why a demo could not be made.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// The date is outside what the calendar knows.
    #[error("the date is outside the calendar")]
    Date(#[from] jiff::Error),
    /// The rules refused a command of the demo: generator and rules disagree.
    #[error("the rules refused {command} of the demo: {reject:?}")]
    Refused {
        /// Which command.
        command: &'static str,
        /// Why.
        reject: Reject,
    },
}

/// Makes a demo event that has lived until mid-morning of its first day.
///
/// # Errors
/// When the date is impossible, or the rules refuse what the generator thought allowed.
pub fn generate(spec: &Spec) -> Result<Seed, GenerateError> {
    let size = spec.scale.size();
    let calendar = Calendar::new(spec.first_day, size.n_days)?;
    let chance = Chance::new(spec.seed);
    let mut draft = Draft::new(chance.clone());
    let mut names = names::Names::new(chance.fork("names"));

    let venue = venue::lay_out(&mut draft, &calendar, &size)?;
    let team = team::appoint(&mut draft, &calendar, &size, &mut names)?;
    let crowd = people::register(&mut draft, &calendar, &size, &venue, &team, &mut names)?;
    programme::announce(&mut draft, &calendar, &size, &venue, &crowd)?;
    let wishes = agenda::wishes(&draft, &size, &crowd);
    let asked = handshakes::live(&mut draft, &calendar, &size, &wishes)?;
    agenda::publish(&mut draft, &calendar, &size, &wishes, &asked)?;
    notices::set_thresholds(&mut draft, &calendar, &team)?;
    people::issue_badges(&mut draft, &calendar)?;
    notices::open_the_day(&mut draft, &calendar, &team)?;

    let day = (calendar.at(0, 8, 0), calendar.at(0, 18, 30));
    let starts_at = calendar.at(0, 10, 40);
    let accounts = team::accounts(&draft, team, starts_at);
    let mut seed = Seed {
        event: draft.event(),
        seed: spec.seed,
        acts: Vec::new(),
        cards: Vec::new(),
        accounts,
        day,
        starts_at,
        state: domain::State::default(),
    };
    // Organisers are played until shortly before the start; what is open then waits for people.
    let people = seed.played_by_people();
    let mut with_organisers = Player::new(spec.seed, &people, Cast::WithOrganisers);
    player::live_until(&mut with_organisers, &mut draft, starts_at - Minutes(20));
    let mut without = with_organisers.recast(Cast::Everybody);
    player::live_until(&mut without, &mut draft, starts_at - Minutes(1));
    opening::prepare(&mut draft, &people, size.n_vacancies);
    demand::prepare(&mut draft, &people);
    player::live_until(&mut without, &mut draft, starts_at);
    agreements::leave_to_plan(&mut draft, &size, &people)?;
    (seed.state, seed.acts, seed.cards) = draft.into_parts();
    Ok(seed)
}

#[cfg(test)]
mod tests;
