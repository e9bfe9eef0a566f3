//! Icons and the brand, drawn from the sprite.

use yew::prelude::*;

use super::Glyph;

/// Where the sprite is served. The packer puts shared files under this address.
pub const SPRITE_URL: &str = "/shared/icons.svg";

/// How large an icon is, beside text of the normal size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IconSize {
    /// In small print.
    Small,
    /// As high as a line of text.
    #[default]
    Text,
    /// For a button that stands alone.
    Large,
    /// For an empty state.
    Huge,
}

impl IconSize {
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::Small => Some("s"),
            Self::Text => None,
            Self::Large => Some("l"),
            Self::Huge => Some("xl"),
        }
    }
}

/// What an icon shows.
#[derive(Properties, PartialEq)]
pub struct IconProps {
    /// Which symbol.
    pub glyph: Glyph,
    /// How large.
    #[prop_or_default]
    pub size: IconSize,
    /// What it says to somebody who does not see it. Without it the icon is
    /// decoration, and the words beside it speak.
    #[prop_or_default]
    pub label: Option<AttrValue>,
}

/// An icon in the colour of the text around it. Waiting icons turn.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    let is_turning = matches!(props.glyph, Glyph::Spinner);
    let is_directional = matches!(
        props.glyph,
        Glyph::Back | Glyph::Next | Glyph::Arrow | Glyph::Undo | Glyph::Redo | Glyph::Exit
    );
    html! {
        <svg
            class="icon"
            data-size={props.size.name()}
            data-spin={super::flag(is_turning)}
            data-mirror={super::flag(is_directional)}
            role={props.label.as_ref().map(|_| "img")}
            aria-label={props.label.clone()}
            aria-hidden={props.label.is_none().then_some("true")}
        >
            <use href={format!("{SPRITE_URL}#{}", props.glyph.name())} />
        </svg>
    }
}

/// What the brand needs.
#[derive(Properties, PartialEq)]
pub struct BrandProps {
    /// The product's name.
    pub name: AttrValue,
    /// Where a press leads.
    #[prop_or(AttrValue::Static("/"))]
    pub href: AttrValue,
}

/// The mark and the name. Narrow frames hide the name by style.
#[component]
pub fn Brand(props: &BrandProps) -> Html {
    html! {
        <a class="brand" href={props.href.clone()} aria-label={props.name.clone()}>
            <svg aria-hidden="true">
                <use href={format!("{SPRITE_URL}#{}", Glyph::Mark.name())} />
            </svg>
            <span>{ &props.name }</span>
        </a>
    }
}
