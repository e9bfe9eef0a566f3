//! The registration form as HTML knows it: inputs with their names, what was typed into them, and
//! the sentences about what is wrong. Shared by the public pages and those of the desk.
//!
//! An input is named `part.nth.key`. A page says in `asked` which inputs it showed: what was shown
//! and is not sent was emptied, and what was not shown stays as it was.

mod compare;
mod sentence;
mod typed;

use app::desk::library;
use app::desk::registration::form::check::{Fault, seen};
use app::desk::registration::form::country::{self, COUNTRIES};
use app::desk::registration::form::{Answers, Choice, Field, Form, Group, Kind, Part, Place, Role};
use app::desk::registration::{Around, Named};
use app::file::{Attachment, Family, FileKind};

use crate::upload::size_text;

pub(crate) use self::compare::{Diff, differences, theirs};
pub(crate) use self::sentence::sentence;
pub(crate) use self::typed::{go, read, rearrange};

/// An option of an input.
pub(crate) struct Opt {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) is_on: bool,
}

/// An input of a page.
#[derive(Default)]
pub(crate) struct Input {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) error: String,
    /// `line`, `lines`, `select`, `ticks` or `file`.
    pub(crate) shape: &'static str,
    /// Of a line.
    pub(crate) kind: &'static str,
    pub(crate) autocomplete: &'static str,
    pub(crate) unit: String,
    pub(crate) chars_max: u32,
    pub(crate) value: String,
    pub(crate) options: Vec<Opt>,
    /// What is attached to it.
    pub(crate) files: Vec<ShownFile>,
    pub(crate) is_required: bool,
}

/// Inputs that belong together: of the company, of one representative, of one product.
pub(crate) struct Set {
    pub(crate) nth: usize,
    pub(crate) inputs: Vec<Input>,
    /// About the group as a whole.
    pub(crate) error: String,
}

/// A line of a preview.
pub(crate) struct Shown {
    pub(crate) label: String,
    pub(crate) values: Vec<String>,
    /// The files of a field, which are links.
    pub(crate) files: Vec<ShownFile>,
}

/// A file beside the answers.
#[derive(Clone)]
pub(crate) struct ShownFile {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) href: String,
    /// Its length, as people read it.
    pub(crate) size: String,
    pub(crate) is_picture: bool,
}

/// What was attached, for who looks at a form.
#[derive(Clone, Copy, Default)]
pub(crate) struct Attached<'a> {
    pub(crate) files: &'a [Attachment],
    /// What is wrong with files that were not taken, by the fields' keys.
    pub(crate) flaws: &'a [(String, String)],
    /// The site's part of the address.
    pub(crate) slug: &'a str,
    /// Whether the page can bring files along.
    pub(crate) takes: bool,
}

impl Attached<'_> {
    fn of(&self, key: &str, is_french: bool) -> Vec<ShownFile> {
        let of_field = self.files.iter().filter(|file| file.field == key);
        of_field
            .map(|file| shown_file(file, self.slug, is_french))
            .collect()
    }
}

/// A file as pages show it.
pub(crate) fn shown_file(file: &Attachment, slug: &str, is_french: bool) -> ShownFile {
    let family = FileKind::of_word(&file.kind).map(FileKind::family);
    ShownFile {
        id: file.id.to_string(),
        name: file.name.clone(),
        href: library::address(slug, file.id, &file.kind),
        size: size_text(file.n_bytes, is_french),
        is_picture: family == Some(Family::Picture),
    }
}

/// Who looks at a form.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) form: &'a Form,
    pub(crate) around: &'a Around,
    pub(crate) answers: &'a Answers,
    pub(crate) faults: &'a [Fault],
    pub(crate) attached: Attached<'a>,
    pub(crate) is_french: bool,
}

/// What a part of the form is called at the desk.
pub(crate) const fn part_title(part: Part, is_french: bool) -> &'static str {
    match (part, is_french) {
        (Part::Company, true) => "Entreprise",
        (Part::Company, false) => "Company",
        (Part::Person, true) => "Représentants",
        (Part::Person, false) => "Representatives",
        (Part::Description, true) => "Activité",
        (Part::Description, false) => "What it does",
        (Part::Product, true) => "Produits et services",
        (Part::Product, false) => "Products and services",
    }
}

/// The name of an input, which is its id as well.
pub(crate) fn name_of(place: &Place) -> String {
    format!("{}.{}.{}", place.part.word(), place.nth, place.key)
}

impl Look<'_> {
    /// The inputs of a part, group by group; of a list at least so many groups.
    pub(crate) fn sets(&self, part: Part, n_min: usize) -> Vec<Set> {
        let n = self.answers.groups(part).len().max(n_min);
        let mut padded = self.answers.clone();
        match part {
            Part::Person => padded.people.resize_with(n, Group::default),
            Part::Product => padded.products.resize_with(n, Group::default),
            Part::Company | Part::Description => {}
        }
        (0..n)
            .map(|nth| Set {
                nth,
                inputs: seen(self.form, &padded, part, nth)
                    .filter(|field| {
                        !matches!(field.kind, Kind::File)
                            || self.attached.takes
                                && matches!(part, Part::Company | Part::Description)
                    })
                    .filter(|field| self.has_choices(&field.kind))
                    .map(|field| self.input(field, part, nth, &padded))
                    .collect(),
                error: self.error(&Place {
                    part,
                    nth,
                    key: String::new(),
                }),
            })
            .collect()
    }

    /// An event without kinds of cooperation asks for none.
    fn has_choices(&self, kind: &Kind) -> bool {
        !matches!(kind, Kind::Cooperations { .. }) || !self.around.cooperations.is_empty()
    }

    fn error(&self, place: &Place) -> String {
        let fault = self.faults.iter().find(|fault| fault.at == *place);
        fault.map_or(String::new(), |fault| sentence(fault.what, self.is_french))
    }

    /// What is wrong with an answer, or with the files that came for it.
    fn error_of(&self, field: &Field, place: &Place) -> String {
        let flaws = self.attached.flaws.iter();
        let mut said: Vec<&str> = flaws
            .filter(|(key, _)| *key == field.key)
            .map(|(_, text)| text.as_str())
            .collect();
        let fault = self.error(place);
        if !fault.is_empty() {
            said.push(&fault);
        }
        said.join(" ")
    }

    /// Every fault with the input that it is about, for the summary above a page.
    pub(crate) fn summary(&self) -> Vec<(String, String)> {
        let flaws = self.attached.flaws.iter().filter_map(|(key, text)| {
            let field = self.form.field(key)?;
            let place = Place {
                part: field.part,
                nth: 0,
                key: key.clone(),
            };
            let label = field.label.say(self.is_french);
            let colon = if self.is_french { "\u{a0}:" } else { ":" };
            Some((name_of(&place), format!("{label}{colon} {text}")))
        });
        let faults = self.faults.iter().map(|fault| {
            let field = self.form.field(&fault.at.key);
            let label = field.map_or("", |field| field.label.say(self.is_french));
            let said = sentence(fault.what, self.is_french);
            let said = if label.is_empty() {
                said
            } else {
                let colon = if self.is_french { "\u{a0}:" } else { ":" };
                format!("{label}{colon} {said}")
            };
            (name_of(&fault.at), said)
        });
        faults.chain(flaws).collect()
    }

    fn input(&self, field: &Field, part: Part, nth: usize, answers: &Answers) -> Input {
        let place = Place {
            part,
            nth,
            key: field.key.clone(),
        };
        let values = answers.at(&place);
        let (shape, kind, chars_max) = shape(&field.kind);
        let name = name_of(&place);
        Input {
            id: name.clone(),
            label: field.label.say(self.is_french).to_owned(),
            help: field.help.say(self.is_french).to_owned(),
            error: self.error_of(field, &place),
            files: self.attached.of(&field.key, self.is_french),
            shape,
            kind,
            autocomplete: autocomplete(field),
            unit: match &field.kind {
                Kind::KeyFigure { unit, .. } => unit.clone(),
                _ => String::new(),
            },
            chars_max,
            value: values.first().cloned().unwrap_or_default(),
            options: self.options(&field.kind, values),
            is_required: field.is_required,
            name,
        }
    }

    fn options(&self, kind: &Kind, chosen: &[String]) -> Vec<Opt> {
        let option = |value: &str, label: &str| Opt {
            value: value.to_owned(),
            label: label.to_owned(),
            is_on: chosen.iter().any(|one| one.trim() == value),
        };
        let choices = |options: &[Choice]| {
            let options = options.iter();
            let options = options.map(|one| option(&one.code, one.label.say(self.is_french)));
            options.collect()
        };
        match kind {
            Kind::Choice { options } | Kind::MultiChoice { options, .. } => choices(options),
            Kind::Country => {
                let mut all: Vec<_> = COUNTRIES
                    .iter()
                    .map(|(code, _, _)| option(code, country::name(code, self.is_french)))
                    .collect();
                all.sort_by_key(|one| app::desk::registration::fold_name(&one.label));
                all
            }
            Kind::Sector => {
                let sectors = self.around.sectors.iter();
                let name = |one: &app::desk::registration::Sector| {
                    if self.is_french || one.english.is_empty() {
                        one.french.clone()
                    } else {
                        one.english.clone()
                    }
                };
                sectors.map(|one| option(&one.code, &name(one))).collect()
            }
            Kind::Availability => {
                let halves = self.around.half_days.iter();
                let label = |french: &str, english: &str| {
                    if self.is_french { french } else { english }.to_owned()
                };
                halves
                    .map(|one| option(&one.code, &label(&one.french, &one.english)))
                    .collect()
            }
            Kind::Keywords { .. } | Kind::Cooperations { .. } => {
                let all = match kind {
                    Kind::Cooperations { .. } => &self.around.cooperations,
                    _ => &self.around.keywords,
                };
                all.iter()
                    .map(|one| option(&one.code, word(one, self.is_french)))
                    .collect()
            }
            Kind::Text { .. }
            | Kind::LongText { .. }
            | Kind::KeyFigure { .. }
            | Kind::File
            | Kind::Vat
            | Kind::Email
            | Kind::Phone
            | Kind::Link => Vec::new(),
        }
    }

    /// What was answered in a group, in words, field by field.
    pub(crate) fn shown(&self, part: Part, nth: usize) -> Vec<Shown> {
        seen(self.form, self.answers, part, nth)
            .filter_map(|field| {
                let place = Place {
                    part,
                    nth,
                    key: field.key.clone(),
                };
                let values = self.words(&field.kind, self.answers.at(&place));
                let files = match field.kind {
                    Kind::File => self.attached.of(&field.key, self.is_french),
                    _ => Vec::new(),
                };
                (!values.is_empty() || !files.is_empty()).then(|| Shown {
                    label: field.label.say(self.is_french).to_owned(),
                    values,
                    files,
                })
            })
            .collect()
    }

    fn words(&self, kind: &Kind, values: &[String]) -> Vec<String> {
        let options = self.options(kind, values);
        if options.is_empty() {
            let values = values.iter().filter(|value| !value.trim().is_empty());
            let unit = match kind {
                Kind::KeyFigure { unit, .. } if !unit.is_empty() => format!("\u{a0}{unit}"),
                _ => String::new(),
            };
            return values.map(|value| format!("{value}{unit}")).collect();
        }
        let chosen = options.into_iter().filter(|option| option.is_on);
        chosen.map(|option| option.label).collect()
    }
}

fn word(named: &Named, is_french: bool) -> &str {
    if is_french {
        &named.french
    } else {
        &named.english
    }
}

/// Shape, type and length of an input.
const fn shape(kind: &Kind) -> (&'static str, &'static str, u32) {
    match kind {
        Kind::Text { chars_max } => ("line", "text", *chars_max),
        Kind::LongText { chars_max } => ("lines", "", *chars_max),
        Kind::Choice { .. } | Kind::Country | Kind::Sector => ("select", "", 0),
        Kind::MultiChoice { .. }
        | Kind::Availability
        | Kind::Keywords { .. }
        | Kind::Cooperations { .. } => ("ticks", "", 0),
        Kind::KeyFigure { .. } => ("line", "numeric", 30),
        Kind::File => ("file", "", 0),
        Kind::Vat => ("line", "text", 40),
        Kind::Email => ("line", "email", 254),
        Kind::Phone => ("line", "tel", 40),
        Kind::Link => ("line", "url", 300),
    }
}

fn autocomplete(field: &Field) -> &'static str {
    match field.role {
        Some(Role::CompanyName) => "organization",
        Some(Role::Country) => "country",
        Some(Role::FirstName) => "given-name",
        Some(Role::LastName) => "family-name",
        Some(Role::Function) => "organization-title",
        Some(Role::Email) => "email",
        Some(Role::Phone) => "tel",
        Some(
            Role::Sector
            | Role::Vat
            | Role::Availability
            | Role::Offered
            | Role::Sought
            | Role::ProductKind
            | Role::ProductName,
        ) => "off",
        None => match field.key.as_str() {
            "address" => "street-address",
            "postcode" => "postal-code",
            "city" => "address-level2",
            "website" => "url",
            _ => "off",
        },
    }
}
