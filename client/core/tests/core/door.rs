//! The door: duplicates told, scans kept in order and never lost (CHK-02, CHK-09).

use client_core::sync::{Effect, Kept, Surface};
use client_core::view::door::list::{DoorFilter, door_list};
use client_core::view::door::scan::{Direction, Presented, ScanOutcome};
use protocol::message::{ClientMessage, Frame};
use protocol::{Command, Gate};

use crate::behaviour::Bench;
use crate::world::*;

fn scan(bench: &mut Bench, presented: Presented, gate: Gate, direction: Direction) -> ScanOutcome {
    let id = bench.id();
    let now = bench.at();
    bench.client.scan(presented, gate, direction, id, now)
}

fn newest(bench: &Bench) -> &client_core::view::door::scan::Scan {
    bench.client.model().scans().newest_first().next().unwrap()
}

#[test]
fn a_badge_is_accepted_and_its_holder_learnt_from_the_entry() {
    let mut bench = Bench::live(DOOR, Surface::Door);
    let told = scan(
        &mut bench,
        Presented::Badge(badge(3)),
        Gate::Event,
        Direction::In,
    );
    assert_eq!(told, ScanOutcome::Waiting);
    bench.settle();
    assert_eq!(newest(&bench).outcome, ScanOutcome::Accepted);
    assert_eq!(
        newest(&bench).person,
        Some(person(3)),
        "doors are not given the list of badges"
    );
}

#[test]
fn a_second_scan_is_told_at_once_with_the_first_ones_time() {
    let mut bench = Bench::live(DOOR, Surface::Door);
    scan(
        &mut bench,
        Presented::Badge(badge(3)),
        Gate::Event,
        Direction::In,
    );
    bench.settle();
    let told = scan(
        &mut bench,
        Presented::Badge(badge(3)),
        Gate::Event,
        Direction::In,
    );
    assert!(
        matches!(told, ScanOutcome::Duplicate(mark) if mark.by == DOOR),
        "{told:?}"
    );
    let sends = bench
        .drain()
        .into_iter()
        .filter(|effect| matches!(effect, Effect::Send(_)));
    assert_eq!(sends.count(), 0, "nothing is sent for it");
}

#[test]
fn a_duplicate_of_another_door_is_told_by_the_server() {
    let mut bench = Bench::live(DOOR, Surface::Door);
    bench.elsewhere(protocol::command::CheckIn {
        person: person(3),
        gate: Gate::Event,
    });
    scan(
        &mut bench,
        Presented::Badge(badge(3)),
        Gate::Event,
        Direction::In,
    );
    bench.settle();
    assert!(matches!(newest(&bench).outcome, ScanOutcome::Duplicate(mark) if mark.by == MAIN));
    assert_eq!(newest(&bench).person, Some(person(3)));
}

#[test]
fn an_unknown_badge_is_told_by_the_server_only() {
    let mut bench = Bench::live(DOOR, Surface::Door);
    let told = scan(
        &mut bench,
        Presented::Badge(badge(200)),
        Gate::Event,
        Direction::In,
    );
    assert_eq!(told, ScanOutcome::Waiting, "the door cannot know");
    bench.settle();
    assert_eq!(newest(&bench).outcome, ScanOutcome::UnknownBadge);
}

#[test]
fn scans_without_network_are_kept_in_order_and_sent_when_it_is_back() {
    let mut bench = Bench::live(DOOR, Surface::Door);
    bench.cut(u64::MAX);
    for n in 1..=10 {
        let told = scan(
            &mut bench,
            Presented::Badge(badge(n)),
            Gate::Event,
            Direction::In,
        );
        assert_eq!(told, ScanOutcome::Waiting);
    }
    // The same badge out and in again is not a duplicate, and must not overtake itself.
    scan(
        &mut bench,
        Presented::Badge(badge(1)),
        Gate::Event,
        Direction::Out,
    );
    scan(
        &mut bench,
        Presented::Badge(badge(1)),
        Gate::Event,
        Direction::In,
    );
    let twice = scan(
        &mut bench,
        Presented::Badge(badge(1)),
        Gate::Event,
        Direction::In,
    );
    assert!(matches!(twice, ScanOutcome::Duplicate(_)), "{twice:?}");
    let list = door_list(
        bench.client.model(),
        Gate::Event,
        "",
        DoorFilter::Everybody,
        0,
        50,
    );
    assert_eq!(list.n_queued, 12);

    bench.now += 40_000;
    bench.tick_after(0, 0);
    bench.open();
    bench.settle();
    for _ in 0..5 {
        bench.tick_after(200, 0);
        bench.settle();
    }
    assert!(bench.client.model().pending().is_empty());
    let present = bench.server.state.attendances().count();
    assert_eq!(present, 10);
    let of_first = bench.server.log.iter().filter(|entry| {
        entry.changes.iter().any(|change| {
            matches!(change, protocol::Change::AttendanceChanged(c) if c.person == person(1))
        })
    });
    assert_eq!(of_first.count(), 3, "in, out, in");
}

#[test]
fn a_scan_never_overtakes_an_earlier_one_of_the_same_badge() {
    let mut bench = Bench::live(DOOR, Surface::Door);
    scan(
        &mut bench,
        Presented::Badge(badge(1)),
        Gate::Event,
        Direction::In,
    );
    scan(
        &mut bench,
        Presented::Badge(badge(1)),
        Gate::Event,
        Direction::Out,
    );
    scan(
        &mut bench,
        Presented::Badge(badge(2)),
        Gate::Event,
        Direction::In,
    );
    let frames: Vec<Frame> = bench
        .drain()
        .iter()
        .filter_map(|effect| match effect {
            Effect::Send(bytes) => Frame::decode_all(bytes).ok(),
            _ => None,
        })
        .flatten()
        .collect();
    let sent: Vec<Command> = frames
        .iter()
        .filter_map(|frame| match ClientMessage::from_frame(frame) {
            Ok(ClientMessage::Send(send)) => Command::decode(send.kind, &send.payload).ok(),
            Ok(_) | Err(_) => None,
        })
        .collect();
    assert!(
        matches!(&sent[..], [Command::CheckInBadge(a), Command::CheckInBadge(b)]
            if a.badge == badge(1) && b.badge == badge(2)),
        "{sent:?}"
    );
}

#[test]
fn waiting_scans_survive_the_closing_of_the_page() {
    let mut bench = Bench::live(DOOR, Surface::Door);
    bench.cut(u64::MAX);
    scan(
        &mut bench,
        Presented::Badge(badge(4)),
        Gate::Event,
        Direction::In,
    );
    bench.drain();
    let kept = |bench: &Bench, key| {
        bench.effects.iter().rev().find_map(|effect| match effect {
            Effect::Persist(of, bytes) if *of == key => Some(bytes.clone()),
            _ => None,
        })
    };
    let (commands, replica) = (
        kept(&bench, Kept::Commands).unwrap(),
        kept(&bench, Kept::Replica).unwrap(),
    );

    let mut again = Bench::new(DOOR, Surface::Door);
    again
        .client
        .restore(Kept::Replica, &replica, 60_000, again.at());
    again
        .client
        .restore(Kept::Commands, &commands, 60_000, again.at());
    let model = again.client.model();
    assert_eq!(
        model.state().n_persons(),
        13,
        "the list is there without network"
    );
    assert!(
        model.link().age_ms(again.at()).unwrap() >= 60_000,
        "and says how old it is"
    );
    assert_eq!(model.pending().len(), 1);
    again.client.start(again.at());
    again.open();
    again.settle();
    assert_eq!(again.server.state.attendances().count(), 1);
    assert!(again.client.model().pending().is_empty());
}

#[test]
fn the_list_is_searched_without_accents_and_counts_who_is_in() {
    let mut bench = Bench::live(DOOR, Surface::Door);
    scan(
        &mut bench,
        Presented::Person(person(1)),
        Gate::Event,
        Direction::In,
    );
    let list = door_list(
        bench.client.model(),
        Gate::Event,
        "elodie gar",
        DoorFilter::Everybody,
        0,
        50,
    );
    assert_eq!((list.n_in, list.n_expected, list.n_found), (1, 13, 1));
    assert!(
        list.rows[0].is_in && list.rows[0].is_pending,
        "shown at once, and as not yet sure"
    );
    let waiting = door_list(
        bench.client.model(),
        Gate::Event,
        "",
        DoorFilter::Expected,
        0,
        5,
    );
    assert_eq!((waiting.n_found, waiting.rows.len()), (12, 5));
}
