//! Tabs and the part that they open.

use yew::prelude::*;

use super::{Count, Tone, roving, truth};

/// One tab.
#[derive(Clone, Debug, PartialEq)]
pub struct Tab {
    /// Its identity among the others.
    pub key: AttrValue,
    /// Its word.
    pub label: AttrValue,
    /// How many things wait behind it.
    pub count: Option<usize>,
}

/// The tabs and the open one.
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// Distinguishes these tabs from others of the page.
    pub id: AttrValue,
    /// What they divide.
    pub label: AttrValue,
    /// The tabs.
    pub tabs: Vec<Tab>,
    /// The key of the open one.
    pub open: AttrValue,
    /// Told the key of the tab to open.
    pub onopen: Callback<AttrValue>,
}

/// A row of tabs; arrows open the next one.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let root = use_node_ref();
    let at = props
        .tabs
        .iter()
        .position(|tab| tab.key == props.open)
        .unwrap_or(0);
    let onkeydown = {
        let (root, tabs, onopen) = (root.clone(), props.tabs.clone(), props.onopen.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(to) = roving::step(&event.key(), at, tabs.len(), roving::is_rtl(&root)) else {
                return;
            };
            event.prevent_default();
            roving::focus_nth(&root, "[role=tab]", to);
            onopen.emit(tabs[to].key.clone());
        })
    };
    html! {
        <div ref={root} class="tabs" role="tablist" aria-label={props.label.clone()} {onkeydown}>
            { for props.tabs.iter().enumerate().map(|(index, tab)| {
                let onclick = props.onopen.reform({
                    let key = tab.key.clone();
                    move |_: MouseEvent| key.clone()
                });
                html! {
                    <button
                        key={tab.key.to_string()}
                        type="button"
                        role="tab"
                        id={format!("{}-tab-{}", props.id, tab.key)}
                        aria-controls={format!("{}-panel", props.id)}
                        aria-selected={truth(index == at)}
                        tabindex={if index == at { "0" } else { "-1" }}
                        {onclick}
                    >
                        { &tab.label }
                        if let Some(n) = tab.count {
                            <Count {n} tone={Tone::Neutral} />
                        }
                    </button>
                }
            }) }
        </div>
    }
}

/// The open part.
#[derive(Properties, PartialEq)]
pub struct TabPanelProps {
    /// The same as the tabs'.
    pub id: AttrValue,
    /// The key of the open tab.
    pub open: AttrValue,
    /// What it holds.
    pub children: Html,
}

/// The part that belongs to the open tab.
#[component]
pub fn TabPanel(props: &TabPanelProps) -> Html {
    html! {
        <div
            id={format!("{}-panel", props.id)}
            role="tabpanel"
            aria-labelledby={format!("{}-tab-{}", props.id, props.open)}
            tabindex="0"
        >
            { props.children.clone() }
        </div>
    }
}
