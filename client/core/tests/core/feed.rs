//! The feed: one line per entry, said by what matters most, with undo at hand (LIV-08).

use client_core::feed::FeedWhat;
use client_core::limits::FEED_ITEMS_MAX;
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
