//! Where listings come from, and how long a catalogue of them is kept.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::form::Role;
use protocol::fold::order_key;
use protocol::id::{CompanyId, EventId};
use protocol::limits::CATALOGUES_KEPT_MAX;
use protocol::site::Language;
use protocol::{Card, CardKey, Person, Tag};
use store::{Fault, Store};

use super::Catalogue;
use super::listing::{Figure, Keyword, Listing, Who};
use super::profile::{Profiles, named_country};
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

/// Catalogues in memory.
#[derive(Default)]
pub struct Catalogues {
    memory: Mutex<Memory>,
    /// One is made at a time; who waits for the same one takes it then.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Memory {
    kept: HashMap<(EventId, Language), Kept>,
    /// What is stored of an event's companies, as it was read last, with its print.
    profiles: HashMap<EventId, (u64, Arc<Profiles>)>,
}

impl Kept {
    /// Whether nothing happened since that a listing could tell of. Nearly all entries of an
    /// event's day are about meetings and attendance, and cost nothing here.
    fn is_true_of(&self, view: &View, published: Published) -> bool {
        let then = &*self.view;
        self.published == published
            && then.epoch == view.epoch
            && then.labels_version == view.labels_version
            && then.desk_version == view.desk_version
            && then.state.has_persons_of(&view.state)
    }
}

impl Catalogues {
    /// The catalogue of an event as of a moment. Where something happened that it could tell of,
    /// the listings are read again, and only if they say something else the index is made anew.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn of(
        &self,
        store: &Store,
        event: EventId,
        view: &Arc<View>,
        published: Published,
        language: Language,
    ) -> Result<Arc<Catalogue>, Fault> {
        let key = (event, language);
        if let Some(known) = self.kept(key, view, published) {
            return Ok(known);
        }
        let _turn = self.turn.lock().await;
        if let Some(known) = self.kept(key, view, published) {
            return Ok(known);
        }
        let profiles = self.profiles(store, event).await?;
        let known = self
            .lock()
            .kept
            .get(&key)
            .map(|kept| (kept.print, kept.catalogue.clone()));
        let moment = view.clone();
        let made = move || {
            let listings = listings(&moment, &profiles, published, language);
            let print = print(&listings);
            match known {
                Some((known, catalogue)) if known == print => (print, catalogue),
                Some(_) | None => (print, Arc::new(Catalogue::new(listings))),
            }
        };
        // Milliseconds for a large event: sockets are not to wait for them.
        let (print, catalogue) = tokio::task::spawn_blocking(made)
            .await
            .expect("a catalogue is made of whatever is listed");
        let mut memory = self.lock();
        if memory.kept.len() >= CATALOGUES_KEPT_MAX && !memory.kept.contains_key(&key) {
            *memory = Memory::default();
        }
        let fresh = Kept {
            view: view.clone(),
            published,
            print,
            catalogue: catalogue.clone(),
        };
        memory.kept.insert(key, fresh);
        Ok(catalogue)
    }

    fn kept(
        &self,
        key: (EventId, Language),
        view: &View,
        published: Published,
    ) -> Option<Arc<Catalogue>> {
        let memory = self.lock();
        let known = memory.kept.get(&key)?;
        known
            .is_true_of(view, published)
            .then(|| known.catalogue.clone())
    }

    /// What companies publish; parsed again only where something else is stored.
    async fn profiles(&self, store: &Store, event: EventId) -> Result<Arc<Profiles>, Fault> {
        let profiles = store.profiles(event).await?;
        let sectors = store.sectors(event).await?;
        let form = store.registration_form(event).await?;
        let form = form.map(|form| form.definition);
        let mut hasher = DefaultHasher::new();
        form.hash(&mut hasher);
        for sector in &sectors {
            (&sector.code, &sector.french, &sector.english).hash(&mut hasher);
        }
        for profile in &profiles {
            (profile.company, &profile.country, &profile.sector).hash(&mut hasher);
            profile.published.hash(&mut hasher);
        }
        let print = hasher.finish();
        if let Some((known, read)) = self.lock().profiles.get(&event)
            && *known == print
        {
            return Ok(read.clone());
        }
        let read = Arc::new(Profiles::read(form.as_deref(), sectors, profiles));
        self.lock().profiles.insert(event, (print, read.clone()));
        Ok(read)
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn print(listings: &[Listing]) -> u64 {
    let mut hasher = DefaultHasher::new();
    listings.hash(&mut hasher);
    hasher.finish()
}

/// Everybody who is listed.
fn listings(
    view: &View,
    profiles: &Profiles,
    published: Published,
    language: Language,
) -> Vec<Listing> {
    let reading = Reading {
        view,
        words: words(view),
        profiles,
        language,
    };
    let mut companies: BTreeMap<CompanyId, Vec<&Person>> = BTreeMap::new();
    let mut listings = Vec::new();
    for person in view.state.persons().filter(|person| !person.is_withdrawn) {
        if person.expert.is_some() {
            listings.extend(reading.expert(person));
        } else if published.has_companies {
            companies.entry(person.company).or_default().push(person);
        }
    }
    let of = |(id, persons): (&CompanyId, &Vec<&Person>)| reading.company(*id, persons);
    listings.extend(companies.iter().filter_map(of));
    listings
}

struct Reading<'a> {
    view: &'a View,
    words: BTreeMap<Tag, &'a str>,
    profiles: &'a Profiles,
    language: Language,
}

impl Reading<'_> {
    fn company(&self, id: CompanyId, persons: &[&Person]) -> Option<Listing> {
        let card = named(self.view, CardKey::Company(id))?;
        let said = self.profiles.of(id, &self.words, self.language);
        let has_profile = said.is_some();
        let said = said.unwrap_or_default();
        let offers = persons.iter().flat_map(|person| person.offered.iter());
        let seeks = persons.iter().flat_map(|person| person.sought.iter());
        Some(Listing {
            who: Who::Company(id),
            name: card.title.clone(),
            detail: card.detail.clone(),
            company: String::new(),
            country: said
                .country
                .or_else(|| named_country(&card.code, self.language)),
            sector: said.sector,
            offers: self.keywords(Role::Offered, offers),
            seeks: self.keywords(Role::Sought, seeks),
            // Figures that a company publishes itself count more than those for suggestions.
            figures: if has_profile {
                said.figures
            } else {
                figures(self.view, persons)
            },
            answers: said.answers,
            products: said.products,
        })
    }

    fn expert(&self, person: &Person) -> Option<Listing> {
        let card = named(self.view, CardKey::Person(person.id))?;
        let company = self.view.labels.get(&CardKey::Company(person.company));
        let company = company.cloned().unwrap_or_default();
        let said = self.profiles.of(person.company, &self.words, self.language);
        let said = said.unwrap_or_default();
        Some(Listing {
            who: Who::Expert(person.id),
            name: card.title.clone(),
            detail: card.detail.clone(),
            company: company.title,
            country: said
                .country
                .or_else(|| named_country(&company.code, self.language)),
            sector: said.sector,
            // What they advise on is why they are there; what they seek is not for visitors.
            offers: keywords(&self.words, person.offered.iter()),
            seeks: Vec::new(),
            figures: Vec::new(),
            answers: Vec::new(),
            products: Vec::new(),
        })
    }

    fn keywords<'a>(&self, role: Role, tags: impl Iterator<Item = &'a Tag>) -> Vec<Keyword> {
        if self.profiles.shows(role) {
            keywords(&self.words, tags)
        } else {
            Vec::new()
        }
    }
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
                key: format!("figure-{}", given.figure.0),
                is_year: false,
                name: card.title.clone(),
                unit: card.detail.clone(),
                value: given.value,
            });
        }
    }
    figures.into_values().collect()
}
