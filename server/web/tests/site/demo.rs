//! The demo's entry: choose who to be.

use app::testing::{EVENT, MAIN, person};
use protocol::Actor;
use web::{DemoAccount, DemoKind, Limits};

use crate::browser::Browser;
use crate::stage::Stage;

fn roles() -> Vec<DemoAccount> {
    let role = |actor, kind, name: &str| DemoAccount {
        event: EVENT,
        actor,
        kind,
        name: name.into(),
    };
    vec![
        role(
            Actor::Staff(MAIN),
            DemoKind::MainAdministrator,
            "Ada <script>",
        ),
        role(Actor::Person(person(1)), DemoKind::Participant, "Paul"),
    ]
}

#[tokio::test]
async fn choosing_a_role_leads_through_a_link_to_its_program() {
    let stage = Stage::with(|settings| settings.demo = Some(roles()), Limits::default()).await;
    let mut browser = Browser::default();
    assert_eq!(browser.get(&stage, "/").await.header("location"), "/demo");
    let french = browser.get(&stage, "/demo").await.text();
    assert!(french.contains("Test event") && french.contains("Administrateur principal"));
    assert!(
        french.contains("Ada &#60;script&#62;") && !french.contains("<script"),
        "{french}"
    );
    let english = browser.get(&stage, "/demo?lang=en").await.text();
    assert!(english.contains("Main administrator") && english.contains("lang=\"en\""));

    for (role, surface) in [(0, "console"), (1, "phone")] {
        let chosen = browser
            .submit(&stage, "/demo?lang=en", &format!("role={role}"))
            .await;
        assert_eq!(chosen.status, 303);
        let page = browser.get(&stage, chosen.header("location")).await.text();
        assert!(page.contains("Sign in"));
        let token = chosen.header("location").split_once("token=").unwrap().1;
        let token = token.split('&').next().unwrap();
        let entered = browser
            .submit(&stage, "/sign-in", &format!("token={token}"))
            .await;
        assert_eq!(
            entered.header("location"),
            format!("/{surface}/?event={EVENT}")
        );
    }
    assert_eq!(browser.submit(&stage, "/demo", "role=7").await.status, 404);
}

#[tokio::test]
async fn outside_a_demo_nobody_is_given_a_role() {
    let stage = Stage::new().await;
    let mut browser = Browser::default();
    assert_eq!(
        browser.get(&stage, "/").await.header("location"),
        "/sign-in"
    );
    assert_eq!(browser.get(&stage, "/demo").await.status, 404);
    assert_eq!(browser.submit(&stage, "/demo", "role=0").await.status, 404);
}
