//! What becomes of an absent expert's meetings (LIV-03, EXP-10): ranked substitutes for each, and
//! one choice over all of them in which nobody and no place is used twice.
//!
//! As many meetings as possible are kept; among the ways to keep that many, the best ranked.
//! A flow decides (meeting → expert in a slot → expert's remaining number); what a flow cannot
//! say, two choices that only together are too far apart, want the same table or the same
//! interpreter, is found afterwards, and the flow decides again without the one and without the other.

mod options;
mod supply;

use std::collections::{BTreeMap, BTreeSet};

use domain::State;
use protocol::id::PersonId;
use protocol::limits::{CANDIDATES_MAX, REASSIGNMENTS_MAX};
use protocol::query::{RankedReassignments, ReassignmentChoices, SubstituteChoice};
use protocol::reject::{LimitReached, NotFound};
use protocol::{Absence, Meeting, Micros, Reject};

use crate::assignment::Network;
use options::Choice;
use supply::Supply;

/// Flows that are tried for one absence.
const FLOWS_MAX: usize = 256;
/// Pairs of a meeting and an expert that are looked at; beyond, later meetings get fewer choices.
const CHOICES_MAX: usize = 20_000;

/// Ranks substitutes for every affected meeting and settles on one choice each.
///
/// # Errors
/// When there is no such expert, or more meetings are affected than one command may settle.
pub(crate) fn settle(
    state: &State,
    now: Micros,
    expert: PersonId,
    absence: &Absence,
) -> Result<RankedReassignments, Reject> {
    if state.known_person(expert)?.expert.is_none() {
        return Err(NotFound {}.into());
    }
    let affected = affected(state, expert, absence);
    if affected.len() > REASSIGNMENTS_MAX {
        let limit = u32::try_from(REASSIGNMENTS_MAX).expect("small bound");
        return Err(LimitReached { limit }.into());
    }
    let mut choices = options::choices(state, now, expert, &affected, CHOICES_MAX);
    choices.sort_by_key(|choice| choice.rank());
    let supply = Supply::of(state, &affected);
    let chosen = choose(state, &supply, affected.len(), &choices);
    let meetings = affected
        .iter()
        .enumerate()
        .map(|(index, meeting)| present(meeting, index, &choices, &chosen))
        .collect();
    Ok(RankedReassignments { meetings })
}

/// Meetings of the expert that the absence makes impossible, in order of time.
fn affected<'a>(state: &'a State, expert: PersonId, absence: &'a Absence) -> Vec<&'a Meeting> {
    let mut meetings: Vec<_> = state.meetings_hit_by(expert, absence).collect();
    meetings.sort_by_key(|meeting| {
        (
            state.slot(meeting.spot.slot).map(|slot| slot.starts_at),
            meeting.id,
        )
    });
    meetings
}

/// One choice or none per meeting, by index into the choices.
#[derive(Clone, Debug)]
struct Assignment {
    chosen: Vec<Option<usize>>,
    /// How many meetings are kept, then how good the choices are.
    worth: (usize, i64),
}

/// Which choice each meeting takes.
///
/// A flow ignores clashes, so what it is worth bounds everything below it: of two choices that
/// clash at least one must go, and a branch that cannot beat the best plan found is left. Within
/// the budget the result is the best there is; beyond, the best found.
fn choose(
    state: &State,
    supply: &Supply,
    n_meetings: usize,
    choices: &[Choice],
) -> Vec<Option<usize>> {
    let mut best = Assignment {
        chosen: vec![None; n_meetings],
        worth: (0, i64::MIN),
    };
    let mut open = vec![BTreeSet::new()];
    for _ in 0..FLOWS_MAX {
        let Some(struck) = open.pop() else { break };
        let assignment = assign(state, n_meetings, choices, &struck);
        if assignment.worth <= best.worth {
            continue;
        }
        match first_clash(state, supply, choices, &assignment.chosen) {
            None => best = assignment,
            Some((better, weaker)) => {
                keep_better(
                    &mut best,
                    without_clashes(state, supply, choices, assignment),
                );
                // The weaker goes first: what is pushed last is looked at next.
                open.extend([better, weaker].map(|loser| {
                    let mut struck = struck.clone();
                    struck.insert(loser);
                    struck
                }));
            }
        }
    }
    best.chosen
}

fn keep_better(best: &mut Assignment, found: Assignment) {
    if found.worth > best.worth {
        *best = found;
    }
}

/// The same assignment with the weaker of each clash left out: possible, if not the best.
fn without_clashes(
    state: &State,
    supply: &Supply,
    choices: &[Choice],
    mut assignment: Assignment,
) -> Assignment {
    while let Some((_, weaker)) = first_clash(state, supply, choices, &assignment.chosen) {
        assignment.chosen[choices[weaker].meeting_index] = None;
    }
    assignment.worth = worth(choices, &assignment.chosen);
    assignment
}

fn worth(choices: &[Choice], chosen: &[Option<usize>]) -> (usize, i64) {
    let kept = chosen.iter().copied().flatten();
    (
        kept.clone().count(),
        kept.map(|index| i64::from(choices[index].score)).sum(),
    )
}

/// The best assignment in which nobody is used twice, clashes aside.
fn assign(
    state: &State,
    n_meetings: usize,
    choices: &[Choice],
    struck: &BTreeSet<usize>,
) -> Assignment {
    let mut network = Network::default();
    let (source, sink) = (network.node(), network.node());
    let meetings: Vec<_> = (0..n_meetings)
        .map(|_| {
            let node = network.node();
            network.edge(source, node, 1, 0);
            node
        })
        .collect();
    let mut experts = BTreeMap::new();
    let mut seats = BTreeMap::new();
    let mut edges = Vec::with_capacity(choices.len());
    for (index, choice) in choices
        .iter()
        .enumerate()
        .filter(|(index, _)| !struck.contains(index))
    {
        let expert = *experts.entry(choice.expert).or_insert_with(|| {
            let node = network.node();
            network.edge(node, sink, options::n_more(state, choice.expert), 0);
            node
        });
        let seat = *seats
            .entry((choice.expert, choice.spot.slot))
            .or_insert_with(|| {
                let node = network.node();
                network.edge(node, expert, 1, 0);
                node
            });
        let meeting = meetings[choice.meeting_index];
        edges.push((
            index,
            network.edge(meeting, seat, 1, -i64::from(choice.score)),
        ));
    }
    network.fill(source, sink);
    let mut chosen = vec![None; n_meetings];
    for (index, edge) in edges {
        if network.is_used(edge) {
            chosen[choices[index].meeting_index] = Some(index);
        }
    }
    Assignment {
        worth: worth(choices, &chosen),
        chosen,
    }
}

/// The first two chosen that cannot both be, the better one first.
fn first_clash(
    state: &State,
    supply: &Supply,
    choices: &[Choice],
    chosen: &[Option<usize>],
) -> Option<(usize, usize)> {
    let chosen: Vec<usize> = chosen.iter().copied().flatten().collect();
    for (nth, &a) in chosen.iter().enumerate() {
        for &b in &chosen[nth + 1..] {
            if choices[a].clashes_with(&choices[b], state) {
                // Choices are sorted best first, so the better has the smaller index.
                return Some((a.min(b), a.max(b)));
            }
        }
    }
    supply.first_shortage(choices, &chosen)
}

fn present(
    meeting: &Meeting,
    index: usize,
    choices: &[Choice],
    chosen: &[Option<usize>],
) -> ReassignmentChoices {
    let mut own: Vec<usize> = (0..choices.len())
        .filter(|i| choices[*i].meeting_index == index)
        .collect();
    let beyond: Vec<usize> = own.split_off(own.len().min(CANDIDATES_MAX));
    // What the whole plan takes is always among what is shown.
    if let Some(taken) = chosen[index]
        && beyond.contains(&taken)
    {
        own.pop();
        own.push(taken);
    }
    let position = chosen[index].and_then(|taken| own.iter().position(|i| *i == taken));
    ReassignmentChoices {
        meeting: meeting.id,
        from: meeting.spot,
        choices: own
            .into_iter()
            .map(|i| SubstituteChoice::from(&choices[i]))
            .collect(),
        chosen: position.map(|at| u16::try_from(at).expect("candidates are bounded")),
    }
}
