//! One person: where they are, what they have, and checking them in or out.

use client_core::view::agenda::{AgendaItem, AgendaWhat};
use client_core::view::console::agenda::person_agenda;
use client_core::view::moment::Moment;
use client_core::words::small;
use protocol::command::{CheckIn, CheckOut, DeclareExpertBack};
use protocol::id::PersonId;
use protocol::message::Focused;
use protocol::{Function, Gate, Presence};
use yew::prelude::*;

use super::limit::LimitSection;
use super::needs::NeedsSection;
use crate::console::parts::{closes_on_escape, disc, firm, parts_of};
use crate::shell::{Changes, Speech, go_to, use_handle, use_live, use_speech};
use crate::ui::{
    Avatar, AvatarSize, Button, ButtonGroup, ButtonKind, Chip, EmptyState, Glyph, IconButton, Tone,
    flag,
};

#[derive(Properties, PartialEq)]
pub(super) struct AgendaPanelProps {
    pub(super) person: PersonId,
    pub(super) onclose: Callback<()>,
}

/// A person's agenda beside the list.
#[component]
pub(super) fn AgendaPanel(props: &AgendaPanelProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let id = props.person;
    {
        // Colleagues see whose agenda is open here.
        let live = live.clone();
        use_effect_with(id, move |id| {
            live.focus(Some(Focused::Person(*id)));
            move || live.focus(None)
        });
    }
    let parts = Changes::STATE
        .and(Changes::CARDS)
        .and(Changes::PENDING)
        .and(Changes::CLOCK);
    let seen = use_live(parts, id, |glance, id| {
        person_agenda(glance.model, *id, glance.now)
    });
    let may = *use_live(Changes::STATE, (), |glance, ()| {
        (
            glance.model.may(Function::Attendance),
            glance.model.may(Function::Experts),
        )
    });
    let close = props.onclose.reform(|_: MouseEvent| ());
    let onkeydown = closes_on_escape(&props.onclose);
    let Some(seen) = &*seen else {
        return html! {
            <aside class="side" id="side" tabindex="-1" aria-label={say.t("console-people-agenda")} onkeydown={onkeydown.clone()}>
                <EmptyState icon={Glyph::Person} title={say.t("console-people-unknown")} />
            </aside>
        };
    };
    let presence = seen
        .attendance
        .as_ref()
        .map_or(Presence::Expected, |row| row.presence);
    let is_present = presence == Presence::Present;
    let onscan = {
        let live = live.clone();
        Callback::from(move |_: MouseEvent| {
            let gate = Gate::Event;
            if is_present {
                live.submit(CheckOut { person: id, gate });
            } else {
                live.submit(CheckIn { person: id, gate });
            }
        })
    };
    let onback = Callback::from(move |_: MouseEvent| {
        live.submit(DeclareExpertBack { expert: id });
    });
    let onabsent = Callback::from(move |_: MouseEvent| go_to(&format!("/floor?absent={id}")));
    let load = seen.load.map(|(taken, max)| {
        say.tr(
            "console-people-load",
            [("taken", taken.into()), ("max", max.into())],
        )
    });
    let free = say.tr("console-people-free", [("count", seen.n_free_slots.into())]);
    html! {
        <aside class="side" id="side" tabindex="-1" aria-label={say.t("console-people-agenda")} onkeydown={onkeydown.clone()}>
            <header>
                <div class="spread">
                    <Chip tone={if is_present { Tone::Live } else { Tone::Neutral }} icon={if is_present { Glyph::Present } else { Glyph::Clock }}>
                        { say.t(small::presence(presence)) }
                    </Chip>
                    <IconButton glyph={Glyph::Cross} label={say.t("console-close")} onclick={close} />
                </div>
                <div class="party">
                    <Avatar person={disc(&seen.who)} size={AvatarSize::Large} is_decoration=true />
                    <h2 class="clip" title={seen.who.name.clone()}>{ &seen.who.name }</h2>
                    <span class="sub clip">
                        { parts_of([seen.who.company.as_str(), seen.who.detail.as_str()]) }
                    </span>
                </div>
                <p class="soft">{ parts_of(load.into_iter().chain([free])) }</p>
            </header>
            if seen.is_withdrawn {
                <section><Chip tone={Tone::Crit} icon={Glyph::Exit}>{ say.t("console-people-withdrawn") }</Chip></section>
            } else {
                <section>
                    <ButtonGroup>
                        if may.0 {
                            <Button icon={if is_present { Glyph::Exit } else { Glyph::Present }} onclick={onscan} is_busy={seen.is_pending}>
                                { say.t(if is_present { "console-people-check-out" } else { "console-people-check-in" }) }
                            </Button>
                        }
                        if seen.is_expert && may.1 {
                            if seen.absence.is_some() {
                                <Button icon={Glyph::Undo} onclick={onback} is_busy={seen.is_pending}>{ say.t("console-people-back") }</Button>
                            } else {
                                <Button kind={ButtonKind::Soft} tone={Tone::Crit} icon={Glyph::Absent} onclick={onabsent}>
                                    { say.t("console-absence-open") }
                                </Button>
                            }
                        }
                    </ButtonGroup>
                </section>
            }
            <NeedsSection person={id} />
            <LimitSection expert={id} />
            <section>
                <h3>{ say.t("console-people-agenda") }</h3>
                if seen.items.is_empty() {
                    <EmptyState icon={Glyph::Agenda} title={say.t("console-agenda-none")} />
                } else {
                    <ul class="plan">{ for seen.items.iter().map(|item| line(item, &say)) }</ul>
                }
            </section>
            if !seen.cancelled.is_empty() {
                <section>
                    <h3>{ say.t("console-agenda-cancelled") }</h3>
                    <ul class="history">
                        { for seen.cancelled.iter().map(|one| html! {
                            <li key={one.id.to_string()}>
                                <s>{ say.time(one.at.starts_at) }{ " · " }{ firm(&one.with) }</s>
                            </li>
                        }) }
                    </ul>
                </section>
            }
        </aside>
    }
}

fn line(item: &AgendaItem, say: &Speech) -> Html {
    let (title, detail, chip) = match &item.what {
        AgendaWhat::Meeting {
            with,
            at,
            phase,
            my_delay,
            their_delay,
            ..
        } => {
            let late = my_delay.or(*their_delay);
            let chip = match late {
                Some(minutes) => html! {
                    <Chip tone={Tone::Warn} icon={Glyph::Late}>
                        { say.tr("console-late-minutes", [("minutes", minutes.into())]) }
                    </Chip>
                },
                None => html! { <Chip>{ say.t(small::phase(*phase)) }</Chip> },
            };
            (
                firm(with).to_string(),
                parts_of([with.name.as_str(), at.place.as_str()]),
                chip,
            )
        }
        AgendaWhat::Hold {
            with,
            at,
            expires_at,
            ..
        } => (
            firm(with).to_string(),
            at.place.clone(),
            html! {
                <Chip tone={Tone::Pledge} icon={Glyph::Hourglass}>
                    { say.tr("console-until-time", [("time", say.time(*expires_at).into())]) }
                </Chip>
            },
        ),
        AgendaWhat::Offer {
            with,
            at,
            expires_at,
            ..
        } => (
            firm(with).to_string(),
            at.place.clone(),
            html! {
                <Chip tone={Tone::Pledge} icon={Glyph::Offer}>
                    { say.tr("console-until-time", [("time", say.time(*expires_at).into())]) }
                </Chip>
            },
        ),
        AgendaWhat::Session {
            title,
            place,
            attended,
            ..
        } => (
            title.clone(),
            place.clone(),
            if *attended {
                html! { <Chip icon={Glyph::Check}>{ say.t("console-agenda-attended") }</Chip> }
            } else {
                html! { <Chip icon={Glyph::Announce}>{ say.t("console-agenda-session") }</Chip> }
            },
        ),
        AgendaWhat::Gap { n_slots } => (
            say.tr("console-agenda-free", [("count", (*n_slots).into())])
                .to_string(),
            String::new(),
            Html::default(),
        ),
    };
    let is_now = item.moment == Moment::Now;
    html! {
        <li
            key={format!("{:?}", (item.starts_at, item.ends_at))}
            aria-current={is_now.then_some("time")}
            data-past={flag(item.moment == Moment::Past)}
            aria-busy={item.is_pending.then_some("true")}
        >
            <span class="at">{ say.time(item.starts_at) }</span>
            <span class="spread">
                <span class="strong clip" title={title.clone()}>{ title }</span>
                { chip }
            </span>
            if !detail.is_empty() {
                <span class="why">{ detail }</span>
            }
        </li>
    }
}
