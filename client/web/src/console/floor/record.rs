//! Whether a meeting took place.

use client_core::words::small;
use protocol::command::{MarkHeld, MarkNotHeld};
use protocol::id::MeetingId;
use protocol::{MeetingStatus, Missing};
use yew::prelude::*;

use crate::shell::{use_handle, use_speech};
use crate::ui::{Button, ButtonGroup, ButtonSize, Glyph};

#[derive(Properties, PartialEq)]
pub(super) struct RecordSectionProps {
    pub(super) meeting: MeetingId,
    pub(super) status: MeetingStatus,
    pub(super) is_busy: bool,
}

/// Held, or who was missing.
#[component]
pub(super) fn RecordSection(props: &RecordSectionProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let meeting = props.meeting;
    let held = {
        let live = live.clone();
        Callback::from(move |_: MouseEvent| {
            live.submit(MarkHeld { meeting });
        })
    };
    let missing_now = if let MeetingStatus::NotHeld { missing } = props.status {
        Some(missing)
    } else {
        None
    };
    html! {
        <section>
            <h3>{ say.t("console-record-title") }</h3>
            <ButtonGroup>
                <Button
                    size={ButtonSize::Small}
                    icon={Glyph::Check}
                    pressed={props.status == MeetingStatus::Held}
                    is_busy={props.is_busy}
                    onclick={held}
                >
                    { say.t("phase-held") }
                </Button>
                { for [Missing::Host, Missing::Guest, Missing::Both].into_iter().map(|missing| {
                    let live = live.clone();
                    let onclick = Callback::from(move |_: MouseEvent| {
                        live.submit(MarkNotHeld { meeting, missing });
                    });
                    html! {
                        <Button
                            size={ButtonSize::Small}
                            icon={Glyph::Cross}
                            pressed={missing_now == Some(missing)}
                            is_disabled={props.is_busy}
                            {onclick}
                        >
                            { say.t(small::missing(missing)) }
                        </Button>
                    }
                }) }
            </ButtonGroup>
        </section>
    }
}
