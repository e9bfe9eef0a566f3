//! A small event for tests of this and other packages: the same ids every time.

use std::sync::Arc;

use protocol::command::{
    ConfigureEvent, DefinePlaces, DefineSession, DefineSlots, GrantStaff, IssueBadges, OpenSession,
    RegisterPersons,
};
use protocol::id::{
    BadgeCode, CompanyId, EventId, OrganisationId, PersonId, PlaceId, SessionId, StaffId,
};
use protocol::{
    Actor, Badge, Card, CardKey, Command, EventSetup, ExpertTerms, Function, Functions, List,
    Micros, Minutes, Person, Place, PlaceKind, Role, Scope, Session, SessionStatus, Side, SiteId,
    Slot, SlotId, SlotSet, Spot, Staff, Topology,
};
use store::Store;
use store::testing::{Engine, TestDatabase};

use crate::account::{Accounts, Letterbox, Rules, Stretch};
use crate::live::{Registry, Wish, ingest_labelled};
use crate::port::{Clock, ManualClock, SeededRandom};

/// The event.
pub const EVENT: EventId = EventId::example(1);
/// Its epoch.
pub const EPOCH: u64 = 77;
/// When the event day begins: 2026-11-26 08:00 UTC.
pub const MORNING: Micros = Micros(1_795_680_000_000_000);
/// Main administrator.
pub const MAIN: StaffId = StaffId::example(1);
/// A second main administrator.
pub const SECOND: StaffId = StaffId::example(2);
/// Sees and touches the persons of [`ORGANISATION_B`] only.
pub const SCOPED: StaffId = StaffId::example(3);
/// Door staff.
pub const DOOR: StaffId = StaffId::example(4);
/// A display.
pub const SCREEN: StaffId = StaffId::example(5);
/// Persons with even numbers are of A, with odd ones of B.
pub const ORGANISATION_A: OrganisationId = OrganisationId::example(1);
/// See [`ORGANISATION_A`].
pub const ORGANISATION_B: OrganisationId = OrganisationId::example(2);
/// A session in the room.
pub const SESSION: SessionId = SessionId::example(1);
/// The room.
pub const ROOM: PlaceId = PlaceId::example(9);
/// Participants, of whom the last two are experts.
pub const N_PERSONS: u64 = 12;
const N_SLOTS: u16 = 16;
const N_TABLES: u64 = 6;
const SLOT_MICROS: i64 = 30 * 60_000_000;

/// A participant by number, from 1.
#[must_use]
pub const fn person(n: u64) -> PersonId {
    PersonId::example(n)
}

/// An expert: 1 or 2.
#[must_use]
pub const fn expert(n: u64) -> PersonId {
    PersonId::example(N_PERSONS - 2 + n)
}

/// A slot by number, from 0; the first begins an hour after the morning.
///
/// # Panics
/// Beyond the numbers that a slot may have.
#[must_use]
pub fn slot(n: u16) -> SlotId {
    SlotId::new(n).expect("a small number")
}

/// A table by number, from 1.
#[must_use]
pub const fn table(n: u64) -> PlaceId {
    PlaceId::example(n)
}

/// A slot and a table.
#[must_use]
pub fn spot(n_slot: u16, n_table: u64) -> Spot {
    Spot {
        slot: slot(n_slot),
        place: table(n_table),
    }
}

/// The badge that a person carries.
#[must_use]
pub const fn badge(n: u64) -> BadgeCode {
    let mut bytes = [7; 16];
    #[allow(clippy::cast_possible_truncation)]
    {
        bytes[0] = n as u8;
    }
    BadgeCode::from_bytes(bytes)
}

/// The commands that make the event.
#[must_use]
pub fn commands() -> Vec<Command> {
    let setup = EventSetup {
        topology: Topology::AnyToAny,
        hold_minutes: Minutes(30),
        offer_minutes: Minutes(10),
        n_expected: 12,
        mode: None,
    };
    let slots = (0..N_SLOTS).map(|n| {
        let starts_at = Micros(MORNING.0 + 2 * SLOT_MICROS + i64::from(n) * SLOT_MICROS);
        Slot {
            id: slot(n),
            starts_at,
            ends_at: Micros(starts_at.0 + SLOT_MICROS),
        }
    });
    let place = |id, kind, capacity| Place {
        id,
        site: SiteId(0),
        kind,
        capacity,
    };
    let tables = (1..=N_TABLES).map(|n| place(table(n), PlaceKind::Table, 4));
    let places = tables.chain([place(ROOM, PlaceKind::Room, 10)]);
    let persons = (1..=N_PERSONS).map(|n| Person {
        id: person(n),
        company: CompanyId::example(n),
        organisation: if n % 2 == 0 {
            ORGANISATION_A
        } else {
            ORGANISATION_B
        },
        side: Side::Guest,
        expert: (n > N_PERSONS - 2).then_some(ExpertTerms {
            meetings_max: Some(10),
            absence: None,
        }),
        availability: (0..N_SLOTS).map(slot).collect::<SlotSet>(),
        home: None,
        offered: List::default(),
        sought: List::default(),
        is_withdrawn: false,
        figures: None,
    });
    let badges = (1..=N_PERSONS).map(|n| Badge {
        person: person(n),
        code: badge(n),
    });
    let scoped = Role::Secondary {
        functions: Function::ALL.into_iter().collect::<Functions>(),
        scope: Scope::Organisations(list([ORGANISATION_B])),
    };
    let team = [
        (MAIN, Role::Main),
        (SECOND, Role::Main),
        (SCOPED, scoped),
        (DOOR, Role::Door),
        (SCREEN, Role::Screen),
    ];
    let session = Session {
        id: SESSION,
        place: ROOM,
        starts_at: Micros(MORNING.0 + 10 * SLOT_MICROS),
        ends_at: Micros(MORNING.0 + 12 * SLOT_MICROS),
        quota: Some(2),
        has_waiting_list: true,
        status: SessionStatus::Planned,
    };
    let mut commands: Vec<Command> = vec![
        ConfigureEvent { setup }.into(),
        DefineSlots { slots: list(slots) }.into(),
        DefinePlaces {
            places: list(places),
        }
        .into(),
        RegisterPersons {
            persons: list(persons),
        }
        .into(),
        IssueBadges {
            badges: list(badges),
        }
        .into(),
        DefineSession { session }.into(),
        OpenSession { session: SESSION }.into(),
    ];
    commands.extend(team.map(|(id, role)| {
        GrantStaff {
            staff: Staff { id, role },
        }
        .into()
    }));
    commands
}

fn list<T, const MAX: usize>(items: impl IntoIterator<Item = T>) -> List<T, MAX> {
    List::new(items.into_iter().collect()).expect("below the bound")
}

/// The labels of the event.
#[must_use]
pub fn labels() -> Vec<(CardKey, Card)> {
    let card = |title: String, code: &str| Card {
        title,
        code: code.into(),
        ..Card::default()
    };
    let mut labels = vec![
        (CardKey::Event, card("Test event".into(), "Europe/Paris")),
        (CardKey::Session(SESSION), card("Session".into(), "")),
        (CardKey::Place(ROOM), card("Room".into(), "")),
    ];
    labels
        .extend((1..=N_TABLES).map(|n| (CardKey::Place(table(n)), card(format!("Table {n}"), ""))));
    for n in 1..=N_PERSONS {
        labels.push((CardKey::Person(person(n)), card(format!("Person {n}"), "")));
        labels.push((
            CardKey::Company(CompanyId::example(n)),
            card(format!("Company {n}"), ""),
        ));
    }
    for (id, name) in [
        (MAIN, "Main"),
        (SECOND, "Second"),
        (SCOPED, "Scoped"),
        (DOOR, "Door"),
    ] {
        labels.push((CardKey::Staff(id), card(name.into(), "")));
    }
    labels
}

/// Lays the event into a store.
///
/// # Panics
/// When it cannot be: the test cannot go on.
pub async fn lay_in(store: &Store) {
    store
        .create_event(EVENT, EPOCH, MORNING)
        .await
        .expect("the event is new");
    let cards: Vec<_> = labels()
        .into_iter()
        .map(|(key, card)| protocol::card::CardUpdate {
            key,
            card: Some(card),
        })
        .collect();
    let wishes: Vec<Wish> = commands()
        .into_iter()
        .map(|command| Wish {
            at: MORNING,
            actor: Actor::System,
            command,
        })
        .collect();
    ingest_labelled(store, EVENT, &SeededRandom::new(1), &cards, &wishes)
        .await
        .expect("the event can be laid in");
}

/// The usual rules about signing in, but for stretching, which would only take time here.
#[must_use]
pub fn quick_rules() -> Rules {
    Rules {
        stretch: Stretch {
            memory_kib: 256,
            n_passes: 1,
        },
        ..Rules::default()
    }
}

/// One node over a database, with a clock that stands still until it is moved.
pub struct Node {
    /// The node's store.
    pub store: Store,
    /// Its events.
    pub registry: Arc<Registry>,
    /// Its sign-ins.
    pub accounts: Arc<Accounts>,
    /// The letters that it sent.
    pub letters: Arc<Letterbox>,
    /// World and event time.
    pub clock: ManualClock,
}

impl Node {
    /// A node on a database that exists; `seed` makes its random bytes differ from other nodes'.
    pub async fn on(database: &TestDatabase, clock: &ManualClock, seed: u64) -> Self {
        Self::with_rules(database, clock, seed, quick_rules()).await
    }

    /// A node with rules of its own about signing in.
    pub async fn with_rules(
        database: &TestDatabase,
        clock: &ManualClock,
        seed: u64,
        rules: Rules,
    ) -> Self {
        Self::over(database.open().await, clock, seed, rules)
    }

    /// A node over a store that is open already.
    #[must_use]
    pub fn over(store: Store, clock: &ManualClock, seed: u64, rules: Rules) -> Self {
        let world: Arc<dyn Clock> = Arc::new(clock.clone());
        let random = Arc::new(SeededRandom::new(seed));
        let letters = Arc::new(Letterbox::default());
        Self {
            registry: Registry::new(store.clone(), world.clone(), random.clone()),
            accounts: Arc::new(Accounts::with(
                store.clone(),
                world,
                random,
                rules,
                letters.clone(),
            )),
            letters,
            store,
            clock: clock.clone(),
        }
    }
}

/// A fresh database with the event in it. None when the machine has no such engine.
pub async fn database(engine: Engine) -> Option<TestDatabase> {
    let database = TestDatabase::new(engine).await?;
    let store = database.open().await;
    lay_in(&store).await;
    store.close().await;
    Some(database)
}

/// A node on a fresh SQLite file.
///
/// # Panics
/// When SQLite does not work.
pub async fn node() -> (TestDatabase, Node) {
    let database = database(Engine::Sqlite)
        .await
        .expect("SQLite is always there");
    let node = Node::on(&database, &ManualClock::at(MORNING), 2).await;
    (database, node)
}
