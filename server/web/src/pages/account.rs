//! One's own account: where one can go, where one is signed in, password, second factor, address
//! and language.
//!
//! Each form posts to an address of its own and comes back here; what was wrong is said at its
//! field, and what was typed is still there, but for passwords.

use std::sync::Arc;

use app::Holder;
use app::account::{
    AccountId, Email, FactorState, Moved, Password, Purpose, SignInMark, TeamRole, Token, Visitor,
};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use super::enter::Means;
use super::moment::{Moment, moment};
use super::page::{Page, complain, render};
use super::words::Complaint;
use crate::caller::CallerOf;
use crate::error::HttpError;
use crate::identity::whole_visitor;
use crate::language::Language;
use crate::router::Site;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    done: Option<String>,
}

/// Something that can be opened.
struct PlaceRow {
    account: String,
    /// For a participant: whether a calendar program may read his agenda.
    calendar: Option<bool>,
    icon: &'static str,
    title: String,
    what: String,
}

/// A sign-in as its owner knows it.
struct SignInRow {
    mark: String,
    device: String,
    address: String,
    since: Moment,
    seen: Moment,
    is_this: bool,
}

/// Which form was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Password,
    Email,
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    page: Page,
    email: String,
    places: Vec<PlaceRow>,
    sign_ins: Vec<SignInRow>,
    factor: FactorState,
    wrong: Option<(Part, Complaint)>,
    typed_email: String,
    note: Option<&'static str>,
}

impl AccountPage {
    fn wrong_at(&self, part: &str) -> Option<&str> {
        let (at, complaint) = self.wrong.as_ref()?;
        let is_here = match at {
            Part::Password => part == "password",
            Part::Email => part == "email",
        };
        is_here.then_some(complaint.text.as_str())
    }
}

async fn template(
    site: &Site,
    page: Page,
    visitor: &Visitor,
    note: Option<&'static str>,
) -> Result<AccountPage, HttpError> {
    let places = site.accounts.places(visitor.user.id).await?;
    let zone = places.first().map_or("", |place| place.zone.as_str());
    let sign_ins = site.accounts.sign_ins(visitor).await?;
    let rows = sign_ins.into_iter().map(|sign_in| SignInRow {
        mark: sign_in.mark.to_string(),
        is_this: sign_in.mark == visitor.sign_in.mark,
        since: moment(&page, sign_in.created_at, zone),
        seen: moment(&page, sign_in.seen_at, zone),
        device: if sign_in.device.is_empty() {
            page.say("Appareil inconnu", "Unknown device").to_owned()
        } else {
            sign_in.device
        },
        address: sign_in.address,
    });
    let rows: Vec<_> = rows.collect();
    let mut rows_of_places = Vec::with_capacity(places.len());
    for place in places {
        let (icon, what) = role_words(&page, place.holding.role);
        let calendar = match place.holding.account.holder {
            Holder::Person(_) => Some(site.accounts.has_calendar(place.holding.account.id).await?),
            Holder::Staff(_) => None,
        };
        rows_of_places.push(PlaceRow {
            calendar,
            account: place.holding.account.id.to_string(),
            icon,
            title: place.title,
            what: if place.name.is_empty() {
                what.to_owned()
            } else {
                format!("{what} – {}", place.name)
            },
        });
    }
    Ok(AccountPage {
        places: rows_of_places,
        email: visitor.user.email.clone(),
        sign_ins: rows,
        factor: site.accounts.factor_state(visitor.user.id).await?,
        wrong: None,
        typed_email: String::new(),
        note,
        page,
    })
}

/// What somebody is at an event, with a symbol of the shared sprite.
fn role_words(page: &Page, role: Option<TeamRole>) -> (&'static str, &'static str) {
    match role {
        Some(TeamRole::Main) => (
            "room",
            page.say("Administrateur principal", "Main administrator"),
        ),
        Some(TeamRole::Secondary) => ("room", page.say("Co-administrateur", "Co-administrator")),
        Some(TeamRole::Door) => ("door", page.say("Accueil", "Door")),
        Some(TeamRole::Screen) => ("eye", page.say("Écran public", "Public screen")),
        None => ("person", page.say("Participant", "Participant")),
    }
}

/// `GET /account`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    jar: CookieJar,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let page = Page::of_user(&site, asked.lang.as_deref(), &visitor.user);
    let note = match asked.done.as_deref() {
        Some("password") => Some(page.say(
            "Votre mot de passe est changé. Vos autres connexions sont terminées.",
            "Your password is changed. Your other sign-ins have ended.",
        )),
        Some("email") => Some(page.say(
            "Ouvrez le lien qui vient de partir à la nouvelle adresse\u{202f}: elle ne change qu’après.",
            "Open the link that has just gone to the new address: it changes only then.",
        )),
        Some("calendar") => Some(page.say(
            "L’adresse de votre agenda est fermée.",
            "The address of your agenda is closed.",
        )),
        Some("ended") => Some(page.say("C’est terminé.", "It has ended.")),
        Some(_) | None => None,
    };
    render(
        StatusCode::OK,
        &template(&site, page, &visitor, note).await?,
    )
}

#[derive(Debug, Deserialize)]
pub(crate) struct Which {
    account: String,
    /// Asks for pages instead of the program.
    #[serde(default)]
    pages: String,
}

/// `POST /account/open`: into an event.
pub(crate) async fn open(
    State(site): State<Arc<Site>>,
    CallerOf(caller): CallerOf,
    jar: CookieJar,
    Form(which): Form<Which>,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let account = AccountId::parse(&which.account).ok_or(HttpError::NotFound)?;
    let means = if which.pages.is_empty() {
        Means::Program
    } else {
        Means::Pages
    };
    super::enter::open_by(&site, jar, &visitor, account, (&caller, means)).await
}

#[derive(Debug, Deserialize)]
pub(crate) struct Spoken {
    language: String,
}

/// `POST /account/language`
pub(crate) async fn speak(
    State(site): State<Arc<Site>>,
    jar: CookieJar,
    Form(spoken): Form<Spoken>,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let language = Language::of(Some(&spoken.language), &HeaderMap::new());
    site.accounts
        .speak(visitor.user.id, language.tongue())
        .await?;
    Ok(Redirect::to("/account").into_response())
}

#[derive(Debug, Deserialize)]
pub(crate) struct PasswordTyped {
    #[serde(default)]
    present: String,
    #[serde(default)]
    password: String,
}

/// `POST /account/password`
pub(crate) async fn change_password(
    State(site): State<Arc<Site>>,
    CallerOf(caller): CallerOf,
    jar: CookieJar,
    Form(typed): Form<PasswordTyped>,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let page = Page::of_user(&site, None, &visitor.user);
    let present = Password::new(&typed.present);
    let password = Password::new(&typed.password);
    let chosen = site
        .accounts
        .change_password(&visitor, present, password, &caller)
        .await?;
    match Complaint::of_choice(&page, &chosen) {
        None => Ok(Redirect::to("/account?done=password").into_response()),
        Some(complaint) => again(&site, page, &visitor, Part::Password, complaint, "").await,
    }
}

/// The page once more, with what was wrong at its field.
async fn again(
    site: &Site,
    page: Page,
    visitor: &Visitor,
    part: Part,
    complaint: Complaint,
    typed_email: &str,
) -> Result<Response, HttpError> {
    let mut template = template(site, page, visitor, None).await?;
    let (status, retry_after_s) = (complaint.status, complaint.retry_after_s);
    template.wrong = Some((part, complaint));
    template.typed_email = typed_email.to_owned();
    complain(status, retry_after_s, &template)
}

#[derive(Debug, Deserialize)]
pub(crate) struct EmailTyped {
    #[serde(default)]
    present: String,
    #[serde(default)]
    email: String,
}

/// `POST /account/email`: the new address is asked by a letter first.
pub(crate) async fn change_email(
    State(site): State<Arc<Site>>,
    CallerOf(caller): CallerOf,
    jar: CookieJar,
    Form(typed): Form<EmailTyped>,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let page = Page::of_user(&site, None, &visitor.user);
    let Some(email) = Email::parse(&typed.email) else {
        let text = page.say(
            "Ceci n’est pas une adresse\u{a0}: il manque par exemple «\u{202f}@\u{202f}».",
            "This is no address: it lacks an “@”, for instance.",
        );
        let complaint = Complaint::new(StatusCode::UNPROCESSABLE_ENTITY, text);
        return again(&site, page, &visitor, Part::Email, complaint, &typed.email).await;
    };
    let present = Password::new(&typed.present);
    let refused = site
        .accounts
        .ask_to_move(&visitor, present, &email, &caller)
        .await?;
    match refused.and_then(|refused| Complaint::of_choice(&page, &refused)) {
        None => Ok(Redirect::to("/account?done=email").into_response()),
        Some(complaint) => again(&site, page, &visitor, Part::Email, complaint, &typed.email).await,
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Confirming {
    #[serde(default)]
    token: String,
    lang: Option<String>,
}

#[derive(Template)]
#[template(path = "confirm_email.html")]
struct ConfirmPage {
    page: Page,
    token: String,
    is_done: bool,
}

/// `GET /account/email/confirm`: looking at the link uses nothing up.
pub(crate) async fn show_email(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Confirming>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    let found = match Token::parse(&asked.token) {
        Some(link) => site.accounts.find_link(&link, Purpose::Email).await?,
        None => None,
    };
    if found.is_none() {
        return super::sign_in::spent(page);
    }
    let template = ConfirmPage {
        page,
        token: asked.token,
        is_done: false,
    };
    render(StatusCode::OK, &template)
}

/// `POST /account/email/confirm`
pub(crate) async fn confirm_email(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Form(asked): Form<Confirming>,
) -> Result<Response, HttpError> {
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    let moved = match Token::parse(&asked.token) {
        Some(link) => site.accounts.confirm_move(&link).await?,
        None => Moved::Spent,
    };
    match moved {
        Moved::Spent => super::sign_in::spent(page),
        Moved::Done => render(
            StatusCode::OK,
            &ConfirmPage {
                page,
                token: String::new(),
                is_done: true,
            },
        ),
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Marked {
    mark: String,
}

/// `POST /account/sign-ins/end`
pub(crate) async fn end_one(
    State(site): State<Arc<Site>>,
    jar: CookieJar,
    Form(marked): Form<Marked>,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let mark = SignInMark::parse(&marked.mark).ok_or(HttpError::NotFound)?;
    site.accounts.end_one(&visitor, mark).await?;
    Ok(Redirect::to("/account?done=ended").into_response())
}

/// `POST /account/sign-ins/end-others`
pub(crate) async fn end_others(
    State(site): State<Arc<Site>>,
    jar: CookieJar,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    site.accounts.end_others(&visitor).await?;
    Ok(Redirect::to("/account?done=ended").into_response())
}
