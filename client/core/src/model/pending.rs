//! Commands on their way, and what they touch.

use std::collections::BTreeSet;

use protocol::id::{CommandId, MeetingId, OfferId, PersonId, RequestId, SessionId, VacancyId};
use protocol::{AlertKey, Change, Command, Reject, Spot, Vacancy};

use crate::time::Monotonic;

/// Where a pending command stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It waits for the network, or for its turn.
    Queued,
    /// It is on its way.
    Sent {
        /// Since when.
        at: Monotonic,
    },
    /// The server was busy; it goes out again.
    Again {
        /// When.
        at: Monotonic,
    },
    /// It is committed; its entry arrives in a moment.
    Committed {
        /// When the server said so.
        at: Monotonic,
    },
}

/// A command whose outcome is not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its id, from the first attempt to the last.
    pub id: CommandId,
    /// The wish.
    pub command: Command,
    /// When the user acted.
    pub since: Monotonic,
    /// Where it stands.
    pub standing: Standing,
    /// What the rules say of it on the replica as it is now; a refusal means that the server
    /// will most likely refuse it too.
    pub expected: Result<(), Reject>,
    pub(crate) vacancy: Option<Vacancy>,
    pub(crate) was_sent: bool,
    pub(crate) n_attempts: u8,
    pub(crate) committed_offset: Option<u64>,
}

/// Something that a pending command touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touched {
    /// A meeting, also one that is only predicted.
    Meeting(MeetingId),
    /// A cell of the floor that is taken or given back.
    Spot(Spot),
    /// A freed slot.
    Vacancy(VacancyId),
    /// An offer.
    Offer(OfferId),
    /// A request.
    Request(RequestId),
    /// A person whose attendance, seat or terms change.
    Person(PersonId),
    /// A session.
    Session(SessionId),
    /// An alert taken note of.
    Alert(AlertKey),
}

/// What the pending commands touch, for marking it on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    // One set: a set of each would be the same code eight times.
    touched: BTreeSet<Touched>,
}

impl Marks {
    /// Whether a pending command touches a thing.
    #[must_use]
    pub fn touch(&self, thing: Touched) -> bool {
        self.touched.contains(&thing)
    }

    /// Whether nothing is pending.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.touched.is_empty()
    }

    /// Adds what a predicted change touches.
    pub(crate) fn add(&mut self, change: &Change) {
        match change {
            Change::MeetingBooked(c) => self.meeting(c.meeting, [c.spot]),
            Change::MeetingMoved(c) => self.meeting(c.meeting, [c.before, c.after]),
            Change::MeetingReassigned(c) => self.meeting(c.meeting, [c.before, c.after]),
            Change::MeetingCancelled(c) => self.meeting(c.meeting, [c.spot]),
            Change::MeetingReinstated(c) => self.meeting(c.meeting, [c.spot]),
            Change::MeetingUnbooked(c) => self.meeting(c.meeting, [c.spot]),
            Change::LatenessMarked(c) => self.meeting(c.meeting, []),
            Change::OutcomeRecorded(c) => self.meeting(c.meeting, []),
            Change::SlotFreed(c) => self.vacancy(c.vacancy.id, c.vacancy.spot),
            Change::VacancyClosed(c) => self.vacancy(c.vacancy.id, c.vacancy.spot),
            Change::OfferMade(c) => self.offer(c.offer.id, c.offer.vacancy, c.offer.spot),
            Change::OfferClosed(c) => self.offer(c.offer.id, c.offer.vacancy, c.offer.spot),
            Change::RequestMade(c) => self.request(c.request.id),
            Change::RequestMoved(c) => self.request(c.request),
            Change::ExpertAbsenceChanged(c) => self.person(c.expert),
            Change::ExpertLimited(c) => self.person(c.expert),
            Change::AttendanceChanged(c) => self.person(c.person),
            Change::AvailabilityChanged(c) => self.person(c.person),
            Change::FiguresChanged(c) => self.person(c.person),
            Change::TagsChanged(c) => self.person(c.person),
            Change::NeedsChanged(c) => self.person(c.person),
            Change::PersonAssigned(c) => self.person(c.person),
            Change::PersonWithdrawn(c) => self.person(c.person),
            Change::PersonErased(c) => self.person(c.person),
            Change::PersonReinstated(c) => self.person(c.person),
            Change::PersonRegistered(c) => self.person(c.person.id),
            Change::BadgeIssued(c) => self.person(c.badge.person),
            Change::SeatChanged(c) => self.seat(c.after.person, c.after.session),
            Change::SeatReleased(c) => self.seat(c.seat.person, c.seat.session),
            Change::SessionDefined(c) => {
                self.insert(Touched::Session(c.after.id));
            }
            Change::SessionStatusChanged(c) => {
                self.insert(Touched::Session(c.session));
            }
            Change::AlertAcknowledged(c) => {
                self.insert(Touched::Alert(c.alert.key));
            }
            Change::EventConfigured(_)
            | Change::StageChanged(_)
            | Change::SlotsDefined(_)
            | Change::TravelDefined(_)
            | Change::VocabularyDefined(_)
            | Change::PlaceDefined(_)
            | Change::PlaceWithdrawn(_)
            | Change::ResourceDefined(_)
            | Change::ResourceWithdrawn(_)
            | Change::ThresholdChanged(_)
            | Change::AlertRaised(_)
            | Change::AlertCleared(_)
            | Change::Announced(_)
            | Change::StaffGranted(_)
            | Change::StaffRevoked(_)
            | Change::EntryUndone(_)
            | Change::DeskEdited(_)
            | Change::PlanPublished(_)
            | Change::ExpertArbitrated(_)
            | Change::PlaceTaken(_)
            | Change::PlaceReleased(_)
            | Change::CrowdMoved(_)
            | Change::SeatsCounted(_) => {}
        }
    }

    /// Adds what a command aims at, also where nothing can be predicted.
    pub(crate) fn aim(&mut self, command: &Command) {
        if let Command::AcceptOffer(c) = command {
            self.insert(Touched::Offer(c.offer));
        } else if let Command::DeclineOffer(c) = command {
            self.insert(Touched::Offer(c.offer));
        } else if let Command::AcceptRequest(c) = command {
            self.request(c.request);
        } else if let Command::ConfirmRequest(c) = command {
            self.request(c.request);
        } else if let Command::RefuseRequest(c) = command {
            self.request(c.request);
        } else if let Command::CancelRequest(c) = command {
            self.request(c.request);
        } else if let Command::MakeRequest(c) = command {
            self.person(c.to);
        } else if let Command::TakeSlot(c) = command {
            self.person(c.to);
        } else if let Command::MoveMeeting(c) = command {
            self.meeting(c.meeting, [c.from, c.to]);
        } else if let Command::SwapMeetings(c) = command {
            self.meeting(c.a, [c.a_at, c.b_at]);
            self.meeting(c.b, []);
        } else if let Command::CancelMeeting(c) = command {
            self.meeting(c.meeting, []);
        } else if let Command::MarkLate(c) = command {
            self.meeting(c.meeting, []);
        } else if let Command::TakeSeat(c) = command {
            self.seat(c.person, c.session);
        } else if let Command::ReleaseSeat(c) = command {
            self.seat(c.person, c.session);
        }
    }

    fn insert(&mut self, thing: Touched) {
        self.touched.insert(thing);
    }

    fn meeting<const N: usize>(&mut self, meeting: MeetingId, spots: [Spot; N]) {
        self.insert(Touched::Meeting(meeting));
        self.touched.extend(spots.map(Touched::Spot));
    }

    fn vacancy(&mut self, vacancy: VacancyId, spot: Spot) {
        self.insert(Touched::Vacancy(vacancy));
        self.insert(Touched::Spot(spot));
    }

    fn offer(&mut self, offer: OfferId, vacancy: VacancyId, spot: Spot) {
        self.insert(Touched::Offer(offer));
        self.vacancy(vacancy, spot);
    }

    fn request(&mut self, request: RequestId) {
        self.insert(Touched::Request(request));
    }

    fn person(&mut self, person: PersonId) {
        self.insert(Touched::Person(person));
    }

    fn seat(&mut self, person: PersonId, session: SessionId) {
        self.person(person);
        self.insert(Touched::Session(session));
    }
}
