//! How far the event has come, and the steps from there (EVT-10).

use client_core::words::small::event_phase;
use protocol::command::ChangeStage;
use protocol::{EventStage, Function};
use yew::prelude::*;

use crate::console::sure::Sure;
use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{Button, ButtonKind, Panel};

/// Where one can go from a stage; the likeliest first.
const fn steps(stage: EventStage) -> &'static [EventStage] {
    use EventStage::{CalledOff, Closed, Planned, Project};
    match stage {
        Project => &[Planned, CalledOff],
        Planned => &[Closed, Project, CalledOff],
        CalledOff | Closed => &[Planned],
    }
}

/// The step's own word, in the keys of its name, its question and its consequences.
const fn step(before: EventStage, after: EventStage) -> &'static str {
    match (before, after) {
        (EventStage::CalledOff, EventStage::Planned) => "revive",
        (EventStage::Closed, EventStage::Planned) => "reopen",
        (_, EventStage::Planned) => "plan",
        (_, EventStage::Project) => "withdraw",
        (_, EventStage::CalledOff) => "call-off",
        (_, EventStage::Closed) => "close",
    }
}

/// The stage, and its steps for whoever may take them.
#[component]
pub(super) fn Stage() -> Html {
    let say = use_speech();
    let live = use_handle();
    let seen = use_live(Changes::STATE.and(Changes::CLOCK), (), |glance, ()| {
        let state = glance.model.state();
        let may_act = glance.model.may_for_everybody(Function::Settings);
        let phase = event_phase(state.phase(glance.event_now()));
        (state.stage(), phase, may_act)
    });
    let asked = use_state_eq(|| None::<(EventStage, EventStage)>);
    let (stage, phase, may_act) = *seen;
    let onask = |after: EventStage| {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(Some((stage, after))))
    };
    let sure = asked.map(|(before, after)| {
        let onclose = {
            let asked = asked.clone();
            Callback::from(move |()| asked.set(None))
        };
        let live = live.clone();
        let onyes = Callback::from(move |()| {
            live.submit(ChangeStage { before, after });
        });
        let word = step(before, after);
        html! {
            <Sure
                id="stage-sure"
                title={say.t(&format!("console-stage-{word}-question"))}
                text={say.t(&format!("console-stage-{word}-text"))}
                yes={say.t(&format!("console-stage-{word}"))}
                is_danger={after.is_frozen()}
                {onyes}
                {onclose}
            />
        }
    });
    html! {
        <Panel title={say.t("console-stage-title")}>
            <div class="body stack">
                <p class="strong">{ say.t(phase) }</p>
                if may_act {
                    <div class="row" data-wrap="">
                        { for steps(stage).iter().enumerate().map(|(n, after)| html! {
                            <Button
                                kind={if n == 0 && stage == EventStage::Project { ButtonKind::Primary } else { ButtonKind::Plain }}
                                onclick={onask(*after)}
                            >
                                { say.t(&format!("console-stage-{}", step(stage, *after))) }
                            </Button>
                        }) }
                    </div>
                }
            </div>
            { for sure }
        </Panel>
    }
}
