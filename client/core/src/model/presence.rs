//! Who of the team is here, and what each works on: advisory, never a lock.

use std::sync::Arc;

use protocol::Spot;
use protocol::id::{MeetingId, StaffId, VacancyId};
use protocol::message::{Focused, ServerMessage, TeamMember};

use crate::sync::program::Part;
use crate::sync::{Changes, Client};
use crate::time::Monotonic;

/// The team as the server said it last.
#[derive(Clone, Debug, Default)]
pub struct Presence {
    team: Arc<Vec<TeamMember>>,
}

impl Presence {
    /// Everybody who is connected.
    #[must_use]
    pub fn team(&self) -> &[TeamMember] {
        &self.team
    }

    /// Who, other than the user, works on a thing.
    #[must_use]
    pub fn on(&self, thing: Focused, me: Option<StaffId>) -> Option<&TeamMember> {
        self.team
            .iter()
            .find(|member| member.focus == Some(thing) && Some(member.staff) != me)
    }

    /// Who, other than the user, works on a cell of the floor or on what stands in it.
    #[must_use]
    pub fn on_cell(
        &self,
        spot: Spot,
        meeting: Option<MeetingId>,
        vacancy: Option<VacancyId>,
        me: Option<StaffId>,
    ) -> Option<&TeamMember> {
        self.team
            .iter()
            .filter(|member| Some(member.staff) != me)
            .find(|member| match member.focus {
                Some(Focused::Spot(on)) => on == spot,
                Some(Focused::Meeting(on)) => Some(on) == meeting,
                Some(Focused::Vacancy(on)) => Some(on) == vacancy,
                Some(Focused::Person(_)) | None => false,
            })
    }

    pub(crate) fn replace(&mut self, team: Vec<TeamMember>) {
        self.team = Arc::new(team);
    }

    /// After a broken connection nobody knows who is here.
    pub(crate) fn forget(&mut self) {
        self.team = Arc::default();
    }
}

/// Being one of several in the console: seeing the others, and being seen by them.
#[derive(Debug)]
pub(crate) struct TeamPart;

impl Part for TeamPart {
    fn greeted(&self, client: &mut Client, now: Monotonic) {
        client.announce_focus(now);
    }

    fn disconnected(&self, client: &mut Client) {
        client.focus_sent_at = None;
        client.model.presence.forget();
        client.note(Changes::PRESENCE);
    }

    fn heard(&self, client: &mut Client, message: &ServerMessage) {
        if let ServerMessage::PresenceNow(now) = message {
            client.model.presence.replace(now.team.clone());
            client.note(Changes::PRESENCE);
        }
    }

    fn ticked(&self, client: &mut Client, now: Monotonic) {
        if self.due_at(client).is_some_and(|at| at <= now) {
            client.announce_focus(now);
        }
    }

    /// What the user works on is forgotten unless it is announced again.
    fn due_at(&self, client: &Client) -> Option<Monotonic> {
        client.focus.filter(|_| client.is_live())?;
        let sent_at = client.focus_sent_at?;
        Some(sent_at.plus(client.options.focus_renewal_ms))
    }
}
