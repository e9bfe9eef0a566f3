//! One template: its words, the fields that may stand in them, what they look like, a test to
//! oneself, and the way back to the product's words.

mod acts;
mod insert;
mod said;
mod words;

use protocol::post::{LetterTemplate, LetterWords, TemplateOutcome, TemplatePreview, TemplateWish};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::acts::{Act, Acts};
use self::said::{Said, heard};
use self::words::WordFields;
use super::conflict::Overtaken;
use super::desk;
use super::fields::flaw_words;
use super::preview::{Forms, Look};
use super::standing::matter_words;
use super::templates::{Draft, language_words};
use crate::shell::{Announcer, LiveHandle, Speech, use_announcer, use_handle, use_speech};
use crate::ui::{Banner, Button, ButtonSize, Chip, Glyph, Panel, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct EditorProps {
    pub(super) template: LetterTemplate,
    pub(super) draft: Option<Draft>,
    pub(super) is_up: bool,
    pub(super) ondraft: Callback<Option<Draft>>,
    pub(super) onsaved: Callback<()>,
    pub(super) onback: Callback<()>,
}

/// Everything that asking the desk needs, and where its answer goes.
#[derive(Clone)]
struct Asking {
    live: LiveHandle,
    say: Speech,
    announcer: Announcer,
    said: UseStateHandle<Said>,
    busy: UseStateSetter<Option<Act>>,
    template: LetterTemplate,
    words: LetterWords,
    ondraft: Callback<Option<Draft>>,
    onsaved: Callback<()>,
}

impl Asking {
    fn start(self, act: Act) {
        self.busy.set(Some(act));
        spawn_local(async move {
            let wish = TemplateWish {
                matter: self.template.matter.clone(),
                language: self.template.language.clone(),
                words: (act != Act::GiveBack).then(|| self.words.clone()),
                // Saved over what stands now, which the user has before his eyes.
                revision: self.template.revision,
            };
            let told = desk::words(&self.live, act.way(), &wish).await;
            let is_done = matches!(told, Ok(TemplateOutcome::Fine(_)));
            let now = heard(&self.say, act, told, &self.said, self.words.clone());
            if let Some((_, remark)) = &now.remark {
                self.announcer.say(remark.clone());
            }
            if let Some(flaw) = &now.flaw {
                self.announcer.say(flaw_words(flaw, &self.say));
                insert::point_at(flaw, wish.words.as_ref());
            }
            if act.is_save() {
                if is_done {
                    self.ondraft.emit(None);
                }
                // Also when somebody was faster: his words are shown beside one's own.
                self.onsaved.emit(());
            }
            self.said.set(now);
            self.busy.set(None);
        });
    }
}

/// The editor.
#[component]
pub(super) fn Editor(props: &EditorProps) -> Html {
    let (say, live, announcer) = (use_speech(), use_handle(), use_announcer());
    let said = use_state_eq(Said::default);
    let busy = use_state_eq(|| None::<Act>);
    let (template, draft) = (&props.template, props.draft.as_ref());
    let words = draft.map_or(&template.words, |draft| &draft.words);
    let is_overtaken =
        busy.is_none() && draft.is_some_and(|draft| draft.revision != template.revision);
    let onwords = {
        let (ondraft, template, said) = (props.ondraft.clone(), template.clone(), said.clone());
        let revision = draft.map_or(template.revision, |draft| draft.revision);
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
    let asking = Asking {
        live: live.clone(),
        say: say.clone(),
        announcer,
        said: said.clone(),
        busy: busy.setter(),
        template: template.clone(),
        words: words.clone(),
        ondraft: props.ondraft.clone(),
        onsaved: props.onsaved.clone(),
    };
    let onact = Callback::from(move |act: Act| asking.clone().start(act));
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
        <div class="stack">
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
                        <Overtaken is_ready={is_free} {ontheirs} onmine={onact.reform(|()| Act::Save)}>
                            <div class="letter-look">
                                <p class="strong">{ &template.words.subject }</p>
                                <pre tabindex="0" role="region" aria-label={say.t("console-letters-theirs")}>{ &template.words.body }</pre>
                            </div>
                        </Overtaken>
                    } else if let Some((tone, remark)) = &said.remark {
                        <Banner icon={if *tone == Tone::Live { Glyph::CheckCircle } else { Glyph::Warning }} tone={*tone} is_boxed=true>{ remark }</Banner>
                    }
                    <Acts
                        can_save={draft.is_some() && !is_overtaken}
                        is_own={!template.is_product}
                        {is_free}
                        busy={*busy}
                        {onact}
                    />
                </div>
            </Panel>
            if let Some((of, preview)) = &said.look {
                { shown(&live, template, of, preview, of == words, &say) }
            }
        </div>
    }
}

fn shown(
    live: &LiveHandle,
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
