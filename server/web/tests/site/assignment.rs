//! The page of rules by which participants are given to co-organisers, from outside.

use app::Holder;
use app::testing::{EVENT, MAIN, ORGANISATION_A, ORGANISATION_B, SECOND, person};
use protocol::CardKey;
use web::Surface;

use crate::stage::{Answer, Stage};

const FORM: &str = "application/x-www-form-urlencoded";

async fn post(stage: &Stage, cookie: &str, way: &str, body: &str) -> Answer {
    let path = format!("/desk/{EVENT}/assignment{way}");
    stage.post(&path, cookie, FORM, body.as_bytes()).await
}

async fn page(stage: &Stage, cookie: &str) -> String {
    let path = format!("/desk/{EVENT}/assignment?lang=en");
    stage.get(&path, cookie).await.text()
}

/// Everybody to B, whoever is left is A's.
fn all_to_b(revision: u64) -> String {
    format!("revision={revision}&order-0=1&organisation-0={ORGANISATION_B}&keeper={ORGANISATION_A}")
}

async fn n_of_b(stage: &Stage) -> usize {
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let view = event.view();
    let of_b = view.state.persons();
    of_b.filter(|person| person.organisation == ORGANISATION_B)
        .count()
}

#[tokio::test]
async fn rules_are_saved_previewed_applied_and_taken_back() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let saved = post(&stage, &cookie, "", &all_to_b(0)).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let shown = page(&stage, &cookie).await;
    assert!(
        shown.contains("6 persons would change organisation"),
        "{shown}"
    );
    let press = "revision=1&whom=unassigned";
    let applied = post(&stage, &cookie, "/apply", press).await;
    assert_eq!(applied.status, 303, "{}", applied.text());
    assert_eq!(n_of_b(&stage).await, 12);
    let to = applied.header("location").to_owned();
    assert!(to.ends_with("&n=6"), "{to}");
    let told = stage.get(&format!("{to}&lang=en"), &cookie).await.text();
    assert!(told.contains("6 persons assigned."), "{told}");
    let seq = to.split_once("done=").unwrap().1;
    let seq = seq.split('&').next().unwrap();
    let undone = post(&stage, &cookie, "/undo", &format!("seq={seq}")).await;
    assert_eq!(undone.status, 303, "{}", undone.text());
    assert_eq!(n_of_b(&stage).await, 6);
}

#[tokio::test]
async fn a_stale_edit_is_shown_with_theirs_and_ones_own_kept() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let theirs = stage.cookie(Surface::Console, Holder::Staff(SECOND)).await;
    let first = format!("{}&country-0=FR", all_to_b(0));
    assert_eq!(post(&stage, &theirs, "", &first).await.status, 303);
    let mine = format!("{}&country-0=DE&postcodes-0=10%2C+12", all_to_b(0));
    let stale = post(&stage, &cookie, "", &mine).await;
    assert_eq!(stale.status, 409);
    let shown = stale.text();
    assert!(shown.contains("<li>France"), "theirs in words: {shown}");
    assert!(shown.contains("value=\"10, 12\"") && shown.contains("value=\"DE\" selected"));
    assert!(shown.contains("name=\"revision\" value=\"1\""), "{shown}");
    // Whoever has seen both has the last word.
    let again = format!("{}&country-0=DE&postcodes-0=10%2C+12", all_to_b(1));
    assert_eq!(post(&stage, &cookie, "", &again).await.status, 303);
}

#[tokio::test]
async fn what_is_wrong_is_said_with_its_rule_and_what_was_typed_is_kept() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let second = format!("order-1=2&country-1=FR&organisation-1={ORGANISATION_A}");
    let wrong = format!(
        "{}&{second}&postcodes-0=3%3B%3Cb%3E&newcomer=CCI",
        all_to_b(0)
    );
    let refused = post(&stage, &cookie, "", &wrong).await;
    assert_eq!(refused.status, 422);
    let shown = refused.text();
    assert!(shown.contains("Règle 1\u{a0}: un code postal"), "{shown}");
    assert!(!shown.contains("<b>\"") && shown.contains("value=\"CCI\""));
    let seen = shown.contains("name=\"revision\" value=\"0\"");
    assert!(seen, "a flaw shows nobody what a colleague wrote meanwhile");
    let unreachable = format!("{}&{second}", all_to_b(0));
    let refused = post(&stage, &cookie, "", &unreachable).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused
            .text()
            .contains("Règle 2\u{a0}: une règle placée avant elle")
    );
    let stale = post(&stage, &cookie, "/apply", "revision=7&whom=everybody").await;
    assert_eq!(stale.status, 409);
    assert_eq!(n_of_b(&stage).await, 6, "nobody was assigned");
}

#[tokio::test]
async fn who_is_registered_afterwards_is_given_to_whom_the_rules_say() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let german = format!("{}&country-0=DE", all_to_b(0));
    assert_eq!(post(&stage, &cookie, "", &german).await.status, 303);
    let register = async |name: &str, country: &str| {
        let body = format!(
            "asked=company.0.name+company.0.country+person.0.last_name+person.0.email\
            &company.0.name=Firma+{name}&company.0.country={country}&person.0.last_name={name}\
            &person.0.email={name}%40example.org"
        );
        let path = format!("/desk/{EVENT}/registrations/on-site");
        let done = stage.post(&path, &cookie, FORM, body.as_bytes()).await;
        assert_eq!(done.status, 303, "{}", done.text());
    };
    register("Keller", "DE").await;
    register("Morvan", "FR").await;
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let view = event.view();
    let organisation_of = |name: &str| {
        let is_named = |key: &CardKey| view.labels.get(key).is_some_and(|card| card.title == name);
        let mut persons = view.state.persons();
        let found = persons.find(|person| is_named(&CardKey::Person(person.id)));
        found.map(|person| person.organisation)
    };
    assert_eq!(organisation_of("Keller"), Some(ORGANISATION_B));
    assert_eq!(
        organisation_of("Morvan"),
        Some(ORGANISATION_A),
        "the keeper's"
    );
    assert!(view.state.person(person(1)).is_some());
}
