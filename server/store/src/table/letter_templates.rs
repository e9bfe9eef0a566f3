//! Table `letter_templates`: the words of an event's letters, every save kept.

use protocol::Micros;
use protocol::id::{EventId, StaffId};
use uuid::Uuid;

use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;
use crate::templates::{TemplateRevision, TemplateWords};

#[derive(sqlx::FromRow)]
struct Stored {
    matter: String,
    language: String,
    revision: i64,
    subject: String,
    body: String,
    made_by: Uuid,
    made_at: i64,
}

impl Stored {
    fn read(self) -> Result<TemplateRevision, Fault> {
        let words = TemplateWords {
            subject: self.subject,
            body: self.body,
        };
        Ok(TemplateRevision {
            matter: self.matter,
            language: self.language,
            revision: code::number("letter_templates.revision", self.revision)?,
            words: (!words.body.is_empty()).then_some(words),
            made_by: StaffId::from(self.made_by),
            made_at: Micros(self.made_at),
        })
    }
}

/// Adds a revision. Whether its number was free.
pub(crate) async fn insert(
    link: &mut Link<'_>,
    event: EventId,
    saved: &TemplateRevision,
) -> Result<bool, Fault> {
    const INSERT: &str = "INSERT INTO letter_templates \
                          (event_id, matter, language, revision, subject, body, made_by, made_at) \
                          VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
                          ON CONFLICT (event_id, matter, language, revision) DO NOTHING";
    let words = saved.words.clone().unwrap_or_default();
    let values = values![
        event.uuid(),
        saved.matter.clone(),
        saved.language.clone(),
        code::position(saved.revision),
        words.subject,
        words.body,
        saved.made_by.uuid(),
        saved.made_at.0,
    ];
    let n_rows = link.execute("saving a template", INSERT, values).await?;
    Ok(n_rows > 0)
}

/// The revisions of one template, newest first.
pub(crate) async fn history(
    link: &mut Link<'_>,
    event: EventId,
    matter: &str,
    language: &str,
    n_max: usize,
) -> Result<Vec<TemplateRevision>, Fault> {
    const HISTORY: &str = "SELECT matter, language, revision, subject, body, made_by, made_at \
                           FROM letter_templates WHERE event_id = $1 AND matter = $2 \
                           AND language = $3 ORDER BY revision DESC LIMIT $4";
    let values = values![
        event.uuid(),
        matter.to_owned(),
        language.to_owned(),
        code::limit(n_max),
    ];
    let rows: Vec<Stored> = link.all("reading a template", HISTORY, values).await?;
    rows.into_iter().map(Stored::read).collect()
}

/// The newest revision of each template that was ever saved.
pub(crate) async fn newest(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<TemplateRevision>, Fault> {
    const NEWEST: &str = "SELECT matter, language, revision, subject, body, made_by, made_at \
                          FROM letter_templates t WHERE event_id = $1 AND revision = \
                          (SELECT MAX(revision) FROM letter_templates n WHERE n.event_id = $1 \
                          AND n.matter = t.matter AND n.language = t.language) \
                          ORDER BY matter, language";
    let rows: Vec<Stored> = link
        .all("listing templates", NEWEST, values![event.uuid()])
        .await?;
    rows.into_iter().map(Stored::read).collect()
}
