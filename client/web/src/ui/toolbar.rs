//! Tools in a row: one stop for Tab, arrows between them.

use yew::prelude::*;

use super::{Glyph, Icon, roving, truth};

/// One tool.
#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    /// Its identity among the others.
    pub key: &'static str,
    /// What it does, for the ear and as a hint.
    pub label: AttrValue,
    /// Its shape; without one it shows its words.
    pub glyph: Option<Glyph>,
    /// For a tool that stays down: whether it is.
    pub pressed: Option<bool>,
    /// Whether it can do nothing now. It stays reachable.
    pub is_stuck: bool,
    /// The keys that do the same, as assistive programs name them.
    pub keys: Option<&'static str>,
}

/// The tools, in groups.
#[derive(Properties, PartialEq)]
pub struct ToolbarProps {
    /// What the tools work on.
    pub label: AttrValue,
    /// The id of what they work on.
    pub controls: AttrValue,
    /// The tools.
    pub groups: Vec<Vec<Tool>>,
    /// Told the key of the tool that was pressed.
    pub onpress: Callback<&'static str>,
    /// Its handle in the page.
    #[prop_or_default]
    pub node: NodeRef,
}

/// A toolbar.
#[component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    let stop = use_state_eq(|| 0_usize);
    let n = props.groups.iter().map(Vec::len).sum::<usize>();
    let at = (*stop).min(n.saturating_sub(1));
    let onkeydown = {
        let (root, stop) = (props.node.clone(), stop.setter());
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "ArrowUp" | "ArrowDown") {
                return;
            }
            if let Some(to) = roving::step(&event.key(), at, n, roving::is_rtl(&root)) {
                event.prevent_default();
                stop.set(to);
                roving::focus_nth(&root, "button", to);
            }
        })
    };
    let mut index = 0;
    html! {
        <div
            ref={props.node.clone()}
            class="toolbar"
            role="toolbar"
            aria-label={props.label.clone()}
            aria-controls={props.controls.clone()}
            {onkeydown}
        >
            { for props.groups.iter().enumerate().map(|(nth, group)| html! {
                <div key={nth} class="toolbar-group" role="group">
                    { for group.iter().map(|tool| {
                        let own = index;
                        index += 1;
                        one(tool, own, at == own, &stop.setter(), &props.onpress)
                    }) }
                </div>
            }) }
        </div>
    }
}

fn one(
    tool: &Tool,
    own: usize,
    is_stop: bool,
    stop: &UseStateSetter<usize>,
    onpress: &Callback<&'static str>,
) -> Html {
    let (key, is_stuck) = (tool.key, tool.is_stuck);
    let onclick = {
        let (stop, onpress) = (stop.clone(), onpress.clone());
        Callback::from(move |_: MouseEvent| {
            stop.set(own);
            if !is_stuck {
                onpress.emit(key);
            }
        })
    };
    // What is chosen in the text stays chosen.
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    html! {
        <button
            {key}
            type="button"
            class="btn"
            data-kind="quiet"
            data-size="s"
            data-icon-only={tool.glyph.is_some().then_some("")}
            tabindex={if is_stop { "0" } else { "-1" }}
            aria-label={tool.glyph.is_some().then(|| tool.label.clone())}
            title={tool.label.clone()}
            aria-pressed={tool.pressed.map(truth)}
            aria-disabled={is_stuck.then_some("true")}
            aria-keyshortcuts={tool.keys}
            {onclick}
            {onmousedown}
        >
            if let Some(glyph) = tool.glyph {
                <Icon {glyph} />
            } else {
                { &tool.label }
            }
        </button>
    }
}
