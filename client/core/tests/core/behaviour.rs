//! The conversation by hand: one client, and exactly what it is told.

use client_core::conflict::NextBest;
use client_core::limits::{CONFLICTS_MAX, PROMPT_COMMANDS_MAX, QUEUED_COMMANDS_MAX};
use client_core::model::Touched;
use client_core::model::{Connection, Standing};
use client_core::sync::{Client, Effect, NotTaken, Options, Outcome, Program, Surface};
use client_core::time::Monotonic;
use client_core::toast::ToastKind;
use protocol::command::*;
use protocol::id::*;
use protocol::message::*;
use protocol::*;
use serde_bytes::ByteBuf;

use crate::server::{Line, Server};
use crate::world::*;

/// A client with a server that answers at once, and a network that does what it is told.
pub(crate) struct Bench {
    pub(crate) client: Client,
    pub(crate) server: Server,
    line: Option<Line>,
    actor: Actor,
    pub(crate) now: u64,
    /// Everything that the machine asked for, oldest first.
    pub(crate) effects: Vec<Effect>,
    n_ids: u64,
}

impl Bench {
    pub(crate) fn new(actor: Actor, surface: Surface) -> Self {
        Self {
            client: Client::new(
                Program::of(surface).with_rules(),
                Options::for_surface(surface),
            ),
            server: Server::new(&[actor, MAIN]),
            line: None,
            actor,
            now: 1_000,
            effects: Vec::new(),
            n_ids: 0,
        }
    }

    /// A client that is live.
    pub(crate) fn live(actor: Actor, surface: Surface) -> Self {
        let mut bench = Self::new(actor, surface);
        bench.client.start(bench.at());
        bench.load_snapshot();
        bench.open();
        bench.settle();
        assert_eq!(bench.connection(), Connection::Live);
        bench
    }

    pub(crate) fn at(&self) -> Monotonic {
        Monotonic(self.now)
    }

    pub(crate) fn connection(&self) -> Connection {
        self.client.model().link().connection
    }

    pub(crate) fn drain(&mut self) -> Vec<Effect> {
        let new: Vec<Effect> = std::iter::from_fn(|| self.client.next_effect()).collect();
        self.effects.extend(new.iter().cloned());
        new
    }

    pub(crate) fn load_snapshot(&mut self) {
        let answer = self.server.snapshot(self.actor).unwrap().encode();
        self.client.snapshot_loaded(&answer, self.at(), 0);
    }

    pub(crate) fn open(&mut self) {
        self.line = Some(Line::new(&self.server, self.actor));
        self.client.opened(self.at());
    }

    pub(crate) fn cut(&mut self, random: u64) {
        self.line = None;
        self.client.closed(self.at(), random);
        self.drain();
    }

    /// Lets bytes flow until nobody has anything to say.
    pub(crate) fn settle(&mut self) {
        loop {
            let sent: Vec<Vec<u8>> = self
                .drain()
                .into_iter()
                .filter_map(|effect| {
                    if let Effect::Send(bytes) = effect {
                        Some(bytes)
                    } else {
                        None
                    }
                })
                .collect();
            let Some(mut line) = self.line.take() else {
                return;
            };
            let mut down: Vec<Vec<u8>> = Vec::new();
            for bytes in &sent {
                down.extend(line.receive(&mut self.server, bytes));
            }
            down.extend(line.gather(&self.server));
            self.line = Some(line);
            if down.is_empty() {
                return;
            }
            for bytes in down {
                self.client.received(&bytes, self.at());
            }
        }
    }

    pub(crate) fn say(&mut self, message: impl Into<ServerMessage>) {
        self.client
            .received(&message.into().to_frame().encode(), self.at());
    }

    pub(crate) fn tick_after(&mut self, ms: u64, random: u64) {
        self.now += ms;
        self.client.tick(self.at(), random);
    }

    pub(crate) fn id(&mut self) -> CommandId {
        self.n_ids += 1;
        CommandId::example(self.n_ids)
    }

    pub(crate) fn dispatch(&mut self, command: impl Into<Command>) -> Result<CommandId, NotTaken> {
        let id = self.id();
        self.client
            .dispatch(command.into(), id, self.at())
            .map(|()| id)
    }

    /// Somebody else changes something.
    pub(crate) fn elsewhere(&mut self, command: impl Into<Command>) {
        let id = CommandId::example(500_000 + self.server.log.len() as u64);
        self.server.commit(MAIN, id, &command.into()).unwrap();
    }

    pub(crate) fn outcome(&self, id: CommandId) -> Option<&Outcome> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Settled(of, outcome) if *of == id => Some(outcome),
            _ => None,
        })
    }

    pub(crate) fn did(&self, wanted: &Effect) -> bool {
        self.effects.contains(wanted)
    }
}

pub(crate) fn booking(n: u64, guest: u64, at: Spot) -> BookMeeting {
    BookMeeting {
        meeting: MeetingId::example(n),
        host: expert(1),
        guest: person(guest),
        spot: at,
    }
}

fn entry(offset: u64, changes: Vec<Coded>) -> Vec<u8> {
    let body = EntryBody {
        at: DAWN,
        by: Some(MAIN),
        command: None,
        changes,
    };
    let frame = ServerMessage::from(body).to_frame();
    Frame {
        position: Some((Topic::Ops, offset)),
        ..frame
    }
    .encode()
}

#[test]
fn the_users_own_change_shows_at_once_and_is_confirmed_by_its_entry() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    let id = bench.dispatch(booking(1, 1, spot(1, 1))).unwrap();
    let model = bench.client.model();
    assert!(
        model.state().meeting(MeetingId::example(1)).is_some(),
        "predicted"
    );
    assert!(
        model.confirmed().meeting(MeetingId::example(1)).is_none(),
        "not confirmed yet"
    );
    assert!(model.marks().touch(Touched::Spot(spot(1, 1))));
    assert!(matches!(model.pending()[0].standing, Standing::Sent { .. }));
    bench.settle();
    let model = bench.client.model();
    assert!(model.confirmed().meeting(MeetingId::example(1)).is_some());
    assert!(model.pending().is_empty() && model.marks().is_empty());
    assert_eq!(bench.outcome(id), Some(&Outcome::Committed));
    let toast = model.toasts().iter().next().unwrap();
    assert!(
        matches!(toast.kind, ToastKind::Done { .. }),
        "with an undo at hand: {toast:?}"
    );
}

#[test]
fn a_refusal_by_the_rules_is_told_without_asking_the_server() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.elsewhere(booking(1, 1, spot(1, 1)));
    bench.settle();
    let refused = bench.dispatch(booking(2, 2, spot(1, 1))).unwrap_err();
    assert!(
        matches!(refused, NotTaken::Refused(Reject::PlaceBusy(_))),
        "{refused:?}"
    );
    assert!(bench.client.model().pending().is_empty());
}

#[test]
fn the_slower_of_two_administrators_is_told_who_was_faster_and_what_to_do() {
    let mut bench = Bench::live(SECOND, Surface::Console);
    bench.elsewhere(booking(1, 1, spot(1, 1)));
    bench.elsewhere(BookMeeting {
        host: expert(2),
        ..booking(2, 2, spot(2, 2))
    });
    bench.settle();
    // Both move to the same place; the other one's entry has not arrived here yet.
    let wish = MoveMeeting {
        meeting: MeetingId::example(1),
        from: spot(1, 1),
        to: spot(3, 3),
    };
    bench.elsewhere(MoveMeeting {
        meeting: MeetingId::example(2),
        from: spot(2, 2),
        to: spot(3, 3),
    });
    let id = bench.dispatch(wish).unwrap();
    bench.settle();
    assert!(matches!(
        bench.outcome(id),
        Some(Outcome::Refused(Reject::PlaceBusy(_)))
    ));
    let conflict = bench
        .client
        .model()
        .conflicts()
        .at(spot(3, 3))
        .unwrap()
        .clone();
    assert_eq!(conflict.theirs, Some(MeetingId::example(2)));
    assert_eq!(conflict.touch.map(|touch| touch.by), Some(MAIN));
    assert_eq!(
        conflict.next_best,
        NextBest::Spots(vec![spot(5, 5)]),
        "the planner was asked"
    );
    assert_eq!(
        bench
            .client
            .model()
            .state()
            .standing_spot(MeetingId::example(1)),
        Some(spot(1, 1))
    );

    // "Replace with mine" changes places, and goes through.
    let commands = bench.client.replacement(id, MeetingId::example(9)).unwrap();
    assert!(
        matches!(commands[..], [Command::SwapMeetings(_)]),
        "{commands:?}"
    );
    bench.client.close_conflict(id, bench.at());
    for command in commands {
        bench.dispatch(command).unwrap();
    }
    bench.settle();
    assert_eq!(
        bench.server.state.standing_spot(MeetingId::example(1)),
        Some(spot(3, 3))
    );
    assert!(bench.client.model().conflicts().is_empty());
}

#[test]
fn a_freed_slot_that_somebody_else_filled_can_be_taken_over() {
    let mut bench = Bench::live(SECOND, Surface::Console);
    bench.elsewhere(booking(1, 1, spot(1, 1)));
    bench.elsewhere(CancelMeeting {
        meeting: MeetingId::example(1),
        reason: CancelReason::Unwell,
    });
    bench.settle();
    let vacancy = bench.client.model().state().vacancies().next().unwrap().id;
    bench.elsewhere(FillVacancy {
        vacancy,
        meeting: MeetingId::example(2),
        guest: person(2),
    });
    let wish = FillVacancy {
        vacancy,
        meeting: MeetingId::example(3),
        guest: person(3),
    };
    let id = bench.dispatch(wish).unwrap();
    bench.settle();
    let conflict = bench.client.model().conflicts().get(id).unwrap();
    assert_eq!(
        conflict.spot,
        Some(spot(1, 1)),
        "known although the freed slot is gone"
    );
    assert_eq!(conflict.theirs, Some(MeetingId::example(2)));
    for command in bench.client.replacement(id, MeetingId::example(4)).unwrap() {
        bench.dispatch(command).unwrap();
    }
    bench.settle();
    assert_eq!(
        bench.server.state.standing_spot(MeetingId::example(4)),
        Some(spot(1, 1))
    );
}

#[test]
fn entries_of_others_are_laid_under_the_users_pending_change() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.dispatch(booking(1, 1, spot(1, 1))).unwrap();
    // The answer is still on its way when somebody takes the place.
    let theirs = change::MeetingBooked {
        meeting: MeetingId::example(7),
        host: expert(2),
        guest: person(5),
        spot: spot(1, 1),
    };
    let next = bench.client.model().ops_seq() + 1;
    bench
        .client
        .received(&entry(next, vec![code_change(&theirs.into())]), bench.at());
    let model = bench.client.model();
    assert!(
        model.state().meeting(MeetingId::example(1)).is_none(),
        "mine is not shown any more"
    );
    assert!(model.state().meeting(MeetingId::example(7)).is_some());
    assert!(
        matches!(model.pending()[0].expected, Err(Reject::PlaceBusy(_))),
        "and marked"
    );
}

#[test]
fn a_gap_is_asked_for_and_nothing_behind_it_is_applied() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    let reached = bench.client.model().ops_seq();
    let withdraw = |n| {
        vec![code_change(
            &change::PersonWithdrawn { person: person(n) }.into(),
        )]
    };
    bench
        .client
        .received(&entry(reached + 2, withdraw(2)), bench.at());
    assert_eq!(bench.client.model().ops_seq(), reached);
    assert!(
        !bench
            .client
            .model()
            .state()
            .person(person(2))
            .unwrap()
            .is_withdrawn
    );
    let asked: Vec<Frame> = bench
        .drain()
        .iter()
        .filter_map(|effect| {
            if let Effect::Send(bytes) = effect {
                Frame::decode_all(bytes).ok()
            } else {
                None
            }
        })
        .flatten()
        .collect();
    assert!(matches!(
        ClientMessage::from_frame(&asked[0]),
        Ok(ClientMessage::Follow(_))
    ));
    bench
        .client
        .received(&entry(reached + 1, withdraw(1)), bench.at());
    let model = bench.client.model();
    assert_eq!(model.ops_seq(), reached + 2, "both are applied, in order");
    assert!(model.state().person(person(2)).unwrap().is_withdrawn);
}

/// An entry in three parts, each a message.
fn parts(offset: u64, changes: Vec<Coded>) -> [Vec<u8>; 3] {
    let whole = Frame::decode_all(&entry(offset, changes))
        .unwrap()
        .remove(0);
    let third = whole.payload.len() / 3;
    let cuts = [0..third, third..2 * third, 2 * third..whole.payload.len()];
    let mut last = 0;
    cuts.map(|cut| {
        let bytes = ByteBuf::from(&whole.payload[cut]);
        last += 1;
        Frame {
            position: (last == 3).then_some((Topic::Ops, offset)),
            ..ServerMessage::from(EntryPart { bytes }).to_frame()
        }
        .encode()
    })
}

#[test]
fn an_entry_in_parts_is_applied_with_its_last_one_and_never_by_half() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    let reached = bench.client.model().ops_seq();
    let withdraw = |n| {
        vec![code_change(
            &change::PersonWithdrawn { person: person(n) }.into(),
        )]
    };
    let is_withdrawn = |bench: &Bench, n| {
        let model = bench.client.model();
        model.confirmed().person(person(n)).unwrap().is_withdrawn
    };
    for (n, part) in parts(reached + 1, withdraw(1)).iter().enumerate() {
        assert_eq!(bench.client.model().ops_seq(), reached, "before part {n}");
        bench.client.received(part, bench.at());
    }
    assert_eq!(bench.client.model().ops_seq(), reached + 1);
    assert!(is_withdrawn(&bench, 1));

    // The rest of an entry that was broken off is no entry: the number stays open.
    let [first, _, last] = parts(reached + 2, withdraw(2));
    bench.client.received(&first, bench.at());
    bench
        .client
        .received(&entry(reached + 2, withdraw(3)), bench.at());
    bench.client.received(&last, bench.at());
    assert!(is_withdrawn(&bench, 3) && !is_withdrawn(&bench, 2));

    // Held behind a gap, it is applied in its turn.
    for part in parts(reached + 4, withdraw(4)) {
        bench.client.received(&part, bench.at());
    }
    assert!(!is_withdrawn(&bench, 4));
    bench
        .client
        .received(&entry(reached + 3, withdraw(5)), bench.at());
    assert!(is_withdrawn(&bench, 4) && is_withdrawn(&bench, 5));
}

#[test]
fn parts_beyond_the_bound_end_the_connection() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    let part = |n_bytes: usize| {
        let bytes = ByteBuf::from(vec![0; n_bytes]);
        ServerMessage::from(EntryPart { bytes }).to_frame().encode()
    };
    bench
        .client
        .received(&part(limits::ENTRY_BYTES_MAX), bench.at());
    assert!(!bench.drain().contains(&Effect::Close));
    bench.client.received(&part(1), bench.at());
    assert!(bench.drain().contains(&Effect::Close));
}

#[test]
fn a_gap_that_stays_open_ends_in_a_snapshot() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.now += 60_000;
    let reached = bench.client.model().ops_seq();
    bench
        .client
        .received(&entry(reached + 5, vec![]), bench.at());
    bench.drain();
    bench.tick_after(10_000, 0);
    assert!(bench.drain().contains(&Effect::LoadSnapshot));
    assert!(bench.client.model().link().is_catching_up);
}

#[test]
fn an_unknown_change_uses_its_number_up_and_brings_one_snapshot_not_many() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.now += 60_000;
    let reached = bench.client.model().ops_seq();
    let unknown = || vec![(65_000, ByteBuf::from(vec![1, 2, 3]))];
    for step in 1..=20 {
        bench
            .client
            .received(&entry(reached + step, unknown()), bench.at());
        bench.drain();
    }
    assert_eq!(bench.client.model().ops_seq(), reached + 20);
    let loads = |bench: &Bench| {
        bench
            .effects
            .iter()
            .filter(|effect| **effect == Effect::LoadSnapshot)
            .count()
    };
    let before = loads(&bench);
    bench.load_snapshot();
    let newest = bench.client.model().ops_seq();
    bench
        .client
        .received(&entry(newest + 1, unknown()), bench.at());
    bench.drain();
    assert_eq!(loads(&bench), before, "the next one waits its turn");
    bench.tick_after(60_000, 0);
    bench.drain();
    assert_eq!(loads(&bench), before + 1);
}

#[test]
fn a_stream_of_another_life_is_never_continued() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.cut(0);
    bench.server.begin_new_life();
    bench.elsewhere(booking(1, 1, spot(1, 1)));
    bench.now += 60_000;
    bench.tick_after(0, 0);
    bench.open();
    bench.settle();
    assert!(bench.did(&Effect::LoadSnapshot));
    assert!(
        bench
            .client
            .model()
            .confirmed()
            .meeting(MeetingId::example(1))
            .is_none()
    );
    bench.load_snapshot();
    bench.settle();
    assert!(
        bench
            .client
            .model()
            .confirmed()
            .meeting(MeetingId::example(1))
            .is_some()
    );
    assert!(!bench.client.model().link().is_catching_up);
}

#[test]
fn a_command_of_the_moment_is_given_back_when_the_network_stays_away() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.cut(u64::MAX);
    let id = bench.dispatch(booking(1, 1, spot(1, 1))).unwrap();
    assert!(
        bench
            .client
            .model()
            .state()
            .meeting(MeetingId::example(1))
            .is_some()
    );
    bench.tick_after(10_000, u64::MAX);
    bench.drain();
    assert!(matches!(bench.outcome(id), Some(Outcome::NotSent(_))));
    assert!(
        bench
            .client
            .model()
            .state()
            .meeting(MeetingId::example(1))
            .is_none()
    );
    let refused = bench.dispatch(booking(2, 2, spot(2, 2))).unwrap_err();
    assert_eq!(
        refused,
        NotTaken::NoConnection,
        "and no further one is taken"
    );
}

#[test]
fn a_command_whose_answer_was_lost_is_asked_after_with_the_same_id() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    let id = bench.dispatch(booking(1, 1, spot(1, 1))).unwrap();
    let sent = bench.drain();
    // The server commits, and the line breaks before it can say so.
    for effect in &sent {
        if let Effect::Send(bytes) = effect {
            let _ = Line::new(&bench.server, MAIN).receive(&mut bench.server, bytes);
        }
    }
    bench
        .server
        .commit(MAIN, id, &booking(1, 1, spot(1, 1)).into())
        .unwrap();
    bench.cut(0);
    bench.tick_after(1_000, 0);
    bench.open();
    bench.settle();
    assert_eq!(bench.outcome(id), Some(&Outcome::Committed));
    assert_eq!(bench.server.state.meetings().count(), 1);
}

#[test]
fn a_busy_server_gets_the_same_command_again_later() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.server.n_busy = 2;
    let id = bench.dispatch(booking(1, 1, spot(1, 1))).unwrap();
    bench.settle();
    assert_eq!(bench.outcome(id), None);
    for _ in 0..3 {
        bench.tick_after(1_000, 0);
        bench.settle();
    }
    assert_eq!(bench.outcome(id), Some(&Outcome::Committed));
}

#[test]
fn waiting_commands_and_conflicts_are_bounded() {
    let mut bench = Bench::live(DOOR, Surface::Door);
    bench.cut(u64::MAX);
    let gate = Gate::Event;
    for n in 0..QUEUED_COMMANDS_MAX {
        let badge = BadgeCode::from_bytes(u128::to_be_bytes(n as u128));
        bench.dispatch(CheckInBadge { badge, gate }).unwrap();
        bench.drain();
    }
    let badge = BadgeCode::from_bytes([255; 16]);
    assert_eq!(
        bench.dispatch(CheckInBadge { badge, gate }),
        Err(NotTaken::TooManyWaiting)
    );

    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.server.n_busy = u32::MAX;
    for n in 0..PROMPT_COMMANDS_MAX as u64 {
        let meetings_max = Some(u16::try_from(n).unwrap());
        bench
            .dispatch(LimitExpert {
                expert: expert(1),
                meetings_max,
            })
            .unwrap();
    }
    let one_more = LimitExpert {
        expert: expert(1),
        meetings_max: None,
    };
    assert_eq!(bench.dispatch(one_more), Err(NotTaken::TooManyWaiting));

    let mut bench = Bench::live(MAIN, Surface::Console);
    let vacancy_gone = Reject::from(reject::VacancyGone {});
    for _ in 0..CONFLICTS_MAX + 5 {
        let id = bench
            .dispatch(LimitExpert {
                expert: expert(1),
                meetings_max: Some(3),
            })
            .unwrap();
        let payload = ByteBuf::from(vacancy_gone.encode());
        bench.say(Refused {
            command: id,
            kind: vacancy_gone.kind(),
            payload,
        });
        bench.drain();
    }
    assert_eq!(bench.client.model().conflicts().len(), CONFLICTS_MAX);
}

#[test]
fn a_screen_of_another_user_shows_nothing_of_the_first_one() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.cut(0);
    bench.tick_after(1_000, 0);
    bench.line = Some(Line::new(&bench.server, SECOND));
    bench.client.opened(bench.at());
    bench.settle();
    assert_eq!(bench.client.model().me(), Some(SECOND));
    assert_eq!(bench.client.model().state().n_persons(), 0);
    assert!(bench.client.model().cards().is_empty());
}

#[test]
fn a_scoped_administrators_screen_offers_what_is_open_and_nothing_else() {
    let mut bench = Bench::live(SCOPED, Surface::Console);
    let model = bench.client.model();
    assert!(model.may(Function::Meetings) && model.may(Function::Programme));
    let scope = Scope::Organisations(List::new(vec![OrganisationId::example(1)]).unwrap());
    let functions = Functions::NONE.with(Function::Programme);
    bench.elsewhere(GrantStaff {
        staff: Staff {
            id: StaffId::example(3),
            role: Role::Secondary { functions, scope },
        },
    });
    bench.settle();
    let model = bench.client.model();
    assert!(model.may(Function::Programme));
    assert!(!model.may(Function::Meetings), "no longer offered");
}
