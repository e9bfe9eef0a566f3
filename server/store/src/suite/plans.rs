//! Proposals are kept, found, marked, forgotten and bounded.

use std::sync::Arc;

use protocol::Micros;
use protocol::id::*;
use protocol::limits::PROPOSALS_KEPT_MAX;
use protocol::proposal::{PlanFigures, PlanWish, ProposalHead, Suppose};

use super::world::*;
use super::{Bench, on_both_engines};

on_both_engines! {
    a_proposal_is_kept_marked_and_discarded
    the_oldest_proposal_gives_way_to_a_new_one
}

fn head(n: u64) -> ProposalHead {
    ProposalHead {
        id: ProposalId::example(n),
        made_by: StaffId::example(1),
        made_at: Micros(i64::try_from(n).unwrap()),
        based_on: n,
        wish: PlanWish {
            seconds: 10,
            seed: n,
            suppose: Suppose::default(),
            demands: None,
        },
        figures: PlanFigures {
            n_placed: 7,
            ..PlanFigures::default()
        },
        published: None,
    }
}

async fn a_proposal_is_kept_marked_and_discarded(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let content = vec![1, 2, 3];
    // Storing it twice, as after a lost answer, keeps one.
    for _ in 0..2 {
        store
            .keep_proposal(EVENT, &head(1), content.clone())
            .await
            .unwrap();
    }
    assert_eq!(store.proposals(EVENT).await.unwrap(), [head(1)]);
    let id = head(1).id;
    let found = store.find_proposal_content(EVENT, id).await.unwrap();
    assert_eq!(found, Some(content));
    let elsewhere = EventId::example(9);
    assert_eq!(
        store.find_proposal_content(elsewhere, id).await.unwrap(),
        None
    );
    store
        .mark_proposal_published(EVENT, id, Some(12))
        .await
        .unwrap();
    assert_eq!(store.proposals(EVENT).await.unwrap()[0].published, Some(12));
    assert!(store.discard_proposal(EVENT, id, None).await.unwrap());
    assert!(!store.discard_proposal(EVENT, id, None).await.unwrap());
    assert!(store.proposals(EVENT).await.unwrap().is_empty());
}

async fn the_oldest_proposal_gives_way_to_a_new_one(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let n_last = PROPOSALS_KEPT_MAX as u64 + 2;
    for n in 1..=n_last {
        store.keep_proposal(EVENT, &head(n), vec![0]).await.unwrap();
    }
    let kept: Vec<u64> = store
        .proposals(EVENT)
        .await
        .unwrap()
        .iter()
        .map(|head| head.based_on)
        .collect();
    let expected: Vec<u64> = (3..=n_last).rev().collect();
    assert_eq!(kept, expected);
}
