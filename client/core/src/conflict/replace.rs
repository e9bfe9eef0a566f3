//! "Replace with mine": the refused wish rebuilt on what stands now.
//!
//! It is an ordinary command with fresh positions: decided whole by the server, shown to
//! everybody with its author, and refused again if somebody was faster once more.

use domain::State;
use protocol::command::{BookMeeting, CancelMeeting, MoveMeeting, SwapMeetings, WithdrawOffer};
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
    match (&conflict.command, &conflict.reject) {
        (Command::MoveMeeting(c), Reject::MeetingElsewhere(_)) => {
            let from = state.standing_spot(c.meeting)?;
            (from != c.to).then(|| {
                vec![
                    MoveMeeting {
                        meeting: c.meeting,
                        from,
                        to: c.to,
                    }
                    .into(),
                ]
            })
        }
        (Command::MoveMeeting(c), Reject::PlaceBusy(_)) => {
            // Theirs takes the place that mine leaves: nobody is thrown out.
            let a_at = state.standing_spot(c.meeting)?;
            let b = conflict
                .theirs
                .filter(|theirs| is_planned(state, *theirs) && *theirs != c.meeting)?;
            Some(vec![
                SwapMeetings {
                    a: c.meeting,
                    a_at,
                    b,
                    b_at: state.standing_spot(b)?,
                }
                .into(),
            ])
        }
        (Command::SwapMeetings(c), Reject::MeetingElsewhere(_)) => {
            let (a_at, b_at) = (state.standing_spot(c.a)?, state.standing_spot(c.b)?);
            Some(vec![
                SwapMeetings {
                    a: c.a,
                    a_at,
                    b: c.b,
                    b_at,
                }
                .into(),
            ])
        }
        (Command::BookMeeting(c), Reject::PlaceBusy(_) | Reject::PersonBusy(_)) => {
            let cancel = cancel_theirs(conflict, state)?;
            Some(vec![
                cancel,
                BookMeeting {
                    meeting: new_meeting,
                    ..c.clone()
                }
                .into(),
            ])
        }
        (Command::FillVacancy(c), Reject::VacancyGone(_)) => {
            let vacancy = conflict.vacancy.as_ref()?;
            let cancel = cancel_theirs(conflict, state)?;
            let (host, guest) = state.roles(c.guest, vacancy.host);
            Some(vec![
                cancel,
                BookMeeting {
                    meeting: new_meeting,
                    host,
                    guest,
                    spot: vacancy.spot,
                }
                .into(),
            ])
        }
        (Command::FillVacancy(c), Reject::VacancyOffered(_)) => {
            let offer = state.offer_of(c.vacancy)?.id;
            let fill = protocol::command::FillVacancy {
                meeting: new_meeting,
                ..c.clone()
            };
            Some(vec![WithdrawOffer { offer }.into(), fill.into()])
        }
        _ => None,
    }
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
