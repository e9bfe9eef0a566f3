//! Days lived to their end.

use std::collections::BTreeMap;

use domain::{Context, deadlines, decide, invariants};
use protocol::command::ReviewDeadlines;
use protocol::id::CommandId;
use protocol::{AlertKey, EntryHead, MeetingStatus};

use super::*;
use crate::demo::{Scale, Seed, Spec, generate};

/// An event on which the rules decide, and what came of it.
struct Life {
    state: State,
    now: Micros,
    done: Vec<Act>,
    refused: BTreeMap<(&'static str, &'static str), usize>,
}

impl Life {
    fn send(&mut self, act: Act) {
        let context = Context {
            actor: act.actor,
            now: self.now,
            undone: None,
        };
        match decide(&self.state, &context, &act.command) {
            Ok(changes) => {
                let command = CommandId::from_bytes([0; 16]);
                let head = EntryHead {
                    seq: 1,
                    at: self.now,
                    by: act.actor,
                    command,
                };
                changes
                    .iter()
                    .for_each(|change| self.state.evolve(&head, change));
                self.done.push(act);
            }
            Err(reject) => {
                *self
                    .refused
                    .entry((act.command.name(), reject.name()))
                    .or_default() += 1;
            }
        }
    }

    /// Lives on minute by minute, as the server does: the player, and deadlines when due.
    fn live(&mut self, player: &mut Player, until: Micros) {
        while self.now < until {
            self.now = self.now + Minutes(1);
            for cue in player.due(&self.state, self.now) {
                player.tried(&cue);
                self.send(cue.act);
            }
            if deadlines::next_due(&self.state, self.now).is_some_and(|due| due <= self.now) {
                let command = ReviewDeadlines {}.into();
                self.send(Act {
                    at: self.now,
                    actor: Actor::System,
                    command,
                });
            }
        }
    }
}

fn begin(scale: Scale, cast: Cast) -> (Seed, Life, Player) {
    let spec = Spec {
        scale,
        seed: 11,
        first_day: jiff::civil::date(2026, 11, 26),
    };
    let seed = generate(&spec).unwrap();
    let life = Life {
        state: seed.state.clone(),
        now: seed.starts_at,
        done: Vec::new(),
        refused: BTreeMap::new(),
    };
    let player = Player::new(spec.seed, &seed.played_by_people(), cast);
    (seed, life, player)
}

fn n_present(state: &State) -> usize {
    state
        .attendances()
        .filter(|(_, row)| row.presence == Presence::Present)
        .count()
}

fn n_done(life: &Life, name: &str) -> usize {
    life.done
        .iter()
        .filter(|act| act.command.name() == name)
        .count()
}

fn n_unsettled(state: &State) -> usize {
    let of = |expert: &protocol::Person| {
        let absence = expert
            .expert
            .as_ref()
            .and_then(|terms| terms.absence.clone());
        absence.map_or(0, |absence| {
            state.meetings_hit_by(expert.id, &absence).count()
        })
    };
    state.experts().map(of).sum()
}

#[test]
fn a_day_is_lived_to_its_end_and_leaves_nobody_inside() {
    let (seed, mut life, mut player) = begin(Scale::Small, Cast::Everybody);
    let people = seed.played_by_people();
    life.live(&mut player, Micros(seed.starts_at.0 + 9 * 3_600_000_000));
    println!("refused: {:?}", life.refused);

    assert_eq!(invariants::check(&life.state), Vec::new());
    assert!(player.is_over(&life.state, life.now));
    // Only people who play for themselves may still be there.
    assert!(n_present(&life.state) <= people.len());
    assert!(
        life.state
            .places()
            .all(|place| life.state.occupancy(place.id) == 0)
    );
    for name in [
        "MarkHeld",
        "MarkNotHeld",
        "MarkLate",
        "CancelMeeting",
        "CheckIn",
        "CheckOut",
    ] {
        assert!(n_done(&life, name) > 0, "nobody sent {name}");
    }
    for name in [
        "MakeRequest",
        "AcceptRequest",
        "RefuseRequest",
        "ConfirmRequest",
    ] {
        assert!(n_done(&life, name) > 0, "nobody sent {name}");
    }
    let is_open = |meeting: &&protocol::Meeting| meeting.status == MeetingStatus::Planned;
    // What an absent expert left behind waits for an organiser; everything else is settled.
    let n_open = life.state.meetings().filter(is_open).count();
    assert!(
        n_open <= n_unsettled(&life.state),
        "{n_open} meetings without outcome"
    );
    // The rules refuse little of what the player tries, or its picture of them is wrong.
    let n_refused: usize = life.refused.values().sum();
    assert!(
        n_refused * 20 < life.done.len(),
        "{n_refused} of {}",
        life.done.len()
    );
}

#[test]
fn nobody_decides_for_those_who_are_played_by_people() {
    let (seed, mut life, mut player) = begin(Scale::Small, Cast::Everybody);
    life.live(&mut player, Micros(seed.starts_at.0 + 4 * 3_600_000_000));
    for person in seed.played_by_people() {
        let own = life
            .done
            .iter()
            .find(|act| act.actor == Actor::Person(person));
        assert_eq!(own, None);
    }
}

#[test]
fn an_expert_falls_ill_and_the_meetings_wait_for_an_organiser() {
    let (seed, mut life, mut player) = begin(Scale::Small, Cast::Everybody);
    life.live(&mut player, Micros(seed.starts_at.0 + 45 * 60_000_000));
    assert!(
        n_unsettled(&life.state) >= 3,
        "{} meetings affected",
        n_unsettled(&life.state)
    );
    let is_told = life
        .state
        .alerts()
        .any(|alert| matches!(alert.key, AlertKey::ExpertAbsent(_)));
    assert!(is_told);
}

#[test]
fn played_organisers_settle_an_absence_and_fill_slots() {
    let (seed, mut life, mut player) = begin(Scale::Small, Cast::WithOrganisers);
    life.live(&mut player, Micros(seed.starts_at.0 + 75 * 60_000_000));
    assert_eq!(n_unsettled(&life.state), 0);
    let is_absent = |expert: &protocol::Person| {
        expert
            .expert
            .as_ref()
            .is_some_and(|terms| terms.absence.is_some())
    };
    assert!(life.state.experts().any(is_absent));
    let n_taken_over = life
        .done
        .iter()
        .filter_map(|act| match &act.command {
            Command::DeclareExpertAbsent(c) => Some(c.plan.len()),
            _ => None,
        })
        .sum::<usize>();
    assert!(n_taken_over >= 3);
    assert!(n_done(&life, "OfferVacancy") > 0);
    assert_eq!(invariants::check(&life.state), Vec::new());
}

#[test]
fn a_second_player_goes_on_where_the_first_stopped() {
    let (seed, mut life, mut player) = begin(Scale::Small, Cast::Everybody);
    life.live(&mut player, Micros(seed.starts_at.0 + 60 * 60_000_000));
    // A restart forgets what was tried; what happened is in the state and is not done twice.
    let fresh = Player::new(11, &seed.played_by_people(), Cast::Everybody);
    let again: Vec<_> = fresh
        .due(&life.state, life.now)
        .into_iter()
        .map(|cue| cue.act)
        .collect();
    for act in &again {
        assert!(
            !life.done.contains(act) || is_harmless(act),
            "{act:?} again"
        );
    }
}

/// What may be tried again after a restart and is then refused, or was undone by somebody.
fn is_harmless(act: &Act) -> bool {
    matches!(
        act.command.name(),
        "CheckIn" | "CheckOut" | "MakeRequest" | "MarkLate"
    )
}

#[test]
fn the_full_event_keeps_within_the_rate_that_the_shell_allows_and_comes_back_the_next_day() {
    let (seed, mut life, mut player) = begin(Scale::Full, Cast::WithOrganisers);
    life.live(&mut player, Micros(seed.starts_at.0 + 60 * 60_000_000));
    // The evening and the night are skipped: whoever is still inside simply stayed.
    life.now = Micros(seed.day.0.0 + 24 * 3_600_000_000);
    let next_morning = life.now;
    life.live(&mut player, Micros(next_morning.0 + 80 * 60_000_000));
    println!("{} acts, refused {:?}", life.done.len(), life.refused);
    assert_eq!(invariants::check(&life.state), Vec::new());
    let came_back = life.done.iter().filter(|act| {
        act.at >= next_morning && matches!(act.command.name(), "CheckIn" | "CheckInBadge")
    });
    assert!(came_back.count() > 100);
    let mut by_minute = BTreeMap::<i64, usize>::new();
    for act in &life.done {
        *by_minute.entry(act.at.0 / 60_000_000).or_default() += 1;
    }
    // At ten times real time a minute lasts six seconds: 240 commands by default. The first
    // minute of the second day also records what happened at the end of the first.
    by_minute.remove(&(next_morning.0 / 60_000_000 + 1));
    let busiest = by_minute.values().max().copied().unwrap_or(0);
    println!("busiest minute: {busiest}");
    assert!(busiest <= 240, "{busiest} commands in one minute");
}
