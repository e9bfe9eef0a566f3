//! The secret address of an agenda: opened, read without a sign-in, changed and closed.

use app::Holder;
use app::account::{AccountId, Email, Tongue};
use app::testing::{EVENT, MAIN, person};

use crate::browser::Browser;
use crate::stage::Stage;

const PASSWORD: &str = "tulipe+cheval+brume+phare";

/// Somebody who is signed in, with the account that he holds.
async fn signed_in(stage: &Stage, email: &str, holder: Holder) -> (Browser, AccountId) {
    let accounts = &stage.node.accounts;
    let address = Email::parse(email).unwrap();
    let given = accounts.give_to(EVENT, holder, &address, Tongue::French);
    let user = given.await.unwrap().unwrap();
    let link = accounts.password_link(user.id).await.unwrap();
    let mut browser = Browser::default();
    let chosen = format!("token={}&password={PASSWORD}", link.to_text());
    browser.submit(stage, "/password/new", &chosen).await;
    let typed = format!("email={email}&password={PASSWORD}");
    let entered = browser.submit(stage, "/sign-in/password", &typed).await;
    assert_eq!(entered.status, 303, "{}", entered.text());
    let account = stage.node.store.find_account_of(EVENT, holder).await;
    (browser, account.unwrap().unwrap().id)
}

/// The path of the address that a page shows.
fn path_in(page: &str) -> String {
    let rest = page.split_once("/calendar/").expect("an address").1;
    let end = rest.find('"').unwrap();
    format!("/calendar/{}", &rest[..end])
}

#[tokio::test]
async fn an_agenda_is_read_by_its_address_until_there_is_another_or_none() {
    let stage = Stage::new().await;
    let mine = Holder::Person(person(1));
    let (mut claire, account) = signed_in(&stage, "claire@example.org", mine).await;
    let form = format!("account={account}");
    let page = claire.submit(&stage, "/account/calendar", &form).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let first = path_in(&page.text());
    let read = stage.get(&first, "").await;
    assert_eq!(read.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(read.header("cache-control"), "private, no-store");
    assert!(
        read.text().starts_with("BEGIN:VCALENDAR"),
        "{}",
        read.text()
    );
    let account_page = claire.get(&stage, "/account").await.text();
    assert!(account_page.contains("Changer l’adresse"), "{account_page}");
    assert!(!account_page.contains(&first), "it is shown once");

    let page = claire.submit(&stage, "/account/calendar", &form).await;
    let second = path_in(&page.text());
    assert_eq!(stage.get(&first, "").await.status, 404);
    assert_eq!(stage.get(&second, "").await.status, 200);

    // Nobody opens or closes another's, and a team has no agenda.
    let (mut main, team) = signed_in(&stage, "main@example.org", Holder::Staff(MAIN)).await;
    let refused = main.submit(&stage, "/account/calendar", &form).await;
    assert_eq!(refused.status, 404);
    main.submit(&stage, "/account/calendar/close", &form).await;
    assert_eq!(stage.get(&second, "").await.status, 200);
    let form_of_team = format!("account={team}");
    let refused = main
        .submit(&stage, "/account/calendar", &form_of_team)
        .await;
    assert_eq!(refused.status, 404);

    let closed = claire
        .submit(&stage, "/account/calendar/close", &form)
        .await;
    assert_eq!(closed.status, 303);
    assert_eq!(stage.get(&second, "").await.status, 404);
}
