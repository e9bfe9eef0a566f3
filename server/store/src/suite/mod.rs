//! Every promise of the store, kept on both engines.

mod conflicts;
mod correspondence;
mod doctor;
mod erasure;
mod feed;
mod files;
mod jobs;
mod journal;
mod labels;
mod letters;
mod life;
mod log;
mod nodes;
mod once;
mod plans;
mod registration;
mod rights;
mod schema;
mod section;
mod sign_in;
mod site;
mod templates;
mod tour;
mod users;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use sqlx::AssertSqlSafe;

use crate::testing::{Engine, TestDatabase};
use crate::{Options, Store};

/// Makes a test per engine out of each function.
macro_rules! on_both_engines {
    ($($name:ident)*) => {
        mod sqlite {
            $( #[tokio::test] async fn $name() {
                $crate::suite::run($crate::testing::Engine::Sqlite, super::$name).await;
            } )*
        }
        mod postgres {
            $( #[tokio::test] async fn $name() {
                $crate::suite::run($crate::testing::Engine::Postgres, super::$name).await;
            } )*
        }
    };
}
pub(crate) use on_both_engines;

/// What a test gets: a fresh database with every table, and a store on it.
pub(crate) struct Bench {
    pub(crate) engine: Engine,
    pub(crate) database: TestDatabase,
    pub(crate) store: Store,
}

/// Long enough for a busy machine; nobody waits that long when things go well.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

pub(crate) async fn run<F, R>(engine: Engine, test: F)
where
    F: FnOnce(Arc<Bench>) -> R,
    R: Future<Output = ()>,
{
    let Some(database) = TestDatabase::new(engine).await else {
        return;
    };
    let store = database.open().await;
    let bench = Arc::new(Bench {
        engine,
        database,
        store,
    });
    test(bench.clone()).await;
    // Proves that nothing is left open: closing waits for every connection to come back.
    tokio::time::timeout(DEADLINE, bench.store.close())
        .await
        .expect("no connection is left over");
}

/// Another node on the same database.
pub(crate) async fn another_node(bench: &Bench, options: Options) -> Store {
    Store::open(&bench.database.url(), options).await.unwrap()
}

/// Does behind the store's back what no code of this product would do.
pub(crate) async fn tamper(store: &Store, statement: &str) -> u64 {
    let mut open = store.pools.writing().await.unwrap();
    let mut link = open.link();
    let n_rows = link
        .execute("tampering", AssertSqlSafe(statement), Vec::new())
        .await
        .unwrap();
    open.commit().await.unwrap();
    n_rows
}

/// An id as the engine writes it in a statement.
pub(crate) fn literal(engine: Engine, id: uuid::Uuid) -> String {
    match engine {
        Engine::Sqlite => format!("x'{}'", id.simple()),
        Engine::Postgres => format!("'{id}'"),
    }
}

/// How many rows each table has.
pub(crate) async fn rows_everywhere(store: &Store) -> BTreeMap<&'static str, i64> {
    let mut counts = BTreeMap::new();
    for table in schema::TABLES {
        let statement = format!("SELECT COUNT(*) FROM {table}");
        let mut open = store.pools.reading().await.unwrap();
        let (n_rows,): (i64,) = open
            .link()
            .one("counting", AssertSqlSafe(statement), Vec::new())
            .await
            .unwrap();
        counts.insert(*table, n_rows);
    }
    counts
}

/// The examination finds nothing.
pub(crate) async fn assert_sound(store: &Store) {
    let report = store.doctor(world::EVENT).await.unwrap();
    assert!(report.is_sound(), "{:#?}", report.findings);
    assert_eq!(report.n_entries, report.head.seq);
}
