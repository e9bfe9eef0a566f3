//! The templates: every kind of letter in each language, and the one that is worked on.

use std::collections::BTreeMap;

use protocol::post::{LetterTemplate, LetterWords, TemplatesPage};
use yew::prelude::*;

use super::desk;
use super::editor::Editor;
use super::standing::matter_words;
use crate::console::asked::use_asked;
use crate::shell::{Speech, use_speech};
use crate::ui::{EmptyState, Glyph, Icon, IconSize, Panel};

/// Which template: the word of its letter, and the language.
pub(super) type Key = (String, String);

/// Words that were typed and not saved, with the save that they began from.
#[derive(Clone, PartialEq)]
pub(super) struct Draft {
    pub(super) words: LetterWords,
    pub(super) revision: u64,
}

/// What was typed and not saved, by template.
pub(super) type Drafts = BTreeMap<Key, Draft>;

#[derive(Properties, PartialEq)]
pub(super) struct TemplatesProps {
    pub(super) drafts: Drafts,
    pub(super) is_up: bool,
    pub(super) ondraft: Callback<Drafts>,
}

/// The list, and the editor beside it.
#[component]
pub(super) fn Templates(props: &TemplatesProps) -> Html {
    let say = use_speech();
    let opened = use_state_eq(|| None::<Key>);
    let asked = use_asked((), None, desk::templates);
    let onopen = {
        let opened = opened.setter();
        Callback::from(move |key: Option<Key>| opened.set(key))
    };
    let found = opened.as_ref().and_then(|key| {
        let page = asked.answer.as_ref()?;
        page.templates.iter().find(|one| key_of(one) == *key)
    });
    let ondraft = {
        let (drafts, ondraft) = (props.drafts.clone(), props.ondraft.clone());
        let key = (*opened).clone().unwrap_or_default();
        Callback::from(move |draft: Option<Draft>| {
            let mut drafts = drafts.clone();
            match draft {
                Some(draft) => drafts.insert(key.clone(), draft),
                None => drafts.remove(&key),
            };
            ondraft.emit(drafts);
        })
    };
    html! {
        <div class="letters-templates" data-open={found.is_some().then_some("")}>
            <Panel title={say.t("console-letters-tab-templates")}>
                { asked.show(&say, &desk::WORDS, |page| list(page, opened.as_ref(), &props.drafts, &onopen, &say)) }
            </Panel>
            if let Some(template) = found {
                <Editor
                    key={format!("{} {}", template.matter, template.language)}
                    template={template.clone()}
                    draft={props.drafts.get(&key_of(template)).cloned()}
                    is_up={props.is_up}
                    {ondraft}
                    onsaved={asked.again.clone()}
                    onback={onopen.reform(|()| None)}
                />
            } else if asked.answer.is_some() {
                <div class="letters-choose">
                    <EmptyState icon={Glyph::Edit} title={say.t("console-letters-choose")} text={say.t("console-letters-choose-text")} />
                </div>
            }
        </div>
    }
}

fn key_of(template: &LetterTemplate) -> Key {
    (template.matter.clone(), template.language.clone())
}

/// Kinds in the server's order, each with its languages.
fn list(
    page: &TemplatesPage,
    opened: Option<&Key>,
    drafts: &Drafts,
    onopen: &Callback<Option<Key>>,
    say: &Speech,
) -> Html {
    let mut kinds: Vec<&str> = Vec::new();
    for template in page.templates.iter() {
        if !kinds.contains(&template.matter.as_str()) {
            kinds.push(&template.matter);
        }
    }
    html! {
        <ul class="list">
            { for kinds.into_iter().map(|kind| {
                let words = matter_words(kind, say);
                let of_kind = page.templates.iter().filter(|one| one.matter == kind);
                html! {
                    <li key={kind.to_owned()} class="letters-kind">
                        <span class="title">{ words.clone() }</span>
                        <span class="row">
                            { for of_kind.map(|one| language_button(one, &words, opened, drafts, onopen, say)) }
                        </span>
                    </li>
                }
            }) }
        </ul>
    }
}

fn language_button(
    template: &LetterTemplate,
    kind: &str,
    opened: Option<&Key>,
    drafts: &Drafts,
    onopen: &Callback<Option<Key>>,
    say: &Speech,
) -> Html {
    let key = key_of(template);
    let is_open = opened == Some(&key);
    let state = if drafts.contains_key(&key) {
        Some((Glyph::Edit, "console-letters-words-draft"))
    } else if template.is_product {
        None
    } else {
        Some((Glyph::Check, "console-letters-words-own"))
    };
    let short = template.language.to_uppercase();
    let language = language_words(&template.language, say);
    let label = match state {
        Some((_, remark)) => format!("{kind}, {language}, {}", say.t(remark)),
        None => format!("{kind}, {language}"),
    };
    let onclick = onopen.reform(move |_: MouseEvent| Some(key.clone()));
    html! {
        <button
            key={template.language.clone()}
            type="button"
            class="btn"
            data-size="s"
            data-kind={if is_open { None } else { Some("quiet") }}
            aria-current={is_open.then_some("true")}
            title={label.clone()}
            {onclick}
        >
            if let Some((glyph, _)) = state {
                <Icon {glyph} size={IconSize::Small} />
            }
            <span class="sr-only">{ label }</span>
            <span aria-hidden="true">{ short }</span>
        </button>
    }
}

/// What a language is called in the reader's.
pub(super) fn language_words(language: &str, say: &Speech) -> AttrValue {
    let key = format!("console-letters-language-{language}");
    if say.has(&key) {
        say.t(&key)
    } else {
        AttrValue::from(language.to_owned())
    }
}
