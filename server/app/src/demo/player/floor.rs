//! Meetings: some parties are late, some call off, most meet.

use protocol::command::{CancelMeeting, MarkHeld, MarkLate, MarkNotHeld};
use protocol::{Actor, CancelReason, Meeting, MeetingStatus, Minutes, Missing, Slot};

use super::{Scene, after, minutes_between};

const LATE_PERCENT: usize = 4;
const CALLED_OFF_PERCENT: usize = 3;
/// How many meetings of two present persons fail all the same.
const MISSED_PERCENT: usize = 2;
const REASONS: [CancelReason; 6] = [
    CancelReason::Travel,
    CancelReason::Travel,
    CancelReason::Conflict,
    CancelReason::Unwell,
    CancelReason::NoInterest,
    CancelReason::Other,
];

pub(super) fn play(scene: &mut Scene<'_>) {
    let (state, today) = (scene.state, scene.today);
    for meeting in state
        .meetings()
        .filter(|meeting| meeting.status == MeetingStatus::Planned)
    {
        let Some(slot) = today.slot(meeting.spot.slot) else {
            continue;
        };
        if slot.ends_at <= scene.now {
            record_outcome(scene, meeting, slot);
        } else if scene.now < slot.starts_at {
            call_off(scene, meeting, slot);
            run_late(scene, meeting, slot);
        }
    }
}

fn record_outcome(scene: &mut Scene<'_>, meeting: &Meeting, slot: &Slot) {
    let mut lot = scene.lot("outcome", meeting.id.to_bytes());
    let at = after(slot.ends_at, minutes_between(&mut lot, 0, 4));
    let fails = lot.percent(MISSED_PERCENT);
    let missing = match (
        scene.is_present(meeting.host),
        scene.is_present(meeting.guest),
    ) {
        (true, true) if fails => Some(Missing::Guest),
        (true, true) => None,
        (false, true) => Some(Missing::Host),
        (true, false) => Some(Missing::Guest),
        (false, false) => Some(Missing::Both),
    };
    let meeting = meeting.id;
    match missing {
        Some(missing) => {
            scene.cue(&lot, at, Actor::System, MarkNotHeld { meeting, missing });
        }
        None => scene.cue(&lot, at, Actor::System, MarkHeld { meeting }),
    }
}

fn call_off(scene: &mut Scene<'_>, meeting: &Meeting, slot: &Slot) {
    let mut lot = scene.lot("call off", meeting.id.to_bytes());
    if !lot.percent(CALLED_OFF_PERCENT) {
        return;
    }
    let party = if lot.percent(25) {
        meeting.host
    } else {
        meeting.guest
    };
    let at = after(slot.starts_at, -minutes_between(&mut lot, 24, 150));
    let reason = *lot.pick(&REASONS);
    if at >= scene.today.opens_at && !scene.is_left_alone(party) {
        let meeting = meeting.id;
        scene.cue(
            &lot,
            at,
            Actor::Person(party),
            CancelMeeting { meeting, reason },
        );
    }
}

fn run_late(scene: &mut Scene<'_>, meeting: &Meeting, slot: &Slot) {
    let mut lot = scene.lot("late", meeting.id.to_bytes());
    if !lot.percent(LATE_PERCENT) || meeting.late.is_some() {
        return;
    }
    let party = if lot.percent(35) {
        meeting.host
    } else {
        meeting.guest
    };
    let at = after(slot.starts_at, -minutes_between(&mut lot, 1, 14));
    let minutes = *lot.pick(&[Minutes(5), Minutes(5), Minutes(10), Minutes(15)]);
    if scene.is_present(party) && !scene.is_left_alone(party) {
        let meeting = meeting.id;
        scene.cue(
            &lot,
            at,
            Actor::Person(party),
            MarkLate {
                meeting,
                party,
                minutes,
            },
        );
    }
}
