//! A snapshot: everything that one viewer may know at one position of the log.
//!
//! Rows travel as arrays, not maps: a snapshot is only read by a client of the same schema,
//! which [`SCHEMA`] guards; any other client is told to reload.

use crate::card::CardUpdate;
use crate::id::{MeetingId, PersonId, PlaceId, SessionId};
use crate::model::{
    Alert, Announcement, Attendance, Badge, EventSetup, EventStage, Meeting, Needs, Offer, Person,
    Place, Request, Resource, Seat, Session, Slot, Spot, Threshold, Travel, Vacancy, Vocabulary,
};
use crate::role::Staff;

/// Raised with every change of a row's shape.
pub const SCHEMA: u32 = 4;

records! {
    /// State at a position, as far as the viewer may see it.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct Snapshot {
        pub setup: Option<EventSetup>,
        pub slots: Vec<Slot>,
        pub travel: Vec<Travel>,
        pub places: Vec<Place>,
        pub persons: Vec<Person>,
        pub badges: Vec<Badge>,
        pub requests: Vec<Request>,
        pub meetings: Vec<Meeting>,
        /// Places that are taken by something that the viewer may not see.
        pub taken: Vec<(Spot, MeetingId)>,
        pub vacancies: Vec<Vacancy>,
        pub offers: Vec<Offer>,
        pub sessions: Vec<Session>,
        pub seats: Vec<Seat>,
        pub attendance: Vec<(PersonId, Attendance)>,
        /// Seats taken by persons whom the viewer may not see.
        pub seats_unseen: Vec<(SessionId, u32)>,
        /// Persons in rooms whom the viewer may not see.
        pub crowd: Vec<(PlaceId, u32)>,
        pub thresholds: Vec<Threshold>,
        pub alerts: Vec<Alert>,
        pub announcements: Vec<Announcement>,
        pub staff: Vec<Staff>,
        pub vocabulary: Vocabulary,
        pub resources: Vec<Resource>,
        pub needs: Vec<Needs>,
        pub stage: EventStage,
    }
}

records! {
    /// What the snapshot endpoint answers.
    pub struct SnapshotAnswer {
        /// [`SCHEMA`] of the server.
        pub schema: u32,
        /// Where the streams continue, one cursor per topic of the viewer.
        pub cursors: Vec<crate::message::Cursor>,
        /// The state at these cursors.
        pub snapshot: Snapshot,
        /// The labels of every id in it.
        pub cards: Vec<CardUpdate>,
    }
}

impl SnapshotAnswer {
    /// Bytes for the wire, before compression.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        rmp_serde::to_vec(self).expect("plain data always encodes")
    }

    /// Reads what [`Self::encode`] wrote.
    ///
    /// # Errors
    /// When the bytes are of another schema or no snapshot at all.
    pub fn decode(bytes: &[u8]) -> Result<Self, String> {
        crate::read::from_slice(bytes).map_err(|why| why.to_string())
    }
}
