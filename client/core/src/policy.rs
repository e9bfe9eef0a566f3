//! Which commands still make sense after an outage, and which must keep their order.

use protocol::command::{
    AcknowledgeAlert, CheckIn, CheckInBadge, CheckOut, CheckOutBadge, DeclineOffer, MarkHeld,
    MarkNotHeld, RefuseRequest,
};
use protocol::id::{BadgeCode, PersonId};
use protocol::{Command, Reject};

/// How long a wish stays one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endurance {
    /// Still meant when the network comes back in an hour: a scan, an outcome, a "no".
    Lasting,
    /// Meant at this moment, on what the user sees: a move, a booking, a "yes" to a slot.
    Prompt,
}

/// How long a command stays meant.
#[must_use]
pub const fn endurance(command: &Command) -> Endurance {
    match command {
        Command::CheckIn(_)
        | Command::CheckInBadge(_)
        | Command::CheckOut(_)
        | Command::CheckOutBadge(_)
        | Command::MarkHeld(_)
        | Command::MarkNotHeld(_)
        | Command::RefuseRequest(_)
        | Command::DeclineOffer(_)
        | Command::AcknowledgeAlert(_) => Endurance::Lasting,
        Command::ConfigureEvent(_)
        | Command::ChangeStage(_)
        | Command::DefineSlots(_)
        | Command::DefineTravel(_)
        | Command::DefineVocabulary(_)
        | Command::ChangeFigures(_)
        | Command::ChangeTags(_)
        | Command::DefinePlaces(_)
        | Command::WithdrawPlace(_)
        | Command::DefineResource(_)
        | Command::WithdrawResource(_)
        | Command::RegisterPersons(_)
        | Command::ChangeNeeds(_)
        | Command::ChangeAvailability(_)
        | Command::AssignPerson(_)
        | Command::AssignPersons(_)
        | Command::WithdrawPerson(_)
        | Command::ErasePerson(_)
        | Command::IssueBadges(_)
        | Command::LimitExpert(_)
        | Command::MakeRequest(_)
        | Command::AcceptRequest(_)
        | Command::ConfirmRequest(_)
        | Command::CancelRequest(_)
        | Command::ImportRequests(_)
        | Command::TakeSlot(_)
        | Command::ArbitrateExpert(_)
        | Command::BookMeeting(_)
        | Command::BookMeetings(_)
        | Command::PublishPlan(_)
        | Command::MoveMeeting(_)
        | Command::SwapMeetings(_)
        | Command::CancelMeeting(_)
        | Command::MarkLate(_)
        | Command::OfferVacancy(_)
        | Command::AcceptOffer(_)
        | Command::WithdrawOffer(_)
        | Command::FillVacancy(_)
        | Command::DismissVacancy(_)
        | Command::DeclareExpertAbsent(_)
        | Command::DeclareExpertBack(_)
        | Command::DefineSession(_)
        | Command::OpenSession(_)
        | Command::CloseSession(_)
        | Command::CancelSession(_)
        | Command::TakeSeat(_)
        | Command::ReleaseSeat(_)
        | Command::TakeSeats(_)
        | Command::SetThreshold(_)
        | Command::ClearThreshold(_)
        | Command::Announce(_)
        | Command::GrantStaff(_)
        | Command::RevokeStaff(_)
        | Command::UndoEntry(_)
        | Command::NoteDeskEdit(_)
        | Command::ReviewDeadlines(_) => Endurance::Prompt,
    }
}

/// Reads a lasting command that an earlier visit kept; none for any other. No other command is
/// read by a client, so a browser need not carry the code for that.
pub(crate) fn read_lasting(kind: u16, payload: &[u8]) -> Option<Command> {
    fn read<C: protocol::Wire + Into<Command>>(payload: &[u8]) -> Option<Command> {
        protocol::read::from_slice::<C>(payload)
            .ok()
            .map(Into::into)
    }
    match kind {
        CheckIn::KIND => read::<CheckIn>(payload),
        CheckInBadge::KIND => read::<CheckInBadge>(payload),
        CheckOut::KIND => read::<CheckOut>(payload),
        CheckOutBadge::KIND => read::<CheckOutBadge>(payload),
        MarkHeld::KIND => read::<MarkHeld>(payload),
        MarkNotHeld::KIND => read::<MarkNotHeld>(payload),
        RefuseRequest::KIND => read::<RefuseRequest>(payload),
        DeclineOffer::KIND => read::<DeclineOffer>(payload),
        AcknowledgeAlert::KIND => read::<AcknowledgeAlert>(payload),
        _ => None,
    }
}

/// Whose scans must stay in order: in before out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Person(PersonId),
    Badge(BadgeCode),
}

/// The person whose scans a command must not overtake.
pub(crate) const fn subject(command: &Command) -> Option<Subject> {
    // The other commands carry what the sender saw, which orders them by itself.
    if let Command::CheckIn(CheckIn { person, .. }) | Command::CheckOut(CheckOut { person, .. }) =
        command
    {
        Some(Subject::Person(*person))
    } else if let Command::CheckInBadge(CheckInBadge { badge, .. })
    | Command::CheckOutBadge(CheckOutBadge { badge, .. }) = command
    {
        Some(Subject::Badge(*badge))
    } else {
        None
    }
}

/// Whether a refusal means that somebody was faster: then the user gets a choice in place, not
/// just a message.
#[must_use]
pub const fn is_conflict(reject: &Reject) -> bool {
    match reject {
        Reject::PersonBusy(_)
        | Reject::PlaceBusy(_)
        | Reject::MeetingElsewhere(_)
        | Reject::MeetingClosed(_)
        | Reject::VacancyGone(_)
        | Reject::VacancyOffered(_)
        | Reject::PlanOutdated(_)
        | Reject::CannotUndo(_) => true,
        Reject::Malformed(_)
        | Reject::TooLarge(_)
        | Reject::TooMany(_)
        | Reject::Busy(_)
        | Reject::TooOld(_)
        | Reject::Unavailable(_)
        | Reject::CommandIdReused(_)
        | Reject::Forbidden(_)
        | Reject::NotFound(_)
        | Reject::SlotNotBegun(_)
        | Reject::IdTaken(_)
        | Reject::LimitReached(_)
        | Reject::PersonUnavailable(_)
        | Reject::TooFar(_)
        | Reject::SlotPast(_)
        | Reject::UnknownSlot(_)
        | Reject::NoMeetingPlace(_)
        | Reject::NoCommonSlot(_)
        | Reject::ExpertAbsentThen(_)
        | Reject::ExpertFull(_)
        | Reject::ExpertsDoNotMeet(_)
        | Reject::NotAPair(_)
        | Reject::AlreadyMeeting(_)
        | Reject::PersonWithdrawnAlready(_)
        | Reject::StillInUse(_)
        | Reject::TimetableInvalid(_)
        | Reject::RequestClosed(_)
        | Reject::RequestNotAccepted(_)
        | Reject::NoPlanComing(_)
        | Reject::ProposalOutdated(_)
        | Reject::OnlySupposed(_)
        | Reject::PlanGivesSlots(_)
        | Reject::ApplicantsChanged(_)
        | Reject::TooManyKept(_)
        | Reject::DeskEditStale(_)
        | Reject::VocabularyChanged(_)
        | Reject::EventFrozen(_)
        | Reject::StageOutdated(_)
        | Reject::ResourceBusy(_)
        | Reject::ResourceChanged(_)
        | Reject::NeedsOutdated(_)
        | Reject::AssignmentOutdated(_)
        | Reject::FigureOutOfBounds(_)
        | Reject::OfferGone(_)
        | Reject::SessionClosed(_)
        | Reject::SessionFull(_)
        | Reject::SeatTakenAlready(_)
        | Reject::NoSeat(_)
        | Reject::UnknownBadge(_)
        | Reject::AlreadyIn(_)
        | Reject::NotIn(_)
        | Reject::NoGate(_) => false,
    }
}
