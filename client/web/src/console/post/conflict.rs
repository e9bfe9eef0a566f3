//! Somebody was faster: what counts now, and whether one's own is put in its place.

use yew::prelude::*;

use crate::shell::use_speech;
use crate::ui::{Banner, Button, ButtonGroup, ButtonKind, ButtonSize, Glyph, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct OvertakenProps {
    /// What counts now, in words.
    pub(super) children: Html,
    pub(super) is_ready: bool,
    pub(super) ontheirs: Callback<()>,
    pub(super) onmine: Callback<()>,
}

/// Both versions are in sight: theirs here, one's own in the fields.
#[component]
pub(super) fn Overtaken(props: &OvertakenProps) -> Html {
    let say = use_speech();
    let theirs = props.ontheirs.reform(|_: MouseEvent| ());
    let mine = props.onmine.reform(|_: MouseEvent| ());
    html! {
        <div class="stack letters-overtaken">
            <Banner icon={Glyph::Swap} tone={Tone::Warn} is_boxed=true>{ say.t("console-letters-overtaken") }</Banner>
            { props.children.clone() }
            <ButtonGroup>
                <Button size={ButtonSize::Small} icon={Glyph::Check} onclick={theirs}>{ say.t("console-conflict-keep") }</Button>
                <Button size={ButtonSize::Small} kind={ButtonKind::Quiet} icon={Glyph::Redo} is_disabled={!props.is_ready} onclick={mine}>
                    { say.t("console-conflict-replace") }
                </Button>
            </ButtonGroup>
        </div>
    }
}
