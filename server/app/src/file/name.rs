//! What a file is called. A name is a label and nothing else: no path is ever made of it.

use protocol::limits::FILE_NAME_CHARS_MAX;
use unicode_normalization::UnicodeNormalization;

use super::{FileFlaw, FileKind};

/// What systems run when it is opened: not to be hidden before another ending.
const RUNS: &[&str] = &[
    "bat", "cmd", "com", "cpl", "exe", "hta", "htm", "html", "jar", "js", "jse", "jsp", "lnk",
    "mjs", "msi", "php", "phtml", "pif", "ps1", "py", "scr", "sh", "svg", "svgz", "swf", "vbe",
    "vbs", "wsf", "xhtml", "xml",
];

/// A name that can be shown, and the type that it promises.
pub(super) fn read(sent: &str) -> Result<(String, FileKind), FileFlaw> {
    let name = clean_name(sent);
    let (stem, extension) = name.rsplit_once('.').ok_or(FileFlaw::UnknownKind)?;
    let kind = FileKind::of_extension(extension).ok_or(FileFlaw::UnknownKind)?;
    let hides = |part: &str| RUNS.contains(&part.trim().to_ascii_lowercase().as_str());
    if stem.split('.').skip(1).any(hides) {
        return Err(FileFlaw::DoubleName);
    }
    Ok((name, kind))
}

/// The last part of a path, without what cannot be seen or turns the direction of reading.
#[must_use]
pub fn clean_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_shown = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
            && !matches!(c, '<' | '>' | '"' | '|' | '*' | '?' | ':')
    };
    let name: String = last.nfc().filter(is_shown).collect();
    let name = name.trim().trim_start_matches('.').trim();
    let n = name.chars().count();
    if n <= FILE_NAME_CHARS_MAX {
        return name.to_owned();
    }
    // What is too long loses its middle: the ending says what it is.
    let end: String = name.chars().skip(n - 12).collect();
    let begin = name.chars().take(FILE_NAME_CHARS_MAX - 13);
    begin.chain(['…']).chain(end.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_path_and_hides_nothing() {
        for (sent, shown) in [
            ("../../etc/plaquette.pdf", "plaquette.pdf"),
            ("C:\\Users\\x\\Photo de groupe.JPG", "Photo de groupe.JPG"),
            ("cv\u{202e}fdp.png", "cvfdp.png"),
            (".pdf.png", "pdf.png"),
            ("a\r\nb.png", "ab.png"),
            ("M. Dupré v2.1.pdf", "M. Dupré v2.1.pdf"),
        ] {
            assert_eq!(read(sent).map(|(name, _)| name), Ok(shown.into()), "{sent}");
        }
        let long = format!("{}.pdf", "é".repeat(400));
        let (name, kind) = read(&long).unwrap();
        assert_eq!(name.chars().count(), FILE_NAME_CHARS_MAX);
        assert_eq!(kind, FileKind::Pdf);
        for (sent, flaw) in [
            ("plaquette", FileFlaw::UnknownKind),
            ("logo.svg", FileFlaw::UnknownKind),
            ("photo.jpg.exe", FileFlaw::UnknownKind),
            ("page.html.png", FileFlaw::DoubleName),
            ("x.PHP.jpg", FileFlaw::DoubleName),
            ("x.exe .pdf", FileFlaw::DoubleName),
            ("", FileFlaw::UnknownKind),
            ("..", FileFlaw::UnknownKind),
        ] {
            assert_eq!(read(sent).map(drop), Err(flaw), "{sent}");
        }
    }
}
