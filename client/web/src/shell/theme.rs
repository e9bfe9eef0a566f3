//! Light, dark, or as the system says.

use gloo::utils::document;
use yew::prelude::*;

use super::stored::{read_choice, write_choice};

/// How the page is lit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// A stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with a name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The one that a single button leads to.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    fn put_on(self) {
        let Some(root) = document().document_element() else {
            return;
        };
        let done = match self {
            Self::System => root.remove_attribute("data-theme"),
            Self::Light | Self::Dark => root.set_attribute("data-theme", self.name()),
        };
        // Setting a well-formed attribute cannot fail.
        drop(done);
    }
}

/// The theme, kept on the device, and how to change it.
#[hook]
pub fn use_theme() -> (Theme, Callback<Theme>) {
    let theme = use_state_eq(|| Theme::named(&read_choice("theme").unwrap_or_default()));
    use_effect_with(*theme, |theme| theme.put_on());
    let choose = {
        let theme = theme.clone();
        Callback::from(move |chosen: Theme| {
            write_choice("theme", chosen.name());
            theme.set(chosen);
        })
    };
    (*theme, choose)
}
