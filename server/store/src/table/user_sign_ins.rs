//! Table `user_sign_ins`: logins of users. The cookie's token itself is never stored.

use protocol::Micros;
use uuid::Uuid;

use crate::code::{self, Word, corrupt};
use crate::fault::Fault;
use crate::link::Link;
use crate::sign_in::TokenHash;
use crate::statement::values;
use crate::user::{SignInMark, Stage, UserId, UserSignIn};

/// A login as it begins.
pub(crate) struct Fresh<'a> {
    pub(crate) token: &'a TokenHash,
    pub(crate) user: UserId,
    pub(crate) stage: Stage,
    pub(crate) device: &'a str,
    pub(crate) address: &'a str,
    pub(crate) now: Micros,
    pub(crate) expires_at: Micros,
}

pub(crate) async fn insert(link: &mut Link<'_>, fresh: Fresh<'_>) -> Result<(), Fault> {
    const INSERT: &str = "INSERT INTO user_sign_ins \
                          (token_hash, user_id, stage, device, address, created_at, seen_at, expires_at) \
                          VALUES ($1, $2, $3, $4, $5, $6, $6, $7)";
    link.execute(
        "signing a user in",
        INSERT,
        values![
            fresh.token.to_vec(),
            fresh.user.uuid(),
            fresh.stage.word(),
            fresh.device.to_owned(),
            fresh.address.to_owned(),
            fresh.now.0,
            fresh.expires_at.0,
        ],
    )
    .await
    .map(drop)
}

#[derive(sqlx::FromRow)]
struct Stored {
    token_hash: Vec<u8>,
    user_id: Uuid,
    stage: String,
    device: String,
    address: String,
    created_at: i64,
    seen_at: i64,
    expires_at: i64,
}

impl Stored {
    fn read(self) -> Result<(TokenHash, UserSignIn), Fault> {
        const COLUMN: &str = "user_sign_ins.token_hash";
        let mark = SignInMark::of(&self.token_hash).ok_or_else(|| corrupt(COLUMN))?;
        let hash = self.token_hash.try_into().map_err(|_| corrupt(COLUMN))?;
        let sign_in = UserSignIn {
            mark,
            user: self.user_id.into(),
            stage: code::word("user_sign_ins.stage", &self.stage)?,
            device: self.device,
            address: self.address,
            created_at: Micros(self.created_at),
            seen_at: Micros(self.seen_at),
            expires_at: Micros(self.expires_at),
        };
        Ok((hash, sign_in))
    }
}

/// A login that is neither expired nor revoked.
pub(crate) async fn find(
    link: &mut Link<'_>,
    token: &TokenHash,
    now: Micros,
) -> Result<Option<UserSignIn>, Fault> {
    const FIND: &str = "SELECT token_hash, user_id, stage, device, address, created_at, seen_at, \
                        expires_at FROM user_sign_ins \
                        WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2";
    let row: Option<Stored> = link
        .optional(
            "looking a user's sign-in up",
            FIND,
            values![token.to_vec(), now.0],
        )
        .await?;
    row.map(|row| row.read().map(|(_, sign_in)| sign_in))
        .transpose()
}

/// The logins of a user that are in force, the youngest first.
pub(crate) async fn list(
    link: &mut Link<'_>,
    user: UserId,
    now: Micros,
) -> Result<Vec<(TokenHash, UserSignIn)>, Fault> {
    const LIST: &str = "SELECT token_hash, user_id, stage, device, address, created_at, seen_at, \
                        expires_at FROM user_sign_ins \
                        WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 \
                        ORDER BY created_at DESC, token_hash LIMIT 100";
    let rows: Vec<Stored> = link
        .all(
            "listing a user's sign-ins",
            LIST,
            values![user.uuid(), now.0],
        )
        .await?;
    rows.into_iter().map(Stored::read).collect()
}

/// Whether the user ever signed in with this device: a new one is told to him.
pub(crate) async fn knows_device(
    link: &mut Link<'_>,
    user: UserId,
    device: &str,
) -> Result<(bool, bool), Fault> {
    const KNOWS: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN device = $2 THEN 1 ELSE 0 END), 0) AS BIGINT) \
                         FROM user_sign_ins WHERE user_id = $1 AND stage = 'full'";
    let (n_all, n_same): (i64, i64) = link
        .one(
            "looking for a device",
            KNOWS,
            values![user.uuid(), device.to_owned()],
        )
        .await?;
    Ok((n_all > 0, n_same > 0))
}

/// It is in use.
pub(crate) async fn touch(
    link: &mut Link<'_>,
    token: &TokenHash,
    now: Micros,
) -> Result<(), Fault> {
    const TOUCH: &str =
        "UPDATE user_sign_ins SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2";
    link.execute(
        "marking a user's sign-in as used",
        TOUCH,
        values![token.to_vec(), now.0],
    )
    .await
    .map(drop)
}

/// Ends one. Whether it was in force.
pub(crate) async fn revoke(
    link: &mut Link<'_>,
    token: &TokenHash,
    now: Micros,
) -> Result<bool, Fault> {
    const REVOKE: &str =
        "UPDATE user_sign_ins SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL";
    link.execute(
        "ending a user's sign-in",
        REVOKE,
        values![token.to_vec(), now.0],
    )
    .await
    .map(|n_rows| n_rows > 0)
}

/// Deletes those whose time is over, revoked ones included.
pub(crate) async fn sweep(link: &mut Link<'_>, now: Micros) -> Result<u64, Fault> {
    const SWEEP: &str = "DELETE FROM user_sign_ins WHERE expires_at <= $1";
    link.execute("sweeping users' sign-ins", SWEEP, values![now.0])
        .await
}
