//! A list of keywords: add, rename, remove.

use client_core::limits::PAGE_ROWS_MAX;
use client_core::view::console::vocabulary::{Edit, KeywordRow, found};
use protocol::KeywordKind;
use yew::prelude::*;

use super::ListProps;
use crate::console::settings::overtaken::Overtaken;
use crate::console::settings::sent::Told;
use crate::shell::use_speech;
use crate::ui::{
    Button, EmptyState, Field, Glyph, IconButton, Item, ItemList, Panel, SearchInput, TextInput,
};

#[derive(Properties, PartialEq)]
pub(super) struct KeywordListProps {
    pub(super) kind: KeywordKind,
    pub(super) list: ListProps,
}

const fn name(kind: KeywordKind) -> &'static str {
    match kind {
        KeywordKind::Topic => "topics",
        KeywordKind::Cooperation => "cooperations",
    }
}

/// The keywords of one kind.
#[component]
pub(super) fn KeywordList(props: &KeywordListProps) -> Html {
    let say = use_speech();
    let search = use_state_eq(AttrValue::default);
    let typed = use_state_eq(AttrValue::default);
    let flaw = use_state_eq(|| None::<AttrValue>);
    let (kind, list) = (props.kind, &props.list);
    let n_of_kind = found(&list.rows, kind, "").len();
    let found = found(&list.rows, kind, &search);
    let id = name(kind);
    let send = {
        let (send, flaw) = (list.send.clone(), flaw.clone());
        move |edit: Edit, done: Callback<bool>| {
            let flaw = flaw.clone();
            let told = Callback::from(move |told: Told| {
                done.emit(told.is_ok());
                flaw.set(told.err());
            });
            send.emit((edit, told));
        }
    };
    let edit = Callback::from({
        let send = send.clone();
        move |(edit, done): (Edit, Callback<bool>)| send(edit, done)
    });
    let onadd = {
        let (send, typed) = (send.clone(), typed.clone());
        Callback::from(move |_: MouseEvent| {
            let labels = typed
                .split('|')
                .map(str::trim)
                .filter(|label| !label.is_empty());
            let labels = labels.map(str::to_owned).collect();
            let typed = typed.setter();
            let done = Callback::from(move |is_done| {
                if is_done {
                    typed.set(AttrValue::default());
                }
            });
            send(Edit::AddKeywords { kind, labels }, done);
        })
    };
    let title = say.t(&format!("console-vocabulary-{id}"));
    html! {
        <Panel {title} count={n_of_kind}>
            if list.may_act {
                <div class="body row vocabulary-add" data-wrap="">
                    <Field
                        id={format!("vocabulary-{id}")}
                        label={say.t("console-vocabulary-add-keyword")}
                        error={(*flaw).clone()}
                    >
                        <TextInput
                            id={format!("vocabulary-{id}")}
                            value={(*typed).clone()}
                            is_invalid={flaw.is_some()}
                            oninput={
                                let typed = typed.clone();
                                Callback::from(move |text: String| typed.set(AttrValue::from(text)))
                            }
                        />
                    </Field>
                    <Button icon={Glyph::Plus} is_disabled={typed.trim().is_empty()} onclick={onadd}>
                        { say.t("console-vocabulary-add") }
                    </Button>
                </div>
            }
            if n_of_kind > PAGE_ROWS_MAX / 4 {
                <div class="body">
                    <SearchInput
                        label={say.t("console-vocabulary-search")}
                        placeholder={say.t("console-vocabulary-search")}
                        value={(*search).clone()}
                        oninput={
                            let search = search.clone();
                            Callback::from(move |text: String| search.set(AttrValue::from(text)))
                        }
                    />
                </div>
            }
            if found.is_empty() {
                <EmptyState icon={Glyph::Report} title={say.t("console-vocabulary-none")} />
            } else {
                <div class="vocabulary-rows" tabindex="0" role="region" aria-label={say.t(&format!("console-vocabulary-{id}"))}>
                    <ItemList>
                        { for found.iter().take(PAGE_ROWS_MAX).map(|row| html! {
                            <KeywordItem key={row.tag.0} row={(*row).clone()} may_act={list.may_act} send={edit.clone()} />
                        }) }
                    </ItemList>
                </div>
                if found.len() > PAGE_ROWS_MAX {
                    <p class="body soft">{ say.tr("console-vocabulary-more", [("count", (found.len() - PAGE_ROWS_MAX).into())]) }</p>
                }
            }
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
struct KeywordItemProps {
    row: KeywordRow,
    may_act: bool,
    send: Callback<(Edit, Callback<bool>)>,
}

/// Words as they are typed, and what they were when that began.
#[derive(Clone, PartialEq)]
struct Renamed {
    seen: String,
    label: AttrValue,
}

/// A keyword, or the field in which it is renamed.
#[component]
fn KeywordItem(props: &KeywordItemProps) -> Html {
    let say = use_speech();
    let renamed = use_state_eq(|| None::<Renamed>);
    let is_sending = use_state_eq(|| false);
    let (row, tag) = (&props.row, props.row.tag);
    let onrename = {
        let renamed = renamed.clone();
        let begun = Renamed {
            seen: row.label.clone(),
            label: AttrValue::from(row.label.clone()),
        };
        Callback::from(move |_: MouseEvent| renamed.set(Some(begun.clone())))
    };
    let seen = renamed.as_ref().map(|renamed| &renamed.seen);
    let is_overtaken = !*is_sending && seen.is_some_and(|seen| *seen != row.label);
    // Saved over what stands now, which the user has before his eyes.
    let onkeep = {
        let (send, renamed) = (props.send.clone(), renamed.clone());
        let (is_sending, seen) = (is_sending.clone(), row.label.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(Renamed { label, .. }) = (*renamed).clone() else {
                return;
            };
            is_sending.set(true);
            let (renamed, is_sending) = (renamed.setter(), is_sending.setter());
            let told = Callback::from(move |is_done| {
                is_sending.set(false);
                if is_done {
                    renamed.set(None);
                }
            });
            let (seen, label) = (seen.clone(), label.to_string());
            send.emit((Edit::RenameKeyword { tag, seen, label }, told));
        })
    };
    let ontheirs = {
        let renamed = renamed.clone();
        Callback::from(move |_: MouseEvent| renamed.set(None))
    };
    let onremove = {
        let send = props.send.clone();
        Callback::from(move |_: MouseEvent| {
            send.emit((Edit::RemoveKeyword { tag }, Callback::noop()));
        })
    };
    let oninput = {
        let renamed = renamed.clone();
        Callback::from(move |typed: String| {
            let begun = (*renamed).clone();
            renamed.set(begun.map(|renamed| Renamed {
                label: AttrValue::from(typed),
                ..renamed
            }));
        })
    };
    let named = [("name", (&row.label).into())];
    let end = match (props.may_act, renamed.is_some()) {
        (false, _) => Html::default(),
        (true, true) if is_overtaken => Html::default(),
        (true, true) => html! {
            <IconButton glyph={Glyph::Check} label={say.tr("console-vocabulary-keep-named", named)} onclick={onkeep.clone()} />
        },
        (true, false) => html! {
            <>
                <IconButton glyph={Glyph::Edit} label={say.tr("console-vocabulary-rename-named", named.clone())} onclick={onrename} />
                <IconButton glyph={Glyph::Trash} label={say.tr("console-vocabulary-remove-named", named)} onclick={onremove} />
            </>
        },
    };
    html! {
        <Item {end}>
            if let Some(Renamed { label, .. }) = &*renamed {
                <TextInput id={format!("vocabulary-tag-{}", tag.0)} value={label.clone()} {oninput} />
                if is_overtaken {
                    <Overtaken {ontheirs} onmine={onkeep}>
                        { say.tr("console-vocabulary-renamed", [("name", (&row.label).into())]) }
                    </Overtaken>
                }
            } else {
                <p class="title clip" title={row.label.clone()}>{ &row.label }</p>
                <p class="sub">{ say.tr("console-vocabulary-profiles", [("count", row.n_profiles.into())]) }</p>
            }
        </Item>
    }
}
