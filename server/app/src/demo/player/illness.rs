//! One expert falls ill in mid-morning and says so; what becomes of the meetings is for an
//! organiser to settle (LIV-03). Where organisers are played, they settle it after a while.

use protocol::command::{DeclareExpertAbsent, Reassignment, ReassignmentOutcome};
use protocol::id::PersonId;
use protocol::query::{AbsencePlan, ReassignmentChoices};
use protocol::{Absence, Actor, Answer, MeetingStatus, Micros, Minutes, Query};

use super::{Cast, Scene, after, minutes_between};
use crate::demo::draft::list;

/// When on the day, counted from the opening of the doors.
const FALLS_ILL_MINUTES: (i64, i64) = (166, 172);
/// How long people have to settle it before a played organiser does.
const PATIENCE: Minutes = Minutes(25);

pub(super) fn play(scene: &mut Scene<'_>) {
    let absent = scene.state.experts().find_map(|expert| {
        let absence = expert.expert.as_ref()?.absence.clone()?;
        Some((expert.id, absence))
    });
    match (absent, scene.player.cast) {
        (None, _) => fall_ill(scene),
        (Some((expert, absence)), Cast::WithOrganisers) => settle(scene, expert, absence),
        (Some(_), Cast::Everybody) => {}
    }
}

fn fall_ill(scene: &mut Scene<'_>) {
    let mut lot = scene.lot("illness", scene.today.key());
    let (low, high) = FALLS_ILL_MINUTES;
    let at = after(scene.today.opens_at, minutes_between(&mut lot, low, high));
    if at > scene.now {
        return;
    }
    // From the next slot on: the meeting that runs is still held.
    let next = scene
        .today
        .slots
        .iter()
        .map(|slot| slot.starts_at)
        .find(|start| *start >= scene.now);
    let Some(from) = next else { return };
    let n_ahead = |expert: PersonId| {
        let planned = scene
            .state
            .meetings_of(expert)
            .filter(|meeting| meeting.status == MeetingStatus::Planned);
        planned
            .filter_map(|meeting| scene.today.slot(meeting.spot.slot))
            .filter(|slot| slot.starts_at >= from)
            .count()
    };
    let ill = scene
        .state
        .experts()
        .map(|expert| expert.id)
        .filter(|id| !scene.is_left_alone(*id))
        .max_by_key(|id| (n_ahead(*id), *id));
    if let Some(expert) = ill.filter(|id| n_ahead(*id) > 0) {
        let absence = Absence { from, until: None };
        let command = DeclareExpertAbsent {
            expert,
            absence,
            plan: list(Vec::new()),
        };
        scene.cue(&lot, at, Actor::Person(expert), command);
    }
}

fn settle(scene: &mut Scene<'_>, expert: PersonId, absence: Absence) {
    let at: Micros = absence.from + PATIENCE;
    if at > scene.now
        || scene
            .state
            .meetings_hit_by(expert, &absence)
            .next()
            .is_none()
    {
        return;
    }
    let query = Query::from(AbsencePlan {
        expert,
        absence: absence.clone(),
    });
    let Ok(Answer::RankedReassignments(answer)) = scheduler::answer(scene.state, scene.now, &query)
    else {
        return;
    };
    let plan = answer.meetings.iter().map(step).collect();
    let lot = scene.lot("settle", expert.to_bytes());
    let command = DeclareExpertAbsent {
        expert,
        absence,
        plan: list(plan),
    };
    scene.cue(&lot, at, Actor::System, command);
}

fn step(choices: &ReassignmentChoices) -> Reassignment {
    let chosen = choices
        .chosen
        .and_then(|index| choices.choices.get(usize::from(index)));
    Reassignment {
        meeting: choices.meeting,
        from: choices.from,
        outcome: match chosen {
            Some(choice) => ReassignmentOutcome::Substitute {
                expert: choice.expert,
                spot: choice.spot,
            },
            None => ReassignmentOutcome::Cancel,
        },
    }
}
