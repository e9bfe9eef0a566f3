//! Interpreters and equipment from outside: who may change them, and which names are taken.

use app::Holder;
use app::testing::{DOOR, EVENT, MAIN, SCREEN, person};
use protocol::id::{CommandId, ResourceId};
use protocol::limits::LABEL_CHARS_MAX;
use protocol::proposal::CodedReject;
use protocol::resource::ResourceWish;
use protocol::{Resource, ResourceKind, SlotId, SlotSet};
use web::Surface;

use crate::stage::{Answer, Stage};

const KIND: &str = "application/vnd.msgpack";

fn screens(capacity: u16) -> Resource {
    Resource {
        id: ResourceId::example(1),
        kind: ResourceKind::Equipment,
        capacity,
        slots: SlotSet::EMPTY,
    }
}

/// A resource with its name.
type Named<'a> = (Resource, &'a str);

fn wish(command: u64, before: Option<Named<'_>>, (after, name): Named<'_>) -> ResourceWish {
    let name_before = before.as_ref().map_or("", |(_, name)| *name);
    ResourceWish {
        command: CommandId::example(command),
        name: name.to_owned(),
        name_before: name_before.to_owned(),
        before: before.map(|(resource, _)| resource),
        after,
    }
}

async fn send(stage: &Stage, cookie: &str, wish: &ResourceWish) -> Answer {
    let way = format!("/desk/{EVENT}/resources");
    stage.post(&way, cookie, KIND, &wish.encode()).await
}

fn why(answer: &Answer) -> &'static str {
    let reject = CodedReject::decode(&answer.body).unwrap().read().unwrap();
    reject.name()
}

#[tokio::test]
async fn only_who_may_change_rooms_changes_what_there_is() {
    let stage = Stage::new().await;
    let wish = wish(1, None, (screens(2), "Screen"));
    for (holder, status) in [
        (Holder::Staff(DOOR), 403),
        (Holder::Staff(SCREEN), 403),
        (Holder::Person(person(1)), 403),
        (Holder::Staff(MAIN), 204),
    ] {
        let cookie = stage.cookie(Surface::Console, holder).await;
        assert_eq!(send(&stage, &cookie, &wish).await.status, status);
    }
    assert_eq!(send(&stage, "", &wish).await.status, 401);
}

#[tokio::test]
async fn a_stale_wish_is_told_and_a_name_that_is_none_is_refused() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    // Sent again with the same id, it is done once.
    for _ in 0..2 {
        let first = wish(1, None, (screens(2), "Screen"));
        assert_eq!(send(&stage, &cookie, &first).await.status, 204);
    }
    let screen = (screens(2), "Screen");
    let renamed = wish(2, Some(screen.clone()), (screens(2), "Large screen"));
    assert_eq!(send(&stage, &cookie, &renamed).await.status, 204);
    // The last of these saw the same number under the old name.
    for stale in [None, Some((screens(1), "Large screen")), Some(screen)] {
        let stale = wish(3, stale, (screens(5), "Screen"));
        let answer = send(&stage, &cookie, &stale).await;
        assert_eq!((answer.status, why(&answer)), (409, "ResourceChanged"));
    }
    let seen = || Some((screens(2), "Large screen"));
    let nowhere = Resource {
        slots: SlotId::new(255).into_iter().collect(),
        ..screens(2)
    };
    let nowhere = wish(4, seen(), (nowhere, "Screen"));
    let answer = send(&stage, &cookie, &nowhere).await;
    assert_eq!((answer.status, why(&answer)), (409, "UnknownSlot"));
    let long = "x".repeat(LABEL_CHARS_MAX);
    let renamed = wish(5, seen(), (screens(2), &long));
    assert_eq!(send(&stage, &cookie, &renamed).await.status, 204);
    for (n, name) in [(6, " ".to_owned()), (7, format!("{long}x"))] {
        let no_name = wish(n, Some((screens(2), &long)), (screens(2), &name));
        let status = send(&stage, &cookie, &no_name).await.status;
        assert!((400..500).contains(&status), "{name:?}: {status}");
    }
}
