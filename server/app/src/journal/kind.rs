//! Kinds of rows, by which people look for them.

use domain::feed::FeedWhat;
use protocol::DeskThing;
use store::JournalAction;

/// A kind of row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(
    missing_docs,
    reason = "the names say it; the pages say it in two languages"
)]
pub enum Kind {
    Meetings,
    Requests,
    Persons,
    Attendance,
    Programme,
    Settings,
    Site,
    Registrations,
    Letters,
    Team,
    Data,
    Other,
}

impl Kind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 12] = [
        Self::Meetings,
        Self::Requests,
        Self::Persons,
        Self::Attendance,
        Self::Programme,
        Self::Settings,
        Self::Site,
        Self::Registrations,
        Self::Letters,
        Self::Team,
        Self::Data,
        Self::Other,
    ];

    /// Its word in addresses and downloads.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Meetings => "meetings",
            Self::Requests => "requests",
            Self::Persons => "persons",
            Self::Attendance => "attendance",
            Self::Programme => "programme",
            Self::Settings => "settings",
            Self::Site => "site",
            Self::Registrations => "registrations",
            Self::Letters => "letters",
            Self::Team => "team",
            Self::Data => "data",
            Self::Other => "other",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    pub(super) const fn of_entry(what: Option<&FeedWhat>) -> Self {
        use FeedWhat as W;
        let Some(what) = what else {
            return Self::Other;
        };
        match what {
            W::MeetingBooked { .. }
            | W::MeetingsBooked { .. }
            | W::PlanPublished { .. }
            | W::MeetingMoved { .. }
            | W::MeetingsSwapped { .. }
            | W::MeetingCancelled { .. }
            | W::MeetingReinstated { .. }
            | W::LatenessMarked { .. }
            | W::MeetingHeld { .. }
            | W::MeetingNotHeld { .. }
            | W::SlotFreed { .. }
            | W::VacancyFilled { .. }
            | W::VacancyDismissed { .. }
            | W::VacancyLapsed { .. }
            | W::OfferMade { .. }
            | W::OfferAccepted { .. }
            | W::OfferDeclined { .. }
            | W::OfferExpired { .. }
            | W::OfferWithdrawn { .. } => Self::Meetings,
            W::RequestMade { .. }
            | W::RequestAccepted { .. }
            | W::RequestAgreed { .. }
            | W::RequestNotRetained { .. }
            | W::RequestWaiting { .. }
            | W::ExpertArbitrated { .. }
            | W::RequestRefused { .. }
            | W::RequestCancelled { .. }
            | W::RequestExpired { .. } => Self::Requests,
            W::ExpertAbsent { .. }
            | W::ExpertBack { .. }
            | W::ExpertLimited { .. }
            | W::FiguresChanged { .. }
            | W::TagsChanged { .. }
            | W::PersonsRegistered { .. }
            | W::PersonWithdrawn { .. }
            | W::PersonReinstated { .. }
            | W::AvailabilityChanged { .. }
            | W::PersonAssigned { .. }
            | W::PersonsAssigned { .. }
            | W::NeedsChanged { .. }
            | W::BadgesIssued { .. } => Self::Persons,
            W::CheckedIn { .. }
            | W::RoomEntered { .. }
            | W::RoomLeft { .. }
            | W::CheckedOut { .. } => Self::Attendance,
            W::SessionDefined { .. }
            | W::SessionOpened { .. }
            | W::SessionFull { .. }
            | W::SessionClosed { .. }
            | W::SessionCancelled { .. }
            | W::SeatTaken { .. }
            | W::SeatWaiting { .. }
            | W::SeatAttended { .. }
            | W::SeatReleased { .. } => Self::Programme,
            W::VocabularyChanged
            | W::StageChanged { .. }
            | W::ThresholdChanged { .. }
            | W::ResourceDefined { .. }
            | W::ResourceWithdrawn { .. }
            | W::PlacesChanged { .. }
            | W::TimetableChanged
            | W::SettingsChanged => Self::Settings,
            W::Announced { .. } => Self::Letters,
            W::PersonErased { .. } => Self::Data,
            W::TeamChanged { .. } => Self::Team,
            W::DeskEdited { what } => Self::of_desk(*what),
            W::AlertRaised { .. }
            | W::AlertCleared { .. }
            | W::AlertAcknowledged { .. }
            | W::Undone { .. } => Self::Other,
        }
    }

    const fn of_desk(what: DeskThing) -> Self {
        match what {
            DeskThing::Site | DeskThing::SitePage => Self::Site,
            DeskThing::Registration | DeskThing::RegistrationForm | DeskThing::Profile => {
                Self::Registrations
            }
            DeskThing::AssignmentRules => Self::Settings,
            DeskThing::Help | DeskThing::Conversation | DeskThing::MessageSettings => Self::Letters,
        }
    }

    pub(super) const fn of_action(action: JournalAction) -> Self {
        use JournalAction as A;
        match action {
            A::LettersOn
            | A::LettersOff
            | A::LetterRetried
            | A::LettersRetried
            | A::LetterCancelled
            | A::TemplateSaved
            | A::TemplateReset
            | A::TemplateTested
            | A::LetterSettingsSaved => Self::Letters,
            A::PlanStarted | A::PlanStopped | A::PlanDiscarded => Self::Meetings,
            A::EventCloned | A::EventOpened => Self::Settings,
            A::DataExported
            | A::OwnDataExported
            | A::UserErased
            | A::JournalExported
            | A::ConnectionsExported => Self::Data,
            A::AddressGiven | A::LinkIssued => Self::Team,
            A::SecretsSealed | A::KeyAdded => Self::Other,
        }
    }
}
