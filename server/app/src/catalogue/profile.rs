//! What companies publish of themselves: the answers that the event's form shows to visitors
//! (CAT-04), read as listings need them.
//!
//! A profile holds what was published when it was written. What the organiser has taken back
//! since is left out here, so it disappears at once. Addresses of mail and telephone numbers are
//! contact details, whatever the form says of them (CAT-02).

use std::collections::{BTreeMap, BTreeSet};

use domain::form::{Choice, Field, Form, Kind, Part, Published, Role, Value, country};
use protocol::Tag;
use protocol::id::CompanyId;
use protocol::site::Language;
use store::{Profile, Sector};

use super::listing::{Answer, Figure, Named, Product};

/// What the form and the profiles say.
#[derive(Debug)]
pub(super) struct Profiles {
    form: Form,
    sectors: Vec<Sector>,
    by_company: BTreeMap<CompanyId, (Profile, Published)>,
}

/// One company's, in a language.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) country: Option<Named>,
    pub(super) sector: Option<Named>,
    pub(super) figures: Vec<Figure>,
    pub(super) answers: Vec<Answer>,
    pub(super) products: Vec<Product>,
}

/// Years are written without a mark between their digits.
const LAST_YEAR: i64 = 2_200;
const FIRST_YEAR: i64 = 1_000;

impl Profiles {
    /// Reads what is stored. What cannot be read is as if nobody had said it.
    pub(super) fn read(form: Option<&str>, sectors: Vec<Sector>, profiles: Vec<Profile>) -> Self {
        let form = form.and_then(|text| serde_json::from_str(text).ok());
        let by_company = profiles.into_iter().map(|profile| {
            let published = serde_json::from_str(&profile.published).unwrap_or_default();
            (profile.company, (profile, published))
        });
        Self {
            form: form.unwrap_or_else(Form::standard),
            by_company: by_company.collect(),
            sectors,
        }
    }

    /// Whether visitors may read the answers to the field of a role.
    pub(super) fn shows(&self, role: Role) -> bool {
        self.form.role(role).is_none_or(is_public)
    }

    /// What a company says; none without a profile.
    pub(super) fn of(
        &self,
        company: CompanyId,
        words: &BTreeMap<Tag, &str>,
        language: Language,
    ) -> Option<Said> {
        let (profile, published) = self.by_company.get(&company)?;
        let reading = Reading {
            is_french: language == Language::French,
            tag: language.tag(),
            words,
        };
        let mut said = Said {
            country: named_country(&profile.country, language),
            sector: self.sector(&profile.sector, reading.is_french),
            ..Said::default()
        };
        let parts = [Part::Company, Part::Description];
        for field in parts.into_iter().flat_map(|part| self.form.part(part)) {
            let Some(value) = published
                .fields
                .get(&field.key)
                .filter(|_| is_public(field))
            else {
                continue;
            };
            match reading.read(field, value) {
                Some(Read::Figure(figure)) => said.figures.push(figure),
                Some(Read::Answer(answer)) => said.answers.push(answer),
                None => {}
            }
        }
        let products = published.products.iter();
        let products = products.filter_map(|product| self.product(product, &reading));
        said.products = products.collect();
        Some(said)
    }

    fn sector(&self, code: &str, is_french: bool) -> Option<Named> {
        let sector = self.sectors.iter().find(|sector| sector.code == code)?;
        let (first, second) = if is_french {
            (&sector.french, &sector.english)
        } else {
            (&sector.english, &sector.french)
        };
        Some(Named {
            code: code.to_owned(),
            name: if first.is_empty() { second } else { first }.clone(),
        })
    }

    fn product(&self, values: &BTreeMap<String, Value>, reading: &Reading<'_>) -> Option<Product> {
        let value = |field: &Field| values.get(&field.key).filter(|_| is_public(field));
        let name = self.form.role(Role::ProductName).and_then(value)?;
        let kind = self.form.role(Role::ProductKind).and_then(value);
        let answers = self.form.part(Part::Product).filter_map(|field| {
            let is_said = matches!(field.role, Some(Role::ProductName | Role::ProductKind));
            match reading.read(field, value(field).filter(|_| !is_said)?) {
                Some(Read::Answer(answer)) => Some(answer),
                Some(Read::Figure(_)) | None => None,
            }
        });
        Some(Product {
            is_sought: kind.and_then(|kind| kind.text(reading.tag)) == Some("sought"),
            name: name.text(reading.tag)?.to_owned(),
            answers: answers.collect(),
        })
    }
}

fn is_public(field: &Field) -> bool {
    field.is_shown && field.is_published
}

/// A country by its letters; none where they are no country's.
pub(super) fn named_country(code: &str, language: Language) -> Option<Named> {
    country::is_known(code).then(|| Named {
        code: code.to_owned(),
        name: country::name(code, language == Language::French).to_owned(),
    })
}

enum Read {
    Figure(Figure),
    Answer(Answer),
}

struct Reading<'a> {
    is_french: bool,
    tag: &'static str,
    words: &'a BTreeMap<Tag, &'a str>,
}

impl Reading<'_> {
    /// An answer as a listing shows it; none for what is shown elsewhere, or to nobody.
    fn read(&self, field: &Field, value: &Value) -> Option<Read> {
        let label = field.label.say(self.is_french).to_owned();
        let answer = |text: String, is_long: bool| {
            let is_link = text.starts_with("https://") || text.starts_with("http://");
            (!text.is_empty()).then_some(Read::Answer(Answer {
                label: label.clone(),
                is_link: is_link && !text.contains(char::is_whitespace),
                is_long,
                text,
            }))
        };
        let plain = || value.text(self.tag).unwrap_or_default().to_owned();
        match &field.kind {
            Kind::Text { .. } | Kind::Link | Kind::Vat => answer(plain(), false),
            Kind::LongText { .. } => answer(plain(), true),
            Kind::Choice { options } => answer(self.labels(options, &[plain()]), false),
            Kind::MultiChoice { options, .. } => match value {
                Value::Codes(codes) => answer(self.labels(options, codes), false),
                Value::Number(_) | Value::Texts(_) | Value::Plain(_) => None,
            },
            Kind::KeyFigure { unit, min, max } => match value {
                Value::Number(value) => Some(Read::Figure(Figure {
                    key: field.key.clone(),
                    name: label,
                    unit: unit.clone(),
                    is_year: unit.is_empty() && *min >= FIRST_YEAR && *max <= LAST_YEAR,
                    value: *value,
                })),
                Value::Codes(_) | Value::Texts(_) | Value::Plain(_) => None,
            },
            // Those of the two roles are the person's keywords, which change with them.
            Kind::Keywords { .. } if field.role.is_some() => None,
            Kind::Keywords { .. } | Kind::Cooperations { .. } => match value {
                Value::Codes(codes) => answer(self.keywords(codes), false),
                Value::Number(_) | Value::Texts(_) | Value::Plain(_) => None,
            },
            // They have places of their own.
            Kind::Country | Kind::Sector => None,
            // For the registered, or for nobody.
            Kind::Email | Kind::Phone | Kind::File | Kind::Availability => None,
        }
    }

    fn labels(&self, options: &[Choice], codes: &[String]) -> String {
        let chosen: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
        let labels: Vec<&str> = options
            .iter()
            .filter(|option| chosen.contains(option.code.as_str()))
            .map(|option| option.label.say(self.is_french))
            .collect();
        labels.join(", ")
    }

    fn keywords(&self, codes: &[String]) -> String {
        let tags = codes.iter().filter_map(|code| code.parse().ok().map(Tag));
        let words: Vec<&str> = tags
            .filter_map(|tag| self.words.get(&tag).copied())
            .collect();
        words.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = r#"{"fields": {
        "city": {"fr": "Port-Lumière"},
        "website": "https://estran.example",
        "founded": 1987,
        "employees": 1500,
        "certifications": ["mase", "iso9001"],
        "presentation": {"fr": "Nous soudons.", "en": "We weld."},
        "vat": "FR00123456789",
        "phone": "+33199000000",
        "unknown": "anything"
    }, "products": [{"kind": "sought", "title": {"fr": "Soudeurs", "en": "Welders"}}]}"#;

    fn read(form: Option<&Form>) -> Profiles {
        let form = form.map(|form| serde_json::to_string(form).unwrap());
        let profile = Profile {
            company: CompanyId::example(1),
            country: "DE".into(),
            postcode: String::new(),
            sector: "naval".into(),
            published: SAID.into(),
            updated_at: protocol::Micros(1),
        };
        let sector = Sector {
            code: "naval".into(),
            french: "Naval".into(),
            english: String::new(),
        };
        Profiles::read(form.as_deref(), vec![sector], vec![profile])
    }

    fn said(profiles: &Profiles, language: Language) -> Said {
        let said = profiles.of(CompanyId::example(1), &BTreeMap::new(), language);
        said.unwrap()
    }

    #[test]
    fn what_the_form_publishes_is_read_in_the_visitors_language() {
        let french = said(&read(None), Language::French);
        assert_eq!(french.country.unwrap().name, "Allemagne");
        assert_eq!(french.sector.unwrap().name, "Naval");
        let texts: Vec<&str> = french.answers.iter().map(|a| a.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "Port-Lumière",
                "https://estran.example",
                "Nous soudons.",
                "ISO 9001, MASE"
            ]
        );
        assert!(french.answers[1].is_link && french.answers[2].is_long);
        let figures: Vec<_> = french
            .figures
            .iter()
            .map(|f| (f.value, f.is_year))
            .collect();
        assert_eq!(figures, [(1500, false), (1987, true)]);
        let english = said(&read(None), Language::English);
        assert!(
            english
                .answers
                .iter()
                .any(|answer| answer.text == "We weld.")
        );
        // Nobody translated it: better in French than not at all.
        assert_eq!(english.sector.unwrap().name, "Naval");
        assert_eq!(english.products[0].name, "Welders");
        assert!(english.products[0].is_sought);
    }

    #[test]
    fn what_is_not_published_any_more_is_gone_at_once() {
        let mut form = Form::standard();
        for field in &mut form.fields {
            field.is_published = false;
        }
        let profiles = read(Some(&form));
        let said = said(&profiles, Language::French);
        assert!(said.answers.is_empty() && said.figures.is_empty() && said.products.is_empty());
        assert!(!profiles.shows(Role::Offered) && !profiles.shows(Role::Sought));
    }

    #[test]
    fn contact_details_are_for_nobody_whatever_the_form_says() {
        let mut form = Form::standard();
        for field in &mut form.fields {
            field.is_published = true;
        }
        let mut phone = form.role(Role::Phone).unwrap().clone();
        phone.part = Part::Company;
        phone.role = None;
        form.fields.push(phone);
        let said = said(&read(Some(&form)), Language::French);
        assert!(
            said.answers
                .iter()
                .all(|answer| !answer.text.contains("+33"))
        );
    }

    #[test]
    fn what_cannot_be_read_says_nothing() {
        let mut profiles = read(None);
        let (_, published) = profiles.by_company.values_mut().next().unwrap();
        *published = serde_json::from_str("[1, 2]").unwrap_or_default();
        let said = said(&profiles, Language::French);
        assert!(said.answers.is_empty() && said.country.is_some());
    }
}
