//! Signing in by a one-time link, and out again.

use app::Holder;
use app::testing::{EVENT, MAIN, person};
use web::Surface;

use crate::browser::Browser;
use crate::stage::Stage;

async fn link(stage: &Stage, holder: Holder) -> String {
    stage
        .node
        .accounts
        .issue_link(EVENT, holder)
        .await
        .unwrap()
        .to_text()
}

#[tokio::test]
async fn looking_at_a_link_never_uses_it_up_and_pressing_the_button_does() {
    let stage = Stage::new().await;
    let token = link(&stage, Holder::Staff(MAIN)).await;
    let path = format!("/sign-in?token={token}");
    for method in ["GET", "HEAD"].repeat(10) {
        let answer = stage.request(method, &path, &[], b"").await;
        assert_eq!(answer.status, 200);
        assert_eq!(
            answer.header("set-cookie"),
            "",
            "nobody is signed in by looking"
        );
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let mut browser = Browser::default();
    let page = browser.get(&stage, &path).await.text();
    assert!(
        page.contains(&token) && page.contains("method=\"post\""),
        "{page}"
    );
    let entered = browser
        .submit(&stage, "/sign-in", &format!("token={token}"))
        .await;
    assert_eq!(entered.status, 303);
    assert_eq!(
        entered.header("location"),
        format!("/console/?event={EVENT}")
    );
    let cookie = entered.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let me = browser.get(&stage, &stage.live("me")).await;
    assert_eq!(me.status, 200);
    let me: serde_json::Value = serde_json::from_slice(&me.body).unwrap();
    assert_eq!(
        (&me["title"], &me["zone"]),
        (&"Test event".into(), &"Europe/Paris".into())
    );
    assert_eq!(
        (&me["surface"], &me["name"]),
        (&"console".into(), &"Main".into())
    );

    let again = Browser::default()
        .submit(&stage, "/sign-in", &format!("token={token}"))
        .await;
    assert_eq!(again.status, 410, "once");
    assert_eq!(again.header("set-cookie"), "");
}

#[tokio::test]
async fn a_button_pressed_on_another_site_does_nothing() {
    let stage = Stage::new().await;
    let token = link(&stage, Holder::Staff(MAIN)).await;
    let body = format!("token={token}");
    let kind = ("content-type", "application/x-www-form-urlencoded");
    for origin in ["https://evil.test", "null"] {
        let headers = [kind, ("origin", origin)];
        let answer = stage
            .request("POST", "/sign-in", &headers, body.as_bytes())
            .await;
        assert_eq!(answer.status, 403, "{origin}");
    }
    assert_eq!(
        stage
            .request("POST", "/sign-in", &[kind], body.as_bytes())
            .await
            .status,
        403
    );
    let own = Browser::default().submit(&stage, "/sign-in", &body).await;
    assert_eq!(own.status, 303, "the link is still good");
}

#[tokio::test]
async fn unknown_expired_and_used_links_look_the_same() {
    let stage = Stage::new().await;
    let used = link(&stage, Holder::Staff(MAIN)).await;
    Browser::default()
        .submit(&stage, "/sign-in", &format!("token={used}"))
        .await;
    let expired = link(&stage, Holder::Staff(MAIN)).await;
    stage.node.clock.advance(app::account::LINK_LIFE);
    let unknown = "A".repeat(43);
    let mut pages = Vec::new();
    for token in [&*used, &*expired, &*unknown, "nonsense", ""] {
        let answer = Browser::default()
            .submit(&stage, "/sign-in", &format!("token={token}"))
            .await;
        assert_eq!(answer.status, 410, "{token}");
        pages.push(answer.text());
    }
    assert!(
        pages.windows(2).all(|two| two[0] == two[1]),
        "a guesser learns nothing"
    );
}

#[tokio::test]
async fn one_browser_holds_a_sign_in_per_surface() {
    let stage = Stage::new().await;
    let mut browser = Browser::default();
    for holder in [Holder::Staff(MAIN), Holder::Person(person(1))] {
        let token = link(&stage, holder).await;
        let entered = browser
            .submit(&stage, "/sign-in", &format!("token={token}"))
            .await;
        assert_eq!(entered.status, 303);
    }
    assert_eq!(browser.cookies.len(), 2);
    let mut kind_of = async |surface: &str| {
        let path = format!("{}?surface={surface}", stage.live("me"));
        let me: serde_json::Value =
            serde_json::from_slice(&browser.get(&stage, &path).await.body).unwrap();
        me["kind"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(kind_of("console").await, "staff");
    assert_eq!(kind_of("phone").await, "person");
    // Signing out of one leaves the other.
    let out = browser.submit(&stage, "/sign-out?surface=phone", "").await;
    assert_eq!(out.status, 303);
    assert_eq!(
        browser.cookies.keys().collect::<Vec<_>>(),
        ["regie-console"]
    );
}

#[tokio::test]
async fn a_new_sign_in_of_the_same_surface_ends_the_one_before() {
    let stage = Stage::new().await;
    let mut browser = Browser::default();
    let before = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let (name, value) = before.split_once('=').unwrap();
    browser.cookies.insert(name.to_owned(), value.to_owned());
    let token = link(&stage, Holder::Staff(MAIN)).await;
    browser
        .submit(&stage, "/sign-in", &format!("token={token}"))
        .await;
    assert_ne!(browser.header(), before, "a new sign-in has a new secret");
    assert_eq!(stage.get(&stage.live("me"), &before).await.status, 401);
    assert_eq!(browser.get(&stage, &stage.live("me")).await.status, 200);
}

#[tokio::test]
async fn a_stranger_and_somebody_of_another_event_learn_the_same() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let elsewhere = protocol::id::EventId::example(2);
    for way in ["me", "snapshot", "badge.svg"] {
        let theirs = stage
            .get(&format!("/live/{elsewhere}/{way}"), &cookie)
            .await;
        let nobodys = stage.get(&format!("/live/{EVENT}/{way}"), "").await;
        let nowhere = stage.get(&format!("/live/nowhere/{way}"), &cookie).await;
        assert_eq!(
            (theirs.status, nobodys.status, nowhere.status),
            (401, 401, 401),
            "{way}"
        );
        assert_eq!(theirs.body, nobodys.body);
    }
}
