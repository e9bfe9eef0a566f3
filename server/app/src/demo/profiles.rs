//! What the demo's companies say of themselves: invented, and the same for the same seed. Nothing
//! of it is drawn from the stream that makes the event, so that more words change no agenda.

use std::collections::BTreeMap;

use domain::form::{Published, Value};
use protocol::id::CompanyId;
use protocol::{CardKey, Tag};
use store::{Profile, Sector};

use super::Seed;
use super::chance::Chance;
use super::keywords;

/// The sectors of the demo: code, names, and the keywords that belong to each.
const SECTORS: [(&str, &str, &str, &[usize]); 9] = [
    (
        "energies",
        "Énergies de la mer",
        "Marine energies",
        &[0, 1, 2, 3, 4, 5],
    ),
    (
        "naval",
        "Naval et structures",
        "Shipbuilding and structures",
        &[6, 7, 8, 9],
    ),
    (
        "mechanics",
        "Mécanique et procédés",
        "Mechanics and processes",
        &[10, 11, 12, 13],
    ),
    (
        "electronics",
        "Électronique et robotique",
        "Electronics and robotics",
        &[14, 15, 16, 17],
    ),
    ("digital", "Numérique", "Digital", &[18, 19, 20, 21, 22, 23]),
    (
        "logistics",
        "Logistique et transport",
        "Logistics and transport",
        &[24, 25, 26, 27],
    ),
    ("environment", "Environnement", "Environment", &[28, 29]),
    (
        "sea_life",
        "Produits et vie de la mer",
        "Sea life and sea food",
        &[30, 31, 32],
    ),
    (
        "services",
        "Conseil et services",
        "Advice and services",
        &[33, 34, 35],
    ),
];

/// Keywords in English, for texts in that language; the catalogue's own are French.
const ENGLISH: [&str; 36] = [
    "offshore wind",
    "marine energies",
    "hydrogen",
    "energy storage",
    "energy efficiency",
    "floating solar",
    "shipbuilding",
    "ship repair",
    "composites",
    "boilermaking",
    "precision machining",
    "robotic welding",
    "additive manufacturing",
    "surface treatment",
    "power electronics",
    "sensors and measurement",
    "underwater robotics",
    "drones",
    "seabed mapping",
    "digital twins",
    "industrial cybersecurity",
    "artificial intelligence",
    "maintenance software",
    "the internet of things",
    "port logistics",
    "river transport",
    "the cold chain",
    "sustainable packaging",
    "the circular economy",
    "water treatment",
    "aquaculture",
    "sea food",
    "marine biotechnology",
    "engineering and studies",
    "vocational training",
    "insurance and risk",
];

const CITIES: [(&str, &[&str]); 10] = [
    (
        "FR",
        &[
            "Port-Lumière",
            "Estran-sur-Mer",
            "Val-des-Ancres",
            "Les Embruns",
        ],
    ),
    ("DE", &["Nordhafen", "Windau", "Lindenbrück"]),
    ("BE", &["Zandvoorde-Haven", "Quai-le-Comte"]),
    ("ES", &["Puertoclaro", "Villamarea"]),
    ("IT", &["Portochiaro", "Marèa"]),
    ("GB", &["Saltmarsh", "Northquay"]),
    ("NL", &["Duinhaven", "Waterkade"]),
    ("PL", &["Nowy Brzeg", "Morzyn"]),
    ("PT", &["Porto Claro", "Maré Alta"]),
    ("DK", &["Nyhavnsund", "Klitby"]),
];

const CERTIFICATIONS: [&str; 5] = ["iso9001", "iso14001", "iso45001", "iso27001", "mase"];

/// The demo's sectors, in the organiser's order.
#[must_use]
pub fn sectors() -> Vec<Sector> {
    SECTORS
        .iter()
        .map(|(code, french, english, _)| Sector {
            code: (*code).into(),
            french: (*french).into(),
            english: (*english).into(),
        })
        .collect()
}

/// A profile for every company of the demo that sends participants or experts.
///
/// # Errors
/// Never in practice: when a profile cannot be written as JSON.
pub fn profiles(seed: &Seed) -> Result<Vec<Profile>, serde_json::Error> {
    let chance = Chance::new(seed.seed).fork("profiles");
    let cards: BTreeMap<_, _> = seed
        .cards
        .iter()
        .filter_map(|update| Some((update.key, update.card.as_ref()?)))
        .collect();
    let mut companies: BTreeMap<CompanyId, Vec<usize>> = BTreeMap::new();
    for person in seed.state.persons() {
        let trades = companies.entry(person.company).or_default();
        for tag in person
            .offered
            .iter()
            .filter(|tag| !keywords::is_topic(**tag))
        {
            let trade = usize::from(tag.0);
            if !trades.contains(&trade) {
                trades.push(trade);
            }
        }
    }
    companies
        .into_iter()
        .map(|(company, trades)| {
            let card = cards.get(&CardKey::Company(company));
            let (name, country) = card.map_or(("", ""), |card| (&*card.title, &*card.code));
            let mut own = chance.fork_about("company", company.to_bytes());
            let published = said(&mut own, name, country, &trades);
            Ok(Profile {
                company,
                country: country.into(),
                postcode: String::new(),
                sector: sector_of(&trades).into(),
                published: serde_json::to_string(&published)?,
                updated_at: seed.starts_at,
            })
        })
        .collect()
}

/// The sector of a company's first trade; advisers have none among the keywords of companies.
fn sector_of(trades: &[usize]) -> &'static str {
    let of = |trade: &usize| {
        SECTORS
            .iter()
            .find(|(_, _, _, trades)| trades.contains(trade))
    };
    trades
        .first()
        .and_then(of)
        .map_or("services", |(code, ..)| code)
}

fn texts(french: String, english: String) -> Value {
    Value::Texts([("fr".to_owned(), french), ("en".to_owned(), english)].into())
}

fn said(chance: &mut Chance, name: &str, country: &str, trades: &[usize]) -> Published {
    let founded = chance.between(1_952, 2_021);
    let employees = [4, 9, 18, 35, 70, 140, 320, 900][chance.below(8)] + chance.between(0, 3);
    let turnover = employees * chance.between(70, 210);
    let cities = CITIES.iter().find(|(code, _)| *code == country);
    let city = cities.map_or("Port-Lumière", |(_, cities)| *chance.pick(cities));
    let certifications: Vec<String> = CERTIFICATIONS
        .iter()
        .filter(|_| chance.percent(28))
        .map(|code| (*code).to_owned())
        .collect();
    let mut fields = BTreeMap::from([
        (
            "city".to_owned(),
            Value::Texts([("fr".to_owned(), city.to_owned())].into()),
        ),
        ("website".to_owned(), Value::Plain(website(name))),
        ("founded".to_owned(), Value::Number(founded)),
        ("employees".to_owned(), Value::Number(employees)),
        ("turnover".to_owned(), Value::Number(turnover)),
        (
            "presentation".to_owned(),
            presentation(chance, name, founded, city, trades),
        ),
    ]);
    if !certifications.is_empty() {
        fields.insert("certifications".to_owned(), Value::Codes(certifications));
    }
    if !trades.is_empty() {
        let codes = trades.iter().map(ToString::to_string).collect();
        fields.insert("offered".to_owned(), Value::Codes(codes));
    }
    let products = trades.iter().map(|trade| product(chance, *trade));
    Published {
        fields,
        products: products.collect(),
    }
}

fn website(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = name
        .nfd()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    format!("https://{plain}.example")
}

fn trade(index: usize) -> (&'static str, &'static str) {
    let tag = Tag(u16::try_from(index).expect("an index of a short list"));
    (
        keywords::label(tag),
        ENGLISH.get(index).copied().unwrap_or_default(),
    )
}

fn presentation(
    chance: &mut Chance,
    name: &str,
    founded: i64,
    city: &str,
    trades: &[usize],
) -> Value {
    let (french, english) = trades.first().map_or(
        (
            "conseil aux entreprises".to_owned(),
            "business advice".to_owned(),
        ),
        |first| {
            let (french, english) = trade(*first);
            (french.to_lowercase(), english.to_owned())
        },
    );
    let (fr, en) = *chance.pick(&[
        (
            "Nos équipes conçoivent, fabriquent et suivent chaque projet jusqu’à sa mise en service.",
            "Our teams design, build and follow each project until it is commissioned.",
        ),
        (
            "Nous cherchons des partenaires pour des séries courtes et des prototypes.",
            "We are looking for partners for short runs and prototypes.",
        ),
        (
            "Nous intervenons en sous-traitance comme en maîtrise d’œuvre, en mer et à quai.",
            "We work as a subcontractor or as project manager, at sea and in port.",
        ),
        (
            "Notre atelier accueille vos essais ; un devis suit sous huit jours.",
            "Our workshop hosts your trials; a quotation follows within eight days.",
        ),
    ]);
    texts(
        format!("Fondée en {founded} à {city}, {name} est spécialiste du domaine «\u{202f}{french}\u{202f}». {fr}")
            .replace(" ;", "\u{202f};"),
        format!("Founded in {founded} in {city}, {name} specialises in {english}. {en}"),
    )
}

fn product(chance: &mut Chance, index: usize) -> BTreeMap<String, Value> {
    let (french, english) = trade(index);
    let (fr, en) = *chance.pick(&[
        ("étude et dimensionnement", "study and sizing"),
        ("fabrication à façon", "contract manufacturing"),
        ("contrat de maintenance", "maintenance contract"),
        ("démonstrateur", "demonstrator"),
    ]);
    let upper = |text: &str| {
        let mut chars = text.chars();
        chars.next().map_or(String::new(), |first| {
            first.to_uppercase().chain(chars).collect()
        })
    };
    BTreeMap::from([
        ("kind".to_owned(), Value::Plain("offered".to_owned())),
        (
            "title".to_owned(),
            texts(
                format!("{french}\u{a0}: {fr}"),
                format!("{}: {en}", upper(english)),
            ),
        ),
    ])
}
