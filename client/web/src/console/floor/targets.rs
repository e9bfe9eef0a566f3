//! Where else a meeting could go, best first, as the planner says.

use client_core::view::console::meeting::move_targets;
use protocol::command::MoveMeeting;
use protocol::id::MeetingId;
use protocol::query::{MoveTargets, RankedSpots};
use protocol::{Answer, Spot};
use yew::prelude::*;

use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{Button, ButtonKind, ButtonSize, Glyph, Skeleton, flag};

/// Proposals shown.
const N_SHOWN_MAX: usize = 4;

#[derive(Clone, PartialEq)]
enum Asked {
    Waiting,
    Failed,
    Ranked(RankedSpots),
}

#[derive(Properties, PartialEq)]
pub(super) struct TargetsProps {
    pub(super) meeting: MeetingId,
    pub(super) from: Spot,
}

/// Times and places that suit both parties.
#[component]
pub(super) fn Targets(props: &TargetsProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let asked = use_state_eq(|| Asked::Waiting);
    let meeting = props.meeting;
    let ask = {
        let (live, asked) = (live.clone(), asked.clone());
        Callback::from(move |()| {
            asked.set(Asked::Waiting);
            let set = asked.setter();
            let taken = live.ask(MoveTargets { meeting }, move |answered| {
                set.set(match answered.answer {
                    Ok(Answer::RankedSpots(ranked)) => Asked::Ranked(ranked),
                    Ok(_) | Err(_) => Asked::Failed,
                });
            });
            if !taken {
                asked.set(Asked::Failed);
            }
        })
    };
    {
        // Asked again when the meeting moved: other places suit it then.
        let ask = ask.clone();
        use_effect_with((meeting, props.from), move |_| ask.emit(()));
    }
    let ranked = match &*asked {
        Asked::Ranked(ranked) => Some(ranked.clone()),
        Asked::Waiting | Asked::Failed => None,
    };
    let targets = use_live(
        Changes::STATE.and(Changes::CARDS),
        (meeting, ranked),
        |glance, (meeting, ranked)| {
            let mut rows = move_targets(glance.model, *meeting, ranked.as_ref()?, glance.now);
            rows.truncate(N_SHOWN_MAX);
            Some(rows)
        },
    );
    let from = props.from;
    html! {
        <section>
            <h3>{ say.t("console-targets-title") }</h3>
            { match (&*asked, &*targets) {
                (Asked::Waiting, _) => html! {
                    <div class="stack" data-gap="tight" aria-busy="true"><Skeleton /><Skeleton /></div>
                },
                (Asked::Failed, _) | (Asked::Ranked(_), None) => html! {
                    <div class="row">
                        <span class="muted grow">{ say.t("console-targets-failed") }</span>
                        <Button size={ButtonSize::Small} icon={Glyph::Sync} onclick={ask.reform(|_: MouseEvent| ())}>{ say.t("console-retry") }</Button>
                    </div>
                },
                (Asked::Ranked(_), Some(rows)) if rows.is_empty() => html! {
                    <p class="muted">{ say.t("console-targets-none") }</p>
                },
                (Asked::Ranked(_), Some(rows)) => html! {
                    <ul class="candidates">
                        { for rows.iter().enumerate().map(|(index, at)| {
                            let to = at.spot;
                            let onclick = {
                                let live = live.clone();
                                Callback::from(move |_: MouseEvent| {
                                    live.submit(MoveMeeting { meeting, from, to });
                                })
                            };
                            let why = if to.slot == from.slot {
                                say.t("reason-same-time")
                            } else if to.place == from.place {
                                say.t("reason-same-place")
                            } else {
                                AttrValue::from(at.detail.clone())
                            };
                            html! {
                                <li key={format!("{to:?}")} data-best={flag(index == 0)}>
                                    <span class="rank">{ index + 1 }</span>
                                    <span class="clip">
                                        <span class="strong">{ say.time(at.starts_at) }{ " · " }{ &at.place }</span>
                                        <br />
                                        <span class="why">{ why }</span>
                                    </span>
                                    <Button
                                        size={ButtonSize::Small}
                                        kind={if index == 0 { ButtonKind::Plain } else { ButtonKind::Quiet }}
                                        {onclick}
                                    >
                                        { say.t("console-targets-place") }
                                    </Button>
                                </li>
                            }
                        }) }
                    </ul>
                },
            } }
        </section>
    }
}
