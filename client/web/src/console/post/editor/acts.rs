//! What can be done with the words: save, look, try, and go back to the product's.

use yew::prelude::*;

use crate::shell::use_speech;
use crate::ui::{Button, ButtonKind, Dialog, Glyph};

/// What is asked of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Preview,
    Test,
    Save,
    GiveBack,
}

impl Act {
    /// The desk's word for it.
    pub(super) const fn way(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Test => "test",
            Self::Save | Self::GiveBack => "save",
        }
    }

    /// Whether it changes what counts.
    pub(super) const fn is_save(self) -> bool {
        match self {
            Self::Save | Self::GiveBack => true,
            Self::Preview | Self::Test => false,
        }
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ActsProps {
    /// Whether there is something to save, and no choice to make first.
    pub(super) can_save: bool,
    /// Whether the words are the event's own, so that there is a way back.
    pub(super) is_own: bool,
    /// Whether the desk can be asked now.
    pub(super) is_free: bool,
    pub(super) busy: Option<Act>,
    pub(super) onact: Callback<Act>,
}

/// The buttons; going back asks first.
#[component]
pub(super) fn Acts(props: &ActsProps) -> Html {
    let say = use_speech();
    let is_asking = use_state_eq(|| false);
    let ask = |to: bool| {
        let is_asking = is_asking.setter();
        Callback::from(move |()| is_asking.set(to))
    };
    let click = |act: Act| props.onact.reform(move |_: MouseEvent| act);
    let ongive = {
        let (close, onact) = (ask(false), props.onact.clone());
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            onact.emit(Act::GiveBack);
        })
    };
    let is_stuck = !props.is_free;
    html! {
        <div class="row" data-wrap="">
            <Button
                kind={ButtonKind::Primary}
                icon={Glyph::Check}
                is_disabled={is_stuck || !props.can_save}
                is_busy={props.busy == Some(Act::Save)}
                onclick={click(Act::Save)}
            >
                { say.t("console-letters-save") }
            </Button>
            <Button icon={Glyph::Eye} is_disabled={is_stuck} is_busy={props.busy == Some(Act::Preview)} onclick={click(Act::Preview)}>
                { say.t("console-letters-preview") }
            </Button>
            <Button icon={Glyph::Mail} is_disabled={is_stuck} is_busy={props.busy == Some(Act::Test)} onclick={click(Act::Test)}>
                { say.t("console-letters-test") }
            </Button>
            if props.is_own {
                <Button kind={ButtonKind::Quiet} icon={Glyph::Undo} is_disabled={is_stuck} onclick={ask(true).reform(|_: MouseEvent| ())}>
                    { say.t("console-letters-give-back") }
                </Button>
            }
            if *is_asking {
                <Dialog
                    id="letters-give-back"
                    title={say.t("console-letters-give-back-title")}
                    close_label={say.t("console-close")}
                    onclose={ask(false)}
                    footer={html! {
                        <>
                            <Button onclick={ask(false).reform(|_: MouseEvent| ())}>{ say.t("console-letters-not-now") }</Button>
                            <Button kind={ButtonKind::Danger} icon={Glyph::Undo} onclick={ongive}>
                                { say.t("console-letters-give-back") }
                            </Button>
                        </>
                    }}
                >
                    <p>{ say.t("console-letters-give-back-text") }</p>
                </Dialog>
            }
        </div>
    }
}
