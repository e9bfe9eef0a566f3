//! Buttons.

use yew::prelude::*;

use super::{Glyph, Icon, Tone, flag, truth};

/// How much a button asks for attention. One primary button per surface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The main way on.
    Primary,
    /// One way among others.
    #[default]
    Plain,
    /// Tinted with its tone.
    Soft,
    /// Without a frame, for repeated or minor actions.
    Quiet,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::Primary => Some("primary"),
            Self::Plain => None,
            Self::Soft => Some("soft"),
            Self::Quiet => Some("quiet"),
            Self::Danger => Some("danger"),
        }
    }
}

/// How large a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// In rows and panels' headers.
    Small,
    /// Anywhere else.
    #[default]
    Normal,
    /// For a thumb.
    Large,
}

impl ButtonSize {
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::Small => Some("s"),
            Self::Normal => None,
            Self::Large => Some("l"),
        }
    }
}

/// What a button with words shows and does.
#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    /// The words.
    pub children: Html,
    /// What a press does.
    pub onclick: Callback<MouseEvent>,
    /// How much it asks for attention.
    #[prop_or_default]
    pub kind: ButtonKind,
    /// Which signal a soft button carries.
    #[prop_or_default]
    pub tone: Tone,
    /// How large.
    #[prop_or_default]
    pub size: ButtonSize,
    /// An icon before the words.
    #[prop_or_default]
    pub icon: Option<Glyph>,
    /// Whether it takes the whole width.
    #[prop_or_default]
    pub is_block: bool,
    /// Whether it can be used. An unusable button stays reachable, so that its
    /// reason can be read.
    #[prop_or_default]
    pub is_disabled: bool,
    /// Whether its action is under way.
    #[prop_or_default]
    pub is_busy: bool,
    /// For a button that stays down: whether it is.
    #[prop_or_default]
    pub pressed: Option<bool>,
    /// Why it cannot be used, or more about what it does.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// Its handle in the page.
    #[prop_or_default]
    pub node: NodeRef,
}

/// A button with words.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let icon = if props.is_busy {
        Some(Glyph::Spinner)
    } else {
        props.icon
    };
    html! {
        <button
            ref={props.node.clone()}
            type="button"
            class="btn"
            data-kind={props.kind.name()}
            data-tone={props.tone.name()}
            data-size={props.size.name()}
            data-block={flag(props.is_block)}
            aria-disabled={(props.is_disabled || props.is_busy).then_some("true")}
            aria-busy={props.is_busy.then_some("true")}
            aria-pressed={props.pressed.map(truth)}
            title={props.title.clone()}
            onclick={guarded(props.is_disabled || props.is_busy, &props.onclick)}
        >
            if let Some(glyph) = icon {
                <Icon {glyph} />
            }
            { props.children.clone() }
        </button>
    }
}

/// What a button that is only an icon shows and does.
#[derive(Properties, PartialEq)]
pub struct IconButtonProps {
    /// Which symbol.
    pub glyph: Glyph,
    /// What it does, for the ear and as a hint.
    pub label: AttrValue,
    /// What a press does.
    pub onclick: Callback<MouseEvent>,
    /// How much it asks for attention.
    #[prop_or(ButtonKind::Quiet)]
    pub kind: ButtonKind,
    /// How large.
    #[prop_or_default]
    pub size: ButtonSize,
    /// Whether it can be used.
    #[prop_or_default]
    pub is_disabled: bool,
    /// For a button that stays down: whether it is.
    #[prop_or_default]
    pub pressed: Option<bool>,
    /// Whether it goes where there is little room.
    #[prop_or_default]
    pub is_spare: bool,
}

/// A button that is only an icon, with its words for the ear.
#[component]
pub fn IconButton(props: &IconButtonProps) -> Html {
    html! {
        <button
            type="button"
            class="btn"
            data-spare={flag(props.is_spare)}
            data-kind={props.kind.name()}
            data-size={props.size.name()}
            data-icon-only=""
            aria-label={props.label.clone()}
            title={props.label.clone()}
            aria-disabled={props.is_disabled.then_some("true")}
            aria-pressed={props.pressed.map(truth)}
            onclick={guarded(props.is_disabled, &props.onclick)}
        >
            <Icon glyph={props.glyph} />
        </button>
    }
}

/// Buttons side by side.
#[derive(Properties, PartialEq)]
pub struct ButtonGroupProps {
    /// The buttons.
    pub children: Html,
    /// Whether they share the whole width.
    #[prop_or_default]
    pub is_block: bool,
    /// Whether they stand on top of each other.
    #[prop_or_default]
    pub is_stacked: bool,
}

/// Buttons side by side, wrapping where there is no room.
#[component]
pub fn ButtonGroup(props: &ButtonGroupProps) -> Html {
    html! {
        <div
            class="btn-group"
            data-block={flag(props.is_block)}
            data-stacked={flag(props.is_stacked)}
        >
            { props.children.clone() }
        </div>
    }
}

/// A press on an unusable button does nothing; the button itself stays in the
/// tab order, unlike one that the browser disables.
fn guarded(is_blocked: bool, onclick: &Callback<MouseEvent>) -> Callback<MouseEvent> {
    if is_blocked {
        Callback::noop()
    } else {
        onclick.clone()
    }
}
