//! What the catalogue says of a company or an expert: published values only.

use protocol::Tag;
use protocol::id::{CompanyId, PersonId};

/// Who is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// A company that takes part.
    Company(CompanyId),
    /// Somebody whose advice can be asked (CAT-07).
    Expert(PersonId),
}

/// The two kinds of listings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Kind {
    Company,
    Expert,
}

impl Who {
    /// Of which kind.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Company(_) => Kind::Company,
            Self::Expert(_) => Kind::Expert,
        }
    }

    pub(super) const fn bytes(self) -> [u8; 16] {
        match self {
            Self::Company(id) => id.to_bytes(),
            Self::Expert(id) => id.to_bytes(),
        }
    }
}

/// A value with the name that people read: a country by its letters, a sector by its code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Named {
    pub code: String,
    pub name: String,
}

/// A keyword with its word.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Keyword {
    pub tag: Tag,
    pub word: String,
}

/// A key figure of a company.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Figure {
    /// What it is called in addresses.
    pub key: String,
    pub name: String,
    /// May be empty.
    pub unit: String,
    pub is_year: bool,
    pub value: i64,
}

/// An answer of the form that is published.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Answer {
    pub label: String,
    pub text: String,
    /// Whether it is an address on the web.
    pub is_link: bool,
    /// Whether it is a text of several lines.
    pub is_long: bool,
}

/// A product or service that is offered or sought.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Product {
    pub is_sought: bool,
    pub name: String,
    pub answers: Vec<Answer>,
}

/// A company or an expert.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Listing {
    /// Who.
    pub who: Who,
    /// The name.
    pub name: String,
    /// A company's legal form, an expert's function; may be empty.
    pub detail: String,
    /// An expert's company; empty of a company.
    pub company: String,
    /// The country.
    pub country: Option<Named>,
    /// The sector.
    pub sector: Option<Named>,
    /// Keywords offered, in order of their words.
    pub offers: Vec<Keyword>,
    /// Keywords sought.
    pub seeks: Vec<Keyword>,
    /// Key figures.
    pub figures: Vec<Figure>,
    /// Published answers, in the order of the form.
    pub answers: Vec<Answer>,
    /// Products and services.
    pub products: Vec<Product>,
}

/// Weights of the places where a word may stand.
const NAME: u8 = 9;
const KEYWORD: u8 = 4;
const DETAIL: u8 = 3;
const WHERE: u8 = 2;
const TEXT: u8 = 1;

impl Listing {
    /// Everything that a search looks at, with its weight.
    pub(super) fn texts(&self) -> Vec<(u8, &str)> {
        let mut texts = vec![
            (NAME, self.name.as_str()),
            (DETAIL, self.detail.as_str()),
            (DETAIL, self.company.as_str()),
        ];
        texts.extend(
            self.sector
                .iter()
                .map(|sector| (KEYWORD, sector.name.as_str())),
        );
        texts.extend(
            self.country
                .iter()
                .map(|country| (WHERE, country.name.as_str())),
        );
        let keywords = self.offers.iter().chain(&self.seeks);
        texts.extend(keywords.map(|keyword| (KEYWORD, keyword.word.as_str())));
        let products = &self.products;
        texts.extend(
            products
                .iter()
                .map(|product| (KEYWORD, product.name.as_str())),
        );
        let of_products = products.iter().flat_map(|product| &product.answers);
        let answers = self.answers.iter().chain(of_products);
        texts.extend(answers.map(|answer| (TEXT, answer.text.as_str())));
        texts
    }
}
