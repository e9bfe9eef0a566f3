//! A freed slot: one tap takes it.

use client_core::view::phone::offers::OfferCard as Offer;
use protocol::command::{AcceptOffer, DeclineOffer};
use protocol::id::MeetingId;
use protocol::{Command, Micros};
use yew::prelude::*;

use super::{chief_line, second_line};
use crate::phone::line::is_worth_sending;
use crate::phone::part::Ask;
use crate::shell::{use_handle, use_speech};
use crate::ui::{Button, ButtonGroup, ButtonKind, Countdown, Glyph, Tone};

/// What a freed slot is given.
#[derive(Properties, PartialEq)]
pub(super) struct OfferCardProps {
    /// The offer.
    pub(super) offer: Offer,
    /// The share of its time that is left, in thousandths.
    pub(super) left_permille: u32,
    /// The event's time.
    pub(super) now: Micros,
    /// Whether commands reach the server now.
    pub(super) is_up: bool,
}

/// A freed slot with its countdown.
#[component]
pub(super) fn OfferCard(props: &OfferCardProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let Offer {
        id,
        with,
        at,
        left_ms,
        was_waited_for,
        is_pending,
        ..
    } = &props.offer;
    let accept: Command = AcceptOffer {
        offer: *id,
        meeting: live.fresh(MeetingId::new),
    }
    .into();
    let decline: Command = DeclineOffer { offer: *id }.into();
    let can_accept = is_worth_sending(props.is_up, &accept);
    let can_decline = is_worth_sending(props.is_up, &decline);
    let submit = |command: Command| {
        let live = live.clone();
        Callback::from(move |_: MouseEvent| {
            live.submit(command.clone());
        })
    };
    let left = i64::try_from(left_ms.saturating_mul(1_000)).unwrap_or(i64::MAX);
    let times = say.tr(
        "phone-from-until",
        [
            ("day", say.day_short(at.starts_at).into()),
            ("from", say.time(at.starts_at).into()),
            ("until", say.time(at.ends_at).into()),
            ("ahead", say.until(at.starts_at.since(props.now)).into()),
        ],
    );
    let title = say.tr(
        "phone-offer-title",
        [
            ("name", chief_line(with).into()),
            ("time", say.time(at.starts_at).into()),
        ],
    );
    let remark = if can_accept && *was_waited_for {
        Some((Glyph::Hourglass, say.t("phone-offer-waited-for")))
    } else if can_accept {
        (!at.detail.is_empty()).then(|| (Glyph::Pin, at.detail.clone().into()))
    } else {
        Some((Glyph::Offline, say.t("phone-needs-network")))
    };
    html! {
        <Ask
            tone={Tone::Pledge}
            icon={Glyph::Offer}
            kind={say.t("phone-offer-kind")}
            end={html! {
                <Countdown left={f64::from(props.left_permille) / 1_000.0} label={say.countdown(left)} />
            }}
            {title}
            lines={vec![second_line(with).into(), times]}
            place={at.place.clone()}
            {remark}
            is_pending={*is_pending}
            answers={html! {
                <ButtonGroup is_block=true>
                    <Button is_disabled={!can_decline || *is_pending} onclick={submit(decline)}>
                        { say.t("phone-offer-decline") }
                    </Button>
                    <Button
                        kind={ButtonKind::Primary}
                        icon={Glyph::Check}
                        is_busy={*is_pending}
                        is_disabled={!can_accept}
                        title={(!can_accept).then(|| say.t("phone-needs-network"))}
                        onclick={submit(accept)}
                    >
                        { say.t("phone-offer-accept") }
                    </Button>
                </ButtonGroup>
            }}
        />
    }
}
