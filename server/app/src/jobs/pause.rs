//! How long to wait before trying again.

/// Attempts of one job at most: with the pauses between them, a little more than a day.
pub const ATTEMPTS_MAX: u32 = 32;

const SECOND: i64 = 1_000_000;
/// After the first failure.
const FIRST: i64 = 15 * SECOND;
/// No longer than this.
const LONGEST: i64 = 3_600 * SECOND;

/// The pause in microseconds after so many attempts: twice the one before, up to an hour, give or
/// take a quarter by `chance` in thousandths. None after the last attempt.
#[must_use]
pub fn pause_after(n_attempts: u32, chance: u32) -> Option<i64> {
    if n_attempts >= ATTEMPTS_MAX {
        return None;
    }
    let doublings = n_attempts.saturating_sub(1).min(20);
    let pause = (FIRST << doublings).min(LONGEST);
    let chance = i64::from(chance.min(1_000));
    Some(pause * 3 / 4 + pause / 2 * chance / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour_and_end() {
        let middle = |n| pause_after(n, 500).map(|pause| pause / SECOND);
        assert_eq!(middle(1), Some(15));
        assert_eq!(middle(2), Some(30));
        assert_eq!(middle(5), Some(240));
        assert_eq!(middle(9), Some(3_600));
        assert_eq!(middle(ATTEMPTS_MAX - 1), Some(3_600));
        assert_eq!(middle(ATTEMPTS_MAX), None);
        let all: i64 = (1..ATTEMPTS_MAX).filter_map(|n| pause_after(n, 0)).sum();
        assert!(
            all > 17 * 3_600 * SECOND,
            "a server may be away for a night"
        );
    }

    #[test]
    fn what_failed_together_is_not_tried_together() {
        assert_eq!(pause_after(1, 0), Some(11_250_000));
        assert_eq!(pause_after(1, 1_000), Some(18_750_000));
        assert_eq!(pause_after(1, u32::MAX), Some(18_750_000));
    }
}
