//! Issuing links, exchanging them for sign-ins, finding and ending sign-ins.

use std::sync::{Arc, Weak};
use std::time::Duration;

use dashmap::DashMap;
use protocol::Micros;
use protocol::id::EventId;
use store::{Account, AccountId, Conflict, Fault, Holder, Store};
use tokio::sync::Semaphore;

use super::letter::{NoPost, Post};
use super::mill::Mill;
use super::rules::Rules;
use super::standing::Standing;
use super::token::Token;
use crate::live::meter;
use crate::port::{Clock, MemoryVault, OsRandom, Random, Vault};

/// How long a one-time link can be used.
pub const LINK_LIFE: Duration = Duration::from_secs(10 * 60);
/// How long a member of the team stays signed in.
pub const SIGN_IN_LIFE_STAFF: Duration = Duration::from_secs(24 * 60 * 60);
/// How long a participant stays signed in: the days of an event, and those around it.
pub const SIGN_IN_LIFE_PERSON: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// How long a sign-in is believed before the store is asked again: what another node ended ends
/// here after at most this time.
const BELIEVED_FOR: Duration = Duration::from_secs(15);
/// How often the sign-ins in use are looked through.
const REVIEW_INTERVAL: Duration = Duration::from_secs(5);

/// The sign-ins of one installation, as this node knows them.
pub struct Accounts {
    pub(super) store: Store,
    pub(super) world: Arc<dyn Clock>,
    pub(super) random: Arc<dyn Random>,
    pub(super) rules: Rules,
    pub(super) post: Arc<dyn Post>,
    pub(super) mill: Mill,
    pub(super) vault: Arc<dyn Vault>,
    /// Who is being tried at this moment.
    pub(super) turns: DashMap<[u8; 32], ()>,
    /// Who asked for a link that is being made.
    pub(super) askers: Arc<Semaphore>,
    /// By fingerprint of the token; what nobody uses any more is swept.
    standings: DashMap<[u8; 32], Weak<Standing>>,
}

/// Links that are being made at once; whoever asks for one more asks again.
pub(super) const ASKERS_MAX: usize = 64;
/// How exactly it is known when a team's sign-in was last used, and a participant's.
const SEEN_STEP_STAFF: Duration = Duration::from_secs(10 * 60);
const SEEN_STEP_PERSON: Duration = Duration::from_secs(60 * 60);

impl Accounts {
    /// Accounts of this store.
    #[must_use]
    pub fn new(store: Store, world: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self::with(store, world, random, Rules::default(), Arc::new(NoPost))
    }

    /// Accounts of this store, by rules of its own, whose letters somebody carries. Secrets are
    /// sealed with keys that end with the process, unless somebody gives others.
    #[must_use]
    pub fn with(
        store: Store,
        world: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        rules: Rules,
        post: Arc<dyn Post>,
    ) -> Self {
        Self {
            store,
            world,
            random,
            rules,
            post,
            mill: Mill::new(rules.stretch),
            vault: Arc::new(MemoryVault::new(Arc::new(OsRandom))),
            turns: DashMap::new(),
            askers: Arc::new(Semaphore::new(ASKERS_MAX)),
            standings: DashMap::new(),
        }
    }

    /// The same with keys that outlast the process.
    #[must_use]
    pub fn sealing_with(self, vault: Arc<dyn Vault>) -> Self {
        Self { vault, ..self }
    }

    /// A link that signs a person or member of the team in, once, soon.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn issue_link(&self, event: EventId, holder: Holder) -> Result<Token, Fault> {
        let account = self.account_of(event, holder).await?;
        let token = Token::random(&*self.random);
        let expires_at = after(self.world.now(), LINK_LIFE);
        self.store
            .issue_link(token.bytes(), account.id, expires_at)
            .await?;
        Ok(token)
    }

    /// The account of a person or member of the team, made if there is none.
    pub(super) async fn account_of(
        &self,
        event: EventId,
        holder: Holder,
    ) -> Result<Account, Fault> {
        if let Some(account) = self.store.find_account_of(event, holder).await? {
            return Ok(account);
        }
        let created_at = self.world.now();
        let id = AccountId::new(created_at, self.random.bytes());
        let account = Account {
            id,
            event,
            holder,
            created_at,
        };
        match self.store.create_account(account).await {
            Ok(()) => Ok(account),
            // Somebody else made it in the same moment.
            Err(fault) if fault.conflict() == Some(Conflict::HolderHasAccount) => self
                .store
                .find_account_of(event, holder)
                .await?
                .ok_or(fault),
            Err(fault) => Err(fault),
        }
    }

    /// Uses a link up and signs its owner in. Of any number of callers exactly one succeeds;
    /// unknown, expired and used links give nothing.
    ///
    /// # Errors
    /// When it cannot be stored; the link can then be used again.
    pub async fn exchange_link(&self, link: &Token) -> Result<Option<(Account, Token)>, Fault> {
        let now = self.world.now();
        let token = Token::random(&*self.random);
        // Written for the longer life, because whose link it is comes out of the same statement;
        // the shorter one of the team is held by the standing.
        let expires_at = after(now, SIGN_IN_LIFE_PERSON);
        let account = self
            .store
            .exchange_link(link.bytes(), token.bytes(), now, expires_at)
            .await?;
        let outcome = if account.is_some() { "used" } else { "refused" };
        metrics::counter!(meter::LINKS, "outcome" => outcome).increment(1);
        Ok(account.map(|account| (account, token)))
    }

    /// Signs somebody in without a link, for tests and load tools that need many at once.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn sign_in(&self, event: EventId, holder: Holder) -> Result<Token, Fault> {
        let account = self.account_of(event, holder).await?;
        let now = self.world.now();
        let token = Token::random(&*self.random);
        let expires_at = after(now, self.life(holder));
        self.store
            .create_sign_in(token.bytes(), account.id, now, expires_at)
            .await?;
        Ok(token)
    }

    /// The standing behind a cookie, if it is in force.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn standing(&self, token: &Token) -> Result<Option<Arc<Standing>>, Fault> {
        let now = self.world.now();
        let fingerprint = token.fingerprint();
        let known = self
            .standings
            .get(&fingerprint)
            .and_then(|known| known.upgrade());
        if let Some(standing) = known {
            self.review(&standing, now).await?;
            return Ok((!standing.is_ended()).then_some(standing));
        }
        let Some(mut sign_in) = self.store.find_sign_in(token.bytes(), now).await? else {
            return Ok(None);
        };
        let holder = sign_in.account.holder;
        let ends_at = after(sign_in.created_at, self.life(holder));
        sign_in.expires_at = sign_in.expires_at.min(ends_at);
        if sign_in.expires_at <= now || after(sign_in.seen_at, self.idle(holder)) <= now {
            return Ok(None);
        }
        let poll_line = u64::from_le_bytes(self.random.bytes());
        let standing = Arc::new(Standing::new(&sign_in, token.clone(), poll_line, now));
        // Two requests may arrive here together; the later finds and takes the earlier's.
        let mut entry = self.standings.entry(fingerprint).or_default();
        if let Some(earlier) = entry.upgrade() {
            return Ok((!earlier.is_ended()).then_some(earlier));
        }
        *entry = Arc::downgrade(&standing);
        Ok(Some(standing))
    }

    /// Ends a sign-in. Its connections on this node are refused everything from now on.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn sign_out(&self, token: &Token) -> Result<(), Fault> {
        if let Some(standing) = self
            .standings
            .get(&token.fingerprint())
            .and_then(|s| s.upgrade())
        {
            standing.end();
        }
        self.store
            .revoke_sign_in(token.bytes(), self.world.now())
            .await
            .map(drop)
    }

    /// Ends every sign-in of a person or member of the team.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn sign_out_everywhere(&self, event: EventId, holder: Holder) -> Result<(), Fault> {
        for standing in self.in_use() {
            if standing.event() == event && standing.actor() == holder.into() {
                standing.end();
            }
        }
        let Some(account) = self.store.find_account_of(event, holder).await? else {
            return Ok(());
        };
        self.store
            .revoke_sign_ins_of(account.id, self.world.now())
            .await
            .map(drop)
    }

    /// Looks through the sign-ins in use for as long as the server runs: what expired or was
    /// ended on another node ends here.
    pub async fn keep_reviewing(&self) {
        loop {
            let next = after(self.world.now(), REVIEW_INTERVAL);
            self.world.wait_until(next).await;
            let now = self.world.now();
            self.standings
                .retain(|_, standing| standing.strong_count() > 0);
            for standing in self.in_use() {
                if let Err(fault) = self.review(&standing, now).await {
                    metrics::counter!(meter::FAULTS, "attempt" => "review").increment(1);
                    tracing::warn!(error = %fault, "sign-ins could not be reviewed: {fault}");
                    break;
                }
            }
        }
    }

    /// Deletes what expired from the store.
    ///
    /// # Errors
    /// When it cannot be deleted.
    pub async fn sweep(&self) -> Result<u64, Fault> {
        self.store.sweep_expired(self.world.now()).await
    }

    /// Looks at once at the sign-ins of an account, of which another node ended some.
    pub(crate) async fn review_account(&self, account: AccountId) {
        let now = self.world.now();
        for standing in self.in_use() {
            if standing.account() == account
                && let Err(fault) = self.check(&standing, now).await
            {
                // The next review finds it as well, a little later.
                metrics::counter!(meter::FAULTS, "attempt" => "review").increment(1);
                tracing::warn!(error = %fault, "a sign-in could not be reviewed: {fault}");
            }
        }
    }

    async fn review(&self, standing: &Standing, now: Micros) -> Result<(), Fault> {
        if after(standing.checked_at(), BELIEVED_FOR) <= now || standing.is_expired(now) {
            self.check(standing, now).await?;
        }
        Ok(())
    }

    /// Asks the store, unless its answer is known.
    async fn check(&self, standing: &Standing, now: Micros) -> Result<(), Fault> {
        if standing.is_ended() {
            return Ok(());
        }
        if standing.is_expired(now) {
            standing.end();
            return Ok(());
        }
        match self
            .store
            .find_sign_in(standing.token().bytes(), now)
            .await?
        {
            Some(sign_in) => {
                standing.was_checked(now);
                if after(sign_in.seen_at, seen_step(sign_in.account.holder)) <= now {
                    self.store
                        .touch_sign_in(standing.token().bytes(), now)
                        .await?;
                }
            }
            None => standing.end(),
        }
        Ok(())
    }

    /// Looks at once at the sign-ins of accounts of which some were ended: their connections on
    /// this node are refused everything from now on.
    pub(crate) async fn look_again(&self, accounts: &[AccountId]) {
        for account in accounts {
            self.review_account(*account).await;
        }
    }

    pub(super) const fn life(&self, holder: Holder) -> Duration {
        match holder {
            Holder::Staff(_) => self.rules.team_life,
            Holder::Person(_) => self.rules.person_life,
        }
    }

    const fn idle(&self, holder: Holder) -> Duration {
        match holder {
            Holder::Staff(_) => self.rules.team_idle,
            Holder::Person(_) => self.rules.person_idle,
        }
    }

    fn in_use(&self) -> Vec<Arc<Standing>> {
        self.standings
            .iter()
            .filter_map(|standing| standing.upgrade())
            .collect()
    }
}

/// How old the last trace of a sign-in may become while it is in use.
const fn seen_step(holder: Holder) -> Duration {
    match holder {
        Holder::Staff(_) => SEEN_STEP_STAFF,
        Holder::Person(_) => SEEN_STEP_PERSON,
    }
}

pub(super) fn after(at: Micros, length: Duration) -> Micros {
    Micros(at.0.saturating_add(i64::try_from(length.as_micros()).unwrap_or(i64::MAX)))
}
