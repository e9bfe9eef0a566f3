//! In whose name letters go out, where answers go, who gets copies, and in which colour.

use protocol::List;
use protocol::limits::LETTER_COPIES_MAX;
use protocol::post::{PostSettingFlaw, PostSettings, PostSettingsOutcome, PostSettingsPage};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::conflict::Overtaken;
use super::desk;
use crate::console::asked::use_asked;
use crate::console::parts::parts_of;
use crate::shell::{Speech, use_announcer, use_handle, use_speech};
use crate::ui::{
    Banner, Button, ButtonKind, Choice, Field, Glyph, Panel, TextArea, TextInput, Tone,
};

#[derive(Properties, PartialEq)]
pub(super) struct SettingsProps {
    pub(super) is_up: bool,
}

/// The settings, once they are there.
#[component]
pub(super) fn Settings(props: &SettingsProps) -> Html {
    let say = use_speech();
    let asked = use_asked((), None, desk::settings);
    let again = asked.again.clone();
    html! {
        <div class="letters-settings">
            <Panel title={say.t("console-letters-settings-title")}>
                { asked.show(&say, &desk::WORDS, |page| html! {
                    <SettingsForm page={page.clone()} is_up={props.is_up} onsaved={again} />
                }) }
            </Panel>
        </div>
    }
}

/// What stands in the fields.
#[derive(Clone, PartialEq)]
struct Typed {
    is_announcing: bool,
    sender_name: String,
    reply_to: String,
    /// One address to a line.
    copies: String,
    /// None for the product's.
    colour: Option<String>,
}

impl Typed {
    fn of(settings: &PostSettings) -> Self {
        Self {
            is_announcing: settings.is_announcing,
            sender_name: settings.sender_name.clone(),
            reply_to: settings.reply_to.clone(),
            copies: settings.copies.join("\n"),
            colour: (!settings.colour.is_empty()).then(|| settings.colour.clone()),
        }
    }

    /// None where there are more copies than there may be.
    fn wish(&self, revision: u64) -> Option<PostSettings> {
        let lines = self.copies.lines().map(str::trim);
        let copies: Vec<String> = lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        Some(PostSettings {
            revision,
            is_announcing: self.is_announcing,
            sender_name: self.sender_name.clone(),
            reply_to: self.reply_to.clone(),
            copies: List::new(copies)?,
            colour: self.colour.clone().unwrap_or_default(),
        })
    }
}

/// How the last save ended.
#[derive(Clone, PartialEq)]
enum Ended {
    Saved,
    Flawed(PostSettingFlaw),
    TooMany,
    Failed,
}

#[derive(Properties, PartialEq)]
struct SettingsFormProps {
    page: PostSettingsPage,
    is_up: bool,
    onsaved: Callback<()>,
}

/// The form.
#[component]
fn SettingsForm(props: &SettingsFormProps) -> Html {
    let (say, live, announcer) = (use_speech(), use_handle(), use_announcer());
    let page = &props.page;
    let seen = use_state_eq(|| page.settings.clone());
    let typed = use_state_eq(|| Typed::of(&page.settings));
    let theirs = use_state_eq(|| None::<PostSettings>);
    let ended = use_state_eq(|| None::<Ended>);
    let is_sending = use_state_eq(|| false);

    let save = {
        let (live, say, typed, onsaved) = (
            live.clone(),
            say.clone(),
            (*typed).clone(),
            props.onsaved.clone(),
        );
        let revision = theirs
            .as_ref()
            .map_or(seen.revision, |theirs| theirs.revision);
        let seen = seen.setter();
        let (theirs, ended, is_sending) = (theirs.setter(), ended.setter(), is_sending.setter());
        Callback::from(move |()| {
            let Some(wish) = typed.wish(revision) else {
                return ended.set(Some(Ended::TooMany));
            };
            let (live, say, announcer) = (live.clone(), say.clone(), announcer.clone());
            let (seen, theirs, ended) = (seen.clone(), theirs.clone(), ended.clone());
            let (is_sending, onsaved) = (is_sending.clone(), onsaved.clone());
            is_sending.set(true);
            spawn_local(async move {
                ended.set(match desk::save_settings(&live, &wish).await {
                    Ok(PostSettingsOutcome::Saved(now)) => {
                        announcer.say(say.t("console-letters-saved"));
                        seen.set(now);
                        theirs.set(None);
                        onsaved.emit(());
                        Some(Ended::Saved)
                    }
                    Ok(PostSettingsOutcome::Flawed(flaw)) => {
                        announcer.say(flaw_words(&flaw, &say));
                        Some(Ended::Flawed(flaw))
                    }
                    Ok(PostSettingsOutcome::Stale(now)) => {
                        theirs.set(Some(now));
                        None
                    }
                    Err(_) => Some(Ended::Failed),
                });
                is_sending.set(false);
            });
        })
    };
    let ontheirs = {
        let (seen, typed) = (seen.setter(), typed.setter());
        let (theirs, ended) = (theirs.clone(), ended.setter());
        Callback::from(move |()| {
            if let Some(now) = &*theirs {
                typed.set(Typed::of(now));
                seen.set(now.clone());
            }
            ended.set(None);
            theirs.set(None);
        })
    };
    let onchange = {
        let (typed, ended) = (typed.setter(), ended.clone());
        Callback::from(move |now: Typed| {
            if matches!(&*ended, Some(Ended::Saved)) {
                ended.set(None);
            }
            typed.set(now);
        })
    };
    let is_changed = *typed != Typed::of(&seen);
    let is_ready = props.is_up && !*is_sending;
    html! {
        <div class="body stack">
            <Fields page={page.clone()} typed={(*typed).clone()} ended={(*ended).clone()} {onchange} />
            if let Some(theirs) = &*theirs {
                <Overtaken {is_ready} {ontheirs} onmine={save.clone()}>
                    <p>{ told(theirs, &say) }</p>
                </Overtaken>
            } else {
                { match &*ended {
                    Some(Ended::Saved) => html! {
                        <Banner icon={Glyph::CheckCircle} tone={Tone::Live} is_boxed=true>{ say.t("console-letters-saved") }</Banner>
                    },
                    Some(Ended::Failed) => html! {
                        <Banner icon={Glyph::Critical} tone={Tone::Crit} is_boxed=true>{ say.t("console-letters-not-done") }</Banner>
                    },
                    Some(Ended::Flawed(_) | Ended::TooMany) | None => Html::default(),
                } }
                <div class="row">
                    <Button
                        kind={ButtonKind::Primary}
                        icon={Glyph::Check}
                        is_disabled={!is_ready || !is_changed}
                        is_busy={*is_sending}
                        onclick={save.reform(|_: MouseEvent| ())}
                    >
                        { say.t("console-letters-save") }
                    </Button>
                </div>
            }
        </div>
    }
}

/// What somebody else saved, in one line.
fn told(settings: &PostSettings, say: &Speech) -> String {
    let announcing = if settings.is_announcing {
        say.t("console-letters-announcing")
    } else {
        AttrValue::default()
    };
    let copies = settings.copies.join(", ");
    parts_of([
        settings.sender_name.as_str(),
        &settings.reply_to,
        &copies,
        &settings.colour,
        &announcing,
    ])
}

fn flaw_words(flaw: &PostSettingFlaw, say: &Speech) -> AttrValue {
    say.tr(
        &format!("console-letters-setting-{}", flaw.what.replace('_', "-")),
        [("nth", flaw.nth.into())],
    )
}

#[derive(Properties, PartialEq)]
struct FieldsProps {
    page: PostSettingsPage,
    typed: Typed,
    ended: Option<Ended>,
    onchange: Callback<Typed>,
}

/// What there is to set.
#[component]
fn Fields(props: &FieldsProps) -> Html {
    let say = use_speech();
    let (page, typed) = (&props.page, &props.typed);
    let error = |field: &str| match &props.ended {
        Some(Ended::Flawed(flaw)) if flaw.field == field => Some(flaw_words(flaw, &say)),
        Some(Ended::TooMany) if field == "copies" => Some(say.tr(
            "console-letters-setting-too-many",
            [("count", LETTER_COPIES_MAX.into())],
        )),
        Some(Ended::Flawed(_) | Ended::TooMany | Ended::Saved | Ended::Failed) | None => None,
    };
    let change = |alter: fn(&mut Typed, String)| {
        let (typed, onchange) = (typed.clone(), props.onchange.clone());
        Callback::from(move |text: String| {
            let mut typed = typed.clone();
            alter(&mut typed, text);
            onchange.emit(typed);
        })
    };
    let toggle = |alter: fn(&mut Typed, String), with: &str| {
        let (change, with) = (change(alter), with.to_owned());
        Callback::from(move |()| change.emit(with.clone()))
    };
    let sender = if page.sender.is_empty() {
        say.t("console-letters-no-server")
    } else {
        say.tr(
            "console-letters-sender-help",
            [("address", (&page.sender).into())],
        )
    };
    html! {
        <>
            <Field id="letters-sender" label={say.t("console-letters-sender")} help={sender} error={error("sender_name")}>
                <TextInput
                    id="letters-sender"
                    value={typed.sender_name.clone()}
                    placeholder={AttrValue::from(page.event.clone())}
                    is_invalid={error("sender_name").is_some()}
                    oninput={change(|typed, text| typed.sender_name = text)}
                />
            </Field>
            <Field id="letters-reply" label={say.t("console-letters-reply")} help={say.t("console-letters-reply-help")} error={error("reply_to")}>
                <TextInput
                    id="letters-reply"
                    kind="email"
                    value={typed.reply_to.clone()}
                    is_invalid={error("reply_to").is_some()}
                    oninput={change(|typed, text| typed.reply_to = text)}
                />
            </Field>
            <Field
                id="letters-copies"
                label={say.t("console-letters-copies")}
                help={say.tr("console-letters-copies-help", [("count", LETTER_COPIES_MAX.into())])}
                error={error("copies")}
            >
                <TextArea
                    id="letters-copies"
                    value={typed.copies.clone()}
                    is_invalid={error("copies").is_some()}
                    oninput={change(|typed, text| typed.copies = text)}
                />
            </Field>
            <Choice
                name="letters-colour-own"
                is_many=true
                is_chosen={typed.colour.is_none()}
                onchoose={toggle(
                    |typed, colour| typed.colour = typed.colour.is_none().then_some(colour),
                    &page.colour,
                )}
            >
                { say.t("console-letters-colour-product") }
            </Choice>
            if let Some(colour) = &typed.colour {
                <Field id="letters-colour" label={say.t("console-letters-colour")} error={error("colour")} is_narrow=true>
                    <TextInput
                        id="letters-colour"
                        kind="color"
                        value={colour.clone()}
                        is_invalid={error("colour").is_some()}
                        oninput={change(|typed, text| typed.colour = Some(text))}
                    />
                </Field>
            }
            <Choice
                name="letters-announcing"
                is_many=true
                is_chosen={typed.is_announcing}
                onchoose={toggle(|typed, _| typed.is_announcing = !typed.is_announcing, "")}
            >
                { say.t("console-letters-announcing") }
            </Choice>
        </>
    }
}
