//! A request as one of its parties sees it: asked, accepted, confirmed.

use client_core::view::phone::inbox::RequestCard as Request;
use client_core::words::small;
use protocol::command::{AcceptRequest, CancelRequest, ConfirmRequest, RefuseRequest};
use protocol::id::MeetingId;
use protocol::{AssignmentMode, Command, EventSetup, Micros, RequestStatus};
use yew::prelude::*;

use super::{chief_line, second_line};
use crate::phone::line::is_worth_sending;
use crate::phone::part::Ask;
use crate::shell::{LiveHandle, Speech, use_handle, use_speech};
use crate::ui::{Button, ButtonGroup, ButtonKind, ButtonSize, Glyph, Icon, IconSize, Item, Tone};

/// What a request is given.
#[derive(Properties, PartialEq)]
pub(super) struct RequestCardProps {
    /// The request.
    pub(super) request: Request,
    /// The event's time.
    pub(super) now: Micros,
    /// Whether commands reach the server now.
    pub(super) is_up: bool,
}

/// The two answers to a request: which commands, and what they are called.
struct Answers {
    no: (Command, &'static str),
    yes: (Command, &'static str),
}

fn answers(live: &LiveHandle, request: &Request) -> Answers {
    let id = request.id;
    if request.is_mine {
        let meeting = live.fresh(MeetingId::new);
        Answers {
            no: (CancelRequest { request: id }.into(), "phone-request-cancel"),
            yes: (
                ConfirmRequest {
                    request: id,
                    meeting,
                }
                .into(),
                "phone-request-confirm",
            ),
        }
    } else {
        Answers {
            no: (RefuseRequest { request: id }.into(), "phone-request-refuse"),
            yes: (
                AcceptRequest {
                    request: id,
                    spot: None,
                    by_plan: false,
                }
                .into(),
                "phone-request-accept",
            ),
        }
    }
}

/// A request that waits for this person.
#[component]
pub(super) fn RequestCard(props: &RequestCardProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let request = &props.request;
    let Answers { no, yes } = answers(&live, request);
    let mode = live.glance(|glance| glance.model.state().setup().map(EventSetup::mode));
    let mode = mode.unwrap_or_default();
    // In a mixed event, whoever accepts may leave the time to the plan.
    let later = (!request.is_mine && mode == AssignmentMode::Mixed).then_some(AcceptRequest {
        request: request.id,
        spot: None,
        by_plan: true,
    });
    let can_say_yes = is_worth_sending(props.is_up, &yes.0);
    let can_say_no = is_worth_sending(props.is_up, &no.0);
    let submit = |command: Command| {
        let live = live.clone();
        Callback::from(move |_: MouseEvent| {
            live.submit(command.clone());
        })
    };
    let kind = if request.is_mine {
        "phone-request-accepted"
    } else {
        "phone-request-kind"
    };
    let end = match &request.held {
        Some((_, expires_at)) => say.until(expires_at.since(props.now)),
        None => say.ago(props.now.since(request.made_at)),
    };
    html! {
        <Ask
            tone={if request.is_mine { Tone::Pledge } else { Tone::Accent }}
            icon={if request.is_mine { Glyph::Hourglass } else { Glyph::People }}
            kind={say.t(kind)}
            end={html! { <span class="muted">{ end }</span> }}
            title={chief_line(&request.with).to_owned()}
            lines={vec![second_line(&request.with).into()]}
            place={request.held.as_ref().map_or_else(String::new, |(at, _)| at.place.clone())}
            remark={remark(&say, request, mode, can_say_yes)}
            is_pending={request.is_pending}
            answers={html! {
                <>
                <ButtonGroup is_block=true>
                    <Button is_disabled={!can_say_no || request.is_pending} onclick={submit(no.0)}>
                        { say.t(no.1) }
                    </Button>
                    <Button
                        kind={ButtonKind::Primary}
                        icon={Glyph::Check}
                        is_busy={request.is_pending}
                        is_disabled={!can_say_yes}
                        title={(!can_say_yes).then(|| say.t("phone-needs-network"))}
                        onclick={submit(yes.0)}
                    >
                        { say.t(yes.1) }
                    </Button>
                </ButtonGroup>
                if let Some(later) = later {
                    <Button
                        is_block=true
                        icon={Glyph::Programme}
                        is_disabled={!can_say_yes || request.is_pending}
                        onclick={submit(later.into())}
                    >
                        { say.t("phone-request-by-plan") }
                    </Button>
                }
                </>
            }}
        />
    }
}

fn remark(
    say: &Speech,
    request: &Request,
    mode: AssignmentMode,
    can_say_yes: bool,
) -> Option<(Glyph, AttrValue)> {
    if !can_say_yes {
        return Some((Glyph::Offline, say.t("phone-needs-network")));
    }
    Some(match &request.held {
        Some((at, _)) => {
            let args = [
                ("day", say.day_short(at.starts_at).into()),
                ("time", say.time(at.starts_at).into()),
                ("place", (&at.place).into()),
            ];
            (Glyph::Clock, say.tr("phone-request-held", args))
        }
        None if mode == AssignmentMode::PreAssigned => {
            (Glyph::Programme, say.t("phone-request-planned"))
        }
        None => (Glyph::Clock, say.t("phone-request-earliest")),
    })
}

/// A request that waits for the other party.
#[derive(Properties, PartialEq)]
pub(super) struct WaitingRowProps {
    /// The request.
    pub(super) request: Request,
    /// Whether commands reach the server now.
    pub(super) is_up: bool,
}

/// A request that waits for the other party; one's own can be taken back.
#[component]
pub(super) fn WaitingRow(props: &WaitingRowProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let request = &props.request;
    let cancel: Command = CancelRequest {
        request: request.id,
    }
    .into();
    let can_cancel = is_worth_sending(props.is_up, &cancel);
    let onclick = Callback::from(move |_: MouseEvent| {
        live.submit(cancel.clone());
    });
    let end = if request.is_mine {
        html! {
            <Button
                size={ButtonSize::Small}
                kind={ButtonKind::Quiet}
                is_busy={request.is_pending}
                is_disabled={!can_cancel}
                title={(!can_cancel).then(|| say.t("phone-needs-network"))}
                {onclick}
            >
                { say.t("phone-request-cancel") }
            </Button>
        }
    } else {
        html! { <span class="muted">{ say.t(small::request_status(&request.status)) }</span> }
    };
    html! {
        <Item
            lead={html! { <Icon glyph={Glyph::Hourglass} size={IconSize::Small} /> }}
            {end}
        >
            <p class="title">{ chief_line(&request.with) }</p>
            <p class="sub">{ second_line(&request.with) }</p>
            if request.is_mine && matches!(request.status, RequestStatus::Agreed | RequestStatus::Waiting) {
                <p class="sub">{ say.t(small::request_status(&request.status)) }</p>
            }
        </Item>
    }
}
