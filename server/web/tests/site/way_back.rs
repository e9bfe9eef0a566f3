//! A sign-in leads back to the page that asked for it, whatever it takes to get in, and nowhere
//! else.

use std::time::Duration;

use app::Holder;
use app::account::code_at;
use app::port::Clock;
use app::testing::{EVENT, person};

use crate::browser::Browser;
use crate::people::{EMAIL, PASSWORD, enter, form, letter, protect, token_of, user};
use crate::stage::Stage;

/// Opens the sign-in as a page that asks for it does.
async fn ask(stage: &Stage, browser: &mut Browser, next: &str) {
    let path = format!("/sign-in?next={}", next.replace('?', "%3F"));
    let page = browser.get(stage, &path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("la page demandée"), "{}", page.text());
}

#[tokio::test]
async fn by_password_to_the_page_and_once_only() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let mut browser = Browser::default();
    let way = format!("/my/{EVENT}/availability?lang=en");
    ask(&stage, &mut browser, &way).await;
    let wrong = enter(&stage, &mut browser, EMAIL, "lampe girafe").await;
    assert_eq!(wrong.status, 422, "and the way is not lost");
    let entered = enter(&stage, &mut browser, EMAIL, PASSWORD).await;
    assert_eq!((entered.status, entered.header("location")), (303, &*way));
    assert_eq!(
        browser.cookies.keys().collect::<Vec<_>>(),
        ["regie-phone", "regie-user"]
    );
    assert_eq!(browser.get(&stage, &way).await.status, 200);
    // Who is signed in already comes to a page of his without being asked.
    browser.cookies.remove("regie-phone");
    let led = browser
        .get(&stage, &format!("/sign-in?next=/my/{EVENT}"))
        .await;
    assert_eq!(led.header("location"), format!("/my/{EVENT}"));
    assert_eq!(
        browser.get(&stage, &format!("/my/{EVENT}")).await.status,
        200
    );
    let led = browser.get(&stage, "/sign-in?next=/account/data").await;
    assert_eq!(led.header("location"), "/account/data");
}

#[tokio::test]
async fn by_password_and_code() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let mut before = Browser::default();
    enter(&stage, &mut before, EMAIL, PASSWORD).await;
    let (key, _) = protect(&stage, &mut before).await;
    stage.node.clock.advance(Duration::from_secs(30));
    let mut browser = Browser::default();
    let way = format!("/my/{EVENT}/profile");
    ask(&stage, &mut browser, &way).await;
    let half = enter(&stage, &mut browser, EMAIL, PASSWORD).await;
    assert_eq!(half.header("location"), "/sign-in/code");
    let code = code_at(&key, stage.node.clock.now());
    let entered = browser
        .submit(&stage, "/sign-in/code", &form(&[("code", &code)]))
        .await;
    assert_eq!((entered.status, entered.header("location")), (303, &*way));
    assert_eq!(browser.get(&stage, &way).await.status, 200);
}

#[tokio::test]
async fn by_a_link() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let mut browser = Browser::default();
    let way = format!("/my/{EVENT}/badge");
    ask(&stage, &mut browser, &way).await;
    assert_eq!(
        browser.get(&stage, "/sign-in/link?lang=fr").await.status,
        200
    );
    let asked = browser
        .submit(&stage, "/sign-in/link", &form(&[("email", EMAIL)]))
        .await;
    assert_eq!(asked.status, 200);
    let token = token_of(&letter(&stage, "sign_in").await);
    let entered = browser
        .submit(&stage, "/sign-in/link", &form(&[("token", &token)]))
        .await;
    assert_eq!((entered.status, entered.header("location")), (303, &*way));
}

#[tokio::test]
async fn an_account_that_does_not_open_the_page_is_told_so_and_not_sent_in_circles() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let mut browser = Browser::default();
    let way = format!("/desk/{EVENT}/team");
    ask(&stage, &mut browser, &way).await;
    let entered = enter(&stage, &mut browser, EMAIL, PASSWORD).await;
    // Where he would have come without asking.
    assert_eq!(entered.header("location"), format!("/phone/?event={EVENT}"));
    let cookies = browser.header();
    let headers = [("cookie", &*cookies), ("accept", "text/html")];
    let path = format!("/sign-in?next={way}");
    let refused = stage.request("GET", &path, &headers, b"").await;
    assert_eq!(refused.status, 403);
    assert!(
        refused.text().contains("pas ouverte à votre compte"),
        "{}",
        refused.text()
    );
    assert!(refused.text().contains("href=\"/account\""));
}

#[tokio::test]
async fn a_way_to_elsewhere_is_none() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    for hostile in [
        "//evil.test",
        "/%5Cevil.test",
        "%5C%5Cevil.test",
        "https:%2F%2Fevil.test/my",
        "/my%0D%0Alocation:%20https://evil.test",
        "/my%250d%250ax",
        "/%2Fevil.test",
        "javascript:alert(1)",
        "/sign-out",
    ] {
        let mut browser = Browser::default();
        let page = browser
            .get(&stage, &format!("/sign-in?next={hostile}"))
            .await;
        assert_eq!((page.status, browser.cookies.len()), (200, 0), "{hostile}");
        let entered = enter(&stage, &mut browser, EMAIL, PASSWORD).await;
        let to = entered.header("location");
        assert_eq!(to, format!("/phone/?event={EVENT}"), "{hostile}");
    }
    // Nor is one that somebody else put beside the cookies.
    let mut browser = Browser::default();
    let forged = "//evil.test".to_owned();
    browser.cookies.insert("regie-way-back".into(), forged);
    let entered = enter(&stage, &mut browser, EMAIL, PASSWORD).await;
    assert_eq!(entered.header("location"), format!("/phone/?event={EVENT}"));
}

#[tokio::test]
async fn the_front_page_leads_to_the_only_public_event() {
    let stage = Stage::new().await;
    assert_eq!(stage.get("/", "").await.header("location"), "/sign-in");
    let stage = crate::public::with_site().await;
    let french = stage.get("/", "").await;
    assert_eq!(
        (french.status, french.header("location")),
        (307, "/e/cap/fr")
    );
    let headers = [("accept-language", "en")];
    let english = stage.request("GET", "/", &headers, b"").await;
    assert_eq!(english.header("location"), "/e/cap/en");
    // The page of a sign-in that leads to the event wears its look.
    let path = format!("/sign-in?next=/my/{EVENT}");
    let page = stage.get(&path, "").await.text();
    assert!(
        page.contains("/e/cap/look.css") && page.contains("Cap &#60;Littoral&#62;"),
        "{page}"
    );
    let site = stage.get("/e/cap/fr", "").await.text();
    assert!(site.contains(&format!("next=/my/{EVENT}")), "{site}");
}
