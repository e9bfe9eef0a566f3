//! The desk of the site, as this page speaks to it.

use protocol::id::{CommandId, PageId};
use protocol::site::{
    History, Language, LibraryList, PageVersion, SiteDesk, SiteEdit, SiteStale, SiteWish,
};

use crate::console::asked::{AskedWords, Told, answer, read};
use crate::shell::LiveHandle;
use crate::ui::Glyph;

/// What this page says in the place of an answer.
pub(super) const WORDS: AskedWords = AskedWords {
    forbidden: "console-site-forbidden",
    forbidden_text: "console-site-forbidden-text",
    gone: "console-site-gone",
    gone_icon: Glyph::Globe,
    unreachable: "console-site-unreachable",
    old: "console-site-old",
};

/// What became of an edit.
pub(super) enum Edited {
    Done(SiteDesk),
    /// Somebody was faster.
    Stale(Box<SiteStale>),
    /// It cannot stand on a site; the desk's word for why.
    Flawed(String),
    /// The server was not reached, or refused.
    Failed,
}

pub(super) async fn site(live: LiveHandle, _seen: u64) -> Told<SiteDesk> {
    read(SiteDesk::decode(&answer(&live, "GET", "site", &[]).await?))
}

/// The library.
pub(super) async fn files(live: LiveHandle, (): ()) -> Told<LibraryList> {
    read(LibraryList::decode(
        &answer(&live, "GET", "site/files", &[]).await?,
    ))
}

/// The address of a text's versions.
fn way(page: PageId, language: Language) -> String {
    format!("site/pages/{page}/{}", language.tag())
}

/// The versions of a text. What is newest is a part of the question: it is asked again when
/// there is a newer one.
pub(super) async fn history(
    live: LiveHandle,
    (page, language, _latest): (PageId, Language, u32),
) -> Told<History> {
    let way = way(page, language);
    read(History::decode(&answer(&live, "GET", &way, &[]).await?))
}

pub(super) async fn version(
    live: LiveHandle,
    (page, language, number): (PageId, Language, u32),
) -> Told<PageVersion> {
    let way = format!("{}/{number}", way(page, language));
    read(PageVersion::decode(&answer(&live, "GET", &way, &[]).await?))
}

/// The address of a version as visitors would see it.
pub(super) fn preview(
    live: &LiveHandle,
    (page, language, number): (PageId, Language, u32),
) -> String {
    let event = live.profile().event;
    format!("/desk/{event}/{}/{number}/preview", way(page, language))
}

/// Does an edit. When the answer is lost it is sent once more, under the same id.
pub(super) async fn edit(live: &LiveHandle, edit: SiteEdit) -> Edited {
    let command = live.fresh(CommandId::new);
    let body = SiteWish { command, edit }.encode();
    let reply = match live.desk("POST", "site", &body).await {
        None => live.desk("POST", "site", &body).await,
        reply => reply,
    };
    let Some((status, bytes)) = reply else {
        return Edited::Failed;
    };
    match status {
        200..=299 => SiteDesk::decode(&bytes).map_or(Edited::Failed, Edited::Done),
        409 => {
            SiteStale::decode(&bytes).map_or(Edited::Failed, |stale| Edited::Stale(Box::new(stale)))
        }
        422 => Edited::Flawed(String::from_utf8_lossy(&bytes).into_owned()),
        _ => Edited::Failed,
    }
}
