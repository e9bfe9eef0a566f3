//! A small event to play with: 6 slots on two sites, 4 tables, 2 rooms, 8 participants,
//! 3 experts, a team of every role.

use domain::{Context, State, decide};
use protocol::command::*;
use protocol::id::*;
use protocol::*;

/// Half an hour in microseconds.
const HALF_HOUR: i64 = 30 * 60 * 1_000_000;
/// The first slot begins at this time.
pub(crate) const MORNING: Micros = Micros(1_800_000_000_000_000);
pub(crate) const N_SLOTS: u16 = 6;
pub(crate) const N_PERSONS: u64 = 8;
pub(crate) const N_EXPERTS: u64 = 3;
pub(crate) const N_TABLES: u64 = 4;

pub(crate) const MAIN: Actor = Actor::Staff(StaffId::example(1));
pub(crate) const SCOPED: Actor = Actor::Staff(StaffId::example(2));
pub(crate) const DOOR: Actor = Actor::Staff(StaffId::example(3));
pub(crate) const SCREEN: Actor = Actor::Staff(StaffId::example(4));

pub(crate) const N_RESOURCES: u64 = 2;

/// One interpreter, and two screens that are there in the first four slots.
pub(crate) fn resource(n: u64) -> Resource {
    let is_first = n == 1;
    Resource {
        id: ResourceId::example(n),
        kind: if is_first {
            ResourceKind::Interpreter
        } else {
            ResourceKind::Equipment
        },
        capacity: if is_first { 1 } else { 2 },
        slots: if is_first {
            SlotSet::EMPTY
        } else {
            (0..4).map(slot).collect()
        },
    }
}

pub(crate) fn slot(n: u16) -> SlotId {
    SlotId::new(n).unwrap()
}
pub(crate) fn table(n: u64) -> PlaceId {
    PlaceId::example(n)
}
pub(crate) fn room(n: u64) -> PlaceId {
    PlaceId::example(100 + n)
}
pub(crate) fn person(n: u64) -> PersonId {
    PersonId::example(n)
}
pub(crate) fn expert(n: u64) -> PersonId {
    PersonId::example(100 + n)
}
pub(crate) fn spot(slot_number: u16, table_number: u64) -> Spot {
    Spot {
        slot: slot(slot_number),
        place: table(table_number),
    }
}
pub(crate) fn slot_start(n: u16) -> Micros {
    Micros(MORNING.0 + i64::from(n) * HALF_HOUR)
}

/// An event under way, with its log.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) state: State,
    pub(crate) log: Vec<Entry>,
    pub(crate) now: Micros,
}

impl World {
    pub(crate) fn new() -> Self {
        let mut world = Self {
            state: State::default(),
            log: Vec::new(),
            now: Micros(MORNING.0 - 2 * HALF_HOUR),
        };
        for command in foundations() {
            world.run(Actor::System, command).unwrap();
        }
        world
    }

    /// Decides and applies; gives the changes or the refusal.
    pub(crate) fn run(
        &mut self,
        actor: Actor,
        command: impl Into<Command>,
    ) -> Result<Vec<Change>, Reject> {
        let command = command.into();
        let undone = match &command {
            Command::UndoEntry(c) => self
                .log
                .iter()
                .find(|entry| entry.head.seq == c.seq)
                .cloned(),
            _ => None,
        };
        let context = Context {
            actor,
            now: self.now,
            undone: undone.as_ref(),
        };
        let changes = decide(&self.state, &context, &command)?;
        if !changes.is_empty() {
            let seq = self.log.len() as u64 + 1;
            let head = EntryHead {
                seq,
                at: self.now,
                by: actor,
                command: CommandId::example(seq),
            };
            for change in &changes {
                self.state.evolve(&head, change);
            }
            self.log.push(Entry {
                head,
                changes: changes.clone(),
            });
        }
        Ok(changes)
    }

    pub(crate) fn book(&mut self, n: u64, host: PersonId, guest: PersonId, at: Spot) -> MeetingId {
        let meeting = MeetingId::example(n);
        self.run(
            MAIN,
            BookMeeting {
                meeting,
                host,
                guest,
                spot: at,
            },
        )
        .unwrap();
        meeting
    }

    pub(crate) fn last_seq(&self) -> u64 {
        self.log.len() as u64
    }
}

fn foundations() -> Vec<Command> {
    let persons = persons();
    let badges = persons
        .iter()
        .enumerate()
        .map(|(n, p)| Badge {
            person: p.id,
            code: BadgeCode::from_bytes([u8::try_from(n).unwrap() + 1; 16]),
        })
        .collect();
    let walk = Travel {
        between: (SiteId(0), SiteId(1)),
        minutes: Minutes(15),
    };
    let mut commands: Vec<Command> = vec![
        ConfigureEvent { setup: setup() }.into(),
        DefineSlots {
            slots: List::new((0..N_SLOTS).map(slot_row).collect()).unwrap(),
        }
        .into(),
        DefineTravel {
            travel: List::new(vec![walk]).unwrap(),
        }
        .into(),
        DefinePlaces {
            places: List::new(places()).unwrap(),
        }
        .into(),
        RegisterPersons {
            persons: List::new(persons).unwrap(),
        }
        .into(),
        IssueBadges {
            badges: List::new(badges).unwrap(),
        }
        .into(),
        DefineSession {
            session: session(1, true),
        }
        .into(),
        DefineSession {
            session: session(2, false),
        }
        .into(),
        OpenSession {
            session: SessionId::example(1),
        }
        .into(),
        OpenSession {
            session: SessionId::example(2),
        }
        .into(),
    ];
    commands.extend(team());
    commands.extend(thresholds());
    commands.extend((1..=N_RESOURCES).map(|n| {
        DefineResource {
            before: None,
            after: resource(n),
        }
        .into()
    }));
    commands
}

fn setup() -> EventSetup {
    EventSetup {
        topology: Topology::AnyToAny,
        hold_minutes: Minutes(60),
        offer_minutes: Minutes(10),
        n_expected: 11,
        mode: None,
    }
}

fn slot_row(n: u16) -> Slot {
    Slot {
        id: slot(n),
        starts_at: slot_start(n),
        ends_at: Micros(slot_start(n).0 + HALF_HOUR * 4 / 5),
    }
}

/// Four tables, the last one at another site, and two rooms for three persons.
fn places() -> Vec<Place> {
    let tables = (1..=N_TABLES).map(|n| Place {
        id: table(n),
        site: SiteId(u8::from(n == N_TABLES)),
        kind: PlaceKind::Table,
        capacity: 4,
    });
    let rooms = (1..=2).map(|n| Place {
        id: room(n),
        site: SiteId(0),
        kind: PlaceKind::Room,
        capacity: 3,
    });
    tables.chain(rooms).collect()
}

/// Participants and experts; the first expert takes three meetings at most.
fn persons() -> Vec<Person> {
    let participants = (1..=N_PERSONS).map(|n| person_row(person(n), n, None));
    let experts = (1..=N_EXPERTS).map(|n| {
        let meetings_max = (n == 1).then_some(3);
        person_row(
            expert(n),
            100 + n,
            Some(ExpertTerms {
                meetings_max,
                absence: None,
            }),
        )
    });
    participants.chain(experts).collect()
}

fn person_row(id: PersonId, n: u64, expert: Option<ExpertTerms>) -> Person {
    let tags = |n: u64| List::new(vec![Tag(u16::try_from(n % 4).unwrap())]).unwrap();
    Person {
        id,
        company: CompanyId::example(n),
        organisation: OrganisationId::example(n % 2),
        side: Side::Host,
        expert,
        availability: (0..N_SLOTS).map(slot).collect(),
        home: None,
        offered: tags(n),
        sought: tags(n + 1),
        is_withdrawn: false,
        figures: None,
    }
}

fn session(n: u64, has_waiting_list: bool) -> Session {
    Session {
        id: SessionId::example(n),
        place: room(n),
        starts_at: slot_start(2),
        ends_at: slot_start(4),
        quota: Some(2),
        has_waiting_list,
        status: SessionStatus::Planned,
    }
}

fn team() -> Vec<Command> {
    let scope = Scope::Organisations(List::new(vec![OrganisationId::example(1)]).unwrap());
    let functions = Function::ALL.into_iter().collect();
    let roles = [
        Role::Main,
        Role::Secondary { functions, scope },
        Role::Door,
        Role::Screen,
    ];
    (1..)
        .zip(roles)
        .map(|(n, role)| {
            GrantStaff {
                staff: Staff {
                    id: StaffId::example(n),
                    role,
                },
            }
            .into()
        })
        .collect()
}

fn thresholds() -> Vec<Command> {
    [
        (FillObject::Event, 10, MORNING),
        (FillObject::Session(SessionId::example(1)), 50, MORNING),
        (FillObject::Expert(expert(1)), 40, slot_start(1)),
    ]
    .into_iter()
    .map(|(object, percent, from)| {
        SetThreshold {
            threshold: Threshold {
                object,
                percent,
                from,
            },
        }
        .into()
    })
    .collect()
}
