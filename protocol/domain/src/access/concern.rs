//! Whom a change concerns; a pure function of the change, because changes name their persons.

use protocol::id::PersonId;
use protocol::{Audience, CardKey, Change, DeskThing, FillObject};

/// Whom a change concerns.
pub(super) enum Concern<'a> {
    /// Everybody at the event: timetable, places, programme.
    Everybody,
    /// The team and these persons.
    Persons(Vec<PersonId>),
    /// These persons and nobody else: secrets such as badges.
    PersonsOnly(Vec<PersonId>),
    /// The team only; for a row scope, as far as these persons are in it, or always if none.
    Team {
        /// Whose rows.
        persons: Vec<PersonId>,
    },
    /// Administrators who see everything: the team's own rights.
    Staff,
    /// An announcement's audience.
    Audience(&'a Audience),
}

pub(super) fn concern(change: &Change) -> Concern<'_> {
    use Concern::{Everybody, Persons, PersonsOnly, Staff, Team};
    match change {
        Change::EventConfigured(_)
        | Change::StageChanged(_)
        | Change::SlotsDefined(_)
        | Change::TravelDefined(_)
        | Change::PlaceDefined(_)
        | Change::PlaceWithdrawn(_)
        | Change::VocabularyDefined(_)
        | Change::SessionDefined(_)
        | Change::SessionStatusChanged(_) => Everybody,

        Change::PersonRegistered(c) => Persons(vec![c.person.id]),
        Change::AvailabilityChanged(c) => Persons(vec![c.person]),
        Change::NeedsChanged(c) => Persons(vec![c.person]),
        Change::PersonAssigned(c) => Persons(vec![c.person]),
        Change::PersonWithdrawn(c) => Persons(vec![c.person]),
        Change::PersonErased(c) => Persons(vec![c.person]),
        Change::PersonReinstated(c) => Persons(vec![c.person]),
        Change::BadgeIssued(c) => PersonsOnly(vec![c.badge.person]),
        Change::ExpertLimited(c) => Persons(vec![c.expert]),
        Change::FiguresChanged(c) => Persons(vec![c.person]),
        Change::TagsChanged(c) => Persons(vec![c.person]),
        Change::ExpertAbsenceChanged(c) => Persons(vec![c.expert]),

        Change::RequestMade(c) => Persons(vec![c.request.from, c.request.to]),
        Change::RequestMoved(c) => Persons(vec![c.from, c.to]),
        Change::ExpertArbitrated(c) => Team {
            persons: vec![c.expert],
        },

        Change::MeetingBooked(c) => Persons(vec![c.host, c.guest]),
        Change::MeetingMoved(c) => Persons(vec![c.host, c.guest]),
        Change::MeetingReassigned(c) => Persons(vec![c.guest, c.host_before, c.host_after]),
        Change::MeetingCancelled(c) => Persons(vec![c.host, c.guest]),
        Change::MeetingReinstated(c) => Persons(vec![c.host, c.guest]),
        Change::MeetingUnbooked(c) => Persons(vec![c.host, c.guest]),
        Change::LatenessMarked(c) => Persons(vec![c.host, c.guest]),
        Change::OutcomeRecorded(c) => Persons(vec![c.host, c.guest]),

        Change::SlotFreed(c) => Team {
            persons: vec![c.vacancy.host, c.vacancy.gone],
        },
        Change::VacancyClosed(c) => Team {
            persons: vec![c.vacancy.host, c.vacancy.gone],
        },
        Change::OfferMade(c) => Persons(vec![c.offer.host, c.offer.to]),
        Change::OfferClosed(c) => Persons(vec![c.offer.host, c.offer.to]),

        Change::SeatChanged(c) => Persons(vec![c.after.person]),
        Change::SeatReleased(c) => Persons(vec![c.seat.person]),
        Change::AttendanceChanged(c) => Persons(vec![c.person]),

        Change::ThresholdChanged(_)
        | Change::ResourceDefined(_)
        | Change::ResourceWithdrawn(_)
        | Change::AlertRaised(_)
        | Change::AlertCleared(_)
        | Change::AlertAcknowledged(_)
        | Change::EntryUndone(_)
        | Change::PlanPublished(_)
        | Change::PlaceTaken(_)
        | Change::PlaceReleased(_)
        | Change::CrowdMoved(_)
        | Change::SeatsCounted(_) => Team { persons: vec![] },
        Change::Announced(c) => Concern::Audience(&c.announcement.audience),
        // What the desk holds is fetched, with the reader's rights, not streamed.
        Change::DeskEdited(c) => match c.what {
            DeskThing::Help => Persons(vec![PersonId::from_bytes(c.id.to_bytes())]),
            DeskThing::Conversation => PersonsOnly(vec![PersonId::from_bytes(c.id.to_bytes())]),
            DeskThing::Site
            | DeskThing::SitePage
            | DeskThing::Registration
            | DeskThing::RegistrationForm
            | DeskThing::AssignmentRules
            | DeskThing::Profile
            | DeskThing::MessageSettings => Team { persons: vec![] },
        },
        Change::StaffGranted(_) | Change::StaffRevoked(_) => Staff,
    }
}

/// The ids whose labels somebody needs to show a change.
#[must_use]
pub fn card_keys(change: &Change) -> Vec<CardKey> {
    let mut keys: Vec<CardKey> = match concern(change) {
        Concern::Persons(persons) | Concern::PersonsOnly(persons) | Concern::Team { persons } => {
            persons.into_iter().map(CardKey::Person).collect()
        }
        Concern::Everybody | Concern::Staff | Concern::Audience(_) => vec![],
    };
    match change {
        Change::PlaceDefined(c) => keys.push(CardKey::Place(c.after.id)),
        Change::ResourceDefined(c) => keys.push(CardKey::Resource(c.after.id)),
        // Whoever needs something reads what it is called, also when it is newer than his snapshot.
        Change::NeedsChanged(c) => keys.extend(c.after.iter().map(|id| CardKey::Resource(*id))),
        Change::SessionDefined(c) => keys.push(CardKey::Session(c.after.id)),
        Change::PersonRegistered(c) => keys.push(CardKey::Company(c.person.company)),
        Change::Announced(c) => keys.push(CardKey::Announcement(c.announcement.id)),
        Change::StaffGranted(c) => keys.push(CardKey::Staff(c.after.id)),
        Change::AlertRaised(c) => {
            if let protocol::AlertKey::FillLow(FillObject::Expert(person)) = c.after.key {
                keys.push(CardKey::Person(person));
            }
        }
        _ => {}
    }
    keys
}
