//! Everything that can be done about a meeting.

use client_core::view::phone;
use yew::prelude::*;

use super::{MeetingSheetProps, SheetKind, use_subject};
use crate::phone::page::{chief_line, second_line};
use crate::shell::{Changes, go_to, use_live, use_speech};
use crate::ui::{Button, ButtonGroup, ButtonKind, ButtonSize, Glyph, Sheet};

/// A meeting in full, with its actions.
#[component]
pub fn MeetingSheet(props: &MeetingSheetProps) -> Html {
    let say = use_speech();
    let parts = Changes::STATE.and(Changes::CARDS);
    let needs = use_live(parts, (), |glance, ()| phone::my_needs(glance.model));
    let Some(subject) = use_subject(props.id, &props.onsheet) else {
        return Html::default();
    };
    let id = props.id;
    let at = &subject.at;
    let when = say.tr(
        "phone-when",
        [
            ("day", say.day(at.starts_at).into()),
            ("from", say.time(at.starts_at).into()),
            ("until", say.time(at.ends_at).into()),
        ],
    );
    let whereabouts: Vec<&str> = [at.place.as_str(), at.detail.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let second = second_line(&subject.with);
    let write = |with: String| {
        props.onsheet.reform(move |_: MouseEvent| {
            go_to(&format!("/messages/{with}"));
            None
        })
    };
    html! {
        <Sheet
            id="meeting"
            title={chief_line(&subject.with).to_owned()}
            lede={(!second.is_empty()).then(|| AttrValue::from(second))}
            close_label={say.t("phone-close")}
            onclose={props.onsheet.reform(|()| None)}
        >
            <div class="stack">
                <dl class="facts">
                    <dt>{ say.t("phone-fact-when") }</dt>
                    <dd>{ when }</dd>
                    <dt>{ say.t("phone-fact-where") }</dt>
                    <dd>{ whereabouts.join(", ") }</dd>
                    if !needs.is_empty() {
                        <dt>{ say.t("phone-fact-with") }</dt>
                        <dd>{ needs.join(", ") }</dd>
                    }
                </dl>
                <ButtonGroup is_stacked=true>
                    <Button
                        size={ButtonSize::Large}
                        icon={Glyph::Late}
                        onclick={props.onsheet.reform(move |_: MouseEvent| Some(SheetKind::Late(id)))}
                    >
                        { say.t("phone-i-am-late") }
                    </Button>
                    <Button size={ButtonSize::Large} icon={Glyph::Message} onclick={write(subject.with.id.to_string())}>
                        { say.t("phone-write") }
                    </Button>
                    <Button size={ButtonSize::Large} icon={Glyph::Message} onclick={write(format!("team-{id}"))}>
                        { say.t("phone-conversation-help") }
                    </Button>
                    <Button
                        size={ButtonSize::Large}
                        kind={ButtonKind::Danger}
                        icon={Glyph::Trash}
                        onclick={props.onsheet.reform(move |_: MouseEvent| Some(SheetKind::Cancel(id)))}
                    >
                        { say.t("phone-cancel-do") }
                    </Button>
                </ButtonGroup>
            </div>
        </Sheet>
    }
}
