//! Commands: wishes of a client, sent with a client-made id. Codes are grouped by capability.
//!
//! Commands that act on something which somebody else may have changed carry what the sender saw
//! (`from`, `a_at`, ...), so that a stale one is refused with what changed instead of overwriting.

use crate::id::{
    AnnouncementId, BadgeCode, DeskId, MeetingId, OfferId, OrganisationId, PersonId, PlaceId,
    RequestId, ResourceId, SessionId, StaffId, VacancyId,
};
use crate::limits::{
    APPLICANTS_MAX, MEETINGS_PER_COMMAND_MAX, NEEDS_MAX, PERSONS_PER_COMMAND_MAX, PLACES_MAX,
    REASSIGNMENTS_MAX, REQUESTS_PER_COMMAND_MAX, SITES_MAX, SLOTS_MAX,
};
use crate::list::List;
use crate::model::{
    Absence, AlertKey, Audience, Badge, CancelReason, DeskThing, EventSetup, EventStage, Figures,
    FillObject, Gate, Missing, Person, Place, Request, Resource, Session, Slot, Spot, Tags,
    Threshold, Travel, Vocabulary,
};
use crate::role::Staff;
use crate::slots::{SlotId, SlotSet};
use crate::time::Minutes;

coded! {
    /// A wish. The rules turn it into changes or refuse it.
    pub enum Command written by browsers {
        // ------------------------------------------------------------ 1xx setting
        /// Sets the event's rules.
        100 ConfigureEvent { setup: EventSetup }
        /// Replaces the timetable. Refused when a slot in use would vanish or move.
        101 DefineSlots { slots: List<Slot, SLOTS_MAX> }
        /// Replaces the travel times between sites.
        102 DefineTravel { travel: List<Travel, { SITES_MAX * SITES_MAX }> }
        /// Adds places, or changes those that exist.
        103 DefinePlaces { places: List<Place, PLACES_MAX> }
        /// Takes a place out of use. Refused while something is planned there.
        104 WithdrawPlace { place: PlaceId }
        /// Replaces the event's keywords and key figures, as the sender saw them (CAT-09, EEN-05,
        /// EEN-06). Their words are stored as cards with the same ids. Refused when somebody
        /// changed them since, when a number stands twice, and when bounds are in the wrong order.
        /// Profiles keep what they carry.
        105 DefineVocabulary { before: Vocabulary, after: Vocabulary }
        /// Says how far the event has come (EVT-10). Refused when it is somewhere else by now than
        /// the sender saw.
        106 ChangeStage { before: EventStage, after: EventStage }

        /// Adds a resource, or changes one. Refused when it is another by now than the sender saw;
        /// meetings beyond a lowered number stand.
        120 DefineResource { before: Option<Resource>, after: Resource }
        /// Takes a resource out of use; nobody needs it any more.
        121 WithdrawResource { resource: ResourceId }

        // ------------------------------------------------------------ 2xx persons
        /// Registers persons; bulk, all or none.
        200 RegisterPersons { persons: List<Person, PERSONS_PER_COMMAND_MAX> }
        /// Changes when a person is available.
        201 ChangeAvailability { person: PersonId, availability: SlotSet }
        /// Assigns a person to a co-organiser.
        202 AssignPerson { person: PersonId, organisation: OrganisationId }
        /// Takes a person out of the event; open meetings, requests and offers are called off.
        203 WithdrawPerson { person: PersonId }
        /// Gives persons the badges that open the doors.
        204 IssueBadges { badges: List<Badge, PERSONS_PER_COMMAND_MAX> }
        /// Changes how many meetings an expert accepts.
        205 LimitExpert { expert: PersonId, meetings_max: Option<u16> }
        /// Changes what a person's company gives and seeks in figures (CAT-08). Refused for a
        /// figure that the event does not have, and for a value outside its bounds.
        206 ChangeFigures { person: PersonId, figures: Figures }
        /// Says what somebody needs at every meeting. Refused when it is something else by now than
        /// the sender saw; meetings that stand are not looked at again.
        220 ChangeNeeds { person: PersonId, before: List<ResourceId, NEEDS_MAX>, after: List<ResourceId, NEEDS_MAX> }
        /// Changes by which keywords a person is looked for, and looks for others (CAT-08). Only the
        /// desk sends it, with the profile that says so; a client's is refused to whoever may not
        /// change persons.
        222 ChangeTags { person: PersonId, tags: Tags }
        /// Assigns many persons to co-organisers; all or none. Refused when one of them is somebody
        /// else's by now than the sender saw.
        221 AssignPersons { assignments: List<Assignment, PERSONS_PER_COMMAND_MAX> }
        /// Takes a person out of the event for good, because everything that names him is deleted
        /// with it (GDPR-03). Only the desk sends it.
        207 ErasePerson { person: PersonId }

        // ------------------------------------------------------------ 3xx requests
        /// Asks somebody for a meeting.
        300 MakeRequest { request: RequestId, from: PersonId, to: PersonId, slots: SlotSet }
        /// Accepts a request: slot and place are held. Without a spot, the earliest that fits, or,
        /// where the event has a plan and nobody chose otherwise, the slot that the plan gives.
        301 AcceptRequest {
            request: RequestId,
            spot: Option<Spot>,
            /// Leaves the time to the plan in a mixed event. Refused where no plan will come.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            by_plan: bool,
        }
        /// Confirms an accepted request: the meeting is booked.
        302 ConfirmRequest { request: RequestId, meeting: MeetingId }
        /// Refuses a request.
        303 RefuseRequest { request: RequestId }
        /// Takes a request back.
        304 CancelRequest { request: RequestId }
        /// Takes over requests of a real event; bulk, all or none, all in state "requested".
        305 ImportRequests { requests: List<Request, REQUESTS_PER_COMMAND_MAX> }
        /// Takes a slot of an expert directly; without one, the earliest that fits (EXP-03).
        /// When nothing is free and `else_wait` is set, the request joins the expert's waiting
        /// list instead, for that slot or for any (B2B-02). Refused where only the plan gives
        /// slots.
        306 TakeSlot {
            request: RequestId,
            meeting: MeetingId,
            from: PersonId,
            to: PersonId,
            slot: Option<SlotId>,
            else_wait: bool,
        }
        /// Chooses among the applicants of an expert who has more of them than time (EXP-06).
        /// Every request that waits for the expert must be named once, as the sender saw it.
        /// Kept ones are accepted in the expert's name, dropped ones are told that others were
        /// chosen, and the rest stands on the waiting list.
        307 ArbitrateExpert {
            expert: PersonId,
            kept: List<RequestId, APPLICANTS_MAX>,
            waiting: List<RequestId, APPLICANTS_MAX>,
            dropped: List<RequestId, APPLICANTS_MAX>,
        }

        // ------------------------------------------------------------ 4xx meetings
        /// Books a meeting.
        400 BookMeeting { meeting: MeetingId, host: PersonId, guest: PersonId, spot: Spot }
        /// Books many meetings; all or none.
        401 BookMeetings { meetings: List<PlannedMeeting, MEETINGS_PER_COMMAND_MAX> }
        /// Moves a meeting from where the sender saw it.
        402 MoveMeeting { meeting: MeetingId, from: Spot, to: Spot }
        /// Exchanges time and place of two meetings, from where the sender saw them.
        403 SwapMeetings { a: MeetingId, a_at: Spot, b: MeetingId, b_at: Spot }
        /// Calls a meeting off; its slot becomes a vacancy when a party stays free.
        404 CancelMeeting { meeting: MeetingId, reason: CancelReason }
        /// A party is late; zero minutes takes it back.
        405 MarkLate { meeting: MeetingId, party: PersonId, minutes: Minutes }
        /// Records that a meeting took place.
        406 MarkHeld { meeting: MeetingId }
        /// Records that a meeting did not take place.
        407 MarkNotHeld { meeting: MeetingId, missing: Missing }
        /// Publishes a plan: books every request at its spot in one entry, or none (EXP-04).
        /// A request may be agreed, accepted (what it holds gives way), or asked of an expert,
        /// for whom the organiser answers.
        408 PublishPlan { placements: List<PlannedRequest, MEETINGS_PER_COMMAND_MAX> }

        // ------------------------------------------------------------ 5xx freed slots
        /// Proposes a vacancy to a person, for a while.
        500 OfferVacancy { vacancy: VacancyId, offer: OfferId, to: PersonId }
        /// Accepts an offer: the meeting is booked.
        501 AcceptOffer { offer: OfferId, meeting: MeetingId }
        /// Declines an offer.
        502 DeclineOffer { offer: OfferId }
        /// Takes an offer back.
        503 WithdrawOffer { offer: OfferId }
        /// Fills a vacancy at once with a person.
        504 FillVacancy { vacancy: VacancyId, meeting: MeetingId, guest: PersonId }
        /// Waves a vacancy away.
        505 DismissVacancy { vacancy: VacancyId }

        // ------------------------------------------------------------ 6xx experts
        /// Declares an expert absent and settles the affected meetings in one piece (LIV-03).
        /// Every affected meeting must be named, as the sender saw it.
        600 DeclareExpertAbsent { expert: PersonId, absence: Absence, plan: List<Reassignment, REASSIGNMENTS_MAX> }
        /// The expert is back.
        601 DeclareExpertBack { expert: PersonId }

        // ------------------------------------------------------------ 7xx sessions
        /// Adds a session, or changes one.
        700 DefineSession { session: Session }
        /// Opens a session to registration, again if need be.
        701 OpenSession { session: SessionId }
        /// Closes a session to registration.
        702 CloseSession { session: SessionId }
        /// Calls a session off; its seats are released.
        703 CancelSession { session: SessionId }
        /// Takes a seat, or a place on the waiting list.
        704 TakeSeat { session: SessionId, person: PersonId }
        /// Gives a seat back; the first who waits and is free moves up.
        705 ReleaseSeat { session: SessionId, person: PersonId }
        /// Takes over registrations of a real event; bulk, all or none.
        706 TakeSeats { seats: List<(SessionId, PersonId), PERSONS_PER_COMMAND_MAX> }

        // ------------------------------------------------------------ 8xx attendance
        /// Checks a person in at a gate.
        800 CheckIn { person: PersonId, gate: Gate }
        /// Checks in whoever carries the badge.
        801 CheckInBadge { badge: BadgeCode, gate: Gate }
        /// Checks a person out at a gate.
        802 CheckOut { person: PersonId, gate: Gate }
        /// Checks out whoever carries the badge.
        803 CheckOutBadge { badge: BadgeCode, gate: Gate }

        // ------------------------------------------------------------ 9xx alerts, announcements, team, undo
        /// Sets a fill threshold.
        900 SetThreshold { threshold: Threshold }
        /// Removes a fill threshold.
        901 ClearThreshold { object: FillObject }
        /// Takes note of an alert.
        902 AcknowledgeAlert { key: AlertKey }
        /// Sends a message; its text was stored as a card with the same id.
        910 Announce { announcement: AnnouncementId, audience: Audience }
        /// Gives a member of the team a role.
        920 GrantStaff { staff: Staff }
        /// Takes a member off the team.
        921 RevokeStaff { staff: StaffId }
        /// Takes back what one entry changed, if nothing built on it since (LIV-08).
        930 UndoEntry { seq: u64 }
        /// Lets every deadline that has passed take effect; sent by the product itself.
        940 ReviewDeadlines {}
        /// Tells of an edit of the desk that is written in the same commit. Only the server's
        /// own use cases send it; a client's is refused.
        950 NoteDeskEdit { what: DeskThing, id: DeskId, revision: u64 }
    }
}

impl AcceptRequest {
    /// Whoever has no plan is as one from before there were any.
    fn n_left_out(&self) -> usize {
        usize::from(!self.by_plan)
    }
}

records! {
    /// A meeting as a plan proposes it.
    #[allow(missing_docs)]
    pub struct PlannedMeeting {
        pub meeting: MeetingId,
        pub host: PersonId,
        pub guest: PersonId,
        pub spot: Spot,
    }
}

records! {
    /// A request as a plan places it.
    #[allow(missing_docs)]
    pub struct PlannedRequest {
        pub request: RequestId,
        pub meeting: MeetingId,
        pub spot: Spot,
    }
}

records! {
    /// Who looks after a person, and who did when the sender looked.
    #[allow(missing_docs)]
    pub struct Assignment {
        pub person: PersonId,
        pub before: OrganisationId,
        pub after: OrganisationId,
    }
}

records! {
    /// What becomes of one meeting of an absent expert.
    pub struct Reassignment {
        /// The affected meeting.
        pub meeting: MeetingId,
        /// Where the sender saw it.
        pub from: Spot,
        /// What to do with it.
        pub outcome: ReassignmentOutcome,
    }
}

choices! { Snake:
    /// Another expert, or no meeting.
    #[serde(rename_all = "snake_case")]
    pub enum ReassignmentOutcome {
        /// Another expert takes it over, there and then.
        Substitute {
            /// Who takes over.
            expert: PersonId,
            /// When and where.
            spot: Spot,
        },
        /// It is called off.
        Cancel,
    }
}
