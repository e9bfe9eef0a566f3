//! Freed slots: who could fill them, and filling them in one action.

use client_core::view::console::vacancies::VacancyRow;
use yew::prelude::*;

use super::refill::Refill;
use crate::shell::use_speech;
use crate::ui::{EmptyState, Glyph, Panel, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct FreedProps {
    pub(super) rows: Vec<VacancyRow>,
    /// All of them, shown or not.
    pub(super) n_open: u32,
}

/// How many ask the planner at once; further ones when they are opened.
const N_OPEN_AT_ONCE: usize = 3;

/// The freed slots, the earliest first.
#[component]
pub(super) fn Freed(props: &FreedProps) -> Html {
    let say = use_speech();
    let n_open = usize::try_from(props.n_open).unwrap_or(usize::MAX);
    let n_hidden = n_open.saturating_sub(props.rows.len());
    let footer = (n_hidden > 0).then(|| {
        html! { <span>{ say.tr("console-freed-more", [("count", n_hidden.into())]) }</span> }
    });
    let mut n_unoffered = 0;
    html! {
        <Panel
            title={say.t("console-freed-title")}
            count={(n_open > 0).then_some(n_open)}
            count_tone={Tone::Accent}
            {footer}
        >
            if props.rows.is_empty() {
                <EmptyState
                    icon={Glyph::CheckCircle}
                    tone={Tone::Live}
                    title={say.t("console-freed-none")}
                    text={say.t("console-freed-none-text")}
                />
            } else {
                <ul class="list">
                    { for props.rows.iter().map(|row| {
                        n_unoffered += usize::from(row.offer.is_none());
                        let is_open_first = row.offer.is_none() && n_unoffered <= N_OPEN_AT_ONCE;
                        html! { <Refill key={row.id.to_string()} row={row.clone()} {is_open_first} /> }
                    }) }
                </ul>
            }
        </Panel>
    }
}
