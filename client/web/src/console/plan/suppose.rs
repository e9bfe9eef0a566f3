//! "What if": tables more, places lost, slots closed.

use client_core::view::label::natural_key;
use protocol::id::PlaceId;
use protocol::limits::TABLES_ADDED_MAX;
use protocol::proposal::Suppose;
use protocol::{CardKey, List, Micros, PlaceKind, SlotId};
use yew::prelude::*;

use crate::shell::{Changes, use_live, use_speech};
use crate::ui::{Field, Glyph, IconButton, Select, SelectOption, TextInput};

#[derive(Properties, PartialEq)]
pub(super) struct SupposeFieldsProps {
    pub(super) suppose: Suppose,
    pub(super) onchange: Callback<Suppose>,
}

/// Places and slots of the event, by name and time.
#[derive(Clone, Debug, Default, PartialEq)]
struct Resources {
    places: Vec<(PlaceId, String)>,
    slots: Vec<(SlotId, Micros)>,
}

/// The fields.
#[component]
pub(super) fn SupposeFields(props: &SupposeFieldsProps) -> Html {
    let say = use_speech();
    let parts = Changes::STATE.and(Changes::CARDS);
    let there = use_live(parts, (), |glance, ()| {
        let (state, cards) = (glance.model.state(), glance.model.cards());
        let places = state.places().filter(|place| place.kind != PlaceKind::Room);
        let mut places: Vec<(PlaceId, String)> = places
            .map(|place| (place.id, cards.title(CardKey::Place(place.id)).to_owned()))
            .collect();
        places.sort_by_cached_key(|(_, name)| natural_key(name));
        let slots = state.timetable().into_iter();
        Resources {
            places,
            slots: slots.map(|slot| (slot.id, slot.starts_at)).collect(),
        }
    });
    let change = |alter: fn(&mut Suppose, &str)| {
        let (suppose, onchange) = (props.suppose.clone(), props.onchange.clone());
        Callback::from(move |key: String| {
            let mut suppose = suppose.clone();
            alter(&mut suppose, &key);
            onchange.emit(suppose);
        })
    };
    let ontables = change(|suppose, typed| {
        suppose.n_tables_added = typed.trim().parse().unwrap_or(0).min(TABLES_ADDED_MAX);
    });
    let onplace = change(|suppose, key| {
        if let Some(place) = PlaceId::parse(key) {
            toggle_place(suppose, place);
        }
    });
    let onslot = change(|suppose, key| {
        if let Some(slot) = key.parse().ok().and_then(SlotId::new) {
            if suppose.slots_closed.contains(slot) {
                suppose.slots_closed.remove(slot);
            } else {
                suppose.slots_closed.insert(slot);
            }
        }
    });
    let nothing = || SelectOption {
        key: AttrValue::Static(""),
        label: say.t("console-plan-suppose-choose"),
    };
    let is_lost = |place: &PlaceId| props.suppose.places_lost.contains(place);
    let is_closed = |slot: &SlotId| props.suppose.slots_closed.contains(*slot);
    let when = |at: Micros| format!("{} {}", say.day_short(at), say.time(at));
    let places: Vec<SelectOption> = there
        .places
        .iter()
        .filter(|(id, _)| !is_lost(id))
        .map(|(id, name)| option(&id.to_string(), name))
        .collect();
    let slots: Vec<SelectOption> = there
        .slots
        .iter()
        .filter(|(id, _)| !is_closed(id))
        .map(|(id, at)| option(&id.number().to_string(), &when(*at)))
        .collect();
    let lost = there.places.iter().filter(|(id, _)| is_lost(id));
    let lost = lost.map(|(id, name)| (id.to_string(), name.clone()));
    let closed = there.slots.iter().filter(|(id, _)| is_closed(id));
    let closed = closed.map(|(id, at)| (id.number().to_string(), when(*at)));
    html! {
        <div class="stack">
            <p class="muted">{ say.t("console-plan-suppose-text") }</p>
            <Field id="plan-tables" label={say.t("console-plan-tables-added")}>
                <TextInput id="plan-tables" kind="number" value={props.suppose.n_tables_added.to_string()} oninput={ontables} />
            </Field>
            <Field id="plan-places" label={say.t("console-plan-places-lost")}>
                <Select
                    id="plan-places"
                    options={[vec![nothing()], places].concat()}
                    chosen=""
                    onchoose={onplace.reform(|key: AttrValue| key.to_string())}
                />
                { removable(lost.collect(), &onplace, &say.t("console-plan-suppose-remove")) }
            </Field>
            <Field id="plan-slots" label={say.t("console-plan-slots-closed")}>
                <Select
                    id="plan-slots"
                    options={[vec![nothing()], slots].concat()}
                    chosen=""
                    onchoose={onslot.reform(|key: AttrValue| key.to_string())}
                />
                { removable(closed.collect(), &onslot, &say.t("console-plan-suppose-remove")) }
            </Field>
        </div>
    }
}

fn option(key: &str, label: &str) -> SelectOption {
    SelectOption {
        key: AttrValue::from(key.to_owned()),
        label: AttrValue::from(label.to_owned()),
    }
}

fn toggle_place(suppose: &mut Suppose, place: PlaceId) {
    let mut places = suppose.places_lost.to_vec();
    match places.iter().position(|id| *id == place) {
        Some(at) => {
            places.remove(at);
        }
        None => places.push(place),
    }
    suppose.places_lost = List::new(places).unwrap_or_default();
}

fn removable(rows: Vec<(String, String)>, onremove: &Callback<String>, word: &str) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="plan-supposed">
            { for rows.into_iter().map(|(key, name)| html! {
                <li key={key.clone()}>
                    <span>{ &name }</span>
                    <IconButton
                        glyph={Glyph::Cross}
                        label={format!("{word} {name}")}
                        onclick={onremove.reform(move |_: MouseEvent| key.clone())}
                    />
                </li>
            }) }
        </ul>
    }
}
