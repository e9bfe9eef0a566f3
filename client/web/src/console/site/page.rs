//! The page: every page of the site, one text, or the settings.

use client_core::feed::FeedWhat;
use protocol::id::EventId;
use protocol::site::{SiteDesk, SiteSettings};
use protocol::{DeskThing, Function};
use yew::prelude::*;

use super::desk;
use super::drafts::{Draft, Key, use_drafts};
use super::pages::Pages;
use super::settings::Settings;
use super::text::TextPage;
use crate::console::asked::use_asked;
use crate::console::route::{Route, SitePart};
use crate::shell::{Changes, Glance, Speech, go_to, use_handle, use_live, use_speech};
use crate::ui::{EmptyState, Glyph, Icon, IconSize, Tab, TabPanel, Tabs};

#[derive(Properties, PartialEq)]
pub(in crate::console) struct SitePageProps {
    pub(in crate::console) part: SitePart,
}

/// The public site, for whom it is open and who sees everybody.
#[component]
pub(in crate::console) fn SitePage(props: &SitePageProps) -> Html {
    let say = use_speech();
    let parts = Changes::STATE.and(Changes::LINK).and(Changes::FEED);
    let seen = use_live(parts, (), |glance, ()| {
        let model = glance.model;
        (
            model.may_for_everybody(Function::Site),
            model.link().is_up(),
            newest_edit(glance),
        )
    });
    let (may_edit, is_up, edited) = *seen;
    html! {
        if may_edit {
            <Inside part={props.part} {is_up} {edited} />
        } else {
            <div class="stage-head"><h1>{ say.t("console-nav-site") }</h1></div>
            <EmptyState
                icon={Glyph::Lock}
                title={say.t("console-site-forbidden")}
                text={say.t("console-site-forbidden-text")}
            />
        }
    }
}

/// The newest entry that says that the site was edited. Another one is another question to the
/// desk.
fn newest_edit(glance: &Glance<'_>) -> u64 {
    let mut items = glance.model.feed().newest_first();
    let newest = items.find(|item| {
        matches!(
            item.what,
            FeedWhat::DeskEdited {
                what: DeskThing::Site | DeskThing::SitePage
            }
        )
    });
    newest.map_or(0, |item| item.seq)
}

#[derive(Properties, PartialEq)]
struct InsideProps {
    part: SitePart,
    is_up: bool,
    edited: u64,
}

#[component]
fn Inside(props: &InsideProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let (drafts, ondraft) = use_drafts();
    // What an edit of one's own made of the site, until the desk is asked again.
    let made = use_state_eq(|| None::<SiteDesk>);
    let known = use_state_eq(|| None::<SiteDesk>);
    let asked = use_asked(props.edited, None, desk::site);
    {
        let (known, made) = (known.setter(), made.setter());
        use_effect_with(asked.answer.clone(), move |answer| {
            if let Some(answer) = answer {
                known.set(Some(answer.clone()));
                made.set(None);
            }
        });
    }
    let mut asked = asked;
    // While it is asked again, what was there stays in sight.
    asked.answer = (*made).clone().or(asked.answer).or((*known).clone());
    let ondesk = {
        let made = made.setter();
        use_callback((), move |desk: SiteDesk, ()| made.set(Some(desk)))
    };
    let link = asked
        .answer
        .as_ref()
        .and_then(|desk| desk.settings.as_ref());
    html! {
        <>
            <div class="stage-head">
                <h1>{ say.t("console-nav-site") }</h1>
                { link.map(|settings| visit(settings, live.profile().event, &say)).unwrap_or_default() }
            </div>
            <div class="desk-site">
                { asked.show(&say, &desk::WORDS, |site| {
                    let shared = Shared {
                        site: site.clone(),
                        is_up: props.is_up,
                        drafts: drafts.clone(),
                        ondraft: ondraft.clone(),
                        ondesk,
                    };
                    inside(props.part, shared, &say)
                }) }
            </div>
        </>
    }
}

/// What every part of this page needs.
#[derive(Clone, PartialEq)]
pub(super) struct Shared {
    pub(super) site: SiteDesk,
    pub(super) is_up: bool,
    pub(super) drafts: super::drafts::Drafts,
    pub(super) ondraft: Callback<(Key, Option<Draft>)>,
    /// Told what an edit made of the site.
    pub(super) ondesk: Callback<SiteDesk>,
}

/// The way to what visitors see.
fn visit(settings: &SiteSettings, event: EventId, say: &Speech) -> Html {
    html! {
        <div class="row end" data-wrap="">
            <a class="btn" href={format!("/desk/{event}/library")}>{ say.t("console-site-library") }</a>
            <a class="btn" href={format!("/desk/{event}/look")}>{ say.t("console-site-appearance") }</a>
            <a class="btn" href={format!("/e/{}", settings.slug)} target="_blank" rel="noopener">
                <Icon glyph={Glyph::LinkOut} size={IconSize::Small} />
                { say.t("console-site-visit") }
            </a>
        </div>
    }
}

fn inside(part: SitePart, shared: Shared, say: &Speech) -> Html {
    if shared.site.settings.is_none() {
        return html! { <Settings {shared} /> };
    }
    if let SitePart::Text(page, language) = part {
        let Some(head) = shared.site.pages.iter().find(|head| head.id == page) else {
            return html! {
                <EmptyState
                    icon={Glyph::Globe}
                    title={say.t("console-site-no-page")}
                    action={html! { <a class="btn" href="#/site">{ say.t("console-site-back") }</a> }}
                />
            };
        };
        let head = head.clone();
        return html! { <TextPage key={format!("{page} {}", language.tag())} {head} {language} {shared} /> };
    }
    let open = AttrValue::Static(if part == SitePart::Settings {
        "settings"
    } else {
        "pages"
    });
    let tab = |key: &'static str, count: Option<usize>| Tab {
        key: AttrValue::Static(key),
        label: say.t(&format!("console-site-tab-{key}")),
        count,
    };
    let n_pages = shared.site.pages.len();
    let tabs = vec![tab("pages", Some(n_pages)), tab("settings", None)];
    let onopen = Callback::from(|name: AttrValue| {
        let part = if name == "settings" {
            SitePart::Settings
        } else {
            SitePart::Pages
        };
        go_to(&Route::Site(part).path());
    });
    html! {
        <>
            <Tabs id="site" label={say.t("console-nav-site")} {tabs} open={open.clone()} {onopen} />
            <TabPanel id="site" {open}>
                if part == SitePart::Settings {
                    <Settings {shared} />
                } else {
                    <Pages {shared} />
                }
            </TabPanel>
        </>
    }
}
