//! Nobody is told twice of one fact, and nobody whom it concerns is forgotten.
//!
//! On random lives, against an oracle that knows nothing of changes: it compares everybody's
//! agenda and offers before and after each command.

use std::collections::{BTreeMap, BTreeSet};

use app::port::{Random, SeededRandom};
use app::post::Matter;
use app::post::notices::{concerns_somebody, notices};
use app::testing::{self, EVENT, MAIN, MORNING, N_PERSONS, expert, person, slot, spot};
use domain::{Context, State};
use protocol::command::*;
use protocol::id::*;
use protocol::*;

/// What somebody has to know of his meetings: which, when and where, with whom.
type Agenda = BTreeMap<MeetingId, (Spot, PersonId)>;

fn agendas(state: &State) -> BTreeMap<PersonId, Agenda> {
    let of = |person: PersonId| {
        state
            .standing_meetings_of(person)
            .map(|meeting| {
                let with = if meeting.host == person {
                    meeting.guest
                } else {
                    meeting.host
                };
                (meeting.id, (meeting.spot, with))
            })
            .collect()
    };
    state.persons().map(|p| (p.id, of(p.id))).collect()
}

fn offers(state: &State) -> BTreeMap<OfferId, PersonId> {
    state.offers().map(|offer| (offer.id, offer.to)).collect()
}

/// Who has to be told how many things of requests: by comparing them, not by looking at changes.
fn of_requests(before: &State, after: &State) -> BTreeMap<PersonId, usize> {
    let mut told: BTreeMap<PersonId, usize> = BTreeMap::new();
    let mut asked = BTreeSet::new();
    let present = |id: PersonId| after.person(id).is_some_and(|person| !person.is_withdrawn);
    for row in after.requests() {
        let old = before.request(row.id).map(|old| &old.status);
        if old == Some(&row.status) {
            continue;
        }
        let whom = match row.status {
            RequestStatus::Requested => {
                if old.is_none() {
                    asked.insert(row.to);
                }
                continue;
            }
            RequestStatus::Confirmed { .. } => continue,
            RequestStatus::Expired => vec![row.from, row.to],
            RequestStatus::Cancelled => vec![row.to],
            RequestStatus::Accepted { .. }
            | RequestStatus::Agreed
            | RequestStatus::Waiting
            | RequestStatus::Refused
            | RequestStatus::NotRetained => vec![row.from],
        };
        for person in whom.into_iter().filter(|person| present(*person)) {
            *told.entry(person).or_default() += 1;
        }
    }
    for person in asked {
        *told.entry(person).or_default() += 1;
    }
    told
}

struct Life {
    random: SeededRandom,
    state: State,
    log: Vec<Entry>,
    now: Micros,
    keys: BTreeSet<String>,
    n_told: usize,
    n_collapsed: usize,
    n_of_requests: usize,
}

impl Life {
    fn new(seed: u64) -> Self {
        let mut life = Self {
            random: SeededRandom::new(seed),
            state: State::default(),
            log: Vec::new(),
            now: MORNING,
            keys: BTreeSet::new(),
            n_told: 0,
            n_collapsed: 0,
            n_of_requests: 0,
        };
        for command in testing::commands() {
            assert!(life.wish(Actor::System, command).is_some());
        }
        life
    }

    fn below(&self, n: usize) -> usize {
        let random: &dyn Random = &self.random;
        random.below(u32::try_from(n).unwrap()) as usize
    }

    fn pick<T>(&self, items: impl Iterator<Item = T>) -> Option<T> {
        let mut items: Vec<T> = items.collect();
        (!items.is_empty()).then(|| items.swap_remove(self.below(items.len())))
    }

    fn fresh(&self) -> [u8; 10] {
        let random: &dyn Random = &self.random;
        random.bytes()
    }

    /// Decides a wish; granted, it is compared with what people must be told.
    fn wish(&mut self, actor: Actor, command: Command) -> Option<()> {
        let undone = match &command {
            Command::UndoEntry(undo) => self.log.iter().find(|e| e.head.seq == undo.seq),
            _ => None,
        };
        let context = Context {
            actor,
            now: self.now,
            undone,
        };
        let changes = domain::decide(&self.state, &context, &command).ok()?;
        if changes.is_empty() {
            return None;
        }
        let head = EntryHead {
            seq: self.log.len() as u64 + 1,
            at: self.now,
            by: actor,
            command: CommandId::new(self.now, self.fresh()),
        };
        let before = self.state.clone();
        for change in &changes {
            self.state.evolve(&head, change);
        }
        let entry = Entry { head, changes };
        self.compare(&before, &entry);
        self.log.push(entry);
        Some(())
    }

    fn compare(&mut self, before: &State, entry: &Entry) {
        let told = notices(entry, &self.state, true);
        let (agendas_before, agendas_after) = (agendas(before), agendas(&self.state));
        let offers_before = offers(before);
        let mut n_agenda: BTreeMap<PersonId, usize> = BTreeMap::new();
        let mut told_offers = BTreeMap::new();
        let mut told_requests: BTreeMap<PersonId, usize> = BTreeMap::new();
        for notice in &told {
            assert!(
                self.keys.insert(notice.key(EVENT)),
                "told twice: {notice:?}"
            );
            match &notice.matter {
                Matter::SlotOffered { offer, .. } => {
                    assert_eq!(told_offers.insert(*offer, notice.to), None);
                }
                Matter::Announcement { .. } => {}
                Matter::RequestReceived { .. }
                | Matter::RequestsReceived {}
                | Matter::RequestAccepted { .. }
                | Matter::RequestAnswered { .. } => {
                    *told_requests.entry(notice.to).or_default() += 1;
                    self.n_of_requests += 1;
                }
                Matter::SessionChanged { .. }
                | Matter::SessionCancelled { .. }
                | Matter::SeatObtained { .. }
                | Matter::EventCalledOff {}
                | Matter::EventReinstated {} => {}
                matter => {
                    self.n_collapsed += usize::from(*matter == Matter::AgendaIssued {});
                    *n_agenda.entry(notice.to).or_default() += 1;
                }
            }
        }
        for (person, after) in &agendas_after {
            let differs = agendas_before
                .get(person)
                .is_some_and(|before| before != after);
            let n_letters = n_agenda.get(person).copied().unwrap_or(0);
            assert!(
                n_letters == usize::from(differs),
                "{person} got {n_letters} letters, agenda changed: {differs}, by {:?}",
                entry.changes
            );
        }
        let new_offers: BTreeMap<_, _> = offers(&self.state)
            .into_iter()
            .filter(|(id, _)| !offers_before.contains_key(id))
            .collect();
        assert_eq!(told_offers, new_offers, "{:?}", entry.changes);
        let due = of_requests(before, &self.state);
        assert_eq!(told_requests, due, "{:?}", entry.changes);
        assert!(told.is_empty() || concerns_somebody(entry));
        self.n_told += told.len();
    }

    fn anybody(&self) -> PersonId {
        person(self.below(usize::try_from(N_PERSONS).unwrap()) as u64 + 1)
    }

    fn any_spot(&self) -> Spot {
        let n_slot = u16::try_from(self.below(16)).unwrap();
        spot(n_slot, self.below(6) as u64 + 1)
    }

    fn step(&mut self) {
        self.now.0 += 60_000_000;
        let id = self.fresh();
        let meeting = self.pick(self.state.meetings().map(|m| (m.id, m.spot)));
        let request = self.pick(self.state.requests().map(|r| (r.id, r.to, r.from)));
        let by_main = Actor::Staff(MAIN);
        let new_meeting = MeetingId::new(self.now, id);
        let (actor, command): (Actor, Option<Command>) = match self.below(16) {
            0..=3 => {
                let (host, guest, spot) = (self.anybody(), self.anybody(), self.any_spot());
                let meeting = new_meeting;
                (
                    by_main,
                    Some(
                        BookMeeting {
                            meeting,
                            host,
                            guest,
                            spot,
                        }
                        .into(),
                    ),
                )
            }
            4 | 5 => (
                by_main,
                meeting.map(|(meeting, from)| {
                    MoveMeeting {
                        meeting,
                        from,
                        to: self.any_spot(),
                    }
                    .into()
                }),
            ),
            6 | 7 => (
                by_main,
                meeting.map(|(meeting, _)| {
                    CancelMeeting {
                        meeting,
                        reason: CancelReason::Travel,
                    }
                    .into()
                }),
            ),
            8 => {
                let (from, to) = (self.anybody(), self.anybody());
                let request = RequestId::new(self.now, id);
                let slots = SlotSet::default();
                (
                    Actor::Person(from),
                    Some(
                        MakeRequest {
                            request,
                            from,
                            to,
                            slots,
                        }
                        .into(),
                    ),
                )
            }
            9 => (
                Actor::Person(request.map_or(person(1), |(_, to, _)| to)),
                request.map(|(request, ..)| {
                    let spot = Some(self.any_spot());
                    AcceptRequest {
                        request,
                        spot,
                        by_plan: false,
                    }
                    .into()
                }),
            ),
            10 => (
                Actor::Person(request.map_or(person(1), |(.., from)| from)),
                request.map(|(request, ..)| {
                    ConfirmRequest {
                        request,
                        meeting: new_meeting,
                    }
                    .into()
                }),
            ),
            11 | 12 => {
                let back = self.below(6) as u64;
                let seq = (self.log.len() as u64).saturating_sub(back).max(1);
                (by_main, Some(UndoEntry { seq }.into()))
            }
            13 => (
                by_main,
                self.pick(self.state.vacancies().map(|v| v.id))
                    .map(|vacancy| {
                        let offer = OfferId::new(self.now, id);
                        OfferVacancy {
                            vacancy,
                            offer,
                            to: self.anybody(),
                        }
                        .into()
                    }),
            ),
            14 => {
                let offer = self.pick(self.state.offers().map(|o| (o.id, o.to)));
                let actor = Actor::Person(offer.map_or(person(1), |(_, to)| to));
                (
                    actor,
                    offer.map(|(offer, _)| {
                        AcceptOffer {
                            offer,
                            meeting: new_meeting,
                        }
                        .into()
                    }),
                )
            }
            _ => (by_main, Some(self.absence())),
        };
        if let Some(command) = command {
            self.wish(actor, command);
        }
    }

    /// Several meetings of one expert go to the other, or are called off, in one entry.
    fn absence(&self) -> Command {
        let gone = expert(self.below(2) as u64 + 1);
        if self.below(3) == 0 {
            return WithdrawPerson {
                person: self.anybody(),
            }
            .into();
        }
        if self.below(3) == 0 {
            return DeclareExpertBack { expert: gone }.into();
        }
        let other = if gone == expert(1) {
            expert(2)
        } else {
            expert(1)
        };
        let plan = self
            .state
            .standing_meetings_of(gone)
            .map(|meeting| Reassignment {
                meeting: meeting.id,
                from: meeting.spot,
                outcome: if self.below(2) == 0 {
                    ReassignmentOutcome::Cancel
                } else {
                    ReassignmentOutcome::Substitute {
                        expert: other,
                        spot: meeting.spot,
                    }
                },
            });
        let absence = Absence {
            from: MORNING,
            until: None,
        };
        DeclareExpertAbsent {
            expert: gone,
            absence,
            plan: List::new(plan.collect()).unwrap(),
        }
        .into()
    }
}

#[test]
fn nobody_is_told_twice_and_nobody_is_forgotten() {
    let n_lives: u64 = std::env::var("REGIE_LIVES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(60);
    let (mut n_told, mut n_collapsed, mut n_of_requests, mut n_entries) = (0, 0, 0, 0);
    for seed in 1..=n_lives {
        // The seed is the whole report of a failure.
        println!("life {seed}");
        let mut life = Life::new(seed);
        for _ in 0..200 {
            life.step();
        }
        n_told += life.n_told;
        n_collapsed += life.n_collapsed;
        n_of_requests += life.n_of_requests;
        n_entries += life.log.len();
    }
    println!("{n_lives} lives, {n_entries} entries, {n_told} letters, {n_collapsed} whole agendas");
    assert!(
        n_told > 1_000 && n_collapsed > 10 && n_of_requests > 500,
        "the lives were not eventful enough"
    );
}

#[test]
fn a_published_plan_is_one_letter_for_each() {
    let booked = |n: u64, host: u64, guest: u64| {
        Change::from(change::MeetingBooked {
            meeting: MeetingId::example(n),
            host: person(host),
            guest: person(guest),
            spot: spot(0, n),
        })
    };
    let plan = change::PlanPublished { n_meetings: 2 };
    let entry = entry(vec![booked(1, 1, 2), booked(2, 1, 3), plan.into()]);
    let told = notices(&entry, &State::default(), true);
    let to: Vec<_> = told.iter().map(|notice| notice.to).collect();
    assert_eq!(to, [person(1), person(2), person(3)]);
    assert!(
        told.iter()
            .all(|notice| notice.matter == Matter::AgendaIssued {})
    );
    let _ = slot(0);
}

#[test]
fn an_announcement_goes_to_its_audience_where_the_event_sends_them_by_mail() {
    let mut life = Life::new(1);
    let announce = Announce {
        announcement: AnnouncementId::example(1),
        audience: Audience::Experts,
    };
    life.wish(Actor::Staff(MAIN), announce.into()).unwrap();
    let entry = life.log.last().unwrap();
    let to: Vec<_> = notices(entry, &life.state, true)
        .iter()
        .map(|n| n.to)
        .collect();
    assert_eq!(to, [expert(1), expert(2)]);
    assert!(notices(entry, &life.state, false).is_empty());
}

fn entry(changes: Vec<Change>) -> Entry {
    let head = EntryHead {
        seq: 1,
        at: MORNING,
        by: Actor::Staff(MAIN),
        command: CommandId::example(1),
    };
    Entry { head, changes }
}

#[test]
fn an_import_of_requests_is_one_letter_for_each_who_was_asked() {
    let mut life = Life::new(1);
    let request = |n: u64, from: u64, to: u64| Request {
        id: RequestId::example(n),
        from: person(from),
        to: person(to),
        slots: SlotSet::default(),
        made_at: MORNING,
        status: RequestStatus::Requested,
    };
    let requests = vec![request(1, 1, 4), request(2, 2, 4), request(3, 1, 5)];
    let requests = List::new(requests).unwrap();
    life.wish(Actor::Staff(MAIN), ImportRequests { requests }.into())
        .unwrap();
    let told = notices(life.log.last().unwrap(), &life.state, true);
    let told: Vec<_> = told.into_iter().map(|one| (one.to, one.matter)).collect();
    let alone = Matter::RequestReceived {
        request: RequestId::example(3),
        with: person(1),
    };
    assert_eq!(
        told,
        [(person(4), Matter::RequestsReceived {}), (person(5), alone)]
    );
}

#[test]
fn who_has_a_seat_is_told_when_the_session_moves_and_when_it_is_called_off() {
    let mut life = Life::new(1);
    let by_main = Actor::Staff(MAIN);
    let session = testing::SESSION;
    for n in [1, 2] {
        let person = person(n);
        let seat = TakeSeat { session, person };
        life.wish(by_main, seat.into()).unwrap();
    }
    let row = life.state.session(session).unwrap().clone();
    let told = |life: &Life| -> Vec<(PersonId, Matter)> {
        let told = notices(life.log.last().unwrap(), &life.state, true);
        told.into_iter().map(|one| (one.to, one.matter)).collect()
    };
    let renamed = Session {
        quota: row.quota.map(|quota| quota + 1),
        ..row.clone()
    };
    life.wish(
        by_main,
        DefineSession {
            session: renamed.clone(),
        }
        .into(),
    )
    .unwrap();
    assert_eq!(told(&life), [], "nobody would go to a wrong place");
    let later = Session {
        ends_at: Micros(renamed.ends_at.0 + 60_000_000),
        ..renamed
    };
    life.wish(by_main, DefineSession { session: later }.into())
        .unwrap();
    let to = |n: u64, matter: Matter| (person(n), matter);
    let changed = Matter::SessionChanged { session };
    assert_eq!(told(&life), [to(1, changed.clone()), to(2, changed)]);
    life.wish(by_main, CancelSession { session }.into())
        .unwrap();
    let cancelled = Matter::SessionCancelled { session };
    assert_eq!(told(&life), [to(1, cancelled.clone()), to(2, cancelled)]);
}

#[test]
fn whoever_comes_up_from_a_waiting_list_is_told() {
    let session = testing::SESSION;
    let seat = |status: SeatStatus| Seat {
        session,
        person: person(3),
        status,
        since: MORNING,
        attended: false,
    };
    let came_up = change::SeatChanged {
        before: Some(seat(SeatStatus::Waiting)),
        after: seat(SeatStatus::Taken),
    };
    let told = notices(&entry(vec![came_up.into()]), &State::default(), true);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].matter, Matter::SeatObtained { session });
    let took = change::SeatChanged {
        before: None,
        after: seat(SeatStatus::Taken),
    };
    let told = notices(&entry(vec![took.into()]), &State::default(), true);
    assert_eq!(told, [], "whoever takes a seat himself knows it");
}

#[test]
fn everybody_is_told_that_the_event_is_called_off_and_that_it_takes_place_after_all() {
    let mut life = Life::new(1);
    let by_main = Actor::Staff(MAIN);
    let n_present = life.state.persons().filter(|one| !one.is_withdrawn).count();
    let steps = [
        (EventStage::CalledOff, Some(Matter::EventCalledOff {})),
        (EventStage::Planned, Some(Matter::EventReinstated {})),
        (EventStage::Closed, None),
    ];
    for (after, matter) in steps {
        let before = life.state.stage();
        life.wish(by_main, ChangeStage { before, after }.into())
            .unwrap();
        let entry = life.log.last().unwrap();
        let told = notices(entry, &life.state, true);
        let n_due = if matter.is_some() { n_present } else { 0 };
        assert_eq!(told.len(), n_due, "{after:?}");
        assert!(told.iter().all(|one| Some(&one.matter) == matter.as_ref()));
        assert!(concerns_somebody(entry));
    }
}
