//! Personal data over the pages: one's own, and those of somebody who asks an administrator.

use app::Holder;
use app::account::{Email, Tongue};
use app::testing::{EVENT, MAIN, SCOPED, person};
use web::Surface;

use crate::browser::Browser;
use crate::stage::Stage;

const PASSWORD: &str = "tulipe cheval brume phare";
const EMAIL: &str = "claire@example.org";

/// A participant who is signed in with a password.
async fn claire(stage: &Stage) -> Browser {
    let accounts = &stage.node.accounts;
    let email = Email::parse(EMAIL).unwrap();
    let holder = Holder::Person(person(1));
    let given = accounts
        .give_to(EVENT, holder, &email, Tongue::French)
        .await;
    let link = accounts
        .password_link(given.unwrap().unwrap().id)
        .await
        .unwrap();
    let mut browser = Browser::default();
    let chosen = format!(
        "token={}&password={}",
        link.to_text(),
        PASSWORD.replace(' ', "+")
    );
    let chosen = browser.submit(stage, "/password/new", &chosen).await;
    assert_eq!(chosen.status, 303, "{}", chosen.text());
    let typed = format!("email={EMAIL}&password={}", PASSWORD.replace(' ', "+"));
    let entered = browser.submit(stage, "/sign-in/password", &typed).await;
    assert_eq!(entered.status, 303, "{}", entered.text());
    browser
}

#[tokio::test]
async fn a_participant_takes_a_copy_along_and_is_erased_at_his_wish() {
    let stage = Stage::new().await;
    let mut browser = claire(&stage).await;
    let page = browser.get(&stage, "/account/data").await.text();
    assert!(
        page.contains("Test event") && page.contains(EMAIL),
        "{page}"
    );
    let copy = browser.get(&stage, "/account/data/export.json").await;
    assert_eq!(copy.header("content-type"), "application/json");
    assert!(copy.header("content-disposition").starts_with("attachment"));
    let copy: serde_json::Value = serde_json::from_str(&copy.text()).unwrap();
    assert_eq!(copy["user"]["email"], EMAIL);
    assert_eq!(copy["events"][0]["name"], "Person 1");

    for (wrong, why) in [
        (
            format!("email=other%40example.org&present={PASSWORD}"),
            "l’adresse de votre compte",
        ),
        (
            format!("email={EMAIL}&present=wrong"),
            "mot de passe actuel",
        ),
    ] {
        let refused = browser.submit(&stage, "/account/data/erase", &wrong).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.text().contains(why), "{}", refused.text());
    }
    assert_eq!(
        browser.get(&stage, "/account").await.status,
        200,
        "nothing is erased"
    );

    let typed = format!(
        "email={}&present={}",
        EMAIL.to_uppercase(),
        PASSWORD.replace(' ', "+")
    );
    let before = browser.header();
    let erased = browser.submit(&stage, "/account/data/erase", &typed).await;
    assert_eq!(erased.status, 200, "{}", erased.text());
    assert!(erased.text().contains("C’est effacé."));
    assert_eq!(browser.cookies.len(), 0);
    assert_eq!(stage.get("/account", &before).await.status, 303);
    assert_eq!(stage.get(&stage.live("me"), &before).await.status, 401);
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    assert!(event.view().state.person(person(1)).unwrap().is_withdrawn);
}

#[tokio::test]
async fn an_administrator_finds_hands_out_and_erases_within_his_rows() {
    let stage = Stage::new().await;
    let main = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let scoped = stage.cookie(Surface::Console, Holder::Staff(SCOPED)).await;
    let path = format!("/desk/{EVENT}/privacy");
    let found = stage.get(&format!("{path}?q=person+2"), &main).await.text();
    assert!(
        found.contains("Person 2") && !found.contains("Person 3"),
        "{found}"
    );
    let found = stage
        .get(&format!("{path}?q=person+2"), &scoped)
        .await
        .text();
    assert!(!found.contains("<b>Person 2</b>"), "not of her rows");
    let none = stage.get(&format!("{path}?q=nobody"), &main).await.text();
    assert!(none.contains("Personne ne porte ce nom ici"), "{none}");

    let two = format!("{path}/{}", person(2));
    assert_eq!(stage.get(&two, &scoped).await.status, 404);
    let copy = stage.get(&format!("{two}/export.json"), &main).await;
    assert!(
        copy.text().contains("\"name\":\"Person 2\""),
        "{}",
        copy.text()
    );
    let form = "application/x-www-form-urlencoded";
    let erase = format!("{two}/erase");
    let refused = stage.post(&erase, &main, form, b"name=Person+3").await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("Rien n’est effacé"),
        "{}",
        refused.text()
    );
    let erased = stage.post(&erase, &main, form, b"name=Person+2").await;
    assert_eq!(erased.status, 303, "{}", erased.text());
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    assert!(event.view().state.person(person(2)).unwrap().is_withdrawn);
    crate::stage::within("the label is gone", async {
        while stage.get(&two, &main).await.status != 404 {
            tokio::task::yield_now().await;
        }
    })
    .await;
}
