//! One template: its words, the fields that may stand in them, what they look like, a test to
//! oneself, and the way back to the product's words.

mod insert;

use protocol::post::{
    LetterTemplate, LetterWords, TemplateFlaw, TemplateOutcome, TemplatePreview, TemplateWish,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::insert::Insert;
use super::conflict::Overtaken;
use super::desk;
use super::fields::flaw_words;
use super::preview::{Forms, Look};
use super::standing::{error_words, matter_words};
use super::templates::{Draft, language_words};
use crate::shell::{Speech, use_announcer, use_handle, use_speech};
use crate::ui::{
    Banner, Button, ButtonKind, ButtonSize, Chip, Dialog, Field, Glyph, Panel, TextArea, TextInput,
    Tone,
};

const SUBJECT: &str = "template-subject";
const BODY: &str = "template-body";

#[derive(Properties, PartialEq)]
pub(super) struct EditorProps {
    pub(super) template: LetterTemplate,
    pub(super) draft: Option<Draft>,
    pub(super) is_up: bool,
    pub(super) ondraft: Callback<Option<Draft>>,
    pub(super) onsaved: Callback<()>,
    pub(super) onback: Callback<()>,
}

/// What the desk said last about these words.
#[derive(Clone, PartialEq, Default)]
struct Said {
    flaw: Option<TemplateFlaw>,
    remark: Option<(Tone, AttrValue)>,
    /// Which words were looked at, and what they look like.
    look: Option<(LetterWords, TemplatePreview)>,
}

/// What is asked of the desk.
#[derive(Clone, Copy, PartialEq)]
enum Act {
    Preview,
    Test,
    Save,
    GiveBack,
}

/// The editor.
#[component]
pub(super) fn Editor(props: &EditorProps) -> Html {
    let (say, live, announcer) = (use_speech(), use_handle(), use_announcer());
    let said = use_state_eq(Said::default);
    let busy = use_state_eq(|| None::<Act>);
    let is_asking = use_state_eq(|| false);
    let template = &props.template;
    let words = props
        .draft
        .as_ref()
        .map_or(&template.words, |draft| &draft.words);
    let is_overtaken = busy.is_none()
        && props
            .draft
            .as_ref()
            .is_some_and(|draft| draft.revision != template.revision);

    let onwords = {
        let (ondraft, template, said) = (props.ondraft.clone(), template.clone(), said.clone());
        let revision = props
            .draft
            .as_ref()
            .map_or(template.revision, |draft| draft.revision);
        Callback::from(move |words: LetterWords| {
            // A flaw is told until it is asked again; that something was saved is no longer true.
            said.set(Said {
                remark: None,
                ..(*said).clone()
            });
            let is_changed = words != template.words;
            ondraft.emit(is_changed.then_some(Draft { words, revision }));
        })
    };
    let act = |act: Act| {
        let wish = TemplateWish {
            matter: template.matter.clone(),
            language: template.language.clone(),
            words: (act != Act::GiveBack).then(|| words.clone()),
            // Saved over what stands now, which the user has before his eyes.
            revision: template.revision,
        };
        let (live, say, announcer) = (live.clone(), say.clone(), announcer.clone());
        let (said, busy, is_asking) = (said.clone(), busy.setter(), is_asking.setter());
        let (ondraft, onsaved) = (props.ondraft.clone(), props.onsaved.clone());
        let words = words.clone();
        Callback::from(move |()| {
            let (live, say, announcer) = (live.clone(), say.clone(), announcer.clone());
            let (said, busy) = (said.clone(), busy.clone());
            let (ondraft, onsaved) = (ondraft.clone(), onsaved.clone());
            let (wish, words) = (wish.clone(), words.clone());
            is_asking.set(false);
            busy.set(Some(act));
            spawn_local(async move {
                let way = match act {
                    Act::Preview => "preview",
                    Act::Test => "test",
                    Act::Save | Act::GiveBack => "save",
                };
                let told = desk::words(&live, way, &wish).await;
                let now = heard(&say, act, told, &said, words);
                if let Some((_, remark)) = &now.remark {
                    announcer.say(remark.clone());
                }
                if let Some(flaw) = &now.flaw {
                    announcer.say(flaw_words(flaw, &say));
                }
                let is_saved = matches!(act, Act::Save | Act::GiveBack)
                    && now.flaw.is_none()
                    && matches!(now.remark, Some((Tone::Live, _)));
                if is_saved {
                    ondraft.emit(None);
                }
                if matches!(act, Act::Save | Act::GiveBack) {
                    // Also when somebody was faster: his words are shown beside one's own.
                    onsaved.emit(());
                }
                if let Some(flaw) = &now.flaw {
                    insert::point_at(flaw, wish.words.as_ref());
                }
                said.set(now);
                busy.set(None);
            });
        })
    };
    let click = |which: Act| act(which).reform(|_: MouseEvent| ());
    let ask = |to: bool| {
        let is_asking = is_asking.setter();
        Callback::from(move |()| is_asking.set(to))
    };
    let ontheirs = {
        let (ondraft, said) = (props.ondraft.clone(), said.setter());
        Callback::from(move |()| {
            said.set(Said::default());
            ondraft.emit(None);
        })
    };
    let is_free = props.is_up && busy.is_none();
    let title = AttrValue::from(format!(
        "{} ({})",
        matter_words(&template.matter, &say),
        language_words(&template.language, &say)
    ));
    let chip = if template.is_product {
        html! { <Chip>{ say.t("console-letters-words-product") }</Chip> }
    } else {
        html! { <Chip tone={Tone::Accent} icon={Glyph::Check}>{ say.t("console-letters-words-own") }</Chip> }
    };
    let back = props.onback.reform(|_: MouseEvent| ());
    html! {
        <div class="stack letters-editor">
            <div class="letters-back">
                <Button size={ButtonSize::Small} icon={Glyph::Back} onclick={back}>{ say.t("console-letters-back") }</Button>
            </div>
            <Panel {title} actions={chip}>
                <div class="body stack">
                    <WordFields
                        words={words.clone()}
                        placeholders={template.placeholders.clone()}
                        flaw={said.flaw.clone()}
                        onchange={onwords}
                    />
                    if is_overtaken {
                        <Overtaken is_ready={is_free} {ontheirs} onmine={act(Act::Save)}>
                            <div class="letter-look">
                                <p class="strong">{ &template.words.subject }</p>
                                <pre tabindex="0" role="region" aria-label={say.t("console-letters-theirs")}>{ &template.words.body }</pre>
                            </div>
                        </Overtaken>
                    } else if let Some((tone, remark)) = &said.remark {
                        <Banner icon={if *tone == Tone::Live { Glyph::CheckCircle } else { Glyph::Warning }} tone={*tone} is_boxed=true>{ remark }</Banner>
                    }
                    <div class="row letters-acts" data-wrap="">
                        if !is_overtaken {
                            <Button
                                kind={ButtonKind::Primary}
                                icon={Glyph::Check}
                                is_disabled={!is_free || props.draft.is_none()}
                                is_busy={*busy == Some(Act::Save)}
                                onclick={click(Act::Save)}
                            >
                                { say.t("console-letters-save") }
                            </Button>
                        }
                        <Button icon={Glyph::Eye} is_disabled={!is_free} is_busy={*busy == Some(Act::Preview)} onclick={click(Act::Preview)}>
                            { say.t("console-letters-preview") }
                        </Button>
                        <Button icon={Glyph::Mail} is_disabled={!is_free} is_busy={*busy == Some(Act::Test)} onclick={click(Act::Test)}>
                            { say.t("console-letters-test") }
                        </Button>
                        if !template.is_product {
                            <Button kind={ButtonKind::Quiet} icon={Glyph::Undo} is_disabled={!is_free} onclick={ask(true).reform(|_: MouseEvent| ())}>
                                { say.t("console-letters-give-back") }
                            </Button>
                        }
                    </div>
                </div>
            </Panel>
            if let Some((of, preview)) = &said.look {
                { shown(&live, template, of, preview, of == words, &say) }
            }
            if *is_asking {
                <Dialog
                    id="letters-give-back"
                    title={say.t("console-letters-give-back-title")}
                    close_label={say.t("console-close")}
                    onclose={ask(false)}
                    footer={html! {
                        <>
                            <Button onclick={ask(false).reform(|_: MouseEvent| ())}>{ say.t("console-letters-not-now") }</Button>
                            <Button kind={ButtonKind::Danger} icon={Glyph::Undo} onclick={click(Act::GiveBack)}>
                                { say.t("console-letters-give-back") }
                            </Button>
                        </>
                    }}
                >
                    <p>{ say.t("console-letters-give-back-text") }</p>
                </Dialog>
            }
        </div>
    }
}

/// What is to be said after an answer.
fn heard(
    say: &Speech,
    act: Act,
    told: desk::Told<TemplateOutcome>,
    before: &Said,
    words: LetterWords,
) -> Said {
    let look = before.look.clone();
    match told {
        Err(_) => Said {
            remark: Some((Tone::Crit, say.t("console-letters-not-done"))),
            look,
            flaw: None,
        },
        // What stands now is fetched, and shown beside what was typed.
        Ok(TemplateOutcome::Flawed(flaw)) if flaw.what == "stale" => Said {
            look,
            ..Said::default()
        },
        Ok(TemplateOutcome::Flawed(flaw)) => Said {
            flaw: Some(flaw),
            look,
            remark: None,
        },
        Ok(TemplateOutcome::Fine(preview)) => {
            let remark = match act {
                Act::Preview => None,
                Act::Save => Some((Tone::Live, say.t("console-letters-saved"))),
                Act::GiveBack => Some((Tone::Live, say.t("console-letters-given-back"))),
                Act::Test => Some(test_words(say, &preview.outcome)),
            };
            let look = match act {
                Act::Preview | Act::Test | Act::Save => Some((words, preview)),
                Act::GiveBack => None,
            };
            Said {
                remark,
                look,
                flaw: None,
            }
        }
    }
}

/// What became of a test.
fn test_words(say: &Speech, outcome: &str) -> (Tone, AttrValue) {
    match outcome {
        "sent" => (Tone::Live, say.t("console-letters-test-sent")),
        "no_server" => (Tone::Warn, say.t("console-letters-test-no-server")),
        "no_address" => (Tone::Warn, say.t("console-letters-test-no-address")),
        code => {
            let why = error_words(code, say);
            let words = say.tr("console-letters-test-failed", [("why", (&why).into())]);
            (Tone::Crit, words)
        }
    }
}

fn shown(
    live: &crate::shell::LiveHandle,
    template: &LetterTemplate,
    words: &LetterWords,
    preview: &TemplatePreview,
    is_current: bool,
    say: &Speech,
) -> Html {
    let text = |text: &str| AttrValue::from(text.to_owned());
    let html = Forms::Of {
        action: AttrValue::from(desk::address(live, "letter-templates/look")),
        fields: [
            ("matter", text(&template.matter)),
            ("language", text(&template.language)),
            ("subject", text(&words.subject)),
            ("body", text(&words.body)),
        ],
    };
    html! {
        <Panel title={say.t("console-letters-preview")}>
            <div class="body stack">
                if !is_current {
                    <p class="soft">{ say.t("console-letters-preview-old") }</p>
                }
                <p class="strong letters-subject">{ &preview.subject }</p>
                <Look id="template" text={preview.text.clone()} {html} />
            </div>
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
struct WordFieldsProps {
    words: LetterWords,
    placeholders: String,
    flaw: Option<TemplateFlaw>,
    onchange: Callback<LetterWords>,
}

/// Subject and text, with what is wrong at its place.
#[component]
fn WordFields(props: &WordFieldsProps) -> Html {
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
