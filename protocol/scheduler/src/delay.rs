//! What a delay does to the day of the two who meet (LIV-05, B2B-15).
//!
//! The meeting begins late and keeps its length; every later meeting of either party that would
//! have begun by then loses that time. A meeting that loses time still ends on time, so the loss
//! does not travel further than the delay itself reaches.

use std::collections::BTreeMap;

use domain::{Commitment, State};
use protocol::id::{MeetingId, PersonId};
use protocol::limits::{CANDIDATES_MAX, LATE_MINUTES_MAX};
use protocol::query::{Affected, KnockOn};
use protocol::reject::{LimitReached, NotFound};
use protocol::{Meeting, Micros, Minutes, Reject, Slot};

use crate::feasible;
use crate::targets;

/// Meetings that a delay pushes against, and free spots for the delayed meeting itself.
///
/// # Errors
/// When there is no such meeting or party, the meeting is over, or the delay is too long.
pub(crate) fn effects(
    state: &State,
    now: Micros,
    meeting: MeetingId,
    party: PersonId,
    delay: Minutes,
) -> Result<KnockOn, Reject> {
    let meeting = targets::planned(state, meeting)?;
    if party != meeting.host && party != meeting.guest {
        return Err(NotFound {}.into());
    }
    if delay.0 > LATE_MINUTES_MAX {
        return Err(LimitReached {
            limit: u32::from(LATE_MINUTES_MAX),
        }
        .into());
    }
    let slot = state.slot(meeting.spot.slot).ok_or(NotFound {})?;
    let earliest = (slot.starts_at + delay).max(now);
    let mut proposals = targets::spots_from(state, now, meeting, earliest);
    proposals.truncate(CANDIDATES_MAX);
    Ok(KnockOn {
        affected: affected(state, meeting, slot, delay),
        proposals,
    })
}

fn affected(state: &State, meeting: &Meeting, slot: &Slot, delay: Minutes) -> Vec<Affected> {
    let ends_at = slot.ends_at + delay;
    let site = state.place(meeting.spot.place).map(|place| place.site);
    let mut losses: BTreeMap<(Micros, MeetingId), Minutes> = BTreeMap::new();
    for person in [meeting.host, meeting.guest] {
        for (other_slot, commitment) in state.floor().agenda(person) {
            let Commitment::Meeting(id) = commitment else {
                continue;
            };
            let (Some(other), Some(other_slot)) = (state.meeting(id), state.slot(other_slot))
            else {
                continue;
            };
            if id == meeting.id
                || other_slot.starts_at < slot.ends_at
                || !feasible::is_planned(other)
            {
                continue;
            }
            let travel = match (site, state.place(other.spot.place).map(|place| place.site)) {
                (Some(here), Some(there)) => state.travel_minutes(here, there),
                (None, _) | (_, None) => Minutes(0),
            };
            let lost = (ends_at + travel).since(other_slot.starts_at);
            if lost > 0 {
                let length = other_slot.ends_at.since(other_slot.starts_at);
                let key = (other_slot.starts_at, id);
                let minutes_lost = whole_minutes(lost.min(length));
                let worst = losses.entry(key).or_default();
                *worst = (*worst).max(minutes_lost);
            }
        }
    }
    losses
        .into_iter()
        .map(|((_, meeting), minutes_lost)| Affected {
            meeting,
            minutes_lost,
        })
        .take(CANDIDATES_MAX)
        .collect()
}

/// Rounded up: a minute that has begun is lost.
fn whole_minutes(length_us: i64) -> Minutes {
    let minutes = length_us.max(0).saturating_add(59_999_999) / 60_000_000;
    Minutes(u16::try_from(minutes).unwrap_or(u16::MAX))
}
