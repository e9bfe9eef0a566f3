//! The page: what is asked for, what there is, and what is looked at.

use client_core::view::console::plan::toggled;
use gloo::timers::callback::Timeout;
use protocol::id::{ProposalId, RequestId};
use protocol::proposal::{Demands, ProposalAnswer, ProposalsPage};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::compare::Comparison;
use super::desk::{self, Trouble};
use super::list::{Proposals, Running};
use super::review::Review;
use super::start::StartForm;
use crate::console::arbitration::ArbitrationCall;
use crate::shell::{Changes, use_announcer, use_handle, use_live, use_speech};
use crate::ui::{Banner, Button, ButtonSize, EmptyState, Glyph, Skeleton, Tone};

/// Pause between two looks while a plan is being computed, and otherwise.
const BUSY_PAUSE_MS: u32 = 500;
const IDLE_PAUSE_MS: u32 = 10_000;

/// Proposals, and the one or two that are looked at.
#[component]
pub(in crate::console) fn PlanPage() -> Html {
    let say = use_speech();
    let live = use_handle();
    let announcer = use_announcer();
    let page = use_state_eq(|| None::<ProposalsPage>);
    let trouble = use_state_eq(|| None::<Trouble>);
    let chosen = use_state_eq(Vec::<ProposalId>::new);
    let opened = use_state_eq(Vec::<ProposalAnswer>::new);
    let demands = use_state_eq(Demands::default);
    let round = use_state_eq(|| 0_u32);
    let is_up = *use_live(Changes::LINK, (), |glance, ()| glance.model.link().is_up());

    let look_again = {
        let round = round.clone();
        Callback::from(move |()| round.set(round.wrapping_add(1)))
    };
    // Looks, and looks again: soon while something runs.
    {
        let (live, page, trouble, round, say) = (
            live.clone(),
            page.clone(),
            trouble.clone(),
            round.clone(),
            say.clone(),
        );
        use_effect_with(*round, move |_| {
            let timer = Timer::default();
            let kept = timer.clone();
            spawn_local(async move {
                let was_running = page.as_ref().is_some_and(|page| page.running.is_some());
                let pause_ms = match desk::list(&live).await {
                    Ok(now) => {
                        let is_running = now.running.is_some();
                        if was_running && !is_running {
                            announcer.say(say.t(if now.has_failed {
                                "console-plan-failed"
                            } else {
                                "console-plan-computed"
                            }));
                        }
                        trouble.set(None);
                        page.set(Some(now));
                        if is_running {
                            BUSY_PAUSE_MS
                        } else {
                            IDLE_PAUSE_MS
                        }
                    }
                    Err(why) => {
                        trouble.set(Some(why));
                        IDLE_PAUSE_MS
                    }
                };
                kept.set(pause_ms, move || round.set(round.wrapping_add(1)));
            });
            move || timer.stop()
        });
    }
    // What is chosen is fetched in full.
    {
        let (live, opened) = (live.clone(), opened.clone());
        let published: Vec<_> = page
            .iter()
            .flat_map(|page| page.proposals.iter())
            .map(|head| head.published)
            .collect();
        use_effect_with(((*chosen).clone(), published), move |(chosen, _)| {
            let chosen = chosen.clone();
            spawn_local(async move {
                let mut answers = Vec::new();
                for id in chosen {
                    answers.extend(desk::open(&live, id).await.ok());
                }
                opened.set(answers);
            });
        });
    }

    let onchoose = {
        let chosen = chosen.clone();
        Callback::from(move |ids: Vec<ProposalId>| chosen.set(ids))
    };
    let onstarted = {
        let (page, look_again) = (page.clone(), look_again.clone());
        Callback::from(move |now: ProposalsPage| {
            page.set(Some(now));
            look_again.emit(());
        })
    };
    let ondemands = {
        let demands = demands.clone();
        Callback::from(move |now: Demands| demands.set(now))
    };
    let onrequire = {
        let demands = demands.clone();
        Callback::from(move |request: RequestId| demands.set(toggled(&demands, request)))
    };
    let look = Look {
        seq: page.as_ref().map_or(0, |page| page.seq),
        onchange: look_again.clone(),
        is_up,
        required: demands.required.iter().map(|row| row.request).collect(),
        onrequire,
    };
    let retry = look_again.reform(|_: MouseEvent| ());
    let is_running = page.as_ref().is_some_and(|page| page.running.is_some());
    let body = match (&*page, *trouble) {
        (_, Some(Trouble::Forbidden)) => html! {
            <div class="tiles"><EmptyState icon={Glyph::Lock} title={say.t("console-plan-forbidden")} text={say.t("console-plan-forbidden-text")} /></div>
        },
        (None, Some(_)) => html! {
            <div class="tiles">
                <EmptyState
                    icon={Glyph::Offline}
                    tone={Tone::Crit}
                    title={say.t("console-plan-unreachable")}
                    action={html! { <Button icon={Glyph::Sync} onclick={retry}>{ say.t("console-retry") }</Button> }}
                />
            </div>
        },
        (None, None) => html! {
            <div class="tiles stack" aria-busy="true"><Skeleton /><Skeleton /><Skeleton /></div>
        },
        (Some(now), _) => html! {
            <>
                if trouble.is_some() {
                    <div class="tiles">
                        <Banner
                            icon={Glyph::Offline}
                            is_boxed=true
                            action={html! { <Button size={ButtonSize::Small} onclick={retry}>{ say.t("console-retry") }</Button> }}
                        >
                            { say.t("console-plan-unreachable") }
                        </Banner>
                    </div>
                }
                <div class="col">
                    <StartForm
                        is_running={is_running}
                        {is_up}
                        demands={(*demands).clone()}
                        ondemands={ondemands}
                        {onstarted}
                    />
                    if let Some(running) = &now.running {
                        <Running running={running.clone()} onchange={look_again.clone()} />
                    }
                    <Proposals
                        page={now.clone()}
                        chosen={(*chosen).clone()}
                        {onchoose}
                        onchange={look_again.clone()}
                    />
                </div>
                <div class="col plan-look">
                    { looked_at(&opened, &look, &say) }
                </div>
            </>
        },
    };
    html! {
        <>
            <div class="stage-head"><h1>{ say.t("console-nav-plan") }</h1></div>
            <ArbitrationCall />
            <div class="room" data-page="plan">{ body }</div>
        </>
    }
}

/// What a proposal that is looked at needs from the page.
struct Look {
    seq: u64,
    onchange: Callback<()>,
    is_up: bool,
    /// What the next plan is asked for.
    required: Vec<RequestId>,
    onrequire: Callback<RequestId>,
}

fn looked_at(opened: &[ProposalAnswer], look: &Look, say: &crate::shell::Speech) -> Html {
    match opened {
        [] => html! {
            <EmptyState icon={Glyph::Report} title={say.t("console-plan-choose")} text={say.t("console-plan-choose-text")} />
        },
        [one] => html! {
        <Review
            answer={one.clone()}
            seq={look.seq}
            onchange={look.onchange.clone()}
            is_up={look.is_up}
            required={look.required.clone()}
            onrequire={look.onrequire.clone()}
        /> },
        [first, second, ..] => html! {
            <Comparison first={first.clone()} second={second.clone()} />
        },
    }
}

/// A timer that can be set from afar and stopped with its part.
#[derive(Clone, Default)]
struct Timer(std::rc::Rc<std::cell::RefCell<(bool, Option<Timeout>)>>);

impl Timer {
    fn set(&self, pause_ms: u32, act: impl FnOnce() + 'static) {
        let mut inside = self.0.borrow_mut();
        if !inside.0 {
            inside.1 = Some(Timeout::new(pause_ms, act));
        }
    }

    fn stop(&self) {
        *self.0.borrow_mut() = (true, None);
    }
}
