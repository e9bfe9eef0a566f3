//! A resource as it is typed. Whoever is overtaken by a colleague sees it here and chooses.

use client_core::Model;
use client_core::view::console::resources::{ResourceFlaw, ResourceRow, resource_wish, slots_of};
use protocol::id::{CommandId, ResourceId};
use protocol::resource::ResourceWish;
use protocol::{Resource, ResourceKind, SlotSet};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::kind_key;
use super::presence::PresenceFields;
use crate::console::settings::overtaken::Overtaken;
use crate::console::settings::sent;
use crate::shell::{Changes, LiveHandle, Speech, use_handle, use_live, use_speech};
use crate::ui::{Button, ButtonKind, Field, Glyph, Select, SelectOption, TextInput};

const KINDS: [ResourceKind; 2] = [ResourceKind::Interpreter, ResourceKind::Equipment];

/// What stands in the fields, and what was seen when they were opened.
#[derive(Clone, PartialEq)]
pub(super) struct Typed {
    pub(super) id: ResourceId,
    /// With its name; none for one that is new.
    before: Option<(Resource, String)>,
    kind: ResourceKind,
    name: AttrValue,
    capacity: AttrValue,
    /// When it is there; none for always.
    slots: Option<SlotSet>,
}

impl Typed {
    /// The fields of a new one.
    pub(super) fn fresh(live: &LiveHandle) -> Self {
        Self {
            id: live.fresh(ResourceId::new),
            before: None,
            kind: ResourceKind::Interpreter,
            name: AttrValue::default(),
            capacity: AttrValue::Static("1"),
            slots: None,
        }
    }

    /// Those of one that is there.
    pub(super) fn of(row: &ResourceRow) -> Self {
        let resource = &row.resource;
        Self {
            id: resource.id,
            before: Some((resource.clone(), row.name.clone())),
            kind: resource.kind,
            name: AttrValue::from(row.name.clone()),
            capacity: AttrValue::from(resource.capacity.to_string()),
            slots: (!resource.slots.is_empty()).then_some(resource.slots),
        }
    }

    fn n(&self) -> Option<u16> {
        self.capacity.trim().parse().ok()
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ResourceFormProps {
    pub(super) typed: Typed,
    pub(super) is_up: bool,
    pub(super) ontype: Callback<Typed>,
    pub(super) onclose: Callback<()>,
}

/// The form.
#[component]
pub(super) fn ResourceForm(props: &ResourceFormProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let flaw = use_state_eq(|| None::<AttrValue>);
    let is_sending = use_state_eq(|| false);
    // Somebody quick has the next one open when the answer comes: it is not for that one.
    let is_shown = use_mut_ref(|| true);
    use_effect_with(is_shown.clone(), |is_shown| {
        let is_shown = is_shown.clone();
        move || *is_shown.borrow_mut() = false
    });
    let typed = &props.typed;
    let now = use_live(
        Changes::STATE.and(Changes::CARDS),
        typed.id,
        |glance, id| {
            let resource = glance.model.state().resource(*id)?.clone();
            let name = glance.model.cards().resource(*id).to_owned();
            Some((resource, name))
        },
    );
    let current = now.as_ref().as_ref();
    // One's own change may come back before the answer to it.
    let is_overtaken = !*is_sending && typed.before.as_ref() != current;
    // Saved over what stands now, which the user has before his eyes.
    let onkeep = {
        let typed = Typed {
            before: current.cloned(),
            ..typed.clone()
        };
        let (live, say, flaw) = (live.clone(), say.clone(), flaw.clone());
        let (is_sending, onclose) = (is_sending.clone(), props.onclose.clone());
        let is_shown = is_shown.clone();
        Callback::from(move |_: MouseEvent| {
            let wished = match live.glance(|glance| wished(glance.model, &live, &typed)) {
                Ok(wished) => wished,
                Err(why) => return flaw.set(Some(say.t(flaw_key(why)))),
            };
            let (live, say, flaw) = (live.clone(), say.clone(), flaw.setter());
            let (is_sending, onclose) = (is_sending.setter(), onclose.clone());
            let is_shown = is_shown.clone();
            is_sending.set(true);
            spawn_local(async move {
                let told = sent::send(&live, &say, "resources", &wished.encode()).await;
                match told {
                    _ if !*is_shown.borrow() => {}
                    Ok(()) => onclose.emit(()),
                    Err(words) => {
                        flaw.set(Some(words));
                        is_sending.set(false);
                    }
                }
            });
        })
    };
    let ontheirs = {
        let (ontype, onclose, now) = (props.ontype.clone(), props.onclose.clone(), now.clone());
        Callback::from(move |_: MouseEvent| match &*now {
            Some((resource, name)) => ontype.emit(Typed::of(&ResourceRow {
                resource: resource.clone(),
                name: name.clone(),
                n_users: 0,
                times: Vec::new(),
            })),
            None => onclose.emit(()),
        })
    };
    let is_ready =
        !*is_sending && typed.n().is_some() && !typed.name.trim().is_empty() && props.is_up;
    let save = say.t(if typed.before.is_some() {
        "console-vocabulary-change"
    } else {
        "console-vocabulary-add"
    });
    html! {
        <div class="body stack">
            <Fields typed={typed.clone()} ontype={props.ontype.clone()} />
            if is_overtaken {
                <Overtaken {ontheirs} onmine={onkeep.clone()} is_disabled={!is_ready}>
                    { overtaken(&say, now.as_ref().as_ref()) }
                </Overtaken>
            } else if let Some(words) = &*flaw {
                <p class="error" role="alert">{ words }</p>
            }
            <div class="row">
                if !is_overtaken {
                    <Button kind={ButtonKind::Primary} icon={Glyph::Check} is_disabled={!is_ready} onclick={onkeep}>{ save }</Button>
                }
                <Button onclick={props.onclose.reform(|_: MouseEvent| ())}>{ say.t("console-vocabulary-not-now") }</Button>
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct FieldsProps {
    typed: Typed,
    ontype: Callback<Typed>,
}

/// What there is to type.
#[component]
fn Fields(props: &FieldsProps) -> Html {
    let say = use_speech();
    let typed = &props.typed;
    let alter = |alter: fn(&mut Typed, AttrValue)| {
        let (typed, ontype) = (typed.clone(), props.ontype.clone());
        Callback::from(move |text: AttrValue| {
            let mut typed = typed.clone();
            alter(&mut typed, text);
            ontype.emit(typed);
        })
    };
    let text = |alter: Callback<AttrValue>| alter.reform(|text: String| AttrValue::from(text));
    let onname = text(alter(|typed, text| typed.name = text));
    let oncount = text(alter(|typed, text| typed.capacity = text));
    let onkind = alter(|typed, key| {
        let chosen = KINDS.into_iter().find(|kind| kind_key(*kind) == key);
        typed.kind = chosen.unwrap_or(typed.kind);
    });
    let onslots = {
        let (typed, ontype) = (typed.clone(), props.ontype.clone());
        Callback::from(move |slots: Option<SlotSet>| {
            ontype.emit(Typed {
                slots,
                ..typed.clone()
            });
        })
    };
    let options = KINDS.map(|kind| SelectOption {
        key: AttrValue::Static(kind_key(kind)),
        label: say.t(kind_key(kind)),
    });
    html! {
        <>
            <div class="resource-fields">
                <Field id="resource-name" label={say.t("console-vocabulary-figure-name")}>
                    <TextInput id="resource-name" value={typed.name.clone()} oninput={onname} />
                </Field>
                <Field id="resource-kind" label={say.t("console-resources-kind")}>
                    <Select id="resource-kind" options={options.to_vec()} chosen={AttrValue::Static(kind_key(typed.kind))} onchoose={onkind} />
                </Field>
                <Field id="resource-count" label={say.t("console-resources-number")} help={say.t("console-resources-number-help")}>
                    <TextInput id="resource-count" kind="number" value={typed.capacity.clone()} oninput={oncount} />
                </Field>
            </div>
            <PresenceFields slots={typed.slots} onchange={onslots} />
        </>
    }
}

fn overtaken(say: &Speech, now: Option<&(Resource, String)>) -> AttrValue {
    match now {
        Some((resource, name)) => say.tr(
            "console-resources-overtaken",
            [
                ("name", name.into()),
                ("kind", say.t(kind_key(resource.kind)).into()),
                ("count", resource.capacity.into()),
            ],
        ),
        None => say.t("console-resources-gone"),
    }
}

/// The wish that saves what was typed.
fn wished(model: &Model, live: &LiveHandle, typed: &Typed) -> Result<ResourceWish, ResourceFlaw> {
    let always = Resource {
        id: typed.id,
        kind: typed.kind,
        capacity: typed.n().unwrap_or(0),
        slots: SlotSet::EMPTY,
    };
    let slots = match typed.slots {
        Some(slots) => slots,
        None => slots_of(model, &always),
    };
    let after = Resource { slots, ..always };
    let command = live.fresh(CommandId::new);
    let before = typed.before.as_ref();
    let before = before.map(|(resource, name)| (resource, name.as_str()));
    resource_wish(model, command, before, after, &typed.name)
}

const fn flaw_key(flaw: ResourceFlaw) -> &'static str {
    match flaw {
        ResourceFlaw::Empty => "console-vocabulary-flaw-empty",
        ResourceFlaw::TooLong => "console-vocabulary-flaw-too-long",
        ResourceFlaw::Taken => "console-vocabulary-flaw-taken",
        ResourceFlaw::Full => "console-vocabulary-flaw-full",
        ResourceFlaw::Never => "console-resources-flaw-never",
    }
}
