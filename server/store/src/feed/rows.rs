//! Table `site_feeds`.

use protocol::Micros;
use protocol::id::EventId;
use uuid::Uuid;

use super::SiteFeed;
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;

#[derive(sqlx::FromRow)]
struct FeedRow {
    address: String,
    due_at: i64,
    tried_at: Option<i64>,
    read_at: Option<i64>,
    n_failures: i64,
    error: String,
    etag: String,
    modified: String,
    items: String,
}

pub(crate) async fn find(link: &mut Link<'_>, event: EventId) -> Result<Option<SiteFeed>, Fault> {
    const FIND: &str = "SELECT address, due_at, tried_at, read_at, n_failures, error, etag, \
                        modified, items FROM site_feeds WHERE event_id = $1";
    let row: Option<FeedRow> = link
        .optional("reading a site's feed", FIND, values![event.uuid()])
        .await?;
    row.map(|row| {
        Ok(SiteFeed {
            address: row.address,
            due_at: Micros(row.due_at),
            tried_at: row.tried_at.map(Micros),
            read_at: row.read_at.map(Micros),
            n_failures: code::number("site_feeds.n_failures", row.n_failures)?,
            error: row.error,
            etag: row.etag,
            modified: row.modified,
            items: row.items,
        })
    })
    .transpose()
}

pub(super) async fn due(
    link: &mut Link<'_>,
    now: Micros,
    n_max: usize,
) -> Result<Vec<(EventId, Micros)>, Fault> {
    const DUE: &str = "SELECT event_id, due_at FROM site_feeds WHERE due_at <= $1 \
                       ORDER BY due_at, event_id LIMIT $2";
    let values = values![now.0, code::limit(n_max)];
    let rows: Vec<(Uuid, i64)> = link.all("looking for feeds", DUE, values).await?;
    let found = |(event, due_at)| (EventId::from(event), Micros(due_at));
    Ok(rows.into_iter().map(found).collect())
}

/// As the look says: another address begins anew, the same one stays as it is.
pub(crate) async fn follow(
    link: &mut Link<'_>,
    event: EventId,
    address: Option<&str>,
) -> Result<(), Fault> {
    const LEAVE: &str = "DELETE FROM site_feeds WHERE event_id = $1";
    const FOLLOW: &str = "INSERT INTO site_feeds (event_id, address, due_at, tried_at, read_at, \
         n_failures, error, etag, modified, items) \
         VALUES ($1, $2, 0, NULL, NULL, 0, '', '', '', '') \
         ON CONFLICT (event_id) DO UPDATE SET address = excluded.address, due_at = 0, \
         tried_at = NULL, read_at = NULL, n_failures = 0, error = '', etag = '', modified = '', \
         items = '' WHERE site_feeds.address <> excluded.address";
    let done = match address {
        Some(address) => {
            let values = values![event.uuid(), address.to_owned()];
            link.execute("following a feed", FOLLOW, values).await
        }
        None => {
            let values = values![event.uuid()];
            link.execute("leaving a feed", LEAVE, values).await
        }
    };
    done.map(drop)
}

pub(super) async fn keep(
    link: &mut Link<'_>,
    event: EventId,
    feed: &SiteFeed,
) -> Result<bool, Fault> {
    const KEEP: &str = "UPDATE site_feeds SET due_at = $3, tried_at = $4, read_at = $5, \
         n_failures = $6, error = $7, etag = $8, modified = $9, items = $10 \
         WHERE event_id = $1 AND address = $2";
    let values = values![
        event.uuid(),
        feed.address.clone(),
        feed.due_at.0,
        feed.tried_at.map(|at| at.0),
        feed.read_at.map(|at| at.0),
        i64::from(feed.n_failures),
        feed.error.clone(),
        feed.etag.clone(),
        feed.modified.clone(),
        feed.items.clone(),
    ];
    let n_rows = link.execute("keeping a feed", KEEP, values);
    Ok(n_rows.await? == 1)
}

pub(super) async fn hasten(
    link: &mut Link<'_>,
    event: EventId,
    due_at: Micros,
) -> Result<(), Fault> {
    const HASTEN: &str = "UPDATE site_feeds SET due_at = $2 WHERE event_id = $1 AND due_at > $2";
    link.execute("hastening a feed", HASTEN, values![event.uuid(), due_at.0])
        .await
        .map(drop)
}
