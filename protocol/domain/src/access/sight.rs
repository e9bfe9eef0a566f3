//! Sight: which part of an entry or a snapshot a viewer may know.
//!
//! The law that the tests hold: for every viewer, the snapshot before an entry plus what the
//! viewer sees of the entry equals the snapshot after it.

use protocol::change::{
    CrowdMoved, DeskEdited, MeetingBooked, MeetingUnbooked, PersonRegistered, PlaceReleased,
    PlaceTaken, SeatsCounted, StaffGranted, StaffRevoked,
};
use protocol::id::{MeetingId, OrganisationId, PersonId};
use protocol::{
    Actor, Alert, AlertKey, Announcement, Audience, Change, DeskThing, EntryHead, List, Person,
    RequestStatus, Role, Scope, SeatStatus, SlotSet, Snapshot, Spot, Staff,
};

use super::concern::{Concern, concern};
use crate::state::State;

pub use super::concern::card_keys;

/// A class of eyes. Viewers of equal class see the same, and share encoded frames.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Viewer {
    /// Main administrators, and secondary ones who see all rows.
    Team,
    /// Secondary administrators with a row scope; the organisations in order.
    Scoped(Vec<OrganisationId>),
    /// Door staff: who is expected where, and who is in.
    Door,
    /// Public displays: programme and figures, no person.
    Screen,
    /// A participant or expert: what concerns this person.
    Person(PersonId),
    /// What every participant may know.
    Public,
}

/// The class of an actor; none for somebody who has no business here.
#[must_use]
pub fn viewer_of(state: &State, actor: Actor) -> Option<Viewer> {
    match actor {
        Actor::System => Some(Viewer::Team),
        Actor::Person(id) => state
            .person(id)
            .filter(|person| !person.is_withdrawn)
            .map(|_| Viewer::Person(id)),
        Actor::Staff(id) => state.staff_member(id).map(viewer_of_staff),
    }
}

fn viewer_of_staff(staff: &Staff) -> Viewer {
    match &staff.role {
        Role::Main => Viewer::Team,
        Role::Secondary {
            scope: Scope::All, ..
        } => Viewer::Team,
        Role::Secondary {
            scope: Scope::Organisations(organisations),
            ..
        } => {
            let mut organisations = organisations.to_vec();
            organisations.sort_unstable();
            organisations.dedup();
            Viewer::Scoped(organisations)
        }
        Role::Door => Viewer::Door,
        Role::Screen => Viewer::Screen,
    }
}

/// Whom an entry reaches besides the team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Whether the public stream gets a frame.
    pub public: bool,
    /// Whose own stream gets a frame; sorted, without repetition.
    pub persons: Vec<PersonId>,
}

/// Whom an entry's changes reach, on the state after them.
#[must_use]
pub fn reach(state: &State, changes: &[Change]) -> Reach {
    let mut reach = Reach::default();
    for change in changes {
        match concern(change) {
            Concern::Everybody => reach.public = true,
            Concern::Persons(persons) | Concern::PersonsOnly(persons) => {
                reach.persons.extend(persons)
            }
            Concern::Team { .. } | Concern::Staff => {}
            Concern::Audience(audience) => match audience {
                Audience::Everybody => reach.public = true,
                Audience::Experts => reach
                    .persons
                    .extend(state.experts().map(|expert| expert.id)),
                Audience::Session(session) => {
                    let seated = state
                        .seats(*session)
                        .filter(|seat| seat.status == SeatStatus::Taken);
                    reach.persons.extend(seated.map(|seat| seat.person));
                }
                Audience::Person(person) => reach.persons.push(*person),
                Audience::Staff => {}
            },
        }
    }
    reach.persons.sort_unstable();
    reach.persons.dedup();
    reach
}

/// An entry's head as a viewer may know it. Participants learn neither the log's number, which
/// would tell how busy others are, nor which colleague of the organiser acted.
#[must_use]
pub fn head_for(viewer: &Viewer, head: &EntryHead) -> EntryHead {
    match viewer {
        Viewer::Team | Viewer::Scoped(_) | Viewer::Door | Viewer::Screen => *head,
        Viewer::Person(me) => {
            let by = if head.by == Actor::Person(*me) {
                head.by
            } else {
                Actor::System
            };
            EntryHead {
                seq: 0,
                by,
                ..*head
            }
        }
        Viewer::Public => EntryHead {
            seq: 0,
            by: Actor::System,
            ..*head
        },
    }
}

/// Whether a viewer's class of rows itself changed, so that he needs a new snapshot.
#[must_use]
pub fn needs_resync(viewer: &Viewer, change: &Change) -> bool {
    match (viewer, change) {
        (Viewer::Scoped(organisations), Change::PersonAssigned(c)) => {
            organisations.contains(&c.before) != organisations.contains(&c.after)
        }
        _ => false,
    }
}

/// What a viewer sees of a change: itself, something that says less, or nothing.
#[must_use]
pub fn project(state: &State, viewer: &Viewer, change: &Change) -> Vec<Change> {
    let eyes = Eyes { state, viewer };
    match viewer {
        Viewer::Team => team_sees(change)
            .then(|| change.clone())
            .into_iter()
            .collect(),
        Viewer::Scoped(_) => eyes.scoped(change),
        Viewer::Door => eyes.door(change),
        Viewer::Screen => eyes.screen(change),
        Viewer::Person(me) => eyes.person(*me, change),
        Viewer::Public => eyes
            .sees_as_public(change)
            .then(|| change.clone())
            .into_iter()
            .collect(),
    }
}

/// Badges open doors; the team does not need them on its screens. Who writes to whom in private is
/// not the team's business either.
const fn team_sees(change: &Change) -> bool {
    !matches!(change, Change::BadgeIssued(_)) && !is_private(change)
}

const fn is_private(change: &Change) -> bool {
    matches!(
        change,
        Change::DeskEdited(DeskEdited {
            what: DeskThing::Conversation,
            ..
        })
    )
}

/// A viewer looking at a state.
struct Eyes<'a> {
    state: &'a State,
    viewer: &'a Viewer,
}

impl Eyes<'_> {
    fn in_scope(&self, id: PersonId) -> bool {
        match self.viewer {
            Viewer::Scoped(organisations) => self
                .state
                .person(id)
                .is_some_and(|person| organisations.contains(&person.organisation)),
            Viewer::Team | Viewer::Door => true,
            Viewer::Person(me) => *me == id,
            Viewer::Screen | Viewer::Public => false,
        }
    }

    /// A person's row: own rows, and experts, who are in the public catalogue anyway (CAT-07).
    fn sees_row(&self, person: &Person) -> bool {
        match self.viewer {
            Viewer::Scoped(_) => person.expert.is_some() || self.in_scope(person.id),
            Viewer::Team | Viewer::Door | Viewer::Screen | Viewer::Person(_) | Viewer::Public => {
                self.in_scope(person.id)
            }
        }
    }

    fn sees_pair(&self, a: PersonId, b: PersonId) -> bool {
        self.in_scope(a) || self.in_scope(b)
    }

    fn scoped(&self, change: &Change) -> Vec<Change> {
        if let Some(instead) = self
            .place_only(change)
            .or_else(|| self.of_colleagues(change))
        {
            return instead;
        }
        let sees = match concern(change) {
            Concern::Everybody => true,
            Concern::PersonsOnly(_) | Concern::Staff => false,
            Concern::Team { persons } => {
                persons.is_empty() || persons.into_iter().any(|id| self.in_scope(id))
            }
            Concern::Audience(audience) => self.sees_audience(audience),
            Concern::Persons(persons) => match change {
                Change::PersonRegistered(c) => self.sees_row(&c.person),
                Change::AvailabilityChanged(_)
                | Change::FiguresChanged(_)
                | Change::TagsChanged(_)
                | Change::NeedsChanged(_)
                | Change::PersonAssigned(_)
                | Change::PersonWithdrawn(_)
                | Change::PersonErased(_)
                | Change::PersonReinstated(_)
                | Change::ExpertLimited(_)
                | Change::ExpertAbsenceChanged(_) => persons.iter().any(|id| {
                    self.state
                        .person(*id)
                        .is_some_and(|person| self.sees_row(person))
                }),
                Change::AttendanceChanged(c) if !self.in_scope(c.person) => return crowd(change),
                Change::SeatChanged(_) | Change::SeatReleased(_)
                    if !persons.iter().any(|id| self.in_scope(*id)) =>
                {
                    return seats_counted(change);
                }
                _ => persons.into_iter().any(|id| self.in_scope(id)),
            },
        };
        sees.then(|| change.clone()).into_iter().collect()
    }

    /// Meetings, holds and offers of others: only that the place is taken.
    fn place_only(&self, change: &Change) -> Option<Vec<Change>> {
        let taken = |spot: Spot, meeting: MeetingId| Change::from(PlaceTaken { spot, meeting });
        let released =
            |spot: Spot, meeting: MeetingId| Change::from(PlaceReleased { spot, meeting });
        match change {
            Change::MeetingBooked(c) if !self.sees_pair(c.host, c.guest) => {
                Some(vec![taken(c.spot, c.meeting)])
            }
            Change::MeetingReinstated(c) if !self.sees_pair(c.host, c.guest) => {
                Some(vec![taken(c.spot, c.meeting)])
            }
            Change::MeetingCancelled(c) if !self.sees_pair(c.host, c.guest) => {
                Some(vec![released(c.spot, c.meeting)])
            }
            Change::MeetingUnbooked(c) if !self.sees_pair(c.host, c.guest) => {
                Some(vec![released(c.spot, c.meeting)])
            }
            Change::MeetingMoved(c) if !self.sees_pair(c.host, c.guest) => Some(vec![
                released(c.before, c.meeting),
                taken(c.after, c.meeting),
            ]),
            Change::MeetingReassigned(c) => {
                match (
                    self.sees_pair(c.host_before, c.guest),
                    self.sees_pair(c.host_after, c.guest),
                ) {
                    (true, true) => None,
                    (false, false) => Some(vec![
                        released(c.before, c.meeting),
                        taken(c.after, c.meeting),
                    ]),
                    (true, false) => Some(vec![self.unbooked(c), taken(c.after, c.meeting)]),
                    (false, true) => Some(vec![released(c.before, c.meeting), self.booked(c)]),
                }
            }
            Change::RequestMoved(c) if !self.sees_pair(c.from, c.to) => {
                let id = MeetingId::from_bytes(c.request.to_bytes());
                let mut changes = Vec::new();
                if let RequestStatus::Accepted { spot, .. } = c.before {
                    changes.push(released(spot, id));
                }
                if let RequestStatus::Accepted { spot, .. } = c.after {
                    changes.push(taken(spot, id));
                }
                Some(changes)
            }
            Change::OfferMade(c) if !self.sees_pair(c.offer.host, c.offer.to) => Some(vec![taken(
                c.offer.spot,
                MeetingId::from_bytes(c.offer.id.to_bytes()),
            )]),
            Change::OfferClosed(c) if !self.sees_pair(c.offer.host, c.offer.to) => {
                Some(vec![released(
                    c.offer.spot,
                    MeetingId::from_bytes(c.offer.id.to_bytes()),
                )])
            }
            _ => None,
        }
    }

    /// Of the team's rights, those over the same rows: one's own are among them, so that a
    /// screen knows what it may offer.
    fn of_colleagues(&self, change: &Change) -> Option<Vec<Change>> {
        match change {
            Change::StaffGranted(c) => {
                let before = c.before.clone().filter(|staff| self.is_colleague(staff));
                Some(if self.is_colleague(&c.after) {
                    let after = c.after.clone();
                    vec![StaffGranted { before, after }.into()]
                } else {
                    let gone = before.map(|staff| StaffRevoked { staff }.into());
                    gone.into_iter().collect()
                })
            }
            Change::StaffRevoked(c) => {
                let is_seen = self.is_colleague(&c.staff);
                Some(is_seen.then(|| change.clone()).into_iter().collect())
            }
            _ => None,
        }
    }

    fn is_colleague(&self, staff: &Staff) -> bool {
        viewer_of_staff(staff) == *self.viewer
    }

    fn unbooked(&self, c: &protocol::change::MeetingReassigned) -> Change {
        MeetingUnbooked {
            meeting: c.meeting,
            host: c.host_before,
            guest: c.guest,
            spot: c.before,
        }
        .into()
    }

    fn booked(&self, c: &protocol::change::MeetingReassigned) -> Change {
        MeetingBooked {
            meeting: c.meeting,
            host: c.host_after,
            guest: c.guest,
            spot: c.after,
        }
        .into()
    }

    fn door(&self, change: &Change) -> Vec<Change> {
        match change {
            Change::PersonRegistered(c) => vec![
                PersonRegistered {
                    person: door_row(&c.person),
                }
                .into(),
            ],
            Change::PersonWithdrawn(_)
            | Change::PersonErased(_)
            | Change::PersonReinstated(_)
            | Change::SeatChanged(_)
            | Change::SeatReleased(_)
            | Change::AttendanceChanged(_) => vec![change.clone()],
            Change::AlertRaised(c) if is_room_alert(&c.after) => vec![change.clone()],
            Change::AlertCleared(c) if is_room_alert(&c.alert) => vec![change.clone()],
            Change::AlertAcknowledged(c) if is_room_alert(&c.alert) => vec![change.clone()],
            Change::Announced(c) if self.sees_audience(&c.announcement.audience) => {
                vec![change.clone()]
            }
            other => matches!(concern(other), Concern::Everybody)
                .then(|| other.clone())
                .into_iter()
                .collect(),
        }
    }

    fn screen(&self, change: &Change) -> Vec<Change> {
        match change {
            Change::AttendanceChanged(_) => crowd(change),
            Change::SeatChanged(_) | Change::SeatReleased(_) => seats_counted(change),
            other => self
                .sees_as_public(other)
                .then(|| other.clone())
                .into_iter()
                .collect(),
        }
    }

    fn sees_as_public(&self, change: &Change) -> bool {
        match concern(change) {
            Concern::Everybody => true,
            Concern::Audience(audience) => *audience == Audience::Everybody,
            Concern::Persons(_)
            | Concern::PersonsOnly(_)
            | Concern::Team { .. }
            | Concern::Staff => false,
        }
    }

    fn person(&self, me: PersonId, change: &Change) -> Vec<Change> {
        if let Change::MeetingReassigned(c) = change {
            return if me == c.guest {
                vec![change.clone()]
            } else if me == c.host_after {
                vec![self.booked(c)]
            } else if me == c.host_before {
                vec![self.unbooked(c)]
            } else {
                vec![]
            };
        }
        let sees = match concern(change) {
            Concern::Persons(persons) | Concern::PersonsOnly(persons) => persons.contains(&me),
            Concern::Audience(audience) => {
                *audience != Audience::Everybody && self.sees_audience(audience)
            }
            Concern::Everybody | Concern::Team { .. } | Concern::Staff => false,
        };
        sees.then(|| change.clone()).into_iter().collect()
    }

    fn sees_audience(&self, audience: &Audience) -> bool {
        match (self.viewer, audience) {
            (Viewer::Team, _) | (_, Audience::Everybody) => true,
            (Viewer::Scoped(_), Audience::Person(person)) => self.in_scope(*person),
            (Viewer::Scoped(_), Audience::Experts | Audience::Session(_) | Audience::Staff) => true,
            (Viewer::Door, Audience::Staff) => true,
            (Viewer::Person(me), Audience::Person(person)) => me == person,
            (Viewer::Person(me), Audience::Experts) => self
                .state
                .person(*me)
                .is_some_and(|person| person.expert.is_some()),
            (Viewer::Person(me), Audience::Session(session)) => self
                .state
                .seat(*session, *me)
                .is_some_and(|seat| seat.status == SeatStatus::Taken),
            (Viewer::Door, Audience::Experts | Audience::Session(_) | Audience::Person(_))
            | (Viewer::Person(_), Audience::Staff)
            | (Viewer::Screen | Viewer::Public, _) => false,
        }
    }

    fn sees_announcement(&self, announcement: &Announcement) -> bool {
        self.sees_audience(&announcement.audience)
    }
}

const fn is_room_alert(alert: &Alert) -> bool {
    matches!(
        alert.key,
        AlertKey::RoomNearlyFull(_) | AlertKey::RoomOverfull(_)
    )
}

/// A door needs to know that somebody is expected, not what he is interested in.
fn door_row(person: &Person) -> Person {
    Person {
        availability: SlotSet::EMPTY,
        offered: List::default(),
        sought: List::default(),
        expert: None,
        home: None,
        figures: None,
        organisation: OrganisationId::from_bytes([0; 16]),
        ..person.clone()
    }
}

fn crowd(change: &Change) -> Vec<Change> {
    let Change::AttendanceChanged(c) = change else {
        return vec![];
    };
    let left = c.before.as_ref().and_then(|row| row.room);
    if left == c.after.room {
        vec![]
    } else {
        vec![
            CrowdMoved {
                left,
                entered: c.after.room,
            }
            .into(),
        ]
    }
}

fn seats_counted(change: &Change) -> Vec<Change> {
    let taken = |seat: &protocol::Seat| i32::from(seat.status == SeatStatus::Taken);
    let (session, step) = match change {
        Change::SeatChanged(c) => (
            c.after.session,
            taken(&c.after) - c.before.as_ref().map_or(0, taken),
        ),
        Change::SeatReleased(c) => (c.seat.session, -taken(&c.seat)),
        _ => return vec![],
    };
    if step == 0 {
        vec![]
    } else {
        vec![SeatsCounted { session, step }.into()]
    }
}

/// Everything that a viewer may know at this point.
#[must_use]
pub fn snapshot_for(state: &State, viewer: &Viewer) -> Snapshot {
    let eyes = Eyes { state, viewer };
    match viewer {
        Viewer::Team => Snapshot {
            badges: vec![],
            ..state.full_snapshot()
        },
        Viewer::Scoped(_) => scoped_rows(&eyes),
        Viewer::Door => door_rows(&eyes),
        Viewer::Screen => {
            let rows = state.full_snapshot();
            Snapshot {
                seats_unseen: unseen_seats(&eyes, &rows),
                crowd: unseen_crowd(&eyes, &rows),
                ..public_rows(&eyes)
            }
        }
        Viewer::Public => public_rows(&eyes),
        Viewer::Person(me) => person_rows(&eyes, *me),
    }
}

fn scoped_rows(eyes: &Eyes<'_>) -> Snapshot {
    let mut rows = eyes.state.full_snapshot();
    rows.seats_unseen = unseen_seats(eyes, &rows);
    rows.crowd = unseen_crowd(eyes, &rows);
    rows.taken = unseen_places(eyes);
    rows.badges.clear();
    rows.staff.retain(|staff| eyes.is_colleague(staff));
    rows.meetings
        .retain(|meeting| eyes.sees_pair(meeting.host, meeting.guest));
    rows.requests
        .retain(|request| eyes.sees_pair(request.from, request.to));
    rows.offers
        .retain(|offer| eyes.sees_pair(offer.host, offer.to));
    rows.vacancies
        .retain(|vacancy| eyes.sees_pair(vacancy.host, vacancy.gone));
    rows.persons.retain(|person| eyes.sees_row(person));
    rows.needs.retain(|needs| {
        let person = eyes.state.person(needs.person);
        person.is_some_and(|person| eyes.sees_row(person))
    });
    rows.seats.retain(|seat| eyes.in_scope(seat.person));
    rows.attendance.retain(|(person, _)| eyes.in_scope(*person));
    rows.announcements
        .retain(|announcement| eyes.sees_announcement(announcement));
    rows
}

fn door_rows(eyes: &Eyes<'_>) -> Snapshot {
    let mut rows = eyes.state.full_snapshot();
    rows.alerts.retain(is_room_alert);
    Snapshot {
        persons: rows.persons.iter().map(door_row).collect(),
        seats: rows.seats,
        attendance: rows.attendance,
        alerts: rows.alerts,
        ..public_rows(eyes)
    }
}

/// What every participant may know, taken from the few rows that it needs.
fn public_rows(eyes: &Eyes<'_>) -> Snapshot {
    let state = eyes.state;
    let announcements = state
        .announcements()
        .filter(|announcement| eyes.sees_announcement(announcement));
    Snapshot {
        setup: state.setup().cloned(),
        stage: state.stage(),
        slots: state.slots().cloned().collect(),
        travel: state
            .travel()
            .map(|(a, b, minutes)| protocol::Travel {
                between: (a, b),
                minutes,
            })
            .collect(),
        places: state.places().cloned().collect(),
        sessions: state.sessions().cloned().collect(),
        announcements: announcements.cloned().collect(),
        vocabulary: state.vocabulary().clone(),
        ..Snapshot::default()
    }
}

/// One person's rows, taken from the indexes: at the opening of a day every phone asks at once.
fn person_rows(eyes: &Eyes<'_>, me: PersonId) -> Snapshot {
    let state = eyes.state;
    let meetings = state.meetings_of(me).map(|meeting| {
        let touch = meeting.touch;
        let command = protocol::id::CommandId::from_bytes([0; 16]);
        let head = EntryHead {
            seq: touch.seq,
            at: touch.at,
            by: touch.by,
            command,
        };
        protocol::Meeting {
            touch: head_for(eyes.viewer, &head).touch(),
            ..meeting.clone()
        }
    });
    Snapshot {
        persons: state.person(me).cloned().into_iter().collect(),
        needs: state.needs.get(&me).cloned().into_iter().collect(),
        badges: state
            .badge(me)
            .map(|code| protocol::Badge { person: me, code })
            .into_iter()
            .collect(),
        requests: state.requests_of(me).cloned().collect(),
        meetings: meetings.collect(),
        offers: state
            .offers()
            .filter(|offer| eyes.sees_pair(offer.host, offer.to))
            .cloned()
            .collect(),
        seats: state.seats_of(me).cloned().collect(),
        attendance: state
            .attendance(me)
            .map(|row| (me, row.clone()))
            .into_iter()
            .collect(),
        ..public_rows(eyes)
    }
}

fn unseen_places(eyes: &Eyes<'_>) -> Vec<(Spot, MeetingId)> {
    use crate::floor::Commitment;
    let state = eyes.state;
    state
        .floor()
        .place_commitments()
        .filter_map(|(spot, commitment)| {
            let (a, b, id) = match commitment {
                Commitment::Meeting(id) => state.meeting(id).map(|m| (m.host, m.guest, id))?,
                Commitment::Hold(id) => state
                    .request(id)
                    .map(|r| (r.from, r.to, MeetingId::from_bytes(id.to_bytes())))?,
                Commitment::Offer(id) => state
                    .offer(id)
                    .map(|o| (o.host, o.to, MeetingId::from_bytes(id.to_bytes())))?,
                Commitment::Unseen(id) => return Some((spot, id)),
                Commitment::Session(_) => return None,
            };
            (!eyes.sees_pair(a, b)).then_some((spot, id))
        })
        .collect()
}

fn unseen_seats(eyes: &Eyes<'_>, rows: &Snapshot) -> Vec<(protocol::id::SessionId, u32)> {
    let unseen = rows
        .seats
        .iter()
        .filter(|seat| seat.status == SeatStatus::Taken && !eyes.in_scope(seat.person));
    tally(unseen.map(|seat| seat.session))
}

fn unseen_crowd(eyes: &Eyes<'_>, rows: &Snapshot) -> Vec<(protocol::id::PlaceId, u32)> {
    let unseen = rows
        .attendance
        .iter()
        .filter(|(person, _)| !eyes.in_scope(*person));
    tally(unseen.filter_map(|(_, attendance)| attendance.room))
}

fn tally<K: Ord>(keys: impl Iterator<Item = K>) -> Vec<(K, u32)> {
    let mut counts = std::collections::BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}
