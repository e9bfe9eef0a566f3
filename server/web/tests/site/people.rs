//! People over the pages: password, links, second factor, sign-ins that end.

use std::time::Duration;

use app::Holder;
use app::account::{Email, LINK_LIFE, Letter, Matter, Rules, Tongue, User, code_at};
use app::port::Clock;
use app::testing::{EVENT, MAIN, SCOPED, SECOND, person, quick_rules};
use web::{Limits, Surface};

use crate::browser::Browser;
use crate::stage::{Answer, Stage, within};

pub(crate) const PASSWORD: &str = "tulipe cheval brume phare";
pub(crate) const EMAIL: &str = "claire@example.org";

/// A form's value with what addresses do not carry written apart.
pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    let apart = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    let pairs = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", apart(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A user who holds something at the event and has chosen a password.
pub(crate) async fn user(stage: &Stage, email: &str, holder: Holder) -> User {
    let accounts = &stage.node.accounts;
    let email = Email::parse(email).unwrap();
    let given = accounts
        .give_to(EVENT, holder, &email, Tongue::French)
        .await
        .unwrap();
    let user = given.unwrap();
    let link = accounts.password_link(user.id).await.unwrap();
    let chosen = Browser::default()
        .submit(
            stage,
            "/password/new",
            &form(&[("token", &link.to_text()), ("password", PASSWORD)]),
        )
        .await;
    assert_eq!(chosen.status, 303, "{}", chosen.text());
    user
}

pub(crate) async fn enter(
    stage: &Stage,
    browser: &mut Browser,
    email: &str,
    password: &str,
) -> Answer {
    let typed = form(&[("email", email), ("password", password)]);
    browser.submit(stage, "/sign-in/password", &typed).await
}

/// The letter that is about something, once it was sent.
pub(crate) async fn letter(stage: &Stage, name: &str) -> Letter {
    within("a letter", async {
        loop {
            let letters = stage.node.letters.letters();
            let found = letters.iter().rev().find(|l| l.matter.name() == name);
            if let Some(letter) = found {
                return letter.clone();
            }
            tokio::task::yield_now().await;
        }
    })
    .await
}

pub(crate) fn token_of(letter: &Letter) -> String {
    let path = letter.matter.path().unwrap();
    path.split_once("token=").unwrap().1.to_owned()
}

#[tokio::test]
async fn a_participant_signs_in_with_a_password_and_is_at_his_event() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let mut browser = Browser::default();
    let page = browser.get(&stage, "/sign-in").await.text();
    assert!(page.contains("autocomplete=\"current-password\""), "{page}");
    let entered = enter(&stage, &mut browser, " Claire@EXAMPLE.org ", PASSWORD).await;
    assert_eq!(entered.status, 303, "{}", entered.text());
    assert_eq!(entered.header("location"), format!("/phone/?event={EVENT}"));
    assert!(entered.cookies.iter().all(|c| c.contains("HttpOnly")));
    assert_eq!(
        browser.cookies.keys().collect::<Vec<_>>(),
        ["regie-phone", "regie-user"]
    );
    assert_eq!(browser.get(&stage, &stage.live("me")).await.status, 200);
    let account = browser.get(&stage, "/account").await.text();
    assert!(account.contains("Test event") && account.contains(EMAIL));
    // Whoever is signed in is not asked again.
    assert_eq!(browser.get(&stage, "/sign-in").await.status, 303);
    // And out: of the event as well, and for good.
    let before = browser.header();
    let out = browser.submit(&stage, "/sign-out", "").await;
    assert_eq!((out.status, browser.cookies.len()), (303, 0));
    assert_eq!(stage.get("/account", &before).await.status, 303);
    assert_eq!(stage.get(&stage.live("me"), &before).await.status, 401);
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_look_the_same_and_the_address_stays() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let mut pages = Vec::new();
    for (email, password) in [
        (EMAIL, "lampe girafe"),
        ("nobody@example.org", PASSWORD),
        ("no address", "chat perché"),
        (EMAIL, ""),
    ] {
        let mut browser = Browser::default();
        let refused = enter(&stage, &mut browser, email, password).await;
        assert_eq!(refused.status, 422, "{email}");
        assert!(browser.cookies.is_empty());
        let page = refused.text();
        assert!(page.contains(&format!("value=\"{email}\"")), "{page}");
        assert!(password.is_empty() || !page.contains(&format!("\"{password}\"")));
        pages.push(page.replace(email, "…"));
    }
    assert!(pages.windows(2).all(|two| two[0] == two[1]));
}

#[tokio::test]
async fn what_is_typed_comes_back_as_text_only() {
    let stage = Stage::new().await;
    let hostile = "\"><script>alert(1)</script>@example.org";
    let refused = enter(&stage, &mut Browser::default(), hostile, "x").await;
    let page = refused.text();
    assert!(!page.contains("<script>"), "{page}");
    assert!(page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"));
}

#[tokio::test]
async fn too_many_failures_make_one_wait_from_there_and_nobody_elsewhere() {
    let stage = Stage::with(
        |settings| settings.is_behind_proxy = true,
        Limits::default(),
    )
    .await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let origin = stage.origin();
    let from = async |address: &str, password: &str| {
        let headers = [
            ("origin", &*origin),
            ("content-type", "application/x-www-form-urlencoded"),
            ("x-forwarded-for", address),
        ];
        let body = form(&[("email", EMAIL), ("password", password)]);
        stage
            .request("POST", "/sign-in/password", &headers, body.as_bytes())
            .await
    };
    for _ in 0..5 {
        assert_eq!(from("198.51.100.9", "wrong").await.status, 422);
    }
    let waits = from("198.51.100.9", PASSWORD).await;
    assert_eq!(waits.status, 429, "even the right one");
    assert_eq!(waits.header("retry-after"), "60");
    // The owner, elsewhere, is not kept out.
    assert_eq!(from("192.0.2.1", PASSWORD).await.status, 303);
    stage.node.clock.advance(Duration::from_secs(60));
    assert_eq!(from("198.51.100.9", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_link_and_every_sign_in_ends() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let mut before = Browser::default();
    enter(&stage, &mut before, EMAIL, PASSWORD).await;
    let cookie = before.header();
    let mut socket = stage.socket(&cookie).await;
    socket.greet().await;

    let mut browser = Browser::default();
    let path = "/password/forgotten";
    let known = browser
        .submit(&stage, path, &form(&[("email", EMAIL)]))
        .await;
    let unknown = form(&[("email", "nobody@example.org")]);
    let unknown = browser.submit(&stage, path, &unknown).await;
    assert_eq!((known.status, unknown.status), (200, 200));
    assert_eq!(known.body, unknown.body, "nobody learns who is known here");
    let token = token_of(&letter(&stage, "reset_password").await);
    for _ in 0..10 {
        let looked = stage.get(&format!("/password/new?token={token}"), "").await;
        assert_eq!(looked.status, 200, "looking uses nothing up");
    }
    let weak = form(&[("token", &token), ("password", "court")]);
    let refused = browser.submit(&stage, "/password/new", &weak).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("au moins 12 caractères"));
    let new = "lanterne verger girafe 71";
    let good = form(&[("token", &token), ("password", new)]);
    let done = browser.submit(&stage, "/password/new", &good).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let again = browser.submit(&stage, "/password/new", &good).await;
    assert_eq!(again.status, 410, "once");
    socket.closing().await;
    assert_eq!(stage.get(&stage.live("me"), &cookie).await.status, 401);
    let old = enter(&stage, &mut browser, EMAIL, PASSWORD).await;
    assert_eq!(old.status, 422);
    let fresh = enter(&stage, &mut browser, EMAIL, new).await;
    assert_eq!(fresh.status, 303);
    letter(&stage, "password_changed").await;
}

#[tokio::test]
async fn a_link_to_ones_address_signs_in_once_and_for_its_purpose_only() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let mut browser = Browser::default();
    let asked = browser
        .submit(&stage, "/sign-in/link", &form(&[("email", EMAIL)]))
        .await;
    assert_eq!(asked.status, 200);
    let token = token_of(&letter(&stage, "sign_in").await);
    let path = format!("/password/new?token={token}");
    assert_eq!(stage.get(&path, "").await.status, 410, "not for this");
    let path = format!("/sign-in/link?token={token}");
    for method in ["GET", "HEAD"].repeat(5) {
        let looked = stage.request(method, &path, &[], b"").await;
        assert_eq!((looked.status, looked.cookies.len()), (200, 0));
    }
    let body = form(&[("token", &token)]);
    let entered = browser.submit(&stage, "/sign-in/link", &body).await;
    assert_eq!(entered.status, 303);
    assert_eq!(browser.get(&stage, &stage.live("me")).await.status, 200);
    let again = Browser::default()
        .submit(&stage, "/sign-in/link", &body)
        .await;
    assert_eq!(again.status, 410);
}

#[tokio::test]
async fn a_link_is_too_old_after_ten_minutes_and_few_letters_are_sent() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let mut browser = Browser::default();
    for _ in 0..6 {
        browser
            .submit(&stage, "/sign-in/link", &form(&[("email", EMAIL)]))
            .await;
        stage.node.accounts.until_no_link_is_made().await;
    }
    let sent = || {
        let letters = stage.node.letters.letters();
        let links = letters.iter().filter(|l| l.matter.name() == "sign_in");
        links.count()
    };
    assert_eq!(sent(), 3, "nobody fills another's mailbox");
    let token = token_of(&letter(&stage, "sign_in").await);
    stage.node.clock.advance(LINK_LIFE);
    let body = form(&[("token", &token)]);
    let late = browser.submit(&stage, "/sign-in/link", &body).await;
    assert_eq!(late.status, 410);
    // Asking in vain does not prolong the pause.
    stage.node.clock.advance(Duration::from_secs(5 * 60));
    browser
        .submit(&stage, "/sign-in/link", &form(&[("email", EMAIL)]))
        .await;
    stage.node.accounts.until_no_link_is_made().await;
    assert_eq!(sent(), 4);
}

/// Switches the second factor on; the key and the recovery codes.
pub(crate) async fn protect(stage: &Stage, browser: &mut Browser) -> (String, Vec<String>) {
    let page = browser.get(stage, "/account/second-factor").await.text();
    let key = page
        .split("<code>")
        .nth(1)
        .and_then(|rest| rest.split('<').next())
        .unwrap_or_else(|| panic!("{page}"))
        .to_owned();
    let picture = browser.get(stage, "/account/second-factor/code.svg").await;
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    let wrong = form(&[("code", "000000")]);
    let path = "/account/second-factor/confirm";
    assert_eq!(browser.submit(stage, path, &wrong).await.status, 422);
    let code = code_at(&key, stage.node.clock.now());
    let on = browser.submit(stage, path, &form(&[("code", &code)])).await;
    assert_eq!(on.status, 200, "{}", on.text());
    let text = on.text();
    let codes = text.split("<code>").skip(1);
    let codes = codes.map(|rest| rest.split('<').next().unwrap_or_default().to_owned());
    (key, codes.collect())
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_each_code_opens_once() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let mut browser = Browser::default();
    enter(&stage, &mut browser, EMAIL, PASSWORD).await;
    let (key, recovery) = protect(&stage, &mut browser).await;
    assert_eq!(recovery.len(), 10);
    let used = code_at(&key, stage.node.clock.now());
    letter(&stage, "factor_changed").await;

    let mut other = Browser::default();
    let half = enter(&stage, &mut other, EMAIL, PASSWORD).await;
    assert_eq!(half.header("location"), "/sign-in/code");
    let half_way = other.header();
    for path in ["/account", "/account/second-factor"] {
        let page = other.get(&stage, path).await;
        assert_eq!(page.header("location"), "/sign-in", "half way is outside");
    }
    let show = async |browser: &mut Browser, code: &str| {
        let body = form(&[("code", code)]);
        browser.submit(&stage, "/sign-in/code", &body).await
    };
    assert_eq!(show(&mut other, &used).await.status, 422, "taken before");
    stage.node.clock.advance(Duration::from_secs(30));
    let code = code_at(&key, stage.node.clock.now());
    let entered = show(&mut other, &code).await;
    assert_eq!(entered.header("location"), format!("/phone/?event={EVENT}"));
    assert_ne!(other.header(), half_way, "a new secret for new rights");
    assert_eq!(
        stage
            .get("/sign-in/code", &half_way)
            .await
            .header("location"),
        "/sign-in"
    );

    let mut lost = Browser::default();
    enter(&stage, &mut lost, EMAIL, PASSWORD).await;
    assert_eq!(show(&mut lost, &code).await.status, 422, "once");
    let typed = recovery[3].to_uppercase().replace('-', " ");
    assert_eq!(show(&mut lost, &typed).await.status, 303);
    let mut again = Browser::default();
    enter(&stage, &mut again, EMAIL, PASSWORD).await;
    assert_eq!(show(&mut again, &recovery[3]).await.status, 422, "once");
}

#[tokio::test]
async fn guessing_codes_ends_what_the_password_opened() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let mut browser = Browser::default();
    enter(&stage, &mut browser, EMAIL, PASSWORD).await;
    protect(&stage, &mut browser).await;
    let mut guesser = Browser::default();
    enter(&stage, &mut guesser, EMAIL, PASSWORD).await;
    let mut statuses = Vec::new();
    for n in 0..6 {
        let body = form(&[("code", &format!("10000{n}"))]);
        let answer = guesser.submit(&stage, "/sign-in/code", &body).await;
        statuses.push(answer.status);
    }
    assert_eq!(statuses, [422, 422, 422, 422, 422, 429]);
}

#[tokio::test]
async fn an_administrator_opens_nothing_without_a_second_factor_where_that_is_the_rule() {
    let rules = Rules {
        administrators_need_factor: true,
        ..quick_rules()
    };
    let stage = Stage::with_rules(rules, |_| {}, Limits::default()).await;
    user(&stage, EMAIL, Holder::Staff(MAIN)).await;
    let mut browser = Browser::default();
    let entered = enter(&stage, &mut browser, EMAIL, PASSWORD).await;
    let needed = "/account/second-factor?needed=1";
    assert_eq!(entered.header("location"), needed);
    assert!(!browser.cookies.contains_key("regie-console"));
    protect(&stage, &mut browser).await;
    let account = browser.get(&stage, "/account").await.text();
    let id = account.split("name=\"account\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let opened = browser
        .submit(&stage, "/account/open", &form(&[("account", id)]))
        .await;
    assert_eq!(
        opened.header("location"),
        format!("/console/?event={EVENT}")
    );
    // A participant is not asked for one.
    user(&stage, "paul@example.org", Holder::Person(person(2))).await;
    let mut phone = Browser::default();
    let entered = enter(&stage, &mut phone, "paul@example.org", PASSWORD).await;
    assert_eq!(entered.header("location"), format!("/phone/?event={EVENT}"));
}

#[tokio::test]
async fn ending_a_sign_in_closes_its_sockets_and_leaves_the_own_one() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Staff(SECOND)).await;
    let (mut here, mut there) = (Browser::default(), Browser::default());
    enter(&stage, &mut here, EMAIL, PASSWORD).await;
    enter(&stage, &mut there, EMAIL, PASSWORD).await;
    let mut own = stage.socket(&here.header()).await;
    own.greet().await;
    let mut other = stage.socket(&there.header()).await;
    other.greet().await;
    let page = here.get(&stage, "/account").await.text();
    let marks: Vec<_> = page.split("name=\"mark\" value=\"").skip(1).collect();
    assert_eq!(marks.len(), 1, "not the own one: {page}");
    let mark = marks[0].split('"').next().unwrap();
    let ended = here
        .submit(&stage, "/account/sign-ins/end", &form(&[("mark", mark)]))
        .await;
    assert_eq!(ended.status, 303);
    other.closing().await;
    assert_eq!(there.get(&stage, "/account").await.status, 303);
    assert_eq!(there.get(&stage, &stage.live("me")).await.status, 401);
    assert_eq!(here.get(&stage, &stage.live("me")).await.status, 200);
    own.join_again(&stage, &here.header()).await;
}

#[tokio::test]
async fn nobody_ends_or_opens_what_is_anothers() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    user(&stage, "paul@example.org", Holder::Person(person(2))).await;
    let (mut claire, mut paul) = (Browser::default(), Browser::default());
    enter(&stage, &mut claire, EMAIL, PASSWORD).await;
    enter(&stage, &mut paul, "paul@example.org", PASSWORD).await;
    let page = claire.get(&stage, "/account").await.text();
    let account = page.split("name=\"account\" value=\"").nth(1).unwrap();
    let account = account.split('"').next().unwrap();
    let stolen = paul
        .submit(&stage, "/account/open", &form(&[("account", account)]))
        .await;
    assert_eq!(stolen.status, 404);
    // A second sign-in of hers has a mark that he might learn.
    let mut second = Browser::default();
    enter(&stage, &mut second, EMAIL, PASSWORD).await;
    let page = claire.get(&stage, "/account").await.text();
    let mark = page.split("name=\"mark\" value=\"").nth(1).unwrap();
    let mark = mark.split('"').next().unwrap();
    paul.submit(&stage, "/account/sign-ins/end", &form(&[("mark", mark)]))
        .await;
    assert_eq!(second.get(&stage, "/account").await.status, 200);
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    let (mut here, mut there) = (Browser::default(), Browser::default());
    enter(&stage, &mut here, EMAIL, PASSWORD).await;
    enter(&stage, &mut there, EMAIL, PASSWORD).await;
    let new = "lanterne verger girafe 71";
    let path = "/account/password";
    let change = |present: &str, new: &str| form(&[("present", present), ("password", new)]);
    let wrong = here.submit(&stage, path, &change("wrong", new)).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("wrong-password"));
    let weak = here.submit(&stage, path, &change(PASSWORD, "123")).await;
    assert_eq!(weak.status, 422);
    let done = here.submit(&stage, path, &change(PASSWORD, new)).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(here.get(&stage, "/account").await.status, 200);
    assert_eq!(there.get(&stage, "/account").await.status, 303);
    let fresh = enter(&stage, &mut Browser::default(), EMAIL, new).await;
    assert_eq!(fresh.status, 303);
}

#[tokio::test]
async fn an_address_changes_when_the_new_one_says_so() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    user(&stage, "paul@example.org", Holder::Person(person(2))).await;
    let mut browser = Browser::default();
    enter(&stage, &mut browser, EMAIL, PASSWORD).await;
    let path = "/account/email";
    let change = |email: &str| form(&[("email", email), ("present", PASSWORD)]);
    let wrong = browser.submit(&stage, path, &change("no address")).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("value=\"no address\""), "it is kept");
    // Somebody else's address looks like any other, and nothing goes there.
    let taken = browser
        .submit(&stage, path, &change("paul@example.org"))
        .await;
    assert_eq!(taken.status, 303);
    let asked = browser
        .submit(&stage, path, &change("claire@new.example"))
        .await;
    assert_eq!(asked.status, 303);
    let letter = letter(&stage, "confirm_email").await;
    assert_eq!(letter.to, "claire@new.example");
    let token = token_of(&letter);
    let looked = stage
        .get(&format!("/account/email/confirm?token={token}"), "")
        .await;
    assert_eq!(looked.status, 200);
    let still = enter(&stage, &mut Browser::default(), EMAIL, PASSWORD).await;
    assert_eq!(still.status, 303, "not before it is confirmed");
    let body = form(&[("token", &token)]);
    let done = browser
        .submit(&stage, "/account/email/confirm", &body)
        .await;
    assert_eq!(done.status, 200);
    let old = enter(&stage, &mut Browser::default(), EMAIL, PASSWORD).await;
    assert_eq!(old.status, 422);
    let new = enter(
        &stage,
        &mut Browser::default(),
        "claire@new.example",
        PASSWORD,
    )
    .await;
    assert_eq!(new.status, 303);
    let told = stage.node.letters.letters();
    let told = told
        .iter()
        .find(|letter| matches!(letter.matter, Matter::EmailChanged { .. }))
        .map(|letter| letter.to.clone());
    assert_eq!(told.as_deref(), Some(EMAIL), "the old address is told");
}

#[tokio::test]
async fn a_sign_in_that_nobody_uses_ends() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Staff(SECOND)).await;
    let mut browser = Browser::default();
    enter(&stage, &mut browser, EMAIL, PASSWORD).await;
    let rules = quick_rules();
    stage
        .node
        .clock
        .advance(rules.team_idle - Duration::from_secs(60));
    assert_eq!(browser.get(&stage, "/account").await.status, 200);
    stage
        .node
        .clock
        .advance(rules.team_idle - Duration::from_secs(60));
    assert_eq!(browser.get(&stage, "/account").await.status, 200, "in use");
    assert_eq!(
        browser.get(&stage, &stage.live("me")).await.status,
        401,
        "the console was not used all that time"
    );
    stage.node.clock.advance(rules.team_idle);
    assert_eq!(browser.get(&stage, "/account").await.status, 303);
    // However busy, not longer than a day.
    let mut busy = Browser::default();
    enter(&stage, &mut busy, EMAIL, PASSWORD).await;
    for _ in 0..23 {
        stage.node.clock.advance(Duration::from_secs(60 * 60));
        assert_eq!(busy.get(&stage, "/account").await.status, 200);
    }
    stage.node.clock.advance(Duration::from_secs(60 * 60));
    assert_eq!(busy.get(&stage, "/account").await.status, 303);
}

#[tokio::test]
async fn the_log_of_connections_is_for_the_main_administrator() {
    let stage = Stage::new().await;
    user(&stage, EMAIL, Holder::Person(person(1))).await;
    enter(&stage, &mut Browser::default(), EMAIL, "wrong").await;
    let mut browser = Browser::default();
    enter(&stage, &mut browser, EMAIL, PASSWORD).await;
    let path = format!("/desk/{EVENT}/connections");
    let main = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let page = stage.get(&path, &main).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    for shown in ["Person 1", "127.0.0.1", "Refusé", "Réussi", "Mot de passe"] {
        assert!(text.contains(shown), "{shown} is not in {text}");
    }
    let scoped = stage.cookie(Surface::Console, Holder::Staff(SCOPED)).await;
    assert_eq!(stage.get(&path, &scoped).await.status, 403);
    assert_eq!(stage.get(&path, "").await.status, 401);
    // More than a page goes on where the first ends.
    stage.node.clock.advance(Duration::from_secs(1));
    // Each coming in is two lines: the password, and the event that opened.
    for _ in 0..app::account::LOG_PAGE_LINES / 2 {
        let mut again = Browser::default();
        enter(&stage, &mut again, EMAIL, PASSWORD).await;
    }
    let text = stage.get(&path, &main).await.text();
    let next = text.split("rel=\"next\" href=\"").nth(1).unwrap();
    let next = next.split('"').next().unwrap().to_owned();
    let older = stage.get(&next, &main).await.text();
    assert!(older.contains("Refusé") && !older.contains("rel=\"next\""));
    assert_eq!(
        stage.get(&format!("{path}?before=x"), &main).await.status,
        404
    );
}
