//! How meetings that both want get their time and place (B2B-17).

use protocol::command::ConfigureEvent;
use protocol::{AssignmentMode, Function};
use yew::prelude::*;

use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{Field, Panel, Select, SelectOption};

const MODES: [AssignmentMode; 3] = [
    AssignmentMode::SelfService,
    AssignmentMode::PreAssigned,
    AssignmentMode::Mixed,
];

const fn name(mode: AssignmentMode) -> &'static str {
    match mode {
        AssignmentMode::SelfService => "self-service",
        AssignmentMode::PreAssigned => "pre-assigned",
        AssignmentMode::Mixed => "mixed",
    }
}

/// The choice, or what was chosen by whoever may.
#[component]
pub(super) fn Mode() -> Html {
    let say = use_speech();
    let live = use_handle();
    let seen = use_live(Changes::STATE, (), |glance, ()| {
        let setup = glance.model.state().setup().cloned();
        let may_act = glance.model.may(Function::Settings);
        setup.map(|setup| (setup, may_act))
    });
    let Some((setup, may_act)) = &*seen else {
        return Html::default();
    };
    let mode = setup.mode();
    let word = |mode| say.t(&format!("console-mode-{}", name(mode)));
    let help = say.t(&format!("console-mode-{}-text", name(mode)));
    let onchoose = {
        let setup = setup.clone();
        Callback::from(move |key: AttrValue| {
            let chosen = MODES.into_iter().find(|mode| name(*mode) == key.as_str());
            if let Some(chosen) = chosen.filter(|chosen| *chosen != mode) {
                let setup = setup.clone();
                let mode = Some(chosen);
                live.submit(ConfigureEvent {
                    setup: protocol::EventSetup { mode, ..setup },
                });
            }
        })
    };
    let options = MODES.map(|mode| SelectOption {
        key: AttrValue::Static(name(mode)),
        label: word(mode),
    });
    html! {
        <Panel title={say.t("console-mode-title")}>
            <div class="body">
                if *may_act {
                    <Field id="assignment-mode" label={say.t("console-mode-label")} {help}>
                        <Select
                            id="assignment-mode"
                            options={options.to_vec()}
                            chosen={AttrValue::Static(name(mode))}
                            {onchoose}
                        />
                    </Field>
                } else {
                    <p class="strong">{ word(mode) }</p>
                    <p class="soft">{ help }</p>
                }
            </div>
        </Panel>
    }
}
