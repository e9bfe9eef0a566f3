//! `admin journal`: a journal as JSON lines, and whether its chain is whole.

use std::process::ExitCode;

use anyhow::{Context, Result};
use protocol::id::EventId;
use serde_json::json;
use store::{JournalActor, JournalCheck, JournalLine, JournalSubject, Journalled};

use crate::cli::ReadJournal;
use crate::house::open_store;
use crate::out::say;

/// Lines that are read at once.
const CHUNK: usize = 500;

/// Prints the journal of the installation, or that of an event.
pub(crate) async fn print(order: &ReadJournal) -> Result<ExitCode> {
    let whose = match &order.event {
        Some(id) => Journalled::Event(EventId::parse(id).context("the event is an id")?),
        None => Journalled::House,
    };
    let store = open_store(&order.at.store).await?;
    let mut after = 0;
    loop {
        let lines = store.journal_after(whose, after, CHUNK).await;
        let lines = lines.context("read the journal")?;
        for line in &lines {
            after = line.line;
            say(shown(line));
        }
        if lines.len() < CHUNK {
            break;
        }
    }
    let check = store.check_journal(whose).await;
    let check = check.context("go through the chain")?;
    store.close().await;
    if let Some(found) = told(&check) {
        tracing::error!("{found}");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// What is wrong with a chain, if anything is.
pub(crate) fn told(check: &JournalCheck) -> Option<String> {
    use store::JournalBreak::{End, Line};
    Some(match check.broken? {
        Line(n) => format!("the chain is broken at line {n}: it is not the one that was written"),
        End(n) => format!("the journal does not end with line {n}, which is its last"),
    })
}

fn shown(line: &JournalLine) -> serde_json::Value {
    let note = &line.note;
    let (actor, actor_id) = match note.by {
        JournalActor::System => ("system", None),
        JournalActor::Staff(id) => ("staff", Some(id.to_string())),
        JournalActor::Person(id) => ("person", Some(id.to_string())),
        JournalActor::User(id) => ("user", Some(id.to_string())),
        JournalActor::Operator => ("operator", None),
    };
    let (subject, subject_id) = match note.subject {
        JournalSubject::Nothing => ("nothing", None),
        JournalSubject::Person(id) => ("person", Some(id.to_string())),
        JournalSubject::Staff(id) => ("staff", Some(id.to_string())),
        JournalSubject::User(id) => ("user", Some(id.to_string())),
        JournalSubject::Letter(id) => ("letter", Some(id.to_string())),
        JournalSubject::Plan(id) => ("plan", Some(id.to_string())),
        JournalSubject::Event(id) => ("event", Some(id.to_string())),
    };
    json!({
        "line": line.line,
        "at": jiff::Timestamp::from_microsecond(note.at.0).map(|at| at.to_string()).unwrap_or_default(),
        "actor": actor,
        "actor_id": actor_id,
        "surface": note.surface.as_word(),
        "action": note.action.as_word(),
        "subject": subject,
        "subject_id": subject_id,
        "detail": note.detail.as_str(),
        "checksum": line.checksum.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
    })
}
