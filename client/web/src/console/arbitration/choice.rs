//! The applicants of one expert: look, answer each, apply all of it as one entry.

use client_core::sync::Outcome;
use client_core::view::console::arbitration::{ArbitrationDraft, Verdict};
use client_core::words::reject;
use protocol::Answer;
use protocol::id::{PersonId, RequestId};
use protocol::query::Applicants;
use yew::prelude::*;

use super::line::ApplicantLine;
use crate::console::parts::{firm, parts_of};
use crate::shell::{Changes, Speech, use_announcer, use_handle, use_live, use_speech};
use crate::ui::{
    Asked, AskedStage, Banner, Button, ButtonKind, ButtonSize, Drawer, EmptyState, Field, Glyph,
    Select, SelectOption, TextInput, Tone,
};

#[derive(Clone, PartialEq)]
enum Stand {
    Waiting,
    Failed,
    Ready(ArbitrationDraft),
}

#[derive(Properties, PartialEq)]
pub(super) struct ChoiceDrawerProps {
    pub(super) expert: PersonId,
    pub(super) onclose: Callback<()>,
}

/// The drawer of one expert.
#[component]
pub(super) fn ChoiceDrawer(props: &ChoiceDrawerProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let announcer = use_announcer();
    let expert = props.expert;
    let asked = use_state_eq(|| Stand::Waiting);
    let is_applying = use_state_eq(|| false);
    // Only the answer to the newest question counts.
    let n_asked = use_mut_ref(|| 0_u32);
    let ask = {
        let (live, asked, n_asked) = (live.clone(), asked.clone(), n_asked.clone());
        Callback::from(move |earlier: Option<ArbitrationDraft>| {
            *n_asked.borrow_mut() += 1;
            let (number, counter, set) = (*n_asked.borrow(), n_asked.clone(), asked.setter());
            if earlier.is_none() {
                asked.set(Stand::Waiting);
            }
            let taken = live.ask(Applicants { expert }, move |answered| {
                if *counter.borrow() != number {
                    return;
                }
                set.set(match answered.answer {
                    Ok(Answer::RankedApplicants(ranked)) => {
                        let draft = ArbitrationDraft::new(expert, ranked);
                        Stand::Ready(match &earlier {
                            Some(earlier) => draft.with_answers_of(earlier),
                            None => draft,
                        })
                    }
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
        use_effect_with(expert, move |_| ask.emit(None));
    }
    let draft = match &*asked {
        Stand::Ready(draft) => Some(draft.clone()),
        Stand::Waiting | Stand::Failed => None,
    };
    let parts = [Changes::CARDS, Changes::LINK]
        .into_iter()
        .fold(Changes::STATE, Changes::and);
    let seen = use_live(parts, (expert, draft.clone()), |glance, (expert, draft)| {
        let model = glance.model;
        let name = client_core::view::label::who(model, *expert).name;
        let is_up = model.link().is_up();
        let inside = draft.as_ref().map(|draft| Inside {
            rows: draft.rows(model),
            gone: parts_of(draft.gone(model).iter().map(firm)),
            refusal: draft
                .check(model, glance.now)
                .err()
                .map(|why| reject::message(&why, model)),
            is_outdated: draft.is_outdated(model),
            summary: draft.summary(model),
        });
        (name, is_up, inside)
    });
    let (name, is_up, inside) = &*seen;
    let change = {
        let (asked, draft) = (asked.clone(), draft.clone());
        Callback::from(move |act: Change| {
            if let Some(mut draft) = draft.clone() {
                match act {
                    Change::One(request, verdict) => draft.answer(request, verdict),
                    Change::First(n, others) => draft.keep_first(n, others),
                }
                asked.set(Stand::Ready(draft));
            }
        })
    };
    let again = {
        let (ask, draft) = (ask.clone(), draft.clone());
        Callback::from(move |_: MouseEvent| ask.emit(draft.clone()))
    };
    let apply = {
        let (live, draft, is_applying) = (live.clone(), draft.clone(), is_applying.clone());
        let (onclose, ask, say) = (props.onclose.clone(), ask.clone(), say.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(draft) = draft.clone() else { return };
            let (done, onclose, ask, said) = (
                is_applying.clone(),
                onclose.clone(),
                ask.clone(),
                say.t("console-arbitration-applied"),
            );
            is_applying.set(true);
            let command = draft.command();
            let announcer = announcer.clone();
            let taken = live.submit_then(command, move |outcome| {
                done.set(false);
                match outcome {
                    Outcome::Committed => {
                        announcer.say(said);
                        onclose.emit(());
                    }
                    // Somebody was faster: the planner looks again, and what was chosen stays.
                    Outcome::Refused(_) => ask.emit(Some(draft)),
                    Outcome::NotSent(_) | Outcome::Unanswered(_) => {}
                }
            });
            if !taken {
                is_applying.set(false);
            }
        })
    };
    let stage = match (&*asked, inside) {
        (Stand::Waiting, _) => AskedStage::Waiting,
        (Stand::Failed, _) | (Stand::Ready(_), None) => AskedStage::Failed,
        (Stand::Ready(_), Some(_)) => AskedStage::Here,
    };
    let body = match inside {
        None => Html::default(),
        Some(inside) if inside.rows.is_empty() => html! {
            <EmptyState icon={Glyph::CheckCircle} tone={Tone::Live} title={say.t("console-arbitration-nobody")} />
        },
        Some(inside) => html! {
            <>
                { notices(&say, inside, *is_up, &again) }
                <KeepFirst n_free={inside.summary.n_free} n_rows={inside.rows.len()} onchange={change.clone()} />
                { balance(&say, inside) }
                <ol class="applicants" aria-label={say.t("console-arbitration-applicants")}>
                    { for inside.rows.iter().enumerate().map(|(index, row)| html! {
                        <ApplicantLine
                            key={row.request.to_string()}
                            rank={index + 1}
                            row={row.clone()}
                            onanswer={change.reform(|(request, verdict)| Change::One(request, verdict))}
                        />
                    }) }
                </ol>
            </>
        },
    };
    let can_apply = *is_up
        && inside.as_ref().is_some_and(|inside| {
            inside.refusal.is_none() && !inside.is_outdated && !inside.rows.is_empty()
        });
    html! {
        <Drawer
            id="arbitration"
            title={say.tr("console-arbitration-of", [("name", name.into())])}
            lede={say.t("console-arbitration-of-lede")}
            close_label={say.t("console-close")}
            onclose={props.onclose.clone()}
            is_busy={matches!(*asked, Stand::Waiting)}
            footer={html! {
                <>
                    <Button onclick={props.onclose.reform(|_: MouseEvent| ())}>{ say.t("console-arbitration-back") }</Button>
                    <Button
                        kind={ButtonKind::Primary}
                        icon={Glyph::Check}
                        is_disabled={!can_apply}
                        is_busy={*is_applying}
                        onclick={apply}
                    >
                        { say.tr("console-arbitration-apply", [("count", inside.as_ref().map_or(0, |inside| inside.summary.n_kept).into())]) }
                    </Button>
                </>
            }}
        >
            <div class="stack">
                <Asked
                    {stage}
                    failed={say.t("console-arbitration-failed")}
                    again={say.t("console-retry")}
                    onagain={again}
                >
                    { body }
                </Asked>
            </div>
        </Drawer>
    }
}

/// What the drawer shows of a draft.
#[derive(Clone, Debug, PartialEq)]
struct Inside {
    rows: Vec<client_core::view::console::arbitration::ApplicantRow>,
    /// Whose requests were closed since the first look.
    gone: String,
    refusal: Option<client_core::words::Message>,
    is_outdated: bool,
    summary: client_core::view::console::arbitration::ArbitrationSummary,
}

enum Change {
    One(RequestId, Verdict),
    First(usize, Verdict),
}

fn notices(say: &Speech, inside: &Inside, is_up: bool, again: &Callback<MouseEvent>) -> Html {
    let refresh = || {
        html! {
            <Button size={ButtonSize::Small} icon={Glyph::Sync} onclick={again.clone()}>{ say.t("console-arbitration-again") }</Button>
        }
    };
    html! {
        <>
            if !is_up {
                <Banner icon={Glyph::Offline} is_boxed=true>{ say.t("console-arbitration-offline") }</Banner>
            }
            if inside.is_outdated {
                <Banner icon={Glyph::Info} tone={Tone::Warn} is_boxed=true action={refresh()}>
                    { say.t("console-arbitration-outdated") }
                </Banner>
            } else if let Some(words) = &inside.refusal {
                <Banner icon={Glyph::Ban} tone={Tone::Crit} is_boxed=true action={refresh()}>
                    { say.message(words) }
                </Banner>
            }
            if !inside.gone.is_empty() {
                <Banner icon={Glyph::Info} is_boxed=true>
                    { say.tr("console-arbitration-gone", [("names", (&inside.gone).into())]) }
                </Banner>
            }
        </>
    }
}

/// What applying would change.
fn balance(say: &Speech, inside: &Inside) -> Html {
    let summary = inside.summary;
    let figure = |tone: &'static str, key: &str, n: u32| {
        html! { <div data-tone={tone}><dt>{ say.t(key) }</dt><dd>{ n }</dd></div> }
    };
    let is_over = summary.n_kept > summary.n_free;
    html! {
        <>
            <dl class="balance" data-figures="4" aria-live="polite">
                { figure(if is_over { "crit" } else { "live" }, "console-arbitration-n-kept", summary.n_kept) }
                { figure("neutral", "console-arbitration-n-free", summary.n_free) }
                { figure("neutral", "console-arbitration-n-waiting", summary.n_waiting) }
                { figure(if summary.n_dropped > 0 { "warn" } else { "neutral" }, "console-arbitration-n-dropped", summary.n_dropped) }
            </dl>
            if summary.n_released > 0 {
                <p class="why">{ say.tr("console-arbitration-released", [("count", summary.n_released.into())]) }</p>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct KeepFirstProps {
    n_free: u32,
    n_rows: usize,
    onchange: Callback<Change>,
}

/// "Keep the first N, the others wait."
#[component]
fn KeepFirst(props: &KeepFirstProps) -> Html {
    let say = use_speech();
    let n_free = props.n_free;
    let typed = use_state_eq(|| n_free.to_string());
    let others = use_state_eq(|| Verdict::Wait);
    let n = typed
        .trim()
        .parse::<usize>()
        .ok()
        .filter(|n| *n <= props.n_rows);
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |text: String| typed.set(text))
    };
    let onchoose = {
        let others = others.clone();
        Callback::from(move |key: AttrValue| {
            if let Some(verdict) = super::line::verdict_of(&key) {
                others.set(verdict);
            }
        })
    };
    let onclick = {
        let (onchange, others) = (props.onchange.clone(), *others);
        Callback::from(move |_: MouseEvent| {
            if let Some(n) = n {
                onchange.emit(Change::First(n, others));
            }
        })
    };
    let options = [Verdict::Wait, Verdict::Drop]
        .map(|verdict| SelectOption {
            key: AttrValue::Static(verdict.name()),
            label: say.t(&format!("console-arbitration-others-{}", verdict.name())),
        })
        .to_vec();
    html! {
        <div class="row keep-first" data-wrap="">
            <Field id="arbitration-first" label={say.t("console-arbitration-first")}>
                <TextInput
                    id="arbitration-first"
                    kind="number"
                    value={(*typed).clone()}
                    is_invalid={n.is_none()}
                    {oninput}
                />
            </Field>
            <Select
                id="arbitration-others"
                label={say.t("console-arbitration-others")}
                {options}
                chosen={AttrValue::Static(others.name())}
                {onchoose}
            />
            <Button icon={Glyph::Check} is_disabled={n.is_none()} {onclick}>{ say.t("console-arbitration-fill-in") }</Button>
        </div>
    }
}
