//! Names of commands, as nouns: "Move", "Check-in".

use protocol::Command;

/// What a command is called, for "… was not sent".
#[must_use]
pub const fn noun(command: &Command) -> &'static str {
    match command {
        Command::ConfigureEvent(_)
        | Command::ChangeStage(_)
        | Command::DefineSlots(_)
        | Command::DefineTravel(_)
        | Command::DefineVocabulary(_) => "command-settings",
        Command::DefinePlaces(_) | Command::WithdrawPlace(_) => "command-places",
        Command::RegisterPersons(_)
        | Command::AssignPerson(_)
        | Command::AssignPersons(_)
        | Command::ChangeFigures(_)
        | Command::ChangeTags(_) => "command-persons",
        Command::ChangeAvailability(_) => "command-availability",
        Command::DefineResource(_) | Command::WithdrawResource(_) => "command-resource",
        Command::ChangeNeeds(_) => "command-needs",
        Command::WithdrawPerson(_) | Command::ErasePerson(_) => "command-withdraw-person",
        Command::IssueBadges(_) => "command-badges",
        Command::LimitExpert(_) => "command-expert",
        Command::MakeRequest(_) => "command-make-request",
        Command::AcceptRequest(_) => "command-accept-request",
        Command::ConfirmRequest(_) => "command-confirm-request",
        Command::RefuseRequest(_) => "command-refuse-request",
        Command::CancelRequest(_) => "command-cancel-request",
        Command::ImportRequests(_) => "command-requests",
        Command::TakeSlot(_) => "command-take-slot",
        Command::ArbitrateExpert(_) => "command-arbitrate",
        Command::BookMeeting(_) | Command::BookMeetings(_) => "command-book-meeting",
        Command::PublishPlan(_) => "command-publish-plan",
        Command::MoveMeeting(_) => "command-move-meeting",
        Command::SwapMeetings(_) => "command-swap-meetings",
        Command::CancelMeeting(_) => "command-cancel-meeting",
        Command::MarkLate(_) => "command-mark-late",
        Command::MarkHeld(_) => "command-mark-held",
        Command::MarkNotHeld(_) => "command-mark-not-held",
        Command::OfferVacancy(_) => "command-offer-vacancy",
        Command::AcceptOffer(_) => "command-accept-offer",
        Command::DeclineOffer(_) => "command-decline-offer",
        Command::WithdrawOffer(_) => "command-withdraw-offer",
        Command::FillVacancy(_) => "command-fill-vacancy",
        Command::DismissVacancy(_) => "command-dismiss-vacancy",
        Command::DeclareExpertAbsent(_) => "command-expert-absent",
        Command::DeclareExpertBack(_) => "command-expert-back",
        Command::DefineSession(_)
        | Command::OpenSession(_)
        | Command::CloseSession(_)
        | Command::CancelSession(_) => "command-session",
        Command::TakeSeat(_) | Command::TakeSeats(_) => "command-take-seat",
        Command::ReleaseSeat(_) => "command-release-seat",
        Command::CheckIn(_) | Command::CheckInBadge(_) => "command-check-in",
        Command::CheckOut(_) | Command::CheckOutBadge(_) => "command-check-out",
        Command::SetThreshold(_) | Command::ClearThreshold(_) => "command-threshold",
        Command::AcknowledgeAlert(_) => "command-acknowledge-alert",
        Command::Announce(_) => "command-announce",
        Command::GrantStaff(_) | Command::RevokeStaff(_) => "command-team",
        Command::UndoEntry(_) => "command-undo",
        Command::ReviewDeadlines(_) => "command-deadlines",
        Command::NoteDeskEdit(_) => "command-desk-edit",
    }
}
