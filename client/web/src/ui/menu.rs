//! A button that opens a short list of actions.

use gloo::events::EventListener;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};
use yew::prelude::*;

use super::{Glyph, Icon, Tone, roving, truth};

/// One action.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuItem {
    /// Its identity among the others.
    pub key: AttrValue,
    /// Its word.
    pub label: AttrValue,
    /// Its shape.
    pub icon: Option<Glyph>,
    /// Which signal; [`Tone::Crit`] for what takes something away.
    pub tone: Tone,
    /// For a choice that stays: whether it is the chosen one.
    pub checked: Option<bool>,
}

/// The button and its actions.
#[derive(Properties, PartialEq)]
pub struct MenuProps {
    /// What the button shows.
    pub children: Html,
    /// What the button opens, for the ear.
    pub label: AttrValue,
    /// The actions.
    pub items: Vec<MenuItem>,
    /// Told the key of the action taken.
    pub onact: Callback<AttrValue>,
    /// A line above the actions, such as who is signed in.
    #[prop_or_default]
    pub heading: Option<AttrValue>,
    /// Whether the button is only an icon or an avatar.
    #[prop_or_default]
    pub is_icon_only: bool,
}

/// A menu button. The list takes the focus when it opens; arrows walk it, Escape
/// and a press elsewhere close it.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let root = use_node_ref();
    let button = use_node_ref();
    let open_at = use_state_eq(|| None::<usize>);

    use_effect_with((*open_at, root.clone()), |(at, root)| {
        if let Some(at) = at {
            roving::focus_nth(root, "[role^=menuitem]", *at);
        }
    });
    {
        let open_at = open_at.clone();
        use_effect_with((open_at.is_some(), root.clone()), move |(is_open, root)| {
            let listener = is_open.then(|| {
                let root = root.clone();
                EventListener::new(&document(), "pointerdown", move |event| {
                    let target = event
                        .target()
                        .and_then(|target| target.dyn_into::<Node>().ok());
                    let is_inside = root
                        .cast::<Node>()
                        .is_some_and(|root| root.contains(target.as_ref()));
                    if !is_inside {
                        open_at.set(None);
                    }
                })
            });
            move || drop(listener)
        });
    }

    let toggle = {
        let open_at = open_at.clone();
        Callback::from(move |_: MouseEvent| {
            open_at.set(if open_at.is_some() { None } else { Some(0) })
        })
    };
    let onkeydown = {
        let (open_at, root, button) = (open_at.clone(), root.clone(), button.clone());
        let n = props.items.len();
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            match (*open_at, key.as_str()) {
                (None, "ArrowDown") => open_at.set(Some(0)),
                (None, "ArrowUp") => open_at.set(n.checked_sub(1)),
                (Some(_), "Escape") => {
                    event.stop_propagation();
                    open_at.set(None);
                    return_focus(&button);
                    return;
                }
                (Some(_), "Tab") => {
                    open_at.set(None);
                    return;
                }
                (Some(at), _) => match roving::step(&key, at, n, roving::is_rtl(&root)) {
                    Some(to) => open_at.set(Some(to)),
                    None => return,
                },
                (None, _) => return,
            }
            event.prevent_default();
        })
    };
    html! {
        <div ref={root} class="menu-anchor" {onkeydown}>
            <button
                ref={button.clone()}
                type="button"
                class="btn"
                data-kind="quiet"
                data-icon-only={super::flag(props.is_icon_only)}
                aria-label={props.label.clone()}
                aria-haspopup="menu"
                aria-expanded={truth(open_at.is_some())}
                onclick={toggle}
            >
                { props.children.clone() }
            </button>
            if open_at.is_some() {
                <div class="menu" role="menu" aria-label={props.label.clone()}>
                    if let Some(heading) = &props.heading {
                        <p class="heading">{ heading }</p>
                    }
                    { for props.items.iter().map(|item| {
                        let onclick = {
                            let (open_at, button) = (open_at.clone(), button.clone());
                            let (onact, key) = (props.onact.clone(), item.key.clone());
                            Callback::from(move |_: MouseEvent| {
                                open_at.set(None);
                                return_focus(&button);
                                onact.emit(key.clone());
                            })
                        };
                        menu_line(item, onclick)
                    }) }
                </div>
            }
        </div>
    }
}

fn menu_line(item: &MenuItem, onclick: Callback<MouseEvent>) -> Html {
    let role = if item.checked.is_some() {
        "menuitemradio"
    } else {
        "menuitem"
    };
    let icon = match item.checked {
        Some(true) => Some(Glyph::Check),
        Some(false) | None => item.icon,
    };
    html! {
        <button
            key={item.key.to_string()}
            type="button"
            {role}
            tabindex="-1"
            data-tone={item.tone.name()}
            aria-checked={item.checked.map(truth)}
            {onclick}
        >
            if let Some(glyph) = icon {
                <Icon {glyph} />
            }
            <span>{ &item.label }</span>
        </button>
    }
}

fn return_focus(button: &NodeRef) {
    if let Some(button) = button.cast::<HtmlElement>() {
        // Focus fails only for a button that has left the page meanwhile.
        drop(button.focus());
    }
}
