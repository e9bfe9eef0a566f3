//! Whom to meet: asked of the planner at a tap, one more tap asks for the meeting.

use client_core::view::phone::suggestions::{SuggestionCard, Way, suggestions};
use protocol::command::{MakeRequest, TakeSlot};
use protocol::id::{MeetingId, RequestId};
use protocol::query::{RankedSuggestions, Suggestions as Wanted};
use protocol::{Answer, Command, SlotId, SlotSet};
use yew::prelude::*;

use super::{chief_line, second_line};
use crate::shell::{Changes, LiveHandle, Speech, use_handle, use_live, use_speech};
use crate::ui::{
    Button, ButtonSize, Chip, Glyph, Icon, IconSize, Item, ItemList, Panel, Select, SelectOption,
    Skeleton, Tone,
};

/// How far the question has come.
#[derive(Clone, PartialEq)]
enum Asked {
    No,
    Waiting,
    Failed,
    Ranked(RankedSuggestions),
}

#[derive(Properties, PartialEq)]
pub(super) struct SuggestionsProps {
    /// Whether questions reach the server now.
    pub(super) is_up: bool,
}

/// The planner's suggestions.
#[component]
pub(super) fn Suggestions(props: &SuggestionsProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let asked = use_state_eq(|| Asked::No);
    let ask = {
        let (live, asked) = (live.clone(), asked.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(person) = live.glance(|glance| client_core::view::phone::me(glance.model))
            else {
                return;
            };
            asked.set(Asked::Waiting);
            let set = asked.setter();
            let taken = live.ask(Wanted { person }, move |answered| {
                set.set(match answered.answer {
                    Ok(Answer::RankedSuggestions(ranked)) => Asked::Ranked(ranked),
                    Ok(_) | Err(_) => Asked::Failed,
                });
            });
            if !taken {
                asked.set(Asked::Failed);
            }
        })
    };
    let parts = Changes::STATE.and(Changes::CARDS).and(Changes::PENDING);
    let ranked = match &*asked {
        Asked::Ranked(ranked) => Some(ranked.clone()),
        Asked::No | Asked::Waiting | Asked::Failed => None,
    };
    let cards = use_live(parts, ranked, |glance, ranked| match ranked {
        Some(ranked) => suggestions(glance.model, ranked),
        None => Vec::new(),
    });
    let button = |word: &'static str, glyph: Glyph| {
        html! {
            <Button is_block=true icon={glyph} is_disabled={!props.is_up} onclick={ask.clone()}>
                { say.t(word) }
            </Button>
        }
    };
    let body = match &*asked {
        Asked::No => html! {
            <div class="body stack">
                <p class="soft">{ say.t("phone-suggest-text") }</p>
                { button("phone-suggest-ask", Glyph::Search) }
            </div>
        },
        Asked::Waiting => {
            html! { <div class="body stack"><Skeleton /><Skeleton /><Skeleton /></div> }
        }
        Asked::Failed => html! {
            <div class="body stack">
                <p class="soft" role="status">{ say.t("phone-suggest-failed") }</p>
                { button("phone-retry", Glyph::Sync) }
            </div>
        },
        Asked::Ranked(_) if cards.is_empty() => html! {
            <div class="body"><p class="soft" role="status">{ say.t("phone-suggest-none") }</p></div>
        },
        Asked::Ranked(_) => html! {
            <ItemList>
                { for cards.iter().map(|card| html! {
                    <Row key={card.who.id.to_string()} card={card.clone()} is_up={props.is_up} />
                }) }
            </ItemList>
        },
    };
    html! {
        <Panel title={say.t("phone-suggest")} is_busy={*asked == Asked::Waiting}>{ body }</Panel>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    card: SuggestionCard,
    is_up: bool,
}

/// A suggestion with its reasons and the way to it.
#[component]
fn Row(props: &RowProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let chosen = use_state_eq(|| 0_usize);
    let card = &props.card;
    let slots: &[_] = match &card.way {
        Way::Take(slots) => slots,
        Way::Ask | Way::Wait => &[],
    };
    let slot = slots.get(*chosen).map(|(slot, _)| *slot);
    let (word, command) = wish(&live, card, slot);
    let onclick = Callback::from(move |_: MouseEvent| {
        live.submit(command.clone());
    });
    let name = chief_line(&card.who);
    let end = if card.is_asked {
        html! { <Chip tone={Tone::Live} icon={Glyph::Check}>{ say.t("phone-suggest-done") }</Chip> }
    } else {
        html! {
            <Button
                size={ButtonSize::Small}
                is_busy={card.is_pending}
                is_disabled={!props.is_up}
                title={(!props.is_up).then(|| say.t("phone-needs-network"))}
                {onclick}
            >
                { say.t(word) }
            </Button>
        }
    };
    html! {
        <Item lead={html! { <Icon glyph={Glyph::People} size={IconSize::Small} /> }} {end}>
            <p class="title">{ name }</p>
            <p class="sub">{ second_line(&card.who) }</p>
            { reason(&say, "phone-suggest-offer", &card.they_offer) }
            { reason(&say, "phone-suggest-seek", &card.they_seek) }
            { reason(&say, "phone-suggest-figures", &card.their_figures) }
            { reason(&say, "phone-suggest-my-figures", &card.my_figures) }
            if !card.is_asked && !slots.is_empty() {
                <Select
                    id={format!("slot-{}", card.who.id)}
                    label={say.tr("phone-suggest-slot", [("name", name.into())])}
                    options={slots.iter().enumerate().map(|(n, (_, at))| SelectOption {
                        key: n.to_string().into(),
                        label: format!("{} {}", say.day_short(*at), say.time(*at)).into(),
                    }).collect::<Vec<_>>()}
                    chosen={chosen.to_string()}
                    onchoose={Callback::from(move |key: AttrValue| chosen.set(key.parse().unwrap_or(0)))}
                />
            }
        </Item>
    }
}

fn reason(say: &Speech, key: &'static str, words: &str) -> Html {
    if words.is_empty() {
        return Html::default();
    }
    html! { <p class="sub">{ say.tr(key, [("words", words.into())]) }</p> }
}

/// What one tap asks for, and what it is called. A slot that is gone meanwhile is waited for.
fn wish(live: &LiveHandle, card: &SuggestionCard, slot: Option<SlotId>) -> (&'static str, Command) {
    let me = live.glance(|glance| client_core::view::phone::me(glance.model));
    let (request, meeting) = (live.fresh(RequestId::new), live.fresh(MeetingId::new));
    let to = card.who.id;
    // Without a person there is no list to tap in.
    let from = me.unwrap_or(to);
    let take = |slot| {
        Command::from(TakeSlot {
            request,
            meeting,
            from,
            to,
            slot,
            else_wait: true,
        })
    };
    match card.way {
        Way::Ask => (
            "phone-suggest-request",
            MakeRequest {
                request,
                from,
                to,
                slots: SlotSet::EMPTY,
            }
            .into(),
        ),
        Way::Take(_) => ("phone-suggest-take", take(slot)),
        Way::Wait => ("phone-suggest-wait", take(None)),
    }
}
