//! The fields that a letter may have put in, and what is wrong with words.

use protocol::post::TemplateFlaw;
use yew::AttrValue;

use crate::shell::Speech;

/// Names of fields, as the server separates them.
pub(super) fn fields(placeholders: &str) -> impl Iterator<Item = &str> {
    placeholders.split(' ').filter(|name| !name.is_empty())
}

/// What a field stands for. One that is newer than this program shows its own name.
pub(super) fn field_words(name: &str, say: &Speech) -> AttrValue {
    let key = format!("console-letters-field-{}", name.replace('_', "-"));
    if say.has(&key) {
        say.t(&key)
    } else {
        AttrValue::from(name.to_owned())
    }
}

/// What is wrong, and where.
pub(super) fn flaw_words(flaw: &TemplateFlaw, say: &Speech) -> AttrValue {
    let what = say.tr(
        &format!("console-letters-flaw-{}", flaw.what.replace('_', "-")),
        [("found", (&flaw.found).into())],
    );
    if matches!(flaw.what.as_str(), "empty" | "too_long") {
        return what;
    }
    let key = if flaw.is_in_subject {
        "console-letters-flaw-in-line"
    } else {
        "console-letters-flaw-at"
    };
    say.tr(
        key,
        [
            ("line", flaw.line.into()),
            ("column", flaw.column.into()),
            ("what", (&what).into()),
        ],
    )
}

/// Where a line and a character of it begin, in the units that browsers count in.
pub(super) fn offset_of(text: &str, line: u32, column: u32) -> u32 {
    let n_before = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
    let n_chars = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
    let mut units = 0;
    for (index, one) in text.split_inclusive('\n').enumerate() {
        if index == n_before {
            units += one
                .chars()
                .take(n_chars)
                .map(char::len_utf16)
                .sum::<usize>();
            break;
        }
        units += one.encode_utf16().count();
    }
    u32::try_from(units).unwrap_or(u32::MAX)
}

/// Puts a piece between two places of a text, which browsers count in UTF-16. The text and the
/// place behind the piece.
pub(super) fn inserted(text: &str, (from, until): (u32, u32), piece: &str) -> (String, u32) {
    let (from, until) = (byte_of(text, from), byte_of(text, until));
    let (from, until) = (from.min(until), from.max(until));
    let whole = format!("{}{piece}{}", &text[..from], &text[until..]);
    let units = whole[..from + piece.len()].encode_utf16().count();
    (whole, u32::try_from(units).unwrap_or(u32::MAX))
}

fn byte_of(text: &str, units: u32) -> usize {
    let mut left = usize::try_from(units).unwrap_or(usize::MAX);
    for (at, c) in text.char_indices() {
        if left == 0 {
            return at;
        }
        left = left.saturating_sub(c.len_utf16());
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_as_browsers_count() {
        let text = "Où ?\n🙂 {{ nom }}\nfin";
        assert_eq!(offset_of(text, 1, 1), 0);
        assert_eq!(offset_of(text, 2, 1), 5);
        assert_eq!(offset_of(text, 2, 3), 8, "a smile counts twice");
        assert_eq!(offset_of(text, 3, 4), 21);
        assert_eq!(offset_of(text, 9, 9), 21, "the end, and no further");
    }

    #[test]
    fn a_piece_is_put_where_the_hand_is() {
        assert_eq!(inserted("ab", (1, 1), "{{ x }}"), ("a{{ x }}b".into(), 8));
        assert_eq!(inserted("🙂b", (2, 3), "é"), ("🙂é".into(), 3));
        assert_eq!(inserted("ab", (9, 9), "c"), ("abc".into(), 3));
        assert_eq!(inserted("abc", (2, 1), ""), ("ac".into(), 1));
        assert_eq!(inserted("", (0, 0), "{{ x }}"), ("{{ x }}".into(), 7));
    }
}
