//! Many rows in one statement. A batch of 256 commands touches thousands of rows and must not
//! cost thousands of round trips.

use protocol::id::EventId;
use sqlx::query_builder::QueryBuilder;
use sqlx::{Database, Encode, FromRow, Type};
use uuid::Uuid;

use crate::fault::Fault;
use crate::link::{Link, on};

/// A value on its way into a statement. Absent values keep their type, which PostgreSQL asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Id(Option<Uuid>),
    Int(Option<i64>),
    Bool(bool),
    Bytes(Option<Vec<u8>>),
    Word(Option<&'static str>),
    Text(String),
}

macro_rules! value_from {
    ($( $from:ty => |$value:ident| $to:expr; )*) => {
        $( impl From<$from> for Value { fn from($value: $from) -> Self { $to } } )*
    };
}
value_from! {
    Uuid => |value| Self::Id(Some(value));
    Option<Uuid> => |value| Self::Id(value);
    i64 => |value| Self::Int(Some(value));
    Option<i64> => |value| Self::Int(value);
    bool => |value| Self::Bool(value);
    Vec<u8> => |value| Self::Bytes(Some(value));
    Option<Vec<u8>> => |value| Self::Bytes(value);
    &'static str => |value| Self::Word(Some(value));
    Option<&'static str> => |value| Self::Word(value);
    String => |value| Self::Text(value);
}

/// The values of one row, in the order of the statement's columns.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::batch::Value::from($value)),*] };
}
pub(crate) use values;

/// Values that one statement binds at most: SQLite allows 32,766, PostgreSQL 65,535.
const BINDS_MAX: usize = 30_000;
/// Rows of one statement at most; beyond it, parsing grows and nothing is gained.
const ROWS_MAX: usize = 1_000;
/// Statements of up to so many rows stay prepared; longer ones rarely come twice.
const ROWS_KEPT_PREPARED_MAX: usize = 4;

/// What a transaction cost so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) n_statements: u64,
    pub(crate) n_rows: u64,
}

/// A statement around a list of rows: `before (…), (…) after`.
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
        tally: &mut Tally,
    ) -> Result<(), Fault> {
        for piece in pieces(rows) {
            let n_affected = on!(link, connection => {
                let mut statement = self.build(piece);
                let query = statement.build().persistent(piece.len() <= ROWS_KEPT_PREPARED_MAX);
                query.execute(connection).await.map(|done| done.rows_affected())
            })
            .map_err(Fault::during(self.attempt))?;
            tally.n_statements += 1;
            tally.n_rows += n_affected;
        }
        Ok(())
    }

    /// Reads with the statement over all rows.
    pub(crate) async fn read<R>(
        &self,
        link: &mut Link<'_>,
        rows: &[Vec<Value>],
    ) -> Result<Vec<R>, Fault>
    where
        R: for<'r> FromRow<'r, sqlx::sqlite::SqliteRow>
            + for<'r> FromRow<'r, sqlx::postgres::PgRow>
            + Send
            + Unpin,
    {
        let mut found = Vec::new();
        for piece in pieces(rows) {
            let part: Vec<R> = on!(link, connection => {
                let mut statement = self.build(piece);
                let query = statement.build_query_as().persistent(piece.len() <= ROWS_KEPT_PREPARED_MAX);
                query.fetch_all(connection).await
            })
            .map_err(Fault::during(self.attempt))?;
            found.extend(part);
        }
        Ok(found)
    }

    fn build<DB>(&self, rows: &[Vec<Value>]) -> QueryBuilder<DB>
    where
        DB: Database,
        for<'q> Option<Uuid>: Encode<'q, DB> + Type<DB>,
        for<'q> Option<i64>: Encode<'q, DB> + Type<DB>,
        for<'q> bool: Encode<'q, DB> + Type<DB>,
        for<'q> Option<Vec<u8>>: Encode<'q, DB> + Type<DB>,
        for<'q> Option<&'static str>: Encode<'q, DB> + Type<DB>,
        for<'q> String: Encode<'q, DB> + Type<DB>,
    {
        let mut statement = QueryBuilder::new(self.before);
        statement.push_values(rows, |mut row, values| {
            for value in values {
                match value.clone() {
                    Value::Id(id) => row.push_bind(id),
                    Value::Int(number) => row.push_bind(number),
                    Value::Bool(flag) => row.push_bind(flag),
                    Value::Bytes(bytes) => row.push_bind(bytes),
                    Value::Word(word) => row.push_bind(word),
                    Value::Text(text) => row.push_bind(text),
                };
            }
        });
        statement.push(self.after);
        statement
    }
}

fn pieces(rows: &[Vec<Value>]) -> impl Iterator<Item = &[Vec<Value>]> {
    let n_columns = rows.first().map_or(1, Vec::len).max(1);
    rows.chunks((BINDS_MAX / n_columns).clamp(1, ROWS_MAX))
}

/// Reads every row of an event with a statement whose only placeholder is the event.
pub(crate) async fn rows_of<R>(
    link: &mut Link<'_>,
    attempt: &'static str,
    statement: &'static str,
    event: EventId,
) -> Result<Vec<R>, Fault>
where
    R: for<'r> FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> FromRow<'r, sqlx::postgres::PgRow>
        + Send
        + Unpin,
{
    on!(link, connection => {
        sqlx::query_as(statement).bind(event.uuid()).fetch_all(connection).await
    })
    .map_err(Fault::during(attempt))
}
