//! A demo event as it was made, remembered beside its store: making it again would give the same,
//! only slower.

use std::path::Path;

use anyhow::{Context, Result};
use app::demo::{self, AccountKind, Scale, Spec};
use app::live::{Wish, ingest_labelled};
use app::port::{Clock, OsRandom, Random, SystemClock};
use protocol::id::EventId;
use protocol::{Actor, Micros};
use serde::{Deserialize, Serialize};
use store::{Contact, Holder, PostSetup, Store};
use web::{DemoAccount, DemoKind};

use crate::cli;

/// What must be known of a demo after it was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Made {
    pub(super) event: EventId,
    pub(super) seed: u64,
    /// What the event's clock showed when the demo started.
    pub(super) starts_at: Micros,
    pub(super) accounts: Vec<Account>,
}

/// Somebody who can be signed in as.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Account {
    pub(super) actor: Actor,
    pub(super) kind: Kind,
    pub(super) name: String,
}

/// As what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    MainAdministrator,
    SecondaryAdministrator,
    ScopedAdministrator,
    Door,
    Screen,
    Participant,
    Expert,
}

impl Kind {
    /// The word in the list of links.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::MainAdministrator => "main administrator",
            Self::SecondaryAdministrator => "co-administrator",
            Self::ScopedAdministrator => "scoped administrator",
            Self::Door => "door",
            Self::Screen => "screen",
            Self::Participant => "participant",
            Self::Expert => "expert",
        }
    }

    const fn of(kind: AccountKind) -> Self {
        match kind {
            AccountKind::MainAdministrator => Self::MainAdministrator,
            AccountKind::SecondaryAdministrator => Self::SecondaryAdministrator,
            AccountKind::ScopedAdministrator => Self::ScopedAdministrator,
            AccountKind::Door => Self::Door,
            AccountKind::Screen => Self::Screen,
            AccountKind::Participant => Self::Participant,
            AccountKind::Expert => Self::Expert,
        }
    }

    const fn on_the_page(self) -> DemoKind {
        match self {
            Self::MainAdministrator => DemoKind::MainAdministrator,
            Self::SecondaryAdministrator => DemoKind::SecondaryAdministrator,
            Self::ScopedAdministrator => DemoKind::ScopedAdministrator,
            Self::Door => DemoKind::Door,
            Self::Screen => DemoKind::Screen,
            Self::Participant => DemoKind::Participant,
            Self::Expert => DemoKind::Expert,
        }
    }
}

impl Account {
    /// Whether everything is open to this account.
    pub(super) fn is_main(&self) -> bool {
        matches!(self.kind, Kind::MainAdministrator)
    }
}

impl Made {
    /// The roles as the entry page offers them.
    pub(super) fn offers(&self) -> Vec<DemoAccount> {
        let offer = |account: &Account| DemoAccount {
            event: self.event,
            actor: account.actor,
            kind: account.kind.on_the_page(),
            name: account.name.clone(),
        };
        self.accounts.iter().map(offer).collect()
    }
}

/// The demo that a file remembers, if the store still holds it; else a new one.
pub(super) async fn find_or_make(store: &Store, file: &Path, which: &cli::Which) -> Result<Made> {
    if let Some(made) = std::fs::read(file)
        .ok()
        .and_then(|text| serde_json::from_slice::<Made>(&text).ok())
        && is_whole(store, &made).await?
    {
        tracing::info!(event.id = %made.event, "the demo goes on where it was left");
        return Ok(made);
    }
    let made = make(store, which).await?;
    let text = serde_json::to_vec_pretty(&made).context("describe the demo")?;
    std::fs::write(file, text).with_context(|| format!("write {}", file.display()))?;
    Ok(made)
}

/// The file is written last: a demo that it names was laid in whole.
async fn is_whole(store: &Store, made: &Made) -> Result<bool> {
    let events = store.list_events().await.context("list the events")?;
    Ok(events.iter().any(|row| row.id == made.event && row.seq > 0))
}

/// Makes a demo event and lays it into a store.
pub(super) async fn make(store: &Store, which: &cli::Which) -> Result<Made> {
    let scale = match which.event {
        cli::Scale::Small => Scale::Small,
        cli::Scale::Full => Scale::Full,
        cli::Scale::Double => Scale::Double,
    };
    let first_day = which.first_day.unwrap_or_else(today);
    let spec = Spec {
        scale,
        seed: which.seed,
        first_day,
    };
    tracing::info!(
        demo.seed = which.seed,
        "making up a {:?} event for {first_day}",
        which.event
    );
    let seed = tokio::task::spawn_blocking(move || demo::generate(&spec))
        .await
        .context("make the demo")?
        .context("make the demo")?;
    let epoch = u64::from_le_bytes((&OsRandom as &dyn Random).bytes()) >> 1;
    store
        .create_event(seed.event, epoch, SystemClock.now())
        .await
        .context(
            "create the event; where an earlier attempt was interrupted, --fresh starts over",
        )?;
    let profiles = demo::profiles::profiles(&seed).context("make up profiles")?;
    let wishes: Vec<Wish> = seed
        .acts
        .into_iter()
        .map(|act| Wish {
            at: act.at,
            actor: act.actor,
            command: act.command,
        })
        .collect();
    let laid = ingest_labelled(store, seed.event, &OsRandom, &seed.cards, &wishes)
        .await
        .context("lay the demo in")?;
    tracing::info!(event.id = %seed.event, n_entries = laid.n_entries, "the demo is laid in");
    address_everybody(store, seed.event).await?;
    store
        .put_sectors(seed.event, &demo::profiles::sectors())
        .await
        .context("sort the demo's companies")?;
    store
        .put_profiles(seed.event, &profiles)
        .await
        .context("let the demo's companies speak")?;
    let accounts = seed
        .accounts
        .into_iter()
        .map(|account| Account {
            actor: account.actor,
            kind: Kind::of(account.kind),
            name: account.name,
        })
        .collect();
    Ok(Made {
        event: seed.event,
        seed: seed.seed,
        starts_at: seed.starts_at,
        accounts,
    })
}

/// Gives everybody an address that no mail ever reaches, and keeps the demo from writing letters
/// by itself: its player moves more meetings in an hour than anybody would want to read about.
async fn address_everybody(store: &Store, event: EventId) -> Result<()> {
    let loaded = store.load(event).await.context("read the demo")?;
    let state = loaded.context("the demo was just laid in")?.state;
    let contact = |name: String, n: usize| Contact {
        address: format!("{name}@demo.example"),
        // Every fifth reads English.
        language: if n % 5 == 4 { "en" } else { "fr" }.into(),
    };
    let persons = state.persons().enumerate().map(|(n, person)| {
        let name = format!("person-{}", n + 1);
        (Holder::Person(person.id), contact(name, n))
    });
    let staff = state.staff().enumerate().map(|(n, staff)| {
        let name = format!("staff-{}", n + 1);
        (Holder::Staff(staff.id), contact(name, 0))
    });
    let contacts: Vec<_> = persons.chain(staff).collect();
    store
        .put_contacts(event, &contacts)
        .await
        .context("address everybody")?;
    let setup = PostSetup {
        revision: 1,
        is_on: false,
        ..PostSetup::default()
    };
    store
        .put_post_setup(event, &setup, None)
        .await
        .context("keep the demo from writing letters")?;
    Ok(())
}

/// Today at the place of the demo.
fn today() -> jiff::civil::Date {
    let now = jiff::Timestamp::from_microsecond(SystemClock.now().0).unwrap_or_default();
    let zone = jiff::tz::TimeZone::get(demo::ZONE).unwrap_or(jiff::tz::TimeZone::UTC);
    now.to_zoned(zone).date()
}
