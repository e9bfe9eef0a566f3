//! Who agreed to be written to about the organiser's services: a list, and a file for a
//! spreadsheet (GDPR-05).

use app::privacy::Consenting;
use askama::Template;
use axum::extract::Query;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::limits::CONSENTS_PER_PAGE_MAX;
use serde::Deserialize;

use super::desk::AtDesk;
use super::moment::moment;
use super::page::{Page, render};
use crate::error::HttpError;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// So many are left out first.
    from: usize,
}

struct Line {
    name: String,
    company: String,
    email: String,
    given_at: String,
    version: u32,
}

#[derive(Template)]
#[template(path = "consents.html")]
struct ConsentsPage {
    page: Page,
    event: String,
    title: String,
    lines: Vec<Line>,
    n_all: usize,
    back: Option<usize>,
    on: Option<usize>,
}

/// `GET /desk/{event}/consents`
pub(crate) async fn show(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    let (event, actor) = (&signed_in.event, signed_in.actor());
    let found = site.privacy.consent_page(event, actor, asked.from).await?;
    let zone = signed_in.event_zone();
    let n_shown = asked.from.saturating_add(found.lines.len());
    let lines = found.lines.into_iter().map(|one| Line {
        given_at: moment(&page, one.given_at, &zone).shown,
        name: one.name,
        company: one.company,
        email: one.email,
        version: one.wording_version,
    });
    let template = ConsentsPage {
        event: event.id().to_string(),
        title: signed_in.event_title(),
        lines: lines.collect(),
        n_all: found.n_all,
        back: (asked.from > 0).then(|| asked.from.saturating_sub(CONSENTS_PER_PAGE_MAX)),
        on: (n_shown < found.n_all).then_some(n_shown),
        page,
    };
    render(StatusCode::OK, &template)
}

/// `GET /desk/{event}/consents.csv`
pub(crate) async fn csv(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
) -> Result<Response, HttpError> {
    let (event, actor) = (&signed_in.event, signed_in.actor());
    let all = site.privacy.consenting(event, actor).await?;
    let text = sheet(&page, &all, &signed_in.event_zone());
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"consentements.csv\"",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}

/// As French spreadsheets open it: UTF-8 that says so, semicolons, and no cell that could be taken
/// for a formula.
fn sheet(page: &Page, all: &[Consenting], zone: &str) -> String {
    let heads = [
        page.say("Nom", "Name"),
        page.say("Entreprise", "Company"),
        page.say("Adresse électronique", "E-mail address"),
        page.say("Accepté le", "Agreed on"),
        page.say("Version de la notice", "Version of the notice"),
    ];
    let mut text = String::from("\u{feff}");
    line(&mut text, &heads);
    for one in all {
        let given_at = moment(page, one.given_at, zone).machine;
        let version = one.wording_version.to_string();
        line(
            &mut text,
            &[&one.name, &one.company, &one.email, &given_at, &version],
        );
    }
    text
}

fn line(text: &mut String, cells: &[&str]) {
    for (nth, cell) in cells.iter().enumerate() {
        if nth > 0 {
            text.push(';');
        }
        text.push('"');
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            text.push('\'');
        }
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_keeps_what_it_says() {
        let mut text = String::new();
        line(&mut text, &["=1+1", "Mer; \"Sel\"", "-x", "plain"]);
        assert_eq!(text, "\"'=1+1\";\"Mer; \"\"Sel\"\"\";\"'-x\";\"plain\"\r\n");
    }
}
