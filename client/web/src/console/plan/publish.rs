//! Publishing a proposal, and taking it back.

use client_core::view::console::plan::{ProblemRow, SinceRow, problem_rows, since_rows};
use client_core::words::{feed, reject};
use protocol::Reject;
use protocol::id::CommandId;
use protocol::proposal::{Meanwhile, ProposalAnswer, PublishWish};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::compare::{pair, spot};
use super::desk::{self, Told, Trouble};
use crate::shell::{Changes, use_announcer, use_handle, use_live, use_speech};
use crate::ui::{Banner, Button, ButtonKind, Dialog, Glyph, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct PublishBarProps {
    pub(super) answer: ProposalAnswer,
    pub(super) seq: u64,
    pub(super) onchange: Callback<()>,
    pub(super) is_up: bool,
}

/// What was tried last, and what became of it.
#[derive(Clone, Debug, PartialEq)]
enum Last {
    Nothing,
    UnderWay,
    Published,
    TakenBack,
    Refused(Option<Reject>, Meanwhile),
    Failed(Trouble),
}

/// The main way on from a proposal.
#[component]
pub(super) fn PublishBar(props: &PublishBarProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let announcer = use_announcer();
    let is_asking = use_state_eq(|| false);
    let last = use_state_eq(|| Last::Nothing);
    let id = props.answer.head.id;
    // Another proposal begins anew; the same wish sent again has the same id.
    let command = use_state(|| live.fresh(CommandId::new));
    {
        let last = last.clone();
        use_effect_with(id, move |_| last.set(Last::Nothing));
    }
    let n_placed = props.answer.head.figures.n_placed;
    let is_published = props.answer.head.published.is_some();
    let is_supposed = !props.answer.head.wish.suppose.is_nothing();
    let send = |act: &'static str, done: Last| {
        let (live, last, is_asking, command, say, announcer, onchange) = (
            live.clone(),
            last.clone(),
            is_asking.clone(),
            command.clone(),
            say.clone(),
            announcer.clone(),
            props.onchange.clone(),
        );
        Callback::from(move |_: MouseEvent| {
            is_asking.set(false);
            last.set(Last::UnderWay);
            let (live, last, command, say, announcer, onchange, done) = (
                live.clone(),
                last.clone(),
                command.clone(),
                say.clone(),
                announcer.clone(),
                onchange.clone(),
                done.clone(),
            );
            spawn_local(async move {
                let wish = PublishWish { command: *command };
                match desk::act(&live, id, act, wish).await {
                    Ok(Told::Done(_)) => {
                        let words = match done {
                            Last::Published => {
                                say.tr("console-plan-published", [("count", n_placed.into())])
                            }
                            _ => say.t("console-plan-taken-back"),
                        };
                        announcer.say(words);
                        command.set(live.fresh(CommandId::new));
                        last.set(done);
                        onchange.emit(());
                    }
                    Ok(Told::Refused(why, meanwhile)) => {
                        command.set(live.fresh(CommandId::new));
                        last.set(Last::Refused(why, meanwhile));
                    }
                    // Unknown: the same wish, with the same id, may be sent again.
                    Err(trouble) => last.set(Last::Failed(trouble)),
                }
            });
        })
    };
    let ask = |to: bool| {
        let is_asking = is_asking.clone();
        Callback::from(move |()| is_asking.set(to))
    };
    let is_busy = *last == Last::UnderWay;
    let publish = send("publish", Last::Published);
    let undo = send("undo", Last::TakenBack);
    let making = props.answer.head.figures.making;
    let n_unkept = making.map_or(0, |making| {
        making.n_required.saturating_sub(making.n_required_kept)
    });
    let count = [("count", n_placed.into())];
    html! {
        <div class="stack" data-gap="tight">
            { outcome(&last, &say) }
            if is_supposed {
                <Banner icon={Glyph::Info} tone={Tone::Neutral} is_boxed=true>{ say.t("console-plan-supposed-text") }</Banner>
            } else if is_published {
                <Banner
                    icon={Glyph::CheckCircle}
                    tone={Tone::Live}
                    is_boxed=true
                    action={html! { <Button icon={Glyph::Undo} {is_busy} is_disabled={!props.is_up} onclick={undo}>{ say.t("console-undo") }</Button> }}
                >
                    { say.tr("console-plan-published", count) }
                </Banner>
            } else {
                <div class="row">
                    <Button
                        kind={ButtonKind::Primary}
                        icon={Glyph::Offer}
                        {is_busy}
                        is_disabled={n_placed == 0 || !props.is_up}
                        onclick={ask(true).reform(|_: MouseEvent| ())}
                    >
                        { say.tr("console-plan-publish", count) }
                    </Button>
                </div>
            }
            if *is_asking {
                <Dialog
                    id="plan-publish"
                    title={say.tr("console-plan-publish-title", [("count", n_placed.into())])}
                    close_label={say.t("console-close")}
                    onclose={ask(false)}
                    footer={html! {
                        <>
                            <Button onclick={ask(false).reform(|_: MouseEvent| ())}>{ say.t("console-plan-not-yet") }</Button>
                            <Button kind={ButtonKind::Primary} icon={Glyph::Offer} onclick={publish}>
                                { say.t("console-plan-publish-now") }
                            </Button>
                        </>
                    }}
                >
                    <p>{ say.t("console-plan-publish-text") }</p>
                    if n_unkept > 0 {
                        <p class="strong">{ say.tr("console-plan-publish-unkept", [("count", n_unkept.into())]) }</p>
                    }
                    if props.seq > props.answer.head.based_on {
                        <p class="soft">{ say.t("console-plan-publish-since") }</p>
                    }
                </Dialog>
            }
        </div>
    }
}

fn outcome(last: &Last, say: &crate::shell::Speech) -> Html {
    match last {
        Last::Nothing | Last::UnderWay | Last::Published => Html::default(),
        Last::TakenBack => html! {
            <Banner icon={Glyph::Undo} tone={Tone::Neutral} is_boxed=true>{ say.t("console-plan-taken-back") }</Banner>
        },
        Last::Failed(_) => html! {
            <Banner icon={Glyph::Offline} tone={Tone::Crit} is_boxed=true>{ say.t("console-plan-unreachable") }</Banner>
        },
        Last::Refused(why, meanwhile) => {
            html! { <Refused reject={why.clone()} meanwhile={meanwhile.clone()} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct RefusedProps {
    reject: Option<Reject>,
    meanwhile: Meanwhile,
}

/// Why the rules said no, placement by placement.
#[component]
fn Refused(props: &RefusedProps) -> Html {
    let say = use_speech();
    let parts = Changes::STATE.and(Changes::CARDS);
    let deps = (props.reject.clone(), say.clone());
    let told = use_live(parts, deps, |glance, (why, say)| {
        let words = why.as_ref().map_or_else(
            || say.t("console-plan-refused"),
            |why| say.message(&reject::message(why, glance.model)),
        );
        let rows = match why {
            Some(Reject::ProposalOutdated(why)) => problem_rows(glance.model, why),
            _ => Vec::new(),
        };
        let rows: Vec<(ProblemRow, AttrValue)> = rows
            .into_iter()
            .map(|row| {
                let why = row.why.as_ref().map_or_else(
                    || say.t("console-plan-refused"),
                    |why| say.message(&reject::message(why, glance.model)),
                );
                (row, why)
            })
            .collect();
        (words, rows)
    });
    let (words, rows) = &*told;
    html! {
        <>
            <Banner icon={Glyph::Warning} tone={Tone::Warn} is_boxed=true>
                <b>{ words }</b>{ " " }{ say.t("console-plan-refused-text") }
            </Banner>
            if !rows.is_empty() {
                <ul class="plan-problems" tabindex="0" aria-label={say.t("console-plan-problems")}>
                    { for rows.iter().map(|(row, why)| html! {
                        <li key={row.request.to_string()}>
                            <span class="strong">{ pair(&row.from, &row.to) }</span>
                            <span class="figures soft">{ spot(&say, Some(&row.at)) }</span>
                            <span>{ why }</span>
                        </li>
                    }) }
                </ul>
            }
            <Since meanwhile={props.meanwhile.clone()} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SinceProps {
    meanwhile: Meanwhile,
}

/// Who did what since the proposal, of what stands in its way.
#[component]
fn Since(props: &SinceProps) -> Html {
    let say = use_speech();
    let deps = (props.meanwhile.clone(), say.clone());
    let parts = Changes::STATE.and(Changes::CARDS);
    let rows = use_live(parts, deps, |glance, (meanwhile, say)| {
        let rows = since_rows(glance.model, meanwhile);
        rows.into_iter()
            .map(|row| {
                let words = say.message(&feed::message(&row.what, glance.model));
                (row, words)
            })
            .collect::<Vec<(SinceRow, AttrValue)>>()
    });
    if rows.is_empty() {
        return Html::default();
    }
    let n_more = (props.meanwhile.n_entries as usize).saturating_sub(rows.len());
    html! {
        <section class="plan-since">
            <h3 id="plan-since">{ say.t("console-plan-since") }</h3>
            <ol tabindex="0" aria-labelledby="plan-since">
                { for rows.iter().map(|(row, words)| html! {
                    <li key={row.seq}>
                        <time class="figures soft">{ say.time(row.at) }</time>
                        <p>
                            if !row.by.is_empty() {
                                <b>{ &row.by }</b>{ " · " }
                            }
                            { words }
                        </p>
                    </li>
                }) }
            </ol>
            if n_more > 0 {
                <p class="soft">{ say.tr("console-plan-since-more", [("count", n_more.into())]) }</p>
            }
        </section>
    }
}
