//! Which rows a change touches: the one place that must learn about a new change.
//!
//! A batch touches a set of keys per table; the rows behind them are taken from the state after
//! the batch. A key without a row there is deleted.

use std::collections::BTreeSet;

use protocol::id::{
    AnnouncementId, MeetingId, OfferId, PersonId, PlaceId, RequestId, ResourceId, SessionId,
    StaffId, VacancyId,
};
use protocol::{AlertKey, Change, FillObject, SessionStatus, SiteId, SlotId, Travel};

/// The keys that a batch touches.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    pub(crate) setup: BTreeSet<()>,
    pub(crate) stage: BTreeSet<()>,
    pub(crate) slots: BTreeSet<SlotId>,
    pub(crate) travel: BTreeSet<(SiteId, SiteId)>,
    pub(crate) places: BTreeSet<PlaceId>,
    pub(crate) persons: BTreeSet<PersonId>,
    pub(crate) badges: BTreeSet<PersonId>,
    pub(crate) requests: BTreeSet<RequestId>,
    pub(crate) meetings: BTreeSet<MeetingId>,
    pub(crate) vacancies: BTreeSet<VacancyId>,
    pub(crate) offers: BTreeSet<OfferId>,
    pub(crate) sessions: BTreeSet<SessionId>,
    /// Sessions that may block other slots now, or none any more.
    pub(crate) blocking: BTreeSet<SessionId>,
    pub(crate) seats: BTreeSet<(SessionId, PersonId)>,
    pub(crate) attendance: BTreeSet<PersonId>,
    pub(crate) thresholds: BTreeSet<FillObject>,
    pub(crate) alerts: BTreeSet<AlertKey>,
    pub(crate) announcements: BTreeSet<AnnouncementId>,
    pub(crate) staff: BTreeSet<StaffId>,
    pub(crate) vocabulary: BTreeSet<()>,
    pub(crate) resources: BTreeSet<ResourceId>,
    pub(crate) needs: BTreeSet<PersonId>,
    /// The timetable changed: which slots a session blocks may be others now, for all of them.
    pub(crate) timetable: bool,
}

impl Touched {
    /// Everything that these changes touch.
    pub(crate) fn by<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Self {
        let mut touched = Self::default();
        for change in changes {
            touched.note(change);
        }
        touched
    }

    fn note(&mut self, change: &Change) {
        match change {
            Change::EventConfigured(_) => {
                self.setup.insert(());
            }
            Change::StageChanged(_) => note(&mut self.stage, ()),
            Change::SlotsDefined(c) => {
                let slots = c.before.iter().chain(&c.after);
                self.slots.extend(slots.map(|slot| slot.id));
                self.timetable = true;
            }
            Change::TravelDefined(c) => {
                self.travel
                    .extend(c.before.iter().chain(&c.after).map(pair));
            }
            Change::PlaceDefined(c) => note(&mut self.places, c.after.id),
            Change::PlaceWithdrawn(c) => note(&mut self.places, c.place.id),
            Change::ResourceDefined(c) => note(&mut self.resources, c.after.id),
            Change::ResourceWithdrawn(c) => note(&mut self.resources, c.resource.id),

            Change::VocabularyDefined(_) => note(&mut self.vocabulary, ()),

            Change::PersonRegistered(c) => note(&mut self.persons, c.person.id),
            Change::AvailabilityChanged(c) => note(&mut self.persons, c.person),
            Change::NeedsChanged(c) => note(&mut self.needs, c.person),
            Change::PersonAssigned(c) => note(&mut self.persons, c.person),
            Change::PersonWithdrawn(c) => note(&mut self.persons, c.person),
            Change::PersonErased(c) => note(&mut self.persons, c.person),
            Change::PersonReinstated(c) => note(&mut self.persons, c.person),
            Change::FiguresChanged(c) => note(&mut self.persons, c.person),
            Change::TagsChanged(c) => note(&mut self.persons, c.person),
            Change::ExpertLimited(c) => note(&mut self.persons, c.expert),
            Change::ExpertAbsenceChanged(c) => note(&mut self.persons, c.expert),
            Change::BadgeIssued(c) => note(&mut self.badges, c.badge.person),

            Change::RequestMade(c) => note(&mut self.requests, c.request.id),
            Change::RequestMoved(c) => note(&mut self.requests, c.request),

            Change::MeetingBooked(c) => note(&mut self.meetings, c.meeting),
            Change::MeetingMoved(c) => note(&mut self.meetings, c.meeting),
            Change::MeetingReassigned(c) => note(&mut self.meetings, c.meeting),
            Change::MeetingCancelled(c) => note(&mut self.meetings, c.meeting),
            Change::MeetingReinstated(c) => note(&mut self.meetings, c.meeting),
            Change::LatenessMarked(c) => note(&mut self.meetings, c.meeting),
            Change::OutcomeRecorded(c) => note(&mut self.meetings, c.meeting),
            Change::MeetingUnbooked(c) => note(&mut self.meetings, c.meeting),

            Change::SlotFreed(c) => note(&mut self.vacancies, c.vacancy.id),
            Change::VacancyClosed(c) => note(&mut self.vacancies, c.vacancy.id),
            Change::OfferMade(c) => note(&mut self.offers, c.offer.id),
            Change::OfferClosed(c) => note(&mut self.offers, c.offer.id),

            Change::SessionDefined(c) => {
                note(&mut self.sessions, c.after.id);
                note(&mut self.blocking, c.after.id);
            }
            Change::SessionStatusChanged(c) => {
                note(&mut self.sessions, c.session);
                // Opening and closing the doors leaves everybody's time as it is.
                if [c.before, c.after].contains(&SessionStatus::Cancelled) {
                    note(&mut self.blocking, c.session);
                }
            }
            Change::SeatChanged(c) => note(&mut self.seats, (c.after.session, c.after.person)),
            Change::SeatReleased(c) => note(&mut self.seats, (c.seat.session, c.seat.person)),

            Change::AttendanceChanged(c) => note(&mut self.attendance, c.person),

            Change::ThresholdChanged(c) => {
                let thresholds = c.before.iter().chain(&c.after);
                self.thresholds
                    .extend(thresholds.map(|threshold| threshold.object));
            }
            Change::AlertRaised(c) => note(&mut self.alerts, c.after.key),
            Change::AlertCleared(c) => note(&mut self.alerts, c.alert.key),
            Change::AlertAcknowledged(c) => note(&mut self.alerts, c.alert.key),
            Change::Announced(c) => note(&mut self.announcements, c.announcement.id),
            Change::StaffGranted(c) => note(&mut self.staff, c.after.id),
            Change::StaffRevoked(c) => note(&mut self.staff, c.staff.id),

            // The changes that count stand beside these and are noted themselves.
            Change::EntryUndone(_)
            | Change::PlanPublished(_)
            | Change::ExpertArbitrated(_)
            | Change::DeskEdited(_) => {}
            // Only told to viewers who may not see the real change; never stored.
            Change::PlaceTaken(_)
            | Change::PlaceReleased(_)
            | Change::CrowdMoved(_)
            | Change::SeatsCounted(_) => {}
        }
    }
}

fn note<K: Ord>(keys: &mut BTreeSet<K>, key: K) {
    keys.insert(key);
}

/// A pair of sites in the order of its row, the smaller first.
fn pair(travel: &Travel) -> (SiteId, SiteId) {
    let (a, b) = travel.between;
    (a.min(b), a.max(b))
}
