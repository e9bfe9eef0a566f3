//! Numbers as the stylesheet takes them.

/// A ratio with four digits behind the point. Written from whole numbers: the general way to
/// write a float brings tables of fifteen kilobytes along. What is not a number is nothing.
pub(super) fn ratio(value: f64) -> String {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast stays within bounds by itself, and measures are not negative"
    )]
    let parts = (value * 10_000.0).round() as u32;
    format!("{}.{:04}", parts / 10_000, parts % 10_000)
}

#[cfg(test)]
mod tests {
    use super::ratio;

    #[test]
    fn a_ratio_is_written_as_the_stylesheet_reads_it() {
        assert_eq!(ratio(0.0), "0.0000");
        assert_eq!(ratio(0.062_54), "0.0625");
        assert_eq!(ratio(0.999_99), "1.0000");
        assert_eq!(ratio(1.25), "1.2500");
        assert_eq!(ratio(-0.5), "0.0000");
        assert_eq!(ratio(f64::NAN), "0.0000");
    }
}
