//! The team's page: who may do what, undone and seen at once.

use app::Holder;
use app::testing::{EVENT, MAIN, ORGANISATION_B, SCOPED, SECOND};
use protocol::{Function, Role, Scope};
use web::Surface;

use crate::stage::{Answer, Stage, within};

const FORM: &str = "application/x-www-form-urlencoded";

async fn post(stage: &Stage, cookie: &str, way: &str, body: &str) -> Answer {
    let path = format!("/desk/{EVENT}/team{way}");
    stage.post(&path, cookie, FORM, body.as_bytes()).await
}

async fn role_of(stage: &Stage, name: &str) -> Option<Role> {
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let view = event.view();
    let named = view.state.staff().find(|staff| {
        let card = view.labels.get(&protocol::CardKey::Staff(staff.id));
        card.is_some_and(|card| card.title == name)
    });
    named.map(|staff| staff.role.clone())
}

#[tokio::test]
async fn a_main_administrator_opens_functions_and_rows_one_by_one() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let body = format!(
        "name=Ines&email=ines%40example.org&function-0=on&function-10=on&rows=some&organisation-{ORGANISATION_B}=on"
    );
    let granted = post(&stage, &cookie, "", &body).await;
    assert_eq!(granted.status, 303, "{}", granted.text());
    let Some(Role::Secondary { functions, scope }) = role_of(&stage, "Ines").await else {
        panic!("she is on the team");
    };
    assert!(functions.contains(Function::Meetings));
    assert!(!functions.contains(Function::Rooms));
    assert!(
        !functions.contains(Function::Team),
        "never, whatever is sent"
    );
    let Scope::Organisations(ids) = scope else {
        panic!("her rows are some");
    };
    assert_eq!(ids.iter().collect::<Vec<_>>(), [&ORGANISATION_B]);
    // She is written to, and can choose her password.
    within("a letter", async {
        while stage.node.letters.letters().is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let letter = stage.node.letters.letters().remove(0);
    assert_eq!(
        (&*letter.to, letter.matter.name()),
        ("ines@example.org", "set_password")
    );
    let page = stage.get(&format!("/desk/{EVENT}/team"), &cookie).await;
    assert!(page.text().contains("ines@example.org"), "{}", page.text());

    // Undone, she is not there any more.
    let seq = granted.header("location").split_once("done=").unwrap().1;
    let undone = post(&stage, &cookie, "/undo", &format!("seq={seq}")).await;
    assert_eq!(undone.status, 303, "{}", undone.text());
    assert_eq!(role_of(&stage, "Ines").await, None);
}

#[tokio::test]
async fn rights_are_changed_and_taken_and_the_open_socket_closes() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let body = format!("staff={SCOPED}&name=Scoped&function-3=on&rows=all");
    assert_eq!(post(&stage, &cookie, "", &body).await.status, 303);
    let Some(Role::Secondary { functions, scope }) = role_of(&stage, "Scoped").await else {
        panic!("he is on the team");
    };
    assert!(functions.contains(Function::Attendance) && scope == Scope::All);
    assert!(
        !functions.contains(Function::Meetings),
        "only what is ticked"
    );
    let theirs = stage.cookie(Surface::Console, Holder::Staff(SECOND)).await;
    let mut socket = stage.socket(&theirs).await;
    socket.join(&stage, &theirs).await;
    let revoked = post(&stage, &cookie, "/revoke", &format!("staff={SECOND}")).await;
    assert_eq!(revoked.status, 303);
    socket.closing().await;
    // The last main administrator stays, whoever wishes otherwise.
    let last = post(&stage, &cookie, "/revoke", &format!("staff={MAIN}")).await;
    assert_eq!(last.status, 403);
}

#[tokio::test]
async fn a_preset_ticks_and_saves_nothing() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let body = "name=Ines&email=ines%40example.org&function-0=on&rows=some&preset=contents";
    let answer = post(&stage, &cookie, "", body).await;
    assert_eq!(answer.status, 200);
    let page = answer.text();
    assert!(page.contains("name=\"function-11\" checked"), "{page}");
    assert!(!page.contains("name=\"function-0\" checked"));
    assert!(page.contains("value=\"Ines\""), "what was typed is kept");
    assert!(page.contains("value=\"some\" checked"), "also the rows");
    assert_eq!(role_of(&stage, "Ines").await, None);
    let scoped = stage.cookie(Surface::Console, Holder::Staff(SCOPED)).await;
    assert_eq!(post(&stage, &scoped, "", body).await.status, 403);
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_is_kept() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let body = "name=Ines%3Cb%3E&email=nowhere&function-0=on&rows=all";
    let refused = post(&stage, &cookie, "", body).await;
    assert_eq!(refused.status, 422);
    let page = refused.text();
    assert!(page.contains("value=\"nowhere\"") && !page.contains("Ines<b>"));
    assert!(page.contains("name=\"function-0\" checked"), "{page}");
    let scoped = stage.cookie(Surface::Console, Holder::Staff(SCOPED)).await;
    assert_eq!(post(&stage, &scoped, "", body).await.status, 403);
    let good = "name=Ines&email=ines%40example.org&rows=all";
    assert_eq!(post(&stage, &scoped, "", good).await.status, 403);
    assert_eq!(role_of(&stage, "Ines").await, None);
}
