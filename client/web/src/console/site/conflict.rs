//! A colleague saved another version meanwhile: theirs beside one's own, and which one counts.

use protocol::id::PageId;
use protocol::site::{Language, PageVersion};
use yew::prelude::*;

use super::frame::Frame;
use super::standing::author;
use crate::shell::{use_handle, use_speech};
use crate::ui::{Banner, Button, ButtonGroup, ButtonKind, ButtonSize, Glyph, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct OvertakenProps {
    pub(super) of: (PageId, Language, u32),
    /// What they saved, once it is here.
    pub(super) theirs: Option<PageVersion>,
    pub(super) is_ready: bool,
    pub(super) ontheirs: Callback<()>,
    pub(super) onmine: Callback<()>,
}

/// Both versions are in sight: one's own in the fields, theirs here.
#[component]
pub(super) fn Overtaken(props: &OvertakenProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let theirs = props.ontheirs.reform(|_: MouseEvent| ());
    let mine = props.onmine.reform(|_: MouseEvent| ());
    html! {
        <section class="stack site-overtaken" aria-label={say.t("console-site-theirs")}>
            <Banner icon={Glyph::Swap} tone={Tone::Warn} is_boxed=true>{ say.t("console-site-overtaken") }</Banner>
            if let Some(version) = &props.theirs {
                <p>
                    <span class="strong">{ &version.head.title }</span>
                    { " – " }
                    { say.tr("console-site-by", [
                        ("who", (&author(version.head.by, &live, &say)).into()),
                        ("day", (&say.day_short(version.head.at)).into()),
                        ("time", (&say.time(version.head.at)).into()),
                    ]) }
                </p>
            }
            <Frame of={props.of} />
            <ButtonGroup>
                <Button size={ButtonSize::Small} icon={Glyph::Check} onclick={theirs}>{ say.t("console-conflict-keep") }</Button>
                <Button size={ButtonSize::Small} kind={ButtonKind::Quiet} icon={Glyph::Redo} is_disabled={!props.is_ready} onclick={mine}>
                    { say.t("console-conflict-replace") }
                </Button>
            </ButtonGroup>
        </section>
    }
}
