//! Companies that have just registered at the demo's site, so that its queue has something to
//! decide and its form is open. All of them are invented.

use domain::form::{Answers, Form, Group};
use protocol::Micros;
use protocol::site::Language;

use super::keywords;

/// What somebody typed, and whether it was handed in.
#[derive(Clone, Debug)]
pub struct Applicant {
    /// Read by the visitor.
    pub language: Language,
    /// Everything that was typed.
    pub answers: Answers,
    /// Otherwise it is a draft.
    pub is_submitted: bool,
    /// The visitor also wants news.
    pub wants_news: bool,
}

/// The standard form, open while the demo's event lasts: late visitors are shown too.
#[must_use]
pub fn form(closes_at: Micros) -> Form {
    let mut form = Form::standard();
    form.terms.closes_at = Some(closes_at.0);
    form
}

struct Firm {
    name: &'static str,
    country: &'static str,
    city: &'static str,
    sector: &'static str,
    employees: &'static str,
    presentation: &'static str,
    offered: &'static [usize],
    sought: &'static [usize],
    people: &'static [(&'static str, &'static str, &'static str)],
    /// `offered` or `sought`, and what.
    products: &'static [(&'static str, &'static str)],
    language: Language,
    is_submitted: bool,
}

const FIRMS: [Firm; 5] = [
    Firm {
        name: "Brumaline Composites",
        country: "FR",
        city: "Port-Lumière",
        sector: "naval",
        employees: "38",
        presentation: "Pièces composites de grande taille pour navires de service et structures flottantes, \
                       de l’étude au moulage.",
        offered: &[6, 8],
        sought: &[0, 12],
        people: &[
            ("Maëlle", "Kervadorn", "Directrice commerciale"),
            ("Yoann", "Prévandier", "Responsable de l’atelier"),
        ],
        products: &[
            ("offered", "Coques de service en composite"),
            ("sought", "Impression 3D de moules"),
        ],
        language: Language::French,
        is_submitted: true,
    },
    Firm {
        name: "Nordkai Schiffstechnik",
        country: "DE",
        city: "Nordkai",
        sector: "mechanics",
        employees: "210",
        presentation: "Deck machinery and winches for offshore service vessels, with overhaul on the quay.",
        offered: &[7, 10],
        sought: &[0, 24],
        people: &[("Henrike", "Waldstetten", "Head of sales")],
        products: &[("offered", "Electric deck winches")],
        language: Language::English,
        is_submitted: true,
    },
    Firm {
        name: "Sondelis",
        country: "FR",
        city: "Rives-sur-Mer",
        sector: "electronics",
        employees: "12",
        presentation: "Capteurs immergés et bouées de mesure pour parcs éoliens et ports.",
        offered: &[15, 18],
        sought: &[23],
        people: &[("Théophile", "Garandeau", "Gérant")],
        products: &[("offered", "Bouées de mesure autonomes")],
        language: Language::French,
        is_submitted: true,
    },
    Firm {
        name: "Algarena",
        country: "PT",
        city: "Vila da Maré",
        sector: "sea_life",
        employees: "25",
        presentation: "Algues cultivées en pleine mer pour l’alimentation et la cosmétique.",
        offered: &[30, 32],
        sought: &[26, 27],
        people: &[("Inês", "Cardelosa", "Responsable export")],
        products: &[
            ("offered", "Algues séchées en gros"),
            ("sought", "Emballages compostables"),
        ],
        language: Language::French,
        is_submitted: true,
    },
    Firm {
        name: "Quai Neuf Ingénierie",
        country: "FR",
        city: "Port-Lumière",
        sector: "services",
        employees: "",
        presentation: "",
        offered: &[],
        sought: &[],
        people: &[("Solène", "Vauquelard", "")],
        products: &[],
        language: Language::French,
        is_submitted: false,
    },
];

/// Who has registered, in order of arrival.
#[must_use]
pub fn applicants() -> Vec<Applicant> {
    FIRMS.iter().enumerate().map(applicant).collect()
}

fn applicant((nth, firm): (usize, &Firm)) -> Applicant {
    let tags = |indices: &[usize]| {
        let tag = |index: &usize| keywords::sector(*index).0.to_string();
        indices.iter().map(tag).collect::<Vec<_>>()
    };
    let mut description = group(&[
        ("presentation", firm.presentation),
        ("employees", firm.employees),
    ]);
    description.put("offered", tags(firm.offered));
    description.put("sought", tags(firm.sought));
    let person = |(place, (first, last, function)): (usize, &(&str, &str, &str))| {
        // The demo's addresses are reached by no mail.
        let email = format!("applicant-{}-{}@demo.example", nth + 1, place + 1);
        group(&[
            ("first_name", first),
            ("last_name", last),
            ("function", function),
            ("email", &email),
        ])
    };
    Applicant {
        language: firm.language,
        answers: Answers {
            company: group(&[
                ("name", firm.name),
                ("country", firm.country),
                ("city", firm.city),
                ("sector", firm.sector),
            ]),
            people: firm.people.iter().enumerate().map(person).collect(),
            description,
            products: firm
                .products
                .iter()
                .map(|(kind, title)| group(&[("kind", kind), ("title", title)]))
                .collect(),
        },
        is_submitted: firm.is_submitted,
        wants_news: nth == 0,
    }
}

/// Only what was typed.
fn group(answers: &[(&str, &str)]) -> Group {
    let mut group = Group::default();
    for (key, value) in answers {
        if !value.is_empty() {
            group.put(key, vec![(*value).to_owned()]);
        }
    }
    group
}
