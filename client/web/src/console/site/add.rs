//! A page of one's own.

use protocol::id::PageId;
use protocol::site::{Language, PageDraft, SiteEdit};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desk::{self, Edited};
use super::page::Shared;
use super::standing::flaw_words;
use crate::console::route::{Route, SitePart};
use crate::shell::{go_to, use_handle, use_speech};
use crate::ui::{Banner, Button, ButtonKind, Choice, Dialog, Field, Glyph, TextInput, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct AddPageProps {
    pub(super) shared: Shared,
    pub(super) onclose: Callback<()>,
}

/// Asks for the two titles; the rest is written on the page itself.
#[component]
pub(super) fn AddPage(props: &AddPageProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let french = use_state_eq(String::new);
    let english = use_state_eq(String::new);
    let is_in_menu = use_state_eq(|| true);
    let trouble = use_state_eq(|| None::<AttrValue>);
    let is_busy = use_state_eq(|| false);
    // The same id as long as it is the same page: pressed twice, it is added once.
    let page = *use_state(|| live.fresh(PageId::new));
    let type_into = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |typed: String| state.set(typed))
    };
    let onadd = {
        let (say, shared) = (say.clone(), props.shared.clone());
        let (french, english, is_in_menu) = ((*french).clone(), (*english).clone(), *is_in_menu);
        let (trouble, is_busy) = (trouble.setter(), is_busy.setter());
        Callback::from(move |_: MouseEvent| {
            let draft = |title: &str| PageDraft {
                title: title.trim().to_owned(),
                description: String::new(),
                body: String::new(),
            };
            let edit = SiteEdit::AddPage {
                page,
                is_in_menu,
                french: draft(&french),
                english: draft(&english),
            };
            is_busy.set(true);
            let (live, say, shared) = (live.clone(), say.clone(), shared.clone());
            let (trouble, is_busy) = (trouble.clone(), is_busy.clone());
            spawn_local(async move {
                match desk::edit(&live, edit).await {
                    Edited::Done(now) => {
                        shared.ondesk.emit(now);
                        go_to(&Route::Site(SitePart::Text(page, Language::French)).path());
                        return;
                    }
                    Edited::Flawed(word) => trouble.set(Some(flaw_words(&word, &say))),
                    Edited::Stale(_) | Edited::Failed => {
                        trouble.set(Some(say.t("console-site-not-done")));
                    }
                }
                is_busy.set(false);
            });
        })
    };
    let is_ready = !french.trim().is_empty() && !english.trim().is_empty();
    let onmenu = {
        let is_in_menu = is_in_menu.clone();
        Callback::from(move |()| is_in_menu.set(!*is_in_menu))
    };
    html! {
        <Dialog
            id="site-add"
            title={say.t("console-site-add-title")}
            close_label={say.t("console-close")}
            onclose={props.onclose.clone()}
            footer={html! {
                <>
                    <Button onclick={props.onclose.reform(|_: MouseEvent| ())}>{ say.t("console-site-cancel") }</Button>
                    <Button kind={ButtonKind::Primary} icon={Glyph::Plus} is_disabled={!is_ready} is_busy={*is_busy} onclick={onadd}>{ say.t("console-site-add") }</Button>
                </>
            }}
        >
            <div class="stack">
                <Field id="site-add-french" label={say.t("console-site-add-french")} help={say.t("console-site-add-help")}>
                    <TextInput id="site-add-french" value={(*french).clone()} oninput={type_into(&french)} />
                </Field>
                <Field id="site-add-english" label={say.t("console-site-add-english")}>
                    <TextInput id="site-add-english" value={(*english).clone()} oninput={type_into(&english)} />
                </Field>
                <Choice name="site-add-menu" is_many=true is_chosen={*is_in_menu} onchoose={onmenu}>{ say.t("console-site-in-menu") }</Choice>
                if let Some(trouble) = &*trouble {
                    <Banner icon={Glyph::Warning} tone={Tone::Crit} is_boxed=true>{ trouble }</Banner>
                }
            </div>
        </Dialog>
    }
}
