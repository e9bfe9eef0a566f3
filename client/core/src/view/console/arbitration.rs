//! Experts with more applicants than time, and the organiser's choice among them (EXP-06): a
//! draft until it is applied in one piece.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Context, State, decide};
use protocol::command::ArbitrateExpert;
use protocol::id::{PersonId, RequestId};
use protocol::query::{Applicant, RankedApplicants};
use protocol::{Actor, CardKey, List, Micros, Person, Reject, RequestStatus, Role, Scope};

use crate::model::Model;
use crate::time::Monotonic;
use crate::view::label::{Who, who};

/// An expert whose applicants an organiser should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandRow {
    /// The expert.
    pub expert: Who,
    /// Requests that want an answer: those on the waiting list have one.
    pub n_applicants: u32,
    /// Meetings that the expert can still be given.
    pub n_free: u32,
    /// Requests on the waiting list.
    pub n_waiting: u32,
}

/// The experts with more applicants than time, the most wanted first; then those with a waiting
/// list and time again.
#[must_use]
pub fn demand(model: &Model, now: Monotonic) -> Vec<DemandRow> {
    let (state, event_now) = (model.state(), model.event_now(now));
    let mut rows: Vec<DemandRow> = state
        .experts()
        .filter(|expert| is_in_scope(model, expert))
        .filter_map(|expert| demand_row(model, expert.id, event_now))
        .collect();
    rows.sort_by_key(|row| {
        let excess = i64::from(row.n_applicants) - i64::from(row.n_free);
        (-excess, -i64::from(row.n_waiting), row.expert.id)
    });
    rows
}

/// Whether the viewer sees all of an expert's applicants. Every expert is known to the whole team,
/// the requests only to those whose rows they are.
fn is_in_scope(model: &Model, expert: &Person) -> bool {
    let role = match model.me() {
        Some(Actor::Staff(id)) => model.state().staff_member(id).map(|staff| &staff.role),
        Some(Actor::Person(_) | Actor::System) | None => None,
    };
    match role {
        Some(Role::Secondary {
            scope: Scope::Organisations(organisations),
            ..
        }) => organisations.contains(&expert.organisation),
        Some(Role::Main | Role::Secondary { .. } | Role::Door | Role::Screen) | None => true,
    }
}

fn demand_row(model: &Model, expert: PersonId, event_now: Micros) -> Option<DemandRow> {
    let state = model.state();
    let (mut n_applicants, mut n_waiting) = (0, 0);
    for request in state.applicants(expert) {
        if request.status == RequestStatus::Waiting {
            n_waiting += 1;
        } else {
            n_applicants += 1;
        }
    }
    // The dear half last: most experts are asked by nobody.
    if n_applicants + n_waiting == 0 {
        return None;
    }
    let n_free = state.capacity_left(expert, event_now);
    let is_over = n_applicants > n_free;
    let could_move_up = n_waiting > 0 && n_applicants < n_free;
    (is_over || could_move_up).then(|| DemandRow {
        expert: who(model, expert),
        n_applicants,
        n_free,
        n_waiting,
    })
}

/// What an applicant is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// A meeting.
    Keep,
    /// A place on the waiting list.
    Wait,
    /// Others were chosen.
    Drop,
}

impl Verdict {
    /// Every answer, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Keep, Self::Wait, Self::Drop];

    /// The name in the catalogue.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Wait => "wait",
            Self::Drop => "drop",
        }
    }
}

/// An applicant as the list shows him.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ApplicantRow {
    pub request: RequestId,
    pub who: Who,
    /// The company's country, where its card says it.
    pub country: String,
    /// What the ranking looked at.
    pub applicant: Applicant,
    pub verdict: Verdict,
    /// Whether the request came since an earlier look.
    pub is_new: bool,
    /// Where the request stands now.
    pub status: Option<RequestStatus>,
}

/// What applying the draft changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ArbitrationSummary {
    pub n_kept: u32,
    pub n_waiting: u32,
    pub n_dropped: u32,
    /// Meetings that the expert can still be given.
    pub n_free: u32,
    /// Slots held for applicants that are given back.
    pub n_released: u32,
}

/// An arbitration that is being worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArbitrationDraft {
    expert: PersonId,
    ranked: RankedApplicants,
    verdicts: BTreeMap<RequestId, Verdict>,
    /// Those who came since an earlier look, and those who are gone.
    came: BTreeSet<RequestId>,
    gone: Vec<PersonId>,
}

impl ArbitrationDraft {
    /// A draft that keeps as many as the expert can meet, in the order of the ranking, and leaves
    /// the others on the waiting list.
    #[must_use]
    pub fn new(expert: PersonId, ranked: RankedApplicants) -> Self {
        let n_free = usize::try_from(ranked.n_free).unwrap_or(usize::MAX);
        let mut draft = Self {
            expert,
            ranked,
            verdicts: BTreeMap::new(),
            came: BTreeSet::new(),
            gone: Vec::new(),
        };
        draft.keep_first(n_free, Verdict::Wait);
        draft
    }

    /// A draft for a new ranking that keeps the answers given so far, and says what changed.
    #[must_use]
    pub fn with_answers_of(mut self, earlier: &Self) -> Self {
        for (request, verdict) in &mut self.verdicts {
            match earlier.verdicts.get(request) {
                Some(given) => *verdict = *given,
                None => {
                    self.came.insert(*request);
                }
            }
        }
        self.gone = earlier
            .ranked
            .applicants
            .iter()
            .filter(|row| !self.verdicts.contains_key(&row.request))
            .map(|row| row.from)
            .collect();
        self
    }

    /// Those whose requests were closed since the earlier look.
    #[must_use]
    pub fn gone(&self, model: &Model) -> Vec<Who> {
        self.gone.iter().map(|id| who(model, *id)).collect()
    }

    /// Keeps the first of the ranking, as far as they can be met, and answers the others alike.
    pub fn keep_first(&mut self, n: usize, others: Verdict) {
        let mut left = n;
        for applicant in &self.ranked.applicants {
            let can_meet = applicant.n_slots > 0 || applicant.is_retained;
            let verdict = if left > 0 && can_meet {
                left -= 1;
                Verdict::Keep
            } else {
                others
            };
            self.verdicts.insert(applicant.request, verdict);
        }
    }

    /// Answers one applicant.
    pub fn answer(&mut self, request: RequestId, verdict: Verdict) {
        if let Some(given) = self.verdicts.get_mut(&request) {
            *given = verdict;
        }
    }

    /// The command that applies the draft.
    #[must_use]
    pub fn command(&self) -> ArbitrateExpert {
        let named = |wanted: Verdict| {
            let ids = self.ranked.applicants.iter().map(|row| row.request);
            let ids = ids.filter(|id| self.verdicts.get(id) == Some(&wanted));
            List::new(ids.collect()).expect("no longer than the ranking")
        };
        ArbitrateExpert {
            expert: self.expert,
            kept: named(Verdict::Keep),
            waiting: named(Verdict::Wait),
            dropped: named(Verdict::Drop),
        }
    }

    /// Whether the rules would accept the draft now; the refusal says what to look at.
    ///
    /// # Errors
    /// The rules' refusal.
    pub fn check(&self, model: &Model, now: Monotonic) -> Result<(), Reject> {
        let Some(actor) = model.me() else {
            return Ok(());
        };
        let context = Context {
            actor,
            now: model.event_now(now),
            undone: None,
        };
        decide(model.state(), &context, &self.command().into()).map(drop)
    }

    /// Whether those who wait are others than those in the draft.
    #[must_use]
    pub fn is_outdated(&self, model: &Model) -> bool {
        let now: BTreeSet<RequestId> = model
            .state()
            .applicants(self.expert)
            .map(|request| request.id)
            .collect();
        now != self.verdicts.keys().copied().collect()
    }

    /// The applicants with labels, in the order of the ranking.
    #[must_use]
    pub fn rows(&self, model: &Model) -> Vec<ApplicantRow> {
        self.ranked
            .applicants
            .iter()
            .map(|applicant| self.row(model, applicant))
            .collect()
    }

    fn row(&self, model: &Model, applicant: &Applicant) -> ApplicantRow {
        let state = model.state();
        let company = state.person(applicant.from).map(|person| person.company);
        let card = company.and_then(|company| model.cards().get(CardKey::Company(company)));
        ApplicantRow {
            request: applicant.request,
            who: who(model, applicant.from),
            country: card.map_or_else(String::new, |card| card.code.clone()),
            applicant: applicant.clone(),
            verdict: self.verdict(applicant.request),
            is_new: self.came.contains(&applicant.request),
            status: status(state, applicant.request),
        }
    }

    fn verdict(&self, request: RequestId) -> Verdict {
        self.verdicts
            .get(&request)
            .copied()
            .unwrap_or(Verdict::Wait)
    }

    /// The draft at a glance.
    #[must_use]
    pub fn summary(&self, model: &Model) -> ArbitrationSummary {
        let mut summary = ArbitrationSummary {
            n_free: self.ranked.n_free,
            ..ArbitrationSummary::default()
        };
        for (request, verdict) in &self.verdicts {
            match verdict {
                Verdict::Keep => summary.n_kept += 1,
                Verdict::Wait => summary.n_waiting += 1,
                Verdict::Drop => summary.n_dropped += 1,
            }
            let holds = matches!(
                status(model.state(), *request),
                Some(RequestStatus::Accepted { .. })
            );
            summary.n_released += u32::from(holds && *verdict != Verdict::Keep);
        }
        summary
    }
}

fn status(state: &State, request: RequestId) -> Option<RequestStatus> {
    state.request(request).map(|row| row.status.clone())
}
