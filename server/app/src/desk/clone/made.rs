//! What a clone consists of: cards, commands and a site, out of an event as it is. No store.

use std::collections::BTreeMap;

use domain::form::Form;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Zoned};
use protocol::card::CardUpdate;
use protocol::command::{
    ChangeStage, ConfigureEvent, DefinePlaces, DefineResource, DefineSlots, DefineTravel,
    DefineVocabulary, GrantStaff, NoteDeskEdit,
};
use protocol::id::{AttachmentId, DeskId, EventId, PageId, PlaceId, ResourceId, StaffId};
use protocol::limits::LABEL_CHARS_MAX;
use protocol::site::{
    Bilingual, PageHead, PageVersion, SiteSettings, TextHead, TextState, VersionHead,
};
use protocol::{
    Actor, Card, CardKey, Command, DeskThing, EventStage, List, Micros, Place, Resource, Role,
    Slot, Staff, Travel, Vocabulary,
};
use store::{PublicSite, RegistrationForm, SiteWrite};

use super::{CloneError, CloneFlaw, CloneWish};
use crate::desk::site::is_slug;
use crate::live::{View, Wish};
use crate::port::Random;

/// The same weekday, about a year later.
pub(super) const YEAR_DAYS: i32 = 364;
/// How far an event may be moved.
const MOVED_DAYS_MAX: i32 = 3_660;

pub(super) struct Made {
    pub(super) event: EventId,
    pub(super) staff: StaffId,
    pub(super) cards: Vec<CardUpdate>,
    pub(super) wishes: Vec<Wish>,
    pub(super) site: Option<SiteWrite>,
}

/// What was typed, as far as it can be judged without the source.
pub(super) fn check(wish: &CloneWish) -> Result<(), CloneError> {
    let is_label = |text: &str| text.chars().count() <= LABEL_CHARS_MAX;
    if wish.name.trim().is_empty() || !is_label(&wish.name) {
        return Err(CloneError::Flawed(CloneFlaw::Name));
    }
    if !is_label(&wish.english_name) {
        return Err(CloneError::Flawed(CloneFlaw::EnglishName));
    }
    if !is_slug(&wish.slug) {
        return Err(CloneError::Flawed(CloneFlaw::Slug));
    }
    Ok(())
}

impl Made {
    /// New ids for the files of the library, and texts that show them under these.
    pub(super) fn take_files(
        &mut self,
        from: &PublicSite,
        (now, random): (Micros, &dyn Random),
    ) -> BTreeMap<AttachmentId, AttachmentId> {
        let ids: BTreeMap<_, _> = from
            .library
            .iter()
            .map(|file| (file.id, AttachmentId::new(now, random.bytes())))
            .collect();
        let Some(site) = &mut self.site else {
            return ids;
        };
        let slug = site.settings.as_ref().map(|(_, to)| to.slug.clone());
        let (old, new) = (&from.site.settings.slug, slug.unwrap_or_default());
        for (_, _, version) in &mut site.versions {
            for (was, is) in &ids {
                version.body = version.body.replace(
                    &format!("/e/{old}/files/{was}"),
                    &format!("/e/{new}/files/{is}"),
                );
            }
        }
        ids
    }

    pub(super) fn of(
        view: &View,
        site: Option<&PublicSite>,
        actor: Actor,
        wish: &CloneWish,
        (now, random): (Micros, &dyn Random),
    ) -> Result<Self, CloneError> {
        let days = match first_day(view) {
            None => 0,
            Some(first) => days_between(first, wish.first_day)?,
        };
        let zone = zone(view);
        let (event, staff) = (
            EventId::new(now, random.bytes()),
            StaffId::new(now, random.bytes()),
        );
        let by = Actor::Staff(staff);
        let mut cards = Cards {
            view,
            made: Vec::new(),
        };
        let own = view
            .labels
            .get(&CardKey::Event)
            .cloned()
            .unwrap_or_default();
        cards.put(
            CardKey::Event,
            Card {
                title: wish.name.trim().to_owned(),
                ..own
            },
        );
        if let Actor::Staff(former) = actor {
            cards.copy(CardKey::Staff(former), CardKey::Staff(staff));
        }
        let mut commands = Vec::new();
        commands.extend(view.state.setup().map(|setup| {
            Command::from(ConfigureEvent {
                setup: setup.clone(),
            })
        }));
        // It is public when somebody says that it will take place.
        commands.push(
            ChangeStage {
                before: EventStage::Planned,
                after: EventStage::Project,
            }
            .into(),
        );
        let slots = view.state.slots().map(|slot| moved(slot, days, &zone));
        let slots = slots.collect::<Result<Vec<Slot>, CloneError>>()?;
        commands.push(
            DefineSlots {
                slots: whole(slots),
            }
            .into(),
        );
        let travel = view.state.travel().map(|(a, b, minutes)| Travel {
            between: (a, b),
            minutes,
        });
        let travel: Vec<Travel> = travel.collect();
        if !travel.is_empty() {
            commands.push(
                DefineTravel {
                    travel: whole(travel),
                }
                .into(),
            );
        }
        let mut places = Vec::new();
        for place in view.state.places() {
            let id = PlaceId::new(now, random.bytes());
            cards.copy(CardKey::Place(place.id), CardKey::Place(id));
            cards.copy(CardKey::Site(place.site), CardKey::Site(place.site));
            places.push(Place {
                id,
                ..place.clone()
            });
        }
        commands.push(
            DefinePlaces {
                places: whole(places),
            }
            .into(),
        );
        commands.extend(resources(&mut cards, (now, random)));
        let after = view.state.vocabulary().clone();
        for keyword in &after.keywords {
            cards.copy(CardKey::Tag(keyword.tag), CardKey::Tag(keyword.tag));
        }
        for figure in &after.figures {
            cards.copy(CardKey::Figure(figure.id), CardKey::Figure(figure.id));
        }
        let before = Vocabulary::default();
        if after != before {
            commands.push(DefineVocabulary { before, after }.into());
        }
        let site = site.map(|site| site_of(site, days, by, wish, (now, random)));
        if site.is_some() {
            commands.push(
                NoteDeskEdit {
                    what: DeskThing::Site,
                    id: DeskId::from_bytes(event.to_bytes()),
                    revision: 1,
                }
                .into(),
            );
        }
        // Nobody is in the team before the first of it.
        let staff_member = Staff {
            id: staff,
            role: Role::Main,
        };
        let grant = Wish {
            at: now,
            actor: Actor::System,
            command: GrantStaff {
                staff: staff_member,
            }
            .into(),
        };
        let rest = commands.into_iter().map(|command| Wish {
            at: now,
            actor: by,
            command,
        });
        Ok(Self {
            event,
            staff,
            wishes: std::iter::once(grant).chain(rest).collect(),
            cards: cards.made,
            site,
        })
    }
}

/// Interpreters and equipment; who needs them is not taken along.
fn resources(cards: &mut Cards<'_>, (now, random): (Micros, &dyn Random)) -> Vec<Command> {
    let view = cards.view;
    let rows = view.state.resources().map(|resource| {
        let id = ResourceId::new(now, random.bytes());
        cards.copy(CardKey::Resource(resource.id), CardKey::Resource(id));
        let (before, after) = (
            None,
            Resource {
                id,
                ..resource.clone()
            },
        );
        DefineResource { before, after }.into()
    });
    rows.collect()
}

/// Rows of a state are within its bounds.
fn whole<T, const MAX: usize>(rows: Vec<T>) -> List<T, MAX> {
    List::new(rows).expect("as many as the rules allowed")
}

/// The labels of what is taken along.
struct Cards<'a> {
    view: &'a View,
    made: Vec<CardUpdate>,
}

impl Cards<'_> {
    fn put(&mut self, key: CardKey, card: Card) {
        if self.made.iter().all(|made| made.key != key) {
            let card = Some(card);
            self.made.push(CardUpdate { key, card });
        }
    }

    fn copy(&mut self, from: CardKey, to: CardKey) {
        if let Some(card) = self.view.labels.get(&from) {
            self.put(to, card.clone());
        }
    }
}

fn zone(view: &View) -> TimeZone {
    let card = view.labels.get(&CardKey::Event);
    let name = card.map_or("", |card| card.code.as_str());
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

fn local(at: Micros, zone: &TimeZone) -> Zoned {
    let stamp = Timestamp::from_microsecond(at.0).unwrap_or_default();
    stamp.to_zoned(zone.clone())
}

/// A day in UTC.
pub(super) fn day_of(at: Micros) -> Date {
    local(at, &TimeZone::UTC).date()
}

/// The first day of an event, if it has a timetable.
pub(super) fn first_day(view: &View) -> Option<Date> {
    let first = view.state.slots().map(|slot| slot.starts_at).min()?;
    Some(local(first, &zone(view)).date())
}

fn days_between(from: Date, to: Date) -> Result<i32, CloneError> {
    let flaw = CloneError::Flawed(CloneFlaw::FirstDay);
    let Ok(span) = from.until((jiff::Unit::Day, to)) else {
        return Err(flaw);
    };
    let days = span.get_days();
    if days.abs() > MOVED_DAYS_MAX {
        return Err(flaw);
    }
    Ok(days)
}

/// The same time of the clock on another day: an hour of summer stays that hour in winter.
fn later(at: Micros, days: i32, zone: &TimeZone) -> Result<Micros, CloneError> {
    let moved = local(at, zone).checked_add(Span::new().days(days));
    let moved = moved.map_err(|_| CloneError::Flawed(CloneFlaw::FirstDay))?;
    Ok(Micros(moved.timestamp().as_microsecond()))
}

fn moved(slot: &Slot, days: i32, zone: &TimeZone) -> Result<Slot, CloneError> {
    let starts_at = later(slot.starts_at, days, zone)?;
    let length = slot.ends_at.0 - slot.starts_at.0;
    Ok(Slot {
        id: slot.id,
        starts_at,
        ends_at: Micros(starts_at.0 + length),
    })
}

/// The site with the pages as visitors see them; what nobody published stays behind.
fn site_of(
    site: &PublicSite,
    days: i32,
    by: Actor,
    wish: &CloneWish,
    (now, random): (Micros, &dyn Random),
) -> SiteWrite {
    let of = &site.site.settings;
    let day = i64::from(days) * 24 * 3_600 * 1_000_000;
    let settings = SiteSettings {
        slug: wish.slug.clone(),
        name: Bilingual {
            french: String::new(),
            english: wish.english_name.trim().to_owned(),
        },
        // Shown to those who have the address, and named on the front page when somebody says so.
        opens_at: now.min(Micros(of.opens_at.0.saturating_add(day))),
        closes_at: Micros(of.closes_at.0.saturating_add(day).max(now.0 + 1)),
        is_listed: false,
        ..of.clone()
    };
    let mut write = SiteWrite {
        seen: 0,
        settings: Some((1, settings)),
        pages: Vec::new(),
        removed: Vec::new(),
        versions: Vec::new(),
        published: Vec::new(),
        redirects: Vec::new(),
    };
    let ids: BTreeMap<PageId, PageId> = site
        .site
        .pages
        .iter()
        .map(|page| (page.id, PageId::new(now, random.bytes())))
        .collect();
    for page in &site.site.pages {
        let id = ids[&page.id];
        let mut texts = Vec::new();
        for text in site.texts.iter().filter(|text| text.page == page.id) {
            let title = text.version.head.title.clone();
            texts.push(TextHead {
                language: text.language,
                slug: text.slug.clone(),
                state: TextState::Published,
                latest: 1,
                published: Some(1),
                title: title.clone(),
            });
            let version = PageVersion {
                head: VersionHead {
                    number: 1,
                    by,
                    at: now,
                    title,
                },
                description: text.version.description.clone(),
                body: text.version.body.clone(),
            };
            write.versions.push((id, text.language, version));
            write.published.push((id, text.language, now));
        }
        if texts.is_empty() {
            continue;
        }
        write.pages.push(PageHead {
            id,
            kind: page.kind,
            position: page.position,
            is_in_menu: page.is_in_menu,
            revision: 1,
            texts: whole(texts),
        });
    }
    write
}

/// The form, open from when the site is until the first slot begins; none where what is stored
/// is no form.
pub(super) fn form_of(form: &RegistrationForm) -> Option<RegistrationForm> {
    let mut definition: Form = serde_json::from_str(&form.definition).ok()?;
    definition.terms.opens_at = None;
    definition.terms.closes_at = None;
    definition.terms.profile_closes_at = None;
    Some(RegistrationForm {
        revision: 1,
        definition: serde_json::to_string(&definition).ok()?,
    })
}

/// An address like another: its number counted up, or a first one behind it.
pub(super) fn next_slug(slug: &str) -> String {
    let cut = slug.trim_end_matches(|c: char| c.is_ascii_digit());
    match slug[cut.len()..].parse::<u32>() {
        Ok(number) => format!("{cut}{}", number.saturating_add(1)),
        Err(_) => format!("{slug}-2"),
    }
}
