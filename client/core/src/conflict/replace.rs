//! "Replace with mine": the refused wish rebuilt on what stands now.
//!
//! It is an ordinary command with fresh positions: decided whole by the server, shown to
//! everybody with its author, and refused again if somebody was faster once more.

use domain::State;
use protocol::command::{
    BookMeeting, CancelMeeting, FillVacancy, MoveMeeting, SwapMeetings, WithdrawOffer,
};
use protocol::id::MeetingId;
use protocol::{CancelReason, Command, MeetingStatus, Reject};

use super::Conflict;

/// The commands that put the user's wish through, to be dispatched in this order; none when
/// nothing can. A new meeting, where one is needed, gets the given id.
#[must_use]
pub fn replacement(
    conflict: &Conflict,
    state: &State,
    new_meeting: MeetingId,
) -> Option<Vec<Command>> {
    if let Command::MoveMeeting(wish) = &conflict.command {
        moved(wish, conflict, state)
    } else if let Command::SwapMeetings(wish) = &conflict.command {
        let (a_at, b_at) = (state.standing_spot(wish.a)?, state.standing_spot(wish.b)?);
        let is_elsewhere = matches!(conflict.reject, Reject::MeetingElsewhere(_));
        let again = SwapMeetings {
            a_at,
            b_at,
            ..wish.clone()
        };
        is_elsewhere.then(|| vec![again.into()])
    } else if let Command::BookMeeting(wish) = &conflict.command {
        let is_taken = matches!(
            conflict.reject,
            Reject::PlaceBusy(_) | Reject::PersonBusy(_)
        );
        let cancel = cancel_theirs(conflict, state).filter(|_| is_taken)?;
        Some(vec![
            cancel,
            BookMeeting {
                meeting: new_meeting,
                ..wish.clone()
            }
            .into(),
        ])
    } else if let Command::FillVacancy(wish) = &conflict.command {
        filled(wish, conflict, state, new_meeting)
    } else {
        None
    }
}

fn moved(wish: &MoveMeeting, conflict: &Conflict, state: &State) -> Option<Vec<Command>> {
    let from = state.standing_spot(wish.meeting)?;
    if matches!(conflict.reject, Reject::MeetingElsewhere(_)) {
        return (from != wish.to).then(|| {
            vec![
                MoveMeeting {
                    from,
                    ..wish.clone()
                }
                .into(),
            ]
        });
    }
    if !matches!(conflict.reject, Reject::PlaceBusy(_)) {
        return None;
    }
    // Theirs takes the place that mine leaves: nobody is thrown out.
    let b = conflict
        .theirs
        .filter(|theirs| is_planned(state, *theirs) && *theirs != wish.meeting)?;
    let b_at = state.standing_spot(b)?;
    Some(vec![
        SwapMeetings {
            a: wish.meeting,
            a_at: from,
            b,
            b_at,
        }
        .into(),
    ])
}

fn filled(
    wish: &FillVacancy,
    conflict: &Conflict,
    state: &State,
    new_meeting: MeetingId,
) -> Option<Vec<Command>> {
    if matches!(conflict.reject, Reject::VacancyGone(_)) {
        let vacancy = conflict.vacancy.as_ref()?;
        let cancel = cancel_theirs(conflict, state)?;
        let (host, guest) = state.roles(wish.guest, vacancy.host);
        let book = BookMeeting {
            meeting: new_meeting,
            host,
            guest,
            spot: vacancy.spot,
        };
        return Some(vec![cancel, book.into()]);
    }
    if matches!(conflict.reject, Reject::VacancyOffered(_)) {
        let offer = state.offer_of(wish.vacancy)?.id;
        let fill = FillVacancy {
            meeting: new_meeting,
            ..wish.clone()
        };
        return Some(vec![WithdrawOffer { offer }.into(), fill.into()]);
    }
    None
}

fn cancel_theirs(conflict: &Conflict, state: &State) -> Option<Command> {
    let meeting = conflict
        .theirs
        .filter(|theirs| is_planned(state, *theirs))?;
    Some(
        CancelMeeting {
            meeting,
            reason: CancelReason::Organiser,
        }
        .into(),
    )
}

fn is_planned(state: &State, meeting: MeetingId) -> bool {
    state
        .meeting(meeting)
        .is_some_and(|meeting| meeting.status == MeetingStatus::Planned)
}
