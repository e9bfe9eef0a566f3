//! Four figures that can be read from the other end of the room.

use client_core::view::console::figures::{
    AttendanceFigures, FillFigure, MeetingFigures, VacancyFigures,
};
use protocol::Micros;
use yew::prelude::*;

use crate::shell::{go_to, use_speech};
use crate::ui::{Glyph, Tile, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct TilesProps {
    pub(super) meetings: MeetingFigures,
    pub(super) attendance: AttendanceFigures,
    pub(super) vacancies: VacancyFigures,
    pub(super) fill: Option<FillFigure>,
    /// In whole minutes, so that the tiles are not drawn each second.
    pub(super) now: Micros,
}

/// The four tiles.
#[component]
pub(super) fn Tiles(props: &TilesProps) -> Html {
    let say = use_speech();
    let to = |path: &'static str| Callback::from(move |_: MouseEvent| go_to(path));
    let counted = |key: &str, n: u32| (n > 0).then(|| say.tr(key, [("count", n.into())]));
    let TilesProps {
        meetings,
        attendance,
        vacancies,
        fill,
        now,
    } = props;
    let running = [
        counted("console-tile-late", meetings.n_late),
        counted("console-tile-without-news", meetings.n_without_news),
        counted("console-tile-unrecorded", meetings.n_unrecorded),
    ];
    let present = [
        attendance.in_ten_minutes.filter(|n| *n != 0).map(|n| {
            let signed = if n < 0 {
                format!("−{}", -n)
            } else {
                format!("+{n}")
            };
            say.tr("console-tile-trend", [("n", signed.into())])
        }),
        Some(say.percent(attendance.percent)),
    ];
    let freed = [
        counted("console-tile-offered", vacancies.n_offered),
        counted("console-tile-filled", vacancies.n_filled),
    ];
    let rate = fill.map(|fill| {
        [
            fill.threshold_percent.map(|percent| {
                say.tr(
                    "console-tile-goal",
                    [("percent", say.percent(percent).into())],
                )
            }),
            fill.since
                .filter(|(at, change)| *change != 0 && is_today(*at, *now))
                .map(|(at, change)| {
                    let points = say.tenths(change);
                    say.tr(
                        "console-tile-points",
                        [("n", points.into()), ("time", say.time(at).into())],
                    )
                }),
        ]
    });
    let is_below = fill.is_some_and(|fill| {
        fill.threshold_percent
            .is_some_and(|goal| fill.percent < u32::from(goal))
    });
    html! {
        <div class="tiles">
            <Tile
                label={say.t("console-tile-running")}
                figure={say.number(meetings.n_running)}
                unit={say.tr("console-tile-of-tables", [("count", meetings.n_tables.into())])}
                icon={Glyph::Running}
                tone={Tone::Live}
                remarks={running.into_iter().flatten().collect::<Vec<_>>()}
                onclick={to("/floor")}
            />
            <Tile
                label={say.t("console-tile-present")}
                figure={say.number(attendance.n_present)}
                unit={say.tr("console-tile-of-expected", [("count", attendance.n_expected.into())])}
                icon={Glyph::Present}
                remarks={present.into_iter().flatten().collect::<Vec<_>>()}
                onclick={to("/people")}
            />
            <Tile
                label={say.t("console-tile-freed")}
                figure={say.number(vacancies.n_open)}
                unit={say.t("console-tile-to-fill")}
                icon={Glyph::Freed}
                tone={Tone::Accent}
                remarks={freed.into_iter().flatten().collect::<Vec<_>>()}
            />
            <Tile
                label={say.t("console-tile-fill")}
                figure={fill.map_or(AttrValue::Static("–"), |fill| say.percent(fill.percent))}
                icon={Glyph::Report}
                tone={if is_below { Tone::Warn } else { Tone::Neutral }}
                remarks={rate.into_iter().flatten().flatten().collect::<Vec<_>>()}
            />
        </div>
    }
}

/// Whether "since 9:00" would be understood: a time of the day before would not.
const fn is_today(at: Micros, now: Micros) -> bool {
    const HALF_DAY: i64 = 12 * 3_600_000_000;
    now.since(at) < HALF_DAY
}
