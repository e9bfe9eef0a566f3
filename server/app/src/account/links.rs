//! Links that users ask for: to come in without a password, to choose another one, to be reached
//! elsewhere.
//!
//! Whoever asks gets the same answer at once, whether the address is known or not; what it leads
//! to is done afterwards, by no more than a few at a time.

use std::sync::Arc;

use protocol::id::EventId;
use store::{
    Caller, Conflict, ConnectionOutcome, Fault, Holder, Purpose, Tongue, User, UserId, Way,
};

use super::accounts::{Accounts, LINK_LIFE, after};
use super::email::{Email, fold};
use super::entry::{Turn, Visitor, subject};
use super::letter::{Letter, Matter};
use super::mill::Password;
use super::strength::{Weakness, pieces, weakness};
use super::token::Token;

/// Letters of one kind that one address is sent before a pause.
const LETTERS_MAX: u32 = 3;
/// The pause, which begins with the last of them.
const LETTERS_PAUSE_MICROS: i64 = 15 * 60 * 1_000_000;

/// What came of choosing a password.
#[derive(Debug, PartialEq, Eq)]
pub enum Chosen {
    /// It is the password now.
    Done,
    /// The link is unknown, used or too old.
    Spent,
    /// Not good enough.
    Weak(Weakness),
    /// The present password was not right.
    WrongPresent,
    /// Too many failures: so many seconds from now.
    Wait(u32),
    /// Too many do the same at this moment.
    Busy,
}

/// What came of changing the address.
#[derive(Debug, PartialEq, Eq)]
pub enum Moved {
    /// He is reached there now.
    Done,
    /// The link is unknown, used or too old, or the address belongs to somebody else by now.
    Spent,
}

impl Accounts {
    /// Sends a link to whoever has this address, if anybody has it. Returns at once.
    ///
    /// # Errors
    /// Never; the answer is the same for every address.
    pub fn ask_for_link(self: &Arc<Self>, email: &str, purpose: Purpose) {
        let Ok(permit) = self.askers.clone().try_acquire_owned() else {
            tracing::warn!("a link was asked for while too many were being made");
            return;
        };
        let (accounts, folded) = (self.clone(), fold(email));
        tokio::spawn(async move {
            if let Err(fault) = accounts.send_link(&folded, purpose).await {
                tracing::warn!(error = %fault, "a link could not be sent: {fault}");
            }
            drop(permit);
        });
    }

    /// Returns when no link is being made, for tests.
    #[cfg(feature = "testing")]
    pub async fn until_no_link_is_made(&self) {
        let all = u32::try_from(super::accounts::ASKERS_MAX).expect("a small bound");
        let _ = self.askers.acquire_many(all).await;
    }

    async fn send_link(&self, folded: &str, purpose: Purpose) -> Result<(), Fault> {
        let Some((user, _)) = self.store.find_user_by_email(folded).await? else {
            return Ok(());
        };
        if !self.may_write(&user, "letter").await? {
            return Ok(());
        }
        let link = self.issue(user.id, purpose, "").await?;
        let matter = match purpose {
            Purpose::SignIn => Matter::SignIn { link },
            Purpose::Password | Purpose::Email => Matter::ResetPassword { link },
        };
        self.write_to(&user, matter).await;
        Ok(())
    }

    /// Whether another letter may go to a user now: nobody fills another's mailbox by asking.
    async fn may_write(&self, user: &User, kind: &str) -> Result<bool, Fault> {
        let now = self.world.now();
        let subject = subject(kind, &user.id.to_string(), None);
        let Some(_turn) = Turn::take(self, subject) else {
            return Ok(false);
        };
        let sent = self.store.attempts(&subject).await?;
        let is_long_ago = sent.failed_at.0 + LETTERS_PAUSE_MICROS <= now.0;
        if sent.n_failed >= LETTERS_MAX && !is_long_ago {
            return Ok(false);
        }
        if is_long_ago && sent.n_failed > 0 {
            self.store.forget_attempts(&subject).await?;
        }
        self.store.count_failure(&subject, None, now).await?;
        Ok(true)
    }

    async fn issue(&self, user: UserId, purpose: Purpose, detail: &str) -> Result<Token, Fault> {
        let token = Token::random(&*self.random);
        let expires_at = after(self.world.now(), LINK_LIFE);
        self.store
            .issue_user_link(token.bytes(), user, purpose, detail, expires_at)
            .await?;
        Ok(token)
    }

    /// Whose link it is, without using it up.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn find_link(&self, link: &Token, purpose: Purpose) -> Result<Option<User>, Fault> {
        let now = self.world.now();
        match self
            .store
            .find_user_link(link.bytes(), purpose, now)
            .await?
        {
            Some(found) => self.store.find_user(found.user).await,
            None => Ok(None),
        }
    }

    /// Chooses a password by a link. Every sign-in of the user ends.
    ///
    /// # Errors
    /// When it cannot be stored; the link can then be used again.
    pub async fn choose_password(
        &self,
        link: &Token,
        password: Password,
        caller: &Caller,
    ) -> Result<Chosen, Fault> {
        let Some(user) = self.find_link(link, Purpose::Password).await? else {
            return Ok(Chosen::Spent);
        };
        let phc = match self.stretched(&user, password).await? {
            Ok(phc) => phc,
            Err(refused) => return Ok(refused),
        };
        let now = self.world.now();
        let line = self.line(
            Some(user.id),
            caller,
            Way::Reset,
            ConnectionOutcome::Entered,
        );
        let done = self
            .store
            .reset_password(link.bytes(), &phc, &line, now)
            .await?;
        let Some((_, ended)) = done else {
            return Ok(Chosen::Spent);
        };
        self.look_again(&ended).await;
        self.write_to(&user, Matter::PasswordChanged { at: now })
            .await;
        Ok(Chosen::Done)
    }

    /// Changes the password of somebody who is signed in and knows the present one. His other
    /// sign-ins end.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn change_password(
        &self,
        visitor: &Visitor,
        present: Password,
        password: Password,
        caller: &Caller,
    ) -> Result<Chosen, Fault> {
        if let Some(refused) = self.check_present(visitor, present, caller).await? {
            return Ok(refused);
        }
        let user = &visitor.user;
        let phc = match self.stretched(user, password).await? {
            Ok(phc) => phc,
            Err(refused) => return Ok(refused),
        };
        let now = self.world.now();
        self.store.set_password(user.id, &phc, now).await?;
        self.end_others(visitor).await?;
        self.write_to(user, Matter::PasswordChanged { at: now })
            .await;
        Ok(Chosen::Done)
    }

    /// Whether somebody who is signed in is really himself, before something that cannot be taken
    /// back. Who has no password came by a link to his address, and is taken at that.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn check_again(
        &self,
        visitor: &Visitor,
        present: Password,
        caller: &Caller,
    ) -> Result<Option<Chosen>, Fault> {
        if self.has_password(visitor).await? {
            self.check_present(visitor, present, caller).await
        } else {
            Ok(None)
        }
    }

    /// Whether somebody chose a password.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn has_password(&self, visitor: &Visitor) -> Result<bool, Fault> {
        let kept = self.store.password_of(visitor.user.id).await?;
        Ok(kept.is_some())
    }

    /// Whether the present password is right, once more: what comes next matters.
    pub(super) async fn check_present(
        &self,
        visitor: &Visitor,
        present: Password,
        caller: &Caller,
    ) -> Result<Option<Chosen>, Fault> {
        let now = self.world.now();
        let user = visitor.user.id;
        let subject = subject("present", &user.to_string(), Some(caller));
        let attempts = self.store.attempts(&subject).await?;
        if let Some(seconds) = super::delay::wait_s(attempts, now) {
            return Ok(Some(Chosen::Wait(seconds)));
        }
        let kept = self.store.password_of(user).await?;
        let compared = self.mill.compare(present, kept, &*self.random).await;
        let Ok(compared) = compared else {
            return Ok(Some(Chosen::Busy));
        };
        if compared.is_right {
            self.store.forget_attempts(&subject).await?;
            return Ok(None);
        }
        self.store.count_failure(&subject, None, now).await?;
        Ok(Some(Chosen::WrongPresent))
    }

    /// The kept form of a new password, or why it is not good enough.
    async fn stretched(
        &self,
        user: &User,
        password: Password,
    ) -> Result<Result<String, Chosen>, Fault> {
        let holdings = self.store.holdings(user.id).await?;
        let is_administrator = holdings.iter().any(|holding| holding.is_administrator());
        let policy = if is_administrator {
            self.rules.administrator
        } else {
            self.rules.participant
        };
        let mut words: Vec<String> = pieces(&user.email).collect();
        for holding in &holdings {
            let (event, holder) = (holding.account.event, holding.account.holder);
            for label in self.store.labels_around(event, holder).await? {
                words.extend(pieces(&label));
            }
        }
        let (checked, context) = (password.clone(), words);
        let weak = self
            .mill
            .run(move || weakness(&checked, policy, &context))
            .await;
        match weak {
            Err(_) => return Ok(Err(Chosen::Busy)),
            Ok(Some(weak)) => return Ok(Err(Chosen::Weak(weak))),
            Ok(None) => {}
        }
        let phc = self.mill.stretch(password, &*self.random).await;
        Ok(phc.map_err(|_| Chosen::Busy))
    }

    /// Sends a link to the address where somebody wants to be reached from now on; he shows his
    /// password once more.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn ask_to_move(
        &self,
        visitor: &Visitor,
        present: Password,
        to: &Email,
        caller: &Caller,
    ) -> Result<Option<Chosen>, Fault> {
        if let Some(refused) = self.check_present(visitor, present, caller).await? {
            return Ok(Some(refused));
        }
        let user = &visitor.user;
        let is_taken = self
            .store
            .find_user_by_email(&to.folded())
            .await?
            .is_some_and(|(other, _)| other.id != user.id);
        // Whoever asks is not told that the address is somebody else's.
        if !is_taken && self.may_write(user, "move").await? {
            let link = self.issue(user.id, Purpose::Email, to.as_text()).await?;
            let letter = Letter {
                to: to.as_text().to_owned(),
                language: user.language,
                user: user.id,
                matter: Matter::ConfirmEmail { link },
            };
            self.hand_over(letter).await;
        }
        Ok(None)
    }

    /// Confirms a new address by the link that was sent there.
    ///
    /// # Errors
    /// When it cannot be stored; the link can then be used again.
    pub async fn confirm_move(&self, link: &Token) -> Result<Moved, Fault> {
        let now = self.world.now();
        match self.store.confirm_email(link.bytes(), fold, now).await {
            Ok(Some((before, _))) => {
                self.write_to(&before, Matter::EmailChanged { at: now })
                    .await;
                Ok(Moved::Done)
            }
            Ok(None) => Ok(Moved::Spent),
            Err(fault) if fault.conflict() == Some(Conflict::EmailTaken) => Ok(Moved::Spent),
            Err(fault) => Err(fault),
        }
    }

    /// Gives a person or member of the team a user by his address, new or known. None when the
    /// account is another user's already.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn give_to(
        &self,
        event: EventId,
        holder: Holder,
        email: &Email,
        language: Tongue,
    ) -> Result<Option<User>, Fault> {
        let account = self.account_of(event, holder).await?;
        let user = self.user_by(email, language).await?;
        let is_his = self.store.give_account(account.id, user.id).await?;
        Ok(is_his.then_some(user))
    }

    async fn user_by(&self, email: &Email, language: Tongue) -> Result<User, Fault> {
        let folded = email.folded();
        if let Some((user, _)) = self.store.find_user_by_email(&folded).await? {
            return Ok(user);
        }
        let created_at = self.world.now();
        let user = User {
            id: UserId::new(created_at, self.random.bytes()),
            email: email.as_text().to_owned(),
            email_folded: folded.clone(),
            language,
            created_at,
        };
        match self.store.create_user(&user).await {
            Ok(()) => Ok(user),
            // Somebody else made him in the same moment.
            Err(fault) if fault.conflict() == Some(Conflict::EmailTaken) => {
                let found = self.store.find_user_by_email(&folded).await?;
                found.map(|(user, _)| user).ok_or(fault)
            }
            Err(fault) => Err(fault),
        }
    }

    /// A link to choose a password by, to be handed over in person.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn password_link(&self, user: UserId) -> Result<Token, Fault> {
        self.issue(user, Purpose::Password, "").await
    }

    /// Sends somebody who was given an account the link to choose his first password.
    ///
    /// # Errors
    /// When the link cannot be stored.
    pub async fn invite(&self, user: &User) -> Result<(), Fault> {
        let link = self.password_link(user.id).await?;
        self.write_to(user, Matter::SetPassword { link }).await;
        Ok(())
    }

    pub(super) async fn write_to(&self, user: &User, matter: Matter) {
        self.hand_over(Letter {
            to: user.email.clone(),
            language: user.language,
            user: user.id,
            matter,
        })
        .await;
    }

    /// What was done stays done, whether somebody can be told or not.
    async fn hand_over(&self, letter: Letter) {
        let (user, name) = (letter.user, letter.matter.name());
        if let Err(fault) = self.post.send(letter).await {
            tracing::error!(
                user.id = %user, letter = name, error = %fault,
                "a letter could not be handed over: {fault}",
            );
        }
    }
}
