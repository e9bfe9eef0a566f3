//! The signals. Each means one thing everywhere, and none stands without a shape
//! or a word.

use yew::AttrValue;
use yew::html::IntoPropValue;

/// Which signal a part shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to signal.
    #[default]
    Neutral,
    /// What the hand can act on.
    Accent,
    /// What happens right now.
    Live,
    /// A promise that can lapse: a hold, an offer.
    Pledge,
    /// Look soon.
    Warn,
    /// Act now.
    Crit,
}

impl Tone {
    /// The value of `data-tone`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Live => "live",
            Self::Pledge => "pledge",
            Self::Warn => "warn",
            Self::Crit => "crit",
        }
    }
}

impl IntoPropValue<Option<AttrValue>> for Tone {
    fn into_prop_value(self) -> Option<AttrValue> {
        Some(AttrValue::Static(self.name()))
    }
}
