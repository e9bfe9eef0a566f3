//! The command line. Every setting can also come from the environment.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Régie, the control room of business-matchmaking events.
#[derive(Parser)]
#[command(name = "server", version, about)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) log: Log,
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Args)]
pub(crate) struct Log {
    /// What to log: `info`, `app=debug`, …
    #[arg(long, global = true, env = "REGIE_LOG", default_value = "info")]
    pub(crate) log: String,
    /// One JSON object per line.
    #[arg(long, global = true, env = "REGIE_LOG_JSON")]
    pub(crate) log_json: bool,
}

#[derive(Subcommand)]
pub(crate) enum Task {
    /// Serves the events of a store.
    Serve(Serve),
    /// Makes a demo event if there is none yet, lives its day and serves it.
    Demo(Demo),
    /// Fills a store with a demo event, and no more.
    Seed(Seed),
    /// Brings the tables to the shape that this version expects.
    Migrate(At),
    /// Checks every event: chain, rows, indexes, streams, invariants.
    Doctor(At),
    /// Reads an event from CSV files: a dry run, unless told to apply.
    Import(Import),
    /// Issues a one-time sign-in link for a member of the team.
    Link(Link),
    /// Gives an event's main administrator an address to sign in with, and prints the link by
    /// which he chooses his password.
    Admin(Admin),
}

/// Which store.
#[derive(Args, Clone)]
pub(crate) struct At {
    /// `sqlite://path` or `postgres://…`.
    #[arg(
        long,
        env = "REGIE_STORE",
        default_value = "sqlite://data/regie.sqlite"
    )]
    pub(crate) store: String,
}

/// How to listen and what to serve.
#[derive(Args, Clone)]
pub(crate) struct Site {
    /// Address and port to listen on.
    #[arg(long, env = "REGIE_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// The address by which browsers reach the site, without a path: `https://regie.example.org`.
    /// May be given several times; only pages of these may talk to the server.
    #[arg(long = "public-url", env = "REGIE_PUBLIC_URL", value_delimiter = ',')]
    pub(crate) public_urls: Vec<String>,
    /// The folder of the packed browser programs.
    #[arg(long, env = "REGIE_ASSETS")]
    pub(crate) assets: Option<PathBuf>,
    /// Who carries this may read `/metrics` from elsewhere.
    #[arg(long, env = "REGIE_METRICS_TOKEN", hide_env_values = true)]
    pub(crate) metrics_token: Option<String>,
    /// Connections at most.
    #[arg(long, env = "REGIE_CONNECTIONS_MAX", default_value_t = 18_000)]
    pub(crate) connections_max: usize,
    /// Connections at most from one address; a whole venue may share one.
    #[arg(
        long,
        env = "REGIE_CONNECTIONS_PER_ADDRESS_MAX",
        default_value_t = 16_000
    )]
    pub(crate) connections_per_address_max: usize,
    /// A reverse proxy stands in front and appends each caller's address to `X-Forwarded-For`.
    #[arg(long, env = "REGIE_BEHIND_PROXY")]
    pub(crate) behind_proxy: bool,
    /// The file in which the erased are noted, so that a restored backup does not bring them back.
    /// It belongs where backups of the store do not reach. Beside an embedded store unless said
    /// otherwise; for PostgreSQL `data/erasures`.
    #[arg(long, env = "REGIE_ERASURES")]
    pub(crate) erasures: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) secrets: Secrets,
    #[command(flatten)]
    pub(crate) uploads: Uploads,
    #[command(flatten)]
    pub(crate) entry: Entry,
    #[command(flatten)]
    pub(crate) mail: Mail,
    /// Serve `/ws-echo` for conformance tests of the socket.
    #[arg(long, hide = true)]
    pub(crate) ws_echo: bool,
    /// A server of this machine that news may come from, for tests.
    #[arg(long, hide = true)]
    pub(crate) feed_origin: Option<String>,
}

/// Where the keys are that seal secrets in the store.
#[derive(Args, Clone)]
pub(crate) struct Secrets {
    /// The file of the keys that seal secrets in the store. Every node has the same; it belongs
    /// where backups of the store do not reach. Made with the first start; beside an embedded
    /// store unless said otherwise, for PostgreSQL `data/secrets`.
    #[arg(long, env = "REGIE_SECRETS")]
    pub(crate) secrets: Option<PathBuf>,
}

/// What people may upload.
#[derive(Clone, Debug, Args)]
pub(crate) struct Uploads {
    /// A clamd that looks at every file before it is taken: `host:port`, or the path of its socket.
    #[arg(long, env = "REGIE_CLAMD")]
    pub(crate) clamd: Option<String>,
    /// Take files although the clamd that was named cannot be asked.
    #[arg(long, env = "REGIE_CLAMD_OPTIONAL")]
    pub(crate) clamd_optional: bool,
    /// Longest video, in mebibytes.
    #[arg(long, env = "REGIE_VIDEO_MIB", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub(crate) video_mib: u16,
}

/// How letters leave the house. Without a server they are kept, to be read in the console.
#[derive(Args, Clone)]
pub(crate) struct Mail {
    /// The mail server: `smtp://user:password@host:587?tls=required`, `smtps://host`.
    #[arg(long = "smtp", env = "REGIE_SMTP", hide_env_values = true)]
    pub(crate) smtp: Option<String>,
    /// A file with the certificate, in PEM, of an authority that vouches for the mail server
    /// besides those that everybody trusts; for a server of one's own.
    #[arg(long, env = "REGIE_SMTP_AUTHORITY")]
    pub(crate) smtp_authority: Option<PathBuf>,
    /// From which address, where an event says nothing.
    #[arg(
        long,
        env = "REGIE_MAIL_FROM",
        default_value = "regie@localhost.localdomain"
    )]
    pub(crate) mail_from: String,
    /// In whose name, where an event says nothing.
    #[arg(long, env = "REGIE_MAIL_NAME", default_value = "Régie")]
    pub(crate) mail_name: String,
    /// Letters that the server takes in a minute at most.
    #[arg(long, env = "REGIE_MAIL_PER_MINUTE", default_value_t = 600)]
    pub(crate) mail_per_minute: u32,
    /// Seconds that the conversation with the server about one letter may take.
    #[arg(long, env = "REGIE_MAIL_TIMEOUT", default_value_t = 30)]
    pub(crate) mail_timeout_s: u64,
}

#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) at: At,
    #[command(flatten)]
    pub(crate) site: Site,
    /// Bring the tables up to date first.
    #[arg(long, env = "REGIE_MIGRATE")]
    pub(crate) migrate: bool,
    /// Acknowledge before the commit, which loses what was acknowledged.
    #[cfg(feature = "fault-injection")]
    #[arg(long, hide = true)]
    pub(crate) unsafe_ack_first: bool,
}

/// The demo events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scale {
    /// About 150 participants.
    Small,
    /// 1,500 participants, 3,000 meetings, two days.
    Full,
    /// Twice that.
    Double,
}

/// Which demo event.
#[derive(Args, Clone)]
pub(crate) struct Which {
    /// How large.
    #[arg(long, value_enum, default_value_t = Scale::Small)]
    pub(crate) event: Scale,
    /// What decides everything about it.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The first day; today unless said otherwise.
    #[arg(long)]
    pub(crate) first_day: Option<jiff::civil::Date>,
}

#[derive(Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) which: Which,
    #[command(flatten)]
    pub(crate) site: Site,
    /// The folder where the demo is kept.
    #[arg(long, default_value = "data/demo")]
    pub(crate) data: PathBuf,
    /// A store to keep it in instead of a file in that folder.
    #[arg(long, env = "REGIE_STORE")]
    pub(crate) store: Option<String>,
    /// How many times faster than the world the event's clock runs.
    #[arg(long, default_value_t = 10.0)]
    pub(crate) speed: f64,
    /// Start the day again.
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Nobody plays: nothing happens but what people do.
    #[arg(long)]
    pub(crate) still: bool,
    /// The organisers are played too.
    #[arg(long, conflicts_with = "still")]
    pub(crate) play_organisers: bool,
    /// Sign everybody in and write the cookies to this file, one JSON object per line.
    #[arg(long, hide = true)]
    pub(crate) sign_ins: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Seed {
    #[command(flatten)]
    pub(crate) at: At,
    #[command(flatten)]
    pub(crate) which: Which,
}

#[derive(Args)]
pub(crate) struct Import {
    #[command(flatten)]
    pub(crate) at: At,
    /// The folder with the CSV files; see docs/how-to/import-csv.md.
    pub(crate) folder: PathBuf,
    /// The event to import into; a new one unless said otherwise.
    #[arg(long)]
    pub(crate) event: Option<String>,
    /// A new event's name.
    #[arg(long, default_value = "")]
    pub(crate) title: String,
    /// A new event's time zone.
    #[arg(long, default_value = "Europe/Paris")]
    pub(crate) zone: String,
    /// The name of a new event's main administrator.
    #[arg(long, default_value = "")]
    pub(crate) administrator: String,
    /// A new event has two populations; a meeting joins one of each.
    #[arg(long)]
    pub(crate) two_sided: bool,
    /// Apply it if no line is faulty.
    #[arg(long)]
    pub(crate) apply: bool,
}

/// What this installation asks of those who sign in.
#[derive(Args, Clone)]
pub(crate) struct Entry {
    /// Characters of a participant's password at least.
    #[arg(long, env = "REGIE_PASSWORD_LENGTH_MIN", default_value_t = 12)]
    pub(crate) password_length_min: u16,
    /// Characters of an administrator's password at least.
    #[arg(long, env = "REGIE_PASSWORD_LENGTH_MIN_ADMIN", default_value_t = 16)]
    pub(crate) password_length_min_admin: u16,
    /// Entropy of a password at least, in bits by the count of the CNIL.
    #[arg(long, env = "REGIE_PASSWORD_BITS_MIN", default_value_t = 79.5)]
    pub(crate) password_bits_min: f64,
    /// From so many characters on, entropy is no longer asked for.
    #[arg(long, env = "REGIE_PASSWORD_LONG_FROM", default_value_t = 21)]
    pub(crate) password_long_from: u16,
    /// Administrators open no event without a second factor.
    #[arg(long, env = "REGIE_ADMIN_SECOND_FACTOR")]
    pub(crate) admin_second_factor: bool,
    /// Memory for stretching one password, in KiB.
    #[arg(long, env = "REGIE_PASSWORD_MEMORY_KIB", default_value_t = 19_456)]
    pub(crate) password_memory_kib: u32,
    /// How often that memory is gone through.
    #[arg(long, env = "REGIE_PASSWORD_PASSES", default_value_t = 2)]
    pub(crate) password_passes: u32,
    /// Hours after which an unused sign-in of the team ends.
    #[arg(long, env = "REGIE_TEAM_IDLE_HOURS", default_value_t = 4)]
    pub(crate) team_idle_hours: u32,
    /// Hours after which a sign-in of the team ends, used or not; a day and a half at most.
    #[arg(long, env = "REGIE_TEAM_HOURS", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=36))]
    pub(crate) team_hours: u32,
    /// Days after which an unused sign-in of a participant ends.
    #[arg(long, env = "REGIE_PERSON_IDLE_DAYS", default_value_t = 7)]
    pub(crate) person_idle_days: u32,
    /// Days after which a sign-in of a participant ends, used or not.
    #[arg(long, env = "REGIE_PERSON_DAYS", default_value_t = 14, value_parser = clap::value_parser!(u32).range(2..))]
    pub(crate) person_days: u32,
}

/// What else an administrator of the installation does.
#[derive(Subcommand)]
pub(crate) enum AdminTask {
    /// Seals every secret in the store with the newest key.
    RotateSecrets(RotateSecrets),
    /// Prints the journal of the installation, or that of an event, as JSON lines.
    Journal(ReadJournal),
}

#[derive(Args)]
pub(crate) struct RotateSecrets {
    #[command(flatten)]
    pub(crate) at: At,
    #[command(flatten)]
    pub(crate) secrets: Secrets,
    /// Add a key first.
    #[arg(long)]
    pub(crate) new_key: bool,
    /// Add a key and seal nothing yet: for several nodes, which are all given the file before
    /// anything is sealed with it.
    #[arg(long, conflicts_with = "new_key")]
    pub(crate) prepare: bool,
}

#[derive(Args)]
pub(crate) struct ReadJournal {
    #[command(flatten)]
    pub(crate) at: At,
    /// Of which event; of the installation itself unless said otherwise.
    #[arg(long)]
    pub(crate) event: Option<String>,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Admin {
    #[command(subcommand)]
    pub(crate) task: Option<AdminTask>,
    #[command(flatten)]
    pub(crate) at: At,
    /// At which event.
    #[arg(long, required = true)]
    pub(crate) event: Option<String>,
    /// The address that he signs in with.
    #[arg(long, required = true)]
    pub(crate) email: Option<String>,
    /// His name, where the event has no main administrator yet.
    #[arg(long, default_value = "")]
    pub(crate) name: String,
    /// Which member of the team; the first main administrator unless said otherwise.
    #[arg(long)]
    pub(crate) staff: Option<String>,
    /// Pages and letters in English.
    #[arg(long)]
    pub(crate) english: bool,
    /// The address by which browsers reach the site.
    #[arg(
        long,
        env = "REGIE_PUBLIC_URL",
        default_value = "http://127.0.0.1:8080"
    )]
    pub(crate) public_url: String,
}

#[derive(Args)]
pub(crate) struct Link {
    #[command(flatten)]
    pub(crate) at: At,
    /// At which event.
    #[arg(long)]
    pub(crate) event: String,
    /// For whom; the first main administrator unless said otherwise.
    #[arg(long)]
    pub(crate) staff: Option<String>,
    /// The address by which browsers reach the site.
    #[arg(
        long,
        env = "REGIE_PUBLIC_URL",
        default_value = "http://127.0.0.1:8080"
    )]
    pub(crate) public_url: String,
}
