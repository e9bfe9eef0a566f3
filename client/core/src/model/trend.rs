//! A sample per minute of the figures of which people ask "more or fewer than a while ago?".

use std::collections::VecDeque;
use std::sync::Arc;

use protocol::{Change, Micros, VacancyEnd};

use crate::limits::TREND_SAMPLES_MAX;
use crate::sync::Client;
use crate::sync::program::{Applied, Part};
use crate::time::Monotonic;
use crate::view::console::control_room;

const MINUTE: i64 = 60_000_000;

/// The figures at one minute of the event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// The minute's beginning.
    pub at: Micros,
    /// Persons on site.
    pub n_present: u32,
    /// Vacancies filled since this client follows the event.
    pub n_filled: u32,
    /// Fill rate of the event, in thousandths.
    pub fill_permille: u32,
}

/// Samples, oldest first. They begin when this client began to follow.
#[derive(Clone, Debug, Default)]
pub struct Trend {
    samples: VecDeque<Sample>,
    pub(crate) n_filled: u32,
}

impl Trend {
    /// The samples, oldest first.
    pub fn samples(&self) -> impl Iterator<Item = &Sample> {
        self.samples.iter()
    }

    /// The newest sample that is at least so many minutes old; none when this client does not
    /// follow the event for that long.
    #[must_use]
    pub fn minutes_ago(&self, minutes: u16, now: Micros) -> Option<&Sample> {
        let before = Micros(now.0 - i64::from(minutes) * MINUTE);
        self.samples.iter().rev().find(|sample| sample.at <= before)
    }

    /// The oldest sample.
    #[must_use]
    pub fn oldest(&self) -> Option<&Sample> {
        self.samples.front()
    }

    /// Records the minute, once; a clock that was set back starts anew.
    pub(crate) fn record(&mut self, sample: Sample) {
        let at = Micros(sample.at.0.div_euclid(MINUTE) * MINUTE);
        match self.samples.back() {
            Some(last) if last.at == at => return,
            Some(last) if last.at > at => self.samples.clear(),
            Some(_) | None => {}
        }
        if self.samples.len() == TREND_SAMPLES_MAX {
            self.samples.pop_front();
        }
        self.samples.push_back(Sample { at, ..sample });
    }

    /// Whether a minute has no sample yet.
    pub(crate) fn wants(&self, now: Micros) -> bool {
        self.samples
            .back()
            .is_none_or(|last| last.at.0.div_euclid(MINUTE) != now.0.div_euclid(MINUTE))
    }
}

/// Recording the trend: only the console asks "more than ten minutes ago?".
#[derive(Debug)]
pub(crate) struct TrendPart;

impl Part for TrendPart {
    fn applied(&self, client: &mut Client, entry: &Applied) {
        let n_filled = entry
            .changes
            .iter()
            .filter(|change| is_filled(change))
            .count();
        if n_filled > 0 {
            let trend = Arc::make_mut(&mut client.model.trend);
            trend.n_filled += u32::try_from(n_filled).unwrap_or(u32::MAX);
        }
    }

    fn finished(&self, client: &mut Client, now: Monotonic) {
        let event_now = client.model.event_now(now);
        if client.model.is_loaded && client.model.trend.wants(event_now) {
            let sample = control_room::sample(&client.model, event_now);
            Arc::make_mut(&mut client.model.trend).record(sample);
        }
    }
}

fn is_filled(change: &Change) -> bool {
    matches!(change, Change::VacancyClosed(c) if c.end == VacancyEnd::Filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(minute: i64, n_present: u32) -> Sample {
        Sample {
            at: Micros(minute * MINUTE + 17),
            n_present,
            ..Sample::default()
        }
    }

    #[test]
    fn one_sample_stays_per_minute_and_memory_is_bounded() {
        let mut trend = Trend::default();
        for minute in 0..2_000 {
            trend.record(sample(minute, 1));
            trend.record(sample(minute, 2));
        }
        assert_eq!(trend.samples().count(), TREND_SAMPLES_MAX);
        assert!(trend.samples().all(|s| s.n_present == 1));
    }

    #[test]
    fn a_sample_of_ten_minutes_ago_is_only_there_after_ten_minutes() {
        let mut trend = Trend::default();
        trend.record(sample(100, 40));
        assert_eq!(trend.minutes_ago(10, Micros(105 * MINUTE)), None);
        trend.record(sample(110, 82));
        assert_eq!(
            trend
                .minutes_ago(10, Micros(110 * MINUTE))
                .map(|s| s.n_present),
            Some(40)
        );
    }
}
