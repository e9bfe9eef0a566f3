//! Typing at the desk: correcting what a visitor answered, and registering somebody at the door.

use app::desk::registration::form::check::Fault;
use app::desk::registration::form::{Answers, Form, Part};
use app::desk::registration::{
    Around, Decided, Detail, RegistrationError, RegistrationFilter, quick,
};
use axum::Form as Body;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use protocol::site::Language;

use super::super::desk::{AtDesk, Sent};
use super::super::page::{Page, render};
use super::decide::choice;
use super::detail::has_sides;
use super::views::EditPage;
use super::{failed, parsed};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::registration::{Attached, Look, part_title, read, theirs};
use crate::router::Site;
use protocol::reject::Forbidden;
use protocol::{Function, Reject};

/// The inputs of every part, with their headings.
fn edit_page(
    page: Page,
    (form, around): (&Form, &Around),
    (answers, faults): (&Answers, &[Fault]),
    parts: &[Part],
) -> EditPage {
    let look = Look {
        form,
        around,
        answers,
        faults,
        attached: Attached::default(),
        is_french: page.language.is_french(),
    };
    let n_min = |part| usize::from(part != Part::Product);
    let chapters: Vec<_> = parts
        .iter()
        .map(|part| {
            let title = part_title(*part, look.is_french);
            (title, look.sets(*part, n_min(*part)))
        })
        .filter(|(_, sets)| !sets.is_empty())
        .collect();
    let inputs = chapters
        .iter()
        .flat_map(|(_, sets)| sets)
        .flat_map(|set| &set.inputs);
    let asked: Vec<&str> = inputs.map(|input| input.name.as_str()).collect();
    EditPage {
        asked: asked.join(" "),
        summary: look
            .summary()
            .into_iter()
            .map(|(id, text)| (format!("#{id}"), text))
            .collect(),
        chapters,
        heading: "",
        action: String::new(),
        cancel: String::new(),
        revision: 0,
        theirs: Vec::new(),
        submit: "",
        is_on_site: false,
        has_sides: false,
        organisations: Vec::new(),
        page,
    }
}

fn corrected(signed_in: &SignedIn, page: Page, detail: &Detail, answers: &Answers) -> EditPage {
    let id = detail.registration.head.id;
    let back = format!("/desk/{}/registrations/{id}", signed_in.event.id());
    let heading = page.say("Corriger l’inscription", "Correct the registration");
    let submit = page.say("Enregistrer", "Save");
    let around = (&detail.form, &detail.around);
    EditPage {
        heading,
        submit,
        action: format!("{back}/edit"),
        cancel: back,
        revision: detail.registration.head.revision,
        ..edit_page(page, around, (answers, &detail.faults), &Part::ALL)
    }
}

/// `GET /desk/{event}/registrations/{id}/edit`
pub(crate) async fn edit(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, HttpError> {
    let detail = detail(&site, &signed_in, &id).await?;
    let template = corrected(&signed_in, page, &detail, &detail.answers);
    render(StatusCode::OK, &template)
}

async fn detail(site: &Site, signed_in: &SignedIn, id: &str) -> Result<Detail, HttpError> {
    let actor = signed_in.actor();
    let detail = site
        .registrations
        .detail(&signed_in.event, actor, parsed(id));
    detail.await.map_err(failed)
}

/// `POST /desk/{event}/registrations/{id}/edit`
pub(crate) async fn correct(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Path((event, id)): Path<(String, String)>,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let mut detail = detail(&site, &signed_in, &id).await?;
    let typed = read(&detail.form, &detail.answers, &sent, &Part::ALL).answers;
    if !typed.is_within_bounds() {
        return Err(HttpError::TooLarge);
    }
    let (seen, by) = (Sent(&sent).revision(), signed_in.standing.clone());
    let outcome = site
        .registrations
        .correct(&signed_in.event, by, parsed(&id), seen, &typed)
        .await;
    match outcome {
        Ok(_) => {
            let to = format!("/desk/{event}/registrations/{id}?done=corrected");
            Ok(Redirect::to(&to).into_response())
        }
        Err(RegistrationError::Faulty(faults)) => {
            detail.faults = faults;
            let template = corrected(&signed_in, page, &detail, &typed);
            render(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
        // Both versions: what was typed stays in the inputs, what is there now stands above.
        Err(RegistrationError::Stale(_)) => {
            let with = (&detail.form, &detail.around);
            let is_french = page.language.is_french();
            let theirs = theirs(with, &detail.answers, &typed, &Part::ALL, is_french);
            detail.faults.clear();
            let mut template = corrected(&signed_in, page, &detail, &typed);
            template.theirs = theirs;
            render(StatusCode::CONFLICT, &template)
        }
        Err(error) => Err(failed(error)),
    }
}

const QUICK_PARTS: &[Part] = &[Part::Company, Part::Person];

async fn quick_page(
    site: &Site,
    signed_in: &SignedIn,
    page: Page,
    answers: &Answers,
    faults: &[Fault],
) -> Result<EditPage, HttpError> {
    let event = &signed_in.event;
    // Only who may see the queue may add to it.
    let filter = RegistrationFilter::default();
    let queue = site
        .registrations
        .queue(event, signed_in.actor(), &filter)
        .await;
    queue.map_err(failed)?;
    let (_, form) = site.registrations.form(event).await?;
    let around = site.registrations.around(event).await?;
    let form = quick(&form);
    let back = format!("/desk/{}/registrations", event.id());
    let heading = page.say("Inscription sur place", "Registration on site");
    let submit = page.say("Inscrire et valider", "Register and validate");
    Ok(EditPage {
        heading,
        submit,
        action: format!("{back}/on-site"),
        cancel: back,
        is_on_site: true,
        has_sides: has_sides(signed_in),
        ..edit_page(page, (&form, &around), (answers, faults), QUICK_PARTS)
    })
}

/// `GET /desk/{event}/registrations/on-site`
pub(crate) async fn on_site(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
) -> Result<Response, HttpError> {
    // At the door one gives people to anybody: it takes who sees everybody.
    let needed = Function::Registrations;
    if !signed_in.may_for_everybody(needed) {
        let needed = Some(needed);
        return Err(Reject::from(Forbidden { needed }).into());
    }
    let template = quick_page(&site, &signed_in, page, &Answers::default(), &[]).await?;
    render(StatusCode::OK, &template)
}

/// `POST /desk/{event}/registrations/on-site`
pub(crate) async fn register_on_site(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let event = &signed_in.event;
    let (_, form) = site.registrations.form(event).await?;
    let typed = read(&form, &Answers::default(), &sent, QUICK_PARTS).answers;
    if !typed.is_within_bounds() {
        return Err(HttpError::TooLarge);
    }
    let mut choice = choice(&Sent(&sent));
    choice.people = (0..typed.people.len()).collect();
    let language = if page.language.is_french() {
        Language::French
    } else {
        Language::English
    };
    let by = signed_in.standing.clone();
    let outcome = site
        .registrations
        .register_on_site(event, by, language, &typed, &choice)
        .await;
    match outcome {
        Ok(Decided { id, .. }) => {
            let to = format!("/desk/{}/registrations/{id}?done=accepted", event.id());
            Ok(Redirect::to(&to).into_response())
        }
        Err(RegistrationError::Faulty(faults)) => {
            let template = quick_page(&site, &signed_in, page, &typed, &faults).await?;
            render(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
        Err(error) => Err(failed(error)),
    }
}
