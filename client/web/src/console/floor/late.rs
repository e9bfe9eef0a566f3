//! A party is late: by how much, and what the delay pushes against.

use client_core::view::console::meeting::{Party, knock_on_rows};
use protocol::command::MarkLate;
use protocol::id::{MeetingId, PersonId};
use protocol::query::{DelayEffects, KnockOn};
use protocol::{Answer, Minutes};
use yew::prelude::*;

use crate::console::parts::firm_or_expert;
use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{Banner, ButtonSize, Glyph, Segment, Segmented, Tone};

/// Delays that can be chosen, in minutes; zero takes the delay back.
const DELAYS: [u16; 4] = [0, 5, 10, 15];

#[derive(Properties, PartialEq)]
pub(super) struct LateSectionProps {
    pub(super) meeting: MeetingId,
    pub(super) host: Party,
    pub(super) guest: Party,
    pub(super) is_busy: bool,
}

/// Marks either party late.
#[component]
pub(super) fn LateSection(props: &LateSectionProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let meeting = props.meeting;
    let effects = use_state_eq(|| None::<KnockOn>);
    let onmark = {
        let (live, effects) = (live.clone(), effects.clone());
        Callback::from(move |(party, minutes): (PersonId, u16)| {
            effects.set(None);
            let minutes = Minutes(minutes);
            if live.submit(MarkLate {
                meeting,
                party,
                minutes,
            }) && minutes.0 > 0
            {
                let set = effects.setter();
                live.ask(
                    DelayEffects {
                        meeting,
                        party,
                        minutes,
                    },
                    move |answered| {
                        if let Ok(Answer::KnockOn(effects)) = answered.answer {
                            set.set(Some(effects));
                        }
                    },
                );
            }
        })
    };
    let affected = use_live(
        Changes::STATE.and(Changes::CARDS),
        (*effects).clone(),
        |glance, effects| {
            let effects = effects.as_ref()?;
            Some(knock_on_rows(glance.model, effects).0)
        },
    );
    let line = |party: &Party| {
        let chosen = party.late_minutes.unwrap_or(0);
        let id = party.who.id;
        let mut delays = DELAYS.to_vec();
        if !delays.contains(&chosen) {
            delays.push(chosen);
        }
        let segments = delays
            .into_iter()
            .map(|minutes| Segment {
                key: AttrValue::from(minutes.to_string()),
                label: if minutes == 0 {
                    say.t("console-late-none")
                } else {
                    say.tr("console-cell-late", [("minutes", minutes.into())])
                },
                icon: None,
            })
            .collect::<Vec<_>>();
        let onchoose = onmark.reform(move |key: AttrValue| (id, key.parse().unwrap_or(0)));
        html! {
            <div class="spread">
                <span class="clip">{ firm_or_expert(&live, &party.who) }</span>
                <Segmented
                    label={say.tr("console-late-of", [("name", firm_or_expert(&live, &party.who).into())])}
                    {segments}
                    chosen={AttrValue::from(chosen.to_string())}
                    {onchoose}
                    size={ButtonSize::Small}
                />
            </div>
        }
    };
    html! {
        <section aria-busy={props.is_busy.then_some("true")}>
            <h3>{ say.t("console-late-title") }</h3>
            <div class="stack" data-gap="tight">
                { line(&props.host) }
                { line(&props.guest) }
                if let Some(rows) = affected.as_ref().as_ref().filter(|rows| !rows.is_empty()) {
                    <Banner icon={Glyph::Warning} tone={Tone::Warn} is_boxed=true>
                        { say.tr("console-late-affects", [("count", rows.len().into())]) }
                        <ul>
                            { for rows.iter().map(|row| html! {
                                <li key={row.meeting.to_string()}>
                                    { say.time(row.at.starts_at) }{ " · " }{ &row.at.place }{ " · " }
                                    { say.tr("console-late-lost", [("minutes", row.minutes_lost.0.into())]) }
                                </li>
                            }) }
                        </ul>
                    </Banner>
                }
            </div>
        </section>
    }
}
