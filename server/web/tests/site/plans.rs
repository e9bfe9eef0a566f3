//! The desk of plans from outside: who is let in, and with which proofs.

use app::Holder;
use app::testing::{DOOR, EVENT, MAIN, SCOPED, SCREEN, person};
use protocol::id::{CommandId, EventId, ProposalId};
use protocol::proposal::{PlanWish, ProposalsPage, PublishWish, Suppose};
use web::Surface;

use crate::stage::{Answer, Stage, within};

const KIND: &str = "application/vnd.msgpack";

fn wish() -> Vec<u8> {
    let suppose = Suppose::default();
    PlanWish {
        seconds: 1,
        seed: 1,
        suppose,
        demands: None,
    }
    .encode()
}

fn publish() -> Vec<u8> {
    let command = CommandId::example(1);
    PublishWish { command }.encode()
}

/// Every way of the desk, with a body that it would take.
fn ways(event: EventId) -> Vec<(&'static str, String, Vec<u8>)> {
    let list = format!("/desk/{event}/plans");
    let one = format!("{list}/{}", ProposalId::example(1));
    vec![
        ("GET", list.clone(), vec![]),
        ("POST", list, wish()),
        ("GET", one.clone(), vec![]),
        ("DELETE", one.clone(), vec![]),
        ("POST", format!("{one}/cancel"), vec![]),
        ("POST", format!("{one}/publish"), publish()),
        ("POST", format!("{one}/undo"), publish()),
    ]
}

async fn ask(
    stage: &Stage,
    (method, path, body): &(&'static str, String, Vec<u8>),
    cookie: &str,
    origin: &str,
) -> Answer {
    let headers = [
        ("cookie", cookie),
        ("origin", origin),
        ("content-type", KIND),
    ];
    stage.request(method, path, &headers, body).await
}

#[tokio::test]
async fn nobody_gets_in_without_the_right_to_plan_for_everybody() {
    let stage = Stage::new().await;
    let console = |holder| stage.cookie(Surface::Console, holder);
    let strangers = [
        ("no session", String::new(), 401),
        ("a broken one", "regie-console=abc".to_owned(), 401),
        (
            "a phone's",
            stage
                .cookie(Surface::Phone, Holder::Person(person(1)))
                .await,
            401,
        ),
        ("a door", console(Holder::Staff(DOOR)).await, 403),
        ("a screen", console(Holder::Staff(SCREEN)).await, 403),
        ("a row scope", console(Holder::Staff(SCOPED)).await, 403),
        (
            "a participant",
            console(Holder::Person(person(1))).await,
            403,
        ),
    ];
    for way in ways(EVENT) {
        for (who, cookie, status) in &strangers {
            let answer = ask(&stage, &way, cookie, &stage.origin()).await;
            assert_eq!(answer.status, *status, "{who}: {} {}", way.0, way.1);
        }
    }
}

#[tokio::test]
async fn another_event_is_not_there() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    for way in ways(EventId::example(2)) {
        let answer = ask(&stage, &way, &cookie, &stage.origin()).await;
        assert_eq!(answer.status, 401, "{} {}", way.0, way.1);
    }
}

#[tokio::test]
async fn another_origin_changes_nothing() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    for way in ways(EVENT).iter().filter(|way| way.0 != "GET") {
        for origin in ["https://elsewhere.example", "null"] {
            let answer = ask(&stage, way, &cookie, origin).await;
            assert_eq!(answer.status, 403, "{origin}: {} {}", way.0, way.1);
        }
    }
    let list = stage.get(&ways(EVENT)[0].1, &cookie).await;
    let page = ProposalsPage::decode(&list.body).unwrap();
    assert!(page.running.is_none() && page.proposals.is_empty());
}

#[tokio::test]
async fn a_main_administrator_computes_and_finds_a_proposal() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let ways = ways(EVENT);
    let list = &ways[0].1;
    let started = stage.post(list, &cookie, KIND, &wish()).await;
    assert_eq!(started.status, 202);
    assert_eq!(started.header("cache-control"), "no-store");
    let page = within("the proposal", async {
        loop {
            let answer = stage.get(list, &cookie).await;
            let page = ProposalsPage::decode(&answer.body).unwrap();
            if page.running.is_none() {
                return page;
            }
            tokio::task::yield_now().await;
        }
    })
    .await;
    let one = format!("{list}/{}", page.proposals[0].id);
    assert_eq!(stage.get(&one, &cookie).await.status, 200);
    // What is not there, or is no wish, is told apart.
    assert_eq!(
        ask(&stage, &ways[2], &cookie, &stage.origin()).await.status,
        404
    );
    let unknown = format!("{list}/what");
    assert_eq!(stage.get(&unknown, &cookie).await.status, 404);
    for body in [&b""[..], b"\xc0", b"\x93\x01\x02"] {
        let answer = stage.post(list, &cookie, KIND, body).await;
        assert_eq!(answer.status, 400);
    }
    let gone = ("DELETE", one.clone(), vec![]);
    let discarded = ask(&stage, &gone, &cookie, &stage.origin()).await;
    assert_eq!(discarded.status, 204);
    assert_eq!(stage.get(&one, &cookie).await.status, 404);
}
