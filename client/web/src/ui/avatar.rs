//! People as initials in a disc.

use yew::prelude::*;

use super::{Glyph, Icon, IconSize, flag};

/// The hues that the stylesheet knows.
const N_HUES: u64 = 6;

/// Somebody as a label shows them.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The whole name.
    pub name: AttrValue,
    /// Which of the hues; see [`hue_of`].
    pub hue: u8,
}

/// Picks a hue from the bytes of an id, so that a person keeps it on every screen.
#[must_use]
pub fn hue_of(id: &[u8]) -> u8 {
    let sum = id.iter().fold(7_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(*byte))
    });
    u8::try_from(sum % N_HUES).unwrap_or_default()
}

/// The first letters of the first and the last word of a name.
#[must_use]
pub fn initials_of(name: &str) -> String {
    let mut words = name
        .split([' ', '-', '\u{a0}'])
        .filter(|word| !word.is_empty());
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

/// How large a disc is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// In a line of text.
    Small,
    /// In bars and rows.
    #[default]
    Normal,
    /// At the head of a person's details.
    Large,
}

impl AvatarSize {
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::Small => Some("s"),
            Self::Normal => None,
            Self::Large => Some("l"),
        }
    }
}

/// Whom a disc stands for.
#[derive(Properties, PartialEq)]
pub struct AvatarProps {
    /// The person.
    pub person: Person,
    /// How large.
    #[prop_or_default]
    pub size: AvatarSize,
    /// Whether the name is written beside it, so that the disc stays silent.
    #[prop_or_default]
    pub is_decoration: bool,
}

/// The initials of a person, the whole name for the ear and as a hint.
///
/// The stylesheet draws the initials: they are a picture, not a text that a name must repeat.
#[component]
pub fn Avatar(props: &AvatarProps) -> Html {
    let Person { name, hue } = &props.person;
    let label = (!props.is_decoration && !name.is_empty()).then(|| name.clone());
    html! {
        <span
            class="avatar"
            data-hue={hue.to_string()}
            data-size={props.size.name()}
            role={label.as_ref().map(|_| "img")}
            aria-label={label}
            aria-hidden={props.is_decoration.then_some("true")}
            title={name.clone()}
            data-initials={initials_of(name)}
        >
            if name.is_empty() {
                <Icon glyph={Glyph::Person} size={IconSize::Small} />
            }
        </span>
    }
}

/// Who is here.
#[derive(Properties, PartialEq)]
pub struct AvatarsProps {
    /// The people, the most recent first.
    pub people: Vec<Person>,
    /// How many discs are drawn at most.
    #[prop_or(4)]
    pub n_shown_max: usize,
    /// The name of the group.
    pub label: AttrValue,
}

/// Overlapping discs, and how many more there are.
#[component]
pub fn Avatars(props: &AvatarsProps) -> Html {
    let n_hidden = props.people.len().saturating_sub(props.n_shown_max);
    html! {
        <span class="avatars" role="group" aria-label={props.label.clone()}>
            { for props.people.iter().take(props.n_shown_max).map(|person| html! {
                <Avatar person={person.clone()} />
            }) }
            if n_hidden > 0 {
                <span class="avatar" data-more={flag(true)}>{ format!("+{n_hidden}") }</span>
            }
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::{N_HUES, hue_of, initials_of};

    #[test]
    fn initials_are_the_first_and_the_last_words() {
        assert_eq!(initials_of("Amélie Rivoire"), "AR");
        assert_eq!(initials_of("Élodie de la Garde"), "ÉG");
        assert_eq!(initials_of("Plato"), "P");
        assert_eq!(initials_of("  "), "");
    }

    #[test]
    fn a_hue_is_steady_and_known_to_the_stylesheet() {
        assert_eq!(hue_of(b"same"), hue_of(b"same"));
        for byte in 0..=u8::MAX {
            assert!(u64::from(hue_of(&[byte])) < N_HUES);
        }
    }
}
