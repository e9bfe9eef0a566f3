//! The subject and the text, with what is wrong at its place.

use protocol::post::{LetterWords, TemplateFlaw};
use yew::prelude::*;

use super::insert::Insert;
use crate::console::post::fields::flaw_words;
use crate::shell::use_speech;
use crate::ui::{Field, TextArea, TextInput};

/// The fields, which are found by these ids.
pub(super) const SUBJECT: &str = "template-subject";
pub(super) const BODY: &str = "template-body";

#[derive(Properties, PartialEq)]
pub(super) struct WordFieldsProps {
    pub(super) words: LetterWords,
    pub(super) placeholders: String,
    pub(super) flaw: Option<TemplateFlaw>,
    pub(super) onchange: Callback<LetterWords>,
}

/// Subject and text, with what is wrong at its place.
#[component]
pub(super) fn WordFields(props: &WordFieldsProps) -> Html {
    let say = use_speech();
    let words = &props.words;
    let error = |is_in_subject: bool| {
        let flaw = props.flaw.as_ref();
        let flaw = flaw.filter(|flaw| flaw.is_in_subject == is_in_subject);
        flaw.map(|flaw| flaw_words(flaw, &say))
    };
    let (in_subject, in_body) = (error(true), error(false));
    let change = |alter: fn(&mut LetterWords, String)| {
        let (words, onchange) = (words.clone(), props.onchange.clone());
        Callback::from(move |typed: String| {
            let mut words = words.clone();
            alter(&mut words, typed);
            onchange.emit(words);
        })
    };
    html! {
        <>
            <Field id={SUBJECT} label={say.t("console-letters-subject")} error={in_subject.clone()}>
                <TextInput
                    id={SUBJECT}
                    value={words.subject.clone()}
                    is_invalid={in_subject.is_some()}
                    oninput={change(|words, typed| words.subject = typed)}
                />
            </Field>
            <Field
                id={BODY}
                label={say.t("console-letters-body")}
                help={say.tr("console-letters-body-help", [("sign", "{% if company %} … {% endif %}".into())])}
                error={in_body.clone()}
            >
                <TextArea
                    id={BODY}
                    value={words.body.clone()}
                    is_invalid={in_body.is_some()}
                    oninput={change(|words, typed| words.body = typed)}
                />
            </Field>
            <Insert words={words.clone()} placeholders={props.placeholders.clone()} onchange={props.onchange.clone()} />
        </>
    }
}
