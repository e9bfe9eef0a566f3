//! Proposals of a plan as the console shows them: rows with names, and what two proposals have
//! in common.

mod demands;

use std::collections::BTreeMap;

use protocol::id::{PersonId, RequestId};
use protocol::proposal::{EntrySince, Meanwhile, Proposal, Why};
use protocol::reject::ProposalOutdated;
use protocol::{Change, Micros, Reject, Spot};

use crate::feed::FeedWhat;
use crate::model::Model;
use crate::view::label::{Where, Who, place_and_time, who};
use protocol::fold::{fold, matches};

pub use demands::{
    CauseRow, PlanDay, RequiredRow, at_time, cause_rows, plan_days, planned_days, requirable,
    required_rows, toggled,
};

/// A placement of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PlacementRow {
    pub request: RequestId,
    pub from: Who,
    pub to: Who,
    pub at: Where,
}

/// A request without a place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct UnplacedRow {
    pub request: RequestId,
    pub from: Who,
    pub to: Who,
    pub why: Why,
}

/// A placement that no longer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ProblemRow {
    pub request: RequestId,
    pub from: Who,
    pub to: Who,
    pub at: Where,
    /// Why, unless the reason is newer than this program.
    pub why: Option<Reject>,
}

/// One request in two proposals.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DifferenceRow {
    pub request: RequestId,
    pub from: Who,
    pub to: Who,
    pub first: Option<Where>,
    pub second: Option<Where>,
}

fn parties(model: &Model, request: RequestId) -> Option<(Who, Who)> {
    let row = model.state().request(request)?;
    Some((who(model, row.from), who(model, row.to)))
}

fn is_found(search: &str, people: &[&Who]) -> bool {
    people.iter().any(|who| {
        let text = format!("{} {}", who.name, who.company);
        matches(&fold(&text), search)
    })
}

/// The placements of a proposal in order of time, of whoever is searched.
#[must_use]
pub fn placement_rows(model: &Model, proposal: &Proposal, search: &str) -> Vec<PlacementRow> {
    let search = fold(search);
    let mut rows: Vec<PlacementRow> = proposal
        .placements
        .iter()
        .filter_map(|planned| {
            let (from, to) = parties(model, planned.request)?;
            let at = place_and_time(model, planned.spot);
            let request = planned.request;
            is_found(&search, &[&from, &to]).then_some(PlacementRow {
                request,
                from,
                to,
                at,
            })
        })
        .collect();
    rows.sort_by_key(|row| (row.at.starts_at, row.at.spot.place, row.request));
    rows
}

/// The requests without a place, in order of arrival, of whoever is searched.
#[must_use]
pub fn unplaced_rows(model: &Model, proposal: &Proposal, search: &str) -> Vec<UnplacedRow> {
    let search = fold(search);
    proposal
        .unplaced
        .iter()
        .filter_map(|unplaced| {
            let (from, to) = parties(model, unplaced.request)?;
            is_found(&search, &[&from, &to]).then(|| UnplacedRow {
                request: unplaced.request,
                from,
                to,
                why: unplaced.why.clone(),
            })
        })
        .collect()
}

/// Who wanted to meet somebody and would meet nobody.
#[must_use]
pub fn empty_agendas(model: &Model, proposal: &Proposal) -> Vec<Who> {
    let persons = proposal.empty_agendas.iter();
    persons
        .map(|person: &PersonId| who(model, *person))
        .collect()
}

/// What stands in the way of publishing.
#[must_use]
pub fn problem_rows(model: &Model, refusal: &ProposalOutdated) -> Vec<ProblemRow> {
    refusal
        .problems
        .iter()
        .filter_map(|problem| {
            let (from, to) = parties(model, problem.request)?;
            Some(ProblemRow {
                request: problem.request,
                from,
                to,
                at: place_and_time(model, problem.spot),
                why: problem.why().ok(),
            })
        })
        .collect()
}

/// Something that happened since a proposal. [`crate::words::feed`] says it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SinceRow {
    pub seq: u64,
    pub at: Micros,
    /// The name of who acted; empty for the product itself.
    pub by: String,
    pub what: FeedWhat,
}

/// Who did what since a proposal, newest first. What is newer than this program is left out.
#[must_use]
pub fn since_rows(model: &Model, meanwhile: &Meanwhile) -> Vec<SinceRow> {
    let row = |entry: &EntrySince| {
        let changes = entry.changes.iter();
        let known = changes.filter_map(|(kind, payload)| Change::decode(*kind, payload).ok());
        Some(SinceRow {
            seq: entry.seq,
            at: entry.at,
            by: model.cards().actor(entry.by).to_owned(),
            what: FeedWhat::of(&known.collect::<Vec<_>>())?,
        })
    };
    meanwhile.entries.iter().filter_map(row).collect()
}

/// The requests that two proposals treat differently, in order of arrival.
#[must_use]
pub fn differences(model: &Model, first: &Proposal, second: &Proposal) -> Vec<DifferenceRow> {
    let spots = |proposal: &Proposal| -> BTreeMap<RequestId, Spot> {
        let placements = proposal.placements.iter();
        placements.map(|row| (row.request, row.spot)).collect()
    };
    let (first, second) = (spots(first), spots(second));
    let mut requests: Vec<RequestId> = first.keys().chain(second.keys()).copied().collect();
    requests.sort_unstable();
    requests.dedup();
    requests
        .into_iter()
        .filter(|request| first.get(request) != second.get(request))
        .filter_map(|request| {
            let (from, to) = parties(model, request)?;
            let spot = |of: &BTreeMap<RequestId, Spot>| {
                of.get(&request).map(|spot| place_and_time(model, *spot))
            };
            Some(DifferenceRow {
                request,
                from,
                to,
                first: spot(&first),
                second: spot(&second),
            })
        })
        .collect()
}

/// Why a request has no place: the key of the sentence, and whom it names.
#[must_use]
pub const fn why_key(why: &Why) -> (&'static str, Option<PersonId>) {
    match why {
        Why::MayNotMeet => ("may-not-meet", None),
        Why::AlreadyMeeting => ("already-meeting", None),
        Why::NoCommonAvailability => ("no-common-availability", None),
        Why::Engaged => ("engaged", None),
        Why::ExpertFull { expert, .. } => ("expert-full", Some(*expert)),
        Why::TooManyRequests { person, .. } => ("too-many-requests", Some(*person)),
        Why::TooFar => ("too-far", None),
        Why::NoTable => ("no-table", None),
        Why::NoResource { .. } => ("no-resource", None),
        Why::GaveWay => ("gave-way", None),
    }
}
