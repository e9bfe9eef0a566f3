//! The badge's code as a drawing, made on the device so that it is there without network.

use qrcodegen::{QrCode, QrCodeEcc};
use yew::AttrValue;

/// Modules of light around the code; scanners need four.
const QUIET_ZONE: i32 = 4;

/// A code as one path in a square of so many units.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Width and height with the quiet zone.
    pub size: i32,
    /// The dark parts, as SVG path data.
    pub path: AttrValue,
}

/// Draws a text as a QR code with a medium level of error correction. None when the text is
/// longer than any code, which a badge never is.
#[must_use]
pub fn draw(text: &str) -> Option<Drawing> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            // Neighbours in a row become one rectangle: a third of the path's length.
            let width = (x..size).take_while(|x| code.get_module(*x, y)).count();
            let width = i32::try_from(width).expect("no wider than the code");
            if width > 0 {
                let (left, top) = (x + QUIET_ZONE, y + QUIET_ZONE);
                path.push_str(&format!("M{left} {top}h{width}v1h-{width}z"));
            }
            x += width + 1;
        }
    }
    Some(Drawing {
        size: size + 2 * QUIET_ZONE,
        path: path.into(),
    })
}

/// A code in groups of four, easier to read aloud.
#[must_use]
pub fn in_groups(text: &str) -> String {
    let mut grouped = String::with_capacity(text.len() + text.len() / 4);
    for (index, character) in text.chars().enumerate() {
        if index > 0 && index % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(character);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use protocol::id::BadgeCode;

    use super::{QUIET_ZONE, QrCode, QrCodeEcc, draw, in_groups};

    #[test]
    fn a_badge_becomes_a_square_with_a_quiet_zone() {
        let drawing = draw(&BadgeCode::from_bytes(*b"0123456789abcdef").to_text()).unwrap();
        // 26 letters and digits with medium correction fit version 2: 25 modules.
        assert_eq!(drawing.size, 25 + 2 * QUIET_ZONE);
        assert!(drawing.path.starts_with("M4 4h7v1h-7z"), "the corner mark");
        assert!(!drawing.path.contains("h0"));
    }

    #[test]
    fn the_path_covers_exactly_the_dark_modules() {
        let text = "K7RM42QX";
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
        let modules = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let n_dark = modules.filter(|(x, y)| code.get_module(*x, *y)).count();
        let drawing = draw(text).unwrap();
        let n_drawn: usize = drawing
            .path
            .split('h')
            .skip(1)
            .filter_map(|rest| rest.split('v').next()?.parse::<usize>().ok())
            .sum();
        assert_eq!(n_drawn, n_dark);
    }

    #[test]
    fn a_grouped_code_is_read_back_as_the_same_badge() {
        let code = BadgeCode::from_bytes([7; 16]);
        let grouped = in_groups(&code.to_text());
        assert_eq!(grouped.matches(' ').count(), 6);
        assert_eq!(BadgeCode::parse(&grouped), Some(code));
    }
}
