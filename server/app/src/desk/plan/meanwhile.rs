//! What happened since a proposal that it no longer holds: the entries that touch the people, the
//! places and the times of the placements which fail.

use std::collections::BTreeSet;

use domain::State;
use protocol::id::{PersonId, PlaceId, RequestId};
use protocol::limits::{PLAN_SINCE_CHANGES_MAX, PLAN_SINCE_MAX, PLAN_SINCE_READ_MAX};
use protocol::message::code_change;
use protocol::proposal::{EntrySince, Meanwhile};
use protocol::reject::ProposalOutdated;
use protocol::{Change, Entry, List, RequestStatus, Spot};
use store::Fault;

use super::Plans;
use crate::live::Event;

/// Entries read at a time.
const READ_AT_ONCE: usize = 500;

impl Plans {
    /// Looks through the log since a proposal, as far back as the bound allows.
    pub(super) async fn meanwhile(
        &self,
        event: &Event,
        based_on: u64,
        why: &ProposalOutdated,
    ) -> Result<Meanwhile, Fault> {
        let view = event.view();
        let about = About::of(&view.state, why);
        let mut after = based_on.max(view.seq.saturating_sub(PLAN_SINCE_READ_MAX));
        let mut found = Vec::new();
        while after < view.seq {
            let entries = self.store.entries(event.id(), after, READ_AT_ONCE).await?;
            let Some(last) = entries.last() else {
                break;
            };
            after = last.head.seq;
            found.extend(entries.iter().filter_map(|entry| about.told(entry)));
        }
        let n_entries = u32::try_from(found.len()).expect("the log is read up to a bound");
        let newest = found.into_iter().rev().take(PLAN_SINCE_MAX).collect();
        Ok(Meanwhile {
            n_entries,
            entries: List::new(newest).expect("taken up to the bound"),
        })
    }
}

/// Whom and what the failing placements are about.
struct About<'a> {
    state: &'a State,
    requests: BTreeSet<RequestId>,
    persons: BTreeSet<PersonId>,
    spots: BTreeSet<Spot>,
}

impl<'a> About<'a> {
    fn of(state: &'a State, why: &ProposalOutdated) -> Self {
        let requests: BTreeSet<RequestId> = why.problems.iter().map(|row| row.request).collect();
        let persons = requests
            .iter()
            .filter_map(|id| state.request(*id))
            .flat_map(|request| [request.from, request.to])
            .collect();
        Self {
            state,
            requests,
            persons,
            spots: why.problems.iter().map(|row| row.spot).collect(),
        }
    }

    /// An entry with the changes that matter here, after what says what it was: a plan, an
    /// arbitration, an undo.
    fn told(&self, entry: &Entry) -> Option<EntrySince> {
        let is_title = |change: &&Change| {
            matches!(
                change,
                Change::PlanPublished(_) | Change::ExpertArbitrated(_) | Change::EntryUndone(_)
            )
        };
        let mut touching = entry.changes.iter().filter(|c| self.concerns(c)).peekable();
        touching.peek()?;
        let titles = entry.changes.iter().filter(is_title);
        let changes = titles.chain(touching).take(PLAN_SINCE_CHANGES_MAX);
        Some(EntrySince {
            seq: entry.head.seq,
            at: entry.head.at,
            by: entry.head.by,
            changes: List::new(changes.map(code_change).collect()).expect("taken up to the bound"),
        })
    }

    /// Whether a change can be why a placement fails.
    fn concerns(&self, change: &Change) -> bool {
        match change {
            Change::EventConfigured(_)
            | Change::StageChanged(_)
            | Change::SlotsDefined(_)
            | Change::TravelDefined(_) => true,
            Change::PlaceDefined(c) => self.place(c.after.id),
            Change::PlaceWithdrawn(c) => self.place(c.place.id),
            Change::ResourceDefined(_) | Change::ResourceWithdrawn(_) => true,
            Change::NeedsChanged(c) => self.anybody([c.person]),
            Change::AvailabilityChanged(c) => self.anybody([c.person]),
            Change::PersonWithdrawn(c) => self.anybody([c.person]),
            Change::PersonErased(c) => self.anybody([c.person]),
            Change::PersonReinstated(c) => self.anybody([c.person]),
            Change::ExpertLimited(c) => self.anybody([c.expert]),
            Change::ExpertAbsenceChanged(c) => self.anybody([c.expert]),
            Change::RequestMoved(c) => {
                let holds =
                    |status: &RequestStatus| matches!(status, RequestStatus::Accepted { .. });
                self.requests.contains(&c.request)
                    || (holds(&c.before) || holds(&c.after)) && self.anybody([c.from, c.to])
            }
            Change::MeetingBooked(c) => self.meeting([c.host, c.guest], &[c.spot]),
            Change::MeetingMoved(c) => self.meeting([c.host, c.guest], &[c.before, c.after]),
            Change::MeetingReassigned(c) => {
                self.anybody([c.host_before, c.host_after, c.guest])
                    || self.meeting([c.host_after, c.guest], &[c.before, c.after])
            }
            Change::MeetingCancelled(c) => self.meeting([c.host, c.guest], &[c.spot]),
            Change::MeetingReinstated(c) => self.meeting([c.host, c.guest], &[c.spot]),
            Change::MeetingUnbooked(c) => self.meeting([c.host, c.guest], &[c.spot]),
            Change::OfferMade(c) => self.meeting([c.offer.host, c.offer.to], &[c.offer.spot]),
            Change::OfferClosed(c) => self.meeting([c.offer.host, c.offer.to], &[c.offer.spot]),
            Change::SessionDefined(c) => self.sits_in(c.after.id),
            Change::SessionStatusChanged(c) => self.sits_in(c.session),
            Change::SeatChanged(c) => self.anybody([c.after.person]),
            Change::SeatReleased(c) => self.anybody([c.seat.person]),
            // Asking takes nothing; the rest says what was observed, told or allowed.
            Change::RequestMade(_)
            | Change::VocabularyDefined(_)
            | Change::FiguresChanged(_)
            | Change::TagsChanged(_)
            | Change::PersonRegistered(_)
            | Change::PersonAssigned(_)
            | Change::BadgeIssued(_)
            | Change::LatenessMarked(_)
            | Change::OutcomeRecorded(_)
            | Change::PlanPublished(_)
            | Change::ExpertArbitrated(_)
            | Change::SlotFreed(_)
            | Change::VacancyClosed(_)
            | Change::AttendanceChanged(_)
            | Change::ThresholdChanged(_)
            | Change::AlertRaised(_)
            | Change::AlertCleared(_)
            | Change::AlertAcknowledged(_)
            | Change::Announced(_)
            | Change::StaffGranted(_)
            | Change::StaffRevoked(_)
            | Change::EntryUndone(_)
            | Change::DeskEdited(_)
            | Change::PlaceTaken(_)
            | Change::PlaceReleased(_)
            | Change::CrowdMoved(_)
            | Change::SeatsCounted(_) => false,
        }
    }

    fn anybody<const N: usize>(&self, persons: [PersonId; N]) -> bool {
        persons.iter().any(|person| self.persons.contains(person))
    }

    fn meeting(&self, pair: [PersonId; 2], spots: &[Spot]) -> bool {
        self.anybody(pair) || spots.iter().any(|spot| self.spots.contains(spot))
    }

    fn place(&self, place: PlaceId) -> bool {
        self.spots.iter().any(|spot| spot.place == place)
    }

    fn sits_in(&self, session: protocol::id::SessionId) -> bool {
        let mut seats = self.state.seats(session);
        seats.any(|seat| self.persons.contains(&seat.person))
    }
}
