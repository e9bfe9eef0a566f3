//! Requests that went their way before the plan was published: confirmed, refused, withdrawn,
//! run out (B2B-04).

use std::collections::BTreeSet;

use protocol::command::{
    AcceptRequest, CancelRequest, ConfirmRequest, ImportRequests, RefuseRequest,
};
use protocol::id::MeetingId;
use protocol::{Actor, Command, Minutes};

use super::GenerateError;
use super::agenda::{self, Asked};
use super::calendar::Calendar;
use super::draft::{Draft, list};
use super::size::Size;

/// Lets some of the wishes be asked by hand; says which.
pub(super) fn live(
    draft: &mut Draft,
    calendar: &Calendar,
    size: &Size,
    wishes: &[Asked],
) -> Result<BTreeSet<usize>, GenerateError> {
    draft.advance_to(calendar.days_before(12));
    let mut chance = draft.chance.fork("handshakes");
    let n_others = size.n_per_request_state;
    let mut indexes: Vec<usize> = (0..wishes.len()).collect();
    chance.shuffle(&mut indexes);
    indexes.truncate(size.n_handshakes + 3 * n_others);
    let settled = indexes.iter().copied().collect();

    let requests: Vec<_> = indexes
        .iter()
        .map(|index| agenda::request(&mut chance, calendar, wishes[*index]))
        .collect();
    draft.send(
        Actor::System,
        ImportRequests {
            requests: list(requests.clone()),
        },
    )?;

    let (expiring, answered) = requests.split_at(n_others);
    let (refused, answered) = answered.split_at(n_others);
    let (withdrawn, confirmed) = answered.split_at(n_others);
    for request in expiring {
        draft.advance_to(draft.now() + Minutes(2));
        let accept = AcceptRequest {
            request: request.id,
            spot: None,
            by_plan: false,
        };
        // Somebody sought after may have no slot left; then the request simply stays open.
        let _ = draft.try_send(Actor::Person(request.to), Command::from(accept));
    }
    for request in refused {
        draft.advance_to(draft.now() + Minutes(3));
        draft.send(
            Actor::Person(request.to),
            RefuseRequest {
                request: request.id,
            },
        )?;
    }
    for request in withdrawn {
        draft.advance_to(draft.now() + Minutes(3));
        draft.send(
            Actor::Person(request.from),
            CancelRequest {
                request: request.id,
            },
        )?;
    }
    // Past the time to confirm: what was accepted and not confirmed has run out by now.
    draft.advance_to(draft.now() + Minutes(26 * 60));
    for request in confirmed {
        draft.advance_to(draft.now() + Minutes(5));
        let accept = AcceptRequest {
            request: request.id,
            spot: None,
            by_plan: false,
        };
        if draft
            .try_send(Actor::Person(request.to), Command::from(accept))
            .is_ok()
        {
            draft.advance_to(draft.now() + Minutes(4));
            let meeting = MeetingId::new(draft.now(), chance.bytes());
            let confirm = ConfirmRequest {
                request: request.id,
                meeting,
            };
            draft.send(Actor::Person(request.from), confirm)?;
        }
    }
    Ok(settled)
}
