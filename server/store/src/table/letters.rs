//! Table `letters`: the outbox. Whom a letter is for stands there from the start; what he is
//! called, where it goes and what it says only once it was handed over.

use protocol::Micros;
use protocol::id::{EventId, LetterId};
use uuid::Uuid;

use crate::account::Holder;
use crate::batch::AroundRows;
use crate::code::{self, corrupt};
use crate::fault::Fault;
use crate::letters::{Handed, KeptLetter, LetterEnd, LetterHead, LetterState, NewLetter, To};
use crate::link::Link;
use crate::statement::values;

const INSERT: AroundRows = AroundRows {
    attempt: "writing letters",
    before: "INSERT INTO letters (letter_id, event_id, letter_key, holder, holder_id, matter, \
             facts, secret, state, created_at, ended_at, n_attempts, error, address, name, \
             language, subject, body_text, body_html, receipt) ",
    // One fact, one recipient, one letter.
    after: " ON CONFLICT DO NOTHING RETURNING letter_id",
};

/// Writes letters; those whose key was there before are left out. The ids of the others.
pub(crate) async fn insert(
    link: &mut Link<'_>,
    letters: &[NewLetter],
) -> Result<Vec<LetterId>, Fault> {
    let rows: Vec<_> = letters
        .iter()
        .map(|letter| {
            let (holder, holder_id, address, name, language) = match &letter.to {
                To::Holder(holder) => {
                    let (word, id) = holder.columns();
                    (Some(word), Some(id), "", "", "")
                }
                To::Address {
                    address,
                    name,
                    language,
                } => (
                    None,
                    None,
                    address.as_str(),
                    name.as_str(),
                    language.as_str(),
                ),
            };
            values![
                letter.id.uuid(),
                letter.event.map(EventId::uuid),
                letter.key.clone(),
                holder,
                holder_id,
                letter.matter,
                letter.facts.clone(),
                letter.secret.clone(),
                LetterState::Waiting.word(),
                letter.created_at.0,
                None::<i64>,
                0_i64,
                "",
                address.to_owned(),
                name.to_owned(),
                language.to_owned(),
                "",
                "",
                "",
                "",
            ]
        })
        .collect();
    let ids: Vec<(Uuid,)> = INSERT.read(link, &rows).await?;
    Ok(ids.into_iter().map(|(id,)| id.into()).collect())
}

#[derive(sqlx::FromRow)]
struct Stored {
    letter_id: Uuid,
    event_id: Option<Uuid>,
    holder: Option<String>,
    holder_id: Option<Uuid>,
    matter: String,
    state: String,
    created_at: i64,
    ended_at: Option<i64>,
    n_attempts: i64,
    error: String,
    address: String,
    name: String,
    language: String,
    subject: String,
}

impl Stored {
    fn read(self) -> Result<LetterHead, Fault> {
        let holder = match (self.holder, self.holder_id) {
            (Some(word), Some(id)) => Some(Holder::read("letters.holder", &word, id)?),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(corrupt("letters.holder_id")),
        };
        Ok(LetterHead {
            id: self.letter_id.into(),
            event: self.event_id.map(EventId::from),
            holder,
            matter: self.matter,
            state: LetterState::parse(&self.state).ok_or_else(|| corrupt("letters.state"))?,
            created_at: Micros(self.created_at),
            ended_at: self.ended_at.map(Micros),
            n_attempts: code::number("letters.n_attempts", self.n_attempts)?,
            error: self.error,
            address: self.address,
            name: self.name,
            language: self.language,
            subject: self.subject,
        })
    }
}

/// A letter as it stands.
pub(crate) async fn find(link: &mut Link<'_>, id: LetterId) -> Result<Option<KeptLetter>, Fault> {
    const FIND: &str = "SELECT letter_id, event_id, holder, holder_id, matter, state, created_at, \
                        ended_at, n_attempts, error, address, name, language, subject \
                        FROM letters WHERE letter_id = $1";
    const REST: &str =
        "SELECT facts, secret, body_text, body_html, receipt FROM letters WHERE letter_id = $1";
    let attempt = "looking a letter up";
    let head: Option<Stored> = link.optional(attempt, FIND, values![id.uuid()]).await?;
    let rest: Option<(Vec<u8>, String, String, String, String)> =
        link.optional(attempt, REST, values![id.uuid()]).await?;
    let (Some(head), Some((facts, secret, text, html, receipt))) = (head, rest) else {
        return Ok(None);
    };
    Ok(Some(KeptLetter {
        head: head.read()?,
        facts,
        secret,
        text,
        html,
        receipt,
    }))
}

/// A page of an event's outbox, newest first, after a letter.
pub(crate) async fn page(
    link: &mut Link<'_>,
    event: EventId,
    state: Option<LetterState>,
    after: Option<LetterId>,
    n_max: usize,
) -> Result<Vec<LetterHead>, Fault> {
    const LAST: Uuid = Uuid::max();
    const ALL: &str = "SELECT letter_id, event_id, holder, holder_id, matter, state, created_at, \
                       ended_at, n_attempts, error, address, name, language, subject \
                       FROM letters WHERE event_id = $1 AND letter_id < $2 \
                       ORDER BY letter_id DESC LIMIT $3";
    const SOME: &str = "SELECT letter_id, event_id, holder, holder_id, matter, state, created_at, \
                        ended_at, n_attempts, error, address, name, language, subject \
                        FROM letters WHERE event_id = $1 AND letter_id < $2 AND state = $4 \
                        ORDER BY letter_id DESC LIMIT $3";
    let attempt = "listing letters";
    let after = after.map_or(LAST, LetterId::uuid);
    let mut values = values![event.uuid(), after, code::limit(n_max)];
    let rows: Vec<Stored> = match state {
        None => link.all(attempt, ALL, values).await?,
        Some(state) => {
            values.extend(values![state.word()]);
            link.all(attempt, SOME, values).await?
        }
    };
    rows.into_iter().map(Stored::read).collect()
}

/// How many letters of an event are in each state.
pub(crate) async fn count(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<(LetterState, u64)>, Fault> {
    const COUNT: &str =
        "SELECT state, COUNT(*) FROM letters WHERE event_id = $1 GROUP BY state ORDER BY state";
    let rows: Vec<(String, i64)> = link
        .all("counting letters", COUNT, values![event.uuid()])
        .await?;
    rows.into_iter()
        .map(|(word, n)| {
            let state = LetterState::parse(&word).ok_or_else(|| corrupt("letters.state"))?;
            Ok((state, n.unsigned_abs()))
        })
        .collect()
}

/// Writes what became of an attempt. A letter that was called off or erased meanwhile stays so.
pub(crate) async fn settle(
    link: &mut Link<'_>,
    id: LetterId,
    n_attempts: u32,
    end: &LetterEnd,
) -> Result<u64, Fault> {
    const SETTLE: &str = "UPDATE letters SET state = $2, ended_at = $3, n_attempts = $4, \
                          error = $5, address = $6, name = $7, language = $8, subject = $9, \
                          body_text = $10, body_html = $11, receipt = $12, \
                          secret = CASE WHEN $13 THEN '' ELSE secret END \
                          WHERE letter_id = $1 AND state = 'waiting'";
    const NOTE: &str = "UPDATE letters SET state = $2, ended_at = $3, n_attempts = $4, \
                        error = $5 WHERE letter_id = $1 AND state = 'waiting'";
    let attempts = i64::from(n_attempts);
    let (state, ended_at, error, handed) = match end {
        LetterEnd::Sent { at, handed } => (LetterState::Sent, Some(at.0), "", Some(handed)),
        LetterEnd::Kept { at, handed } => (LetterState::Kept, Some(at.0), "", Some(handed)),
        LetterEnd::Failed { at, error } => (LetterState::Failed, Some(at.0), error.as_str(), None),
        LetterEnd::Later { error, .. } => (LetterState::Waiting, None, error.as_str(), None),
    };
    let mut values = values![
        id.uuid(),
        state.word(),
        ended_at,
        attempts,
        error.to_owned(),
    ];
    let Some(Handed {
        address,
        name,
        language,
        subject,
        text,
        html,
        receipt,
    }) = handed
    else {
        return link.execute("noting an attempt", NOTE, values).await;
    };
    values.extend(values![
        address.clone(),
        name.clone(),
        language.clone(),
        subject.clone(),
        text.clone(),
        html.clone(),
        receipt.clone(),
        // A secret serves whoever gets the letter; afterwards it only waits to be stolen.
        state == LetterState::Sent,
    ]);
    link.execute("settling a letter", SETTLE, values).await
}

/// Calls a waiting letter off. Whether it waited.
pub(crate) async fn cancel(
    link: &mut Link<'_>,
    event: EventId,
    id: LetterId,
    now: Micros,
) -> Result<bool, Fault> {
    const CANCEL: &str = "UPDATE letters SET state = 'cancelled', ended_at = $3, secret = '' \
                          WHERE event_id = $1 AND letter_id = $2 AND state = 'waiting'";
    let values = values![event.uuid(), id.uuid(), now.0];
    let n_rows = link.execute("calling a letter off", CANCEL, values).await?;
    Ok(n_rows > 0)
}

/// Calls letters off that wait and whose key begins so. Which.
pub(crate) async fn call_off_keyed(
    link: &mut Link<'_>,
    event: EventId,
    key: &str,
    now: Micros,
) -> Result<Vec<LetterId>, Fault> {
    const CANCEL: &str = "UPDATE letters SET state = 'cancelled', ended_at = $3, secret = '' \
                          WHERE event_id = $1 AND letter_key LIKE $2 \
                          AND state = 'waiting' RETURNING letter_id";
    let values = values![event.uuid(), beginning(key), now.0];
    let rows: Vec<(Uuid,)> = link.all("calling letters off", CANCEL, values).await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Deletes letters whose key begins so. Which.
pub(crate) async fn forget_keyed(
    link: &mut Link<'_>,
    event: EventId,
    key: &str,
) -> Result<Vec<LetterId>, Fault> {
    const FORGET: &str = "DELETE FROM letters WHERE event_id = $1 AND letter_key LIKE $2 \
                          RETURNING letter_id";
    let values = values![event.uuid(), beginning(key)];
    let rows: Vec<(Uuid,)> = link.all("forgetting letters", FORGET, values).await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Every key that begins so: keys are made of digits, letters, dashes and colons.
fn beginning(key: &str) -> String {
    format!("{key}%")
}

/// Lets letters wait again: one, or all that failed. Which.
pub(crate) async fn retry(
    link: &mut Link<'_>,
    event: EventId,
    id: Option<LetterId>,
    n_max: usize,
) -> Result<Vec<LetterId>, Fault> {
    const ONE: &str = "UPDATE letters SET state = 'waiting', ended_at = NULL \
                       WHERE event_id = $1 AND letter_id = $2 AND state IN ('failed', 'kept') \
                       RETURNING letter_id";
    const ALL: &str = "UPDATE letters SET state = 'waiting', ended_at = NULL \
                       WHERE letter_id IN (SELECT letter_id FROM letters WHERE event_id = $1 \
                       AND state = 'failed' ORDER BY letter_id LIMIT $2) RETURNING letter_id";
    let attempt = "letting letters wait again";
    let rows: Vec<(Uuid,)> = match id {
        Some(id) => {
            let values = values![event.uuid(), id.uuid()];
            link.all(attempt, ONE, values).await?
        }
        None => {
            let values = values![event.uuid(), code::limit(n_max)];
            link.all(attempt, ALL, values).await?
        }
    };
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Deletes what was ever written to somebody. Which letters.
pub(crate) async fn forget_holder(
    link: &mut Link<'_>,
    event: EventId,
    holder: Holder,
) -> Result<Vec<LetterId>, Fault> {
    const FORGET: &str = "DELETE FROM letters WHERE event_id = $1 AND holder_id = $2 \
                          AND holder = $3 RETURNING letter_id";
    let (word, id) = holder.columns();
    let rows: Vec<(Uuid,)> = link
        .all(
            "forgetting letters",
            FORGET,
            values![event.uuid(), id, word],
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Deletes what was ever written to an address. Which letters.
pub(crate) async fn forget_address(
    link: &mut Link<'_>,
    address: &str,
) -> Result<Vec<LetterId>, Fault> {
    const FORGET: &str = "DELETE FROM letters WHERE address = $1 RETURNING letter_id";
    let rows: Vec<(Uuid,)> = link
        .all("forgetting letters", FORGET, values![address.to_owned()])
        .await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// The letters to somebody, newest first.
pub(crate) async fn of_holder(
    link: &mut Link<'_>,
    event: EventId,
    holder: Holder,
    n_max: usize,
) -> Result<Vec<LetterId>, Fault> {
    const LIST: &str = "SELECT letter_id FROM letters WHERE event_id = $1 AND holder_id = $2 \
                        AND holder = $3 ORDER BY letter_id DESC LIMIT $4";
    let (word, id) = holder.columns();
    let values = values![event.uuid(), id, word, code::limit(n_max)];
    let rows: Vec<(Uuid,)> = link
        .all("listing letters to somebody", LIST, values)
        .await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Takes the text out of an event's letters that say a name. How many.
pub(crate) async fn blank_mentions(
    link: &mut Link<'_>,
    event: EventId,
    name: &str,
) -> Result<u64, Fault> {
    const BLANK: &str = "UPDATE letters SET subject = '', body_text = '', body_html = '' \
                         WHERE event_id = $1 AND (subject LIKE $2 ESCAPE '!' \
                         OR body_text LIKE $2 ESCAPE '!')";
    if name.trim().is_empty() {
        return Ok(0);
    }
    let mut pattern = String::from("%");
    for letter in name.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    link.execute("blanking letters", BLANK, values![event.uuid(), pattern])
        .await
}

/// Deletes letters that ended before a time.
pub(crate) async fn sweep(link: &mut Link<'_>, before: Micros) -> Result<u64, Fault> {
    const SWEEP: &str = "DELETE FROM letters WHERE ended_at IS NOT NULL AND ended_at < $1";
    link.execute("sweeping old letters", SWEEP, values![before.0])
        .await
}

/// Letters that wait although nothing will send them, and jobs without their letter.
pub(crate) async fn stranded(link: &mut Link<'_>) -> Result<i64, Fault> {
    const STRANDED: &str = "SELECT COUNT(*) FROM letters l WHERE l.state = 'waiting' AND NOT EXISTS \
                            (SELECT 1 FROM jobs j WHERE j.job_id = l.letter_id)";
    let (n,): (i64,) = link
        .one("counting stranded letters", STRANDED, Vec::new())
        .await?;
    Ok(n)
}
