//! Clients that do not take what they are sent.

use app::Holder;
use app::testing::{EVENT, MAIN, SECOND};
use protocol::command::DefinePlaces;
use protocol::id::{CommandId, PlaceId};
use protocol::message::ServerMessage;
use protocol::{Actor, Command, List, Place, PlaceKind, SiteId};
use web::Surface;

use crate::stage::{Stage, within};

/// More than the network takes for somebody who does not read.
const BYTES_UNREAD: usize = 8 * 1024 * 1024;

/// A large entry; every other one says the same again.
fn redefine(n: u64) -> Command {
    let places = (100..400).map(|id| Place {
        id: PlaceId::example(id),
        site: SiteId(0),
        kind: PlaceKind::Table,
        capacity: 2 + u16::try_from(n % 2).unwrap(),
    });
    let places = List::new(places.collect()).unwrap();
    DefinePlaces { places }.into()
}

fn is_entry(message: &ServerMessage) -> bool {
    matches!(message, ServerMessage::EntryBody(_))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_does_not_read_holds_nobody_up_and_finds_its_way_back() {
    let stage = Stage::new().await;
    let slow_cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let calm_cookie = stage.cookie(Surface::Console, Holder::Staff(SECOND)).await;
    let mut slow = stage.narrow_socket(&slow_cookie).await;
    slow.join(&stage, &slow_cookie).await;
    let mut calm = stage.socket(&calm_cookie).await;
    let joined = calm.join(&stage, &calm_cookie).await;
    let start = joined.cursors[0].offset;

    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let (mut n_bytes, mut n_entries) = (0, 0);
    while n_bytes < BYTES_UNREAD {
        let n = n_entries;
        n_entries += 1;
        let (by, id) = (Actor::Staff(MAIN), CommandId::example(1_000 + n));
        let outcome = event.command_as(by, id, redefine(n)).await;
        let app::live::Outcome::Committed { seq: Some(seq) } = outcome else {
            panic!("{outcome:?}")
        };
        // The calm one keeps up, entry by entry, however many the other leaves unread.
        let heard = calm.until("the entry", is_entry).await;
        let (frame, _) = heard.last().unwrap();
        assert_eq!(frame.position.map(|(_, offset)| offset), Some(seq));
        n_bytes += frame.payload.len();
    }

    // Then the slow one reads: what was under way without a gap, and then it is told to start
    // over, since nothing was held for it.
    let heard = slow
        .until("the word to start over", |message| {
            matches!(message, ServerMessage::Resync(_))
        })
        .await;
    let offsets: Vec<u64> = heard
        .iter()
        .filter(|(_, message)| is_entry(message))
        .filter_map(|(frame, _)| frame.position.map(|(_, offset)| offset))
        .collect();
    let n_read = offsets.len() as u64;
    assert!(offsets.iter().copied().eq(start + 1..=start + n_read));
    assert!(n_read < n_entries, "not everything was held for it");

    slow.join_again(&stage, &slow_cookie).await;
    let (by, id) = (Actor::Staff(SECOND), CommandId::example(9));
    event.command_as(by, id, redefine(n_entries)).await;
    slow.until("the next entry", is_entry).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_goes_away_does_not_wait_for_those_who_do_not_read() {
    let mut stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let mut slow = stage.narrow_socket(&cookie).await;
    slow.join(&stage, &cookie).await;
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    for n in 0..400 {
        let (by, id) = (Actor::Staff(MAIN), CommandId::example(1_000 + n));
        event.command_as(by, id, redefine(n)).await;
    }
    drop(event);
    within("the end", stage.end()).await;
}
