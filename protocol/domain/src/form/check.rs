//! Checking answers: what is wrong, all of it, and what comes out clean.

use std::collections::BTreeSet;

use protocol::limits::{REGISTRATION_PEOPLE_MAX, REGISTRATION_PRODUCTS_MAX};

use super::condition::Sight;
use super::{Answers, Choice, Field, Form, Group, Kind, Part, Place, Role, country, vat};

/// What a form leans on outside of itself.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The codes of the event's sectors.
    pub sectors: BTreeSet<String>,
    /// The codes of the event's half-days.
    pub half_days: BTreeSet<String>,
    /// The event's keywords, as numbers in text.
    pub keywords: BTreeSet<String>,
    /// The event's kinds of cooperation, as numbers in text.
    pub cooperations: BTreeSet<String>,
    /// The fields that a file was attached to.
    pub files: BTreeSet<String>,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// It is missing.
    Missing,
    /// It is longer than so many characters.
    TooLong(u32),
    /// More were chosen than so many.
    TooMany(u32),
    /// It is none of those that there are.
    NotOffered,
    /// It is no whole number.
    NotANumber,
    /// It is not from the first to the second.
    OutOfRange(i64, i64),
    /// No VAT number of that country is written like that.
    NoVat,
    /// Nobody could be written to there.
    NoEmail,
    /// Nobody could be called there.
    NoPhone,
    /// It leads nowhere.
    NoLink,
    /// It holds characters that no keyboard makes.
    NoText,
    /// Another representative has that address.
    SameEmail,
    /// Somebody must represent the company.
    Nobody,
}

/// A fault, with its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where.
    pub at: Place,
    /// What.
    pub what: Wrong,
}

/// What came out of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The answers that count, in their clean form.
    pub clean: Answers,
    /// Everything that is wrong, in the order of the form.
    pub faults: Vec<Fault>,
}

/// The fields that a visitor sees in a group of a part.
pub fn seen<'a>(
    form: &'a Form,
    answers: &'a Answers,
    part: Part,
    nth: usize,
) -> impl Iterator<Item = &'a Field> {
    let sight = sight(form, answers, part, nth);
    form.part(part).filter(move |field| sight.sees(field))
}

fn sight<'a>(form: &'a Form, answers: &'a Answers, part: Part, nth: usize) -> Sight<'a> {
    Sight {
        form,
        answers,
        part,
        nth,
        sector: form.answer(Role::Sector, &answers.company).trim(),
    }
}

/// Checks every part.
#[must_use]
pub fn check(form: &Form, around: &Surroundings, answers: &Answers) -> Checked {
    let mut checked = Checked::default();
    for part in Part::ALL {
        let one = check_part(form, around, answers, part);
        checked.faults.extend(one.faults);
        match part {
            Part::Company => checked.clean.company = one.clean.company,
            Part::Person => checked.clean.people = one.clean.people,
            Part::Description => checked.clean.description = one.clean.description,
            Part::Product => checked.clean.products = one.clean.products,
        }
    }
    checked
}

/// Checks one part; conditions and VAT number look at the company all the same.
#[must_use]
pub fn check_part(form: &Form, around: &Surroundings, answers: &Answers, part: Part) -> Checked {
    let mut checked = Checked::default();
    let whole = |nth| Place {
        part,
        nth,
        key: String::new(),
    };
    let groups = answers.groups(part);
    let (n_max, is_list) = match part {
        Part::Company | Part::Description => (1, false),
        Part::Person => (REGISTRATION_PEOPLE_MAX, true),
        Part::Product => (REGISTRATION_PRODUCTS_MAX, true),
    };
    let mut clean = Vec::new();
    for (nth, group) in groups.iter().enumerate() {
        // A product of which nothing was typed, or somebody nobody named, was never meant.
        if is_list && group.is_blank() {
            continue;
        }
        if clean.len() >= n_max {
            let what = Wrong::TooMany(u32::try_from(n_max).unwrap_or(u32::MAX));
            let at = whole(nth);
            checked.faults.push(Fault { at, what });
            break;
        }
        clean.push(check_group(
            form,
            around,
            answers,
            (part, nth),
            &mut checked.faults,
        ));
    }
    if part == Part::Person {
        if clean.is_empty() {
            let (at, what) = (whole(0), Wrong::Nobody);
            checked.faults.push(Fault { at, what });
        }
        same_emails(form, groups, &mut checked.faults);
    }
    match part {
        Part::Company => checked.clean.company = clean.pop().unwrap_or_default(),
        Part::Person => checked.clean.people = clean,
        Part::Description => checked.clean.description = clean.pop().unwrap_or_default(),
        Part::Product => checked.clean.products = clean,
    }
    checked
}

/// Each representative signs in by an address of his own.
fn same_emails(form: &Form, people: &[Group], faults: &mut Vec<Fault>) {
    let Some(field) = form.role(Role::Email) else {
        return;
    };
    let mut seen = BTreeSet::new();
    for (nth, group) in people.iter().enumerate() {
        let folded = group.first(&field.key).trim().to_lowercase();
        if !folded.is_empty() && !seen.insert(folded) {
            let at = Place {
                part: Part::Person,
                nth,
                key: field.key.clone(),
            };
            let what = Wrong::SameEmail;
            faults.push(Fault { at, what });
        }
    }
}

fn check_group(
    form: &Form,
    around: &Surroundings,
    answers: &Answers,
    (part, nth): (Part, usize),
    faults: &mut Vec<Fault>,
) -> Group {
    let mut clean = Group::default();
    let Some(group) = answers.groups(part).get(nth) else {
        return clean;
    };
    let country = form.answer(Role::Country, &answers.company).trim();
    for field in seen(form, answers, part, nth) {
        let found = value(field, around, group.all(&field.key), country);
        match found {
            Ok(values) if values.is_empty() => {
                let is_there =
                    matches!(field.kind, Kind::File) && around.files.contains(&field.key);
                if field.is_required && !is_there {
                    faults.push(fault(part, nth, field, Wrong::Missing));
                }
            }
            Ok(values) => clean.put(&field.key, values),
            Err(what) => faults.push(fault(part, nth, field, what)),
        }
    }
    clean
}

fn fault(part: Part, nth: usize, field: &Field, what: Wrong) -> Fault {
    let key = field.key.clone();
    let at = Place { part, nth, key };
    Fault { at, what }
}

/// The clean form of an answer; nothing when there is none.
fn value(
    field: &Field,
    around: &Surroundings,
    answers: &[String],
    country: &str,
) -> Result<Vec<String>, Wrong> {
    match &field.kind {
        Kind::Text { chars_max } => line(answers, *chars_max),
        Kind::LongText { chars_max } => lines(answers, *chars_max),
        Kind::Choice { options } => one_of(answers, |code| is_option(options, code)),
        Kind::MultiChoice { options, n_max } => {
            some_of(answers, *n_max, |code| is_option(options, code))
        }
        Kind::KeyFigure { min, max, .. } => figure(answers, *min, *max),
        // A file is kept beside the answers.
        Kind::File => Ok(Vec::new()),
        Kind::Country => one_of(answers, country::is_known),
        Kind::Vat => one(answers, 40, |text| {
            vat::normal(text, country).ok_or(Wrong::NoVat)
        }),
        Kind::Email => one(answers, EMAIL_BYTES_MAX, |text| {
            is_email(text)
                .then(|| text.to_owned())
                .ok_or(Wrong::NoEmail)
        }),
        Kind::Phone => one(answers, 40, phone),
        Kind::Link => one(answers, 300, link),
        Kind::Availability => {
            let n_max = u32::try_from(around.half_days.len()).unwrap_or(u32::MAX);
            some_of(answers, n_max, |code| around.half_days.contains(code))
        }
        Kind::Sector => one_of(answers, |code| around.sectors.contains(code)),
        Kind::Keywords { n_max } => some_of(answers, *n_max, |code| around.keywords.contains(code)),
        Kind::Cooperations { n_max } => {
            some_of(answers, *n_max, |code| around.cooperations.contains(code))
        }
    }
}

fn is_option(options: &[Choice], code: &str) -> bool {
    options.iter().any(|option| option.code == code)
}

/// Whether a character may stand in a text: no control, and nothing that turns the direction of
/// what follows, with which a name could pretend to be another.
fn is_plain(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    !c.is_control() && !turns
}

fn line(answers: &[String], chars_max: u32) -> Result<Vec<String>, Wrong> {
    one(answers, usize::MAX, |text| {
        // A tab or a break comes from copying, and is a blank in a line.
        let text: String = text
            .split(['\t', '\r', '\n'])
            .filter(|piece| !piece.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        bounded(text, chars_max)
    })
}

fn lines(answers: &[String], chars_max: u32) -> Result<Vec<String>, Wrong> {
    one(answers, usize::MAX, |text| {
        let text = text.replace("\r\n", "\n").replace(['\r', '\t'], " ");
        bounded(text, chars_max)
    })
}

fn bounded(text: String, chars_max: u32) -> Result<String, Wrong> {
    if !text.chars().all(|c| c == '\n' || is_plain(c)) {
        return Err(Wrong::NoText);
    }
    let n_chars = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    if n_chars > chars_max {
        return Err(Wrong::TooLong(chars_max));
    }
    Ok(text)
}

/// The first answer, if it says anything.
fn one(
    answers: &[String],
    bytes_max: usize,
    read: impl FnOnce(&str) -> Result<String, Wrong>,
) -> Result<Vec<String>, Wrong> {
    let text = answers.first().map_or("", |answer| answer.trim());
    if text.is_empty() {
        return Ok(Vec::new());
    }
    if text.len() > bytes_max {
        return Err(Wrong::TooLong(u32::try_from(bytes_max).unwrap_or(u32::MAX)));
    }
    read(text).map(|value| vec![value])
}

fn one_of(answers: &[String], is_offered: impl Fn(&str) -> bool) -> Result<Vec<String>, Wrong> {
    one(answers, usize::MAX, |code| {
        is_offered(code)
            .then(|| code.to_owned())
            .ok_or(Wrong::NotOffered)
    })
}

fn some_of(
    answers: &[String],
    n_max: u32,
    is_offered: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Wrong> {
    let mut chosen: Vec<String> = Vec::new();
    for code in answers.iter().map(|code| code.trim()) {
        if code.is_empty() || chosen.iter().any(|known| known == code) {
            continue;
        }
        if !is_offered(code) {
            return Err(Wrong::NotOffered);
        }
        chosen.push(code.to_owned());
    }
    if u32::try_from(chosen.len()).is_ok_and(|n| n <= n_max) {
        Ok(chosen)
    } else {
        Err(Wrong::TooMany(n_max))
    }
}

fn figure(answers: &[String], min: i64, max: i64) -> Result<Vec<String>, Wrong> {
    one(answers, 40, |text| {
        // "1 500" is a number, with whatever blank somebody's keyboard made.
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let number: i64 = digits.parse().map_err(|_| Wrong::NotANumber)?;
        if (min..=max).contains(&number) {
            Ok(number.to_string())
        } else {
            Err(Wrong::OutOfRange(min, max))
        }
    })
}

/// Bytes of an address at most (RFC 5321).
const EMAIL_BYTES_MAX: usize = 254;

/// Whether something could be sent there: one line, one at sign, a host with a dot.
fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else {
        return false;
    };
    let is_local = |c: char| is_plain(c) && !c.is_whitespace() && !"<>()[]\\,;:\"@".contains(c);
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    (1..=64).contains(&local.len())
        && local.chars().all(is_local)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && host.contains('.')
        && host.split('.').all(is_label)
}

fn phone(text: &str) -> Result<String, Wrong> {
    let is_filler = |c: char| c.is_whitespace() || ".-()/".contains(c);
    let number: String = text.chars().filter(|c| !is_filler(*c)).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let is_good = (6..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_good.then_some(number).ok_or(Wrong::NoPhone)
}

/// A web address as catalogues may lead to: http or https, a host with a dot, no name or word in
/// front of it.
fn link(text: &str) -> Result<String, Wrong> {
    let whole = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let rest = whole
        .strip_prefix("https://")
        .or_else(|| whole.strip_prefix("http://"))
        .ok_or(Wrong::NoLink)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.split_once(':').map_or(host, |(host, port)| {
        if port.bytes().all(|b| b.is_ascii_digit()) {
            host
        } else {
            ""
        }
    });
    let is_host = host.contains('.')
        && host.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    let is_clean = whole
        .chars()
        .all(|c| is_plain(c) && !c.is_whitespace() && !"<>\"'`\\^{}|".contains(c));
    (is_host && is_clean).then_some(whole).ok_or(Wrong::NoLink)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_a_number_and_a_link_are_what_they_seem() {
        for good in ["claire@example.org", "Claire.M+salon@sub.example.org"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "claire",
            "@example.org",
            "claire@example",
            "a b@example.org",
            "claire@example.org\r\nBcc: x@example.org",
        ] {
            assert!(!is_email(bad), "{bad:?}");
        }
        assert_eq!(phone("+33 (0)2 98-00.11 22"), Ok("+330298001122".into()));
        for bad in ["12", "call me", "+33+1122334455", "1234567890123456"] {
            assert_eq!(phone(bad), Err(Wrong::NoPhone), "{bad}");
        }
        assert_eq!(link("example.org/a"), Ok("https://example.org/a".into()));
        assert_eq!(
            link("http://example.org:80"),
            Ok("http://example.org:80".into())
        );
        for bad in [
            "javascript:alert(1)",
            "javascript://example.org/%0aalert(1)",
            "https://",
            "https://localhost",
            "https://user:word@example.org",
            "https://example.org/\"onload",
            "data:text/html,x",
        ] {
            assert_eq!(link(bad), Err(Wrong::NoLink), "{bad}");
        }
    }
}
