//! One thing of the day: a meeting or a session, as a card.

use yew::prelude::*;

use super::{Whereabouts, split_place};
use crate::ui::{Meter, MeterSize, Tone, flag};

/// How the card looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EngagementState {
    /// To come.
    #[default]
    Planned,
    /// Under way.
    Running,
    /// It took place.
    Held,
    /// A talk, workshop or training.
    Session,
    /// Called off.
    Cancelled,
}

impl EngagementState {
    const fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Held => "held",
            Self::Session => "session",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What a card says.
#[derive(Properties, PartialEq)]
pub struct EngagementProps {
    /// With whom, or what about.
    pub title: AttrValue,
    /// Who it is, or who speaks.
    #[prop_or_default]
    pub sub: AttrValue,
    /// The place's label.
    #[prop_or_default]
    pub place: AttrValue,
    /// How it looks.
    #[prop_or_default]
    pub state: EngagementState,
    /// How much of it is over, from 0 to 1, while it is under way.
    #[prop_or_default]
    pub progress: Option<f64>,
    /// What is to be known about it: [`Foot`] lines.
    #[prop_or_default]
    pub foot: Html,
    /// What can be done about it: buttons.
    #[prop_or_default]
    pub actions: Html,
    /// Whether something that the user did is on its way.
    #[prop_or_default]
    pub is_pending: bool,
    /// Opens it in full; without it, the card is only read.
    #[prop_or_default]
    pub onopen: Option<Callback<MouseEvent>>,
}

/// A card of the timeline.
#[component]
pub fn Engagement(props: &EngagementProps) -> Html {
    let sub = with_place(&props.sub, &props.place);
    html! {
        <article
            class="engagement"
            data-state={props.state.name()}
            data-pending={flag(props.is_pending)}
            aria-busy={props.is_pending.then_some("true")}
            onclick={props.onopen.clone()}
        >
            <h3 class="title">{ title(props) }</h3>
            <Whereabouts label={props.place.clone()} />
            if !sub.is_empty() {
                <p class="sub">{ sub }</p>
            }
            if let Some(value) = props.progress {
                <Meter {value} tone={Tone::Live} size={MeterSize::Small} />
            }
            { props.foot.clone() }
            { props.actions.clone() }
        </article>
    }
}

/// A thumb may hit the card anywhere; keys and readers find a button in its title, whose press
/// reaches the card as well.
fn title(props: &EngagementProps) -> Html {
    if props.onopen.is_some() {
        html! { <button type="button" aria-haspopup="dialog">{ &props.title }</button> }
    } else {
        html! { { &props.title } }
    }
}

/// A line at the foot of a card.
#[derive(Properties, PartialEq)]
pub struct FootProps {
    /// Its words and marks.
    pub children: Html,
}

/// A line at the foot of a card.
#[component]
pub fn Foot(props: &FootProps) -> Html {
    html! { <div class="foot">{ props.children.clone() }</div> }
}

/// A place that has no number stands behind the name.
fn with_place(sub: &str, place: &str) -> String {
    if place.is_empty() || split_place(place).is_some() {
        sub.to_owned()
    } else if sub.is_empty() {
        place.to_owned()
    } else {
        format!("{sub} · {place}")
    }
}

#[cfg(test)]
mod tests {
    use super::with_place;

    #[test]
    fn a_place_is_said_once() {
        assert_eq!(with_place("Hugo", "Table 7"), "Hugo");
        assert_eq!(with_place("Hugo", "Amphi Sud"), "Hugo · Amphi Sud");
        assert_eq!(with_place("", "Amphi Sud"), "Amphi Sud");
        assert_eq!(with_place("Hugo", ""), "Hugo");
    }
}
