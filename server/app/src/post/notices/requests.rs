//! Who is told of requests: whoever was asked, of those that wait for him; whoever asked, of what
//! became of them. What became a meeting is told by its booking.

use std::collections::BTreeMap;

use domain::State;
use protocol::id::{PersonId, RequestId};
use protocol::{Change, Entry, RequestStatus};

use super::super::matter::{Matter, Notice, RequestAnswer};

/// The notices of an entry about requests; `state` is the one after it.
pub(super) fn notices(entry: &Entry, state: &State) -> Vec<Notice> {
    let because_of = entry.head.command;
    let mut asked: BTreeMap<PersonId, Vec<Matter>> = BTreeMap::new();
    // Where a request moved several times in one entry, only where it came to counts.
    let mut moved: BTreeMap<RequestId, (PersonId, PersonId)> = BTreeMap::new();
    for change in &entry.changes {
        match change {
            Change::RequestMade(c) => {
                let request = c.request.id;
                if is_waiting(state, request) {
                    let with = c.request.from;
                    let matter = Matter::RequestReceived { request, with };
                    asked.entry(c.request.to).or_default().push(matter);
                }
            }
            Change::RequestMoved(c) => {
                moved.insert(c.request, (c.from, c.to));
            }
            _ => {}
        }
    }
    let asked = asked.into_iter().filter_map(|(to, mut matters)| {
        let only = matters.pop()?;
        let is_alone = matters.is_empty();
        Some((
            to,
            if is_alone {
                only
            } else {
                Matter::RequestsReceived {}
            },
        ))
    });
    let moved = moved
        .into_iter()
        .flat_map(|(request, parties)| answers(state, request, parties))
        .filter(|(to, _)| state.person(*to).is_some_and(|person| !person.is_withdrawn));
    asked
        .chain(moved)
        .map(|(to, matter)| Notice {
            to,
            matter,
            because_of,
        })
        .collect()
}

fn is_waiting(state: &State, request: RequestId) -> bool {
    state
        .request(request)
        .is_some_and(|row| row.status == RequestStatus::Requested)
}

/// Who is told what of a request that moved.
fn answers(
    state: &State,
    request: RequestId,
    (from, to): (PersonId, PersonId),
) -> Vec<(PersonId, Matter)> {
    let Some(row) = state.request(request) else {
        return Vec::new();
    };
    let tell = |whom: PersonId, with: PersonId, answer: RequestAnswer| {
        let matter = Matter::RequestAnswered {
            request,
            with,
            answer,
        };
        (whom, matter)
    };
    match &row.status {
        RequestStatus::Accepted { spot, expires_at } => {
            let matter = Matter::RequestAccepted {
                request,
                with: to,
                spot: *spot,
                until: *expires_at,
            };
            vec![(from, matter)]
        }
        RequestStatus::Agreed => vec![tell(from, to, RequestAnswer::Agreed)],
        RequestStatus::Waiting => vec![tell(from, to, RequestAnswer::Waiting)],
        RequestStatus::Refused => vec![tell(from, to, RequestAnswer::Refused)],
        RequestStatus::NotRetained => vec![tell(from, to, RequestAnswer::NotRetained)],
        RequestStatus::Expired => vec![
            tell(from, to, RequestAnswer::Expired),
            tell(to, from, RequestAnswer::Expired),
        ],
        RequestStatus::Cancelled => vec![tell(to, from, RequestAnswer::Withdrawn)],
        // A booking tells of itself, and a step back asks nobody anything new.
        RequestStatus::Confirmed { .. } | RequestStatus::Requested => Vec::new(),
    }
}
