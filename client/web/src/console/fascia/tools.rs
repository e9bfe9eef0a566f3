//! Theme, language, and who is signed in.

use yew::prelude::*;

use crate::shell::{
    Language, Theme, sign_out, use_handle, use_language, use_profile, use_speech, use_theme,
};
use crate::ui::{Avatar, Glyph, IconButton, Menu, MenuItem, Person, Tone, hue_of};

/// The tools at the end of the fascia. On a narrow screen the menu holds all of them.
#[component]
pub(super) fn Tools() -> Html {
    let (say, live) = (use_speech(), use_handle());
    let profile = use_profile();
    let (theme, choose_theme) = use_theme();
    let (language, choose_language) = use_language();
    let theme_label = say.t(&format!("console-theme-{}", theme.name()));
    let glyph = match theme {
        Theme::System => Glyph::Half,
        Theme::Light => Glyph::Sun,
        Theme::Dark => Glyph::Moon,
    };
    let item = |key: String, label: AttrValue, icon: Glyph, checked: Option<bool>| MenuItem {
        key: AttrValue::from(key),
        label,
        icon: Some(icon),
        tone: Tone::Neutral,
        checked,
    };
    let themes = [Theme::System, Theme::Light, Theme::Dark].map(|one| {
        let label = say.t(&format!("console-theme-{}", one.name()));
        item(
            format!("theme:{}", one.name()),
            label,
            Glyph::Half,
            Some(one == theme),
        )
    });
    let languages = Language::ALL.map(|one| {
        let label = AttrValue::Static(one.own_name());
        item(
            format!("language:{}", one.code()),
            label,
            Glyph::Globe,
            Some(one == language),
        )
    });
    let leave = item(
        "leave".to_owned(),
        say.t("console-leave"),
        Glyph::Exit,
        None,
    );
    let items = themes
        .into_iter()
        .chain(languages)
        .chain([leave])
        .collect::<Vec<_>>();
    let other = Language::ALL
        .into_iter()
        .find(|one| *one != language)
        .unwrap_or(language);
    let next_theme = choose_theme.reform(move |_: MouseEvent| theme.next());
    let next_language = choose_language.reform(move |_: MouseEvent| other);
    let onact = Callback::from(move |key: AttrValue| match key.split_once(':') {
        Some(("theme", name)) => choose_theme.emit(Theme::named(name)),
        Some(("language", code)) => {
            choose_language.emit(Language::of_code(code).unwrap_or_default())
        }
        Some(_) | None => sign_out(&live),
    });
    let me = Person {
        name: AttrValue::from(profile.name.clone()),
        hue: hue_of(profile.name.as_bytes()),
    };
    html! {
        <div class="tools">
            <IconButton
                {glyph}
                is_spare=true
                label={say.tr("console-theme-label", [("theme", theme_label.into())])}
                onclick={next_theme}
            />
            <button
                type="button"
                class="btn"
                data-spare=""
                data-kind="quiet"
                lang={other.code()}
                aria-label={format!("{} – {}", other.code().to_uppercase(), other.own_name())}
                title={other.own_name()}
                onclick={next_language}
            >
                { other.code().to_uppercase() }
            </button>
            <Menu
                label={say.tr("console-account-label", [("name", (&profile.name).into())])}
                heading={AttrValue::from(profile.name.clone())}
                is_icon_only=true
                {items}
                {onact}
            >
                <Avatar person={me} is_decoration=true />
            </Menu>
        </div>
    }
}
