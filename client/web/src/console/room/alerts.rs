//! What the team must know, most urgent first.

use client_core::view::console::control_room::AlertRow;
use client_core::words::alert;
use protocol::command::AcknowledgeAlert;
use protocol::{Alert, AlertKey, FillObject, Function, Micros};
use yew::prelude::*;

use crate::console::route::Route;
use crate::shell::{Changes, Speech, go_to, use_handle, use_live, use_speech};
use crate::ui::{
    Button, ButtonKind, ButtonSize, EmptyState, Glyph, Icon, IconButton, Item, ItemList, Panel,
    Tone,
};

/// An alert that stands for longer than half a day was there before this one began.
const NEWS_MINUTES: i64 = 12 * 60;

#[derive(Properties, PartialEq)]
pub(super) struct AlertsProps {
    pub(super) rows: Vec<AlertRow>,
    pub(super) now: Micros,
}

/// The alerts, each with what can be done.
#[component]
pub(super) fn Alerts(props: &AlertsProps) -> Html {
    let say = use_speech();
    let n_open = props
        .rows
        .iter()
        .filter(|row| row.acknowledged.is_none())
        .count();
    html! {
        <Panel
            title={say.t("console-alerts-title")}
            count={(n_open > 0).then_some(n_open)}
            count_tone={Tone::Crit}
        >
            if props.rows.is_empty() {
                <EmptyState
                    icon={Glyph::CheckCircle}
                    tone={Tone::Live}
                    title={say.t("console-alerts-none")}
                    text={say.t("console-alerts-none-text")}
                />
            } else {
                <ItemList>
                    { for props.rows.iter().map(|row| html! {
                        <AlertItem
                            key={format!("{:?}", row.key)}
                            row={row.clone()}
                            minutes={props.now.since(row.raised_at).max(0) / 60_000_000}
                        />
                    }) }
                </ItemList>
            }
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
struct AlertItemProps {
    row: AlertRow,
    /// How long it stands, in whole minutes.
    minutes: i64,
}

#[component]
fn AlertItem(props: &AlertItemProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let row = &props.row;
    let key = row.key;
    let title = use_live(Changes::CARDS, key, |glance, key| {
        alert::title(*key, glance.model)
    });
    let may_act = *use_live(Changes::STATE, (), |glance, ()| {
        glance.model.may(Function::Alerts)
    });
    let is_open = row.acknowledged.is_none();
    let (glyph, tone) = look(key, is_open);
    let acknowledge = Callback::from(move |_: MouseEvent| {
        live.submit(AcknowledgeAlert { key });
    });
    let end = if !is_open || !may_act {
        Html::default()
    } else if let Some((words, way)) = remedy(key) {
        let onremedy = Callback::from(move |_: MouseEvent| go_to(&way));
        html! {
            <>
                <Button size={ButtonSize::Small} kind={ButtonKind::Primary} onclick={onremedy}>
                    { say.t(words) }
                </Button>
                <IconButton
                    size={ButtonSize::Small}
                    glyph={Glyph::Check}
                    label={say.t("console-alert-acknowledge")}
                    onclick={acknowledge}
                    is_disabled={row.is_pending}
                />
            </>
        }
    } else {
        html! {
            <Button size={ButtonSize::Small} onclick={acknowledge} is_busy={row.is_pending}>
                { say.t("console-alert-acknowledge") }
            </Button>
        }
    };
    html! {
        <Item {tone} lead={html! { <Icon {glyph} /> }} {end}>
            if is_open {
                <p class="title">{ say.message(&title) }</p>
            } else {
                <p class="title soft">{ say.message(&title) }</p>
            }
            <p class="sub">{ detail(&say, row, props.minutes) }</p>
        </Item>
    }
}

/// What helps where acknowledging does not: what it is called, and where it is.
fn remedy(key: AlertKey) -> Option<(&'static str, String)> {
    match key {
        AlertKey::ExpertAbsent(expert) => {
            Some(("console-alert-replace", format!("/floor?absent={expert}")))
        }
        // What he has, what he may have, and the choice among those who asked.
        AlertKey::ExpertOverbooked(expert) => {
            let way = Route::People(Some(expert)).path();
            Some(("console-alert-choose", way))
        }
        AlertKey::FillLow(_) | AlertKey::RoomNearlyFull(_) | AlertKey::RoomOverfull(_) => None,
    }
}

const fn look(key: AlertKey, is_open: bool) -> (Glyph, Tone) {
    if !is_open {
        return (Glyph::CheckCircle, Tone::Neutral);
    }
    match key {
        AlertKey::RoomOverfull(_) => (Glyph::Critical, Tone::Crit),
        AlertKey::ExpertAbsent(_) => (Glyph::Absent, Tone::Crit),
        AlertKey::RoomNearlyFull(_)
        | AlertKey::ExpertOverbooked(_)
        | AlertKey::FillLow(FillObject::Event | FillObject::Session(_) | FillObject::Expert(_)) => {
            (Glyph::Warning, Tone::Warn)
        }
    }
}

fn detail(say: &Speech, row: &AlertRow, minutes: i64) -> String {
    if let Some((name, at)) = &row.acknowledged {
        let args = [("name", name.into()), ("time", say.time(*at).into())];
        return say.tr("console-alert-acknowledged-by", args).to_string();
    }
    let measured = Alert {
        key: row.key,
        value: row.value,
        limit: row.limit,
        raised_at: row.raised_at,
        acknowledged: None,
    };
    // What stood before the doors opened is not news of today: its age would only distract.
    let since = if minutes < NEWS_MINUTES {
        let length = say.length(minutes * 60_000_000);
        say.tr("console-alert-since", [("length", length.into())])
    } else {
        AttrValue::default()
    };
    crate::console::parts::parts_of([say.message(&alert::detail(&measured)), since])
}
