//! From a letter in the outbox to the message that goes out: whose name stands for an id, what a
//! slot is called in the event's zone, and which words count today.

use std::sync::Arc;

use domain::State;
use jiff::tz::TimeZone;
use protocol::id::{BadgeCode, EventId, PersonId, SessionId};
use protocol::{CardKey, Micros, RequestStatus, Spot, site};
use store::{Fault, Holder, KeptLetter, PostSetup, Store, TemplateWords};

use super::layout::{self, Look};
use super::matter::{Kind, Matter};
use super::picture::Dress;
use super::template::{self, Values};
use super::{Language, words};
use crate::desk::site::occasion::{Note, Occasion};
use crate::live::{Registry, View};
use crate::port::mailer::Inline;
use crate::port::{Address, HeaderText};

/// A message, but for its sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// To whom.
    pub to: Address,
    /// What he is called.
    pub name: HeaderText,
    /// In which language.
    pub language: Language,
    /// What it is about.
    pub subject: HeaderText,
    /// The text, for the recipient.
    pub text: String,
    /// The HTML, for the recipient.
    pub html: String,
    /// The text without its secret, to be kept.
    pub shown_text: String,
    /// The HTML without its secret, to be kept.
    pub shown_html: String,
}

/// Why a letter cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum CannotCompose {
    /// Nobody knows where his letters go.
    #[error("there is no address")]
    NoAddress,
    /// The address is none.
    #[error("the address is no address")]
    BadAddress,
    /// The event is gone.
    #[error("there is no such event")]
    NoEvent,
    /// The facts are of a version that this one cannot read.
    #[error("the facts cannot be read")]
    UnknownFacts,
    /// The words do not work with the values.
    #[error("the template fails")]
    BadTemplate(#[source] minijinja::Error),
    /// The store failed; worth another try.
    #[error("the store failed")]
    Store(#[from] Fault),
}

impl CannotCompose {
    /// A code for lists and logs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoAddress => "no_address",
            Self::BadAddress => "bad_address",
            Self::NoEvent => "no_event",
            Self::UnknownFacts => "unknown_facts",
            Self::BadTemplate(_) => "template",
            Self::Store(_) => "store",
        }
    }
}

/// The event that a letter belongs to, as it is now.
pub struct Scene {
    view: Arc<View>,
    zone: TimeZone,
    title: String,
    /// How it writes letters.
    pub setup: PostSetup,
    /// Company and reason of a registration whose people are none of the event.
    registration: Option<(String, String)>,
    /// Why a change of a profile was refused.
    reason: Option<String>,
    /// The recipient's own badge; in no letter to anybody else.
    badge: Option<BadgeCode>,
    /// What was written to the recipient, where the event wants it in letters.
    message: Option<String>,
    /// What the event's site looks like.
    dress: Dress,
}

impl Scene {
    /// The event's names, times and setting.
    ///
    /// # Errors
    /// An event that is not there, or a fault of the store.
    pub async fn of(registry: &Arc<Registry>, event: EventId) -> Result<Self, CannotCompose> {
        let found = registry.event(event).await?;
        let view = found.ok_or(CannotCompose::NoEvent)?.view();
        let setup = registry.store().post_setup(event).await?;
        let scene = Self::new(view, setup);
        Ok(scene.dressed(registry.store(), event).await?)
    }

    /// The scene of a view.
    #[must_use]
    pub fn new(view: Arc<View>, setup: PostSetup) -> Self {
        let card = view.labels.get(&CardKey::Event);
        let zone = card.and_then(|card| TimeZone::get(&card.code).ok());
        Self {
            zone: zone.unwrap_or(TimeZone::UTC),
            title: card.map(|card| card.title.clone()).unwrap_or_default(),
            view,
            setup,
            registration: None,
            reason: None,
            badge: None,
            message: None,
            dress: Dress::default(),
        }
    }

    /// The same in the look of the event's site.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn dressed(self, store: &Store, event: EventId) -> Result<Self, Fault> {
        let dress = Dress::of(store, event).await?;
        Ok(Self { dress, ..self })
    }

    /// The picture that the event's letters carry.
    #[must_use]
    pub fn picture(&self) -> Option<&Inline> {
        let banner = self.dress.banner.as_ref()?;
        Some(&banner.inline)
    }

    /// The colour of the event's letters: their own, else the site's, else the product's.
    #[must_use]
    pub fn colour(&self) -> &str {
        layout::colour(&self.setup.colour).unwrap_or_else(|| self.colour_unless_set())
    }

    /// The same without a colour of their own.
    #[must_use]
    pub fn colour_unless_set(&self) -> &str {
        self.dress.accent.as_deref().unwrap_or(layout::COLOUR)
    }

    /// Looks up what only this letter shows. A registration that was deleted leaves gaps.
    async fn prepare(
        &mut self,
        store: &Store,
        event: EventId,
        matter: &Matter,
        to: Option<Holder>,
    ) -> Result<(), Fault> {
        if let Some(id) = matter.registration() {
            let found = store.registration(event, id).await?;
            self.registration = found.map(|(found, _)| (found.head.title, found.reason));
        }
        if let Matter::ProfileRefused { change, .. } = matter {
            let found = store.profile_change(event, *change).await?;
            self.reason = found.map(|found| found.reason);
        }
        if let (Matter::RegistrationValidated { person }, Some(to)) = (matter, to)
            && to == Holder::Person(*person)
        {
            self.badge = self.state().badge(*person);
        }
        if let Matter::MessageWaiting { message, .. } = matter
            && store.message_settings(event).await?.has_text
        {
            let found = store.private_message(event, *message).await?;
            let shown = found.filter(|found| found.hidden.is_none());
            self.message = shown.map(|found| found.body);
        }
        Ok(())
    }

    /// The rules' state.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.view.state
    }

    /// What the event is called.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// In whose name letters go out.
    #[must_use]
    pub fn sender_name(&self) -> &str {
        if self.setup.sender_name.is_empty() {
            &self.title
        } else {
            &self.setup.sender_name
        }
    }

    fn label(&self, key: CardKey) -> String {
        self.view
            .labels
            .get(&key)
            .map(|card| card.title.clone())
            .unwrap_or_default()
    }

    /// What a holder is called.
    #[must_use]
    pub fn name(&self, holder: Holder) -> String {
        match holder {
            Holder::Person(id) => self.label(CardKey::Person(id)),
            Holder::Staff(id) => self.label(CardKey::Staff(id)),
        }
    }

    fn company_of(&self, person: PersonId) -> String {
        let company = self.state().person(person).map(|person| person.company);
        company.map_or_else(String::new, |id| self.label(CardKey::Company(id)))
    }

    fn moment(&self, at: Micros, language: Language) -> (String, String) {
        moment(at, &self.zone, language)
    }

    fn put_with(&self, values: &mut Values, with: PersonId, language: Language) {
        let name = self.label(CardKey::Person(with));
        let name = if name.is_empty() {
            words::nobody(language).to_owned()
        } else {
            name
        };
        values.put("with", &name);
        values.put("company", &self.company_of(with));
    }

    fn put_registered(&self, values: &mut Values, person: PersonId, name: &str) {
        let told = self.registration.as_ref();
        let company = told.map(|(company, _)| company.clone());
        let company = company.unwrap_or_else(|| self.company_of(person));
        values.put("company", &company);
        if name.is_empty() {
            values.put("name", &self.name(Holder::Person(person)));
        }
    }

    fn put_spot(
        &self,
        values: &mut Values,
        names: [&'static str; 3],
        spot: Spot,
        language: Language,
    ) {
        let starts_at = self.state().slot(spot.slot).map(|slot| slot.starts_at);
        let (date, time) = starts_at
            .map(|at| self.moment(at, language))
            .unwrap_or_default();
        values.put(names[0], &date);
        values.put(names[1], &time);
        values.put(names[2], &self.label(CardKey::Place(spot.place)));
    }

    /// What a session is called, when and where it is.
    fn put_session(&self, values: &mut Values, id: SessionId, language: Language) {
        values.put("session", &self.label(CardKey::Session(id)));
        if let Some(session) = self.state().session(id) {
            let (date, time) = self.moment(session.starts_at, language);
            values.put("date", &date);
            values.put("time", &time);
            values.put("place", &self.label(CardKey::Place(session.place)));
        }
    }

    /// How many requests wait for somebody's answer.
    fn n_to_answer(&self, person: PersonId) -> usize {
        let requests = self.state().requests_of(person);
        let waiting = requests
            .filter(|request| request.to == person && request.status == RequestStatus::Requested);
        waiting.count()
    }

    /// When the event takes place.
    fn dates(&self, language: Language) -> String {
        self.occasion(language).dates
    }

    fn occasion(&self, language: Language) -> Occasion {
        let language = match language {
            Language::Fr => site::Language::French,
            Language::En => site::Language::English,
        };
        Occasion::of(&self.view, language)
    }

    /// When and where, and the sessions that are open to visitors, a line each.
    fn programme(&self, language: Language) -> String {
        let occasion = self.occasion(language);
        let mut lines = vec![occasion.dates];
        for venue in occasion.venues {
            let parts = [venue.name, venue.address];
            let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            lines.push(parts.join(", "));
        }
        lines.retain(|line| !line.is_empty());
        for day in occasion.programme {
            lines.push(String::new());
            lines.push(day.label);
            for item in day.items {
                let room = if item.room.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", item.room)
                };
                if item.note != Note::Cancelled {
                    lines.push(format!(
                        "{} – {}  {}{room}",
                        item.from, item.until, item.title
                    ));
                }
            }
        }
        lines.join("\n")
    }

    /// Everything that somebody has ahead and behind, a line each.
    fn agenda(&self, person: PersonId, language: Language) -> (usize, String) {
        let state = self.state();
        let mut meetings: Vec<_> = state
            .standing_meetings_of(person)
            .filter_map(|meeting| Some((state.slot(meeting.spot.slot)?.starts_at, meeting)))
            .collect();
        meetings.sort_by_key(|(at, _)| *at);
        let mut lines = Vec::with_capacity(meetings.len());
        let mut day = String::new();
        for (at, meeting) in &meetings {
            let (date, time) = self.moment(*at, language);
            if date != day {
                day.clone_from(&date);
                lines.push(date);
            }
            let with = if meeting.host == person {
                meeting.guest
            } else {
                meeting.host
            };
            let (name, company) = (self.label(CardKey::Person(with)), self.company_of(with));
            let name = if name.is_empty() {
                words::nobody(language).to_owned()
            } else {
                name
            };
            let place = self.label(CardKey::Place(meeting.spot.place));
            let details: Vec<_> = [company, place]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect();
            let details = if details.is_empty() {
                String::new()
            } else {
                format!(" ({})", details.join(", "))
            };
            lines.push(format!("{time} – {name}{details}"));
        }
        (meetings.len(), lines.join("\n"))
    }
}

fn moment(at: Micros, zone: &TimeZone, language: Language) -> (String, String) {
    let stamp = jiff::Timestamp::from_microsecond(at.0).unwrap_or_default();
    let there = stamp.to_zoned(zone.clone());
    let date = words::date(there.date(), language);
    (date, words::time(there.time(), language))
}

/// What the placeholders of a letter stand for.
#[must_use]
pub fn values(
    matter: &Matter,
    to: Option<Holder>,
    name: &str,
    has_link: bool,
    scene: Option<&Scene>,
    language: Language,
) -> Values {
    let mut values = Values::default();
    values.put("name", name);
    values.put("event", scene.map_or("", Scene::title));
    values.put_link(has_link);
    for name in matter.kind().placeholders() {
        // Every placeholder has a value, be it empty: an event that is gone leaves gaps, no fault.
        if !matches!(*name, "name" | "event" | "link") {
            values.put(name, "");
        }
    }
    match matter {
        Matter::SetPassword { minutes }
        | Matter::ResetPassword { minutes }
        | Matter::SignInLink { minutes }
        | Matter::ConfirmAddress { minutes } => values.put("minutes", &minutes.to_string()),
        Matter::NewSignIn { at, .. }
        | Matter::PasswordChanged { at }
        | Matter::FactorChanged { at, .. }
        | Matter::AddressChanged { at } => {
            let (date, time) = match scene {
                Some(scene) => scene.moment(*at, language),
                None => moment(*at, &TimeZone::UTC, language),
            };
            values.put("date", &date);
            let zone = if scene.is_none() { " UTC" } else { "" };
            values.put("time", &format!("{time}{zone}"));
            if let Matter::NewSignIn { device, .. } = matter {
                values.put("device", device);
            }
            if let Matter::FactorChanged { is_on, .. } = matter {
                values.put("on", if *is_on { "1" } else { "" });
            }
        }
        // The link is all that it says.
        Matter::RegistrationDraft {} => {}
        Matter::RegistrationReceived { person }
        | Matter::ProfileReceived { person }
        | Matter::ProfileAccepted { person } => {
            if let Some(scene) = scene {
                scene.put_registered(&mut values, *person, name);
            }
        }
        Matter::RegistrationRefused { person } | Matter::ProfileRefused { person, .. } => {
            if let Some(scene) = scene {
                scene.put_registered(&mut values, *person, name);
                let told = scene.registration.as_ref().map(|(_, reason)| reason);
                let told = told.or(scene.reason.as_ref());
                values.put_lines("reason", told.map_or("", String::as_str));
            }
        }
        Matter::RegistrationValidated { person } => {
            if let Some(scene) = scene {
                scene.put_registered(&mut values, *person, name);
                values.put_lines("programme", &scene.programme(language));
                let is_own = to == Some(Holder::Person(*person));
                values.put_badge(is_own && scene.state().badge(*person).is_some());
            }
        }
        Matter::MeetingAccepted { with, spot, .. } => {
            if let Some(scene) = scene {
                scene.put_with(&mut values, *with, language);
                scene.put_spot(&mut values, ["date", "time", "place"], *spot, language);
            }
        }
        Matter::MeetingChanged {
            with,
            before,
            after,
            ..
        } => {
            if let Some(scene) = scene {
                let old = ["old_date", "old_time", "old_place"];
                scene.put_with(&mut values, *with, language);
                scene.put_spot(&mut values, old, *before, language);
                scene.put_spot(&mut values, ["date", "time", "place"], *after, language);
            }
        }
        Matter::MeetingCancelled {
            with, spot, reason, ..
        } => {
            if let Some(scene) = scene {
                scene.put_with(&mut values, *with, language);
                scene.put_spot(&mut values, ["date", "time", "place"], *spot, language);
            }
            let reason = reason.map_or("", |reason| words::reason(reason, language));
            values.put("reason", reason);
        }
        Matter::SlotOffered {
            with, spot, until, ..
        } => {
            if let Some(scene) = scene {
                scene.put_with(&mut values, *with, language);
                scene.put_spot(&mut values, ["date", "time", "place"], *spot, language);
                values.put("until", &scene.moment(*until, language).1);
            }
        }
        Matter::RequestReceived { with, .. } => {
            if let Some(scene) = scene {
                scene.put_with(&mut values, *with, language);
            }
        }
        Matter::RequestsReceived {} => {
            if let (Some(scene), Some(Holder::Person(person))) = (scene, to) {
                let n = scene.n_to_answer(person);
                values.put("requests", &n.to_string());
            }
        }
        Matter::RequestAccepted {
            with, spot, until, ..
        } => {
            if let Some(scene) = scene {
                scene.put_with(&mut values, *with, language);
                scene.put_spot(&mut values, ["date", "time", "place"], *spot, language);
                let (date, time) = scene.moment(*until, language);
                values.put("until", &words::date_and_time(&date, &time, language));
            }
        }
        Matter::RequestAnswered { with, answer, .. } => {
            if let Some(scene) = scene {
                scene.put_with(&mut values, *with, language);
            }
            values.put("answer", words::answer(*answer, language));
        }
        Matter::SessionChanged { session }
        | Matter::SessionCancelled { session }
        | Matter::SeatObtained { session } => {
            if let Some(scene) = scene {
                scene.put_session(&mut values, *session, language);
            }
        }
        Matter::EventCalledOff {} | Matter::EventReinstated {} => {
            if let Some(scene) = scene {
                values.put("dates", &scene.dates(language));
            }
        }
        Matter::AgendaIssued {} => {
            if let (Some(scene), Some(Holder::Person(person))) = (scene, to) {
                let (n_meetings, agenda) = scene.agenda(person, language);
                let number = if n_meetings == 0 {
                    String::new()
                } else {
                    n_meetings.to_string()
                };
                values.put("meetings", &number);
                values.put_lines("agenda", &agenda);
            }
        }
        Matter::Announcement { announcement } => {
            if let Some(scene) = scene {
                let card = scene.view.labels.get(&CardKey::Announcement(*announcement));
                let text = card.map(|card| format!("{}\n{}", card.title, card.detail));
                values.put_lines("message", text.unwrap_or_default().trim());
            }
        }
        Matter::MessageWaiting { with, .. } => {
            if let Some(scene) = scene {
                match with {
                    Some(with) => scene.put_with(&mut values, *with, language),
                    None => values.put("with", words::organisers(language)),
                }
                let message = scene.message.as_deref();
                values.put_lines("message", message.unwrap_or_default());
            }
        }
    }
    values
}

/// The words that count for a letter today: the event's, or the product's.
///
/// # Errors
/// When they cannot be read.
pub async fn words_of(
    store: &Store,
    event: Option<EventId>,
    kind: Kind,
    language: Language,
) -> Result<TemplateWords, Fault> {
    if let Some(event) = event {
        let history = store
            .template_history(event, kind.word(), language.code())
            .await?;
        if let Some(words) = history.into_iter().next().and_then(|saved| saved.words) {
            return Ok(words);
        }
    }
    Ok(words::product(kind, language))
}

/// Words with their values in, in both forms, for the recipient and to be shown to others.
///
/// # Errors
/// Words that do not work; none that were checked.
pub fn write(
    words: &TemplateWords,
    values: &Values,
    link: Option<&str>,
    scene: Option<&Scene>,
    language: Language,
) -> Result<(HeaderText, [String; 4]), minijinja::Error> {
    let subject = template::fill(&words.subject, values)?;
    let subject: String = subject
        .chars()
        .map(|c| if c == template::BREAK { ' ' } else { c })
        .filter(|c| !matches!(*c, template::LINK | template::BADGE))
        .collect();
    let body = template::fill(&words.body, values)?;
    let title = scene.map_or("Régie", Scene::title).to_owned();
    let look = Look {
        footer: words::footer(scene.map_or("", Scene::title), language),
        title,
        colour: scene.map_or(layout::COLOUR, Scene::colour).to_owned(),
        banner: scene.and_then(|scene| scene.dress.banner.clone()),
        badge: scene.and_then(|scene| scene.badge),
        language,
    };
    let hidden_look = Look {
        badge: None,
        ..look.clone()
    };
    let hidden = words::hidden_link(language);
    let forms = [
        layout::text(&body, link.unwrap_or_default(), &look),
        layout::html(&body, link, &look),
        layout::text(&body, hidden, &hidden_look),
        layout::html(&body, None, &hidden_look),
    ];
    Ok((HeaderText::tamed(&subject), forms))
}

/// The message of a letter in the outbox.
///
/// # Errors
/// See [`CannotCompose`].
pub async fn compose(
    registry: &Arc<Registry>,
    letter: &KeptLetter,
) -> Result<(Composed, Option<Scene>), CannotCompose> {
    let store = registry.store();
    let head = &letter.head;
    let matter = Matter::decode(&letter.facts).ok_or(CannotCompose::UnknownFacts)?;
    let scene = match head.event {
        Some(event) => {
            let mut scene = Scene::of(registry, event).await?;
            scene.prepare(store, event, &matter, head.holder).await?;
            Some(scene)
        }
        None => None,
    };
    let (address, name, language) = match (head.holder, head.event) {
        (Some(holder), Some(event)) => {
            let contact = store.find_contact(event, holder).await?;
            let contact = contact.ok_or(CannotCompose::NoAddress)?;
            let name = scene.as_ref().map(|scene| scene.name(holder));
            (contact.address, name.unwrap_or_default(), contact.language)
        }
        (Some(_), None) | (None, _) => (
            head.address.clone(),
            head.name.clone(),
            head.language.clone(),
        ),
    };
    let to = Address::parse(&address).map_err(|_| CannotCompose::BadAddress)?;
    let language = Language::of(&language);
    let words = words_of(store, head.event, matter.kind(), language).await?;
    let link = (!letter.secret.is_empty()).then_some(letter.secret.as_str());
    let values = values(
        &matter,
        head.holder,
        &name,
        link.is_some(),
        scene.as_ref(),
        language,
    );
    let (subject, forms) = write(&words, &values, link, scene.as_ref(), language)
        .map_err(CannotCompose::BadTemplate)?;
    let [text, html, shown_text, shown_html] = forms;
    let composed = Composed {
        to,
        name: HeaderText::tamed(&name),
        language,
        subject,
        text,
        html,
        shown_text,
        shown_html,
    };
    Ok((composed, scene))
}
