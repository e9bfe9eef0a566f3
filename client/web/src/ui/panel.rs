//! A framed part of a screen with its title.

use yew::prelude::*;

use super::{Count, Tone, flag};

/// What a panel holds.
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// Its title.
    pub title: AttrValue,
    /// What it holds: usually a `.body` or an `ItemList`.
    pub children: Html,
    /// How many things are in it.
    #[prop_or_default]
    pub count: Option<usize>,
    /// Which signal the count carries.
    #[prop_or_default]
    pub count_tone: Tone,
    /// What stands at the end of its head.
    #[prop_or_default]
    pub actions: Html,
    /// A line below.
    #[prop_or_default]
    pub footer: Option<Html>,
    /// Whether what it holds scrolls inside it.
    #[prop_or_default]
    pub is_scrolling: bool,
    /// Whether it takes the room that is left.
    #[prop_or_default]
    pub is_filling: bool,
    /// Whether what it holds is still on its way.
    #[prop_or_default]
    pub is_busy: bool,
}

/// A framed part of a screen. Its title names the region.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    html! {
        <section
            class="panel"
            aria-label={props.title.clone()}
            aria-busy={props.is_busy.then_some("true")}
            data-scroll={flag(props.is_scrolling)}
            data-fill={flag(props.is_filling)}
        >
            <header>
                <h2>{ &props.title }</h2>
                if let Some(n) = props.count {
                    <Count {n} tone={props.count_tone} is_solid={props.count_tone == Tone::Crit && n > 0} />
                }
                <span class="push" />
                { props.actions.clone() }
            </header>
            { props.children.clone() }
            if let Some(footer) = &props.footer {
                <footer>{ footer.clone() }</footer>
            }
        </section>
    }
}
