//! A meeting beside the floor: who, where, what can be done.

use client_core::view::console::meeting::{MeetingDetail, Party, meeting_detail};
use client_core::view::moment::MeetingPhase;
use client_core::words::small;
use protocol::id::MeetingId;
use protocol::{MeetingStatus, Presence};
use yew::prelude::*;

use super::cancel::CancelDialog;
use super::late::LateSection;
use super::record::RecordSection;
use super::targets::Targets;
use crate::console::parts::{closes_on_escape, disc, parts_of};
use crate::console::route::Route;
use crate::shell::{Changes, Speech, use_live, use_speech};
use crate::ui::{
    Avatar, AvatarSize, Button, ButtonGroup, ButtonKind, Chip, EmptyState, Glyph, IconButton, Tone,
};

#[derive(Properties, PartialEq)]
pub(super) struct MeetingSideProps {
    pub(super) meeting: MeetingId,
    pub(super) onclose: Callback<()>,
    pub(super) onmove: Callback<MeetingId>,
}

/// The panel of a meeting.
#[component]
pub(super) fn MeetingSide(props: &MeetingSideProps) -> Html {
    let say = use_speech();
    let id = props.meeting;
    let is_cancelling = use_state_eq(|| false);
    let parts = Changes::STATE
        .and(Changes::CARDS)
        .and(Changes::PENDING)
        .and(Changes::CLOCK);
    let seen = use_live(parts, id, |glance, id| {
        meeting_detail(glance.model, *id, glance.now)
    });
    let close = props.onclose.reform(|_: MouseEvent| ());
    let onkeydown = closes_on_escape(&props.onclose);
    let Some(seen) = &*seen else {
        return html! {
            <aside class="side" id="side" tabindex="-1" aria-label={say.t("console-meeting-chosen")} onkeydown={onkeydown.clone()}>
                <EmptyState
                    icon={Glyph::Cross}
                    title={say.t("console-meeting-gone")}
                    action={html! { <Button onclick={close}>{ say.t("console-close") }</Button> }}
                />
            </aside>
        };
    };
    let ask = |to: bool| {
        let is_cancelling = is_cancelling.clone();
        Callback::from(move |()| is_cancelling.set(to))
    };
    let (tone, icon) = phase_look(seen.phase);
    let begins = if seen.begins_in >= 0 {
        say.until(seen.begins_in)
    } else {
        say.ago(-seen.begins_in)
    };
    html! {
        <aside class="side" id="side" tabindex="-1" aria-label={say.t("console-meeting-chosen")} onkeydown={onkeydown.clone()}>
            <header>
                <div class="spread">
                    <Chip {tone} {icon}>{ status(seen, &say) }</Chip>
                    <IconButton glyph={Glyph::Cross} label={say.t("console-close")} onclick={close} />
                </div>
                <h2>{ say.time(seen.at.starts_at) }{ " – " }{ say.time(seen.at.ends_at) }</h2>
                <p class="soft">
                    { parts_of([AttrValue::from(seen.at.place.clone()), AttrValue::from(seen.at.detail.clone()), begins]) }
                </p>
            </header>
            <section>
                { party(&seen.host, &say) }
                { party(&seen.guest, &say) }
                if seen.lacks_news {
                    <p class="row"><Chip tone={Tone::Warn} icon={Glyph::Warning}>{ say.t("console-meeting-no-news") }</Chip></p>
                }
            </section>
            if seen.can_change {
                <section>
                    <h3>{ say.t("console-meeting-move-title") }</h3>
                    <ButtonGroup>
                        <Button icon={Glyph::Move} is_busy={seen.is_pending} onclick={props.onmove.reform(move |_: MouseEvent| id)}>
                            { say.t("console-meeting-move") }
                        </Button>
                    </ButtonGroup>
                </section>
                <Targets meeting={id} from={seen.at.spot} />
                <LateSection meeting={id} host={seen.host.clone()} guest={seen.guest.clone()} is_busy={seen.is_pending} />
            }
            if seen.can_record {
                <RecordSection meeting={id} status={seen.status.clone()} is_busy={seen.is_pending} />
            }
            <section>
                <h3>{ say.t("console-meeting-history") }</h3>
                <ul class="history">
                    <li>
                        { if seen.touched.0.is_empty() {
                            say.tr("console-meeting-touched", [("time", say.time(seen.touched.1).into())])
                        } else {
                            say.tr("console-meeting-touched-by", [
                                ("name", (&seen.touched.0).into()),
                                ("time", say.time(seen.touched.1).into()),
                            ])
                        } }
                    </li>
                </ul>
            </section>
            if seen.can_change {
                <footer class="btn-group" data-block="">
                    <Button
                        kind={ButtonKind::Soft}
                        tone={Tone::Crit}
                        icon={Glyph::Trash}
                        is_disabled={seen.is_pending}
                        onclick={ask(true).reform(|_: MouseEvent| ())}
                    >
                        { say.t("console-meeting-cancel") }
                    </Button>
                </footer>
            }
            if *is_cancelling {
                <CancelDialog meeting={id} host={seen.host.who.clone()} guest={seen.guest.who.clone()} onclose={ask(false)} />
            }
        </aside>
    }
}

fn status(seen: &MeetingDetail, say: &Speech) -> AttrValue {
    match &seen.status {
        MeetingStatus::Cancelled { reason } => say.t(small::cancel_reason(*reason)),
        MeetingStatus::NotHeld { missing } => say.t(small::missing(*missing)),
        MeetingStatus::Planned | MeetingStatus::Held => say.t(small::phase(seen.phase)),
    }
}

const fn phase_look(phase: MeetingPhase) -> (Tone, Glyph) {
    match phase {
        MeetingPhase::Planned => (Tone::Neutral, Glyph::Planned),
        MeetingPhase::Running => (Tone::Live, Glyph::Running),
        MeetingPhase::Unrecorded => (Tone::Warn, Glyph::Info),
        MeetingPhase::Held => (Tone::Neutral, Glyph::Check),
        MeetingPhase::NotHeld | MeetingPhase::Cancelled => (Tone::Crit, Glyph::Cross),
    }
}

fn party(party: &Party, say: &Speech) -> Html {
    let (tone, icon, label) = match (party.late_minutes, party.presence) {
        (Some(minutes), _) => (
            Tone::Warn,
            Glyph::Late,
            say.tr("console-late-minutes", [("minutes", minutes.into())]),
        ),
        (None, Presence::Present) => (Tone::Live, Glyph::Present, say.t("presence-present")),
        (None, Presence::Expected) => (Tone::Warn, Glyph::Clock, say.t("presence-expected")),
        (None, Presence::Gone) => (Tone::Neutral, Glyph::Exit, say.t("presence-gone")),
    };
    let who = &party.who;
    html! {
        <div class="party">
            <Avatar person={disc(who)} size={AvatarSize::Large} is_decoration=true />
            <a class="strong clip" href={format!("#{}", Route::People(Some(who.id)).path())}>{ &who.name }</a>
            <span class="sub clip">{ parts_of([who.company.as_str(), who.detail.as_str()]) }</span>
            <Chip {tone} {icon}>{ label }</Chip>
        </div>
    }
}
