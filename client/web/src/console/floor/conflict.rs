//! Somebody was faster: what stands, what was wanted, and three ways on, in place.

use client_core::Model;
use client_core::conflict::{Conflict, NextBest};
use client_core::view::console::meeting::move_targets;
use client_core::view::label::{Where, who};
use client_core::words::{Message, reject, toast};
use protocol::command::MoveMeeting;
use protocol::id::{CommandId, MeetingId};
use protocol::query::RankedSpots;
use protocol::{Command, Spot};
use yew::prelude::*;

use crate::console::parts::firm_or_expert_of;
use crate::shell::{Changes, Glance, LiveHandle, use_announcer, use_handle, use_live, use_speech};
use crate::ui::{Button, ButtonGroup, ButtonKind, Glyph, Icon, flag};

/// A conflict with its labels.
#[derive(Clone, PartialEq)]
pub(in crate::console) struct Seen {
    pub(in crate::console) id: CommandId,
    pub(in crate::console) title: Message,
    pub(in crate::console) reason: Message,
    pub(in crate::console) spot: Option<Spot>,
    theirs: Option<String>,
    yours: Option<String>,
    /// The meeting that the user wanted to move, and the best place that still suits it.
    next: Option<(MeetingId, Where)>,
    is_asking: bool,
}

impl Seen {
    pub(in crate::console) fn of(conflict: &Conflict, glance: &Glance<'_>) -> Self {
        let model = glance.model;
        let mine = meeting_of(&conflict.command);
        let next = match (&conflict.next_best, mine) {
            (NextBest::Spots(spots), Some(mine)) => {
                let ranked = RankedSpots {
                    spots: spots.clone(),
                };
                let best = move_targets(model, mine, &ranked, glance.now)
                    .into_iter()
                    .next();
                best.map(|at| (mine, at))
            }
            (
                NextBest::NotAsked | NextBest::Asked(_) | NextBest::Failed | NextBest::Spots(_),
                _,
            ) => None,
        };
        Self {
            id: conflict.id,
            title: toast::conflict_title(conflict, model),
            reason: reject::message(&conflict.reject, model),
            spot: conflict.spot,
            theirs: conflict.theirs.and_then(|id| pair(model, id)),
            yours: mine.and_then(|id| pair(model, id)),
            next,
            is_asking: matches!(conflict.next_best, NextBest::Asked(_)),
        }
    }

    /// Takes the best place that is left.
    fn take_next(&self, live: &LiveHandle) {
        let Some((meeting, at)) = &self.next else {
            return;
        };
        let from = live.glance(|glance| glance.model.state().standing_spot(*meeting));
        live.close_conflict(self.id);
        if let Some(from) = from {
            live.submit(MoveMeeting {
                meeting: *meeting,
                from,
                to: at.spot,
            });
        }
    }
}

fn pair(model: &Model, meeting: MeetingId) -> Option<String> {
    let meeting = model.state().meeting(meeting)?;
    Some(format!(
        "{} ↔ {}",
        firm_or_expert_of(model, &who(model, meeting.host)),
        firm_or_expert_of(model, &who(model, meeting.guest))
    ))
}

/// The meeting that a refused wish was about.
fn meeting_of(command: &Command) -> Option<MeetingId> {
    if let Command::MoveMeeting(c) = command {
        Some(c.meeting)
    } else if let Command::SwapMeetings(c) = command {
        Some(c.a)
    } else if let Command::CancelMeeting(c) = command {
        Some(c.meeting)
    } else {
        None
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ConflictCardProps {
    pub(super) spot: Spot,
    /// Near the foot of the grid it opens upwards, near its end towards the beginning.
    pub(super) is_above: bool,
    pub(super) is_at_end: bool,
}

/// The card in its cell.
#[component]
pub(super) fn ConflictCard(props: &ConflictCardProps) -> Html {
    let parts = Changes::CONFLICTS.and(Changes::STATE).and(Changes::CARDS);
    let seen = use_live(parts, props.spot, |glance, spot| {
        let conflict = glance.model.conflicts().at(*spot)?;
        Some(Seen::of(conflict, glance))
    });
    let Some(seen) = &*seen else {
        return Html::default();
    };
    // What is pressed or typed on the card is not meant for the cell below it.
    let stop_click = Callback::from(|event: MouseEvent| event.stop_propagation());
    let stop_key = Callback::from(|event: KeyboardEvent| event.stop_propagation());
    let stop_press = Callback::from(|event: PointerEvent| event.stop_propagation());
    html! {
        <section
            class="conflict"
            role="group"
            aria-labelledby="conflict-title"
            data-above={flag(props.is_above)}
            data-end={flag(props.is_at_end)}
            onclick={stop_click}
            onkeydown={stop_key}
            onpointerdown={stop_press}
        >
            <Body seen={seen.clone()} />
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub(in crate::console) struct BodyProps {
    pub(in crate::console) seen: Seen,
}

/// What a conflict says, and the ways on.
#[component]
pub(in crate::console) fn Body(props: &BodyProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let seen = &props.seen;
    let id = seen.id;
    let can_replace = live.can_replace(id);
    {
        // Said once, politely, when the conflict appears.
        let announcer = use_announcer();
        let words = format!("{} {}", say.message(&seen.title), say.message(&seen.reason));
        use_effect_with(id, move |_| announcer.say(words));
    }
    let act = |then: fn(&LiveHandle, &Seen)| {
        let (live, seen) = (live.clone(), seen.clone());
        Callback::from(move |_: MouseEvent| then(&live, &seen))
    };
    let version = |label: &str, pair: &Option<String>| {
        pair.as_ref().map(|pair| html! {
            <div><dt>{ say.t(label) }</dt><dd class="strong clip" title={pair.clone()}>{ pair }</dd></div>
        })
    };
    html! {
        <>
            <header>
                <Icon glyph={Glyph::Swap} />
                <h3 id="conflict-title">{ say.message(&seen.title) }</h3>
                <p>{ say.message(&seen.reason) }</p>
            </header>
            if seen.theirs.is_some() || seen.yours.is_some() {
                <dl class="versions">
                    { version("console-conflict-theirs", &seen.theirs) }
                    { version("console-conflict-yours", &seen.yours) }
                </dl>
            }
            <ButtonGroup is_stacked=true is_block=true>
                <Button
                    kind={ButtonKind::Primary}
                    icon={Glyph::Check}
                    onclick={act(|live, seen| live.close_conflict(seen.id))}
                >
                    { say.t("console-conflict-keep") }
                </Button>
                if let Some((_, at)) = &seen.next {
                    <Button icon={Glyph::Next} onclick={act(|live, seen| seen.take_next(live))}>
                        { say.tr("console-conflict-next", [("time", say.time(at.starts_at).into()), ("place", (&at.place).into())]) }
                    </Button>
                } else if seen.is_asking {
                    <Button icon={Glyph::Next} is_busy=true onclick={Callback::noop()}>{ say.t("console-conflict-asking") }</Button>
                }
                if can_replace {
                    <Button
                        kind={ButtonKind::Quiet}
                        icon={Glyph::Redo}
                        onclick={act(|live, seen| live.replace_with_mine(seen.id))}
                    >
                        { say.t("console-conflict-replace") }
                    </Button>
                }
            </ButtonGroup>
        </>
    }
}
