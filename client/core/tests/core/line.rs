//! The connection: back-off, the way round a blocked socket, and what the banner says.

use std::collections::BTreeSet;

use client_core::model::Connection;
use client_core::sync::{Effect, NotTaken, Surface};
use protocol::command::LimitExpert;
use protocol::message::*;
use protocol::reject::TooOld;
use protocol::snapshot::SCHEMA;
use protocol::*;
use serde_bytes::ByteBuf;

use crate::behaviour::{Bench, booking};
use crate::random::Random;
use crate::world::*;

fn next_attempt(bench: &Bench) -> Option<u64> {
    match bench.connection() {
        Connection::Reconnecting { next_at, .. } => next_at.map(|at| at.0 - bench.now),
        _ => None,
    }
}

#[test]
fn a_thousand_clients_come_back_spread_over_the_whole_window() {
    let mut random = Random::from_seed(1);
    let mut tenths = [0_u32; 10];
    for _ in 0..1_000 {
        let mut bench = Bench::live(MAIN, Surface::Console);
        bench.cut(random.next());
        let delay = next_attempt(&bench).unwrap();
        assert!(delay <= 2_000, "{delay} ms");
        tenths[usize::try_from(delay / 201).unwrap()] += 1;
    }
    assert!(tenths.iter().all(|n| (60..160).contains(n)), "{tenths:?}");
}

#[test]
fn the_window_grows_with_every_failure_and_is_forgotten_once_live() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    let mut windows = Vec::new();
    for _ in 0..3 {
        bench.cut(u64::MAX);
        windows.push(next_attempt(&bench).unwrap());
        bench.tick_after(30_000, 0);
    }
    assert_eq!(windows, [2_000, 4_000, 8_000]);
    bench.open();
    bench.settle();
    bench.now += 60_000;
    bench.cut(u64::MAX);
    assert_eq!(next_attempt(&bench), Some(2_000));
}

#[test]
fn a_connection_that_flaps_is_not_taken_for_a_good_one() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    let mut windows = Vec::new();
    for _ in 0..3 {
        bench.cut(u64::MAX);
        windows.push(next_attempt(&bench).unwrap());
        bench.tick_after(30_000, 0);
        bench.open();
        bench.settle();
        bench.now += 1_000;
    }
    assert_eq!(windows, [2_000, 4_000, 8_000]);
}

#[test]
fn a_server_that_goes_away_says_when_to_come_back() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.say(GoAway {
        reconnect_after_ms: 7_300,
    });
    assert!(bench.drain().contains(&Effect::Close));
    assert_eq!(next_attempt(&bench), Some(7_300));
    bench.tick_after(7_299, 0);
    assert!(!bench.drain().contains(&Effect::Connect));
    bench.tick_after(1, 0);
    assert!(bench.drain().contains(&Effect::Connect));
}

#[test]
fn an_attempt_that_hangs_is_given_up() {
    let mut bench = Bench::new(MAIN, Surface::Console);
    bench.client.start(bench.at());
    bench.drain();
    bench.tick_after(10_000, 0);
    let effects = bench.drain();
    assert!(effects.contains(&Effect::Close), "{effects:?}");
    assert!(matches!(
        bench.connection(),
        Connection::Reconnecting { attempt: 1, .. }
    ));
}

#[test]
fn a_server_that_stopped_ticking_is_given_up_and_one_that_never_ticked_is_not() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.tick_after(600_000, 0);
    assert_eq!(bench.connection(), Connection::Live);
    let clock = bench.server.clock();
    bench.say(Tick { clock });
    bench.tick_after(59_999, 0);
    assert_eq!(bench.connection(), Connection::Live);
    bench.tick_after(1, 0);
    assert!(matches!(
        bench.connection(),
        Connection::Reconnecting { .. }
    ));
}

#[test]
fn nonsense_ends_the_connection_and_nothing_else() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    let before = bench.client.model().state().clone();
    bench
        .client
        .received(b"<html>bad gateway</html>", bench.at());
    assert!(bench.drain().contains(&Effect::Close));
    assert_eq!(*bench.client.model().state(), before);
    bench.tick_after(0, 0);
    assert!(next_attempt(&bench).is_some());
}

#[test]
fn a_message_of_a_later_version_is_skipped() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    let later = Frame {
        position: None,
        kind: 65_000,
        payload: vec![1, 2, 3],
    };
    bench.client.received(&later.encode(), bench.at());
    assert_eq!(bench.connection(), Connection::Live);
}

#[test]
fn without_network_nothing_is_tried_until_the_device_says_so() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.client.network_hint(false, bench.at(), 0);
    assert_eq!(
        bench.connection(),
        Connection::Live,
        "a hint does not break what works"
    );
    bench.cut(0);
    assert!(matches!(bench.connection(), Connection::Offline { .. }));
    bench.tick_after(3_600_000, 0);
    assert!(!bench.drain().contains(&Effect::Connect));
    bench.client.network_hint(true, bench.at(), u64::MAX);
    assert_eq!(
        next_attempt(&bench),
        Some(1_000),
        "a hall of phones does not come back at once"
    );
}

#[test]
fn the_user_may_try_at_once() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.cut(u64::MAX);
    bench.client.retry_now(bench.at());
    assert!(bench.drain().contains(&Effect::Connect));
}

#[test]
fn the_age_of_the_data_grows_while_the_connection_is_down() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.cut(u64::MAX);
    bench.now += 38_000;
    let link = *bench.client.model().link();
    assert_eq!(link.age_ms(bench.at()), Some(38_000));
}

#[test]
fn a_version_that_is_too_old_is_told_to_reload_and_stays_silent() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    let reject = Reject::from(TooOld {});
    let payload = ByteBuf::from(reject.encode());
    bench.say(MessageRefused {
        kind: reject.kind(),
        payload,
    });
    assert!(bench.drain().contains(&Effect::Reload));
    assert_eq!(bench.connection(), Connection::MustReload);
    assert_eq!(
        bench.dispatch(booking(1, 1, spot(1, 1))),
        Err(NotTaken::MustReload)
    );
    bench.tick_after(3_600_000, 0);
    assert_eq!(bench.drain(), []);
}

#[test]
fn a_snapshot_of_another_schema_means_another_version() {
    let mut bench = Bench::new(MAIN, Surface::Console);
    bench.client.start(bench.at());
    let mut bytes = bench.server.snapshot(MAIN).unwrap().encode();
    bytes[1] = u8::try_from(SCHEMA + 1).unwrap();
    bench.client.snapshot_loaded(&bytes, bench.at(), 0);
    assert!(bench.drain().contains(&Effect::Reload));
}

#[test]
fn a_snapshot_that_cannot_be_read_is_fetched_again_later() {
    let mut bench = Bench::new(MAIN, Surface::Console);
    bench.client.start(bench.at());
    bench
        .client
        .snapshot_loaded(b"<html>bad gateway</html>", bench.at(), u64::MAX);
    bench.drain();
    bench.tick_after(1_999, 0);
    assert!(!bench.drain().contains(&Effect::LoadSnapshot));
    bench.tick_after(1, 0);
    assert!(bench.drain().contains(&Effect::LoadSnapshot));
}

/// Serves long polls: each request is a short life of its own.
fn answer_polls(bench: &mut Bench) -> Vec<bool> {
    let mut kinds = Vec::new();
    for effect in bench.drain() {
        let Effect::Poll { body, is_waiting } = effect else {
            continue;
        };
        kinds.push(is_waiting);
        let mut line = crate::server::Line::new(&bench.server, MAIN);
        let mut answer: Vec<u8> = line.receive(&mut bench.server, &body).concat();
        answer.extend(line.gather(&bench.server).concat());
        bench.client.received(&answer, bench.at());
        if is_waiting {
            bench.client.poll_ended(bench.at());
        }
    }
    kinds
}

#[test]
fn where_no_socket_gets_through_long_polling_takes_over_with_the_same_positions() {
    let mut bench = Bench::new(MAIN, Surface::Console);
    bench.client.start(bench.at());
    bench.load_snapshot();
    for _ in 0..3 {
        bench.cut(0);
        bench.tick_after(30_000, 0);
    }
    assert!(bench.did(&Effect::UsePolling));
    answer_polls(&mut bench);
    assert_eq!(bench.connection(), Connection::Polling);

    // What others do arrives with the next answer.
    bench.elsewhere(booking(1, 1, spot(1, 1)));
    bench.tick_after(1_000, 0);
    assert!(answer_polls(&mut bench).contains(&true));
    assert_eq!(bench.client.model().confirmed().n_meetings(), 1);

    // A command does not wait for the poll that is under way.
    let id = bench
        .dispatch(LimitExpert {
            expert: expert(1),
            meetings_max: Some(4),
        })
        .unwrap();
    let kinds: BTreeSet<bool> = answer_polls(&mut bench).into_iter().collect();
    assert!(kinds.contains(&false), "{kinds:?}");
    bench.drain();
    assert_eq!(
        bench.outcome(id),
        Some(&client_core::sync::Outcome::Committed)
    );

    // Some minutes later the socket gets another chance.
    for _ in 0..200 {
        bench.tick_after(1_000, 0);
        answer_polls(&mut bench);
        if bench
            .effects
            .iter()
            .filter(|effect| **effect == Effect::Connect)
            .count()
            > 3
        {
            bench.open();
            bench.settle();
            assert_eq!(bench.connection(), Connection::Live);
            return;
        }
    }
    panic!("the socket was never tried again");
}

#[test]
fn what_goes_over_the_wire_is_small() {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.dispatch(booking(1, 1, spot(1, 1))).unwrap();
    let n_bytes: usize = bench
        .drain()
        .iter()
        .map(|effect| {
            if let Effect::Send(bytes) = effect {
                bytes.len()
            } else {
                0
            }
        })
        .sum();
    assert!(
        (1..=220).contains(&n_bytes),
        "a booking takes {n_bytes} bytes"
    );
}
