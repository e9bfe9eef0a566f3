//! The frame of every page: the event above, the ways below.

use yew::prelude::*;

use crate::ui::{Glyph, Icon, NavBar, NavItem, NavPlace, flag};

/// What stands at the top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fascia {
    /// The event.
    pub event: AttrValue,
    /// The event's time.
    pub time: AttrValue,
    /// What the button at the end opens.
    pub settings_label: AttrValue,
}

/// A page in its frame.
#[derive(Properties, PartialEq)]
pub struct FrameProps {
    /// What stands at the top.
    pub fascia: Fascia,
    /// What the connection has to say, if anything.
    #[prop_or_default]
    pub banner: Html,
    /// The page.
    pub children: Html,
    /// Whether the page stands in the middle.
    #[prop_or_default]
    pub is_centred: bool,
    /// The word for jumping over the frame.
    pub skip_label: AttrValue,
    /// What the ways below lead through.
    pub nav_label: AttrValue,
    /// The ways below.
    pub ways: Vec<NavItem>,
    /// The key of the current way.
    pub current: AttrValue,
    /// Told the key of the way that was taken.
    pub ongo: Callback<AttrValue>,
    /// Told when the button at the end is pressed.
    pub onsettings: Callback<MouseEvent>,
    /// What lies above the page: sheets and toasts.
    #[prop_or_default]
    pub above: Html,
}

/// The frame of every page.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let fascia = &props.fascia;
    html! {
        <div class="phone">
            <a class="skip-link" href="#page">{ &props.skip_label }</a>
            <header class="fascia">
                <span class="brand" aria-hidden="true"><Icon glyph={Glyph::Mark} /></span>
                <div class="event">
                    <b>{ &fascia.event }</b>
                </div>
                <div class="end">
                    <time>{ &fascia.time }</time>
                    <button
                        type="button"
                        class="btn"
                        data-kind="quiet"
                        data-icon-only=""
                        aria-haspopup="dialog"
                        aria-label={fascia.settings_label.clone()}
                        onclick={props.onsettings.clone()}
                    >
                        <Icon glyph={Glyph::Person} />
                    </button>
                </div>
            </header>
            { props.banner.clone() }
            <main id="page" tabindex="-1" data-centre={flag(props.is_centred)}>
                { props.children.clone() }
            </main>
            <NavBar
                label={props.nav_label.clone()}
                place={NavPlace::TabBar}
                items={props.ways.clone()}
                current={props.current.clone()}
                ongo={props.ongo.clone()}
            />
            { props.above.clone() }
        </div>
    }
}
