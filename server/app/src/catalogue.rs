//! The public catalogue of an event: companies and experts, as visitors may see them (CAT-01..07).
//!
//! A [`Catalogue`] is made of listings, in memory, per event and language; it is made anew when
//! what they say changed. Nothing enters a listing that is not published, so no search, count or
//! page can tell of it: names of representatives, contact details and unpublished answers are not
//! there to be found.
//!
//! This module must not know: HTML, addresses beyond their parameters, or who asks.

mod index;
mod listing;
mod profile;
mod source;
#[cfg(test)]
mod tests;
mod wanted;

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use protocol::Tag;
use protocol::fold::{order_key, words};
use protocol::limits::CATALOGUE_PAGE_MAX;

use self::index::Index;
pub use self::index::{Fit, Match};
pub use self::listing::{Answer, Figure, Keyword, Kind, Listing, Named, Product, Who};
pub use self::source::{Catalogues, Published};
pub use self::wanted::{Order, Range, Wanted, kind_word};

/// Letters and digits of an id that stand at the end of a listing's address.
const TOKEN_CHARS: usize = 10;

/// A value that a list can be narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Choice<T> {
    pub value: T,
    pub name: String,
    /// How many there would be.
    pub n: usize,
    pub is_chosen: bool,
}

/// A key figure that a list can be narrowed by, with what there is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Scale {
    /// The key of the figure.
    pub figure: String,
    pub name: String,
    pub unit: String,
    pub is_year: bool,
    pub smallest: i64,
    pub largest: i64,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    /// How many in all.
    pub n: usize,
    /// The page that is shown, counted from one, and how many there are.
    pub page: usize,
    /// At least one.
    pub n_pages: usize,
    /// The listings of the page, with their parts of the address.
    pub listings: Vec<(&'a Listing, &'a str)>,
    /// By kind, as the other choices leave them: companies, experts.
    pub kinds: [usize; 2],
    /// Countries by name.
    pub countries: Vec<Choice<String>>,
    /// Sectors by name.
    pub sectors: Vec<Choice<String>>,
    /// Keywords, the most frequent first.
    pub keywords: Vec<Choice<Tag>>,
    /// Key figures.
    pub scales: Vec<Scale>,
}

/// The listings of an event in a language.
#[derive(Default)]
pub struct Catalogue {
    /// By name.
    listings: Vec<Listing>,
    index: Index,
    /// Place of each listing in an order, by listing.
    by_country: Vec<u32>,
    by_sector: Vec<u32>,
    by_country_and_sector: Vec<u32>,
    countries: Shared<String>,
    sectors: Shared<String>,
    keywords: Shared<Tag>,
    scales: Vec<Scale>,
    /// Parts of addresses, by listing, and back.
    slugs: Vec<String>,
    by_token: HashMap<String, usize>,
}

/// Values that listings share, each with its name, and the listings that have them.
struct Shared<T> {
    values: Vec<(T, String)>,
    /// By listing, the places in `values`.
    of: Vec<Vec<u32>>,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            of: Vec::new(),
        }
    }
}

impl<T: Ord + Clone> Shared<T> {
    fn of<'a>(listings: impl Iterator<Item = Vec<(&'a T, &'a str)>>) -> Self
    where
        T: 'a,
    {
        let listings: Vec<Vec<(&T, &str)>> = listings.collect();
        let mut names: BTreeMap<&T, &str> = BTreeMap::new();
        names.extend(listings.iter().flatten().copied());
        let mut values: Vec<(T, String)> = names
            .into_iter()
            .map(|(value, name)| (value.clone(), name.to_owned()))
            .collect();
        values.sort_by_cached_key(|(_, name)| order_key(name));
        let places: BTreeMap<&T, u32> = values.iter().map(|(value, _)| value).zip(0..).collect();
        let of = listings.iter().map(|own| {
            let mut own: Vec<u32> = own.iter().map(|(value, _)| places[value]).collect();
            own.sort_unstable();
            own.dedup();
            own
        });
        let of = of.collect();
        Self { values, of }
    }

    /// Which of the values are chosen; an unknown one among them makes that nothing fits it.
    fn chosen(&self, wanted: &[T]) -> Vec<bool> {
        let is_chosen = |(value, _): &(T, String)| wanted.contains(value);
        self.values.iter().map(is_chosen).collect()
    }

    fn choices(&self, counts: &[usize], chosen: &[bool]) -> Vec<Choice<T>> {
        let all = self.values.iter().zip(counts).zip(chosen);
        all.filter(|((_, n), is_chosen)| **n > 0 || **is_chosen)
            .map(|(((value, name), n), is_chosen)| Choice {
                value: value.clone(),
                name: name.clone(),
                n: *n,
                is_chosen: *is_chosen,
            })
            .collect()
    }
}

/// One way of narrowing while listings are counted.
struct Facet<'a> {
    of: &'a [Vec<u32>],
    chosen: Vec<bool>,
    is_used: bool,
    counts: Vec<usize>,
}

impl<'a> Facet<'a> {
    fn new<T: Ord + Clone>(shared: &'a Shared<T>, wanted: &[T]) -> Self {
        Self {
            of: &shared.of,
            chosen: shared.chosen(wanted),
            is_used: !wanted.is_empty(),
            counts: vec![0; shared.values.len()],
        }
    }

    fn takes(&self, at: usize) -> bool {
        !self.is_used || self.of[at].iter().any(|value| self.chosen[*value as usize])
    }

    fn count(&mut self, at: usize) {
        for value in &self.of[at] {
            self.counts[*value as usize] += 1;
        }
    }
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(&self.listings).finish()
    }
}

impl Catalogue {
    /// A catalogue of these listings.
    #[must_use]
    pub fn new(mut listings: Vec<Listing>) -> Self {
        listings.sort_by_cached_key(|listing| (order_key(&listing.name), listing.who));
        let index = Index::of(listings.iter().map(Listing::texts));
        let country = |listing: &Listing| key_of(listing.country.as_ref());
        let sector = |listing: &Listing| key_of(listing.sector.as_ref());
        let named =
            |value: &Option<Named>| value.as_ref().map(|v| (v.code.clone(), v.name.clone()));
        let countries: Vec<_> = listings
            .iter()
            .map(|listing| named(&listing.country))
            .collect();
        let sectors: Vec<_> = listings
            .iter()
            .map(|listing| named(&listing.sector))
            .collect();
        let (slugs, by_token) = addresses(&listings);
        Self {
            by_country: places(&listings, |listing| {
                (country(listing), (false, String::new()))
            }),
            by_sector: places(&listings, |listing| {
                (sector(listing), (false, String::new()))
            }),
            by_country_and_sector: places(&listings, |listing| (country(listing), sector(listing))),
            countries: Shared::of(pairs(&countries)),
            sectors: Shared::of(pairs(&sectors)),
            keywords: Shared::of(listings.iter().map(|listing| {
                let all = listing.offers.iter().chain(&listing.seeks);
                all.map(|keyword| (&keyword.tag, keyword.word.as_str()))
                    .collect()
            })),
            scales: scales(&listings),
            index,
            slugs,
            by_token,
            listings,
        }
    }

    /// How many are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.listings.len()
    }

    /// Whether nobody is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.listings.is_empty()
    }

    /// Every listing with its part of the address, by name.
    pub fn all(&self) -> impl Iterator<Item = (&Listing, &str)> {
        self.listings
            .iter()
            .zip(self.slugs.iter().map(String::as_str))
    }

    /// The listing at an address and how the address is written now: names change.
    #[must_use]
    pub fn at(&self, slug: &str) -> Option<(&Listing, &str)> {
        let token = slug.rsplit('-').next()?;
        let at = *self.by_token.get(token)?;
        Some((&self.listings[at], &self.slugs[at]))
    }

    /// Companies that offer something alike, the most alike first; of one's own kind.
    #[must_use]
    pub fn alike(&self, listing: &Listing, n_max: usize) -> Vec<(&Listing, &str)> {
        let shared = |other: &Listing| {
            let offers = listing.offers.iter();
            let n = offers
                .filter(|keyword| other.offers.contains(keyword))
                .count();
            2 * n + usize::from(other.sector.is_some() && other.sector == listing.sector)
        };
        let mut others: Vec<(usize, usize)> = self
            .listings
            .iter()
            .enumerate()
            .filter(|(_, other)| other.who != listing.who && other.who.kind() == listing.who.kind())
            .map(|(at, other)| (shared(other), at))
            .filter(|(n, _)| *n > 0)
            .collect();
        others.sort_by_key(|(n, at)| (std::cmp::Reverse(*n), *at));
        others.truncate(n_max);
        let pair = |(_, at): (usize, usize)| (&self.listings[at], self.slugs[at].as_str());
        others.into_iter().map(pair).collect()
    }

    /// What a visitor looks for.
    #[must_use]
    pub fn find(&self, wanted: &Wanted) -> Found<'_> {
        let fits = self.index.find(&wanted.text, self.listings.len());
        let mut countries = Facet::new(&self.countries, &wanted.countries);
        let mut sectors = Facet::new(&self.sectors, &wanted.sectors);
        let mut keywords = Facet::new(&self.keywords, &wanted.keywords);
        let mut kinds = [0, 0];
        let mut found: Vec<usize> = Vec::new();
        for (at, listing) in self.listings.iter().enumerate() {
            let is_met = fits.as_ref().is_none_or(|fits| fits[at].is_some());
            if !is_met || !is_within(listing, wanted) {
                continue;
            }
            let kind = listing.who.kind();
            let takes = [
                wanted.kind.is_none_or(|wanted| wanted == kind),
                countries.takes(at),
                sectors.takes(at),
                keywords.takes(at),
            ];
            // A choice is counted as all others leave it.
            let is_taken_but_for = |one: usize| (0..takes.len()).all(|n| n == one || takes[n]);
            if is_taken_but_for(0) {
                kinds[kind as usize] += 1;
            }
            if is_taken_but_for(1) {
                countries.count(at);
            }
            if is_taken_but_for(2) {
                sectors.count(at);
            }
            if is_taken_but_for(3) {
                keywords.count(at);
            }
            if takes.iter().all(|takes| *takes) {
                found.push(at);
            }
        }
        match (wanted.order, &fits) {
            (None, Some(fits)) => {
                // By name already, which decides between equals.
                found.sort_by_key(|at| std::cmp::Reverse(fits[*at]));
            }
            (None | Some(Order::Name), _) => {}
            (Some(Order::Country), _) => found.sort_by_key(|at| self.by_country[*at]),
            (Some(Order::Sector), _) => found.sort_by_key(|at| self.by_sector[*at]),
            (Some(Order::CountryAndSector), _) => {
                found.sort_by_key(|at| self.by_country_and_sector[*at]);
            }
        }
        let n_pages = found.len().div_ceil(CATALOGUE_PAGE_MAX).max(1);
        let page = wanted.page.clamp(1, n_pages);
        let shown = found.iter().skip((page - 1) * CATALOGUE_PAGE_MAX);
        let mut often = self.keywords.choices(&keywords.counts, &keywords.chosen);
        often.sort_by_key(|choice| std::cmp::Reverse(choice.n));
        Found {
            n: found.len(),
            page,
            n_pages,
            listings: shown
                .take(CATALOGUE_PAGE_MAX)
                .map(|at| (&self.listings[*at], self.slugs[*at].as_str()))
                .collect(),
            kinds,
            countries: self.countries.choices(&countries.counts, &countries.chosen),
            sectors: self.sectors.choices(&sectors.counts, &sectors.chosen),
            keywords: often,
            scales: self.scales.clone(),
        }
    }

    /// The word of a keyword.
    #[must_use]
    pub fn word(&self, tag: Tag) -> Option<&str> {
        let mut all = self.keywords.values.iter();
        all.find(|(known, _)| *known == tag)
            .map(|(_, word)| word.as_str())
    }
}

fn is_within(listing: &Listing, wanted: &Wanted) -> bool {
    wanted.ranges.iter().all(|range| {
        let mut own = listing.figures.iter();
        own.any(|figure| {
            figure.key == range.figure
                && range.min.is_none_or(|min| figure.value >= min)
                && range.max.is_none_or(|max| figure.value <= max)
        })
    })
}

/// Those without a value come last.
fn key_of(value: Option<&Named>) -> (bool, String) {
    let key = value.map_or(String::new(), |value| order_key(&value.name).0);
    (value.is_none(), key)
}

/// The place of each listing, which are by name already, in another order.
fn places<K: Ord>(listings: &[Listing], key: impl Fn(&Listing) -> K) -> Vec<u32> {
    let mut order: Vec<usize> = (0..listings.len()).collect();
    order.sort_by_cached_key(|at| (key(&listings[*at]), *at));
    let mut places = vec![0; listings.len()];
    for (place, at) in (0u32..).zip(order) {
        places[at] = place;
    }
    places
}

fn pairs(values: &[Option<(String, String)>]) -> impl Iterator<Item = Vec<(&String, &str)>> {
    values.iter().map(|value| {
        let mut own = Vec::new();
        if let Some((value, name)) = value {
            own.push((value, name.as_str()));
        }
        own
    })
}

fn scales(listings: &[Listing]) -> Vec<Scale> {
    let mut scales: BTreeMap<String, Scale> = BTreeMap::new();
    for figure in listings.iter().flat_map(|listing| &listing.figures) {
        let scale = scales.entry(figure.key.clone()).or_insert_with(|| Scale {
            figure: figure.key.clone(),
            is_year: figure.is_year,
            name: figure.name.clone(),
            unit: figure.unit.clone(),
            smallest: figure.value,
            largest: figure.value,
        });
        scale.smallest = scale.smallest.min(figure.value);
        scale.largest = scale.largest.max(figure.value);
    }
    scales.into_values().collect()
}

/// The address of each listing. Its end is of the id, as much as tells it from all others.
fn addresses(listings: &[Listing]) -> (Vec<String>, HashMap<String, usize>) {
    let mut by_token = HashMap::new();
    let mut slugs = Vec::with_capacity(listings.len());
    for (at, listing) in listings.iter().enumerate() {
        let bytes = listing.who.bytes();
        let whole: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        // The end of an id is random, its beginning a time.
        let short = &whole[whole.len() - TOKEN_CHARS..];
        let token = match by_token.contains_key(short) {
            true => whole.clone(),
            false => short.to_owned(),
        };
        let name = words(&listing.name).join("-");
        let name: String = name.chars().filter(char::is_ascii).take(60).collect();
        let name = name.trim_matches('-');
        slugs.push(match name {
            "" => token.clone(),
            name => format!("{name}-{token}"),
        });
        by_token.insert(token, at);
    }
    (slugs, by_token)
}
