//! Tables, booths and rooms, by name.

use std::collections::BTreeSet;

use protocol::card::CardKey;
use protocol::command::DefinePlaces;
use protocol::limits::PLACES_MAX;
use protocol::{List, Place, PlaceKind, SiteId};

use super::columns::Column::{Capacity, Kind, Name, Site};
use super::columns::fold;
use super::flaw::FlawKind;
use super::sheet::{Row, Sheet};
use super::{Table, Work};

/// Adds the places of a file, and changes those that the event has by the same name.
pub(super) fn read(work: &mut Work<'_>, sheet: &Sheet) {
    let mut seen = BTreeSet::new();
    let mut places = Vec::new();
    for row in sheet.rows() {
        let Some(place) = place(work, &row) else {
            continue;
        };
        if !seen.insert(place.id) {
            work.flaws.push(row.flaw(Name, FlawKind::RepeatedId));
            continue;
        }
        if work.draft.place(place.id) != Some(&place) {
            places.push(place);
        }
    }
    work.summary.n_places = places.len();
    if places.is_empty() {
        return;
    }
    match List::<_, PLACES_MAX>::new(places) {
        Some(places) => work.run(Table::Places, DefinePlaces { places }),
        None => {
            work.flaws
                .push(super::Flaw::of_file(Table::Places, FlawKind::TooManyRows));
        }
    }
}

fn place(work: &mut Work<'_>, row: &Row<'_>) -> Option<Place> {
    let n_flaws = work.flaws.count();
    let name = row.text(Name, true, &mut work.flaws);
    let kind = kind(row.cell(Kind));
    if kind.is_none() {
        work.flaws.push(row.flaw(Kind, FlawKind::BadPlaceKind));
    }
    let capacity = row.number(Capacity, u16::MAX, &mut work.flaws);
    let site_name = row.text(Site, false, &mut work.flaws).unwrap_or_default();
    if work.flaws.count() > n_flaws {
        return None;
    }
    let (name, kind) = (name?, kind?);
    let Some(id) = work.labels.place_or_new(name) else {
        work.flaws.push(row.flaw(Name, FlawKind::UnknownPlace));
        return None;
    };
    let site = if site_name.is_empty() {
        // An event on one site need not name it.
        work.draft.place(id).map_or(SiteId(0), |place| place.site)
    } else if let Some(site) = work.labels.site(site_name) {
        site
    } else {
        work.flaws.push(row.flaw(Site, FlawKind::TooManySites));
        return None;
    };
    let capacity = capacity.unwrap_or(match kind {
        PlaceKind::Table | PlaceKind::Booth => 4,
        PlaceKind::Room => 50,
    });
    let key = CardKey::Place(id);
    let detail = if site_name.is_empty() {
        work.labels.detail_of(key)
    } else {
        site_name.to_owned()
    };
    work.labels.put(key, name, &detail, "");
    Some(Place {
        id,
        site,
        kind,
        capacity,
    })
}

fn kind(text: &str) -> Option<PlaceKind> {
    match fold(text).as_str() {
        "" | "table" => Some(PlaceKind::Table),
        "stand" | "booth" => Some(PlaceKind::Booth),
        "salle" | "room" => Some(PlaceKind::Room),
        _ => None,
    }
}
