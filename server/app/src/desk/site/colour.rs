//! The accent of a site: one colour that an organiser chooses, and what follows from it for light
//! and dark pages. Text in it must be readable: 4.5 to 1 against the page, as WCAG measures.

/// Relative luminance of the lightest and the darkest ground that the accent stands on.
const LIGHT_GROUND: f64 = 0.895;
const DARK_GROUND: f64 = 0.018;
const CONTRAST_MIN: f64 = 4.5;

/// An accent for both grounds, as `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accent {
    /// On light pages: the chosen colour.
    pub light: String,
    /// On dark pages: the chosen colour, lightened as far as needed.
    pub dark: String,
}

impl Accent {
    /// The accent that follows from a chosen colour; none when the text is no colour, or one that
    /// cannot be read on a light page.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let chosen = parse(text)?;
        if contrast(luminance(chosen), LIGHT_GROUND) < CONTRAST_MIN {
            return None;
        }
        // White itself has 15 to 1 on the dark ground, so some step is enough.
        let dark = (0..=20_u8)
            .map(|step| mixed_with_white(chosen, f64::from(step) / 20.0))
            .find(|colour| contrast(luminance(*colour), DARK_GROUND) >= CONTRAST_MIN)?;
        Some(Self {
            light: shown(chosen),
            dark: shown(dark),
        })
    }
}

fn parse(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn shown([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn mixed_with_white(colour: [u8; 3], share: f64) -> [u8; 3] {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between two bytes"
    )]
    let mix = |part: u8| (f64::from(part) + (255.0 - f64::from(part)) * share).round() as u8;
    colour.map(mix)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_readable_colour_is_taken_and_lightened_for_dark_pages() {
        let accent = Accent::of("#0B4F6C").unwrap();
        assert_eq!(accent.light, "#0b4f6c");
        assert_ne!(accent.dark, accent.light);
        let dark = luminance(parse(&accent.dark).unwrap());
        assert!(contrast(dark, DARK_GROUND) >= CONTRAST_MIN);
    }

    #[test]
    fn a_colour_that_cannot_be_read_or_is_none_is_refused() {
        for text in [
            "#ffee00", "#ffffff", "#9a9a9a", "red", "#fff", "#12345g", "#1234é", "",
        ] {
            assert_eq!(Accent::of(text), None, "{text}");
        }
        assert!(Accent::of("#000000").is_some());
    }

    #[test]
    fn contrast_is_measured_as_wcag_does() {
        assert!((contrast(luminance([255; 3]), luminance([0; 3])) - 21.0).abs() < 1e-9);
        let grey = luminance([0x76; 3]);
        assert!((contrast(grey, 1.0) - 4.54).abs() < 0.01);
    }
}
