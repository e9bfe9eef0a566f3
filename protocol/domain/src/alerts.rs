//! Alerts: fill rates below their threshold, rooms that fill up, absent and overbooked experts
//! (LIV-06, LIV-07).
//!
//! They are reviewed behind every command, in the same entry as their cause, and only for the
//! objects that the command touched. The formulas are public so that screens show the same figures.

use std::collections::BTreeSet;

use protocol::change::{AlertAcknowledged, AlertCleared, AlertRaised, ThresholdChanged};
use protocol::command::{AcknowledgeAlert, ClearThreshold, SetThreshold};
use protocol::id::{PersonId, PlaceId};
use protocol::limits::THRESHOLDS_MAX;
use protocol::reject::{LimitReached, NotFound};
use protocol::{Alert, AlertKey, Change, FillObject, Mark, PlaceKind, Reject};

use crate::decide::Draft;
use crate::floor::Commitment;
use crate::state::State;

/// A room is called nearly full from this share of its capacity on.
pub const NEARLY_FULL_PERCENT: u32 = 90;

/// What is taken, out of what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// Taken: meetings, seats.
    pub taken: u32,
    /// There is: places × slots, quota, allowed number.
    pub capacity: u32,
}

impl Fill {
    /// Whole percent, rounded down; 100 when there is no capacity at all.
    #[must_use]
    pub fn percent(self) -> u32 {
        self.taken
            .saturating_mul(100)
            .checked_div(self.capacity)
            .unwrap_or(100)
    }
}

impl State {
    /// How full an object is.
    #[must_use]
    pub fn fill(&self, object: FillObject) -> Option<Fill> {
        match object {
            FillObject::Event => {
                let places = self
                    .places()
                    .filter(|place| place.kind != PlaceKind::Room)
                    .count();
                Some(Fill {
                    taken: count(self.floor.n_places_taken()),
                    capacity: count(places * self.slots.len()),
                })
            }
            FillObject::Session(id) => {
                let session = self.session(id)?;
                let capacity = session
                    .quota
                    .or_else(|| self.place(session.place).map(|place| place.capacity))?;
                Some(Fill {
                    taken: self.n_seats_taken(id),
                    capacity: u32::from(capacity),
                })
            }
            FillObject::Expert(id) => {
                let person = self.person(id)?;
                let terms = person.expert.as_ref()?;
                let taken = self
                    .floor
                    .agenda(id)
                    .filter(|(_, held)| {
                        matches!(held, Commitment::Meeting(_) | Commitment::Hold(_))
                    })
                    .count();
                let available = person.availability.len();
                let capacity = terms
                    .meetings_max
                    .map_or(available, |max| available.min(usize::from(max)));
                Some(Fill {
                    taken: count(taken),
                    capacity: count(capacity),
                })
            }
        }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Raises and clears what the draft's changes make true or untrue, after ending the vacancies
/// that they made impossible.
pub(crate) fn review(draft: &mut Draft<'_>) {
    if draft.changes.is_empty() {
        return;
    }
    draft.reconcile_vacancies();
    let mut touched = Touched::default();
    for change in &draft.changes {
        touched.add(change);
    }
    draft.review_alerts(&touched);
}

/// A measured value and the limit that it misses or passes.
type Figures = (u32, u32);

/// Objects whose figures may have changed.
#[derive(Default)]
pub(crate) struct Touched {
    fills: BTreeSet<FillObject>,
    rooms: BTreeSet<PlaceId>,
    experts: BTreeSet<PersonId>,
}

impl Touched {
    /// Every object that has a threshold: for a review because time has passed.
    pub(crate) fn every_threshold(state: &State) -> Self {
        Self {
            fills: state
                .thresholds()
                .map(|threshold| threshold.object)
                .collect(),
            ..Self::default()
        }
    }

    fn persons(&mut self, persons: &[PersonId]) {
        self.fills.insert(FillObject::Event);
        for person in persons {
            self.fills.insert(FillObject::Expert(*person));
            self.experts.insert(*person);
        }
    }

    fn add(&mut self, change: &Change) {
        match change {
            Change::MeetingBooked(c) => self.persons(&[c.host, c.guest]),
            Change::MeetingReassigned(c) => self.persons(&[c.host_before, c.host_after]),
            Change::MeetingMoved(c) => self.persons(&[c.host, c.guest]),
            Change::MeetingCancelled(c) => self.persons(&[c.host, c.guest]),
            Change::MeetingReinstated(c) => self.persons(&[c.host, c.guest]),
            Change::MeetingUnbooked(c) => self.persons(&[c.host, c.guest]),
            Change::OutcomeRecorded(c) => self.persons(&[c.host, c.guest]),
            Change::RequestMoved(c) => self.persons(&[c.from, c.to]),
            Change::OfferMade(c) => self.persons(&[c.offer.host, c.offer.to]),
            Change::OfferClosed(c) => self.persons(&[c.offer.host, c.offer.to]),
            Change::ExpertAbsenceChanged(c) => self.persons(&[c.expert]),
            Change::ExpertLimited(c) => self.persons(&[c.expert]),
            Change::AvailabilityChanged(c) => self.persons(&[c.person]),
            Change::SeatChanged(c) => {
                self.fills.insert(FillObject::Session(c.after.session));
            }
            Change::SeatReleased(c) => {
                self.fills.insert(FillObject::Session(c.seat.session));
            }
            Change::SessionDefined(c) => {
                self.fills.insert(FillObject::Session(c.after.id));
            }
            Change::SessionStatusChanged(c) => {
                self.fills.insert(FillObject::Session(c.session));
            }
            Change::AttendanceChanged(c) => {
                self.rooms
                    .extend(c.before.as_ref().and_then(|row| row.room));
                self.rooms.extend(c.after.room);
            }
            Change::PlaceDefined(c) => {
                self.rooms.insert(c.after.id);
                self.fills.insert(FillObject::Event);
            }
            Change::ThresholdChanged(c) => {
                self.fills.extend(
                    c.before
                        .iter()
                        .chain(&c.after)
                        .map(|threshold| threshold.object),
                );
            }
            Change::SlotsDefined(_) | Change::PlaceWithdrawn(_) => {
                self.fills.insert(FillObject::Event);
            }
            Change::EventConfigured(_)
            | Change::StageChanged(_)
            | Change::TravelDefined(_)
            | Change::VocabularyDefined(_)
            | Change::FiguresChanged(_)
            | Change::TagsChanged(_)
            | Change::ResourceDefined(_)
            | Change::ResourceWithdrawn(_)
            | Change::NeedsChanged(_)
            | Change::PersonRegistered(_)
            | Change::PersonAssigned(_)
            | Change::PersonWithdrawn(_)
            | Change::PersonErased(_)
            | Change::PersonReinstated(_)
            | Change::BadgeIssued(_)
            | Change::RequestMade(_)
            | Change::LatenessMarked(_)
            | Change::SlotFreed(_)
            | Change::VacancyClosed(_)
            | Change::AlertRaised(_)
            | Change::AlertCleared(_)
            | Change::AlertAcknowledged(_)
            | Change::Announced(_)
            | Change::StaffGranted(_)
            | Change::StaffRevoked(_)
            | Change::EntryUndone(_)
            | Change::DeskEdited(_)
            | Change::PlanPublished(_)
            | Change::ExpertArbitrated(_)
            | Change::PlaceTaken(_)
            | Change::PlaceReleased(_)
            | Change::SeatsCounted(_)
            | Change::CrowdMoved(_) => {}
        }
    }
}

impl Draft<'_> {
    pub(crate) fn review_alerts(&mut self, touched: &Touched) {
        for object in &touched.fills {
            let low = self.low_fill(*object);
            self.set_alert(AlertKey::FillLow(*object), low);
        }
        for room in &touched.rooms {
            let (nearly, over) = self.room_levels(*room);
            self.set_alert(AlertKey::RoomNearlyFull(*room), nearly);
            self.set_alert(AlertKey::RoomOverfull(*room), over);
        }
        for expert in &touched.experts {
            let left = self.meetings_without_expert(*expert);
            self.set_alert(AlertKey::ExpertAbsent(*expert), left);
            let beyond = self.meetings_beyond_number(*expert);
            self.set_alert(AlertKey::ExpertOverbooked(*expert), beyond);
        }
    }

    /// Percentage and threshold, when the one is below the other and the date has come.
    fn low_fill(&self, object: FillObject) -> Option<Figures> {
        let threshold = self.state.threshold(object)?;
        let percent = self.state.fill(object)?.percent();
        let limit = u32::from(threshold.percent);
        (self.context.now >= threshold.from && percent < limit).then_some((percent, limit))
    }

    fn room_levels(&self, room: PlaceId) -> (Option<Figures>, Option<Figures>) {
        let Some(place) = self.state.place(room) else {
            return (None, None);
        };
        let (inside, capacity) = (self.state.occupancy(room), u32::from(place.capacity));
        let is_over = inside > capacity;
        let is_nearly = !is_over && inside * 100 >= capacity * NEARLY_FULL_PERCENT && inside > 0;
        (
            is_nearly.then_some((inside, capacity)),
            is_over.then_some((inside, capacity)),
        )
    }

    fn meetings_without_expert(&self, expert: PersonId) -> Option<Figures> {
        let absence = self
            .state
            .person(expert)?
            .expert
            .as_ref()?
            .absence
            .as_ref()?;
        let left = count(self.state.meetings_hit_by(expert, absence).count());
        (left > 0).then_some((left, 0))
    }

    /// What an expert has and what he is allowed, when it is more: his number was lowered, and what
    /// stood stands until somebody chooses.
    fn meetings_beyond_number(&self, expert: PersonId) -> Option<Figures> {
        let allowed = self.state.person(expert)?.expert.as_ref()?.meetings_max?;
        let taken = count(self.state.n_expert_commitments(expert, &[]));
        let allowed = u32::from(allowed);
        (taken > allowed).then_some((taken, allowed))
    }

    fn set_alert(&mut self, key: AlertKey, wanted: Option<Figures>) {
        let before = self.state.alert(key).cloned();
        match (before, wanted) {
            (Some(alert), None) => self.put(AlertCleared { alert }),
            (before, Some((value, limit))) => {
                if before
                    .as_ref()
                    .is_some_and(|alert| (alert.value, alert.limit) == (value, limit))
                {
                    return;
                }
                let after = Alert {
                    key,
                    value,
                    limit,
                    raised_at: before
                        .as_ref()
                        .map_or(self.context.now, |alert| alert.raised_at),
                    acknowledged: before.as_ref().and_then(|alert| alert.acknowledged),
                };
                self.put(AlertRaised { before, after });
            }
            (None, None) => {}
        }
    }

    pub(crate) fn set_threshold(&mut self, c: &SetThreshold) -> Result<(), Reject> {
        let object = c.threshold.object;
        self.state.fill(object).ok_or(NotFound {})?;
        let before = self.state.threshold(object).cloned();
        if c.threshold.percent > 100
            || (before.is_none() && self.state.thresholds().count() >= THRESHOLDS_MAX)
        {
            return Err(LimitReached { limit: 100 }.into());
        }
        if before.as_ref() != Some(&c.threshold) {
            self.put(ThresholdChanged {
                before,
                after: Some(c.threshold.clone()),
            });
        }
        Ok(())
    }

    pub(crate) fn clear_threshold(&mut self, c: &ClearThreshold) -> Result<(), Reject> {
        let before = self.state.threshold(c.object).cloned().ok_or(NotFound {})?;
        self.put(ThresholdChanged {
            before: Some(before),
            after: None,
        });
        Ok(())
    }

    pub(crate) fn acknowledge_alert(&mut self, c: &AcknowledgeAlert) -> Result<(), Reject> {
        let alert = self.state.alert(c.key).cloned().ok_or(NotFound {})?;
        if alert.acknowledged.is_none() {
            let mark = Mark {
                at: self.context.now,
                by: self.context.actor,
            };
            self.put(AlertAcknowledged { alert, mark });
        }
        Ok(())
    }
}
