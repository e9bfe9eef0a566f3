//! Who did what, newest first, and taking it back.

use client_core::view::console::team::{FeedRow, feed_rows, team_feed_rows};
use client_core::words::{Message, feed};
use protocol::Actor;
use protocol::command::UndoEntry;
use yew::prelude::*;

use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{
    Avatar, AvatarSize, ButtonSize, EmptyState, Glyph, Icon, IconButton, IconSize, Item, ItemList,
    Panel, Person, Segment, Segmented, hue_of,
};

/// Lines shown.
const N_LINES_MAX: usize = 12;
/// A line younger than this is drawn as fresh, in microseconds.
const FRESH: i64 = 10_000_000;

/// The activity feed.
#[component]
pub(super) fn Feed() -> Html {
    let say = use_speech();
    let live = use_handle();
    let chosen = use_state_eq(|| AttrValue::Static("all"));
    let parts = Changes::FEED
        .and(Changes::CARDS)
        .and(Changes::STATE)
        .and(Changes::CLOCK);
    let rows = use_live(parts, *chosen == "team", |glance, is_team| {
        let now = glance.event_now();
        let rows = if *is_team {
            team_feed_rows(glance.model, now, N_LINES_MAX)
        } else {
            feed_rows(glance.model, now, N_LINES_MAX)
        };
        rows.into_iter()
            .map(|row| {
                let words = feed::message(&row.what, glance.model);
                // Told in steps, so that a line is only drawn again when its words change.
                let age = step(row.age);
                (FeedRow { age, ..row }, words)
            })
            .collect::<Vec<_>>()
    });
    {
        let (live, newest) = (live.clone(), rows.first().map(|(row, _)| row.seq));
        use_effect_with(newest, move |_| live.mark_feed_read());
    }
    let segments = ["all", "team"]
        .map(|key| Segment {
            key: AttrValue::Static(key),
            label: say.t(&format!("console-feed-{key}")),
            icon: None,
        })
        .to_vec();
    let onchoose = {
        let chosen = chosen.clone();
        Callback::from(move |key| chosen.set(key))
    };
    let switch = html! {
        <Segmented
            label={say.t("console-feed-title")}
            {segments}
            chosen={(*chosen).clone()}
            {onchoose}
            size={ButtonSize::Small}
        />
    };
    html! {
        <Panel title={say.t("console-feed-title")} actions={switch}>
            if rows.is_empty() {
                <EmptyState icon={Glyph::Agenda} title={say.t("console-feed-none")} text={say.t("console-feed-none-text")} />
            } else {
                <div class="feed"><ItemList>
                    { for rows.iter().map(|(row, words)| html! {
                        <FeedLine key={row.seq} row={row.clone()} words={words.clone()} />
                    }) }
                </ItemList></div>
            }
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
struct FeedLineProps {
    row: FeedRow,
    words: Message,
}

#[component]
fn FeedLine(props: &FeedLineProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let row = &props.row;
    let seq = row.seq;
    let undo = Callback::from(move |_: MouseEvent| {
        live.submit(UndoEntry { seq });
    });
    let name = if row.is_mine {
        say.t("console-feed-you")
    } else {
        AttrValue::from(row.by.clone())
    };
    let lead = match row.actor {
        Some(Actor::Staff(id)) => face(&row.by, &id.to_bytes()),
        Some(Actor::Person(id)) => face(&row.by, &id.to_bytes()),
        Some(Actor::System) | None => {
            html! { <Icon glyph={Glyph::Clock} size={IconSize::Small} /> }
        }
    };
    let end = html! {
        <>
            <time>{ say.length(row.age) }</time>
            if row.can_undo {
                <IconButton
                    glyph={Glyph::Undo}
                    size={ButtonSize::Small}
                    label={say.t("console-feed-undo")}
                    onclick={undo}
                />
            }
        </>
    };
    html! {
        <Item {lead} {end} is_fresh={row.age < FRESH}>
            <p>
                if !name.is_empty() {
                    <b>{ name }</b>{ " · " }
                }
                { say.message(&props.words) }
            </p>
        </Item>
    }
}

fn face(name: &str, id: &[u8]) -> Html {
    let person = Person {
        name: AttrValue::from(name.to_owned()),
        hue: hue_of(id),
    };
    html! { <Avatar {person} size={AvatarSize::Small} is_decoration=true /> }
}

/// An age in the steps in which it is said: seconds, minutes, hours.
const fn step(age: i64) -> i64 {
    const SECOND: i64 = 1_000_000;
    let unit = if age < 60 * SECOND {
        SECOND
    } else if age < 3_600 * SECOND {
        60 * SECOND
    } else {
        3_600 * SECOND
    };
    age / unit * unit
}
