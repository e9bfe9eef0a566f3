//! What `/metrics` says, summed over labels.

use std::collections::BTreeMap;

/// Figures by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metrics(BTreeMap<String, f64>);

impl Metrics {
    pub(crate) fn parse(text: &str) -> Self {
        let mut figures = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, value)) = line.rsplit_once(' ') else {
                continue;
            };
            let name = name.split('{').next().unwrap_or(name);
            if let Ok(value) = value.parse::<f64>() {
                *figures.entry(name.to_owned()).or_insert(0.0) += value;
            }
        }
        Self(figures)
    }

    pub(crate) fn get(&self, name: &str) -> f64 {
        self.0.get(name).copied().unwrap_or(0.0)
    }

    /// What was added since an earlier reading.
    pub(crate) fn since(&self, earlier: &Self) -> Self {
        Self(
            self.0
                .iter()
                .map(|(name, value)| (name.clone(), value - earlier.get(name)))
                .collect(),
        )
    }

    /// A histogram's mean; no number when nothing was recorded.
    pub(crate) fn mean(&self, histogram: &str) -> f64 {
        self.get(&format!("{histogram}_sum")) / self.get(&format!("{histogram}_count"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_summed_over_labels_and_compared_with_earlier_ones() {
        let before = Metrics::parse("a_total{x=\"1\"} 2\n");
        let after = Metrics::parse(
            "# TYPE a counter\na_total{x=\"1\"} 5\na_total{x=\"2\"} 4\nb_sum 3\nb_count 2\n",
        );
        assert!((after.since(&before).get("a_total") - 7.0).abs() < 1e-9);
        assert!((after.mean("b") - 1.5).abs() < 1e-9);
        assert!(after.mean("c").is_nan());
    }
}
