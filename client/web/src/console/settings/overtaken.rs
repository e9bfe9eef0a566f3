//! What a form of the settings shows when a colleague was faster: theirs in words, mine in the
//! fields, and a choice between them.

use yew::prelude::*;

use crate::shell::use_speech;
use crate::ui::{Banner, Button, ButtonGroup, ButtonKind, ButtonSize, Glyph, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct OvertakenProps {
    /// What stands now.
    pub(super) children: Html,
    /// Leaves what stands now.
    pub(super) ontheirs: Callback<MouseEvent>,
    /// Puts what was typed in its place.
    pub(super) onmine: Callback<MouseEvent>,
    /// Whether it cannot be put now.
    #[prop_or_default]
    pub(super) is_disabled: bool,
}

/// The notice and the two ways on.
#[component]
pub(super) fn Overtaken(props: &OvertakenProps) -> Html {
    let say = use_speech();
    html! {
        <Banner icon={Glyph::Swap} tone={Tone::Warn} is_boxed=true action={html! {
            <ButtonGroup>
                <Button size={ButtonSize::Small} icon={Glyph::Check} onclick={props.ontheirs.clone()}>{ say.t("console-conflict-keep") }</Button>
                <Button size={ButtonSize::Small} kind={ButtonKind::Quiet} icon={Glyph::Redo} is_disabled={props.is_disabled} onclick={props.onmine.clone()}>
                    { say.t("console-conflict-replace") }
                </Button>
            </ButtonGroup>
        }}>
            { props.children.clone() }
        </Banner>
    }
}
