//! How far the event has come, how meetings get their time, interpreters and equipment, thresholds of the fill rates, keywords
//! and key figures, and who is on the team.

mod desk;
mod mode;
mod overtaken;
mod resources;
mod sent;
mod stage;
mod vocabulary;

use client_core::view::console::programme::{FillRow, expert_rows, session_rows};
use protocol::command::{ClearThreshold, SetThreshold};
use protocol::{FillObject, Function, Micros, Role, Scope, Threshold};
use yew::prelude::*;

use self::desk::Desk;
use self::mode::Mode;
use self::resources::Resources;
use self::stage::Stage;
use self::vocabulary::{Vocabulary, Which};
use super::parts::disc_of_staff;
use crate::shell::{Changes, Speech, use_handle, use_live, use_speech};
use crate::ui::{
    Avatar, Chip, EmptyState, Glyph, Item, ItemList, Panel, Select, SelectOption, Tone,
};

/// Thresholds that can be chosen; zero stands for none.
const PERCENTS: [u8; 10] = [0, 20, 30, 40, 50, 60, 70, 80, 90, 100];

/// Settings that matter while the event runs.
#[component]
pub(super) fn SettingsPage() -> Html {
    let say = use_speech();
    html! {
        <>
            <div class="stage-head"><h1>{ say.t("console-nav-settings") }</h1></div>
            <div class="room">
                <div class="col"><Stage /><Thresholds is_experts=false /><Vocabulary which={Which::Topics} /></div>
                <div class="col"><Thresholds is_experts=true /><Vocabulary which={Which::Others} /></div>
                <div class="col"><Mode /><Resources /><Team /><Desk /><Vocabulary which={Which::Import} /></div>
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ThresholdsProps {
    is_experts: bool,
}

#[component]
fn Thresholds(props: &ThresholdsProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let parts = Changes::STATE.and(Changes::CARDS);
    let seen = use_live(parts, props.is_experts, |glance, is_experts| {
        let now = glance.event_now();
        let rows = if *is_experts {
            expert_rows(glance.model, now)
        } else {
            session_rows(glance.model, now)
        };
        let mut rows: Vec<Line> = rows.into_iter().map(Line::from).collect();
        rows.sort_by(|a, b| a.name.cmp(&b.name));
        (rows, glance.model.may(Function::Alerts))
    });
    let (rows, may_act) = &*seen;
    let title = say.t(if props.is_experts {
        "console-thresholds-experts"
    } else {
        "console-thresholds-sessions"
    });
    html! {
        <Panel {title}>
            if rows.is_empty() {
                <EmptyState icon={Glyph::Report} title={say.t("console-fill-none")} />
            } else {
                <ItemList>
                    { for rows.iter().map(|line| {
                        let onchoose = {
                            let (live, object) = (live.clone(), line.object);
                            Callback::from(move |key: AttrValue| match key.parse::<u8>() {
                                Ok(0) | Err(_) => { live.submit(ClearThreshold { object }); }
                                Ok(percent) => {
                                    let from: Micros = live.event_now();
                                    let threshold = Threshold { object, percent, from };
                                    live.submit(SetThreshold { threshold });
                                }
                            })
                        };
                        threshold_line(line, *may_act, onchoose, &say)
                    }) }
                </ItemList>
            }
        </Panel>
    }
}

#[derive(Clone, PartialEq)]
struct Line {
    object: FillObject,
    key: String,
    name: String,
    percent: Option<u8>,
}

impl From<FillRow> for Line {
    fn from(row: FillRow) -> Self {
        Self {
            object: row.object,
            key: match row.object {
                FillObject::Event => "event".to_owned(),
                FillObject::Session(id) => id.to_string(),
                FillObject::Expert(id) => id.to_string(),
            },
            name: row.name,
            percent: row.threshold.map(|(percent, _)| percent),
        }
    }
}

fn threshold_line(line: &Line, may_act: bool, onchoose: Callback<AttrValue>, say: &Speech) -> Html {
    let chosen = line.percent.unwrap_or(0);
    let label = |percent: u8| {
        if percent == 0 {
            say.t("console-threshold-none")
        } else {
            say.percent(percent)
        }
    };
    let mut percents = PERCENTS.to_vec();
    if !percents.contains(&chosen) {
        percents.push(chosen);
        percents.sort_unstable();
    }
    let options = percents
        .into_iter()
        .map(|percent| SelectOption {
            key: AttrValue::from(percent.to_string()),
            label: label(percent),
        })
        .collect::<Vec<_>>();
    let end = if may_act {
        html! {
            <Select
                id={format!("threshold-{}", line.key)}
                label={say.tr("console-threshold-of", [("name", (&line.name).into())])}
                {options}
                chosen={AttrValue::from(chosen.to_string())}
                {onchoose}
            />
        }
    } else {
        html! { <span class="figures">{ label(chosen) }</span> }
    };
    html! {
        <Item key={line.key.clone()} {end}>
            <p class="title clip" title={line.name.clone()}>{ &line.name }</p>
        </Item>
    }
}

#[component]
fn Team() -> Html {
    let say = use_speech();
    let parts = Changes::STATE.and(Changes::CARDS).and(Changes::PRESENCE);
    let team = use_live(parts, (), |glance, ()| {
        let here = glance.model.presence().team();
        let mut rows: Vec<_> = glance
            .model
            .state()
            .staff()
            .map(|staff| {
                let name = glance.model.cards().staff(staff.id).to_owned();
                let is_here = here.iter().any(|member| member.staff == staff.id);
                (name, staff.id, role(&staff.role), is_here)
            })
            .collect();
        rows.sort();
        rows
    });
    // Who may not see the team is shown no empty list of it.
    if team.is_empty() {
        return Html::default();
    }
    html! {
        <Panel title={say.t("console-team-title")} count={team.len()}>
            <ItemList>
                { for team.iter().map(|(name, id, role, is_here)| html! {
                    <Item
                        key={id.to_string()}
                        lead={html! { <Avatar person={disc_of_staff(*id, name)} is_decoration=true /> }}
                        end={if *is_here {
                            html! { <Chip tone={Tone::Live} icon={Glyph::Online}>{ say.t("console-team-here") }</Chip> }
                        } else {
                            Html::default()
                        }}
                    >
                        <p class="title">{ name }</p>
                        <p class="sub">{ say.t(role) }</p>
                    </Item>
                }) }
            </ItemList>
        </Panel>
    }
}

const fn role(role: &Role) -> &'static str {
    match role {
        Role::Main => "console-role-main",
        Role::Secondary {
            scope: Scope::All, ..
        } => "console-role-secondary",
        Role::Secondary {
            scope: Scope::Organisations(_),
            ..
        } => "console-role-scoped",
        Role::Door => "console-role-door",
        Role::Screen => "console-role-screen",
    }
}
