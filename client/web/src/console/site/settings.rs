//! The site as a whole: its name, colour, languages, when it is open, who organises it, who
//! supports it. The same form makes the site where there is none yet.

mod colour;
mod partners;
mod typed;

use protocol::site::{SiteDesk, SiteEdit, SiteSettings};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::colour::Colour;
use self::partners::Partners;
use self::typed::Typed;
use super::desk::{self, Edited};
use super::page::Shared;
use super::standing::flaw_words;
use crate::console::parts::parts_of;
use crate::shell::{Speech, use_announcer, use_handle, use_speech};
use crate::ui::{
    Banner, Button, ButtonGroup, ButtonKind, ButtonSize, Choice, Field, Glyph, Panel, TextArea,
    TextInput, Tone,
};

/// How the last save ended.
#[derive(Clone, PartialEq)]
enum Ended {
    Saved,
    Flawed(String),
    Failed,
}

#[derive(Properties, PartialEq)]
pub(super) struct SettingsProps {
    pub(super) shared: Shared,
}

/// The form.
#[component]
pub(super) fn Settings(props: &SettingsProps) -> Html {
    let (say, live, announcer) = (use_speech(), use_handle(), use_announcer());
    let site = &props.shared.site;
    let is_new = site.settings.is_none();
    // What the fields began from.
    let seen = use_state_eq(|| site.clone());
    let fresh = live.event_now();
    let typed = use_state_eq(|| Typed::of(site.settings.as_ref(), fresh, &say));
    let theirs = use_state_eq(|| None::<SiteDesk>);
    let ended = use_state_eq(|| None::<Ended>);
    let is_busy = use_state_eq(|| false);
    let is_changed = is_new || *typed != Typed::of(seen.settings.as_ref(), fresh, &say);
    {
        // A colleague's save is taken over by fields that nobody touched.
        let (seen, typed, say, is_changed) = (seen.clone(), typed.clone(), say.clone(), is_changed);
        use_effect_with(site.settings_revision, move |_| ());
        let newest = site.clone();
        use_effect_with(newest, move |newest| {
            if !is_changed && newest.settings_revision > seen.settings_revision {
                typed.set(Typed::of(newest.settings.as_ref(), fresh, &say));
                seen.set(newest.clone());
            }
        });
    }
    let save = {
        let (live, say, shared) = (live.clone(), say.clone(), props.shared.clone());
        let typed_now = (*typed).clone();
        let revision = theirs.as_ref().unwrap_or(&*seen).settings_revision;
        let (seen, typed) = (seen.setter(), typed.setter());
        let (theirs, ended, is_busy) = (theirs.setter(), ended.setter(), is_busy.setter());
        Callback::from(move |()| {
            let settings = match typed_now.settings(&say) {
                Ok(settings) => settings,
                Err(flaw) => return ended.set(Some(Ended::Flawed(flaw.to_owned()))),
            };
            let edit = if is_new {
                SiteEdit::Open { settings }
            } else {
                SiteEdit::Configure {
                    seen: revision,
                    settings,
                }
            };
            is_busy.set(true);
            let (live, say, shared, announcer) =
                (live.clone(), say.clone(), shared.clone(), announcer.clone());
            let (seen, typed) = (seen.clone(), typed.clone());
            let (theirs, ended, is_busy) = (theirs.clone(), ended.clone(), is_busy.clone());
            spawn_local(async move {
                ended.set(match desk::edit(&live, edit).await {
                    Edited::Done(now) => {
                        announcer.say(say.t("console-site-settings-saved"));
                        typed.set(Typed::of(now.settings.as_ref(), fresh, &say));
                        seen.set(now.clone());
                        theirs.set(None);
                        shared.ondesk.emit(now);
                        Some(Ended::Saved)
                    }
                    Edited::Stale(stale) => {
                        theirs.set(Some(stale.desk));
                        None
                    }
                    Edited::Flawed(word) => {
                        announcer.say(flaw_words(&word, &say));
                        Some(Ended::Flawed(word))
                    }
                    Edited::Failed => Some(Ended::Failed),
                });
                is_busy.set(false);
            });
        })
    };
    let ontheirs = {
        let (seen, typed, theirs) = (seen.setter(), typed.setter(), theirs.clone());
        let (shared, say) = (props.shared.clone(), say.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(now) = &*theirs {
                typed.set(Typed::of(now.settings.as_ref(), fresh, &say));
                seen.set(now.clone());
                shared.ondesk.emit(now.clone());
            }
            theirs.set(None);
        })
    };
    let onchange = {
        let (typed, ended) = (typed.setter(), ended.setter());
        Callback::from(move |now: Typed| {
            ended.set(None);
            typed.set(now);
        })
    };
    let is_free = props.shared.is_up && !*is_busy;
    let flaw = match &*ended {
        Some(Ended::Flawed(word)) => Some(word.clone()),
        Some(Ended::Saved | Ended::Failed) | None => None,
    };
    html! {
        <div class="site-settings">
            if is_new {
                <Banner icon={Glyph::Globe} tone={Tone::Accent} is_boxed=true>{ say.t("console-site-none-yet") }</Banner>
            }
            <Fields typed={(*typed).clone()} {flaw} {is_new} {onchange} />
            if let Some(now) = theirs.as_ref().and_then(|theirs| theirs.settings.as_ref()) {
                <section class="stack site-overtaken" aria-label={say.t("console-site-theirs")}>
                    <Banner icon={Glyph::Swap} tone={Tone::Warn} is_boxed=true>{ say.t("console-site-overtaken") }</Banner>
                    <p>{ told(now, &say) }</p>
                    <ButtonGroup>
                        <Button size={ButtonSize::Small} icon={Glyph::Check} onclick={ontheirs}>{ say.t("console-conflict-keep") }</Button>
                        <Button size={ButtonSize::Small} kind={ButtonKind::Quiet} icon={Glyph::Redo} is_disabled={!is_free} onclick={save.reform(|_: MouseEvent| ())}>
                            { say.t("console-conflict-replace") }
                        </Button>
                    </ButtonGroup>
                </section>
            } else {
                { match &*ended {
                    Some(Ended::Saved) => html! {
                        <Banner icon={Glyph::CheckCircle} tone={Tone::Live} is_boxed=true>{ say.t("console-site-settings-saved") }</Banner>
                    },
                    Some(Ended::Flawed(word)) => html! {
                        <Banner icon={Glyph::Warning} tone={Tone::Crit} is_boxed=true>{ flaw_words(word, &say) }</Banner>
                    },
                    Some(Ended::Failed) => html! {
                        <Banner icon={Glyph::Critical} tone={Tone::Crit} is_boxed=true>{ say.t("console-site-not-done") }</Banner>
                    },
                    None => Html::default(),
                } }
                <div class="row">
                    <Button
                        kind={ButtonKind::Primary}
                        icon={Glyph::Check}
                        is_disabled={!is_free || !is_changed}
                        is_busy={*is_busy}
                        onclick={save.reform(|_: MouseEvent| ())}
                    >
                        { say.t(if is_new { "console-site-open" } else { "console-site-settings-save" }) }
                    </Button>
                </div>
            }
        </div>
    }
}

/// What a colleague saved, in one line.
fn told(settings: &SiteSettings, say: &Speech) -> String {
    let day = |at| say.local_text(at).replace('T', " ");
    let window = format!("{} – {}", day(settings.opens_at), day(settings.closes_at));
    parts_of([
        settings.name.french.as_str(),
        &settings.name.english,
        &settings.tagline.french,
        &settings.accent,
        &window,
        &settings.organiser,
        &settings.email,
        &settings.phone,
        &settings.address,
    ])
}

#[derive(Properties, PartialEq)]
struct FieldsProps {
    typed: Typed,
    /// The desk's word for what cannot stand on a site.
    flaw: Option<String>,
    is_new: bool,
    onchange: Callback<Typed>,
}

/// What there is to set.
#[component]
fn Fields(props: &FieldsProps) -> Html {
    let say = use_speech();
    let typed = &props.typed;
    let is_flawed = |word: &str| props.flaw.as_deref() == Some(word);
    let change = |alter: fn(&mut Typed, String)| {
        let (typed, onchange) = (typed.clone(), props.onchange.clone());
        Callback::from(move |text: String| {
            let mut typed = typed.clone();
            alter(&mut typed, text);
            onchange.emit(typed);
        })
    };
    let toggle = |alter: fn(&mut Typed)| {
        let (typed, onchange) = (typed.clone(), props.onchange.clone());
        Callback::from(move |()| {
            let mut typed = typed.clone();
            alter(&mut typed);
            onchange.emit(typed);
        })
    };
    let line = |(id, label): (&'static str, &str),
                value: &str,
                kind: &'static str,
                oninput: Callback<String>| {
        html! {
            <Field {id} label={say.t(label)}>
                <TextInput {id} {kind} value={value.to_owned()} {oninput} />
            </Field>
        }
    };
    let onpartners = {
        let (typed, onchange) = (typed.clone(), props.onchange.clone());
        Callback::from(move |partners| {
            onchange.emit(Typed {
                partners,
                ..typed.clone()
            });
        })
    };
    let slug_flaw = ["slug", "slug-taken"]
        .into_iter()
        .find(|word| is_flawed(word));
    let slug_error = slug_flaw.map(|word| flaw_words(word, &say));
    let window_error = is_flawed("window").then(|| flaw_words("window", &say));
    html! {
        <>
            <Panel title={say.t("console-site-names")}>
                <div class="body site-fields">
                    if props.is_new {
                        <Field id="site-settings-slug" label={say.t("console-site-settings-slug")} help={say.t("console-site-settings-slug-help")} error={slug_error.clone()}>
                            <TextInput id="site-settings-slug" value={typed.settings.slug.clone()} is_invalid={slug_error.is_some()} oninput={change(|typed, text| typed.settings.slug = text)} />
                        </Field>
                    } else {
                        <div>
                            <p class="soft">{ say.t("console-site-settings-slug") }</p>
                            <p class="site-address">{ format!("/e/{}", typed.settings.slug) }</p>
                        </div>
                    }
                    <Choice name="site-english" is_many=true is_chosen={typed.has_english()} onchoose={toggle(Typed::turn_english)}>
                        { say.t("console-site-has-english") }
                    </Choice>
                    { line(("site-name-french", "console-site-name-french"), &typed.settings.name.french, "text", change(|typed, text| typed.settings.name.french = text)) }
                    { line(("site-name-english", "console-site-name-english"), &typed.settings.name.english, "text", change(|typed, text| typed.settings.name.english = text)) }
                    { line(("site-tagline-french", "console-site-tagline-french"), &typed.settings.tagline.french, "text", change(|typed, text| typed.settings.tagline.french = text)) }
                    { line(("site-tagline-english", "console-site-tagline-english"), &typed.settings.tagline.english, "text", change(|typed, text| typed.settings.tagline.english = text)) }
                    <Colour value={typed.settings.accent.clone()} is_refused={is_flawed("accent")} onchange={change(|typed, text| typed.settings.accent = text)} />
                </div>
            </Panel>
            <Panel title={say.t("console-site-window")}>
                <div class="body site-fields">
                    <Field id="site-opens" label={say.t("console-site-opens")}>
                        <TextInput id="site-opens" kind="datetime-local" value={typed.opens.clone()} oninput={change(|typed, text| typed.opens = text)} />
                    </Field>
                    <Field id="site-closes" label={say.t("console-site-closes")} error={window_error.clone()}>
                        <TextInput id="site-closes" kind="datetime-local" value={typed.closes.clone()} is_invalid={window_error.is_some()} oninput={change(|typed, text| typed.closes = text)} />
                    </Field>
                    <Choice name="site-listed" is_many=true is_chosen={typed.settings.is_listed} onchoose={toggle(|typed| typed.settings.is_listed = !typed.settings.is_listed)}>
                        { say.t("console-site-listed") }
                    </Choice>
                    <Choice name="site-companies" is_many=true is_chosen={typed.settings.shows_companies} onchoose={toggle(|typed| typed.settings.shows_companies = !typed.settings.shows_companies)}>
                        { say.t("console-site-companies") }
                    </Choice>
                </div>
            </Panel>
            <Panel title={say.t("console-site-contact")}>
                <div class="body site-fields">
                    { line(("site-organiser", "console-site-organiser"), &typed.settings.organiser, "text", change(|typed, text| typed.settings.organiser = text)) }
                    { line(("site-email", "console-site-email"), &typed.settings.email, "email", change(|typed, text| typed.settings.email = text)) }
                    { line(("site-phone", "console-site-phone"), &typed.settings.phone, "tel", change(|typed, text| typed.settings.phone = text)) }
                    <Field id="site-postal" label={say.t("console-site-postal")}>
                        <TextArea id="site-postal" value={typed.settings.address.clone()} oninput={change(|typed, text| typed.settings.address = text)} />
                    </Field>
                </div>
            </Panel>
            <Partners partners={typed.partners.clone()} is_refused={is_flawed("link")} onchange={onpartners} />
        </>
    }
}
