//! A page of people that match, and the ways to the other pages.

use client_core::limits::PAGE_ROWS_MAX;
use client_core::view::console::people::{PeopleFilter, PersonRow, people};
use client_core::words::small;
use protocol::Presence;
use protocol::id::PersonId;
use yew::prelude::*;

use crate::console::parts::{disc, parts_of};
use crate::shell::{Changes, use_live, use_speech};
use crate::ui::{Avatar, Button, ButtonSize, Chip, EmptyState, Glyph, Tone};

/// Rows of a page: enough to scroll, few enough to be drawn at once.
const PAGE_ROWS: usize = 60;
const _: () = assert!(PAGE_ROWS <= PAGE_ROWS_MAX);

#[derive(Properties, PartialEq)]
pub(super) struct PeopleListProps {
    pub(super) search: AttrValue,
    pub(super) filter: PeopleFilter,
    pub(super) open: Option<PersonId>,
    pub(super) onopen: Callback<PersonId>,
}

/// The people, by name.
#[component]
pub(super) fn PeopleList(props: &PeopleListProps) -> Html {
    let say = use_speech();
    let page = use_state_eq(|| 0_usize);
    {
        let page = page.clone();
        use_effect_with((props.search.clone(), props.filter), move |_| page.set(0));
    }
    let parts = Changes::STATE.and(Changes::CARDS).and(Changes::PENDING);
    let deps = (props.search.clone(), props.filter, *page);
    let found = use_live(parts, deps, |glance, (search, filter, page)| {
        people(glance.model, search, *filter, page * PAGE_ROWS, PAGE_ROWS)
    });
    let n_pages = found.n_found.div_ceil(PAGE_ROWS).max(1);
    let turn = |to: usize| {
        let page = page.clone();
        Callback::from(move |_: MouseEvent| page.set(to))
    };
    html! {
        // Scrolls by itself, so that the agenda beside it stays in sight.
        <div ~style="overflow-y:auto">
            <p class="sr-only" role="status">{ say.tr("console-people-found", [("count", found.n_found.into())]) }</p>
            if found.rows.is_empty() {
                <EmptyState icon={Glyph::People} title={say.t("console-people-none")} text={say.t("console-people-none-text")} />
            } else {
                <>
                    <ul class="list" aria-label={say.t("console-nav-people")}>
                        { for found.rows.iter().map(|row| html! {
                            <PersonItem
                                key={row.who.id.to_string()}
                                row={row.clone()}
                                is_open={props.open == Some(row.who.id)}
                                onopen={props.onopen.clone()}
                            />
                        }) }
                    </ul>
                    if n_pages > 1 {
                        <footer class="legend">
                            <Button size={ButtonSize::Small} icon={Glyph::Back} is_disabled={*page == 0} onclick={turn(page.saturating_sub(1))}>
                                { say.t("console-page-before") }
                            </Button>
                            <span class="muted">{ say.tr("console-people-found", [("count", found.n_found.into())]) }{ " · " }{ say.tr("console-page-of", [("number", (*page + 1).into()), ("count", n_pages.into())]) }</span>
                            <Button size={ButtonSize::Small} icon={Glyph::Next} is_disabled={*page + 1 >= n_pages} onclick={turn(*page + 1)}>
                                { say.t("console-page-after") }
                            </Button>
                        </footer>
                    }
                </>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PersonItemProps {
    row: PersonRow,
    is_open: bool,
    onopen: Callback<PersonId>,
}

#[component]
fn PersonItem(props: &PersonItemProps) -> Html {
    let say = use_speech();
    let row = &props.row;
    let id = row.who.id;
    let (tone, icon) = match row.presence {
        Presence::Present => (Tone::Live, Glyph::Present),
        Presence::Expected => (Tone::Neutral, Glyph::Clock),
        Presence::Gone => (Tone::Neutral, Glyph::Exit),
    };
    let firm = AttrValue::from(row.who.company.clone());
    let function = AttrValue::from(row.who.detail.clone());
    let meetings = say.tr(
        "console-people-meetings",
        [("count", row.n_meetings.into())],
    );
    html! {
        <li>
            <div class="item" aria-busy={row.is_pending.then_some("true")}>
                <span class="lead"><Avatar person={disc(&row.who)} is_decoration=true /></span>
                <div>
                    <p class="title clip">
                        { &row.who.name }
                        if row.is_expert {
                            { " " }<Chip icon={Glyph::Expert} is_plain=true>{ say.t("console-people-expert") }</Chip>
                        }
                    </p>
                    <p class="sub clip">{ parts_of([firm, function, meetings]) }</p>
                </div>
                <span class="end">
                    if row.is_absent {
                        <Chip tone={Tone::Crit} icon={Glyph::Absent}>{ say.t("console-people-absent") }</Chip>
                    } else {
                        <Chip {tone} {icon}>
                            if row.room.is_empty() {
                                { say.t(small::presence(row.presence)) }
                            } else {
                                { &row.room }
                            }
                        </Chip>
                    }
                    <Button
                        size={ButtonSize::Small}
                        pressed={props.is_open}
                        title={say.tr("console-people-open", [("name", (&row.who.name).into())])}
                        onclick={props.onopen.reform(move |_: MouseEvent| id)}
                    >
                        { say.t("console-people-agenda") }
                    </Button>
                </span>
            </div>
        </li>
    }
}
