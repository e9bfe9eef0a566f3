//! People who sign in with their passwords while the team works.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use app::port::{Clock, SystemClock};
use argon2::password_hash::{PasswordHasher, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use hdrhistogram::Histogram;
use store::{Tongue, User, UserId};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

use crate::gate::{Bar, Table, count, milliseconds};
use crate::http::{self, Reply};
use crate::world::{World, dynamic};

const PASSWORD: &str = "un-mot-de-passe-de-banc-7391";
/// Who is told that too many sign in tries again after this time, as often as this.
const PAUSE: Duration = Duration::from_secs(1);
const TRIES_MAX: u32 = 20;

/// Gives everybody with a phone an address and the same password, stretched as the product
/// stretches. Called before the server starts.
pub(super) async fn register(world: &World) -> Result<Vec<String>> {
    let params = Params::new(19 * 1_024, 2, 1, None).map_err(|error| anyhow::anyhow!("{error}"))?;
    let salt: [u8; 16] = dynamic(&world.random).bytes();
    let kept: PasswordHash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(PASSWORD.as_bytes(), &salt)
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let kept = kept.to_string();
    let now = SystemClock.now();
    let users: Vec<_> = world
        .phones
        .iter()
        .enumerate()
        .map(|(place, seat)| {
            let email = format!("guest-{place}@example.org");
            let user = User {
                id: UserId::new(now, dynamic(&world.random).bytes()),
                email_folded: email.clone(),
                email,
                language: Tongue::French,
                created_at: now,
            };
            (user, vec![seat.account])
        })
        .collect();
    let store = world.open().await?;
    store.create_users(&users).await?;
    let passwords: Vec<_> = users
        .iter()
        .map(|(user, _)| (user.id, kept.clone()))
        .collect();
    store.set_passwords(&passwords, now).await?;
    store.close().await;
    Ok(users.into_iter().map(|(user, _)| user.email).collect())
}

/// How the sign-ins went.
pub(super) struct Entered {
    n_wanted: usize,
    n_in: usize,
    n_refused: usize,
    n_asked_to_wait: u32,
    within: Duration,
    micros: Histogram<u64>,
}

/// Everybody opens the page and signs in, evenly spread over the time; whoever comes does not
/// wait for who came before.
pub(super) async fn enter(port: u16, addresses: Vec<String>, over: Duration) -> Result<Entered> {
    let n_wanted = addresses.len();
    ensure!(n_wanted > 0, "nobody wants to sign in");
    let mut ticks = interval(over / u32::try_from(n_wanted)?);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let began = Instant::now();
    let mut under_way = JoinSet::new();
    for address in addresses {
        ticks.tick().await;
        under_way.spawn(sign_in(port, Arc::from(address)));
    }
    let mut entered = Entered {
        n_wanted,
        n_in: 0,
        n_refused: 0,
        n_asked_to_wait: 0,
        within: Duration::ZERO,
        micros: Histogram::new(3)?,
    };
    while let Some(ended) = under_way.join_next().await {
        let (is_in, n_waits, took) = ended??;
        entered.n_in += usize::from(is_in);
        entered.n_refused += usize::from(!is_in);
        entered.n_asked_to_wait += n_waits;
        entered.micros.record(u64::try_from(took.as_micros())?)?;
    }
    entered.within = began.elapsed();
    Ok(entered)
}

/// Whether one came in, how often he was asked to wait, and how long all of it took.
async fn sign_in(port: u16, address: Arc<str>) -> Result<(bool, u32, Duration)> {
    let began = Instant::now();
    let (status, _) = http::get(port, "/sign-in", "").await?;
    ensure!(status == 200, "the page of signing in answered {status}");
    let body = format!("email={}&password={PASSWORD}", address.replace('@', "%40"));
    for n_waits in 0..TRIES_MAX {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let reply = http::post(port, "/sign-in/password", &headers, body.as_bytes()).await?;
        match reply.status {
            303 => return Ok((is_signed_in(&reply)?, n_waits, began.elapsed())),
            429 | 503 => sleep(PAUSE).await,
            _ => return Ok((false, n_waits, began.elapsed())),
        }
    }
    Ok((false, TRIES_MAX, began.elapsed()))
}

fn is_signed_in(reply: &Reply) -> Result<bool> {
    let target = reply
        .header("location")
        .context("a redirect goes somewhere")?;
    Ok(!target.starts_with("/sign-in") && reply.header("set-cookie").is_some())
}

impl Entered {
    pub(super) fn write(&self, table: &mut Table) -> Result<()> {
        let all = Bar::AtLeast(f64::from(u32::try_from(self.n_wanted)?));
        table.gate("signed in", count(self.n_in), "", all);
        table.gate("not let in", count(self.n_refused), "", Bar::AtMost(0.0));
        table.figure("asked to wait", f64::from(self.n_asked_to_wait), "");
        table.figure("all are in after", self.within.as_secs_f64(), "s");
        for (name, quantile) in [("p50", 0.5), ("p99", 0.99), ("longest", 1.0)] {
            let took = milliseconds(self.micros.value_at_quantile(quantile));
            table.figure(format!("page → signed in, {name}"), took, "ms");
        }
        Ok(())
    }
}
