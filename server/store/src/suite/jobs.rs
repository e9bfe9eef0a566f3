//! Work is done by one node at a time, again when that node dies, and once per key.

use std::collections::BTreeSet;
use std::sync::Arc;

use protocol::Micros;
use protocol::id::JobId;
use uuid::Uuid;

use super::{Bench, another_node, on_both_engines};
use crate::{Lease, NewJob, Options};

on_both_engines! {
    the_same_work_is_queued_once
    no_two_nodes_get_the_same_work
    a_lease_that_ran_out_goes_to_another_and_the_late_one_changes_nothing
    what_failed_for_good_stays_to_be_looked_at
}

const NOW: Micros = Micros(1_000_000);

fn work(n: u64, due_at: Micros) -> NewJob {
    NewJob {
        id: JobId::example(n),
        kind: "test",
        key: format!("test:{n}"),
        payload: vec![1],
        due_at,
        created_at: NOW,
    }
}

fn lease(node: u128, until: i64) -> Lease {
    Lease {
        node: Uuid::from_u128(node),
        until: Micros(until),
    }
}

async fn the_same_work_is_queued_once(bench: Arc<Bench>) {
    let store = &bench.store;
    let again = NewJob {
        id: JobId::example(9),
        ..work(1, NOW)
    };
    let jobs = [work(1, Micros(NOW.0 + 5)), again, work(2, NOW)];
    store.enqueue_jobs(&jobs).await.unwrap();
    store.enqueue_jobs(&jobs).await.unwrap();
    assert_eq!(store.count_jobs().await.unwrap().n_waiting, 2);
    assert_eq!(store.next_job_due("test").await.unwrap(), Some(NOW));

    let early = store
        .claim_jobs("test", lease(1, 2_000_000), NOW, 10)
        .await
        .unwrap();
    let ids: Vec<_> = early.iter().map(|job| job.id).collect();
    assert_eq!(ids, [JobId::example(2)], "the other one is not due yet");
    assert!(store.finish_job(&early[0]).await.unwrap());
    // Done is done: the key is free for the next time that the work is needed.
    store.enqueue_jobs(&[work(2, NOW)]).await.unwrap();
    assert_eq!(store.count_jobs().await.unwrap().n_waiting, 2);
}

async fn no_two_nodes_get_the_same_work(bench: Arc<Bench>) {
    const N_JOBS: u64 = 60;
    let jobs: Vec<_> = (0..N_JOBS).map(|n| work(n, NOW)).collect();
    bench.store.enqueue_jobs(&jobs).await.unwrap();
    let mut nodes = Vec::new();
    for n in 1..=3_u128 {
        let store = another_node(&bench, Options::default()).await;
        nodes.push(tokio::spawn(async move {
            let mut mine = Vec::new();
            loop {
                let some = store
                    .claim_jobs("test", lease(n, 9_000_000), NOW, 7)
                    .await
                    .unwrap();
                if some.is_empty() {
                    store.close().await;
                    return mine;
                }
                mine.extend(some.into_iter().map(|job| job.id));
            }
        }));
    }
    let mut taken = Vec::new();
    for node in nodes {
        taken.extend(node.await.unwrap());
    }
    let distinct: BTreeSet<_> = taken.iter().copied().collect();
    assert_eq!(taken.len(), distinct.len(), "nothing was taken twice");
    // Under SKIP LOCKED a node may find nothing while another holds the rest: all is taken or waits.
    let counts = bench.store.count_jobs().await.unwrap();
    assert_eq!(counts.n_running + counts.n_waiting, N_JOBS);
    assert_eq!(counts.n_running, distinct.len() as u64);
}

async fn a_lease_that_ran_out_goes_to_another_and_the_late_one_changes_nothing(bench: Arc<Bench>) {
    let store = &bench.store;
    store.enqueue_jobs(&[work(1, NOW)]).await.unwrap();
    let dies = store
        .claim_jobs("test", lease(1, 2_000_000), NOW, 1)
        .await
        .unwrap();
    assert_eq!(dies[0].n_attempts, 1);
    let before = store
        .claim_jobs("test", lease(2, 3_000_000), Micros(1_999_999), 1)
        .await
        .unwrap();
    assert!(before.is_empty(), "the lease still holds");
    assert_eq!(
        store.next_job_due("test").await.unwrap(),
        Some(Micros(2_000_000)),
        "the end of the lease is when there is work again"
    );
    let takes_over = store
        .claim_jobs("test", lease(2, 3_000_000), Micros(2_000_000), 1)
        .await
        .unwrap();
    assert_eq!(takes_over[0].n_attempts, 2);

    assert!(!store.finish_job(&dies[0]).await.unwrap());
    assert!(!store.retry_job(&dies[0], NOW, "late").await.unwrap());
    assert!(!store.bury_job(&dies[0], NOW, "late").await.unwrap());
    // The same node in a later life, or the same life claiming anew, is fenced by the count.
    let due_at = Micros(4_000_000);
    assert!(
        store
            .retry_job(&takes_over[0], due_at, "busy")
            .await
            .unwrap()
    );
    let again = store
        .claim_jobs("test", lease(2, 9_000_000), due_at, 1)
        .await
        .unwrap();
    assert_eq!(again[0].n_attempts, 3);
    assert!(!store.finish_job(&takes_over[0]).await.unwrap());
    assert!(store.finish_job(&again[0]).await.unwrap());
    assert_eq!(store.count_jobs().await.unwrap(), Default::default());
}

async fn what_failed_for_good_stays_to_be_looked_at(bench: Arc<Bench>) {
    let store = &bench.store;
    store.enqueue_jobs(&[work(1, NOW)]).await.unwrap();
    let job = store
        .claim_jobs("test", lease(1, 2_000_000), NOW, 1)
        .await
        .unwrap();
    assert!(store.bury_job(&job[0], NOW, "smtp_550").await.unwrap());
    let later = Micros(i64::MAX - 1);
    let none = store
        .claim_jobs("test", lease(1, i64::MAX), later, 9)
        .await
        .unwrap();
    assert!(none.is_empty(), "nobody tries a dead job by himself");
    let buried = store.buried_jobs(10).await.unwrap();
    assert_eq!(buried.len(), 1);
    assert_eq!(
        (buried[0].n_attempts, buried[0].error.as_str()),
        (1, "smtp_550")
    );
    assert_eq!(store.count_jobs().await.unwrap().n_dead, 1);
    assert_eq!(store.next_job_due("test").await.unwrap(), None);
}
