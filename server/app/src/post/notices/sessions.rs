//! Who is told of sessions: whoever has a seat or waits for one, when the session moves or is
//! called off, and whoever comes up from a waiting list (COM-13).

use std::collections::BTreeMap;

use domain::State;
use protocol::id::{PersonId, SessionId};
use protocol::{Change, Entry, SeatStatus, Session, SessionStatus};

use super::super::matter::{Matter, Notice};

/// The notices of an entry about sessions; `state` is the one after it.
pub(super) fn notices(entry: &Entry, state: &State) -> Vec<Notice> {
    let because_of = entry.head.command;
    // One letter for one session and person, whatever the entry did to both.
    let mut told: BTreeMap<(PersonId, SessionId), Matter> = BTreeMap::new();
    for change in &entry.changes {
        match change {
            Change::SeatReleased(c) if is_cancelled(state, c.seat.session) => {
                let session = c.seat.session;
                let matter = Matter::SessionCancelled { session };
                told.insert((c.seat.person, session), matter);
            }
            Change::SeatChanged(c) => {
                let before = c.before.as_ref().map(|seat| seat.status);
                let came_up = before == Some(SeatStatus::Waiting);
                if came_up && c.after.status == SeatStatus::Taken {
                    let session = c.after.session;
                    let matter = Matter::SeatObtained { session };
                    told.insert((c.after.person, session), matter);
                }
            }
            Change::SessionDefined(c) => {
                let session = c.after.id;
                if c.before.as_ref().is_some_and(|old| is_moved(old, &c.after)) {
                    for seat in state.seats(session) {
                        told.entry((seat.person, session))
                            .or_insert(Matter::SessionChanged { session });
                    }
                }
            }
            _ => {}
        }
    }
    told.into_iter()
        .map(|((to, _), matter)| Notice {
            to,
            matter,
            because_of,
        })
        .collect()
}

fn is_cancelled(state: &State, session: SessionId) -> bool {
    state
        .session(session)
        .is_some_and(|row| row.status == SessionStatus::Cancelled)
}

/// Whether somebody who goes where he was told before would be wrong.
fn is_moved(before: &Session, after: &Session) -> bool {
    let stands = |session: &Session| (session.starts_at, session.ends_at, session.place);
    stands(before) != stands(after)
}
