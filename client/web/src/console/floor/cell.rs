//! From what stands in a cell to how it looks and what it says.

use client_core::view::console::floor::{Axis, Column};
use client_core::view::console::floor_cell::{Cell, Content};
use client_core::view::moment::MeetingPhase;
use client_core::words::{reject, small};
use protocol::Micros;
use yew::prelude::*;

use crate::console::parts::firm_or_expert;
use crate::shell::{LiveHandle, Speech};
use crate::ui::{Handling, SlotCard, SlotState};

/// Everything that a card says.
pub(super) struct Look {
    state: SlotState,
    state_label: AttrValue,
    first: AttrValue,
    second: Option<AttrValue>,
    note: Option<AttrValue>,
}

/// How a cell's content looks; none where the cell is simply empty.
pub(super) fn look(
    cell: &Cell,
    column: &Column,
    axis: Axis,
    now: Micros,
    live: &LiveHandle,
    say: &Speech,
) -> Option<Look> {
    let firm = |who| firm_or_expert(live, who);
    let plain = |state, key: &str| Look {
        state,
        state_label: say.t(key),
        first: say.t(key),
        second: None,
        note: None,
    };
    Some(match &cell.content {
        Content::Free | Content::Past | Content::Closed | Content::Session => return None,
        Content::Absent => plain(SlotState::Blocked, "console-cell-absent"),
        Content::Unseen => plain(SlotState::Blocked, "console-cell-unseen"),
        Content::Meeting {
            phase,
            host,
            guest,
            late,
            place,
            ..
        } => {
            let is_open = matches!(phase, MeetingPhase::Planned | MeetingPhase::Running);
            let late = late.filter(|_| is_open);
            let (first, second) = match axis {
                Axis::Places => (firm(host), firm(guest)),
                Axis::Experts => (firm(guest), AttrValue::from(place.clone())),
            };
            Look {
                state: match (phase, late) {
                    (_, Some(_)) => SlotState::Late,
                    (MeetingPhase::Planned, None) => SlotState::Planned,
                    (MeetingPhase::Running, None) => SlotState::Running {
                        progress: share(column, now),
                    },
                    (MeetingPhase::Unrecorded, None) => SlotState::Planned,
                    (MeetingPhase::Held, None) => SlotState::Held,
                    (MeetingPhase::NotHeld | MeetingPhase::Cancelled, None) => SlotState::NotHeld,
                },
                state_label: say.t(small::phase(*phase)),
                first,
                second: Some(second),
                note: late
                    .map(|late| say.tr("console-cell-late", [("minutes", late.minutes.into())])),
            }
        }
        Content::Hold {
            host,
            guest,
            expires_at,
            ..
        } => Look {
            state: SlotState::Hold,
            state_label: say.t("console-cell-hold"),
            first: AttrValue::from(format!("{} ↔ {}", firm(host), firm(guest))),
            second: Some(say.tr(
                "console-cell-hold-until",
                [("time", say.time(*expires_at).into())],
            )),
            note: None,
        },
        Content::Freed { host, .. } => Look {
            state: SlotState::Freed,
            state_label: say.t("console-cell-freed"),
            first: say.t("console-cell-freed"),
            second: Some(firm(host)),
            note: None,
        },
        Content::Offered {
            host, to, left_ms, ..
        } => Look {
            state: SlotState::Offered,
            state_label: say.t("console-cell-offered"),
            first: firm(host),
            second: Some(AttrValue::from(format!("→ {}", firm(to)))),
            note: Some(say.countdown(i64::try_from(*left_ms).unwrap_or(0).saturating_mul(1_000))),
        },
    })
}

impl Look {
    /// The state's word, unless the first line is that word already.
    fn state_to_say(&self) -> Option<&AttrValue> {
        Some(&self.state_label).filter(|label| **label != self.first)
    }

    /// The card.
    pub(super) fn card(&self, handling: Handling) -> Html {
        html! {
            <SlotCard
                state={self.state}
                state_label={self.state_to_say().cloned().unwrap_or_default()}
                first={self.first.clone()}
                second={self.second.clone()}
                note={self.note.clone()}
                {handling}
            />
        }
    }
}

/// A cell in words, for the ear.
pub(super) fn words(
    cell: &Cell,
    look: Option<&Look>,
    row: &str,
    column: &Column,
    (live, say): (&LiveHandle, &Speech),
) -> AttrValue {
    let what = match (look, &cell.content) {
        // In the order of the card, so that who says what is written there is understood.
        (Some(look), _) => [
            Some(&look.first),
            look.second.as_ref(),
            look.note.as_ref(),
            look.state_to_say(),
        ]
        .into_iter()
        .flatten()
        .map(AttrValue::as_str)
        .collect::<Vec<_>>()
        .join(", "),
        (None, Content::Past) => say.t("console-cell-past").to_string(),
        (None, Content::Closed) => say.t("console-cell-closed").to_string(),
        (None, Content::Session) => say.t("console-agenda-session").to_string(),
        (None, _) => say.t("console-cell-free").to_string(),
    };
    let mut words = format!("{}, {row}, {what}", say.time(column.starts_at));
    if cell.marks.is_pending {
        words = format!("{words}, {}", say.t("console-cell-pending"));
    }
    if let Some(why) = &cell.marks.will_be_refused {
        let why = live.glance(|glance| say.message(&reject::message(why, glance.model)));
        words = format!("{words}, {why}");
    }
    if let Some((_, name, _)) = &cell.marks.focused_by {
        words = format!(
            "{words}, {}",
            say.tr("console-lease", [("name", name.into())])
        );
    }
    AttrValue::from(words)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a slot is far shorter than 2^53 microseconds"
)]
fn share(column: &Column, now: Micros) -> f64 {
    let length = column.ends_at.since(column.starts_at).max(1) as f64;
    // In steps of a hundredth: a card is drawn again only when that shows.
    let share = now.since(column.starts_at) as f64 / length;
    (share.clamp(0.0, 1.0) * 100.0).floor() / 100.0
}
