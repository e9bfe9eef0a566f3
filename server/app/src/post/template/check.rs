//! What is wrong with the words of a template, and where it stands.

use super::super::matter::Kind;

/// Characters of a subject at most.
const SUBJECT_CHARS_MAX: usize = 200;
/// Characters of a body at most.
const BODY_CHARS_MAX: usize = 10_000;

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// In the subject, not in the body.
    pub is_in_subject: bool,
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
    /// What.
    pub kind: FlawKind,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlawKind {
    /// This letter has no such placeholder.
    UnknownPlaceholder(String),
    /// Only a placeholder may stand between the braces, and only a condition between the signs.
    NotAllowed(String),
    /// An opening without its end.
    Unclosed,
    /// `else` or `endif` without `if`, or an `if` without its `endif`.
    Unbalanced,
    /// There are no words.
    Empty,
    /// There are too many.
    TooLong,
    /// A subject of several lines.
    SeveralLines,
    /// The link belongs into the body.
    LinkInSubject,
}

/// Finds the first thing that is wrong with the words of a letter.
///
/// # Errors
/// That thing.
pub fn check(kind: Kind, subject: &str, body: &str) -> Result<(), Flaw> {
    let in_subject = |flaw| Flaw {
        is_in_subject: true,
        ..flaw
    };
    let flaw = |kind| at(subject, 0, kind);
    if subject.trim().is_empty() {
        return Err(in_subject(flaw(FlawKind::Empty)));
    }
    if subject.chars().count() > SUBJECT_CHARS_MAX {
        return Err(in_subject(flaw(FlawKind::TooLong)));
    }
    if let Some(position) = subject.find(|c: char| c.is_control()) {
        return Err(in_subject(at(subject, position, FlawKind::SeveralLines)));
    }
    scan(kind, subject).map_err(in_subject)?;
    if let Some(position) = subject.find("link") {
        let before = subject[..position].trim_end();
        if before.ends_with("{{") {
            return Err(in_subject(at(subject, position, FlawKind::LinkInSubject)));
        }
    }
    if body.trim().is_empty() {
        return Err(at(body, 0, FlawKind::Empty));
    }
    if body.chars().count() > BODY_CHARS_MAX {
        return Err(at(body, 0, FlawKind::TooLong));
    }
    scan(kind, body)
}

fn at(words: &str, position: usize, kind: FlawKind) -> Flaw {
    let before = &words[..position];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before[start..].chars().count() + 1;
    Flaw {
        is_in_subject: false,
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
        kind,
    }
}

fn scan(kind: Kind, words: &str) -> Result<(), Flaw> {
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut from = 0;
    while let Some(found) = words[from..].find(['{', '}']) {
        let start = from + found;
        let rest = &words[start..];
        let (end_mark, is_value) = match rest.as_bytes() {
            [b'{', b'{', ..] => ("}}", true),
            [b'{', b'%', ..] => ("%}", false),
            [b'{', b'#', ..] => {
                let text = rest.chars().take(12).collect();
                return Err(at(words, start, FlawKind::NotAllowed(text)));
            }
            _ => {
                from = start + 1;
                continue;
            }
        };
        let Some(end) = rest[2..].find(end_mark) else {
            return Err(at(words, start, FlawKind::Unclosed));
        };
        let inside = &rest[2..2 + end];
        let position = start + 2 + (inside.len() - inside.trim_start().len());
        if is_value {
            placeholder(kind, inside.trim()).map_err(|kind| at(words, position, kind))?;
        } else {
            condition(kind, inside.trim(), start, &mut open)
                .map_err(|kind| at(words, position, kind))?;
        }
        from = start + 2 + end + 2;
    }
    if let Some((start, _)) = open.last() {
        return Err(at(words, *start, FlawKind::Unbalanced));
    }
    // What the scan let through and the engine does not understand.
    super::parse(words).map_err(|error| {
        let position = error.range().map_or(0, |range| range.start);
        let position = if words.is_char_boundary(position) {
            position
        } else {
            0
        };
        at(words, position, FlawKind::NotAllowed(String::new()))
    })
}

fn placeholder(kind: Kind, name: &str) -> Result<(), FlawKind> {
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_name {
        return Err(FlawKind::NotAllowed(name.chars().take(40).collect()));
    }
    if kind.placeholders().contains(&name) {
        Ok(())
    } else {
        Err(FlawKind::UnknownPlaceholder(
            name.chars().take(40).collect(),
        ))
    }
}

/// `open` holds where each condition began, and whether its `else` was met.
fn condition(
    kind: Kind,
    inside: &str,
    start: usize,
    open: &mut Vec<(usize, bool)>,
) -> Result<(), FlawKind> {
    let words: Vec<&str> = inside.split_whitespace().collect();
    match words.as_slice() {
        ["if", name] | ["if", "not", name] => {
            placeholder(kind, name)?;
            open.push((start, false));
            Ok(())
        }
        ["else"] => match open.last_mut() {
            Some((_, has_else @ false)) => {
                *has_else = true;
                Ok(())
            }
            Some((_, true)) | None => Err(FlawKind::Unbalanced),
        },
        ["endif"] => open.pop().map(drop).ok_or(FlawKind::Unbalanced),
        _ => Err(FlawKind::NotAllowed(inside.chars().take(40).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaw(subject: &str, body: &str) -> Option<(bool, u32, u32, FlawKind)> {
        let found = check(Kind::MeetingAccepted, subject, body).err()?;
        Some((found.is_in_subject, found.line, found.column, found.kind))
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        use FlawKind::*;
        let unknown = |name: &str| UnknownPlaceholder(name.into());
        let not_allowed = |text: &str| NotAllowed(text.into());
        for (subject, body, expected) in [
            (
                "Bonjour {{ name }}",
                "{{with}} {% if place %}à {{ place }}{% else %}ici{% endif %}",
                None,
            ),
            ("", "x", Some((true, 1, 1, Empty))),
            (
                "a\r\nBcc: b@c.example",
                "x",
                Some((true, 1, 2, SeveralLines)),
            ),
            ("x {{ link }}", "x", Some((true, 1, 6, unknown("link")))),
            ("x", " \n", Some((false, 1, 1, Empty))),
            ("x", "é\n  {{ nom }}", Some((false, 2, 6, unknown("nom")))),
            (
                "x",
                "{% if nom %}a{% endif %}",
                Some((false, 1, 4, unknown("nom"))),
            ),
            (
                "x",
                "{% if place %}{{ nom }}{% endif %}",
                Some((false, 1, 18, unknown("nom"))),
            ),
            ("x", "{% if place %}a", Some((false, 1, 1, Unbalanced))),
            ("x", "a{% endif %}", Some((false, 1, 5, Unbalanced))),
            (
                "x",
                "{% if place %}{% else %}{% else %}{% endif %}",
                Some((false, 1, 28, Unbalanced)),
            ),
            ("x", "a {{ name", Some((false, 1, 3, Unclosed))),
            (
                "x",
                "{{ name|upper }}",
                Some((false, 1, 4, not_allowed("name|upper"))),
            ),
            (
                "x",
                "{{ 'a' * 999999999 }}",
                Some((false, 1, 4, not_allowed("'a' * 999999999"))),
            ),
            (
                "x",
                "{{ name.__class__ }}",
                Some((false, 1, 4, not_allowed("name.__class__"))),
            ),
            (
                "x",
                "{% for i in name %}{% endfor %}",
                Some((false, 1, 4, not_allowed("for i in name"))),
            ),
            (
                "x",
                "{% set name = 1 %}",
                Some((false, 1, 4, not_allowed("set name = 1"))),
            ),
            (
                "x",
                "{# hidden #}",
                Some((false, 1, 1, not_allowed("{# hidden #}"))),
            ),
        ] {
            assert_eq!(flaw(subject, body), expected, "{subject:?} {body:?}");
        }
        assert_eq!(
            check(Kind::SetPassword, "{{ link }}", "x")
                .unwrap_err()
                .kind,
            LinkInSubject
        );
        let long = "x".repeat(BODY_CHARS_MAX + 1);
        assert_eq!(flaw("x", &long).unwrap().3, TooLong);
        assert_eq!(flaw(&long, "x").unwrap().3, TooLong);
    }

    #[test]
    fn braces_that_mean_nothing_stay_text() {
        assert_eq!(flaw("x", "un { deux } trois }} %}"), None);
    }
}
