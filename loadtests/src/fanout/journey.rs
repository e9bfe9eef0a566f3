//! How far every entry has come, and who reads it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, bail};
use app::port::{Clock, SystemClock};
use hdrhistogram::Histogram;
use protocol::Micros;
use protocol::message::{ServerMessage, Topic};
use tokio::sync::watch;

use crate::gate::{Bar, Table, milliseconds};
use crate::line::{Line, decode};
use crate::position::Faults;
use crate::skim::{Skimmed, frames};

/// When an entry was decided and how far it has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Journey {
    decided_at: Micros,
    last_at: Micros,
    n_arrived: usize,
}

/// The journeys of the entries of one stream, by number.
#[derive(Default)]
pub(super) struct Journeys(Mutex<BTreeMap<u64, Journey>>);

impl Journeys {
    pub(super) fn arrived(&self, offset: u64, frame: &Skimmed<'_>, now: Micros) -> Result<()> {
        let mut journeys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(journey) = journeys.get_mut(&offset) {
            journey.n_arrived += 1;
            journey.last_at = journey.last_at.max(now);
            return Ok(());
        }
        let ServerMessage::EntryBody(entry) = decode(frame)? else {
            bail!("a numbered frame holds no entry");
        };
        journeys.insert(
            offset,
            Journey {
                decided_at: entry.at,
                last_at: now,
                n_arrived: 1,
            },
        );
        Ok(())
    }

    pub(super) fn since(&self, from: Micros) -> Vec<Journey> {
        let journeys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        journeys
            .values()
            .filter(|journey| journey.decided_at >= from)
            .copied()
            .collect()
    }

    pub(super) fn n_arrivals(&self) -> usize {
        let journeys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        journeys.values().map(|journey| journey.n_arrived).sum()
    }

    pub(super) fn n_entries(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// What all clients write into.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) ops: Journeys,
    pub(super) public: Journeys,
    pub(super) n_mine: std::sync::atomic::AtomicUsize,
}

/// A client that reads until it is told to stop.
pub(super) async fn listen(
    mut line: Line,
    seen: Arc<Seen>,
    mut stop: watch::Receiver<bool>,
) -> Result<Faults> {
    loop {
        let message = tokio::select! {
            message = line.receive() => message?,
            _ = stop.wait_for(|stop| *stop) => return Ok(line.positions.faults),
        };
        let now = SystemClock.now();
        for frame in frames(&message) {
            let frame = frame?;
            match frame.position {
                Some((Topic::Ops, offset)) => seen.ops.arrived(offset, &frame, now)?,
                Some((Topic::Public, offset)) => seen.public.arrived(offset, &frame, now)?,
                Some((Topic::Mine, _)) => {
                    seen.n_mine
                        .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                }
                None => {}
            }
        }
        line.take(&message, |_| {})?;
    }
}

pub(super) fn quantiles(
    table: &mut Table,
    name: &str,
    journeys: &[Journey],
    p99_ms_max: Option<f64>,
) -> Result<()> {
    let mut micros = Histogram::<u64>::new(3)?;
    for journey in journeys {
        micros.record(u64::try_from(journey.last_at.since(journey.decided_at)).unwrap_or(0))?;
    }
    let at = |quantile| {
        if micros.is_empty() {
            f64::NAN
        } else {
            milliseconds(micros.value_at_quantile(quantile))
        }
    };
    table.figure(format!("{name}, p50"), at(0.5), "ms");
    let bar = p99_ms_max.map_or(Bar::None, Bar::AtMost);
    table.gate(format!("{name}, p99"), at(0.99), "ms", bar);
    table.figure(format!("{name}, largest"), at(1.0), "ms");
    Ok(())
}
