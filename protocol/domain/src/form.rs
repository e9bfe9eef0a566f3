//! The registration form of an event, as data (REG-02..06): which fields there are, in which of
//! its parts, for whom, and when. A calculator of the desk: it knows texts, and nothing of it is
//! part of an event's live state.
//!
//! Promises:
//! - An answer to a field that is hidden, unknown, of another sector, or whose condition does not
//!   hold never comes out of [`check`](check::check), whatever was sent.
//! - Every fault is named with its field, all of them at once, and what was typed is never altered
//!   by finding them.
//! - A definition that [`Form::flaws`] has nothing against can be answered: conditions form no
//!   circle, what others lean on is there, and every bound holds.

mod answers;
pub mod check;
mod condition;
pub mod country;
mod figures;
mod flaw;
pub mod profile;
mod published;
mod standard;
pub mod vat;

use protocol::FigureId;
use serde::{Deserialize, Serialize};

pub use self::answers::{Answers, Group, Place};
pub use self::flaw::Flaw;
pub use self::published::{Published, Value, publish};

/// A text in both languages; where one is empty the other one is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// In French.
    #[serde(rename = "fr", default)]
    pub french: String,
    /// In English.
    #[serde(rename = "en", default)]
    pub english: String,
}

impl Text {
    /// A text from its two forms.
    #[must_use]
    pub fn new(french: &str, english: &str) -> Self {
        Self {
            french: french.to_owned(),
            english: english.to_owned(),
        }
    }

    /// In a language, else in the other one.
    #[must_use]
    pub fn say(&self, is_french: bool) -> &str {
        let (first, second) = if is_french {
            (&self.french, &self.english)
        } else {
            (&self.english, &self.french)
        };
        if first.is_empty() { second } else { first }
    }

    /// Whether there is nothing in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.french.is_empty() && self.english.is_empty()
    }
}

/// A part of the form: the three of REG-02, and within the third one what is offered or sought,
/// item by item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The company.
    Company,
    /// A representative; there are one or more.
    Person,
    /// What the company does.
    Description,
    /// A product or service; there may be none.
    Product,
}

impl Part {
    /// Every part, in the order of the form.
    pub const ALL: [Self; 4] = [
        Self::Company,
        Self::Person,
        Self::Description,
        Self::Product,
    ];

    /// Its word, in addresses and names of inputs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Person => "person",
            Self::Description => "description",
            Self::Product => "product",
        }
    }

    /// The part of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word)
    }
}

/// What a field is to the rest of the product; the others are the organiser's own business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What the company is called.
    CompanyName,
    /// Where it is.
    Country,
    /// What it does, as the organiser sorts it.
    Sector,
    /// Its VAT number (REG-06).
    Vat,
    /// A representative's first name.
    FirstName,
    /// A representative's last name.
    LastName,
    /// A representative's function.
    Function,
    /// Where a representative is reached, and signs in.
    Email,
    /// By which number.
    Phone,
    /// When a representative is there (REG-16).
    Availability,
    /// Keywords of what is offered.
    Offered,
    /// Keywords of what is sought.
    Sought,
    /// Whether a product or service is offered or sought.
    ProductKind,
    /// What a product or service is called.
    ProductName,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 14] = [
        Self::CompanyName,
        Self::Country,
        Self::Sector,
        Self::Vat,
        Self::FirstName,
        Self::LastName,
        Self::Function,
        Self::Email,
        Self::Phone,
        Self::Availability,
        Self::Offered,
        Self::Sought,
        Self::ProductKind,
        Self::ProductName,
    ];

    /// Whether nothing can be registered without it: shown to everybody, and always asked for.
    #[must_use]
    pub const fn is_vital(self) -> bool {
        matches!(
            self,
            Self::CompanyName | Self::Country | Self::LastName | Self::Email
        )
    }

    /// Where it must stand.
    #[must_use]
    pub const fn part(self) -> Part {
        match self {
            Self::CompanyName | Self::Country | Self::Sector | Self::Vat => Part::Company,
            Self::FirstName
            | Self::LastName
            | Self::Function
            | Self::Email
            | Self::Phone
            | Self::Availability => Part::Person,
            Self::Offered | Self::Sought => Part::Description,
            Self::ProductKind | Self::ProductName => Part::Product,
        }
    }
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A line.
    Text {
        /// Characters at most.
        chars_max: u32,
    },
    /// Several lines.
    LongText {
        /// Characters at most.
        chars_max: u32,
    },
    /// One of these.
    Choice {
        /// In the organiser's order.
        options: Vec<Choice>,
    },
    /// Some of these.
    MultiChoice {
        /// In the organiser's order.
        options: Vec<Choice>,
        /// How many at most.
        n_max: u32,
    },
    /// A whole number.
    KeyFigure {
        /// What it counts; may be empty.
        unit: String,
        /// Least.
        min: i64,
        /// Most.
        max: i64,
    },
    /// A file: image, document or video.
    File,
    /// A country.
    Country,
    /// A VAT number, of the country of the company.
    Vat,
    /// An address of electronic mail.
    Email,
    /// A telephone number.
    Phone,
    /// A web address.
    Link,
    /// Half-days of the event.
    Availability,
    /// One of the event's sectors.
    Sector,
    /// Some of the event's keywords.
    Keywords {
        /// How many at most.
        n_max: u32,
    },
    /// Some of the event's kinds of cooperation (EEN-06).
    Cooperations {
        /// How many at most.
        n_max: u32,
    },
}

/// An option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Names it in answers.
    pub code: String,
    /// What people read.
    pub label: Text,
}

/// When a field is shown: another one of the same part, or of the company, is or contains this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The other field.
    pub field: String,
    /// One of its values is this.
    pub value: String,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Names it in answers and in what is published.
    pub key: String,
    /// Where it stands.
    pub part: Part,
    /// What it is to the product, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// What it takes.
    pub kind: Kind,
    /// What it asks.
    pub label: Text,
    /// What helps to answer.
    #[serde(default)]
    pub help: Text,
    /// Whether visitors see it.
    pub is_shown: bool,
    /// Whether it must be answered where it is seen.
    pub is_required: bool,
    /// Whether the catalogue shows the answer (CAT-04).
    pub is_published: bool,
    /// The sectors whose companies see it (REG-04); all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<String>,
    /// When it is shown, if not always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// The event's key figure that the answer gives, where the field asks for one (CAT-09).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<FigureId>,
}

/// What stands around the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// Open from then on (REG-01), in microseconds; as soon as the site is, when none is said.
    pub opens_at: Option<i64>,
    /// Until then; until the first slot begins, when none is said.
    pub closes_at: Option<i64>,
    /// The notice below the form (GDPR-02); the product's own when empty.
    pub notice: Text,
    /// Counts the versions of the notice, so that what was read can be told.
    pub notice_version: u32,
    /// Whom to ask about one's data; the site's address when empty.
    pub contact: String,
    /// The data protection officer's address; the contact when empty.
    pub officer: String,
    /// Whether those who take part see who represents a company, name and function, before they
    /// meet (PRV-04).
    pub shows_contacts: bool,
    /// Until when whoever takes part changes what he and his company say of themselves (PRV-02),
    /// in microseconds; always, when none is said.
    pub profile_closes_at: Option<i64>,
    /// Whether a change of what others read waits for the organisers.
    pub changes_wait: bool,
}

/// A form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// In the order of the form within each part.
    pub fields: Vec<Field>,
    /// What stands around them.
    #[serde(default)]
    pub terms: Terms,
}

impl Form {
    /// The field of a key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The field of a role.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<&Field> {
        self.fields.iter().find(|field| field.role == Some(role))
    }

    /// The fields of a part, in order.
    pub fn part(&self, part: Part) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.part == part)
    }

    /// The first answer in a group to the field of a role; empty when there is none.
    #[must_use]
    pub fn answer<'a>(&self, role: Role, group: &'a Group) -> &'a str {
        self.role(role).map_or("", |field| group.first(&field.key))
    }

    /// Every answer in a group to the field of a role.
    #[must_use]
    pub fn answers<'a>(&self, role: Role, group: &'a Group) -> &'a [String] {
        self.role(role).map_or(&[], |field| group.all(&field.key))
    }
}
