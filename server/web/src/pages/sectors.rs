//! The sectors of an event (EEN-05, REG-04): named, sorted, added, and taken out where nothing
//! names them. Every press saves what stands in the fields.

use std::collections::BTreeMap;

use app::desk::registration::sectors::{Press, SectorDesk, SectorEdit, SectorError};
use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use protocol::limits::{LABEL_CHARS_MAX, SECTORS_MAX};
use serde::Deserialize;

use super::desk::{AtDesk, Sent};
use super::form::failed;
use super::page::{Page, render};
use crate::error::HttpError;
use crate::identity::SignedIn;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    done: Option<u8>,
}

struct Row {
    code: String,
    french: String,
    english: String,
    /// How often it is named, in words; empty where nothing names it.
    uses: String,
}

#[derive(Template)]
#[template(path = "sectors.html")]
struct SectorsPage {
    page: Page,
    event: String,
    title: String,
    revision: u64,
    rows: Vec<Row>,
    /// French and English of the one that is to be added.
    added: (String, String),
    chars_max: usize,
    is_full: bool,
    is_done: bool,
    complaint: Option<String>,
}

fn view(signed_in: &SignedIn, page: Page, desk: &SectorDesk) -> SectorsPage {
    let rows = desk.sectors.iter().map(|(sector, n)| Row {
        code: sector.code.clone(),
        french: sector.french.clone(),
        english: sector.english.clone(),
        uses: uses(&page, *n),
    });
    SectorsPage {
        rows: rows.collect(),
        event: signed_in.event.id().to_string(),
        title: signed_in.event_title(),
        revision: desk.revision,
        added: Default::default(),
        chars_max: LABEL_CHARS_MAX,
        is_full: desk.sectors.len() >= SECTORS_MAX,
        is_done: false,
        complaint: None,
        page,
    }
}

fn uses(page: &Page, n: u64) -> String {
    match n {
        0 => String::new(),
        1 => page.say("cité une fois", "named once").to_owned(),
        n if page.language.is_french() => format!("cité {n} fois"),
        n => format!("named {n} times"),
    }
}

/// `GET /desk/{event}/sectors`
pub(crate) async fn show(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    let desk = site
        .registrations
        .sector_desk(&signed_in.event, signed_in.actor());
    let desk = desk.await.map_err(failed)?;
    let mut view = view(&signed_in, page, &desk);
    view.is_done = asked.done.is_some();
    render(StatusCode::OK, &view)
}

/// `POST /desk/{event}/sectors`
pub(crate) async fn edit(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let sent = Sent(&typed);
    let edit = edit_of(&sent);
    let standing = signed_in.standing.clone();
    let done = site
        .registrations
        .edit_sectors(&signed_in.event, standing, sent.revision(), &edit)
        .await;
    let error = match done {
        Ok(()) => {
            let to = format!("/desk/{}/sectors?done=1", signed_in.event.id());
            return Ok(Redirect::to(&to).into_response());
        }
        Err(SectorError::Failed(error)) => return Err(failed(error)),
        Err(error) => error,
    };
    let desk = site
        .registrations
        .sector_desk(&signed_in.event, signed_in.actor());
    let desk = desk.await.map_err(failed)?;
    let status = if matches!(error, SectorError::Stale) {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let complaint = complaint(&page, &desk, &error);
    let mut view = view(&signed_in, page, &desk);
    // What is there now, in the words that were typed.
    for row in &mut view.rows {
        if let Some((french, english)) = edit.names.get(&row.code) {
            (row.french, row.english) = (french.clone(), english.clone());
        }
    }
    view.added = (
        sent.value("new_fr").to_owned(),
        sent.value("new_en").to_owned(),
    );
    view.complaint = Some(complaint);
    render(status, &view)
}

fn edit_of(sent: &Sent<'_>) -> SectorEdit {
    let names: BTreeMap<String, (String, String)> = sent
        .values("code")
        .map(|code| {
            let french = sent.value(&format!("fr-{code}")).to_owned();
            let english = sent.value(&format!("en-{code}")).to_owned();
            (code.to_owned(), (french, english))
        })
        .collect();
    let go = sent.value("go");
    let press = match go.split_once('-') {
        Some(("up", code)) => Press::Up(code.to_owned()),
        Some(("down", code)) => Press::Down(code.to_owned()),
        Some(("remove", code)) => Press::Remove(code.to_owned()),
        Some(_) | None if go == "add" => Press::Add(
            sent.value("new_fr").to_owned(),
            sent.value("new_en").to_owned(),
        ),
        Some(_) | None => Press::Save,
    };
    SectorEdit { names, press }
}

fn complaint(page: &Page, desk: &SectorDesk, error: &SectorError) -> String {
    let of = |code: &str, french: &'static str, english: &'static str| {
        let sector = desk.sectors.iter().find(|(one, _)| one.code == code);
        let said = page.say(french, english);
        match sector {
            Some((sector, _)) if page.language.is_french() => {
                format!("{}\u{a0}: {said}", sector.french)
            }
            Some((sector, _)) => format!("{}: {said}", sector.english),
            None => {
                let colon = page.say("Nouveau secteur\u{a0}: ", "New sector: ");
                format!("{colon}{said}")
            }
        }
    };
    match error {
        SectorError::Unnamed(code) => of(
            code,
            "il faut un nom en français.",
            "a name in French is needed.",
        ),
        SectorError::TooLong(code) => of(code, "ce nom est trop long.", "this name is too long."),
        SectorError::Twice(code) => of(
            code,
            "un autre secteur porte ce nom.",
            "another sector has this name.",
        ),
        SectorError::TooMany if page.language.is_french() => {
            format!("Un événement a {SECTORS_MAX} secteurs au plus.")
        }
        SectorError::TooMany => format!("An event has at most {SECTORS_MAX} sectors."),
        SectorError::Used(n) if page.language.is_french() => format!(
            "Ce secteur est {}, par des inscriptions, des entreprises, le formulaire ou les règles\u{a0}: il ne peut pas être retiré.",
            uses(page, *n)
        ),
        SectorError::Used(n) => format!(
            "This sector is {}, by registrations, companies, the form or the rules: it cannot be taken out.",
            uses(page, *n)
        ),
        SectorError::Stale | SectorError::Failed(_) => page
            .say(
                "Rien n’a été enregistré\u{a0}: quelqu’un a modifié le formulaire ou ses secteurs entre-temps. La liste est à jour, avec votre saisie.",
                "Nothing was saved: somebody changed the form or its sectors meanwhile. The list is up to date, with what you typed.",
            )
            .to_owned(),
    }
}
