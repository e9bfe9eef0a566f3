//! The second pass: a wish that found nothing pushes meetings of this plan aside, if every one
//! of them finds another slot. Nothing that stood before is touched, and no meeting is lost: an
//! attempt that does not work out is rolled back.

use protocol::SlotId;

use super::board::Board;
use super::greedy::place_best;

/// Tables of one slot from which a meeting is tried to be pushed away.
const PUSHED_TABLES_MAX: usize = 8;

/// Makes room for unplaced wishes in order of arrival, at most `steps_max` attempts; says how
/// many were made.
pub(super) fn make_room(board: &mut Board, steps_max: u64) -> u64 {
    let mut n_steps = 0;
    loop {
        let mut has_placed = false;
        for wish in 0..board.n_wishes() {
            if !board.is_open(wish) {
                continue;
            }
            has_placed |= make_room_for(board, wish, steps_max, &mut n_steps);
            if n_steps >= steps_max {
                return n_steps;
            }
        }
        // A wish placed by pushing may have opened a slot for an earlier one.
        if !has_placed {
            return n_steps;
        }
    }
}

fn make_room_for(board: &mut Board, wish: usize, steps_max: u64, n_steps: &mut u64) -> bool {
    if place_best(board, wish) {
        return true;
    }
    if !board
        .pair(wish)
        .into_iter()
        .all(|person| board.accepts_more(person))
    {
        return false;
    }
    for slot in board.suits(wish).iter() {
        let Some(blockers) = blockers(board, wish, slot) else {
            continue;
        };
        let attempts: Vec<Vec<usize>> = if blockers.is_empty() {
            // Both are free, so it is the tables that are lacking.
            let at_tables = board.planned_at_tables(slot).into_iter();
            at_tables
                .take(PUSHED_TABLES_MAX)
                .map(|pushed| vec![pushed])
                .collect()
        } else {
            vec![blockers]
        };
        for pushed in attempts {
            if *n_steps >= steps_max {
                return false;
            }
            *n_steps += 1;
            if push(board, wish, slot, &pushed) {
                return true;
            }
        }
    }
    false
}

/// Meetings of this plan that keep the two of a wish from meeting in a slot; none when something
/// that stood before does.
fn blockers(board: &Board, wish: usize, slot: SlotId) -> Option<Vec<usize>> {
    let mut blockers = Vec::with_capacity(2);
    for person in board.pair(wish) {
        if !board.is_free(person, slot) {
            blockers.push(board.planned_of(person, slot)?);
        }
    }
    blockers.dedup();
    Some(blockers)
}

/// Gives a slot to a wish and finds other slots for those who were in the way; all or nothing.
fn push(board: &mut Board, wish: usize, slot: SlotId, pushed: &[usize]) -> bool {
    let before: Vec<_> = pushed
        .iter()
        .filter_map(|other| Some((*other, board.give_back(*other)?)))
        .collect();
    if let Some(place) = board.place_for(wish, slot) {
        board.take(wish, slot, place);
        if pushed.iter().all(|other| place_best(board, *other)) {
            return true;
        }
        board.give_back(wish);
    }
    for (other, _) in &before {
        board.give_back(*other);
    }
    for (other, (slot, place)) in before {
        board.take(other, slot, place);
    }
    false
}
