//! Suggestions: the documented score, who is left out, and that a better match never falls.

use proptest::prelude::*;
use protocol::command::*;
use protocol::id::PersonId;
use protocol::limits::SUGGESTIONS_MAX;
use protocol::query::{Suggestion, SuggestionWay, Suggestions};
use protocol::*;
use scheduler::suggestion::score;

use crate::world::*;

fn suggestions(state: &domain::State, now: Micros, person: PersonId) -> Vec<Suggestion> {
    let query = Suggestions { person }.into();
    match scheduler::answer(state, now, &query) {
        Ok(Answer::RankedSuggestions(answer)) => answer.suggestions.to_vec(),
        Err(why) if why.name() == "PersonWithdrawnAlready" => vec![],
        other => panic!("{other:?}"),
    }
}

fn seeks(id: PersonId, sought: &[u16], offered: &[u16]) -> Person {
    let mut row = somebody(id, 4);
    row.sought = list(sought.iter().copied().map(Tag).collect());
    row.offered = list(offered.iter().copied().map(Tag).collect());
    row
}

#[test]
fn who_gains_on_both_sides_comes_first_and_the_keywords_say_why() {
    let mut world = World::empty(4, &[0, 0], 0);
    world.register(vec![
        seeks(person(1), &[1, 2], &[3]),
        seeks(person(2), &[], &[1, 2]),
        seeks(person(3), &[3], &[1]),
        seeks(person(4), &[9], &[9]),
    ]);
    let found = suggestions(&world.state, world.now, person(1));
    let told: Vec<_> = found.iter().map(|row| (row.person, row.score)).collect();
    assert_eq!(told, [(person(3), 250), (person(2), 200)]);
    assert_eq!(&*found[0].they_offer, &[Tag(1)]);
    assert_eq!(&*found[0].they_seek, &[Tag(3)]);
    assert_eq!(found[0].way, SuggestionWay::Ask);
}

#[test]
fn whom_one_knows_already_is_not_suggested() {
    let mut world = World::empty(4, &[0, 0], 0);
    let mut rows: Vec<_> = (2..=6).map(|n| seeks(person(n), &[], &[1])).collect();
    rows.push(seeks(person(1), &[1], &[]));
    // Somebody else of the company that was asked.
    let mut colleague = seeks(person(7), &[], &[1]);
    colleague.company = rows[0].company;
    rows.push(colleague);
    world.register(rows);
    world.ask(person(1), person(2));
    let request = world.ask(person(3), person(1));
    world.run(RefuseRequest { request }).unwrap();
    let at = Spot {
        slot: slot(0),
        place: table(1),
    };
    world.book(person(1), person(4), at);
    world.run(WithdrawPerson { person: person(5) }).unwrap();
    let found = suggestions(&world.state, world.now, person(1));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].person, person(6));
}

#[test]
fn one_person_stands_for_a_company_and_the_list_ends_at_its_bound() {
    let mut world = World::empty(4, &[0, 0], 0);
    let n = SUGGESTIONS_MAX as u64 + 5;
    let mut rows = vec![seeks(person(1), &[1], &[])];
    rows.extend((2..n + 2).map(|n| seeks(person(n), &[], &[1])));
    let mut colleague = seeks(person(n + 2), &[], &[1]);
    colleague.company = rows[1].company;
    rows.push(colleague);
    world.register(rows);
    let found = suggestions(&world.state, world.now, person(1));
    assert_eq!(found.len(), SUGGESTIONS_MAX);
    assert!(found.iter().all(|row| row.person != person(n + 2)));
}

#[test]
fn an_experts_slot_is_taken_where_there_is_one_and_waited_for_where_there_is_none() {
    let mut world = World::empty(4, &[0, 0], 0);
    let mut rows = vec![seeks(person(1), &[1], &[]), seeks(person(2), &[], &[])];
    for n in 1..=2 {
        let mut row = seeks(expert(n), &[], &[1]);
        row.expert = Some(ExpertTerms {
            meetings_max: Some(1),
            absence: None,
        });
        rows.push(row);
    }
    world.register(rows);
    let at = Spot {
        slot: slot(0),
        place: table(1),
    };
    world.book(expert(2), person(2), at);
    let found = suggestions(&world.state, world.now, person(1));
    let ways: Vec<_> = found
        .iter()
        .map(|row| (row.person, row.way.clone()))
        .collect();
    let all = (0..4).map(slot).collect();
    let taken = (expert(1), SuggestionWay::Take(all));
    assert_eq!(ways, [taken, (expert(2), SuggestionWay::Wait)]);
    // Experts never meet each other.
    let for_expert = suggestions(&world.state, world.now, expert(1));
    assert!(for_expert.iter().all(|row| row.person == person(1)));
    // Where the plan gives the slots, one asks.
    let setup = EventSetup {
        mode: Some(AssignmentMode::PreAssigned),
        ..world.state.setup().unwrap().clone()
    };
    world.run(ConfigureEvent { setup }).unwrap();
    let found = suggestions(&world.state, world.now, person(1));
    assert!(found.iter().all(|row| row.way == SuggestionWay::Ask));
}

/// The documented formula, counted keyword by keyword.
fn score_by_hand(a: &Person, b: &Person) -> u32 {
    let mut matches = [0, 0];
    for tag in 0..=u16::from(u8::MAX) {
        for (direction, (seeker, giver)) in [(a, b), (b, a)].into_iter().enumerate() {
            if seeker.sought.contains(&Tag(tag)) && giver.offered.contains(&Tag(tag)) {
                matches[direction] += 1;
            }
        }
    }
    let both = if matches.iter().all(|n| *n > 0) {
        50
    } else {
        0
    };
    100 * (matches[0] + matches[1]) + both
}

fn random_size() -> impl Strategy<Value = Size> {
    (2..8_u16, 1..4_u64, 3..16_u64, 0..4_u64, 10..120_u64).prop_map(
        |(n_slots, n_tables, n_persons, n_experts, n_steps)| Size {
            n_slots,
            n_tables,
            n_persons,
            n_experts,
            n_steps,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The score is the formula, and the same for both.
    #[test]
    fn a_score_is_the_formula_and_the_same_for_both(seed in any::<u64>(), size in random_size()) {
        let world = World::random(seed, size);
        let persons: Vec<&Person> = world.state.persons().collect();
        for a in &persons {
            for b in &persons {
                prop_assert_eq!(score(a, b), score_by_hand(a, b));
                prop_assert_eq!(score(a, b), score(b, a));
            }
        }
    }

    /// Whoever is suggested may be met, is new to the asker, and can be had the way that is told.
    #[test]
    fn what_is_suggested_can_be_done(seed in any::<u64>(), size in random_size()) {
        let world = World::random(seed, size);
        for me in world.state.persons() {
            let found = suggestions(&world.state, world.now, me.id);
            let mut scores: Vec<u32> = found.iter().map(|row| row.score).collect();
            prop_assert!(scores.is_sorted_by(|a, b| a >= b));
            scores.retain(|score| *score == 0);
            prop_assert!(scores.is_empty());
            for row in found {
                let other = world.state.person(row.person).unwrap();
                prop_assert_eq!(row.score, score_by_hand(me, other));
                let knows = world.state.requests_of(me.id).any(|r| [r.from, r.to].contains(&row.person));
                prop_assert!(!knows);
                let mut after = world.clone();
                let request = id::RequestId::example(after.fresh());
                let meeting = id::MeetingId::example(after.fresh());
                let (from, to) = (me.id, row.person);
                let take = |slot, else_wait| TakeSlot { request, meeting, from, to, slot, else_wait };
                let actor = Actor::Person(me.id);
                match row.way {
                    SuggestionWay::Ask => {
                        let slots = SlotSet::EMPTY;
                        after.run_as(actor, MakeRequest { request, from, to, slots }).unwrap();
                    }
                    SuggestionWay::Take(slots) => for slot in slots.iter() {
                        world.clone().run_as(actor, take(Some(slot), false)).unwrap();
                    },
                    SuggestionWay::Wait => {
                        after.run_as(actor, take(None, true)).unwrap();
                        let status = &after.state.request(request).unwrap().status;
                        prop_assert_eq!(status, &RequestStatus::Waiting);
                    }
                }
            }
        }
    }

    /// One more matching keyword never lowers anybody.
    #[test]
    fn one_more_matching_keyword_never_lowers_the_rank(
        seed in any::<u64>(), size in random_size(), pick in any::<prop::sample::Index>(), tag in 0..6_u16
    ) {
        let world = World::random(seed, size);
        let mut rows = world.state.full_snapshot();
        let at = pick.index(rows.persons.len());
        let better = rows.persons[at].id;
        let mut offered: Vec<Tag> = rows.persons[at].offered.iter().copied().collect();
        if !offered.contains(&Tag(tag)) {
            offered.push(Tag(tag));
        }
        rows.persons[at].offered = list(offered);
        let after = domain::State::from_snapshot(&rows);
        let rank = |found: &[Suggestion]| found.iter().position(|row| row.person == better);
        for me in world.state.persons() {
            if me.id == better {
                continue;
            }
            let before = rank(&suggestions(&world.state, world.now, me.id));
            let now = rank(&suggestions(&after, world.now, me.id));
            if let Some(before) = before {
                prop_assert!(now.is_some_and(|now| now <= before), "{before} then {now:?}");
            }
        }
    }
}

/// Gives a person figures: what the company gives, and what it seeks of the first figure.
fn with_figures(mut row: Person, offered: &[(u16, i64)], sought: Option<(i64, i64)>) -> Person {
    let value = |(figure, value): &(u16, i64)| FigureValue {
        figure: FigureId(*figure),
        value: *value,
    };
    let range = |(min, max)| FigureRange {
        figure: FigureId(1),
        min,
        max,
    };
    row.figures = Some(Figures {
        offered: list(offered.iter().map(value).collect()),
        sought: list(sought.map(range).into_iter().collect()),
    });
    row
}

#[test]
fn figures_within_what_is_sought_raise_the_rank_say_why_and_suggest_nobody_alone() {
    let mut world = World::empty(4, &[0, 0], 0);
    let after = Vocabulary {
        keywords: list(vec![]),
        figures: list(vec![KeyFigure {
            id: FigureId(1),
            min: 0,
            max: 1_000,
        }]),
    };
    let before = Vocabulary::default();
    world.run(DefineVocabulary { before, after }).unwrap();
    let me = with_figures(seeks(person(1), &[1], &[]), &[(1, 30)], Some((10, 50)));
    let too_large = with_figures(seeks(person(2), &[], &[1]), &[(1, 51)], None);
    let fits = with_figures(seeks(person(3), &[], &[1]), &[(1, 50)], None);
    let gains_too = with_figures(seeks(person(4), &[], &[1]), &[(1, 10)], Some((0, 30)));
    let figures_alone = with_figures(seeks(person(5), &[], &[]), &[(1, 20)], Some((0, 999)));
    world.register(vec![me, too_large, fits, gains_too, figures_alone]);
    let found = suggestions(&world.state, world.now, person(1));
    let told: Vec<_> = found.iter().map(|row| (row.person, row.score)).collect();
    assert_eq!(
        told,
        [
            (person(4), 100 + 40 + 40 + 50),
            (person(3), 100 + 40),
            (person(2), 100)
        ]
    );
    let value = |value| FigureValue {
        figure: FigureId(1),
        value,
    };
    let met = found[0].figures.as_ref().unwrap();
    assert_eq!(
        (&*met.theirs, &*met.mine),
        (&[value(10)][..], &[value(30)][..])
    );
    assert_eq!(found[2].figures, None);
}
