//! How long somebody waits who was wrong too often.
//!
//! What is counted belongs to one account *and* one network: nobody can keep another out by being
//! wrong in his name from elsewhere. There is no lock, only a wait that grows.

use protocol::Micros;
use store::Attempts;

/// So many are free.
const FREE: u32 = 5;
/// The first wait; each further failure doubles it.
const FIRST_S: i64 = 60;
/// The longest: about 25 tries in a day.
const LONGEST_S: i64 = 60 * 60;

/// Seconds left to wait; none when the next try is free.
pub(super) fn wait_s(attempts: Attempts, now: Micros) -> Option<u32> {
    let beyond = attempts.n_failed.checked_sub(FREE)?;
    let wait_s = FIRST_S.checked_shl(beyond.min(10)).unwrap_or(LONGEST_S);
    let over_at = attempts.failed_at.0 + wait_s.min(LONGEST_S) * 1_000_000;
    let left = over_at - now.0;
    (left > 0).then(|| u32::try_from((left + 999_999) / 1_000_000).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_are_free_then_each_costs_twice_as_much_up_to_an_hour() {
        let after = |n_failed, seconds: i64| {
            let attempts = Attempts {
                n_failed,
                failed_at: Micros(0),
            };
            wait_s(attempts, Micros(seconds * 1_000_000))
        };
        assert_eq!(after(4, 0), None);
        assert_eq!(after(5, 0), Some(60));
        assert_eq!(after(5, 59), Some(1));
        assert_eq!(after(5, 60), None);
        assert_eq!(after(6, 0), Some(120));
        assert_eq!(after(20, 0), Some(3_600));
        assert_eq!(after(u32::MAX, 3_599), Some(1));
    }

    #[test]
    fn a_day_of_guessing_is_about_25_guesses() {
        let (mut now, mut n_failed, mut n_guesses) = (0_i64, 0, 0);
        while now < 24 * 60 * 60 * 1_000_000 {
            let attempts = Attempts {
                n_failed,
                failed_at: Micros(now),
            };
            now += i64::from(wait_s(attempts, Micros(now)).unwrap_or(0)) * 1_000_000;
            n_failed += 1;
            n_guesses += 1;
        }
        assert!((25..=35).contains(&n_guesses), "{n_guesses}");
    }
}
