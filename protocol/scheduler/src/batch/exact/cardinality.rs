//! "At least k of these" as literals.

use super::engine::{Engine, FALSE, Lit, TRUE};

/// Literals that count others: `at_least[k]` is true when more than `k` inputs are, up to a cap.
/// Only that direction is stated, unless it is asked for both.
pub(super) fn totalizer(
    engine: &mut Engine<'_>,
    inputs: &[Lit],
    cap: usize,
    is_two_way: bool,
) -> Vec<Lit> {
    match inputs {
        [] => Vec::new(),
        [one] => vec![*one],
        _ => {
            let (left, right) = inputs.split_at(inputs.len() / 2);
            let left = totalizer(engine, left, cap, is_two_way);
            let right = totalizer(engine, right, cap, is_two_way);
            merge(engine, &left, &right, cap, is_two_way)
        }
    }
}

/// The sum of two counts.
pub(super) fn merge(
    engine: &mut Engine<'_>,
    left: &[Lit],
    right: &[Lit],
    cap: usize,
    is_two_way: bool,
) -> Vec<Lit> {
    let n_outputs = (left.len() + right.len()).min(cap);
    let outputs: Vec<Lit> = (0..n_outputs).map(|_| engine.new_variable()).collect();
    for i in 0..=left.len() {
        for j in 0..=right.len() {
            if i + j > 0 && i + j <= n_outputs {
                let a = if i == 0 { TRUE } else { left[i - 1] };
                let b = if j == 0 { TRUE } else { right[j - 1] };
                engine.clause(&[-a, -b, outputs[i + j - 1]]);
            }
            if is_two_way && i + j < n_outputs {
                // Not more than i and not more than j: not more than both.
                let a = left.get(i).copied().unwrap_or(FALSE);
                let b = right.get(j).copied().unwrap_or(FALSE);
                engine.clause(&[a, b, -outputs[i + j]]);
            }
        }
    }
    outputs
}

/// At most one of the literals.
pub(super) fn at_most_one(engine: &mut Engine<'_>, literals: &[Lit]) {
    const PAIRWISE_MAX: usize = 6;
    if literals.len() <= PAIRWISE_MAX {
        for (i, a) in literals.iter().enumerate() {
            for b in &literals[i + 1..] {
                engine.clause(&[-a, -b]);
            }
        }
        return;
    }
    // Groups, of which at most one holds a true literal.
    let (head, tail) = literals.split_at(PAIRWISE_MAX - 2);
    let link = engine.new_variable();
    let mut first = head.to_vec();
    first.push(link);
    at_most_one(engine, &first);
    let mut rest = tail.to_vec();
    rest.push(-link);
    at_most_one(engine, &rest);
}
