//! What the shapes mean, and which keys do what.

use yew::prelude::*;

use crate::shell::use_speech;
use crate::ui::{Icon, IconSize, SlotState};

const STATES: [(SlotState, &str); 9] = [
    (SlotState::Planned, "phase-planned"),
    (SlotState::Running { progress: 0.0 }, "phase-running"),
    (SlotState::Late, "console-legend-late"),
    (SlotState::Held, "phase-held"),
    (SlotState::NotHeld, "phase-not-held"),
    (SlotState::Freed, "console-cell-freed"),
    (SlotState::Hold, "console-cell-hold"),
    (SlotState::Offered, "console-cell-offered"),
    (SlotState::Blocked, "console-cell-closed"),
];

#[derive(Properties, PartialEq)]
pub(super) struct LegendProps {
    pub(super) is_carrying: bool,
}

/// The line below the floor.
#[component]
pub(super) fn Legend(props: &LegendProps) -> Html {
    let say = use_speech();
    let keys: &[(&str, &str)] = if props.is_carrying {
        &[
            ("↑↓←→", "console-keys-choose"),
            ("M", "console-keys-drop"),
            ("Esc", "console-keys-cancel"),
        ]
    } else {
        &[
            ("↑↓←→", "console-keys-walk"),
            ("M", "console-keys-move"),
            ("⏎", "console-keys-open"),
        ]
    };
    html! {
        <ul class="legend" aria-label={say.t("console-legend-label")}>
            { for STATES.iter().map(|(state, key)| html! {
                <li data-tone={state.tone().name()}>
                    <Icon glyph={state.glyph()} size={IconSize::Small} />
                    { say.t(key) }
                </li>
            }) }
            <li class="push keys">
                { for keys.iter().map(|(key, word)| html! {
                    <><kbd>{ key }</kbd>{ " " }{ say.t(word) }{ " " }</>
                }) }
            </li>
        </ul>
    }
}
