//! The list: search, filter, tick.

use client_core::view::door::list::{DoorFilter, DoorList, DoorRow};
use client_core::words::small;
use yew::prelude::*;

use super::part::{Checklist, ChecklistRow};
use crate::shell::{Speech, use_speech};
use crate::ui::{
    ButtonSize, EmptyState, Glyph, Panel, SearchInput, Segment, Segmented, Skeleton, SkeletonShape,
};

/// What the panel is given.
#[derive(Properties, PartialEq)]
pub(super) struct ListPanelProps {
    pub(super) is_loaded: bool,
    pub(super) list: DoorList,
    pub(super) search: AttrValue,
    pub(super) filter: DoorFilter,
    pub(super) onsearch: Callback<String>,
    pub(super) onfilter: Callback<DoorFilter>,
    /// Told the row of a person who was ticked.
    pub(super) ontick: Callback<DoorRow>,
    /// The search field's handle.
    pub(super) search_node: NodeRef,
}

/// The list of the gate.
#[component]
pub(super) fn ListPanel(props: &ListPanelProps) -> Html {
    let say = use_speech();
    let actions = html! {
        <SearchInput
            label={say.t("door-search")}
            placeholder={say.t("door-search-hint")}
            value={props.search.clone()}
            oninput={props.onsearch.clone()}
            node={props.search_node.clone()}
        />
    };
    html! {
        <Panel title={say.t("door-list")} is_scrolling=true is_filling=true {actions}>
            <div class="body">{ filter(&say, props) }</div>
            { rows(&say, props) }
        </Panel>
    }
}

const FILTERS: [(DoorFilter, &str); 3] = [
    (DoorFilter::Everybody, "door-filter-everybody"),
    (DoorFilter::Expected, "door-filter-expected"),
    (DoorFilter::In, "door-filter-in"),
];

fn filter(say: &Speech, props: &ListPanelProps) -> Html {
    let segments = FILTERS.map(|(_, key)| Segment {
        key: key.into(),
        label: say.t(key),
        icon: None,
    });
    let chosen = FILTERS
        .iter()
        .find(|(filter, _)| *filter == props.filter)
        .map_or("", |(_, key)| *key);
    let onchoose = props.onfilter.reform(|chosen: AttrValue| {
        FILTERS
            .iter()
            .find(|(_, key)| chosen == *key)
            .map_or(DoorFilter::Everybody, |(filter, _)| *filter)
    });
    html! {
        <Segmented
            label={say.t("door-filter")}
            segments={segments.to_vec()}
            {chosen}
            size={ButtonSize::Small}
            is_block=true
            {onchoose}
        />
    }
}

fn rows(say: &Speech, props: &ListPanelProps) -> Html {
    if !props.is_loaded {
        return html! { <div class="body"><Skeleton shape={SkeletonShape::Block} /></div> };
    }
    let list = &props.list;
    if list.rows.is_empty() {
        return html! {
            <EmptyState
                icon={Glyph::People}
                title={say.t("door-nobody")}
                text={say.t(if list.n_expected == 0 { "door-nobody-expected" } else { "door-nobody-found" })}
            />
        };
    }
    let rows: Vec<ChecklistRow> = list.rows.iter().map(|row| line(say, row)).collect();
    let ontick = {
        let (ontick, rows) = (props.ontick.clone(), list.rows.clone());
        Callback::from(move |key: AttrValue| {
            if let Some(row) = rows.iter().find(|row| row.who.id.to_string() == *key) {
                ontick.emit(row.clone());
            }
        })
    };
    let n_hidden = list.n_found.saturating_sub(list.rows.len());
    let end = (n_hidden > 0).then(|| say.tr("door-more", [("count", n_hidden.into())]));
    html! { <Checklist label={say.t("door-list")} {rows} {end} {ontick} /> }
}

fn line(say: &Speech, row: &DoorRow) -> ChecklistRow {
    let presence = say.t(small::presence(row.presence));
    let company = if row.who.company.is_empty() {
        &row.who.detail
    } else {
        &row.who.company
    };
    let sub = if company.is_empty() {
        presence.to_string()
    } else {
        format!("{company} · {presence}")
    };
    ChecklistRow {
        key: row.who.id.to_string().into(),
        name: row.who.name.clone().into(),
        sub: sub.into(),
        label: say.tr("door-tick", [("name", (&row.who.name).into())]),
        is_in: row.is_in,
        is_pending: row.is_pending,
    }
}
