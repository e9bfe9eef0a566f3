//! The programme: sessions with their seats, opening, closing and calling off.

use client_core::view::console::programme::{SessionRow, programme};
use client_core::view::moment::Moment;
use client_core::words::small;
use protocol::command::{CancelSession, CloseSession, OpenSession};
use protocol::{Function, SessionStatus};
use yew::prelude::*;

use super::parts::parts_of;
use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{
    Button, ButtonGroup, ButtonKind, ButtonSize, Chip, Dialog, EmptyState, Glyph, Meter, Tone,
};

/// Sessions in order of time.
#[component]
pub(super) fn ProgrammePage() -> Html {
    let say = use_speech();
    let parts = Changes::STATE
        .and(Changes::CARDS)
        .and(Changes::PENDING)
        .and(Changes::CLOCK);
    let rows = use_live(parts, (), |glance, ()| {
        programme(glance.model, glance.event_now())
    });
    html! {
        <>
            <div class="stage-head"><h1>{ say.t("console-nav-programme") }</h1></div>
            <div class="room">
                if rows.is_empty() {
                    <div class="tiles">
                        <EmptyState icon={Glyph::Programme} title={say.t("console-programme-none")} />
                    </div>
                }
                { for rows.iter().map(|row| html! {
                    <div class="col" key={row.id.to_string()}><SessionPanel row={row.clone()} /></div>
                }) }
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SessionPanelProps {
    row: SessionRow,
}

#[component]
fn SessionPanel(props: &SessionPanelProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let row = &props.row;
    let session = row.id;
    let is_asking = use_state_eq(|| false);
    let may = *use_live(Changes::STATE, (), |glance, ()| {
        glance.model.may(Function::Programme)
    });
    let (tone, icon) = match row.status {
        SessionStatus::Planned => (Tone::Neutral, Glyph::Planned),
        SessionStatus::Open => (Tone::Live, Glyph::CheckCircle),
        SessionStatus::ClosedFull => (Tone::Warn, Glyph::People),
        SessionStatus::ClosedManually => (Tone::Neutral, Glyph::Lock),
        SessionStatus::Cancelled => (Tone::Crit, Glyph::Cross),
    };
    let toggle = {
        let live = live.clone();
        let is_open = row.status == SessionStatus::Open;
        Callback::from(move |_: MouseEvent| {
            if is_open {
                live.submit(CloseSession { session });
            } else {
                live.submit(OpenSession { session });
            }
        })
    };
    let ask = |to: bool| {
        let is_asking = is_asking.clone();
        Callback::from(move |()| is_asking.set(to))
    };
    let cancel = {
        let (live, close) = (live.clone(), ask(false));
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            live.submit(CancelSession { session });
        })
    };
    let can_change = may && row.status != SessionStatus::Cancelled && row.moment != Moment::Past;
    let when = AttrValue::from(format!(
        "{} · {} – {}",
        say.day_short(row.starts_at),
        say.time(row.starts_at),
        say.time(row.ends_at)
    ));
    let place = AttrValue::from(row.place.clone());
    let footer = can_change.then(|| html! {
        <ButtonGroup>
            <Button size={ButtonSize::Small} icon={if row.status == SessionStatus::Open { Glyph::Lock } else { Glyph::Play }} onclick={toggle} is_busy={row.is_pending}>
                { say.t(if row.status == SessionStatus::Open { "console-programme-close" } else { "console-programme-open" }) }
            </Button>
            <Button size={ButtonSize::Small} kind={ButtonKind::Soft} tone={Tone::Crit} icon={Glyph::Trash} onclick={ask(true).reform(|_: MouseEvent| ())} is_disabled={row.is_pending}>
                { say.t("console-programme-cancel") }
            </Button>
        </ButtonGroup>
    });
    let status = html! { <Chip {tone} {icon}>{ say.t(small::session_status(row.status)) }</Chip> };
    let seats = say.tr(
        "console-programme-seats",
        [
            ("taken", row.fill.taken.into()),
            ("capacity", row.fill.capacity.into()),
        ],
    );
    let counted = |key: &str, n: u32| {
        if n == 0 {
            AttrValue::default()
        } else {
            say.tr(key, [("count", n.into())])
        }
    };
    html! {
        <section class="panel" aria-label={row.title.clone()}>
            <header><h2 class="clip" title={row.title.clone()}>{ &row.title }</h2></header>
            <div class="body stack" data-gap="tight">
                <p class="spread"><span class="figures strong">{ when }</span>{ status }</p>
                <p class="soft">{ parts_of([place, AttrValue::from(row.speaker.clone())]) }</p>
                <Meter
                    value={f64::from(row.fill.percent) / 100.0}
                    mark={row.fill.threshold.map(|(percent, _)| f64::from(percent) / 100.0)}
                    tone={if row.fill.is_low { Tone::Warn } else { Tone::Neutral }}
                    label={seats.clone()}
                />
                <p class="muted">
                    { parts_of([
                        seats,
                        counted("console-programme-waiting", row.n_waiting),
                        counted("console-programme-attended", row.n_attended),
                        if row.fill.is_low { say.t("console-fill-below") } else { AttrValue::default() },
                    ]) }
                </p>
            </div>
            if let Some(footer) = footer {
                <footer>{ footer }</footer>
            }
            if *is_asking {
                <Dialog
                    id={format!("cancel-{session}")}
                    title={say.t("console-programme-cancel-title")}
                    lede={AttrValue::from(row.title.clone())}
                    close_label={say.t("console-close")}
                    onclose={ask(false)}
                    footer={html! {
                        <>
                            <Button onclick={ask(false).reform(|_: MouseEvent| ())}>{ say.t("console-keep-it") }</Button>
                            <Button kind={ButtonKind::Danger} icon={Glyph::Trash} onclick={cancel}>
                                { say.t("console-programme-cancel") }
                            </Button>
                        </>
                    }}
                >
                    <p>{ say.tr("console-programme-cancel-text", [("count", row.fill.taken.into())]) }</p>
                </Dialog>
            }
        </section>
    }
}
