//! Every page of the site, in the order of the menu.

use gloo::utils::document;
use protocol::id::PageId;
use protocol::limits::SITE_PAGES_MAX;
use protocol::site::{Language, PageHead, SiteEdit};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::add::AddPage;
use super::desk::{self, Edited};
use super::page::Shared;
use super::standing::{chip, flaw_words, kind_words, language_words, title_of};
use crate::console::parts::parts_of;
use crate::console::route::{Route, SitePart};
use crate::shell::{Speech, use_announcer, use_handle, use_speech};
use crate::ui::{Banner, Button, ButtonKind, Chip, EmptyState, Glyph, IconButton, Panel};

#[derive(Properties, PartialEq)]
pub(super) struct PagesProps {
    pub(super) shared: Shared,
}

/// The list.
#[component]
pub(super) fn Pages(props: &PagesProps) -> Html {
    let (say, live, announcer) = (use_speech(), use_handle(), use_announcer());
    let shared = &props.shared;
    let is_adding = use_state_eq(|| false);
    let is_busy = use_state_eq(|| false);
    let remark = use_state_eq(|| None::<AttrValue>);
    let hand = use_state_eq(|| None::<(PageId, &'static str)>);
    let order: Vec<PageId> = shared.site.pages.iter().map(|page| page.id).collect();
    // A row that goes elsewhere drops the focus, which is put back once it is there.
    use_effect_with((order, *hand), |(_, hand)| {
        if let Some((page, way)) = hand {
            refocus(&format!("#site-{way}-{page} button"));
        }
    });
    let pages: Vec<&PageHead> = shared.site.pages.iter().collect();
    let onmove = {
        let (shared, say) = (shared.clone(), say.clone());
        let (is_busy, remark, hand) = (is_busy.setter(), remark.setter(), hand.setter());
        Callback::from(
            move |(page, other, way): (PageHead, PageHead, &'static str)| {
                is_busy.set(true);
                let (live, shared, say, announcer) =
                    (live.clone(), shared.clone(), say.clone(), announcer.clone());
                let (is_busy, remark, hand) = (is_busy.clone(), remark.clone(), hand.clone());
                spawn_local(async move {
                    let edit = SiteEdit::PlacePage {
                        page: page.id,
                        seen: page.revision,
                        position: other.position,
                        is_in_menu: page.is_in_menu,
                    };
                    match desk::edit(&live, edit).await {
                        Edited::Done(now) => {
                            let at = now.pages.iter().position(|head| head.id == page.id);
                            announcer.say(say.tr(
                                "console-site-moved",
                                [
                                    ("title", title_of(&page).into()),
                                    ("place", at.map_or(0, |at| at + 1).into()),
                                ],
                            ));
                            remark.set(None);
                            hand.set(Some((page.id, way)));
                            shared.ondesk.emit(now);
                        }
                        Edited::Stale(stale) => {
                            remark.set(Some(say.t("console-site-moved-on")));
                            shared.ondesk.emit(stale.desk);
                        }
                        Edited::Flawed(word) => remark.set(Some(flaw_words(&word, &say))),
                        Edited::Failed => remark.set(Some(say.t("console-site-not-done"))),
                    }
                    is_busy.set(false);
                });
            },
        )
    };
    let is_free = shared.is_up && !*is_busy;
    let open = |to: bool| {
        let is_adding = is_adding.setter();
        Callback::from(move |()| is_adding.set(to))
    };
    let is_full = pages.len() >= SITE_PAGES_MAX;
    let actions = html! {
        <Button
            kind={ButtonKind::Primary}
            icon={Glyph::Plus}
            is_disabled={!is_free || is_full}
            title={is_full.then(|| say.tr("console-site-full", [("count", SITE_PAGES_MAX.into())]))}
            onclick={open(true).reform(|_: MouseEvent| ())}
        >
            { say.t("console-site-add") }
        </Button>
    };
    html! {
        <Panel title={say.t("console-site-tab-pages")} count={pages.len()} {actions}>
            if let Some(remark) = &*remark {
                <Banner icon={Glyph::Warning}>{ remark }</Banner>
            }
            if pages.is_empty() {
                <EmptyState icon={Glyph::Globe} title={say.t("console-site-none")} />
            } else {
                <ol class="site-pages">
                    { for pages.iter().enumerate().map(|(at, page)| {
                        let above = at.checked_sub(1).map(|at| pages[at]);
                        let below = pages.get(at + 1).copied();
                        row(page, (above, below), is_free, shared, &onmove, &say)
                    }) }
                </ol>
            }
            if *is_adding {
                <AddPage shared={shared.clone()} onclose={open(false)} />
            }
        </Panel>
    }
}

fn row(
    page: &PageHead,
    (above, below): (Option<&PageHead>, Option<&PageHead>),
    is_free: bool,
    shared: &Shared,
    onmove: &Callback<(PageHead, PageHead, &'static str)>,
    say: &Speech,
) -> Html {
    let id = page.id;
    let title = title_of(page);
    let kind = Some(kind_words(page.kind, say)).filter(|kind| kind != title);
    let menu = (!page.is_in_menu).then(|| say.t("console-site-not-in-menu"));
    let step = |to: Option<&PageHead>, way: &'static str| {
        let (page, to, onmove) = (page.clone(), to.cloned(), onmove.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(to) = &to {
                onmove.emit((page.clone(), to.clone(), way));
            }
        })
    };
    let button = |to: Option<&PageHead>, way: &'static str, glyph: Glyph| {
        let key = format!("console-site-move-{way}");
        html! {
            <span id={format!("site-{way}-{id}")}>
                <IconButton
                    {glyph}
                    label={say.tr(&key, [("title", title.into())])}
                    is_disabled={!is_free || to.is_none()}
                    onclick={step(to, way)}
                />
            </span>
        }
    };
    html! {
        <li key={id.to_string()}>
            <div class="site-page-what">
                <p class="title">{ title }</p>
                <p class="sub">{ parts_of(kind.into_iter().chain(menu)) }</p>
            </div>
            <ul class="site-page-texts">
                { for page.texts.iter().map(|text| {
                    let language = text.language;
                    let has_draft = shared.drafts.contains_key(&(id, language));
                    html! {
                        <li key={language.tag()}>
                            <a class="btn" data-size="s" href={format!("#{}", Route::Site(SitePart::Text(id, language)).path())}>
                                { language_words(language, say) }
                                <span class="sr-only">{ format!(" – {title}") }</span>
                            </a>
                            { chip(text, has_draft, say) }
                            if language == Language::English && !shows(shared, language) {
                                <Chip>{ say.t("console-site-not-shown") }</Chip>
                            }
                        </li>
                    }
                }) }
            </ul>
            <div class="site-page-moves">
                { button(above, "up", Glyph::Up) }
                { button(below, "down", Glyph::Down) }
            </div>
        </li>
    }
}

/// Whether visitors are shown a language at all.
fn shows(shared: &Shared, language: Language) -> bool {
    let settings = shared.site.settings.as_ref();
    settings.is_some_and(|settings| settings.languages.contains(&language))
}

fn refocus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(button) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        // Focus fails only for an element that has just left the page.
        drop(button.focus());
    }
}
