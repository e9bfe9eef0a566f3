//! Many rows in one statement. A batch of 256 commands touches thousands of rows and must not
//! cost thousands of round trips.

use std::fmt::Write;

use protocol::id::EventId;
use sqlx::{AssertSqlSafe, SqlSafeStr};

use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Stored, Value, values};

/// Values that one statement binds at most: SQLite allows 32,766, PostgreSQL 65,535.
const BINDS_MAX: usize = 30_000;
/// Rows of one statement at most; beyond it, parsing grows and nothing is gained.
const ROWS_MAX: usize = 1_000;
/// Statements of up to so many rows stay prepared; longer ones rarely come twice.
const ROWS_KEPT_PREPARED_MAX: usize = 4;

/// Statements that travel together at most.
const TOGETHER_MAX: usize = 32;

/// What a transaction cost so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) n_statements: u64,
    pub(crate) n_rows: u64,
}

/// What somebody writes: each statement at once, or short ones together where the engine takes
/// several in one text. SQLite works in a thread of its own, and going there and back takes longer
/// than what most statements do.
#[derive(Debug, Default)]
pub(crate) struct Writes {
    tally: Tally,
    is_together: bool,
    text: String,
    values: Vec<Value>,
    n_waiting: usize,
}

impl Writes {
    /// For somebody who sends what waits before he commits.
    pub(crate) fn together() -> Self {
        Self {
            is_together: true,
            ..Self::default()
        }
    }

    pub(crate) const fn tally(&self) -> Tally {
        self.tally
    }

    /// Sends the statements that wait.
    pub(crate) async fn send(&mut self, link: &mut Link<'_>) -> Result<(), Fault> {
        if self.n_waiting == 0 {
            return Ok(());
        }
        // Made of statements of ours and placeholders; values are only ever bound.
        let text = AssertSqlSafe(std::mem::take(&mut self.text)).into_sql_str();
        let values = std::mem::take(&mut self.values);
        self.tally.n_statements += std::mem::take(&mut self.n_waiting) as u64;
        self.tally.n_rows += link
            .execute_text(text, values, true)
            .await
            .map_err(Fault::during("writing rows together"))?;
        Ok(())
    }

    async fn add(
        &mut self,
        link: &mut Link<'_>,
        text: &str,
        values: Vec<Value>,
    ) -> Result<(), Fault> {
        if self.n_waiting > 0 {
            self.text.push_str("; ");
        }
        self.text.push_str(text);
        self.values.extend(values);
        self.n_waiting += 1;
        if self.n_waiting == TOGETHER_MAX {
            self.send(link).await?;
        }
        Ok(())
    }
}

/// A statement around a list of rows: `before VALUES (…), (…) after`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AroundRows {
    pub(crate) attempt: &'static str,
    pub(crate) before: &'static str,
    pub(crate) after: &'static str,
}

impl AroundRows {
    /// Runs the statement over all rows, in as few pieces as the engines allow.
    pub(crate) async fn write(
        &self,
        link: &mut Link<'_>,
        rows: &[Vec<Value>],
        writes: &mut Writes,
    ) -> Result<(), Fault> {
        for piece in pieces(rows) {
            let text = self.text(link, piece);
            let is_kept = piece.len() <= ROWS_KEPT_PREPARED_MAX;
            if is_kept && writes.is_together && link.takes_several() {
                writes.add(link, &text, piece.concat()).await?;
                continue;
            }
            writes.send(link).await?;
            writes.tally.n_statements += 1;
            writes.tally.n_rows += link
                .execute_text(AssertSqlSafe(text).into_sql_str(), piece.concat(), is_kept)
                .await
                .map_err(Fault::during(self.attempt))?;
        }
        Ok(())
    }

    /// Reads with the statement over all rows.
    pub(crate) async fn read<R: Stored>(
        &self,
        link: &mut Link<'_>,
        rows: &[Vec<Value>],
    ) -> Result<Vec<R>, Fault> {
        let mut found = Vec::new();
        for piece in pieces(rows) {
            let is_kept = piece.len() <= ROWS_KEPT_PREPARED_MAX;
            let part: Vec<R> = link
                .fetch_text(
                    AssertSqlSafe(self.text(link, piece)).into_sql_str(),
                    piece.concat(),
                    is_kept,
                )
                .await
                .and_then(|rows| rows.read())
                .map_err(Fault::during(self.attempt))?;
            found.extend(part);
        }
        Ok(found)
    }

    /// Made of our own constants and placeholders; values are only ever bound.
    fn text(&self, link: &Link<'_>, rows: &[Vec<Value>]) -> String {
        let mut text = String::from(self.before);
        text.push_str("VALUES ");
        let mut number = 0;
        for (n, row) in rows.iter().enumerate() {
            text.push_str(if n == 0 { "(" } else { ", (" });
            for column in 0..row.len() {
                if column > 0 {
                    text.push_str(", ");
                }
                number += 1;
                match link {
                    // SQLite finds a numbered placeholder by searching all those before it,
                    // which makes thousands of them slow; bare ones are counted, and counted on
                    // over statements that travel together.
                    Link::Sqlite(_) => text.push('?'),
                    Link::Postgres(_) => {
                        write!(text, "${number}").expect("a string takes every character");
                    }
                }
            }
            text.push(')');
        }
        text.push_str(self.after);
        text
    }
}

fn pieces(rows: &[Vec<Value>]) -> impl Iterator<Item = &[Vec<Value>]> {
    let n_columns = rows.first().map_or(1, Vec::len).max(1);
    rows.chunks((BINDS_MAX / n_columns).clamp(1, ROWS_MAX))
}

/// Reads every row of an event with a statement whose only placeholder is the event.
pub(crate) async fn rows_of<R: Stored>(
    link: &mut Link<'_>,
    attempt: &'static str,
    statement: &'static str,
    event: EventId,
) -> Result<Vec<R>, Fault> {
    link.all(attempt, statement, values![event.uuid()]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_piece_binds_more_than_the_engines_allow() {
        const SQLITE_ALLOWS: usize = 32_766;
        for n_columns in [1, 2, 15, 40] {
            let row: Vec<Value> = vec![Value::Bool(true); n_columns];
            for n_rows in [0, 1, ROWS_MAX, ROWS_MAX + 1, 3 * ROWS_MAX] {
                let rows = vec![row.clone(); n_rows];
                let sizes: Vec<_> = pieces(&rows).map(<[_]>::len).collect();
                assert_eq!(sizes.iter().sum::<usize>(), n_rows);
                for size in sizes {
                    assert!(size <= ROWS_MAX && size * n_columns <= SQLITE_ALLOWS);
                }
            }
        }
    }
}
