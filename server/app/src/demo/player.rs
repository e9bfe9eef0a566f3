//! The player: everybody of a demo event except who sits at a screen. People arrive, meet, run
//! late, call off, ask, answer, enter rooms and leave; an expert falls ill.
//!
//! [`Player`] is pure: from a state and the event's time it says what is due and not done. What
//! each person does, and when, is drawn from the seed and the id of the thing that it is about,
//! so a player that was stopped goes on where the event stands. [`shell`] is the small part that
//! waits and sends.
//!
//! It must not know: how commands reach the actor, or the world's clock.

mod arrivals;
mod day;
mod floor;
mod illness;
mod offers;
mod requests;
mod rooms;
pub mod shell;

use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};

use domain::State;
use protocol::id::PersonId;
use protocol::{Actor, Command, Micros, Minutes, Presence};

use super::Act;
use super::chance::Chance;
use super::draft::Draft;
use day::Day;

/// Who is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cast {
    /// Participants, experts and the doors; what organisers decide is left to people.
    Everybody,
    /// The organisers too: freed slots are offered, an absent expert's meetings settled, when
    /// nobody does it for a while.
    WithOrganisers,
}

/// What is due, with a mark by which it is not tried twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    key: u64,
    /// What to send, and when it should have happened.
    pub act: Act,
}

/// Decides what happens next.
#[derive(Clone, Debug)]
pub struct Player {
    chance: Chance,
    left_alone: BTreeSet<PersonId>,
    cast: Cast,
    tried: BTreeSet<u64>,
}

impl Player {
    /// A player of the event that a seed made. `played_by_people` arrive like everybody, but
    /// decide for themselves.
    #[must_use]
    pub fn new(seed: u64, played_by_people: &[PersonId], cast: Cast) -> Self {
        Self {
            chance: Chance::new(seed).fork("player"),
            left_alone: played_by_people.iter().copied().collect(),
            cast,
            tried: BTreeSet::new(),
        }
    }

    /// The same player with another cast.
    #[must_use]
    pub fn recast(self, cast: Cast) -> Self {
        Self { cast, ..self }
    }

    /// Everything that should have happened by now and was not tried, in order of time.
    #[must_use]
    pub fn due(&self, state: &State, now: Micros) -> Vec<Cue> {
        let Some(today) = Day::of(state, now) else {
            return Vec::new();
        };
        let mut scene = Scene {
            player: self,
            state,
            now,
            today: &today,
            cues: Vec::new(),
        };
        arrivals::play(&mut scene);
        floor::play(&mut scene);
        rooms::play(&mut scene);
        requests::play(&mut scene);
        offers::play(&mut scene);
        illness::play(&mut scene);
        let mut cues = scene.cues;
        cues.sort_by_key(|cue| (cue.act.at, cue.key));
        cues
    }

    /// Remembers that something was sent, whatever came of it.
    pub fn tried(&mut self, cue: &Cue) {
        self.tried.insert(cue.key);
    }

    /// Whether the last day has ended.
    #[must_use]
    pub fn is_over(&self, state: &State, now: Micros) -> bool {
        Day::last(state).is_none_or(|day| day.closes_at < now)
    }
}

/// One look at the event.
struct Scene<'a> {
    player: &'a Player,
    state: &'a State,
    now: Micros,
    today: &'a Day,
    cues: Vec<Cue>,
}

impl Scene<'_> {
    /// What is drawn for one thing and one purpose; the same at every look.
    fn lot(&self, purpose: &str, subject: [u8; 16]) -> Lot {
        Lot::new(self.player.chance.fork_about(purpose, subject))
    }

    /// What is drawn for one person and one purpose today.
    fn lot_today(&self, purpose: &str, person: PersonId) -> Lot {
        self.lot(purpose, person.to_bytes())
            .about("day", self.today.key())
    }

    /// Puts something on the list if its time has come and its lot was not played.
    fn cue(&mut self, lot: &Lot, at: Micros, actor: Actor, command: impl Into<Command>) {
        if at <= self.now && !self.was_tried(lot) {
            let act = Act {
                at,
                actor,
                command: command.into(),
            };
            self.cues.push(Cue { key: lot.key, act });
        }
    }

    /// Whether a lot was played before; asked before anything dear is computed.
    fn was_tried(&self, lot: &Lot) -> bool {
        self.player.tried.contains(&lot.key)
    }

    fn is_left_alone(&self, person: PersonId) -> bool {
        self.player.left_alone.contains(&person)
    }

    fn is_present(&self, person: PersonId) -> bool {
        self.state
            .attendance(person)
            .is_some_and(|row| row.presence == Presence::Present)
    }
}

/// What was drawn for one thing and one purpose: a stream to draw from, and a key that stays the
/// same however much is drawn.
#[derive(Clone, Debug)]
struct Lot {
    key: u64,
    chance: Chance,
}

impl Lot {
    fn new(chance: Chance) -> Self {
        Self {
            key: chance.fork("key").draw(),
            chance,
        }
    }

    /// The lot of one part of the thing, drawn apart from the others.
    fn about(&self, part: &str, subject: [u8; 16]) -> Self {
        Self::new(Chance::new(self.key).fork_about(part, subject))
    }

    /// As [`Self::about`], where the part says it all.
    fn part(&self, part: &str) -> Self {
        self.about(part, [0; 16])
    }
}

impl Deref for Lot {
    type Target = Chance;

    fn deref(&self) -> &Chance {
        &self.chance
    }
}

impl DerefMut for Lot {
    fn deref_mut(&mut self) -> &mut Chance {
        &mut self.chance
    }
}

/// A number of minutes from `low` to `high`, to the second.
fn minutes_between(chance: &mut Chance, low: i64, high: i64) -> i64 {
    chance.between(low * 60, high * 60) * 1_000_000
}

/// An instant some microseconds after another; before it when negative.
fn after(at: Micros, delay_us: i64) -> Micros {
    Micros(at.0.saturating_add(delay_us))
}

/// Lives a stretch of time minute by minute on a draft.
pub(super) fn live_until(player: &mut Player, draft: &mut Draft, until: Micros) {
    let mut now = draft.now();
    while now < until {
        now = (now + Minutes(1)).min(until);
        for cue in player.due(draft.state(), now) {
            draft.advance_to(cue.act.at);
            player.tried(&cue);
            // What became impossible in the meantime simply does not happen.
            let _ = draft.try_send(cue.act.actor, cue.act.command);
        }
        draft.advance_to(now);
    }
}

#[cfg(test)]
mod tests;
