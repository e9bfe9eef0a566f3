//! Lists out of a spreadsheet: all lines are taken, or none.

use client_core::view::console::vocabulary::{Edit, read_lines};
use yew::prelude::*;

use super::{ListProps, flaw_words};
use crate::console::settings::sent::Told;
use crate::shell::{use_announcer, use_speech};
use crate::ui::{Banner, Button, Field, Glyph, Panel, TextArea, Tone};

/// Where lines are put in.
#[component]
pub(super) fn ImportList(props: &ListProps) -> Html {
    let (say, announcer) = (use_speech(), use_announcer());
    let typed = use_state_eq(AttrValue::default);
    let flaw = use_state_eq(|| None::<AttrValue>);
    let n_taken = use_state_eq(|| None::<usize>);
    let onclick = {
        let (send, typed, flaw, n_taken) = (
            props.send.clone(),
            typed.clone(),
            flaw.clone(),
            n_taken.clone(),
        );
        let say = say.clone();
        Callback::from(move |_: MouseEvent| {
            let lines = match read_lines(&typed) {
                Ok(lines) => lines,
                Err(why) => return flaw.set(Some(flaw_words(&say, why))),
            };
            let n = lines.len();
            let (typed, flaw, n_taken) = (typed.setter(), flaw.setter(), n_taken.setter());
            let (say, announcer) = (say.clone(), announcer.clone());
            let told = Callback::from(move |told: Told| {
                if told.is_ok() {
                    typed.set(AttrValue::default());
                    n_taken.set(Some(n));
                    announcer.say(say.tr("console-vocabulary-imported", [("count", n.into())]));
                }
                flaw.set(told.err());
            });
            send.emit((Edit::Import { lines }, told));
        })
    };
    html! {
        <Panel title={say.t("console-vocabulary-import")}>
            <div class="body stack">
                if let Some(n) = *n_taken {
                    <Banner icon={Glyph::CheckCircle} tone={Tone::Live} is_boxed=true>
                        { say.tr("console-vocabulary-imported", [("count", n.into())]) }
                    </Banner>
                }
                <Field
                    id="vocabulary-import"
                    label={say.t("console-vocabulary-import-label")}
                    help={say.t("console-vocabulary-import-help")}
                    error={(*flaw).clone()}
                >
                    <TextArea
                        id="vocabulary-import"
                        value={(*typed).clone()}
                        oninput={
                            let typed = typed.clone();
                            Callback::from(move |text: String| typed.set(AttrValue::from(text)))
                        }
                    />
                </Field>
                <div class="row">
                    <Button icon={Glyph::Check} is_disabled={typed.trim().is_empty()} {onclick}>
                        { say.t("console-vocabulary-import-do") }
                    </Button>
                </div>
            </div>
        </Panel>
    }
}
