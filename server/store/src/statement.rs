//! Running statements: the one place where an engine's driver is called.
//!
//! Statements are written once, with numbered placeholders, and their values are given as
//! [`Value`]s. So the drivers' generic machinery is compiled once per engine, not once per query.

use sqlx::postgres::PgRow;
use sqlx::query::Query;
use sqlx::sqlite::SqliteRow;
use sqlx::{Database, Encode, FromRow, SqlSafeStr, SqlStr, Type};
use uuid::Uuid;

use crate::fault::Fault;
use crate::link::Link;

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

/// Values in the order of a statement's placeholders, or of a row's columns.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::statement::Value::from($value)),*] };
}
pub(crate) use values;

/// Rows as the engine gave them.
pub(crate) enum Rows {
    Sqlite(Vec<SqliteRow>),
    Postgres(Vec<PgRow>),
}

/// A row of either engine, read by the names of its columns or, for tuples, by position.
pub(crate) trait Stored:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>
{
}
impl<R> Stored for R where R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

impl Link<'_> {
    /// Runs a statement; tells how many rows it touched.
    pub(crate) async fn execute(
        &mut self,
        attempt: &'static str,
        statement: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> Result<u64, Fault> {
        self.execute_text(statement.into_sql_str(), values, true)
            .await
            .map_err(Fault::during(attempt))
    }

    /// Reads every row that a statement finds.
    pub(crate) async fn all<R: Stored>(
        &mut self,
        attempt: &'static str,
        statement: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> Result<Vec<R>, Fault> {
        self.fetch_text(statement.into_sql_str(), values, true)
            .await
            .and_then(|rows| rows.read())
            .map_err(Fault::during(attempt))
    }

    /// Reads the row that a statement finds, if it finds one.
    pub(crate) async fn optional<R: Stored>(
        &mut self,
        attempt: &'static str,
        statement: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> Result<Option<R>, Fault> {
        let rows = self.all(attempt, statement, values).await?;
        Ok(rows.into_iter().next())
    }

    /// Reads the row that a statement always finds, such as a count.
    pub(crate) async fn one<R: Stored>(
        &mut self,
        attempt: &'static str,
        statement: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> Result<R, Fault> {
        self.optional(attempt, statement, values)
            .await?
            .ok_or_else(|| Fault::during(attempt)(sqlx::Error::RowNotFound))
    }

    pub(crate) async fn execute_text(
        &mut self,
        text: SqlStr,
        values: Vec<Value>,
        is_kept_prepared: bool,
    ) -> Result<u64, sqlx::Error> {
        match self {
            Self::Sqlite(connection) => bound(text, values)
                .persistent(is_kept_prepared)
                .execute(&mut **connection)
                .await
                .map(|done| done.rows_affected()),
            Self::Postgres(connection) => bound(text, values)
                .persistent(is_kept_prepared)
                .execute(&mut **connection)
                .await
                .map(|done| done.rows_affected()),
        }
    }

    pub(crate) async fn fetch_text(
        &mut self,
        text: SqlStr,
        values: Vec<Value>,
        is_kept_prepared: bool,
    ) -> Result<Rows, sqlx::Error> {
        match self {
            Self::Sqlite(connection) => bound(text, values)
                .persistent(is_kept_prepared)
                .fetch_all(&mut **connection)
                .await
                .map(Rows::Sqlite),
            Self::Postgres(connection) => bound(text, values)
                .persistent(is_kept_prepared)
                .fetch_all(&mut **connection)
                .await
                .map(Rows::Postgres),
        }
    }
}

impl Rows {
    pub(crate) fn read<R: Stored>(&self) -> Result<Vec<R>, sqlx::Error> {
        match self {
            Self::Sqlite(rows) => rows.iter().map(R::from_row).collect(),
            Self::Postgres(rows) => rows.iter().map(R::from_row).collect(),
        }
    }
}

fn bound<DB>(text: SqlStr, values: Vec<Value>) -> Query<'static, DB, DB::Arguments>
where
    DB: Database,
    for<'q> Option<Uuid>: Encode<'q, DB> + Type<DB>,
    for<'q> Option<i64>: Encode<'q, DB> + Type<DB>,
    for<'q> bool: Encode<'q, DB> + Type<DB>,
    for<'q> Option<Vec<u8>>: Encode<'q, DB> + Type<DB>,
    for<'q> Option<&'static str>: Encode<'q, DB> + Type<DB>,
    for<'q> String: Encode<'q, DB> + Type<DB>,
{
    let mut query = sqlx::query(text);
    for value in values {
        query = match value {
            Value::Id(id) => query.bind(id),
            Value::Int(number) => query.bind(number),
            Value::Bool(flag) => query.bind(flag),
            Value::Bytes(bytes) => query.bind(bytes),
            Value::Word(word) => query.bind(word),
            Value::Text(text) => query.bind(text),
        };
    }
    query
}
