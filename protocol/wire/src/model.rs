//! The things of an event as plain data. No personal value is among them: names, mails and
//! texts are cards (see [`crate::card`]).

use serde::{Deserialize, Serialize};

use crate::entry::{Mark, Touch};
use crate::id::{
    AnnouncementId, BadgeCode, CompanyId, MeetingId, OfferId, OrganisationId, PersonId, PlaceId,
    RequestId, ResourceId, SessionId, VacancyId,
};
use crate::limits::{KEY_FIGURES_MAX, KEYWORDS_MAX, NEEDS_MAX, TAGS_MAX};
use crate::list::List;
use crate::slots::{SlotId, SlotSet};
use crate::time::{Micros, Minutes};

macro_rules! data {
    ($( $(#[$meta:meta])* pub struct $Name:ident { $($body:tt)* } )*) => {
        records! { $( $(#[$meta])* #[allow(missing_docs)] pub struct $Name { $($body)* } )* }
    };
}

macro_rules! plain_enum {
    ($( $(#[$meta:meta])* pub enum $Name:ident { $($body:tt)* } )*) => {
        choices! { Snake: $(
            $(#[$meta])*
            #[derive(Copy, PartialOrd, Ord, Hash)]
            #[serde(rename_all = "snake_case")]
            pub enum $Name { $($body)* }
        )* }
    };
}

/// Enums with content, whose variants are written as they are declared.
macro_rules! status {
    ($( $(#[$meta:meta])* pub enum $Name:ident { $($body:tt)* } )*) => {
        choices! { Declared: $( $(#[$meta])* #[allow(missing_docs)] pub enum $Name { $($body)* } )* }
    };
}

// ---------------------------------------------------------------- desk

plain_enum! {
    /// What of the desk was edited: enough to know what to fetch again.
    pub enum DeskThing {
        /// The public site: its address, look, languages and times.
        Site,
        /// A page of the public site, in any language.
        SitePage,
        /// A registration: submitted, changed, refused.
        Registration,
        /// The form that visitors fill in to register.
        RegistrationForm,
        /// The rules by which persons are assigned to co-organisers.
        AssignmentRules,
        /// What a company and its people say of themselves; the id is the company's.
        Profile,
        /// What a person wrote to the team, the team to him, or about a reported message. The id
        /// is the person's.
        Help,
        /// A conversation between two persons. The id is that of the person who is told; nobody
        /// else is.
        Conversation,
        /// Who may write to whom, and who is told of it by letter.
        MessageSettings,
    }
}

// ---------------------------------------------------------------- event, time and space

plain_enum! {
    /// Who may meet whom (EVT-05).
    pub enum Topology {
        /// Any participant may meet any other.
        AnyToAny,
        /// Two populations; a meeting joins one of each side.
        TwoSided,
    }

    /// Which population a participant belongs to in a two-sided event.
    pub enum Side {
        /// Exhibitors, buyers, hosts.
        Host,
        /// Visitors, suppliers, guests.
        Guest,
    }

    /// What a place is.
    pub enum PlaceKind {
        /// A table for one meeting at a time.
        Table,
        /// An exhibitor's booth: one meeting at a time, usually of its holder.
        Booth,
        /// A room with a capacity, for sessions and counted by entry and exit.
        Room,
    }
}

plain_enum! {
    /// Who gives a meeting that both want its time and place (B2B-02, B2B-17).
    #[derive(Default)]
    pub enum AssignmentMode {
        /// Whoever accepts takes a slot at once, and holds it until it is confirmed.
        #[default]
        SelfService,
        /// Both say that they want to meet; the organiser's plan says when.
        PreAssigned,
        /// Whoever accepts chooses: a slot at once, or the plan.
        Mixed,
    }
}

impl AssignmentMode {
    /// Whether a plan of the organiser gives slots.
    #[must_use]
    pub const fn has_plan(self) -> bool {
        match self {
            Self::SelfService => false,
            Self::PreAssigned | Self::Mixed => true,
        }
    }
}

impl EventSetup {
    /// How meetings that both want get their time and place.
    #[must_use]
    pub fn mode(&self) -> AssignmentMode {
        self.mode.unwrap_or_default()
    }

    /// Fields at the end that are not written, because an older reader or writer has none.
    fn n_left_out(&self) -> usize {
        usize::from(self.mode.is_none())
    }
}

data! {
    /// Settings of the event that the rules need.
    pub struct EventSetup {
        pub topology: Topology,
        /// How long an accepted request holds its slot and place before it must be confirmed (B2B-04).
        pub hold_minutes: Minutes,
        /// How long a freed slot stays offered to one person (LIV-04).
        pub offer_minutes: Minutes,
        /// Persons expected at the doors, for the presence gauge.
        pub n_expected: u32,
        /// How meetings that both want get their time and place.
        /// None, as in a setup from before there was a choice, is self-service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub mode: Option<AssignmentMode>,
    }

    /// One time slot of the timetable (B2B-01).
    pub struct Slot {
        pub id: SlotId,
        pub starts_at: Micros,
        pub ends_at: Micros,
    }

    /// Time to walk or drive between two sites, in both directions (B2B-09).
    pub struct Travel {
        pub between: (SiteId, SiteId),
        pub minutes: Minutes,
    }

    /// A table, booth or room (EVT-03).
    pub struct Place {
        pub id: PlaceId,
        pub site: SiteId,
        pub kind: PlaceKind,
        /// Persons that fit; occupancy is counted against it.
        pub capacity: u16,
    }
}

plain_enum! {
    /// How far an event has come, as its organisers say (EVT-10). Ongoing and past follow from the
    /// timetable and the clock.
    #[derive(Default)]
    pub enum EventStage {
        /// It may take place: only the team sees it.
        Project,
        /// It will take place, takes place or took place.
        #[default]
        Planned,
        /// It does not take place. What was agreed stays as it was, and nothing more happens.
        CalledOff,
        /// It is over and settled. Everything can be read, and nothing more happens.
        Closed,
    }
}

impl EventStage {
    /// Whether nothing happens on the floor any more.
    #[must_use]
    pub const fn is_frozen(self) -> bool {
        match self {
            Self::Project | Self::Planned => false,
            Self::CalledOff | Self::Closed => true,
        }
    }
}

plain_enum! {
    /// What kind of thing a resource is.
    pub enum ResourceKind {
        /// Somebody who interprets at a meeting.
        Interpreter,
        /// A thing that is brought to a meeting.
        Equipment,
    }
}

data! {
    /// Something that some meetings need and of which there is a number only: in a slot, no more
    /// meetings can need it than there are.
    pub struct Resource {
        pub id: ResourceId,
        pub kind: ResourceKind,
        /// How many there are.
        pub capacity: u16,
        /// When they are there; every slot when empty.
        pub slots: SlotSet,
    }

    /// What somebody needs at every meeting of his.
    pub struct Needs {
        pub person: PersonId,
        pub resources: List<ResourceId, NEEDS_MAX>,
    }
}

/// A site of the event, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SiteId(pub u8);

transparent! { SiteId }

records! {
    /// When and where.
    #[derive(Copy, PartialOrd, Ord, Hash)]
    pub struct Spot {
        /// When.
        pub slot: SlotId,
        /// Where.
        pub place: PlaceId,
    }
}

// ---------------------------------------------------------------- persons and experts

/// A keyword of the event's list, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tag(pub u16);

transparent! { Tag }

/// A key figure of the event's list, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FigureId(pub u16);

transparent! { FigureId }

plain_enum! {
    /// On which of the event's lists a keyword stands (EEN-05, EEN-06).
    pub enum KeywordKind {
        /// What a company does, or looks for.
        Topic,
        /// What kind of cooperation it looks for.
        Cooperation,
    }
}

data! {
    /// A keyword that profiles may carry. Its words are a card.
    #[derive(Copy)]
    pub struct Keyword {
        pub tag: Tag,
        pub kind: KeywordKind,
    }

    /// A figure that companies give of themselves, and look for in others (CAT-09). Its name and
    /// its unit are a card.
    #[derive(Copy)]
    pub struct KeyFigure {
        pub id: FigureId,
        /// The smallest value that can be given.
        pub min: i64,
        /// The largest.
        pub max: i64,
    }

    /// The event's lists.
    #[derive(Default)]
    pub struct Vocabulary {
        pub keywords: List<Keyword, KEYWORDS_MAX>,
        pub figures: List<KeyFigure, KEY_FIGURES_MAX>,
    }

    /// A figure of a company.
    #[derive(Copy)]
    pub struct FigureValue {
        pub figure: FigureId,
        pub value: i64,
    }

    /// What a company looks for in others: a value within these bounds.
    #[derive(Copy)]
    pub struct FigureRange {
        pub figure: FigureId,
        pub min: i64,
        pub max: i64,
    }

    /// A profile in figures.
    #[derive(Default)]
    pub struct Figures {
        pub offered: List<FigureValue, KEY_FIGURES_MAX>,
        pub sought: List<FigureRange, KEY_FIGURES_MAX>,
    }

    /// A profile in keywords.
    #[derive(Default)]
    pub struct Tags {
        pub offered: List<Tag, TAGS_MAX>,
        pub sought: List<Tag, TAGS_MAX>,
    }
}

impl Person {
    /// Who gives no figures is as one from before there were any.
    fn n_left_out(&self) -> usize {
        usize::from(self.figures.is_none())
    }
}

data! {
    /// A person with one agenda (REG-02). An expert is a person with terms (EXP-01).
    pub struct Person {
        pub id: PersonId,
        pub company: CompanyId,
        /// The co-organiser in charge of this person (EEN-18).
        pub organisation: OrganisationId,
        pub side: Side,
        pub expert: Option<ExpertTerms>,
        /// Slots declared available (REG-16); being busy is not subtracted here.
        pub availability: SlotSet,
        /// A booth or table where this person's meetings take place.
        pub home: Option<PlaceId>,
        pub offered: List<Tag, TAGS_MAX>,
        pub sought: List<Tag, TAGS_MAX>,
        pub is_withdrawn: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub figures: Option<Figures>,
    }

    /// What an expert agreed to.
    pub struct ExpertTerms {
        /// Meetings allowed over the event; none means no limit.
        pub meetings_max: Option<u16>,
        pub absence: Option<Absence>,
    }

    /// An expert who is not there, from a time on (EXP-10, LIV-03).
    pub struct Absence {
        pub from: Micros,
        /// Until when; none means until the end.
        pub until: Option<Micros>,
    }

    /// Which badge opens the doors for a person.
    pub struct Badge {
        pub person: PersonId,
        pub code: BadgeCode,
    }
}

// ---------------------------------------------------------------- requests and meetings

data! {
    /// A wish to meet (B2B-04): asked by `from`, answered by `to`, confirmed by `from`.
    pub struct Request {
        pub id: RequestId,
        pub from: PersonId,
        pub to: PersonId,
        /// Slots that suit the asker; the empty set means any.
        pub slots: SlotSet,
        pub made_at: Micros,
        pub status: RequestStatus,
    }
}

status! {
    /// Where a request stands. Open are `Requested`, `Accepted`, `Agreed` and `Waiting`.
    pub enum RequestStatus {
        Requested,
        /// Accepted: slot and place are held until the deadline.
        Accepted { spot: Spot, expires_at: Micros },
        Confirmed { meeting: MeetingId },
        Refused,
        Cancelled,
        Expired,
        /// Both want to meet; the plan will say when. Nothing is held.
        Agreed,
        /// The expert had more applicants than time, and the organiser chose others (EXP-06).
        NotRetained,
        /// On the waiting list of an expert: what is freed is offered in order of arrival (B2B-02).
        Waiting,
    }
}

data! {
    /// A booked meeting of two persons. In an expert meeting the expert is the host.
    pub struct Meeting {
        pub id: MeetingId,
        pub spot: Spot,
        pub host: PersonId,
        pub guest: PersonId,
        pub status: MeetingStatus,
        pub late: Option<Late>,
        /// The last entry that changed this meeting.
        pub touch: Touch,
    }
}

status! {
    /// Where a meeting stands.
    pub enum MeetingStatus {
        Planned,
        /// It took place (B2B-16).
        Held,
        /// It did not take place; who was missing.
        NotHeld { missing: Missing },
        /// It was called off. Neither slot nor place is taken any more.
        Cancelled { reason: CancelReason },
    }
}

data! {
    /// A party announced a delay (LIV-05).
    pub struct Late {
        pub party: PersonId,
        pub minutes: Minutes,
    }
}

plain_enum! {
    /// Who was missing at a meeting that was not held.
    pub enum Missing {
        /// The host did not come.
        Host,
        /// The guest did not come.
        Guest,
        /// Nobody came.
        Both,
    }

    /// Why a meeting was called off. A closed list, so that no personal text enters the log.
    pub enum CancelReason {
        /// Ill or otherwise unable to come.
        Unwell,
        /// Travel trouble.
        Travel,
        /// A more important appointment.
        Conflict,
        /// No interest any more.
        NoInterest,
        /// The expert is absent.
        ExpertAbsent,
        /// The organiser decided.
        Organiser,
        /// Something else.
        Other,
    }
}

// ---------------------------------------------------------------- freed slots and offers

data! {
    /// A slot that a cancellation freed, with the person who stayed behind (LIV-04).
    pub struct Vacancy {
        pub id: VacancyId,
        /// The cancelled meeting that freed it.
        pub from_meeting: MeetingId,
        pub spot: Spot,
        /// Who is now free at that time.
        pub host: PersonId,
        /// Who called off, and so is no candidate.
        pub gone: PersonId,
        pub freed_at: Micros,
    }

    /// A vacancy proposed to one person until a deadline.
    pub struct Offer {
        pub id: OfferId,
        pub vacancy: VacancyId,
        pub spot: Spot,
        pub host: PersonId,
        pub to: PersonId,
        pub expires_at: Micros,
    }
}

plain_enum! {
    /// How a vacancy ended.
    pub enum VacancyEnd {
        /// A meeting took it.
        Filled,
        /// An administrator waved it away.
        Dismissed,
        /// Its time came or its host is no longer free.
        Lapsed,
    }

    /// How an offer ended.
    pub enum OfferEnd {
        /// Accepted: a meeting was booked.
        Accepted,
        /// Declined by the person.
        Declined,
        /// Not answered in time.
        Expired,
        /// Taken back by an administrator, or its vacancy ended.
        Withdrawn,
    }
}

// ---------------------------------------------------------------- sessions

data! {
    /// A conference, workshop or training (ANI-01).
    pub struct Session {
        pub id: SessionId,
        pub place: PlaceId,
        pub starts_at: Micros,
        pub ends_at: Micros,
        /// Admitted number; none means no quota control.
        pub quota: Option<u16>,
        /// Whether a full session keeps a waiting list instead of refusing (ANI-10).
        pub has_waiting_list: bool,
        pub status: SessionStatus,
    }

    /// A person's seat in a session.
    pub struct Seat {
        pub session: SessionId,
        pub person: PersonId,
        pub status: SeatStatus,
        /// Order of arrival.
        pub since: Micros,
        /// Whether the person was checked in at this session (CHK-07).
        pub attended: bool,
    }
}

plain_enum! {
    /// Where a session stands.
    pub enum SessionStatus {
        /// Created, not open to registration yet.
        Planned,
        /// Open to registration.
        Open,
        /// Closed because the quota was reached.
        ClosedFull,
        /// Closed by an administrator for organisational reasons (ANI-02).
        ClosedManually,
        /// Called off.
        Cancelled,
    }

    /// Whether a seat is taken or waited for.
    pub enum SeatStatus {
        /// Registered; blocks the slots that the session overlaps.
        Taken,
        /// On the waiting list; blocks nothing.
        Waiting,
    }
}

// ---------------------------------------------------------------- attendance

data! {
    /// Where a person is, as the doors know it.
    pub struct Attendance {
        pub presence: Presence,
        /// The room entered last and not left.
        pub room: Option<PlaceId>,
        /// When the last scan was recorded, and at whose device.
        pub mark: Mark,
    }
}

plain_enum! {
    /// Whether a person is on site.
    pub enum Presence {
        /// Not seen yet.
        Expected,
        /// Checked in.
        Present,
        /// Checked out.
        Gone,
    }

    /// Where a scan takes place.
    pub enum Gate {
        /// The main entrance.
        Event,
        /// The door of a room.
        Room(PlaceId),
        /// The attendance sheet of a session; its room counts too.
        Session(SessionId),
    }
}

// ---------------------------------------------------------------- thresholds, alerts, announcements

plain_enum! {
    /// Whose fill rate is watched (LIV-06).
    pub enum FillObject {
        /// All meetings against the capacity of the plan.
        Event,
        /// Seats taken against quota or room capacity.
        Session(SessionId),
        /// Meetings against the allowed number or the available slots.
        Expert(PersonId),
    }

    /// What an alert is about. At most one alert per key is active.
    pub enum AlertKey {
        /// A fill rate is below its threshold after the threshold's date.
        FillLow(FillObject),
        /// A room is at 90 % of its capacity or more.
        RoomNearlyFull(PlaceId),
        /// A room holds more persons than fit.
        RoomOverfull(PlaceId),
        /// Meetings of an absent expert still stand without substitute.
        ExpertAbsent(PersonId),
        /// An expert has more meetings than his number, which was lowered, allows.
        ExpertOverbooked(PersonId),
    }
}

data! {
    /// A fill rate that must be reached from a date on.
    pub struct Threshold {
        pub object: FillObject,
        pub percent: u8,
        pub from: Micros,
    }

    /// Something that an organiser must know.
    pub struct Alert {
        pub key: AlertKey,
        /// The measured value: a percentage, or a number of persons or meetings.
        pub value: u32,
        /// The limit that it missed or passed, in the same unit.
        pub limit: u32,
        pub raised_at: Micros,
        pub acknowledged: Option<Mark>,
    }

    /// A message of the organiser. Its text is a card.
    pub struct Announcement {
        pub id: AnnouncementId,
        pub audience: Audience,
        pub at: Micros,
    }
}

status! {
    /// Whom an announcement reaches.
    pub enum Audience {
        Everybody,
        Experts,
        Session(SessionId),
        Person(PersonId),
        Staff,
    }
}
