//! Everything that a screen may show, in one value that is cheap to copy.
//!
//! The confirmed replica is what the server said; [`Model::state`] is the same with the user's
//! own pending commands laid over it. Views read the latter and mark what is pending.

pub mod cards;
pub mod clock;
pub mod link;
pub mod pending;
pub mod presence;
pub mod trend;

use std::sync::Arc;

use domain::State;
use protocol::id::StaffId;
use protocol::{Actor, Function, Micros, Role, Scope};

pub use cards::Cards;
pub use clock::EventClock;
pub use link::{Connection, Link};
pub use pending::{Marks, Pending, Standing, Touched};
pub use presence::Presence;
pub use trend::Trend;

use crate::conflict::Conflicts;
use crate::feed::{Feed, Undo};
use crate::time::Monotonic;
use crate::toast::Toasts;
use crate::view::door::scan::ScanLog;

/// The client's knowledge. Fields change only inside this crate.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub(crate) confirmed: State,
    pub(crate) predicted: State,
    pub(crate) is_loaded: bool,
    pub(crate) me: Option<Actor>,
    pub(crate) cards: Cards,
    pub(crate) clock: Option<EventClock>,
    pub(crate) link: Link,
    pub(crate) presence: Presence,
    pub(crate) pending: Arc<Vec<Pending>>,
    pub(crate) marks: Arc<Marks>,
    pub(crate) feed: Arc<Feed>,
    pub(crate) undo: Arc<Undo>,
    pub(crate) toasts: Arc<Toasts>,
    pub(crate) conflicts: Arc<Conflicts>,
    pub(crate) trend: Arc<Trend>,
    pub(crate) scans: Arc<ScanLog>,
    pub(crate) ops_seq: u64,
    pub(crate) revision: u64,
}

impl Model {
    /// The replica with the user's own pending commands laid over it: what views show.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.predicted
    }

    /// The replica as the server confirmed it.
    #[must_use]
    pub fn confirmed(&self) -> &State {
        &self.confirmed
    }

    /// Whether a replica was loaded at all; before that, views show their skeleton.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.is_loaded
    }

    /// Who the user is, as the server says.
    #[must_use]
    pub fn me(&self) -> Option<Actor> {
        self.me
    }

    /// The user as a member of the team.
    #[must_use]
    pub fn my_staff_id(&self) -> Option<StaffId> {
        match self.me {
            Some(Actor::Staff(id)) => Some(id),
            Some(Actor::Person(_) | Actor::System) | None => None,
        }
    }

    /// The labels of ids.
    #[must_use]
    pub fn cards(&self) -> &Cards {
        &self.cards
    }

    /// The state of the connection.
    #[must_use]
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// Who of the team is here.
    #[must_use]
    pub fn presence(&self) -> &Presence {
        &self.presence
    }

    /// Commands whose outcome is not known yet, in order of dispatch.
    #[must_use]
    pub fn pending(&self) -> &[Pending] {
        &self.pending
    }

    /// What the pending commands touch.
    #[must_use]
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// The activity feed.
    #[must_use]
    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// The entries behind the feed, as far as they may be taken back.
    #[must_use]
    pub fn undo(&self) -> &Undo {
        &self.undo
    }

    /// Messages at the edge of the screen.
    #[must_use]
    pub fn toasts(&self) -> &Toasts {
        &self.toasts
    }

    /// Conflicts that wait for the user's choice.
    #[must_use]
    pub fn conflicts(&self) -> &Conflicts {
        &self.conflicts
    }

    /// Samples of the last hours.
    #[must_use]
    pub fn trend(&self) -> &Trend {
        &self.trend
    }

    /// The scans of this door.
    #[must_use]
    pub fn scans(&self) -> &ScanLog {
        &self.scans
    }

    /// The newest entry of the event's log that the replica contains; zero on phones.
    #[must_use]
    pub fn ops_seq(&self) -> u64 {
        self.ops_seq
    }

    /// Grows with every change of the model.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The event's clock.
    #[must_use]
    pub fn clock(&self) -> Option<EventClock> {
        self.clock
    }

    /// The event's time; zero before the server said it for the first time.
    #[must_use]
    pub fn event_now(&self, now: Monotonic) -> Micros {
        self.clock.map_or(Micros(0), |clock| clock.now(now))
    }

    /// Whether the user may use a function, for hiding what would be refused anyway.
    #[must_use]
    pub fn may(&self, function: Function) -> bool {
        match self.my_role() {
            Some(Role::Main) => true,
            Some(Role::Secondary { functions, .. }) => functions.contains(function),
            Some(Role::Door) => function == Function::Attendance,
            Some(Role::Screen) => false,
            // Not everybody is told his own row. What is hidden wrongly cannot be used; what is
            // shown wrongly is refused by the server, so nothing is hidden.
            None => self.my_staff_id().is_some(),
        }
    }

    /// Whether the user may plan for everybody: a plan concerns every row, so that it takes who
    /// sees all of them and may book.
    #[must_use]
    pub fn may_plan(&self) -> bool {
        self.sees_everything() && self.may(Function::Meetings)
    }

    /// Whether a function is open to the user for everybody's rows, not for some of them only.
    #[must_use]
    pub fn may_for_everybody(&self, function: Function) -> bool {
        self.sees_everything() && self.may(function)
    }

    /// The user's role in the team.
    #[must_use]
    pub fn my_role(&self) -> Option<&Role> {
        let id = self.my_staff_id()?;
        self.confirmed.staff_member(id).map(|staff| &staff.role)
    }

    /// Whether this client sees everything that the rules look at. Only then is a refusal by
    /// the local rules final; a partial view may refuse what the server would allow.
    pub(crate) fn sees_everything(&self) -> bool {
        match self.my_role() {
            Some(
                Role::Main
                | Role::Secondary {
                    scope: Scope::All, ..
                },
            ) => true,
            Some(
                Role::Secondary {
                    scope: Scope::Organisations(_),
                    ..
                }
                | Role::Door
                | Role::Screen,
            )
            | None => false,
        }
    }
}
