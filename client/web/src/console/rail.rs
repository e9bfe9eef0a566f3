//! The ways between the console's pages, with what waits there.

use client_core::view::console::control_room::alert_rows;
use yew::prelude::*;

use super::route::Route;
use crate::shell::{Changes, go_to, use_live, use_speech};
use crate::ui::{NavBar, NavItem, NavPlace, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct RailProps {
    pub(super) route: Route,
}

/// The rail.
#[component]
pub(super) fn Rail(props: &RailProps) -> Html {
    let say = use_speech();
    let n_alerts = *use_live(Changes::STATE, (), |glance, ()| {
        let rows = alert_rows(glance.model);
        rows.iter().filter(|row| row.acknowledged.is_none()).count()
    });
    let n_conflicts = *use_live(Changes::CONFLICTS, (), |glance, ()| {
        glance.model.conflicts().len()
    });
    let plans = *use_live(Changes::STATE, (), |glance, ()| {
        !glance.model.is_loaded() || glance.model.may_plan()
    });
    let items = Route::WAYS
        .into_iter()
        .filter(|way| plans || *way != Route::Plan)
        .map(|way| NavItem {
            key: AttrValue::Static(way.name()),
            label: say.t(&format!("console-nav-{}", way.name())),
            icon: way.glyph(),
            href: AttrValue::from(format!("#{}", way.path())),
            waiting: match way {
                Route::Room => Some((
                    n_alerts,
                    Tone::Crit,
                    say.tr("console-nav-alerts", [("count", n_alerts.into())]),
                )),
                Route::Floor => Some((
                    n_conflicts,
                    Tone::Warn,
                    say.tr("console-nav-conflicts", [("count", n_conflicts.into())]),
                )),
                Route::People(_)
                | Route::Programme
                | Route::Plan
                | Route::Messages
                | Route::Letters(_)
                | Route::Conversations(_)
                | Route::Site(_)
                | Route::Settings => None,
            },
            is_last: way == Route::Settings,
        })
        .collect::<Vec<_>>();
    let current = Route::WAYS
        .into_iter()
        .find(|way| props.route.is_below(*way))
        .map_or("", Route::name);
    let ongo = Callback::from(|name: AttrValue| {
        if let Some(way) = Route::WAYS
            .into_iter()
            .find(|way| way.name() == name.as_str())
        {
            go_to(&way.path());
        }
    });
    html! {
        <NavBar
            label={say.t("console-nav-label")}
            place={NavPlace::Rail}
            {items}
            current={AttrValue::Static(current)}
            {ongo}
        />
    }
}
