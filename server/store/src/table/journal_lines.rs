//! Table `journal_lines`: appended, never changed.

use protocol::Micros;
use uuid::Uuid;

use crate::chain::{self, Checksum};
use crate::code::{self, Word};
use crate::fault::Fault;
use crate::journal::{Detail, JournalActor, JournalLine, JournalNote, JournalSubject};
use crate::link::Link;
use crate::statement::values;

const fn actor_columns(actor: JournalActor) -> (&'static str, Option<Uuid>) {
    match actor {
        JournalActor::System => ("system", None),
        JournalActor::Staff(id) => ("staff", Some(id.uuid())),
        JournalActor::Person(id) => ("person", Some(id.uuid())),
        JournalActor::User(id) => ("user", Some(id.uuid())),
        JournalActor::Operator => ("operator", None),
    }
}

fn actor(word: &str, id: Option<Uuid>) -> Result<JournalActor, Fault> {
    Ok(match (word, id) {
        ("system", None) => JournalActor::System,
        ("staff", Some(id)) => JournalActor::Staff(id.into()),
        ("person", Some(id)) => JournalActor::Person(id.into()),
        ("user", Some(id)) => JournalActor::User(id.into()),
        ("operator", None) => JournalActor::Operator,
        _ => return Err(code::corrupt("journal_lines.actor")),
    })
}

const fn subject_columns(subject: JournalSubject) -> (&'static str, Option<Uuid>) {
    match subject {
        JournalSubject::Nothing => ("nothing", None),
        JournalSubject::Person(id) => ("person", Some(id.uuid())),
        JournalSubject::Staff(id) => ("staff", Some(id.uuid())),
        JournalSubject::User(id) => ("user", Some(id.uuid())),
        JournalSubject::Letter(id) => ("letter", Some(id.uuid())),
        JournalSubject::Plan(id) => ("plan", Some(id.uuid())),
        JournalSubject::Event(id) => ("event", Some(id.uuid())),
    }
}

fn subject(word: &str, id: Option<Uuid>) -> Result<JournalSubject, Fault> {
    Ok(match (word, id) {
        ("nothing", None) => JournalSubject::Nothing,
        ("person", Some(id)) => JournalSubject::Person(id.into()),
        ("staff", Some(id)) => JournalSubject::Staff(id.into()),
        ("user", Some(id)) => JournalSubject::User(id.into()),
        ("letter", Some(id)) => JournalSubject::Letter(id.into()),
        ("plan", Some(id)) => JournalSubject::Plan(id.into()),
        ("event", Some(id)) => JournalSubject::Event(id.into()),
        _ => return Err(code::corrupt("journal_lines.subject")),
    })
}

/// The link of the chain that a line adds behind another.
pub(crate) fn link_of(previous: &Checksum, line: &JournalLine) -> Checksum {
    let note = &line.note;
    let (actor, actor_id) = actor_columns(note.by);
    let (subject, subject_id) = subject_columns(note.subject);
    chain::next_line(
        previous,
        [
            code::position(line.line),
            code::position(line.after_seq),
            note.at.0,
        ],
        [
            actor,
            note.surface.word(),
            note.action.word(),
            subject,
            note.detail.as_str(),
        ],
        [actor_id, subject_id],
    )
}

pub(crate) async fn insert(link: &mut Link<'_>, id: Uuid, line: &JournalLine) -> Result<(), Fault> {
    const INSERT: &str = "INSERT INTO journal_lines (event_id, line, after_seq, happened_at, \
                          actor, actor_id, surface, action, subject, subject_id, detail, checksum) \
                          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let note = &line.note;
    let (actor, actor_id) = actor_columns(note.by);
    let (subject, subject_id) = subject_columns(note.subject);
    link.execute(
        "writing a line of a journal",
        INSERT,
        values![
            id,
            code::position(line.line),
            code::position(line.after_seq),
            note.at.0,
            actor,
            actor_id,
            note.surface.word(),
            note.action.word(),
            subject,
            subject_id,
            note.detail.as_str().to_owned(),
            line.checksum.to_vec(),
        ],
    )
    .await
    .map(drop)
}

/// A line as it stands in the table.
#[derive(sqlx::FromRow)]
pub(crate) struct Stored {
    pub(crate) line: i64,
    after_seq: i64,
    happened_at: i64,
    actor: String,
    actor_id: Option<Uuid>,
    surface: String,
    action: String,
    subject: String,
    subject_id: Option<Uuid>,
    detail: String,
    pub(crate) checksum: Vec<u8>,
}

impl Stored {
    /// The link that the line as it stands adds behind another, whatever its words mean.
    pub(crate) fn link_behind(&self, previous: &Checksum) -> Checksum {
        chain::next_line(
            previous,
            [self.line, self.after_seq, self.happened_at],
            [
                &self.actor,
                &self.surface,
                &self.action,
                &self.subject,
                &self.detail,
            ],
            [self.actor_id, self.subject_id],
        )
    }

    pub(crate) fn read(&self) -> Result<JournalLine, Fault> {
        Ok(JournalLine {
            line: code::number("journal_lines.line", self.line)?,
            after_seq: code::number("journal_lines.after_seq", self.after_seq)?,
            note: JournalNote {
                at: Micros(self.happened_at),
                by: actor(&self.actor, self.actor_id)?,
                surface: code::word("journal_lines.surface", &self.surface)?,
                action: code::word("journal_lines.action", &self.action)?,
                subject: subject(&self.subject, self.subject_id)?,
                detail: Detail::stored(self.detail.clone()),
            },
            checksum: self.checksum[..]
                .try_into()
                .map_err(|_| code::corrupt("journal_lines.checksum"))?,
        })
    }
}

/// Lines behind a number, in order.
pub(crate) async fn after(
    link: &mut Link<'_>,
    id: Uuid,
    line: u64,
    n_max: usize,
) -> Result<Vec<Stored>, Fault> {
    const AFTER: &str = "SELECT line, after_seq, happened_at, actor, actor_id, surface, action, \
                         subject, subject_id, detail, checksum FROM journal_lines \
                         WHERE event_id = $1 AND line > $2 ORDER BY line LIMIT $3";
    let values = values![id, code::position(line), code::limit(n_max)];
    link.all("reading a journal", AFTER, values).await
}

/// Lines before a number, the youngest first.
pub(crate) async fn before(
    link: &mut Link<'_>,
    id: Uuid,
    line: Option<u64>,
    n_max: usize,
) -> Result<Vec<JournalLine>, Fault> {
    const BEFORE: &str = "SELECT line, after_seq, happened_at, actor, actor_id, surface, action, \
                          subject, subject_id, detail, checksum FROM journal_lines \
                          WHERE event_id = $1 AND line < $2 ORDER BY line DESC LIMIT $3";
    let line = line.map_or(i64::MAX, code::position);
    let rows: Vec<Stored> = link
        .all(
            "reading a journal",
            BEFORE,
            values![id, line, code::limit(n_max)],
        )
        .await?;
    rows.iter().map(Stored::read).collect()
}
