//! What is asked of a plan: its days, and the meetings that it must place.

use client_core::view::console::plan::{
    PlanDay, RequiredRow, at_time, plan_days, requirable, required_rows, toggled,
};
use protocol::limits::BATCH_SLOTS_MAX;
use protocol::proposal::Demands;
use protocol::{SlotId, SlotSet};
use yew::prelude::*;

use super::compare::pair;
use crate::shell::{Changes, Speech, use_live, use_speech};
use crate::ui::{Choice, Glyph, IconButton, SearchInput, Select, SelectOption};

/// Requests that are offered at a time; the search finds the others.
const OFFERED_MAX: usize = 6;

#[derive(Properties, PartialEq)]
pub(super) struct DemandsProps {
    pub(super) demands: Demands,
    pub(super) onchange: Callback<Demands>,
}

/// The days to plan, where there is a choice.
#[component]
pub(super) fn DayFields(props: &DemandsProps) -> Html {
    let say = use_speech();
    let days = use_live(Changes::STATE.and(Changes::CLOCK), (), |glance, ()| {
        plan_days(glance.model, glance.event_now())
    });
    let is_chosen = |day: &PlanDay| {
        props.demands.slots.is_empty() || !props.demands.slots.and(&day.slots).is_empty()
    };
    let n_slots: usize = days
        .iter()
        .filter(|day| is_chosen(day))
        .map(|day| day.slots.len())
        .sum();
    html! {
        <>
            if days.len() > 1 {
                <fieldset class="plan-days">
                    <legend>{ say.t("console-plan-days") }</legend>
                    { for days.iter().map(|day| {
                        let slots = without_or_with(&days, &props.demands, day.index);
                        let (demands, onchange) = (props.demands.clone(), props.onchange.clone());
                        html! {
                            <Choice
                                key={day.index}
                                name="plan-days"
                                is_many=true
                                is_chosen={is_chosen(day)}
                                onchoose={Callback::from(move |()| {
                                    onchange.emit(Demands { slots, ..demands.clone() });
                                })}
                            >
                                { say.day(day.starts_at) }
                            </Choice>
                        }
                    }) }
                </fieldset>
            }
            if n_slots > BATCH_SLOTS_MAX {
                <p class="soft">{ say.tr("console-plan-days-long", [("count", n_slots.into())]) }</p>
            }
        </>
    }
}

/// The chosen slots after a press on a day. Every day is the empty set, and so is none: a plan of
/// no day is no plan.
fn without_or_with(days: &[PlanDay], demands: &Demands, pressed: usize) -> SlotSet {
    let is_chosen =
        |day: &PlanDay| demands.slots.is_empty() || !demands.slots.and(&day.slots).is_empty();
    let chosen: Vec<&PlanDay> = days
        .iter()
        .filter(|day| is_chosen(day) != (day.index == pressed))
        .collect();
    if chosen.len() == days.len() {
        return SlotSet::EMPTY;
    }
    chosen.iter().flat_map(|day| day.slots.iter()).collect()
}

/// What must be placed.
#[component]
pub(super) fn RequiredFields(props: &DemandsProps) -> Html {
    let say = use_speech();
    let search = use_state_eq(AttrValue::default);
    let parts = [Changes::CARDS, Changes::CLOCK]
        .into_iter()
        .fold(Changes::STATE, Changes::and);
    let deps = (props.demands.required.clone(), (*search).clone());
    let lists = use_live(parts, deps, |glance, (required, search)| {
        let rows = required_rows(glance.model, glance.event_now(), required);
        (
            rows,
            requirable(glance.model, required, search, OFFERED_MAX),
        )
    });
    let (rows, offered) = &*lists;
    let change = {
        let (demands, onchange) = (props.demands.clone(), props.onchange.clone());
        move |altered: &dyn Fn(&Demands) -> Demands| onchange.emit(altered(&demands))
    };
    let oninput = {
        let search = search.clone();
        Callback::from(move |typed: String| search.set(AttrValue::from(typed)))
    };
    html! {
        <div class="stack" data-gap="tight">
            <p class="muted">{ say.t("console-plan-required-text") }</p>
            if !rows.is_empty() {
                <ul class="plan-required">
                    { for rows.iter().map(|row| {
                        let (request, change) = (row.request, change.clone());
                        let ontime = {
                            let change = change.clone();
                            Callback::from(move |slot: Option<SlotId>| change(&|demands| at_time(demands, request, slot)))
                        };
                        let onremove = Callback::from(move |_: MouseEvent| change(&|demands| toggled(demands, request)));
                        required_row(&say, row, ontime, onremove)
                    }) }
                </ul>
            }
            <SearchInput
                label={say.t("console-plan-required-search")}
                placeholder={say.t("console-plan-required-search")}
                value={(*search).clone()}
                {oninput}
            />
            if offered.is_empty() {
                <p class="soft">{ say.t("console-plan-required-none") }</p>
            } else {
                <ul class="plan-required">
                    { for offered.iter().map(|(request, from, to)| {
                        let (request, change) = (*request, change.clone());
                        let name = pair(from, to);
                        html! {
                            <li key={request.to_string()}>
                                <span class="clip" title={name.clone()}>{ &name }</span>
                                <IconButton
                                    glyph={Glyph::Plus}
                                    label={say.tr("console-plan-require-named", [("name", (&name).into())])}
                                    onclick={Callback::from(move |_: MouseEvent| change(&|demands| toggled(demands, request)))}
                                />
                            </li>
                        }
                    }) }
                </ul>
            }
        </div>
    }
}

fn required_row(
    say: &Speech,
    row: &RequiredRow,
    ontime: Callback<Option<SlotId>>,
    onremove: Callback<MouseEvent>,
) -> Html {
    let name = pair(&row.from, &row.to);
    let mut options = vec![SelectOption {
        key: AttrValue::default(),
        label: say.t("console-plan-required-any"),
    }];
    options.extend(row.times.iter().map(|(slot, at)| SelectOption {
        key: AttrValue::from(slot.number().to_string()),
        label: AttrValue::from(format!("{} {}", say.day_short(*at), say.time(*at))),
    }));
    let chosen = row.slot.map_or_else(AttrValue::default, |slot| {
        AttrValue::from(slot.number().to_string())
    });
    html! {
        <li key={row.request.to_string()}>
            <span class="clip strong" title={name.clone()}>{ &name }</span>
            <IconButton
                glyph={Glyph::Cross}
                label={say.tr("console-plan-release-named", [("name", (&name).into())])}
                onclick={onremove}
            />
            <Select
                id={format!("plan-time-{}", row.request)}
                label={say.tr("console-plan-required-when", [("name", (&name).into())])}
                {options}
                {chosen}
                onchoose={ontime.reform(|key: AttrValue| key.parse().ok().and_then(SlotId::new))}
            />
        </li>
    }
}
