//! Logins of users, the links that they are sent, failures in a row, and the log of connections.

use protocol::Micros;
use protocol::id::EventId;
use uuid::Uuid;

use super::{TokenHash, hash};
use crate::account::AccountId;
use crate::doorbell;
use crate::fault::Fault;
use crate::link::Link;
use crate::open::Store;
use crate::table::user_sign_ins::Fresh;
use crate::table::{
    accounts, attempts, connections, passwords, sign_ins, user_links, user_sign_ins, users,
};
use crate::user::{
    Attempts, Caller, Connection, Purpose, SignInMark, Stage, UsedLink, UserId, UserSignIn,
};

/// A user's login as it begins.
#[derive(Clone, Copy, Debug)]
pub struct UserEntry<'a> {
    /// The new cookie's token.
    pub token: &'a [u8],
    /// The cookie that it takes the place of: who had that one has nothing.
    pub instead_of: Option<&'a [u8]>,
    /// Whose.
    pub user: UserId,
    /// How far it goes.
    pub stage: Stage,
    /// From where.
    pub caller: &'a Caller,
    /// When.
    pub now: Micros,
    /// Until when.
    pub expires_at: Micros,
    /// What was tried in vain before, and is forgotten now.
    pub forgets: Option<&'a [u8]>,
}

impl Store {
    /// Signs a user in and writes it into the log, in one commit. Whether he was signed in before
    /// at all, and with such a device.
    ///
    /// # Errors
    /// [`crate::Conflict::UserSignInExists`] when the token was used before.
    pub async fn enter_user(
        &self,
        entry: UserEntry<'_>,
        line: &Connection,
    ) -> Result<(bool, bool), Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let known =
            user_sign_ins::knows_device(&mut link, entry.user, &entry.caller.device).await?;
        if let Some(earlier) = entry.instead_of {
            revoke(&mut link, &hash(earlier), entry.now).await?;
        }
        let fresh = Fresh {
            token: &hash(entry.token),
            user: entry.user,
            stage: entry.stage,
            device: &entry.caller.device,
            address: &entry.caller.address,
            now: entry.now,
            expires_at: entry.expires_at,
        };
        user_sign_ins::insert(&mut link, fresh).await?;
        if let Some(subject) = entry.forgets {
            attempts::forget(&mut link, &hash(subject)).await?;
        }
        connections::insert(&mut link, line).await?;
        open.commit().await?;
        Ok(known)
    }

    /// The login of a user behind a cookie, if it is neither expired nor revoked.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_user_sign_in(
        &self,
        token: &[u8],
        now: Micros,
    ) -> Result<Option<UserSignIn>, Fault> {
        let mut open = self.pools.reading().await?;
        user_sign_ins::find(&mut open.link(), &hash(token), now).await
    }

    /// The logins of a user that are in force, the youngest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn user_sign_ins(&self, user: UserId, now: Micros) -> Result<Vec<UserSignIn>, Fault> {
        let mut open = self.pools.reading().await?;
        let found = user_sign_ins::list(&mut open.link(), user, now).await?;
        Ok(found.into_iter().map(|(_, sign_in)| sign_in).collect())
    }

    /// A user's login is in use.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn touch_user_sign_in(&self, token: &[u8], now: Micros) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        user_sign_ins::touch(&mut open.link(), &hash(token), now).await?;
        open.commit().await
    }

    /// Opens an event for a user who is signed in: the new login there ends with his own.
    ///
    /// # Errors
    /// [`crate::Conflict::SignInExists`] when the token was used before.
    pub async fn open_event(
        &self,
        user_sign_in: &[u8],
        token: &[u8],
        account: AccountId,
        now: Micros,
        expires_at: Micros,
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let parent = hash(user_sign_in);
        sign_ins::insert(
            &mut link,
            &hash(token),
            account,
            Some(&parent),
            now,
            expires_at,
        )
        .await?;
        user_sign_ins::touch(&mut link, &parent, now).await?;
        open.commit().await
    }

    /// Ends a login of a user with everything that began with it, and tells the other nodes.
    /// Whose sign-ins ended.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn leave_user(
        &self,
        token: &[u8],
        line: &Connection,
        now: Micros,
    ) -> Result<Vec<AccountId>, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let ended = revoke(&mut link, &hash(token), now).await?;
        connections::insert(&mut link, line).await?;
        open.commit().await?;
        Ok(ended)
    }

    /// Ends logins of a user: the one of that mark, or all but the one of that token. Whose
    /// sign-ins ended.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn end_user_sign_ins(
        &self,
        user: UserId,
        which: Ending<'_>,
        now: Micros,
    ) -> Result<Vec<AccountId>, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let ended = end(&mut link, user, which, now).await?;
        open.commit().await?;
        Ok(ended)
    }

    /// Issues a link to a user.
    ///
    /// # Errors
    /// [`crate::Conflict::UserLinkExists`] when the token was issued before.
    pub async fn issue_user_link(
        &self,
        token: &[u8],
        user: UserId,
        purpose: Purpose,
        detail: &str,
        expires_at: Micros,
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        let token = hash(token);
        user_links::insert(&mut open.link(), &token, user, purpose, detail, expires_at).await?;
        open.commit().await
    }

    /// Whose link it is, without using it up.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_user_link(
        &self,
        token: &[u8],
        purpose: Purpose,
        now: Micros,
    ) -> Result<Option<UsedLink>, Fault> {
        let mut open = self.pools.reading().await?;
        user_links::find(&mut open.link(), &hash(token), purpose, now).await
    }

    /// Uses a link to sign in up. Of any number of callers exactly one gets the user.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn consume_user_link(
        &self,
        token: &[u8],
        purpose: Purpose,
        now: Micros,
    ) -> Result<Option<UsedLink>, Fault> {
        let mut open = self.pools.writing().await?;
        let used = user_links::consume(&mut open.link(), &hash(token), purpose, now).await?;
        open.commit().await?;
        Ok(used)
    }

    /// Uses a link up and sets the password that was chosen, in one commit; every login that the
    /// user has ends. Whose link it was, and whose sign-ins ended.
    ///
    /// # Errors
    /// When it cannot be written; the link can then be used again.
    pub async fn reset_password(
        &self,
        token: &[u8],
        phc: &str,
        line: &Connection,
        now: Micros,
    ) -> Result<Option<(UserId, Vec<AccountId>)>, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let token = hash(token);
        let Some(used) = user_links::consume(&mut link, &token, Purpose::Password, now).await?
        else {
            return Ok(None);
        };
        passwords::put(&mut link, used.user, phc, now).await?;
        user_links::revoke_all(&mut link, used.user).await?;
        let ended = end(&mut link, used.user, Ending::All, now).await?;
        let line = Connection {
            user: Some(used.user),
            ..line.clone()
        };
        connections::insert(&mut link, &line).await?;
        open.commit().await?;
        Ok(Some((used.user, ended)))
    }

    /// Uses a link up and changes the address that it confirms. The address before.
    ///
    /// # Errors
    /// [`crate::Conflict::EmailTaken`] when somebody else has it by now; the link is not used up.
    pub async fn confirm_email(
        &self,
        token: &[u8],
        fold: fn(&str) -> String,
        now: Micros,
    ) -> Result<Option<(crate::User, String)>, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let token = hash(token);
        let Some(used) = user_links::consume(&mut link, &token, Purpose::Email, now).await? else {
            return Ok(None);
        };
        let Some(user) = users::find(&mut link, used.user).await? else {
            return Ok(None);
        };
        users::set_email(&mut link, used.user, &used.detail, &fold(&used.detail)).await?;
        user_links::revoke_all(&mut link, used.user).await?;
        open.commit().await?;
        Ok(Some((user, used.detail)))
    }

    /// Failures in a row.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn attempts(&self, subject: &[u8]) -> Result<Attempts, Fault> {
        let mut open = self.pools.reading().await?;
        attempts::find(&mut open.link(), &hash(subject)).await
    }

    /// One failure more, with its line in the log.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn count_failure(
        &self,
        subject: &[u8],
        line: Option<&Connection>,
        now: Micros,
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        attempts::add(&mut link, &hash(subject), now).await?;
        if let Some(line) = line {
            connections::insert(&mut link, line).await?;
        }
        open.commit().await
    }

    /// What failed before does not count any more.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn forget_attempts(&self, subject: &[u8]) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        attempts::forget(&mut open.link(), &hash(subject)).await?;
        open.commit().await
    }

    /// Writes a line into the log of connections.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn log_connection(&self, line: &Connection) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        connections::insert(&mut open.link(), line).await?;
        open.commit().await
    }

    /// The log about those who hold an account at an event, the youngest first, before an id.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn connections(
        &self,
        event: EventId,
        before: Option<Uuid>,
        n_max: u16,
    ) -> Result<Vec<Connection>, Fault> {
        let mut open = self.pools.reading().await?;
        let before = before.unwrap_or(Uuid::from_bytes([0xff; 16]));
        connections::list(&mut open.link(), event, before, i64::from(n_max)).await
    }

    /// The accounts of an event that users hold.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn users_at(
        &self,
        event: EventId,
    ) -> Result<Vec<(UserId, String, crate::Account)>, Fault> {
        let mut open = self.pools.reading().await?;
        accounts::with_users(&mut open.link(), event).await
    }
}

/// Which logins of a user end.
#[derive(Clone, Copy, Debug)]
pub enum Ending<'a> {
    /// One.
    One(SignInMark),
    /// All but the one of this token.
    Others(&'a [u8]),
    /// All.
    All,
}

async fn end(
    link: &mut Link<'_>,
    user: UserId,
    which: Ending<'_>,
    now: Micros,
) -> Result<Vec<AccountId>, Fault> {
    let mut ended = Vec::new();
    let kept = match which {
        Ending::Others(token) => Some(hash(token)),
        Ending::One(_) | Ending::All => None,
    };
    for (token, sign_in) in user_sign_ins::list(link, user, now).await? {
        let is_meant = match which {
            Ending::One(mark) => sign_in.mark == mark,
            Ending::Others(_) => kept != Some(token),
            Ending::All => true,
        };
        if is_meant {
            ended.extend(revoke(link, &token, now).await?);
        }
    }
    Ok(ended)
}

/// Ends a login of a user and what began with it.
async fn revoke(
    link: &mut Link<'_>,
    token: &TokenHash,
    now: Micros,
) -> Result<Vec<AccountId>, Fault> {
    user_sign_ins::revoke(link, token, now).await?;
    let mut ended = sign_ins::revoke_begun_with(link, token, now).await?;
    ended.sort();
    ended.dedup();
    for account in &ended {
        doorbell::ring_sign_ins(link, *account).await?;
    }
    Ok(ended)
}
