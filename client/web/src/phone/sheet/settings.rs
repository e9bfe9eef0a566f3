//! Language, light, an expert's absence, leaving.

use client_core::view::label::{Who, who};
use client_core::view::phone;
use protocol::{Absence, Micros};
use yew::prelude::*;

use super::SheetKind;
use crate::shell::{
    Changes, Glance, Language, Speech, Theme, sign_out, use_handle, use_language, use_live,
    use_speech, use_theme,
};
use crate::ui::{
    Banner, Button, ButtonSize, Chip, Glyph, Icon, IconSize, Segment, Segmented, Sheet, Tone,
};

/// Who holds the phone.
#[derive(Clone, Debug, PartialEq)]
struct Holder {
    who: Who,
    /// For an expert: the declared absence, if any.
    expert: Option<Option<Absence>>,
    /// What is there for him at every meeting.
    needs: Vec<String>,
}

fn holder(glance: &Glance<'_>) -> Option<Holder> {
    let me = phone::me(glance.model)?;
    let person = glance.model.state().person(me)?;
    Some(Holder {
        who: who(glance.model, me),
        expert: person.expert.as_ref().map(|terms| terms.absence.clone()),
        needs: phone::my_needs(glance.model),
    })
}

/// What the sheet is given.
#[derive(Properties, PartialEq)]
pub struct SettingsSheetProps {
    /// Opens another sheet, or none.
    pub onsheet: Callback<Option<SheetKind>>,
}

/// The user's own settings.
#[component]
pub fn SettingsSheet(props: &SettingsSheetProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let (language, choose_language) = use_language();
    let (theme, choose_theme) = use_theme();
    let parts = Changes::STATE.and(Changes::CARDS);
    let holder = use_live(parts, (), |glance, ()| holder(glance));
    let languages = Language::ALL.map(|language| Segment {
        key: language.code().into(),
        label: language.own_name().into(),
        icon: None,
    });
    let themes = [
        (Theme::System, Glyph::Half, "phone-theme-system"),
        (Theme::Light, Glyph::Sun, "phone-theme-light"),
        (Theme::Dark, Glyph::Moon, "phone-theme-dark"),
    ]
    .map(|(theme, glyph, key)| Segment {
        key: theme.name().into(),
        label: say.t(key),
        icon: Some(glyph),
    });
    let onlanguage = Callback::from(move |key: AttrValue| {
        choose_language.emit(Language::of_code(&key).unwrap_or_default());
    });
    let ontheme = Callback::from(move |key: AttrValue| choose_theme.emit(Theme::named(&key)));
    let (title, lede) = match &*holder {
        Some(holder) => (
            holder.who.name.clone().into(),
            Some(holder.who.company.clone().into()),
        ),
        None => (say.t("phone-settings"), None::<AttrValue>),
    };
    html! {
        <Sheet
            id="settings"
            {title}
            lede={lede.filter(|lede| !lede.is_empty())}
            close_label={say.t("phone-close")}
            onclose={props.onsheet.reform(|()| None)}
        >
            <div class="stack">
                { expert(&say, holder.as_ref().as_ref(), &props.onsheet) }
                { needs(&say, holder.as_ref().as_ref()) }
                <div class="field">
                    <span class="label">{ say.t("phone-language") }</span>
                    <Segmented
                        label={say.t("phone-language")}
                        segments={languages.to_vec()}
                        chosen={language.code()}
                        is_block=true
                        onchoose={onlanguage}
                    />
                </div>
                <div class="field">
                    <span class="label">{ say.t("phone-theme") }</span>
                    <Segmented
                        label={say.t("phone-theme")}
                        segments={themes.to_vec()}
                        chosen={theme.name()}
                        is_block=true
                        onchoose={ontheme}
                    />
                </div>
                <Button
                    size={ButtonSize::Large}
                    icon={Glyph::Exit}
                    is_block=true
                    onclick={Callback::from(move |_: MouseEvent| sign_out(&live))}
                >
                    { say.t("phone-sign-out") }
                </Button>
                <p class="row muted">
                    <Icon glyph={Glyph::Phone} size={IconSize::Small} />
                    { say.t("phone-install") }
                </p>
            </div>
        </Sheet>
    }
}

/// Who needs an interpreter or equipment sees that the organiser knows; only the organiser changes it.
fn needs(say: &Speech, holder: Option<&Holder>) -> Html {
    let Some(holder) = holder.filter(|holder| !holder.needs.is_empty()) else {
        return Html::default();
    };
    html! {
        <div class="field">
            <span class="label">{ say.t("phone-needs") }</span>
            <p class="row" data-wrap="">
                { for holder.needs.iter().map(|name| html! { <Chip key={name.clone()} icon={Glyph::Globe}>{ name }</Chip> }) }
            </p>
        </div>
    }
}

/// An expert tells here that he will not be there; that he is back, only the organiser records.
fn expert(say: &Speech, holder: Option<&Holder>, onsheet: &Callback<Option<SheetKind>>) -> Html {
    match holder.and_then(|holder| holder.expert.as_ref()) {
        None => Html::default(),
        Some(Some(Absence { from, until })) => {
            let time = |at: Micros| say.time(at).into();
            let words = match until {
                Some(until) => say.tr(
                    "phone-absent-until",
                    [("from", time(*from)), ("until", time(*until))],
                ),
                None => say.tr("phone-absent-from", [("from", time(*from))]),
            };
            html! {
                <Banner icon={Glyph::Absent} tone={Tone::Warn} is_boxed=true>
                    { words }
                </Banner>
            }
        }
        Some(None) => html! {
            <Button
                size={ButtonSize::Large}
                icon={Glyph::Absent}
                is_block=true
                onclick={onsheet.reform(|_: MouseEvent| Some(SheetKind::Absence))}
            >
                { say.t("phone-absence-report") }
            </Button>
        },
    }
}
