//! One line of the day as a card: what it is, where, and what can be done about it.

use client_core::view::agenda::{AgendaItem, AgendaWhat, CancelledMeeting};
use client_core::view::label::{Where, Who};
use client_core::view::moment::{MeetingPhase, Moment};
use client_core::words::small;
use protocol::Micros;
use protocol::id::MeetingId;
use yew::prelude::*;

use super::{chief_line, second_line};
use crate::phone::part::{Engagement, EngagementState, Foot};
use crate::phone::sheet::SheetKind;
use crate::phone::way::Way;
use crate::shell::{Speech, go_to, use_speech};
use crate::ui::{
    Button, ButtonGroup, ButtonKind, Chip, Glyph, Icon, IconButton, IconSize, LampState, Tally,
    Tone,
};

/// What a card is given.
#[derive(Properties, PartialEq)]
pub(super) struct AgendaCardProps {
    /// The line of the agenda.
    pub(super) item: AgendaItem,
    /// The event's time, to the minute.
    pub(super) now: Micros,
    /// Whether it is the first that comes.
    pub(super) is_next: bool,
    /// Opens a sheet.
    pub(super) onsheet: Callback<SheetKind>,
}

/// A meeting, a held or offered slot, or a session.
#[component]
pub(super) fn AgendaCard(props: &AgendaCardProps) -> Html {
    let say = use_speech();
    match &props.item.what {
        AgendaWhat::Meeting { .. } => meeting(&say, props),
        AgendaWhat::Hold {
            with,
            at,
            is_mine_to_confirm,
            ..
        } => promise(&say, with, &at.place, *is_mine_to_confirm, "phone-hold"),
        AgendaWhat::Offer {
            with,
            at,
            is_mine_to_answer,
            ..
        } => promise(&say, with, &at.place, *is_mine_to_answer, "phone-offer"),
        AgendaWhat::Session {
            title,
            speaker,
            place,
            attended,
            ..
        } => session(&say, props, [title, speaker, place], *attended),
        AgendaWhat::Gap { .. } => Html::default(),
    }
}

fn meeting(say: &Speech, props: &AgendaCardProps) -> Html {
    let AgendaWhat::Meeting {
        id,
        with,
        at,
        phase,
        my_delay,
        their_delay,
        moved_from,
        ..
    } = &props.item.what
    else {
        return Html::default();
    };
    let state = match phase {
        MeetingPhase::Planned => EngagementState::Planned,
        MeetingPhase::Running => EngagementState::Running,
        MeetingPhase::Held | MeetingPhase::NotHeld | MeetingPhase::Unrecorded => {
            EngagementState::Held
        }
        MeetingPhase::Cancelled => EngagementState::Cancelled,
    };
    let is_open = matches!(phase, MeetingPhase::Planned | MeetingPhase::Running);
    let is_near = props.is_next || *phase == MeetingPhase::Running;
    let foot = html! {
        <>
            { for phase_foot(say, *phase, props) }
            { for their_delay.map(|minutes| late_chip(say, "phone-late-them", minutes)) }
            { for my_delay.map(|minutes| late_chip(say, "phone-late-me", minutes)) }
            { for moved_from.as_ref().filter(|_| is_open).map(|was| moved_foot(say, was, at)) }
            if props.item.is_pending {
                <Foot>
                    <span class="row" data-gap="tight">
                        <Icon glyph={Glyph::Spinner} size={IconSize::Small} />
                        { say.t("phone-sending") }
                    </span>
                </Foot>
            }
        </>
    };
    let actions = (is_open && is_near).then(|| near_actions(say, *id, with, &props.onsheet));
    // What is near has its buttons; what is further away is opened first.
    let onopen = (is_open && !is_near).then(|| open(*id, &props.onsheet));
    html! {
        <Engagement
            title={chief_line(with).to_owned()}
            sub={second_line(with)}
            place={at.place.clone()}
            {state}
            progress={(*phase == MeetingPhase::Running).then(|| progress(&props.item, props.now))}
            {foot}
            actions={actions.unwrap_or_default()}
            is_pending={props.item.is_pending}
            {onopen}
        />
    }
}

/// What is to be said about a meeting that is no longer plainly to come.
fn phase_foot(say: &Speech, phase: MeetingPhase, props: &AgendaCardProps) -> Option<Html> {
    let (glyph, key) = match phase {
        MeetingPhase::Planned => return None,
        MeetingPhase::Running => {
            let left = say.length(props.item.ends_at.since(props.now));
            return Some(html! {
                <Foot>
                    <Tally label={say.t(small::phase(phase))} state={LampState::Lit} />
                    <span>{ say.tr("phone-left", [("length", left.into())]) }</span>
                </Foot>
            });
        }
        MeetingPhase::Held => (Glyph::Check, small::phase(phase)),
        MeetingPhase::Unrecorded => (Glyph::Clock, "phone-over"),
        MeetingPhase::NotHeld | MeetingPhase::Cancelled => (Glyph::Cross, small::phase(phase)),
    };
    Some(html! { <Foot>{ mark(glyph, say.t(key)) }</Foot> })
}

fn mark(glyph: Glyph, words: AttrValue) -> Html {
    html! {
        <span class="row" data-gap="tight"><Icon {glyph} size={IconSize::Small} />{ words }</span>
    }
}

fn late_chip(say: &Speech, key: &str, minutes: u16) -> Html {
    html! {
        <Foot>
            <Chip tone={Tone::Warn} icon={Glyph::Late}>
                { say.tr(key, [("minutes", minutes.into())]) }
            </Chip>
        </Foot>
    }
}

fn moved_foot(say: &Speech, was: &Where, is: &Where) -> Html {
    let was = if was.starts_at == is.starts_at {
        was.place.clone()
    } else {
        format!("{}, {}", say.time(was.starts_at), was.place)
    };
    html! {
        <Foot>
            <Chip tone={Tone::Accent} icon={Glyph::Move}>{ say.t("phone-moved") }</Chip>
            <span>{ say.tr("phone-moved-from", [("place", was.into())]) }</span>
        </Foot>
    }
}

fn near_actions(say: &Speech, id: MeetingId, with: &Who, onsheet: &Callback<SheetKind>) -> Html {
    html! {
        <ButtonGroup is_block=true>
            <Button
                icon={Glyph::Late}
                onclick={onsheet.reform(move |_: MouseEvent| SheetKind::Late(id))}
            >
                { say.t("phone-i-am-late") }
            </Button>
            <IconButton
                glyph={Glyph::More}
                label={say.tr("phone-more", [("name", chief_line(with).into())])}
                onclick={open(id, onsheet)}
            />
        </ButtonGroup>
    }
}

fn open(id: MeetingId, onsheet: &Callback<SheetKind>) -> Callback<MouseEvent> {
    onsheet.reform(move |_: MouseEvent| SheetKind::Meeting(id))
}

/// A slot that is kept for a while: for a confirmation, or for an answer.
fn promise(say: &Speech, with: &Who, place: &str, is_mine: bool, key: &str) -> Html {
    let words = say.t(&format!(
        "{key}-{}",
        if is_mine { "mine" } else { "theirs" }
    ));
    let foot = html! {
        <Foot>
            <Chip tone={Tone::Pledge} icon={Glyph::Hourglass}>{ words }</Chip>
            if is_mine {
                <Button
                    kind={ButtonKind::Soft}
                    tone={Tone::Pledge}
                    onclick={Callback::from(|_| go_to(Way::Answers.path()))}
                >
                    { say.t("phone-answer") }
                </Button>
            }
        </Foot>
    };
    html! {
        <Engagement
            title={chief_line(with).to_owned()}
            sub={second_line(with)}
            place={place.to_owned()}
            {foot}
        />
    }
}

fn session(
    say: &Speech,
    props: &AgendaCardProps,
    [title, speaker, place]: [&String; 3],
    attended: bool,
) -> Html {
    let key = if attended {
        "phone-session-attended"
    } else {
        "phone-session-seat"
    };
    let is_running = props.item.moment == Moment::Now;
    html! {
        <Engagement
            title={title.clone()}
            sub={speaker.clone()}
            place={place.clone()}
            state={EngagementState::Session}
            progress={is_running.then(|| progress(&props.item, props.now))}
            foot={html! { <Foot>{ mark(Glyph::CheckCircle, say.t(key)) }</Foot> }}
        />
    }
}

/// A meeting that was called off.
#[derive(Properties, PartialEq)]
pub(super) struct CancelledCardProps {
    /// The meeting.
    pub(super) row: CancelledMeeting,
}

/// A meeting that was called off, struck through, with when and why.
#[component]
pub(super) fn CancelledCard(props: &CancelledCardProps) -> Html {
    let say = use_speech();
    let row = &props.row;
    let key = if row.is_by_me {
        "phone-cancelled-by-me"
    } else {
        "phone-cancelled"
    };
    let args = [
        ("time", say.time(row.cancelled_at).into()),
        ("reason", say.t(small::cancel_reason(row.reason)).into()),
    ];
    html! {
        <Engagement
            title={chief_line(&row.with).to_owned()}
            sub={second_line(&row.with)}
            state={EngagementState::Cancelled}
            foot={html! { <Foot>{ mark(Glyph::Cross, say.tr(key, args)) }</Foot> }}
        />
    }
}

/// How much of it is over, from 0 to 1.
fn progress(item: &AgendaItem, now: Micros) -> f64 {
    let minutes = |length: i64| i32::try_from(length / 60_000_000).unwrap_or(i32::MAX);
    let whole = minutes(item.ends_at.since(item.starts_at)).max(1);
    (f64::from(minutes(now.since(item.starts_at))) / f64::from(whole)).clamp(0.0, 1.0)
}
