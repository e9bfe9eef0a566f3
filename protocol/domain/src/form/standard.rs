//! The standard form: what every event begins with, and hides or adds to (REG-05). Fields that only
//! some events need stand there hidden, so that an organiser shows one instead of inventing it.

use protocol::limits::TAGS_MAX;

use super::{Choice, Field, Form, Kind, Part, Role, Terms, Text};

/// Employees, turnover, years: no company needs more digits.
const FIGURE_MAX: i64 = 1_000_000_000_000;
/// Kinds of cooperation that one offer or request names: who names all of them says nothing.
const COOPERATIONS_MAX: u32 = 6;

impl Form {
    /// The form that an event has before anybody changed it.
    #[must_use]
    pub fn standard() -> Self {
        let fields = [company(), person(), description(), criteria(), product()];
        Self {
            fields: fields.into_iter().flatten().collect(),
            terms: Terms {
                notice_version: 1,
                ..Terms::default()
            },
        }
    }
}

/// A field that is shown, not required and not published.
fn field(part: Part, key: &str, kind: Kind, french: &str, english: &str) -> Field {
    Field {
        key: key.to_owned(),
        part,
        role: None,
        kind,
        label: Text::new(french, english),
        help: Text::default(),
        is_shown: true,
        is_required: false,
        is_published: false,
        sectors: Vec::new(),
        condition: None,
        figure: None,
    }
}

impl Field {
    fn being(mut self, role: Role) -> Self {
        self.role = Some(role);
        self.is_required = role.is_vital();
        self
    }

    fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    fn published(mut self) -> Self {
        self.is_published = true;
        self
    }

    fn hidden(mut self) -> Self {
        self.is_shown = false;
        self
    }

    fn helped(mut self, french: &str, english: &str) -> Self {
        self.help = Text::new(french, english);
        self
    }
}

const fn text(chars_max: u32) -> Kind {
    Kind::Text { chars_max }
}

const fn long(chars_max: u32) -> Kind {
    Kind::LongText { chars_max }
}

fn figure(unit: &str, min: i64, max: i64) -> Kind {
    Kind::KeyFigure {
        unit: unit.to_owned(),
        min,
        max,
    }
}

fn options(those: &[(&str, &str, &str)]) -> Vec<Choice> {
    those
        .iter()
        .map(|(code, french, english)| Choice {
            code: (*code).to_owned(),
            label: Text::new(french, english),
        })
        .collect()
}

fn keywords() -> Kind {
    Kind::Keywords {
        n_max: u32::try_from(TAGS_MAX).expect("a small bound"),
    }
}

fn company() -> Vec<Field> {
    let on = |key, kind, french, english| field(Part::Company, key, kind, french, english);
    vec![
        on("name", text(120), "Nom de l’entreprise", "Company name").being(Role::CompanyName),
        on("country", Kind::Country, "Pays", "Country").being(Role::Country),
        on("sector", Kind::Sector, "Secteur d’activité", "Sector").being(Role::Sector),
        on("legal_form", text(40), "Forme juridique", "Legal form"),
        on("address", text(200), "Adresse", "Address"),
        on("postcode", text(20), "Code postal", "Postcode"),
        on("city", text(100), "Ville", "City").published(),
        on("website", Kind::Link, "Site web", "Website").published(),
        on("vat", Kind::Vat, "Numéro de TVA", "VAT number")
            .being(Role::Vat)
            .helped(
                "Avec les deux lettres du pays. Il figure sur vos factures.",
                "With the two letters of the country. It stands on your invoices.",
            ),
    ]
}

fn person() -> Vec<Field> {
    let on = |key, kind, french, english| field(Part::Person, key, kind, french, english);
    vec![
        on("first_name", text(60), "Prénom", "First name")
            .being(Role::FirstName)
            .required(),
        on("last_name", text(60), "Nom", "Last name").being(Role::LastName),
        on("function", text(100), "Fonction", "Function").being(Role::Function),
        on(
            "email",
            Kind::Email,
            "Adresse électronique",
            "E-mail address",
        )
        .being(Role::Email)
        .helped(
            "Elle sert à se connecter et reste visible des seuls organisateurs.",
            "It is used to sign in, and only the organisers see it.",
        ),
        on("phone", Kind::Phone, "Téléphone portable", "Mobile phone")
            .being(Role::Phone)
            .helped(
                "Pour les rappels le jour même.",
                "For reminders on the day.",
            ),
        on("availability", Kind::Availability, "Présence", "Presence")
            .being(Role::Availability)
            .helped(
                "Sans réponse, vous êtes disponible pendant tout l’événement.",
                "Without an answer you are available throughout the event.",
            ),
    ]
}

fn description() -> Vec<Field> {
    let on = |key, kind, french, english| field(Part::Description, key, kind, french, english);
    let certifications = options(&[
        ("iso9001", "ISO 9001", "ISO 9001"),
        ("iso14001", "ISO 14001", "ISO 14001"),
        ("iso45001", "ISO 45001", "ISO 45001"),
        ("iso27001", "ISO/IEC 27001", "ISO/IEC 27001"),
        ("mase", "MASE", "MASE"),
        ("other", "Autre", "Other"),
    ]);
    vec![
        on(
            "presentation",
            long(1_500),
            "Présentation",
            "About the company",
        )
        .required()
        .published()
        .helped(
            "Ce que vous faites et pour qui\u{202f}; ce texte figure au catalogue.",
            "What you do and for whom; the catalogue shows this text.",
        ),
        on("offered", keywords(), "Vous proposez", "You offer")
            .being(Role::Offered)
            .published()
            .helped(
                "Ces mots servent à vous proposer des rendez-vous.",
                "Meetings are suggested to you by these words.",
            ),
        on(
            "sought",
            keywords(),
            "Vous recherchez",
            "You are looking for",
        )
        .being(Role::Sought)
        .published(),
        on(
            "employees",
            figure("", 0, FIGURE_MAX),
            "Effectif",
            "Employees",
        )
        .published(),
        on(
            "turnover",
            figure("k€", 0, FIGURE_MAX),
            "Chiffre d’affaires annuel",
            "Annual turnover",
        )
        .published(),
        on(
            "founded",
            figure("", 1_200, 2_100),
            "Année de création",
            "Founded in",
        )
        .published(),
        on(
            "certifications",
            Kind::MultiChoice {
                options: certifications,
                n_max: 6,
            },
            "Certifications",
            "Certifications",
        )
        .published(),
        {
            let mut other = on(
                "other_certifications",
                text(200),
                "Lesquelles",
                "Which ones",
            )
            .published();
            other.condition = Some(super::Condition {
                field: "certifications".to_owned(),
                value: "other".to_owned(),
            });
            other
        },
        on(
            "markets",
            text(300),
            "Marchés et pays visés",
            "Markets and countries",
        )
        .published(),
        on(
            "brochure",
            Kind::File,
            "Document de présentation",
            "Brochure",
        )
        .published(),
        on("logo", Kind::File, "Logo", "Logo").published(),
    ]
}

/// What expert meetings are asked for by (REG-17), each to be shown where an event needs it.
fn criteria() -> Vec<Field> {
    let on =
        |key, french, english| field(Part::Description, key, long(1_000), french, english).hidden();
    vec![
        on("profile", "Profil de l’entreprise", "Company profile"),
        on("interests", "Centres d’intérêt", "Interests"),
        on("know_how", "Savoir-faire technique", "Technical know-how"),
        on("topics", "Thèmes à aborder", "Topics to discuss"),
        on("target_sectors", "Secteurs visés", "Target sectors"),
        on("target_areas", "Zones géographiques visées", "Target areas"),
        on(
            "project",
            "Votre projet en quelques lignes",
            "Your project in a few lines",
        ),
        on("expectations", "Vos attentes", "Your expectations"),
    ]
}

fn product() -> Vec<Field> {
    let on = |key, kind, french, english| field(Part::Product, key, kind, french, english);
    let kinds = options(&[
        ("offered", "Proposé", "Offered"),
        ("sought", "Recherché", "Sought"),
    ]);
    vec![
        on(
            "kind",
            Kind::Choice { options: kinds },
            "Proposé ou recherché",
            "Offered or sought",
        )
        .being(Role::ProductKind)
        .required()
        .published(),
        on(
            "title",
            text(120),
            "Produit ou service",
            "Product or service",
        )
        .being(Role::ProductName)
        .required()
        .published(),
        on("text", long(800), "Description", "Description").published(),
        on(
            "cooperations",
            Kind::Cooperations {
                n_max: COOPERATIONS_MAX,
            },
            "Coopération recherchée",
            "Cooperation sought",
        )
        .published(),
    ]
}
