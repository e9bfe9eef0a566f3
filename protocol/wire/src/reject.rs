//! Refusals: the rules say no, and why. A code is stable; the text is the client's business.
//!
//! A refusal that concerns something which somebody else changed carries that person's touch
//! (who, when, in which entry), so that the screen can say it in place.

use serde_bytes::ByteBuf;

use crate::DecodeError;
use crate::entry::{Mark, Touch};
use crate::id::{MeetingId, PersonId, PlaceId, RequestId, ResourceId, SessionId};
use crate::limits::{APPLICANTS_MAX, PLAN_PROBLEMS_MAX};
use crate::list::List;
use crate::model::{EventStage, FigureId, Presence, Spot};
use crate::role::Function;
use crate::slots::SlotId;

coded! {
    /// A refusal. Nothing was changed.
    pub enum Reject written by servers {
        // ------------------------------------------------------------ 1xx the message itself
        /// The message is not one that this server understands.
        100 Malformed {}
        /// The message is larger than allowed.
        101 TooLarge { bytes_max: u32 }
        /// Too many commands in a short time.
        102 TooMany { retry_after_ms: u32 }
        /// The server is busy; the same command may be sent again.
        103 Busy { retry_after_ms: u32 }
        /// The client's version is no longer served; it must reload.
        104 TooOld {}
        /// The outcome could not be stored; the same command may be sent again.
        105 Unavailable {}
        /// The same command id was used for something else.
        106 CommandIdReused {}

        // ------------------------------------------------------------ 2xx rights
        /// The sender may not do this. Also said of things that he may not know.
        200 Forbidden { needed: Option<Function> }
        /// There is no such thing, or not any more.
        201 NotFound {}
        /// An id that the sender made is taken.
        202 IdTaken {}
        /// A bound of the product would be passed.
        203 LimitReached { limit: u32 }
        /// The event is called off or closed, or not open to participants yet.
        204 EventFrozen { stage: EventStage }

        // ------------------------------------------------------------ 3xx time, place and person
        /// The person has something else at that time.
        300 PersonBusy { person: PersonId, slot: SlotId, touch: Option<Touch> }
        /// The place is taken at that time.
        301 PlaceBusy { spot: Spot, touch: Option<Touch> }
        /// The person declared not to be available.
        302 PersonUnavailable { person: PersonId, slot: SlotId }
        /// The person cannot be at two sites in the time between.
        303 TooFar { person: PersonId, minutes_needed: u16, minutes_given: u16 }
        /// The slot has begun or is over.
        304 SlotPast { slot: SlotId }
        /// There is no such slot.
        305 UnknownSlot { slot: SlotId }
        /// There is no such place, or it is no place for a meeting.
        306 NoMeetingPlace { place: PlaceId }
        /// Nothing free fits both parties.
        307 NoCommonSlot {}
        /// The expert is absent at that time.
        308 ExpertAbsentThen { expert: PersonId }
        /// The expert's allowed number is reached.
        309 ExpertFull { expert: PersonId, meetings_max: u16 }
        /// Experts never meet each other (EXP-02).
        310 ExpertsDoNotMeet {}
        /// The two are on the same side of a two-sided event, or one and the same.
        311 NotAPair {}
        /// The two already have a meeting.
        312 AlreadyMeeting { meeting: MeetingId }
        /// The person left the event.
        313 PersonWithdrawnAlready { person: PersonId }
        /// A slot or place cannot go while something is planned in it.
        314 StillInUse { slot: Option<SlotId>, place: Option<PlaceId> }
        /// Slots overlap, end before they begin, or repeat a number.
        315 TimetableInvalid { slot: SlotId }
        /// The slot has not begun yet.
        316 SlotNotBegun { slot: SlotId }
        /// Slots are taken directly at this event; no plan will give one.
        317 NoPlanComing {}
        /// Slots are given by the organiser's plan at this event; none is taken directly.
        318 PlanGivesSlots {}
        /// All of a resource that one of the two needs are in use at that time.
        320 ResourceBusy { resource: ResourceId, slot: SlotId }

        // ------------------------------------------------------------ 4xx somebody was faster
        /// The meeting is no longer where the sender saw it.
        400 MeetingElsewhere { meeting: MeetingId, now_at: Spot, touch: Touch }
        /// The meeting was called off or is over.
        401 MeetingClosed { meeting: MeetingId, touch: Touch }
        /// The request was answered or withdrawn already.
        402 RequestClosed {}
        /// The request must be accepted before it can be confirmed.
        403 RequestNotAccepted {}
        /// The vacancy is filled or gone.
        404 VacancyGone {}
        /// The vacancy is being offered to somebody.
        405 VacancyOffered { to: PersonId }
        /// The offer was answered, ran out or was taken back.
        406 OfferGone {}
        /// The affected meetings are not those that the sender saw.
        407 PlanOutdated { meetings: Vec<MeetingId> }
        /// What should be undone was built upon since, or cannot be undone.
        408 CannotUndo { touch: Option<Touch> }
        /// The plan was made for a state that is no more: the placements that no longer hold, the
        /// first of them with their reasons.
        409 ProposalOutdated { n_problems: u32, problems: List<PlacementProblem, PLAN_PROBLEMS_MAX> }
        /// The plan supposes other places or slots than the event has; it can only be looked at.
        410 OnlySupposed {}
        /// The applicants are not those that the sender saw: who came, and who is gone.
        411 ApplicantsChanged {
            came: List<RequestId, APPLICANTS_MAX>,
            gone: List<RequestId, APPLICANTS_MAX>,
        }
        /// More were kept than the expert can still meet.
        412 TooManyKept { expert: PersonId, n_free: u32 }
        /// What the sender edited at the desk was edited by somebody else since.
        413 DeskEditStale { revision: u64 }
        /// Somebody changed the event's keywords or key figures since the sender saw them.
        414 VocabularyChanged {}
        /// A value, or bounds, outside what the key figure allows, or in the wrong order.
        415 FigureOutOfBounds { figure: FigureId, min: i64, max: i64 }
        /// The event has come to another stage since the sender saw it.
        416 StageOutdated { stage: EventStage }
        /// Somebody changed, added or took away the resource since the sender saw it.
        420 ResourceChanged { resource: ResourceId }
        /// Somebody changed what the person needs since the sender saw it.
        421 NeedsOutdated { person: PersonId }
        /// Somebody assigned the person to another organisation since the sender saw it.
        422 AssignmentOutdated { person: PersonId }

        // ------------------------------------------------------------ 5xx sessions and doors
        /// The session is not open to registration.
        500 SessionClosed { session: SessionId }
        /// The session is full and keeps no waiting list.
        501 SessionFull { session: SessionId, quota: u16 }
        /// The person has a seat already.
        502 SeatTakenAlready { session: SessionId }
        /// The person has no seat there.
        503 NoSeat { session: SessionId }
        /// The badge opens nothing here.
        504 UnknownBadge {}
        /// The person is in already (CHK-09).
        505 AlreadyIn { person: PersonId, mark: Mark }
        /// The person is not in.
        506 NotIn { person: PersonId, presence: Presence }
        /// A room, a session in a room, or the entrance: not this.
        507 NoGate {}
    }
}

impl Reject {
    /// Whether the very same command may succeed later without anybody changing a thing.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::TooMany(_) | Self::Busy(_) | Self::Unavailable(_)
        )
    }
}

records! {
    /// One placement of a plan that no longer holds, and the refusal that it alone would meet.
    pub struct PlacementProblem {
        /// Which request.
        pub request: RequestId,
        /// Where the plan put it.
        pub spot: Spot,
        /// The refusal's code.
        pub kind: u16,
        /// The refusal, encoded; see [`Self::why`].
        pub payload: ByteBuf,
    }
}

impl PlacementProblem {
    /// A problem and its reason.
    #[must_use]
    pub fn new(request: RequestId, spot: Spot, why: &Reject) -> Self {
        Self {
            request,
            spot,
            kind: why.kind(),
            payload: ByteBuf::from(why.encode()),
        }
    }

    /// The reason. It travels encoded, so that one that is newer than the reader costs him this
    /// reason and not the whole refusal.
    ///
    /// # Errors
    /// A reason that this version does not know, or bytes that are none.
    pub fn why(&self) -> Result<Reject, DecodeError> {
        Reject::decode(self.kind, &self.payload)
    }
}
