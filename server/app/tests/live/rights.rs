//! Rights are looked at all the time: a line that lives on is no way around them.

use std::time::Duration;

use app::live::{Ending, Outcome};
use app::testing::{EVENT, MAIN, ORGANISATION_A, SCOPED, SECOND, node, person, spot};
use protocol::command::{
    AssignPerson, BookMeeting, CheckIn, GrantStaff, RevokeStaff, WithdrawPerson,
};
use protocol::id::{CommandId, MeetingId};
use protocol::message::Topic;
use protocol::reject::Reject;
use protocol::{Actor, Gate, Role, Staff};

use crate::client::{Client, event, participant, staff, standing};

fn id(n: u64) -> CommandId {
    CommandId::example(n)
}

#[tokio::test]
async fn a_member_who_is_taken_off_the_team_is_cut_off_and_refused() {
    let (_database, node) = node().await;
    let mut second = Client::joined(&node, staff(SECOND)).await;
    let event = event(&node).await;
    let revoke = RevokeStaff { staff: SECOND };
    let revoked = event
        .command_as(Actor::Staff(MAIN), id(1), revoke.into())
        .await;
    assert!(matches!(revoked, Outcome::Committed { .. }), "{revoked:?}");
    let late = CheckIn {
        person: person(1),
        gate: Gate::Event,
    };
    second.send(id(2), late).await;
    assert_eq!(second.ending().await, Ending::SignedOut);
    assert!(
        event.view().state.attendance(person(1)).is_none(),
        "nothing was done any more"
    );
    assert!(Client::on(event.clone(), second.standing.clone()).is_err());
}

#[tokio::test]
async fn a_sign_in_that_ends_during_traffic_is_the_end_of_accepted_commands() {
    let (_database, node) = node().await;
    let token = node.accounts.sign_in(EVENT, staff(SECOND)).await.unwrap();
    let standing = node.accounts.standing(&token).await.unwrap().unwrap();
    let event = event(&node).await;
    let mut client = Client::on(event.clone(), standing.clone()).unwrap();
    client.greet(vec![]).await;
    client.load().await;
    // Commands wait in the mailbox when the sign-in ends: they are refused as well.
    let held = node.store.begin(EVENT).await.unwrap();
    for n in 1..=5 {
        let (meeting, host, guest) = (MeetingId::example(n), person(1), person(2));
        let slot = u16::try_from(n).unwrap();
        client
            .send(
                id(n),
                BookMeeting {
                    meeting,
                    host,
                    guest,
                    spot: spot(slot, 1),
                },
            )
            .await;
    }
    held.roll_back().await.unwrap();
    let before = event.view().seq;
    let signed_out = node.accounts.sign_out(&token).await;
    signed_out.unwrap();
    let after_sign_out = event.view().seq;
    assert_eq!(client.ending().await, Ending::SignedOut);
    let late = event
        .command(
            standing,
            id(9),
            CheckIn {
                person: person(3),
                gate: Gate::Event,
            }
            .into(),
            vec![],
        )
        .await;
    assert!(
        matches!(late, Outcome::Refused(Reject::Forbidden(_))),
        "{late:?}"
    );
    assert!(event.view().seq >= before && event.view().seq <= after_sign_out.max(before + 5));
    assert!(event.view().state.attendance(person(3)).is_none());
    assert!(node.accounts.standing(&token).await.unwrap().is_none());
}

#[tokio::test]
async fn another_role_means_another_view_by_a_fresh_snapshot() {
    let (_database, node) = node().await;
    let mut second = Client::joined(&node, staff(SECOND)).await;
    let event = event(&node).await;
    let grant = GrantStaff {
        staff: Staff {
            id: SECOND,
            role: Role::Door,
        },
    };
    event
        .command_as(Actor::Staff(MAIN), id(1), grant.into())
        .await;
    second
        .until("a resync", |client| client.resyncs == [Topic::Ops])
        .await;
    second.load().await;
    second.catch_up().await;
    let n_before = second.entries.len();
    let (meeting, host, guest) = (MeetingId::example(1), person(1), person(2));
    let book = BookMeeting {
        meeting,
        host,
        guest,
        spot: spot(0, 1),
    };
    event
        .command_as(Actor::Staff(MAIN), id(2), book.into())
        .await;
    second.catch_up().await;
    let (_, _, body) = &second.entries[n_before];
    assert!(
        body.changes.is_empty(),
        "the door does not see meetings, only that time went on"
    );
}

#[tokio::test]
async fn a_row_scope_that_moves_means_a_fresh_snapshot() {
    let (_database, node) = node().await;
    let mut scoped = Client::joined(&node, staff(SCOPED)).await;
    let event = event(&node).await;
    let assign = AssignPerson {
        person: person(1),
        organisation: ORGANISATION_A,
    };
    let outcome = event
        .command_as(Actor::Staff(MAIN), id(1), assign.into())
        .await;
    assert!(matches!(outcome, Outcome::Committed { .. }), "{outcome:?}");
    scoped
        .until("a resync", |client| !client.resyncs.is_empty())
        .await;
    scoped.load().await;
    scoped.catch_up().await;
    assert!(scoped.replica.person(person(1)).is_none());
    assert!(scoped.replica.person(person(3)).is_some());
}

#[tokio::test]
async fn who_left_the_event_is_signed_out() {
    let (_database, node) = node().await;
    let mut phone = Client::joined(&node, participant(person(1))).await;
    let withdraw = WithdrawPerson { person: person(1) };
    event(&node)
        .await
        .command_as(Actor::Staff(MAIN), id(1), withdraw.into())
        .await;
    assert_eq!(phone.ending().await, Ending::SignedOut);
}

#[tokio::test]
async fn a_sign_in_that_runs_out_ends_the_line() {
    let (_database, node) = node().await;
    let standing = standing(&node, staff(MAIN)).await;
    let event = event(&node).await;
    let mut client = Client::on(event, standing).unwrap();
    client.greet(vec![]).await;
    let accounts = node.accounts.clone();
    let review = tokio::spawn(async move { accounts.keep_reviewing().await });
    tokio::task::yield_now().await;
    node.clock
        .advance(app::account::SIGN_IN_LIFE_STAFF + Duration::from_secs(1));
    assert_eq!(client.ending().await, Ending::SignedOut);
    review.abort();
}
