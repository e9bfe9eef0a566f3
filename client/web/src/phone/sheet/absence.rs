//! "I am not available": an expert's own report. The organiser settles the meetings that it hits.

use client_core::view::days::{day_at, days};
use client_core::view::phone;
use protocol::command::DeclareExpertAbsent;
use protocol::id::PersonId;
use protocol::{Absence, List, MeetingStatus, Micros, Minutes};
use yew::prelude::*;

use super::{NeedsNetwork, SheetKind};
use crate::phone::line::use_is_up;
use crate::shell::{Changes, Glance, use_handle, use_live, use_speech};
use crate::ui::{Banner, Button, ButtonKind, ButtonSize, Choice, Glyph, Sheet, Tone};

/// How long an absence lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lasts {
    OneHour,
    TwoHours,
    Today,
    ToTheEnd,
}

impl Lasts {
    const ALL: [Self; 4] = [Self::OneHour, Self::TwoHours, Self::Today, Self::ToTheEnd];

    const fn key(self) -> &'static str {
        match self {
            Self::OneHour => "phone-absence-1h",
            Self::TwoHours => "phone-absence-2h",
            Self::Today => "phone-absence-today",
            Self::ToTheEnd => "phone-absence-end",
        }
    }

    fn until(self, now: Micros, day_ends_at: Option<Micros>) -> Option<Micros> {
        match self {
            Self::OneHour => Some(now + Minutes(60)),
            Self::TwoHours => Some(now + Minutes(120)),
            Self::Today => day_ends_at.filter(|end| *end > now),
            Self::ToTheEnd => None,
        }
    }
}

/// What an absence would hit.
#[derive(Clone, Debug, PartialEq)]
struct Stakes {
    me: PersonId,
    day_ends_at: Option<Micros>,
    /// When each meeting to come begins.
    starts: Vec<Micros>,
}

fn stakes(glance: &Glance<'_>) -> Option<Stakes> {
    let me = phone::me(glance.model)?;
    let state = glance.model.state();
    let now = glance.event_now();
    let planned = state
        .standing_meetings_of(me)
        .filter(|meeting| meeting.status == MeetingStatus::Planned);
    let starts = planned
        .filter_map(|meeting| state.slot(meeting.spot.slot))
        .filter(|slot| slot.ends_at > now)
        .map(|slot| slot.starts_at);
    Some(Stakes {
        me,
        day_ends_at: day_at(&days(state), now).map(|day| day.ends_at),
        starts: starts.collect(),
    })
}

/// What the sheet is given.
#[derive(Properties, PartialEq)]
pub struct AbsenceSheetProps {
    /// Opens another sheet, or none.
    pub onsheet: Callback<Option<SheetKind>>,
}

/// Reports an expert's absence from now on.
#[component]
pub fn AbsenceSheet(props: &AbsenceSheetProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let lasts = use_state_eq(|| Lasts::Today);
    let stakes = use_live(Changes::STATE.and(Changes::CLOCK), (), |glance, ()| {
        stakes(glance)
    });
    let is_up = use_is_up();
    let Some(stakes) = &*stakes else {
        return Html::default();
    };
    let onclose = props.onsheet.reform(|()| None);
    let until = lasts.until(live.event_now(), stakes.day_ends_at);
    let n_hit = stakes
        .starts
        .iter()
        .filter(|starts| until.is_none_or(|until| **starts < until))
        .count();
    let report = {
        let (onclose, lasts) = (onclose.clone(), *lasts);
        let (expert, day_ends_at) = (stakes.me, stakes.day_ends_at);
        Callback::from(move |_: MouseEvent| {
            let from = live.event_now();
            let absence = Absence {
                from,
                until: lasts.until(from, day_ends_at),
            };
            // The plan stays empty: it is the organiser who settles the meetings.
            let plan = List::default();
            if live.submit(DeclareExpertAbsent {
                expert,
                absence,
                plan,
            }) {
                onclose.emit(());
            }
        })
    };
    let footer = html! {
        <>
            <Button size={ButtonSize::Large} onclick={onclose.reform(|_: MouseEvent| ())}>
                { say.t("phone-back") }
            </Button>
            <Button
                size={ButtonSize::Large}
                kind={ButtonKind::Danger}
                is_disabled={!is_up}
                onclick={report}
            >
                { say.t("phone-absence-do") }
            </Button>
        </>
    };
    html! {
        <Sheet
            id="absence"
            title={say.t("phone-absence-title")}
            lede={say.t("phone-absence-lede")}
            {footer}
            close_label={say.t("phone-close")}
            {onclose}
        >
            <fieldset class="stack" data-gap="tight">
                <legend class="sr-only">{ say.t("phone-absence-how-long") }</legend>
                { for Lasts::ALL.map(|choice| {
                    let lasts = lasts.clone();
                    html! {
                        <Choice
                            key={choice.key()}
                            name="lasts"
                            is_chosen={*lasts == choice}
                            onchoose={Callback::from(move |()| lasts.set(choice))}
                        >
                            { say.t(choice.key()) }
                        </Choice>
                    }
                }) }
                <Banner icon={Glyph::Info} tone={Tone::Accent} is_boxed=true>
                    { say.tr("phone-absence-hits", [("count", n_hit.into())]) }
                </Banner>
                if !is_up {
                    <NeedsNetwork />
                }
            </fieldset>
        </Sheet>
    }
}
