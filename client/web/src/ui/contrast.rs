//! Proof that the palette can be read: every pair of colours that carries text or
//! meaning keeps WCAG's contrast, in both themes.

use std::collections::BTreeMap;

const PALETTE: &str = include_str!("../../style/02-colours.css");
const PLAIN: &str = include_str!("../../style/03-colours-plain.css");
const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;
const SIGNALS: [&str; 5] = ["accent", "live", "pledge", "warn", "crit"];

/// Relative luminance in the light and in the dark theme.
type Luminance = (f64, f64);

#[test]
fn every_pair_of_text_and_ground_can_be_read_in_both_themes() {
    let palette = palette();
    let mut faint = Vec::new();
    let mut check = |front: &str, ground: &str, least: f64| {
        let ((fl, fd), (gl, gd)) = (palette[front], palette[ground]);
        for (theme, ratio) in [("light", contrast(fl, gl)), ("dark", contrast(fd, gd))] {
            if ratio < least {
                faint.push(format!(
                    "{front} on {ground}, {theme}: {ratio:.2} < {least}"
                ));
            }
        }
    };
    for ground in ["bg", "surface", "sunken", "raised", "hover"] {
        for ink in ["ink", "ink-2", "ink-3"] {
            check(ink, ground, TEXT);
        }
    }
    for ground in ["bg", "surface"] {
        check("line-strong", ground, SHAPE);
    }
    for signal in SIGNALS {
        let wash = format!("{signal}-wash");
        for ground in ["bg", "surface", "raised", wash.as_str()] {
            check(signal, ground, TEXT);
        }
        for ink in ["ink", "ink-2", "ink-3"] {
            check(ink, &wash, TEXT);
        }
        check(&format!("on-{signal}"), signal, TEXT);
    }
    assert!(faint.is_empty(), "{}", faint.join("\n"));
}

#[test]
fn the_desk_is_dark_in_both_themes_and_can_be_read() {
    let palette = palette();
    let (_, desk) = palette["fascia-bg"];
    for front in ["ink", "ink-2", "ink-3"].into_iter().chain(SIGNALS) {
        let ratio = contrast(palette[front].1, desk);
        assert!(ratio >= TEXT, "{front} on the desk: {ratio:.2}");
    }
}

#[test]
fn white_on_black_is_twenty_one() {
    let (white, black) = (luminance([1.0, 0.0, 0.0]), luminance([0.0, 0.0, 0.0]));
    assert!((contrast(white, black) - 21.0).abs() < 0.01);
    // The reference value of pure sRGB red, from its own OKLCH coordinates.
    assert!((luminance([0.62796, 0.25768, 29.234]) - 0.2126).abs() < 0.001);
}

#[test]
fn older_browsers_get_the_same_colours() {
    let palette = palette();
    let (light, desk) = PLAIN.split_once(".fascia,").expect("two blocks");
    let mut n_compared = 0;
    for (block, is_desk) in [(light, false), (desk, true)] {
        for declaration in block.split(';') {
            let Some((name, hex)) = declaration
                .rsplit_once("--")
                .and_then(|(_, d)| d.split_once(": #"))
            else {
                continue;
            };
            let (light, dark) = palette[name];
            let wanted = if is_desk { dark } else { light };
            let found = luminance_of_hex(hex);
            assert!(
                (contrast(found, wanted) - 1.0).abs() < 0.02,
                "--{name}: #{hex} is not the colour of 02-colours.css"
            );
            n_compared += 1;
        }
    }
    let n_light_and_desk = 2 * palette.len() - 1;
    assert_eq!(n_compared, n_light_and_desk, "every opaque colour is there");
}

/// Relative luminance of "rrggbb".
fn luminance_of_hex(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = u8::from_str_radix(&hex[at..at + 2], 16).expect("two digits");
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Reads `--name: light-dark(oklch(…), oklch(…));` and `--name: oklch(…);`.
fn palette() -> BTreeMap<&'static str, Luminance> {
    let mut palette = BTreeMap::new();
    for declaration in PALETTE.split(';') {
        let Some((name, value)) = declaration
            .rsplit_once("--")
            .and_then(|(_, d)| d.split_once(':'))
        else {
            continue;
        };
        let value = value.trim();
        if !value.starts_with("light-dark(oklch(") && !value.starts_with("oklch(") {
            continue;
        }
        let colours: Vec<f64> = value.split("oklch(").skip(1).filter_map(parse).collect();
        match colours.as_slice() {
            [one] => drop(palette.insert(name, (*one, *one))),
            [light, dark] => drop(palette.insert(name, (*light, *dark))),
            // With transparency the ground shows through, so it is no ground itself.
            _ => {}
        }
    }
    assert!(
        palette.len() > 25,
        "the palette was not understood: {palette:?}"
    );
    palette
}

fn parse(text: &str) -> Option<f64> {
    let inside = text.split(')').next()?;
    let numbers: Vec<f64> = inside.split(' ').map_while(|n| n.parse().ok()).collect();
    let opaque: [f64; 3] = numbers.try_into().ok()?;
    (!inside.contains('/')).then(|| luminance(opaque))
}

/// OKLCH to linear sRGB, cut to what a screen can show, to relative luminance.
fn luminance([lightness, chroma, hue]: [f64; 3]) -> f64 {
    let (a, b) = (
        chroma * hue.to_radians().cos(),
        chroma * hue.to_radians().sin(),
    );
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
    let red = 4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s;
    let green = -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s;
    let blue = -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s;
    0.2126 * red.clamp(0.0, 1.0) + 0.7152 * green.clamp(0.0, 1.0) + 0.0722 * blue.clamp(0.0, 1.0)
}
