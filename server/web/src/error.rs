//! Every failure of an HTTP request, as an RFC 9457 problem.
//!
//! A problem is for programs. Where a person asked, [`crate::refusal`] puts a page in its place, by
//! the [`Refusal`] that travels with the answer.

use app::Fault;
use app::privacy::PrivacyError;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use protocol::Reject;
use protocol::reject::Forbidden;
use serde::Serialize;

/// Why a request was not fulfilled.
#[derive(Debug)]
pub(crate) enum HttpError {
    /// The rules say no.
    Refused(Reject),
    /// Nobody is signed in, or not for this event.
    NotSignedIn,
    /// Nobody is signed in, on a page for people: they are sent to the sign-in.
    SignInFirst,
    /// Somebody is signed in, whose accounts do not open what he asked for.
    NotOfThisAccount,
    /// The request does not come from a page of this site.
    WrongOrigin,
    /// There is nothing here. Also said of what the sender may not know.
    NotFound,
    /// The request is not one that this address understands.
    BadRequest(&'static str),
    /// The body is larger than allowed.
    TooLarge,
    /// The address is longer than any of ours.
    TooLong,
    /// The body did not arrive in time.
    TooSlow,
    /// The world failed; the same request may succeed later.
    Unavailable,
    /// We failed: the request met a bug of ours.
    Broken,
}

/// What a page may say of a refusal; a mark on the answer, never sent.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    /// As the status says it.
    Plain,
    /// A sign-in is needed.
    SignIn,
    /// Another account is needed.
    OtherAccount,
    /// The request came from elsewhere.
    Elsewhere,
    /// The rules say no.
    Rule(Box<Reject>),
}

/// A mark on a refusal that a handler of ours put into plain words for a program of ours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnWords;

/// What a problem says. No free text of the server reaches a user: clients localise by `code`.
#[derive(Serialize)]
struct Problem {
    r#type: String,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'static str>,
}

impl HttpError {
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::Refused(reject) => status_of(reject),
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::SignInFirst => StatusCode::SEE_OTHER,
            Self::WrongOrigin | Self::NotOfThisAccount => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooLong => StatusCode::URI_TOO_LONG,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn title(&self) -> &'static str {
        match self {
            Self::Refused(reject) => reject.name(),
            Self::NotSignedIn => "NotSignedIn",
            Self::SignInFirst => "SignInFirst",
            Self::WrongOrigin => "WrongOrigin",
            Self::NotFound => "NotFound",
            Self::BadRequest(_) => "BadRequest",
            Self::TooLarge => "TooLarge",
            Self::NotOfThisAccount => "NotOfThisAccount",
            Self::TooLong => "TooLong",
            Self::TooSlow => "TooSlow",
            Self::Unavailable => "Unavailable",
            Self::Broken => "Broken",
        }
    }

    fn refusal(&self) -> Refusal {
        match self {
            Self::NotSignedIn | Self::SignInFirst => Refusal::SignIn,
            Self::NotOfThisAccount => Refusal::OtherAccount,
            Self::WrongOrigin => Refusal::Elsewhere,
            Self::Refused(reject) => Refusal::Rule(Box::new(reject.clone())),
            Self::NotFound
            | Self::BadRequest(_)
            | Self::TooLarge
            | Self::TooLong
            | Self::TooSlow
            | Self::Unavailable
            | Self::Broken => Refusal::Plain,
        }
    }
}

/// The status of a refusal: of its group, with exceptions where HTTP has a word of its own.
const fn status_of(reject: &Reject) -> StatusCode {
    match reject {
        Reject::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        Reject::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Reject::Busy(_) | Reject::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Reject::TooOld(_) => StatusCode::UPGRADE_REQUIRED,
        Reject::Forbidden(_) => StatusCode::FORBIDDEN,
        Reject::NotFound(_) => StatusCode::NOT_FOUND,
        _ => match reject.kind() {
            100..=199 => StatusCode::BAD_REQUEST,
            _ => StatusCode::CONFLICT,
        },
    }
}

fn retry_after_s(reject: &Reject) -> Option<u32> {
    match reject {
        Reject::TooMany(c) => Some(c.retry_after_ms),
        Reject::Busy(c) => Some(c.retry_after_ms),
        Reject::Unavailable(_) => Some(1_000),
        _ => None,
    }
    .map(|ms| ms.div_ceil(1_000))
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let refusal = self.refusal();
        let mut response = if matches!(self, Self::SignInFirst) {
            Redirect::to("/sign-in").into_response()
        } else {
            self.problem()
        };
        response.extensions_mut().insert(refusal);
        response
    }
}

impl HttpError {
    fn problem(self) -> Response {
        let (code, retry_after) = match &self {
            Self::Refused(reject) => (Some(reject.kind()), retry_after_s(reject)),
            Self::Unavailable => (None, Some(1)),
            _ => (None, None),
        };
        let detail = if let Self::BadRequest(detail) = self {
            Some(detail)
        } else {
            None
        };
        let mut response = problem(self.status(), self.title(), code, detail);
        if let Some(seconds) = retry_after {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

fn problem(
    status: StatusCode,
    title: &'static str,
    code: Option<u16>,
    detail: Option<&'static str>,
) -> Response {
    let problem = Problem {
        r#type: format!("urn:regie:problem:{title}"),
        title,
        status: status.as_u16(),
        code,
        detail,
    };
    let body = serde_json::to_vec(&problem).expect("plain data always encodes");
    let headers = [
        (header::CONTENT_TYPE, "application/problem+json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, body).into_response()
}

/// What a program is told of a request that did not get as far as a handler of ours: the framework
/// refused its method, its form or its parameters, and its own words are nobody's business.
pub(crate) fn unread(status: StatusCode) -> Response {
    let title = match status {
        StatusCode::METHOD_NOT_ALLOWED => "MethodNotAllowed",
        StatusCode::NOT_FOUND => "NotFound",
        StatusCode::PAYLOAD_TOO_LARGE => "TooLarge",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "UnknownType",
        status if status.is_server_error() => "Broken",
        _ => "BadRequest",
    };
    let mut response = problem(status, title, None, None);
    response.extensions_mut().insert(Refusal::Plain);
    response
}

impl From<Fault> for HttpError {
    fn from(fault: Fault) -> Self {
        tracing::error!(error = %fault, "a page's work could not be done: {fault}");
        Self::Unavailable
    }
}

impl From<PrivacyError> for HttpError {
    fn from(error: PrivacyError) -> Self {
        match error {
            PrivacyError::Refused(reject) => reject.into(),
            PrivacyError::OnlyMain => Reject::from(Forbidden { needed: None }).into(),
            PrivacyError::Store(fault) => fault.into(),
            PrivacyError::Ledger(error) => {
                tracing::error!(error = %error, "nobody can be erased: {error}");
                Self::Unavailable
            }
        }
    }
}

impl From<Reject> for HttpError {
    fn from(reject: Reject) -> Self {
        Self::Refused(reject)
    }
}

#[cfg(test)]
mod tests {
    use protocol::reject::{Busy, Forbidden, SessionClosed};

    use super::*;

    #[test]
    fn a_refusal_keeps_its_code_and_says_when_to_come_back() {
        let response = HttpError::from(Reject::from(Busy {
            retry_after_ms: 250,
        }))
        .into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "application/problem+json"
        );
    }

    #[test]
    fn groups_of_refusals_have_their_status() {
        let session = protocol::id::SessionId::example(1);
        assert_eq!(
            status_of(&SessionClosed { session }.into()),
            StatusCode::CONFLICT
        );
        assert_eq!(
            status_of(&Forbidden { needed: None }.into()),
            StatusCode::FORBIDDEN
        );
    }
}
