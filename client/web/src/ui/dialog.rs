//! What lies above the page: a drawer at its side, a sheet at its foot, a dialog in
//! its middle. The three differ in their place only.

use yew::prelude::*;

use super::modal::use_modal;
use super::{Glyph, IconButton, flag};

/// What an overlay holds.
#[derive(Properties, PartialEq, Clone)]
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
    html! { <Overlay class="drawer" inside={props.clone()} /> }
}

/// A part that rises from the foot of a phone.
#[component]
pub fn Sheet(props: &OverlayProps) -> Html {
    html! { <Overlay class="sheet" inside={props.clone()} /> }
}

/// A question in the middle of the page.
#[component]
pub fn Dialog(props: &OverlayProps) -> Html {
    html! { <Overlay class="dialog" inside={props.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct FrameProps {
    class: &'static str,
    inside: OverlayProps,
}

#[component]
fn Overlay(FrameProps { class, inside }: &FrameProps) -> Html {
    let root = use_node_ref();
    let onkeydown = use_modal(root.clone(), inside.onclose.clone());
    let close = inside.onclose.reform(|_: MouseEvent| ());
    let title_id = format!("{}-title", inside.id);
    html! {
        <>
            <div class="scrim" onclick={close.clone()} aria-hidden="true" />
            <section
                ref={root}
                class={*class}
                role="dialog"
                aria-modal="true"
                aria-labelledby={title_id.clone()}
                aria-busy={inside.is_busy.then_some("true")}
                tabindex="-1"
                data-open={flag(true)}
                {onkeydown}
            >
                <header>
                    <div class="grow">
                        <h2 id={title_id}>{ &inside.title }</h2>
                        if let Some(lede) = &inside.lede {
                            <p>{ lede }</p>
                        }
                    </div>
                    <IconButton glyph={Glyph::Cross} label={inside.close_label.clone()} onclick={close} />
                </header>
                <div class="body">{ inside.children.clone() }</div>
                if let Some(footer) = &inside.footer {
                    <footer>{ footer.clone() }</footer>
                }
            </section>
        </>
    }
}
