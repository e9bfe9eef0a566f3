//! Asking for a plan: how long to search, for which days, what must be placed, what to suppose.

use protocol::proposal::{Demands, PlanWish, ProposalsPage, Suppose};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::demands::{DayFields, RequiredFields};
use super::desk::{self, Trouble};
use super::suppose::SupposeFields;
use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{
    Banner, Button, ButtonKind, Field, Glyph, Panel, Select, SelectOption, TextInput, Tone,
};

/// Seconds that are offered.
const SECONDS: [u16; 4] = [5, 10, 30, 60];
const SECONDS_DEFAULT: u16 = 10;

#[derive(Properties, PartialEq)]
pub(super) struct StartFormProps {
    pub(super) is_running: bool,
    pub(super) is_up: bool,
    pub(super) demands: Demands,
    pub(super) ondemands: Callback<Demands>,
    pub(super) onstarted: Callback<ProposalsPage>,
}

/// The form.
#[component]
pub(super) fn StartForm(props: &StartFormProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let seconds = use_state_eq(|| SECONDS_DEFAULT);
    let seed = use_state_eq(|| AttrValue::Static("1"));
    let suppose = use_state_eq(Suppose::default);
    let trouble = use_state_eq(|| None::<Trouble>);
    let n_waiting = *use_live(Changes::STATE, (), |glance, ()| {
        let state = glance.model.state();
        state
            .requests()
            .filter(|request| state.check_plannable(request).is_ok())
            .count()
    });
    let is_ready = props.is_up && !props.is_running;
    let onclick = {
        let (seconds, seed, suppose, demands, trouble, onstarted) = (
            seconds.clone(),
            seed.clone(),
            suppose.clone(),
            props.demands.clone(),
            trouble.clone(),
            props.onstarted.clone(),
        );
        Callback::from(move |_: MouseEvent| {
            let wish = PlanWish {
                seconds: *seconds,
                seed: seed.trim().parse().unwrap_or(1),
                suppose: (*suppose).clone(),
                demands: (!demands.is_nothing()).then(|| demands.clone()),
            };
            let (live, trouble, onstarted) = (live.clone(), trouble.clone(), onstarted.clone());
            spawn_local(async move {
                match desk::start(&live, &wish).await {
                    Ok(page) => {
                        trouble.set(None);
                        onstarted.emit(page);
                    }
                    Err(why) => trouble.set(Some(why)),
                }
            });
        })
    };
    let options = SECONDS
        .map(|n| SelectOption {
            key: AttrValue::from(n.to_string()),
            label: say.tr("console-plan-seconds-of", [("count", n.into())]),
        })
        .to_vec();
    let onseconds = {
        let seconds = seconds.clone();
        Callback::from(move |key: AttrValue| seconds.set(key.parse().unwrap_or(SECONDS_DEFAULT)))
    };
    let onseed = {
        let seed = seed.clone();
        Callback::from(move |typed: String| seed.set(AttrValue::from(typed)))
    };
    let onsuppose = {
        let suppose = suppose.clone();
        Callback::from(move |now: Suppose| suppose.set(now))
    };
    let required = match props.demands.required.len() {
        0 => say.t("console-plan-required"),
        n => say.tr("console-plan-required-count", [("count", n.into())]),
    };
    html! {
        <Panel title={say.t("console-plan-new")}>
            <div class="body stack">
                if let Some(why) = *trouble {
                    <Banner icon={Glyph::Warning} tone={Tone::Warn} is_boxed=true>
                        { say.t(if why == Trouble::Busy { "console-plan-busy" } else { "console-plan-unreachable" }) }
                    </Banner>
                }
                <p class="soft">{ say.tr("console-plan-waiting", [("count", n_waiting.into())]) }</p>
                <Field id="plan-seconds" label={say.t("console-plan-seconds")}>
                    <Select id="plan-seconds" {options} chosen={AttrValue::from(seconds.to_string())} onchoose={onseconds} />
                </Field>
                <DayFields demands={props.demands.clone()} onchange={props.ondemands.clone()} />
                <details class="plan-more">
                    <summary>{ required }</summary>
                    <RequiredFields demands={props.demands.clone()} onchange={props.ondemands.clone()} />
                </details>
                <details class="plan-more">
                    <summary>{ say.t("console-plan-suppose") }</summary>
                    <SupposeFields suppose={(*suppose).clone()} onchange={onsuppose} />
                </details>
                <details class="plan-more">
                    <summary>{ say.t("console-plan-advanced") }</summary>
                    <Field id="plan-seed" label={say.t("console-plan-seed")} help={say.t("console-plan-seed-help")}>
                        <TextInput id="plan-seed" kind="number" value={(*seed).clone()} oninput={onseed} />
                    </Field>
                </details>
                <div class="row">
                    <Button
                        kind={ButtonKind::Primary}
                        icon={Glyph::Play}
                        is_disabled={!is_ready || n_waiting == 0}
                        title={(!props.is_up).then(|| say.t("console-plan-unreachable"))}
                        {onclick}
                    >
                        { say.t(if suppose.is_nothing() { "console-plan-start" } else { "console-plan-start-supposed" }) }
                    </Button>
                </div>
            </div>
        </Panel>
    }
}
