//! Who should be kept when an expert has more applicants than time (EXP-06).
//!
//! A ranking proposes, the organiser decides; so every applicant comes with the figures that the
//! order looked at. Applicants are compared by the first of these in which they differ:
//!
//! 1. whose request was accepted or agreed already, before the others: a promise stands;
//! 2. who can meet the expert in some slot that is free for both, before who cannot;
//! 3. more keywords that one of the two seeks and the other offers;
//! 4. fewer meetings of the applicant's company so far, whoever of the company has them;
//! 5. the earlier request;
//! 6. the request's id, so that the order is total.
//!
//! Country and sector are labels, which the rules never see; the console shows them beside.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use domain::State;
use protocol::id::{CompanyId, PersonId};
use protocol::limits::APPLICANTS_MAX;
use protocol::query::{Applicant, RankedApplicants};
use protocol::reject::NotFound;
use protocol::{List, Micros, Reject, Request, RequestStatus};

use crate::merit::n_keyword_matches;

/// Ranks an expert's applicants.
///
/// # Errors
/// When there is no such expert, or not any more.
pub fn rank(state: &State, now: Micros, expert: PersonId) -> Result<RankedApplicants, Reject> {
    if state.known_person(expert)?.expert.is_none() {
        return Err(NotFound {}.into());
    }
    let mut requests: Vec<&Request> = state.applicants(expert).collect();
    requests.sort_by_key(|request| (request.made_at, request.id));
    requests.truncate(APPLICANTS_MAX);
    let companies: BTreeSet<CompanyId> = requests
        .iter()
        .filter_map(|request| Some(state.person(request.from)?.company))
        .collect();
    let busy = meetings_of_companies(state, &companies);
    let mut applicants: Vec<Applicant> = (1..)
        .zip(requests)
        .filter_map(|(arrived, request)| weigh(state, now, request, arrived, &busy))
        .collect();
    applicants.sort_by_key(|applicant| {
        (
            !applicant.is_retained,
            applicant.n_slots == 0,
            Reverse(applicant.n_keywords),
            applicant.n_company_meetings,
            // Order of arrival, the request's id deciding within one microsecond.
            applicant.arrived,
        )
    });
    Ok(RankedApplicants {
        n_free: state.capacity_left(expert, now),
        applicants: List::new(applicants).expect("truncated to the bound"),
    })
}

fn weigh(
    state: &State,
    now: Micros,
    request: &Request,
    arrived: u16,
    busy: &BTreeMap<CompanyId, u16>,
) -> Option<Applicant> {
    let (from, to) = (state.person(request.from)?, state.person(request.to)?);
    let (is_retained, holds_one) = match request.status {
        RequestStatus::Accepted { .. } => (true, 1),
        RequestStatus::Agreed => (true, 0),
        RequestStatus::Requested
        | RequestStatus::Waiting
        | RequestStatus::Confirmed { .. }
        | RequestStatus::Refused
        | RequestStatus::NotRetained
        | RequestStatus::Cancelled
        | RequestStatus::Expired => (false, 0),
    };
    // What is held for the two is theirs already.
    let n_slots = state.slots_of_request(request, now).len() + holds_one;
    Some(Applicant {
        request: request.id,
        from: request.from,
        is_retained,
        n_slots: u16::try_from(n_slots).expect("slots are bounded"),
        n_keywords: u16::from(n_keyword_matches(from, to)),
        n_company_meetings: busy.get(&from.company).copied().unwrap_or(0),
        arrived,
    })
}

/// Meetings that stand, of everybody in these companies.
fn meetings_of_companies(
    state: &State,
    companies: &BTreeSet<CompanyId>,
) -> BTreeMap<CompanyId, u16> {
    let mut counts = BTreeMap::new();
    for person in state.persons() {
        if companies.contains(&person.company) {
            let n = state.standing_meetings_of(person.id).count();
            let count: &mut u16 = counts.entry(person.company).or_default();
            *count = count.saturating_add(u16::try_from(n).unwrap_or(u16::MAX));
        }
    }
    counts
}
