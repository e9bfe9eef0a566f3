//! What a page sent.

use app::desk::registration::form::check::seen;
use app::desk::registration::form::{Answers, Form, Group, Part, Place};
use protocol::limits::{REGISTRATION_PEOPLE_MAX, REGISTRATION_PRODUCTS_MAX};

/// What was read of a page.
pub(crate) struct Typed {
    /// The answers, with what this page did not ask for as it was before.
    pub(crate) answers: Answers,
    /// Inputs that no page of ours has.
    pub(crate) n_forged: usize,
    /// Whether an answer made the form ask something that the page did not.
    pub(crate) asks_more: bool,
}

/// Which button was pressed; the one to go on when none is named.
pub(crate) fn go(sent: &[(String, String)]) -> &str {
    sent.iter()
        .find(|(name, _)| name == "go")
        .map_or("next", |(_, value)| value.as_str())
}

fn place(form: &Form, name: &str, parts: &[Part]) -> Option<Place> {
    let mut pieces = name.splitn(3, '.');
    let part = Part::parse(pieces.next()?).filter(|part| parts.contains(part))?;
    let nth: usize = pieces.next()?.parse().ok()?;
    let field = form.field(pieces.next()?)?;
    let n_max = match part {
        Part::Company | Part::Description => 1,
        Part::Person => REGISTRATION_PEOPLE_MAX,
        Part::Product => REGISTRATION_PRODUCTS_MAX,
    };
    (field.part == part && nth < n_max).then(|| Place {
        part,
        nth,
        key: field.key.clone(),
    })
}

fn group(answers: &mut Answers, part: Part, nth: usize) -> &mut Group {
    let list = match part {
        Part::Company => return &mut answers.company,
        Part::Description => return &mut answers.description,
        Part::Person => &mut answers.people,
        Part::Product => &mut answers.products,
    };
    if list.len() <= nth {
        list.resize_with(nth + 1, Group::default);
    }
    &mut list[nth]
}

/// Reads a page of these parts over what was answered before.
pub(crate) fn read(
    form: &Form,
    before: &Answers,
    sent: &[(String, String)],
    parts: &[Part],
) -> Typed {
    let mut answers = before.clone();
    let asked: Vec<Place> = sent
        .iter()
        .filter(|(name, _)| name == "asked")
        .flat_map(|(_, names)| names.split(' '))
        .filter_map(|name| place(form, name, parts))
        .collect();
    for place in &asked {
        group(&mut answers, place.part, place.nth).put(&place.key, Vec::new());
    }
    let mut n_forged = 0;
    for (name, value) in sent {
        if !name.contains('.') {
            continue;
        }
        match place(form, name, parts) {
            Some(place) => {
                let group = group(&mut answers, place.part, place.nth);
                let mut values = group.all(&place.key).to_vec();
                values.push(value.clone());
                group.put(&place.key, values);
            }
            None => n_forged += 1,
        }
    }
    let was_asked = |place: &Place| asked.contains(place);
    let asks_more = parts.iter().any(|part| {
        (0..answers.groups(*part).len()).any(|nth| {
            let mut fields = seen(form, &answers, *part, nth);
            fields.any(|field| {
                let place = Place {
                    part: *part,
                    nth,
                    key: field.key.clone(),
                };
                field.condition.is_some() && !was_asked(&place)
            })
        })
    });
    Typed {
        answers,
        n_forged,
        asks_more,
    }
}

/// Adds or removes a representative or a product, where a button of that kind was pressed; tells
/// where on the page that was.
pub(crate) fn rearrange(answers: &mut Answers, go: &str) -> Option<String> {
    let (verb, rest) = go.split_once('-')?;
    let (part, nth) = rest.split_once('-').unwrap_or((rest, ""));
    let (list, n_max, n_min) = match Part::parse(part)? {
        Part::Person => (&mut answers.people, REGISTRATION_PEOPLE_MAX, 1),
        Part::Product => (&mut answers.products, REGISTRATION_PRODUCTS_MAX, 0),
        Part::Company | Part::Description => return None,
    };
    match verb {
        "add" => {
            let n = list.len().max(n_min);
            if n < n_max {
                list.resize_with(n + 1, Default::default);
            }
            Some(format!("{part}-{}", list.len().saturating_sub(1)))
        }
        "remove" => {
            let nth: usize = nth.parse().ok()?;
            if nth < list.len() {
                list.remove(nth);
            }
            Some(format!("{part}-list"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::name_of;
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn what_was_shown_and_is_not_sent_was_emptied_and_the_rest_stays() {
        let form = Form::standard();
        let mut before = Answers::default();
        before.company.put("city", vec!["Brest".into()]);
        before.company.put("vat", vec!["FR1".into()]);
        let typed = read(
            &form,
            &before,
            &sent(&[
                ("asked", "company.0.name company.0.city"),
                ("company.0.name", "Mer"),
                ("company.0.is_admin", "1"),
                ("person.0.email", "x@example.org"),
                ("company.7.name", "Sept"),
                ("go", "next"),
            ]),
            &[Part::Company],
        );
        assert_eq!(typed.answers.company.first("name"), "Mer");
        assert_eq!(typed.answers.company.first("city"), "");
        assert_eq!(typed.answers.company.first("vat"), "FR1");
        assert!(typed.answers.people.is_empty(), "another part's");
        assert_eq!(typed.n_forged, 3);
        assert!(!typed.asks_more);
    }

    #[test]
    fn an_answer_that_makes_the_form_ask_more_is_noticed() {
        let form = Form::standard();
        let ask = |asked: &str| {
            let pairs = [("asked", asked), ("description.0.certifications", "other")];
            read(
                &form,
                &Answers::default(),
                &sent(&pairs),
                &[Part::Description],
            )
            .asks_more
        };
        assert!(ask("description.0.certifications"));
        assert!(!ask(
            "description.0.certifications description.0.other_certifications"
        ));
    }

    #[test]
    fn nobody_sends_more_groups_than_there_may_be() {
        let form = Form::standard();
        let pairs = sent(&[("person.99999999.email", "x"), ("product.20.title", "x")]);
        let typed = read(
            &form,
            &Answers::default(),
            &pairs,
            &[Part::Person, Part::Product],
        );
        assert_eq!(typed.n_forged, 2);
        assert!(typed.answers.people.is_empty() && typed.answers.products.is_empty());
        assert_eq!(
            name_of(&place(&form, "person.0.email", &Part::ALL).unwrap()),
            "person.0.email"
        );
    }
}
