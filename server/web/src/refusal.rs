//! What a person meets who is refused something: a page in his language that says what happened,
//! what to do and where to go on, instead of a program's problem (SEC-05).
//!
//! One layer around all addresses decides it, after the handlers: they say *why* ([`Refusal`]),
//! this says *how*. Programs get the problem that they always got. Whoever has to sign in first is
//! led to the sign-in, which leads back.

use std::fmt;
use std::sync::Arc;

use app::account::Stage;
use app::port::{OsRandom, Random};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use protocol::id::EventId;
use tracing::Instrument as _;

use crate::error::{HttpError, OwnWords, Refusal, unread};
use crate::identity::visitor;
use crate::language::Language;
use crate::pages::entrance;
use crate::router::Site;
use crate::site::{Refused, Whose, refused};
use crate::way_back::WayBack;

/// Longer addresses are none of ours.
const ADDRESS_BYTES_MAX: usize = 8 * 1024;

/// How the page's answer differs from the problem's.
const FIXED: [(HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::CACHE_CONTROL, "no-store"),
    (
        header::VARY,
        "accept, accept-language, cookie, sec-fetch-mode",
    ),
];

/// What a refusal inside one of our own frames may do: be seen there.
const FRAMED_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// A word by which somebody who asks for help and the log mean the same request. Only that: it
/// opens nothing.
struct Reference([u8; 5]);

impl Reference {
    fn draw() -> Self {
        let random: &dyn Random = &OsRandom;
        Self(random.bytes())
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without letters and digits that are taken for one another on the telephone.
        const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        let bits = self
            .0
            .iter()
            .fold(0_u64, |bits, b| bits << 8 | u64::from(*b));
        for nth in 0..8_u32 {
            let at = (bits >> (35 - 5 * nth)) & 31;
            if nth == 4 {
                f.write_str("-")?;
            }
            let at = usize::try_from(at).unwrap_or_default();
            write!(f, "{}", char::from(SIGNS[at]))?;
        }
        Ok(())
    }
}

/// Whether a person looks at the answer: a browser that goes to a page or sends a form. Old
/// browsers do not say that they go somewhere, but all of them say that they take pages.
fn is_person(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if headers.contains_key(header::UPGRADE) {
        return false;
    }
    let takes_pages = text(header::ACCEPT).is_some_and(takes_pages);
    match text(HeaderName::from_static("sec-fetch-mode")) {
        Some("navigate") => takes_pages || !headers.contains_key(header::ACCEPT),
        Some(_) => false,
        None => takes_pages,
    }
}

fn takes_pages(accepted: &str) -> bool {
    accepted.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let is_page = parts.next() == Some("text/html");
        is_page && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

/// Lets a request pass, and puts a page in the place of a problem that a person would meet.
pub(crate) async fn present(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> Response {
    let address = request.uri().path_and_query();
    let is_long = address.is_some_and(|address| address.as_str().len() > ADDRESS_BYTES_MAX);
    if !is_person(request.headers()) {
        if is_long {
            return HttpError::TooLong.into_response();
        }
        return plain(next.run(request).await);
    }
    let person = Person {
        method: request.method().clone(),
        uri: request.uri().clone(),
        headers: request.headers().clone(),
        reference: Reference::draw(),
    };
    let route = request.extensions().get::<MatchedPath>().cloned();
    let span = tracing::info_span!("page", request.reference = %person.reference);
    let response = if is_long {
        HttpError::TooLong.into_response()
    } else {
        let answered = next.run(request).instrument(span.clone()).await;
        plain(answered)
    };
    let Some(refusal) = response.extensions().get::<Refusal>().cloned() else {
        return response;
    };
    // The route and not the address: some addresses hold secrets.
    let route = route.as_ref().map_or("", MatchedPath::as_str);
    span.in_scope(|| {
        tracing::info!(
            http.status = response.status().as_u16(),
            http.route = route,
            "a page was refused"
        );
    });
    person.answer(&site, response, &refusal).await
}

/// The framework's own refusals say what they expected in words of the framework; ours do not.
fn plain(response: Response) -> Response {
    let status = response.status();
    let is_refusal = status.is_client_error() || status.is_server_error();
    let marks = response.extensions();
    if !is_refusal || marks.get::<Refusal>().is_some() || marks.get::<OwnWords>().is_some() {
        return response;
    }
    let kind = response.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain")) {
        return response;
    }
    merged(response, unread(status))
}

/// Another body for the same answer: what its headers say beyond the body stays said.
fn merged(former: Response, body: Response) -> Response {
    let (mut head, _) = former.into_parts();
    let (new, body) = body.into_parts();
    head.status = new.status;
    for name in [
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::CONTENT_ENCODING,
        header::TRANSFER_ENCODING,
    ] {
        head.headers.remove(name);
    }
    for (name, value) in &new.headers {
        head.headers.insert(name, value.clone());
    }
    head.extensions.extend(new.extensions);
    Response::from_parts(head, body)
}

/// Somebody in front of a browser.
struct Person {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    reference: Reference,
}

impl Person {
    async fn answer(self, site: &Site, response: Response, refusal: &Refusal) -> Response {
        let is_look = matches!(self.method, Method::GET | Method::HEAD);
        let is_signing_in = self.uri.path().starts_with("/sign-in");
        if matches!(refusal, Refusal::SignIn) {
            if is_look && !self.is_framed() {
                return merged(response, self.to_sign_in(site));
            }
            if is_signing_in {
                return response;
            }
        }
        let status = match response.status() {
            // A form that was sent without a sign-in: led away, its sender would lose it unseen.
            status if status.is_redirection() => StatusCode::UNAUTHORIZED,
            status => status,
        };
        let language = self.language(site, status).await;
        let told = Refused {
            status,
            refusal: refusal.clone(),
            reference: self.reference.to_string(),
            retry_after_s: response
                .headers()
                .get(header::RETRY_AFTER)
                .and_then(|value| value.to_str().ok()?.parse().ok()),
            ways: self.ways(site, status, refusal, language),
        };
        let whose = self.whose().filter(|_| !is_pressed(status));
        let Ok(html) = refused(site, whose, language, told).await else {
            return response;
        };
        let mut page = (status, html).into_response();
        let headers = page.headers_mut();
        for (name, value) in FIXED {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if self.is_framed() {
            let policy = HeaderValue::from_static(FRAMED_POLICY);
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        let mut page = merged(response, page);
        page.headers_mut().remove(header::LOCATION);
        page
    }

    /// Where the sign-in is that leads back here.
    fn to_sign_in(&self, site: &Site) -> Response {
        let is_program = site.settings.demo.is_some() && !self.uri.path().starts_with("/my");
        let way = self.uri.path_and_query();
        let way = way.and_then(|way| WayBack::parse(way.as_str()));
        let mut answer = match way {
            // Visitors of a demo have no password: they choose a role.
            Some(way) if !is_program => Redirect::to(&way.sign_in()).into_response(),
            Some(_) => Redirect::to(entrance(site)).into_response(),
            None => Redirect::to("/sign-in").into_response(),
        };
        let headers = answer.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        answer
    }

    fn is_framed(&self) -> bool {
        let dest = self.headers.get("sec-fetch-dest");
        dest.is_some_and(|dest| dest == "iframe" || dest == "frame")
    }

    fn parts(&self) -> (&str, &str) {
        let mut parts = self.uri.path().trim_start_matches('/').split('/');
        (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        )
    }

    /// Whose look the page has.
    fn whose(&self) -> Option<Whose<'_>> {
        match self.parts() {
            ("e", slug) => Some(Whose::Slug(slug)),
            ("my" | "desk" | "live", event) => EventId::parse(event).map(Whose::Event),
            _ => None,
        }
    }

    /// The language that the address asks for or is in, else the user's own, else the browser's.
    async fn language(&self, site: &Site, status: StatusCode) -> Language {
        let query = self.uri.query().unwrap_or_default();
        let asked = query.split('&').find_map(|pair| pair.strip_prefix("lang="));
        let in_path = || {
            let mut parts = self.uri.path().split('/').skip(1);
            (parts.next() == Some("e")).then(|| parts.nth(1)).flatten()
        };
        if let Some(language) = asked.or_else(in_path).and_then(Language::parse) {
            return language;
        }
        let is_own = matches!(self.parts().0, "my" | "account");
        if is_own && !is_pressed(status) {
            let jar = CookieJar::from_headers(&self.headers);
            if let Ok(Some(visitor)) = visitor(site, &jar).await
                && visitor.sign_in.stage == Stage::Full
            {
                return Language::of_user(visitor.user.language);
            }
        }
        Language::of(None, &self.headers)
    }

    /// Where to go on from here: addresses with their words.
    fn ways(
        &self,
        site: &Site,
        status: StatusCode,
        refusal: &Refusal,
        language: Language,
    ) -> Vec<(String, &'static str)> {
        let say = |french, english| {
            if language.is_french() {
                french
            } else {
                english
            }
        };
        let referer = self.headers.get(header::REFERER);
        let referer = referer.and_then(|value| value.to_str().ok());
        let before = referer.and_then(|from| WayBack::of_referer(from, &site.settings.origins));
        let here = self.uri.path_and_query().map(|here| here.as_str());
        let here = here.and_then(WayBack::parse);
        let mut ways = Vec::new();
        if matches!(refusal, Refusal::SignIn) {
            let way = before.as_ref().or(here.as_ref()).map(WayBack::sign_in);
            let way = way.unwrap_or_else(|| "/sign-in".to_owned());
            ways.push((way, say("Se connecter", "Sign in")));
        }
        let may_pass = is_pressed(status) || status == StatusCode::INTERNAL_SERVER_ERROR;
        if let Some(here) = here
            .as_ref()
            .filter(|_| may_pass && self.method == Method::GET)
        {
            ways.push((here.as_text().to_owned(), say("Réessayer", "Try again")));
        }
        if let Some(before) = before.filter(|before| Some(before) != here.as_ref()) {
            let back = say("Revenir à la page précédente", "Back to the page before");
            ways.push((before.as_text().to_owned(), back));
        }
        match self.parts() {
            ("my", event) if EventId::parse(event).is_some() => {
                let mine = say("Mon espace", "My space");
                ways.push((format!("/my/{event}"), mine));
            }
            ("desk" | "console", event) if EventId::parse(event).is_some() => {
                let console = say("Revenir à la console", "Back to the console");
                ways.push((format!("/console/?event={event}"), console));
            }
            _ => {}
        }
        if matches!(refusal, Refusal::OtherAccount) || self.parts().0 == "account" {
            ways.push(("/account".to_owned(), say("Mon compte", "My account")));
        }
        let own = self.uri.path();
        ways.retain(|(way, _)| may_pass || way != own);
        if ways.is_empty() {
            ways.push((
                "/".to_owned(),
                say("Revenir au début", "Back to the beginning"),
            ));
        }
        ways
    }
}

/// Whether the house is too busy, or too broken, to look anything up for a page.
fn is_pressed(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::REQUEST_TIMEOUT
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn browsers_that_go_somewhere_are_people_and_everything_else_is_a_program() {
        const PAGE: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        for person in [
            headers(&[("accept", PAGE), ("sec-fetch-mode", "navigate")]),
            headers(&[("accept", PAGE)]),
            headers(&[("sec-fetch-mode", "navigate")]),
        ] {
            assert!(is_person(&person), "{person:?}");
        }
        for program in [
            headers(&[]),
            headers(&[("accept", "*/*")]),
            headers(&[("accept", "application/json")]),
            headers(&[("accept", "application/vnd.msgpack")]),
            headers(&[("accept", "text/html;q=0, application/json")]),
            headers(&[
                ("accept", "application/json"),
                ("sec-fetch-mode", "navigate"),
            ]),
            headers(&[("accept", PAGE), ("sec-fetch-mode", "cors")]),
            headers(&[("accept", PAGE), ("sec-fetch-mode", "no-cors")]),
            headers(&[("accept", PAGE), ("upgrade", "websocket")]),
        ] {
            assert!(!is_person(&program), "{program:?}");
        }
    }

    #[test]
    fn a_reference_is_eight_signs_that_can_be_read_out() {
        assert_eq!(Reference([0; 5]).to_string(), "2222-2222");
        assert_eq!(Reference([255; 5]).to_string(), "ZZZZ-ZZZZ");
        let mut one = Reference([0; 5]);
        one.0[4] = 1;
        assert_eq!(one.to_string(), "2222-2223");
        assert_ne!(Reference::draw().to_string(), Reference::draw().to_string());
    }
}
