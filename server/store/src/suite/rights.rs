//! Functions that were split are opened to whoever had the wider one (migration 17).

use std::sync::Arc;

use protocol::{Function, Functions, Role};

use super::world::*;
use super::{Bench, on_both_engines, tamper};
use crate::testing::Engine;

on_both_engines! {
    whoever_had_a_wider_function_keeps_all_that_it_opened
}

/// The statement of the migration that widens roles.
fn widening(engine: Engine) -> &'static str {
    let migration = match engine {
        Engine::Sqlite => include_str!("../../../../migrations/sqlite/0017_rights.sql"),
        Engine::Postgres => include_str!("../../../../migrations/postgres/0017_rights.sql"),
    };
    let begin = migration.find("UPDATE staff").unwrap();
    migration[begin..].split(';').next().unwrap()
}

async fn whoever_had_a_wider_function_keeps_all_that_it_opened(bench: Arc<Bench>) {
    use Function::{
        Announcements, Conversations, Form, Letters, Meetings, Persons, Privacy, Registrations,
        Settings, Site,
    };
    let store = &bench.store;
    World::furnish(store).await;
    for (had, has) in [
        (vec![Meetings], vec![Meetings]),
        (vec![Persons], vec![Persons, Registrations, Privacy]),
        (vec![Settings], vec![Settings, Site, Form]),
        (
            vec![Meetings, Announcements],
            vec![Meetings, Announcements, Letters, Conversations],
        ),
    ] {
        let had: Functions = had.into_iter().collect();
        let set = format!(
            "UPDATE staff SET functions = {} WHERE functions IS NOT NULL",
            had.bits()
        );
        let n_secondary = tamper(store, &set).await;
        assert!(n_secondary > 0);
        tamper(store, widening(bench.engine)).await;
        let loaded = store.load(EVENT).await.unwrap().unwrap();
        let expected: Functions = has.into_iter().collect();
        let mut n_seen = 0;
        for staff in loaded.state.staff() {
            if let Role::Secondary { functions, .. } = &staff.role {
                assert_eq!(*functions, expected, "of {had:?}");
                n_seen += 1;
            }
        }
        assert_eq!(n_seen, n_secondary);
    }
}
