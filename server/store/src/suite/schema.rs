//! The tables of both engines are the same, and each column is classified.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sqlx::AssertSqlSafe;

use super::{Bench, on_both_engines};
use crate::statement::Stored;
use crate::testing::{Engine, TestDatabase};
use crate::{Fault, Options, Store};

on_both_engines! {
    migrating_twice_changes_nothing
    every_column_is_classified
}

/// Every table of this product.
pub(crate) const TABLES: &[&str] = &[
    "accounts",
    "alerts",
    "announcements",
    "assignment_rules",
    "attempts",
    "attendance",
    "badges",
    "calendar_feeds",
    "cards",
    "connections",
    "consents",
    "contacts",
    "conversations",
    "entries",
    "events",
    "file_chunks",
    "heads",
    "jobs",
    "journal_heads",
    "journal_lines",
    "letter_templates",
    "letters",
    "library_files",
    "meetings",
    "message_reports",
    "message_settings",
    "needs",
    "offers",
    "one_time_links",
    "passwords",
    "person_entries",
    "person_slots",
    "persons",
    "place_slots",
    "places",
    "plan_proposals",
    "post_setups",
    "private_messages",
    "profile_changes",
    "profile_rights",
    "profile_sections",
    "profiles",
    "public_entries",
    "recovery_codes",
    "registration_files",
    "registration_forms",
    "registration_persons",
    "registrations",
    "requests",
    "resources",
    "seats",
    "second_factors",
    "sectors",
    "sessions",
    "setups",
    "sign_ins",
    "site_feeds",
    "site_looks",
    "site_pages",
    "site_redirects",
    "site_texts",
    "site_versions",
    "sites",
    "slots",
    "staff",
    "stages",
    "thresholds",
    "travel",
    "user_links",
    "user_sign_ins",
    "users",
    "vacancies",
    "vault_keys",
    "vocabularies",
];

/// Tables with columns that name somebody: all of them are emptied of a person by his erasure.
const NAMING: &[&str] = &[
    "cards",
    "connections",
    "contacts",
    "file_chunks",
    "letters",
    "post_setups",
    "profile_changes",
    "profile_sections",
    "private_messages",
    "profiles",
    "registration_files",
    "registrations",
    "user_links",
    "user_sign_ins",
    "users",
];

/// Whether a column may be empty.
type Columns = BTreeMap<String, bool>;

async fn rows<R: Stored>(store: &Store, statement: &str) -> Vec<R> {
    let mut open = store.pools.reading().await.unwrap();
    open.link()
        .all(
            "reading the catalogue",
            AssertSqlSafe(statement),
            Vec::new(),
        )
        .await
        .unwrap()
}

async fn tables(engine: Engine, store: &Store) -> BTreeMap<String, Columns> {
    let statement = match engine {
        Engine::Sqlite => {
            "SELECT t.name, c.name, c.\"notnull\" = 0 FROM sqlite_schema t \
             JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
        }
        Engine::Postgres => {
            "SELECT table_name::text, column_name::text, is_nullable = 'YES' \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
    for (table, column, is_nullable) in rows::<(String, String, bool)>(store, statement).await {
        if table != "_sqlx_migrations" {
            tables.entry(table).or_default().insert(column, is_nullable);
        }
    }
    tables
}

/// Unique constraints by the name that PostgreSQL gives them, with the columns as SQLite names
/// them in its messages.
pub(crate) async fn unique_constraints(bench: &Bench) -> BTreeSet<(String, String)> {
    match bench.engine {
        Engine::Postgres => rows::<(String, String)>(
            &bench.store,
            "SELECT conname::text, string_agg(conrelid::regclass::text || '.' || attname, ', ' \
             ORDER BY position) FROM pg_constraint \
             CROSS JOIN unnest(conkey) WITH ORDINALITY AS k (attnum, position) \
             JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.attnum \
             WHERE contype IN ('p', 'u') AND connamespace = 'public'::regnamespace \
             AND conrelid::regclass::text <> '_sqlx_migrations' GROUP BY conname",
        )
        .await
        .into_iter()
        .collect(),
        Engine::Sqlite => {
            // SQLite forgets the names of constraints, but keeps the text of the table.
            let texts = rows::<(String, String)>(
                &bench.store,
                "SELECT name, sql FROM sqlite_schema WHERE type = 'table'",
            )
            .await;
            texts
                .into_iter()
                .flat_map(|(table, text)| constraints_in(&table, &text))
                .collect()
        }
    }
}

fn constraints_in(table: &str, text: &str) -> Vec<(String, String)> {
    text.split("CONSTRAINT ")
        .skip(1)
        .map(|rest| {
            let name = rest.split_whitespace().next().unwrap();
            let columns = rest.split(['(', ')']).nth(1).unwrap();
            let columns: Vec<_> = columns
                .split(", ")
                .map(|column| format!("{table}.{column}"))
                .collect();
            (name.to_owned(), columns.join(", "))
        })
        .collect()
}

#[tokio::test]
async fn both_engines_have_the_same_tables_and_columns() {
    let sqlite = TestDatabase::new(Engine::Sqlite).await.unwrap();
    let store = sqlite.open().await;
    let here = tables(Engine::Sqlite, &store).await;
    store.close().await;
    let names: Vec<_> = here.keys().map(String::as_str).collect();
    assert_eq!(names, TABLES);

    let Some(postgres) = TestDatabase::new(Engine::Postgres).await else {
        return;
    };
    let store = postgres.open().await;
    assert_eq!(tables(Engine::Postgres, &store).await, here);
    store.close().await;
}

#[tokio::test]
async fn both_engines_have_the_same_unique_constraints() {
    let mut found = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some(database) = TestDatabase::new(engine).await else {
            return;
        };
        let store = database.open().await;
        let bench = Bench {
            engine,
            database,
            store,
        };
        found.push(unique_constraints(&bench).await);
        bench.store.close().await;
    }
    assert_eq!(found[0], found[1]);
}

#[test]
fn both_engines_have_the_same_migrations() {
    let names = |folder: &str| -> BTreeSet<_> {
        let folder = format!("{}/../../migrations/{folder}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name())
            .collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

async fn migrating_twice_changes_nothing(bench: Arc<Bench>) {
    let before = tables(bench.engine, &bench.store).await;
    bench.store.migrate().await.unwrap();
    assert_eq!(tables(bench.engine, &bench.store).await, before);
}

#[tokio::test]
async fn tables_of_a_newer_version_are_left_alone() {
    let database = TestDatabase::new(Engine::Sqlite).await.unwrap();
    let store = database.open().await;
    super::tamper(
        &store,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (9999, 'from the future', TRUE, x'00', 0)",
    )
    .await;
    let fault = store.migrate().await.unwrap_err();
    assert!(matches!(fault, Fault::Fail { .. }), "{fault:?}");
    store.close().await;
}

#[tokio::test]
async fn an_empty_database_is_migrated_on_either_engine() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some(database) = TestDatabase::empty(engine).await else {
            return;
        };
        let store = database.open().await;
        assert!(store.ping().await.is_err());
        store.migrate().await.unwrap();
        store.ping().await.unwrap();
        store.close().await;
    }
}

#[tokio::test]
async fn an_address_that_nobody_answers_is_told() {
    let open = async |url: &str| Store::open(url, Options::default()).await.map(drop);
    let nowhere = "postgres://nobody@localhost/nothing?host=/nonexistent";
    assert!(open(nowhere).await.unwrap_err().is_retry());
    for wrong in [
        "mysql://localhost/regie",
        "regie.sqlite",
        "sqlite::memory:",
        "sqlite://file?mode=memory",
    ] {
        let fault = open(wrong).await.unwrap_err();
        assert!(matches!(fault, Fault::Fail { .. }), "{wrong}: {fault:?}");
    }
}

#[tokio::test]
async fn sqlite_is_set_for_durability() {
    let database = TestDatabase::new(Engine::Sqlite).await.unwrap();
    let store = database.open().await;
    let crate::link::Pools::Sqlite { writer, readers } = &store.pools else {
        unreachable!("opened as SQLite")
    };
    for (setting, expected) in [
        ("PRAGMA journal_mode", "wal"),
        ("PRAGMA synchronous", "2"),
        ("PRAGMA foreign_keys", "1"),
        ("PRAGMA secure_delete", "1"),
    ] {
        let text = setting.replace("PRAGMA ", "SELECT CAST((SELECT * FROM pragma_") + ") AS TEXT)";
        let value: String = sqlx::query_scalar(AssertSqlSafe(text))
            .fetch_one(writer)
            .await
            .unwrap();
        assert_eq!(value, expected, "{setting}");
    }
    let written = sqlx::query("DELETE FROM events").execute(readers).await;
    assert!(written.is_err(), "readers cannot write");
    store.close().await;
}

#[derive(serde::Deserialize)]
struct Privacy {
    retention: BTreeMap<String, String>,
    tables: BTreeMap<String, Classified>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Classified {
    purpose: String,
    kept: String,
    #[serde(default)]
    none: Vec<String>,
    #[serde(default)]
    pseudonymous: Vec<String>,
    #[serde(default)]
    personal: Vec<String>,
}

async fn every_column_is_classified(bench: Arc<Bench>) {
    let privacy: Privacy = toml::from_str(include_str!("../../privacy.toml")).unwrap();
    let found = tables(bench.engine, &bench.store).await;
    let named: Vec<_> = privacy.tables.keys().collect();
    assert_eq!(named, found.keys().collect::<Vec<_>>());
    for (table, classified) in &privacy.tables {
        let mut columns = [
            classified.none.as_slice(),
            &classified.pseudonymous,
            &classified.personal,
        ]
        .concat();
        columns.sort();
        let expected: Vec<_> = found[table].keys().cloned().collect();
        assert_eq!(columns, expected, "columns of {table}, each exactly once");
        let is_known = privacy.retention.contains_key(&classified.kept);
        assert!(is_known, "{table} is kept {:?}", classified.kept);
        assert!(!classified.purpose.is_empty(), "{table} is for something");
        // Whatever names somebody must be where erasure looks for it.
        let may_name = NAMING.contains(&table.as_str());
        assert_eq!(may_name, !classified.personal.is_empty(), "{table}");
    }
}
