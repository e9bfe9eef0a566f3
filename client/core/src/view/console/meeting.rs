//! One meeting in detail, and whether it could be dropped somewhere else.

use domain::Commitment;
use protocol::id::MeetingId;
use protocol::query::{KnockOn, RankedSpots};
use protocol::{Function, MeetingStatus, Micros, Minutes, Presence, Reject, Spot};

use crate::model::{Model, Touched};
use crate::time::Monotonic;
use crate::view::label::{Where, Who, place_and_time, who};
use crate::view::moment::{MeetingPhase, lacks_news, meeting_phase};

/// A meeting with its parties.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct MeetingDetail {
    pub id: MeetingId,
    pub at: Where,
    pub phase: MeetingPhase,
    pub status: MeetingStatus,
    pub host: Party,
    pub guest: Party,
    pub lacks_news: bool,
    /// Microseconds of the event until it begins; negative once it began.
    pub begins_in: i64,
    /// Who changed it last, by name, and when.
    pub touched: (String, Micros),
    pub is_pending: bool,
    pub can_change: bool,
    pub can_record: bool,
}

/// A party of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Party {
    pub who: Who,
    pub is_expert: bool,
    pub presence: Presence,
    pub late_minutes: Option<u16>,
}

/// One meeting; none when it does not exist (any more) or may not be seen.
#[must_use]
pub fn meeting_detail(model: &Model, id: MeetingId, now: Monotonic) -> Option<MeetingDetail> {
    let state = model.state();
    let event_now = model.event_now(now);
    let meeting = state.meeting(id)?;
    let party = |person| Party {
        who: who(model, person),
        is_expert: state.person(person).is_some_and(|row| row.expert.is_some()),
        presence: state
            .attendance(person)
            .map_or(Presence::Expected, |row| row.presence),
        late_minutes: meeting
            .late
            .as_ref()
            .filter(|late| late.party == person)
            .map(|late| late.minutes.0),
    };
    let at = place_and_time(model, meeting.spot);
    let may_act = model.may(Function::Meetings);
    Some(MeetingDetail {
        id,
        phase: meeting_phase(state, meeting, event_now),
        status: meeting.status.clone(),
        host: party(meeting.host),
        guest: party(meeting.guest),
        lacks_news: lacks_news(state, meeting, event_now),
        begins_in: at.starts_at.since(event_now),
        touched: (
            model.cards().actor(meeting.touch.by).to_owned(),
            meeting.touch.at,
        ),
        is_pending: model.marks().touch(Touched::Meeting(id)),
        can_change: may_act && meeting.status == MeetingStatus::Planned,
        can_record: may_act
            && at.starts_at <= event_now
            && !matches!(meeting.status, MeetingStatus::Cancelled { .. }),
        at,
    })
}

/// What dropping a meeting on a cell would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It fits: dispatch a move.
    Moves,
    /// Another meeting stands there and the two can change places: dispatch a swap.
    Swaps(MeetingId),
    /// It stays where it is.
    Stays,
    /// It does not fit, and why.
    Refused(Reject),
}

/// What dropping a meeting on a spot would do, by the very rules that decide it.
#[must_use]
pub fn drop_verdict(model: &Model, id: MeetingId, to: Spot, now: Monotonic) -> Verdict {
    let state = model.state();
    let event_now = model.event_now(now);
    let Some(meeting) = state.meeting(id) else {
        return Verdict::Refused(protocol::reject::NotFound {}.into());
    };
    if meeting.spot == to {
        return Verdict::Stays;
    }
    let pair = (meeting.host, meeting.guest);
    let own = Commitment::Meeting(id);
    let Some(Commitment::Meeting(other_id)) =
        state.floor().of_place(to).filter(|there| *there != own)
    else {
        return match state.check_booking(pair, to, event_now, &[own]) {
            Ok(()) => Verdict::Moves,
            Err(reject) => Verdict::Refused(reject),
        };
    };
    let moving = [own, Commitment::Meeting(other_id)];
    let exchanged = state.meeting(other_id).map_or(Ok(()), |other| {
        state
            .check_booking(pair, to, event_now, &moving)
            .and_then(|()| {
                state.check_booking((other.host, other.guest), meeting.spot, event_now, &moving)
            })
    });
    match exchanged {
        Ok(()) => Verdict::Swaps(other_id),
        Err(reject) => Verdict::Refused(reject),
    }
}

/// The planner's proposals for a meeting, as far as they still fit, with labels.
#[must_use]
pub fn move_targets(
    model: &Model,
    id: MeetingId,
    ranked: &RankedSpots,
    now: Monotonic,
) -> Vec<Where> {
    let fits = |spot: &&Spot| matches!(drop_verdict(model, id, **spot, now), Verdict::Moves);
    ranked
        .spots
        .iter()
        .filter(fits)
        .map(|spot| place_and_time(model, *spot))
        .collect()
}

/// A meeting that a delay pushes against.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct KnockOnRow {
    pub meeting: MeetingId,
    pub at: Where,
    pub host: Who,
    pub guest: Who,
    pub minutes_lost: Minutes,
}

/// The effects of a delay with labels (LIV-05), and where the meeting could go instead.
#[must_use]
pub fn knock_on_rows(model: &Model, effects: &KnockOn) -> (Vec<KnockOnRow>, Vec<Where>) {
    let rows = effects.affected.iter().filter_map(|affected| {
        let meeting = model.state().meeting(affected.meeting)?;
        Some(KnockOnRow {
            meeting: affected.meeting,
            at: place_and_time(model, meeting.spot),
            host: who(model, meeting.host),
            guest: who(model, meeting.guest),
            minutes_lost: affected.minutes_lost,
        })
    });
    (
        rows.collect(),
        effects
            .proposals
            .iter()
            .map(|spot| place_and_time(model, *spot))
            .collect(),
    )
}
