//! The desk of letters, as this page speaks to it.

use protocol::id::LetterId;
use protocol::post::{
    LetterAnswer, LetterStanding, LettersDone, OutboxPage, PostSettings, PostSettingsOutcome,
    PostSettingsPage, TemplateOutcome, TemplateWish, TemplatesPage,
};

use crate::console::asked::{AskedWords, Told, answer, read};
use crate::shell::LiveHandle;
use crate::ui::Glyph;

/// What this page says in the place of an answer.
pub(super) const WORDS: AskedWords = AskedWords {
    forbidden: "console-letters-forbidden",
    forbidden_text: "console-letters-forbidden-text",
    gone: "console-letters-gone",
    gone_icon: Glyph::Mail,
    unreachable: "console-letters-unreachable",
    old: "console-letters-old",
};

/// The address of something of the desk.
pub(super) fn address(live: &LiveHandle, way: &str) -> String {
    format!("/desk/{}/{way}", live.profile().event)
}

/// Which letters, and behind which one.
pub(super) type Which = (Option<LetterStanding>, Option<LetterId>);

pub(super) async fn outbox(live: LiveHandle, (only, after): Which) -> Told<OutboxPage> {
    let only = only.map_or("", LetterStanding::word);
    let after = after.map_or_else(String::new, |id| format!("&after={id}"));
    let way = format!("letters?only={only}{after}");
    read(OutboxPage::decode(&answer(&live, "GET", &way, &[]).await?))
}

pub(super) async fn open(live: LiveHandle, id: LetterId) -> Told<LetterAnswer> {
    let way = format!("letters/{id}");
    read(LetterAnswer::decode(
        &answer(&live, "GET", &way, &[]).await?,
    ))
}

/// Tries one again, or every failed one. How many.
pub(super) async fn retry(live: &LiveHandle, id: Option<LetterId>) -> Told<u32> {
    let way = match id {
        Some(id) => format!("letters/{id}/retry"),
        None => "letters/retry".to_owned(),
    };
    let done = read(LettersDone::decode(&answer(live, "POST", &way, &[]).await?))?;
    Ok(done.n_letters)
}

pub(super) async fn cancel(live: &LiveHandle, id: LetterId) -> Told<()> {
    let way = format!("letters/{id}/cancel");
    answer(live, "POST", &way, &[]).await.map(drop)
}

pub(super) async fn switch(live: &LiveHandle, is_on: bool) -> Told<()> {
    let way = if is_on { "letters/on" } else { "letters/off" };
    answer(live, "POST", way, &[]).await.map(drop)
}

pub(super) async fn templates(live: LiveHandle, (): ()) -> Told<TemplatesPage> {
    read(TemplatesPage::decode(
        &answer(&live, "GET", "letter-templates", &[]).await?,
    ))
}

/// Looks at words (`preview`), sends them to oneself (`test`), or saves them (`save`).
pub(super) async fn words(
    live: &LiveHandle,
    act: &str,
    wish: &TemplateWish,
) -> Told<TemplateOutcome> {
    let way = format!("letter-templates/{act}");
    read(TemplateOutcome::decode(
        &answer(live, "POST", &way, &wish.encode()).await?,
    ))
}

pub(super) async fn settings(live: LiveHandle, (): ()) -> Told<PostSettingsPage> {
    read(PostSettingsPage::decode(
        &answer(&live, "GET", "letter-settings", &[]).await?,
    ))
}

pub(super) async fn save_settings(
    live: &LiveHandle,
    wish: &PostSettings,
) -> Told<PostSettingsOutcome> {
    read(PostSettingsOutcome::decode(
        &answer(live, "POST", "letter-settings", &wish.encode()).await?,
    ))
}
