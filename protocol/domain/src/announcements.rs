//! Messages of the organiser. Only the audience is known here; the text is a card.

use protocol::change::Announced;
use protocol::command::Announce;
use protocol::limits::ANNOUNCEMENTS_MAX;
use protocol::reject::{IdTaken, LimitReached, NotFound};
use protocol::{Announcement, Audience, Reject};

use crate::decide::Draft;

impl Draft<'_> {
    pub(crate) fn announce(&mut self, c: &Announce) -> Result<(), Reject> {
        if self.state.announcement(c.announcement).is_some() {
            return Err(IdTaken {}.into());
        }
        if self.state.announcements().count() >= ANNOUNCEMENTS_MAX {
            return Err(LimitReached {
                limit: u32::try_from(ANNOUNCEMENTS_MAX).expect("small bound"),
            }
            .into());
        }
        match c.audience {
            Audience::Session(session) => {
                self.state.session(session).map(drop).ok_or(NotFound {})?
            }
            Audience::Person(person) => self.state.known_person(person).map(drop)?,
            Audience::Everybody | Audience::Experts | Audience::Staff => {}
        }
        let announcement = Announcement {
            id: c.announcement,
            audience: c.audience.clone(),
            at: self.context.now,
        };
        self.put(Announced { announcement });
        Ok(())
    }
}
