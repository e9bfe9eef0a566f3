//! What the form leans on in the event: its half-days, keywords and sectors.

use std::collections::BTreeMap;

use domain::assignment::Rules;
use domain::form::check::Surroundings;
use jiff::tz::TimeZone;
use protocol::site::Language;
use protocol::{Card, CardKey, KeywordKind, SlotSet, Tag};
use store::Sector;

use super::fold_name;
use crate::desk::site::occasion::date_of;
use crate::live::View;

/// From this hour on it is afternoon.
const NOON: i8 = 13;

/// A half-day in which meetings take place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfDay {
    /// Names it in answers: the date and `am` or `pm`.
    pub code: String,
    /// In French.
    pub french: String,
    /// In English.
    pub english: String,
    /// Its slots.
    pub slots: SlotSet,
}

/// A code with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Named {
    pub code: String,
    pub french: String,
    pub english: String,
}

/// What the form leans on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// In their order.
    pub half_days: Vec<HalfDay>,
    /// By their words.
    pub keywords: Vec<Named>,
    /// Kinds of cooperation, by their words.
    pub cooperations: Vec<Named>,
    /// In the organiser's order.
    pub sectors: Vec<Sector>,
    /// The event's key figures, in their order.
    pub figures: Vec<Named>,
    /// By which newcomers are given to co-organisers.
    pub rules: Rules,
}

impl Around {
    pub(super) fn of(view: &View, sectors: Vec<Sector>, rules: Rules) -> Self {
        Self {
            half_days: half_days(view),
            keywords: keywords(view),
            cooperations: listed(view, KeywordKind::Cooperation),
            sectors,
            figures: figures(view),
            rules,
        }
    }

    /// What a check of answers asks for; `files` are the fields that a file was attached to.
    #[must_use]
    pub fn surroundings(&self, files: impl IntoIterator<Item = String>) -> Surroundings {
        Surroundings {
            sectors: self.sectors.iter().map(|one| one.code.clone()).collect(),
            half_days: self.half_days.iter().map(|one| one.code.clone()).collect(),
            keywords: self.keywords.iter().map(|one| one.code.clone()).collect(),
            cooperations: (self.cooperations.iter())
                .map(|one| one.code.clone())
                .collect(),
            files: files.into_iter().collect(),
        }
    }

    /// The slots of half-days; all of the event's when none is named.
    #[must_use]
    pub fn slots(&self, codes: &[String]) -> SlotSet {
        self.half_days
            .iter()
            .filter(|half| codes.is_empty() || codes.contains(&half.code))
            .flat_map(|half| half.slots.iter())
            .collect()
    }
}

/// The half-days in which meetings take place, in their order.
#[must_use]
pub fn half_days(view: &View) -> Vec<HalfDay> {
    let zone = view
        .labels
        .get(&CardKey::Event)
        .map(|card| card.code.clone());
    let zone = zone.unwrap_or_default();
    let there = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
    let mut halves: BTreeMap<String, HalfDay> = BTreeMap::new();
    for slot in view.state.slots() {
        let stamp = jiff::Timestamp::from_microsecond(slot.starts_at.0).unwrap_or_default();
        let local = stamp.to_zoned(there.clone());
        let is_morning = local.hour() < NOON;
        let half = if is_morning { "am" } else { "pm" };
        let code = format!("{}-{half}", local.date());
        let one = halves.entry(code.clone()).or_insert_with(|| {
            let say =
                |language, half| format!("{}, {half}", date_of(slot.starts_at, &zone, language));
            let (french, english) = if is_morning {
                ("matin", "morning")
            } else {
                ("après-midi", "afternoon")
            };
            HalfDay {
                code,
                french: say(Language::French, french),
                english: say(Language::English, english),
                slots: SlotSet::EMPTY,
            }
        });
        one.slots.insert(slot.id);
    }
    halves.into_values().collect()
}

/// The event's list; where there is none yet, every keyword that has a word.
fn keywords(view: &View) -> Vec<Named> {
    let found = listed(view, KeywordKind::Topic);
    if !found.is_empty() || !view.state.vocabulary().keywords.is_empty() {
        return found;
    }
    let all = view.labels.iter().filter_map(|(key, card)| match key {
        CardKey::Tag(tag) => Some(named(*tag, card)),
        _ => None,
    });
    by_word(all.collect())
}

/// One of the event's lists.
fn listed(view: &View, kind: KeywordKind) -> Vec<Named> {
    let rows = view.state.vocabulary().keywords.iter();
    let words = rows
        .filter(|row| row.kind == kind)
        .filter_map(|row| Some(named(row.tag, view.labels.get(&CardKey::Tag(row.tag))?)));
    by_word(words.collect())
}

fn by_word(mut found: Vec<Named>) -> Vec<Named> {
    found.sort_by_key(|one| fold_name(&one.french));
    found
}

fn figures(view: &View) -> Vec<Named> {
    let rows = view.state.vocabulary().figures.iter();
    rows.filter_map(|row| {
        let card = view.labels.get(&CardKey::Figure(row.id))?;
        Some(Named {
            code: row.id.0.to_string(),
            french: card.title.clone(),
            english: card.title.clone(),
        })
    })
    .collect()
}

/// A keyword's second line is its English word, where it has one.
fn named(tag: Tag, card: &Card) -> Named {
    let english = if card.detail.is_empty() {
        &card.title
    } else {
        &card.detail
    };
    Named {
        code: tag.0.to_string(),
        french: card.title.clone(),
        english: english.clone(),
    }
}
