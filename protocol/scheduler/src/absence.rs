//! What becomes of an absent expert's meetings (LIV-03, EXP-10): ranked substitutes for each, and
//! one choice over all of them in which nobody and no place is used twice.
//!
//! As many meetings as possible are kept; among the ways to keep that many, the best ranked.
//! A flow decides (meeting → expert in a slot → expert's remaining number); what a flow cannot
//! say, two choices that only together are too far apart or want the same table, is found
//! afterwards, the weaker of the two is struck out, and the flow decides again.

mod options;

use domain::State;
use protocol::id::PersonId;
use protocol::limits::{CANDIDATES_MAX, REASSIGNMENTS_MAX};
use protocol::query::{RankedReassignments, ReassignmentChoices, SubstituteChoice};
use protocol::reject::{LimitReached, NotFound};
use protocol::{Absence, Meeting, Micros, Reject};

use crate::assignment::Network;
use options::Choice;

/// Rounds of striking out; each removes one choice, so the loop ends in any case.
const ROUNDS_MAX: usize = 512;
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
    let chosen = choose(state, affected.len(), &choices);
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

/// Which choice each meeting takes, by index into `choices`.
fn choose(state: &State, n_meetings: usize, choices: &[Choice]) -> Vec<Option<usize>> {
    let mut is_struck = vec![false; choices.len()];
    let mut chosen = vec![None; n_meetings];
    for _ in 0..ROUNDS_MAX {
        chosen = assign(state, n_meetings, choices, &is_struck);
        match first_clash(state, choices, &chosen) {
            Some(loser) => is_struck[loser] = true,
            None => return chosen,
        }
    }
    // Too many clashes to settle one by one: keep the choices that do not clash.
    while let Some(loser) = first_clash(state, choices, &chosen) {
        chosen[choices[loser].meeting_index] = None;
    }
    chosen
}

fn assign(
    state: &State,
    n_meetings: usize,
    choices: &[Choice],
    is_struck: &[bool],
) -> Vec<Option<usize>> {
    let mut network = Network::default();
    let (source, sink) = (network.node(), network.node());
    let meetings: Vec<_> = (0..n_meetings)
        .map(|_| {
            let node = network.node();
            network.edge(source, node, 1, 0);
            node
        })
        .collect();
    let mut experts = std::collections::BTreeMap::new();
    let mut seats = std::collections::BTreeMap::new();
    let edges: Vec<_> = choices
        .iter()
        .zip(is_struck)
        .map(|(choice, is_struck)| {
            if *is_struck {
                return None;
            }
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
            let cost = -i64::from(choice.score);
            Some(network.edge(meetings[choice.meeting_index], seat, 1, cost))
        })
        .collect();
    network.fill(source, sink);
    let mut chosen = vec![None; n_meetings];
    for (index, edge) in edges.into_iter().enumerate() {
        if edge.is_some_and(|edge| network.is_used(edge)) {
            chosen[choices[index].meeting_index] = Some(index);
        }
    }
    chosen
}

/// The weaker of the first two chosen that cannot both be.
fn first_clash(state: &State, choices: &[Choice], chosen: &[Option<usize>]) -> Option<usize> {
    let chosen: Vec<usize> = chosen.iter().copied().flatten().collect();
    for (nth, &a) in chosen.iter().enumerate() {
        for &b in &chosen[nth + 1..] {
            if choices[a].clashes_with(&choices[b], state) {
                // Choices are sorted best first, so the weaker has the larger index.
                return Some(a.max(b));
            }
        }
    }
    None
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
