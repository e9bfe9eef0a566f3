//! One conversation with the team: what was written, the answer, and ending it.

use protocol::correspondence::{MessageWish, Moderation, PrivateMessage, Thread, Writer};
use protocol::id::{CommandId, ConversationId};
use protocol::limits::PRIVATE_MESSAGE_CHARS_MAX;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desk;
use crate::console::asked::use_asked;
use crate::console::parts::parts_of;
use crate::shell::{Speech, use_announcer, use_handle, use_speech};
use crate::ui::{
    Banner, Button, ButtonKind, ButtonSize, Field, Glyph, Panel, TextArea, Tone, flag,
};

#[derive(Properties, PartialEq)]
pub(super) struct ThreadProps {
    pub(super) id: ConversationId,
    pub(super) is_up: bool,
    pub(super) rang: u64,
    /// Told that the newest messages were read.
    pub(super) onread: Callback<()>,
}

/// A conversation.
#[component]
pub(super) fn ThreadPanel(props: &ThreadProps) -> Html {
    let (say, live, announcer) = (use_speech(), use_handle(), use_announcer());
    let before = use_state_eq(|| None::<u32>);
    let known = use_state_eq(|| None::<Thread>);
    let mut asked = use_asked((props.id, *before, props.rang), None, desk::thread);
    {
        let (known, onread) = (known.setter(), props.onread.clone());
        use_effect_with(asked.answer.clone(), move |answer| {
            if let Some(answer) = answer {
                let n_unread = answer.head.n_unread;
                known.set(Some(answer.clone()));
                if n_unread > 0 {
                    onread.emit(());
                }
            }
        });
    }
    asked.answer = asked.answer.or_else(|| (*known).clone());
    let text = use_state_eq(AttrValue::default);
    let id = use_state_eq(|| live.fresh(CommandId::new));
    let is_sending = use_state_eq(|| false);
    let failed = use_state_eq(|| None::<&'static str>);
    let again = asked.again.clone();
    let send = {
        let (live, say, text, id) = (live.clone(), say.clone(), text.clone(), id.clone());
        let (is_sending, failed, again) = (is_sending.setter(), failed.setter(), again.clone());
        let way = format!("conversations/{}", props.id);
        Callback::from(move |_: MouseEvent| {
            let wish = MessageWish {
                command: *id,
                text: text.to_string(),
            };
            is_sending.set(true);
            let (live, say, announcer, way) =
                (live.clone(), say.clone(), announcer.clone(), way.clone());
            let (text, id, again) = (text.setter(), id.setter(), again.clone());
            let (is_sending, failed) = (is_sending.clone(), failed.clone());
            spawn_local(async move {
                match live.desk("POST", &way, &wish.encode()).await {
                    Some((200, _)) => {
                        text.set(AttrValue::default());
                        id.set(live.fresh(CommandId::new));
                        failed.set(None);
                        announcer.say(say.t("console-conversations-sent"));
                        again.emit(());
                    }
                    Some((400..=499, _)) => failed.set(Some("console-conversations-closed")),
                    Some(_) | None => failed.set(Some("console-conversations-failed")),
                }
                is_sending.set(false);
            });
        })
    };
    let onact = {
        let (live, again, failed) = (live.clone(), again, failed.setter());
        Callback::from(move |what: Moderation| {
            let (live, again, failed) = (live.clone(), again.clone(), failed.clone());
            spawn_local(async move {
                let is_done = desk::moderate(&live, what).await;
                failed.set((!is_done).then_some("console-conversations-not-done"));
                again.emit(());
            });
        })
    };
    let oninput = {
        let text = text.setter();
        Callback::from(move |typed: String| text.set(typed.into()))
    };
    let body = asked.show(&say, &desk::WORDS, |thread| {
        let older = thread.messages.first().map(|line| line.number);
        let onolder = {
            let before = before.setter();
            Callback::from(move |_: MouseEvent| before.set(older))
        };
        let onnewest = {
            let before = before.setter();
            Callback::from(move |_: MouseEvent| before.set(None))
        };
        let is_ready = props.is_up && !text.trim().is_empty();
        html! {
            <div class="body stack">
                if thread.has_older {
                    <Button size={ButtonSize::Small} onclick={onolder}>{ say.t("console-conversations-older") }</Button>
                }
                <ol class="talk" aria-live="polite" aria-label={say.t("console-conversations-messages")}>
                    { for thread.messages.iter().map(|line| said(line, &say)) }
                </ol>
                if before.is_some() {
                    <Button size={ButtonSize::Small} onclick={onnewest}>{ say.t("console-conversations-newest") }</Button>
                }
                if let Some(why) = *failed {
                    <Banner icon={Glyph::Critical} tone={Tone::Crit} is_boxed=true>{ say.t(why) }</Banner>
                }
                if thread.is_open {
                    <Field id="answer" label={say.t("console-conversations-answer")}>
                        <TextArea
                            id="answer"
                            value={(*text).clone()}
                            {oninput}
                            n_chars_max={u32::try_from(PRIVATE_MESSAGE_CHARS_MAX).ok()}
                        />
                    </Field>
                } else {
                    <p class="soft">{ say.t(if thread.is_ended { "console-conversations-ended" } else { "console-conversations-closed" }) }</p>
                }
                <div class="row" data-wrap="">
                    if thread.is_open {
                        <Button
                            kind={ButtonKind::Primary}
                            icon={Glyph::Offer}
                            is_disabled={!is_ready}
                            is_busy={*is_sending}
                            onclick={send}
                        >
                            { say.t("console-conversations-send") }
                        </Button>
                    }
                    { end(props.id, thread.is_ended, &say, &onact) }
                </div>
            </div>
        }
    });
    let title = asked.answer.as_ref().map(|thread| {
        let head = &thread.head;
        parts_of([
            AttrValue::from(head.name.clone()),
            AttrValue::from(head.company.clone()),
        ])
    });
    html! { <Panel title={title.unwrap_or_default()}>{ body }</Panel> }
}

/// Ends a conversation, or lets it go on: each takes the other back.
pub(super) fn end(
    conversation: ConversationId,
    is_ended: bool,
    say: &Speech,
    onact: &Callback<Moderation>,
) -> Html {
    let (what, word) = if is_ended {
        (
            Moderation::Reopen { conversation },
            "console-conversations-reopen",
        )
    } else {
        (
            Moderation::End { conversation },
            "console-conversations-end",
        )
    };
    let onclick = onact.reform(move |_: MouseEvent| what.clone());
    html! { <Button {onclick}>{ say.t(word) }</Button> }
}

fn said(line: &PrivateMessage, say: &Speech) -> Html {
    let is_ours = line.writer == Writer::Us;
    html! {
        <li key={line.id.to_string()} data-mine={flag(is_ours)}>
            <p class="sub">{ parts_of([AttrValue::from(line.name.clone()), say.day_short(line.at), say.time(line.at)]) }</p>
            if line.is_hidden {
                <p class="soft">{ say.t("console-conversations-hidden") }</p>
            }
            <p class="text">{ &line.text }</p>
        </li>
    }
}
