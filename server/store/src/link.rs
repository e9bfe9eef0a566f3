//! Connections and transactions of either engine.

use sqlx::{PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction};

use crate::fault::Fault;

/// The pools behind a store.
#[derive(Clone)]
pub(crate) enum Pools {
    /// One connection writes, several read.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// A connection that statements run on.
pub(crate) enum Link<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// An open transaction; dropping it rolls back.
pub(crate) enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Link<'_> {
    /// Whether one text may hold several statements with values.
    pub(crate) const fn takes_several(&self) -> bool {
        match self {
            Self::Sqlite(_) => true,
            Self::Postgres(_) => false,
        }
    }
}

impl Open {
    pub(crate) fn link(&mut self) -> Link<'_> {
        match self {
            Self::Sqlite(tx) => Link::Sqlite(tx),
            Self::Postgres(tx) => Link::Postgres(tx),
        }
    }

    pub(crate) async fn commit(self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
        .map_err(Fault::during("committing"))
    }

    pub(crate) async fn roll_back(self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await,
            Self::Postgres(tx) => tx.rollback().await,
        }
        .map_err(Fault::during("rolling back"))
    }

    pub(crate) const fn is_postgres(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(_) => true,
        }
    }
}

impl Pools {
    /// A transaction that may write. On SQLite it takes the write lock at once: a transaction
    /// that reads first and upgrades later fails instead of waiting.
    pub(crate) async fn writing(&self) -> Result<Open, Fault> {
        match self {
            Self::Sqlite { writer, .. } => {
                writer.begin_with("BEGIN IMMEDIATE").await.map(Open::Sqlite)
            }
            Self::Postgres(pool) => pool.begin().await.map(Open::Postgres),
        }
        .map_err(Fault::during("beginning to write"))
    }

    /// A transaction in which every statement reads the same committed moment.
    pub(crate) async fn reading(&self) -> Result<Open, Fault> {
        match self {
            Self::Sqlite { readers, .. } => readers.begin().await.map(Open::Sqlite),
            Self::Postgres(pool) => pool
                .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                .await
                .map(Open::Postgres),
        }
        .map_err(Fault::during("beginning to read"))
    }
}
