//! An announcement: a command whose text is stored as a card in the same commit.

use std::sync::Arc;

use app::live::Outcome;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use protocol::command::Announce;
use protocol::id::{AnnouncementId, CommandId};
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
    audience: Audience,
    text: String,
}

/// `POST /live/{event}/announcements`
pub(crate) async fn announce(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
    Json(wished): Json<Announcement>,
) -> Result<StatusCode, HttpError> {
    let SignedIn { standing, event } =
        SignedIn::find(&site, &event, which.surface, &headers).await?;
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
