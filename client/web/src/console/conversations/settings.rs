//! How the event wants messages: writing before a meeting, and letters about what is unread.

use protocol::correspondence::MessageSettings;
use protocol::limits::MESSAGE_LETTER_MINUTES_MAX;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desk;
use crate::console::asked::use_asked;
use crate::shell::{use_announcer, use_handle, use_speech};
use crate::ui::{
    Banner, Button, ButtonKind, Choice, Field, Glyph, Panel, Select, SelectOption, Tone,
};

/// Minutes that can be chosen; what is set already is offered too.
const MINUTES: [u16; 6] = [5, 15, 30, 60, 240, 1_440];

#[derive(Properties, PartialEq)]
pub(super) struct SettingsProps {
    pub(super) is_up: bool,
    pub(super) rang: u64,
}

/// The settings, once they are there.
#[component]
pub(super) fn Settings(props: &SettingsProps) -> Html {
    let say = use_speech();
    let asked = use_asked(props.rang, None, desk::settings);
    let known = use_state_eq(|| None::<MessageSettings>);
    {
        let known = known.setter();
        use_effect_with(asked.answer.clone(), move |answer| {
            if answer.is_some() {
                known.set(answer.clone());
            }
        });
    }
    let mut asked = asked;
    asked.answer = asked.answer.or_else(|| (*known).clone());
    html! {
        <div class="letters-settings">
            <Panel title={say.t("console-conversations-settings-title")}>
                { asked.show(&say, &desk::WORDS, |settings| html! {
                    <Form settings={settings.clone()} is_up={props.is_up} />
                }) }
            </Panel>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    settings: MessageSettings,
    is_up: bool,
}

/// How the last save ended.
#[derive(Clone, Copy, PartialEq)]
enum Ended {
    No,
    Stale,
    Failed,
}

#[component]
fn Form(props: &FormProps) -> Html {
    let (say, live, announcer) = (use_speech(), use_handle(), use_announcer());
    let typed = use_state_eq(|| props.settings.clone());
    let seen = use_state_eq(|| props.settings.clone());
    let ended = use_state_eq(|| Ended::No);
    let is_sending = use_state_eq(|| false);
    // What a colleague saved meanwhile is shown at once where nothing was touched here.
    {
        let (typed, seen) = (typed.clone(), seen.clone());
        use_effect_with(props.settings.clone(), move |now| {
            if *typed == *seen {
                typed.set(now.clone());
                seen.set(now.clone());
            }
        });
    }
    let change = |edit: fn(&mut MessageSettings)| {
        let typed = typed.clone();
        Callback::from(move |()| {
            let mut next = (*typed).clone();
            edit(&mut next);
            typed.set(next);
        })
    };
    let onminutes = {
        let typed = typed.clone();
        Callback::from(move |key: AttrValue| {
            typed.set(MessageSettings {
                letter_after_minutes: key.parse().ok(),
                ..(*typed).clone()
            });
        })
    };
    let save = {
        let (typed, seen) = (typed.clone(), seen.clone());
        let (ended, is_sending, say) = (ended.setter(), is_sending.setter(), say.clone());
        Callback::from(move |_: MouseEvent| {
            let wish = (*typed).clone();
            let (live, announcer, say) = (live.clone(), announcer.clone(), say.clone());
            let (typed, seen) = (typed.clone(), seen.setter());
            let (ended, is_sending) = (ended.clone(), is_sending.clone());
            is_sending.set(true);
            spawn_local(async move {
                match desk::save(&live, &wish).await {
                    Some((true, now)) => {
                        typed.set(now.clone());
                        seen.set(now);
                        ended.set(Ended::No);
                        announcer.say(say.t("console-conversations-saved"));
                    }
                    // What was typed stays; saving once more puts it over the colleague's.
                    Some((false, now)) => {
                        typed.set(MessageSettings {
                            revision: now.revision,
                            ..wish
                        });
                        seen.set(now);
                        ended.set(Ended::Stale);
                    }
                    None => ended.set(Ended::Failed),
                }
                is_sending.set(false);
            });
        })
    };
    let mut minutes = MINUTES.to_vec();
    minutes.extend(
        typed
            .letter_after_minutes
            .filter(|n| *n <= MESSAGE_LETTER_MINUTES_MAX),
    );
    minutes.sort_unstable();
    minutes.dedup();
    let never = SelectOption {
        key: AttrValue::Static("never"),
        label: say.t("console-conversations-letter-never"),
    };
    let after = minutes.into_iter().map(|n| SelectOption {
        key: n.to_string().into(),
        label: say.tr(
            "console-conversations-letter-after",
            [("minutes", i64::from(n).into())],
        ),
    });
    let options: Vec<_> = std::iter::once(never).chain(after).collect();
    let chosen = typed.letter_after_minutes;
    let chosen = chosen.map_or(AttrValue::Static("never"), |n| n.to_string().into());
    html! {
        <div class="body stack" data-gap="wide">
            { match *ended {
                Ended::No => Html::default(),
                Ended::Stale => html! {
                    <Banner icon={Glyph::Warning} tone={Tone::Warn} is_boxed=true>
                        { say.t("console-conversations-stale") }
                    </Banner>
                },
                Ended::Failed => html! {
                    <Banner icon={Glyph::Critical} tone={Tone::Crit} is_boxed=true>
                        { say.t("console-letters-not-done") }
                    </Banner>
                },
            } }
            <Choice
                name="catalogue"
                is_many=true
                is_chosen={typed.is_catalogue_open}
                onchoose={change(|settings| settings.is_catalogue_open = !settings.is_catalogue_open)}
            >
                { say.t("console-conversations-catalogue") }
            </Choice>
            <p class="soft">{ say.t("console-conversations-catalogue-help") }</p>
            <Field id="letter-after" label={say.t("console-conversations-letter")}>
                <Select id="letter-after" {options} {chosen} onchoose={onminutes} />
            </Field>
            <Choice
                name="text"
                is_many=true
                is_chosen={typed.has_text}
                onchoose={change(|settings| settings.has_text = !settings.has_text)}
            >
                { say.t("console-conversations-text") }
            </Choice>
            <p class="soft">{ say.t("console-conversations-text-help") }</p>
            <div class="row">
                <Button
                    kind={ButtonKind::Primary}
                    is_disabled={!props.is_up || *typed == *seen}
                    is_busy={*is_sending}
                    onclick={save}
                >
                    { say.t("console-conversations-save") }
                </Button>
            </div>
        </div>
    }
}
