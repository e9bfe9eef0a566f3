//! An event to play with, and a random life for it: commands decided by the real rules, packed
//! into batches as the actor packs them.

use std::collections::BTreeMap;

use domain::access::reach;
use domain::{Context, State, decide};
use protocol::command::*;
use protocol::id::*;
use protocol::*;

use crate::{Prepared, Store, Tx};

const HALF_HOUR: i64 = 30 * 60 * 1_000_000;
pub(crate) const MORNING: Micros = Micros(1_800_000_000_000_000);
pub(crate) const EVENT: EventId = EventId::example(1);
pub(crate) const EPOCH: u64 = u64::MAX - 7;
pub(crate) const MAIN: Actor = Actor::Staff(StaffId::example(1));

pub(crate) const N_SLOTS: u16 = 8;
pub(crate) const N_TABLES: u64 = 10;
pub(crate) const N_PERSONS: u64 = 24;
pub(crate) const N_EXPERTS: u64 = 4;

/// A small random source that can be replayed from its seed.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub(crate) fn pick<T>(&mut self, items: impl Iterator<Item = T>) -> Option<T> {
        let items: Vec<T> = items.collect();
        let n = u64::try_from(items.len()).unwrap();
        (n > 0).then(|| {
            let index = usize::try_from(self.below(n)).unwrap();
            items.into_iter().nth(index).unwrap()
        })
    }
}

pub(crate) fn slot(n: u16) -> SlotId {
    SlotId::new(n).unwrap()
}

pub(crate) fn table(n: u64) -> PlaceId {
    PlaceId::example(n)
}

pub(crate) fn room(n: u64) -> PlaceId {
    PlaceId::example(1_000 + n)
}

pub(crate) fn person(n: u64) -> PersonId {
    PersonId::example(n)
}

pub(crate) fn expert(n: u64) -> PersonId {
    PersonId::example(1_000 + n)
}

pub(crate) fn starts_at(slot: u16) -> Micros {
    Micros(MORNING.0 + i64::from(slot) * HALF_HOUR)
}

/// What an actor holds in memory, and the batch that it has decided but not committed.
pub(crate) struct World {
    pub(crate) event: EventId,
    pub(crate) state: State,
    pub(crate) now: Micros,
    pub(crate) seq: u64,
    pub(crate) public_offset: u64,
    pub(crate) person_offsets: BTreeMap<PersonId, u64>,
    pub(crate) batch: Vec<Prepared>,
    pub(crate) log: Vec<Entry>,
    n_commands: u64,
    n_fresh: u64,
}

impl World {
    /// An empty event in the store.
    pub(crate) async fn create(store: &Store, event: EventId) -> Self {
        store.create_event(event, EPOCH, MORNING).await.unwrap();
        Self {
            event,
            ..Self::default()
        }
    }

    /// An event with timetable, places, persons, programme and team, committed.
    pub(crate) async fn furnish(store: &Store) -> Self {
        Self::furnish_as(store, EVENT).await
    }

    /// The same under another id.
    pub(crate) async fn furnish_as(store: &Store, event: EventId) -> Self {
        let mut world = Self::create(store, event).await;
        for command in foundations() {
            world.wish(Actor::System, command).unwrap();
        }
        world.commit(store).await;
        world
    }

    /// What another node that loaded the event holds.
    pub(crate) async fn load(store: &Store) -> Self {
        let loaded = store.load(EVENT).await.unwrap().unwrap();
        Self {
            state: loaded.state,
            seq: loaded.head.seq,
            public_offset: loaded.public_offset,
            person_offsets: loaded.person_offsets,
            ..Self::default()
        }
    }

    /// Decides a wish and adds its entry to the batch; tells how many changes it made.
    pub(crate) fn wish(
        &mut self,
        actor: Actor,
        command: impl Into<Command>,
    ) -> Result<usize, Reject> {
        let command = command.into();
        let undone = match &command {
            Command::UndoEntry(c) => self.log.iter().find(|e| e.head.seq == c.seq).cloned(),
            _ => None,
        };
        let context = Context {
            actor,
            now: self.now,
            undone: undone.as_ref(),
        };
        let changes = decide(&self.state, &context, &command)?;
        if !changes.is_empty() {
            self.prepare(actor, changes.clone());
        }
        Ok(changes.len())
    }

    /// Adds an entry with these changes to the batch, decided by whoever calls.
    pub(crate) fn prepare(&mut self, actor: Actor, changes: Vec<Change>) -> CommandId {
        self.n_commands += 1;
        let command = CommandId::new(self.now, unique(self.seq, self.n_commands));
        let head = EntryHead {
            seq: self.seq + 1,
            at: self.now,
            by: actor,
            command,
        };
        for change in &changes {
            self.state.evolve(&head, change);
        }
        let reached = reach(&self.state, &changes);
        self.public_offset += u64::from(reached.public);
        let public_offset = reached.public.then_some(self.public_offset);
        let person_offsets = reached
            .persons
            .into_iter()
            .map(|person| {
                let offset = self.person_offsets.entry(person).or_default();
                *offset += 1;
                (person, *offset)
            })
            .collect();
        let entry = Entry { head, changes };
        self.seq += 1;
        self.log.push(entry.clone());
        self.batch.push(Prepared {
            entry,
            public_offset,
            person_offsets,
        });
        command
    }

    /// Commits the batch.
    pub(crate) async fn commit(&mut self, store: &Store) {
        let tx = store.begin(self.event).await.unwrap();
        self.commit_in(tx).await;
    }

    pub(crate) async fn commit_in(&mut self, tx: Tx) {
        let batch = std::mem::take(&mut self.batch);
        let head = tx.commit(&batch, &self.state).await.unwrap();
        assert_eq!(head.seq, self.seq);
        assert_eq!(head.epoch, EPOCH);
    }

    /// Catches up with what others committed.
    pub(crate) fn follow(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            assert_eq!(entry.head.seq, self.seq + 1);
            for change in &entry.changes {
                self.state.evolve(&entry.head, change);
            }
            let reached = reach(&self.state, &entry.changes);
            self.public_offset += u64::from(reached.public);
            for person in reached.persons {
                *self.person_offsets.entry(person).or_default() += 1;
            }
            self.seq = entry.head.seq;
            self.log.push(entry);
        }
    }

    pub(crate) fn fresh(&mut self) -> u64 {
        self.n_fresh += 1;
        self.seq * 1_000 + self.n_fresh + 10_000
    }

    /// A free pair, slot and table, and the meeting booked there.
    pub(crate) fn book_somewhere(&mut self, dice: &mut Dice) -> Option<MeetingId> {
        for _ in 0..200 {
            let meeting = MeetingId::example(self.fresh());
            let wish = BookMeeting {
                meeting,
                host: expert(1 + dice.below(N_EXPERTS)),
                guest: person(1 + dice.below(N_PERSONS)),
                spot: any_spot(dice),
            };
            if self.wish(MAIN, wish).is_ok() {
                return Some(meeting);
            }
        }
        None
    }
}

impl Default for World {
    fn default() -> Self {
        Self {
            event: EVENT,
            state: State::default(),
            now: Micros(MORNING.0 - 2 * HALF_HOUR),
            seq: 0,
            public_offset: 0,
            person_offsets: BTreeMap::new(),
            batch: Vec::new(),
            log: Vec::new(),
            n_commands: 0,
            n_fresh: 0,
        }
    }
}

/// Ten bytes that differ between nodes which prepare the same number.
fn unique(seq: u64, n: u64) -> [u8; 10] {
    static N_MADE: std::sync::atomic::AtomicU16 = std::sync::atomic::AtomicU16::new(0);
    let made = N_MADE.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let mut bytes = [0; 10];
    bytes[..2].copy_from_slice(&made.to_be_bytes());
    bytes[2..].copy_from_slice(&(seq * 100_000 + n).to_be_bytes());
    bytes
}

pub(crate) fn any_spot(dice: &mut Dice) -> Spot {
    Spot {
        slot: slot(u16::try_from(dice.below(u64::from(N_SLOTS))).unwrap()),
        place: table(1 + dice.below(N_TABLES)),
    }
}

pub(crate) fn anybody(dice: &mut Dice) -> PersonId {
    if dice.below(4) == 0 {
        expert(1 + dice.below(N_EXPERTS))
    } else {
        person(1 + dice.below(N_PERSONS))
    }
}

/// What the event begins with.
pub(crate) fn foundations() -> Vec<Command> {
    let setup = EventSetup {
        topology: Topology::AnyToAny,
        hold_minutes: Minutes(60),
        offer_minutes: Minutes(10),
        n_expected: 28,
        mode: None,
    };
    let travel = Travel {
        between: (SiteId(1), SiteId(0)),
        minutes: Minutes(5),
    };
    let persons = people();
    let badges = persons
        .iter()
        .map(|person| Badge {
            person: person.id,
            code: BadgeCode::from_bytes(person.id.to_bytes()),
        })
        .collect();
    let mut commands: Vec<Command> = vec![
        ConfigureEvent { setup }.into(),
        DefineSlots {
            slots: List::new(slots()).unwrap(),
        }
        .into(),
        DefineTravel {
            travel: List::new(vec![travel]).unwrap(),
        }
        .into(),
        DefinePlaces { places: places() }.into(),
        RegisterPersons {
            persons: List::new(persons).unwrap(),
        }
        .into(),
        IssueBadges {
            badges: List::new(badges).unwrap(),
        }
        .into(),
    ];
    commands.extend(team().into_iter().map(|staff| GrantStaff { staff }.into()));
    for n in 1..=2 {
        commands.push(
            DefineSession {
                session: session(n, 2, 4),
            }
            .into(),
        );
        let session = SessionId::example(n);
        commands.push(OpenSession { session }.into());
    }
    let watched = [
        FillObject::Event,
        FillObject::Session(SessionId::example(1)),
        FillObject::Expert(expert(1)),
    ];
    commands.extend(watched.map(|object| {
        let threshold = Threshold {
            object,
            percent: 60,
            from: MORNING,
        };
        SetThreshold { threshold }.into()
    }));
    commands
}

/// The first timetable.
pub(crate) fn slots() -> Vec<Slot> {
    timetable(0, N_SLOTS)
}

/// So many slots of twenty minutes, each by so many half hours later than at first.
pub(crate) fn timetable(later: u16, n_slots: u16) -> Vec<Slot> {
    (0..n_slots)
        .map(|n| Slot {
            id: slot(n),
            starts_at: starts_at(n + later),
            ends_at: Micros(starts_at(n + later).0 + HALF_HOUR * 2 / 3),
        })
        .collect()
}

fn places() -> List<Place, { limits::PLACES_MAX }> {
    let tables = (1..=N_TABLES).map(|n| Place {
        id: table(n),
        site: SiteId(u8::from(n > N_TABLES - 2)),
        kind: if n == 1 {
            PlaceKind::Booth
        } else {
            PlaceKind::Table
        },
        capacity: 4,
    });
    let rooms = (1..=2).map(|n| Place {
        id: room(n),
        site: SiteId(0),
        kind: PlaceKind::Room,
        capacity: 5,
    });
    List::new(tables.chain(rooms).collect()).unwrap()
}

fn people() -> Vec<Person> {
    let all: SlotSet = (0..N_SLOTS).map(slot).collect();
    let row = |id: PersonId, n: u64, expert| Person {
        id,
        company: CompanyId::example(n),
        organisation: OrganisationId::example(n % 2),
        side: if n.is_multiple_of(2) {
            Side::Host
        } else {
            Side::Guest
        },
        expert,
        availability: all,
        home: (n == 1).then(|| table(1)),
        offered: List::new(vec![Tag(u16::try_from(n % 5).unwrap()), Tag(65_535)]).unwrap(),
        sought: List::default(),
        is_withdrawn: false,
        figures: None,
    };
    let terms = |n: u64| ExpertTerms {
        meetings_max: (n == 1).then_some(3),
        absence: None,
    };
    let guests = (1..=N_PERSONS).map(|n| row(person(n), n, None));
    let experts = (1..=N_EXPERTS).map(|n| row(expert(n), 1_000 + n, Some(terms(n))));
    guests.chain(experts).collect()
}

pub(crate) fn session(n: u64, from_slot: u16, until_slot: u16) -> Session {
    Session {
        id: SessionId::example(n),
        place: room(n),
        starts_at: starts_at(from_slot),
        ends_at: starts_at(until_slot),
        quota: (n == 1).then_some(4),
        has_waiting_list: true,
        status: SessionStatus::Planned,
    }
}

fn team() -> Vec<Staff> {
    let organisations = List::new(vec![OrganisationId::example(1)]).unwrap();
    let roles = [
        Role::Main,
        Role::Secondary {
            functions: Function::ALL.into_iter().collect(),
            scope: Scope::Organisations(organisations),
        },
        Role::Secondary {
            functions: Functions::NONE.with(Function::Meetings),
            scope: Scope::All,
        },
        Role::Door,
        Role::Screen,
    ];
    (1..)
        .zip(roles)
        .map(|(n, role)| Staff {
            id: StaffId::example(n),
            role,
        })
        .collect()
}
