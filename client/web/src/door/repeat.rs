//! A badge that is held in front of the camera is one scan, not six a second.

/// How long a code must have been out of sight to count again.
const AWAY_MS: f64 = 1_500.0;

/// Lets each appearance of a code through once.
#[derive(Clone, Debug, Default)]
pub struct RepeatGuard {
    last: Option<(String, f64)>,
}

impl RepeatGuard {
    /// What a picture shows, if it is new at this moment.
    pub fn take(&mut self, seen: Option<String>, now_ms: f64) -> Option<String> {
        let text = seen?;
        let is_same = self
            .last
            .as_ref()
            .is_some_and(|(last, at)| *last == text && now_ms - at < AWAY_MS);
        self.last = Some((text.clone(), now_ms));
        (!is_same).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::RepeatGuard;

    fn check(pictures: &[(&str, f64)], scans: &[&str]) {
        let mut guard = RepeatGuard::default();
        let taken: Vec<String> = pictures
            .iter()
            .filter_map(|(text, at)| {
                let seen = (!text.is_empty()).then(|| (*text).to_owned());
                guard.take(seen, *at)
            })
            .collect();
        assert_eq!(taken, scans);
    }

    #[test]
    fn a_badge_that_stays_in_sight_is_one_scan_however_long() {
        check(
            &[("A", 0.0), ("A", 1_000.0), ("A", 2_000.0), ("A", 3_000.0)],
            &["A"],
        );
    }

    #[test]
    fn a_blurred_picture_in_between_does_not_repeat_it() {
        check(&[("A", 0.0), ("", 150.0), ("A", 300.0)], &["A"]);
    }

    #[test]
    fn the_next_badge_counts_at_once_and_the_same_one_when_it_comes_back() {
        check(&[("A", 0.0), ("B", 150.0), ("B", 300.0)], &["A", "B"]);
        check(&[("A", 0.0), ("A", 2_000.0)], &["A", "A"]);
    }
}
