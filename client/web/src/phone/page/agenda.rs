//! The day: what runs, what comes next, and the gaps between.

use client_core::view::agenda::{AgendaItem, AgendaWhat, CancelledMeeting};
use client_core::view::moment::Moment as Time;
use client_core::view::phone::today::{Today, today};
use protocol::{Micros, Minutes};
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::agenda_card::{AgendaCard, CancelledCard};
use super::chief_line;
use crate::phone::part::{Gap, Moment, Timeline, TimelineSkeleton, When};
use crate::phone::sheet::SheetKind;
use crate::shell::{Changes, Glance, Speech, use_live, use_speech};
use crate::ui::{Banner, ButtonSize, EmptyState, Glyph, Segment, Segmented, Tone};

/// The agenda; none before it is loaded. To the minute, which is all that is shown: the page is
/// drawn again once a minute.
fn view(glance: &Glance<'_>, day: Option<usize>) -> Option<Today> {
    let today = today(glance.model, day, glance.now).filter(|_| glance.model.is_loaded())?;
    Some(Today {
        now: whole_minutes(today.now),
        next_in_ms: None,
        ..today
    })
}

fn whole_minutes(at: Micros) -> Micros {
    Micros(at.0 - at.0.rem_euclid(Minutes(1).micros()))
}

/// What the page is given.
#[derive(Properties, PartialEq)]
pub struct AgendaPageProps {
    /// Opens a sheet.
    pub onsheet: Callback<SheetKind>,
}

/// The day.
#[component]
pub fn AgendaPage(props: &AgendaPageProps) -> Html {
    let say = use_speech();
    let chosen_day = use_state_eq(|| None::<usize>);
    let parts = [
        Changes::STATE,
        Changes::CARDS,
        Changes::CLOCK,
        Changes::FEED,
    ]
    .into_iter()
    .fold(Changes::PENDING, Changes::and);
    let today = use_live(parts, *chosen_day, |glance, day| view(glance, *day));
    let now_row = use_node_ref();
    use_scroll_to_now(now_row.clone(), today.is_some());

    let days = today.as_ref().as_ref().map(|today| {
        let chosen_day = chosen_day.clone();
        let onchoose = Callback::from(move |key: AttrValue| chosen_day.set(key.parse().ok()));
        day_switch(&say, today, onchoose)
    });
    let label = today.as_ref().as_ref().map(|today| day_label(&say, today));
    html! {
        <>
            <div class="spread">
                <div>
                    <h1>{ say.t("phone-your-day") }</h1>
                    <p class="soft">{ label.unwrap_or_default() }</p>
                </div>
                { days }
            </div>
            { body(&say, today.as_ref().as_ref(), &now_row, &props.onsheet) }
        </>
    }
}

/// Once, when the day is there, the page shows what runs or comes next.
#[hook]
fn use_scroll_to_now(row: NodeRef, is_there: bool) {
    use_effect_with(is_there, move |is_there| {
        if *is_there && let Some(row) = row.cast::<Element>() {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Center);
            row.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// The day that is shown, in full.
fn day_label(say: &Speech, today: &Today) -> AttrValue {
    let day = today.days.get(today.day_index);
    day.map_or_else(AttrValue::default, |day| say.day(day.starts_at))
}

fn day_switch(say: &Speech, today: &Today, onchoose: Callback<AttrValue>) -> Html {
    if today.days.len() < 2 {
        return Html::default();
    }
    let segments = today.days.iter().map(|day| Segment {
        key: day.index.to_string().into(),
        label: say.day_short(day.starts_at),
        icon: None,
    });
    html! {
        <Segmented
            label={say.t("phone-day")}
            segments={segments.collect::<Vec<_>>()}
            chosen={today.day_index.to_string()}
            size={ButtonSize::Small}
            {onchoose}
        />
    }
}

fn body(
    say: &Speech,
    today: Option<&Today>,
    now_row: &NodeRef,
    onsheet: &Callback<SheetKind>,
) -> Html {
    let Some(today) = today else {
        return html! { <TimelineSkeleton /> };
    };
    let rows = rows(today);
    if rows.is_empty() {
        return html! {
            <EmptyState
                icon={Glyph::Coffee}
                title={say.t("phone-day-empty")}
                text={say.t("phone-day-empty-text")}
            />
        };
    }
    let label = day_label(say, today);
    let is_now_or_next = |index| today.running.or(today.next) == Some(index);
    html! {
        <>
            { for today.items.iter().filter_map(|item| late_banner(say, item)) }
            <Timeline {label}>
                { for rows.iter().map(|row| match row {
                    Row::Item(index, item) => {
                        let node = if is_now_or_next(*index) { now_row.clone() } else { NodeRef::default() };
                        let is_next = today.next == Some(*index);
                        item_row(say, today.now, item, is_next, node, onsheet)
                    }
                    Row::Cancelled(row) => html! {
                        <Moment
                            key={row.id.to_string()}
                            at={say.time(row.at.starts_at)}
                            until={say.time(row.at.ends_at)}
                            when={if row.at.ends_at <= today.now { When::Past } else { When::Later }}
                        >
                            <CancelledCard row={CancelledMeeting::clone(row)} />
                        </Moment>
                    },
                }) }
            </Timeline>
        </>
    }
}

/// A line of the day, in order of time.
enum Row<'a> {
    Item(usize, &'a AgendaItem),
    Cancelled(&'a CancelledMeeting),
}

fn rows(today: &Today) -> Vec<Row<'_>> {
    let items = today.items.iter().enumerate();
    let mut rows: Vec<Row<'_>> = today
        .cancelled
        .iter()
        .map(Row::Cancelled)
        .chain(items.map(|(index, item)| Row::Item(index, item)))
        .collect();
    rows.sort_by_key(|row| match row {
        Row::Item(_, item) => item.starts_at,
        Row::Cancelled(row) => row.at.starts_at,
    });
    rows
}

fn item_row(
    say: &Speech,
    now: Micros,
    item: &AgendaItem,
    is_next: bool,
    node: NodeRef,
    onsheet: &Callback<SheetKind>,
) -> Html {
    let when = match item.moment {
        Time::Past => When::Past,
        Time::Now => When::Now,
        Time::Ahead if is_next => When::Next,
        Time::Ahead => When::Later,
    };
    let key = item.starts_at.0.to_string();
    if let AgendaWhat::Gap { .. } = item.what {
        let length = say.length(item.ends_at.since(item.starts_at));
        let label = say.tr("phone-free", [("length", length.into())]);
        // A pause is no engagement: it does not stand out when it runs.
        let when = if when == When::Past {
            when
        } else {
            When::Later
        };
        return html! {
            <Moment {key} at={say.time(item.starts_at)} {when}>
                <Gap {label} />
            </Moment>
        };
    }
    html! {
        <Moment {key} at={say.time(item.starts_at)} until={say.time(item.ends_at)} {when} {node}>
            <AgendaCard item={item.clone()} {now} {is_next} onsheet={onsheet.clone()} />
        </Moment>
    }
}

/// A party that will be late is said above everything.
fn late_banner(say: &Speech, item: &AgendaItem) -> Option<Html> {
    let AgendaWhat::Meeting {
        id,
        with,
        their_delay: Some(minutes),
        ..
    } = &item.what
    else {
        return None;
    };
    if item.moment == Time::Past {
        return None;
    }
    let sentence = say.tr(
        "phone-other-late",
        [
            ("name", chief_line(with).into()),
            ("minutes", (*minutes).into()),
            ("time", say.time(item.starts_at).into()),
        ],
    );
    Some(html! {
        <Banner key={id.to_string()} icon={Glyph::Late} tone={Tone::Warn} is_boxed=true>
            { sentence }
        </Banner>
    })
}
