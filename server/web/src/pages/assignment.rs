//! Automatic assignment of participants to co-organisers (EEN-18): the rules, what they would do,
//! and the press that does it. For whoever sees everybody.

mod typed;
mod views;

use app::desk::assignment::{AssignmentDesk, AssignmentError, Edit, Whom};
use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use protocol::Reject;
use protocol::reject::DeskEditStale;
use serde::Deserialize;

use self::typed::{edit_of, flaw_text};
use self::views::{Choice, Line, Outcome, Row, lines, outcomes, rows};
use super::desk::{AtDesk, Sent};
use super::page::{Page, render};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// What was done, and can be undone.
    done: Option<u64>,
    /// How many persons that was.
    n: Option<usize>,
    /// Whether rules were saved.
    #[serde(default)]
    saved: bool,
}

/// What stands above the page.
#[derive(Default)]
struct News {
    applied: Option<(u64, String)>,
    is_saved: bool,
    complaints: Vec<String>,
    /// The rules as a colleague wrote them meanwhile.
    theirs: Option<Vec<Line>>,
}

#[derive(Template)]
#[template(path = "assignment.html")]
struct AssignmentPage {
    page: Page,
    event: String,
    title: String,
    /// Of the rules that an outlook belongs to.
    revision: u64,
    /// Of the rules that the fields were opened on.
    seen: u64,
    rows: Vec<Row>,
    keepers: Vec<Choice>,
    newcomer: String,
    outcomes: [Outcome; 2],
    has_rules: bool,
    news: News,
}

fn failed(error: AssignmentError) -> HttpError {
    match error {
        AssignmentError::Refused(reject) => reject.into(),
        AssignmentError::Store(fault) => fault.into(),
        AssignmentError::Flawed(_) | AssignmentError::Stale => {
            Reject::from(DeskEditStale { revision: 0 }).into()
        }
    }
}

async fn desk(site: &Site, signed_in: &SignedIn) -> Result<AssignmentDesk, HttpError> {
    let actor = signed_in.actor();
    let desk = site.assignments.desk(&signed_in.event, actor).await;
    desk.map_err(failed)
}

/// The page with what stands in the fields: what was typed, or the rules as they are.
fn template(
    signed_in: &SignedIn,
    page: Page,
    desk: &AssignmentDesk,
    typed: Option<(u64, &Edit)>,
    news: News,
) -> AssignmentPage {
    let rules = typed.map_or(&desk.rules, |(_, edit)| &edit.rules);
    AssignmentPage {
        event: signed_in.event.id().to_string(),
        title: signed_in.event_title(),
        revision: desk.revision,
        seen: typed.map_or(desk.revision, |(seen, _)| seen),
        rows: rows(&page, desk, &rules.rules),
        keepers: views::organisations(&page, desk, rules.keeper),
        newcomer: typed.map_or_else(String::new, |(_, edit)| edit.newcomer.clone()),
        outcomes: outcomes(&page, desk),
        has_rules: !desk.rules.rules.is_empty(),
        news,
        page,
    }
}

/// `GET /desk/{event}/assignment`
pub(crate) async fn show(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    let desk = desk(&site, &signed_in).await?;
    let news = News {
        applied: asked
            .done
            .map(|seq| (seq, views::applied(&page, asked.n.unwrap_or(0)))),
        is_saved: asked.saved,
        ..News::default()
    };
    render(
        StatusCode::OK,
        &template(&signed_in, page, &desk, None, news),
    )
}

/// `POST /desk/{event}/assignment`
pub(crate) async fn save(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let sent = Sent(&typed);
    let (seen, edit) = (sent.revision(), edit_of(&sent));
    let standing = signed_in.standing.clone();
    let saved = site
        .assignments
        .save(&signed_in.event, standing, seen, &edit)
        .await;
    let error = match saved {
        Ok(()) => return Ok(back(&signed_in, "?saved=true")),
        Err(error) => error,
    };
    let desk = desk(&site, &signed_in).await?;
    // Whoever is shown what a colleague wrote has seen it; whoever is told of a flaw has not.
    let (status, seen, news) = match error {
        AssignmentError::Flawed(flaws) => {
            let told = flaws.iter().map(|flaw| flaw_text(&page, *flaw));
            let complaints = told.collect();
            let news = News {
                complaints,
                ..News::default()
            };
            (StatusCode::UNPROCESSABLE_ENTITY, seen, news)
        }
        AssignmentError::Stale => {
            let theirs = Some(lines(&page, &desk));
            let news = News {
                theirs,
                ..News::default()
            };
            (StatusCode::CONFLICT, desk.revision, news)
        }
        error @ (AssignmentError::Refused(_) | AssignmentError::Store(_)) => {
            return Err(failed(error));
        }
    };
    render(
        status,
        &template(&signed_in, page, &desk, Some((seen, &edit)), news),
    )
}

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    revision: u64,
    whom: String,
}

/// `POST /desk/{event}/assignment/apply`
pub(crate) async fn apply(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Form(wanted): Form<Wanted>,
) -> Result<Response, HttpError> {
    let whom = match wanted.whom.as_str() {
        "unassigned" => Whom::Unassigned,
        "everybody" => Whom::Everybody,
        _ => return Err(HttpError::BadRequest("nobody of that name")),
    };
    let standing = signed_in.standing.clone();
    let applied = site
        .assignments
        .apply(&signed_in.event, standing, wanted.revision, whom)
        .await;
    let outdated = match applied {
        Ok(applied) => {
            let done = applied.seq.map_or(String::new(), |seq| {
                format!("?done={seq}&n={}", applied.n_persons)
            });
            return Ok(back(&signed_in, &done));
        }
        // What was looked at is not what would be done any more: it is shown anew.
        Err(AssignmentError::Stale | AssignmentError::Refused(Reject::AssignmentOutdated(_))) => {
            StatusCode::CONFLICT
        }
        Err(error) => return Err(failed(error)),
    };
    let desk = desk(&site, &signed_in).await?;
    let text = page.say(
        "Les règles ou les rattachements viennent de changer. Rien n’a été affecté\u{202f}; voici l’aperçu à jour.",
        "The rules or the assignments have just changed. Nobody was assigned; here is what would be done now.",
    );
    let news = News {
        complaints: vec![text.to_owned()],
        ..News::default()
    };
    render(outdated, &template(&signed_in, page, &desk, None, news))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Undone {
    seq: u64,
}

/// `POST /desk/{event}/assignment/undo`
pub(crate) async fn undo(
    AtDesk {
        site, signed_in, ..
    }: AtDesk,
    Form(undone): Form<Undone>,
) -> Result<Response, HttpError> {
    let standing = signed_in.standing.clone();
    let undone = site
        .assignments
        .undo(&signed_in.event, standing, undone.seq)
        .await;
    undone.map_err(failed)?;
    Ok(back(&signed_in, ""))
}

fn back(signed_in: &SignedIn, query: &str) -> Response {
    let event = signed_in.event.id();
    Redirect::to(&format!("/desk/{event}/assignment{query}")).into_response()
}
