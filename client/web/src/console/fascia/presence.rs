//! Who of the team is here, and what the busiest colleague does.

use client_core::view::console::team::{FocusRow, TeamRow, team_rows};
use yew::prelude::*;

use crate::console::parts::disc_of_staff;
use crate::shell::{Changes, use_live, use_speech};
use crate::ui::Avatars;

/// The discs of the colleagues who are connected.
#[component]
pub(super) fn TeamPresence() -> Html {
    let say = use_speech();
    let parts = Changes::PRESENCE.and(Changes::CARDS).and(Changes::STATE);
    let team = use_live(parts, (), |glance, ()| {
        let mut rows = team_rows(glance.model, glance.event_now());
        rows.retain(|row| !row.is_me);
        // Since when somebody is here does not matter, and would change all the time.
        for row in &mut rows {
            row.since = protocol::Micros(0);
        }
        rows
    });
    if team.is_empty() {
        return Html::default();
    }
    let people = team
        .iter()
        .map(|row| disc_of_staff(row.staff, &row.name))
        .collect::<Vec<_>>();
    let doing = team.iter().find_map(|row| Some((row, row.focus.as_ref()?)));
    let what = |focus: &FocusRow| match focus {
        FocusRow::At(at) => {
            let (place, time) = (&at.place, say.time(at.starts_at));
            say.tr(
                "console-presence-at",
                [("place", place.into()), ("time", time.into())],
            )
        }
        FocusRow::On(who) => say.tr("console-presence-on", [("person", (&who.name).into())]),
    };
    html! {
        <div class="presence">
            <Avatars {people} n_shown_max=3 label={say.t("console-presence-label")} />
            if let Some((TeamRow { name, .. }, focus)) = doing {
                <span class="doing">
                    <b>{ name }</b>{ " " }{ say.t("console-presence-works") }<br />{ what(focus) }
                </span>
            }
        </div>
    }
}
