//! The list of registrations, by state, name, country and sector.

use app::desk::registration::{RegistrationFilter, RegistrationHead, RegistrationState, Sector};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::Function;
use protocol::limits::REGISTRATIONS_PER_PAGE_MAX;
use serde::Deserialize;

use super::super::desk::AtDesk;
use super::super::moment::moment;
use super::super::page::{Page, render};
use super::views::{Line, ListPage, Tally, state_word};
use super::{done_sentence, failed, tone};
use crate::error::HttpError;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    state: String,
    q: String,
    country: String,
    sector: String,
    from: u32,
    /// What was done.
    done: String,
    /// How many of several.
    n: u32,
}

fn state_of(word: &str) -> Option<RegistrationState> {
    RegistrationState::ALL
        .into_iter()
        .find(|state| state_word(*state) == word)
}

/// `GET /desk/{event}/registrations`
pub(crate) async fn list(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    // Who opens the queue wants to see what waits.
    let state = match asked.state.as_str() {
        "" => Some(RegistrationState::Submitted),
        "all" => None,
        word => Some(state_of(word).ok_or(HttpError::NotFound)?),
    };
    let filter = RegistrationFilter {
        state,
        name_folded: asked.q.chars().take(100).collect(),
        country: asked.country,
        sector: asked.sector,
        n_before: asked.from,
    };
    let queue = site
        .registrations
        .queue(&signed_in.event, signed_in.actor(), &filter)
        .await
        .map_err(failed)?;
    let around = site.registrations.around(&signed_in.event).await?;
    let zone = signed_in.event_zone();
    let lines = queue.lines.iter();
    let lines = lines.map(|head| line(&page, head, &around.sectors, &zone));
    let n_of = |state| {
        let found = queue.counts.iter().find(|(one, _)| *one == state);
        found.map_or(0, |(_, n)| *n)
    };
    let tallies = RegistrationState::ALL.into_iter().map(|one| Tally {
        word: state_word(one),
        label: page.states(one),
        n: n_of(one),
        is_on: state == Some(one),
    });
    let step = u32::try_from(REGISTRATIONS_PER_PAGE_MAX).expect("a small bound");
    let template = ListPage {
        event: signed_in.event.id().to_string(),
        title: signed_in.event_title(),
        lines: lines.collect(),
        tallies: tallies.collect(),
        is_all: state.is_none(),
        may_form: signed_in.may_for_everybody(Function::Form),
        sees_all: signed_in.may_for_everybody(Function::Registrations),
        state: asked.state,
        query: asked.q,
        back: (asked.from > 0).then(|| asked.from.saturating_sub(step)),
        on: queue.has_more.then(|| asked.from + step),
        done: done_sentence(&page, &asked.done, asked.n),
        page,
    };
    render(StatusCode::OK, &template)
}

fn line(page: &Page, head: &RegistrationHead, sectors: &[Sector], zone: &str) -> Line {
    let sector = sectors.iter().find(|one| one.code == head.sector);
    let sector = sector.map(|one| {
        if page.language.is_french() {
            &one.french
        } else {
            &one.english
        }
    });
    let title = if head.title.is_empty() {
        "–"
    } else {
        &head.title
    };
    Line {
        id: head.id.to_string(),
        revision: head.revision,
        title: title.to_owned(),
        country: head.country.clone(),
        sector: sector.cloned().unwrap_or_default(),
        email: head.email.clone(),
        state: page.state(head.state),
        tone: tone(head.state),
        at: moment(page, head.submitted_at.unwrap_or(head.saved_at), zone).shown,
        can_accept: head.state == RegistrationState::Submitted,
    }
}
