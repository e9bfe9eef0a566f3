//! How many meetings an expert takes (EXP-01). Whoever is overtaken by a colleague sees it here
//! and chooses.

use protocol::Function;
use protocol::command::LimitExpert;
use protocol::id::PersonId;
use yew::prelude::*;

use crate::shell::{Changes, Speech, use_handle, use_live, use_speech};
use crate::ui::{
    Banner, Button, ButtonGroup, ButtonKind, ButtonSize, Field, Glyph, TextInput, Tone,
};

#[derive(Properties, PartialEq)]
pub(super) struct LimitSectionProps {
    pub(super) expert: PersonId,
}

/// What is being typed, and what was seen when that began.
#[derive(Clone, PartialEq)]
struct Typed {
    before: Option<u16>,
    text: AttrValue,
}

impl Typed {
    fn of(now: Option<u16>) -> Self {
        Self {
            before: now,
            text: now.map_or_else(AttrValue::default, |n| AttrValue::from(n.to_string())),
        }
    }

    /// The number; nothing typed stands for as many as fit.
    fn read(&self) -> Option<Option<u16>> {
        match self.text.trim() {
            "" => Some(None),
            typed => typed.parse().ok().map(Some),
        }
    }
}

/// The number, and the field of another one. Nothing for who is no expert.
#[component]
pub(super) fn LimitSection(props: &LimitSectionProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let typed = use_state_eq(|| None::<Typed>);
    let expert = props.expert;
    let seen = use_live(Changes::STATE, expert, |glance, expert| {
        let person = glance.model.state().person(*expert)?;
        let terms = person.expert.as_ref()?;
        Some((terms.meetings_max, glance.model.may(Function::Experts)))
    });
    let Some((now, may_act)) = *seen else {
        return Html::default();
    };
    let set = |to: Option<Typed>| {
        let typed = typed.clone();
        Callback::from(move |_: MouseEvent| typed.set(to.clone()))
    };
    let Some(open) = &*typed else {
        return html! {
            <section>
                <h3>{ say.t("console-limit-title") }</h3>
                <p class="soft">{ told(&say, now) }</p>
                if may_act {
                    <Button size={ButtonSize::Small} icon={Glyph::Edit} onclick={set(Some(Typed::of(now)))}>{ say.t("console-limit-edit") }</Button>
                }
            </section>
        };
    };
    let is_overtaken = open.before != now;
    let chosen = open.read();
    let onkeep = {
        let typed = typed.clone();
        Callback::from(move |_: MouseEvent| {
            let Some(meetings_max) = chosen else {
                return;
            };
            if live.submit(LimitExpert {
                expert,
                meetings_max,
            }) {
                typed.set(None);
            }
        })
    };
    let oninput = {
        let (typed, before) = (typed.clone(), open.before);
        Callback::from(move |text: String| {
            typed.set(Some(Typed {
                before,
                text: AttrValue::from(text),
            }));
        })
    };
    let is_flawed = chosen.is_none();
    html! {
        <section>
            <h3>{ say.t("console-limit-title") }</h3>
            <Field
                id="expert-limit"
                label={say.t("console-limit-label")}
                help={say.t("console-limit-help")}
                error={is_flawed.then(|| say.t("console-limit-flaw"))}
            >
                <TextInput id="expert-limit" kind="number" value={open.text.clone()} is_invalid={is_flawed} {oninput} />
            </Field>
            if is_overtaken {
                <Banner icon={Glyph::Swap} tone={Tone::Warn} is_boxed=true action={html! {
                    <ButtonGroup>
                        <Button size={ButtonSize::Small} icon={Glyph::Check} onclick={set(None)}>{ say.t("console-conflict-keep") }</Button>
                        <Button size={ButtonSize::Small} kind={ButtonKind::Quiet} icon={Glyph::Redo} is_disabled={is_flawed} onclick={onkeep.clone()}>
                            { say.t("console-conflict-replace") }
                        </Button>
                    </ButtonGroup>
                }}>
                    { say.tr("console-limit-overtaken", [("now", told(&say, now).into())]) }
                </Banner>
            }
            <div class="row">
                if !is_overtaken {
                    <Button size={ButtonSize::Small} kind={ButtonKind::Primary} icon={Glyph::Check} is_disabled={is_flawed} onclick={onkeep}>
                        { say.t("console-vocabulary-change") }
                    </Button>
                }
                <Button size={ButtonSize::Small} onclick={set(None)}>{ say.t("console-vocabulary-not-now") }</Button>
            </div>
        </section>
    }
}

fn told(say: &Speech, now: Option<u16>) -> AttrValue {
    match now {
        Some(n) => say.tr("console-limit-of", [("count", n.into())]),
        None => say.t("console-limit-none"),
    }
}
