//! A PostgreSQL cluster for tests, shared by every test process of a run. For Linux: it needs
//! `/proc`, `flock` and `setpriv`.
//!
//! The first process that needs it makes it; each process holds a shared lock while it lives; a
//! small watcher takes the cluster down and removes its files some seconds after the last lock is
//! gone. So a run of a thousand test processes starts PostgreSQL once.

mod server;
mod template;

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use self::server::{Files, find_binaries};
use super::REQUIRE_POSTGRES;

/// The cluster, once this process holds its share of it. None where PostgreSQL is missing.
pub(super) fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| match find_binaries() {
            Some(binaries) => Some(Cluster::join(binaries)),
            None => {
                skip();
                None
            }
        })
        .as_ref()
}

#[allow(clippy::print_stderr, reason = "a skipped test must be seen")]
fn skip() {
    assert!(
        std::env::var(REQUIRE_POSTGRES).as_deref() != Ok("1"),
        "{REQUIRE_POSTGRES}=1, but no PostgreSQL server binaries are installed"
    );
    eprintln!();
    eprintln!("  SKIPPED: no PostgreSQL server binaries (initdb, pg_ctl) were found.");
    eprintln!("  SKIPPED: nothing was tested on PostgreSQL. On Debian: apt-get install postgresql");
    eprintln!();
}

/// A running cluster.
pub(super) struct Cluster {
    /// Where its socket is.
    socket: PathBuf,
    /// Released when the process ends.
    _share: File,
}

/// How a test database begins.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Empty,
    Migrated,
}

const SUPERUSER: &str = "regie";

impl Cluster {
    fn join(binaries: PathBuf) -> Self {
        let own_uid = fs::metadata("/proc/self").expect("/proc is mounted").uid();
        let version = binaries
            .parent()
            .and_then(Path::file_name)
            .map_or_else(String::new, |name| format!("-{}", name.display()));
        let folder = std::env::temp_dir().join(format!("regie-postgres{version}-{own_uid}"));
        fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let owner = fs::metadata(&folder).expect("the folder exists").uid();
        assert_eq!(owner, own_uid, "{} is ours", folder.display());

        let lock = open_lock(&folder.join("lock"));
        lock.lock().expect("the cluster's lock can be waited for");
        let files = Files::new(folder, binaries);
        if !files.is_running() {
            files.create();
            files.start();
            files.watch();
        }
        let share = open_lock(&files.users);
        share.lock_shared().expect("nobody locks out new users");
        let socket = files.socket.clone();
        // Its own thread, because this one may be inside a test's runtime.
        std::thread::spawn(move || block_on(template::make(&socket)))
            .join()
            .expect("the template can be made");
        lock.unlock().expect("the lock is ours");
        Self {
            socket: files.socket,
            _share: share,
        }
    }

    pub(super) async fn create_database(&self, kind: Kind) -> Database {
        static N_CREATED: AtomicU32 = AtomicU32::new(0);
        let n = N_CREATED.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{n}", std::process::id());
        let template = match kind {
            Kind::Empty => "template0".to_owned(),
            Kind::Migrated => template::name(),
        };
        let database = Database {
            socket: self.socket.clone(),
            name,
        };
        // A process of an earlier run may have had the same number.
        run_sql(
            &self.socket,
            &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", database.name),
        )
        .await;
        let create = format!(
            "CREATE DATABASE {} TEMPLATE {template} STRATEGY FILE_COPY",
            database.name
        );
        run_sql(&self.socket, &create).await;
        database
    }
}

/// A database of the cluster, dropped with this value.
pub(super) struct Database {
    socket: PathBuf,
    name: String,
}

impl Database {
    pub(super) fn url(&self) -> String {
        url(&self.socket, &self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (socket, name) = (self.socket.clone(), self.name.clone());
        // The test's own runtime may be ending; this needs one that is not.
        let dropping = std::thread::spawn(move || {
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            block_on(run_sql(&socket, &drop));
        });
        // What is left over goes with the cluster.
        let _ = dropping.join();
    }
}

fn open_lock(path: &Path) -> File {
    File::options()
        .create(true)
        .write(true)
        .truncate(false)
        .open(path)
        .expect("a lock file can be made")
}

fn url(socket: &Path, database: &str) -> String {
    format!(
        "postgres://{SUPERUSER}@localhost/{database}?host={}",
        socket.display()
    )
}

async fn run_sql(socket: &Path, statement: &str) {
    let mut connection = connect(socket).await;
    connection
        .execute(AssertSqlSafe(statement))
        .await
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
}

async fn connect(socket: &Path) -> PgConnection {
    PgConnection::connect(&url(socket, "postgres"))
        .await
        .expect("the test cluster answers")
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be made")
        .block_on(future)
}
