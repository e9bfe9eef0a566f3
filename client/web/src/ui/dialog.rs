//! What lies above the page: a drawer at its side, a sheet at its foot, a dialog in
//! its middle. The three differ in their place only.

use yew::prelude::*;

use super::modal::use_modal;
use super::{Glyph, IconButton};

/// What an overlay holds.
#[derive(Properties, PartialEq)]
pub struct OverlayProps {
    /// Distinguishes it from others of the page.
    pub id: AttrValue,
    /// Its title.
    pub title: AttrValue,
    /// A line below the title.
    #[prop_or_default]
    pub lede: Option<AttrValue>,
    /// What it holds.
    pub children: Html,
    /// Its buttons, the main one last.
    #[prop_or_default]
    pub footer: Option<Html>,
    /// The word for closing it.
    pub close_label: AttrValue,
    /// Told when it is to go: by its button, Escape, or a press beside it.
    pub onclose: Callback<()>,
    /// Whether what it holds is still on its way.
    #[prop_or_default]
    pub is_busy: bool,
}

/// A part at the end side of the page, for work on something seen in it.
#[component]
pub fn Drawer(props: &OverlayProps) -> Html {
    let (root, onkeydown) = use_overlay(props);
    html! {
        <>
            { scrim(props) }
            <section
                ref={root}
                class="drawer"
                role="dialog"
                aria-modal="true"
                aria-labelledby={title_id(props)}
                aria-busy={busy(props)}
                tabindex="-1"
                data-open=""
                {onkeydown}
            >
                { inside(props) }
            </section>
        </>
    }
}

/// A part that rises from the foot of a phone.
#[component]
pub fn Sheet(props: &OverlayProps) -> Html {
    let (root, onkeydown) = use_overlay(props);
    html! {
        <>
            { scrim(props) }
            <section
                ref={root}
                class="sheet"
                role="dialog"
                aria-modal="true"
                aria-labelledby={title_id(props)}
                aria-busy={busy(props)}
                tabindex="-1"
                data-open=""
                {onkeydown}
            >
                { inside(props) }
            </section>
        </>
    }
}

/// A question in the middle of the page.
#[component]
pub fn Dialog(props: &OverlayProps) -> Html {
    let (root, onkeydown) = use_overlay(props);
    html! {
        <>
            { scrim(props) }
            <section
                ref={root}
                class="dialog"
                role="dialog"
                aria-modal="true"
                aria-labelledby={title_id(props)}
                aria-busy={busy(props)}
                tabindex="-1"
                data-open=""
                {onkeydown}
            >
                { inside(props) }
            </section>
        </>
    }
}

/// What makes the part modal: its handle and what it does with keys.
#[hook]
fn use_overlay(props: &OverlayProps) -> (NodeRef, Callback<KeyboardEvent>) {
    let root = use_node_ref();
    let onkeydown = use_modal(root.clone(), props.onclose.clone());
    (root, onkeydown)
}

fn close(props: &OverlayProps) -> Callback<MouseEvent> {
    props.onclose.reform(|_| ())
}

fn title_id(props: &OverlayProps) -> String {
    format!("{}-title", props.id)
}

fn busy(props: &OverlayProps) -> Option<&'static str> {
    props.is_busy.then_some("true")
}

/// What lies between the part and the page.
fn scrim(props: &OverlayProps) -> Html {
    html! { <div class="scrim" onclick={close(props)} aria-hidden="true" /> }
}

/// Title, contents, foot.
fn inside(props: &OverlayProps) -> Html {
    html! {
        <>
            <header>
                <div class="grow">
                    <h2 id={title_id(props)}>{ &props.title }</h2>
                    if let Some(lede) = &props.lede {
                        <p>{ lede }</p>
                    }
                </div>
                <IconButton glyph={Glyph::Cross} label={props.close_label.clone()} onclick={close(props)} />
            </header>
            <div class="body">{ props.children.clone() }</div>
            if let Some(footer) = &props.footer {
                <footer>{ footer.clone() }</footer>
            }
        </>
    }
}
