//! Announcements that went out.

use protocol::id::AnnouncementId;
use protocol::{Audience, Micros};

use crate::model::Model;

/// A message of the organiser.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct AnnouncementRow {
    pub id: AnnouncementId,
    pub text: String,
    pub audience: Audience,
    /// The name behind the audience: a session's title or a person's name; else empty.
    pub audience_name: String,
    pub at: Micros,
}

/// The announcements that this viewer may see, newest first.
#[must_use]
pub fn announcement_rows(model: &Model) -> Vec<AnnouncementRow> {
    let mut rows: Vec<AnnouncementRow> = model
        .state()
        .announcements()
        .map(|announcement| AnnouncementRow {
            id: announcement.id,
            text: model.cards().announcement(announcement.id).to_owned(),
            audience_name: match announcement.audience {
                Audience::Session(session) => model.cards().session(session).to_owned(),
                Audience::Person(person) => model.cards().person(person).to_owned(),
                Audience::Everybody | Audience::Experts | Audience::Staff => String::new(),
            },
            audience: announcement.audience.clone(),
            at: announcement.at,
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    rows
}
