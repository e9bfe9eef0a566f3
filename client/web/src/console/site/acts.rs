//! What can be done with a text: save, validate, publish, and back.

use protocol::site::TextState;
use yew::prelude::*;

use crate::console::sure::Sure;
use crate::shell::use_speech;
use crate::ui::{Button, ButtonKind, Glyph};

/// What is asked of the desk.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    Save,
    /// Saves over what a colleague saved.
    Replace,
    Validate,
    Publish,
    Withdraw,
    /// Makes a former version the newest.
    Restore(u32),
    /// Gives the page this part of the address.
    Rename(String),
    /// Whether the page stands in the menu.
    Menu(bool),
    Remove,
}

#[derive(Properties, PartialEq)]
pub(super) struct ActsProps {
    pub(super) state: TextState,
    pub(super) is_published: bool,
    /// The welcome page, without which the site would have no front door.
    pub(super) is_home: bool,
    pub(super) has_draft: bool,
    pub(super) is_overtaken: bool,
    pub(super) is_free: bool,
    pub(super) is_up: bool,
    pub(super) busy: Option<Act>,
    pub(super) onact: Callback<Act>,
    pub(super) ondrop: Callback<()>,
}

/// The buttons; what visitors notice and what is lost asks first.
#[component]
pub(super) fn Acts(props: &ActsProps) -> Html {
    let say = use_speech();
    let asking = use_state_eq(|| None::<&'static str>);
    let ask = |what: Option<&'static str>| {
        let asking = asking.setter();
        Callback::from(move |_: MouseEvent| asking.set(what))
    };
    let click = |act: Act| props.onact.reform(move |_: MouseEvent| act.clone());
    let is_settled = !props.has_draft;
    let button = |act: Act, icon: Glyph, can: bool, kind: ButtonKind, words: &str| {
        html! {
            <Button {kind} {icon} is_disabled={!props.is_free || !can} is_busy={props.busy.as_ref() == Some(&act)} onclick={click(act)}>
                { say.t(words) }
            </Button>
        }
    };
    let kind = |is_main: bool| {
        if is_main {
            ButtonKind::Primary
        } else {
            ButtonKind::Plain
        }
    };
    let onclose = {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(None))
    };
    html! {
        <div class="stack" data-gap="tight">
            <div class="row" data-wrap="">
                { button(Act::Save, Glyph::Check, props.has_draft && !props.is_overtaken, kind(props.has_draft), "console-site-save") }
                if props.state == TextState::Draft {
                    { button(Act::Validate, Glyph::CheckCircle, is_settled, kind(is_settled), "console-site-validate") }
                } else if props.state == TextState::Validated {
                    { button(Act::Publish, Glyph::Announce, is_settled, kind(is_settled), "console-site-publish") }
                }
                if props.has_draft {
                    <Button kind={ButtonKind::Quiet} icon={Glyph::Undo} onclick={ask(Some("drop"))}>
                        { say.t("console-site-drop") }
                    </Button>
                }
                if props.is_published && !props.is_home && is_settled {
                    <Button kind={ButtonKind::Quiet} icon={Glyph::Ban} is_disabled={!props.is_free} onclick={ask(Some("withdraw"))}>
                        { say.t("console-site-withdraw") }
                    </Button>
                }
            </div>
            if !props.is_up {
                <p class="soft">{ say.t("console-site-offline") }</p>
            } else if props.has_draft && !props.is_overtaken {
                <p class="soft">{ say.t("console-site-save-first") }</p>
            }
            if *asking == Some("drop") {
                <Sure
                    id="site-drop"
                    title={say.t("console-site-drop-title")}
                    text={say.t("console-site-drop-text")}
                    yes={say.t("console-site-drop")}
                    is_danger=true
                    onyes={props.ondrop.clone()}
                    onclose={onclose.clone()}
                />
            }
            if *asking == Some("withdraw") {
                <Sure
                    id="site-withdraw"
                    title={say.t("console-site-withdraw-title")}
                    text={say.t("console-site-withdraw-text")}
                    yes={say.t("console-site-withdraw")}
                    is_danger=true
                    onyes={props.onact.reform(|()| Act::Withdraw)}
                    {onclose}
                />
            }
        </div>
    }
}
