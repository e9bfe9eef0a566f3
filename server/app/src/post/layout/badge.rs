//! The badge in a letter: the code that is read at the door, drawn and in letters (REG-14).
//!
//! Drawn as cells of a table, because mail programs show no SVG, and pictures only when asked.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

use super::Look;
use crate::post::Language;

/// Modules of white around the code, which scanners need.
const QUIET_MODULES: usize = 4;
/// Pixels of a module: large enough to be read from the screen of a phone.
const MODULE_PIXELS: usize = 6;
/// Letters of the code between two gaps, so that it can be read aloud.
const GROUP_CHARS: usize = 5;

/// The code in letters; what stands there instead, where the badge is not shown.
pub(super) fn text(look: &Look) -> String {
    let Some(badge) = look.badge else {
        return match look.language {
            Language::Fr => "[badge personnel, masqué]",
            Language::En => "[personal badge, hidden]",
        }
        .to_owned();
    };
    let mut text = String::new();
    for (nth, c) in badge.to_text().chars().enumerate() {
        if nth > 0 && nth % GROUP_CHARS == 0 {
            text.push(' ');
        }
        text.push(c);
    }
    text
}

/// The drawing with the code below it.
pub(super) fn html(look: &Look) -> String {
    let code = look.badge.map(|badge| badge.to_text());
    let code = code.and_then(|text| QRBuilder::new(text).ecl(ECL::M).build().ok());
    let (text, Some(code)) = (text(look), code) else {
        return format!("<p style=\"margin:0 0 16px\">{}</p>", text(look));
    };
    let (size, label) = (code.size, label(look.language));
    let side = (size + 2 * QUIET_MODULES) * MODULE_PIXELS;
    let quiet = QUIET_MODULES * MODULE_PIXELS;
    let mut html = format!(
        "<table role=\"img\" aria-label=\"{label}\" cellpadding=\"0\" cellspacing=\"0\" \
         width=\"{side}\" style=\"width:{side}px;margin:0 0 4px;background:#ffffff\"><tr><td \
         style=\"padding:{quiet}px\"><table role=\"presentation\" cellpadding=\"0\" \
         cellspacing=\"0\" style=\"border-collapse:collapse\">"
    );
    for row in 0..size {
        let _ = write!(
            html,
            "<tr style=\"height:{MODULE_PIXELS}px;line-height:0;font-size:0\">"
        );
        let mut from = 0;
        while from < size {
            // Neighbours of one colour are one cell.
            let is_dark = code[row][from].value();
            let until = (from..size).find(|at| code[row][*at].value() != is_dark);
            let n = until.unwrap_or(size) - from;
            let colour = if is_dark { "#000000" } else { "#ffffff" };
            let _ = write!(
                html,
                "<td colspan=\"{n}\" width=\"{}\" height=\"{MODULE_PIXELS}\" bgcolor=\"{colour}\"></td>",
                n * MODULE_PIXELS
            );
            from += n;
        }
        html.push_str("</tr>");
    }
    let _ = write!(
        html,
        "</table></td></tr></table><p style=\"margin:0 0 16px;font-family:monospace\">{text}</p>"
    );
    html
}

const fn label(language: Language) -> &'static str {
    match language {
        Language::Fr => "Votre badge, à présenter à l’entrée",
        Language::En => "Your badge, to be shown at the entrance",
    }
}

#[cfg(test)]
mod tests {
    use protocol::id::BadgeCode;

    use super::*;

    fn look(badge: Option<BadgeCode>) -> Look {
        Look {
            banner: None,
            title: "Salon".into(),
            colour: String::new(),
            badge,
            language: Language::Fr,
            footer: String::new(),
        }
    }

    /// Dark and light of the drawing, row by row, as a scanner meets them.
    fn drawn(html: &str) -> Vec<Vec<bool>> {
        html.split("<tr style").skip(1).map(modules).collect()
    }

    fn modules(row: &str) -> Vec<bool> {
        let mut modules = Vec::new();
        for cell in row.split("<td colspan=\"").skip(1) {
            let n: usize = cell[..cell.find('"').unwrap()].parse().unwrap();
            modules.extend(std::iter::repeat_n(cell.contains("#000000"), n));
        }
        modules
    }

    #[test]
    fn the_drawing_is_the_code_that_the_door_reads() {
        let badge = BadgeCode::from_bytes([7; 16]);
        let code = QRBuilder::new(badge.to_text()).ecl(ECL::M).build().unwrap();
        let drawn = drawn(&html(&look(Some(badge))));
        assert_eq!(drawn.len(), code.size);
        for (row, modules) in drawn.iter().enumerate() {
            let expected: Vec<bool> = (0..code.size).map(|at| code[row][at].value()).collect();
            assert_eq!(modules, &expected, "row {row}");
        }
    }

    #[test]
    fn the_letters_below_can_be_typed_at_the_door() {
        let badge = BadgeCode::from_bytes([7; 16]);
        let typed = text(&look(Some(badge)));
        assert_eq!(BadgeCode::parse(&typed), Some(badge));
    }

    #[test]
    fn who_looks_into_the_outbox_sees_no_code() {
        let hidden = html(&look(None));
        assert!(
            hidden.contains("masqué") && !hidden.contains("<table"),
            "{hidden}"
        );
    }
}
