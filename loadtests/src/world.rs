//! The event that a test works on: made from a seed, written to a database of its own, with
//! everybody signed in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use app::demo::{self, Spec};
use app::live::{Wish, ingest};
use app::port::{Clock, Random, SeededRandom, SystemClock};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::State;
use protocol::card::{Card, CardKey};
use protocol::command::GrantStaff;
use protocol::id::{EventId, PersonId, SessionId, StaffId};
use protocol::{Actor, Function, Micros, Role, Scope, SessionStatus, Staff};
use store::{Account, AccountId, Holder, Options, Store};
use tempfile::TempDir;

use crate::gate::say;
use crate::options::Shared;

/// A sign-in outlives every test.
const SIGN_IN_MICROS: i64 = 12 * 3_600_000_000;

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) surface: &'static str,
    pub(crate) account: AccountId,
    pub(crate) cookie: String,
    /// The person, for phones.
    pub(crate) person: Option<PersonId>,
}

/// Who shall be signed in: co-administrators who are added to the demo's team, and at most so
/// many of its persons.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) n_consoles: usize,
    pub(crate) n_phones: usize,
    /// The event is tomorrow, and everything that was wished for it was wished before now.
    pub(crate) is_ahead: bool,
}

/// An event in a database, nobody connected yet.
pub(crate) struct World {
    folder: TempDir,
    pub(crate) event: EventId,
    /// The event as it was made.
    pub(crate) state: State,
    pub(crate) consoles: Vec<Arc<Seat>>,
    pub(crate) phones: Vec<Arc<Seat>>,
    /// Sessions that can be opened and closed.
    pub(crate) sessions: Vec<SessionId>,
    pub(crate) random: Arc<SeededRandom>,
}

impl World {
    /// Makes the event. Unless it is ahead, it began yesterday, so that the log's time is not
    /// ahead of the clock.
    pub(crate) async fn make(shared: &Shared, wanted: Wanted) -> Result<Self> {
        Self::make_of(shared, wanted, |wishes, _| wishes).await
    }

    /// Makes an event of other commands than the demo's; they are given with the demo's state.
    pub(crate) async fn make_of(
        shared: &Shared,
        wanted: Wanted,
        choose: impl FnOnce(Vec<Wish>, &State) -> Vec<Wish>,
    ) -> Result<Self> {
        let scratch = shared.scratch.clone().unwrap_or_else(std::env::temp_dir);
        let folder = tempfile::Builder::new()
            .prefix("regie-load-")
            .tempdir_in(&scratch)
            .with_context(|| format!("making a folder in {}", scratch.display()))?;
        let database = folder.path().join("regie.sqlite");
        say(format!(
            "making the event ({:?}, seed {})",
            shared.event, shared.seed
        ));
        let spec = Spec {
            scale: shared.event.into(),
            seed: shared.seed,
            first_day: first_day(wanted.is_ahead)?,
        };
        let seed = tokio::task::spawn_blocking(move || demo::generate(&spec)).await??;
        let random = Arc::new(SeededRandom::new(shared.seed));

        // Made in memory where possible: thousands of sign-ins are thousands of commits.
        let nursery = Path::new("/dev/shm");
        let nursery = if nursery.is_dir() {
            nursery
        } else {
            folder.path()
        };
        let nursery = tempfile::tempdir_in(nursery).context("making a folder")?;
        let draft = nursery.path().join("draft.sqlite");
        let store = open(&draft).await?;
        store.migrate().await?;
        let epoch = u64::from_le_bytes(dynamic(&random).bytes());
        store
            .create_event(seed.event, epoch, SystemClock.now())
            .await?;
        store.put_cards(seed.event, &seed.cards).await?;
        let acts = seed.acts.into_iter().map(|act| Wish {
            at: act.at,
            actor: act.actor,
            command: act.command,
        });
        let mut wishes = choose(acts.collect(), &seed.state);
        // With the last of them: the event's time never goes back behind its log.
        let latest = wishes.iter().map(|wish| wish.at).max();
        let at = latest.unwrap_or(seed.starts_at);
        let staff = appoint(&random, at, wanted.n_consoles, &mut wishes);
        ingest(&store, seed.event, &*random, &wishes)
            .await
            .context("laying the event in")?;
        let cards: Vec<_> = staff.iter().map(|id| staff_card(*id)).collect();
        store.put_cards(seed.event, &cards).await?;

        let persons: Vec<PersonId> = seed
            .state
            .persons()
            .filter(|person| !person.is_withdrawn)
            .map(|person| person.id)
            .take(wanted.n_phones)
            .collect();
        let consoles: Vec<Holder> = staff.into_iter().map(Holder::Staff).collect();
        let phones: Vec<Holder> = persons.into_iter().map(Holder::Person).collect();
        let consoles = sign_in(&store, &random, seed.event, &consoles).await?;
        let phones = sign_in(&store, &random, seed.event, &phones).await?;
        store.close().await;
        std::fs::copy(&draft, &database).context("moving the database to its place")?;
        // A copy that lies in the page cache only would make the first commits pay for it.
        std::fs::File::open(&database)?
            .sync_all()
            .context("writing the database to disk")?;
        let sessions = seed
            .state
            .sessions()
            .filter(|session| session.status != SessionStatus::Cancelled)
            .map(|session| session.id)
            .collect();
        let (event, state) = (seed.event, seed.state);
        Ok(Self {
            folder,
            event,
            state,
            consoles,
            phones,
            sessions,
            random,
        })
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("regie.sqlite")
    }

    /// The store, for looking at what is durable; nobody else may write meanwhile.
    pub(crate) async fn open(&self) -> Result<Store> {
        open(&self.database()).await
    }
}

/// The source as the trait object that has the convenient methods.
pub(crate) fn dynamic(random: &Arc<SeededRandom>) -> &dyn Random {
    &**random
}

async fn open(path: &Path) -> Result<Store> {
    let url = format!("sqlite://{}", path.display());
    Store::open(&url, Options::default())
        .await
        .context("opening the database")
}

/// The day on which an event begins that is ahead, or under way since yesterday.
pub(crate) fn first_day(is_ahead: bool) -> Result<jiff::civil::Date> {
    let now = jiff::Timestamp::from_microsecond(SystemClock.now().0)?;
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    Ok(if is_ahead {
        today.tomorrow()?
    } else {
        today.yesterday()?
    })
}

/// Appoints co-administrators who may do everything that can be opened to them.
fn appoint(
    random: &Arc<SeededRandom>,
    at: Micros,
    n: usize,
    wishes: &mut Vec<Wish>,
) -> Vec<StaffId> {
    let functions = Function::ALL
        .into_iter()
        .filter(|function| *function != Function::Team)
        .collect();
    (0..n)
        .map(|_| {
            let id = StaffId::new(at, dynamic(random).bytes());
            let role = Role::Secondary {
                functions,
                scope: Scope::All,
            };
            let command = GrantStaff {
                staff: Staff { id, role },
            }
            .into();
            wishes.push(Wish {
                at,
                actor: Actor::System,
                command,
            });
            id
        })
        .collect()
}

fn staff_card(id: StaffId) -> protocol::card::CardUpdate {
    let card = Card {
        title: "Co-administration".into(),
        ..Card::default()
    };
    protocol::card::CardUpdate {
        key: CardKey::Staff(id),
        card: Some(card),
    }
}

async fn sign_in(
    store: &Store,
    random: &Arc<SeededRandom>,
    event: EventId,
    holders: &[Holder],
) -> Result<Vec<Arc<Seat>>> {
    let now = SystemClock.now();
    let accounts: Vec<Account> = holders
        .iter()
        .map(|holder| {
            let id = AccountId::new(now, dynamic(random).bytes());
            Account {
                id,
                event,
                holder: *holder,
                created_at: now,
            }
        })
        .collect();
    store.create_accounts(&accounts).await?;
    let mut seats = Vec::with_capacity(accounts.len());
    for account in &accounts {
        let token: [u8; 32] = dynamic(random).bytes();
        let expires_at = Micros(now.0 + SIGN_IN_MICROS);
        store
            .create_sign_in(&token, account.id, now, expires_at)
            .await?;
        let (surface, person) = match account.holder {
            Holder::Staff(_) => ("console", None),
            Holder::Person(person) => ("phone", Some(person)),
        };
        let cookie = format!("regie-{surface}={}", URL_SAFE_NO_PAD.encode(token));
        seats.push(Arc::new(Seat {
            surface,
            account: account.id,
            cookie,
            person,
        }));
    }
    Ok(seats)
}
