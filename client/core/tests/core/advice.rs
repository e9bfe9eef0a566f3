//! Choosing among applicants on the console, and suggestions on the phone.

use client_core::sync::{Outcome, Surface};
use client_core::view::console::arbitration::{ArbitrationDraft, Verdict, demand};
use client_core::view::phone::inbox::inbox;
use client_core::view::phone::suggestions::{Way, suggestions};
use protocol::command::*;
use protocol::id::*;
use protocol::query::{Applicant, RankedApplicants, RankedSuggestions, Suggestion, SuggestionWay};
use protocol::*;

use crate::behaviour::Bench;
use crate::world::*;

fn request(n: u64) -> RequestId {
    RequestId::example(n)
}

fn ask(bench: &mut Bench, n: u64) {
    bench.elsewhere(MakeRequest {
        request: request(n),
        from: person(n),
        to: expert(1),
        slots: SlotSet::EMPTY,
    });
}

/// An expert with two places and applicants 1 to `n`.
fn wanted(actor: Actor, surface: Surface, n: u64) -> Bench {
    let mut bench = Bench::live(actor, surface);
    bench.elsewhere(LimitExpert {
        expert: expert(1),
        meetings_max: Some(2),
    });
    for n in 1..=n {
        ask(&mut bench, n);
    }
    bench.settle();
    bench
}

fn ranking(of: std::ops::RangeInclusive<u64>) -> RankedApplicants {
    let rows = of.map(|n| Applicant {
        request: request(n),
        from: person(n),
        is_retained: false,
        n_slots: 3,
        n_keywords: 1,
        n_company_meetings: 0,
        arrived: u16::try_from(n).unwrap(),
    });
    RankedApplicants {
        n_free: 2,
        applicants: List::new(rows.collect()).unwrap(),
    }
}

#[test]
fn a_choice_is_worked_out_checked_and_applied_as_one_command() {
    let mut bench = wanted(MAIN, Surface::Console, 4);
    let rows = demand(bench.client.model(), bench.at());
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].expert.id, expert(1));
    assert_eq!((rows[0].n_applicants, rows[0].n_free), (4, 2));

    let mut draft = ArbitrationDraft::new(expert(1), ranking(1..=4));
    let summary = draft.summary(bench.client.model());
    assert_eq!(
        (summary.n_kept, summary.n_waiting, summary.n_dropped),
        (2, 2, 0)
    );
    assert_eq!(draft.check(bench.client.model(), bench.at()), Ok(()));
    draft.answer(request(3), Verdict::Keep);
    let why = draft.check(bench.client.model(), bench.at()).unwrap_err();
    assert_eq!(why.name(), "TooManyKept");
    draft.keep_first(1, Verdict::Drop);
    draft.answer(request(4), Verdict::Wait);
    let rows = draft.rows(bench.client.model());
    let verdicts: Vec<_> = rows.iter().map(|row| row.verdict.name()).collect();
    assert_eq!(verdicts, ["keep", "drop", "drop", "wait"]);

    let id = bench.dispatch(draft.command()).unwrap();
    bench.settle();
    assert_eq!(bench.outcome(id), Some(&Outcome::Committed));
    let status = |n| {
        bench
            .server
            .state
            .request(request(n))
            .unwrap()
            .status
            .clone()
    };
    assert_eq!(status(2), RequestStatus::NotRetained);
    assert_eq!(status(4), RequestStatus::Waiting);
    // One place is left, and somebody waits: the expert is worth another look.
    let rows = demand(bench.client.model(), bench.at());
    assert_eq!((rows[0].n_applicants, rows[0].n_waiting), (1, 1));
}

#[test]
fn a_new_ranking_keeps_the_answers_and_says_who_came_and_who_is_gone() {
    let mut bench = wanted(MAIN, Surface::Console, 3);
    let mut draft = ArbitrationDraft::new(expert(1), ranking(1..=3));
    draft.answer(request(1), Verdict::Drop);
    assert!(!draft.is_outdated(bench.client.model()));
    ask(&mut bench, 4);
    bench.elsewhere(CancelRequest {
        request: request(2),
    });
    bench.settle();
    assert!(draft.is_outdated(bench.client.model()));
    let mut rows = ranking(1..=4);
    let left: Vec<_> = rows
        .applicants
        .iter()
        .filter(|row| row.request != request(2))
        .cloned()
        .collect();
    rows.applicants = List::new(left).unwrap();
    let next = ArbitrationDraft::new(expert(1), rows).with_answers_of(&draft);
    assert!(!next.is_outdated(bench.client.model()));
    let rows = next.rows(bench.client.model());
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.request, row.verdict, row.is_new))
        .collect();
    assert_eq!(told[0], (request(1), Verdict::Drop, false));
    assert_eq!((told[2].0, told[2].2), (request(4), true));
    let gone: Vec<_> = next
        .gone(bench.client.model())
        .iter()
        .map(|who| who.id)
        .collect();
    assert_eq!(gone, [person(2)]);
}

#[test]
fn who_does_not_see_all_applicants_of_an_expert_is_not_asked_to_choose() {
    let scoped = Actor::Staff(StaffId::example(3));
    let mut bench = wanted(scoped, Surface::Console, 4);
    bench.elsewhere(LimitExpert {
        expert: expert(2),
        meetings_max: Some(0),
    });
    bench.elsewhere(MakeRequest {
        request: request(9),
        from: person(1),
        to: expert(2),
        slots: SlotSet::EMPTY,
    });
    bench.settle();
    let model = bench.client.model();
    let rows = demand(model, bench.at());
    let experts: Vec<_> = rows.iter().map(|row| row.expert.id).collect();
    assert_eq!(
        experts,
        [expert(1)],
        "the other expert is of another organisation"
    );
    assert!(model.state().request(request(9)).is_some());
}

#[test]
fn who_cannot_be_met_is_not_kept_by_default() {
    let mut rows = ranking(1..=3);
    let mut all: Vec<_> = rows.applicants.iter().cloned().collect();
    all[0].n_slots = 0;
    rows.applicants = List::new(all).unwrap();
    let command = ArbitrationDraft::new(expert(1), rows).command();
    assert_eq!(&*command.kept, &[request(2), request(3)]);
    assert_eq!(&*command.waiting, &[request(1)]);
}

#[test]
fn a_phone_is_told_that_its_request_was_not_retained_or_waits() {
    let mut bench = wanted(Actor::Person(person(1)), Surface::Phone, 2);
    let answer = |waiting: &[u64], dropped: &[u64]| ArbitrateExpert {
        expert: expert(1),
        kept: List::default(),
        waiting: List::new(waiting.iter().copied().map(request).collect()).unwrap(),
        dropped: List::new(dropped.iter().copied().map(request).collect()).unwrap(),
    };
    bench.elsewhere(answer(&[1], &[2]));
    bench.settle();
    let now = inbox(bench.client.model());
    assert_eq!(now.waiting[0].status, RequestStatus::Waiting);
    bench.elsewhere(answer(&[], &[1]));
    bench.settle();
    let now = inbox(bench.client.model());
    assert_eq!(now.ended[0].status, RequestStatus::NotRetained);
    assert!(now.waiting.is_empty());
}

#[test]
fn a_suggestion_is_marked_as_asked_once_it_is() {
    let mut bench = Bench::live(Actor::Person(person(1)), Surface::Phone);
    let found = |person, way| Suggestion {
        figures: None,
        person,
        company: CompanyId::example(9),
        score: 100,
        they_offer: List::default(),
        they_seek: List::default(),
        way,
    };
    let slots = [slot(2), slot(1)].into_iter().collect();
    let ranked = RankedSuggestions {
        suggestions: List::new(vec![
            found(person(2), SuggestionWay::Ask),
            found(expert(1), SuggestionWay::Take(slots)),
        ])
        .unwrap(),
    };
    let cards = suggestions(bench.client.model(), &ranked);
    assert!(cards.iter().all(|card| !card.is_asked));
    let in_time = [(slot(1), slot_start(1)), (slot(2), slot_start(2))];
    assert_eq!(cards[1].way, Way::Take(in_time.to_vec()));
    bench
        .dispatch(MakeRequest {
            request: request(1),
            from: person(1),
            to: person(2),
            slots: SlotSet::EMPTY,
        })
        .unwrap();
    let cards = suggestions(bench.client.model(), &ranked);
    assert!(cards[0].is_pending && !cards[1].is_pending);
    bench.settle();
    let cards = suggestions(bench.client.model(), &ranked);
    assert!(cards[0].is_asked && !cards[0].is_pending && !cards[1].is_asked);
}
