//! Reading feeds when it is time, through the queue that letters wait in.

use std::sync::Arc;
use std::time::Duration;

use protocol::Micros;
use protocol::id::{EventId, JobId};
use store::{Fault, NewJob, SiteFeed, Store};
use uuid::Uuid;

use super::FeedFault;
use super::fetch::{Fetched, Fetcher, Mark};
use crate::jobs::{Attempt, Jobs, Work, Worked, Working};
use crate::port::{Clock, Random};

/// The word in the queue.
const KIND: &str = "read_feed";
/// Feeds read at the same time.
const AT_ONCE: usize = 2;
/// How often it is looked whose time has come.
const LOOK_INTERVAL: Duration = Duration::from_secs(3);
/// Feeds queued at a look.
const DUE_MAX: usize = 100;
const MINUTE: i64 = 60 * 1_000_000;
/// Between two readings that go well.
const USUAL: i64 = 30 * MINUTE;
/// Between two that do not, at most.
const LONGEST: i64 = 360 * MINUTE;
/// What organisers ask for waits so long after the reading before.
const ASKED_AFTER: i64 = MINUTE / 2;

/// When a feed is read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace;

impl Pace {
    /// The pause in microseconds after so many failures in a row: half an hour, doubled by each
    /// after the first up to six hours, give or take a sixth by `chance` in thousandths.
    #[must_use]
    pub fn pause(n_failures: u32, chance: u32) -> i64 {
        let doublings = n_failures.saturating_sub(1).min(8);
        let pause = (USUAL << doublings).min(LONGEST * 6 / 7);
        pause * 5 / 6 + pause / 3 * i64::from(chance.min(1_000)) / 1_000
    }

    /// When to read what somebody asks for: at once, unless it was read a moment ago.
    #[must_use]
    pub fn asked(feed: &SiteFeed) -> Micros {
        Micros(feed.tried_at.map_or(0, |at| at.0 + ASKED_AFTER))
    }
}

/// Reads feeds.
pub struct FeedWork {
    store: Store,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    fetcher: Fetcher,
}

impl FeedWork {
    /// Over a store.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        fetcher: Fetcher,
    ) -> Arc<Self> {
        Arc::new(Self {
            store,
            clock,
            random,
            fetcher,
        })
    }

    /// Queues what is due. A feed that every node finds due is one job: its key says since when.
    /// How many are due.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn queue_due(&self) -> Result<usize, Fault> {
        let now = self.clock.now();
        let due = self.store.site_feeds_due(now, DUE_MAX).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let jobs: Vec<_> = due
            .iter()
            .map(|(event, due_at)| NewJob {
                id: JobId::from(Uuid::from_bytes(self.random.bytes())),
                kind: KIND,
                key: format!("{KIND}:{event}:{}", due_at.0),
                payload: event.to_bytes().to_vec(),
                due_at: now,
                created_at: now,
            })
            .collect();
        self.store.enqueue_jobs(&jobs).await?;
        Ok(due.len())
    }

    /// Queues what is due for as long as the server runs.
    pub async fn keep_queueing(self: Arc<Self>, jobs: Arc<Jobs>) {
        loop {
            match self.queue_due().await {
                Ok(0) => {}
                Ok(_) => jobs.ring(),
                Err(fault) => {
                    tracing::warn!(error = %fault, "feeds could not be queued: {fault}");
                }
            }
            tokio::time::sleep(LOOK_INTERVAL).await;
        }
    }

    /// Reads the feed of an event's site if its time has come.
    async fn run(&self, event: EventId) -> Result<(), Fault> {
        let feed = self.store.site_feed(event).await?;
        let Some(feed) = feed.filter(|feed| feed.due_at <= self.clock.now()) else {
            // Nobody wants it any more, or another node was faster.
            return Ok(());
        };
        let chance = self.random.below(1_000);
        if self.is_over(event).await? {
            let due_at = Micros(self.clock.now().0 + LONGEST);
            let later = SiteFeed { due_at, ..feed };
            return self.store.keep_site_feed(event, &later).await.map(drop);
        }
        let known = Mark {
            etag: feed.etag.clone(),
            modified: feed.modified.clone(),
        };
        let fetched = self.fetcher.fetch(&feed.address, &known).await;
        if let Err(fault) = &fetched {
            let code = fault.code();
            tracing::info!(event.id = %event, error = code, "the feed of {event}: {code}");
        }
        let next = after(feed, fetched, self.clock.now(), chance)?;
        self.store.keep_site_feed(event, &next).await.map(drop)
    }

    /// Whether nobody looks at the site any more.
    async fn is_over(&self, event: EventId) -> Result<bool, Fault> {
        let site = self.store.site(event).await?;
        let now = self.clock.now();
        Ok(site.is_none_or(|site| site.settings.closes_at <= now))
    }
}

/// The feed after an attempt: what was read before stays until something else is.
fn after(
    feed: SiteFeed,
    fetched: Result<Fetched, FeedFault>,
    now: Micros,
    chance: u32,
) -> Result<SiteFeed, Fault> {
    let feed = SiteFeed {
        tried_at: Some(now),
        ..feed
    };
    let read = |feed: SiteFeed| SiteFeed {
        read_at: Some(now),
        due_at: Micros(now.0 + Pace::pause(0, chance)),
        n_failures: 0,
        error: String::new(),
        ..feed
    };
    Ok(match fetched {
        Ok(Fetched::Unchanged) => read(feed),
        Ok(Fetched::New(items, mark)) => SiteFeed {
            items: serde_json::to_string(&items).map_err(|_| Fault::Corrupt {
                what: "entries that are no JSON".into(),
            })?,
            etag: mark.etag,
            modified: mark.modified,
            ..read(feed)
        },
        Err(fault) => {
            let n_failures = feed.n_failures.saturating_add(1);
            SiteFeed {
                due_at: Micros(now.0 + Pace::pause(n_failures, chance)),
                n_failures,
                error: fault.code(),
                ..feed
            }
        }
    })
}

impl Work for FeedWork {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn n_at_once(&self) -> usize {
        AT_ONCE
    }

    fn attempt(&self, attempt: Attempt) -> Working<'_> {
        Box::pin(async move {
            let Ok(event) = <[u8; 16]>::try_from(attempt.job.payload.as_slice()) else {
                return Ok(Worked::Never("payload".into()).into());
            };
            self.run(EventId::from_bytes(event)).await?;
            Ok(Worked::Done.into())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_half_an_hour_and_grow_to_six() {
        let middle = |n| Pace::pause(n, 500) / MINUTE;
        assert_eq!((middle(0), middle(1)), (30, 30));
        assert_eq!((middle(2), middle(4)), (60, 240));
        assert_eq!(
            (Pace::pause(0, 0), Pace::pause(0, 1_000)),
            (25 * MINUTE, 35 * MINUTE)
        );
        assert!(Pace::pause(5, 1_000) <= LONGEST);
        assert_eq!(Pace::pause(u32::MAX, u32::MAX), Pace::pause(9, 1_000));
    }

    #[test]
    fn what_was_read_stays_when_the_feed_is_down() {
        let good = SiteFeed {
            items: "[1]".into(),
            etag: "\"7\"".into(),
            read_at: Some(Micros(5)),
            ..SiteFeed::default()
        };
        let down = after(good.clone(), Err(FeedFault::Slow), Micros(10), 500).unwrap();
        assert_eq!((down.items.as_str(), down.etag.as_str()), ("[1]", "\"7\""));
        assert_eq!((down.error.as_str(), down.n_failures), ("slow", 1));
        assert_eq!(
            (down.read_at, down.tried_at),
            (Some(Micros(5)), Some(Micros(10)))
        );
        let back = after(down, Ok(Fetched::Unchanged), Micros(20), 500).unwrap();
        assert_eq!((back.error.as_str(), back.n_failures), ("", 0));
        assert_eq!(
            (back.items.as_str(), back.read_at),
            ("[1]", Some(Micros(20)))
        );
    }

    #[test]
    fn who_asks_again_and_again_waits() {
        let feed = SiteFeed {
            tried_at: Some(Micros(1_000 * MINUTE)),
            ..SiteFeed::default()
        };
        assert_eq!(Pace::asked(&feed).0, 1_000 * MINUTE + ASKED_AFTER);
        assert_eq!(Pace::asked(&SiteFeed::default()), Micros(0));
    }
}
