//! An announcement: a command whose text is stored as a card in the same commit.

use std::sync::Arc;

use app::live::Outcome;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use protocol::command::Announce;
use protocol::id::{AnnouncementId, CommandId, PersonId, SessionId};
use protocol::limits::ANNOUNCEMENT_CHARS_MAX;
use protocol::reject::LimitReached;
use protocol::{Audience, Card, CardKey};
use serde::Deserialize;

use super::Which;
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;

/// What is announced. Sent again with the same ids, it is announced once.
#[derive(Debug, Deserialize)]
pub(crate) struct Announcement {
    command: CommandId,
    announcement: AnnouncementId,
    audience: Reached,
    text: String,
}

/// The audience in JSON: `"everybody"`, or `{"session": "…"}`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reached {
    Everybody,
    Experts,
    Staff,
    Session(SessionId),
    Person(PersonId),
}

impl From<Reached> for Audience {
    fn from(reached: Reached) -> Self {
        match reached {
            Reached::Everybody => Self::Everybody,
            Reached::Experts => Self::Experts,
            Reached::Staff => Self::Staff,
            Reached::Session(id) => Self::Session(id),
            Reached::Person(id) => Self::Person(id),
        }
    }
}

/// `POST /live/{event}/announcements`
pub(crate) async fn announce(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, HttpError> {
    let SignedIn { standing, event } =
        SignedIn::find(&site, &event, which.surface, &headers).await?;
    let wished: Announcement = serde_json::from_slice(&body)
        .map_err(|_| HttpError::BadRequest("the body is no announcement"))?;
    let text = wished.text.trim();
    if text.is_empty() {
        return Err(HttpError::BadRequest("an announcement needs a text"));
    }
    if text.chars().count() > ANNOUNCEMENT_CHARS_MAX {
        let limit = u32::try_from(ANNOUNCEMENT_CHARS_MAX).expect("a small bound");
        return Err(protocol::Reject::from(LimitReached { limit }).into());
    }
    let card = Card {
        title: text.to_owned(),
        ..Card::default()
    };
    let labels = vec![(CardKey::Announcement(wished.announcement), card)];
    let Announcement {
        command,
        announcement,
        audience,
        ..
    } = wished;
    let audience = audience.into();
    let announce = Announce {
        announcement,
        audience,
    };
    match event
        .command(standing, command, announce.into(), labels)
        .await
    {
        Outcome::Committed { .. } => Ok(StatusCode::NO_CONTENT),
        Outcome::Refused(reject) => Err(reject.into()),
    }
}
