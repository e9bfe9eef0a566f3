//! What a row says, as a sentence. Entries are told in the words of the consoles' feed, with the
//! names that there are now.

use app::FeedWhat;
use app::journal::{JournalAction, JournalSubject, Note};
use app::live::View;
use protocol::id::{PersonId, PlaceId, SessionId};
use protocol::{
    AlertKey, CancelReason, CardKey, DeskThing, EventStage, FillObject, Missing, SlotId, Spot,
};

use super::super::moment::moment;
use super::super::page::Page;
use crate::sentence::{Arg, sentence};

/// The title of a card; of somebody who was erased, that.
pub(super) fn title(page: &Page, view: &View, key: CardKey) -> String {
    let found = view.labels.get(&key).map(|card| card.title.trim());
    match found.filter(|title| !title.is_empty()) {
        Some(title) => title.to_owned(),
        None => match key {
            CardKey::Person(_) | CardKey::Staff(_) => page.say("(effacé)", "(erased)"),
            _ => page.say("(sans nom)", "(without a name)"),
        }
        .to_owned(),
    }
}

/// The values of a sentence, put together one after the other.
struct Args<'a> {
    page: &'a Page,
    view: &'a View,
    zone: &'a str,
    values: Vec<(&'static str, Arg)>,
}

impl Args<'_> {
    fn text(mut self, name: &'static str, text: String) -> Self {
        self.values.push((name, Arg::Text(text)));
        self
    }

    fn count(mut self, name: &'static str, n: u32) -> Self {
        self.values.push((name, Arg::from(n)));
        self
    }

    fn person(self, name: &'static str, id: PersonId) -> Self {
        let title = title(self.page, self.view, CardKey::Person(id));
        self.text(name, title)
    }

    fn pair(self, host: PersonId, guest: PersonId) -> Self {
        self.person("host", host).person("guest", guest)
    }

    fn route(self, from: PersonId, to: PersonId) -> Self {
        self.person("from", from).person("to", to)
    }

    fn session(self, id: SessionId) -> Self {
        let title = title(self.page, self.view, CardKey::Session(id));
        self.text("session", title)
    }

    fn place(self, name: &'static str, id: PlaceId) -> Self {
        let title = title(self.page, self.view, CardKey::Place(id));
        self.text(name, title)
    }

    fn slot(self, name: &'static str, id: SlotId) -> Self {
        let slot = self.view.state.slot(id);
        let shown = slot.map_or_else(
            || format!("#{}", id.number()),
            |slot| moment(self.page, slot.starts_at, self.zone).shown,
        );
        self.text(name, shown)
    }

    fn spot(self, spot: Spot) -> Self {
        self.slot("time", spot.slot).place("place", spot.place)
    }

    fn say(self, key: &str) -> String {
        sentence(self.page.language, key, &self.values)
    }
}

/// An entry as a sentence.
pub(super) fn entry(page: &Page, view: &View, what: Option<&FeedWhat>, zone: &str) -> String {
    let Some(what) = what else {
        return page
            .say("Suite d’une autre action", "Follows from another action")
            .to_owned();
    };
    let args = Args {
        page,
        view,
        zone,
        values: Vec::new(),
    };
    meeting(args, what)
        .or_else(|args| request(args, what))
        .or_else(|args| programme(args, what))
        .unwrap_or_else(|args| rest(args, what))
}

/// Meetings, freed slots and offers.
fn meeting<'a>(args: Args<'a>, what: &FeedWhat) -> Result<String, Args<'a>> {
    use FeedWhat as W;
    Ok(match what {
        W::MeetingBooked {
            host, guest, spot, ..
        } => args
            .pair(*host, *guest)
            .spot(*spot)
            .say("feed-meeting-booked"),
        W::MeetingReinstated {
            host, guest, spot, ..
        } => args
            .pair(*host, *guest)
            .spot(*spot)
            .say("feed-meeting-reinstated"),
        W::MeetingCancelled {
            host,
            guest,
            spot,
            reason,
            ..
        } => {
            let reason = sentence(args.page.language, reason_key(*reason), &[]);
            let args = args.pair(*host, *guest).spot(*spot).text("reason", reason);
            args.say("feed-meeting-cancelled")
        }
        W::MeetingMoved {
            host,
            guest,
            from,
            to,
            ..
        } => args
            .pair(*host, *guest)
            .slot("from-time", from.slot)
            .place("from-place", from.place)
            .spot(*to)
            .say("feed-meeting-moved"),
        W::MeetingsSwapped { a_at, b_at, .. } => args
            .spot(*a_at)
            .slot("other-time", b_at.slot)
            .place("other-place", b_at.place)
            .say("feed-meetings-swapped"),
        W::MeetingsBooked { n } => args.count("count", *n).say("feed-meetings-booked"),
        W::PlanPublished { n } => args.count("count", *n).say("feed-plan-published"),
        W::LatenessMarked { late, spot_of, .. } => {
            let args = args.person("person", *spot_of);
            match late {
                Some(late) => args
                    .count("minutes", u32::from(late.minutes.0))
                    .say("feed-lateness-marked"),
                None => args.say("feed-lateness-taken-back"),
            }
        }
        W::MeetingHeld { host, guest, .. } => args.pair(*host, *guest).say("feed-meeting-held"),
        W::MeetingNotHeld {
            host,
            guest,
            missing,
            ..
        } => {
            let missing = sentence(args.page.language, missing_key(*missing), &[]);
            args.pair(*host, *guest)
                .text("missing", missing)
                .say("feed-meeting-not-held")
        }
        W::SlotFreed { spot, host, .. } => args
            .person("person", *host)
            .spot(*spot)
            .say("feed-slot-freed"),
        W::VacancyFilled {
            spot,
            guest: Some(guest),
            ..
        } => args
            .person("person", *guest)
            .spot(*spot)
            .say("feed-vacancy-filled"),
        W::VacancyFilled {
            spot, guest: None, ..
        } => args.spot(*spot).say("feed-vacancy-closed"),
        W::VacancyDismissed { spot, .. } => args.spot(*spot).say("feed-vacancy-dismissed"),
        W::VacancyLapsed { spot, .. } => args.spot(*spot).say("feed-vacancy-lapsed"),
        W::OfferMade { spot, to, .. } => offer(args, *spot, *to, "feed-offer-made"),
        W::OfferAccepted { spot, to } => offer(args, *spot, *to, "feed-offer-accepted"),
        W::OfferDeclined { spot, to } => offer(args, *spot, *to, "feed-offer-declined"),
        W::OfferExpired { spot, to } => offer(args, *spot, *to, "feed-offer-expired"),
        W::OfferWithdrawn { spot, to } => offer(args, *spot, *to, "feed-offer-withdrawn"),
        _ => return Err(args),
    })
}

fn offer(args: Args<'_>, spot: Spot, to: PersonId, key: &str) -> String {
    args.person("person", to).spot(spot).say(key)
}

/// Requests.
fn request<'a>(args: Args<'a>, what: &FeedWhat) -> Result<String, Args<'a>> {
    use FeedWhat as W;
    Ok(match what {
        W::RequestMade { from, to, .. } => args.route(*from, *to).say("feed-request-made"),
        W::RequestAccepted { from, to, spot, .. } => args
            .route(*from, *to)
            .spot(*spot)
            .say("feed-request-accepted"),
        W::RequestAgreed { from, to, .. } => args.route(*from, *to).say("feed-request-agreed"),
        W::RequestNotRetained { from, to, .. } => {
            args.route(*from, *to).say("feed-request-not-retained")
        }
        W::RequestWaiting { from, to, .. } => args.route(*from, *to).say("feed-request-waiting"),
        W::RequestRefused { from, to, .. } => args.route(*from, *to).say("feed-request-refused"),
        W::RequestCancelled { from, to, .. } => {
            args.route(*from, *to).say("feed-request-cancelled")
        }
        W::RequestExpired { from, to, .. } => args.route(*from, *to).say("feed-request-expired"),
        W::ExpertArbitrated {
            expert,
            n_kept,
            n_waiting,
            n_dropped,
        } => args
            .person("person", *expert)
            .count("kept", *n_kept)
            .count("waiting", *n_waiting)
            .count("dropped", *n_dropped)
            .say("feed-expert-arbitrated"),
        _ => return Err(args),
    })
}

/// Sessions, rooms and the gates.
fn programme<'a>(args: Args<'a>, what: &FeedWhat) -> Result<String, Args<'a>> {
    use FeedWhat as W;
    let seat = |args: Args<'_>, session, person, key: &str| {
        args.session(session).person("person", person).say(key)
    };
    Ok(match what {
        W::SessionDefined { session } => args.session(*session).say("feed-session-defined"),
        W::SessionOpened { session } => args.session(*session).say("feed-session-opened"),
        W::SessionFull { session } => args.session(*session).say("feed-session-full"),
        W::SessionClosed { session } => args.session(*session).say("feed-session-closed"),
        W::SessionCancelled { session } => args.session(*session).say("feed-session-cancelled"),
        W::SeatTaken { session, person } => seat(args, *session, *person, "feed-seat-taken"),
        W::SeatWaiting { session, person } => seat(args, *session, *person, "feed-seat-waiting"),
        W::SeatAttended { session, person } => seat(args, *session, *person, "feed-seat-attended"),
        W::SeatReleased { session, person } => seat(args, *session, *person, "feed-seat-released"),
        W::CheckedIn { person } => args.person("person", *person).say("feed-checked-in"),
        W::CheckedOut { person } => args.person("person", *person).say("feed-checked-out"),
        W::RoomEntered { person, room } => args
            .person("person", *person)
            .place("place", *room)
            .say("feed-room-entered"),
        W::RoomLeft { person, room } => args
            .person("person", *person)
            .place("place", *room)
            .say("feed-room-left"),
        _ => return Err(args),
    })
}

/// Persons, settings, the team and the desk.
fn rest(args: Args<'_>, what: &FeedWhat) -> String {
    use FeedWhat as W;
    let (page, view) = (args.page, args.view);
    match what {
        W::ExpertAbsent {
            expert,
            n_reassigned,
            n_cancelled,
        } => args
            .person("person", *expert)
            .count("reassigned", *n_reassigned)
            .count("cancelled", *n_cancelled)
            .say("feed-expert-absent"),
        W::ExpertBack { expert } => args.person("person", *expert).say("feed-expert-back"),
        W::ExpertLimited { expert } => args.person("person", *expert).say("feed-expert-limited"),
        W::FiguresChanged { person } => args.person("person", *person).say("feed-figures-changed"),
        W::TagsChanged { person } => args.person("person", *person).say("feed-tags-changed"),
        W::PersonWithdrawn { person } => {
            args.person("person", *person).say("feed-person-withdrawn")
        }
        W::PersonErased { .. } => args.say("feed-person-erased"),
        W::PersonReinstated { person } => {
            args.person("person", *person).say("feed-person-reinstated")
        }
        W::AvailabilityChanged { person } => args
            .person("person", *person)
            .say("feed-availability-changed"),
        W::NeedsChanged { person } => args.person("person", *person).say("feed-needs-changed"),
        W::PersonAssigned { person } => args.person("person", *person).say("feed-person-assigned"),
        W::PersonsAssigned { n } => args.count("count", *n).say("feed-persons-assigned"),
        W::PersonsRegistered { n, first } => args
            .count("count", *n)
            .person("person", *first)
            .say("feed-persons-registered"),
        W::BadgesIssued { n } => args.count("count", *n).say("feed-badges-issued"),
        W::PlacesChanged { n } => args.count("count", *n).say("feed-places-changed"),
        W::AlertRaised { key, .. } => {
            let alert = alert(page, view, *key);
            args.text("alert", alert).say("feed-alert-raised")
        }
        W::AlertCleared { key } => {
            let alert = alert(page, view, *key);
            args.text("alert", alert).say("feed-alert-cleared")
        }
        W::AlertAcknowledged { key } => {
            let alert = alert(page, view, *key);
            args.text("alert", alert).say("feed-alert-acknowledged")
        }
        W::ThresholdChanged {
            percent: Some(percent),
            ..
        } => args
            .count("percent", u32::from(*percent))
            .say("feed-threshold-set"),
        W::ThresholdChanged { percent: None, .. } => args.say("feed-threshold-cleared"),
        W::Announced { announcement } => {
            let text = title(page, view, CardKey::Announcement(*announcement));
            args.text("text", text).say("feed-announced")
        }
        W::ResourceDefined { resource, n } => {
            let name = title(page, view, CardKey::Resource(*resource));
            args.text("resource", name)
                .count("count", u32::from(*n))
                .say("feed-resource-defined")
        }
        W::ResourceWithdrawn { resource } => {
            let name = title(page, view, CardKey::Resource(*resource));
            args.text("resource", name).say("feed-resource-withdrawn")
        }
        W::TeamChanged { staff } => {
            let name = title(page, view, CardKey::Staff(*staff));
            args.text("person", name).say("feed-team-changed")
        }
        W::Undone { seq } if page.language.is_french() => {
            format!("Annulation de l’action n°\u{a0}{seq}")
        }
        W::Undone { seq } => format!("Action {seq} taken back"),
        W::StageChanged { stage } => args.say(stage_key(*stage)),
        W::DeskEdited { what } => args.say(desk_key(*what)),
        W::VocabularyChanged => args.say("feed-vocabulary-changed"),
        W::TimetableChanged => args.say("feed-timetable-changed"),
        // What the functions above tell never gets here.
        _ => args.say("feed-settings-changed"),
    }
}

fn alert(page: &Page, view: &View, key: AlertKey) -> String {
    let say = |key: &str, name: &'static str, card: CardKey| {
        let args = [(name, Arg::Text(title(page, view, card)))];
        sentence(page.language, key, &args)
    };
    match key {
        AlertKey::FillLow(FillObject::Event) => {
            sentence(page.language, "alert-fill-low-event", &[])
        }
        AlertKey::FillLow(FillObject::Session(id)) => {
            say("alert-fill-low-session", "session", CardKey::Session(id))
        }
        AlertKey::FillLow(FillObject::Expert(id)) => {
            say("alert-fill-low-expert", "person", CardKey::Person(id))
        }
        AlertKey::RoomNearlyFull(id) => say("alert-room-nearly-full", "place", CardKey::Place(id)),
        AlertKey::RoomOverfull(id) => say("alert-room-overfull", "place", CardKey::Place(id)),
        AlertKey::ExpertAbsent(id) => say("alert-expert-absent", "person", CardKey::Person(id)),
        AlertKey::ExpertOverbooked(id) => {
            say("alert-expert-overbooked", "person", CardKey::Person(id))
        }
    }
}

const fn stage_key(stage: EventStage) -> &'static str {
    match stage {
        EventStage::Project => "feed-stage-project",
        EventStage::Planned => "feed-stage-planned",
        EventStage::CalledOff => "feed-stage-called-off",
        EventStage::Closed => "feed-stage-closed",
    }
}

const fn desk_key(what: DeskThing) -> &'static str {
    match what {
        DeskThing::Site => "feed-site-edited",
        DeskThing::SitePage => "feed-site-page-edited",
        DeskThing::Registration => "feed-registration-edited",
        DeskThing::RegistrationForm => "feed-registration-form-edited",
        DeskThing::AssignmentRules => "feed-assignment-rules-edited",
        DeskThing::Profile => "feed-profile-edited",
        DeskThing::Help | DeskThing::Conversation => "feed-private-message",
        DeskThing::MessageSettings => "feed-message-settings-edited",
    }
}

const fn reason_key(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::Unwell => "cancel-reason-unwell",
        CancelReason::Travel => "cancel-reason-travel",
        CancelReason::Conflict => "cancel-reason-conflict",
        CancelReason::NoInterest => "cancel-reason-no-interest",
        CancelReason::ExpertAbsent => "cancel-reason-expert-absent",
        CancelReason::Organiser => "cancel-reason-organiser",
        CancelReason::Other => "cancel-reason-other",
    }
}

const fn missing_key(missing: Missing) -> &'static str {
    match missing {
        Missing::Host => "missing-host",
        Missing::Guest => "missing-guest",
        Missing::Both => "missing-both",
    }
}

/// A line as a sentence.
pub(super) fn line(page: &Page, view: &View, note: &Note) -> String {
    let text = action(page, note.action);
    let whom = match note.subject {
        JournalSubject::Person(id) => title(page, view, CardKey::Person(id)),
        JournalSubject::Staff(id) => title(page, view, CardKey::Staff(id)),
        JournalSubject::Event(id) => id.to_string(),
        JournalSubject::Letter(_)
        | JournalSubject::Plan(_)
        | JournalSubject::User(_)
        | JournalSubject::Nothing => note.detail.as_str().to_owned(),
    };
    if whom.is_empty() {
        return text.to_owned();
    }
    format!("{text}{}{whom}", page.say("\u{a0}: ", ": "))
}

fn action(page: &Page, action: JournalAction) -> &'static str {
    use JournalAction as A;
    match action {
        A::LettersOn => page.say("Courriels activés", "Letters switched on"),
        A::LettersOff => page.say("Courriels désactivés", "Letters switched off"),
        A::LetterRetried => page.say("Courriel réessayé", "Letter tried again"),
        A::LettersRetried => page.say("Courriels réessayés", "Letters tried again"),
        A::LetterCancelled => page.say("Courriel annulé", "Letter called off"),
        A::TemplateSaved => page.say("Modèle de courriel modifié", "Letter template changed"),
        A::TemplateReset => page.say(
            "Modèle de courriel rendu au produit",
            "Letter template given back to the product",
        ),
        A::TemplateTested => page.say(
            "Modèle de courriel envoyé à soi-même",
            "Letter template sent to oneself",
        ),
        A::LetterSettingsSaved => {
            page.say("Réglages des courriels modifiés", "Letter settings changed")
        }
        A::PlanStarted => page.say("Calcul d’un planning lancé", "Computation of a plan begun"),
        A::PlanStopped => page.say("Calcul d’un planning arrêté", "Computation of a plan ended"),
        A::PlanDiscarded => page.say(
            "Proposition de planning jetée",
            "Proposal of a plan discarded",
        ),
        A::EventCloned => page.say("Événement semblable ouvert", "Event opened from this one"),
        A::EventOpened => page.say("Événement ouvert", "Event opened"),
        A::DataExported => page.say(
            "Données d’une personne remises",
            "Somebody’s data handed out",
        ),
        A::OwnDataExported => page.say("Copie de ses données", "Copy of one’s own data"),
        A::UserErased => page.say("Compte effacé", "Account erased"),
        A::JournalExported => page.say("Journal téléchargé", "Journal downloaded"),
        A::ConnectionsExported => page.say(
            "Journal des connexions téléchargé",
            "Log of connections downloaded",
        ),
        A::AddressGiven => page.say(
            "Adresse de connexion donnée",
            "Address to sign in with given",
        ),
        A::LinkIssued => page.say("Lien de connexion émis", "Sign-in link issued"),
        A::SecretsSealed => page.say("Secrets scellés de nouveau", "Secrets sealed anew"),
        A::KeyAdded => page.say("Clé de scellement ajoutée", "Key of secrets added"),
    }
}

#[cfg(test)]
mod tests {
    use crate::language::Language;
    use crate::sentence::is_known;

    #[test]
    fn every_sentence_of_the_feed_is_there() {
        let source = include_str!("told.rs");
        let keys = source.split('"').filter(|text| {
            ["feed-", "alert-", "cancel-reason-", "missing-"]
                .iter()
                .any(|begin| text.starts_with(begin) && text.len() > begin.len())
        });
        let mut n_keys = 0;
        for key in keys {
            n_keys += 1;
            for language in [Language::French, Language::English] {
                assert!(is_known(language, key), "{key}");
            }
        }
        assert!(n_keys > 60, "{n_keys}");
    }
}
