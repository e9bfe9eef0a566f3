//! Who is absent, from when, until when.

use client_core::limits::PAGE_ROWS_MAX;
use client_core::view::console::people::{PeopleFilter, people};
use protocol::id::PersonId;
use protocol::{Absence, Micros};
use yew::prelude::*;

use crate::console::parts::parts_of;
use crate::shell::{Changes, Glance, Speech, use_live, use_speech};
use crate::ui::{Field, Select, SelectOption};

/// What is asked of the planner.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Period {
    pub(super) expert: PersonId,
    pub(super) absence: Absence,
}

impl Period {
    /// The absence that was declared already, or one from the next slot on.
    pub(super) fn first(glance: &Glance<'_>, expert: PersonId) -> Self {
        let state = glance.model.state();
        let declared = state
            .person(expert)
            .and_then(|person| person.expert.as_ref()?.absence.clone());
        let now = glance.event_now();
        let next = state
            .timetable()
            .into_iter()
            .find(|slot| slot.starts_at >= now);
        Self {
            expert,
            absence: declared.unwrap_or(Absence {
                from: next.map_or(now, |slot| slot.starts_at),
                until: None,
            }),
        }
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct PeriodFieldsProps {
    pub(super) period: Option<Period>,
    pub(super) onexpert: Callback<PersonId>,
    pub(super) onabsence: Callback<Absence>,
}

/// The three choices.
#[component]
pub(super) fn PeriodFields(props: &PeriodFieldsProps) -> Html {
    let say = use_speech();
    let experts = use_live(Changes::STATE.and(Changes::CARDS), (), |glance, ()| {
        people(glance.model, "", PeopleFilter::Experts, 0, PAGE_ROWS_MAX).rows
    });
    let times = use_live(Changes::STATE.and(Changes::CLOCK), (), |glance, ()| {
        let now = glance.event_now();
        let slots = glance.model.state().timetable();
        let ahead = slots.into_iter().filter(|slot| slot.ends_at > now);
        ahead.map(|slot| slot.starts_at).collect::<Vec<_>>()
    });
    let chosen = props.period.as_ref().map(|period| period.expert);
    let options = std::iter::once(SelectOption {
        key: AttrValue::default(),
        label: say.t("console-absence-choose"),
    })
    .filter(|_| chosen.is_none())
    .chain(experts.iter().map(|row| SelectOption {
        key: AttrValue::from(row.who.id.to_string()),
        label: AttrValue::from(parts_of([row.who.name.as_str(), row.who.detail.as_str()])),
    }))
    .collect::<Vec<_>>();
    let onexpert = {
        let onexpert = props.onexpert.clone();
        Callback::from(move |key: AttrValue| {
            if let Some(expert) = PersonId::parse(&key) {
                onexpert.emit(expert);
            }
        })
    };
    html! {
        <div class="fields">
            <Field id="absent-expert" label={say.t("console-absence-expert")}>
                <Select
                    id="absent-expert"
                    {options}
                    chosen={chosen.map_or_else(AttrValue::default, |id| AttrValue::from(id.to_string()))}
                    onchoose={onexpert}
                />
            </Field>
            if let Some(period) = &props.period {
                { time_fields(period, &times, &props.onabsence, &say) }
            }
        </div>
    }
}

fn time_fields(
    period: &Period,
    times: &[Micros],
    onabsence: &Callback<Absence>,
    say: &Speech,
) -> Html {
    let Absence { from, until } = period.absence;
    let label = |at: Micros| AttrValue::from(format!("{} {}", say.day_short(at), say.time(at)));
    let option = |at: Micros| SelectOption {
        key: AttrValue::from(at.0.to_string()),
        label: label(at),
    };
    let mut starts: Vec<Micros> = times.to_vec();
    if !starts.contains(&from) {
        starts.insert(0, from);
    }
    let ends = std::iter::once(SelectOption {
        key: AttrValue::default(),
        label: say.t("console-absence-to-the-end"),
    })
    .chain(times.iter().copied().filter(|at| *at > from).map(option))
    .collect::<Vec<_>>();
    let onfrom = onabsence.reform(move |key: AttrValue| {
        let from = key.parse().map_or(from, Micros);
        Absence {
            from,
            until: until.filter(|until| *until > from),
        }
    });
    let onuntil = onabsence.reform(move |key: AttrValue| Absence {
        from,
        until: key.parse().ok().map(Micros),
    });
    html! {
        <>
            <Field id="absent-from" label={say.t("console-absence-from")} is_narrow=true>
                <Select
                    id="absent-from"
                    options={starts.into_iter().map(option).collect::<Vec<_>>()}
                    chosen={AttrValue::from(from.0.to_string())}
                    onchoose={onfrom}
                />
            </Field>
            <Field id="absent-until" label={say.t("console-absence-until")} is_narrow=true>
                <Select
                    id="absent-until"
                    options={ends}
                    chosen={until.map_or_else(AttrValue::default, |at| AttrValue::from(at.0.to_string()))}
                    onchoose={onuntil}
                />
            </Field>
        </>
    }
}
