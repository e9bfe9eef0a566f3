//! A plan for many wishes at once: places as many meetings as it can on what is free, without
//! touching anything that stands (B2B-03, B2B-10, B2B-11).
//!
//! First greedily, the wish with the fewest slots left first and, among equals, in order of
//! arrival; then by repair: a wish that found nothing may push meetings of this very plan to
//! other slots, if all of them find one. The work is bounded by a number of steps, so the result
//! never depends on the machine's speed.

mod board;
mod greedy;
mod repair;

use domain::State;
use protocol::id::PersonId;
use protocol::{Micros, SlotSet, Spot};

use board::Board;

/// Somebody who wants to meet somebody; wishes are given in order of arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Who receives.
    pub host: PersonId,
    /// Who comes.
    pub guest: PersonId,
    /// Slots that suit; the empty set means any.
    pub slots: SlotSet,
}

/// Where a wish found its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The wish, by its position.
    pub wish_index: usize,
    /// When and where.
    pub spot: Spot,
}

/// What became of the wishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Meetings to book, in order of wish.
    pub placements: Vec<Placement>,
    /// Wishes that found no slot, in order of arrival.
    pub unplaced: Vec<usize>,
    /// Steps used.
    pub n_steps: u64,
}

/// Plans meetings for wishes.
///
/// `seed` decides between slots that are equally good; `steps_max` bounds the repair.
#[must_use]
pub fn plan(state: &State, now: Micros, wishes: &[Wish], seed: u64, steps_max: u64) -> Plan {
    let mut board = Board::new(state, now, wishes, seed);
    greedy::place_by_scarcity(&mut board);
    let n_steps = repair::make_room(&mut board, steps_max);
    let mut plan = Plan {
        n_steps,
        ..Plan::default()
    };
    for wish_index in 0..wishes.len() {
        match board.spot_of(wish_index) {
            Some(spot) => plan.placements.push(Placement { wish_index, spot }),
            None => plan.unplaced.push(wish_index),
        }
    }
    plan
}
