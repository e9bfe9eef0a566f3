//! The programs that a browser can be signed in to.

use app::live::View;
use protocol::{Actor, Role};
use serde::Deserialize;

/// One of the programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    /// The organisers' control room.
    Console,
    /// The door's scanner and list.
    Door,
    /// An unattended display.
    Screen,
    /// A participant's agenda.
    Phone,
}

impl Surface {
    /// Every surface, in the order in which an unnamed one is looked for.
    pub const ALL: [Self; 4] = [Self::Console, Self::Door, Self::Screen, Self::Phone];

    /// The word in addresses and cookies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Door => "door",
            Self::Screen => "screen",
            Self::Phone => "phone",
        }
    }

    /// The surface of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|surface| surface.name() == name)
    }

    /// Whose sign-ins open this surface: administrators may look at the door and the displays.
    pub(crate) const fn opened_by(self) -> &'static [Self] {
        match self {
            Self::Console => &[Self::Console],
            Self::Door => &[Self::Door, Self::Console],
            Self::Screen => &[Self::Screen, Self::Console],
            Self::Phone => &[Self::Phone],
        }
    }

    /// Where somebody works.
    #[must_use]
    pub fn of(actor: Actor, view: &View) -> Self {
        match actor {
            Actor::Person(_) => Self::Phone,
            Actor::System => Self::Console,
            Actor::Staff(id) => match view.state.staff_member(id).map(|staff| &staff.role) {
                Some(Role::Door) => Self::Door,
                Some(Role::Screen) => Self::Screen,
                Some(Role::Main | Role::Secondary { .. }) | None => Self::Console,
            },
        }
    }
}
