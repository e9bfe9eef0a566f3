//! Every failure of an HTTP request, as an RFC 9457 problem.

use app::Fault;
use app::privacy::PrivacyError;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
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
    /// The request does not come from a page of this site.
    WrongOrigin,
    /// There is nothing here. Also said of what the sender may not know.
    NotFound,
    /// The request is not one that this address understands.
    BadRequest(&'static str),
    /// The body is larger than allowed.
    TooLarge,
    /// The body did not arrive in time.
    TooSlow,
    /// The world failed; the same request may succeed later.
    Unavailable,
}

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
            Self::WrongOrigin => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
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
            Self::TooSlow => "TooSlow",
            Self::Unavailable => "Unavailable",
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

/// The function that an answer says was missing, for whoever makes a page of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Needed(pub(crate) protocol::Function);

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        if matches!(self, Self::SignInFirst) {
            return Redirect::to("/sign-in").into_response();
        }
        let status = self.status();
        let needed = match &self {
            Self::Refused(Reject::Forbidden(c)) => c.needed,
            _ => None,
        };
        let (code, retry_after) = match &self {
            Self::Refused(reject) => (Some(reject.kind()), retry_after_s(reject)),
            Self::Unavailable => (None, Some(1)),
            Self::NotSignedIn
            | Self::SignInFirst
            | Self::WrongOrigin
            | Self::NotFound
            | Self::BadRequest(_)
            | Self::TooLarge
            | Self::TooSlow => (None, None),
        };
        let problem = Problem {
            r#type: format!("urn:regie:problem:{}", self.title()),
            title: self.title(),
            status: status.as_u16(),
            code,
            detail: if let Self::BadRequest(detail) = self {
                Some(detail)
            } else {
                None
            },
        };
        let body = serde_json::to_vec(&problem).expect("plain data always encodes");
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        let put = |headers: &mut axum::http::HeaderMap, name: HeaderName, value: &'static str| {
            headers.insert(name, HeaderValue::from_static(value));
        };
        put(headers, header::CONTENT_TYPE, "application/problem+json");
        put(headers, header::CACHE_CONTROL, "no-store");
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(needed) = needed {
            response.extensions_mut().insert(Needed(needed));
        }
        response
    }
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
