//! Every promise of the store, kept on both engines.

mod once;
mod world;

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
    pub(crate) database: TestDatabase,
    pub(crate) store: Store,
}

pub(crate) async fn run<F, R>(engine: Engine, test: F)
where
    F: FnOnce(std::sync::Arc<Bench>) -> R,
    R: Future<Output = ()>,
{
    let Some(database) = TestDatabase::new(engine).await else {
        return;
    };
    let store = database.open().await;
    let bench = std::sync::Arc::new(Bench { database, store });
    test(bench.clone()).await;
    // Proves that nothing is left open: closing waits for every connection to come back.
    let closing = bench.store.close();
    tokio::time::timeout(std::time::Duration::from_secs(10), closing)
        .await
        .expect("no connection is left over");
}

/// Another node on the same database.
pub(crate) async fn another_node(bench: &Bench) -> Store {
    Store::open(bench.database.url(), Options::default())
        .await
        .unwrap()
}
