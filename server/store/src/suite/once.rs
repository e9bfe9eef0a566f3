//! A batch enters the log whole or not at all, and a command once.

use std::sync::Arc;

use protocol::command::*;
use protocol::id::*;
use protocol::*;

use super::world::*;
use super::{Bench, assert_sound, on_both_engines, rows_everywhere};
use crate::testing::Engine;
use crate::{Conflict, Fault};

on_both_engines! {
    what_was_committed_is_loaded
    an_unknown_event_is_told_apart
    events_are_listed_with_their_heads
    a_dropped_transaction_leaves_nothing
    a_commit_cut_off_anywhere_is_whole_or_nothing
    a_transaction_rolled_back_leaves_nothing
    a_command_enters_the_log_once
    answers_name_the_entries_of_known_commands
    an_empty_batch_moves_nothing
    entries_that_skip_a_number_are_a_bug
    a_batch_of_256_commands_costs_a_few_dozen_statements
    an_import_of_thousands_is_written_in_pieces
    a_new_epoch_keeps_the_log
    a_restarted_store_continues_the_chain
}

async fn what_was_committed_is_loaded(bench: Arc<Bench>) {
    let world = World::furnish(&bench.store).await;
    let loaded = bench.store.load(EVENT).await.unwrap().unwrap();
    assert_eq!(loaded.state, world.state);
    assert_eq!(loaded.head.seq, world.seq);
    assert_eq!(loaded.head.epoch, EPOCH);
    assert_eq!(loaded.public_offset, world.public_offset);
    assert_eq!(loaded.person_offsets, world.person_offsets);
    assert_sound(&bench.store).await;
}

async fn an_unknown_event_is_told_apart(bench: Arc<Bench>) {
    assert!(bench.store.load(EVENT).await.unwrap().is_none());
    let begun = bench.store.begin(EVENT).await.map(|tx| tx.head());
    assert!(matches!(begun, Err(Fault::UnknownEvent(EVENT))));
    let examined = bench.store.doctor(EVENT).await;
    assert!(matches!(examined, Err(Fault::UnknownEvent(EVENT))));
    let renewed = bench.store.renew_epoch(EVENT, 1).await;
    assert!(matches!(renewed, Err(Fault::UnknownEvent(EVENT))));
    // A fault gives its connection back.
    bench.store.ping().await.unwrap();
}

async fn events_are_listed_with_their_heads(bench: Arc<Bench>) {
    let other = EventId::example(2);
    bench.store.create_event(other, 3, Micros(9)).await.unwrap();
    let world = World::furnish(&bench.store).await;
    let listed = bench.store.list_events().await.unwrap();
    let figures: Vec<_> = listed
        .iter()
        .map(|row| (row.id, row.created_at, row.epoch, row.seq))
        .collect();
    assert_eq!(
        figures,
        vec![(EVENT, MORNING, EPOCH, world.seq), (other, Micros(9), 3, 0)]
    );
    // Two events do not see each other.
    let loaded = bench.store.load(other).await.unwrap().unwrap();
    assert_eq!(loaded.state, domain::State::default());
    assert!(bench.store.doctor(other).await.unwrap().is_sound());
}

async fn a_dropped_transaction_leaves_nothing(bench: Arc<Bench>) {
    let mut world = World::furnish(&bench.store).await;
    let before = rows_everywhere(&bench.store).await;
    world.book_somewhere(&mut Dice::new(1)).unwrap();
    let mut tx = bench.store.begin(EVENT).await.unwrap();
    tx.write(&world.batch, &world.state).await.unwrap();
    drop(tx);

    let head = bench.store.begin(EVENT).await.unwrap().head();
    assert_eq!(head.seq, world.seq - 1);
    assert_eq!(rows_everywhere(&bench.store).await, before);
    assert_sound(&bench.store).await;
}

async fn a_commit_cut_off_anywhere_is_whole_or_nothing(bench: Arc<Bench>) {
    World::furnish(&bench.store).await;
    let mut dice = Dice::new(18);
    let mut n_whole = 0;
    // A thread answers on SQLite at any time; PostgreSQL's socket is only looked at now and then.
    let stride = match bench.engine {
        Engine::Sqlite => 1,
        Engine::Postgres => 20,
    };
    for n_polls in (0..60).map(|n| n * stride) {
        let before = World::load(&bench.store).await;
        let mut world = World::load(&bench.store).await;
        world.now = Micros(MORNING.0 + n_polls);
        world
            .wish(MAIN, any_check_in(&mut dice))
            .unwrap_or_default();
        if world.batch.is_empty() {
            continue;
        }
        let tx = bench.store.begin(EVENT).await.unwrap();
        {
            // As when the actor's task is ended in the middle of it.
            let mut committing = std::pin::pin!(tx.commit(&world.batch, &world.state));
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            for _ in 0..n_polls {
                if committing.as_mut().poll(&mut context).is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        // The next one in line waits for the cut-off one to be undone, or done.
        let head = bench.store.begin(EVENT).await.unwrap().head();
        let found = bench.store.load(EVENT).await.unwrap().unwrap();
        assert_eq!(found.head, head);
        let is_whole = head.seq == world.seq;
        n_whole += usize::from(is_whole);
        let expected = if is_whole { &world } else { &before };
        assert_eq!(head.seq, expected.seq);
        assert_eq!(found.state, expected.state);
    }
    assert_sound(&bench.store).await;
    eprintln!("{n_whole} commits were cut off too late to be undone");
}

fn any_check_in(dice: &mut Dice) -> CheckIn {
    CheckIn {
        person: anybody(dice),
        gate: Gate::Event,
    }
}

async fn a_transaction_rolled_back_leaves_nothing(bench: Arc<Bench>) {
    World::furnish(&bench.store).await;
    let before = rows_everywhere(&bench.store).await;
    let mut tx = bench.store.begin(EVENT).await.unwrap();
    let card = card::CardUpdate {
        key: CardKey::Event,
        card: Some(Card::default()),
    };
    tx.put_cards(&[card]).await.unwrap();
    tx.roll_back().await.unwrap();
    assert_eq!(rows_everywhere(&bench.store).await, before);
}

async fn a_command_enters_the_log_once(bench: Arc<Bench>) {
    let mut world = World::furnish(&bench.store).await;
    world.book_somewhere(&mut Dice::new(2)).unwrap();
    let command = world.log.last().unwrap().head.command;
    world.commit(&bench.store).await;
    let before = rows_everywhere(&bench.store).await;

    world.book_somewhere(&mut Dice::new(3)).unwrap();
    world.batch[0].entry.head.command = command;
    let tx = bench.store.begin(EVENT).await.unwrap();
    let refused = tx.commit(&world.batch, &world.state).await.unwrap_err();
    assert_eq!(refused.conflict(), Some(Conflict::CommandTaken));
    assert!(!refused.is_retry());
    assert_eq!(rows_everywhere(&bench.store).await, before);
    assert_sound(&bench.store).await;
}

async fn answers_name_the_entries_of_known_commands(bench: Arc<Bench>) {
    let mut world = World::furnish(&bench.store).await;
    let mut dice = Dice::new(4);
    world.book_somewhere(&mut dice).unwrap();
    world.book_somewhere(&mut dice).unwrap();
    world.commit(&bench.store).await;

    let known: Vec<_> = world.log.iter().rev().take(2).map(|e| e.head).collect();
    let asked = [known[0].command, CommandId::example(77), known[1].command];
    let mut tx = bench.store.begin(EVENT).await.unwrap();
    let answers = tx.answers(&asked).await.unwrap();
    let expected = known.iter().map(|head| (head.command, head.seq)).collect();
    assert_eq!(answers, expected);
    assert!(tx.answers(&[]).await.unwrap().is_empty());
    tx.roll_back().await.unwrap();
}

async fn an_empty_batch_moves_nothing(bench: Arc<Bench>) {
    let world = World::furnish(&bench.store).await;
    let tx = bench.store.begin(EVENT).await.unwrap();
    let before = tx.head();
    assert_eq!(tx.commit(&[], &world.state).await.unwrap(), before);
    let after = bench.store.load(EVENT).await.unwrap().unwrap().head;
    assert_eq!(after, before);
}

async fn entries_that_skip_a_number_are_a_bug(bench: Arc<Bench>) {
    let mut world = World::furnish(&bench.store).await;
    world.seq += 1;
    world.book_somewhere(&mut Dice::new(5)).unwrap();
    let store = bench.store.clone();
    let committing = tokio::spawn(async move {
        let tx = store.begin(EVENT).await.unwrap();
        tx.commit(&world.batch, &world.state).await.map(drop)
    });
    assert!(committing.await.unwrap_err().is_panic());
    assert_sound(&bench.store).await;
}

async fn a_batch_of_256_commands_costs_a_few_dozen_statements(bench: Arc<Bench>) {
    let mut world = World::furnish(&bench.store).await;
    let mut dice = Dice::new(6);
    while world.batch.len() < limits::BATCH_COMMANDS_MAX {
        super::life::live_a_little(&mut world, &mut dice);
    }
    let mut tx = bench.store.begin(EVENT).await.unwrap();
    let commands: Vec<_> = world.batch.iter().map(|p| p.entry.head.command).collect();
    assert!(tx.answers(&commands).await.unwrap().is_empty());
    let (head, tally) = tx.commit_counted(&world.batch, &world.state).await.unwrap();
    assert_eq!(head.seq, world.seq);
    // Besides those counted: begin, lock, answers, doorbell, commit.
    let n_statements = tally.n_statements + 5;
    assert!(n_statements <= 40, "{tally:?}");
    assert!(tally.n_rows > 512, "{tally:?}");
    assert_sound(&bench.store).await;
}

async fn an_import_of_thousands_is_written_in_pieces(bench: Arc<Bench>) {
    let mut world = World::furnish(&bench.store).await;
    let model = world.state.person(person(2)).unwrap().clone();
    let persons = (0..5_001).map(|n| Person {
        id: PersonId::example(100_000 + n),
        ..model.clone()
    });
    let persons = List::new(persons.collect()).unwrap();
    world
        .wish(Actor::System, RegisterPersons { persons })
        .unwrap();
    world.commit(&bench.store).await;
    let loaded = bench.store.load(EVENT).await.unwrap().unwrap();
    assert_eq!(loaded.state, world.state);
}

async fn a_new_epoch_keeps_the_log(bench: Arc<Bench>) {
    World::furnish(&bench.store).await;
    let before = bench.store.load(EVENT).await.unwrap().unwrap().head;
    let renewed = bench.store.renew_epoch(EVENT, 5).await.unwrap();
    assert_eq!(renewed, crate::Head { epoch: 5, ..before });
    let after = bench.store.load(EVENT).await.unwrap().unwrap().head;
    assert_eq!(after, renewed);
    assert_sound(&bench.store).await;
}

async fn a_restarted_store_continues_the_chain(bench: Arc<Bench>) {
    World::furnish(&bench.store).await;
    let restarted = super::another_node(&bench, crate::Options::default()).await;
    restarted.migrate().await.unwrap();
    let mut world = World::load(&restarted).await;
    world.book_somewhere(&mut Dice::new(7)).unwrap();
    world.commit(&restarted).await;
    assert_sound(&restarted).await;
    restarted.close().await;
}
