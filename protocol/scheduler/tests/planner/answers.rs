//! Every proposal of every answer is accepted by the authority, and what stands stays.

use std::collections::BTreeMap;

use domain::{State, invariants};
use proptest::prelude::*;
use protocol::command::*;
use protocol::id::*;
use protocol::limits::CANDIDATES_MAX;
use protocol::query::*;
use protocol::*;

use crate::world::{Draw, Size, World, list};

fn sizes() -> impl Strategy<Value = Size> {
    (4_u16..12, 2_u64..6, 6_u64..24, 2_u64..6, 30_u64..220).prop_map(
        |(n_slots, n_tables, n_persons, n_experts, n_steps)| Size {
            n_slots,
            n_tables,
            n_persons,
            n_experts,
            n_steps,
        },
    )
}

fn ask(world: &World, query: impl Into<Query>) -> Result<Answer, Reject> {
    let query = query.into();
    let answer = scheduler::answer(&world.state, world.now, &query);
    assert_eq!(
        answer,
        scheduler::answer(&world.state, world.now, &query),
        "not deterministic"
    );
    answer
}

/// Runs a command that a proposal suggests; it must be accepted and leave every meeting that
/// stood where it was, `allowed` ones aside.
fn check(world: &World, command: impl Into<Command>, allowed: &[MeetingId]) {
    let command = command.into();
    let mut after = world.clone();
    if let Err(reject) = after.run(command.clone()) {
        panic!("{command:?} was proposed and refused: {reject:?}");
    }
    let (before, now) = (standing(&world.state), standing(&after.state));
    for (meeting, place) in before {
        assert!(
            allowed.contains(&meeting) || now.get(&meeting) == Some(&place),
            "{meeting} moved"
        );
    }
    assert_eq!(invariants::check(&after.state), Vec::new());
}

fn standing(state: &State) -> BTreeMap<MeetingId, (Spot, PersonId, PersonId)> {
    state
        .meetings()
        .filter(|meeting| !matches!(meeting.status, MeetingStatus::Cancelled { .. }))
        .map(|meeting| (meeting.id, (meeting.spot, meeting.host, meeting.guest)))
        .collect()
}

fn planned(state: &State) -> Vec<Meeting> {
    state
        .meetings()
        .filter(|meeting| meeting.status == MeetingStatus::Planned)
        .cloned()
        .collect()
}

fn spots_of(answer: Answer) -> Vec<Spot> {
    match answer {
        Answer::RankedSpots(answer) => answer.spots,
        Answer::KnockOn(answer) => answer.proposals,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whoever_is_ranked_for_a_vacancy_may_fill_it(seed: u64, size in sizes()) {
        let world = World::random(seed, size);
        for vacancy in world.state.vacancies() {
            let answer = ask(&world, VacancyCandidates { vacancy: vacancy.id }).unwrap();
            let Answer::RankedCandidates(answer) = answer else { panic!("{answer:?}") };
            prop_assert!(answer.candidates.is_sorted_by_key(|candidate| -candidate.score));
            prop_assert!(answer.candidates.len() <= CANDIDATES_MAX);
            for candidate in &answer.candidates {
                let (meeting, guest) = (MeetingId::example(1), candidate.person);
                check(&world, FillVacancy { vacancy: vacancy.id, meeting, guest }, &[]);
                if world.state.offer_of(vacancy.id).is_none() {
                    let offer = OfferId::example(1);
                    check(&world, OfferVacancy { vacancy: vacancy.id, offer, to: guest }, &[]);
                }
            }
        }
    }

    #[test]
    fn a_meeting_may_go_wherever_it_is_proposed_to_go(seed: u64, size in sizes()) {
        let world = World::random(seed, size);
        for meeting in planned(&world.state) {
            let spots = spots_of(ask(&world, MoveTargets { meeting: meeting.id }).unwrap());
            prop_assert!(spots.len() <= CANDIDATES_MAX);
            for to in spots {
                prop_assert_ne!(to, meeting.spot);
                let command = MoveMeeting { meeting: meeting.id, from: meeting.spot, to };
                check(&world, command, &[meeting.id]);
            }
        }
    }

    #[test]
    fn a_late_meeting_may_be_moved_to_every_proposal_and_hits_what_it_overlaps(
        seed: u64,
        size in sizes(),
        minutes in 1_u16..50,
    ) {
        let world = World::random(seed, size);
        for meeting in planned(&world.state) {
            let (party, minutes) = (meeting.guest, Minutes(minutes));
            let query = DelayEffects { meeting: meeting.id, party, minutes };
            let answer = ask(&world, query).unwrap();
            let Answer::KnockOn(effects) = &answer else { panic!("{answer:?}") };
            let slot = world.state.slot(meeting.spot.slot).unwrap();
            for hit in &effects.affected {
                let other = world.state.meeting(hit.meeting).unwrap();
                let starts_at = world.state.slot(other.spot.slot).unwrap().starts_at;
                prop_assert!(starts_at >= slot.ends_at);
                prop_assert!(starts_at < slot.ends_at + minutes + Minutes(15));
                let shared = [other.host, other.guest];
                prop_assert!(shared.contains(&meeting.host) || shared.contains(&meeting.guest));
                prop_assert!((1..=20).contains(&hit.minutes_lost.0));
            }
            for to in spots_of(answer) {
                let starts_at = world.state.slot(to.slot).unwrap().starts_at;
                prop_assert!(starts_at >= slot.starts_at + minutes);
                let command = MoveMeeting { meeting: meeting.id, from: meeting.spot, to };
                check(&world, command, &[meeting.id]);
            }
        }
    }

    #[test]
    fn a_walk_in_may_meet_everybody_who_is_proposed(seed: u64, size in sizes()) {
        let world = World::random(seed, size);
        for person in world.state.persons() {
            let answer = ask(&world, WalkInCandidates { person: person.id }).unwrap();
            let Answer::RankedPartners(answer) = answer else { panic!("{answer:?}") };
            prop_assert!(answer.partners.is_sorted_by_key(|partner| -partner.score));
            for partner in &answer.partners {
                let (host, guest) = world.state.roles(person.id, partner.person);
                let meeting = MeetingId::example(1);
                check(&world, BookMeeting { meeting, host, guest, spot: partner.spot }, &[]);
            }
        }
    }

    #[test]
    fn an_absence_is_settled_as_proposed_whole_and_choice_by_choice(
        seed: u64,
        size in sizes(),
        from_minutes in 0_u16..200,
        length in proptest::option::of(20_u16..200),
    ) {
        let world = World::random(seed, size);
        let from = crate::world::MORNING + Minutes(from_minutes);
        let absence = Absence { from, until: length.map(|length| from + Minutes(length)) };
        for expert in world.state.experts() {
            let query = AbsencePlan { expert: expert.id, absence: absence.clone() };
            let answer = ask(&world, query).unwrap();
            let Answer::RankedReassignments(answer) = answer else { panic!("{answer:?}") };
            check_absence(&world, expert.id, &absence, &answer.meetings);
        }
    }

    #[test]
    fn an_absence_keeps_as_many_meetings_as_any_combination_of_choices(seed: u64) {
        let size =
            Size { n_slots: 6, n_tables: 3, n_persons: 14, n_experts: 3, n_steps: 160 };
        let world = World::random(seed, size);
        let absence = Absence { from: crate::world::MORNING, until: None };
        for expert in world.state.experts() {
            let query = AbsencePlan { expert: expert.id, absence: absence.clone() };
            let Ok(Answer::RankedReassignments(answer)) = ask(&world, query) else { panic!() };
            let n_chosen = answer.meetings.iter().filter(|m| m.chosen.is_some()).count();
            let n_combinations: usize =
                answer.meetings.iter().map(|meeting| meeting.choices.len() + 1).product();
            if n_combinations > 3_000 {
                continue;
            }
            for code in 0..n_combinations {
                let mut code = code;
                let picks: Vec<Option<usize>> = answer
                    .meetings
                    .iter()
                    .map(|meeting| {
                        let pick = code % (meeting.choices.len() + 1);
                        code /= meeting.choices.len() + 1;
                        pick.checked_sub(1)
                    })
                    .collect();
                let n_kept = picks.iter().flatten().count();
                if n_kept > n_chosen {
                    let steps = steps(&answer.meetings, |at, _| picks[at]);
                    let command = declare(expert.id, &absence, steps);
                    prop_assert!(world.clone().run(command).is_err(), "{n_kept} > {n_chosen}");
                }
            }
        }
    }
}

fn check_absence(
    world: &World,
    expert: PersonId,
    absence: &Absence,
    meetings: &[ReassignmentChoices],
) {
    let named: Vec<_> = meetings.iter().map(|choices| choices.meeting).collect();
    let whole = steps(meetings, |_, choices| choices.chosen.map(usize::from));
    check(world, declare(expert, absence, whole), &named);
    for (at, choices) in meetings.iter().enumerate() {
        assert!(choices.choices.is_sorted_by_key(|choice| -choice.score));
        assert!(choices.choices.len() <= CANDIDATES_MAX);
        for pick in 0..choices.choices.len() {
            let alone = steps(meetings, |other, _| (other == at).then_some(pick));
            check(world, declare(expert, absence, alone), &named);
        }
    }
}

fn steps(
    meetings: &[ReassignmentChoices],
    pick: impl Fn(usize, &ReassignmentChoices) -> Option<usize>,
) -> Vec<Reassignment> {
    let step = |(at, choices): (usize, &ReassignmentChoices)| Reassignment {
        meeting: choices.meeting,
        from: choices.from,
        outcome: match pick(at, choices) {
            Some(index) => ReassignmentOutcome::Substitute {
                expert: choices.choices[index].expert,
                spot: choices.choices[index].spot,
            },
            None => ReassignmentOutcome::Cancel,
        },
    };
    meetings.iter().enumerate().map(step).collect()
}

fn declare(expert: PersonId, absence: &Absence, plan: Vec<Reassignment>) -> DeclareExpertAbsent {
    DeclareExpertAbsent {
        expert,
        absence: absence.clone(),
        plan: list(plan),
    }
}

#[test]
fn random_events_hold_what_the_properties_are_about() {
    // A property over empty collections proves nothing.
    let size = Size {
        n_slots: 10,
        n_tables: 4,
        n_persons: 20,
        n_experts: 4,
        n_steps: 200,
    };
    let (mut n_vacancies, mut n_candidates, mut n_kept, mut n_offered) = (0, 0, 0, 0);
    let mut draw = Draw(1);
    for _ in 0..40 {
        let world = World::random(draw.below(u64::MAX), size);
        for vacancy in world.state.vacancies() {
            n_vacancies += 1;
            n_offered += usize::from(world.state.offer_of(vacancy.id).is_some());
            let answer = ask(
                &world,
                VacancyCandidates {
                    vacancy: vacancy.id,
                },
            );
            let Ok(Answer::RankedCandidates(answer)) = answer else {
                panic!("{answer:?}")
            };
            n_candidates += answer.candidates.len();
        }
        for expert in world.state.experts() {
            let absence = Absence {
                from: crate::world::MORNING,
                until: None,
            };
            let answer = ask(
                &world,
                AbsencePlan {
                    expert: expert.id,
                    absence,
                },
            );
            let Ok(Answer::RankedReassignments(answer)) = answer else {
                panic!("{answer:?}")
            };
            n_kept += answer
                .meetings
                .iter()
                .filter(|m| m.chosen.is_some())
                .count();
        }
    }
    println!(
        "{n_vacancies} vacancies, {n_offered} offered, {n_candidates} candidates, {n_kept} kept"
    );
    assert!(n_vacancies > 20 && n_offered > 3 && n_candidates > 20 && n_kept > 20);
}

#[test]
fn what_is_gone_is_refused() {
    let world = World::random(
        3,
        Size {
            n_slots: 6,
            n_tables: 3,
            n_persons: 8,
            n_experts: 2,
            n_steps: 40,
        },
    );
    let unknown = |query: Query| ask(&world, query).unwrap_err().name();
    assert_eq!(
        unknown(
            VacancyCandidates {
                vacancy: VacancyId::example(1)
            }
            .into()
        ),
        "VacancyGone"
    );
    assert_eq!(
        unknown(
            MoveTargets {
                meeting: MeetingId::example(1)
            }
            .into()
        ),
        "NotFound"
    );
    let absence = Absence {
        from: crate::world::MORNING,
        until: None,
    };
    let nobody = AbsencePlan {
        expert: PersonId::example(99_999),
        absence: absence.clone(),
    };
    assert_eq!(unknown(nobody.into()), "NotFound");
    let no_expert = AbsencePlan {
        expert: PersonId::example(1),
        absence,
    };
    assert_eq!(unknown(no_expert.into()), "NotFound");
}
