//! Calling a meeting off: asks for the reason first, and can be taken back afterwards.

use client_core::view::label::Who;
use client_core::words::small;
use protocol::CancelReason;
use protocol::command::CancelMeeting;
use protocol::id::MeetingId;
use yew::prelude::*;

use crate::console::parts::firm_or_expert;
use crate::shell::{use_handle, use_speech};
use crate::ui::{Button, ButtonKind, Choice, Dialog, Glyph};

const REASONS: [CancelReason; 6] = [
    CancelReason::Organiser,
    CancelReason::Unwell,
    CancelReason::Travel,
    CancelReason::Conflict,
    CancelReason::NoInterest,
    CancelReason::Other,
];

#[derive(Properties, PartialEq)]
pub(super) struct CancelDialogProps {
    pub(super) meeting: MeetingId,
    pub(super) host: Who,
    pub(super) guest: Who,
    pub(super) onclose: Callback<()>,
}

/// The question.
#[component]
pub(super) fn CancelDialog(props: &CancelDialogProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let reason = use_state_eq(|| CancelReason::Organiser);
    let confirm = {
        let (live, onclose, meeting, reason) =
            (live.clone(), props.onclose.clone(), props.meeting, *reason);
        Callback::from(move |_: MouseEvent| {
            onclose.emit(());
            live.submit(CancelMeeting { meeting, reason });
        })
    };
    let footer = html! {
        <>
            <Button onclick={props.onclose.reform(|_: MouseEvent| ())}>{ say.t("console-keep-it") }</Button>
            <Button kind={ButtonKind::Danger} icon={Glyph::Trash} onclick={confirm}>{ say.t("console-meeting-cancel") }</Button>
        </>
    };
    html! {
        <Dialog
            id="cancel-meeting"
            title={say.t("console-meeting-cancel-title")}
            lede={AttrValue::from(format!(
                "{} ↔ {}",
                firm_or_expert(&live, &props.host),
                firm_or_expert(&live, &props.guest)
            ))}
            close_label={say.t("console-close")}
            onclose={props.onclose.clone()}
            {footer}
        >
            <fieldset class="stack" data-gap="tight">
                <legend>{ say.t("console-meeting-cancel-why") }</legend>
                { for REASONS.into_iter().map(|one| {
                    let reason = reason.clone();
                    let is_chosen = *reason == one;
                    let onchoose = Callback::from(move |()| reason.set(one));
                    html! {
                        <Choice name="cancel-reason" {is_chosen} {onchoose}>{ say.t(small::cancel_reason(one)) }</Choice>
                    }
                }) }
            </fieldset>
        </Dialog>
    }
}
