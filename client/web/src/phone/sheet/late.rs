//! "I am late": how many minutes.

use protocol::Minutes;
use protocol::command::MarkLate;
use yew::prelude::*;

use super::{MeetingSheetProps, NeedsNetwork, use_subject};
use crate::phone::line::use_is_up;
use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{Button, ButtonKind, ButtonSize, Glyph, Icon, IconSize, Segment, Segmented, Sheet};

/// Delays that can be announced with one press.
const MINUTES: [u16; 4] = [5, 10, 15, 20];

/// Announces a delay, or takes it back.
#[component]
pub fn LateSheet(props: &MeetingSheetProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let subject = use_subject(props.id, &props.onsheet);
    let me = *use_live(Changes::STATE, (), |glance, ()| {
        client_core::view::phone::me(glance.model)
    });
    let is_up = use_is_up();
    let chosen = use_state_eq(|| MINUTES[0]);
    let (Some(subject), Some(me)) = (subject, me) else {
        return Html::default();
    };
    let onclose = props.onsheet.reform(|()| None);
    let announce = |minutes: u16| {
        let (live, onclose, meeting) = (live.clone(), onclose.clone(), props.id);
        Callback::from(move |_: MouseEvent| {
            let minutes = Minutes(minutes);
            if live.submit(MarkLate {
                meeting,
                party: me,
                minutes,
            }) {
                onclose.emit(());
            }
        })
    };
    let segments = MINUTES.iter().map(|minutes| Segment {
        key: minutes.to_string().into(),
        label: say.length(Minutes(*minutes).micros()),
        icon: None,
    });
    let onchoose = {
        let chosen = chosen.clone();
        Callback::from(move |key: AttrValue| chosen.set(key.parse().unwrap_or(MINUTES[0])))
    };
    let lede = format!("{} {}", subject.line(&say), say.t("phone-late-lede"));
    let length = say.length(Minutes(*chosen).micros());
    let footer = html! {
        <>
            if subject.my_delay.is_some() {
                <Button size={ButtonSize::Large} is_disabled={!is_up} onclick={announce(0)}>
                    { say.t("phone-late-back") }
                </Button>
            }
            <Button
                size={ButtonSize::Large}
                kind={ButtonKind::Primary}
                is_disabled={!is_up}
                onclick={announce(*chosen)}
            >
                { say.tr("phone-late-announce", [("length", length.into())]) }
            </Button>
        </>
    };
    html! {
        <Sheet
            id="late"
            title={say.t("phone-late-title")}
            {lede}
            {footer}
            close_label={say.t("phone-close")}
            {onclose}
        >
            <div class="stack">
                <Segmented
                    label={say.t("phone-late-title")}
                    segments={segments.collect::<Vec<_>>()}
                    chosen={chosen.to_string()}
                    is_block=true
                    {onchoose}
                />
                if is_up {
                    <p class="row soft">
                        <Icon glyph={Glyph::Info} size={IconSize::Small} />
                        { say.t("phone-late-advice") }
                    </p>
                } else {
                    <NeedsNetwork />
                }
            </div>
        </Sheet>
    }
}
