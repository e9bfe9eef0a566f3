//! Tables `profiles` and `sectors`.

use protocol::Micros;
use protocol::id::{CompanyId, EventId, PersonId};
use protocol::limits::{PERSONS_MAX, SECTORS_MAX};
use uuid::Uuid;

use super::{Profile, Sector};
use crate::batch::{AroundRows, Writes};
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;

const PUT_PROFILES: AroundRows = AroundRows {
    attempt: "writing profiles",
    before: "INSERT INTO profiles (event_id, company_id, country, postcode, sector, published, \
             updated_at) ",
    after: " ON CONFLICT (event_id, company_id) DO UPDATE SET country = excluded.country, \
            postcode = excluded.postcode, \
            sector = excluded.sector, published = excluded.published, \
            updated_at = excluded.updated_at",
};
const PUT_SECTORS: AroundRows = AroundRows {
    attempt: "writing sectors",
    before: "INSERT INTO sectors (event_id, code, position, name_fr, name_en) ",
    after: "",
};

/// Rewrites the table without its dead rows, where the engine keeps them.
pub(crate) const REWRITE: &str = "VACUUM FULL profiles";

#[derive(sqlx::FromRow)]
struct Stored {
    company_id: Uuid,
    country: String,
    postcode: String,
    sector: String,
    published: String,
    updated_at: i64,
}

impl Stored {
    fn read(self) -> Profile {
        Profile {
            company: CompanyId::from(self.company_id),
            country: self.country,
            postcode: self.postcode,
            sector: self.sector,
            published: self.published,
            updated_at: Micros(self.updated_at),
        }
    }
}

pub(super) async fn profiles(link: &mut Link<'_>, event: EventId) -> Result<Vec<Profile>, Fault> {
    const LIST: &str = "SELECT company_id, country, postcode, sector, published, updated_at FROM profiles \
                        WHERE event_id = $1 ORDER BY company_id LIMIT $2";
    // A company has at least one person.
    let values = values![event.uuid(), code::limit(PERSONS_MAX)];
    let rows: Vec<Stored> = link.all("reading profiles", LIST, values).await?;
    Ok(rows.into_iter().map(Stored::read).collect())
}

pub(super) async fn profile(
    link: &mut Link<'_>,
    event: EventId,
    company: CompanyId,
) -> Result<Option<Profile>, Fault> {
    const FIND: &str = "SELECT company_id, country, postcode, sector, published, updated_at FROM profiles \
                        WHERE event_id = $1 AND company_id = $2";
    let values = values![event.uuid(), company.uuid()];
    let row: Option<Stored> = link.optional("reading a profile", FIND, values).await?;
    Ok(row.map(Stored::read))
}

pub(crate) async fn put_profiles(
    link: &mut Link<'_>,
    event: EventId,
    profiles: &[Profile],
) -> Result<(), Fault> {
    let rows: Vec<_> = profiles
        .iter()
        .map(|profile| {
            values![
                event.uuid(),
                profile.company.uuid(),
                profile.country.clone(),
                profile.postcode.clone(),
                profile.sector.clone(),
                profile.published.clone(),
                profile.updated_at.0,
            ]
        })
        .collect();
    PUT_PROFILES
        .write(link, &rows, &mut Writes::default())
        .await
}

/// Deletes the profile of a person's company where nobody else is of it.
pub(crate) async fn delete_of_last(
    link: &mut Link<'_>,
    event: EventId,
    person: PersonId,
) -> Result<u64, Fault> {
    const DELETE: &str = "DELETE FROM profiles WHERE event_id = $1 AND company_id IN \
         (SELECT p.company_id FROM persons p WHERE p.event_id = $1 AND p.person_id = $2) \
         AND NOT EXISTS (SELECT 1 FROM persons o WHERE o.event_id = $1 \
         AND o.company_id = profiles.company_id AND o.person_id <> $2)";
    let values = values![event.uuid(), person.uuid()];
    link.execute("forgetting a profile", DELETE, values).await
}

pub(super) async fn sectors(link: &mut Link<'_>, event: EventId) -> Result<Vec<Sector>, Fault> {
    const LIST: &str = "SELECT code, name_fr, name_en FROM sectors WHERE event_id = $1 \
                        ORDER BY position, code LIMIT $2";
    let values = values![event.uuid(), code::limit(SECTORS_MAX)];
    let rows: Vec<(String, String, String)> = link.all("reading sectors", LIST, values).await?;
    Ok(rows
        .into_iter()
        .map(|(code, french, english)| Sector {
            code,
            french,
            english,
        })
        .collect())
}

pub(super) async fn sector_uses(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<(String, u64)>, Fault> {
    // What an organiser took out of the list long ago may still be named; the bound is of rows
    // that differ.
    const COUNT: &str = "SELECT sector, COUNT(*) FROM (\
         SELECT sector FROM registrations WHERE event_id = $1 AND sector <> '' \
         UNION ALL SELECT sector FROM profiles WHERE event_id = $1 AND sector <> ''\
         ) AS named GROUP BY sector ORDER BY sector LIMIT $2";
    let values = values![event.uuid(), code::limit(SECTORS_MAX * 2)];
    let rows: Vec<(String, i64)> = link.all("counting sectors", COUNT, values).await?;
    rows.into_iter()
        .map(|(sector, n)| Ok((sector, code::number("sectors.uses", n)?)))
        .collect()
}

pub(super) async fn put_sectors(
    link: &mut Link<'_>,
    event: EventId,
    sectors: &[Sector],
) -> Result<(), Fault> {
    const CLEAR: &str = "DELETE FROM sectors WHERE event_id = $1";
    link.execute("clearing sectors", CLEAR, values![event.uuid()])
        .await?;
    let rows: Vec<_> = (0_i64..)
        .zip(sectors)
        .map(|(position, sector)| {
            values![
                event.uuid(),
                sector.code.clone(),
                position,
                sector.french.clone(),
                sector.english.clone(),
            ]
        })
        .collect();
    PUT_SECTORS.write(link, &rows, &mut Writes::default()).await
}
