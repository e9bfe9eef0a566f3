//! Opening a store, and the events in it.

use std::str::FromStr;
use std::time::Duration;

use protocol::Micros;
use protocol::id::EventId;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::batch::Writes;
use crate::chain;
use crate::code;
use crate::fault::Fault;
use crate::link::Pools;
use crate::table::{events, heads};
use crate::tx::Head;

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
pub(crate) static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// The store of one installation. Copies share their connections.
#[derive(Clone)]
pub struct Store {
    pub(crate) pools: Pools,
    /// What a test wants to go wrong.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) trouble: crate::testing::Trouble,
}

/// What an operator may want to set.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Connections at most: readers on SQLite, everybody on PostgreSQL, where the doorbell
    /// occupies one.
    pub n_connections_max: u32,
    /// How long somebody waits for a connection, or for an event that another node writes to,
    /// before the store counts as busy.
    pub wait_max: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            n_connections_max: 8,
            wait_max: Duration::from_secs(5),
        }
    }
}

/// An event that the store holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// Which.
    pub id: EventId,
    /// Since when.
    pub created_at: Micros,
    /// Which life of its streams.
    pub epoch: u64,
    /// Where its log ends.
    pub seq: u64,
}

impl Store {
    /// Opens `sqlite://path` or `postgres://…`. An SQLite file is created when it is missing.
    ///
    /// # Errors
    /// When the address is none of these, or nobody answers there.
    pub async fn open(url: &str, options: Options) -> Result<Self, Fault> {
        describe_metrics();
        if url.starts_with("sqlite:") {
            Self::open_sqlite(url, options).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Self::open_postgres(url, options).await
        } else {
            Err(Fault::Fail {
                attempt: "opening the store",
                source: "the address begins with neither sqlite: nor postgres:".into(),
            })
        }
    }

    async fn open_sqlite(url: &str, options: Options) -> Result<Self, Fault> {
        const ATTEMPT: &str = "opening the SQLite file";
        if url.contains(":memory:") || url.contains("mode=memory") {
            return Err(Fault::Fail {
                attempt: ATTEMPT,
                source: "readers and writer are separate connections and need a file".into(),
            });
        }
        let file = SqliteConnectOptions::from_str(url)
            .map_err(Fault::during(ATTEMPT))?
            .busy_timeout(options.wait_max)
            .foreign_keys(true);
        let writing = file
            .clone()
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON")
            // 64 MiB: the rows of a large event stay in memory while they are rewritten.
            .pragma("cache_size", "-65536");
        // One writer that is never given up: a second one would only wait in SQLite instead of
        // here, and a reopened one would start with a cold cache.
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(options.wait_max)
            .connect_with(writing)
            .await
            .map_err(Fault::during(ATTEMPT))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(options.n_connections_max.max(1))
            .acquire_timeout(options.wait_max)
            .connect_lazy_with(file.read_only(true));
        Ok(Self::over(Pools::Sqlite { writer, readers }))
    }

    async fn open_postgres(url: &str, options: Options) -> Result<Self, Fault> {
        const ATTEMPT: &str = "connecting to PostgreSQL";
        let lock_timeout = format!("{}ms", options.wait_max.as_millis());
        let server = PgConnectOptions::from_str(url)
            .map_err(Fault::during(ATTEMPT))?
            .application_name("regie")
            // A node that hangs in the middle of a transaction must not stop the event on the
            // others for good.
            .options([
                ("lock_timeout", lock_timeout.as_str()),
                ("idle_in_transaction_session_timeout", "30s"),
            ]);
        let pool = PgPoolOptions::new()
            .max_connections(options.n_connections_max.max(3))
            .acquire_timeout(options.wait_max)
            .connect_with(server)
            .await
            .map_err(Fault::during(ATTEMPT))?;
        Ok(Self::over(Pools::Postgres(pool)))
    }

    fn over(pools: Pools) -> Self {
        Self {
            pools,
            #[cfg(any(test, feature = "testing"))]
            trouble: crate::testing::Trouble::default(),
        }
    }

    /// Brings the tables to the shape that this version expects.
    ///
    /// # Errors
    /// When a migration fails, or the tables are of a newer version.
    pub async fn migrate(&self) -> Result<(), Fault> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => SQLITE.run(writer).await,
            Pools::Postgres(pool) => POSTGRES.run(pool).await,
        }
        .map_err(|error| Fault::Fail {
            attempt: "migrating the tables",
            source: error.into(),
        })
    }

    /// Closes every connection, after those in use have come back. Doorbells hold one each and
    /// are to be dropped before.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// Whether the store answers, for readiness checks.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), Fault> {
        let mut open = self.pools.reading().await?;
        let n_events = open
            .link()
            .one::<(i64,)>(
                "asking whether the store answers",
                "SELECT COUNT(*) FROM events",
                Vec::new(),
            )
            .await;
        n_events.map(drop)
    }

    /// Creates an event with an empty log.
    ///
    /// # Errors
    /// [`crate::Conflict::EventExists`] when there is one of that id.
    pub async fn create_event(
        &self,
        event: EventId,
        epoch: u64,
        now: Micros,
    ) -> Result<Head, Fault> {
        let head = Head {
            epoch,
            seq: 0,
            checksum: chain::beginning(event),
        };
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        events::insert(&mut link, event, now).await?;
        heads::insert(&mut link, event, &head).await?;
        open.commit().await?;
        Ok(head)
    }

    /// The events, in the order of their ids.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn list_events(&self) -> Result<Vec<EventRow>, Fault> {
        let mut open = self.pools.reading().await?;
        let rows = events::list(&mut open.link()).await?;
        rows.into_iter()
            .map(|row| {
                Ok(EventRow {
                    id: row.id.into(),
                    created_at: Micros(row.created_at),
                    epoch: row.epoch.cast_unsigned(),
                    seq: code::number("heads.seq", row.seq)?,
                })
            })
            .collect()
    }

    /// Begins a new life of an event's streams, so that no client trusts offsets from before.
    /// To be called after a restore: the log may end earlier than what clients have seen.
    ///
    /// # Errors
    /// When there is no such event, or it cannot be written.
    pub async fn renew_epoch(&self, event: EventId, epoch: u64) -> Result<Head, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let before = heads::lock(&mut link, event)
            .await?
            .ok_or(Fault::UnknownEvent(event))?;
        let head = Head { epoch, ..before };
        heads::update(&mut link, event, &head, &mut Writes::default()).await?;
        open.commit().await?;
        Ok(head)
    }
}

fn describe_metrics() {
    use metrics::Unit;
    metrics::describe_histogram!(
        "regie_store_lock_wait_seconds",
        Unit::Seconds,
        "Time until an event's head row was locked"
    );
    metrics::describe_histogram!(
        "regie_store_commit_seconds",
        Unit::Seconds,
        "Time to write a batch and commit it to disk"
    );
    metrics::describe_histogram!(
        "regie_store_commit_entries",
        Unit::Count,
        "Entries of one commit"
    );
    metrics::describe_histogram!(
        "regie_store_commit_rows",
        Unit::Count,
        "Rows written or deleted by one commit"
    );
    metrics::describe_histogram!(
        "regie_store_commit_statements",
        Unit::Count,
        "Statements of one commit"
    );
}
