//! Where listings come from, and how long a catalogue of them is kept.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use protocol::fold::order_key;
use protocol::id::{CompanyId, EventId};
use protocol::limits::CATALOGUES_KEPT_MAX;
use protocol::site::Language;
use protocol::{Card, CardKey, Person, Tag};

use super::Catalogue;
use super::country::country_name;
use super::listing::{Figure, Keyword, Listing, Named, Who};
use crate::live::View;

/// What of the event is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// Whether companies are listed beside the experts.
    pub has_companies: bool,
}

struct Kept {
    /// The moment at which it was last seen to be true.
    view: Arc<View>,
    published: Published,
    /// Of the listings.
    print: u64,
    catalogue: Arc<Catalogue>,
}

/// The catalogues in memory.
#[derive(Default)]
pub struct Catalogues(Mutex<HashMap<(EventId, Language), Kept>>);

impl Catalogues {
    /// The catalogue of an event as of a moment. Entries that change nothing of it, as nearly all
    /// of an event's day, cost reading its listings once and no new index.
    #[must_use]
    pub fn of(
        &self,
        event: EventId,
        view: &Arc<View>,
        published: Published,
        language: Language,
    ) -> Arc<Catalogue> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (event, language);
        if let Some(known) = kept.get(&key)
            && Arc::ptr_eq(&known.view, view)
            && known.published == published
        {
            return known.catalogue.clone();
        }
        let listings = listings(view, published, language);
        let print = print(&listings);
        let view = view.clone();
        let same = kept.get(&key).filter(|known| known.print == print);
        let catalogue = match same {
            Some(known) => known.catalogue.clone(),
            None => Arc::new(Catalogue::new(listings)),
        };
        if kept.len() >= CATALOGUES_KEPT_MAX && !kept.contains_key(&key) {
            kept.clear();
        }
        let fresh = Kept {
            view,
            published,
            print,
            catalogue: catalogue.clone(),
        };
        kept.insert(key, fresh);
        catalogue
    }
}

fn print(listings: &[Listing]) -> u64 {
    let mut hasher = DefaultHasher::new();
    listings.hash(&mut hasher);
    hasher.finish()
}

/// Everybody who is listed.
fn listings(view: &View, published: Published, language: Language) -> Vec<Listing> {
    let words = words(view);
    let mut companies: BTreeMap<CompanyId, Vec<&Person>> = BTreeMap::new();
    let mut listings = Vec::new();
    for person in view.state.persons().filter(|person| !person.is_withdrawn) {
        if person.expert.is_some() {
            listings.extend(expert(view, person, &words, language));
        } else if published.has_companies {
            companies.entry(person.company).or_default().push(person);
        }
    }
    let listed = companies.iter().filter_map(|(id, persons)| {
        let card = named(view, CardKey::Company(*id))?;
        Some(Listing {
            who: Who::Company(*id),
            name: card.title.clone(),
            detail: card.detail.clone(),
            company: String::new(),
            country: country(&card.code, language),
            sector: None,
            offers: keywords(
                &words,
                persons.iter().flat_map(|person| person.offered.iter()),
            ),
            seeks: keywords(
                &words,
                persons.iter().flat_map(|person| person.sought.iter()),
            ),
            figures: figures(view, persons),
            answers: Vec::new(),
        })
    });
    listings.extend(listed);
    listings
}

fn expert(
    view: &View,
    person: &Person,
    words: &BTreeMap<Tag, &str>,
    language: Language,
) -> Option<Listing> {
    let card = named(view, CardKey::Person(person.id))?;
    let company = view.labels.get(&CardKey::Company(person.company));
    let company = company.cloned().unwrap_or_default();
    Some(Listing {
        who: Who::Expert(person.id),
        name: card.title.clone(),
        detail: card.detail.clone(),
        company: company.title,
        country: country(&company.code, language),
        sector: None,
        offers: keywords(words, person.offered.iter()),
        // What an expert seeks is not for visitors.
        seeks: Vec::new(),
        figures: Vec::new(),
        answers: Vec::new(),
    })
}

/// The card of somebody; who has no name is not listed.
fn named(view: &View, key: CardKey) -> Option<&Card> {
    view.labels.get(&key).filter(|card| !card.title.is_empty())
}

fn words(view: &View) -> BTreeMap<Tag, &str> {
    let tags = view.labels.iter().filter_map(|(key, card)| match key {
        CardKey::Tag(tag) if !card.title.is_empty() => Some((*tag, card.title.as_str())),
        _ => None,
    });
    tags.collect()
}

fn keywords<'a>(words: &BTreeMap<Tag, &str>, tags: impl Iterator<Item = &'a Tag>) -> Vec<Keyword> {
    let named: BTreeMap<_, Tag> = tags
        .filter_map(|tag| Some((order_key(words.get(tag)?), *tag)))
        .collect();
    let keyword = |((_, word), tag): ((String, String), Tag)| Keyword { tag, word };
    named.into_iter().map(keyword).collect()
}

/// What a company gives in figures: the first of its representatives who gives one counts.
fn figures(view: &View, persons: &[&Person]) -> Vec<Figure> {
    let given = persons.iter().filter_map(|person| person.figures.as_ref());
    let mut figures: BTreeMap<u16, Figure> = BTreeMap::new();
    for given in given.flat_map(|figures| figures.offered.iter()) {
        if let Some(card) = named(view, CardKey::Figure(given.figure)) {
            figures.entry(given.figure.0).or_insert_with(|| Figure {
                id: given.figure.0,
                name: card.title.clone(),
                unit: card.detail.clone(),
                value: given.value,
            });
        }
    }
    figures.into_values().collect()
}

fn country(code: &str, language: Language) -> Option<Named> {
    country_name(code, language).map(|name| Named {
        code: code.to_owned(),
        name: name.to_owned(),
    })
}
