//! Where a meeting could go, best first: near in time, at a place that the two know.

use domain::State;
use protocol::id::MeetingId;
use protocol::limits::CANDIDATES_MAX;
use protocol::query::RankedSpots;
use protocol::reject::{MeetingClosed, NotFound};
use protocol::{Meeting, Micros, Reject, Spot};

use crate::feasible::{self, Tables};

/// Other places proposed for the same time.
const OTHER_PLACES_MAX: usize = 5;

/// Ranks free spots for a meeting.
///
/// # Errors
/// When there is no such meeting, or it is over.
pub(crate) fn rank(state: &State, now: Micros, meeting: MeetingId) -> Result<RankedSpots, Reject> {
    let meeting = planned(state, meeting)?;
    let mut spots = spots_from(state, now, meeting, Micros(i64::MIN));
    // The same time elsewhere comes last: who asks usually needs another time.
    spots.extend(elsewhere(state, now, meeting));
    spots.truncate(CANDIDATES_MAX);
    Ok(RankedSpots { spots })
}

/// A meeting that can still move.
pub(crate) fn planned(state: &State, id: MeetingId) -> Result<&Meeting, Reject> {
    let meeting = state.meeting(id).ok_or(NotFound {})?;
    if feasible::is_planned(meeting) {
        Ok(meeting)
    } else {
        Err(MeetingClosed {
            meeting: id,
            touch: meeting.touch,
        }
        .into())
    }
}

/// One spot in each other slot that begins at `earliest` or later, nearest in time first;
/// of two as near, the later one, which leaves time to tell the two.
pub(crate) fn spots_from(
    state: &State,
    now: Micros,
    meeting: &Meeting,
    earliest: Micros,
) -> Vec<Spot> {
    let Some(stands_at) = state.slot(meeting.spot.slot).map(|slot| slot.starts_at) else {
        return Vec::new();
    };
    let tables = Tables::of(state);
    let mut slots = feasible::open_slots(state, now);
    slots.retain(|slot| slot.id != meeting.spot.slot && slot.starts_at >= earliest);
    slots.sort_by_key(|slot| {
        let distance = slot.starts_at.since(stands_at);
        (distance.abs(), distance < 0, slot.id)
    });
    let pair = (meeting.host, meeting.guest);
    slots
        .into_iter()
        .filter_map(|slot| tables.first_fit(state, now, pair, slot.id, Some(meeting)))
        .take(CANDIDATES_MAX)
        .collect()
}

fn elsewhere(state: &State, now: Micros, meeting: &Meeting) -> Vec<Spot> {
    let pair = (meeting.host, meeting.guest);
    Tables::of(state)
        .free_in(state, meeting.spot.slot)
        .map(|place| Spot {
            slot: meeting.spot.slot,
            place,
        })
        .filter(|spot| feasible::fits(state, pair, *spot, now, Some(meeting.id)))
        .take(OTHER_PLACES_MAX)
        .collect()
}
