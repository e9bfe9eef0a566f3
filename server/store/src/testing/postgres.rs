//! A PostgreSQL cluster for tests, shared by every test process of a run.
//!
//! The first process that needs it makes it; each process holds a shared lock while it lives; a
//! small watcher takes the cluster down and removes its files some seconds after the last lock is
//! gone. So a run of a thousand test processes starts PostgreSQL once.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::REQUIRE_POSTGRES;
use crate::open::{Options, POSTGRES, Store};

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

/// The folder of `initdb` and `pg_ctl`.
fn find_binaries() -> Option<PathBuf> {
    let told = std::env::var_os("REGIE_POSTGRES_BIN").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut installed: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    installed.sort();
    told.into_iter()
        .chain(installed.into_iter().rev())
        .chain(std::env::split_paths(&path))
        .find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
}

/// An unprivileged user: PostgreSQL refuses to run as root.
#[derive(Clone, Copy)]
struct User {
    uid: u32,
    gid: u32,
}

impl User {
    /// Whom the server runs as; none when this process is unprivileged itself.
    fn for_server() -> Option<Self> {
        let own_uid = fs::metadata("/proc/self").expect("/proc is mounted").uid();
        if own_uid != 0 {
            return None;
        }
        let accounts = fs::read_to_string("/etc/passwd").expect("accounts can be read");
        let find = |name: &str| {
            accounts.lines().find_map(|line| {
                let mut fields = line.split(':');
                let is_named = fields.next() == Some(name);
                let uid = fields.nth(1)?.parse().ok()?;
                let gid = fields.next()?.parse().ok()?;
                is_named.then_some(Self { uid, gid })
            })
        };
        Some(
            find("postgres")
                .or_else(|| find("nobody"))
                .expect("root finds an unprivileged user to run the server"),
        )
    }
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
        files.make_template();
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
            Kind::Migrated => template_name(),
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

/// Where a cluster lives on disk.
struct Files {
    binaries: PathBuf,
    user: Option<User>,
    folder: PathBuf,
    data: PathBuf,
    socket: PathBuf,
    users: PathBuf,
}

impl Files {
    fn new(folder: PathBuf, binaries: PathBuf) -> Self {
        Self {
            binaries,
            user: User::for_server(),
            data: folder.join("data"),
            socket: folder.join("socket"),
            users: folder.join("users"),
            folder,
        }
    }

    fn is_running(&self) -> bool {
        self.data.exists()
            && self
                .command("pg_ctl")
                .arg("status")
                .arg("-D")
                .arg(&self.data)
                .status()
                .is_ok_and(|status| status.success())
    }

    fn create(&self) {
        for folder in [&self.data, &self.socket] {
            if folder.exists() {
                fs::remove_dir_all(folder).expect("a dead cluster can be removed");
            }
            fs::create_dir(folder).expect("the cluster's folders can be made");
            if let Some(user) = self.user {
                chown(folder, Some(user.uid), Some(user.gid)).expect("root may give folders away");
            }
        }
        let only_owner = fs::Permissions::from_mode(0o700);
        fs::set_permissions(&self.data, only_owner).expect("the folder is ours");
        self.run(self.command("initdb").arg("-D").arg(&self.data).args([
            "--username",
            SUPERUSER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]));
    }

    fn start(&self) {
        // Nothing here outlives the run: durability is what costs, and what nobody needs.
        let settings = format!(
            "-c listen_addresses= -c unix_socket_directories={} -c max_connections=200 \
             -c fsync=off -c full_page_writes=off -c autovacuum=off",
            self.socket.display()
        );
        self.run(
            self.command("pg_ctl")
                .args(["start", "--wait", "--timeout=60", "-o", &settings])
                .arg("-D")
                .arg(&self.data)
                .arg("-l")
                .arg(self.data.join("log")),
        );
    }

    /// Leaves a watcher that ends the cluster when no process has used it for a while. It is the
    /// only one who may: it takes the same lock as those who join.
    fn watch(&self) {
        const WATCH: &str = r#"
            idle=0
            while sleep 3; do
                exec 9>"$1/lock"; flock -x 9
                if [ ! -d "$1/data" ]; then exit; fi
                if flock -xn "$1/users" true; then idle=$((idle + 1)); else idle=0; fi
                if [ "$idle" -ge 3 ]; then
                    if [ -n "$3" ]; then
                        setpriv --reuid="$3" --regid="$4" --clear-groups \
                            "$2/pg_ctl" stop -m immediate -D "$1/data"
                    else
                        "$2/pg_ctl" stop -m immediate -D "$1/data"
                    fi
                    rm -rf "$1/data" "$1/socket"
                    exit
                fi
                exec 9>&-
            done
        "#;
        #[allow(
            clippy::zombie_processes,
            reason = "it has to outlive this process, and takes nothing of it along"
        )]
        fn leave(watcher: &mut Command) {
            watcher.spawn().expect("a shell can be started");
        }
        let ids = self.user.map(|user| (user.uid, user.gid));
        let (uid, gid) = ids.map_or_else(Default::default, |(uid, gid)| {
            (uid.to_string(), gid.to_string())
        });
        leave(
            Command::new("sh")
                .args(["-c", WATCH, "regie-postgres-watcher"])
                .arg(&self.folder)
                .arg(&self.binaries)
                .args([uid, gid])
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .process_group(0),
        );
    }

    /// A database with every table, from which those of the tests are copied.
    fn make_template(&self) {
        let socket = self.socket.clone();
        // Its own thread, because this one may be inside a test's runtime.
        std::thread::spawn(move || block_on(make_template(&socket)))
            .join()
            .expect("the template can be made");
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.join(program));
        command
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(user) = self.user {
            command.uid(user.uid).gid(user.gid);
        }
        command
    }

    fn run(&self, command: &mut Command) {
        let status = command.status().expect("the program can be started");
        assert!(
            status.success(),
            "{command:?} ended with {status}; see {}",
            self.data.join("log").display()
        );
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

/// Named after the migrations, so that a cluster which outlived a change of them is no trap.
fn template_name() -> String {
    let mut name = "template".to_owned();
    for migration in POSTGRES.iter() {
        for byte in migration.checksum.iter().take(8) {
            name.push_str(&format!("{byte:02x}"));
        }
    }
    name.truncate(60);
    name
}

async fn make_template(socket: &Path) {
    let name = template_name();
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
