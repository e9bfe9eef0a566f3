//! Coming in: with a password, with a link, with a code; and leaving.

use std::time::Duration;

use protocol::Micros;
use sha2::{Digest, Sha256};
use store::{
    Account, AccountId, Caller, Connection, ConnectionOutcome, Fault, Holding, Purpose, Stage,
    User, UserEntry, UserId, UserSignIn, Way,
};

use super::accounts::{Accounts, after};
use super::delay::wait_s;
use super::email::fold;
use super::letter::Matter;
use super::mill::Password;
use super::token::Token;
use crate::live::meter;

/// How long somebody may take to find his code.
const CODE_LIFE: Duration = Duration::from_secs(10 * 60);
/// Wrong codes after which the first factor has to be shown again.
const CODES_MAX: u32 = 10;
/// How exactly it is known when a sign-in was last used.
const SEEN_STEP: Duration = Duration::from_secs(5 * 60);
/// Up to this life a sign-in is one of a team.
const TEAM_LIFE_MAX: Duration = Duration::from_secs(36 * 60 * 60);

/// What came of trying to come in.
#[derive(Debug)]
pub enum Entry {
    /// Signed in: the new cookie's token.
    In(Token),
    /// The first factor was right; this cookie's token is good for showing the second.
    CodeNeeded(Token),
    /// Wrong, for whatever reason: unknown address, wrong password, spent link.
    Wrong,
    /// Too many failures: so many seconds from now.
    Wait(u32),
    /// Too many sign in at this moment.
    Busy,
}

/// Somebody who is signed in, on whatever page.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Who.
    pub user: User,
    /// By which sign-in.
    pub sign_in: UserSignIn,
    /// Its cookie's token.
    pub token: Token,
}

/// What came of opening an event.
#[derive(Debug)]
pub enum Opening {
    /// Open: the cookie's token for its surface.
    Open(Account, Token),
    /// Administrators show a second factor here, and this one has none yet.
    FactorNeeded,
    /// It is not his.
    NotHis,
}

/// What failures are counted by: a way in, who was tried, and from which network.
pub(super) fn subject(way: &str, who: &str, caller: Option<&Caller>) -> [u8; 32] {
    let network = caller.map_or(String::new(), |caller| network(&caller.address));
    Sha256::digest(format!("{way}\0{who}\0{network}")).into()
}

/// Who has one address of version 6 has 2⁶⁴ of them.
fn network(address: &str) -> String {
    use std::net::{IpAddr, Ipv6Addr};
    match address
        .parse::<IpAddr>()
        .map(|address| address.to_canonical())
    {
        Ok(IpAddr::V6(address)) => {
            Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).to_string()
        }
        Ok(address) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// One try of one subject at a time: many at once would all find that few failed before.
pub(super) struct Turn<'a> {
    accounts: &'a Accounts,
    subject: [u8; 32],
}

impl<'a> Turn<'a> {
    pub(super) fn take(accounts: &'a Accounts, subject: [u8; 32]) -> Option<Self> {
        let is_first = accounts.turns.insert(subject, ()).is_none();
        is_first.then_some(Self { accounts, subject })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.accounts.turns.remove(&self.subject);
    }
}

impl Accounts {
    /// Signs a user in by address and password. `earlier` is the sign-in that the browser had.
    ///
    /// An unknown address takes as long as a wrong password, and looks the same.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn enter_by_password(
        &self,
        email: &str,
        password: Password,
        earlier: Option<&Token>,
        caller: &Caller,
    ) -> Result<Entry, Fault> {
        let folded = fold(email);
        let subject = subject("password", &folded, Some(caller));
        let Some(_turn) = Turn::take(self, subject) else {
            return Ok(Entry::Busy);
        };
        let now = self.world.now();
        let found = self.store.find_user_by_email(&folded).await?;
        let (user, kept) = match found {
            Some((user, kept)) => (Some(user), kept),
            None => (None, None),
        };
        let whose = user.as_ref().map(|user| user.id);
        let attempts = self.store.attempts(&subject).await?;
        if let Some(seconds) = wait_s(attempts, now) {
            let line = self.line(whose, caller, Way::Password, ConnectionOutcome::Delayed);
            self.store.log_connection(&line).await?;
            return Ok(counted(Entry::Wait(seconds)));
        }
        let compared = self
            .mill
            .compare(password, kept.clone(), &*self.random)
            .await;
        let Ok(compared) = compared else {
            return Ok(counted(Entry::Busy));
        };
        let Some(user) = user.filter(|_| compared.is_right) else {
            let line = self.line(whose, caller, Way::Password, ConnectionOutcome::Refused);
            self.store.count_failure(&subject, Some(&line), now).await?;
            return Ok(counted(Entry::Wrong));
        };
        if let (Some(before), Some(stronger)) = (kept, compared.stronger) {
            self.store
                .strengthen_password(user.id, &before, &stronger)
                .await?;
        }
        self.begin(&user, Way::Password, earlier, caller, Some(&subject))
            .await
    }

    /// Signs a user in by a link that he was sent. Of any number of callers exactly one succeeds.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn enter_by_link(
        &self,
        link: &Token,
        earlier: Option<&Token>,
        caller: &Caller,
    ) -> Result<Entry, Fault> {
        let now = self.world.now();
        let used = self
            .store
            .consume_user_link(link.bytes(), Purpose::SignIn, now)
            .await?;
        let user = match used {
            Some(used) => self.store.find_user(used.user).await?,
            None => None,
        };
        let Some(user) = user else {
            let line = self.line(None, caller, Way::Link, ConnectionOutcome::Refused);
            self.store.log_connection(&line).await?;
            return Ok(counted(Entry::Wrong));
        };
        self.begin(&user, Way::Link, earlier, caller, None).await
    }

    /// Shows the second factor: a code of the device, or a recovery code.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn enter_code(
        &self,
        visitor: &Visitor,
        typed: &str,
        caller: &Caller,
    ) -> Result<Entry, Fault> {
        let user = &visitor.user;
        // Only who has shown the first factor gets here: nobody else can make him wait.
        let subject = subject("code", &user.id.to_string(), None);
        let Some(_turn) = Turn::take(self, subject) else {
            return Ok(Entry::Busy);
        };
        let now = self.world.now();
        let attempts = self.store.attempts(&subject).await?;
        if let Some(seconds) = wait_s(attempts, now) {
            return Ok(counted(Entry::Wait(seconds)));
        }
        let way = match self.take_factor(user.id, typed).await? {
            Some(way) => way,
            None => {
                let line = self.line(Some(user.id), caller, Way::Code, ConnectionOutcome::Refused);
                self.store.count_failure(&subject, Some(&line), now).await?;
                if attempts.n_failed + 1 >= CODES_MAX {
                    self.leave(visitor, caller).await?;
                }
                return Ok(counted(Entry::Wrong));
            }
        };
        let token = Token::random(&*self.random);
        self.enter(
            user,
            &token,
            Stage::Full,
            way,
            Some(&visitor.token),
            caller,
            Some(&subject),
        )
        .await?;
        Ok(counted(Entry::In(token)))
    }

    /// The first factor was shown: signs in, or asks for the second.
    async fn begin(
        &self,
        user: &User,
        way: Way,
        earlier: Option<&Token>,
        caller: &Caller,
        forgets: Option<&[u8; 32]>,
    ) -> Result<Entry, Fault> {
        let factor = self.store.second_factor(user.id).await?;
        let has_factor = factor.is_some_and(|(factor, _)| factor.confirmed_at.is_some());
        let stage = if has_factor { Stage::Code } else { Stage::Full };
        let token = Token::random(&*self.random);
        self.enter(user, &token, stage, way, earlier, caller, forgets)
            .await?;
        Ok(counted(match stage {
            Stage::Code => Entry::CodeNeeded(token),
            Stage::Full => Entry::In(token),
        }))
    }

    #[allow(clippy::too_many_arguments)]
    async fn enter(
        &self,
        user: &User,
        token: &Token,
        stage: Stage,
        way: Way,
        earlier: Option<&Token>,
        caller: &Caller,
        forgets: Option<&[u8; 32]>,
    ) -> Result<(), Fault> {
        let now = self.world.now();
        let (life, outcome) = match stage {
            Stage::Code => (CODE_LIFE, ConnectionOutcome::HalfWay),
            Stage::Full => (self.life_of(user.id).await?, ConnectionOutcome::Entered),
        };
        let line = self.line(Some(user.id), caller, way, outcome);
        let entry = UserEntry {
            token: token.bytes(),
            instead_of: earlier.map(|token| token.bytes().as_slice()),
            user: user.id,
            stage,
            caller,
            now,
            expires_at: after(now, life),
            forgets: forgets.map(|subject| subject.as_slice()),
        };
        let (was_ever_in, knows_device) = self.store.enter_user(entry, &line).await?;
        if stage == Stage::Full && was_ever_in && !knows_device {
            let matter = Matter::NewSignIn {
                at: now,
                device: caller.device.clone(),
                address: caller.address.clone(),
            };
            self.write_to(user, matter).await;
        }
        Ok(())
    }

    async fn life_of(&self, user: UserId) -> Result<Duration, Fault> {
        let holdings = self.store.holdings(user).await?;
        let is_team = holdings.iter().any(|holding| holding.role.is_some());
        Ok(if is_team {
            self.rules.team_life
        } else {
            self.rules.person_life
        })
    }

    /// Who is behind a cookie, if that sign-in is in force.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn visitor(&self, token: &Token) -> Result<Option<Visitor>, Fault> {
        let now = self.world.now();
        let Some(sign_in) = self.store.find_user_sign_in(token.bytes(), now).await? else {
            return Ok(None);
        };
        let life_micros = sign_in.expires_at.since(sign_in.created_at);
        let is_team = Micros(life_micros) <= after(Micros(0), TEAM_LIFE_MAX);
        let idle = if is_team {
            self.rules.team_idle
        } else {
            self.rules.person_idle
        };
        if after(sign_in.seen_at, idle) <= now {
            return Ok(None);
        }
        let Some(user) = self.store.find_user(sign_in.user).await? else {
            return Ok(None);
        };
        if after(sign_in.seen_at, SEEN_STEP) <= now {
            self.store.touch_user_sign_in(token.bytes(), now).await?;
        }
        Ok(Some(Visitor {
            user,
            sign_in,
            token: token.clone(),
        }))
    }

    /// Where a user can go.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn holdings(&self, user: UserId) -> Result<Vec<Holding>, Fault> {
        self.store.holdings(user).await
    }

    /// Whether a user has to set up a second factor before he can open what he holds.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn needs_factor(&self, user: UserId, holding: &Holding) -> Result<bool, Fault> {
        if !self.rules.administrators_need_factor || !holding.is_administrator() {
            return Ok(false);
        }
        let factor = self.store.second_factor(user).await?;
        Ok(factor.is_none_or(|(factor, _)| factor.confirmed_at.is_none()))
    }

    /// Opens an event for somebody who is signed in: a sign-in there that ends with his own.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn open_event(
        &self,
        visitor: &Visitor,
        account: AccountId,
        caller: &Caller,
    ) -> Result<Opening, Fault> {
        if visitor.sign_in.stage != Stage::Full {
            return Ok(Opening::NotHis);
        }
        let holdings = self.store.holdings(visitor.user.id).await?;
        let Some(holding) = holdings.iter().find(|held| held.account.id == account) else {
            return Ok(Opening::NotHis);
        };
        if self.needs_factor(visitor.user.id, holding).await? {
            return Ok(Opening::FactorNeeded);
        }
        let now = self.world.now();
        let token = Token::random(&*self.random);
        let own = visitor.sign_in.expires_at;
        let expires_at = after(now, self.life(holding.account.holder)).min(own);
        self.store
            .open_event(
                visitor.token.bytes(),
                token.bytes(),
                account,
                now,
                expires_at,
            )
            .await?;
        let line = Connection {
            account: Some(account),
            ..self.line(
                Some(visitor.user.id),
                caller,
                Way::Event,
                ConnectionOutcome::Entered,
            )
        };
        self.store.log_connection(&line).await?;
        Ok(Opening::Open(holding.account, token))
    }

    /// Ends the visitor's sign-in with everything that began with it.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn leave(&self, visitor: &Visitor, caller: &Caller) -> Result<(), Fault> {
        let now = self.world.now();
        let line = self.line(
            Some(visitor.user.id),
            caller,
            Way::Leave,
            ConnectionOutcome::Left,
        );
        let ended = self
            .store
            .leave_user(visitor.token.bytes(), &line, now)
            .await?;
        self.look_again(&ended).await;
        Ok(())
    }

    /// A line for the log of connections.
    pub(super) fn line(
        &self,
        user: Option<UserId>,
        caller: &Caller,
        way: Way,
        outcome: ConnectionOutcome,
    ) -> Connection {
        let at = self.world.now();
        Connection {
            id: UserId::new(at, self.random.bytes()).uuid(),
            at,
            user,
            account: None,
            address: caller.address.clone(),
            way,
            outcome,
        }
    }
}

fn counted(entry: Entry) -> Entry {
    let outcome = match &entry {
        Entry::In(_) => "entered",
        Entry::CodeNeeded(_) => "half_way",
        Entry::Wrong => "refused",
        Entry::Wait(_) => "delayed",
        Entry::Busy => "busy",
    };
    metrics::counter!(meter::ENTRIES, "outcome" => outcome).increment(1);
    entry
}
