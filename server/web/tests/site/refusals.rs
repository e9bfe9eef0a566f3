//! What people and programs meet who are refused something: pages for the ones, problems for the
//! others, at every address.

use std::collections::BTreeMap;

use app::Holder;
use app::testing::{EVENT, MAIN, person};
use protocol::Actor;
use protocol::id::EventId;
use web::{DemoAccount, DemoKind, Limits, ROUTES, Surface};

use crate::stage::{Answer, Stage};

const UNKNOWN: EventId = EventId::example(3);
const FORM: &str = "application/x-www-form-urlencoded";
/// What browsers say that they take, of pages.
const PAGES: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn address(path: &str, event: EventId) -> String {
    path.replace("{event}", &event.to_string())
        .replace("{slug}", "nowhere")
        .replace("{language}", "fr")
        .replace("{with}", "team")
        .replace("{step}", "company")
        .replace("{section}", "company")
        .replace("{number}", "1")
        .replace(['{', '}'], "")
}

fn verb(method: &str) -> &'static str {
    match method {
        "get" | "any" => "GET",
        "post" => "POST",
        _ => "DELETE",
    }
}

/// Asks as a browser that goes there.
async fn person_asks(
    stage: &Stage,
    method: &str,
    path: &str,
    more: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut headers = vec![
        ("accept", PAGES),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
    ];
    headers.extend_from_slice(more);
    stage.request(method, path, &headers, body).await
}

/// A page of ours that says what to do, and nothing of our inside.
fn assert_page(answer: &Answer, what: &str) {
    let text = answer.text();
    let kind = answer.header("content-type");
    assert_eq!(kind, "text/html; charset=utf-8", "{what}: {text}");
    assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    assert!(text.contains("<html lang=\"fr\">"), "{what}: {text}");
    assert!(text.contains("Référence pour l’assistance"), "{what}");
    assert!(
        text.contains("<h1>") && text.contains("<a href=\"/"),
        "{what}"
    );
    assert!(
        answer
            .header("content-security-policy")
            .contains("default-src 'none'")
    );
    for inside in [
        "deserialize",
        "Failed to",
        "urn:regie",
        "panicked",
        ".rs",
        "axum",
    ] {
        assert!(!text.contains(inside), "{what} says {inside}: {text}");
    }
}

fn assert_problem(answer: &Answer, what: &str) {
    let kind = answer.header("content-type");
    assert_eq!(
        kind,
        "application/problem+json",
        "{what}: {}",
        answer.text()
    );
    let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(problem["status"], answer.status, "{what}");
    assert!(
        !answer.text().contains("deserialize"),
        "{what}: {}",
        answer.text()
    );
}

async fn stage() -> Stage {
    Stage::with(|settings| settings.has_echo = true, Limits::default()).await
}

/// Every way in which every address can refuse: method, path, status, and both answers.
#[tokio::test]
async fn every_refusal_of_every_address_is_a_page_for_people_and_a_problem_for_programs() {
    let stage = stage().await;
    let origin = stage.origin();
    let main = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let phone = stage
        .cookie(Surface::Phone, Holder::Person(person(1)))
        .await;
    let large = vec![b'x'; 2 * 1024 * 1024];
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for route in ROUTES.iter().filter(|route| route.path != "/metrics") {
        let own = verb(route.method);
        for event in [EVENT, UNKNOWN] {
            let path = address(route.path, event);
            for (method, cookie, from, body) in [
                (own, "", &*origin, &b"%zz=\xff"[..]),
                (own, &main, &origin, b"%zz=\xff"),
                (own, &phone, &origin, b"%zz=\xff"),
                ("POST", &main, "https://evil.test", b""),
                ("PATCH", &main, &origin, b""),
                ("POST", &main, &origin, &large),
            ] {
                if path.ends_with("/poll") && !cookie.is_empty() && body.len() < 100 {
                    continue;
                }
                let more = [("cookie", cookie), ("origin", from), ("content-type", FORM)];
                let what = format!("{method} {path} from {from}, {} bytes", body.len());
                let page = person_asks(&stage, method, &path, &more, body).await;
                let mut headers = vec![("accept", "application/json")];
                headers.extend_from_slice(&more);
                let told = stage.request(method, &path, &headers, body).await;
                // A form shows itself again with what is wrong in it, whoever sent it.
                let shows_itself = told.header("content-type").starts_with("text/html");
                if page.status >= 400 && !shows_itself {
                    *statuses.entry(page.status).or_default() += 1;
                    assert_page(&page, &what);
                }
                if told.status >= 400 && !shows_itself {
                    assert_problem(&told, &what);
                }
            }
        }
    }
    for status in [400, 401, 403, 404, 405, 413] {
        assert!(statuses.contains_key(&status), "{status}: {statuses:?}");
    }
}

#[tokio::test]
async fn an_unknown_address_and_one_that_is_too_long_have_a_page() {
    let stage = Stage::new().await;
    let nowhere = person_asks(&stage, "GET", "/nowhere", &[], b"").await;
    assert_eq!(nowhere.status, 404);
    assert_page(&nowhere, "nowhere");
    let english = [("accept-language", "en")];
    let english = person_asks(&stage, "GET", "/nowhere", &english, b"").await;
    assert!(english.text().contains("Page not found"));
    let by_path = person_asks(&stage, "GET", "/e/nowhere/en/contact", &[], b"").await;
    assert!(by_path.text().contains("Page not found"));
    assert_problem(&stage.get("/nowhere", "").await, "a program");
    let long = format!("/e/{}", "x".repeat(9_000));
    let long = person_asks(&stage, "GET", &long, &[], b"").await;
    assert_eq!(long.status, 414);
    assert_page(&long, "too long");
}

#[tokio::test]
async fn too_many_requests_say_when_to_come_back() {
    let stage = Stage::new().await;
    let origin = stage.origin();
    let more = [("origin", &*origin), ("content-type", FORM)];
    let mut last = None;
    for _ in 0..2_000 {
        let answer = stage.request("POST", "/sign-in", &more, b"token=x").await;
        if answer.status == 429 {
            last = Some(answer);
            break;
        }
    }
    let told = last.expect("the throttle closes");
    assert_problem(&told, "a program");
    assert!(!told.header("retry-after").is_empty());
    let page = person_asks(&stage, "POST", "/sign-in", &more, b"token=x").await;
    assert_eq!(page.status, 429, "{}", page.text());
    assert_page(&page, "too many");
    assert!(!page.header("retry-after").is_empty());
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_said_in_words() {
    let stage = Stage::new().await;
    let main = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    stage.node.store.close().await;
    let cookie = [("cookie", &*main)];
    let page = person_asks(&stage, "GET", "/account", &[("cookie", &main)], b"").await;
    assert_eq!(
        page.status, 303,
        "nobody is known without a sign-in of his own"
    );
    let path = format!("/desk/{EVENT}/connections");
    let page = person_asks(&stage, "GET", &path, &cookie, b"").await;
    assert_eq!(page.status, 503, "{}", page.text());
    assert_page(&page, "no store");
    assert!(page.text().contains("Réessayer"));
}

#[tokio::test]
async fn a_page_wears_the_look_of_an_event_that_is_public() {
    let stage = crate::public::with_site().await;
    let page = person_asks(&stage, "GET", "/e/cap/files/nothing", &[], b"").await;
    assert_eq!(page.status, 404);
    assert_page(&page, "a file");
    assert!(page.text().contains("/e/cap/look.css"), "{}", page.text());
    let path = format!("/my/{EVENT}/meetings/none");
    let phone = stage
        .cookie(Surface::Phone, Holder::Person(person(1)))
        .await;
    let page = person_asks(&stage, "GET", &path, &[("cookie", &phone)], b"").await;
    assert_eq!(page.status, 404);
    assert_page(&page, "a meeting");
    assert!(page.text().contains("/e/cap/look.css"));
    assert!(page.text().contains(&format!("href=\"/my/{EVENT}\"")));
    // A participant's own pages wear it too.
    let own = stage.get(&format!("/my/{EVENT}"), &phone).await;
    assert!(own.text().contains("/e/cap/look.css"));
}

#[tokio::test]
async fn a_refusal_in_a_frame_of_ours_can_be_seen_there() {
    let stage = Stage::new().await;
    let path = format!("/desk/{EVENT}/letters/none/html");
    let headers = [
        ("accept", PAGES),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "iframe"),
    ];
    let page = stage.request("GET", &path, &headers, b"").await;
    assert_eq!(
        page.status, 401,
        "led to a sign-in, it would be lost in a frame"
    );
    assert_page(&page, "framed");
    assert!(
        page.header("content-security-policy")
            .contains("frame-ancestors 'self'")
    );
}

#[tokio::test]
async fn somebody_who_is_not_signed_in_is_led_to_the_sign_in_and_keeps_what_he_sends() {
    let stage = Stage::new().await;
    let path = format!("/desk/{EVENT}/team?lang=en");
    let page = person_asks(&stage, "GET", &path, &[], b"").await;
    assert_eq!(page.status, 303);
    let expected = format!("/sign-in?next=/desk/{EVENT}/team%3Flang%3Den");
    assert_eq!(page.header("location"), expected);
    let way = format!("/my/{EVENT}/badge");
    let page = person_asks(&stage, "GET", &way, &[], b"").await;
    assert_eq!(page.header("location"), format!("/sign-in?next={way}"));
    let origin = stage.origin();
    let referer = format!("{origin}/my/{EVENT}/availability");
    let more = [
        ("origin", &*origin),
        ("referer", &referer),
        ("content-type", FORM),
    ];
    let path = format!("/my/{EVENT}/availability");
    let page = person_asks(&stage, "POST", &path, &more, b"seen=x").await;
    assert_eq!(page.status, 401);
    assert_page(&page, "a form");
    let way = format!("href=\"/sign-in?next=/my/{EVENT}/availability\"");
    assert!(page.text().contains(&way), "{}", page.text());
}

#[tokio::test]
async fn in_a_demo_people_choose_a_role_instead() {
    let demo = DemoAccount {
        event: EVENT,
        actor: Actor::Staff(MAIN),
        kind: DemoKind::MainAdministrator,
        name: "Main".into(),
    };
    let stage = Stage::with(|s| s.demo = Some(vec![demo]), Limits::default()).await;
    let path = format!("/desk/{EVENT}/team");
    let page = person_asks(&stage, "GET", &path, &[], b"").await;
    assert_eq!((page.status, page.header("location")), (303, "/demo"));
}
