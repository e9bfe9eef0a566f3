//! What sits in a cell of the floor.

use yew::prelude::*;

use super::measure::ratio;
use super::{Avatar, AvatarSize, Glyph, Icon, Person, Tone, flag};

/// The state of a slot, as the stylesheet draws it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SlotState {
    /// A meeting to come.
    Planned,
    /// A meeting under way, with the share of it that is over, from 0 to 1.
    Running {
        /// The share that is over.
        progress: f64,
    },
    /// A meeting that took place.
    Held,
    /// A meeting that did not.
    NotHeld,
    /// One party runs late.
    Late,
    /// Freed by a cancellation, to be filled.
    Freed,
    /// Kept for somebody for a while.
    Hold,
    /// Offered to somebody.
    Offered,
    /// A talk or a workshop.
    Session,
    /// Not to be used.
    Blocked,
}

impl SlotState {
    const fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running { .. } => "running",
            Self::Held => "held",
            Self::NotHeld => "not-held",
            Self::Late => "late",
            Self::Freed => "freed",
            Self::Hold => "hold",
            Self::Offered => "offered",
            Self::Session => "session",
            Self::Blocked => "blocked",
        }
    }

    /// The shape that tells the state without its colour.
    #[must_use]
    pub const fn glyph(self) -> Glyph {
        match self {
            Self::Planned => Glyph::Planned,
            Self::Running { .. } => Glyph::Running,
            Self::Held => Glyph::Check,
            Self::NotHeld => Glyph::Cross,
            Self::Late => Glyph::Late,
            Self::Freed => Glyph::Freed,
            Self::Hold => Glyph::Hourglass,
            Self::Offered => Glyph::Offer,
            Self::Session => Glyph::Announce,
            Self::Blocked => Glyph::Lock,
        }
    }

    /// The signal that goes with it.
    #[must_use]
    pub const fn tone(self) -> Tone {
        match self {
            Self::Planned | Self::Held | Self::Session | Self::Blocked => Tone::Neutral,
            Self::Running { .. } => Tone::Live,
            Self::NotHeld => Tone::Crit,
            Self::Late => Tone::Warn,
            Self::Freed => Tone::Accent,
            Self::Hold | Self::Offered => Tone::Pledge,
        }
    }
}

/// What is being done to a slot, on top of its state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Handling {
    /// Nothing.
    #[default]
    None,
    /// It is the chosen one.
    Selected,
    /// Our own change, not yet confirmed.
    Pending,
    /// Another administrator is at it.
    Leased,
    /// It is being dragged away from here.
    Dragged,
}

/// What a card says.
#[derive(Properties, PartialEq)]
pub struct SlotCardProps {
    /// Its state.
    pub state: SlotState,
    /// Its state in a word, for the ear.
    pub state_label: AttrValue,
    /// The first party, or the title.
    pub first: AttrValue,
    /// The second party, or a remark.
    #[prop_or_default]
    pub second: Option<AttrValue>,
    /// A very short figure under the icon: "+6 min", "3:42".
    #[prop_or_default]
    pub note: Option<AttrValue>,
    /// What is being done to it.
    #[prop_or_default]
    pub handling: Handling,
    /// Where the copy under the pointer is, in pixels from the page's corner. The
    /// card is then that copy.
    #[prop_or_default]
    pub ghost_px: Option<(i32, i32)>,
}

/// A card of the floor.
#[component]
pub fn SlotCard(props: &SlotCardProps) -> Html {
    let glyph = match (props.ghost_px, props.handling) {
        (Some(_), _) => Glyph::Move,
        (None, Handling::Pending) => Glyph::Spinner,
        (None, Handling::None | Handling::Selected | Handling::Leased | Handling::Dragged) => {
            props.state.glyph()
        }
    };
    let measures = match (props.ghost_px, props.state) {
        (Some((x, y)), _) => Some(format!("--x:{x}px;--y:{y}px")),
        (None, SlotState::Running { progress }) => {
            Some(format!("--progress:{}", ratio(progress.clamp(0.0, 1.0))))
        }
        (None, _) => None,
    };
    html! {
        <div
            class="slot"
            data-state={props.state.name()}
            data-tone={props.state.tone().name()}
            data-selected={flag(props.handling == Handling::Selected)}
            data-pending={flag(props.handling == Handling::Pending)}
            data-leased={flag(props.handling == Handling::Leased)}
            data-dragging={flag(props.handling == Handling::Dragged)}
            data-ghost={flag(props.ghost_px.is_some())}
            aria-hidden={props.ghost_px.map(|_| "true")}
            ~style={measures.unwrap_or_default()}
        >
            <span class="who" title={props.first.clone()}>{ &props.first }</span>
            { " " }
            if let Some(second) = &props.second {
                <span class="who" title={second.clone()}>{ second }</span>
                { " " }
            }
            <span class="state">
                <Icon {glyph} />
                if let Some(note) = &props.note {
                    <span>{ note }</span>
                    { " " }
                }
                <span class="sr-only">{ &props.state_label }</span>
            </span>
        </div>
    }
}

/// Who is at a slot.
#[derive(Properties, PartialEq)]
pub struct LeaseProps {
    /// The other administrator.
    pub person: Person,
    /// What they do: "Karim is reassigning".
    pub label: AttrValue,
    /// Since when, as a hint.
    #[prop_or_default]
    pub since: Option<AttrValue>,
}

/// Sits on the edge of a cell: somebody else is at it. It never blocks.
#[component]
pub fn Lease(props: &LeaseProps) -> Html {
    html! {
        <span class="lease" title={props.since.clone()}>
            <Avatar person={props.person.clone()} size={AvatarSize::Small} is_decoration=true />
            <span>{ &props.label }</span>
        </span>
    }
}
