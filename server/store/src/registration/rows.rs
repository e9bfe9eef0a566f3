//! Tables `registration_forms`, `registrations`, `registration_persons` and `registration_files`.

use protocol::Micros;
use protocol::id::{AttachmentId, CompanyId, EventId, PersonId, RegistrationId};
use protocol::limits::{ATTACHMENTS_MAX, REGISTRATION_PEOPLE_MAX, REGISTRATIONS_MAX};
use uuid::Uuid;

use super::{
    Attachment, Registration, RegistrationFilter, RegistrationForm, RegistrationHead,
    RegistrationState,
};
use crate::batch::{AroundRows, Writes};
use crate::code::{self, Word, corrupt};
use crate::fault::Fault;
use crate::files::rows::delete_chunks;
use crate::link::Link;
use crate::sign_in::TokenHash;
use crate::statement::{Value, values};

/// Rewrites the tables without their dead rows, where the engine keeps them.
pub(crate) const REWRITE: &str = "VACUUM FULL registrations, registration_files";

/// Companies alike that a validator is shown.
const ALIKE_MAX: usize = 10;

#[derive(sqlx::FromRow)]
struct HeadRow {
    registration_id: Uuid,
    state: String,
    revision: i64,
    language: String,
    company_id: Uuid,
    title: String,
    country: String,
    sector: String,
    postcode: String,
    email: String,
    is_on_site: bool,
    created_at: i64,
    saved_at: i64,
    submitted_at: Option<i64>,
    decided_at: Option<i64>,
}

impl HeadRow {
    fn read(self) -> Result<RegistrationHead, Fault> {
        Ok(RegistrationHead {
            id: RegistrationId::from(self.registration_id),
            state: code::word("registrations.state", &self.state)?,
            revision: code::number("registrations.revision", self.revision)?,
            language: code::word("registrations.language", &self.language)?,
            company: CompanyId::from(self.company_id),
            title: self.title,
            country: self.country,
            sector: self.sector,
            postcode: self.postcode,
            email: self.email,
            is_on_site: self.is_on_site,
            created_at: Micros(self.created_at),
            saved_at: Micros(self.saved_at),
            submitted_at: code::instant(self.submitted_at),
            decided_at: code::instant(self.decided_at),
        })
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    head: HeadRow,
    name_folded: String,
    vat: String,
    answers: String,
    verdicts: String,
    reason: String,
    wants_news: bool,
    consented_at: Option<i64>,
    notice_version: i64,
    decided_by: String,
    decided_by_id: Option<Uuid>,
}

impl Row {
    fn read(self) -> Result<Registration, Fault> {
        let by = code::actor(
            "registrations.decided_by",
            &self.decided_by,
            self.decided_by_id,
        )?;
        Ok(Registration {
            head: self.head.read()?,
            name_folded: self.name_folded,
            vat: self.vat,
            answers: self.answers,
            verdicts: self.verdicts,
            reason: self.reason,
            wants_news: self.wants_news,
            consented_at: code::instant(self.consented_at),
            notice_version: code::number("registrations.notice_version", self.notice_version)?,
            decided_by: by,
        })
    }
}

/// The values after event, id and secret, in the order of the statements below.
fn content(registration: &Registration) -> Vec<Value> {
    let head = &registration.head;
    let (by, by_id) = code::actor_columns(registration.decided_by);
    values![
        head.state.word(),
        code::position(head.revision),
        head.language.word(),
        head.company.uuid(),
        head.title.clone(),
        registration.name_folded.clone(),
        head.country.clone(),
        head.sector.clone(),
        registration.vat.clone(),
        head.email.clone(),
        registration.answers.clone(),
        registration.verdicts.clone(),
        registration.reason.clone(),
        head.is_on_site,
        registration.wants_news,
        registration.consented_at.map(|at| at.0),
        i64::from(registration.notice_version),
        head.created_at.0,
        head.saved_at.0,
        head.submitted_at.map(|at| at.0),
        head.decided_at.map(|at| at.0),
        by,
        by_id,
        head.postcode.clone(),
    ]
}

pub(crate) async fn insert(
    link: &mut Link<'_>,
    event: EventId,
    secret: &TokenHash,
    registration: &Registration,
) -> Result<(), Fault> {
    const INSERT: &str = "INSERT INTO registrations (event_id, registration_id, secret_hash, \
         state, revision, language, company_id, title, name_folded, country, sector, vat, email, \
         answers, verdicts, reason, is_on_site, wants_news, consented_at, notice_version, \
         created_at, saved_at, submitted_at, decided_at, decided_by, decided_by_id, postcode) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
         $19, $20, $21, $22, $23, $24, $25, $26, $27)";
    let mut values = values![event.uuid(), registration.head.id.uuid(), secret.to_vec(),];
    values.extend(content(registration));
    link.execute("beginning a registration", INSERT, values)
        .await
        .map(drop)
}

/// Writes over the revision that was seen, in this state where one is named. Whether it was there.
pub(crate) async fn update(
    link: &mut Link<'_>,
    event: EventId,
    seen: u64,
    state: Option<RegistrationState>,
    registration: &Registration,
) -> Result<bool, Fault> {
    const UPDATE: &str = "UPDATE registrations SET state = $4, revision = $5, language = $6, \
         company_id = $7, title = $8, name_folded = $9, country = $10, sector = $11, vat = $12, \
         email = $13, answers = $14, verdicts = $15, reason = $16, is_on_site = $17, \
         wants_news = $18, consented_at = $19, notice_version = $20, created_at = $21, \
         saved_at = $22, submitted_at = $23, decided_at = $24, decided_by = $25, \
         decided_by_id = $26, postcode = $27 \
         WHERE event_id = $1 AND registration_id = $2 AND revision = $3 \
         AND ($28 = '' OR state = $28)";
    let mut values = values![
        event.uuid(),
        registration.head.id.uuid(),
        code::position(seen),
    ];
    values.extend(content(registration));
    values.push(Value::from(state.map_or("", Word::word)));
    link.execute("writing a registration", UPDATE, values)
        .await
        .map(|n_rows| n_rows == 1)
}

macro_rules! columns {
    (head) => {
        "registration_id, state, revision, language, company_id, title, country, sector, postcode, email, \
         is_on_site, created_at, saved_at, submitted_at, decided_at"
    };
    (whole) => {
        concat!(
            columns!(head),
            ", name_folded, vat, answers, verdicts, reason, wants_news, consented_at, \
             notice_version, decided_by, decided_by_id"
        )
    };
}

pub(crate) async fn find(
    link: &mut Link<'_>,
    event: EventId,
    id: RegistrationId,
) -> Result<Option<Registration>, Fault> {
    const FIND: &str = concat!(
        "SELECT ",
        columns!(whole),
        " FROM registrations WHERE event_id = $1 AND registration_id = $2"
    );
    let values = values![event.uuid(), id.uuid()];
    let row: Option<Row> = link
        .optional("reading a registration", FIND, values)
        .await?;
    row.map(Row::read).transpose()
}

pub(super) async fn find_by_secret(
    link: &mut Link<'_>,
    event: EventId,
    secret: &TokenHash,
) -> Result<Option<Registration>, Fault> {
    const FIND: &str = concat!(
        "SELECT ",
        columns!(whole),
        " FROM registrations WHERE secret_hash = $2 AND event_id = $1"
    );
    let values = values![event.uuid(), secret.to_vec()];
    let row: Option<Row> = link
        .optional("resuming a registration", FIND, values)
        .await?;
    row.map(Row::read).transpose()
}

pub(super) async fn list(
    link: &mut Link<'_>,
    event: EventId,
    filter: &RegistrationFilter,
    n_max: usize,
) -> Result<Vec<RegistrationHead>, Fault> {
    const LIST: &str = concat!(
        "SELECT ",
        columns!(head),
        " FROM registrations WHERE event_id = $1 AND ($2 = '' OR state = $2) \
         AND ($2 <> '' OR state <> 'draft') AND ($3 = '' OR name_folded LIKE $4 ESCAPE '!') \
         AND ($5 = '' OR country = $5) AND ($6 = '' OR sector = $6) \
         ORDER BY submitted_at, created_at, registration_id LIMIT $7 OFFSET $8"
    );
    let mut pattern = String::from("%");
    for c in filter.name_folded.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    let values = values![
        event.uuid(),
        filter.state.map_or("", Word::word),
        filter.name_folded.clone(),
        pattern,
        filter.country.clone(),
        filter.sector.clone(),
        code::limit(n_max),
        i64::from(filter.n_before),
    ];
    let rows: Vec<HeadRow> = link.all("listing registrations", LIST, values).await?;
    rows.into_iter().map(HeadRow::read).collect()
}

pub(super) async fn count(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<(RegistrationState, u32)>, Fault> {
    const COUNT: &str = "SELECT state, COUNT(*) FROM registrations WHERE event_id = $1 \
                         GROUP BY state ORDER BY state";
    let rows: Vec<(String, i64)> = link
        .all("counting registrations", COUNT, values![event.uuid()])
        .await?;
    rows.into_iter()
        .map(|(state, n)| {
            let state = code::word("registrations.state", &state)?;
            Ok((state, code::number("registrations", n)?))
        })
        .collect()
}

pub(super) async fn alike(
    link: &mut Link<'_>,
    event: EventId,
    of: &Registration,
) -> Result<Vec<RegistrationHead>, Fault> {
    const ALIKE: &str = concat!(
        "SELECT ",
        columns!(head),
        " FROM registrations WHERE event_id = $1 AND registration_id <> $2 AND state <> 'draft' \
         AND (($3 <> '' AND name_folded = $3) OR ($4 <> '' AND vat = $4)) \
         ORDER BY created_at, registration_id LIMIT $5"
    );
    let values = values![
        event.uuid(),
        of.head.id.uuid(),
        of.name_folded.clone(),
        of.vat.clone(),
        code::limit(ALIKE_MAX),
    ];
    let rows: Vec<HeadRow> = link.all("looking for twins", ALIKE, values).await?;
    rows.into_iter().map(HeadRow::read).collect()
}

/// Makes these the persons of a registration.
pub(crate) async fn put_persons(
    link: &mut Link<'_>,
    event: EventId,
    id: RegistrationId,
    persons: &[PersonId],
) -> Result<(), Fault> {
    const CLEAR: &str =
        "DELETE FROM registration_persons WHERE event_id = $1 AND registration_id = $2";
    const PUT: AroundRows = AroundRows {
        attempt: "naming a registration's persons",
        before: "INSERT INTO registration_persons \
                 (event_id, person_id, registration_id, position) ",
        after: "",
    };
    let values = values![event.uuid(), id.uuid()];
    link.execute("naming a registration's persons", CLEAR, values)
        .await?;
    let rows: Vec<_> = (0_i64..)
        .zip(persons)
        .map(|(position, person)| values![event.uuid(), person.uuid(), id.uuid(), position])
        .collect();
    PUT.write(link, &rows, &mut Writes::default()).await
}

pub(crate) async fn persons(
    link: &mut Link<'_>,
    event: EventId,
    id: RegistrationId,
) -> Result<Vec<PersonId>, Fault> {
    const LIST: &str = "SELECT person_id FROM registration_persons WHERE event_id = $1 \
                        AND registration_id = $2 ORDER BY position LIMIT $3";
    let values = values![
        event.uuid(),
        id.uuid(),
        code::limit(REGISTRATION_PEOPLE_MAX)
    ];
    let rows: Vec<(Uuid,)> = link
        .all("reading a registration's persons", LIST, values)
        .await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

pub(super) async fn every_person(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<(RegistrationId, PersonId)>, Fault> {
    const LIST: &str = "SELECT registration_id, person_id FROM registration_persons \
                        WHERE event_id = $1 ORDER BY registration_id, position LIMIT $2";
    let n_registrations = usize::try_from(REGISTRATIONS_MAX).expect("a small bound");
    let n_max = code::limit(n_registrations * REGISTRATION_PEOPLE_MAX);
    let values = values![event.uuid(), n_max];
    let rows: Vec<(Uuid, Uuid)> = link
        .all("reading who registered by what", LIST, values)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(registration, person)| (registration.into(), person.into()))
        .collect())
}

/// Registrations of one company that took effect, the first submitted first.
pub(crate) async fn of_company(
    link: &mut Link<'_>,
    event: EventId,
    company: CompanyId,
) -> Result<Vec<RegistrationId>, Fault> {
    const LIST: &str = "SELECT registration_id FROM registrations WHERE event_id = $1 \
                        AND company_id = $2 AND state = 'validated' \
                        ORDER BY submitted_at, registration_id LIMIT $3";
    let values = values![
        event.uuid(),
        company.uuid(),
        code::limit(REGISTRATION_PEOPLE_MAX)
    ];
    let rows: Vec<(Uuid,)> = link
        .all("reading a company's registrations", LIST, values)
        .await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

pub(super) async fn id_of(
    link: &mut Link<'_>,
    event: EventId,
    person: PersonId,
) -> Result<Option<RegistrationId>, Fault> {
    const FIND: &str = "SELECT registration_id FROM registration_persons WHERE event_id = $1 \
                        AND person_id = $2 ORDER BY registration_id DESC LIMIT 1";
    let values = values![event.uuid(), person.uuid()];
    let rows: Vec<(Uuid,)> = link
        .all("finding a person's registration", FIND, values)
        .await?;
    Ok(rows.into_iter().next().map(|(id,)| id.into()))
}

pub(super) async fn form(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Option<RegistrationForm>, Fault> {
    const FIND: &str = "SELECT revision, definition FROM registration_forms WHERE event_id = $1";
    let row: Option<(i64, String)> = link
        .optional("reading a form", FIND, values![event.uuid()])
        .await?;
    row.map(|(revision, definition)| {
        Ok(RegistrationForm {
            revision: code::number("registration_forms.revision", revision)?,
            definition,
        })
    })
    .transpose()
}

pub(super) async fn put_form(
    link: &mut Link<'_>,
    event: EventId,
    seen: u64,
    form: &RegistrationForm,
) -> Result<bool, Fault> {
    const PUT: &str = "INSERT INTO registration_forms (event_id, revision, definition) \
         VALUES ($1, $2, $3) ON CONFLICT (event_id) DO UPDATE SET revision = excluded.revision, \
         definition = excluded.definition WHERE registration_forms.revision = $4";
    let values = values![
        event.uuid(),
        code::position(form.revision),
        form.definition.clone(),
        code::position(seen),
    ];
    link.execute("editing a form", PUT, values)
        .await
        .map(|n_rows| n_rows == 1)
}

#[derive(sqlx::FromRow)]
struct FileRow {
    file_id: Uuid,
    registration_id: Uuid,
    field_key: String,
    kind: String,
    name: String,
    n_bytes: i64,
    digest: Vec<u8>,
    created_at: i64,
}

impl FileRow {
    fn read(self) -> Result<Attachment, Fault> {
        let digest = self.digest.try_into();
        Ok(Attachment {
            id: AttachmentId::from(self.file_id),
            registration: RegistrationId::from(self.registration_id),
            field: self.field_key,
            kind: self.kind,
            name: self.name,
            n_bytes: code::number("registration_files.n_bytes", self.n_bytes)?,
            digest: digest.map_err(|_| corrupt("registration_files.digest"))?,
            created_at: Micros(self.created_at),
        })
    }
}

/// Whether there was room, and the registration stood where it must.
pub(super) async fn insert_file(
    link: &mut Link<'_>,
    event: EventId,
    file: &Attachment,
    state: RegistrationState,
) -> Result<bool, Fault> {
    const INSERT: &str = "INSERT INTO registration_files (event_id, file_id, registration_id, \
         field_key, kind, name, n_bytes, digest, created_at) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 \
         WHERE EXISTS (SELECT 1 FROM registrations WHERE event_id = $1 \
         AND registration_id = $3 AND state = $10) \
         AND (SELECT COUNT(*) FROM registration_files WHERE event_id = $1 \
         AND registration_id = $3) < $11";
    let values = values![
        event.uuid(),
        file.id.uuid(),
        file.registration.uuid(),
        file.field.clone(),
        file.kind.clone(),
        file.name.clone(),
        code::position(file.n_bytes),
        file.digest.to_vec(),
        file.created_at.0,
        state.word(),
        code::limit(ATTACHMENTS_MAX),
    ];
    link.execute("keeping a file", INSERT, values)
        .await
        .map(|n_rows| n_rows == 1)
}

pub(crate) async fn find_file(
    link: &mut Link<'_>,
    event: EventId,
    id: AttachmentId,
) -> Result<Option<Attachment>, Fault> {
    const FIND: &str = "SELECT file_id, registration_id, field_key, kind, name, n_bytes, digest, \
         created_at FROM registration_files WHERE event_id = $1 AND file_id = $2";
    let values = values![event.uuid(), id.uuid()];
    let row: Option<FileRow> = link.optional("finding a file", FIND, values).await?;
    row.map(FileRow::read).transpose()
}

/// The files of what a company's validated registrations hold, the oldest first.
pub(super) async fn files_of_company(
    link: &mut Link<'_>,
    event: EventId,
    company: CompanyId,
) -> Result<Vec<Attachment>, Fault> {
    const LIST: &str = "SELECT f.file_id, f.registration_id, f.field_key, f.kind, f.name, \
         f.n_bytes, f.digest, f.created_at FROM registration_files f JOIN registrations r \
         ON r.event_id = f.event_id AND r.registration_id = f.registration_id \
         WHERE f.event_id = $1 AND r.company_id = $2 AND r.state = $3 \
         ORDER BY f.created_at, f.file_id LIMIT $4";
    let values = values![
        event.uuid(),
        company.uuid(),
        RegistrationState::Validated.word(),
        code::limit(2 * ATTACHMENTS_MAX),
    ];
    let rows: Vec<FileRow> = link.all("reading a company's files", LIST, values).await?;
    rows.into_iter().map(FileRow::read).collect()
}

pub(super) async fn files(
    link: &mut Link<'_>,
    event: EventId,
    of: RegistrationId,
) -> Result<Vec<Attachment>, Fault> {
    const LIST: &str = "SELECT file_id, registration_id, field_key, kind, name, n_bytes, digest, \
         created_at FROM registration_files WHERE event_id = $1 AND registration_id = $2 \
         ORDER BY created_at, file_id LIMIT $3";
    let values = values![event.uuid(), of.uuid(), code::limit(ATTACHMENTS_MAX)];
    let rows: Vec<FileRow> = link.all("reading files", LIST, values).await?;
    rows.into_iter().map(FileRow::read).collect()
}

pub(super) async fn delete_file(
    link: &mut Link<'_>,
    event: EventId,
    of: RegistrationId,
    id: AttachmentId,
) -> Result<bool, Fault> {
    const DELETE: &str = "DELETE FROM registration_files WHERE event_id = $1 \
                          AND registration_id = $2 AND file_id = $3";
    let values = values![event.uuid(), of.uuid(), id.uuid()];
    let existed = link.execute("forgetting a file", DELETE, values).await? > 0;
    if existed {
        delete_chunks(link, event, &[id]).await?;
    }
    Ok(existed)
}

pub(super) async fn sweep(
    link: &mut Link<'_>,
    saved_before: Micros,
) -> Result<Vec<(EventId, AttachmentId)>, Fault> {
    const FILES: &str = "DELETE FROM registration_files WHERE (event_id, registration_id) IN \
         (SELECT event_id, registration_id FROM registrations \
         WHERE state = 'draft' AND saved_at < $1) RETURNING event_id, file_id";
    const SWEEP: &str = "DELETE FROM registrations WHERE state = 'draft' AND saved_at < $1";
    let files: Vec<(Uuid, Uuid)> = link
        .all("sweeping drafts", FILES, values![saved_before.0])
        .await?;
    link.execute("sweeping drafts", SWEEP, values![saved_before.0])
        .await?;
    let files: Vec<(EventId, AttachmentId)> = files
        .into_iter()
        .map(|(event, file)| (event.into(), file.into()))
        .collect();
    for (event, file) in &files {
        delete_chunks(link, *event, &[*file]).await?;
    }
    Ok(files)
}

pub(super) async fn forget_person(
    link: &mut Link<'_>,
    event: EventId,
    person: PersonId,
) -> Result<Vec<AttachmentId>, Fault> {
    const FILES: &str = "DELETE FROM registration_files WHERE event_id = $1 AND registration_id \
         IN (SELECT registration_id FROM registration_persons WHERE event_id = $1 \
         AND person_id = $2) RETURNING file_id";
    const FORGET: &str = "DELETE FROM registrations WHERE event_id = $1 AND registration_id IN \
         (SELECT registration_id FROM registration_persons WHERE event_id = $1 AND person_id = $2)";
    const UNLINK: &str = "DELETE FROM registration_persons WHERE event_id = $1 AND person_id = $2";
    const ATTEMPT: &str = "forgetting a registration";
    let who = || values![event.uuid(), person.uuid()];
    let files: Vec<(Uuid,)> = link.all(ATTEMPT, FILES, who()).await?;
    link.execute(ATTEMPT, FORGET, who()).await?;
    link.execute(ATTEMPT, UNLINK, who()).await?;
    let files: Vec<AttachmentId> = files.into_iter().map(|(id,)| id.into()).collect();
    delete_chunks(link, event, &files).await?;
    Ok(files)
}
