//! Table `users`: who can sign in, by which address.

use protocol::Micros;
use uuid::Uuid;

use crate::code::{self, Word};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;
use crate::user::{Tongue, User, UserId};

pub(crate) async fn insert(link: &mut Link<'_>, user: &User) -> Result<(), Fault> {
    const INSERT: &str = "INSERT INTO users (id, email, email_folded, language, created_at) \
                          VALUES ($1, $2, $3, $4, $5)";
    link.execute(
        "creating a user",
        INSERT,
        values![
            user.id.uuid(),
            user.email.clone(),
            user.email_folded.clone(),
            user.language.word(),
            user.created_at.0,
        ],
    )
    .await
    .map(drop)
}

#[derive(sqlx::FromRow)]
struct Stored {
    id: Uuid,
    email: String,
    email_folded: String,
    language: String,
    created_at: i64,
}

impl Stored {
    fn read(self) -> Result<User, Fault> {
        Ok(User {
            id: self.id.into(),
            email: self.email,
            email_folded: self.email_folded,
            language: code::word::<Tongue>("users.language", &self.language)?,
            created_at: Micros(self.created_at),
        })
    }
}

pub(crate) async fn find(link: &mut Link<'_>, id: UserId) -> Result<Option<User>, Fault> {
    const FIND: &str =
        "SELECT id, email, email_folded, language, created_at FROM users WHERE id = $1";
    let row: Option<Stored> = link
        .optional("looking a user up", FIND, values![id.uuid()])
        .await?;
    row.map(Stored::read).transpose()
}

pub(crate) async fn find_by_email(
    link: &mut Link<'_>,
    email_folded: &str,
) -> Result<Option<User>, Fault> {
    const FIND: &str =
        "SELECT id, email, email_folded, language, created_at FROM users WHERE email_folded = $1";
    let row: Option<Stored> = link
        .optional(
            "looking an address up",
            FIND,
            values![email_folded.to_owned()],
        )
        .await?;
    row.map(Stored::read).transpose()
}

pub(crate) async fn set_language(
    link: &mut Link<'_>,
    id: UserId,
    language: Tongue,
) -> Result<(), Fault> {
    const SET: &str = "UPDATE users SET language = $2 WHERE id = $1";
    link.execute(
        "setting a language",
        SET,
        values![id.uuid(), language.word()],
    )
    .await
    .map(drop)
}

pub(crate) async fn set_email(
    link: &mut Link<'_>,
    id: UserId,
    email: &str,
    email_folded: &str,
) -> Result<(), Fault> {
    const SET: &str = "UPDATE users SET email = $2, email_folded = $3 WHERE id = $1";
    link.execute(
        "changing an address",
        SET,
        values![id.uuid(), email.to_owned(), email_folded.to_owned()],
    )
    .await
    .map(drop)
}

/// Deletes the user; whatever is only his goes with him.
pub(crate) async fn delete(link: &mut Link<'_>, id: UserId) -> Result<bool, Fault> {
    const DELETE: &str = "DELETE FROM users WHERE id = $1";
    link.execute("erasing a user", DELETE, values![id.uuid()])
        .await
        .map(|n_rows| n_rows > 0)
}

/// Rewrites the table without its dead rows, where the engine keeps them.
pub(crate) const REWRITE: &str = "VACUUM FULL users";
