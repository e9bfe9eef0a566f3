//! What the machine says about itself and about processes.

use std::fs;

use anyhow::{Context, Result, anyhow};

/// The kernel counts CPU time in hundredths of a second, on every Linux that we run on.
const TICKS_PER_SECOND: f64 = 100.0;

/// The machine's load over the last minute.
pub(crate) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ')
        .next()
        .filter(|load| !load.is_empty())
        .unwrap_or("unknown")
        .to_owned()
}

/// Cores that this process may use.
pub(crate) fn n_cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// CPU seconds that a process has used, in user and kernel together.
pub(crate) fn cpu_seconds(pid: u32) -> Result<f64> {
    let path = format!("/proc/{pid}/stat");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
    ticks(&text)
        .map(|ticks| ticks / TICKS_PER_SECOND)
        .ok_or_else(|| anyhow!("{path} is unreadable"))
}

/// `utime` and `stime`: the 14th and 15th field, counted behind the name, which may hold spaces.
fn ticks(stat: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let kernel: f64 = fields.next()?.parse().ok()?;
    Some(user + kernel)
}

/// Memory that a process has resident, in KiB.
pub(crate) fn resident_kib(pid: u32) -> Result<f64> {
    let path = format!("/proc/{pid}/status");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .ok_or_else(|| anyhow!("{path} names no resident memory"))
}

/// Runs a test on a runtime of its own.
pub(crate) fn block_on<T>(test: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(n_cores().clamp(1, 4))
        .enable_all()
        .build()
        .context("starting the runtime")?;
    runtime.block_on(test)
}

/// Confines the calling thread, and every thread that it starts later, to one core.
pub(crate) fn confine_to_core(core: usize) -> Result<()> {
    let status = std::process::Command::new("taskset")
        .args([
            "-p",
            "-c",
            &core.to_string(),
            &std::process::id().to_string(),
        ])
        .stdout(std::process::Stdio::null())
        .status()
        .context("starting taskset, which util-linux provides")?;
    anyhow::ensure!(
        status.success(),
        "taskset could not confine this process to core {core}"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_time_is_read_behind_a_name_with_spaces_and_brackets() {
        let stat = "41 (a (b) c) S 1 1 1 0 -1 4194560 9 0 0 0 70 25 0 0 20 0 4 0 100 0 0";
        assert_eq!(ticks(stat), Some(95.0));
        assert_eq!(ticks("nonsense"), None);
    }

    #[test]
    fn this_process_uses_memory_and_time() {
        let pid = std::process::id();
        assert!(resident_kib(pid).unwrap() > 100.0);
        assert!(cpu_seconds(pid).unwrap() >= 0.0);
        assert!(cpu_seconds(u32::MAX).is_err());
    }
}
