//! The list to tick, for whoever forgot the badge.

use yew::prelude::*;

use crate::ui::{Glyph, Icon, IconSize, flag, truth};

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct ChecklistRow {
    /// Its identity among the others.
    pub key: AttrValue,
    /// The person.
    pub name: AttrValue,
    /// For whom, and since when in.
    pub sub: AttrValue,
    /// What a tick says, for the ear.
    pub label: AttrValue,
    /// Whether the person is in.
    pub is_in: bool,
    /// Whether a tick is on its way.
    pub is_pending: bool,
}

/// The lines of the list.
#[derive(Properties, PartialEq)]
pub struct ChecklistProps {
    /// What is listed.
    pub label: AttrValue,
    /// The lines.
    pub rows: Vec<ChecklistRow>,
    /// What stands below the last line.
    #[prop_or_default]
    pub end: Option<AttrValue>,
    /// Told the key of a line that was ticked, or whose tick was taken away.
    pub ontick: Callback<AttrValue>,
}

/// Names with a large box each.
#[component]
pub fn Checklist(props: &ChecklistProps) -> Html {
    html! {
        <ul class="list checklist" aria-label={props.label.clone()}>
            { for props.rows.iter().map(|row| {
                let onclick = props.ontick.reform({
                    let key = row.key.clone();
                    move |_: MouseEvent| key.clone()
                });
                html! {
                    <li key={row.key.to_string()}>
                        <span class="clip">
                            <span class="strong">{ &row.name }</span>
                            <br />
                            <span class="sub">{ &row.sub }</span>
                        </span>
                        <button
                            type="button"
                            class="tick"
                            role="checkbox"
                            aria-checked={truth(row.is_in)}
                            aria-label={row.label.clone()}
                            aria-busy={row.is_pending.then_some("true")}
                            data-pending={flag(row.is_pending)}
                            {onclick}
                        >
                            <Icon
                                glyph={if row.is_pending { Glyph::Spinner } else { Glyph::Check }}
                                size={IconSize::Large}
                            />
                        </button>
                    </li>
                }
            }) }
            if let Some(end) = &props.end {
                <li key="end"><span class="muted">{ end }</span></li>
            }
        </ul>
    }
}
