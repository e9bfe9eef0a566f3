//! Laws of the catalogue, over random listings.

use std::collections::BTreeSet;

use proptest::prelude::*;
use protocol::Tag;
use protocol::fold::{fold, words};
use protocol::id::{CompanyId, PersonId};

use super::*;

const WORDS: [&str; 16] = [
    "Océalis",
    "Énergie",
    "marine",
    "Marinov",
    "Hydrogène",
    "hydro",
    "Soudage",
    "robotisé",
    "Port",
    "Portal",
    "naval",
    "Éolien",
    "Œuvre",
    "Çelik",
    "Straße",
    "Drones",
];
const COUNTRIES: [(&str, &str); 4] = [
    ("DE", "Allemagne"),
    ("ES", "Espagne"),
    ("EE", "Estonie"),
    ("FR", "France"),
];
const SECTORS: [(&str, &str); 3] = [("a", "Énergie"), ("b", "Bâtiment"), ("c", "Eau")];

fn text(n_max: usize) -> impl Strategy<Value = String> {
    let word = prop::sample::select(&WORDS[..]);
    prop::collection::vec(word, 1..=n_max).prop_map(|words| words.join(" "))
}

fn named(values: &'static [(&'static str, &'static str)]) -> impl Strategy<Value = Option<Named>> {
    let value = prop::sample::select(values).prop_map(|(code, name)| Named {
        code: code.to_owned(),
        name: name.to_owned(),
    });
    prop::option::weighted(0.8, value)
}

fn keywords() -> impl Strategy<Value = Vec<Keyword>> {
    let keyword = (0..WORDS.len()).prop_map(|n| Keyword {
        tag: Tag(u16::try_from(n).unwrap()),
        word: WORDS[n].to_owned(),
    });
    prop::collection::vec(keyword, 0..3)
}

prop_compose! {
    fn listing(n: u64)(
        is_expert in prop::bool::weighted(0.2),
        name in text(2),
        detail in text(2),
        country in named(&COUNTRIES),
        sector in named(&SECTORS),
        offers in keywords(),
        seeks in keywords(),
        value in prop::option::of(0i64..100),
        answer in text(5),
    ) -> Listing {
        Listing {
            who: if is_expert {
                Who::Expert(PersonId::example(n))
            } else {
                Who::Company(CompanyId::example(n))
            },
            name,
            detail,
            company: String::new(),
            country,
            sector,
            offers,
            seeks,
            figures: value.into_iter().map(|value| Figure {
                key: "staff".to_owned(),
                is_year: false,
                name: "Effectif".to_owned(),
                unit: String::new(),
                value,
            }).collect(),
            answers: vec![Answer {
                label: "Présentation".to_owned(),
                text: answer,
                is_link: false,
                is_long: true,
            }],
            products: Vec::new(),
        }
    }
}

fn catalogue() -> impl Strategy<Value = Catalogue> {
    let listings: Vec<_> = (1..=70).map(listing).collect();
    (listings, 0usize..=70).prop_map(|(mut listings, n)| {
        listings.truncate(n);
        Catalogue::new(listings)
    })
}

prop_compose! {
    fn wanted()(
        text in prop::option::of(text(2)),
        order in prop::option::of(prop::sample::select(&Order::ALL[..])),
        kind in prop::option::weighted(0.2, prop::sample::select(&[Kind::Company, Kind::Expert][..])),
        countries in prop::collection::vec(prop::sample::select(&["DE", "FR", "XX"][..]), 0..2),
        sectors in prop::collection::vec(prop::sample::select(&["a", "b"][..]), 0..2),
        keywords in prop::collection::vec((0u16..20).prop_map(Tag), 0..2),
        min in prop::option::weighted(0.2, 0i64..100),
    ) -> Wanted {
        Wanted {
            text: text.unwrap_or_default(),
            order,
            kind,
            countries: countries.into_iter().map(str::to_owned).collect(),
            sectors: sectors.into_iter().map(str::to_owned).collect(),
            keywords,
            ranges: min.into_iter().map(|min| Range { figure: "staff".to_owned(), min: Some(min), max: None }).collect(),
            page: 0,
        }
    }
}

fn every_page<'a>(catalogue: &'a Catalogue, wanted: &Wanted) -> Vec<&'a Listing> {
    let n_pages = catalogue.find(wanted).n_pages;
    (1..=n_pages)
        .flat_map(|page| catalogue.find(&wanted.at_page(page)).listings)
        .map(|(listing, _)| listing)
        .collect()
}

fn has(listing: &Listing, tag: Tag) -> bool {
    let mut all = listing.offers.iter().chain(&listing.seeks);
    all.any(|keyword| keyword.tag == tag)
}

/// The same, said slowly.
fn fits(listing: &Listing, wanted: &Wanted) -> bool {
    let code = |value: &Option<Named>| value.as_ref().map(|value| value.code.clone());
    let within = |wanted: &[String], own: &Option<Named>| {
        wanted.is_empty() || code(own).is_some_and(|code| wanted.contains(&code))
    };
    wanted.kind.is_none_or(|kind| kind == listing.who.kind())
        && within(&wanted.countries, &listing.country)
        && within(&wanted.sectors, &listing.sector)
        && (wanted.keywords.is_empty() || wanted.keywords.iter().any(|tag| has(listing, *tag)))
        && wanted.ranges.iter().all(|range| {
            let mut own = listing.figures.iter();
            own.any(|figure| range.min.is_none_or(|min| figure.value >= min))
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_pages_show_everybody_found_exactly_once(catalogue in catalogue(), wanted in wanted()) {
        let found = catalogue.find(&wanted);
        let all = every_page(&catalogue, &wanted);
        prop_assert_eq!(all.len(), found.n);
        let once: BTreeSet<Who> = all.iter().map(|listing| listing.who).collect();
        prop_assert_eq!(once.len(), all.len());
        prop_assert_eq!(catalogue.find(&wanted.at_page(9_999)).page, found.n_pages);
    }

    #[test]
    fn what_is_found_fits_and_what_fits_is_found(catalogue in catalogue(), wanted in wanted()) {
        let found: BTreeSet<Who> = every_page(&catalogue, &wanted).iter().map(|l| l.who).collect();
        for (listing, _) in catalogue.all() {
            let is_found = found.contains(&listing.who);
            prop_assert!(!is_found || fits(listing, &wanted));
            if wanted.text.is_empty() {
                prop_assert_eq!(is_found, fits(listing, &wanted));
            }
        }
    }

    #[test]
    fn every_word_that_is_published_finds_its_listing(catalogue in catalogue(), nth in 0usize..9) {
        for (listing, _) in catalogue.all() {
            let texts = listing.texts();
            let (_, text) = texts[nth % texts.len()];
            for spelled in [text.to_owned(), fold(text), text.to_uppercase()] {
                let wanted = Wanted { text: spelled.clone(), ..Wanted::default() };
                let found = every_page(&catalogue, &wanted);
                let is_found = words(text).is_empty() || found.iter().any(|l| l.who == listing.who);
                prop_assert!(is_found, "{} by {spelled}", listing.name);
            }
        }
    }

    #[test]
    fn exact_comes_before_beginnings_and_these_before_slips(catalogue in catalogue(), text in text(2)) {
        let fits = catalogue.index.find(&text, catalogue.len()).unwrap();
        let by_who: HashMap<Who, Match> = catalogue
            .listings
            .iter()
            .zip(&fits)
            .filter_map(|(listing, fit)| Some((listing.who, fit.as_ref()?.worst)))
            .collect();
        let wanted = Wanted { text, ..Wanted::default() };
        let order: Vec<Match> = every_page(&catalogue, &wanted).iter().map(|l| by_who[&l.who]).collect();
        prop_assert!(order.is_sorted_by(|a, b| a >= b), "{order:?}");
    }

    #[test]
    fn a_choice_leads_to_as_many_as_it_says(catalogue in catalogue(), wanted in wanted()) {
        let mut open = wanted.clone();
        open.countries.clear();
        for choice in catalogue.find(&open).countries {
            prop_assert_eq!(catalogue.find(&open.with_country(&choice.value)).n, choice.n);
        }
        let mut open = wanted.clone();
        open.keywords.clear();
        for choice in catalogue.find(&open).keywords {
            prop_assert_eq!(catalogue.find(&open.with_keyword(choice.value)).n, choice.n);
        }
        let mut open = wanted;
        open.kind = None;
        let kinds = catalogue.find(&open).kinds;
        prop_assert_eq!(catalogue.find(&open.with_kind(Some(Kind::Company))).n, kinds[0]);
        prop_assert_eq!(catalogue.find(&open.with_kind(Some(Kind::Expert))).n, kinds[1]);
    }

    #[test]
    fn orders_hold_and_those_without_a_value_come_last(catalogue in catalogue()) {
        let key = |value: &Option<Named>| (value.is_none(), value.as_ref().map(|v| fold(&v.name)));
        for order in Order::ALL {
            let wanted = Wanted { order: Some(order), ..Wanted::default() };
            let all = every_page(&catalogue, &wanted);
            let name = |l: &Listing| order_key(&l.name);
            let is_ordered = all.is_sorted_by(|a, b| match order {
                Order::Name => name(a) <= name(b),
                Order::Country => (key(&a.country), name(a)) <= (key(&b.country), name(b)),
                Order::Sector => (key(&a.sector), name(a)) <= (key(&b.sector), name(b)),
                Order::CountryAndSector => {
                    (key(&a.country), key(&a.sector), name(a))
                        <= (key(&b.country), key(&b.sector), name(b))
                }
            });
            prop_assert!(is_ordered, "{order:?}");
        }
    }

    #[test]
    fn an_address_leads_to_its_listing_by_whatever_name(catalogue in catalogue()) {
        for (listing, slug) in catalogue.all() {
            prop_assert!(slug.is_ascii() && !slug.contains(['/', '?', ' ', '%']), "{slug}");
            let token = slug.rsplit('-').next().unwrap();
            for address in [slug.to_owned(), token.to_owned(), format!("former-name-{token}")] {
                let (found, now) = catalogue.at(&address).unwrap();
                prop_assert_eq!((found.who, now), (listing.who, slug));
            }
        }
        prop_assert!(catalogue.at("").is_none() && catalogue.at("nobody-0").is_none());
    }
}
