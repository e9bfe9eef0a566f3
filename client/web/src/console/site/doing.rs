//! What an edit of a text does: asks the desk, tries again where nothing was lost, and says what
//! came of it.

use protocol::id::PageId;
use protocol::site::{Language, PageHead, PageVersion, SiteDesk, SiteEdit};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::acts::Act;
use super::desk::{self, Edited};
use super::drafts::{Draft, typed};
use super::page::Shared;
use super::standing::flaw_words;
use crate::console::route::{Route, SitePart};
use crate::shell::{Announcer, LiveHandle, Speech, go_to};
use crate::ui::Tone;

/// How often an edit is sent anew when something else of the page was edited meanwhile.
const ATTEMPTS_MAX: usize = 3;

/// What the desk said last.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Said {
    /// Its word for what cannot stand on a site.
    pub(super) flaw: Option<String>,
    pub(super) remark: Option<(Tone, AttrValue)>,
}

impl Said {
    fn remark(tone: Tone, words: AttrValue) -> Self {
        Self {
            flaw: None,
            remark: Some((tone, words)),
        }
    }
}

/// Everything that an edit needs, and where its outcome goes.
#[derive(Clone)]
pub(super) struct Doing {
    pub(super) live: LiveHandle,
    pub(super) say: Speech,
    pub(super) announcer: Announcer,
    pub(super) page: PageId,
    pub(super) language: Language,
    pub(super) base: UseStateSetter<Option<PageVersion>>,
    pub(super) said: UseStateSetter<Said>,
    pub(super) busy: UseStateSetter<Option<Act>>,
    pub(super) shared: Shared,
}

impl Doing {
    pub(super) fn start(self, act: Act) {
        self.busy.set(Some(act.clone()));
        spawn_local(async move {
            let said = self.act(&act).await;
            if let Some((_, words)) = &said.remark {
                self.announcer.say(words.clone());
            }
            self.said.set(said);
            self.busy.set(None);
        });
    }

    /// The page as the desk has it, or as an edit of one's own left it.
    fn head<'a>(&self, site: &'a SiteDesk) -> Option<&'a PageHead> {
        site.pages.iter().find(|head| head.id == self.page)
    }

    async fn act(&self, act: &Act) -> Said {
        let draft = typed((self.page, self.language));
        let mut site = self.shared.site.clone();
        for _ in 0..ATTEMPTS_MAX {
            let Some(head) = self.head(&site) else {
                return Said::remark(Tone::Crit, self.say.t("console-site-no-page"));
            };
            let latest = head.text(self.language).map_or(0, |text| text.latest);
            let Some(edit) = self.edit(act, head, draft.as_ref()) else {
                return Said::default();
            };
            match desk::edit(&self.live, edit).await {
                Edited::Done(now) => return self.done(act, now, draft).await,
                Edited::Stale(stale) => {
                    self.shared.ondesk.emit(stale.desk.clone());
                    site = stale.desk;
                    let head = self.head(&site);
                    let text = head.and_then(|head| head.text(self.language));
                    // Another language, or the page's place: what was seen is still what is there.
                    if text.is_none_or(|text| text.latest != latest) {
                        return if matches!(act, Act::Save | Act::Replace) {
                            Said::default()
                        } else {
                            Said::remark(Tone::Warn, self.say.t("console-site-moved-on"))
                        };
                    }
                }
                Edited::Flawed(word) => {
                    let words = flaw_words(&word, &self.say);
                    return Said {
                        flaw: Some(word),
                        remark: Some((Tone::Crit, words)),
                    };
                }
                Edited::Failed => break,
            }
        }
        Said::remark(Tone::Crit, self.say.t("console-site-not-done"))
    }

    fn edit(&self, act: &Act, head: &PageHead, draft: Option<&Draft>) -> Option<SiteEdit> {
        let (page, seen, language) = (self.page, head.revision, self.language);
        Some(match act {
            Act::Save | Act::Replace => SiteEdit::WritePage {
                page,
                seen,
                language,
                draft: draft?.text.clone(),
            },
            Act::Validate => SiteEdit::Validate {
                page,
                seen,
                language,
            },
            Act::Publish => SiteEdit::Publish {
                page,
                seen,
                language,
            },
            Act::Withdraw => SiteEdit::Withdraw {
                page,
                seen,
                language,
            },
            Act::Restore(number) => SiteEdit::Restore {
                page,
                seen,
                language,
                number: *number,
            },
            Act::Rename(slug) => SiteEdit::RenamePage {
                page,
                seen,
                language,
                slug: slug.clone(),
            },
            Act::Menu(is_in_menu) => SiteEdit::PlacePage {
                page,
                seen,
                position: head.position,
                is_in_menu: *is_in_menu,
            },
            Act::Remove => SiteEdit::RemovePage { page, seen },
        })
    }

    async fn done(&self, act: &Act, now: SiteDesk, sent: Option<Draft>) -> Said {
        let key = (self.page, self.language);
        let head = self.head(&now);
        let latest = head.and_then(|head| head.text(self.language));
        let latest = latest.map(|text| text.latest);
        let words = match act {
            Act::Save | Act::Replace => "console-site-saved",
            Act::Validate => "console-site-validated",
            Act::Publish => "console-site-published",
            Act::Withdraw => "console-site-withdrawn",
            Act::Restore(_) => "console-site-restored",
            Act::Rename(_) => "console-site-renamed",
            Act::Menu(_) => "console-site-placed",
            Act::Remove => "console-site-removed",
        };
        let mut said = Said::remark(Tone::Live, self.say.t(words));
        match (act, latest) {
            (Act::Save | Act::Replace | Act::Restore(_), Some(number)) => {
                let which = (self.page, self.language, number);
                let kept = desk::version(self.live.clone(), which).await.ok();
                if let (Some(kept), Some(sent)) = (&kept, &sent)
                    && !matches!(act, Act::Restore(_))
                    && kept.body != sent.text.body
                {
                    said = Said::remark(Tone::Warn, self.say.t("console-site-cleaned"));
                }
                let typed = typed(key).filter(|_| !matches!(act, Act::Restore(_)));
                // Whoever went on typing goes on from what was just saved.
                let newer = typed.filter(|typed| Some(typed) != sent.as_ref());
                let newer = newer.map(|typed| Draft {
                    based_on: number,
                    ..typed
                });
                self.shared.ondraft.emit((key, newer));
                if kept.is_some() {
                    self.base.set(kept);
                }
            }
            (Act::Remove, _) => {
                for language in Language::ALL {
                    self.shared.ondraft.emit(((self.page, language), None));
                }
                go_to(&Route::Site(SitePart::Pages).path());
            }
            _ => {}
        }
        self.shared.ondesk.emit(now);
        said
    }
}
