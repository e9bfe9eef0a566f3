//! The desk of private messages, as this page speaks to it.

use protocol::correspondence::{
    ConversationPage, MessageSettings, Moderation, ModerationWish, ReportPage, Thread,
};
use protocol::id::{CommandId, ConversationId, MessageId};

use crate::console::asked::{AskedWords, Told, answer, read};
use crate::shell::LiveHandle;
use crate::ui::Glyph;

/// What this page says in the place of an answer.
pub(super) const WORDS: AskedWords = AskedWords {
    forbidden: "console-conversations-forbidden",
    forbidden_text: "console-conversations-forbidden-text",
    gone: "console-conversations-gone",
    gone_icon: Glyph::Message,
    unreachable: "console-letters-unreachable",
    old: "console-letters-old",
};

fn behind(after: Option<impl ToString>) -> String {
    after.map_or_else(String::new, |id| format!("?after={}", id.to_string()))
}

/// A page of what was written to the team. The entry that rang is a part of the question.
pub(super) async fn list(
    live: LiveHandle,
    (after, _rang): (Option<ConversationId>, u64),
) -> Told<ConversationPage> {
    let way = format!("conversations{}", behind(after));
    read(ConversationPage::decode(
        &answer(&live, "GET", &way, &[]).await?,
    ))
}

/// A conversation, up to a message.
pub(super) async fn thread(
    live: LiveHandle,
    (id, before, _rang): (ConversationId, Option<u32>, u64),
) -> Told<Thread> {
    let before = before.map_or_else(String::new, |number| format!("?before={number}"));
    let way = format!("conversations/{id}{before}");
    read(Thread::decode(&answer(&live, "GET", &way, &[]).await?))
}

pub(super) async fn reports(
    live: LiveHandle,
    (after, _rang): (Option<MessageId>, u64),
) -> Told<ReportPage> {
    let way = format!("message-reports{}", behind(after));
    read(ReportPage::decode(&answer(&live, "GET", &way, &[]).await?))
}

/// Does something about messages; once, though it is sent again when no answer came.
pub(super) async fn moderate(live: &LiveHandle, what: Moderation) -> bool {
    let command = live.fresh(CommandId::new);
    let body = ModerationWish { command, what }.encode();
    let reply = match live.desk("POST", "message-reports", &body).await {
        None => live.desk("POST", "message-reports", &body).await,
        reply => reply,
    };
    reply.is_some_and(|(status, _)| status == 204)
}

pub(super) async fn settings(live: LiveHandle, _rang: u64) -> Told<MessageSettings> {
    let body = answer(&live, "GET", "message-settings", &[]).await?;
    read(MessageSettings::decode(&body))
}

/// What became of settings: those that count now, and whether they are one's own.
pub(super) async fn save(
    live: &LiveHandle,
    settings: &MessageSettings,
) -> Option<(bool, MessageSettings)> {
    let wish = settings.encode();
    let (status, body) = live.desk("POST", "message-settings", &wish).await?;
    let now = MessageSettings::decode(&body);
    match status {
        200 => Some((true, now.ok()?)),
        409 => Some((false, now.ok()?)),
        _ => None,
    }
}
