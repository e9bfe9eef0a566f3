//! What this person is told: messages of the organiser, and changes of the own agenda by others.

use protocol::id::AnnouncementId;
use protocol::message::Topic;
use protocol::{Audience, Micros};

use crate::feed::FeedWhat;
use crate::model::Model;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// When it was sent, or when the change was made.
    pub at: Micros,
    /// What it is.
    pub what: MessageWhat,
    /// Later than the moment up to which the user has read.
    pub is_new: bool,
}

/// What a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MessageWhat {
    /// The organiser writes, to this person alone or to more.
    Announcement {
        id: AnnouncementId,
        title: String,
        text: String,
        is_personal: bool,
    },
    /// Somebody changed this person's agenda; [`crate::words::feed`] says what.
    Agenda(FeedWhat),
}

/// The messages, newest first. `read_until` is kept by the shell. Changes of the agenda are
/// those of this visit; the agenda itself shows the rest.
#[must_use]
pub fn messages(model: &Model, read_until: Micros) -> Vec<Message> {
    let announcements = model.state().announcements().filter_map(|announcement| {
        // Without its card a message has no text: it was erased, or has not arrived yet.
        let card = model
            .cards()
            .get(protocol::CardKey::Announcement(announcement.id))?;
        let what = MessageWhat::Announcement {
            id: announcement.id,
            title: card.title.clone(),
            text: card.detail.clone(),
            is_personal: matches!(announcement.audience, Audience::Person(_)),
        };
        Some((announcement.at, what))
    });
    let feed = model.feed().newest_first();
    let agenda = feed
        .filter(|item| item.topic == Topic::Mine && !item.is_mine && is_about_agenda(&item.what))
        .map(|item| (item.at, MessageWhat::Agenda(item.what.clone())));
    let mut messages: Vec<Message> = announcements
        .chain(agenda)
        .map(|(at, what)| Message {
            at,
            what,
            is_new: at > read_until,
        })
        .collect();
    messages.sort_by_key(|message| std::cmp::Reverse(message.at));
    messages
}

/// Messages that the user has not read.
#[must_use]
pub fn n_new(model: &Model, read_until: Micros) -> usize {
    messages(model, read_until)
        .iter()
        .filter(|message| message.is_new)
        .count()
}

fn is_about_agenda(what: &FeedWhat) -> bool {
    matches!(
        what,
        FeedWhat::MeetingBooked { .. }
            | FeedWhat::MeetingMoved { .. }
            | FeedWhat::MeetingsSwapped { .. }
            | FeedWhat::MeetingCancelled { .. }
            | FeedWhat::MeetingReinstated { .. }
            | FeedWhat::LatenessMarked { .. }
            | FeedWhat::RequestMade { .. }
            | FeedWhat::RequestAccepted { .. }
            | FeedWhat::RequestAgreed { .. }
            | FeedWhat::RequestRefused { .. }
            | FeedWhat::RequestNotRetained { .. }
            | FeedWhat::RequestWaiting { .. }
            | FeedWhat::RequestCancelled { .. }
            | FeedWhat::RequestExpired { .. }
            | FeedWhat::OfferMade { .. }
            | FeedWhat::OfferAccepted { .. }
            | FeedWhat::OfferExpired { .. }
            | FeedWhat::OfferWithdrawn { .. }
            | FeedWhat::SeatTaken { .. }
            | FeedWhat::SeatWaiting { .. }
            | FeedWhat::SessionCancelled { .. }
    )
}
