//! Laws of the form: nothing hidden or foreign gets in, everything wrong is named, and definitions
//! with circles are none.

use std::collections::BTreeSet;

use domain::form::check::{Surroundings, Wrong, check, check_part, seen};
use domain::form::{
    Answers, Choice, Condition, Field, Flaw, Form, Group, Kind, Part, Role, Text, publish,
};
use proptest::prelude::*;
use protocol::limits::{FORM_FIELDS_MAX, REGISTRATION_BYTES_MAX, REGISTRATION_PEOPLE_MAX};
use protocol::{FigureId, FigureValue, KeyFigure, List, Vocabulary};

fn around() -> Surroundings {
    let set = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
    Surroundings {
        sectors: set(&["naval", "food"]),
        half_days: set(&["2026-11-26-am", "2026-11-26-pm"]),
        keywords: set(&["1", "2", "3"]),
        files: BTreeSet::new(),
        ..Surroundings::default()
    }
}

fn group(pairs: &[(&str, &str)]) -> Group {
    let mut group = Group::default();
    for (key, value) in pairs {
        group.put(key, vec![(*value).to_owned()]);
    }
    group
}

fn good() -> Answers {
    Answers {
        company: group(&[("name", " Mer SA "), ("country", "FR"), ("sector", "naval")]),
        people: vec![group(&[
            ("first_name", "Ada"),
            ("last_name", "Morel"),
            ("email", "ada@example.org"),
        ])],
        description: group(&[("presentation", "Des coques."), ("employees", "1 200")]),
        products: vec![
            group(&[("kind", "offered"), ("title", "Coque")]),
            Group::default(),
        ],
    }
}

#[test]
fn good_answers_come_out_clean() {
    let form = Form::standard();
    assert_eq!(form.flaws(), []);
    let checked = check(&form, &around(), &good());
    assert_eq!(checked.faults, []);
    assert_eq!(checked.clean.company.first("name"), "Mer SA");
    assert_eq!(checked.clean.description.first("employees"), "1200");
    assert_eq!(
        checked.clean.products.len(),
        1,
        "a blank line is no product"
    );
    // What came out clean stays as it is.
    assert_eq!(check(&form, &around(), &checked.clean).clean, checked.clean);
    let published = publish(&form, &checked.clean, "fr");
    assert!(!published.fields.contains_key("vat") && published.fields.contains_key("employees"));
    assert_eq!(published.products.len(), 1);
}

#[test]
fn every_fault_is_named_with_its_place() {
    let form = Form::standard();
    let mut bad = good();
    bad.company = group(&[
        ("country", "XX"),
        ("vat", "nonsense!"),
        ("website", "javascript:x"),
    ]);
    bad.people
        .push(group(&[("last_name", "B"), ("email", "ADA@example.org")]));
    bad.description.put("employees", vec!["many".into()]);
    bad.description.put("offered", vec!["99".into()]);
    bad.products = vec![group(&[("title", &"x".repeat(121))])];
    let faults = check(&form, &around(), &bad).faults;
    let found: BTreeSet<_> = faults
        .iter()
        .map(|fault| {
            (
                fault.at.part,
                fault.at.nth,
                fault.at.key.as_str(),
                fault.what,
            )
        })
        .collect();
    let expected = [
        (Part::Company, 0, "name", Wrong::Missing),
        (Part::Company, 0, "country", Wrong::NotOffered),
        (Part::Company, 0, "vat", Wrong::NoVat),
        (Part::Company, 0, "website", Wrong::NoLink),
        (Part::Person, 1, "first_name", Wrong::Missing),
        (Part::Person, 1, "email", Wrong::SameEmail),
        (Part::Description, 0, "employees", Wrong::NotANumber),
        (Part::Description, 0, "offered", Wrong::NotOffered),
        (Part::Product, 0, "kind", Wrong::Missing),
        (Part::Product, 0, "title", Wrong::TooLong(120)),
    ];
    assert_eq!(found, expected.into_iter().collect());
    let nobody = check_part(&form, &around(), &Answers::default(), Part::Person).faults;
    assert_eq!(nobody[0].what, Wrong::Nobody);
}

#[test]
fn at_the_bounds_of_lists_and_bytes_it_ends() {
    let form = Form::standard();
    let person = |n: usize| {
        group(&[
            ("first_name", "A"),
            ("last_name", "B"),
            ("email", &format!("p{n}@example.org")),
        ])
    };
    let mut answers = good();
    answers.people = (0..REGISTRATION_PEOPLE_MAX).map(person).collect();
    assert_eq!(check(&form, &around(), &answers).faults, []);
    answers.people.push(person(99));
    let checked = check(&form, &around(), &answers);
    assert_eq!(checked.clean.people.len(), REGISTRATION_PEOPLE_MAX);
    assert!(matches!(checked.faults[0].what, Wrong::TooMany(12)));
    assert!(answers.is_within_bounds());
    answers
        .company
        .put("city", vec!["x".repeat(REGISTRATION_BYTES_MAX)]);
    assert!(!answers.is_within_bounds());
    let mut wide = Form::standard();
    let template = wide.field("city").unwrap().clone();
    while wide.fields.len() <= FORM_FIELDS_MAX {
        let key = format!("more_{}", wide.fields.len());
        wide.fields.push(Field {
            key,
            ..template.clone()
        });
    }
    assert_eq!(wide.flaws(), [(String::new(), Flaw::TooManyFields)]);
}

#[test]
fn a_field_of_another_sector_or_of_an_unmet_condition_is_not_seen() {
    let mut form = Form::standard();
    let mut field = form.field("markets").unwrap().clone();
    field.key = "species".into();
    field.sectors = vec!["food".into()];
    field.is_required = true;
    form.fields.push(field);
    let mut answers = good();
    answers.description.put("species", vec!["huîtres".into()]);
    answers
        .description
        .put("other_certifications", vec!["X".into()]);
    let checked = check(&form, &around(), &answers);
    assert_eq!(checked.faults, []);
    assert!(checked.clean.description.all("species").is_empty());
    assert!(
        checked
            .clean
            .description
            .all("other_certifications")
            .is_empty()
    );
    answers.company.put("sector", vec!["food".into()]);
    answers
        .description
        .put("certifications", vec!["mase".into(), "other".into()]);
    let clean = check(&form, &around(), &answers).clean;
    assert_eq!(clean.description.first("species"), "huîtres");
    assert_eq!(clean.description.first("other_certifications"), "X");
}

#[test]
fn a_definition_that_nobody_could_answer_is_none() {
    let flawed = |change: fn(&mut Form)| {
        let mut form = Form::standard();
        change(&mut form);
        let flaws: BTreeSet<_> = form.flaws().into_iter().map(|(_, flaw)| flaw).collect();
        flaws.into_iter().collect::<Vec<_>>()
    };
    let lean = |field: &mut Field, on: &str| {
        field.condition = Some(Condition {
            field: on.into(),
            value: "1".into(),
        });
    };
    fn at<'a>(form: &'a mut Form, key: &str) -> &'a mut Field {
        form.fields
            .iter_mut()
            .find(|field| field.key == key)
            .unwrap()
    }
    assert_eq!(
        flawed(|form| at(form, "email").is_shown = false),
        [Flaw::VitalMissing]
    );
    assert_eq!(
        flawed(|form| form.fields.retain(|f| f.key != "name")),
        [Flaw::VitalMissing]
    );
    assert_eq!(
        flawed(|form| at(form, "city").key = "Ville!".into()),
        [Flaw::BadKey]
    );
    assert_eq!(
        flawed(|form| at(form, "city").key = "vat".into()),
        [Flaw::RepeatedKey]
    );
    assert_eq!(
        flawed(|form| at(form, "city").label = Text::default()),
        [Flaw::NoLabel]
    );
    assert_eq!(
        flawed(|form| at(form, "city").role = Some(Role::Vat)),
        [Flaw::WrongRole]
    );
    assert_eq!(
        flawed(|form| at(form, "city").kind = Kind::Choice { options: vec![] }),
        [Flaw::BadOptions]
    );
    assert_eq!(
        flawed(|form| at(form, "city").kind = Kind::Text { chars_max: 0 }),
        [Flaw::BadBounds]
    );
    let mut form = Form::standard();
    lean(at(&mut form, "city"), "website");
    lean(at(&mut form, "website"), "legal_form");
    assert_eq!(form.flaws(), []);
    lean(at(&mut form, "legal_form"), "city");
    assert!(form.flaws().iter().all(|(_, flaw)| *flaw == Flaw::Circle));
    assert_eq!(form.flaws().len(), 3);
    // And a circle that somebody stored all the same shows nothing and ends.
    assert!(seen(&form, &good(), Part::Company, 0).all(|field| field.key != "city"));
    lean(at(&mut form, "legal_form"), "email");
    let flaws = form.flaws();
    assert!(
        flaws
            .iter()
            .any(|(key, flaw)| key == "legal_form" && *flaw == Flaw::BadCondition)
    );
}

/// A form of small fields that lean on each other at random, circles included.
fn forms() -> impl Strategy<Value = Form> {
    let field = (
        0..8_usize,
        any::<bool>(),
        proptest::option::of((0..8_usize, 0..3_u8)),
        0..3_u8,
    );
    proptest::collection::vec(field, 1..8).prop_map(|fields| {
        let mut form = Form::standard();
        for (nth, (_, is_shown, condition, kind)) in fields.into_iter().enumerate() {
            let option = |code: &str| Choice {
                code: code.into(),
                label: Text::new(code, code),
            };
            form.fields.push(Field {
                key: format!("f{nth}"),
                part: Part::Description,
                role: None,
                kind: if kind == 0 {
                    Kind::Text { chars_max: 5 }
                } else {
                    let options = vec![option("v0"), option("v1"), option("v2")];
                    Kind::MultiChoice { options, n_max: 2 }
                },
                label: Text::new("x", "x"),
                help: Text::default(),
                is_shown,
                is_required: false,
                is_published: true,
                sectors: if kind == 2 {
                    vec!["food".into()]
                } else {
                    vec![]
                },
                figure: None,
                condition: condition.map(|(other, value)| Condition {
                    field: format!("f{other}"),
                    value: format!("v{value}"),
                }),
            });
        }
        form
    })
}

fn typed() -> impl Strategy<Value = Group> {
    let key = prop_oneof![
        (0..10_u8).prop_map(|n| format!("f{n}")),
        Just("is_admin".to_owned()),
        Just("email".to_owned()),
        Just("presentation".to_owned()),
        "[a-z]{0,6}",
    ];
    let value = prop_oneof![(0..4_u8).prop_map(|n| format!("v{n}")), ".{0,12}"];
    let values = proptest::collection::vec(value, 0..4);
    proptest::collection::btree_map(key, values, 0..12).prop_map(Group)
}

proptest! {
    #[test]
    fn what_is_hidden_unknown_or_foreign_never_gets_in(form in forms(), typed in typed()) {
        let answers = Answers { description: typed, ..good() };
        let checked = check(&form, &around(), &answers);
        let visible: BTreeSet<&str> = seen(&form, &answers, Part::Description, 0)
            .map(|field| field.key.as_str())
            .collect();
        for (key, values) in &checked.clean.description.0 {
            prop_assert!(visible.contains(key.as_str()), "{key} is not seen");
            let field = form.field(key).unwrap();
            prop_assert!(field.is_shown && field.part == Part::Description);
            prop_assert!(field.sectors.is_empty(), "the sector is another one");
            if let Kind::MultiChoice { .. } = &field.kind {
                prop_assert!(values.len() <= 2);
                prop_assert!(values.iter().all(|value| ["v0", "v1", "v2"].contains(&&**value)));
            }
            if let Kind::Text { .. } = &field.kind {
                prop_assert!(values[0].chars().count() <= 5);
                prop_assert!(!values[0].chars().any(char::is_control));
            }
        }
        let published = publish(&form, &checked.clean, "fr");
        for key in published.fields.keys() {
            prop_assert!(form.field(key).unwrap().is_published);
        }
    }

    #[test]
    fn a_field_is_seen_only_with_what_it_leans_on(form in forms(), typed in typed()) {
        let answers = Answers { description: typed, ..good() };
        let visible: BTreeSet<&str> = seen(&form, &answers, Part::Description, 0)
            .map(|field| field.key.as_str())
            .collect();
        for key in &visible {
            if let Some(condition) = &form.field(key).unwrap().condition {
                prop_assert!(visible.contains(condition.field.as_str()));
                let values = answers.description.all(&condition.field);
                prop_assert!(values.iter().any(|value| value.trim() == condition.value));
            }
        }
    }

    #[test]
    fn a_form_without_flaws_has_no_circle(form in forms()) {
        if form.flaws().is_empty() {
            for field in &form.fields {
                let mut at = field;
                for _ in 0..form.fields.len() {
                    match &at.condition {
                        Some(condition) => at = form.field(&condition.field).unwrap(),
                        None => break,
                    }
                }
                prop_assert!(at.condition.is_none(), "{} walks in a circle", field.key);
            }
        }
    }

    #[test]
    fn checking_alters_nothing_and_what_is_clean_stays_clean(form in forms(), typed in typed()) {
        let answers = Answers { description: typed, ..good() };
        let before = answers.clone();
        let checked = check(&form, &around(), &answers);
        prop_assert_eq!(&answers, &before);
        // A fault takes an answer out, and with it what its condition let be seen.
        if checked.faults.is_empty() {
            let again = check(&form, &around(), &checked.clean);
            prop_assert_eq!(again.clean.description, checked.clean.description);
        }
    }
}

#[test]
fn answers_give_the_events_key_figures_within_their_bounds_and_once() {
    let mut form = Form::standard();
    for (key, figure) in [("employees", 1), ("turnover", 2), ("founded", 1)] {
        let field = form.fields.iter_mut().find(|field| field.key == key);
        field.unwrap().figure = Some(FigureId(figure));
    }
    let bounded = |id, max| KeyFigure {
        id: FigureId(id),
        min: 0,
        max,
    };
    let list = Vocabulary {
        figures: List::new(vec![bounded(1, 3_000), bounded(2, 500)]).unwrap(),
        ..Vocabulary::default()
    };
    let mut answers = Answers::default();
    let mut given = |pairs: &[(&str, &str)], list: &Vocabulary| {
        answers.description = Group::default();
        for (key, value) in pairs {
            answers.description.put(key, vec![(*value).to_owned()]);
        }
        let figures = form.figures(&answers, 0, list)?;
        let pair = |row: &FigureValue| (row.figure.0, row.value);
        Some(figures.offered.iter().map(pair).collect::<Vec<_>>())
    };
    let all = [
        ("employees", "200"),
        ("turnover", "90"),
        ("founded", "1999"),
    ];
    assert_eq!(given(&all, &list), Some(vec![(1, 200), (2, 90)]), "once");
    assert_eq!(given(&[("turnover", "501")], &list), None, "too much");
    assert_eq!(given(&[("turnover", "viel")], &list), None);
    assert_eq!(
        given(&all, &Vocabulary::default()),
        None,
        "the list has none"
    );
}
