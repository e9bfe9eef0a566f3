//! Private messages: the conversations, and one of them with what is being written in it.
//!
//! They are asked for, not streamed: an entry of one's own stream only says that there is
//! something to ask for. What is typed stays on the device until the server has it.

use client_core::Model;
use client_core::feed::FeedWhat;
use gloo::utils::window;
use protocol::Micros;
use protocol::correspondence::{
    ConversationHead, ConversationPage, MessageWish, PrivateMessage, Thread, Writer,
};
use protocol::id::CommandId;
use protocol::limits::PRIVATE_MESSAGE_CHARS_MAX;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::phone::part::{Note, Notes, TimelineSkeleton};
use crate::shell::{
    Changes, LiveHandle, Speech, forget_choice, read_choice, use_handle, use_live, use_profile,
    use_speech, write_choice,
};
use crate::ui::{
    Banner, Button, ButtonKind, ButtonSize, EmptyState, Field, Glyph, TextArea, Tone, flag,
};

/// The number of the newest entry that says that there is something to ask for, and whether the
/// server can be asked: when either changes, it is asked again.
fn bell(model: &Model) -> (u64, bool) {
    let mut items = model.feed().newest_first();
    let newest = items.find(|item| matches!(item.what, FeedWhat::DeskEdited { .. }));
    (newest.map_or(0, |item| item.seq), model.link().is_up())
}

#[hook]
fn use_bell() -> (u64, bool) {
    let parts = Changes::FEED.and(Changes::LINK);
    *use_live(parts, (), |glance, ()| bell(glance.model))
}

/// The newest conversations; `seen` is another number whenever one of them was read.
#[hook]
pub fn use_conversations(seen: u32) -> Option<ConversationPage> {
    let live = use_handle();
    let page = use_state_eq(|| None::<ConversationPage>);
    let setter = page.setter();
    let bell = use_bell();
    use_effect_with((bell, seen), move |((_, is_up), _)| {
        if *is_up {
            spawn_local(async move {
                let reply = live.exchange("GET", "conversations", &[]).await;
                if let Some((200, body)) = reply
                    && let Ok(page) = ConversationPage::decode(&body)
                {
                    setter.set(Some(page));
                }
            });
        }
    });
    (*page).clone()
}

/// What the list is given.
#[derive(Properties, PartialEq)]
pub(super) struct ConversationsProps {
    /// What is known of them.
    pub(super) page: Option<ConversationPage>,
}

/// The conversations, and the way to the organisers.
#[component]
pub(super) fn Conversations(props: &ConversationsProps) -> Html {
    let say = use_speech();
    let heads = props.page.as_ref().map(|page| &page.heads[..]);
    let heads = heads.unwrap_or_default();
    html! {
        <>
            <a class="btn" data-size="l" href="#/messages/team">{ say.t("phone-conversation-help") }</a>
            if !heads.is_empty() {
                <Notes label={say.t("phone-conversations")}>
                    { for heads.iter().map(|head| entry(&say, head)) }
                </Notes>
            }
        </>
    }
}

fn entry(say: &Speech, head: &ConversationHead) -> Html {
    let unread = (head.n_unread > 0).then(|| say.t("phone-new"));
    let preview = match &*head.preview {
        "" => say.t("phone-conversation-hidden"),
        text => text.to_owned().into(),
    };
    html! {
        <Note
            key={head.key.clone()}
            icon={Glyph::Message}
            tone={if unread.is_some() { Tone::Accent } else { Tone::Neutral }}
            from={whom(say, head)}
            at={say.time(head.last_at)}
            title={preview}
            href={format!("#/messages/{}", head.key)}
            {unread}
        />
    }
}

/// The other side: somebody, or the organisers.
fn whom(say: &Speech, head: &ConversationHead) -> AttrValue {
    let parts = [&*head.name, &head.company, &head.about];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if head.key.starts_with("team") {
        say.tr(
            "phone-conversation-team",
            [("about", said.join(", ").into())],
        )
    } else {
        said.join(", ").into()
    }
}

/// What a conversation is given.
#[derive(Properties, PartialEq)]
pub struct ConversationProps {
    /// With whom, as addresses say it.
    pub with: AttrValue,
    /// Told that it was read.
    pub onseen: Callback<()>,
}

/// How the last sending stands.
#[derive(Clone, Copy, PartialEq)]
enum Sending {
    No,
    UnderWay,
    /// Why not: the key of a sentence.
    Failed(&'static str),
}

/// What is typed, with the id under which it is sent: kept, and sent again, it is one message.
#[derive(Clone, PartialEq)]
struct Draft {
    id: CommandId,
    text: AttrValue,
}

impl Draft {
    fn read(live: &LiveHandle, name: &str) -> Self {
        let kept = read_choice(name).unwrap_or_default();
        let (id, text) = kept.split_once(' ').unwrap_or_default();
        Self {
            id: CommandId::parse(id).unwrap_or_else(|| live.fresh(CommandId::new)),
            text: text.to_owned().into(),
        }
    }
}

/// One conversation.
#[component]
pub fn Conversation(props: &ConversationProps) -> Html {
    let (say, live, profile) = (use_speech(), use_handle(), use_profile());
    let way = format!("conversations/{}", props.with);
    let name = format!("draft.{}", props.with);
    let thread = use_state_eq(|| None::<Result<Thread, ()>>);
    let sending = use_state_eq(|| Sending::No);
    let draft = use_state_eq(|| Draft::read(&live, &name));
    let bell = use_bell();
    {
        let (live, way, thread) = (live.clone(), way.clone(), thread.setter());
        let onseen = props.onseen.clone();
        use_effect_with(bell, move |(_, is_up)| {
            if *is_up {
                spawn_local(async move {
                    match live.exchange("GET", &way, &[]).await {
                        Some((200, body)) => {
                            thread.set(Thread::decode(&body).ok().map(Ok));
                            onseen.emit(());
                        }
                        Some((404, _)) => thread.set(Some(Err(()))),
                        Some(_) | None => {}
                    }
                });
            }
        });
    }
    let n_messages = match &*thread {
        Some(Ok(thread)) => thread.messages.len(),
        Some(Err(())) | None => 0,
    };
    // What is newest stands last, above the field.
    use_effect_with(n_messages, |_| window().scroll_to_with_x_and_y(0.0, 1e9));
    let oninput = {
        let (draft, name) = (draft.clone(), name.clone());
        Callback::from(move |text: String| {
            write_choice(&name, &format!("{} {text}", draft.id));
            draft.set(Draft {
                text: text.into(),
                ..(*draft).clone()
            });
        })
    };
    let onclick = {
        let (draft, sending, thread) = (draft.clone(), sending.clone(), thread.clone());
        Callback::from(move |_: MouseEvent| {
            let wish = MessageWish {
                command: draft.id,
                text: draft.text.to_string(),
            };
            if wish.text.trim().is_empty() || *sending == Sending::UnderWay {
                return;
            }
            sending.set(Sending::UnderWay);
            let (live, way, name) = (live.clone(), way.clone(), name.clone());
            let (draft, sending, thread) = (draft.setter(), sending.setter(), thread.setter());
            spawn_local(async move {
                let reply = live.exchange("POST", &way, &wish.encode()).await;
                sending.set(match reply {
                    Some((200, body)) => {
                        forget_choice(&name);
                        draft.set(Draft::read(&live, &name));
                        thread.set(Thread::decode(&body).ok().map(Ok));
                        Sending::No
                    }
                    Some((429, _)) => Sending::Failed("phone-conversation-too-many"),
                    Some((400..=499, _)) => Sending::Failed("phone-conversation-closed"),
                    Some(_) | None => Sending::Failed("phone-conversation-failed"),
                });
            });
        })
    };
    let thread = match &*thread {
        None => return html! { <TimelineSkeleton /> },
        Some(Err(())) => {
            return html! {
                <EmptyState icon={Glyph::Message} title={say.t("phone-conversation-closed")} />
            };
        }
        Some(Ok(thread)) => thread,
    };
    let page = format!("/my/{}/messages/{}", profile.event, props.with);
    html! {
        <>
            <a class="btn" data-kind="quiet" href="#/messages">{ say.t("phone-back") }</a>
            <h1>{ whom(&say, &thread.head) }</h1>
            if thread.has_older {
                <a href={page.clone()}>{ say.t("phone-conversation-older") }</a>
            }
            <ol class="thread" aria-live="polite" aria-label={say.t("phone-conversations")}>
                { for thread.messages.iter().map(|line| said(&say, line)) }
            </ol>
            if thread.is_open {
                <Field id="message" label={say.t("phone-conversation-text")}>
                    <TextArea
                        id="message"
                        value={draft.text.clone()}
                        {oninput}
                        n_chars_max={u32::try_from(PRIVATE_MESSAGE_CHARS_MAX).ok()}
                    />
                </Field>
                if let Sending::Failed(why) = *sending {
                    <Banner icon={Glyph::Critical} tone={Tone::Crit} is_boxed=true>{ say.t(why) }</Banner>
                }
                <Button
                    kind={ButtonKind::Primary}
                    size={ButtonSize::Large}
                    is_busy={*sending == Sending::UnderWay}
                    {onclick}
                >
                    { say.t(if matches!(*sending, Sending::Failed(_)) { "phone-conversation-again" } else { "phone-conversation-send" }) }
                </Button>
            } else {
                <p class="muted">{ say.t("phone-conversation-closed") }</p>
            }
            <a href={page}>{ say.t("phone-conversation-report") }</a>
        </>
    }
}

fn said(say: &Speech, line: &PrivateMessage) -> Html {
    let is_mine = line.writer == Writer::Us;
    let who = match (is_mine, &*line.name) {
        (true, _) => say.t("phone-conversation-you"),
        (false, name) => name.to_owned().into(),
    };
    let at: Micros = line.at;
    html! {
        <li key={line.id.to_string()} data-mine={flag(is_mine)}>
            <p class="sub">{ who }{ " " }<time>{ say.day_short(at) }{ " " }{ say.time(at) }</time></p>
            if line.is_hidden {
                <p class="muted">{ say.t("phone-conversation-hidden") }</p>
            } else {
                <p class="text">{ &line.text }</p>
            }
        </li>
    }
}
