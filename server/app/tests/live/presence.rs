//! Who is here and on what, as the others are told.

use std::time::Duration;

use app::testing::{DOOR, MAIN, SECOND, node, person};
use protocol::limits::{LEASE_TTL_MS, PRESENCE_TICK_MS};
use protocol::message::{Focus, Focused};

use crate::client::{Client, participant, staff};

const TICK: Duration = Duration::from_millis(PRESENCE_TICK_MS);

#[tokio::test]
async fn a_colleague_is_seen_to_come_to_work_on_something_and_to_leave() {
    let (_database, node) = node().await;
    let mut a = Client::joined(&node, staff(MAIN)).await;
    a.until("oneself", |client| client.team.len() == 1).await;
    let mut b = Client::joined(&node, staff(SECOND)).await;
    node.clock.advance(TICK);
    a.until("a colleague", |client| client.team.len() == 2)
        .await;
    let on = Focused::Person(person(3));
    b.say(&Focus { on: Some(on) }.into()).await.unwrap();
    node.clock.advance(TICK);
    let focus = |client: &Client| {
        client
            .team
            .iter()
            .find(|member| member.staff == SECOND)
            .and_then(|member| member.focus)
    };
    a.until("what the colleague works on", |client| {
        focus(client) == Some(on)
    })
    .await;
    // Nobody renews the lease.
    node.clock.advance(TICK);
    node.clock.advance(Duration::from_millis(LEASE_TTL_MS));
    a.until("the lease ended", |client| focus(client).is_none())
        .await;
    drop(b);
    node.clock.advance(TICK);
    a.until("the colleague left", |client| client.team.len() == 1)
        .await;
}

#[tokio::test]
async fn only_the_team_is_told_who_is_here() {
    let (_database, node) = node().await;
    let mut a = Client::joined(&node, staff(MAIN)).await;
    let mut door = Client::joined(&node, staff(DOOR)).await;
    let mut phone = Client::joined(&node, participant(person(1))).await;
    a.until("oneself", |client| !client.team.is_empty()).await;
    door.read().unwrap();
    phone.read().unwrap();
    assert!(door.team.is_empty() && phone.team.is_empty());
    assert_eq!(
        a.team.len(),
        1,
        "the door counts as nobody of the team's screens"
    );
}
