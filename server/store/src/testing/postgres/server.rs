//! The server's programs, its user, and its files.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::SUPERUSER;

/// The folder of `initdb` and `pg_ctl`.
pub(super) fn find_binaries() -> Option<PathBuf> {
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

/// Where a cluster lives on disk.
pub(super) struct Files {
    binaries: PathBuf,
    user: Option<User>,
    folder: PathBuf,
    data: PathBuf,
    pub(super) socket: PathBuf,
    pub(super) users: PathBuf,
}

impl Files {
    pub(super) fn new(folder: PathBuf, binaries: PathBuf) -> Self {
        Self {
            binaries,
            user: User::for_server(),
            data: folder.join("data"),
            socket: folder.join("socket"),
            users: folder.join("users"),
            folder,
        }
    }

    pub(super) fn is_running(&self) -> bool {
        self.data.exists()
            && self
                .command("pg_ctl")
                .arg("status")
                .arg("-D")
                .arg(&self.data)
                .status()
                .is_ok_and(|status| status.success())
    }

    pub(super) fn create(&self) {
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

    pub(super) fn start(&self) {
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
    pub(super) fn watch(&self) {
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
