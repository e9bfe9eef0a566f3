//! From a cell of the grid to what stands there, and to what a drop would do.

use client_core::limits::FLOOR_ROWS_MAX;
use client_core::view::console::floor::{Axis, Row, RowKey, Window, floor};
use client_core::view::console::floor_cell::{Cell, Content};
use client_core::view::console::meeting::{Verdict, drop_verdict};
use protocol::Spot;
use protocol::command::{MoveMeeting, SwapMeetings};
use protocol::id::MeetingId;

use super::hand::{Aim, Open, Pos};
use crate::shell::{Glance, LiveHandle};

/// Which floor is in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sight {
    pub(super) axis: Axis,
    pub(super) day: Option<usize>,
}

impl Sight {
    pub(super) const fn window(self, first_row: usize, n_rows: usize) -> Window {
        Window {
            axis: self.axis,
            day: self.day,
            first_row,
            n_rows,
        }
    }
}

/// The cell at a position, with its row.
pub(super) fn cell_at(glance: &Glance<'_>, sight: Sight, pos: Pos) -> Option<(RowKey, Cell)> {
    let seen = floor(glance.model, sight.window(pos.row, 1), glance.now);
    let Row { key, cells, .. } = seen.rows.into_iter().next()?;
    Some((key, cells.into_iter().nth(pos.column)?))
}

/// What a cell's panel would show.
pub(super) const fn opens(content: &Content) -> Option<Open> {
    match content {
        Content::Meeting { id, .. } => Some(Open::Meeting(*id)),
        Content::Freed { vacancy, .. } | Content::Offered { vacancy, .. } => {
            Some(Open::Vacancy(*vacancy))
        }
        Content::Free
        | Content::Past
        | Content::Closed
        | Content::Absent
        | Content::Hold { .. }
        | Content::Session
        | Content::Unseen => None,
    }
}

/// What letting a meeting go at a position would do; none where there is no place to go to. On
/// the experts' axis a meeting stays in its own row: another expert is a matter of the planner.
pub(super) fn aim(glance: &Glance<'_>, sight: Sight, meeting: MeetingId, pos: Pos) -> Option<Aim> {
    let (key, cell) = cell_at(glance, sight, pos)?;
    if let RowKey::Person(person) = key {
        let carried = glance.model.state().meeting(meeting)?;
        if carried.host != person && carried.guest != person {
            return None;
        }
    }
    let spot = cell.spot?;
    Some(Aim {
        pos,
        spot,
        verdict: drop_verdict(glance.model, meeting, spot, glance.now),
    })
}

/// Sends what letting go means. A refusal is sent as well where only the server knows enough;
/// where this device knows, it is told at once.
pub(super) fn let_go(live: &LiveHandle, meeting: MeetingId, aim: &Aim) {
    let spot_of = |id: MeetingId| live.glance(|glance| glance.model.state().standing_spot(id));
    let Some(from) = spot_of(meeting) else {
        return;
    };
    match aim.verdict {
        Verdict::Stays => {}
        Verdict::Swaps(other) => {
            if let Some(b_at) = spot_of(other) {
                live.submit(SwapMeetings {
                    a: meeting,
                    a_at: from,
                    b: other,
                    b_at,
                });
            }
        }
        Verdict::Moves | Verdict::Refused(_) => {
            live.submit(MoveMeeting {
                meeting,
                from,
                to: aim.spot,
            });
        }
    }
}

/// Where a spot stands on the floor of places: the day, and the cell.
pub(super) fn find(glance: &Glance<'_>, spot: Spot) -> Option<(usize, Pos)> {
    let days = client_core::view::days::days(glance.model.state());
    let day = days.iter().find(|day| day.slots.contains(&spot.slot))?;
    let column = day.slots.iter().position(|slot| *slot == spot.slot)?;
    let sight = Sight {
        axis: Axis::Places,
        day: Some(day.index),
    };
    let mut first = 0;
    loop {
        let seen = floor(
            glance.model,
            sight.window(first, FLOOR_ROWS_MAX),
            glance.now,
        );
        let found = seen
            .rows
            .iter()
            .find(|row| row.key == RowKey::Place(spot.place));
        if let Some(row) = found {
            let pos = Pos {
                row: row.index,
                column,
            };
            return Some((day.index, pos));
        }
        first += FLOOR_ROWS_MAX;
        if first >= seen.n_rows {
            return None;
        }
    }
}
