//! The rows in sight.

use std::ops::Range;
use std::rc::Rc;

use client_core::view::console::floor::{Axis, Block, Column, Row, floor};
use client_core::view::console::floor_cell::{Cell, Content};
use client_core::view::console::meeting::{Verdict, drop_verdict};
use client_core::words::reject;
use protocol::Micros;
use protocol::id::MeetingId;
use yew::prelude::*;

use super::aim::{Sight, opens};
use super::cell::{look, words};
use super::conflict::ConflictCard;
use super::hand::{Aim, Open, Pos};
use crate::console::parts::disc_of_staff;
use crate::shell::{Changes, LiveHandle, Speech, use_handle, use_live, use_speech};
use crate::ui::{
    Avatar, Drop, FloorCell, FloorPlace, Handling, Lease, Person, SlotCard, SlotState, hue_of,
};

/// What the rows need from the page.
#[derive(Properties, PartialEq, Clone)]
pub(super) struct RowsProps {
    pub(super) sight: Sight,
    pub(super) first: usize,
    pub(super) n: usize,
    pub(super) columns: Rc<Vec<Column>>,
    /// The columns in sight.
    pub(super) visible: Range<usize>,
    pub(super) cursor: Pos,
    pub(super) open: Option<Open>,
    pub(super) carried: Option<MeetingId>,
    pub(super) over: Option<Aim>,
    pub(super) onopen: Callback<Pos>,
    pub(super) onpress: Callback<(Pos, PointerEvent)>,
}

/// The rows of a range.
#[component]
pub(super) fn FloorRows(props: &RowsProps) -> Html {
    let parts = Changes::STATE
        .and(Changes::CARDS)
        .and(Changes::PRESENCE)
        .and(Changes::PENDING)
        .and(Changes::CONFLICTS)
        .and(Changes::CLOCK);
    let deps = props.sight.window(props.first, props.n);
    let seen = use_live(parts, deps, |glance, window| {
        let rows = floor(glance.model, *window, glance.now).rows;
        (
            coarse(glance.event_now()),
            rows.into_iter().map(Rc::new).collect::<Vec<_>>(),
        )
    });
    let (now, rows) = &*seen;
    html! {
        <>
            { for rows.iter().map(|row| html! {
                <FloorRow
                    key={format!("{:?}", row.key)}
                    row={Rc::clone(row)}
                    now={*now}
                    axis={props.sight.axis}
                    columns={Rc::clone(&props.columns)}
                    visible={props.visible.clone()}
                    cursor={(props.cursor.row == row.index).then_some(props.cursor.column)}
                    open={props.open}
                    carried={props.carried}
                    over={props.over.clone().filter(|aim| aim.pos.row == row.index)}
                    onopen={props.onopen.clone()}
                    onpress={props.onpress.clone()}
                />
            }) }
        </>
    }
}

/// Time in steps of fifteen seconds: fine enough for the progress of a card.
const fn coarse(now: Micros) -> Micros {
    const STEP: i64 = 15_000_000;
    Micros(now.0.div_euclid(STEP) * STEP)
}

#[derive(Properties, PartialEq)]
struct FloorRowProps {
    row: Rc<Row>,
    now: Micros,
    axis: Axis,
    columns: Rc<Vec<Column>>,
    visible: Range<usize>,
    /// The cursor's column, if it stands in this row.
    cursor: Option<usize>,
    open: Option<Open>,
    carried: Option<MeetingId>,
    over: Option<Aim>,
    onopen: Callback<Pos>,
    onpress: Callback<(Pos, PointerEvent)>,
}

#[component]
fn FloorRow(props: &FloorRowProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let row = &props.row;
    let deps = (
        props.carried.filter(|_| props.axis == Axis::Places),
        Rc::clone(row),
    );
    let possible = use_live(Changes::STATE, deps, |glance, (carried, row)| {
        let fits = |cell: &Cell| {
            let (Some(carried), Some(spot)) = (*carried, cell.spot) else {
                return false;
            };
            matches!(cell.content, Content::Free)
                && drop_verdict(glance.model, carried, spot, glance.now) == Verdict::Moves
        };
        row.cells.iter().map(fits).collect::<Vec<bool>>()
    });
    let lead = (props.axis == Axis::Experts).then(|| {
        let person = Person {
            name: AttrValue::from(row.label.clone()),
            hue: hue_of(row.label.as_bytes()),
        };
        html! { <Avatar {person} is_decoration=true /> }
    });
    let detail = match &row.absent {
        Some(absence) => say.tr(
            "console-row-absent",
            [("time", say.time(absence.from).into())],
        ),
        None => AttrValue::from(row.detail.clone()),
    };
    let is_covered = |column: usize| {
        row.blocks.iter().any(|block| {
            (block.first_column..block.first_column + block.n_columns).contains(&column)
        })
    };
    let cells = row
        .cells
        .iter()
        .zip(props.columns.iter())
        .enumerate()
        .filter(|(column, _)| {
            (props.visible.contains(column) || props.cursor == Some(*column))
                && !is_covered(*column)
        });
    html! {
        <FloorPlace
            row={row.index}
            name={row.label.clone()}
            detail={(!detail.is_empty()).then_some(detail)}
            {lead}
            warning={row.absent.as_ref().map(|_| say.t("console-cell-absent"))}
        >
            { for cells.map(|(index, (cell, column))| {
                let is_possible = possible.get(index).copied().unwrap_or(false);
                one_cell(props, index, cell, column, is_possible, &live, &say)
            }) }
            { for row.blocks.iter().map(|block| session(props, block, &say)) }
        </FloorPlace>
    }
}

fn one_cell(
    props: &FloorRowProps,
    index: usize,
    cell: &Cell,
    column: &Column,
    is_possible: bool,
    live: &LiveHandle,
    say: &Speech,
) -> Html {
    let row = &props.row;
    let pos = Pos {
        row: row.index,
        column: index,
    };
    let content = opens(&cell.content);
    let is_selected = content.is_some() && content == props.open;
    let is_carried = matches!((content, props.carried), (Some(Open::Meeting(id)), Some(carried)) if id == carried);
    let handling = if is_carried {
        Handling::Dragged
    } else if cell.marks.is_pending {
        Handling::Pending
    } else if is_selected {
        Handling::Selected
    } else if cell.marks.focused_by.is_some() {
        Handling::Leased
    } else {
        Handling::None
    };
    let shown = look(cell, column, props.axis, props.now, live, say);
    let aimed = props.over.as_ref().filter(|aim| aim.pos.column == index);
    let drop = match aimed.map(|aim| &aim.verdict) {
        Some(Verdict::Moves) => Some(Drop::Accepted(say.t("console-drop-moves"))),
        Some(Verdict::Swaps(_)) => Some(Drop::Accepted(say.t("console-drop-swaps"))),
        Some(Verdict::Refused(why)) => {
            Some(Drop::Refused(live.glance(|glance| {
                say.message(&reject::message(why, glance.model))
            })))
        }
        Some(Verdict::Stays) | None if is_possible => Some(Drop::Possible),
        Some(Verdict::Stays) | None => None,
    };
    let spot = cell.spot.filter(|_| cell.marks.has_conflict);
    let n_columns = props.columns.len();
    html! {
        <FloorCell
            key={index}
            column={index}
            id={pos.id()}
            label={words(cell, shown.as_ref(), &row.label, column, (live, say))}
            is_past={column.ends_at <= props.now}
            is_closed={matches!(cell.content, Content::Closed | Content::Absent)}
            {is_selected}
            is_stop={props.cursor == Some(index)}
            {drop}
            onclick={props.onopen.reform(move |_: MouseEvent| pos)}
            onpointerdown={props.onpress.reform(move |event: PointerEvent| (pos, event))}
        >
            if let Some(shown) = &shown {
                { shown.card(handling) }
            }
            if let Some((staff, name, since)) = &cell.marks.focused_by {
                <Lease
                    person={disc_of_staff(*staff, name)}
                    label={say.tr("console-lease", [("name", name.into())])}
                    since={say.tr("console-lease-since", [("time", say.time(*since).into())])}
                />
            }
            if let Some(spot) = spot {
                <ConflictCard
                    {spot}
                    is_above={row.index > 6}
                    is_at_end={index + 3 > n_columns}
                />
            }
        </FloorCell>
    }
}

fn session(props: &FloorRowProps, block: &Block, say: &Speech) -> Html {
    let pos = Pos {
        row: props.row.index,
        column: block.first_column,
    };
    let seats = match block.capacity {
        Some(capacity) => say.tr(
            "console-programme-seats",
            [("taken", block.taken.into()), ("capacity", capacity.into())],
        ),
        None => say.tr("console-session-taken", [("count", block.taken.into())]),
    };
    let covered = block.first_column..block.first_column + block.n_columns;
    html! {
        <FloorCell
            key={format!("s{}", block.session)}
            column={block.first_column}
            n_columns={block.n_columns}
            id={pos.id()}
            label={AttrValue::from(format!("{}, {seats}", block.title))}
            is_stop={props.cursor.is_some_and(|column| covered.contains(&column))}
        >
            <SlotCard
                state={SlotState::Session}
                state_label={say.t("console-agenda-session")}
                first={block.title.clone()}
                second={seats}
            />
        </FloorCell>
    }
}
