//! Messages of the organiser to this person.

use protocol::id::AnnouncementId;
use protocol::{Audience, Micros};

use crate::model::Model;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Message {
    pub id: AnnouncementId,
    pub text: String,
    pub at: Micros,
    /// To this person alone.
    pub is_personal: bool,
    /// Sent after the moment up to which the user has read.
    pub is_new: bool,
}

/// The messages, newest first. `read_until` is kept by the shell.
#[must_use]
pub fn messages(model: &Model, read_until: Micros) -> Vec<Message> {
    let mut messages: Vec<Message> = model
        .state()
        .announcements()
        .map(|announcement| Message {
            id: announcement.id,
            text: model.cards().announcement(announcement.id).to_owned(),
            at: announcement.at,
            is_personal: matches!(announcement.audience, Audience::Person(_)),
            is_new: announcement.at > read_until,
        })
        // Without its card a message has no text: it was erased, or has not arrived yet.
        .filter(|message| !message.text.is_empty())
        .collect();
    messages.sort_by_key(|message| std::cmp::Reverse((message.at, message.id)));
    messages
}
