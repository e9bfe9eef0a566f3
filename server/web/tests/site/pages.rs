//! Programs, headers, probes, badges and bad requests.

use app::Holder;
use app::testing::{MAIN, badge, person};
use web::{Limits, Surface};

use crate::stage::{Stage, within};

fn packed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for surface in Surface::ALL {
        let name = surface.name();
        std::fs::create_dir_all(folder.path().join(name)).unwrap();
        std::fs::write(folder.path().join(name).join("index.html"), "<html>shell").unwrap();
        files.push(format!(
            r#"{{"path":"{name}/index.html","raw_bytes":11,"gzip_bytes":null,"immutable":false}}"#
        ));
    }
    let report = format!(
        r#"{{"style":"shared/s.css","surfaces":[],"files":[{}]}}"#,
        files.join(",")
    );
    std::fs::write(folder.path().join("bundle.json"), report).unwrap();
    folder
}

#[tokio::test]
async fn a_program_opens_for_those_who_are_signed_in_and_sends_others_to_the_entrance() {
    let folder = packed();
    let assets = folder.path().to_owned();
    let stage = Stage::with(|settings| settings.assets = Some(assets), Limits::default()).await;
    let console = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let phone = stage
        .cookie(Surface::Phone, Holder::Person(person(1)))
        .await;
    for (path, cookie, expected) in [
        ("/console/", "", 303),
        ("/console", "", 303),
        ("/console", &*console, 308),
        ("/console/?event=x", &console, 200),
        ("/door/", &console, 200),
        ("/phone/", &console, 303),
        ("/phone/", &phone, 200),
        ("/console/", &phone, 303),
        ("/console/nowhere", &console, 404),
        ("/nowhere", &console, 404),
    ] {
        let answer = stage.get(path, cookie).await;
        assert_eq!(
            answer.status,
            expected,
            "{path} with {cookie:?}: {}",
            answer.text()
        );
        if expected == 303 {
            assert_eq!(answer.header("location"), "/sign-in");
        }
    }
    let by_event = format!("/console/{}", app::testing::EVENT);
    assert_eq!(stage.get(&by_event, &console).await.text(), "<html>shell");
    // A program's worker fetches its own shell to keep it, signed in or not.
    let headers = [("sec-fetch-mode", "cors")];
    assert_eq!(
        stage.request("GET", "/phone/", &headers, b"").await.status,
        200
    );
}

#[tokio::test]
async fn every_answer_forbids_what_it_can() {
    let stage = Stage::new().await;
    for path in ["/", "/sign-in", "/health/live", "/nowhere", "/live/x/me"] {
        let answer = stage.get(path, "").await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval';"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe-inline") && policy.contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "plain http");
    }
    let https = |settings: &mut web::Settings| settings.origins = vec!["https://a.example".into()];
    let stage = Stage::with(https, Limits::default()).await;
    assert!(
        stage
            .get("/sign-in", "")
            .await
            .header("strict-transport-security")
            .contains("max-age")
    );
}

#[tokio::test]
async fn problems_have_a_code_and_no_secrets() {
    let stage = Stage::new().await;
    let answer = stage.get(&stage.live("me"), "").await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(
        (&problem["status"], &problem["title"]),
        (&401.into(), &"NotSignedIn".into())
    );
}

#[tokio::test]
async fn metrics_are_for_this_machine_or_for_the_token() {
    let token = |settings: &mut web::Settings| settings.metrics_token = Some("secret".into());
    let stage = Stage::with(token, Limits::default()).await;
    assert_eq!(stage.get("/metrics", "").await.text(), "regie_test 1\n");
    let forwarded = ("x-forwarded-for", "203.0.113.9");
    let from_outside = |headers: Vec<(&'static str, &'static str)>| {
        let stage = &stage;
        async move { stage.request("GET", "/metrics", &headers, b"").await.status }
    };
    assert_eq!(from_outside(vec![forwarded]).await, 404);
    assert_eq!(
        from_outside(vec![forwarded, ("authorization", "Bearer wrong!")]).await,
        404
    );
    assert_eq!(
        from_outside(vec![forwarded, ("authorization", "Bearer secret")]).await,
        200
    );
}

#[tokio::test]
async fn the_probes_tell_whether_it_lives_and_works() {
    let stage = Stage::new().await;
    assert_eq!(stage.get("/health/live", "").await.status, 204);
    assert_eq!(stage.get("/health/ready", "").await.status, 204);
    stage.node.store.close().await;
    assert_eq!(stage.get("/health/live", "").await.status, 204);
    assert_eq!(stage.get("/health/ready", "").await.status, 503);
}

#[tokio::test]
async fn a_badge_is_shown_to_its_bearer_only() {
    let stage = Stage::new().await;
    let phone = stage
        .cookie(Surface::Phone, Holder::Person(person(1)))
        .await;
    let console = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let path = stage.live("badge.svg");
    let own = stage.get(&path, &phone).await;
    assert_eq!(
        (own.status, own.header("content-type")),
        (200, "image/svg+xml")
    );
    assert!(own.text().starts_with("<svg") && !own.text().contains(&badge(1).to_text()));
    assert_eq!(stage.get(&path, &console).await.status, 404);
    assert_eq!(stage.get(&path, "").await.status, 401);
}

#[tokio::test]
async fn malformed_requests_are_refused_once_and_never_taken_for_two() {
    let stage = Stage::new().await;
    let head = "host: 127.0.0.1\r\n";
    let smuggled = "GET /health/live HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
    let requests = [
        format!(
            "POST /sign-in HTTP/1.1\r\n{head}content-length: 5\r\ncontent-length: 6\r\n\r\nhello"
        ),
        format!("POST /sign-in HTTP/1.1\r\n{head}content-length: x\r\n\r\n{smuggled}"),
        format!("POST /sign-in HTTP/1.1\r\n{head}content-length: -1\r\n\r\n{smuggled}"),
        format!(
            "POST /sign-in HTTP/1.1\r\n{head}transfer-encoding: chunked\r\n\r\nzz\r\n{smuggled}"
        ),
        format!("GET /health/live\r\n{head}\r\n"),
        format!("GET /health/live HTTP/9.9\r\n{head}\r\n"),
        format!("GET /health/live HTTP/1.1\r\n{head}bad header: x\r\n\r\n"),
        format!(
            "GET /health/live HTTP/1.1\r\n{head}x: {}\r\n\r\n",
            "y".repeat(20_000)
        ),
        "\0\0\0\0\r\n\r\n".to_owned(),
    ];
    for request in requests {
        let answer = within("an end", stage.raw(request.as_bytes())).await;
        let text = String::from_utf8_lossy(&answer);
        let n_answers = text.matches("HTTP/1.1 ").count();
        assert!(n_answers <= 1, "{request:?} was answered {n_answers} times");
        assert!(!text.contains("204 No Content"), "{request:?} passed");
    }
}

#[tokio::test]
async fn the_echo_is_not_served_unless_asked_for() {
    let stage = Stage::new().await;
    assert_eq!(stage.get("/ws-echo", "").await.status, 404);
}

#[tokio::test]
async fn whoever_dribbles_is_cut_off() {
    let stage = Stage::new().await;
    let origin = stage.origin();
    let half_a_head = b"GET /health/live HTTP/1.1\r\nhost: 127";
    let half_a_body = format!(
        "POST /sign-in HTTP/1.1\r\nhost: 127.0.0.1\r\norigin: {origin}\r\n\
         content-type: application/x-www-form-urlencoded\r\nconnection: close\r\n\
         content-length: 50\r\n\r\ntoken="
    );
    let (head, body) = within("both ends", async {
        tokio::join!(stage.raw(half_a_head), stage.raw(half_a_body.as_bytes()))
    })
    .await;
    assert!(!String::from_utf8_lossy(&head).contains("204"));
    let body = String::from_utf8_lossy(&body);
    assert!(body.starts_with("HTTP/1.1 408 "), "{body}");
}
