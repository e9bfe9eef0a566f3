//! One page in one language: written, looked at, its versions, and what becomes of it.

use protocol::id::PageId;
use protocol::site::{Language, PageDraft, PageHead, PageVersion};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::acts::{Act, Acts};
use super::address::Address;
use super::conflict::Overtaken;
use super::desk;
use super::doing::{Doing, Said};
use super::drafts::Draft;
use super::frame::Frame;
use super::history::Versions;
use super::page::Shared;
use super::standing::{chip, kind_words, language_words, title_of};
use super::write::Write;
use crate::console::asked::Trouble;
use crate::console::route::{Route, SitePart};
use crate::shell::{Speech, use_announcer, use_handle, use_speech};
use crate::ui::{
    Banner, Button, EmptyState, Glyph, Icon, IconSize, Panel, Segment, Segmented, Skeleton, Tone,
};

#[derive(Properties, PartialEq)]
pub(super) struct TextPageProps {
    pub(super) head: PageHead,
    pub(super) language: Language,
    pub(super) shared: Shared,
}

/// The page.
#[component]
pub(super) fn TextPage(props: &TextPageProps) -> Html {
    let (say, live, announcer) = (use_speech(), use_handle(), use_announcer());
    let (head, language, shared) = (&props.head, props.language, &props.shared);
    let key = (head.id, language);
    let base = use_state_eq(|| None::<PageVersion>);
    let trouble = use_state_eq(|| None::<Trouble>);
    let round = use_state_eq(|| 0_u32);
    let view = use_state_eq(|| AttrValue::Static("write"));
    let said = use_state_eq(Said::default);
    let busy = use_state_eq(|| None::<Act>);
    let latest = head.text(language).map_or(0, |text| text.latest);
    {
        let (live, base, trouble) = (live.clone(), base.clone(), trouble.setter());
        use_effect_with((latest, *round), move |(latest, _)| {
            let which = (key.0, key.1, *latest);
            if base.as_ref().is_none_or(|base| base.head.number != which.2) {
                spawn_local(async move {
                    match desk::version(live, which).await {
                        Ok(version) => {
                            base.set(Some(version));
                            trouble.set(None);
                        }
                        Err(why) => trouble.set(Some(why)),
                    }
                });
            }
        });
    }
    let Some(text) = head.text(language) else {
        return html! { <EmptyState icon={Glyph::Globe} title={say.t("console-site-no-page")} /> };
    };
    let draft = shared.drafts.get(&key);
    let shown = draft.map(|draft| draft.text.clone()).or_else(|| {
        base.as_ref().map(|base| PageDraft {
            title: base.head.title.clone(),
            description: base.description.clone(),
            body: base.body.clone(),
        })
    });
    let is_overtaken = draft.is_some_and(|draft| draft.based_on != latest);
    let onact = {
        let doing = Doing {
            live: live.clone(),
            say: say.clone(),
            announcer,
            page: head.id,
            language,
            base: base.setter(),
            said: said.setter(),
            busy: busy.setter(),
            shared: shared.clone(),
        };
        Callback::from(move |act: Act| doing.clone().start(act))
    };
    let onchange = {
        let (base, ondraft, said) = (base.clone(), shared.ondraft.clone(), said.setter());
        let based_on = draft.map_or(latest, |draft| draft.based_on);
        Callback::from(move |text: PageDraft| {
            let is_same = base.as_ref().is_some_and(|base| {
                base.head.number == based_on
                    && (&base.head.title, &base.description, &base.body)
                        == (&text.title, &text.description, &text.body)
            });
            let draft = (!is_same).then_some(Draft { text, based_on });
            said.set(Said::default());
            ondraft.emit((key, draft));
        })
    };
    let ondrop = {
        let (ondraft, said) = (shared.ondraft.clone(), said.setter());
        Callback::from(move |()| {
            said.set(Said::default());
            ondraft.emit((key, None));
        })
    };
    let onview = {
        let view = view.setter();
        Callback::from(move |now: AttrValue| view.set(now))
    };
    let again = {
        let round = round.clone();
        Callback::from(move |_: MouseEvent| round.set(round.wrapping_add(1)))
    };
    let is_free = shared.is_up && busy.is_none();
    let inside = match (&shown, view.as_str()) {
        (_, "preview") => looked((head.id, language, latest), draft.is_some(), &say),
        (_, "versions") => html! {
            <Versions
                of={(head.id, language, latest)}
                published={text.published}
                has_draft={draft.is_some()}
                {is_free}
                onrestore={onact.reform(Act::Restore)}
            />
        },
        (Some(shown), _) => html! {
            <Write
                id={format!("{} {}", head.id, language.tag())}
                text={shown.clone()}
                flaw={said.flaw.clone()}
                pages={links(shared, language)}
                {language}
                {onchange}
            />
        },
        (None, _) => missing(trouble.is_some(), again, &say),
    };
    html! {
        <div class="site-text">
            { top(head, language, draft.is_some(), &view, &onview, &say) }
            <div class="site-columns-two">
                <Panel title={say.t(&format!("console-site-view-{}", *view))}>
                    <div class="body stack">
                        { inside }
                        if is_overtaken {
                            <Overtaken
                                of={(head.id, language, latest)}
                                theirs={base.as_ref().filter(|base| base.head.number == latest).cloned()}
                                is_ready={is_free}
                                ontheirs={ondrop.clone()}
                                onmine={onact.reform(|()| Act::Replace)}
                            />
                        } else if let Some((tone, remark)) = &said.remark {
                            <Banner icon={if *tone == Tone::Live { Glyph::CheckCircle } else { Glyph::Warning }} tone={*tone} is_boxed=true>{ remark }</Banner>
                        }
                        <Acts
                            state={text.state}
                            is_published={text.published.is_some()}
                            is_home={text.slug.is_empty()}
                            has_draft={draft.is_some()}
                            {is_overtaken}
                            {is_free}
                            is_up={shared.is_up}
                            busy={(*busy).clone()}
                            onact={onact.clone()}
                            {ondrop}
                        />
                    </div>
                </Panel>
                <Address
                    head={head.clone()}
                    {language}
                    site={shared.site.settings.as_ref().map(|settings| settings.slug.clone()).unwrap_or_default()}
                    {is_free}
                    {onact}
                />
            </div>
        </div>
    }
}

/// What was saved, as visitors would see it.
fn looked(of: (PageId, Language, u32), has_draft: bool, say: &Speech) -> Html {
    html! {
        <div class="stack">
            if has_draft {
                <p class="soft">{ say.t("console-site-preview-old") }</p>
            }
            <Frame {of} />
        </div>
    }
}

/// What stands in the place of a text that is on its way, or does not come.
fn missing(has_failed: bool, again: Callback<MouseEvent>, say: &Speech) -> Html {
    if has_failed {
        html! {
            <EmptyState
                icon={Glyph::Offline}
                tone={Tone::Crit}
                title={say.t("console-site-unreachable")}
                action={html! { <Button icon={Glyph::Sync} onclick={again}>{ say.t("console-retry") }</Button> }}
            />
        }
    } else {
        html! { <div class="stack" aria-busy="true"><Skeleton /><Skeleton /><Skeleton /></div> }
    }
}

/// The way back, what the page is called, its languages, and how one looks at it.
fn top(
    head: &PageHead,
    language: Language,
    has_draft: bool,
    view: &AttrValue,
    onview: &Callback<AttrValue>,
    say: &Speech,
) -> Html {
    let views = [
        ("write", Glyph::Edit),
        ("preview", Glyph::Eye),
        ("versions", Glyph::Clock),
    ];
    let segments = views.map(|(key, icon)| Segment {
        key: AttrValue::Static(key),
        label: say.t(&format!("console-site-view-{key}")),
        icon: Some(icon),
    });
    let title = head
        .text(language)
        .map_or_else(|| title_of(head), |text| &text.title);
    let kind = Some(kind_words(head.kind, say)).filter(|kind| kind != title);
    html! {
        <>
            <div class="site-top">
                <a class="btn" data-kind="quiet" href="#/site">
                    <Icon glyph={Glyph::Back} size={IconSize::Small} />
                    { say.t("console-site-back") }
                </a>
                <h2 class="grow">{ title }</h2>
                <span class="soft">{ kind.unwrap_or_default() }</span>
            </div>
            <div class="site-top">
                <nav class="segmented" aria-label={say.t("console-site-languages")}>
                    { for Language::ALL.map(|one| html! {
                        <a
                            key={one.tag()}
                            href={format!("#{}", Route::Site(SitePart::Text(head.id, one)).path())}
                            aria-current={(one == language).then_some("page")}
                        >
                            { language_words(one, say) }
                        </a>
                    }) }
                </nav>
                <Segmented label={say.t("console-site-view")} segments={segments.to_vec()} chosen={view.clone()} onchoose={onview.clone()} />
                { head.text(language).map(|text| chip(text, has_draft, say)).unwrap_or_default() }
            </div>
        </>
    }
}

/// The addresses of the site's pages, for links between them.
fn links(shared: &Shared, language: Language) -> Vec<(String, String)> {
    let Some(settings) = &shared.site.settings else {
        return Vec::new();
    };
    let link = |head: &PageHead| {
        let text = head.text(language)?;
        let address = format!("/e/{}/{}/{}", settings.slug, language.tag(), text.slug);
        Some((address.trim_end_matches('/').to_owned(), text.title.clone()))
    };
    shared.site.pages.iter().filter_map(link).collect()
}
