//! The buttons of the queue: accept, refuse, take back, and several at once.

use app::desk::registration::{Choice, RegistrationError, RegistrationFilter};
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use protocol::Side;
use protocol::id::{CompanyId, OrganisationId, RegistrationId};
use protocol::limits::REGISTRATIONS_PER_PAGE_MAX;

use super::super::desk::{AtDesk, Sent};
use super::detail::answer;
use super::failed;
use super::parsed;
use crate::error::HttpError;

type Fields = Form<Vec<(String, String)>>;

/// What a validator chose on a form.
pub(super) fn choice(sent: &Sent<'_>) -> Choice {
    let ticked = |name| {
        let values = sent.values(name);
        values.filter_map(|value| value.parse().ok()).collect()
    };
    Choice {
        people: ticked("person"),
        products: ticked("product"),
        into: CompanyId::parse(sent.value("into")),
        organisation: OrganisationId::parse(sent.value("organisation")),
        side: match sent.value("side") {
            "host" => Some(Side::Host),
            "guest" => Some(Side::Guest),
            _ => None,
        },
    }
}

/// What becomes of a press on the detail: back to it, with what was done or what stood against it.
async fn settled<T>(
    desk: AtDesk,
    id: &str,
    done: &str,
    outcome: Result<T, RegistrationError>,
) -> Result<Response, HttpError> {
    let page = &desk.page;
    let (status, complaint) = match outcome {
        Ok(_) => {
            let event = desk.signed_in.event.id();
            let to = format!("/desk/{event}/registrations/{id}?done={done}");
            return Ok(Redirect::to(&to).into_response());
        }
        Err(RegistrationError::Stale(now)) => {
            let said = page.say(
                "Rien n’a été fait\u{a0}: quelqu’un a modifié cette inscription depuis que vous l’avez ouverte. Voici ce qu’elle est maintenant, état\u{a0}:",
                "Nothing was done: somebody changed this registration since you opened it. Here is what it is now; state:",
            );
            let said = format!("{said} {}.", page.state(now.head.state));
            (StatusCode::CONFLICT, said)
        }
        Err(RegistrationError::Faulty(_)) => {
            let said = page.say(
                "Rien n’a été fait\u{a0}: il faut un nom d’entreprise et au moins un représentant avec nom et adresse.",
                "Nothing was done: it takes a company name and at least one representative with name and address.",
            );
            (StatusCode::UNPROCESSABLE_ENTITY, said.to_owned())
        }
        Err(error) => return Err(failed(error)),
    };
    answer(desk, id, status, String::new(), &complaint).await
}

/// `POST /desk/{event}/registrations/{id}/accept`
pub(crate) async fn accept(
    desk: AtDesk,
    Path((_, id)): Path<(String, String)>,
    Form(sent): Fields,
) -> Result<Response, HttpError> {
    let (sent, by) = (Sent(&sent), &desk.signed_in);
    let (seen, choice) = (sent.revision(), choice(&sent));
    let registrations = &desk.site.registrations;
    let outcome = registrations
        .accept(&by.event, by.standing.clone(), parsed(&id), seen, &choice)
        .await;
    settled(desk, &id, "accepted", outcome).await
}

/// `POST /desk/{event}/registrations/{id}/refuse`
pub(crate) async fn refuse(
    desk: AtDesk,
    Path((_, id)): Path<(String, String)>,
    Form(sent): Fields,
) -> Result<Response, HttpError> {
    let (sent, by) = (Sent(&sent), &desk.signed_in);
    let (seen, reason) = (sent.revision(), sent.value("reason"));
    let registrations = &desk.site.registrations;
    let outcome = registrations
        .refuse(&by.event, by.standing.clone(), parsed(&id), seen, reason)
        .await;
    settled(desk, &id, "refused", outcome).await
}

/// `POST /desk/{event}/registrations/{id}/take-back`
pub(crate) async fn take_back(
    desk: AtDesk,
    Path((_, id)): Path<(String, String)>,
    Form(sent): Fields,
) -> Result<Response, HttpError> {
    let (sent, by) = (Sent(&sent), &desk.signed_in);
    if sent.value("sure").is_empty() {
        let complaint = desk.page.say(
            "Rien n’a été fait\u{a0}: cochez la case pour confirmer.",
            "Nothing was done: tick the box to confirm.",
        );
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return answer(desk, &id, status, String::new(), complaint).await;
    }
    let registrations = &desk.site.registrations;
    let outcome = registrations
        .take_back(&by.event, by.standing.clone(), parsed(&id), sent.revision())
        .await;
    settled(desk, &id, "taken-back", outcome).await
}

/// `POST /desk/{event}/registrations/accept`: those that are ticked, whole, one by one; what has
/// faults or changed since stays in the queue.
pub(crate) async fn accept_all(
    AtDesk {
        site, signed_in, ..
    }: AtDesk,
    Form(sent): Fields,
) -> Result<Response, HttpError> {
    let (event, actor) = (&signed_in.event, signed_in.actor());
    let sent = Sent(&sent);
    let picked = sent.values("pick").filter_map(|value| {
        let (id, revision) = value.split_once(':')?;
        Some((RegistrationId::parse(id)?, revision.parse::<u64>().ok()?))
    });
    let picked: Vec<_> = picked.take(REGISTRATIONS_PER_PAGE_MAX).collect();
    // Also of nothing at all, only who may see the queue is told.
    let filter = RegistrationFilter::default();
    let registrations = &site.registrations;
    registrations
        .queue(event, actor, &filter)
        .await
        .map_err(failed)?;
    let mut n = 0;
    for (id, revision) in picked {
        let detail = registrations.detail(event, actor, id).await;
        let detail = detail.map_err(failed)?;
        let has_twin = !detail.alike.is_empty() || !detail.companies.is_empty();
        if !detail.faults.is_empty() || has_twin || detail.has_twin_elsewhere {
            continue;
        }
        let choice = Choice {
            people: (0..detail.answers.people.len()).collect(),
            products: (0..detail.answers.products.len()).collect(),
            ..Choice::default()
        };
        let standing = signed_in.standing.clone();
        let accepted = registrations.accept(event, standing, id, revision, &choice);
        match accepted.await {
            Ok(_) => n += 1,
            Err(RegistrationError::Stale(_) | RegistrationError::Faulty(_)) => {}
            Err(error) => return Err(failed(error)),
        }
    }
    let done = if n == 0 { "nothing" } else { "accepted" };
    let to = format!("/desk/{}/registrations?done={done}&n={n}", event.id());
    Ok(Redirect::to(&to).into_response())
}
