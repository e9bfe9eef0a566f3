//! The two forms of a letter's body: plain text, and HTML in the event's look.
//!
//! Both are made from the same filled-in words. The HTML's structure is ours alone: everything
//! that comes from words or values is escaped, the only link is the letter's own, and nothing is
//! loaded from anywhere. An empty line begins a paragraph; the link, alone on its line, is a
//! button.

mod badge;

use std::fmt::Write as _;

use protocol::id::BadgeCode;

use super::Language;
use super::picture::Banner;
use super::template::{BADGE, BREAK, LINK};

/// How an event's letters look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// What stands in the banner.
    pub(super) title: String,
    /// The banner's colour, as `#rrggbb`.
    pub(super) colour: String,
    /// The picture in the banner, which travels with the letter.
    pub(super) banner: Option<Banner>,
    /// The recipient's badge, where the words have a place for it.
    pub(super) badge: Option<BadgeCode>,
    /// The language.
    pub(super) language: Language,
    /// Why somebody gets this letter.
    pub(super) footer: String,
}

/// The product's own colour.
pub(super) const COLOUR: &str = "#1f3a5f";

/// The colour, if it is one.
#[must_use]
pub(super) fn colour(given: &str) -> Option<&str> {
    let digits = given.strip_prefix('#')?;
    let is_hex = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_hex.then_some(given)
}

/// The body as plain text. A link that must not be shown is given as what is shown instead.
#[must_use]
pub(super) fn text(filled: &str, link: &str, look: &Look) -> String {
    let badge = badge::text(look);
    let body = filled.trim().replace(BREAK, "\n").replace(LINK, link);
    let body = body.replace(BADGE, &badge);
    format!("{body}\n\n-- \n{}\n{}\n", look.title, look.footer)
}

/// The body as HTML.
#[must_use]
pub(super) fn html(filled: &str, link: Option<&str>, look: &Look) -> String {
    let mut body = String::new();
    for paragraph in filled.trim().replace("\r\n", "\n").split("\n\n") {
        let paragraph = paragraph.trim();
        if paragraph.is_empty() {
            continue;
        }
        if paragraph.chars().eq([LINK]) {
            body.push_str(&button(link, look));
            continue;
        }
        if paragraph.chars().eq([BADGE]) {
            body.push_str(&badge::html(look));
            continue;
        }
        body.push_str("<p style=\"margin:0 0 16px\">");
        for c in paragraph.chars() {
            match c {
                '\n' | BREAK => body.push_str("<br>"),
                LINK => body.push_str(&anchor(link, "", look)),
                BADGE => body.push_str(&badge::text(look)),
                _ => escape_into(&mut body, c),
            }
        }
        body.push_str("</p>");
    }
    let colour = colour(&look.colour).unwrap_or(COLOUR);
    let (title, footer) = (escaped(&look.title), escaped(&look.footer));
    let language = look.language.code();
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head>\
         <body style=\"margin:0;background:#f3f4f6;color:#1c2430;\
         font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif\">\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr><td \
         align=\"center\" style=\"padding:24px 12px\"><table role=\"presentation\" width=\"100%\" \
         cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:600px;background:#ffffff;\
         border-radius:8px;overflow:hidden\">{picture}<tr><td style=\"background:{colour};color:{ink};\
         padding:20px 28px;font-size:20px;font-weight:600\">{title}</td></tr>\
         <tr><td style=\"padding:28px 28px 12px\">{body}</td></tr>\
         <tr><td style=\"padding:0 28px 24px;color:#5b6675;font-size:13px\">{footer}</td></tr>\
         </table></td></tr></table></body></html>",
        ink = ink(colour),
        picture = picture(look),
    )
}

/// The banner, a part of the message: nothing is loaded from anywhere.
fn picture(look: &Look) -> String {
    let Some(banner) = &look.banner else {
        return String::new();
    };
    let (width, height) = banner.size;
    format!(
        "<tr><td align=\"center\" style=\"background:#ffffff;font-size:0;line-height:0\"><img \
         src=\"cid:{name}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\" style=\"display:block;\
         width:{width}px;max-width:100%;height:auto;border:0;font-size:16px;line-height:1.5\"></td></tr>",
        name = escaped(&banner.inline.name),
        alt = escaped(banner.alt(look.language)),
    )
}

/// Black or white, whichever is easier to read on a colour.
fn ink(colour: &str) -> &'static str {
    let channel = |at: usize| {
        let byte = u8::from_str_radix(&colour[at..at + 2], 16).unwrap_or(0);
        let share = f64::from(byte) / 255.0;
        if share <= 0.040_45 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    let light = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
    // Where black and white have the same contrast (WCAG 2.1).
    if light > 0.179 { "#000000" } else { "#ffffff" }
}

fn button(link: Option<&str>, look: &Look) -> String {
    let colour = colour(&look.colour).unwrap_or(COLOUR);
    let style = format!(
        "display:inline-block;background:{colour};color:{};padding:12px 20px;border-radius:6px;\
         text-decoration:none;font-weight:600",
        ink(colour)
    );
    let link = anchor(link, &style, look);
    format!("<p style=\"margin:0 0 20px\">{link}</p>")
}

fn anchor(link: Option<&str>, style: &str, look: &Look) -> String {
    let label = match (look.language, style.is_empty()) {
        (Language::Fr, false) => "Ouvrir le lien",
        (Language::En, false) => "Open the link",
        (Language::Fr, true) => "ce lien",
        (Language::En, true) => "this link",
    };
    // A secret is not shown to who looks into the outbox.
    let Some(link) = link else {
        return format!("<span style=\"{style}\">{label}</span>");
    };
    // Only our own pages, whatever was handed in.
    if !(link.starts_with("https://") || link.starts_with("http://")) {
        return String::new();
    }
    let mut html = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        html,
        "<a href=\"{}\" style=\"{style}\">{label}</a>",
        escaped(link)
    );
    html
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        escape_into(&mut escaped, c);
    }
    escaped
}

fn escape_into(html: &mut String, c: char) {
    match c {
        '&' => html.push_str("&amp;"),
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '"' => html.push_str("&quot;"),
        '\'' => html.push_str("&#39;"),
        _ if c.is_control() => html.push(' '),
        _ => html.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look() -> Look {
        Look {
            title: "Salon <Test>".into(),
            colour: "#ffdd00".into(),
            banner: None,
            badge: None,
            language: Language::Fr,
            footer: "Vous êtes inscrit.".into(),
        }
    }

    #[test]
    fn everything_but_the_structure_is_escaped() {
        let html = html(
            "<script>alert(1)</script>\n\n\u{e000}",
            Some("https://r.test/?a=1&b=\"2"),
            &look(),
        );
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;script&gt;alert(1)"));
        assert!(html.contains("href=\"https://r.test/?a=1&amp;b=&quot;2\""));
        assert!(html.contains("Salon &lt;Test&gt;"));
        assert!(
            html.contains("background:#ffdd00;color:#000000"),
            "dark on light"
        );
    }

    #[test]
    fn a_link_that_is_hidden_or_no_page_of_ours_leads_nowhere() {
        for link in [None, Some("javascript:alert(1)"), Some("data:text/html,x")] {
            assert!(!html("\u{e000}", link, &look()).contains("href"));
        }
    }

    #[test]
    fn the_text_has_the_same_words() {
        let text = text(
            "Bonjour\n\n\u{e000}\n\na\u{e001}b",
            "https://r.test/x",
            &look(),
        );
        assert_eq!(
            text,
            "Bonjour\n\nhttps://r.test/x\n\na\nb\n\n-- \nSalon <Test>\nVous êtes inscrit.\n"
        );
    }

    #[test]
    fn a_colour_is_six_digits_or_none() {
        assert_eq!(colour("#00AAff"), Some("#00AAff"));
        for wrong in ["", "red", "#fff", "#12345g", "#123456;x", "url(x)"] {
            assert_eq!(colour(wrong), None, "{wrong}");
        }
    }
}
