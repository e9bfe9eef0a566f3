//! The accent, with how well it is read on the light pages of the site. The desk decides; this
//! shows beforehand what it will say.

use yew::prelude::*;

use crate::shell::use_speech;
use crate::ui::{Field, TextInput};

/// Relative luminance of the lightest ground of the site's light pages, as the desk takes it.
const GROUND: f64 = 0.895;
/// In tenths, as WCAG asks of text.
const TENTHS_MIN: i64 = 45;

#[derive(Properties, PartialEq)]
pub(super) struct ColourProps {
    pub(super) value: String,
    pub(super) is_refused: bool,
    pub(super) onchange: Callback<String>,
}

/// The field with its check.
#[component]
pub(super) fn Colour(props: &ColourProps) -> Html {
    let say = use_speech();
    let tenths = tenths(&props.value);
    let is_good = tenths.is_some_and(|tenths| tenths >= TENTHS_MIN);
    let told = tenths.map_or_else(AttrValue::default, |tenths| {
        let ratio = format!(
            "{}{}{}",
            tenths / 10,
            say.t("console-site-decimal-sign"),
            tenths % 10
        );
        let key = if is_good {
            "console-site-accent-good"
        } else {
            "console-site-accent-poor"
        };
        say.tr(key, [("ratio", ratio.into())])
    });
    let error = (props.is_refused || !is_good).then(|| told.clone());
    html! {
        <Field id="site-accent" label={say.t("console-site-accent")} help={is_good.then(|| told.clone())} error={error.clone()}>
            <TextInput id="site-accent" kind="color" value={props.value.clone()} is_invalid={error.is_some()} oninput={props.onchange.clone()} />
        </Field>
    }
}

/// The contrast with the ground, in tenths and rounded down; none for what is no colour.
fn tenths(colour: &str) -> Option<i64> {
    let digits = colour
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6)?;
    let part = |at: usize| {
        let byte = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
        let part = f64::from(byte) / 255.0;
        Some(if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        })
    };
    let luminance = 0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?;
    let (high, low) = (luminance.max(GROUND), luminance.min(GROUND));
    let contrast = (high + 0.05) / (low + 0.05);
    #[expect(clippy::cast_possible_truncation, reason = "a contrast is at most 21")]
    let tenths = (contrast * 10.0) as i64;
    Some(tenths)
}

#[cfg(test)]
mod tests {
    use super::{TENTHS_MIN, tenths};

    #[test]
    fn dark_colours_are_read_on_light_pages_and_pale_ones_are_not() {
        for colour in ["#000000", "#1d4ed8", "#0a5c36"] {
            assert!(tenths(colour) >= Some(TENTHS_MIN), "{colour}");
        }
        for colour in ["#ffffff", "#ffcc00", "#8ab4f8"] {
            assert!(tenths(colour) < Some(TENTHS_MIN), "{colour}");
        }
        for text in ["", "red", "#12345", "#12345g"] {
            assert_eq!(tenths(text), None, "{text}");
        }
    }
}
