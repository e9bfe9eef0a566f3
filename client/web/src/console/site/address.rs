//! Where a page stands: its address, its place in the menu, and whether it stands at all.

use protocol::site::{Language, PageHead, PageKind};
use yew::prelude::*;

use super::acts::Act;
use crate::console::sure::Sure;
use crate::shell::use_speech;
use crate::ui::{Button, ButtonKind, ButtonSize, Choice, Dialog, Field, Glyph, Panel, TextInput};

#[derive(Properties, PartialEq)]
pub(super) struct AddressProps {
    pub(super) head: PageHead,
    pub(super) language: Language,
    /// The site's part of the address.
    pub(super) site: String,
    pub(super) is_free: bool,
    pub(super) onact: Callback<Act>,
}

/// The panel beside a text.
#[component]
pub(super) fn Address(props: &AddressProps) -> Html {
    let say = use_speech();
    let is_renaming = use_state_eq(|| false);
    let is_removing = use_state_eq(|| false);
    let head = &props.head;
    let Some(text) = head.text(props.language) else {
        return Html::default();
    };
    let set = |state: &UseStateHandle<bool>, to: bool| {
        let state = state.setter();
        Callback::from(move |()| state.set(to))
    };
    let tag = props.language.tag();
    let whole = format!("/e/{}/{tag}/{}", props.site, text.slug);
    let whole = whole.trim_end_matches('/').to_owned();
    let is_in_menu = head.is_in_menu;
    let is_free = props.is_free;
    let onmenu = {
        let onact = props.onact.clone();
        Callback::from(move |()| {
            if is_free {
                onact.emit(Act::Menu(!is_in_menu));
            }
        })
    };
    html! {
        <Panel title={say.t("console-site-place")}>
            <div class="body stack">
                <div>
                    <p class="soft">{ say.t("console-site-address") }</p>
                    if text.published.is_some() {
                        <a class="site-address" href={whole.clone()} target="_blank" rel="noopener">{ whole.clone() }</a>
                    } else {
                        <p class="site-address">{ whole.clone() }</p>
                    }
                </div>
                // The welcome page stands at the site's own address.
                if head.kind != PageKind::Welcome {
                    <Button size={ButtonSize::Small} icon={Glyph::Edit} is_disabled={!is_free} onclick={set(&is_renaming, true).reform(|_: MouseEvent| ())}>
                        { say.t("console-site-rename") }
                    </Button>
                }
                <Choice name="site-menu" is_many=true is_chosen={is_in_menu} onchoose={onmenu}>
                    { say.t("console-site-in-menu") }
                </Choice>
                if head.kind == PageKind::Own {
                    <Button size={ButtonSize::Small} kind={ButtonKind::Quiet} icon={Glyph::Trash} is_disabled={!is_free} onclick={set(&is_removing, true).reform(|_: MouseEvent| ())}>
                        { say.t("console-site-remove") }
                    </Button>
                } else {
                    <p class="soft">{ say.t("console-site-fixed") }</p>
                }
            </div>
            if *is_renaming {
                <Rename
                    slug={text.slug.clone()}
                    onname={props.onact.reform(Act::Rename)}
                    onclose={set(&is_renaming, false)}
                />
            }
            if *is_removing {
                <Sure
                    id="site-remove"
                    title={say.tr("console-site-remove-title", [("title", (&text.title).into())])}
                    text={say.t("console-site-remove-text")}
                    yes={say.t("console-site-remove")}
                    is_danger=true
                    onyes={props.onact.reform(|()| Act::Remove)}
                    onclose={set(&is_removing, false)}
                />
            }
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
struct RenameProps {
    slug: String,
    onname: Callback<String>,
    onclose: Callback<()>,
}

/// The page's part of the address.
#[component]
fn Rename(props: &RenameProps) -> Html {
    let say = use_speech();
    let slug = use_state_eq(|| props.slug.clone());
    let ontyped = {
        let slug = slug.setter();
        Callback::from(move |typed: String| slug.set(typed))
    };
    let onyes = {
        let (slug, onname, onclose) = (slug.clone(), props.onname.clone(), props.onclose.clone());
        Callback::from(move |_: MouseEvent| {
            onclose.emit(());
            onname.emit(slug.trim().to_owned());
        })
    };
    let is_same = slug.trim() == props.slug || slug.trim().is_empty();
    html! {
        <Dialog
            id="site-rename"
            title={say.t("console-site-rename-title")}
            close_label={say.t("console-close")}
            onclose={props.onclose.clone()}
            footer={html! {
                <>
                    <Button onclick={props.onclose.reform(|_: MouseEvent| ())}>{ say.t("console-site-cancel") }</Button>
                    <Button kind={ButtonKind::Primary} is_disabled={is_same} onclick={onyes}>{ say.t("console-site-rename") }</Button>
                </>
            }}
        >
            <Field id="site-slug" label={say.t("console-site-slug")} help={say.t("console-site-slug-help")}>
                <TextInput id="site-slug" value={(*slug).clone()} oninput={ontyped} />
            </Field>
            <p>{ say.t("console-site-rename-text") }</p>
        </Dialog>
    }
}
