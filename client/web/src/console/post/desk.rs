//! The desk of letters, as this page speaks to it.

use protocol::id::LetterId;
use protocol::post::{
    LetterAnswer, LetterStanding, LettersDone, OutboxPage, PostSettings, PostSettingsOutcome,
    PostSettingsPage, TemplateOutcome, TemplateWish, TemplatesPage,
};

use crate::shell::LiveHandle;

/// Why an answer is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The server was not reached, or not in order.
    Unreachable,
    /// This member of the team may not read what was written.
    Forbidden,
    /// The letter is gone, or stands elsewhere by now.
    Gone,
}

/// What the desk is asked for, read or not.
pub(super) type Told<T> = Result<T, Trouble>;

async fn answer(live: &LiveHandle, method: &str, way: &str, body: &[u8]) -> Told<Vec<u8>> {
    let reply = live.desk(method, way, body).await;
    let (status, bytes) = reply.ok_or(Trouble::Unreachable)?;
    match status {
        // A flaw is an answer like another.
        200..=299 | 409 => Ok(bytes),
        401 | 403 => Err(Trouble::Forbidden),
        404 => Err(Trouble::Gone),
        _ => Err(Trouble::Unreachable),
    }
}

fn read<T>(decoded: Result<T, String>) -> Told<T> {
    decoded.map_err(|_| Trouble::Unreachable)
}

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
