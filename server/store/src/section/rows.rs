//! Tables `profile_sections`, `profile_changes` and `profile_rights`.

use protocol::Micros;
use protocol::id::{CompanyId, DeskId, EventId, PersonId};
use protocol::limits::{PERSONS_MAX, PROFILE_CHANGES_KEPT_MAX, PROFILE_CHANGES_LISTED_MAX};
use uuid::Uuid;

use super::{
    ChangeState, ProfileChange, ProfileChangeHead, ProfileRights, ProfileSection, SectionKey,
};
use crate::code::{self, Word, corrupt};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

/// Rewrites the tables without their dead rows, where the engine keeps them.
pub(crate) const REWRITE: &str = "VACUUM FULL profile_sections, profile_changes";

/// A section's columns: the company, the word, the owner.
const fn columns(key: SectionKey) -> (Uuid, &'static str, Uuid) {
    match key {
        SectionKey::Person(company, person) => (company.uuid(), "person", person.uuid()),
        SectionKey::Company(company) => (company.uuid(), "company", company.uuid()),
        SectionKey::Products(company) => (company.uuid(), "products", company.uuid()),
    }
}

fn key(column: &'static str, company: Uuid, word: &str, owner: Uuid) -> Result<SectionKey, Fault> {
    let company = CompanyId::from(company);
    match word {
        "person" => Ok(SectionKey::Person(company, PersonId::from(owner))),
        "company" => Ok(SectionKey::Company(company)),
        "products" => Ok(SectionKey::Products(company)),
        _ => Err(corrupt(column)),
    }
}

#[derive(sqlx::FromRow)]
struct SectionRow {
    company_id: Uuid,
    section: String,
    owner_id: Uuid,
    revision: i64,
    language: String,
    answers: String,
    waiting_id: Option<Uuid>,
    updated_at: i64,
}

impl SectionRow {
    fn read(self) -> Result<ProfileSection, Fault> {
        Ok(ProfileSection {
            key: key(
                "profile_sections.section",
                self.company_id,
                &self.section,
                self.owner_id,
            )?,
            revision: code::number("profile_sections.revision", self.revision)?,
            language: code::word("profile_sections.language", &self.language)?,
            answers: self.answers,
            waiting: self.waiting_id.map(DeskId::from),
            updated_at: Micros(self.updated_at),
        })
    }
}

pub(super) async fn sections(
    link: &mut Link<'_>,
    event: EventId,
    company: CompanyId,
) -> Result<Vec<ProfileSection>, Fault> {
    const LIST: &str = "SELECT company_id, section, owner_id, revision, language, answers, \
         waiting_id, updated_at FROM profile_sections WHERE event_id = $1 AND company_id = $2 \
         LIMIT $3";
    let values = values![event.uuid(), company.uuid(), code::limit(PERSONS_MAX + 2)];
    let rows: Vec<SectionRow> = link
        .all("reading a profile's sections", LIST, values)
        .await?;
    rows.into_iter().map(SectionRow::read).collect()
}

/// Writes a section over the revision that was seen, zero for none. Whether that was there, and
/// its person still takes part: an edit that is under way brings nobody back who was erased.
pub(super) async fn put_section(
    link: &mut Link<'_>,
    event: EventId,
    seen: u64,
    section: &ProfileSection,
) -> Result<bool, Fault> {
    const ATTEMPT: &str = "writing a profile's section";
    const INSERT: &str = "INSERT INTO profile_sections (event_id, company_id, section, owner_id, \
         revision, language, answers, waiting_id, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
    const UPDATE: &str = "UPDATE profile_sections SET revision = $5, language = $6, answers = $7, \
         waiting_id = $8, updated_at = $9 WHERE event_id = $1 AND company_id = $2 \
         AND section = $3 AND owner_id = $4 AND revision = $10";
    if let SectionKey::Person(_, person) = section.key {
        const GONE: &str =
            "SELECT is_withdrawn FROM persons WHERE event_id = $1 AND person_id = $2";
        let values = values![event.uuid(), person.uuid()];
        let gone: Option<(bool,)> = link.optional(ATTEMPT, GONE, values).await?;
        if gone.is_none_or(|(is_withdrawn,)| is_withdrawn) {
            return Ok(false);
        }
    }
    let (company, word, owner) = columns(section.key);
    let mut values = values![
        event.uuid(),
        company,
        word,
        owner,
        code::position(section.revision),
        section.language.word(),
        section.answers.clone(),
        section.waiting.map(DeskId::uuid),
        section.updated_at.0,
    ];
    let statement = if seen == 0 {
        INSERT
    } else {
        values.push(Value::from(code::position(seen)));
        UPDATE
    };
    let n_rows = link.execute(ATTEMPT, statement, values).await?;
    Ok(n_rows == 1)
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    change_id: Uuid,
    company_id: Uuid,
    section: String,
    owner_id: Uuid,
    state: String,
    revision: i64,
    language: String,
    made_at: i64,
    made_by: String,
    made_by_id: Option<Uuid>,
    decided_at: Option<i64>,
    decided_by: String,
    decided_by_id: Option<Uuid>,
}

impl HeadRow {
    fn read(self) -> Result<ProfileChangeHead, Fault> {
        Ok(ProfileChangeHead {
            id: DeskId::from(self.change_id),
            key: key(
                "profile_changes.section",
                self.company_id,
                &self.section,
                self.owner_id,
            )?,
            state: code::word("profile_changes.state", &self.state)?,
            revision: code::number("profile_changes.revision", self.revision)?,
            language: code::word("profile_changes.language", &self.language)?,
            made_at: Micros(self.made_at),
            made_by: code::actor("profile_changes.made_by", &self.made_by, self.made_by_id)?,
            decided_at: code::instant(self.decided_at),
            decided_by: code::actor(
                "profile_changes.decided_by",
                &self.decided_by,
                self.decided_by_id,
            )?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    head: HeadRow,
    answers_before: String,
    answers_after: String,
    reason: String,
}

impl Row {
    fn read(self) -> Result<ProfileChange, Fault> {
        Ok(ProfileChange {
            head: self.head.read()?,
            before: self.answers_before,
            after: self.answers_after,
            reason: self.reason,
        })
    }
}

macro_rules! columns {
    (head) => {
        "change_id, company_id, section, owner_id, state, revision, language, made_at, made_by, \
         made_by_id, decided_at, decided_by, decided_by_id"
    };
    (whole) => {
        concat!(columns!(head), ", answers_before, answers_after, reason")
    };
}

pub(super) async fn changes(
    link: &mut Link<'_>,
    event: EventId,
    state: Option<ChangeState>,
) -> Result<Vec<ProfileChangeHead>, Fault> {
    const OF_STATE: &str = concat!(
        "SELECT ",
        columns!(head),
        " FROM profile_changes WHERE event_id = $1 AND state = $2 \
         ORDER BY made_at, change_id LIMIT $3"
    );
    const ALL: &str = concat!(
        "SELECT ",
        columns!(head),
        " FROM profile_changes WHERE event_id = $1 ORDER BY made_at DESC, change_id LIMIT $2"
    );
    let attempt = "listing changes of profiles";
    let limit = code::limit(PROFILE_CHANGES_LISTED_MAX);
    let rows: Vec<HeadRow> = match state {
        Some(state) => {
            let values = values![event.uuid(), state.word(), limit];
            link.all(attempt, OF_STATE, values).await?
        }
        None => link.all(attempt, ALL, values![event.uuid(), limit]).await?,
    };
    rows.into_iter().map(HeadRow::read).collect()
}

pub(super) async fn changes_of(
    link: &mut Link<'_>,
    event: EventId,
    company: CompanyId,
) -> Result<Vec<ProfileChange>, Fault> {
    const LIST: &str = concat!(
        "SELECT ",
        columns!(whole),
        " FROM profile_changes WHERE event_id = $1 AND company_id = $2 \
         ORDER BY made_at DESC, change_id LIMIT $3"
    );
    let limit = code::limit(PROFILE_CHANGES_KEPT_MAX * 2);
    let values = values![event.uuid(), company.uuid(), limit];
    let rows: Vec<Row> = link
        .all("reading a profile's changes", LIST, values)
        .await?;
    rows.into_iter().map(Row::read).collect()
}

pub(super) async fn change(
    link: &mut Link<'_>,
    event: EventId,
    id: DeskId,
) -> Result<Option<ProfileChange>, Fault> {
    const FIND: &str = concat!(
        "SELECT ",
        columns!(whole),
        " FROM profile_changes WHERE event_id = $1 AND change_id = $2"
    );
    let values = values![event.uuid(), id.uuid()];
    let row: Option<Row> = link.optional("reading a change", FIND, values).await?;
    row.map(Row::read).transpose()
}

pub(super) async fn put_change(
    link: &mut Link<'_>,
    event: EventId,
    change: &ProfileChange,
) -> Result<(), Fault> {
    const PUT: &str = "INSERT INTO profile_changes (event_id, change_id, company_id, section, \
         owner_id, state, revision, language, answers_before, answers_after, reason, made_at, \
         made_by, made_by_id, decided_at, decided_by, decided_by_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
         ON CONFLICT (event_id, change_id) DO UPDATE SET state = excluded.state, \
         revision = excluded.revision, language = excluded.language, \
         answers_before = excluded.answers_before, answers_after = excluded.answers_after, \
         reason = excluded.reason, made_at = excluded.made_at, made_by = excluded.made_by, \
         made_by_id = excluded.made_by_id, decided_at = excluded.decided_at, \
         decided_by = excluded.decided_by, decided_by_id = excluded.decided_by_id";
    let head = &change.head;
    let (company, word, owner) = columns(head.key);
    let (made_by, made_by_id) = code::actor_columns(head.made_by);
    let (decided_by, decided_by_id) = code::actor_columns(head.decided_by);
    let values = values![
        event.uuid(),
        head.id.uuid(),
        company,
        word,
        owner,
        head.state.word(),
        code::position(head.revision),
        head.language.word(),
        change.before.clone(),
        change.after.clone(),
        change.reason.clone(),
        head.made_at.0,
        made_by,
        made_by_id,
        head.decided_at.map(|at| at.0),
        decided_by,
        decided_by_id,
    ];
    link.execute("writing a change", PUT, values)
        .await
        .map(drop)
}

/// Lets go of the oldest changes of a company that nobody waits for.
pub(super) async fn prune(
    link: &mut Link<'_>,
    event: EventId,
    company: CompanyId,
) -> Result<(), Fault> {
    const PRUNE: &str = "DELETE FROM profile_changes WHERE event_id = $1 AND change_id IN \
         (SELECT change_id FROM profile_changes WHERE event_id = $1 AND company_id = $2 \
         AND state <> 'waiting' ORDER BY made_at DESC, change_id LIMIT $3 OFFSET $4)";
    let kept = code::limit(PROFILE_CHANGES_KEPT_MAX);
    let values = values![event.uuid(), company.uuid(), kept, kept];
    link.execute("letting changes go", PRUNE, values)
        .await
        .map(drop)
}

pub(super) async fn rights(
    link: &mut Link<'_>,
    event: EventId,
    company: CompanyId,
) -> Result<ProfileRights, Fault> {
    const FIND: &str =
        "SELECT revision, editors FROM profile_rights WHERE event_id = $1 AND company_id = $2";
    let values = values![event.uuid(), company.uuid()];
    let row: Option<(i64, String)> = link.optional("reading rights", FIND, values).await?;
    let Some((revision, editors)) = row else {
        return Ok(ProfileRights::default());
    };
    let editors = editors
        .split_whitespace()
        .map(|text| PersonId::parse(text).ok_or_else(|| corrupt("profile_rights.editors")));
    Ok(ProfileRights {
        revision: code::number("profile_rights.revision", revision)?,
        editors: editors.collect::<Result<_, _>>()?,
    })
}

pub(super) async fn put_rights(
    link: &mut Link<'_>,
    event: EventId,
    company: CompanyId,
    seen: u64,
    rights: &ProfileRights,
) -> Result<bool, Fault> {
    const PUT: &str = "INSERT INTO profile_rights (event_id, company_id, revision, editors) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (event_id, company_id) DO UPDATE SET \
         revision = excluded.revision, editors = excluded.editors \
         WHERE profile_rights.revision = $5";
    let editors: Vec<String> = rights.editors.iter().map(ToString::to_string).collect();
    let values = values![
        event.uuid(),
        company.uuid(),
        code::position(rights.revision),
        editors.join(" "),
        code::position(seen),
    ];
    let n_rows = link.execute("giving rights", PUT, values).await?;
    Ok(n_rows == 1)
}

/// Deletes what a person says of himself, and what his company says where he was its last; of what
/// he wished to change of it, nothing stays either.
pub(crate) async fn forget_person(
    link: &mut Link<'_>,
    event: EventId,
    person: PersonId,
) -> Result<(), Fault> {
    const ATTEMPT: &str = "forgetting a profile's sections";
    const OWN: [&str; 2] = [
        "DELETE FROM profile_sections WHERE event_id = $1 AND section = 'person' \
         AND owner_id = $2",
        "DELETE FROM profile_changes WHERE event_id = $1 AND \
         ((section = 'person' AND owner_id = $2) OR made_by_id = $2)",
    ];
    const OF_LAST: [&str; 3] = [
        "DELETE FROM profile_sections WHERE event_id = $1 AND company_id IN \
         (SELECT p.company_id FROM persons p WHERE p.event_id = $1 AND p.person_id = $2) \
         AND NOT EXISTS (SELECT 1 FROM persons o WHERE o.event_id = $1 \
         AND o.company_id = profile_sections.company_id AND o.person_id <> $2)",
        "DELETE FROM profile_changes WHERE event_id = $1 AND company_id IN \
         (SELECT p.company_id FROM persons p WHERE p.event_id = $1 AND p.person_id = $2) \
         AND NOT EXISTS (SELECT 1 FROM persons o WHERE o.event_id = $1 \
         AND o.company_id = profile_changes.company_id AND o.person_id <> $2)",
        "DELETE FROM profile_rights WHERE event_id = $1 AND company_id IN \
         (SELECT p.company_id FROM persons p WHERE p.event_id = $1 AND p.person_id = $2) \
         AND NOT EXISTS (SELECT 1 FROM persons o WHERE o.event_id = $1 \
         AND o.company_id = profile_rights.company_id AND o.person_id <> $2)",
    ];
    for statement in OWN.into_iter().chain(OF_LAST) {
        let values = values![event.uuid(), person.uuid()];
        link.execute(ATTEMPT, statement, values).await?;
    }
    Ok(())
}
