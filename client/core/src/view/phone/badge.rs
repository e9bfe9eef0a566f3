//! The badge: what the door scans.

use protocol::{Micros, Presence};

use crate::model::Model;
use crate::view::label::{Who, who};

/// This person's badge.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Badge {
    pub who: Who,
    /// The text for the QR code; none while no badge was issued.
    pub code: Option<String>,
    pub presence: Presence,
    pub since: Option<Micros>,
    /// The name of the room where the doors saw this person last.
    pub room: String,
}

/// This person's badge.
#[must_use]
pub fn badge(model: &Model) -> Option<Badge> {
    let me = super::me(model)?;
    let state = model.state();
    let attendance = state.attendance(me);
    let room = attendance.and_then(|row| row.room);
    Some(Badge {
        who: who(model, me),
        code: state.badge(me).map(protocol::id::BadgeCode::to_text),
        presence: attendance.map_or(Presence::Expected, |row| row.presence),
        since: attendance.map(|row| row.mark.at),
        room: room.map_or_else(String::new, |room| model.cards().place(room).to_owned()),
    })
}
