//! What a press on the editor changes.

use app::desk::registration::form::{Choice, Condition, Field, Form, Kind, Part, Text};
use app::desk::registration::{fold_name, local_moment};

use protocol::FigureId;

use super::super::desk::Sent;
use super::super::page::Page;

/// Kinds that an organiser may give to a field of his own, with their words.
pub(super) const KINDS: &[(&str, &str, &str)] = &[
    ("text", "Texte court", "Short text"),
    ("long_text", "Texte long", "Long text"),
    ("choice", "Choix unique", "One choice"),
    ("multi_choice", "Choix multiple", "Several choices"),
    ("key_figure", "Chiffre clé", "Key figure"),
    ("country", "Pays", "Country"),
    ("email", "Adresse électronique", "E-mail address"),
    ("phone", "Téléphone", "Telephone"),
    ("link", "Lien", "Link"),
    (
        "cooperations",
        "Types de coopération",
        "Kinds of cooperation",
    ),
];

/// The name of a kind; other kinds than those above keep theirs.
pub(super) const fn name_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text { .. } => "text",
        Kind::LongText { .. } => "long_text",
        Kind::Choice { .. } => "choice",
        Kind::MultiChoice { .. } => "multi_choice",
        Kind::KeyFigure { .. } => "key_figure",
        Kind::File => "file",
        Kind::Country => "country",
        Kind::Vat => "vat",
        Kind::Email => "email",
        Kind::Phone => "phone",
        Kind::Link => "link",
        Kind::Availability => "availability",
        Kind::Sector => "sector",
        Kind::Keywords { .. } => "keywords",
        Kind::Cooperations { .. } => "cooperations",
    }
}

pub(super) fn kind_word(page: &Page, kind: &Kind) -> &'static str {
    let name = name_of(kind);
    let known = KINDS.iter().find(|(one, _, _)| *one == name);
    match (known, name) {
        (Some((_, french, english)), _) => page.say(french, english),
        (None, "file") => page.say("Fichier", "File"),
        (None, "vat") => page.say("Numéro de TVA", "VAT number"),
        (None, "availability") => page.say("Demi-journées", "Half-days"),
        (None, "sector") => page.say("Secteur", "Sector"),
        (None, _) => page.say("Mots-clés", "Keywords"),
    }
}

/// A field that is about to be added.
pub(super) fn blank(part: Part) -> Field {
    Field {
        key: String::new(),
        part,
        role: None,
        kind: Kind::Text { chars_max: 200 },
        label: Text::default(),
        help: Text::default(),
        is_shown: true,
        is_required: false,
        is_published: false,
        sectors: Vec::new(),
        condition: None,
        figure: None,
    }
}

/// The options of a choice, one a line: code, French, English.
pub(super) fn options_text(kind: &Kind) -> String {
    let (Kind::Choice { options } | Kind::MultiChoice { options, .. }) = kind else {
        return String::new();
    };
    let line = |one: &Choice| {
        format!(
            "{} | {} | {}",
            one.code, one.label.french, one.label.english
        )
    };
    options.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn options(text: &str) -> Vec<Choice> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let mut cells = line.split('|').map(str::trim);
            let first = cells.next().unwrap_or_default();
            match (cells.next(), cells.next()) {
                // Only words: the code follows from them.
                (None, _) => Choice {
                    code: code_of(first),
                    label: Text::new(first, first),
                },
                (Some(french), english) => Choice {
                    code: first.to_owned(),
                    label: Text::new(french, english.unwrap_or(french)),
                },
            }
        })
        .collect()
}

/// A code made of words.
fn code_of(words: &str) -> String {
    let folded: Vec<String> = words.split_whitespace().map(fold_name).collect();
    let code: String = folded
        .join("_")
        .chars()
        .filter(char::is_ascii)
        .take(40)
        .collect();
    code.trim_matches('_').to_owned()
}

/// Changes the form as a page wished; tells which field was typed at.
pub(super) fn apply(form: &mut Form, sent: &[(String, String)], zone: &str) -> Option<String> {
    let fields = Sent(sent);
    let value = |name: &str| fields.value(name).trim();
    let (verb, key) = value("go").split_once('-').unwrap_or((value("go"), ""));
    let at = form.fields.iter().position(|field| field.key == key);
    match (verb, at) {
        ("up", Some(at)) => swap(form, at, at.checked_sub(1), false),
        ("down", Some(at)) => swap(form, at, Some(at + 1), true),
        ("hide", Some(at)) => form.fields[at].is_shown = false,
        ("show", Some(at)) => form.fields[at].is_shown = true,
        // A field of the standard form is hidden, not lost.
        ("remove", Some(at)) if Form::standard().field(key).is_none() => {
            form.fields.remove(at);
        }
        ("field", _) => return Some(write(form, sent)),
        ("terms", _) => {
            let notice = Text::new(value("notice_fr"), value("notice_en"));
            let terms = &mut form.terms;
            if notice != terms.notice {
                terms.notice_version += 1;
                terms.notice = notice;
            }
            terms.opens_at = local_moment(value("opens_at"), zone).map(|at| at.0);
            terms.closes_at = local_moment(value("closes_at"), zone).map(|at| at.0);
            terms.profile_closes_at = local_moment(value("profile_closes_at"), zone).map(|at| at.0);
            terms.changes_wait = value("changes_wait") == "1";
            terms.contact = value("contact").to_owned();
            terms.officer = value("officer").to_owned();
        }
        _ => {}
    }
    None
}

/// Exchanges a field with the nearest one of its part, upwards or downwards.
fn swap(form: &mut Form, at: usize, from: Option<usize>, is_down: bool) {
    let part = form.fields[at].part;
    let Some(from) = from else { return };
    let is_of = |nth: &usize| {
        form.fields
            .get(*nth)
            .is_some_and(|field| field.part == part)
    };
    let other = if is_down {
        (from..form.fields.len()).find(is_of)
    } else {
        (0..=from).rev().find(is_of)
    };
    if let Some(other) = other {
        form.fields.swap(at, other);
    }
}

/// Writes what was typed at one field, new or known.
fn write(form: &mut Form, sent: &[(String, String)]) -> String {
    let fields = Sent(sent);
    let value = |name: &str| fields.value(name).trim();
    let is_ticked = |name: &str| sent.iter().any(|(key, _)| key == name);
    let known = form.field(value("key")).cloned();
    let is_new = known.is_none();
    let mut field =
        known.unwrap_or_else(|| blank(Part::parse(value("part")).unwrap_or(Part::Description)));
    field.label = Text::new(value("label_fr"), value("label_en"));
    field.help = Text::new(value("help_fr"), value("help_en"));
    field.is_required = is_ticked("is_required");
    field.is_published = is_ticked("is_published") && field.part != Part::Person;
    field.is_shown = is_ticked("is_shown");
    let sectors = sent.iter().filter(|(key, _)| key == "sector");
    field.sectors = sectors.map(|(_, code)| code.clone()).collect();
    let lean = value("lean");
    field.condition = (!lean.is_empty()).then(|| Condition {
        field: lean.to_owned(),
        value: value("lean_value").to_owned(),
    });
    let is_figure = value("kind") == "key_figure";
    let figure = value("figure").parse().ok().map(FigureId);
    field.figure = figure.filter(|_| is_figure);
    if field.role.is_none() {
        let number = |name: &str| value(name).parse().unwrap_or_default();
        field.kind = match value("kind") {
            "text" => Kind::Text {
                chars_max: number("chars_max"),
            },
            "long_text" => Kind::LongText {
                chars_max: number("chars_max"),
            },
            "choice" => Kind::Choice {
                options: options(value("options")),
            },
            "multi_choice" => Kind::MultiChoice {
                options: options(value("options")),
                n_max: number("n_max"),
            },
            "key_figure" => Kind::KeyFigure {
                unit: value("unit").to_owned(),
                min: value("min").parse().unwrap_or_default(),
                max: value("max").parse().unwrap_or_default(),
            },
            "country" => Kind::Country,
            "email" => Kind::Email,
            "phone" => Kind::Phone,
            "link" => Kind::Link,
            "cooperations" => Kind::Cooperations {
                n_max: number("n_max"),
            },
            _ => field.kind,
        };
    }
    if is_new {
        let code = code_of(&field.label.french);
        let mut key = code.clone();
        let mut n = 2;
        while form.field(&key).is_some() && n < 100 {
            key = format!("{}_{n}", code.chars().take(36).collect::<String>());
            n += 1;
        }
        field.key.clone_from(&key);
        form.fields.push(field);
        return key;
    }
    let key = field.key.clone();
    if let Some(place) = form.fields.iter_mut().find(|one| one.key == key) {
        *place = field;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(form: &mut Form, pairs: &[(&str, &str)]) -> Option<String> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let sent: Vec<_> = pairs.iter().map(owned).collect();
        apply(form, &sent, "Europe/Paris")
    }

    #[test]
    fn fields_move_within_their_part_and_stay_at_its_ends() {
        let mut form = Form::standard();
        let keys = |form: &Form, part| -> Vec<String> {
            form.part(part).map(|field| field.key.clone()).collect()
        };
        let before = keys(&form, Part::Person);
        press(&mut form, &[("go", "up-first_name")]);
        assert_eq!(
            keys(&form, Part::Person),
            before,
            "the first one stays first"
        );
        press(&mut form, &[("go", "down-first_name")]);
        assert_eq!(keys(&form, Part::Person)[..2], ["last_name", "first_name"]);
        press(&mut form, &[("go", "up-first_name")]);
        assert_eq!(keys(&form, Part::Person), before);
    }

    #[test]
    fn a_field_of_ones_own_is_added_changed_and_removed_and_standard_ones_are_only_hidden() {
        let mut form = Form::standard();
        let typed = [
            ("go", "field"),
            ("part", "description"),
            ("label_fr", "Espèces élevées"),
            ("label_en", "Species"),
            ("kind", "multi_choice"),
            ("n_max", "2"),
            ("options", "Huîtres\nmoules | Moules | Mussels"),
            ("is_shown", "on"),
            ("sector", "sea_life"),
            ("lean", "certifications"),
            ("lean_value", "iso9001"),
        ];
        let key = press(&mut form, &typed).unwrap();
        assert_eq!(key, "especes_elevees");
        assert_eq!(form.flaws(), []);
        let field = form.field(&key).unwrap();
        assert_eq!(
            options_text(&field.kind),
            "huitres | Huîtres | Huîtres\nmoules | Moules | Mussels"
        );
        assert_eq!(
            press(&mut form, &typed).as_deref(),
            Some("especes_elevees_2")
        );
        press(&mut form, &[("go", "remove-especes_elevees_2")]);
        press(&mut form, &[("go", "remove-city")]);
        assert!(form.field("especes_elevees_2").is_none() && form.field("city").is_some());
        press(&mut form, &[("go", "hide-city")]);
        assert!(!form.field("city").unwrap().is_shown);
    }

    #[test]
    fn a_changed_notice_is_another_version_and_times_are_local() {
        let mut form = Form::standard();
        let terms = [
            ("go", "terms"),
            ("notice_fr", "x"),
            ("closes_at", "2026-11-26T09:00"),
        ];
        press(&mut form, &terms);
        press(&mut form, &terms);
        assert_eq!(form.terms.notice_version, 2);
        assert_eq!(form.terms.closes_at, Some(1_795_680_000_000_000));
    }
}
