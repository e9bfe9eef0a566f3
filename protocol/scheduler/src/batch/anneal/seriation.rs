//! A first schedule from who meets whom: participants are laid out along a line on which those
//! who meet lie close together, and their meetings are dealt along it from the first slot to the
//! last.
//!
//! An event whose days can be free of breaks is such a line: whoever has begun stays until his
//! last meeting. A walk that cools from a disorder finds the line in pieces, one of them the
//! wrong way round now and then, and does not turn it round any more; one that begins with the
//! line keeps it. The line is the eigenvector of the second eigenvalue of the normalised graph
//! of meetings (M. Fiedler, Algebraic connectivity of graphs, 1973).

use super::day::Word;
use super::walk::Walk;
use crate::batch::chance::Chance;
use crate::batch::instance::Instance;

/// Multiplications after which the line is taken as it is.
const N_ROUNDS: usize = 1_500;

impl<W: Word> Walk<'_, W> {
    /// Deals all meetings anew along the line.
    pub(super) fn deal_along_line(&mut self) {
        let instance = self.board.instance;
        let line = line_of(instance, &mut self.chance);
        let mut meetings: Vec<usize> = (0..self.board.parties.len())
            .filter(|meeting| !self.board.stays(*meeting))
            .collect();
        let place = |meeting: &usize| {
            let [a, b] = self.board.parties[*meeting];
            line[a] + line[b]
        };
        meetings.sort_by(|one, other| place(one).total_cmp(&place(other)));
        for meeting in &meetings {
            self.board.take(*meeting);
        }
        self.unplaced.retain(|meeting| self.board.stays(*meeting));
        let targets = targets(&instance.capacity, meetings.len());
        let mut left = Vec::new();
        for (meeting, target) in meetings.into_iter().zip(targets) {
            if !self.place_near(meeting, target) {
                left.push(meeting);
            }
        }
        for meeting in left {
            if !self.place(meeting) {
                self.unplaced.push(meeting);
            }
        }
        self.note();
    }

    /// Puts a meeting into the open slot that is nearest to one.
    fn place_near(&mut self, meeting: usize, target: usize) -> bool {
        if self.board.n_placed >= self.n_placed_max || !self.board.is_wanted(meeting) {
            return false;
        }
        let board = &self.board;
        let open = board.open_slots(meeting);
        let mut slots: Vec<usize> = (0..board.instance.n_slots)
            .filter(|slot| open.has(*slot) && board.has_room(*slot))
            .collect();
        slots.sort_by_key(|slot| slot.abs_diff(target));
        let in_order =
            |slot: &usize| board.keeps_order(meeting, *slot, |other| board.slot_of(other));
        let mut slots = slots.into_iter().filter(in_order);
        let home = slots.find_map(|slot| Some((slot, board.open_site(meeting, slot)?)));
        if let Some((slot, site)) = home {
            self.board.set_site(meeting, site);
            self.board.put(meeting, slot);
        }
        home.is_some()
    }
}

/// Per meeting in its order the slot that it is dealt to: as many to each slot as there are
/// tables, or fewer by the same share when there are tables enough.
fn targets(capacity: &[usize], n_meetings: usize) -> Vec<usize> {
    let n_tables: usize = capacity.iter().sum();
    let mut targets = Vec::with_capacity(n_meetings);
    let mut n_tables_before = 0;
    for (slot, n) in capacity.iter().enumerate() {
        n_tables_before += n;
        let n_until = (n_tables_before * n_meetings).div_ceil(n_tables.max(1));
        targets.resize(n_until.max(targets.len()), slot);
    }
    targets.resize(n_meetings, capacity.len().saturating_sub(1));
    targets
}

/// Per participant where he lies on the line.
fn line_of(instance: &Instance, chance: &mut Chance) -> Vec<f64> {
    let n = instance.free.len();
    let mut degree = vec![0.0_f64; n];
    for meeting in &instance.meetings {
        for party in meeting.parties {
            degree[party] += 1.0;
        }
    }
    let root: Vec<f64> = degree.iter().map(|degree| degree.sqrt()).collect();
    let edges: Vec<([usize; 2], f64)> = instance
        .meetings
        .iter()
        .map(|meeting| {
            let [a, b] = meeting.parties;
            ([a, b], 0.5 / (root[a] * root[b]))
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "any number will do")]
    let mut line: Vec<f64> = (0..n).map(|_| chance.below(1 << 20) as f64).collect();
    for _ in 0..N_ROUNDS {
        // What is not at right angles to the first eigenvector, the roots of the degrees, would
        // grow above everything else.
        let share = product(&line, &root) / product(&root, &root).max(1.0);
        for (at, root) in line.iter_mut().zip(&root) {
            *at -= share * root;
        }
        let length = product(&line, &line).sqrt();
        if length == 0.0 {
            break;
        }
        let mut next: Vec<f64> = line.iter().map(|at| 0.5 * at / length).collect();
        for ([a, b], weight) in &edges {
            next[*a] += weight * line[*b] / length;
            next[*b] += weight * line[*a] / length;
        }
        line = next;
    }
    let spread = |(at, root): (&f64, &f64)| if *root > 0.0 { at / root } else { 0.0 };
    line.iter().zip(&root).map(spread).collect()
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::instance::{Meeting, slots_below};
    use crate::batch::terms::Terms;

    #[test]
    fn each_slot_is_dealt_its_share() {
        assert_eq!(targets(&[2, 0, 1], 3), [0, 0, 2]);
        assert_eq!(targets(&[2, 2], 2), [0, 1]);
        assert_eq!(targets(&[1, 1], 4), [0, 0, 1, 1]);
        assert_eq!(targets(&[0, 0], 1), [1]);
        assert!(targets(&[], 0).is_empty());
    }

    #[test]
    fn a_chain_of_participants_lies_along_the_line() {
        // Named in disorder: 3 meets 0, 0 meets 4, 4 meets 1, 1 meets 2.
        let chain = [3, 0, 4, 1, 2];
        let meetings = chain.windows(2);
        let all = slots_below(4);
        let instance = Instance {
            n_slots: 4,
            day_starts: 1,
            capacity: vec![1; 4],
            free: vec![all; 5],
            meetings: meetings
                .map(|pair| Meeting::open([pair[0], pair[1]], all))
                .collect(),
            scarce: Vec::new(),
            terms: Terms::default(),
        };
        let line = line_of(&instance, &mut Chance::new(7));
        let along: Vec<f64> = chain.iter().map(|participant| line[*participant]).collect();
        let rises = along.is_sorted();
        let falls = along.iter().rev().is_sorted();
        assert!(rises || falls, "{along:?}");
    }
}
