//! The editor of the registration form (REG-04, REG-05, CAT-04): which fields there are, for whom,
//! in which words. Every press is one edit over the revision that its sender saw.

mod draft;

use app::desk::registration::form::{Field, Flaw, Form, Kind, Part};
use app::desk::registration::{Around, RegistrationError, local_text};
use askama::Template;
use axum::Form as Body;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use protocol::reject::DeskEditStale;
use protocol::{Micros, Reject};
use serde::Deserialize;

use self::draft::{KINDS, apply, kind_word, options_text};
use super::desk::{AtDesk, Sent};
use super::page::{Page, render};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::registration::part_title;
use crate::router::Site;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    edit: String,
    add: String,
    done: Option<u8>,
}

struct Row {
    key: String,
    label: String,
    kind: String,
    marks: Vec<&'static str>,
    is_shown: bool,
    is_vital: bool,
    is_own: bool,
}

struct Chapter {
    part: &'static str,
    title: &'static str,
    rows: Vec<Row>,
}

struct Tick {
    value: String,
    label: String,
    is_on: bool,
}

/// The field that is looked at, as its form shows it.
struct Open {
    field: Field,
    kind: &'static str,
    is_new: bool,
    is_vital: bool,
    kinds: Vec<(&'static str, &'static str, bool)>,
    options: String,
    chars_max: u32,
    n_max: u32,
    min: i64,
    max: i64,
    unit: String,
    sectors: Vec<Tick>,
    leans: Vec<Tick>,
    figures: Vec<Tick>,
    value: String,
}

#[derive(Template)]
#[template(path = "form.html")]
struct FormPage {
    page: Page,
    event: String,
    title: String,
    revision: u64,
    chapters: Vec<Chapter>,
    open: Option<Open>,
    opens_at: String,
    closes_at: String,
    profile_closes_at: String,
    changes_wait: bool,
    notice: (String, String),
    contact: String,
    officer: String,
    is_done: bool,
    complaints: Vec<String>,
}

/// What keeps somebody from the desk of the form; what was typed is answered by its page.
pub(super) fn failed(error: RegistrationError) -> HttpError {
    match error {
        RegistrationError::Refused(reject) => reject.into(),
        RegistrationError::Store(fault) => fault.into(),
        RegistrationError::Faulty(_)
        | RegistrationError::Flawed(_)
        | RegistrationError::Stale(_) => Reject::from(DeskEditStale { revision: 0 }).into(),
    }
}

/// `GET /desk/{event}/form`
pub(crate) async fn show(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    let (revision, form, around) = desk_of(&site, &signed_in).await?;
    let open = open(&page, &form, &around, &asked.edit, &asked.add);
    let mut view = view(&signed_in, page, revision, &form);
    view.open = open;
    view.is_done = asked.done.is_some();
    render(StatusCode::OK, &view)
}

/// The form as it is stored, with its revision and what it leans on.
async fn desk_of(site: &Site, by: &SignedIn) -> Result<(u64, Form, Around), HttpError> {
    let desk = site.registrations.form_desk(&by.event, by.actor()).await;
    desk.map_err(failed)
}

fn view(signed_in: &SignedIn, page: Page, revision: u64, form: &Form) -> FormPage {
    let zone = signed_in.event_zone();
    let is_french = page.language.is_french();
    let row = |field: &Field| {
        let mut marks = Vec::new();
        if field.is_required {
            marks.push(page.say("nécessaire", "required"));
        }
        if field.is_published {
            marks.push(page.say("publié", "published"));
        }
        if !field.sectors.is_empty() {
            marks.push(page.say("par secteur", "by sector"));
        }
        if field.condition.is_some() {
            marks.push(page.say("sous condition", "conditional"));
        }
        Row {
            key: field.key.clone(),
            label: field.label.say(is_french).to_owned(),
            kind: kind_word(&page, &field.kind).to_owned(),
            marks,
            is_shown: field.is_shown,
            is_vital: field.role.is_some_and(|role| role.is_vital()),
            is_own: field.role.is_none() && Form::standard().field(&field.key).is_none(),
        }
    };
    let chapters = Part::ALL.into_iter().map(|part| Chapter {
        part: part.word(),
        title: part_title(part, is_french),
        rows: form.part(part).map(row).collect(),
    });
    let moment = |at: Option<i64>| at.map_or(String::new(), |at| local_text(Micros(at), &zone));
    let terms = &form.terms;
    FormPage {
        event: signed_in.event.id().to_string(),
        title: signed_in.event_title(),
        revision,
        chapters: chapters.collect(),
        open: None,
        opens_at: moment(terms.opens_at),
        closes_at: moment(terms.closes_at),
        profile_closes_at: moment(terms.profile_closes_at),
        changes_wait: terms.changes_wait,
        notice: (terms.notice.french.clone(), terms.notice.english.clone()),
        contact: terms.contact.clone(),
        officer: terms.officer.clone(),
        is_done: false,
        complaints: Vec::new(),
        page,
    }
}

fn open(page: &Page, form: &Form, around: &Around, edit: &str, add: &str) -> Option<Open> {
    let (field, is_new) = match (form.field(edit), Part::parse(add)) {
        (Some(field), _) => (field.clone(), false),
        (None, Some(part)) => (draft::blank(part), true),
        (None, None) => return None,
    };
    Some(opened(page, form, around, field, is_new))
}

fn opened(page: &Page, form: &Form, around: &Around, field: Field, is_new: bool) -> Open {
    let is_french = page.language.is_french();
    let (chars_max, n_max, min, max, unit) = match &field.kind {
        Kind::Text { chars_max } | Kind::LongText { chars_max } => {
            (*chars_max, 5, 0, 1_000_000, String::new())
        }
        Kind::MultiChoice { n_max, .. }
        | Kind::Keywords { n_max }
        | Kind::Cooperations { n_max } => (200, *n_max, 0, 1_000_000, String::new()),
        Kind::KeyFigure { unit, min, max } => (200, 5, *min, *max, unit.clone()),
        Kind::Choice { .. }
        | Kind::File
        | Kind::Country
        | Kind::Vat
        | Kind::Email
        | Kind::Phone
        | Kind::Link
        | Kind::Availability
        | Kind::Sector => (200, 5, 0, 1_000_000, String::new()),
    };
    let own = draft::name_of(&field.kind);
    let kinds = KINDS
        .iter()
        .map(|(name, french, english)| (*name, page.say(french, english), *name == own));
    let sectors = around.sectors.iter().map(|one| Tick {
        value: one.code.clone(),
        label: if is_french { &one.french } else { &one.english }.clone(),
        is_on: field.sectors.contains(&one.code),
    });
    let figures = around.figures.iter().map(|one| Tick {
        value: one.code.clone(),
        label: if is_french { &one.french } else { &one.english }.clone(),
        is_on: (field.figure).is_some_and(|figure| figure.0.to_string() == one.code),
    });
    let leaned = field.condition.as_ref();
    let leans = form
        .fields
        .iter()
        .filter(|other| other.key != field.key)
        .filter(|other| other.part == field.part || other.part == Part::Company)
        .filter(|other| !matches!(other.kind, Kind::File))
        .map(|other| Tick {
            value: other.key.clone(),
            label: other.label.say(is_french).to_owned(),
            is_on: leaned.is_some_and(|condition| condition.field == other.key),
        });
    Open {
        kind: own,
        is_vital: field.role.is_some_and(|role| role.is_vital()),
        kinds: kinds.collect(),
        options: options_text(&field.kind),
        sectors: sectors.collect(),
        leans: leans.collect(),
        figures: figures.collect(),
        value: leaned.map_or(String::new(), |condition| condition.value.clone()),
        is_new,
        chars_max,
        n_max,
        min,
        max,
        unit,
        field,
    }
}

/// `POST /desk/{event}/form`
pub(crate) async fn edit(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let (revision, mut form, around) = desk_of(&site, &signed_in).await?;
    let seen = Sent(&sent).revision();
    let touched = apply(&mut form, &sent, &signed_in.event_zone());
    let outcome = if seen == revision {
        site.registrations
            .edit_form(&signed_in.event, signed_in.standing.clone(), seen, &form)
            .await
    } else {
        Err(Reject::from(DeskEditStale { revision }).into())
    };
    let (status, complaints) = match outcome {
        Ok(_) => {
            let to = format!("/desk/{}/form?done=1", signed_in.event.id());
            return Ok(Redirect::to(&to).into_response());
        }
        Err(RegistrationError::Flawed(flaws)) => {
            let said = flaws
                .iter()
                .map(|(key, flaw)| complaint(&page, &form, key, *flaw));
            (StatusCode::UNPROCESSABLE_ENTITY, said.collect())
        }
        Err(RegistrationError::Refused(Reject::DeskEditStale(_))) => {
            let said = page.say(
                "Rien n’a été enregistré\u{a0}: quelqu’un a modifié le formulaire entre-temps. Votre saisie est ci-dessous, le formulaire est à jour.",
                "Nothing was saved: somebody changed the form meanwhile. What you typed is below; the form is up to date.",
            );
            (StatusCode::CONFLICT, vec![said.to_owned()])
        }
        Err(error) => return Err(failed(error)),
    };
    // What is there, with what was typed into the field that was open.
    let typed = touched.and_then(|key| form.field(&key).cloned());
    let (revision, mut stored, _) = desk_of(&site, &signed_in).await?;
    if Sent(&sent).value("go") == "terms" {
        stored.terms = form.terms;
    }
    let open = typed.map(|field| {
        let is_new = stored.field(&field.key).is_none();
        opened(&page, &stored, &around, field, is_new)
    });
    let mut view = view(&signed_in, page, revision, &stored);
    view.open = open;
    view.complaints = complaints;
    render(status, &view)
}

fn complaint(page: &Page, form: &Form, key: &str, flaw: Flaw) -> String {
    let said = match flaw {
        Flaw::TooManyFields => page.say("trop de champs.", "too many fields."),
        Flaw::BadKey => page.say(
            "un code s’écrit en minuscules, chiffres et soulignés.",
            "a code is written in small letters, digits and underlines.",
        ),
        Flaw::RepeatedKey => page.say("deux fois le même code.", "the same code twice."),
        Flaw::VitalMissing => page.say(
            "nom de l’entreprise, pays, nom et adresse électronique doivent être demandés à tous.",
            "company name, country, last name and e-mail address must be asked of everybody.",
        ),
        Flaw::WrongRole => page.say(
            "ce champ doit garder sa partie et son type.",
            "this field must keep its part and kind.",
        ),
        Flaw::NoLabel => page.say("il manque un libellé.", "a label is missing."),
        Flaw::TooLong => page.say("un texte est trop long.", "a text is too long."),
        Flaw::BadOptions => page.say(
            "indiquez des réponses, une par ligne.",
            "give answers, one a line.",
        ),
        Flaw::BadBounds => page.say(
            "ces bornes n’admettent rien.",
            "these bounds admit nothing.",
        ),
        Flaw::BadCondition => page.say(
            "la condition cite un champ de la même partie ou de l’entreprise, et une valeur.",
            "the condition names a field of the same part or of the company, and a value.",
        ),
        Flaw::Circle => page.say(
            "les conditions tournent en rond.",
            "the conditions form a circle.",
        ),
        Flaw::TooManySectors => page.say("trop de secteurs.", "too many sectors."),
        Flaw::BadWindow => page.say(
            "les inscriptions fermeraient avant d’ouvrir.",
            "registration would close before it opens.",
        ),
    };
    match form.field(key) {
        Some(field) => {
            let colon = page.say("\u{a0}: ", ": ");
            format!(
                "{}{colon}{said}",
                field.label.say(page.language.is_french())
            )
        }
        None => said.to_owned(),
    }
}
