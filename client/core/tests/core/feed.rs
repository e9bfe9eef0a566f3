//! The feed: one line per entry, said by what matters most, with undo at hand (LIV-08).

use client_core::feed::FeedWhat;
use client_core::limits::{CHANGES_KEPT_MAX, FEED_ITEMS_MAX};
use client_core::sync::{Outcome, Surface};
use protocol::command::*;
use protocol::id::*;
use protocol::*;

use crate::behaviour::{Bench, booking};
use crate::world::*;

fn newest(bench: &Bench) -> FeedWhat {
    bench
        .client
        .model()
        .feed()
        .newest_first()
        .next()
        .unwrap()
        .what
        .clone()
}

#[test]
fn an_entry_is_told_by_the_change_that_matters_most() {
    let mut bench = Bench::live(SECOND, Surface::Console);
    let (first, second) = (MeetingId::example(1), MeetingId::example(2));
    let mut after = |command: Command| {
        bench.elsewhere(command);
        bench.settle();
        newest(&bench)
    };
    after(booking(1, 1, spot(1, 1)).into());
    let booked = after(
        BookMeeting {
            host: expert(2),
            ..booking(2, 2, spot(2, 2))
        }
        .into(),
    );
    assert!(matches!(booked, FeedWhat::MeetingBooked { meeting, .. } if meeting == second));

    let swap = SwapMeetings {
        a: first,
        a_at: spot(1, 1),
        b: second,
        b_at: spot(2, 2),
    };
    assert!(matches!(
        after(swap.into()),
        FeedWhat::MeetingsSwapped { .. }
    ));

    let cancel = CancelMeeting {
        meeting: second,
        reason: CancelReason::Travel,
    };
    let cancelled = after(cancel.into());
    assert!(
        matches!(cancelled, FeedWhat::MeetingCancelled { .. }),
        "not the slot that it freed"
    );

    let vacancy = VacancyId::from_bytes(second.to_bytes());
    let fill = FillVacancy {
        vacancy,
        meeting: MeetingId::example(3),
        guest: person(3),
    };
    let filled = after(fill.into());
    assert!(
        matches!(filled, FeedWhat::VacancyFilled { guest: Some(guest), .. } if guest == person(3))
    );

    let absence = Absence {
        from: slot_start(0),
        until: None,
    };
    let plan = vec![Reassignment {
        meeting: first,
        from: spot(2, 2),
        outcome: ReassignmentOutcome::Cancel,
    }];
    let plan = List::new(plan).unwrap();
    let absent = after(
        DeclareExpertAbsent {
            expert: expert(1),
            absence,
            plan,
        }
        .into(),
    );
    assert_eq!(
        absent,
        FeedWhat::ExpertAbsent {
            expert: expert(1),
            n_reassigned: 0,
            n_cancelled: 1
        }
    );

    let entered = after(
        CheckIn {
            person: person(5),
            gate: Gate::Room(room(1)),
        }
        .into(),
    );
    assert_eq!(
        entered,
        FeedWhat::RoomEntered {
            person: person(5),
            room: room(1)
        }
    );
    let moved = after(
        CheckIn {
            person: person(5),
            gate: Gate::Room(room(2)),
        }
        .into(),
    );
    assert_eq!(
        moved,
        FeedWhat::RoomEntered {
            person: person(5),
            room: room(2)
        }
    );
    let left = after(
        CheckOut {
            person: person(5),
            gate: Gate::Room(room(2)),
        }
        .into(),
    );
    assert_eq!(
        left,
        FeedWhat::RoomLeft {
            person: person(5),
            room: room(2)
        }
    );
    let gone = after(
        CheckOut {
            person: person(5),
            gate: Gate::Event,
        }
        .into(),
    );
    assert_eq!(gone, FeedWhat::CheckedOut { person: person(5) });
}

#[test]
fn what_can_be_undone_is_said_by_the_rules_and_undone_by_one_command() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.dispatch(booking(1, 1, spot(1, 1))).unwrap();
    bench.settle();
    let seq = bench.client.model().ops_seq();
    let can_undo = |bench: &Bench| {
        let model = bench.client.model();
        model
            .undo()
            .can_undo(seq, model.confirmed(), MAIN, model.event_now(bench.at()))
    };
    assert!(can_undo(&bench));
    let id = bench.dispatch(UndoEntry { seq }).unwrap();
    assert!(
        bench
            .client
            .model()
            .state()
            .meeting(MeetingId::example(1))
            .is_none(),
        "gone at once"
    );
    bench.settle();
    assert_eq!(bench.outcome(id), Some(&Outcome::Committed));
    assert_eq!(newest(&bench), FeedWhat::Undone { seq });
    assert!(!can_undo(&bench), "it is not undone twice");
}

/// A host, a guest and a table more for each of these numbers.
fn widen(bench: &mut Bench, n: u64) {
    let places = (1..=n).map(|n| Place {
        id: PlaceId::example(1_000 + n),
        site: SiteId(0),
        kind: PlaceKind::Table,
        capacity: 4,
    });
    let places = List::new(places.collect()).unwrap();
    bench.elsewhere(DefinePlaces { places });
    let persons = (1..=2 * n).map(|n| Person {
        id: person(1_000 + n),
        company: CompanyId::example(1_000 + n),
        organisation: OrganisationId::example(1),
        side: Side::Host,
        expert: None,
        availability: (0..N_SLOTS).map(slot).collect(),
        home: None,
        offered: List::default(),
        sought: List::default(),
        is_withdrawn: false,
        figures: None,
    });
    let persons = List::new(persons.collect()).unwrap();
    bench.elsewhere(RegisterPersons { persons });
}

#[test]
fn an_entry_of_any_size_has_its_line_and_its_undo() {
    let n_tables = 150;
    let mut bench = Bench::live(MAIN, Surface::Console);
    widen(&mut bench, n_tables);
    let meetings = (0..u64::from(N_SLOTS) * n_tables).map(|n| {
        let (slot_number, table) = (u16::try_from(n / n_tables).unwrap(), 1 + n % n_tables);
        // Nobody meets the same person twice.
        let guest = 1 + (table - 1 + u64::from(slot_number)) % n_tables;
        PlannedMeeting {
            meeting: MeetingId::example(5_000 + n),
            host: person(1_000 + table),
            guest: person(1_000 + n_tables + guest),
            spot: Spot {
                slot: slot(slot_number),
                place: PlaceId::example(1_000 + table),
            },
        }
    });
    let meetings = List::new(meetings.collect()).unwrap();
    let last = meetings.last().cloned().unwrap();
    assert!(meetings.len() > CHANGES_KEPT_MAX);
    bench.elsewhere(BookMeetings { meetings });
    bench.settle();
    let n = u32::from(N_SLOTS) * u32::try_from(n_tables).unwrap();
    assert_eq!(newest(&bench), FeedWhat::MeetingsBooked { n });
    let seq = bench.client.model().ops_seq();
    let can_undo = |bench: &Bench| {
        let model = bench.client.model();
        let now = model.event_now(bench.at());
        model.undo().can_undo(seq, model.confirmed(), MAIN, now)
    };
    assert!(can_undo(&bench));
    // What somebody did since is asked about here too, as far as the end of the entry goes.
    bench.elsewhere(CancelMeeting {
        meeting: last.meeting,
        reason: CancelReason::Travel,
    });
    bench.settle();
    assert!(!can_undo(&bench));
    let cancelled = bench.client.model().ops_seq();
    bench.elsewhere(UndoEntry { seq: cancelled });
    bench.settle();
    assert!(can_undo(&bench));

    let id = bench.dispatch(UndoEntry { seq }).unwrap();
    bench.settle();
    assert_eq!(bench.outcome(id), Some(&Outcome::Committed));
    assert_eq!(newest(&bench), FeedWhat::Undone { seq });
    assert_eq!(bench.client.model().confirmed().meetings().count(), 0);
    assert!(!can_undo(&bench), "it is not undone twice");
}

#[test]
fn what_others_did_counts_as_unread_until_it_was_looked_at() {
    let mut bench = Bench::live(SECOND, Surface::Console);
    bench.elsewhere(booking(1, 1, spot(1, 1)));
    bench.settle();
    bench
        .dispatch(MarkLate {
            meeting: MeetingId::example(1),
            party: person(1),
            minutes: Minutes(5),
        })
        .unwrap();
    bench.settle();
    assert_eq!(
        bench.client.model().feed().n_unread(),
        1,
        "the user's own line is no news"
    );
    bench.client.mark_feed_read(bench.at());
    assert_eq!(bench.client.model().feed().n_unread(), 0);
}

#[test]
fn the_feed_forgets_the_oldest_lines() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    for n in 0..FEED_ITEMS_MAX as u64 + 50 {
        let meetings_max = Some(u16::try_from(n % 7).unwrap());
        bench.elsewhere(LimitExpert {
            expert: expert(1),
            meetings_max,
        });
        bench.settle();
    }
    assert_eq!(bench.client.model().feed().len(), FEED_ITEMS_MAX);
}
