//! The page: conversations with the team, reports, settings.

use client_core::feed::FeedWhat;
use protocol::correspondence::{ConversationHead, ConversationPage};
use protocol::id::ConversationId;
use protocol::{DeskThing, Function};
use yew::prelude::*;

use super::desk;
use super::reports::Reports;
use super::settings::Settings;
use super::thread::ThreadPanel;
use crate::console::asked::use_asked;
use crate::console::parts::parts_of;
use crate::console::route::{ConversationsPart, Route};
use crate::shell::{Changes, Glance, Speech, go_to, use_live, use_speech};
use crate::ui::{
    Button, Chip, EmptyState, Glyph, Icon, Item, ItemList, Panel, Tab, TabPanel, Tabs, Tone,
};

#[derive(Properties, PartialEq)]
pub(in crate::console) struct ConversationsPageProps {
    pub(in crate::console) part: ConversationsPart,
}

/// What is seen of the event: whether one may, whether for everybody, whether the server is there,
/// and the newest entry that rang.
type Seen = (bool, bool, bool, u64);

fn seen(glance: &Glance<'_>) -> Seen {
    let model = glance.model;
    let mut items = model.feed().newest_first();
    let rang = items.find(|item| {
        matches!(
            item.what,
            FeedWhat::DeskEdited {
                what: DeskThing::Help | DeskThing::MessageSettings
            }
        )
    });
    (
        model.may(Function::Conversations),
        model.may_for_everybody(Function::Conversations),
        model.link().is_up(),
        rang.map_or(0, |item| item.seq),
    )
}

/// Private messages, for whom they are open.
#[component]
pub(in crate::console) fn ConversationsPage(props: &ConversationsPageProps) -> Html {
    let say = use_speech();
    let parts = Changes::STATE.and(Changes::LINK).and(Changes::FEED);
    let (may, may_all, is_up, rang) = *use_live(parts, (), |glance, ()| seen(glance));
    if !may {
        return html! {
            <>
                <div class="stage-head"><h1>{ say.t("console-nav-conversations") }</h1></div>
                <EmptyState
                    icon={Glyph::Lock}
                    title={say.t("console-conversations-forbidden")}
                    text={say.t("console-conversations-forbidden-text")}
                />
            </>
        };
    }
    let open = match props.part {
        ConversationsPart::Help(_) => "help",
        ConversationsPart::Reports => "reports",
        ConversationsPart::Settings => "settings",
    };
    let tab = |key: &'static str| Tab {
        key: AttrValue::Static(key),
        label: say.t(&format!("console-conversations-tab-{key}")),
        count: None,
    };
    let mut tabs = vec![tab("help"), tab("reports")];
    if may_all {
        tabs.push(tab("settings"));
    }
    let onopen = Callback::from(|name: AttrValue| {
        let part = match &*name {
            "reports" => ConversationsPart::Reports,
            "settings" => ConversationsPart::Settings,
            _ => ConversationsPart::Help(None),
        };
        go_to(&Route::Conversations(part).path());
    });
    html! {
        <>
            <div class="stage-head">
                <h1>{ say.t("console-nav-conversations") }</h1>
                <a class="btn end" href="#/messages">{ say.t("console-nav-messages") }</a>
            </div>
            <div class="letters">
                <Tabs id="conversations" label={say.t("console-nav-conversations")} {tabs} {open} {onopen} />
                <TabPanel id="conversations" {open}>
                    { match props.part {
                        ConversationsPart::Help(chosen) => html! { <Help {chosen} {is_up} {rang} /> },
                        ConversationsPart::Reports => html! { <Reports {is_up} {rang} /> },
                        ConversationsPart::Settings => html! { <Settings {is_up} {rang} /> },
                    } }
                </TabPanel>
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct HelpProps {
    chosen: Option<ConversationId>,
    is_up: bool,
    rang: u64,
}

/// The list, and beside it the conversation that was chosen.
#[component]
fn Help(props: &HelpProps) -> Html {
    let say = use_speech();
    let after = use_state_eq(|| None::<ConversationId>);
    // Reading changes the list as much as writing does.
    let n_read = use_state_eq(|| 0_u64);
    let known = use_state_eq(|| None::<ConversationPage>);
    let mut asked = use_asked((*after, props.rang + *n_read * (1 << 40)), None, desk::list);
    {
        let known = known.setter();
        use_effect_with(asked.answer.clone(), move |answer| {
            if answer.is_some() {
                known.set(answer.clone());
            }
        });
    }
    // While it is asked again, what was there stays in sight.
    asked.answer = asked.answer.or_else(|| (*known).clone());
    let onread = {
        let (now, n_read) = (*n_read, n_read.setter());
        use_callback(now, move |(), now| n_read.set(now.wrapping_add(1)))
    };
    let list = asked.show(&say, &desk::WORDS, |page| {
        list(page, props.chosen, &say, after.setter())
    });
    html! {
        <div class="talks">
            <Panel title={say.t("console-conversations-list")}>{ list }</Panel>
            if let Some(id) = props.chosen {
                <ThreadPanel key={id.to_string()} {id} is_up={props.is_up} rang={props.rang} {onread} />
            }
        </div>
    }
}

fn list(
    page: &ConversationPage,
    chosen: Option<ConversationId>,
    say: &Speech,
    after: UseStateSetter<Option<ConversationId>>,
) -> Html {
    if page.heads.is_empty() {
        return html! {
            <EmptyState
                icon={Glyph::Message}
                title={say.t("console-conversations-none")}
                text={say.t("console-conversations-none-text")}
            />
        };
    }
    let last = page
        .heads
        .last()
        .and_then(|head| ConversationId::parse(&head.key));
    let back = after.clone();
    html! {
        <>
            <ItemList>{ for page.heads.iter().map(|head| entry(head, chosen, say)) }</ItemList>
            <div class="letters-pages">
                <Button onclick={Callback::from(move |_| back.set(None))}>
                    { say.t("console-conversations-newest") }
                </Button>
                <Button
                    is_disabled={!page.has_more}
                    onclick={Callback::from(move |_| after.set(last))}
                >
                    { say.t("console-conversations-older") }
                </Button>
            </div>
        </>
    }
}

fn entry(head: &ConversationHead, chosen: Option<ConversationId>, say: &Speech) -> Html {
    let is_chosen = chosen.is_some_and(|id| id.to_string() == head.key);
    let end = (head.n_unread > 0).then(|| {
        let n = say.tr(
            "console-conversations-unread",
            [("count", head.n_unread.into())],
        );
        html! { <Chip tone={Tone::Accent}>{ n }</Chip> }
    });
    let about = if head.about.is_empty() {
        AttrValue::default()
    } else {
        say.tr(
            "console-conversations-about",
            [("with", (&head.about).into())],
        )
    };
    html! {
        <Item
            key={head.key.clone()}
            lead={html! { <Icon glyph={Glyph::Message} /> }}
            end={end.unwrap_or_default()}
        >
            <p class="title">
                <a
                    href={format!("#/conversations/{}", head.key)}
                    aria-current={is_chosen.then_some("true")}
                >
                    { parts_of([AttrValue::from(head.name.clone()), AttrValue::from(head.company.clone())]) }
                </a>
            </p>
            <p class="sub">{ parts_of([about, say.day_short(head.last_at), say.time(head.last_at)]) }</p>
            <p class="sub">{ &head.preview }</p>
        </Item>
    }
}
