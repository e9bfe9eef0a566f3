//! A small event: 6 slots, 5 tables, 2 rooms, 10 participants, 3 experts, a team of four roles.

use protocol::command::*;
use protocol::id::*;
use protocol::*;

const HALF_HOUR: i64 = 30 * 60 * 1_000_000;
pub(crate) const MORNING: Micros = Micros(1_800_000_000_000_000);
/// The event's time when the tests begin: an hour before the first slot.
pub(crate) const DAWN: Micros = Micros(MORNING.0 - 2 * HALF_HOUR);
pub(crate) const N_SLOTS: u16 = 6;
pub(crate) const N_TABLES: u64 = 5;
pub(crate) const N_PERSONS: u64 = 10;
pub(crate) const N_EXPERTS: u64 = 3;

pub(crate) const MAIN: Actor = Actor::Staff(StaffId::example(1));
pub(crate) const SECOND: Actor = Actor::Staff(StaffId::example(2));
pub(crate) const SCOPED: Actor = Actor::Staff(StaffId::example(3));
pub(crate) const DOOR: Actor = Actor::Staff(StaffId::example(4));

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
pub(crate) fn badge(n: u64) -> BadgeCode {
    BadgeCode::from_bytes([u8::try_from(n).unwrap(); 16])
}
pub(crate) fn session(n: u64) -> SessionId {
    SessionId::example(n)
}

/// The commands that set the event up.
pub(crate) fn foundations() -> Vec<Command> {
    let mut commands = setting();
    commands.push(
        RegisterPersons {
            persons: List::new(persons()).unwrap(),
        }
        .into(),
    );
    let badges = (1..=N_PERSONS).map(|n| Badge {
        person: person(n),
        code: badge(n),
    });
    commands.push(
        IssueBadges {
            badges: List::new(badges.collect()).unwrap(),
        }
        .into(),
    );
    commands.extend(programme());
    commands.extend(team());
    commands
}

fn setting() -> Vec<Command> {
    let slots = (0..N_SLOTS).map(|n| Slot {
        id: slot(n),
        starts_at: slot_start(n),
        ends_at: Micros(slot_start(n).0 + HALF_HOUR * 4 / 5),
    });
    let place = |id, kind, capacity| Place {
        id,
        site: SiteId(0),
        kind,
        capacity,
    };
    let mut places: Vec<Place> = (1..=N_TABLES)
        .map(|n| place(table(n), PlaceKind::Table, 4))
        .collect();
    places.extend((1..=2).map(|n| place(room(n), PlaceKind::Room, 3)));
    let setup = EventSetup {
        topology: Topology::AnyToAny,
        hold_minutes: Minutes(60),
        offer_minutes: Minutes(10),
        n_expected: 13,
        mode: None,
    };
    vec![
        ConfigureEvent { setup }.into(),
        DefineSlots {
            slots: List::new(slots.collect()).unwrap(),
        }
        .into(),
        DefinePlaces {
            places: List::new(places).unwrap(),
        }
        .into(),
    ]
}

fn persons() -> Vec<Person> {
    let all: SlotSet = (0..N_SLOTS).map(slot).collect();
    let row = |id, n: u64, expert| Person {
        id,
        company: CompanyId::example(n),
        organisation: OrganisationId::example(n % 2),
        side: Side::Host,
        expert,
        availability: all,
        home: None,
        offered: List::default(),
        sought: List::default(),
        is_withdrawn: false,
        figures: None,
    };
    let terms = || {
        Some(ExpertTerms {
            meetings_max: None,
            absence: None,
        })
    };
    let participants = (1..=N_PERSONS).map(|n| row(person(n), n, None));
    participants
        .chain((1..=N_EXPERTS).map(|n| row(expert(n), 100 + n, terms())))
        .collect()
}

fn programme() -> Vec<Command> {
    let define = |n: u64, has_waiting_list| {
        let session = Session {
            id: session(n),
            place: room(n),
            starts_at: slot_start(2),
            ends_at: slot_start(4),
            quota: Some(2),
            has_waiting_list,
            status: SessionStatus::Planned,
        };
        Command::from(DefineSession { session })
    };
    let open = |n| {
        Command::from(OpenSession {
            session: session(n),
        })
    };
    vec![define(1, true), define(2, false), open(1), open(2)]
}

fn team() -> Vec<Command> {
    let grant = |n, role| {
        Command::from(GrantStaff {
            staff: Staff {
                id: StaffId::example(n),
                role,
            },
        })
    };
    let scope = Scope::Organisations(List::new(vec![OrganisationId::example(1)]).unwrap());
    let functions = Function::ALL.into_iter().collect();
    vec![
        grant(1, Role::Main),
        grant(2, Role::Main),
        grant(3, Role::Secondary { functions, scope }),
        grant(4, Role::Door),
    ]
}

/// Labels of everything; persons' companies are "Company n".
pub(crate) fn cards() -> Vec<card::CardUpdate> {
    let card = |key, title: String, detail: &str| card::CardUpdate {
        key,
        card: Some(Card {
            title,
            detail: detail.into(),
            code: String::new(),
        }),
    };
    let names = [
        "Élodie Garnier",
        "Karim Belkacem",
        "Inès Maurel",
        "Théo Lacaze",
        "Zoé Œuvrard",
        "Łukasz Żak",
    ];
    let mut cards = vec![card(CardKey::Event, "Rencontres".into(), "")];
    for n in 1..=N_PERSONS {
        let name = usize::try_from(n - 1)
            .ok()
            .and_then(|n| names.get(n))
            .copied();
        let title = name.map_or_else(|| format!("Personne {n}"), str::to_owned);
        cards.push(card(CardKey::Person(person(n)), title, "directrice"));
        cards.push(card(
            CardKey::Company(CompanyId::example(n)),
            format!("Société {n}"),
            "",
        ));
    }
    for n in 1..=N_EXPERTS {
        cards.push(card(
            CardKey::Person(expert(n)),
            format!("Expert {n}"),
            "Export",
        ));
    }
    for n in 1..=N_TABLES {
        cards.push(card(
            CardKey::Place(table(n)),
            format!("Table {n}"),
            "Hall A",
        ));
    }
    for n in 1..=2 {
        cards.push(card(CardKey::Place(room(n)), format!("Salle {n}"), ""));
        cards.push(card(
            CardKey::Session(session(n)),
            format!("Atelier {n}"),
            "Intervenant",
        ));
    }
    for n in 1..=4 {
        cards.push(card(
            CardKey::Staff(StaffId::example(n)),
            format!("Équipe {n}"),
            "",
        ));
    }
    cards
}
