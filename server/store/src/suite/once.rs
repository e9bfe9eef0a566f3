//! A command enters the log once, and a batch enters it whole.

use std::sync::Arc;

use super::world::*;
use super::{Bench, on_both_engines};

on_both_engines! {
    what_was_committed_is_loaded
}

async fn what_was_committed_is_loaded(bench: Arc<Bench>) {
    let world = World::furnish(&bench.store).await;
    let loaded = bench.store.load(EVENT).await.unwrap().unwrap();
    assert_eq!(loaded.state, world.state);
    assert_eq!(loaded.head.seq, world.seq);
    assert_eq!(loaded.public_offset, world.public_offset);
    assert_eq!(loaded.person_offsets, world.person_offsets);
    let report = bench.store.doctor(EVENT).await.unwrap();
    assert!(report.is_sound(), "{:?}", report.findings);
}
