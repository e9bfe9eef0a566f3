//! Table `consents`: who agreed to be written to about the organiser's services, and who withdrew
//! it. One row a person: what he said last, and when.

use protocol::Micros;
use protocol::id::{EventId, PersonId};
use uuid::Uuid;

use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::registration::Consent;
use crate::statement::values;

#[derive(sqlx::FromRow)]
struct Row {
    person_id: Uuid,
    wording_version: i64,
    given_at: i64,
    withdrawn_at: Option<i64>,
}

impl Row {
    fn read(self) -> Result<(PersonId, Consent), Fault> {
        let consent = Consent {
            wording_version: code::number("consents.wording_version", self.wording_version)?,
            given_at: Micros(self.given_at),
            withdrawn_at: code::instant(self.withdrawn_at),
        };
        Ok((self.person_id.into(), consent))
    }
}

pub(crate) async fn put(
    link: &mut Link<'_>,
    event: EventId,
    person: PersonId,
    consent: &Consent,
) -> Result<(), Fault> {
    const PUT: &str = "INSERT INTO consents \
         (event_id, person_id, wording_version, given_at, withdrawn_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (event_id, person_id) DO UPDATE SET \
         wording_version = excluded.wording_version, given_at = excluded.given_at, \
         withdrawn_at = excluded.withdrawn_at";
    let values = values![
        event.uuid(),
        person.uuid(),
        i64::from(consent.wording_version),
        consent.given_at.0,
        consent.withdrawn_at.map(|at| at.0),
    ];
    link.execute("writing a consent", PUT, values)
        .await
        .map(drop)
}

pub(crate) async fn find(
    link: &mut Link<'_>,
    event: EventId,
    person: PersonId,
) -> Result<Option<Consent>, Fault> {
    const FIND: &str = "SELECT person_id, wording_version, given_at, withdrawn_at FROM consents \
                        WHERE event_id = $1 AND person_id = $2";
    let values = values![event.uuid(), person.uuid()];
    let row: Option<Row> = link.optional("reading a consent", FIND, values).await?;
    row.map(|row| row.read().map(|(_, consent)| consent))
        .transpose()
}

/// Those that are in force, by person.
pub(crate) async fn given(
    link: &mut Link<'_>,
    event: EventId,
    n_max: usize,
) -> Result<Vec<(PersonId, Consent)>, Fault> {
    const LIST: &str = "SELECT person_id, wording_version, given_at, withdrawn_at FROM consents \
                        WHERE event_id = $1 AND withdrawn_at IS NULL \
                        ORDER BY person_id LIMIT $2";
    let values = values![event.uuid(), code::limit(n_max)];
    let rows: Vec<Row> = link.all("listing consents", LIST, values).await?;
    rows.into_iter().map(Row::read).collect()
}

pub(crate) async fn forget(
    link: &mut Link<'_>,
    event: EventId,
    person: PersonId,
) -> Result<(), Fault> {
    const FORGET: &str = "DELETE FROM consents WHERE event_id = $1 AND person_id = $2";
    let values = values![event.uuid(), person.uuid()];
    link.execute("forgetting a consent", FORGET, values)
        .await
        .map(drop)
}
