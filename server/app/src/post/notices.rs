//! Whom the changes of an entry make a letter necessary for.
//!
//! A pure function. Whoever's agenda an entry changes is told once: by a letter about the one
//! meeting that changed, or by his whole agenda when several did or a plan was published. An
//! offer, an announcement, a request, a session and the end of the event are letters of their own.

mod requests;
mod sessions;

use std::collections::BTreeMap;

use domain::State;
use protocol::id::{CommandId, PersonId};
use protocol::{Audience, CancelReason, Change, Entry, EventStage, SeatStatus};

use super::matter::{Matter, Notice};

/// The notices of an entry; `state` is the one after it. Announcements only where the event sends
/// them by mail.
#[must_use]
pub fn notices(entry: &Entry, state: &State, is_announcing: bool) -> Vec<Notice> {
    let mut told = Told {
        because_of: entry.head.command,
        agendas: BTreeMap::new(),
        others: Vec::new(),
        has_plan: false,
    };
    for change in &entry.changes {
        told.hear(change, state, is_announcing);
    }
    told.others.extend(requests::notices(entry, state));
    told.others.extend(sessions::notices(entry, state));
    told.finish()
}

/// Whether an entry may give rise to a letter: cheap, for the many that do not.
#[must_use]
pub fn concerns_somebody(entry: &Entry) -> bool {
    entry.changes.iter().any(|change| {
        matches!(
            change,
            Change::MeetingBooked(_)
                | Change::MeetingMoved(_)
                | Change::MeetingReassigned(_)
                | Change::MeetingCancelled(_)
                | Change::MeetingReinstated(_)
                | Change::MeetingUnbooked(_)
                | Change::OfferMade(_)
                | Change::RequestMade(_)
                | Change::RequestMoved(_)
                | Change::SessionDefined(_)
                | Change::SeatReleased(_)
                | Change::SeatChanged(_)
                | Change::StageChanged(_)
                | Change::Announced(_)
        )
    })
}

struct Told {
    because_of: CommandId,
    /// What changed in whose agenda.
    agendas: BTreeMap<PersonId, Vec<Matter>>,
    others: Vec<Notice>,
    has_plan: bool,
}

impl Told {
    fn hear(&mut self, change: &Change, state: &State, is_announcing: bool) {
        match change {
            Change::MeetingBooked(c) => self.booked((c.meeting, c.host, c.guest), c.spot),
            Change::MeetingReinstated(c) => self.booked((c.meeting, c.host, c.guest), c.spot),
            Change::MeetingMoved(c) => self.both(c.host, c.guest, |with| Matter::MeetingChanged {
                meeting: c.meeting,
                with,
                before: c.before,
                after: c.after,
            }),
            Change::MeetingReassigned(c) => {
                let changed = Matter::MeetingChanged {
                    meeting: c.meeting,
                    with: c.host_after,
                    before: c.before,
                    after: c.after,
                };
                let lost = Matter::MeetingCancelled {
                    meeting: c.meeting,
                    with: c.guest,
                    spot: c.before,
                    reason: Some(CancelReason::ExpertAbsent),
                };
                let gained = Matter::MeetingAccepted {
                    meeting: c.meeting,
                    with: c.guest,
                    spot: c.after,
                };
                self.agenda(c.guest, changed);
                self.agenda(c.host_before, lost);
                self.agenda(c.host_after, gained);
            }
            Change::MeetingCancelled(c) => {
                self.both(c.host, c.guest, |with| Matter::MeetingCancelled {
                    meeting: c.meeting,
                    with,
                    spot: c.spot,
                    reason: Some(c.reason),
                });
            }
            Change::MeetingUnbooked(c) => {
                self.both(c.host, c.guest, |with| Matter::MeetingCancelled {
                    meeting: c.meeting,
                    with,
                    spot: c.spot,
                    reason: None,
                });
            }
            Change::PlanPublished(_) => self.has_plan = true,
            Change::OfferMade(c) => {
                let matter = Matter::SlotOffered {
                    offer: c.offer.id,
                    with: c.offer.host,
                    spot: c.offer.spot,
                    until: c.offer.expires_at,
                };
                self.other(c.offer.to, matter);
            }
            Change::Announced(c) if is_announcing => {
                let announcement = c.announcement.id;
                for person in audience(state, &c.announcement.audience) {
                    self.other(person, Matter::Announcement { announcement });
                }
            }
            Change::StageChanged(c) => {
                if let Some(matter) = stage(c.before, c.after) {
                    for person in audience(state, &Audience::Everybody) {
                        self.other(person, matter.clone());
                    }
                }
            }
            // Nothing that somebody would look for in his letters: settings, doors, alerts, the
            // team; or heard by the modules below, which look at the entry as a whole.
            Change::Announced(_)
            | Change::EventConfigured(_)
            | Change::SlotsDefined(_)
            | Change::TravelDefined(_)
            | Change::PlaceDefined(_)
            | Change::PlaceWithdrawn(_)
            | Change::PersonRegistered(_)
            | Change::AvailabilityChanged(_)
            | Change::PersonAssigned(_)
            | Change::PersonWithdrawn(_)
            | Change::PersonErased(_)
            | Change::BadgeIssued(_)
            | Change::ExpertLimited(_)
            | Change::PersonReinstated(_)
            | Change::RequestMade(_)
            | Change::RequestMoved(_)
            | Change::ExpertArbitrated(_)
            | Change::LatenessMarked(_)
            | Change::OutcomeRecorded(_)
            | Change::SlotFreed(_)
            | Change::VacancyClosed(_)
            | Change::OfferClosed(_)
            | Change::ExpertAbsenceChanged(_)
            | Change::SessionDefined(_)
            | Change::SessionStatusChanged(_)
            | Change::SeatChanged(_)
            | Change::SeatReleased(_)
            | Change::AttendanceChanged(_)
            | Change::ThresholdChanged(_)
            | Change::AlertRaised(_)
            | Change::AlertCleared(_)
            | Change::AlertAcknowledged(_)
            | Change::StaffGranted(_)
            | Change::StaffRevoked(_)
            | Change::EntryUndone(_)
            | Change::DeskEdited(_)
            | Change::VocabularyDefined(_)
            | Change::ResourceDefined(_)
            | Change::ResourceWithdrawn(_)
            | Change::NeedsChanged(_)
            | Change::FiguresChanged(_)
            | Change::TagsChanged(_)
            | Change::PlaceTaken(_)
            | Change::PlaceReleased(_)
            | Change::CrowdMoved(_)
            | Change::SeatsCounted(_) => {}
        }
    }

    fn booked(
        &mut self,
        (meeting, host, guest): (protocol::id::MeetingId, PersonId, PersonId),
        spot: protocol::Spot,
    ) {
        self.both(host, guest, |with| Matter::MeetingAccepted {
            meeting,
            with,
            spot,
        });
    }

    fn both(&mut self, host: PersonId, guest: PersonId, matter: impl Fn(PersonId) -> Matter) {
        self.agenda(host, matter(guest));
        self.agenda(guest, matter(host));
    }

    fn agenda(&mut self, person: PersonId, matter: Matter) {
        self.agendas.entry(person).or_default().push(matter);
    }

    fn other(&mut self, to: PersonId, matter: Matter) {
        let because_of = self.because_of;
        self.others.push(Notice {
            to,
            matter,
            because_of,
        });
    }

    fn finish(self) -> Vec<Notice> {
        let Self {
            because_of,
            agendas,
            others,
            has_plan,
        } = self;
        let agendas = agendas.into_iter().map(|(to, mut changed)| {
            let matter = match changed.pop() {
                Some(only) if changed.is_empty() && !has_plan => only,
                Some(_) | None => Matter::AgendaIssued {},
            };
            Notice {
                to,
                matter,
                because_of,
            }
        });
        agendas.chain(others).collect()
    }
}

/// What everybody is told of a step in the event's life, if anything.
const fn stage(before: EventStage, after: EventStage) -> Option<Matter> {
    match (before, after) {
        (EventStage::Planned, EventStage::CalledOff) => Some(Matter::EventCalledOff {}),
        (EventStage::CalledOff, EventStage::Planned) => Some(Matter::EventReinstated {}),
        _ => None,
    }
}

/// Whom an announcement reaches by mail. The team reads it in the console.
fn audience(state: &State, audience: &Audience) -> Vec<PersonId> {
    let present = state.persons().filter(|person| !person.is_withdrawn);
    match audience {
        Audience::Everybody => present.map(|person| person.id).collect(),
        Audience::Experts => present
            .filter(|person| person.expert.is_some())
            .map(|person| person.id)
            .collect(),
        Audience::Session(session) => state
            .seats(*session)
            .filter(|seat| seat.status == SeatStatus::Taken)
            .map(|seat| seat.person)
            .collect(),
        Audience::Person(person) => vec![*person],
        Audience::Staff => Vec::new(),
    }
}
