//! Participants and experts. Somebody who is known already is not registered twice: what differs
//! and can be changed is changed.

use std::collections::BTreeSet;

use protocol::card::CardKey;
use protocol::command::{AssignPerson, ChangeAvailability, LimitExpert, RegisterPersons};
use protocol::limits::TAGS_MAX;
use protocol::{ExpertTerms, List, Person, Side, SlotSet, Tag};

use super::availability::Availability;
use super::columns::Column;
use super::columns::fold;
use super::flaw::{Flaw, FlawKind};
use super::moments::{Moments, WhenError};
use super::profile::Profiles;
use super::sheet::{Row, Sheet};
use super::{Table, Work};

/// The organiser in charge of whoever is given to nobody.
const ORGANISATION_DEFAULT: &str = "Organisateur";
/// Most meetings that an expert may be limited to.
const MEETINGS_MAX_MAX: u16 = 1_000;

pub(super) fn read(
    work: &mut Work<'_>,
    moments: &Moments,
    sheets: [Option<Sheet>; 2],
    availability: &Availability,
) {
    let mut seen = BTreeSet::new();
    let mut newcomers = Vec::new();
    let mut profiles = Profiles::default();
    let mut read_tables = Vec::new();
    for sheet in sheets.iter().flatten() {
        read_tables.push(sheet.table);
        let broken = sheet
            .broken_cells(Column::Id)
            .map(|external| work.labels.person(external));
        work.named.extend(broken);
        for row in sheet.rows() {
            // Requests of somebody whose line is faulty are not faulty for that.
            work.named.insert(work.labels.person(row.cell(Column::Id)));
            let Some(mut person) = person(work, moments, sheet.table, &row, availability) else {
                continue;
            };
            if !seen.insert(person.id) {
                work.flaws.push(row.flaw(Column::Id, FlawKind::RepeatedId));
                continue;
            }
            profiles.read(work, &row, person.id);
            match work.draft.person(person.id).cloned() {
                Some(before) => change(work, &row, &before, &person),
                None => {
                    profiles.enrol(work, &mut person);
                    newcomers.push(person);
                }
            }
        }
    }
    register(work, newcomers, read_tables.first().copied());
    profiles.apply(work);
    for (person, (slots, unknown)) in availability {
        match work.draft.person(*person) {
            None if !work.is_named(*person) => work.flaws.push(unknown.clone()),
            Some(row) if row.availability != *slots && !seen.contains(person) => {
                let command = ChangeAvailability {
                    person: *person,
                    availability: *slots,
                };
                work.summary.n_persons_changed += 1;
                work.run(Table::Availability, command);
            }
            Some(_) | None => {}
        }
    }
}

fn register(work: &mut Work<'_>, newcomers: Vec<Person>, table: Option<Table>) {
    let Some(table) = table else { return };
    if newcomers.is_empty() {
        return;
    }
    work.summary.n_persons = newcomers.len();
    work.newcomers = newcomers.iter().map(|person| person.id).collect();
    match List::new(newcomers) {
        Some(persons) => work.run(table, RegisterPersons { persons }),
        None => work.flaws.push(Flaw::of_file(table, FlawKind::TooManyRows)),
    }
}

/// What may change of a person by importing again. Company, side, keywords and place stay as they
/// were registered; names are labels and were put already.
fn change(work: &mut Work<'_>, row: &Row<'_>, before: &Person, after: &Person) {
    if before.expert.is_some() != after.expert.is_some() {
        work.flaws
            .push(row.flaw(Column::Id, FlawKind::ParticipantAndExpert));
        return;
    }
    let table = if after.expert.is_some() {
        Table::Experts
    } else {
        Table::Participants
    };
    let n_commands = work.commands.len();
    if before.availability != after.availability {
        let command = ChangeAvailability {
            person: after.id,
            availability: after.availability,
        };
        work.run(table, command);
    }
    if before.organisation != after.organisation {
        let command = AssignPerson {
            person: after.id,
            organisation: after.organisation,
        };
        work.run(table, command);
    }
    let limit = |person: &Person| person.expert.as_ref().and_then(|terms| terms.meetings_max);
    if limit(before) != limit(after) {
        work.run(
            table,
            LimitExpert {
                expert: after.id,
                meetings_max: limit(after),
            },
        );
    }
    work.summary.n_persons_changed += usize::from(work.commands.len() > n_commands);
}

fn person(
    work: &mut Work<'_>,
    moments: &Moments,
    table: Table,
    row: &Row<'_>,
    availability: &Availability,
) -> Option<Person> {
    let n_flaws = work.flaws.count();
    let external = row.text(Column::Id, true, &mut work.flaws);
    let last_name = row.text(Column::LastName, true, &mut work.flaws);
    let first_name = row.text(Column::FirstName, false, &mut work.flaws);
    let function = row.text(Column::Function, false, &mut work.flaws);
    let company = row.text(Column::Company, true, &mut work.flaws);
    let organisation = row.text(Column::Organisation, false, &mut work.flaws);
    let country = country(work, row);
    let side = side(work, row);
    let offered = keywords(work, row, Column::Offered);
    let sought = keywords(work, row, Column::Sought);
    let home = home(work, row);
    let slots = slots(work, moments, row);
    let meetings_max = row.number(Column::MeetingsMax, MEETINGS_MAX_MAX, &mut work.flaws);
    let name = format!(
        "{} {}",
        first_name.unwrap_or_default(),
        last_name.unwrap_or_default()
    );
    if name.chars().count() > protocol::limits::LABEL_CHARS_MAX {
        work.flaws
            .push(row.flaw(Column::LastName, FlawKind::TooLong));
    }
    if work.flaws.count() > n_flaws {
        return None;
    }
    let id = work.labels.person(external?);
    let organisation = organisation.filter(|name| !name.is_empty());
    let organisation = work
        .labels
        .organisation(organisation.unwrap_or(ORGANISATION_DEFAULT));
    let company = work.labels.company(company?, country);
    work.labels.put(
        CardKey::Person(id),
        name.trim(),
        function.unwrap_or_default(),
        "",
    );
    let is_expert = table == Table::Experts;
    Some(Person {
        id,
        company,
        organisation,
        side: if is_expert { Side::Host } else { side },
        expert: is_expert.then_some(ExpertTerms {
            meetings_max,
            absence: None,
        }),
        availability: availability.get(&id).map_or(slots, |(slots, _)| *slots),
        home,
        offered,
        sought,
        is_withdrawn: false,
        figures: None,
    })
}

fn country<'a>(work: &mut Work<'_>, row: &Row<'a>) -> &'a str {
    let country = row.cell(Column::Country);
    let is_code = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
    if !country.is_empty() && !is_code {
        work.flaws
            .push(row.flaw(Column::Country, FlawKind::BadCountry));
    }
    country
}

fn side(work: &mut Work<'_>, row: &Row<'_>) -> Side {
    match fold(row.cell(Column::Side)).as_str() {
        "exposant" | "acheteur" | "hote" | "host" | "exhibitor" | "buyer" => Side::Host,
        "" | "visiteur" | "fournisseur" | "invite" | "guest" | "visitor" | "supplier" => {
            Side::Guest
        }
        _ => {
            work.flaws.push(row.flaw(Column::Side, FlawKind::BadSide));
            Side::Guest
        }
    }
}

fn keywords(work: &mut Work<'_>, row: &Row<'_>, column: Column) -> List<Tag, TAGS_MAX> {
    let mut tags = Vec::new();
    for label in row
        .cell(column)
        .split('|')
        .map(str::trim)
        .filter(|label| !label.is_empty())
    {
        if label.chars().count() > protocol::limits::LABEL_CHARS_MAX {
            work.flaws
                .push(row.flaw_at(column, FlawKind::TooLong, label));
            return List::default();
        }
        let tag = work.labels.tag(label);
        let Some(tag) = tag.filter(|tag| tags.len() < TAGS_MAX || tags.contains(tag)) else {
            work.flaws.push(row.flaw(column, FlawKind::TooManyKeywords));
            return List::default();
        };
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    List::new(tags).unwrap_or_default()
}

fn home(work: &mut Work<'_>, row: &Row<'_>) -> Option<protocol::id::PlaceId> {
    let name = row.cell(Column::Home);
    if name.is_empty() {
        return None;
    }
    let place = work
        .labels
        .place(name)
        .filter(|place| work.draft.place(*place).is_some());
    if place.is_none() && !work.faulty.contains(&Table::Places) {
        work.flaws
            .push(row.flaw(Column::Home, FlawKind::UnknownPlace));
    }
    place
}

fn slots(work: &mut Work<'_>, moments: &Moments, row: &Row<'_>) -> SlotSet {
    match moments.read(row.cell(Column::Availability)) {
        Ok(slots) => slots,
        Err(error) => {
            let (kind, part) = match error {
                WhenError::Unreadable(part) => (FlawKind::BadAvailability, part),
                WhenError::NoSlot(part) => (FlawKind::NoSlotThen, part),
            };
            work.flaws
                .push(row.flaw_at(Column::Availability, kind, &part));
            SlotSet::EMPTY
        }
    }
}
