//! The page of a company or an expert: what it offers and seeks, and how to meet it. Contact
//! details are for those who are registered (CAT-02); they are not known here.

use app::catalogue::{Answer, Catalogue, Figure, Kind, Listing, Product};
use askama::Template;
use serde_json::{Value, json};

use super::catalogue::{Row, counted, of_keyword, of_kind};
use super::view::Frame;
use crate::registration::ShownFile;

/// Others of the same kind that are shown below.
const ALIKE_MAX: usize = 3;

struct Word {
    word: String,
    href: String,
}

struct Measured {
    name: String,
    value: String,
}

#[derive(Template)]
#[template(path = "site/listing.html")]
pub(super) struct ListingView {
    frame: Frame,
    /// The catalogue that it stands in.
    home: String,
    home_title: String,
    kind: &'static str,
    of_kind: String,
    lines: Vec<String>,
    offers: Vec<Word>,
    seeks: Vec<Word>,
    figures: Vec<Measured>,
    /// Texts of several lines.
    texts: Vec<Answer>,
    /// Answers of one line.
    facts: Vec<Answer>,
    offered: Vec<Product>,
    sought: Vec<Product>,
    /// Files of published fields; pictures are shown.
    pictures: Vec<ShownFile>,
    documents: Vec<ShownFile>,
    register: Option<String>,
    /// Where one who takes part asks for a meeting; others are sent to the sign-in.
    ask: String,
    alike: Vec<Row>,
}

/// Addresses around it.
pub(super) struct Around {
    pub(super) home: String,
    pub(super) home_title: String,
    pub(super) register: Option<String>,
    pub(super) ask: String,
    pub(super) files: Vec<ShownFile>,
}

impl ListingView {
    pub(super) fn of(
        frame: Frame,
        catalogue: &Catalogue,
        listing: &Listing,
        around: Around,
    ) -> Self {
        let Around {
            home,
            home_title,
            register,
            ask,
            files,
        } = around;
        let (pictures, documents) = files.into_iter().partition(|file| file.is_picture);
        let words = |keywords: &[app::catalogue::Keyword]| {
            let word = |keyword: &app::catalogue::Keyword| Word {
                word: keyword.word.clone(),
                href: of_keyword(&home, keyword.tag),
            };
            keywords.iter().map(word).collect()
        };
        let language = frame.language;
        let measured = |figure: &Figure| Measured {
            name: figure.name.clone(),
            value: match figure.unit.as_str() {
                "" => counted(figure.value, figure.is_year, language),
                unit => format!("{}\u{a0}{unit}", counted(figure.value, false, language)),
            },
        };
        let kind = listing.who.kind();
        let alike = catalogue.alike(listing, ALIKE_MAX).into_iter();
        let alike = alike.map(|(other, slug)| Row::of(other, format!("{home}/{slug}")));
        let places = [&listing.sector, &listing.country];
        let places = places.into_iter().flatten().map(|value| value.name.clone());
        let answers = listing.answers.iter().cloned();
        let (texts, facts) = answers.partition(|answer| answer.is_long);
        let products = listing.products.iter().cloned();
        let (sought, offered) = products.partition(|product| product.is_sought);
        let lines = [listing.detail.clone(), listing.company.clone()].into_iter();
        Self {
            kind: match kind {
                Kind::Company => frame.say("Entreprise", "Company"),
                Kind::Expert => frame.say("Expert", "Expert"),
            },
            of_kind: of_kind(&home, kind),
            lines: lines
                .chain(places)
                .filter(|line| !line.is_empty())
                .collect(),
            offers: words(&listing.offers),
            seeks: words(&listing.seeks),
            figures: listing.figures.iter().map(measured).collect(),
            texts,
            facts,
            offered,
            sought,
            pictures,
            documents,
            alike: alike.collect(),
            register,
            ask,
            home,
            home_title,
            frame,
        }
    }
}

/// What search engines and networks say of it.
pub(super) fn described(listing: &Listing) -> String {
    let name = |value: &Option<app::catalogue::Named>| {
        value
            .as_ref()
            .map(|value| value.name.clone())
            .unwrap_or_default()
    };
    let mut said: Vec<String> = vec![
        listing.detail.clone(),
        listing.company.clone(),
        name(&listing.sector),
        name(&listing.country),
    ];
    said.extend(listing.offers.iter().map(|keyword| keyword.word.clone()));
    said.retain(|part| !part.is_empty());
    let mut text = format!("{} – {}", listing.name, said.join(", "));
    if text.chars().count() > 160 {
        text = text.chars().take(159).chain(['…']).collect();
    }
    text
}

/// It as schema.org describes one.
pub(super) fn as_data(listing: &Listing, url: &str) -> Value {
    let country = listing.country.as_ref().map(|country| &country.code);
    let knows: Vec<&str> = listing
        .offers
        .iter()
        .map(|keyword| keyword.word.as_str())
        .collect();
    let knows = (!knows.is_empty()).then_some(knows);
    match listing.who.kind() {
        Kind::Company => json!({
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": listing.name,
            "url": url,
            "address": country.map(|country| json!({
                "@type": "PostalAddress",
                "addressCountry": country,
            })),
            "knowsAbout": knows,
        }),
        Kind::Expert => json!({
            "@context": "https://schema.org",
            "@type": "Person",
            "name": listing.name,
            "url": url,
            "jobTitle": (!listing.detail.is_empty()).then_some(&listing.detail),
            "worksFor": (!listing.company.is_empty()).then(|| json!({
                "@type": "Organization",
                "name": listing.company,
            })),
            "knowsAbout": knows,
        }),
    }
}
