//! From bytes to text and its separator. Spreadsheets write what they like: UTF-8 with or without
//! a mark, UTF-16, or the Windows code page, with semicolons, commas or tabs.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

/// The text of a file; none when the bytes are no text.
pub(super) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark_length)) => {
            let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[mark_length..]);
            (!had_errors).then_some(text)?
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            // Every byte means something in the Windows code page, so it comes last.
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    // Zero bytes are in pictures and archives, never in lists of people.
    (!text.contains('\0')).then_some(text)
}

/// The text of a file split into its separator, the number of lines skipped, and the rest.
pub(super) struct Layout<'a> {
    pub(super) separator: u8,
    pub(super) n_lines_skipped: u64,
    pub(super) text: &'a str,
}

/// Finds out how a text is laid out, by its header line; spreadsheets may also say it in a first
/// line of their own.
pub(super) fn layout(text: &str) -> Layout<'_> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(named) = first.trim_end().strip_prefix("sep=")
        && let [separator] = named.as_bytes()
    {
        return Layout {
            separator: *separator,
            n_lines_skipped: 1,
            text: rest,
        };
    }
    Layout {
        separator: most_frequent_separator(first),
        n_lines_skipped: 0,
        text,
    }
}

fn most_frequent_separator(header: &str) -> u8 {
    let count = |separator: char| {
        let mut is_quoted = false;
        header
            .chars()
            .filter(|c| {
                is_quoted ^= *c == '"';
                !is_quoted && *c == separator
            })
            .count()
    };
    // Of equals the first: a single column is read with the French separator.
    let mut best = (count(';'), b';');
    for (separator, byte) in [('\t', b'\t'), (',', b',')] {
        let n = count(separator);
        if n > best.0 {
            best = (n, byte);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let text = "prénom;société\nZoé;Ça\u{2019}va";
        let utf_16: Vec<u8> = std::iter::once(0xfeff)
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let windows = WINDOWS_1252.encode(text).0.into_owned();
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for bytes in [text.as_bytes().to_vec(), marked, utf_16, windows] {
            assert_eq!(decode(&bytes).as_deref(), Some(text), "{bytes:?}");
        }
    }

    #[test]
    fn a_picture_is_no_text() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), None);
        assert_eq!(decode(b"PK\x03\x04\x14\0\x06\0"), None);
        assert_eq!(decode(b"\xef\xbb\xbf\xff\xfe"), None);
    }

    #[test]
    fn the_separator_is_read_off_the_header() {
        for (text, separator, n_skipped) in [
            ("a;b;c\n1;2,5;3", b';', 0),
            ("a,b,c\n", b',', 0),
            ("a\tb\n", b'\t', 0),
            ("alone\n", b';', 0),
            ("\"a;b;c\",d\n", b',', 0),
            ("sep=,\r\na;b,c\n", b',', 1),
            ("", b';', 0),
        ] {
            let layout = layout(text);
            assert_eq!(
                (layout.separator, layout.n_lines_skipped),
                (separator, n_skipped),
                "{text}"
            );
        }
    }
}
