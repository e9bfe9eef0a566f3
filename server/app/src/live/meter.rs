//! Every metric of the live part: name, kind and meaning in one list, which the dashboards are
//! checked against.

use metrics::{Counter, Histogram, Unit, describe_counter, describe_gauge, describe_histogram};

/// Live connections, by `kind` (console, phone, door, screen) and `transport` (socket, poll).
pub const CONNECTIONS: &str = "regie_connections";
/// Commands answered, by `command` and `outcome` (committed, unchanged, repeated, refused).
pub const COMMANDS: &str = "regie_commands_total";
/// Refusals, by `reason`.
pub const REJECTS: &str = "regie_rejects_total";
/// Commands that shared one commit.
pub const BATCH_COMMANDS: &str = "regie_batch_commands";
/// Time from the start of a batch until it was durable.
pub const COMMIT_SECONDS: &str = "regie_commit_seconds";
/// Time from the commit until every stream holds the entries and every reader is woken.
pub const PUBLISH_SECONDS: &str = "regie_publish_seconds";
/// Time from the commit until the message that carries an entry was handed to a socket. Of the
/// messages to phones, one in sixteen: noting each would cost as much as making it.
pub const FANOUT_SECONDS: &str = "regie_fanout_seconds";
/// Commands that wait for an event's actor.
pub const MAILBOX_COMMANDS: &str = "regie_mailbox_commands";
/// Bytes of one message to a client. Of the messages to phones, one in sixteen.
pub const MESSAGE_BYTES: &str = "regie_message_bytes";
/// Frames sent to clients.
pub const FRAMES_SENT: &str = "regie_frames_sent_total";
/// Bytes that a reader lagged behind when it was looked at, where that is more than what is new.
pub const OUTBOX_BYTES: &str = "regie_outbox_bytes";
/// Clients told to load a snapshot, by `cause`.
pub const RESYNCS: &str = "regie_resyncs_total";
/// Positions taken up again, by `source` (head, ring, recent, log, snapshot).
pub const RESUMES: &str = "regie_resumes_total";
/// Snapshots answered, by `source` (made, kept).
pub const SNAPSHOTS: &str = "regie_snapshots_total";
/// Questions to the planner, by `question` and `outcome`.
pub const QUESTIONS: &str = "regie_questions_total";
/// Time that an answer of the planner took.
pub const QUESTION_SECONDS: &str = "regie_question_seconds";
/// Time that a proposal of a plan took.
pub const PLAN_SECONDS: &str = "regie_plan_seconds";
/// Entries learnt from other nodes.
pub const CAUGHT_UP: &str = "regie_caught_up_entries_total";
/// Failures of the store, by `attempt`.
pub const FAULTS: &str = "regie_store_faults_total";
/// Panics that were fenced.
pub const PANICS: &str = "regie_fenced_panics_total";
/// Events awake on this node.
pub const EVENTS_AWAKE: &str = "regie_events_awake";
/// One-time links used, by `outcome`.
pub const LINKS: &str = "regie_sign_in_links_total";

/// Tries to sign in, by `outcome` (entered, half_way, refused, delayed, busy).
pub const ENTRIES: &str = "regie_sign_ins_total";
/// Steps of registrations, by `outcome` (begun, saved, faulty, forged, submitted, closed, validated,
/// refused).
pub const REGISTRATIONS: &str = "regie_registrations_total";
/// Files that arrived, by `outcome` (taken, or why not).
pub const FILES: &str = "regie_files_total";
/// Attempts at work of the queue, by `kind` and `outcome` (done, again, dead).
pub const JOBS: &str = "regie_job_attempts_total";
/// Jobs by `state` (waiting, running, dead).
pub const JOBS_NOW: &str = "regie_jobs";
/// Letters by `outcome` (sent, kept, failed, later).
pub const LETTERS: &str = "regie_letters_total";
/// Time that the mail server took for one letter.
pub const MAIL_SECONDS: &str = "regie_mail_seconds";

/// What is counted for every single delivery, looked up once instead of each time.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) frames_sent: Counter,
    pub(crate) message_bytes: Histogram,
    pub(crate) outbox_bytes: Histogram,
    pub(crate) fanout_seconds: Histogram,
}

impl Delivery {
    /// Handles of the recorder that is installed now.
    pub(crate) fn new() -> Self {
        Self {
            frames_sent: metrics::counter!(FRAMES_SENT),
            message_bytes: metrics::histogram!(MESSAGE_BYTES),
            outbox_bytes: metrics::histogram!(OUTBOX_BYTES),
            fanout_seconds: metrics::histogram!(FANOUT_SECONDS),
        }
    }
}

/// Tells the installed recorder what the metrics mean.
pub fn describe() {
    describe_gauge!(CONNECTIONS, "Live connections, by kind and transport");
    describe_counter!(COMMANDS, "Commands answered, by command and outcome");
    describe_counter!(REJECTS, "Refusals, by reason");
    describe_histogram!(BATCH_COMMANDS, "Commands that shared one commit");
    describe_histogram!(
        COMMIT_SECONDS,
        Unit::Seconds,
        "From the start of a batch until durable"
    );
    describe_histogram!(
        PUBLISH_SECONDS,
        Unit::Seconds,
        "From the commit until readers are woken"
    );
    describe_histogram!(
        FANOUT_SECONDS,
        Unit::Seconds,
        "From the commit until an entry was handed to a socket"
    );
    describe_gauge!(MAILBOX_COMMANDS, "Commands that wait for an event's actor");
    describe_histogram!(
        MESSAGE_BYTES,
        Unit::Bytes,
        "Size of one message to a client"
    );
    describe_counter!(FRAMES_SENT, "Frames sent to clients");
    describe_histogram!(OUTBOX_BYTES, Unit::Bytes, "How far a reader lagged behind");
    describe_counter!(RESYNCS, "Clients told to load a snapshot, by cause");
    describe_counter!(RESUMES, "Positions taken up again, by source");
    describe_counter!(SNAPSHOTS, "Snapshots answered, by source");
    describe_counter!(
        QUESTIONS,
        "Questions to the planner, by question and outcome"
    );
    describe_histogram!(QUESTION_SECONDS, Unit::Seconds, "Time that an answer took");
    describe_histogram!(
        PLAN_SECONDS,
        Unit::Seconds,
        "Time that a proposal of a plan took"
    );
    describe_counter!(CAUGHT_UP, "Entries learnt from other nodes");
    describe_counter!(FAULTS, "Failures of the store, by attempt");
    describe_counter!(PANICS, "Panics that were fenced");
    describe_gauge!(EVENTS_AWAKE, "Events awake on this node");
    describe_counter!(LINKS, "One-time links used, by outcome");
    describe_counter!(ENTRIES, "Tries to sign in, by outcome");
    describe_counter!(REGISTRATIONS, "Steps of registrations, by outcome");
    describe_counter!(FILES, "Files that arrived, by outcome");
    describe_counter!(JOBS, "Attempts at queued work, by kind and outcome");
    describe_gauge!(JOBS_NOW, "Queued work, by state");
    describe_counter!(LETTERS, "Letters handed over or not, by outcome");
    describe_histogram!(
        MAIL_SECONDS,
        Unit::Seconds,
        "Time that the mail server took for one letter"
    );
}
