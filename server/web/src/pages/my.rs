//! The private space without a program: a participant's agenda, requests, offers, availability and
//! badge as pages, for old browsers, for those without script, and for whoever prefers them
//! (PRV-01, PRV-07, PRV-08, UX-03, UX-06).
//!
//! Everything is done by the commands that the phone sends, in the same name and through the same
//! actor; a form carries the id of its command, so that a second press is the same wish. Whatever
//! was refused is said in the phone's words above the newest state of things.

pub(crate) mod agenda;
pub(crate) mod ask;
pub(crate) mod availability;
pub(crate) mod badge;
pub(crate) mod meeting;
pub(crate) mod messages;
pub(crate) mod profile;
mod refusal;
pub(crate) mod requests;

use std::sync::Arc;

use app::live::{Outcome, View};
use app::space::{Item, n_to_answer, somebody};
use axum::extract::{FromRequestParts, Query, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use protocol::id::{CommandId, PersonId};
use protocol::{Actor, CancelReason, Command, EventStage, MeetingStatus, Micros, Reject};
use serde::Deserialize;

use super::desk::Sent;
use super::page::Page;
use crate::error::HttpError;
use crate::identity::{SignedIn, visitor};
use crate::language::Language;
use crate::router::Site;
use crate::sentence::{Arg, sentence};
use crate::site::{Dress, Whose, dress};
use crate::surface::Surface;

/// A participant in front of a page of his own, at the event that the address names. Whoever is
/// none there is sent to the sign-in.
pub(crate) struct AtHome {
    pub(super) site: Arc<Site>,
    pub(super) signed_in: SignedIn,
    pub(super) person: PersonId,
    pub(super) language: Language,
    /// The language that the address asks for: its links ask for it too.
    asked: Option<Language>,
    done: Option<String>,
    /// Conversations with something that he has not read.
    n_unread: u32,
    /// The event's look.
    dress: Option<Dress>,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    lang: Option<String>,
    done: Option<String>,
}

impl FromRequestParts<Arc<Site>> for AtHome {
    type Rejection = HttpError;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Arc<Site>,
    ) -> Result<Self, Self::Rejection> {
        let found = SignedIn::at_address(parts, site, Surface::Phone).await;
        let signed_in = match found {
            Err(HttpError::NotSignedIn) => return Err(HttpError::SignInFirst),
            found => found?,
        };
        let Actor::Person(person) = signed_in.standing.actor() else {
            return Err(HttpError::SignInFirst);
        };
        let query = Query::<Asked>::try_from_uri(&parts.uri).unwrap_or_default();
        let asked = query.lang.as_deref().and_then(Language::parse);
        let language = match asked {
            Some(language) => language,
            None => own_language(site, &parts.headers).await?,
        };
        let office = &site.correspondence;
        let n_unread = office.n_unread(&signed_in.event, person).await?;
        let whose = Whose::Own(signed_in.event.id());
        let dress = dress(site, whose, language.of_site()).await;
        Ok(Self {
            dress,
            n_unread,
            site: site.clone(),
            signed_in,
            person,
            language,
            asked,
            done: query.0.done,
        })
    }
}

/// The language that a user chose; that of the browser for who has no account.
async fn own_language(site: &Site, headers: &HeaderMap) -> Result<Language, HttpError> {
    let jar = CookieJar::from_headers(headers);
    let visitor = visitor(site, &jar).await?;
    Ok(visitor.map_or_else(
        || Language::of(None, headers),
        |visitor| Language::of_user(visitor.user.language),
    ))
}

/// Which of the pages is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Agenda,
    Requests,
    Availability,
    Badge,
    Profile,
    Messages,
    /// One that no tab leads to.
    Other,
}

impl Tab {
    /// Where it is.
    const fn way(self) -> &'static str {
        match self {
            Self::Agenda | Self::Other => "",
            Self::Requests => "/requests",
            Self::Availability => "/availability",
            Self::Badge => "/badge",
            Self::Profile => "/profile",
            Self::Messages => "/messages",
        }
    }
}

/// The frame of a page.
pub(super) struct Home {
    pub(super) page: Page,
    /// Where the pages are, without a slash at the end.
    base: String,
    event: String,
    zone: String,
    title: String,
    name: String,
    company: String,
    tab: Tab,
    n_to_answer: usize,
    n_unread: u32,
    /// When what is shown was true, in the event's zone.
    as_of: String,
    note: Option<String>,
    complaint: Option<String>,
    /// What everybody must know of the event, if anything.
    warning: Option<String>,
    asked: Option<Language>,
}

impl Home {
    /// The address of one of the pages, in the language that is asked for.
    pub(super) fn to(&self, way: &str) -> String {
        let base = &self.base;
        match self.asked {
            Some(language) => format!("{base}{way}?lang={}", language.tag()),
            None => format!("{base}{way}"),
        }
    }

    /// The address of a section of the profile.
    fn to_section(&self, word: &str) -> String {
        self.to(&format!("/profile/{word}"))
    }

    /// The same with one value more.
    pub(super) fn with(&self, way: &str, name: &str, value: &str) -> String {
        let to = self.to(way);
        let joint = if to.contains('?') { '&' } else { '?' };
        format!("{to}{joint}{name}={value}")
    }

    /// How many conversations hold something unread, in words.
    fn unread(&self) -> String {
        self.tr("phone-n-unread", &[("count", self.n_unread.into())])
    }

    /// The same page in the other language.
    fn other(&self) -> (&'static str, &'static str, String) {
        let (tag, word) = if self.page.language.is_french() {
            ("en", "English")
        } else {
            ("fr", "Français")
        };
        let way = self.tab.way();
        (tag, word, format!("{}{way}?lang={tag}", self.base))
    }

    /// One of the phone's sentences without values.
    pub(super) fn t(&self, key: &str) -> String {
        sentence(self.page.language, key, &[])
    }

    /// One with values.
    pub(super) fn tr(&self, key: &str, args: &[(&str, Arg)]) -> String {
        sentence(self.page.language, key, args)
    }

    /// A time of day in the event's zone.
    pub(super) fn time(&self, at: &Micros) -> String {
        app::account::civil(*at, &self.zone).1
    }

    /// A day in the event's zone.
    pub(super) fn day(&self, at: &Micros) -> String {
        let language = match self.page.language {
            Language::French => protocol::site::Language::French,
            Language::English => protocol::site::Language::English,
        };
        app::desk::site::occasion::date_of(*at, &self.zone, language)
    }

    /// How a meeting stands.
    fn phase(&self, status: &MeetingStatus, item: &Item, now: &Micros) -> String {
        self.t(match status {
            MeetingStatus::Held => "phase-held",
            MeetingStatus::NotHeld { .. } => "phase-not-held",
            MeetingStatus::Cancelled { .. } => "phase-cancelled",
            MeetingStatus::Planned if item.ends_at <= *now => "phase-unrecorded",
            MeetingStatus::Planned if item.starts_at <= *now => "phase-running",
            MeetingStatus::Planned => "phase-planned",
        })
    }

    /// Why a meeting was called off.
    fn reason(&self, why: &CancelReason) -> String {
        self.t(reason(*why))
    }

    /// How late somebody is.
    fn late(&self, key: &str, minutes: &u16) -> String {
        self.tr(key, &[("minutes", (*minutes).into())])
    }

    /// How much waits for an answer, in words.
    fn waiting(&self) -> String {
        let count = i64::try_from(self.n_to_answer).unwrap_or(i64::MAX);
        self.tr("phone-n-to-answer", &[("count", count.into())])
    }

    /// The page once more.
    fn again(&self) -> String {
        self.to(self.tab.way())
    }

    fn is(&self, tab: Tab) -> bool {
        self.tab == tab
    }
}

impl AtHome {
    /// The event's newest moment.
    pub(super) fn view(&self) -> Arc<View> {
        self.signed_in.event.view()
    }

    /// The frame of a page; `refused` is said above it.
    pub(super) fn home(&self, view: &View, tab: Tab, refused: Option<&Reject>) -> Home {
        let event = &self.signed_in.event;
        let zone = self.signed_in.event_zone();
        let me = somebody(view, self.person);
        let now = event.now();
        let as_of = app::account::civil(now, &zone).1;
        let mut page = Page::in_language(&self.site, self.language);
        page.dress.clone_from(&self.dress);
        Home {
            page,
            base: format!("/my/{}", event.id()),
            event: event.id().to_string(),
            title: self.signed_in.event_title(),
            name: me.name,
            company: me.company,
            tab,
            n_to_answer: n_to_answer(view, self.person, now),
            n_unread: self.n_unread,
            as_of,
            note: self
                .done
                .as_deref()
                .and_then(|done| note(done, self.language)),
            warning: warning(view, self.language),
            complaint: refused.map(|why| refusal::refusal(why, view, &zone, self.language)),
            asked: self.asked,
            zone,
        }
    }

    /// Whether participants see who represents a company before they meet (PRV-04).
    pub(super) async fn shows_contacts(&self) -> Result<bool, HttpError> {
        let (_, form) = self.site.registrations.form(&self.signed_in.event).await?;
        Ok(form.terms.shows_contacts)
    }

    /// An id for the command of a form.
    pub(super) fn fresh(&self) -> String {
        let random = self.site.registry.random();
        CommandId::new(self.signed_in.event.now(), random.bytes()).to_string()
    }

    /// Sends a command in this person's name.
    pub(super) async fn send(&self, id: CommandId, command: Command) -> Result<(), Reject> {
        let standing = self.signed_in.standing.clone();
        let event = &self.signed_in.event;
        match event.command(standing, id, command, Vec::new()).await {
            Outcome::Committed { .. } => Ok(()),
            Outcome::Refused(reject) => Err(reject),
        }
    }

    /// Back to one of the pages, which says what was done.
    pub(super) fn back(&self, way: &str, done: &str) -> Response {
        let event = self.signed_in.event.id();
        let lang = match self.asked {
            Some(language) => format!("&lang={}", language.tag()),
            None => String::new(),
        };
        Redirect::to(&format!("/my/{event}{way}?done={done}{lang}")).into_response()
    }
}

/// What participants must know of the event's stage, in the phone's words (EVT-10).
fn warning(view: &View, language: Language) -> Option<String> {
    let key = match view.state.stage() {
        EventStage::Planned => return None,
        EventStage::Project => "stage-project",
        EventStage::CalledOff => "stage-called-off",
        EventStage::Closed => "stage-closed",
    };
    Some(sentence(language, key, &[]))
}

/// Why a meeting was called off, by the key of its word.
const fn reason(reason: CancelReason) -> &'static str {
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

/// The command's id of a form that was sent.
pub(super) fn command_of(sent: &Sent<'_>) -> Result<CommandId, HttpError> {
    CommandId::parse(sent.value("command"))
        .ok_or(HttpError::BadRequest("the form carries no command"))
}

/// The status of a page that says why nothing was done.
pub(super) fn status_of(refused: Option<&Reject>) -> axum::http::StatusCode {
    match refused {
        None => axum::http::StatusCode::OK,
        Some(reject) => HttpError::Refused(reject.clone()).status(),
    }
}

/// What was done, as the page says it that comes after it.
fn note(done: &str, language: Language) -> Option<String> {
    let (french, english) = match done {
        "accepted" => (
            "Demande acceptée. L’autre partie est prévenue.",
            "Request accepted. The other party is told.",
        ),
        "refused" => ("Demande refusée.", "Request declined."),
        "confirmed" => (
            "Rendez-vous confirmé\u{a0}: il est dans votre agenda.",
            "Meeting confirmed: it is in your agenda.",
        ),
        "cancelled" => ("Demande retirée.", "Request withdrawn."),
        "taken" => (
            "Le créneau est à vous\u{a0}: il est dans votre agenda.",
            "The slot is yours: it is in your agenda.",
        ),
        "declined" => ("Créneau décliné.", "Slot declined."),
        "asked" => (
            "Demande envoyée. Vous verrez ici la réponse.",
            "Request sent. You will see the answer here.",
        ),
        "waiting" => (
            "C’est noté\u{a0}: votre rendez-vous est pris, ou vous êtes sur la liste d’attente.",
            "Noted: your meeting is booked, or you are on the waiting list.",
        ),
        "available" => (
            "Vos disponibilités sont enregistrées.",
            "Your availability is saved.",
        ),
        "written" => ("Message envoyé.", "Message sent."),
        "reported" => (
            "Message signalé. L’équipe d’organisation va le lire.",
            "Message reported. The organisers will read it.",
        ),
        "called-off" => (
            "Rendez-vous annulé. L’autre partie est prévenue.",
            "Meeting called off. The other party is told.",
        ),
        "profile-saved" => (
            "C’est enregistré, et visible dès maintenant.",
            "Saved, and visible from now on.",
        ),
        "profile-waiting" => (
            "C’est enregistré. Les organisateurs relisent vos modifications\u{202f}; vous recevrez un message.",
            "Saved. The organisers are reading your changes; you will get a message.",
        ),
        "profile-same" => ("Rien n’a changé.", "Nothing changed."),
        "profile-rights" => (
            "Les droits de modification sont enregistrés.",
            "The rights to make changes are saved.",
        ),
        _ => return None,
    };
    let text = if language.is_french() {
        french
    } else {
        english
    };
    Some(text.to_owned())
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Bound {
    to: Option<String>,
}

/// `GET /my`: to the event that this browser's phone is signed in to, or to one's profile there.
/// The phone's page sends here who has no script; it does not know its event then.
pub(crate) async fn enter(
    State(site): State<Arc<Site>>,
    Query(bound): Query<Bound>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let jar = CookieJar::from_headers(&headers);
    let Some(token) = site.cookies.read(&jar, Surface::Phone) else {
        return Err(HttpError::SignInFirst);
    };
    let standing = site.accounts.standing(&token).await?;
    let standing = standing.ok_or(HttpError::SignInFirst)?;
    let way = match bound.to.as_deref() {
        Some("profile") => "/profile",
        Some(_) | None => "",
    };
    Ok(Redirect::to(&format!("/my/{}{way}", standing.event())).into_response())
}
