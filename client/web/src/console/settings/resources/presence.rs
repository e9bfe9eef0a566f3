//! When a resource is there: always, or each day from one slot to another.

use client_core::view::console::resources::{PresenceDay, presence_days};
use protocol::{SlotId, SlotSet};
use yew::prelude::*;

use crate::shell::{Changes, use_live, use_speech};
use crate::ui::{Choice, Select, SelectOption};

#[derive(Properties, PartialEq)]
pub(super) struct PresenceFieldsProps {
    /// None for always.
    pub(super) slots: Option<SlotSet>,
    pub(super) onchange: Callback<Option<SlotSet>>,
}

/// The fields.
#[component]
pub(super) fn PresenceFields(props: &PresenceFieldsProps) -> Html {
    let say = use_speech();
    let days = use_live(Changes::STATE, (), |glance, ()| presence_days(glance.model));
    let onalways = {
        let (slots, onchange, days) = (props.slots, props.onchange.clone(), days.clone());
        Callback::from(move |()| {
            let every = days.iter().flat_map(|day| day.slots.iter());
            let every = every.map(|(id, ..)| *id).collect();
            onchange.emit(if slots.is_some() { None } else { Some(every) });
        })
    };
    html! {
        <div class="stack">
            <Choice name="resource-always" is_many=true is_chosen={props.slots.is_none()} onchoose={onalways}>
                { say.t("console-resources-always") }
            </Choice>
            if let Some(slots) = props.slots {
                { for days.iter().enumerate().map(|(index, day)| html! {
                    <DayFields
                        key={index}
                        {index}
                        day={day.clone()}
                        {slots}
                        onchange={props.onchange.reform(Some)}
                    />
                }) }
            }
        </div>
    }
}

/// The first and the last slot.
type Span = (SlotId, SlotId);

/// Another span, from what was chosen, the span before, and the last slot of the day.
type Alter = fn(SlotId, Option<Span>, SlotId) -> Span;

#[derive(Properties, PartialEq)]
struct DayFieldsProps {
    index: usize,
    day: PresenceDay,
    slots: SlotSet,
    onchange: Callback<SlotSet>,
}

/// One day: from when until when, or not at all.
#[component]
fn DayFields(props: &DayFieldsProps) -> Html {
    let say = use_speech();
    let (day, slots) = (&props.day, props.slots);
    let span = day.span(&slots);
    let name = say.day_short(day.starts_at);
    let change = |with: Alter| {
        let (day, onchange) = (day.clone(), props.onchange.clone());
        Callback::from(move |key: AttrValue| {
            let chosen = key.parse().ok().and_then(SlotId::new);
            let last = day.slots.last().map(|(id, ..)| *id);
            let span = chosen
                .zip(last)
                .map(|(chosen, last)| with(chosen, span, last));
            onchange.emit(day.with_span(&slots, span));
        })
    };
    let onfrom = change(|from, span, last| (from, span.map_or(last, |(_, until)| until)));
    let onuntil = change(|until, span, _| (span.map_or(until, |(from, _)| from), until));
    let option = |id: SlotId, label: AttrValue| SelectOption {
        key: AttrValue::from(id.number().to_string()),
        label,
    };
    let absent = SelectOption {
        key: AttrValue::default(),
        label: say.t("console-resources-absent"),
    };
    let from = day
        .slots
        .iter()
        .map(|(id, at, _)| option(*id, say.time(*at)));
    let until = day
        .slots
        .iter()
        .map(|(id, _, at)| option(*id, say.time(*at)));
    let key = |id: Option<SlotId>| {
        id.map_or_else(AttrValue::default, |id| {
            AttrValue::from(id.number().to_string())
        })
    };
    html! {
        <div class="resource-day">
            <span class="soft">{ &name }</span>
            <Select
                id={format!("resource-from-{}", props.index)}
                label={say.tr("console-resources-from", [("day", (&name).into())])}
                options={std::iter::once(absent).chain(from).collect::<Vec<_>>()}
                chosen={key(span.map(|(first, _)| first))}
                onchoose={onfrom}
            />
            if span.is_some() {
                <Select
                    id={format!("resource-until-{}", props.index)}
                    label={say.tr("console-resources-until", [("day", (&name).into())])}
                    options={until.collect::<Vec<_>>()}
                    chosen={key(span.map(|(_, last)| last))}
                    onchoose={onuntil}
                />
            }
        </div>
    }
}
