//! What stays on the device: the replica as it came, for as long as the same person uses it.

use client_core::limits::KEPT_SINCE_BYTES_MAX;
use client_core::sync::{Effect, Kept, Surface};
use client_core::view::phone::messages::{MessageWhat, messages};
use protocol::card::CardUpdate;
use protocol::change::EntryUndone;
use protocol::command::*;
use protocol::id::MeetingId;
use protocol::message::*;
use protocol::snapshot::SCHEMA;
use protocol::*;
use serde_bytes::ByteBuf;

use crate::behaviour::{Bench, booking};
use crate::world::*;

const ME: Actor = Actor::Person(person_1());

const fn person_1() -> id::PersonId {
    id::PersonId::example(1)
}

/// The replica as it was written last.
fn kept(bench: &Bench) -> Option<&Vec<u8>> {
    let of = |effect| match effect {
        &Effect::Persist(Kept::Replica, ref bytes) => Some(bytes),
        _ => None,
    };
    bench.effects.iter().rev().find_map(of)
}

fn n_kept(bench: &Bench) -> usize {
    let is_replica = |effect: &&Effect| matches!(effect, Effect::Persist(Kept::Replica, _));
    bench.effects.iter().filter(is_replica).count()
}

/// Time enough for what is due to be written.
fn write_due(bench: &mut Bench) {
    bench.tick_after(3_000, 0);
    bench.drain();
}

#[test]
fn what_came_since_the_snapshot_is_there_again_without_network() {
    let mut bench = Bench::live(ME, Surface::Phone);
    bench.elsewhere(booking(1, 1, spot(0, 1)));
    bench.elsewhere(MoveMeeting {
        meeting: MeetingId::example(1),
        from: spot(0, 1),
        to: spot(2, 3),
    });
    bench.settle();
    let renamed = CardUpdate {
        key: CardKey::Place(table(3)),
        card: Some(Card {
            title: "Salon bleu".into(),
            ..Card::default()
        }),
    };
    bench.say(Cards {
        updates: List::new(vec![renamed]).unwrap(),
    });
    write_due(&mut bench);
    let bytes = kept(&bench).unwrap().clone();

    let mut again = Bench::new(ME, Surface::Phone);
    again.now = bench.now + 60_000;
    again
        .client
        .restore(Kept::Replica, &bytes, 60_000, again.at());
    let (model, before) = (again.client.model(), bench.client.model());
    assert!(model.is_loaded());
    assert_eq!(model.state(), before.state());
    assert_eq!(model.me(), Some(ME));
    assert_eq!(model.cards().place(table(3)), "Salon bleu");
    assert_eq!(model.cards().len(), before.cards().len());
    assert!(model.link().age_ms(again.at()).unwrap() >= 60_000);
    let told = |bench: &Bench| -> Vec<MessageWhat> {
        let messages = messages(bench.client.model(), Micros(0));
        messages.into_iter().map(|message| message.what).collect()
    };
    assert_eq!(told(&again), told(&bench), "the move is still told");
    assert!(!told(&again).is_empty());

    // With the network back, the stream goes on where it stood: no snapshot is fetched.
    again.server = bench.server;
    again.client.start(again.at());
    again.open();
    again.elsewhere(BookMeeting {
        host: expert(2),
        ..booking(2, 1, spot(4, 4))
    });
    again.settle();
    assert!(!again.did(&Effect::LoadSnapshot));
    let meetings = again.client.model().state().meetings_of(person_1()).count();
    assert_eq!(meetings, 2);
}

#[test]
fn a_page_that_is_opened_twice_without_network_keeps_what_it_has() {
    let mut bench = Bench::live(ME, Surface::Phone);
    bench.elsewhere(booking(1, 1, spot(0, 1)));
    bench.settle();
    write_due(&mut bench);
    let bytes = kept(&bench).unwrap().clone();
    let mut again = Bench::new(ME, Surface::Phone);
    again.client.restore(Kept::Replica, &bytes, 1, again.at());
    again.client.start(again.at());
    write_due(&mut again);
    assert_eq!(n_kept(&again), 0, "nothing new came");
    again.server = bench.server;
    again.open();
    again.elsewhere(BookMeeting {
        host: expert(2),
        ..booking(2, 1, spot(4, 4))
    });
    again.settle();
    write_due(&mut again);
    let bytes = kept(&again).unwrap().clone();
    let mut third = Bench::new(ME, Surface::Phone);
    third.client.restore(Kept::Replica, &bytes, 1, third.at());
    let (third, again) = (third.client.model(), again.client.model());
    assert_eq!(third.state(), again.state());
    assert_eq!(third.state().meetings_of(person_1()).count(), 2);
}

#[test]
fn when_much_came_a_fresh_snapshot_takes_its_place() {
    let mut bench = Bench::live(DOOR, Surface::Door);
    let first = bench.server.log.len() as u64 + 1;
    let changes = vec![code_change(&EntryUndone { seq: 1 << 40 }.into()); 3_000];
    let mut offset = first;
    let mut n_bytes = 0;
    while n_bytes <= KEPT_SINCE_BYTES_MAX {
        let body = EntryBody {
            at: DAWN,
            by: Some(MAIN),
            command: None,
            changes: changes.clone(),
        };
        let frame = Frame {
            position: Some((Topic::Ops, offset)),
            ..ServerMessage::from(body).to_frame()
        }
        .encode();
        n_bytes += frame.len();
        offset += 1;
        bench.client.received(&frame, bench.at());
        if n_bytes <= KEPT_SINCE_BYTES_MAX {
            write_due(&mut bench);
            assert!(kept(&bench).unwrap().len() > n_bytes, "all is kept");
        }
    }
    assert_eq!(bench.client.model().ops_seq(), offset - 1);
    let n_kept_before = n_kept(&bench);
    let n_loads = |bench: &Bench| {
        let loads = bench.effects.iter();
        loads.filter(|e| **e == Effect::LoadSnapshot).count()
    };
    let n_loads_before = n_loads(&bench);
    bench.tick_after(64_000, 0);
    bench.drain();
    assert_eq!(n_kept(&bench), n_kept_before, "what is there stays whole");
    assert_eq!(n_loads(&bench), n_loads_before + 1);
    bench.load_snapshot();
    bench.drain();
    assert_eq!(n_kept(&bench), n_kept_before + 1);
    assert!(kept(&bench).unwrap().len() < n_bytes / 2);
}

#[test]
fn a_label_that_is_to_be_forgotten_leaves_the_device_with_a_fresh_copy() {
    let mut bench = Bench::live(ME, Surface::Phone);
    let label = |of: id::PersonId, title: Option<&str>| Cards {
        updates: List::new(vec![CardUpdate {
            key: CardKey::Person(of),
            card: title.map(|title| Card {
                title: title.into(),
                ..Card::default()
            }),
        }])
        .unwrap(),
    };
    let holds = |bench: &Bench, name: &str| {
        let bytes = kept(bench).unwrap();
        bytes
            .windows(name.len())
            .any(|part| part == name.as_bytes())
    };
    bench.say(label(expert(1), Some("Zéphyrine")));
    write_due(&mut bench);
    assert!(holds(&bench, "Zéphyrine"));
    bench.say(label(expert(1), None));
    let n_loads = |bench: &Bench| {
        let loads = bench.effects.iter();
        loads.filter(|e| **e == Effect::LoadSnapshot).count()
    };
    let n_loads_before = n_loads(&bench);
    assert!(
        !bench.client.model().link().is_catching_up,
        "nothing is missing"
    );
    // The page stays where it is; within a minute the copy is made anew.
    for _ in 0..8 {
        bench.tick_after(8_000, 0);
        bench.drain();
    }
    assert_eq!(n_loads(&bench), n_loads_before + 1);
    bench.load_snapshot();
    write_due(&mut bench);
    assert!(!holds(&bench, "Zéphyrine"));
    // A label that was never known is nothing to be forgotten.
    bench.say(label(person(9_999), None));
    for _ in 0..8 {
        bench.tick_after(8_000, 0);
        bench.drain();
    }
    assert_eq!(n_loads(&bench), n_loads_before + 1);
}

#[test]
fn bytes_of_another_form_are_no_replica() {
    let mut bench = Bench::live(ME, Surface::Phone);
    write_due(&mut bench);
    let bytes = kept(&bench).unwrap().clone();
    let snapshot = ByteBuf::from(bench.server.snapshot(ME).unwrap().encode());
    let earlier = (SCHEMA, Some(ME), None::<Clock>, 0_u64, snapshot.clone());
    let later = (
        SCHEMA + 1,
        Some(ME),
        None::<Clock>,
        0_u64,
        snapshot,
        ByteBuf::new(),
    );
    for other in [
        write::to_vec(&earlier),
        write::to_vec(&later),
        bytes[..bytes.len() - 1].to_vec(),
        Vec::new(),
    ] {
        let mut again = Bench::new(ME, Surface::Phone);
        again.client.restore(Kept::Replica, &other, 0, again.at());
        assert!(!again.client.model().is_loaded());
        again.client.start(again.at());
        again.drain();
        assert!(again.did(&Effect::LoadSnapshot));
    }
}

#[test]
fn nothing_of_an_earlier_user_stays_on_the_device() {
    let mut bench = Bench::live(ME, Surface::Phone);
    write_due(&mut bench);
    assert!(!kept(&bench).unwrap().is_empty());
    let other = Actor::Person(person(2));
    bench.say(Welcome {
        version: 1,
        clock: Clock {
            now: DAWN,
            speed_permille: 1_000,
        },
        streams: vec![],
        you: other,
    });
    bench.drain();
    assert!(kept(&bench).unwrap().is_empty(), "at once");
    write_due(&mut bench);
    assert!(kept(&bench).unwrap().is_empty(), "and from then on");
    assert!(!bench.client.model().is_loaded());
}
