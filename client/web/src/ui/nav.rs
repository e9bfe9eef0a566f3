//! The ways between screens: the console's rail, the phone's bottom bar.

use yew::prelude::*;

use super::{Count, Glyph, Icon, Tone, flag};

/// Where the ways stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NavPlace {
    /// At the side of the console; below it when it is narrow.
    Rail,
    /// At the bottom of the phone.
    TabBar,
}

/// One way.
#[derive(Clone, Debug, PartialEq)]
pub struct NavItem {
    /// Its identity among the others.
    pub key: AttrValue,
    /// Its word.
    pub label: AttrValue,
    /// Its shape.
    pub icon: Glyph,
    /// Its address, so that it can be opened beside.
    pub href: AttrValue,
    /// How many things wait there, and what they are for the ear.
    pub waiting: Option<(usize, Tone, AttrValue)>,
    /// Whether it stands apart, at the end.
    pub is_last: bool,
}

/// The ways and the current one.
#[derive(Properties, PartialEq)]
pub struct NavBarProps {
    /// What they lead through.
    pub label: AttrValue,
    /// Where they stand.
    pub place: NavPlace,
    /// The ways.
    pub items: Vec<NavItem>,
    /// The key of the current one.
    pub current: AttrValue,
    /// Told the key of the way that was taken with a plain press.
    pub ongo: Callback<AttrValue>,
}

/// Links between screens. A plain press is told to the program; a press with a
/// modifier is the browser's, so that a screen can be opened beside.
#[component]
pub fn NavBar(props: &NavBarProps) -> Html {
    let ways = props.items.iter().map(|item| way(props, item));
    let label = props.label.clone();
    match props.place {
        NavPlace::Rail => html! { <nav class="rail" aria-label={label}>{ for ways }</nav> },
        NavPlace::TabBar => html! { <nav class="tabbar" aria-label={label}>{ for ways }</nav> },
    }
}

fn way(props: &NavBarProps, item: &NavItem) -> Html {
    let onclick = {
        let (ongo, key) = (props.ongo.clone(), item.key.clone());
        Callback::from(move |event: MouseEvent| {
            if event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0 {
                return;
            }
            event.prevent_default();
            ongo.emit(key.clone());
        })
    };
    html! {
        <a
            key={item.key.to_string()}
            data-last={flag(item.is_last)}
            href={item.href.clone()}
            aria-current={(item.key == props.current).then_some("page")}
            {onclick}
        >
            <Icon glyph={item.icon} />
            { &item.label }
            if let Some((n, tone, label)) = item.waiting.as_ref().filter(|(n, ..)| *n > 0) {
                <Count n={*n} tone={*tone} is_solid=true label={label.clone()} />
            }
        </a>
    }
}
