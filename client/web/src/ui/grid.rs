//! The floor: places or experts down, times across.

use std::ops::Range;

use yew::prelude::*;

use super::measure::ratio;
use super::{Glyph, Icon, IconSize, Tally, Tone, flag, truth, use_visible_rows};

/// Where a column of times lies from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeMark {
    /// Over.
    Past,
    /// Under way.
    Now,
    /// To come.
    Future,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct FloorTime {
    /// The time: "10:40".
    pub label: AttrValue,
    /// Where it lies from now.
    pub mark: TimeMark,
    /// A remark: "afternoon", or the word for what is under way.
    pub note: Option<AttrValue>,
}

/// The grid's frame.
#[derive(Properties, PartialEq)]
pub struct FloorGridProps {
    /// What the grid shows, for the ear.
    pub label: AttrValue,
    /// What stands in the corner: the name of the rows.
    pub corner: Html,
    /// The columns.
    pub times: Vec<FloorTime>,
    /// How many rows there are.
    pub n_rows: usize,
    /// Draws the rows of a range; each a `FloorPlace` with its key.
    pub rows: Callback<Range<usize>, Html>,
    /// Now, counted in columns with a fraction, and the clock's words.
    #[prop_or_default]
    pub now: Option<(f64, AttrValue)>,
    /// The element that scrolls, for whoever scrolls to now or to a row.
    #[prop_or_default]
    pub scroller: Option<NodeRef>,
    /// Hears the keys of the whole grid.
    #[prop_or_default]
    pub onkeydown: Callback<KeyboardEvent>,
}

/// A grid of many rows of which only those in sight are in the page.
#[component]
pub fn FloorGrid(props: &FloorGridProps) -> Html {
    let own_scroller = use_node_ref();
    let scroller = props.scroller.clone().unwrap_or(own_scroller);
    let visible = use_visible_rows(scroller.clone(), props.n_rows);
    html! {
        <div
            ref={scroller}
            class="grid"
            role="grid"
            aria-label={props.label.clone()}
            aria-rowcount={(props.n_rows + 1).to_string()}
            aria-colcount={(props.times.len() + 1).to_string()}
            onkeydown={props.onkeydown.clone()}
            ~style={format!("--cols:{};--rows:{}", props.times.len(), props.n_rows)}
        >
            <div class="grid-head" role="row" aria-rowindex="1">
                <div class="grid-corner" role="columnheader">{ props.corner.clone() }</div>
                { for props.times.iter().enumerate().map(time_head) }
                if let Some((at, label)) = &props.now {
                    <span class="now-flag" ~style={format!("--now:{}", ratio(*at))}>{ label }</span>
                }
            </div>
            <div ref={visible.body} class="grid-body" role="rowgroup">
                { props.rows.emit(visible.range) }
                if let Some((at, _)) = &props.now {
                    <div class="now-line" aria-hidden="true" ~style={format!("--now:{}", ratio(*at))} />
                }
            </div>
        </div>
    }
}

fn time_head((column, time): (usize, &FloorTime)) -> Html {
    let is_now = time.mark == TimeMark::Now;
    html! {
        <div
            class="grid-time"
            role="columnheader"
            data-past={flag(time.mark == TimeMark::Past)}
            data-now={flag(is_now)}
            aria-current={is_now.then_some("time")}
            ~style={format!("--col:{column}")}
        >
            { &time.label }
            if let Some(note) = &time.note {
                if is_now {
                    <Tally label={note.clone()} />
                } else {
                    <small>{ note }</small>
                }
            }
        </div>
    }
}

/// A row and its head.
#[derive(Properties, PartialEq)]
pub struct FloorPlaceProps {
    /// Which row, from 0.
    pub row: usize,
    /// The place or the expert.
    pub name: AttrValue,
    /// Where it is, or what they do.
    #[prop_or_default]
    pub detail: Option<AttrValue>,
    /// An avatar before the name.
    #[prop_or_default]
    pub lead: Option<Html>,
    /// A warning that belongs to the whole row, in words.
    #[prop_or_default]
    pub warning: Option<AttrValue>,
    /// The cells.
    pub children: Html,
}

/// One row of the floor.
#[component]
pub fn FloorPlace(props: &FloorPlaceProps) -> Html {
    html! {
        <div
            class="grid-row"
            role="row"
            aria-rowindex={(props.row + 2).to_string()}
            ~style={format!("--row:{}", props.row)}
        >
            <div class="grid-place" role="rowheader" data-lead={flag(props.lead.is_some())}>
                { props.lead.clone().unwrap_or_default() }
                <b title={props.name.clone()}>{ &props.name }</b>
                if let Some(detail) = &props.detail {
                    <small>{ detail }</small>
                }
                if let Some(warning) = &props.warning {
                    <span class="mark" data-tone={Tone::Warn.name()}>
                        <Icon glyph={Glyph::Warning} size={IconSize::Small} label={warning.clone()} />
                    </span>
                }
            </div>
            { props.children.clone() }
        </div>
    }
}

/// What a cell says about a drop on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Drop {
    /// It would be accepted; the word says why it is good.
    Accepted(AttrValue),
    /// It would be refused; the word says why.
    Refused(AttrValue),
    /// It is among the places that would do.
    Possible,
}

/// One slot at one place.
#[derive(Properties, PartialEq)]
pub struct FloorCellProps {
    /// Which column, from 0.
    pub column: usize,
    /// How many columns it takes.
    #[prop_or(1)]
    pub n_columns: usize,
    /// What it holds.
    #[prop_or_default]
    pub children: Html,
    /// Whether its time is over.
    #[prop_or_default]
    pub is_past: bool,
    /// Whether nothing can take place there.
    #[prop_or_default]
    pub is_closed: bool,
    /// Whether it is the chosen one.
    #[prop_or_default]
    pub is_selected: bool,
    /// Whether it is the grid's stop in the tab order.
    #[prop_or_default]
    pub is_stop: bool,
    /// What it says while something is dragged over it.
    #[prop_or_default]
    pub drop: Option<Drop>,
    /// Everything about it in words, for the ear.
    pub label: AttrValue,
    /// Its identity for whoever looks for it in the page.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// A press, or Enter.
    #[prop_or_default]
    pub onclick: Callback<MouseEvent>,
    /// The beginning of a drag.
    #[prop_or_default]
    pub onpointerdown: Callback<PointerEvent>,
    /// Its handle in the page, for the focus.
    #[prop_or_default]
    pub node: NodeRef,
}

/// A cell of the floor.
#[component]
pub fn FloorCell(props: &FloorCellProps) -> Html {
    let (drop, word) = match &props.drop {
        None => (None, None),
        Some(Drop::Possible) => (Some("maybe"), None),
        Some(Drop::Accepted(word)) => (Some("ok"), Some((Glyph::Check, Tone::Accent, word))),
        Some(Drop::Refused(word)) => (Some("refused"), Some((Glyph::Ban, Tone::Crit, word))),
    };
    html! {
        <div
            ref={props.node.clone()}
            id={props.id.clone()}
            class="cell"
            role="gridcell"
            aria-colindex={(props.column + 2).to_string()}
            aria-colspan={(props.n_columns > 1).then(|| props.n_columns.to_string())}
            aria-label={props.label.clone()}
            aria-selected={truth(props.is_selected)}
            tabindex={if props.is_stop { "0" } else { "-1" }}
            data-past={flag(props.is_past)}
            data-closed={flag(props.is_closed)}
            data-drop={drop}
            onclick={props.onclick.clone()}
            onpointerdown={props.onpointerdown.clone()}
            ~style={format!("--col:{};--span:{}", props.column, props.n_columns)}
        >
            { props.children.clone() }
            if let Some((glyph, tone, word)) = word {
                <span class="drop-label" data-tone={tone.name()}>
                    <Icon {glyph} size={IconSize::Small} />
                    { word }
                </span>
            }
        </div>
    }
}
