//! Names in files and the ids behind them. An id is made from the event and from what the file
//! calls the thing, so that the same file gives the same ids, on every machine and at any time.

use std::collections::BTreeMap;

use protocol::card::{Card, CardKey, CardUpdate};
use protocol::id::{CompanyId, EventId, OrganisationId, PersonId, PlaceId, RequestId};
use protocol::{Micros, SiteId, Tag};
use sha2::{Digest, Sha256};

use super::columns::plain;

/// A name as it is compared: without case, accents and superfluous spaces. Signs count: C, C++ and
/// C# are three things.
fn likeness(name: &str) -> String {
    let words: Vec<String> = name
        .split_whitespace()
        .map(|word| {
            word.chars()
                .flat_map(char::to_lowercase)
                .map(plain)
                .collect()
        })
        .collect();
    words.join(" ")
}

/// The labels of the event, and those that the import adds or changes.
pub(super) struct Labels {
    event: EventId,
    known: BTreeMap<CardKey, Card>,
    changed: BTreeMap<CardKey, Card>,
    tags: BTreeMap<String, Tag>,
    sites: BTreeMap<String, SiteId>,
    places: BTreeMap<String, Vec<PlaceId>>,
    organisations: BTreeMap<String, OrganisationId>,
    companies: BTreeMap<(String, String), CompanyId>,
}

impl Labels {
    pub(super) fn new(event: EventId, cards: &[(CardKey, Card)]) -> Self {
        let mut labels = Self {
            event,
            known: cards.iter().cloned().collect(),
            changed: BTreeMap::new(),
            tags: BTreeMap::new(),
            sites: BTreeMap::new(),
            places: BTreeMap::new(),
            organisations: BTreeMap::new(),
            companies: BTreeMap::new(),
        };
        for (key, card) in cards {
            labels.index(*key, card);
        }
        labels
    }

    fn index(&mut self, key: CardKey, card: &Card) {
        let name = likeness(&card.title);
        match key {
            CardKey::Tag(tag) => {
                self.tags.insert(name, tag);
            }
            CardKey::Site(site) => {
                self.sites.insert(name, site);
            }
            CardKey::Place(place) => {
                let same_name = self.places.entry(name).or_default();
                if !same_name.contains(&place) {
                    same_name.push(place);
                }
            }
            CardKey::Organisation(organisation) => {
                self.organisations.insert(name, organisation);
            }
            CardKey::Company(company) => {
                self.companies.insert((name, card.code.clone()), company);
            }
            CardKey::Event
            | CardKey::Figure(_)
            | CardKey::Resource(_)
            | CardKey::Person(_)
            | CardKey::Session(_)
            | CardKey::Staff(_)
            | CardKey::Announcement(_) => {}
        }
    }

    /// Labels an id, if it is not labelled so already.
    pub(super) fn put(&mut self, key: CardKey, title: &str, detail: &str, code: &str) {
        let card = Card {
            title: title.into(),
            detail: detail.into(),
            code: code.into(),
        };
        self.index(key, &card);
        if self.known.get(&key) != Some(&card) {
            self.known.insert(key, card.clone());
            self.changed.insert(key, card);
        }
    }

    /// Whether a thing that is labelled already is called so.
    pub(super) fn is_called(&self, key: CardKey, name: &str) -> bool {
        let card = self.known.get(&key);
        card.is_some_and(|card| likeness(&card.title) == likeness(name))
    }

    /// The second line of a label that is there already.
    pub(super) fn detail_of(&self, key: CardKey) -> String {
        self.known
            .get(&key)
            .map_or_else(String::new, |card| card.detail.clone())
    }

    /// The labels that are new or different.
    pub(super) fn into_new_cards(self) -> Vec<CardUpdate> {
        let update = |(key, card)| CardUpdate {
            key,
            card: Some(card),
        };
        self.changed.into_iter().map(update).collect()
    }

    /// The id of the person whom the organiser knows by an identifier.
    pub(super) fn person(&self, external: &str) -> PersonId {
        let (at, bytes) = self.derive("person", &[external]);
        PersonId::new(at, bytes)
    }

    /// The id of a request, by the organiser's identifier or by who asks whom.
    pub(super) fn request(&self, external: &str, asker: &str, asked: &str) -> RequestId {
        let (at, bytes) = if external.is_empty() {
            self.derive("request of", &[asker, asked])
        } else {
            self.derive("request", &[external])
        };
        RequestId::new(at, bytes)
    }

    /// The company of a name in a country.
    pub(super) fn company(&mut self, name: &str, country: &str) -> CompanyId {
        let key = (likeness(name), country.to_owned());
        if let Some(known) = self.companies.get(&key) {
            return *known;
        }
        let (at, bytes) = self.derive("company", &[&key.0, country]);
        let id = CompanyId::new(at, bytes);
        self.put(CardKey::Company(id), name, "", country);
        id
    }

    /// The co-organiser of a name.
    pub(super) fn organisation(&mut self, name: &str) -> OrganisationId {
        let folded = likeness(name);
        if let Some(known) = self.organisations.get(&folded) {
            return *known;
        }
        let (at, bytes) = self.derive("organisation", &[&folded]);
        let id = OrganisationId::new(at, bytes);
        self.put(CardKey::Organisation(id), name, "", "");
        id
    }

    /// The place of a name, made if there is none; none when several have it.
    pub(super) fn place_or_new(&self, name: &str) -> Option<PlaceId> {
        match self.places.get(&likeness(name)).map(Vec::as_slice) {
            Some([place]) => Some(*place),
            Some([]) | None => {
                let (at, bytes) = self.derive("place", &[&likeness(name)]);
                Some(PlaceId::new(at, bytes))
            }
            Some(_) => None,
        }
    }

    /// The place of a name, if exactly one has it.
    pub(super) fn place(&self, name: &str) -> Option<PlaceId> {
        match self.places.get(&likeness(name)).map(Vec::as_slice) {
            Some([place]) => Some(*place),
            Some(_) | None => None,
        }
    }

    /// The keyword of a label, numbered anew if need be; none when the numbers are used up.
    pub(super) fn tag(&mut self, label: &str) -> Option<Tag> {
        let folded = likeness(label);
        if let Some(known) = self.tags.get(&folded) {
            return Some(*known);
        }
        let next = self
            .tags
            .values()
            .map(|tag| tag.0)
            .max()
            .map_or(Some(0), |max| max.checked_add(1));
        let tag = Tag(next?);
        self.put(CardKey::Tag(tag), label, "", "");
        Some(tag)
    }

    /// The site of a name, numbered anew if need be; none when there are too many.
    pub(super) fn site(&mut self, name: &str) -> Option<SiteId> {
        let folded = likeness(name);
        if let Some(known) = self.sites.get(&folded) {
            return Some(*known);
        }
        let next = self
            .sites
            .values()
            .map(|site| usize::from(site.0) + 1)
            .max()
            .unwrap_or(0);
        if next >= protocol::limits::SITES_MAX {
            return None;
        }
        let site = SiteId(u8::try_from(next).ok()?);
        self.put(CardKey::Site(site), name, "", "");
        Some(site)
    }

    /// Time and bytes of an id: the event's own time, and a digest of what the thing is called.
    /// Ids of one import sort together behind the event's; nobody can make two names collide.
    fn derive(&self, kind: &str, names: &[&str]) -> (Micros, [u8; 10]) {
        let event = self.event.to_bytes();
        let mut digest = Sha256::new();
        digest.update(event);
        for part in std::iter::once(&kind).chain(names) {
            // Lengths keep "ab" + "c" and "a" + "bc" apart.
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part.as_bytes());
        }
        let digest = digest.finalize();
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&digest[..10]);
        let mut millis = [0; 8];
        millis[2..].copy_from_slice(&event[..6]);
        let millis = i64::from_be_bytes(millis);
        (Micros(millis.saturating_mul(1_000)), bytes)
    }
}
