//! The versions of a text: who wrote them when, how they look, and the way back to one.

use protocol::id::PageId;
use protocol::site::{History, Language, VersionHead};
use yew::prelude::*;

use super::desk;
use super::frame::Frame;
use super::standing::author;
use crate::console::asked::use_asked;
use crate::console::sure::Sure;
use crate::shell::{LiveHandle, Speech, use_handle, use_speech};
use crate::ui::{Button, ButtonKind, ButtonSize, Chip, Glyph, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct VersionsProps {
    pub(super) of: (PageId, Language, u32),
    /// The one that visitors see.
    pub(super) published: Option<u32>,
    pub(super) has_draft: bool,
    pub(super) is_free: bool,
    pub(super) onrestore: Callback<u32>,
}

/// The versions, newest first, and the one that is looked at.
#[component]
pub(super) fn Versions(props: &VersionsProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let asked = use_asked(props.of, None, desk::history);
    let looked = use_state_eq(|| None::<u32>);
    let asking = use_state_eq(|| None::<u32>);
    let (page, language, latest) = props.of;
    let onlook = {
        let looked = looked.setter();
        Callback::from(move |number: u32| looked.set(Some(number)))
    };
    let onask = {
        let (asking, has_draft, onrestore) =
            (asking.setter(), props.has_draft, props.onrestore.clone());
        Callback::from(move |number: u32| {
            // A former version comes back as a new one, so only what was not saved can be lost.
            if has_draft {
                asking.set(Some(number));
            } else {
                onrestore.emit(number);
            }
        })
    };
    let row = |version: &VersionHead| {
        row(
            version,
            props,
            *looked == Some(version.number),
            (&onlook, &onask),
            &live,
            &say,
        )
    };
    html! {
        <div class="stack">
            { asked.show(&say, &desk::WORDS, |history: &History| html! {
                <ol class="site-versions">{ for history.versions.iter().map(row) }</ol>
            }) }
            if let Some(number) = *looked {
                <h3>{ say.tr("console-site-version", [("number", number.into())]) }</h3>
                <Frame of={(page, language, number)} />
            }
            if let Some(number) = *asking {
                <Sure
                    id="site-restore"
                    title={say.t("console-site-drop-title")}
                    text={say.t("console-site-restore-text")}
                    yes={say.t("console-site-restore")}
                    is_danger=true
                    onyes={props.onrestore.reform(move |()| number)}
                    onclose={let asking = asking.setter(); Callback::from(move |()| asking.set(None))}
                />
            }
            <p class="soft">{ say.tr("console-site-versions-help", [("number", latest.into())]) }</p>
        </div>
    }
}

fn row(
    version: &VersionHead,
    props: &VersionsProps,
    is_looked: bool,
    (onlook, onask): (&Callback<u32>, &Callback<u32>),
    live: &LiveHandle,
    say: &Speech,
) -> Html {
    let number = version.number;
    let look = onlook.reform(move |_: MouseEvent| number);
    let restore = onask.reform(move |_: MouseEvent| number);
    let name = say.tr("console-site-version", [("number", number.into())]);
    html! {
        <li key={number}>
            <div class="grow">
                <p class="title">{ parts([name.clone(), AttrValue::from(version.title.clone())]) }</p>
                <p class="sub">
                    { say.tr("console-site-by", [
                        ("who", (&author(version.by, live, say)).into()),
                        ("day", (&say.day_short(version.at)).into()),
                        ("time", (&say.time(version.at)).into()),
                    ]) }
                </p>
            </div>
            if props.published == Some(number) {
                <Chip tone={Tone::Live} icon={Glyph::Eye}>{ say.t("console-site-is-published") }</Chip>
            }
            <Button size={ButtonSize::Small} icon={Glyph::Eye} pressed={is_looked} title={parts([say.t("console-site-look"), name.clone()])} onclick={look}>
                { say.t("console-site-look") }
            </Button>
            if number != props.of.2 {
                <Button size={ButtonSize::Small} kind={ButtonKind::Quiet} icon={Glyph::Undo} is_disabled={!props.is_free} title={parts([say.t("console-site-restore"), name])} onclick={restore}>
                    { say.t("console-site-restore") }
                </Button>
            }
        </li>
    }
}

fn parts(words: [AttrValue; 2]) -> AttrValue {
    AttrValue::from(crate::console::parts::parts_of(words))
}
