//! Calling a meeting off: asks first, and why.

use client_core::words::small::{CANCEL_REASONS_OF_PARTICIPANTS, cancel_reason};
use protocol::command::CancelMeeting;
use yew::prelude::*;

use super::{MeetingSheetProps, NeedsNetwork, use_subject};
use crate::phone::line::use_is_up;
use crate::phone::page::chief_line;
use crate::shell::{use_handle, use_speech};
use crate::ui::{Button, ButtonKind, ButtonSize, Choice, Sheet};

/// Calls a meeting off.
#[component]
pub fn CancelSheet(props: &MeetingSheetProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let subject = use_subject(props.id, &props.onsheet);
    let is_up = use_is_up();
    let chosen = use_state_eq(|| CANCEL_REASONS_OF_PARTICIPANTS[0]);
    let Some(subject) = subject else {
        return Html::default();
    };
    let onclose = props.onsheet.reform(|()| None);
    let cancel = {
        let (onclose, meeting, reason) = (onclose.clone(), props.id, *chosen);
        Callback::from(move |_: MouseEvent| {
            if live.submit(CancelMeeting { meeting, reason }) {
                onclose.emit(());
            }
        })
    };
    let told = say.tr(
        "phone-cancel-lede",
        [("name", chief_line(&subject.with).into())],
    );
    let footer = html! {
        <>
            <Button size={ButtonSize::Large} onclick={onclose.reform(|_: MouseEvent| ())}>
                { say.t("phone-cancel-keep") }
            </Button>
            <Button
                size={ButtonSize::Large}
                kind={ButtonKind::Danger}
                is_disabled={!is_up}
                onclick={cancel}
            >
                { say.t("phone-cancel-do") }
            </Button>
        </>
    };
    html! {
        <Sheet
            id="cancel"
            title={say.t("phone-cancel-title")}
            lede={format!("{} {told}", subject.line(&say))}
            {footer}
            close_label={say.t("phone-close")}
            {onclose}
        >
            <fieldset class="stack" data-gap="tight">
                <legend class="sr-only">{ say.t("phone-cancel-why") }</legend>
                { for CANCEL_REASONS_OF_PARTICIPANTS.map(|reason| {
                    let chosen = chosen.clone();
                    html! {
                        <Choice
                            key={cancel_reason(reason)}
                            name="reason"
                            is_chosen={*chosen == reason}
                            onchoose={Callback::from(move |()| chosen.set(reason))}
                        >
                            { say.t(cancel_reason(reason)) }
                        </Choice>
                    }
                }) }
                if !is_up {
                    <NeedsNetwork />
                }
            </fieldset>
        </Sheet>
    }
}
