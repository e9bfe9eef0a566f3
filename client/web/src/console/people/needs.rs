//! What a person needs at every meeting: an interpreter, a screen. Whoever is overtaken by a
//! colleague sees it here and chooses.

use client_core::view::console::resources::{needs_list, needs_rows, toggled};
use protocol::Function;
use protocol::command::ChangeNeeds;
use protocol::id::{PersonId, ResourceId};
use protocol::limits::NEEDS_MAX;
use yew::prelude::*;

use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{Banner, Button, ButtonGroup, ButtonKind, ButtonSize, Chip, Choice, Glyph, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct NeedsSectionProps {
    pub(super) person: PersonId,
}

/// What is being chosen, and what was seen when the choice began.
#[derive(Clone, PartialEq)]
struct Chosen {
    before: Vec<ResourceId>,
    after: Vec<ResourceId>,
}

/// The needs, and the choice of others. Nothing where the event has nothing that one could need.
#[component]
pub(super) fn NeedsSection(props: &NeedsSectionProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let chosen = use_state_eq(|| None::<Chosen>);
    let is_full = use_state_eq(|| false);
    let person = props.person;
    let parts = Changes::STATE.and(Changes::CARDS);
    let seen = use_live(parts, person, |glance, person| {
        let model = glance.model;
        (needs_rows(model, *person), model.may(Function::Persons))
    });
    let (rows, may_act) = &*seen;
    if rows.all.is_empty() {
        return Html::default();
    }
    let names = rows.names();
    let set = |to: Option<Chosen>| {
        let (chosen, is_full) = (chosen.clone(), is_full.clone());
        Callback::from(move |_: MouseEvent| {
            chosen.set(to.clone());
            is_full.set(false);
        })
    };
    let begin = set(Some(Chosen {
        before: rows.needed.clone(),
        after: rows.needed.clone(),
    }));
    let Some(open) = &*chosen else {
        return html! {
            <section>
                <h3>{ say.t("console-needs-title") }</h3>
                if names.is_empty() {
                    <p class="soft">{ say.t("console-needs-none") }</p>
                } else {
                    <p class="row" data-wrap="">
                        { for names.iter().map(|name| html! { <Chip key={*name} icon={Glyph::Globe}>{ *name }</Chip> }) }
                    </p>
                }
                if *may_act {
                    <Button size={ButtonSize::Small} icon={Glyph::Edit} onclick={begin}>{ say.t("console-needs-edit") }</Button>
                }
            </section>
        };
    };
    let is_overtaken = open.before != rows.needed;
    // Saved over what stands now, which the user has before his eyes.
    let onkeep = {
        let (live, chosen) = (live.clone(), chosen.clone());
        let change = ChangeNeeds {
            person,
            before: needs_list(&rows.needed),
            after: needs_list(&open.after),
        };
        Callback::from(move |_: MouseEvent| {
            if live.submit(change.clone()) {
                chosen.set(None);
            }
        })
    };
    let choice = |id: ResourceId, name: &str| {
        let onchoose = {
            let (chosen, is_full, open) = (chosen.clone(), is_full.clone(), open.clone());
            Callback::from(move |()| match toggled(&open.after, id) {
                Some(after) => {
                    chosen.set(Some(Chosen {
                        after,
                        before: open.before.clone(),
                    }));
                    is_full.set(false);
                }
                None => is_full.set(true),
            })
        };
        html! {
            <Choice key={id.to_string()} name="needs" is_many=true is_chosen={open.after.contains(&id)} {onchoose}>
                { name }
            </Choice>
        }
    };
    html! {
        <section>
            <h3>{ say.t("console-needs-title") }</h3>
            <fieldset class="stack needs">
                <legend class="soft">{ say.t("console-needs-text") }</legend>
                { for rows.all.iter().map(|(id, name)| choice(*id, name)) }
            </fieldset>
            if *is_full {
                <p class="error" role="alert">{ say.tr("console-needs-full", [("count", NEEDS_MAX.into())]) }</p>
            }
            if is_overtaken {
                <Banner icon={Glyph::Swap} tone={Tone::Warn} is_boxed=true action={html! {
                    <ButtonGroup>
                        <Button size={ButtonSize::Small} icon={Glyph::Check} onclick={set(None)}>{ say.t("console-conflict-keep") }</Button>
                        <Button size={ButtonSize::Small} kind={ButtonKind::Quiet} icon={Glyph::Redo} onclick={onkeep.clone()}>
                            { say.t("console-conflict-replace") }
                        </Button>
                    </ButtonGroup>
                }}>
                    if names.is_empty() {
                        { say.tr("console-needs-overtaken", [("names", say.t("console-needs-none").into())]) }
                    } else {
                        { say.tr("console-needs-overtaken", [("names", names.join(", ").into())]) }
                    }
                </Banner>
            }
            <div class="row">
                if !is_overtaken {
                    <Button size={ButtonSize::Small} kind={ButtonKind::Primary} icon={Glyph::Check} onclick={onkeep}>
                        { say.t("console-vocabulary-change") }
                    </Button>
                }
                <Button size={ButtonSize::Small} onclick={set(None)}>{ say.t("console-vocabulary-not-now") }</Button>
            </div>
        </section>
    }
}
