//! A text being written: title, description, body, and how much room is left for each.

use protocol::limits::{SITE_BODY_BYTES_MAX, SITE_DESCRIPTION_CHARS_MAX, SITE_TITLE_CHARS_MAX};
use protocol::site::{Language, PageDraft};
use yew::prelude::*;

use super::rich::RichText;
use super::standing::flaw_words;
use crate::shell::{Speech, use_speech};
use crate::ui::{Field, TextInput};

/// Beyond this, search engines cut a title.
const TITLE_CHARS_GOOD: usize = 60;
/// Between these, search engines show a description whole and find it worth showing.
const DESCRIPTION_CHARS_GOOD: std::ops::RangeInclusive<usize> = 50..=160;

#[derive(Properties, PartialEq)]
pub(super) struct WriteProps {
    /// Which text: another one is another editor.
    pub(super) id: String,
    pub(super) text: PageDraft,
    pub(super) flaw: Option<String>,
    /// Addresses and titles of the site's pages.
    pub(super) pages: Vec<(String, String)>,
    pub(super) language: Language,
    pub(super) onchange: Callback<PageDraft>,
}

/// The fields.
#[component]
pub(super) fn Write(props: &WriteProps) -> Html {
    let say = use_speech();
    let text = &props.text;
    let change = |alter: fn(&mut PageDraft, String)| {
        let (text, onchange) = (text.clone(), props.onchange.clone());
        Callback::from(move |typed: String| {
            let mut text = text.clone();
            alter(&mut text, typed);
            onchange.emit(text);
        })
    };
    let error = |field: &str| {
        let flaw = props.flaw.as_deref().filter(|flaw| *flaw == field);
        flaw.map(|flaw| flaw_words(flaw, &say))
    };
    let n_title = text.title.chars().count();
    let n_description = text.description.chars().count();
    let body_error = if text.body.len() > SITE_BODY_BYTES_MAX {
        Some(flaw_words("body", &say))
    } else {
        error("body")
    };
    html! {
        <>
            <Field
                id="site-title"
                label={say.t("console-site-title")}
                help={counted(n_title, SITE_TITLE_CHARS_MAX, n_title <= TITLE_CHARS_GOOD, "console-site-title-help", &say)}
                error={error("title")}
            >
                <TextInput
                    id="site-title"
                    value={text.title.clone()}
                    is_invalid={error("title").is_some()}
                    oninput={change(|text, typed| text.title = typed)}
                />
            </Field>
            <Field
                id="site-description"
                label={say.t("console-site-description")}
                help={counted(
                    n_description,
                    SITE_DESCRIPTION_CHARS_MAX,
                    DESCRIPTION_CHARS_GOOD.contains(&n_description),
                    "console-site-description-help",
                    &say,
                )}
                error={error("description")}
            >
                <TextInput
                    id="site-description"
                    value={text.description.clone()}
                    is_invalid={error("description").is_some()}
                    oninput={change(|text, typed| text.description = typed)}
                />
            </Field>
            <RichText
                key={props.id.clone()}
                html={text.body.clone()}
                pages={props.pages.clone()}
                language={props.language}
                error={body_error}
                onchange={change(|text, typed| text.body = typed)}
            />
        </>
    }
}

/// How many characters there are and may be, and advice where there is some.
fn counted(n: usize, n_max: usize, is_good: bool, advice: &str, say: &Speech) -> AttrValue {
    let count = say.tr(
        "console-site-count",
        [("count", n.into()), ("max", n_max.into())],
    );
    if is_good {
        return count;
    }
    AttrValue::from(crate::console::parts::parts_of([count, say.t(advice)]))
}
