//! The recorder of metrics, rendered by `/metrics`.

use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Context, Result};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// How often samples are moved into their buckets, so that they do not pile up unread.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// From a tenth of a millisecond to ten seconds.
const SECONDS: [f64; 16] = [
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
    5.0, 10.0,
];
/// Powers of four, for counts and bytes.
const AMOUNTS: [f64; 11] = [
    1.0,
    4.0,
    16.0,
    64.0,
    256.0,
    1_024.0,
    4_096.0,
    16_384.0,
    65_536.0,
    262_144.0,
    1_048_576.0,
];

/// Installs the recorder and keeps it tidy for as long as the process runs.
pub(crate) fn start() -> Result<()> {
    let handle = PrometheusBuilder::new()
        .set_buckets(&AMOUNTS)
        .and_then(|builder| {
            builder.set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS)
        })
        .and_then(PrometheusBuilder::install_recorder)
        .context("install the recorder of metrics")?;
    app::live::meter::describe();
    let kept = HANDLE.get_or_init(|| handle).clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(UPKEEP_INTERVAL).await;
            kept.run_upkeep();
        }
    });
    Ok(())
}

/// Everything that was measured so far.
pub(crate) fn render() -> String {
    HANDLE
        .get()
        .map(PrometheusHandle::render)
        .unwrap_or_default()
}
