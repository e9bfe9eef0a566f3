//! The first pass: the wish with the fewest slots left goes first.

use std::collections::{BTreeMap, BTreeSet};

use super::board::Board;

/// Places wishes until none fits any more.
pub(super) fn place_by_scarcity(board: &mut Board) {
    let mut wishes_of = BTreeMap::<usize, Vec<usize>>::new();
    let mut waiting = BTreeSet::new();
    let mut n_slots: Vec<usize> = (0..board.n_wishes())
        .map(|wish| board.common_slots(wish).len())
        .collect();
    for (wish, n_left) in n_slots.iter().enumerate() {
        if board.is_open(wish) {
            waiting.insert((*n_left, wish));
            for person in board.pair(wish) {
                wishes_of.entry(person).or_default().push(wish);
            }
        }
    }
    // The set's order is slots left, then arrival.
    while let Some((_, wish)) = waiting.pop_first() {
        if !place_best(board, wish) {
            continue;
        }
        for person in board.pair(wish) {
            for &other in &wishes_of[&person] {
                if waiting.remove(&(n_slots[other], other)) {
                    n_slots[other] = board.common_slots(other).len();
                    waiting.insert((n_slots[other], other));
                }
            }
        }
    }
}

/// Places one wish in its most appealing slot, if there is one.
pub(super) fn place_best(board: &mut Board, wish: usize) -> bool {
    let best = board
        .common_slots(wish)
        .iter()
        .filter_map(|slot| Some((board.appeal(wish, slot), slot, board.place_for(wish, slot)?)))
        .max_by_key(|(appeal, slot, _)| (*appeal, *slot));
    match best {
        Some((_, slot, place)) => {
            board.take(wish, slot, place);
            true
        }
        None => false,
    }
}
