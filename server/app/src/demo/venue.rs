//! The demo's venue: sites, tables, experts' booths, rooms, timetable.

use protocol::card::CardKey;
use protocol::command::{ConfigureEvent, DefinePlaces, DefineSlots, DefineTravel};
use protocol::id::PlaceId;
use protocol::{Actor, EventSetup, Minutes, Place, PlaceKind, SiteId, Topology, Travel};

use super::GenerateError;
use super::calendar::{Calendar, DaySlot, ZONE};
use super::draft::{Draft, list};
use super::size::Size;

const SITES: [(&str, &str); 2] = [
    (
        "Cité des congrès",
        "1, esplanade des Marées, 50990 Port-Lumière",
    ),
    (
        "Halle des Bassins",
        "12, quai des Charpentiers, 50990 Port-Lumière",
    ),
];
/// Rooms by site: name and capacity. The first of each site is where people wait.
const ROOMS: [&[(&str, u16)]; 2] = [
    &[
        ("Espace rencontres", 260),
        ("Auditorium Estran", 320),
        ("Salle Boréale", 90),
        ("Atelier Sextant", 36),
        ("Salle Alizé", 60),
        ("Atelier Boussole", 30),
    ],
    &[
        ("Café des Bassins", 80),
        ("Salle Écluse", 120),
        ("Atelier Cabestan", 40),
    ],
];
const WALK_MINUTES: Minutes = Minutes(15);

/// How long an accepted request waits for its confirmation before the event, and during it.
pub(super) const HOLD_BEFORE: Minutes = Minutes(24 * 60);
pub(super) const HOLD_DURING: Minutes = Minutes(45);
const OFFER_MINUTES: Minutes = Minutes(8);

/// Where and when things can be.
pub(super) struct Venue {
    pub(super) slots: Vec<DaySlot>,
    /// One booth per expert.
    pub(super) booths: Vec<PlaceId>,
    /// Rooms for sessions, with their capacity.
    pub(super) session_rooms: Vec<(PlaceId, u16)>,
}

/// The event's settings with a given time to confirm.
pub(super) fn setup(size_expected: usize, hold: Minutes) -> EventSetup {
    EventSetup {
        topology: Topology::AnyToAny,
        hold_minutes: hold,
        offer_minutes: OFFER_MINUTES,
        n_expected: u32::try_from(size_expected).expect("persons are bounded"),
        mode: None,
    }
}

pub(super) fn lay_out(
    draft: &mut Draft,
    calendar: &Calendar,
    size: &Size,
) -> Result<Venue, GenerateError> {
    draft.advance_to(calendar.days_before(60));
    draft.card(
        CardKey::Event,
        "Convention d’affaires Cap Littoral",
        "Industries et énergies de la mer",
        ZONE,
    );
    let n_expected = size.n_participants + size.n_experts;
    draft.send(
        Actor::System,
        ConfigureEvent {
            setup: setup(n_expected, HOLD_BEFORE),
        },
    )?;
    let slots = calendar.slots();
    let rows = slots.iter().map(|slot| slot.slot.clone()).collect();
    draft.send(Actor::System, DefineSlots { slots: list(rows) })?;

    let n_sites = size.tables_per_site.len();
    for (site, (name, address)) in (0..).map(SiteId).zip(&SITES[..n_sites]) {
        draft.card(CardKey::Site(site), name, address, "FR");
    }
    if n_sites > 1 {
        let travel = Travel {
            between: (SiteId(0), SiteId(1)),
            minutes: WALK_MINUTES,
        };
        draft.send(
            Actor::System,
            DefineTravel {
                travel: list(vec![travel]),
            },
        )?;
    }

    let mut places = Places {
        chance: draft.chance.fork("places"),
        rows: Vec::new(),
    };
    let mut table_number = 0;
    for (site, n_tables) in (0..).map(SiteId).zip(size.tables_per_site) {
        for _ in 0..*n_tables {
            table_number += 1;
            places.add(
                draft,
                site,
                PlaceKind::Table,
                4,
                &format!("Table {table_number}"),
            );
        }
    }
    let booths: Vec<_> = (1..=size.n_experts)
        .map(|n| {
            places.add(
                draft,
                SiteId(0),
                PlaceKind::Booth,
                3,
                &format!("Stand expert {n}"),
            )
        })
        .collect();
    let mut session_rooms = Vec::new();
    for ((site, n_rooms), rooms) in (0..).map(SiteId).zip(size.rooms_per_site).zip(ROOMS) {
        for (nth, (name, capacity)) in rooms.iter().take(*n_rooms).enumerate() {
            let place = places.add(draft, site, PlaceKind::Room, *capacity, name);
            if nth > 0 {
                session_rooms.push((place, *capacity));
            }
        }
    }
    draft.send(
        Actor::System,
        DefinePlaces {
            places: list(places.rows),
        },
    )?;
    Ok(Venue {
        slots,
        booths,
        session_rooms,
    })
}

struct Places {
    chance: super::Chance,
    rows: Vec<Place>,
}

impl Places {
    fn add(
        &mut self,
        draft: &mut Draft,
        site: SiteId,
        kind: PlaceKind,
        capacity: u16,
        name: &str,
    ) -> PlaceId {
        // The time part counts up, so that the ids sort as the places are numbered.
        let nth = u16::try_from(self.rows.len()).expect("places are bounded");
        let at = protocol::Micros(draft.now().0 + i64::from(nth) * 1_000);
        let id = PlaceId::new(at, self.chance.bytes());
        let detail = SITES[usize::from(site.0)].0;
        draft.card(CardKey::Place(id), name, detail, "");
        self.rows.push(Place {
            id,
            site,
            kind,
            capacity,
        });
        id
    }
}
