//! What people are shown where the desk refuses: a page that says why and where to go on. Programs
//! get the problem as it is.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use protocol::Function;
use protocol::id::EventId;

use super::page::{Page, complain};
use super::team::function_word;
use crate::error::Needed;
use crate::router::Site;

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage {
    page: Page,
    heading: &'static str,
    text: String,
    /// The event whose control room one can go back to.
    event: Option<String>,
    is_signed_out: bool,
}

/// Shows a refusal of the desk to whoever asked with a browser.
pub(crate) async fn show(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let Some(event) = path.strip_prefix("/desk/").filter(|_| is_person(&request)) else {
        return next.run(request).await;
    };
    let event = event.split('/').next().and_then(EventId::parse);
    let headers = request.headers().clone();
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    if kind.is_none_or(|kind| kind != "application/problem+json") {
        return response;
    }
    let needed = response.extensions().get::<Needed>().copied();
    let page = of(&site, &headers, response.status(), event, needed);
    let retry_after = response.headers().get(header::RETRY_AFTER);
    let retry_after_s = retry_after.and_then(|value| value.to_str().ok()?.parse().ok());
    complain(response.status(), retry_after_s, &page).unwrap_or(response)
}

fn is_person(request: &Request) -> bool {
    let accepted = request.headers().get(header::ACCEPT);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

fn of(
    site: &Site,
    headers: &HeaderMap,
    status: StatusCode,
    event: Option<EventId>,
    needed: Option<Needed>,
) -> RefusedPage {
    let page = Page::of(site, None, headers);
    let (heading, text) = match status {
        StatusCode::UNAUTHORIZED => (
            page.say("Vous n’êtes pas connecté", "You are not signed in"),
            page.say(
                "Connectez-vous à la régie de cet événement, puis revenez ici.",
                "Sign in to the control room of this event, then come back here.",
            )
            .to_owned(),
        ),
        StatusCode::FORBIDDEN => (
            page.say("Cette page ne vous est pas ouverte", "This page is not open to you"),
            forbidden(&page, needed),
        ),
        StatusCode::NOT_FOUND => (
            page.say("Il n’y a rien ici", "There is nothing here"),
            page.say(
                "Ce que vous cherchez n’existe plus, ou d’autres que vous s’en occupent.",
                "What you look for is no longer there, or others than you look after it.",
            )
            .to_owned(),
        ),
        StatusCode::CONFLICT => (
            page.say("Cela n’a pas été fait", "This was not done"),
            page.say(
                "Quelqu’un a changé la même chose entre-temps, ou l’événement ne le permet plus. Revenez à la page et regardez ce qu’elle dit maintenant.",
                "Somebody changed the same thing meanwhile, or the event does not allow it any more. Go back to the page and see what it says now.",
            )
            .to_owned(),
        ),
        _ => (
            page.say("Cela n’a pas abouti", "This came to nothing"),
            page.say(
                "La demande n’a pas pu être traitée. Revenez en arrière et recommencez dans un instant.",
                "The request could not be dealt with. Go back and try again in a moment.",
            )
            .to_owned(),
        ),
    };
    RefusedPage {
        heading,
        text,
        event: event.map(|id| id.to_string()),
        is_signed_out: status == StatusCode::UNAUTHORIZED,
        page,
    }
}

fn forbidden(page: &Page, needed: Option<Needed>) -> String {
    match needed {
        Some(Needed(Function::Team)) | None => page
            .say(
                "Elle est réservée aux administrateurs principaux de l’événement.",
                "It is reserved for the event’s main administrators.",
            )
            .to_owned(),
        Some(Needed(function)) => {
            let word = function_word(page, function);
            if page.language.is_french() {
                format!(
                    "Elle demande la fonction «\u{202f}{word}\u{202f}», parfois pour tous les participants. Un administrateur principal peut vous l’ouvrir."
                )
            } else {
                format!(
                    "It takes the function “{word}”, sometimes for all participants. A main administrator can open it to you."
                )
            }
        }
    }
}
