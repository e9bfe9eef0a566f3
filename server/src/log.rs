//! The log: for people on a terminal, or one JSON object per line.

use tracing_subscriber::EnvFilter;

use crate::cli::Log;

pub(crate) fn start(settings: &Log) {
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if settings.log_json {
        log.json().flatten_event(true).init();
    } else {
        log.with_target(false).init();
    }
}
