//! The queue of changes, and every company.

use app::desk::profile::{ChangeState, SectionKey, Wish};
use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::limits::PROFILES_PER_PAGE_MAX;
use serde::Deserialize;

use super::super::desk::AtDesk;
use super::super::moment::moment;
use super::super::page::{Page, render};
use super::{failed, section_of, section_title, state_word, tone};
use crate::error::HttpError;

/// The state of the list that shows companies.
const COMPANIES: &str = "companies";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    state: String,
    q: String,
    from: usize,
}

/// A change, or a company.
struct Line {
    href: String,
    title: String,
    /// Whose, or how many.
    detail: String,
    section: &'static str,
    state: &'static str,
    tone: &'static str,
    at: String,
}

struct Tally {
    word: &'static str,
    label: &'static str,
    n: Option<usize>,
    is_on: bool,
}

#[derive(Template)]
#[template(path = "profiles.html")]
struct ListPage {
    page: Page,
    event: String,
    title: String,
    lines: Vec<Line>,
    tallies: Vec<Tally>,
    state: String,
    query: String,
    back: Option<usize>,
    on: Option<usize>,
}

/// `GET /desk/{event}/profiles`
pub(crate) async fn list(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    let state = match asked.state.as_str() {
        // Who opens the queue wants to see what waits.
        "" => Some(ChangeState::Waiting),
        "all" | COMPANIES => None,
        word => {
            let mut all = ChangeState::ALL.into_iter();
            let found = all.find(|state| state_word(*state) == word);
            Some(found.ok_or(HttpError::NotFound)?)
        }
    };
    let is_companies = asked.state == COMPANIES;
    let wish = Wish {
        state,
        text: asked.q.chars().take(100).collect(),
        n_before: asked.from,
    };
    let (event, actor) = (&signed_in.event, signed_in.actor());
    let base = format!("/desk/{}/profiles", event.id());
    let (lines, has_more, counts) = if is_companies {
        let found = site.profiles.companies(event, actor, &wish).await;
        let found = found.map_err(failed)?;
        let lines = found.lines.into_iter().map(|line| Line {
            href: format!("{base}/{}", line.id),
            title: named(line.name),
            detail: people(&page, line.n_people),
            section: "",
            state: "",
            tone: "",
            at: String::new(),
        });
        (lines.collect(), found.has_more, found.counts)
    } else {
        let found = site.profiles.queue(event, actor, &wish).await;
        let found = found.map_err(failed)?;
        let zone = signed_in.event_zone();
        let is_french = page.language.is_french();
        let lines = found.lines.into_iter().map(|line| Line {
            href: format!("{base}/{}", line.company),
            title: named(line.name),
            detail: line.person,
            section: match line.key {
                SectionKey::Person(..) => page.say("Personne", "Person"),
                key => section_title(section_of(key), false, is_french),
            },
            state: page.change_state(line.state),
            tone: tone(line.state),
            at: moment(&page, line.made_at, &zone).shown,
        });
        (lines.collect(), found.has_more, found.counts)
    };
    let n_of = |state| {
        let found = counts.iter().find(|(one, _)| *one == state);
        found.map_or(0, |(_, n)| *n)
    };
    let tallies = ChangeState::ALL.into_iter().map(|one| Tally {
        word: state_word(one),
        label: page.change_states(one),
        n: Some(n_of(one)),
        is_on: state == Some(one),
    });
    let companies = Tally {
        word: COMPANIES,
        label: page.say("Toutes les entreprises", "All companies"),
        n: None,
        is_on: is_companies,
    };
    let template = ListPage {
        event: event.id().to_string(),
        title: signed_in.event_title(),
        lines,
        tallies: tallies.chain([companies]).collect(),
        state: asked.state,
        query: asked.q,
        back: (asked.from > 0).then(|| asked.from.saturating_sub(PROFILES_PER_PAGE_MAX)),
        on: has_more.then(|| asked.from.saturating_add(PROFILES_PER_PAGE_MAX)),
        page,
    };
    render(StatusCode::OK, &template)
}

fn named(name: String) -> String {
    if name.is_empty() {
        "–".to_owned()
    } else {
        name
    }
}

fn people(page: &Page, n: usize) -> String {
    let word = if n == 1 {
        page.say("personne", "person")
    } else {
        page.say("personnes", "people")
    };
    format!("{n} {word}")
}
