//! Lines of the activity feed, toasts about the user's own actions, and notes on a phone. Each
//! is written so that the name of who acted can stand before it.

use protocol::{DeskThing, EventStage, Micros};

use super::{Message, alert, small};
use crate::feed::FeedWhat;
use crate::model::Model;

/// A line.
#[must_use]
pub fn message(what: &FeedWhat, model: &Model) -> Message {
    use FeedWhat as W;
    let line = Message::plain(key(what));
    match what {
        W::MeetingBooked {
            host, guest, spot, ..
        }
        | W::MeetingReinstated {
            host, guest, spot, ..
        } => line.pair(model, *host, *guest).spot(model, *spot),
        W::MeetingCancelled {
            host,
            guest,
            spot,
            reason,
            ..
        } => line
            .pair(model, *host, *guest)
            .spot(model, *spot)
            .message("reason", Message::plain(small::cancel_reason(*reason))),
        W::MeetingMoved {
            host,
            guest,
            from,
            to,
            ..
        } => line
            .pair(model, *host, *guest)
            .slot("from-time", model, from.slot)
            .place("from-place", model, from.place)
            .spot(model, *to),
        W::MeetingsSwapped { a_at, b_at, .. } => line
            .spot(model, *a_at)
            .slot("other-time", model, b_at.slot)
            .place("other-place", model, b_at.place),
        W::MeetingsBooked { n }
        | W::PlanPublished { n }
        | W::PersonsAssigned { n }
        | W::BadgesIssued { n }
        | W::PlacesChanged { n } => line.number("count", *n),
        W::LatenessMarked { late, spot_of, .. } => line
            .person("person", model, *spot_of)
            .number("minutes", late.as_ref().map_or(0, |late| late.minutes.0)),
        W::MeetingHeld { host, guest, .. } => line.pair(model, *host, *guest),
        W::MeetingNotHeld {
            host,
            guest,
            missing,
            ..
        } => line
            .pair(model, *host, *guest)
            .message("missing", Message::plain(small::missing(*missing))),
        W::ExpertAbsent {
            expert,
            n_reassigned,
            n_cancelled,
        } => line
            .person("person", model, *expert)
            .number("reassigned", *n_reassigned)
            .number("cancelled", *n_cancelled),
        W::ExpertArbitrated {
            expert,
            n_kept,
            n_waiting,
            n_dropped,
        } => line
            .person("person", model, *expert)
            .number("kept", *n_kept)
            .number("waiting", *n_waiting)
            .number("dropped", *n_dropped),
        W::ExpertBack { expert: person }
        | W::ExpertLimited { expert: person }
        | W::FiguresChanged { person }
        | W::TagsChanged { person }
        | W::CheckedIn { person }
        | W::CheckedOut { person }
        | W::PersonWithdrawn { person }
        | W::PersonErased { person }
        | W::PersonReinstated { person }
        | W::AvailabilityChanged { person }
        | W::NeedsChanged { person }
        | W::PersonAssigned { person } => line.person("person", model, *person),
        W::RequestMade { from, to, .. }
        | W::RequestAgreed { from, to, .. }
        | W::RequestNotRetained { from, to, .. }
        | W::RequestWaiting { from, to, .. }
        | W::RequestRefused { from, to, .. }
        | W::RequestCancelled { from, to, .. }
        | W::RequestExpired { from, to, .. } => line.route(model, *from, *to),
        W::RequestAccepted { from, to, spot, .. } => {
            line.route(model, *from, *to).spot(model, *spot)
        }
        W::SlotFreed { spot, host, .. } => line.person("person", model, *host).spot(model, *spot),
        W::VacancyFilled {
            spot,
            guest: Some(guest),
            ..
        } => line.person("person", model, *guest).spot(model, *spot),
        W::VacancyFilled {
            spot, guest: None, ..
        } => line.text("person", "").spot(model, *spot),
        W::VacancyDismissed { spot, .. } | W::VacancyLapsed { spot, .. } => line.spot(model, *spot),
        W::OfferMade { spot, to, .. }
        | W::OfferAccepted { spot, to }
        | W::OfferDeclined { spot, to }
        | W::OfferExpired { spot, to }
        | W::OfferWithdrawn { spot, to } => line.person("person", model, *to).spot(model, *spot),
        W::SessionDefined { session }
        | W::SessionOpened { session }
        | W::SessionFull { session }
        | W::SessionClosed { session }
        | W::SessionCancelled { session } => line.session(model, *session),
        W::SeatTaken { session, person }
        | W::SeatWaiting { session, person }
        | W::SeatAttended { session, person }
        | W::SeatReleased { session, person } => line
            .session(model, *session)
            .person("person", model, *person),
        W::RoomEntered { person, room } | W::RoomLeft { person, room } => line
            .person("person", model, *person)
            .place("place", model, *room),
        W::AlertRaised { key, .. } | W::AlertCleared { key } | W::AlertAcknowledged { key } => {
            line.message("alert", alert::title(*key, model))
        }
        W::ThresholdChanged { percent, .. } => line.number("percent", percent.map_or(0, i64::from)),
        W::Announced { announcement } => {
            line.text("text", model.cards().announcement(*announcement))
        }
        W::PersonsRegistered { n, first } => {
            line.number("count", *n).person("person", model, *first)
        }
        W::TeamChanged { staff } => line.staff("person", model, *staff),
        W::Undone { seq } => undone(line, *seq, model),
        W::TimetableChanged
        | W::SettingsChanged
        | W::VocabularyChanged
        | W::StageChanged { .. }
        | W::DeskEdited { .. } => line,
        W::ResourceDefined { resource, n } => line
            .text("resource", model.cards().resource(*resource))
            .number("count", *n),
        W::ResourceWithdrawn { resource } => {
            line.text("resource", model.cards().resource(*resource))
        }
    }
}

fn undone(line: Message, seq: u64, model: &Model) -> Message {
    line.time("time", model.undo().time_of(seq).unwrap_or(Micros(0)))
}

/// The key of a line.
#[must_use]
pub const fn key(what: &FeedWhat) -> &'static str {
    use FeedWhat as W;
    match what {
        W::MeetingBooked { .. } => "feed-meeting-booked",
        W::MeetingsBooked { .. } => "feed-meetings-booked",
        W::PlanPublished { .. } => "feed-plan-published",
        W::MeetingMoved { .. } => "feed-meeting-moved",
        W::MeetingsSwapped { .. } => "feed-meetings-swapped",
        W::MeetingCancelled { .. } => "feed-meeting-cancelled",
        W::MeetingReinstated { .. } => "feed-meeting-reinstated",
        W::LatenessMarked { late: Some(_), .. } => "feed-lateness-marked",
        W::LatenessMarked { late: None, .. } => "feed-lateness-taken-back",
        W::MeetingHeld { .. } => "feed-meeting-held",
        W::MeetingNotHeld { .. } => "feed-meeting-not-held",
        W::ExpertAbsent { .. } => "feed-expert-absent",
        W::ExpertBack { .. } => "feed-expert-back",
        W::ExpertLimited { .. } => "feed-expert-limited",
        W::FiguresChanged { .. } => "feed-figures-changed",
        W::TagsChanged { .. } => "feed-tags-changed",
        W::VocabularyChanged => "feed-vocabulary-changed",
        W::StageChanged { stage } => match stage {
            EventStage::Project => "feed-stage-project",
            EventStage::Planned => "feed-stage-planned",
            EventStage::CalledOff => "feed-stage-called-off",
            EventStage::Closed => "feed-stage-closed",
        },
        W::RequestMade { .. } => "feed-request-made",
        W::RequestAccepted { .. } => "feed-request-accepted",
        W::RequestAgreed { .. } => "feed-request-agreed",
        W::RequestRefused { .. } => "feed-request-refused",
        W::RequestNotRetained { .. } => "feed-request-not-retained",
        W::RequestWaiting { .. } => "feed-request-waiting",
        W::ExpertArbitrated { .. } => "feed-expert-arbitrated",
        W::RequestCancelled { .. } => "feed-request-cancelled",
        W::RequestExpired { .. } => "feed-request-expired",
        W::SlotFreed { .. } => "feed-slot-freed",
        W::VacancyFilled { guest: Some(_), .. } => "feed-vacancy-filled",
        W::VacancyFilled { guest: None, .. } => "feed-vacancy-closed",
        W::VacancyDismissed { .. } => "feed-vacancy-dismissed",
        W::VacancyLapsed { .. } => "feed-vacancy-lapsed",
        W::OfferMade { .. } => "feed-offer-made",
        W::OfferAccepted { .. } => "feed-offer-accepted",
        W::OfferDeclined { .. } => "feed-offer-declined",
        W::OfferExpired { .. } => "feed-offer-expired",
        W::OfferWithdrawn { .. } => "feed-offer-withdrawn",
        W::SessionDefined { .. } => "feed-session-defined",
        W::SessionOpened { .. } => "feed-session-opened",
        W::SessionFull { .. } => "feed-session-full",
        W::SessionClosed { .. } => "feed-session-closed",
        W::SessionCancelled { .. } => "feed-session-cancelled",
        W::SeatTaken { .. } => "feed-seat-taken",
        W::SeatWaiting { .. } => "feed-seat-waiting",
        W::SeatAttended { .. } => "feed-seat-attended",
        W::SeatReleased { .. } => "feed-seat-released",
        W::CheckedIn { .. } => "feed-checked-in",
        W::RoomEntered { .. } => "feed-room-entered",
        W::RoomLeft { .. } => "feed-room-left",
        W::CheckedOut { .. } => "feed-checked-out",
        W::AlertRaised { .. } => "feed-alert-raised",
        W::AlertCleared { .. } => "feed-alert-cleared",
        W::AlertAcknowledged { .. } => "feed-alert-acknowledged",
        W::ThresholdChanged {
            percent: Some(_), ..
        } => "feed-threshold-set",
        W::ThresholdChanged { percent: None, .. } => "feed-threshold-cleared",
        W::Announced { .. } => "feed-announced",
        W::PersonsRegistered { .. } => "feed-persons-registered",
        W::PersonWithdrawn { .. } => "feed-person-withdrawn",
        W::PersonErased { .. } => "feed-person-erased",
        W::PersonReinstated { .. } => "feed-person-reinstated",
        W::AvailabilityChanged { .. } => "feed-availability-changed",
        W::NeedsChanged { .. } => "feed-needs-changed",
        W::ResourceDefined { .. } => "feed-resource-defined",
        W::ResourceWithdrawn { .. } => "feed-resource-withdrawn",
        W::PersonAssigned { .. } => "feed-person-assigned",
        W::PersonsAssigned { .. } => "feed-persons-assigned",
        W::BadgesIssued { .. } => "feed-badges-issued",
        W::PlacesChanged { .. } => "feed-places-changed",
        W::TimetableChanged => "feed-timetable-changed",
        W::SettingsChanged => "feed-settings-changed",
        W::DeskEdited { what } => match what {
            DeskThing::Site => "feed-site-edited",
            DeskThing::SitePage => "feed-site-page-edited",
            DeskThing::Registration => "feed-registration-edited",
            DeskThing::RegistrationForm => "feed-registration-form-edited",
            DeskThing::AssignmentRules => "feed-assignment-rules-edited",
            DeskThing::Profile => "feed-profile-edited",
            DeskThing::Help | DeskThing::Conversation => "feed-private-message",
            DeskThing::MessageSettings => "feed-message-settings-edited",
        },
        W::TeamChanged { .. } => "feed-team-changed",
        W::Undone { .. } => "feed-undone",
    }
}
