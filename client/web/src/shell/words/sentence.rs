//! Reads a compiled sentence and puts its values in.

use super::marks::{CHOICE, CHOICE_END, NAME_END, VALUE, VARIANT_END};
use super::{Arg, Language};

/// Writes a pattern with its values. A value that is missing is written as its name, so that the
/// fault is seen and the rest can be read.
pub(super) fn write(
    mut pattern: &str,
    args: &[(&str, Arg<'_>)],
    language: Language,
    out: &mut String,
) {
    while let Some(at) = pattern.find([VALUE, CHOICE]) {
        let (text, rest) = pattern.split_at(at);
        out.push_str(text);
        let is_value = rest.starts_with(VALUE);
        let Some((name, rest)) = rest[1..].split_once(NAME_END) else {
            return;
        };
        let arg = args.iter().find(|(of, _)| *of == name).map(|(_, arg)| arg);
        if is_value {
            match arg {
                Some(Arg::Text(text)) => out.push_str(text),
                Some(Arg::Count(count)) => out.push_str(&grouped(*count, language)),
                None => out.push_str(name),
            }
            pattern = rest;
        } else {
            let (chosen, rest) = choose(rest, arg, language);
            write(chosen, args, language, out);
            pattern = rest;
        }
    }
    out.push_str(pattern);
}

/// The pattern of the variant that fits, and what stands behind the whole choice.
fn choose<'p>(mut rest: &'p str, arg: Option<&Arg<'_>>, language: Language) -> (&'p str, &'p str) {
    let (mut chosen, mut is_exact, mut is_chosen) = ("", false, false);
    while !rest.starts_with(CHOICE_END) {
        let Some((name, behind)) = rest.split_once(NAME_END) else {
            return (chosen, "");
        };
        let end = end_of_variant(behind);
        let pattern = &behind[..end];
        rest = behind.get(end + 1..).unwrap_or_default();
        let is_last = rest.starts_with(CHOICE_END);
        let (fits_exactly, fits) = match arg {
            Some(Arg::Text(text)) => (name == text, false),
            Some(Arg::Count(count)) => (
                name.parse() == Ok(*count),
                name == "one" && is_one(*count, language),
            ),
            None => (false, false),
        };
        // A number that is named wins over its kind, wherever it stands; the default comes last.
        if fits_exactly && !is_exact {
            (chosen, is_exact, is_chosen) = (pattern, true, true);
        } else if (fits || is_last) && !is_chosen {
            (chosen, is_chosen) = (pattern, true);
        }
    }
    (chosen, &rest[CHOICE_END.len_utf8()..])
}

/// Where a variant's pattern ends, past the choices inside it.
fn end_of_variant(pattern: &str) -> usize {
    let mut depth = 0;
    for (at, c) in pattern.char_indices() {
        match c {
            CHOICE => depth += 1,
            CHOICE_END => depth -= 1,
            VARIANT_END if depth == 0 => return at,
            _ => {}
        }
    }
    pattern.len()
}

/// The plural rules of CLDR for whole numbers, as far as our sentences tell forms apart.
const fn is_one(count: i64, language: Language) -> bool {
    match language {
        Language::French => matches!(count, -1..=1),
        Language::English => matches!(count, -1 | 1),
    }
}

/// Digits in groups of three.
fn grouped(count: i64, language: Language) -> String {
    let separator = match language {
        Language::French => '\u{202f}',
        Language::English => ',',
    };
    let digits = count.unsigned_abs().to_string();
    let mut grouped = String::new();
    if count < 0 {
        grouped.push('\u{2212}');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pattern: &str, args: &[(&str, Arg<'_>)], language: Language) -> String {
        let mut out = String::new();
        write(pattern, args, language, &mut out);
        out
    }

    #[test]
    fn values_are_put_in_and_missing_ones_are_seen() {
        let pattern = "Bonjour \u{3}name\u{4}, table \u{3}table\u{4}.";
        let args = [("name", Arg::from("Zoé"))];
        assert_eq!(
            said(pattern, &args, Language::French),
            "Bonjour Zoé, table table."
        );
    }

    #[test]
    fn counts_choose_the_form_and_are_grouped() {
        let pattern =
            "\u{5}n\u{4}one\u{4}\u{3}n\u{4} table\u{6}other\u{4}\u{3}n\u{4} tables\u{6}\u{7} !";
        let n = |n: i64, language| said(pattern, &[("n", n.into())], language);
        // French counts zero and one alike.
        assert_eq!(n(0, Language::French), "0 table !");
        assert_eq!(n(0, Language::English), "0 tables !");
        assert_eq!(n(1, Language::English), "1 table !");
        assert_eq!(n(1_500, Language::French), "1\u{202f}500 tables !");
        assert_eq!(
            n(-1_234_567, Language::English),
            "\u{2212}1,234,567 tables !"
        );
        assert_eq!(n(999, Language::English), "999 tables !");
    }

    #[test]
    fn a_named_number_and_a_named_text_win_and_choices_stand_in_choices() {
        let pattern = "\u{5}n\u{4}one\u{4}une\u{6}0\u{4}aucune\u{6}other\u{4}\u{5}kind\u{4}room\u{4}salles\u{6}table\u{4}tables\u{6}\u{7}\u{6}\u{7}.";
        let say = |n: i64, kind: &'static str| {
            said(
                pattern,
                &[("n", n.into()), ("kind", kind.into())],
                Language::French,
            )
        };
        assert_eq!(say(0, "room"), "aucune.");
        assert_eq!(say(1, "room"), "une.");
        assert_eq!(say(2, "room"), "salles.");
        assert_eq!(say(2, "anything else"), "tables.");
    }
}
