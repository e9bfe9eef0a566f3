//! The database from which those of the tests are copied.

use std::path::Path;

use super::{connect, run_sql, url};
use crate::open::{Options, POSTGRES, Store};

/// Named after the migrations, so that a cluster which outlived a change of them is no trap.
pub(super) fn name() -> String {
    let mut name = "template".to_owned();
    for migration in POSTGRES.iter() {
        for byte in migration.checksum.iter().take(8) {
            name.push_str(&format!("{byte:02x}"));
        }
    }
    name.truncate(60);
    name
}

pub(super) async fn make(socket: &Path) {
    let name = name();
    let mut connection = connect(socket).await;
    let exists: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
            .bind(&name)
            .fetch_one(&mut connection)
            .await
            .expect("the cluster answers");
    if exists {
        return;
    }
    // Built under another name: an interrupted attempt must not look finished.
    run_sql(socket, "DROP DATABASE IF EXISTS unfinished WITH (FORCE)").await;
    run_sql(socket, "CREATE DATABASE unfinished").await;
    let store = Store::open(&url(socket, "unfinished"), Options::default())
        .await
        .expect("the template opens");
    store.migrate().await.expect("fresh tables can be made");
    store.close().await;
    run_sql(
        socket,
        &format!("ALTER DATABASE unfinished RENAME TO {name}"),
    )
    .await;
}
