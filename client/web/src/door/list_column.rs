//! The side of the page with the gate's figures and its list.

use client_core::view::door::list::{DoorFilter, DoorRow, door_list};
use client_core::view::door::scan::Direction;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::gate_panel::GatePanel;
use super::list_panel::ListPanel;
use super::scanner::{Passage, badge_in};
use crate::shell::{Changes, use_live};

/// Rows of the list in the page; the search finds the others.
const ROWS_SHOWN_MAX: usize = 60;

/// What the side is given.
#[derive(Properties, PartialEq)]
pub(super) struct ListColumnProps {
    /// What the gate is called.
    pub(super) name: AttrValue,
    pub(super) passage: Passage,
    pub(super) ondirection: Callback<Direction>,
    /// Told the row of a person who was ticked.
    pub(super) ontick: Callback<DoorRow>,
    /// Told a badge that was scanned while the search had the focus.
    pub(super) onread: Callback<String>,
    /// The search field's handle.
    pub(super) search_node: NodeRef,
}

/// The side with the gate's figures and its list.
#[component]
pub(super) fn ListColumn(props: &ListColumnProps) -> Html {
    let search = use_state_eq(AttrValue::default);
    let filter = use_state_eq(DoorFilter::default);
    let parts = [Changes::STATE, Changes::CARDS]
        .into_iter()
        .fold(Changes::PENDING, Changes::and);
    let chosen = (props.passage.gate, (*search).clone(), *filter);
    let list = use_live(parts, chosen, |glance, (gate, search, filter)| {
        let list = door_list(glance.model, *gate, search, *filter, 0, ROWS_SHOWN_MAX);
        (glance.model.is_loaded(), list)
    });
    let (is_loaded, list) = &*list;
    let onsearch = {
        let search = search.clone();
        Callback::from(move |text: String| search.set(text.into()))
    };
    let onfilter = {
        let filter = filter.clone();
        Callback::from(move |chosen: DoorFilter| filter.set(chosen))
    };
    // A hand scanner types into whatever has the focus, so also into the search.
    let onkeydown = {
        let (search, onread) = (search.clone(), props.onread.clone());
        Callback::from(move |event: KeyboardEvent| {
            // The field itself is asked: a scanner is faster than the next drawing.
            let typed = event
                .target_dyn_into::<HtmlInputElement>()
                .map(|field| field.value());
            if event.key() == "Enter"
                && let Some(typed) = typed.filter(|typed| badge_in(typed).is_some())
            {
                onread.emit(typed);
                search.set(AttrValue::default());
            }
        })
    };
    html! {
        <div class="col" {onkeydown}>
            <GatePanel
                name={props.name.clone()}
                gate={props.passage.gate}
                n_in={list.n_in}
                n_expected={list.n_expected}
                room={list.room}
                direction={props.passage.direction}
                ondirection={props.ondirection.clone()}
            />
            <ListPanel
                is_loaded={*is_loaded}
                list={list.clone()}
                search={(*search).clone()}
                filter={*filter}
                {onsearch}
                {onfilter}
                ontick={props.ontick.clone()}
                search_node={props.search_node.clone()}
            />
        </div>
    }
}
