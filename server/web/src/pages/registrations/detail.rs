//! A registration in full, with everything that deciding asks for.

use app::desk::registration::form::{Part, Role};
use app::desk::registration::{Detail, RegistrationState, VerdictStanding};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::Topology;
use serde::Deserialize;

use super::super::desk::AtDesk;
use super::super::page::{Page, render};
use super::views::{DetailPage, Entry};
use super::{done_sentence, failed, parsed, tone};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::registration::{Attached, Look};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// What was done.
    done: String,
    /// How many of several.
    n: u32,
}

/// `GET /desk/{event}/registrations/{id}`
pub(crate) async fn show(
    desk: AtDesk,
    Path((_, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    let done = done_sentence(&desk.page, &asked.done, asked.n);
    answer(desk, &id, StatusCode::OK, done, "").await
}

/// The page as it is now, with what was done or what stood against it.
pub(super) async fn answer(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    id: &str,
    status: StatusCode,
    done: String,
    complaint: &str,
) -> Result<Response, HttpError> {
    let detail = site
        .registrations
        .detail(&signed_in.event, signed_in.actor(), parsed(id))
        .await
        .map_err(failed)?;
    let slug = site.sites.address(signed_in.event.id()).await?;
    let slug = slug.unwrap_or_default();
    let template = detail_page(&signed_in, page, (&detail, &slug), done, complaint);
    render(status, &template)
}

/// Whether those who meet are of two kinds, one of which has to be chosen.
pub(super) fn has_sides(signed_in: &SignedIn) -> bool {
    let view = signed_in.event.view();
    let setup = view.state.setup();
    setup.is_some_and(|setup| setup.topology == Topology::TwoSided)
}

fn detail_page(
    signed_in: &SignedIn,
    page: Page,
    (detail, slug): (&Detail, &str),
    done: String,
    complaint: &str,
) -> DetailPage {
    let look = Look {
        form: &detail.form,
        around: &detail.around,
        answers: &detail.answers,
        faults: &detail.faults,
        attached: Attached {
            files: &detail.files,
            slug,
            ..Attached::default()
        },
        is_french: page.language.is_french(),
    };
    let head = &detail.registration.head;
    let (form, answers) = (&detail.form, &detail.answers);
    let word = |is, is_gone: bool| match is {
        VerdictStanding::Accepted if is_gone => page.say("parti", "gone"),
        VerdictStanding::Waiting => page.say("en attente", "waiting"),
        VerdictStanding::Accepted => page.say("validé", "validated"),
        VerdictStanding::Refused => page.say("écarté", "left out"),
    };
    let is_waiting = head.state == RegistrationState::Submitted;
    let people = answers
        .people
        .iter()
        .zip(&detail.verdicts.people)
        .enumerate();
    let people = people.map(|(nth, (group, verdict))| {
        let is_gone = verdict.person().is_some_and(|id| detail.gone.contains(&id));
        let first = form.answer(Role::FirstName, group);
        let last = form.answer(Role::LastName, group);
        Entry {
            nth,
            title: format!("{first} {last}").trim().to_owned(),
            state: word(verdict.is, is_gone),
            is_on: is_waiting || verdict.is == VerdictStanding::Accepted,
            is_fixed: verdict.is == VerdictStanding::Accepted && !is_gone,
            shown: look.shown(Part::Person, nth),
        }
    });
    let products = answers
        .products
        .iter()
        .zip(&detail.verdicts.products)
        .enumerate();
    let products = products.map(|(nth, (group, verdict))| Entry {
        nth,
        title: form.answer(Role::ProductName, group).to_owned(),
        state: word(verdict.is, false),
        is_on: is_waiting || verdict.is == VerdictStanding::Accepted,
        is_fixed: false,
        shown: look.shown(Part::Product, nth),
    });
    let alike = detail.alike.iter().map(|one| {
        let href = format!("/desk/{}/registrations/{}", signed_in.event.id(), one.id);
        (href, one.title.clone(), page.state(one.state))
    });
    let companies = detail.companies.iter();
    let organisations = detail.organisations.iter();
    DetailPage {
        event: signed_in.event.id().to_string(),
        title: signed_in.event_title(),
        id: head.id.to_string(),
        revision: head.revision,
        company_id: head.company.to_string(),
        name: head.title.clone(),
        state: page.state(head.state),
        tone: tone(head.state),
        is_waiting,
        is_validated: head.state == RegistrationState::Validated,
        is_refused: head.state == RegistrationState::Refused,
        is_draft: head.state == RegistrationState::Draft,
        reason: detail.registration.reason.clone(),
        wants_news: detail.registration.wants_news,
        company: look.shown(Part::Company, 0),
        description: look.shown(Part::Description, 0),
        people: people.collect(),
        products: products.collect(),
        faults: look.summary().into_iter().map(|(_, text)| text).collect(),
        alike: alike.collect(),
        has_twin_elsewhere: detail.has_twin_elsewhere,
        companies: companies
            .map(|(id, name)| (id.to_string(), name.clone()))
            .collect(),
        organisations: organisations
            .map(|(id, name)| (id.to_string(), name.clone()))
            .collect(),
        has_sides: has_sides(signed_in),
        done,
        complaint: complaint.to_owned(),
        page,
    }
}
