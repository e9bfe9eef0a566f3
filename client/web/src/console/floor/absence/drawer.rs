//! The drawer: choose, look at the proposal, change it, apply it whole.

use client_core::sync::Outcome;
use client_core::view::console::absence::AbsenceDraft;
use client_core::words::reject;
use protocol::id::PersonId;
use protocol::query::AbsencePlan;
use protocol::{Absence, Answer};
use yew::prelude::*;

use super::line::PlanLine;
use super::period::{Period, PeriodFields};
use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{
    Asked, AskedStage, Banner, Button, ButtonKind, ButtonSize, Drawer, EmptyState, Glyph, Icon,
    Tone,
};

#[derive(Clone, PartialEq)]
enum Stand {
    No,
    Waiting,
    Failed,
    Ready(AbsenceDraft),
}

#[derive(Properties, PartialEq)]
pub(in crate::console::floor) struct AbsenceDrawerProps {
    /// Who, if that is known already.
    pub(in crate::console::floor) expert: Option<PersonId>,
    pub(in crate::console::floor) onclose: Callback<()>,
}

/// The drawer of an absent expert.
#[component]
pub(in crate::console::floor) fn AbsenceDrawer(props: &AbsenceDrawerProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let period = {
        let (live, expert) = (live.clone(), props.expert);
        use_state_eq(move || live.glance(|glance| expert.map(|id| Period::first(glance, id))))
    };
    let asked = use_state_eq(|| Stand::No);
    let is_applying = use_state_eq(|| false);
    // Only the answer to the newest question counts.
    let n_asked = use_mut_ref(|| 0_u32);
    let ask =
        {
            let (live, asked, n_asked) = (live.clone(), asked.clone(), n_asked.clone());
            Callback::from(move |period: Option<Period>| {
                let Some(Period { expert, absence }) = period else {
                    return;
                };
                asked.set(Stand::Waiting);
                *n_asked.borrow_mut() += 1;
                let (number, counter, set) = (*n_asked.borrow(), n_asked.clone(), asked.setter());
                let query = AbsencePlan {
                    expert,
                    absence: absence.clone(),
                };
                let taken =
                    live.ask(query, move |answered| {
                        if *counter.borrow() != number {
                            return;
                        }
                        set.set(match answered.answer {
                            Ok(Answer::RankedReassignments(ranked)) => Stand::Ready(
                                AbsenceDraft::new(expert, absence, ranked, answered.based_on),
                            ),
                            Ok(_) | Err(_) => Stand::Failed,
                        });
                    });
                if !taken {
                    asked.set(Stand::Failed);
                }
            })
        };
    {
        let ask = ask.clone();
        use_effect_with((*period).clone(), move |period| ask.emit(period.clone()));
    }
    let draft = match &*asked {
        Stand::Ready(draft) => Some(draft.clone()),
        Stand::No | Stand::Waiting | Stand::Failed => None,
    };
    let parts = Changes::STATE.and(Changes::CARDS);
    let seen = use_live(parts, draft.clone(), |glance, draft| {
        let draft = draft.as_ref()?;
        let refusal = draft.check(glance.model, glance.now).err();
        let words = refusal.map(|why| reject::message(&why, glance.model));
        Some((
            draft.rows(glance.model),
            words,
            draft.is_behind(glance.model),
        ))
    });
    let onexpert = {
        let (live, period) = (live.clone(), period.clone());
        Callback::from(move |expert| {
            period.set(live.glance(|glance| Some(Period::first(glance, expert))))
        })
    };
    let onabsence = {
        let period = period.clone();
        Callback::from(move |absence: Absence| {
            period.set((*period).clone().map(|period| Period { absence, ..period }));
        })
    };
    let onchoose = {
        let (asked, draft) = (asked.clone(), draft.clone());
        Callback::from(move |(meeting, choice)| {
            if let Some(mut draft) = draft.clone() {
                draft.choose(meeting, choice);
                asked.set(Stand::Ready(draft));
            }
        })
    };
    let again = {
        let (ask, period) = (ask.clone(), (*period).clone());
        Callback::from(move |_: MouseEvent| ask.emit(period.clone()))
    };
    let apply = {
        let (live, draft, is_applying) = (live.clone(), draft.clone(), is_applying.clone());
        let (onclose, ask, period) = (props.onclose.clone(), ask.clone(), (*period).clone());
        Callback::from(move |_: MouseEvent| {
            let Some(command) = draft.as_ref().and_then(AbsenceDraft::command) else {
                return;
            };
            let (done, onclose, ask, period) = (
                is_applying.clone(),
                onclose.clone(),
                ask.clone(),
                period.clone(),
            );
            is_applying.set(true);
            let taken = live.submit_then(command, move |outcome| {
                done.set(false);
                match outcome {
                    Outcome::Committed => onclose.emit(()),
                    // Something changed meanwhile: the planner looks again.
                    Outcome::Refused(_) => ask.emit(period),
                    Outcome::NotSent(_) | Outcome::Unanswered(_) => {}
                }
            });
            if !taken {
                is_applying.set(false);
            }
        })
    };
    let summary = draft.as_ref().map(AbsenceDraft::summary);
    let n_taken_over = summary.map_or(0, |summary| summary.n_same_time + summary.n_other_time);
    let refusal = seen
        .as_ref()
        .as_ref()
        .and_then(|(_, words, _)| words.clone());
    let footer = html! {
        <>
            <span class="muted grow">
                if let Some(draft) = &draft {
                    { say.tr("console-absence-based-on", [("seq", i64::try_from(draft.based_on).unwrap_or(0).into())]) }
                }
            </span>
            <Button onclick={props.onclose.reform(|_: MouseEvent| ())}>{ say.t("console-close") }</Button>
            <Button
                kind={ButtonKind::Primary}
                icon={Glyph::Check}
                is_disabled={draft.is_none() || refusal.is_some()}
                is_busy={*is_applying}
                onclick={apply}
            >
                { say.tr("console-absence-apply", [("count", n_taken_over.into())]) }
            </Button>
        </>
    };
    let stage = match (&*asked, &*seen) {
        (Stand::Waiting, _) => AskedStage::Waiting,
        (Stand::Failed, _) | (Stand::Ready(_), None) => AskedStage::Failed,
        (Stand::No, _) | (Stand::Ready(_), Some(_)) => AskedStage::Here,
    };
    let body = match &*seen {
        None => html! {
            <EmptyState icon={Glyph::Expert} title={say.t("console-absence-choose")} text={say.t("console-absence-choose-text")} />
        },
        Some((rows, _, _)) if rows.is_empty() => html! {
            <EmptyState icon={Glyph::CheckCircle} tone={Tone::Live} title={say.t("console-absence-no-meetings")} text={say.t("console-absence-no-meetings-text")} />
        },
        Some((rows, _, is_behind)) => html! {
            <>
                if let Some(words) = &refusal {
                    <Banner icon={Glyph::Ban} tone={Tone::Crit} is_boxed=true action={html! {
                        <Button size={ButtonSize::Small} icon={Glyph::Sync} onclick={again.clone()}>{ say.t("console-absence-again") }</Button>
                    }}>
                        { say.message(words) }
                    </Banner>
                } else if *is_behind && rows.iter().any(|row| row.is_outdated) {
                    <Banner icon={Glyph::Info} is_boxed=true action={html! {
                        <Button size={ButtonSize::Small} icon={Glyph::Sync} onclick={again.clone()}>{ say.t("console-absence-again") }</Button>
                    }}>
                        { say.t("console-absence-outdated") }
                    </Banner>
                }
                if let Some(summary) = summary {
                    <dl class="balance">
                        { figure("neutral", None, say.t("console-absence-affected"), summary.n_affected) }
                        { figure("live", Some(Glyph::CheckCircle), say.t("console-absence-taken-over"), n_taken_over) }
                        { figure(
                            if summary.n_cancelled > 0 { "warn" } else { "neutral" },
                            (summary.n_cancelled > 0).then_some(Glyph::Warning),
                            say.t("console-absence-to-decide"),
                            summary.n_cancelled,
                        ) }
                    </dl>
                }
                <ul class="plan">
                    { for rows.iter().map(|row| html! {
                        <PlanLine key={row.meeting.to_string()} row={row.clone()} onchoose={onchoose.clone()} />
                    }) }
                </ul>
            </>
        },
    };
    html! {
        <Drawer
            id="absence"
            title={say.t("console-absence-title")}
            lede={say.t("console-absence-lede")}
            close_label={say.t("console-close")}
            onclose={props.onclose.clone()}
            is_busy={matches!(*asked, Stand::Waiting)}
            {footer}
        >
            <div class="stack">
                <PeriodFields period={(*period).clone()} {onexpert} {onabsence} />
                <Asked
                    {stage}
                    failed={say.t("console-absence-failed")}
                    again={say.t("console-retry")}
                    onagain={again}
                >
                    { body }
                </Asked>
            </div>
        </Drawer>
    }
}

fn figure(tone: &'static str, icon: Option<Glyph>, label: AttrValue, n: usize) -> Html {
    html! {
        <div data-tone={tone}>
            <dt>{ label }</dt>
            <dd>
                if let Some(glyph) = icon {
                    <Icon {glyph} />
                }
                { n }
            </dd>
        </div>
    }
}
