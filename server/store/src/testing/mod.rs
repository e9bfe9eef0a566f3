//! Throw-away databases of both engines, for the tests of this and other packages.
//!
//! SQLite gets a file in a temporary folder. PostgreSQL runs from whatever server binaries the
//! machine has, in a cluster of its own that all test processes of a run share; each test gets a
//! database of its own there. Where no PostgreSQL is installed, its tests say that they are
//! skipped; with `REGIE_REQUIRE_POSTGRES=1` they fail instead.

mod postgres;
mod trouble;

pub use self::trouble::Lost;
pub(crate) use self::trouble::Trouble;

use tempfile::TempDir;

use crate::open::{Options, Store};

/// Set to `1` where a missing PostgreSQL must fail the tests, as in the pipeline.
pub const REQUIRE_POSTGRES: &str = "REGIE_REQUIRE_POSTGRES";

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, the default.
    Sqlite,
    /// For several nodes.
    Postgres,
}

/// A database that vanishes with this value.
pub struct TestDatabase(Place);

enum Place {
    Folder(TempDir),
    Cluster(postgres::Database),
}

impl TestDatabase {
    /// A database with every table. None when the machine has no such engine and that is allowed.
    ///
    /// # Panics
    /// When the engine is there, or must be, and does not work.
    pub async fn new(engine: Engine) -> Option<Self> {
        match engine {
            Engine::Sqlite => {
                let database = Self::in_folder();
                let store = database.open().await;
                store.migrate().await.expect("fresh tables can be made");
                store.close().await;
                Some(database)
            }
            Engine::Postgres => Self::in_cluster(postgres::Kind::Migrated).await,
        }
    }

    /// A database without any table.
    ///
    /// # Panics
    /// As [`Self::new`].
    pub async fn empty(engine: Engine) -> Option<Self> {
        match engine {
            Engine::Sqlite => Some(Self::in_folder()),
            Engine::Postgres => Self::in_cluster(postgres::Kind::Empty).await,
        }
    }

    fn in_folder() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Self(Place::Folder(folder))
    }

    async fn in_cluster(kind: postgres::Kind) -> Option<Self> {
        let cluster = postgres::cluster()?;
        let database = cluster.create_database(kind).await;
        Some(Self(Place::Cluster(database)))
    }

    /// The address to open.
    #[must_use]
    pub fn url(&self) -> String {
        match &self.0 {
            Place::Folder(folder) => {
                format!("sqlite://{}", folder.path().join("regie.sqlite").display())
            }
            Place::Cluster(database) => database.url(),
        }
    }

    /// Opens a store on it; several at once are several nodes.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn open(&self) -> Store {
        Store::open(&self.url(), Options::default())
            .await
            .expect("a test database opens")
    }

    /// The folder of the database's files, where it has one of its own.
    #[must_use]
    pub fn folder(&self) -> Option<&std::path::Path> {
        match &self.0 {
            Place::Folder(folder) => Some(folder.path()),
            Place::Cluster(_) => None,
        }
    }
}
