//! Registering, on the public site: three steps, a preview, one press. Works without script; what
//! was typed is kept after every step under a secret that the browser carries in a cookie.

use std::sync::Arc;

use app::account::Token;
use app::desk::registration::form::check::Fault;
use app::desk::registration::form::{Answers, Form, Part};
use app::desk::registration::{
    Around, Registration, RegistrationError, RegistrationState, RegistrationWindow, Submitted,
    answers_of, takes, window,
};
use app::desk::site::Window;
use app::desk::site::occasion::{Occasion, date_of};
use app::file::{Attachment, Family, FileFlaw};
use app::live::Event;
use askama::Template;
use axum::Form as Body;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use protocol::id::AttachmentId;
use protocol::limits::{
    ATTACHMENTS_MAX, ATTACHMENTS_PER_FIELD_MAX, REGISTRATION_PEOPLE_MAX, REGISTRATION_PRODUCTS_MAX,
};
use protocol::site::Language;
use serde::Deserialize;

use super::meta::address;
use super::show::{Asked, asked};
use super::view::{Frame, MissingView};
use crate::error::HttpError;
use crate::identity::wake;
use crate::registration::{Attached, Look, Set, Shown, go, read, rearrange};
use crate::router::Site;
use crate::upload::{Arrived, flaw_sentence, receive, size_text};

/// A step of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Company,
    People,
    Description,
    Review,
    Done,
}

impl Step {
    const FORM: [Self; 4] = [Self::Company, Self::People, Self::Description, Self::Review];

    const fn word(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::People => "people",
            Self::Description => "description",
            Self::Review => "review",
            Self::Done => "done",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        let all = [Self::FORM.as_slice(), &[Self::Done]].concat();
        all.into_iter().find(|step| step.word() == word)
    }

    const fn parts(self) -> &'static [Part] {
        match self {
            Self::Company => &[Part::Company],
            Self::People => &[Part::Person],
            Self::Description => &[Part::Description, Part::Product],
            Self::Review | Self::Done => &[],
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::Company => Self::People,
            Self::People => Self::Description,
            Self::Description | Self::Review => Self::Review,
            Self::Done => Self::Done,
        }
    }

    const fn back(self) -> Self {
        match self {
            Self::Company | Self::People => Self::Company,
            Self::Description => Self::People,
            Self::Review => Self::Description,
            Self::Done => Self::Done,
        }
    }

    const fn title(self, is_french: bool) -> &'static str {
        match (self, is_french) {
            (Self::Company, true) => "Votre entreprise",
            (Self::Company, false) => "Your company",
            (Self::People, true) => "Vos représentants",
            (Self::People, false) => "Your representatives",
            (Self::Description, true) => "Votre activité",
            (Self::Description, false) => "What you do",
            (Self::Review, true) => "Vérifier et envoyer",
            (Self::Review, false) => "Check and send",
            (Self::Done, true) => "Votre inscription",
            (Self::Done, false) => "Your registration",
        }
    }
}

/// A step in the list above the form.
struct Mark {
    title: &'static str,
    href: String,
    is_current: bool,
}

/// What a step shows on the preview.
struct Chapter {
    title: &'static str,
    href: String,
    groups: Vec<Vec<Shown>>,
}

#[derive(Template)]
#[template(path = "site/register.html")]
struct RegisterView {
    frame: Frame,
    marks: Vec<Mark>,
    action: String,
    takes_files: bool,
    /// What may be attached, in words.
    file_help: String,
    step: &'static str,
    sets: Vec<Set>,
    products: Vec<Set>,
    asked: String,
    summary: Vec<(String, String)>,
    /// What was done, if that is worth a line.
    note: &'static str,
    can_add: bool,
    chapters: Vec<Chapter>,
    notice: Vec<String>,
    privacy: Option<String>,
    wants_news: bool,
    lacks_note: bool,
}

#[derive(Template)]
#[template(path = "site/registered.html")]
struct RegisteredView {
    frame: Frame,
    action: String,
    state: &'static str,
    company: String,
    reason: String,
}

/// The step that is none: a link from a letter.
const RESUME: &str = "resume";

#[derive(Template)]
#[template(path = "site/resume.html")]
struct ResumeView {
    frame: Frame,
    action: String,
    token: String,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Told {
    saved: Option<u8>,
    more: Option<u8>,
    token: Option<String>,
}

/// Somebody on the form.
struct Visit<'a> {
    house: &'a Site,
    asked: Asked,
    event: Arc<Event>,
    language: Language,
    slug: String,
    form: Form,
    around: Around,
    secret: Option<Token>,
    registration: Option<Registration>,
    /// What is attached to it.
    attached: Vec<Attachment>,
    /// What is wrong with files that came with this request, by the fields' keys.
    flaws: Vec<(String, String)>,
    /// The input of which a file was removed.
    removed: String,
}

fn failed(error: RegistrationError) -> HttpError {
    match error {
        RegistrationError::Refused(reject) => reject.into(),
        RegistrationError::Store(fault) => fault.into(),
        RegistrationError::Faulty(_)
        | RegistrationError::Flawed(_)
        | RegistrationError::Stale(_) => {
            protocol::Reject::from(protocol::reject::DeskEditStale { revision: 0 }).into()
        }
    }
}

impl<'a> Visit<'a> {
    async fn of(
        house: &'a Site,
        slug: &str,
        tag: &str,
        headers: &HeaderMap,
    ) -> Result<Self, HttpError> {
        let asked = asked(house, slug).await?.ok_or(HttpError::NotFound)?;
        let language = Language::of_tag(tag)
            .filter(|language| asked.site.site.settings.languages.contains(language))
            .ok_or(HttpError::NotFound)?;
        let event = wake(house, asked.site.event).await?;
        let (_, form) = house.registrations.form(&event).await?;
        let around = house.registrations.around(&event).await?;
        let secret = house
            .cookies
            .read_draft(&CookieJar::from_headers(headers), slug);
        let registration = match &secret {
            Some(secret) => house.registrations.resume(event.id(), secret).await?,
            None => None,
        };
        let mut visit = Self {
            attached: Vec::new(),
            flaws: Vec::new(),
            removed: String::new(),
            house,
            asked,
            event,
            language,
            slug: slug.to_owned(),
            form,
            around,
            secret: secret.filter(|_| registration.is_some()),
            registration,
        };
        visit.look_again().await?;
        Ok(visit)
    }

    /// Reads what is attached now.
    async fn look_again(&mut self) -> Result<(), HttpError> {
        self.attached = match &self.registration {
            Some(of) => {
                self.house
                    .registrations
                    .attached(self.event.id(), of)
                    .await?
            }
            None => Vec::new(),
        };
        Ok(())
    }

    const fn is_french(&self) -> bool {
        matches!(self.language, Language::French)
    }

    fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        if self.is_french() { french } else { english }
    }

    fn href(&self, step: Step) -> String {
        address(
            &self.slug,
            self.language,
            &format!("register/{}", step.word()),
        )
    }

    fn frame(&self, step: Step) -> Frame {
        let occasion = Occasion::of(&self.asked.view, self.language);
        let style = self.house.assets.style().unwrap_or_default();
        // The form belongs to the page that leads to it.
        let mut frame = Frame::of(&self.asked.site, &occasion, self.language, style, "/");
        frame.title = step.title(self.is_french()).to_owned();
        let other = match self.language {
            Language::French => Language::English,
            Language::English => Language::French,
        };
        if self.asked.site.site.settings.languages.contains(&other) {
            let page = format!("register/{}", step.word());
            frame.other = Some(address(&self.slug, other, &page));
        }
        frame
    }

    /// Why nobody may register now, if that is so.
    fn closed(&self) -> Option<MissingView> {
        let (title, why) = match (self.asked.window, self.window()) {
            (Window::Open, RegistrationWindow::Open) => return None,
            (Window::Open, RegistrationWindow::Unplanned(_)) => {
                return Some(self.unplanned());
            }
            (Window::NotYet(at), _) | (Window::Open, RegistrationWindow::NotYet(at)) => (
                self.say(
                    "Les inscriptions ne sont pas encore ouvertes",
                    "Registration is not open yet",
                ),
                (self.say("Elles ouvrent le", "It opens on"), at),
            ),
            (Window::Over(at), _) | (Window::Open, RegistrationWindow::Over(at)) => (
                self.say("Les inscriptions sont closes", "Registration is closed"),
                (self.say("Elles ont fermé le", "It closed on"), at),
            ),
        };
        let occasion = Occasion::of(&self.asked.view, self.language);
        let mut frame = self.frame(Step::Done);
        frame.title = title.to_owned();
        let date = date_of(why.1, &occasion.zone, self.language);
        let explanation = format!("{} {date}.", why.0);
        Some(MissingView { frame, explanation })
    }

    /// Why nobody may register at an event that is called off or closed; a date would say nothing.
    fn unplanned(&self) -> MissingView {
        let mut frame = self.frame(Step::Done);
        let title = self.say("Les inscriptions sont closes", "Registration is closed");
        frame.title = title.to_owned();
        let explanation = frame.warning.to_owned();
        MissingView { frame, explanation }
    }

    fn window(&self) -> RegistrationWindow {
        window(&self.form, &self.asked.view, self.event.now())
    }

    fn answers(&self) -> Result<Answers, HttpError> {
        match &self.registration {
            Some(registration) => Ok(answers_of(registration)?),
            None => Ok(Answers::default()),
        }
    }

    fn is_draft(&self) -> bool {
        self.registration
            .as_ref()
            .is_none_or(|one| one.head.state == RegistrationState::Draft)
    }

    fn page(
        &self,
        step: Step,
        answers: &Answers,
        faults: &[Fault],
        note: &'static str,
    ) -> RegisterView {
        let look = Look {
            form: &self.form,
            around: &self.around,
            answers,
            faults,
            attached: Attached {
                files: &self.attached,
                flaws: &self.flaws,
                slug: &self.slug,
                takes: true,
            },
            is_french: self.is_french(),
        };
        let (mut sets, mut products) = (Vec::new(), Vec::new());
        for part in step.parts() {
            match part {
                Part::Company | Part::Description => sets.extend(look.sets(*part, 1)),
                Part::Person => sets.extend(look.sets(*part, 1)),
                Part::Product => products.extend(look.sets(*part, 0)),
            }
        }
        let inputs = sets.iter().chain(&products).flat_map(|set| &set.inputs);
        let asked: Vec<&str> = inputs.map(|input| input.name.as_str()).collect();
        let asked = asked.join(" ");
        let marks = Step::FORM.into_iter().map(|one| Mark {
            title: one.title(self.is_french()),
            href: self.href(one),
            is_current: one == step,
        });
        let can_add = match step {
            Step::People => answers.people.len() < REGISTRATION_PEOPLE_MAX,
            Step::Description => answers.products.len() < REGISTRATION_PRODUCTS_MAX,
            Step::Company | Step::Review | Step::Done => false,
        };
        let chapters = if step == Step::Review {
            self.chapters(&look)
        } else {
            Vec::new()
        };
        let mut inputs = sets.iter().flat_map(|set| &set.inputs);
        let takes_files = inputs.any(|input| input.shape == "file");
        RegisterView {
            marks: marks.collect(),
            action: if takes_files {
                format!("{}/files", self.href(step))
            } else {
                self.href(step)
            },
            takes_files,
            file_help: self.file_help(),
            step: step.word(),
            sets,
            products,
            asked,
            summary: self.summary(&look, step),
            note,
            can_add,
            chapters,
            notice: self.notice(),
            privacy: self.privacy(),
            wants_news: false,
            lacks_note: false,
            frame: self.frame(step),
        }
    }

    /// Faults with where they are mended: on the preview, on the page of their step.
    fn summary(&self, look: &Look<'_>, step: Step) -> Vec<(String, String)> {
        let said = look.summary();
        let of_files = said.iter().skip(look.faults.len());
        let of_files: Vec<_> = of_files
            .map(|(id, text)| (format!("#{id}"), text.clone()))
            .collect();
        let faults = look.faults.iter().zip(said);
        faults
            .map(|(fault, (id, text))| {
                let of = Step::FORM
                    .into_iter()
                    .find(|one| one.parts().contains(&fault.at.part));
                match of {
                    Some(of) if of != step => (format!("{}#{id}", self.href(of)), text),
                    Some(_) | None => (format!("#{id}"), text),
                }
            })
            .chain(of_files)
            .collect()
    }

    fn file_help(&self) -> String {
        let rules = self.house.files.rules();
        let size = |family| size_text(rules.bytes_max(family) as u64, self.is_french());
        let (plain, video) = (size(Family::Document), size(Family::Video));
        if self.is_french() {
            format!(
                "Images JPEG, PNG ou WebP et PDF jusqu’à {plain}, vidéos MP4 ou WebM jusqu’à {video}\u{202f}; {ATTACHMENTS_PER_FIELD_MAX} fichiers au plus."
            )
        } else {
            format!(
                "JPEG, PNG or WebP pictures and PDF up to {plain}, MP4 or WebM videos up to {video}; {ATTACHMENTS_PER_FIELD_MAX} files at most."
            )
        }
    }

    fn chapters(&self, look: &Look<'_>) -> Vec<Chapter> {
        let steps = [Step::Company, Step::People, Step::Description];
        steps
            .into_iter()
            .map(|step| Chapter {
                title: step.title(self.is_french()),
                href: self.href(step),
                groups: step
                    .parts()
                    .iter()
                    .flat_map(|part| {
                        let n = look.answers.groups(*part).len();
                        (0..n).map(|nth| look.shown(*part, nth))
                    })
                    .filter(|group| !group.is_empty())
                    .collect(),
            })
            .collect()
    }

    /// The notice of GDPR-02: the organiser's own words, or the product's.
    fn notice(&self) -> Vec<String> {
        let terms = &self.form.terms;
        let own = terms.notice.say(self.is_french());
        if !own.is_empty() {
            return own.split("\n\n").map(str::to_owned).collect();
        }
        let settings = &self.asked.site.site.settings;
        let contact = if terms.contact.is_empty() {
            settings.email.as_str()
        } else {
            terms.contact.as_str()
        };
        let officer = if terms.officer.is_empty() {
            contact
        } else {
            terms.officer.as_str()
        };
        let organiser = settings.organiser.as_str();
        if self.is_french() {
            vec![
                format!("{organiser} recueille ces informations pour traiter votre inscription, organiser vos rendez-vous et, si vous l’acceptez, vous informer de ses services. Elles ne sont pas transmises à des tiers\u{202f}; seuls les champs du catalogue sont visibles des autres participants."),
                format!("Vous pouvez y accéder, les rectifier, les effacer, les recevoir dans un format courant, vous opposer à la prospection et à leur conservation\u{a0}: {contact}. Délégué à la protection des données\u{a0}: {officer}."),
                "Vous pouvez adresser une réclamation à la CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07.".to_owned(),
            ]
        } else {
            vec![
                format!("{organiser} collects this information to handle your registration, to arrange your meetings and, if you agree, to inform you of its services. It is not passed to third parties; other participants see the fields of the catalogue only."),
                format!("You may have access to it, have it corrected or erased, receive it in a common format, and object to prospecting and to its being kept: {contact}. Data protection officer: {officer}."),
                "You may lodge a complaint with the CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, France.".to_owned(),
            ]
        }
    }

    fn privacy(&self) -> Option<String> {
        let mut all = app::desk::site::pages(&self.asked.site, self.language);
        let found = all.find(|(head, _)| head.kind == protocol::site::PageKind::Privacy);
        found.map(|(_, text)| address(&self.slug, self.language, &text.slug))
    }
}

/// A page that nobody keeps: it may name people.
fn html(status: StatusCode, template: &impl Template) -> Result<Response, HttpError> {
    let html = template.render().map_err(|error| {
        tracing::error!(error = %error, "the form could not be rendered: {error}");
        HttpError::Unavailable
    })?;
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "same-origin"),
    ];
    Ok((status, headers, html).into_response())
}

/// `GET /e/{slug}/{language}/register/{step}`
pub(crate) async fn show(
    State(house): State<Arc<Site>>,
    Path((slug, tag, step)): Path<(String, String, String)>,
    Query(told): Query<Told>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let visit = Visit::of(&house, &slug, &tag, &headers).await?;
    if step == RESUME {
        return html(
            StatusCode::OK,
            &resume(&visit, told.token.unwrap_or_default()),
        );
    }
    let step = Step::parse(&step).ok_or(HttpError::NotFound)?;
    if !visit.is_draft() && step != Step::Done {
        return Ok(Redirect::to(&visit.href(Step::Done)).into_response());
    }
    if step == Step::Done {
        return match &visit.registration {
            Some(registration) if !visit.is_draft() => {
                html(StatusCode::OK, &registered(&visit, registration))
            }
            Some(_) | None => Ok(Redirect::to(&visit.href(Step::Company)).into_response()),
        };
    }
    if let Some(closed) = visit.closed() {
        return html(StatusCode::OK, &closed);
    }
    let answers = visit.answers()?;
    let note = match (told.saved, told.more) {
        (Some(2), _) => visit.say(
            "Vos réponses sont enregistrées. Un lien pour les reprendre part vers l’adresse du premier représentant.",
            "Your answers are saved. A link to go on with them is on its way to the address of the first representative.",
        ),
        (Some(_), _) => visit.say(
            "Vos réponses sont enregistrées. Revenez quand vous voulez avec ce navigateur.",
            "Your answers are saved. Come back whenever you like with this browser.",
        ),
        (None, Some(_)) => visit.say(
            "Votre réponse appelle une précision.",
            "Your answer asks for one more.",
        ),
        (None, None) => "",
    };
    html(StatusCode::OK, &visit.page(step, &answers, &[], note))
}

/// The page behind the link of a letter: opening it changes nothing, its button does.
fn resume(visit: &Visit<'_>, token: String) -> ResumeView {
    let mut frame = visit.frame(Step::Company);
    frame.other = None;
    frame.title = visit
        .say(
            "Reprendre votre inscription",
            "Go on with your registration",
        )
        .to_owned();
    ResumeView {
        frame,
        action: address(&visit.slug, visit.language, &format!("register/{RESUME}")),
        token,
    }
}

fn registered(visit: &Visit<'_>, registration: &Registration) -> RegisteredView {
    RegisteredView {
        frame: visit.frame(Step::Done),
        action: visit.href(Step::Done),
        state: match registration.head.state {
            RegistrationState::Draft | RegistrationState::Submitted => "submitted",
            RegistrationState::Validated => "validated",
            RegistrationState::Refused => "refused",
        },
        company: registration.head.title.clone(),
        reason: registration.reason.clone(),
    }
}

/// `POST /e/{slug}/{language}/register/{step}`
pub(crate) async fn answer(
    State(house): State<Arc<Site>>,
    Path((slug, tag, step)): Path<(String, String, String)>,
    headers: HeaderMap,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let visit = Visit::of(&house, &slug, &tag, &headers).await?;
    if step == RESUME {
        let token = sent.iter().find(|(name, _)| name == "token");
        let token = token.and_then(|(_, value)| Token::parse(value));
        let to = Redirect::to(&visit.href(Step::Company));
        // A link that opens nothing leads to an empty form, and says no more than that.
        let known = match &token {
            Some(token) => house.registrations.resume(visit.event.id(), token).await?,
            None => None,
        };
        let jar = match token.filter(|_| known.is_some()) {
            Some(token) => CookieJar::new().add(house.cookies.issue_draft(&slug, &token)),
            None => CookieJar::new(),
        };
        return Ok((jar, to).into_response());
    }
    let step = Step::parse(&step).ok_or(HttpError::NotFound)?;
    if step == Step::Done {
        // Another company: this browser lets go of the one that it registered.
        let jar = CookieJar::new().add(house.cookies.remove_draft(&slug));
        let to = Redirect::to(&visit.href(Step::Company));
        return Ok((jar, to).into_response());
    }
    if !visit.is_draft() {
        return Ok(Redirect::to(&visit.href(Step::Done)).into_response());
    }
    if let Some(closed) = visit.closed() {
        return html(StatusCode::FORBIDDEN, &closed);
    }
    if step == Step::Review {
        return submit(&visit, &sent).await;
    }
    fill_in(visit, step, &sent).await
}

/// `GET /e/{slug}/{language}/register/{step}/files`: a page that was asked for again.
pub(crate) async fn back_to_step(
    Path((slug, tag, step)): Path<(String, String, String)>,
) -> Result<Response, HttpError> {
    let language = Language::of_tag(&tag).ok_or(HttpError::NotFound)?;
    let step = Step::parse(&step).ok_or(HttpError::NotFound)?;
    // The site's part of the address is only ever one of these letters.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if !slug.chars().all(is_plain) {
        return Err(HttpError::NotFound);
    }
    let page = format!("register/{}", step.word());
    Ok(Redirect::to(&address(&slug, language, &page)).into_response())
}

/// `POST /e/{slug}/{language}/register/{step}/files`: a step that files came with.
pub(crate) async fn answer_with_files(
    State(house): State<Arc<Site>>,
    Path((slug, tag, step)): Path<(String, String, String)>,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, HttpError> {
    let mut visit = Visit::of(&house, &slug, &tag, &headers).await?;
    let step = Step::parse(&step)
        .filter(|step| !step.parts().is_empty())
        .ok_or(HttpError::NotFound)?;
    if !visit.is_draft() {
        return Ok(Redirect::to(&visit.href(Step::Done)).into_response());
    }
    if let Some(closed) = visit.closed() {
        return html(StatusCode::FORBIDDEN, &closed);
    }
    let event = visit.event.id();
    let admits = |input: &str, n_of_input: usize, n: usize| {
        let Some(key) = key_of(&visit.form, input, step) else {
            return Err(FileFlaw::UnknownKind);
        };
        let of_field = visit.attached.iter().filter(|file| file.field == key);
        if of_field.count() + n_of_input >= ATTACHMENTS_PER_FIELD_MAX {
            return Err(FileFlaw::TooMany(ATTACHMENTS_PER_FIELD_MAX));
        }
        if visit.attached.len() + n >= ATTACHMENTS_MAX {
            return Err(FileFlaw::TooMany(ATTACHMENTS_MAX));
        }
        Ok(())
    };
    let arrived = receive(&house, event, form, admits).await?;
    let begun = match attach(&mut visit, step, &arrived).await {
        Ok(begun) => begun,
        Err(error) => {
            arrived.let_go(&house, event).await;
            return Err(error);
        }
    };
    if let Some(id) = go(&arrived.sent).strip_prefix("remove-file-") {
        let id = AttachmentId::parse(id);
        if let (Some(id), Some(draft)) = (id, &visit.registration) {
            let file = visit.attached.iter().find(|file| file.id == id);
            let field = file.and_then(|file| visit.form.field(&file.field));
            if let Some(field) = field {
                visit.removed = format!("{}.0.{}", field.part.word(), field.key);
            }
            house.registrations.detach(event, draft, id).await?;
        }
    }
    visit.look_again().await?;
    let answered = fill_in(visit, step, &arrived.sent).await?;
    // The cookie of a draft that the files began.
    let jar = match begun {
        Some(secret) => CookieJar::new().add(house.cookies.issue_draft(&slug, &secret)),
        None => CookieJar::new(),
    };
    Ok((jar, answered).into_response())
}

/// The key of the field of an input that takes files on this step.
fn key_of(form: &Form, input: &str, step: Step) -> Option<String> {
    let mut pieces = input.splitn(3, '.');
    let part = Part::parse(pieces.next()?).filter(|part| step.parts().contains(part))?;
    let key = pieces.nth(1)?;
    let field = form.field(key).filter(|field| field.part == part)?;
    takes(form, &field.key).then(|| field.key.clone())
}

/// Attaches what was taken to the draft, which begins with it where there is none yet; its secret
/// then. What was not taken is said at its field.
async fn attach(
    visit: &mut Visit<'_>,
    step: Step,
    arrived: &Arrived,
) -> Result<Option<Token>, HttpError> {
    let is_french = visit.is_french();
    let mut begun = None;
    let house = visit.house;
    let event = visit.event.id();
    if visit.registration.is_none() && arrived.files.iter().any(|file| file.outcome.is_ok()) {
        let around = (&visit.form, &visit.around);
        let answers = Answers::default();
        let saved = house
            .registrations
            .save(&visit.event, around, None, visit.language, &answers, &[])
            .await
            .map_err(failed)?;
        visit.registration = Some(saved.registration);
        visit.secret = saved.begun.clone();
        begun = saved.begun;
    }
    for file in &arrived.files {
        let Some(key) = key_of(&visit.form, &file.input, step) else {
            continue;
        };
        let flaw = match (&file.outcome, &visit.registration) {
            (Ok(taken), Some(draft)) => {
                let office = &house.registrations;
                if office.attach(event, draft, &key, taken).await? {
                    continue;
                }
                house.files.let_go(event, taken.id).await;
                FileFlaw::TooMany(ATTACHMENTS_MAX)
            }
            (Ok(_), None) => continue,
            (Err(flaw), _) => *flaw,
        };
        let said = flaw_sentence(flaw, is_french);
        let said = if is_french {
            format!("«\u{a0}{}\u{a0}»\u{a0}: {said}", file.name)
        } else {
            format!("“{}”: {said}", file.name)
        };
        visit.flaws.push((key, said));
    }
    Ok(begun)
}

/// Keeps what was typed on a step, and goes where its button leads.
async fn fill_in(
    mut visit: Visit<'_>,
    step: Step,
    sent: &[(String, String)],
) -> Result<Response, HttpError> {
    let (house, slug) = (visit.house, visit.slug.clone());
    let typed = read(&visit.form, &visit.answers()?, sent, step.parts());
    house.registrations.note_forged(typed.n_forged);
    let mut answers = typed.answers;
    let go = go(sent).to_owned();
    let anchor = rearrange(&mut answers, &go);
    if !answers.is_within_bounds() {
        return Err(HttpError::TooLarge);
    }
    let saved = house
        .registrations
        .save(
            &visit.event,
            (&visit.form, &visit.around),
            visit.secret.as_ref(),
            visit.language,
            &answers,
            step.parts(),
        )
        .await
        .map_err(failed)?;
    let jar = match &saved.begun {
        Some(secret) => CookieJar::new().add(house.cookies.issue_draft(&slug, secret)),
        None => CookieJar::new(),
    };
    visit.registration = Some(saved.registration);
    if !visit.is_draft() {
        return Ok((jar, Redirect::to(&visit.href(Step::Done))).into_response());
    }
    let to = match go.as_str() {
        "back" if visit.flaws.is_empty() => visit.href(step.back()),
        "save" if visit.flaws.is_empty() => {
            let secret = saved.begun.as_ref().or(visit.secret.as_ref());
            let path = address(&slug, visit.language, &format!("register/{RESUME}"));
            let is_written = match (secret, &visit.registration) {
                (Some(secret), Some(registration)) => house
                    .registrations
                    .write_link(visit.event.id(), &visit.form, registration, &path, secret)
                    .await
                    .map_err(failed)?,
                (None, _) | (_, None) => false,
            };
            format!(
                "{}?saved={}",
                visit.href(step),
                if is_written { 2 } else { 1 }
            )
        }
        _ if anchor.is_some() && visit.flaws.is_empty() => {
            format!("{}#{}", visit.href(step), anchor.unwrap_or_default())
        }
        _ if go.starts_with("remove-file-") => {
            format!("{}#{}", visit.href(step), visit.removed)
        }
        _ if !saved.faults.is_empty() || !visit.flaws.is_empty() => {
            let page = visit.page(step, &answers, &saved.faults, "");
            return Ok((jar, html(StatusCode::UNPROCESSABLE_ENTITY, &page)?).into_response());
        }
        _ if typed.asks_more => format!("{}?more=1", visit.href(step)),
        _ => visit.href(step.next()),
    };
    Ok((jar, Redirect::to(&to)).into_response())
}

/// The last press.
async fn submit(visit: &Visit<'_>, sent: &[(String, String)]) -> Result<Response, HttpError> {
    let is_ticked = |name: &str| sent.iter().any(|(key, _)| key == name);
    let Some(secret) = &visit.secret else {
        return Ok(Redirect::to(&visit.href(Step::Company)).into_response());
    };
    if go(sent) == "back" {
        return Ok(Redirect::to(&visit.href(Step::Description)).into_response());
    }
    let answers = visit.answers()?;
    if !is_ticked("noted") {
        let mut page = visit.page(Step::Review, &answers, &[], "");
        page.lacks_note = true;
        page.wants_news = is_ticked("news");
        let text = visit.say(
            "Prenez connaissance de l’usage de vos données.",
            "Take note of how your data is used.",
        );
        page.summary = vec![("#noted".to_owned(), text.to_owned())];
        return html(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let around = (&visit.form, &visit.around);
    let submitted = visit
        .house
        .registrations
        .submit(&visit.event, around, secret, is_ticked("news"))
        .await;
    match submitted.map_err(failed)? {
        Submitted::Done => Ok(Redirect::to(&visit.href(Step::Done)).into_response()),
        Submitted::Faulty(faults) => {
            let mut page = visit.page(Step::Review, &answers, &faults, "");
            page.wants_news = is_ticked("news");
            html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Submitted::Nothing => Ok(Redirect::to(&visit.href(Step::Company)).into_response()),
    }
}
