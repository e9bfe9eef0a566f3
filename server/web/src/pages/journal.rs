//! The journal of an event: what was done, by whom, when, in sentences with names (SEC-13,
//! SEC-14). Newest first, by pages, filtered; taken along as a table or as lines of JSON.

mod download;
mod query;
mod row;
mod told;

use app::account::Member;
use app::journal::{Check, JOURNAL_PAGE_ROWS, JournalBreak, Kind};
use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;

pub(super) use self::download::{attached, cell};
pub(crate) use self::download::{csv, jsonl};
use self::query::{Asked, read};
use self::row::{Shown, shown};
use super::desk::AtDesk;
use super::page::{Page, render};
use crate::error::HttpError;

/// Something to choose in a filter.
struct Choice {
    value: String,
    label: String,
    is_on: bool,
}

/// What going through the chains found.
struct Verified {
    is_whole: bool,
    text: String,
}

#[derive(Template)]
#[template(path = "journal.html")]
struct JournalView {
    page: Page,
    event: String,
    title: String,
    rows: Vec<Shown>,
    authors: Vec<Choice>,
    kinds: Vec<Choice>,
    asked: Asked,
    /// What of the filter could not be understood.
    complaint: Option<&'static str>,
    is_filtered: bool,
    is_first: bool,
    next: Option<String>,
    verified: Option<Verified>,
}

/// `GET /desk/{event}/journal`
pub(crate) async fn show(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    let (event, actor) = (&signed_in.event, signed_in.actor());
    let zone = signed_in.event_zone();
    let wanted = read(&site, &signed_in, &asked, &zone);
    let complaint = wanted.flaw.map(|flaw| flaw.sentence(&page));
    let from = asked.before.as_deref().map(str::parse).transpose();
    let from = from.map_err(|_| HttpError::NotFound)?;
    let found = site
        .journals
        .page(event, actor, &wanted.filter, from, JOURNAL_PAGE_ROWS)
        .await??;
    let view = event.view();
    let rows = found.rows.iter();
    let rows = rows.map(|row| shown(&page, &view, &event.id().to_string(), row, &zone));
    let verified = match asked.check.as_deref() {
        Some(_) => {
            let chains = site.journals.check(event, actor).await??;
            Some(Verified {
                is_whole: chains.are_whole(),
                text: [
                    verified(&page, ["Entrées", "Entries"], &chains.log),
                    verified(&page, ["Journal", "Journal"], &chains.journal),
                ]
                .join(" "),
            })
        }
        None => None,
    };
    let team = site.accounts.team(event, actor).await?;
    let template = JournalView {
        rows: rows.collect(),
        authors: authors(
            &page,
            &team.map_or_else(|_| Vec::new(), |team| team.members),
            &asked,
        ),
        kinds: kinds(&page, &asked),
        event: event.id().to_string(),
        title: signed_in.event_title(),
        complaint,
        is_filtered: !wanted.filter.is_empty(),
        is_first: asked.before.is_none(),
        next: found.next.map(|next| asked.address_of(&next)),
        verified,
        asked,
        page,
    };
    render(StatusCode::OK, &template)
}

fn verified(page: &Page, [french, english]: [&'static str; 2], check: &Check) -> String {
    let (what, n) = (page.say(french, english), check.n_lines);
    if page.language.is_french() {
        match check.broken {
            None => format!("{what}\u{a0}: chaîne intacte, {n} vérifiées."),
            Some(JournalBreak::Line(at)) => {
                format!("{what}\u{a0}: chaîne rompue à la ligne {at}.")
            }
            Some(JournalBreak::End(at)) => {
                format!("{what}\u{a0}: chaîne rompue après la ligne {at}, la fin manque.")
            }
        }
    } else {
        match check.broken {
            None => format!("{what}: the chain is whole, {n} checked."),
            Some(JournalBreak::Line(at)) => format!("{what}: the chain is broken at line {at}."),
            Some(JournalBreak::End(at)) => {
                format!("{what}: the chain is broken behind line {at}, its end is missing.")
            }
        }
    }
}

fn authors(page: &Page, team: &[Member], asked: &Asked) -> Vec<Choice> {
    let choice = |value: String, label: String| Choice {
        is_on: asked.author == value,
        value,
        label,
    };
    let groups = [
        ("persons", page.say("Les participants", "Participants")),
        ("house", page.say("Régie elle-même", "Régie itself")),
    ];
    let team = team.iter().map(|member| {
        let name = if member.name.is_empty() {
            page.say("Sans nom", "Without a name").to_owned()
        } else {
            member.name.clone()
        };
        choice(member.staff.id.to_string(), name)
    });
    let groups = groups.map(|(value, label)| choice(value.to_owned(), label.to_owned()));
    team.chain(groups).collect()
}

fn kinds(page: &Page, asked: &Asked) -> Vec<Choice> {
    let choice = |kind: Kind| Choice {
        is_on: asked.kind == kind.word(),
        value: kind.word().to_owned(),
        label: kind_name(page, kind).to_owned(),
    };
    Kind::ALL.into_iter().map(choice).collect()
}

fn kind_name(page: &Page, kind: Kind) -> &'static str {
    match kind {
        Kind::Meetings => page.say("Rendez-vous et planning", "Meetings and plan"),
        Kind::Requests => page.say("Demandes", "Requests"),
        Kind::Persons => page.say("Participants et experts", "Participants and experts"),
        Kind::Attendance => page.say("Présence", "Attendance"),
        Kind::Programme => page.say("Animations", "Sessions"),
        Kind::Settings => page.say("Réglages", "Settings"),
        Kind::Site => page.say("Site public", "Public site"),
        Kind::Registrations => page.say("Inscriptions et profils", "Registrations and profiles"),
        Kind::Letters => page.say("Courriels et messages", "Letters and messages"),
        Kind::Team => page.say("Équipe et droits", "Team and rights"),
        Kind::Data => page.say("Données personnelles", "Personal data"),
        Kind::Other => page.say("Autres", "Others"),
    }
}
