//! Table `persons`: what the rules need to know of a person; never a name.

use domain::State;
use protocol::id::{CompanyId, EventId, PersonId};
use protocol::limits::TAGS_MAX;
use protocol::{Absence, ExpertTerms, Figures, List, Micros, Person, Tag};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, Word, corrupt};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Persons;

impl StateTable for Persons {
    type Key = PersonId;
    type Row = Person;

    const PUT: AroundRows = AroundRows {
        attempt: "writing persons",
        before: "INSERT INTO persons (event_id, person_id, company_id, organisation_id, side, \
                 is_expert, meetings_max, absent_from, absent_until, availability, home_place_id, \
                 tags_offered, tags_sought, is_withdrawn, figures) ",
        after: " ON CONFLICT (event_id, person_id) DO UPDATE SET \
                company_id = excluded.company_id, organisation_id = excluded.organisation_id, \
                side = excluded.side, is_expert = excluded.is_expert, \
                meetings_max = excluded.meetings_max, absent_from = excluded.absent_from, \
                absent_until = excluded.absent_until, availability = excluded.availability, \
                home_place_id = excluded.home_place_id, tags_offered = excluded.tags_offered, \
                tags_sought = excluded.tags_sought, is_withdrawn = excluded.is_withdrawn, \
                figures = excluded.figures",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting persons",
        before: "DELETE FROM persons WHERE (event_id, person_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: PersonId) -> Option<Person> {
        state.person(key).cloned()
    }

    fn key(event: EventId, key: PersonId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, row: &Person) -> Vec<Value> {
        let terms = row.expert.as_ref();
        let absence = terms.and_then(|terms| terms.absence.as_ref());
        values![
            event.uuid(),
            row.id.uuid(),
            row.company.uuid(),
            row.organisation.uuid(),
            row.side.word(),
            terms.is_some(),
            terms.and_then(|terms| terms.meetings_max).map(i64::from),
            absence.map(|absence| absence.from.0),
            absence.and_then(|absence| absence.until).map(|at| at.0),
            code::slot_bytes(row.availability),
            row.home.map(|place| place.uuid()),
            tag_bytes(&row.offered),
            tag_bytes(&row.sought),
            row.is_withdrawn,
            row.figures.as_ref().map(Figures::encode),
        ]
    }
}

/// Two bytes per keyword, in the order in which the person gave them.
fn tag_bytes(tags: &[Tag]) -> Vec<u8> {
    tags.iter().flat_map(|tag| tag.0.to_be_bytes()).collect()
}

fn tags(column: &'static str, stored: &[u8]) -> Result<List<Tag, TAGS_MAX>, Fault> {
    let (pairs, rest) = stored.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(corrupt(column));
    }
    let tags = pairs.iter().map(|pair| Tag(u16::from_be_bytes(*pair)));
    List::new(tags.collect()).ok_or_else(|| corrupt(column))
}

/// Figures are read and written whole, as they travel.
fn figures(stored: Option<&[u8]>) -> Result<Option<Figures>, Fault> {
    stored
        .map(Figures::decode)
        .transpose()
        .map_err(|_| corrupt("persons.figures"))
}

#[derive(sqlx::FromRow)]
struct Stored {
    person_id: Uuid,
    company_id: Uuid,
    organisation_id: Uuid,
    side: String,
    is_expert: bool,
    meetings_max: Option<i64>,
    absent_from: Option<i64>,
    absent_until: Option<i64>,
    availability: Vec<u8>,
    home_place_id: Option<Uuid>,
    tags_offered: Vec<u8>,
    tags_sought: Vec<u8>,
    is_withdrawn: bool,
    figures: Option<Vec<u8>>,
}

impl Stored {
    fn terms(&self) -> Result<Option<ExpertTerms>, Fault> {
        if !self.is_expert {
            return Ok(None);
        }
        Ok(Some(ExpertTerms {
            meetings_max: self
                .meetings_max
                .map(|n| code::number("persons.meetings_max", n))
                .transpose()?,
            absence: self.absent_from.map(|from| Absence {
                from: Micros(from),
                until: code::instant(self.absent_until),
            }),
        }))
    }
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Person>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading persons",
        "SELECT person_id, company_id, organisation_id, side, is_expert, meetings_max, \
         absent_from, absent_until, availability, home_place_id, tags_offered, tags_sought, \
         is_withdrawn, figures FROM persons WHERE event_id = $1 ORDER BY person_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Person {
                id: row.person_id.into(),
                company: row.company_id.into(),
                organisation: row.organisation_id.into(),
                side: code::word("persons.side", &row.side)?,
                expert: row.terms()?,
                availability: code::slots("persons.availability", &row.availability)?,
                home: row.home_place_id.map(Into::into),
                offered: tags("persons.tags_offered", &row.tags_offered)?,
                sought: tags("persons.tags_sought", &row.tags_sought)?,
                is_withdrawn: row.is_withdrawn,
                figures: figures(row.figures.as_deref())?,
            })
        })
        .collect()
}

/// The company that a person belongs to.
pub(crate) async fn company_of(
    link: &mut Link<'_>,
    event: EventId,
    person: PersonId,
) -> Result<Option<CompanyId>, Fault> {
    const FIND: &str = "SELECT company_id FROM persons WHERE event_id = $1 AND person_id = $2";
    let row: Option<(Uuid,)> = link
        .optional(
            "looking a company up",
            FIND,
            values![event.uuid(), person.uuid()],
        )
        .await?;
    Ok(row.map(|(company,)| company.into()))
}
