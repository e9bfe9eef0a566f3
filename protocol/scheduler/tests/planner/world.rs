//! Events to ask the planner about: random ones, grown by random commands that the rules let
//! through, and a small tidy one for examples.

use domain::{Context, State, decide};
use protocol::command::*;
use protocol::id::*;
use protocol::*;

pub(crate) const MORNING: Micros = Micros(1_800_000_000_000_000);
const SLOT_MINUTES: u16 = 20;

/// Numbers that a seed decides.
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }

    pub(crate) fn percent(&mut self, of_hundred: u64) -> bool {
        self.below(100) < of_hundred
    }
}

/// How large a random event is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) n_slots: u16,
    pub(crate) n_tables: u64,
    pub(crate) n_persons: u64,
    pub(crate) n_experts: u64,
    pub(crate) n_steps: u64,
}

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) state: State,
    pub(crate) now: Micros,
    n_ids: u64,
    /// Whether random events leave acceptances to the plan.
    leaves_to_plan: bool,
}

pub(crate) fn list<T, const MAX: usize>(items: Vec<T>) -> List<T, MAX> {
    List::new(items).unwrap()
}

pub(crate) fn slot(n: u16) -> SlotId {
    SlotId::new(n).unwrap()
}

pub(crate) fn table(n: u64) -> PlaceId {
    PlaceId::example(n)
}

pub(crate) fn booth(n: u64) -> PlaceId {
    PlaceId::example(500 + n)
}

pub(crate) fn person(n: u64) -> PersonId {
    PersonId::example(n)
}

pub(crate) fn expert(n: u64) -> PersonId {
    PersonId::example(5_000 + n)
}

/// A person of a company of his own who is always there.
pub(crate) fn somebody(id: PersonId, n_slots: u16) -> Person {
    Person {
        id,
        company: CompanyId::from_bytes(id.to_bytes()),
        organisation: OrganisationId::example(1),
        side: Side::Guest,
        expert: None,
        availability: (0..n_slots).map(slot).collect(),
        home: None,
        offered: list(vec![]),
        sought: list(vec![]),
        is_withdrawn: false,
        figures: None,
    }
}

pub(crate) fn an_expert(id: PersonId, n_slots: u16) -> Person {
    let terms = ExpertTerms {
        meetings_max: None,
        absence: None,
    };
    Person {
        expert: Some(terms),
        side: Side::Host,
        ..somebody(id, n_slots)
    }
}

impl World {
    /// Slots from the morning on, tables on up to two sites, a booth for some, one room.
    pub(crate) fn empty(n_slots: u16, sites_of_tables: &[u8], n_booths: u64) -> Self {
        let mut world = Self {
            state: State::default(),
            now: MORNING - Minutes(120),
            n_ids: 100_000,
            leaves_to_plan: false,
        };
        let setup = EventSetup {
            topology: Topology::AnyToAny,
            hold_minutes: Minutes(60),
            offer_minutes: Minutes(10),
            n_expected: 10,
            mode: None,
        };
        world.run(ConfigureEvent { setup }).unwrap();
        let slots = (0..n_slots)
            .map(|n| {
                let starts_at = MORNING + Minutes(n * SLOT_MINUTES);
                Slot {
                    id: slot(n),
                    starts_at,
                    ends_at: starts_at + Minutes(SLOT_MINUTES),
                }
            })
            .collect();
        world.run(DefineSlots { slots: list(slots) }).unwrap();
        let travel = Travel {
            between: (SiteId(0), SiteId(1)),
            minutes: Minutes(15),
        };
        world
            .run(DefineTravel {
                travel: list(vec![travel]),
            })
            .unwrap();
        let place = |id, site, kind| Place {
            id,
            site: SiteId(site),
            kind,
            capacity: 10,
        };
        let mut places: Vec<_> = (1..)
            .zip(sites_of_tables)
            .map(|(n, site)| place(table(n), *site, PlaceKind::Table))
            .collect();
        places.extend((1..=n_booths).map(|n| place(booth(n), 0, PlaceKind::Booth)));
        places.push(place(PlaceId::example(900), 1, PlaceKind::Room));
        world
            .run(DefinePlaces {
                places: list(places),
            })
            .unwrap();
        world
    }

    pub(crate) fn register(&mut self, persons: Vec<Person>) {
        self.run(RegisterPersons {
            persons: list(persons),
        })
        .unwrap();
    }

    pub(crate) fn run(&mut self, command: impl Into<Command>) -> Result<Vec<Change>, Reject> {
        self.run_as(Actor::System, command)
    }

    pub(crate) fn run_as(
        &mut self,
        actor: Actor,
        command: impl Into<Command>,
    ) -> Result<Vec<Change>, Reject> {
        let context = Context {
            actor,
            now: self.now,
            undone: None,
        };
        let changes = decide(&self.state, &context, &command.into())?;
        let seq = self.fresh();
        let head = EntryHead {
            seq,
            at: self.now,
            by: actor,
            command: CommandId::example(seq),
        };
        changes
            .iter()
            .for_each(|change| self.state.evolve(&head, change));
        Ok(changes)
    }

    /// A number that was not given before.
    pub(crate) fn fresh(&mut self) -> u64 {
        self.n_ids += 1;
        self.n_ids
    }

    pub(crate) fn book(&mut self, host: PersonId, guest: PersonId, at: Spot) -> MeetingId {
        let meeting = MeetingId::example(self.fresh());
        self.run(BookMeeting {
            meeting,
            host,
            guest,
            spot: at,
        })
        .unwrap();
        meeting
    }

    pub(crate) fn ask(&mut self, from: PersonId, to: PersonId) -> RequestId {
        let request = RequestId::example(self.fresh());
        self.run(MakeRequest {
            request,
            from,
            to,
            slots: SlotSet::EMPTY,
        })
        .unwrap();
        request
    }

    /// A random event in the middle of its day.
    pub(crate) fn random(seed: u64, size: Size) -> Self {
        Self::grown(seed, size, false)
    }

    /// As [`Self::random`], where many who accept leave the time to a plan.
    pub(crate) fn random_with_plan(seed: u64, size: Size) -> Self {
        Self::grown(seed, size, true)
    }

    /// Lets whoever accepts choose between a slot at once and the plan.
    pub(crate) fn let_choose(&mut self) {
        let setup = EventSetup {
            mode: Some(AssignmentMode::Mixed),
            ..self.state.setup().unwrap().clone()
        };
        self.run(ConfigureEvent { setup }).unwrap();
    }

    /// A request that both want, without a time.
    pub(crate) fn agree(&mut self, from: PersonId, to: PersonId) -> RequestId {
        let request = self.ask(from, to);
        self.run(AcceptRequest {
            request,
            spot: None,
            by_plan: true,
        })
        .unwrap();
        request
    }

    fn grown(seed: u64, size: Size, leaves_to_plan: bool) -> Self {
        let mut draw = Draw(seed);
        let sites: Vec<u8> = (0..size.n_tables)
            .map(|_| u8::from(draw.percent(30)))
            .collect();
        let mut world = Self::empty(size.n_slots, &sites, size.n_experts);
        if leaves_to_plan {
            world.let_choose();
            world.leaves_to_plan = true;
        }
        let mut persons = Vec::new();
        for n in 1..=size.n_persons {
            let mut row = somebody(person(n), size.n_slots);
            thin_out(&mut row, &mut draw);
            row.company = CompanyId::example(1 + n / 2);
            persons.push(row);
        }
        for n in 1..=size.n_experts {
            let mut row = an_expert(expert(n), size.n_slots);
            thin_out(&mut row, &mut draw);
            let meetings_max = draw.percent(50).then(|| 1 + draw.below(6) as u16);
            row.expert = Some(ExpertTerms {
                meetings_max,
                absence: None,
            });
            row.home = draw.percent(50).then(|| booth(n));
            persons.push(row);
        }
        let everybody: Vec<PersonId> = persons.iter().map(|row| row.id).collect();
        world.register(persons);
        if draw.percent(50) {
            world.equip(&everybody, &mut draw);
        }
        let session = Session {
            id: SessionId::example(1),
            place: PlaceId::example(900),
            starts_at: MORNING + Minutes(SLOT_MINUTES),
            ends_at: MORNING + Minutes(3 * SLOT_MINUTES),
            quota: None,
            has_waiting_list: false,
            status: SessionStatus::Planned,
        };
        world.run(DefineSession { session }).unwrap();
        for step in 0..size.n_steps {
            // Two thirds of the steps are before the day, the rest while it runs.
            if step * 3 > size.n_steps * 2 && draw.percent(15) {
                world.now = world.now.max(MORNING) + Minutes(draw.below(9) as u16);
            }
            world.step(&mut draw, size);
        }
        world
    }

    /// So many of something, which is there in some slots, or always when none are named.
    pub(crate) fn provide(&mut self, resource: ResourceId, capacity: u16, slots: &[u16]) {
        let after = Resource {
            id: resource,
            kind: ResourceKind::Interpreter,
            capacity,
            slots: slots.iter().copied().map(slot).collect(),
        };
        let before = self.state.resource(resource).cloned();
        self.run(DefineResource { before, after }).unwrap();
    }

    pub(crate) fn need(&mut self, person: PersonId, resources: &[ResourceId]) {
        let before = list(self.state.needs_of(person).to_vec());
        let after = list(resources.to_vec());
        self.run(ChangeNeeds {
            person,
            before,
            after,
        })
        .unwrap();
    }

    /// One interpreter, and two of something that is there in the first slots; some need them.
    fn equip(&mut self, everybody: &[PersonId], draw: &mut Draw) {
        let [one, two] = [1, 2].map(ResourceId::example);
        self.provide(one, 1, &[]);
        self.provide(two, 2, &[0, 1]);
        for person in everybody {
            if draw.percent(30) {
                let both = [one, two];
                let needed = &both[draw.below(2) as usize..];
                self.need(*person, needed);
            }
        }
    }

    fn step(&mut self, draw: &mut Draw, size: Size) {
        let id = self.fresh();
        let anybody = |draw: &mut Draw| {
            let n = draw.below(size.n_persons + size.n_experts);
            if n < size.n_persons {
                person(n + 1)
            } else {
                expert(n - size.n_persons + 1)
            }
        };
        let (a, b) = (anybody(draw), anybody(draw));
        let meetings: Vec<_> = self.state.meetings().map(|meeting| meeting.id).collect();
        let meeting = meetings
            .get(draw.below(meetings.len() as u64) as usize)
            .copied();
        let requests: Vec<_> = self.state.requests().map(|request| request.id).collect();
        let request = requests
            .get(draw.below(requests.len() as u64) as usize)
            .copied();
        let vacancy = self.state.vacancies().next().map(|vacancy| vacancy.id);
        let spot = Spot {
            slot: slot(draw.below(u64::from(size.n_slots)) as u16),
            place: if draw.percent(80) {
                table(1 + draw.below(size.n_tables))
            } else {
                booth(1 + draw.below(size.n_experts))
            },
        };
        // Whatever the rules refuse simply does not happen.
        let _ = match draw.below(22) {
            0..=7 => {
                let (host, guest) = self.state.roles(a, b);
                let meeting = MeetingId::example(id);
                self.run(BookMeeting {
                    meeting,
                    host,
                    guest,
                    spot,
                })
            }
            8..=11 => self.run(MakeRequest {
                request: RequestId::example(id),
                from: a,
                to: b,
                slots: if draw.percent(70) {
                    SlotSet::EMPTY
                } else {
                    [spot.slot].into_iter().collect()
                },
            }),
            12 | 13 => match request {
                Some(request) => self.run(AcceptRequest {
                    request,
                    spot: None,
                    by_plan: self.leaves_to_plan && draw.percent(70),
                }),
                None => Ok(vec![]),
            },
            14 => match request {
                Some(request) => self.run(ConfirmRequest {
                    request,
                    meeting: MeetingId::example(id),
                }),
                None => Ok(vec![]),
            },
            15 => match request {
                Some(request) => self.run(RefuseRequest { request }),
                None => Ok(vec![]),
            },
            16 | 17 => match meeting {
                Some(meeting) => {
                    let actor = if draw.percent(50) {
                        Actor::Person(a)
                    } else {
                        Actor::System
                    };
                    self.run_as(
                        actor,
                        CancelMeeting {
                            meeting,
                            reason: CancelReason::Other,
                        },
                    )
                }
                None => Ok(vec![]),
            },
            18 => match vacancy {
                Some(vacancy) => self.run(OfferVacancy {
                    vacancy,
                    offer: OfferId::example(id),
                    to: a,
                }),
                None => Ok(vec![]),
            },
            19 => match meeting {
                Some(meeting) => self.run(MarkNotHeld {
                    meeting,
                    missing: Missing::Guest,
                }),
                None => Ok(vec![]),
            },
            20 => self.run(CheckIn {
                person: a,
                gate: Gate::Event,
            }),
            _ => self.run(TakeSeat {
                session: SessionId::example(1),
                person: a,
            }),
        };
    }
}

/// Takes some slots away and gives some keywords.
fn thin_out(person: &mut Person, draw: &mut Draw) {
    let all: Vec<SlotId> = person.availability.iter().collect();
    for slot in all {
        if draw.percent(25) {
            person.availability.remove(slot);
        }
    }
    let tags = |draw: &mut Draw| {
        (0..draw.below(4))
            .map(|_| Tag(draw.below(6) as u16))
            .collect()
    };
    person.offered = list(tags(draw));
    person.sought = list(tags(draw));
}
