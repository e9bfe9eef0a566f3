//! Rules of assignment on the small event: six persons of A, six of B, one company each.

use protocol::id::{CompanyId, OrganisationId};
use protocol::reject::Forbidden;
use protocol::{Function, Micros};
use store::Profile;

use super::*;
use crate::Holder;
use crate::port::SeededRandom;
use crate::testing::{
    EVENT, MAIN, Node, ORGANISATION_A, ORGANISATION_B, SCOPED, SECOND, node, person,
};

const ASKED: [&str; 2] = ["FR", "DE"];

/// The event with profiles: companies 1 to 4 French with postcodes, 5 and 6 German, the others
/// without a word.
async fn furnished() -> (store::testing::TestDatabase, Node, Assignments) {
    let (database, node) = node().await;
    let profile = |n: u64, country: &str, postcode: &str| Profile {
        company: CompanyId::example(n),
        country: country.into(),
        postcode: postcode.into(),
        sector: String::new(),
        published: "{}".into(),
        updated_at: Micros(1),
    };
    let [french, german] = ASKED;
    let profiles = [
        profile(1, french, "35000"),
        profile(2, french, "35400"),
        profile(3, french, "44000"),
        profile(4, french, "44600"),
        profile(5, german, ""),
        profile(6, german, ""),
    ];
    node.store.put_profiles(EVENT, &profiles).await.unwrap();
    let desk = Assignments::new(node.store.clone(), Arc::new(SeededRandom::new(9)));
    (database, node, desk)
}

async fn event(node: &Node) -> Arc<Event> {
    node.registry.event(EVENT).await.unwrap().unwrap()
}

async fn standing(node: &Node, who: protocol::id::StaffId) -> Arc<Standing> {
    let token = node.accounts.sign_in(EVENT, Holder::Staff(who)).await;
    let standing = node.accounts.standing(&token.unwrap()).await.unwrap();
    standing.unwrap()
}

fn rule(country: &str, postcodes: &[&str], organisation: OrganisationId) -> Rule {
    Rule {
        country: country.into(),
        postcodes: postcodes.iter().map(|begin| (*begin).to_owned()).collect(),
        sector: String::new(),
        organisation,
    }
}

/// Bretagne to A, the rest of France to B, Germany to A; B keeps whoever is left.
fn edit() -> Edit {
    let rules = vec![
        rule("FR", &["35"], ORGANISATION_A),
        rule("FR", &[], ORGANISATION_B),
        rule("DE", &[], ORGANISATION_A),
    ];
    let keeper = Some(ORGANISATION_B);
    Edit {
        rules: Rules { rules, keeper },
        newcomer: String::new(),
    }
}

/// Who looks after persons 1 to 12.
fn in_charge(event: &Event) -> Vec<OrganisationId> {
    let view = event.view();
    let of = |n| view.state.person(person(n)).unwrap().organisation;
    (1..=12).map(of).collect()
}

#[tokio::test]
async fn what_is_looked_at_is_what_one_press_does_and_one_undo_takes_back() {
    let (_database, node, desk) = furnished().await;
    let (event, main) = (event(&node).await, standing(&node, MAIN).await);
    desk.save(&event, main.clone(), 0, &edit()).await.unwrap();
    let before = in_charge(&event);
    let seen = desk.desk(&event, main.actor()).await.unwrap();
    let [unassigned, everybody] = &seen.outlooks;
    // Odd numbers are B's, who keeps whoever is not assigned: 1 and 5 go, 3 stays, 7 to 11 fit
    // nothing. For everybody, 4 goes the other way.
    assert_eq!(unassigned.gains, [(ORGANISATION_A, 2)]);
    assert_eq!((unassigned.n_there, unassigned.n_unmatched), (1, 3));
    assert_eq!(
        everybody.gains,
        [(ORGANISATION_A, 2), (ORGANISATION_B, 1)],
        "who was given to somebody by hand is looked at too"
    );
    for (whom, n, changed) in [
        (Whom::Unassigned, 2, vec![1, 5]),
        (Whom::Everybody, 3, vec![1, 4, 5]),
    ] {
        let applied = desk.apply(&event, main.clone(), 1, whom).await.unwrap();
        assert_eq!(applied.n_persons, n);
        let after = in_charge(&event);
        let moved = (1..=12).filter(|n| before[n - 1] != after[n - 1]);
        assert_eq!(moved.collect::<Vec<_>>(), changed);
        let seq = applied.seq.unwrap();
        desk.undo(&event, main.clone(), seq).await.unwrap();
        assert_eq!(in_charge(&event), before);
    }
    node.registry.drain().await;
}

#[tokio::test]
async fn applied_again_nothing_changes_and_rules_that_changed_since_are_not_applied() {
    let (_database, node, desk) = furnished().await;
    let (event, main) = (event(&node).await, standing(&node, MAIN).await);
    desk.save(&event, main.clone(), 0, &edit()).await.unwrap();
    let whom = Whom::Everybody;
    desk.apply(&event, main.clone(), 1, whom).await.unwrap();
    let again = desk.apply(&event, main.clone(), 1, whom).await.unwrap();
    assert_eq!((again.seq, again.n_persons), (None, 0));
    let second = standing(&node, SECOND).await;
    desk.save(&event, second, 1, &Edit::default())
        .await
        .unwrap();
    let stale = desk.apply(&event, main, 1, whom).await;
    assert!(matches!(stale, Err(AssignmentError::Stale)), "{stale:?}");
    node.registry.drain().await;
}

#[tokio::test]
async fn a_stale_edit_overwrites_nothing_and_rules_that_cannot_stand_are_named() {
    let (_database, node, desk) = furnished().await;
    let (event, main) = (event(&node).await, standing(&node, MAIN).await);
    desk.save(&event, main.clone(), 0, &edit()).await.unwrap();
    let other = Edit::default();
    let stale = desk.save(&event, main.clone(), 0, &other).await;
    assert!(matches!(stale, Err(AssignmentError::Stale)), "{stale:?}");
    let kept = desk.desk(&event, main.actor()).await.unwrap();
    assert_eq!((kept.revision, &kept.rules), (1, &edit().rules));
    let mut wrong = edit();
    wrong.rules.rules[0].country = "XX".into();
    wrong.rules.rules[2].organisation = OrganisationId::example(77);
    let Err(AssignmentError::Flawed(flaws)) = desk.save(&event, main, 1, &wrong).await else {
        panic!("they cannot stand");
    };
    assert_eq!(flaws, [(0, RuleFlaw::Country), (2, RuleFlaw::Organisation)]);
    node.registry.drain().await;
}

#[tokio::test]
async fn somebody_of_some_rows_neither_sees_nor_applies_rules() {
    let (_database, node, desk) = furnished().await;
    let (event, main) = (event(&node).await, standing(&node, MAIN).await);
    desk.save(&event, main, 0, &edit()).await.unwrap();
    let scoped = standing(&node, SCOPED).await;
    let needed = Some(Function::Persons);
    let forbidden = |error: AssignmentError| match error {
        AssignmentError::Refused(reject) => reject == Forbidden { needed }.into(),
        _ => false,
    };
    let seen = desk.desk(&event, scoped.actor()).await;
    assert!(seen.is_err_and(forbidden));
    let saved = desk.save(&event, scoped.clone(), 1, &edit()).await;
    assert!(saved.is_err_and(forbidden));
    let applied = desk.apply(&event, scoped, 1, Whom::Everybody).await;
    assert!(applied.is_err_and(forbidden));
    node.registry.drain().await;
}

#[tokio::test]
async fn a_co_organiser_who_joins_has_a_name_and_can_be_given_persons() {
    let (_database, node, desk) = furnished().await;
    let (event, main) = (event(&node).await, standing(&node, MAIN).await);
    let joining = Edit {
        newcomer: " CCI du Finistère ".into(),
        ..edit()
    };
    desk.save(&event, main.clone(), 0, &joining).await.unwrap();
    let seen = desk.desk(&event, main.actor()).await.unwrap();
    let mut named = seen.organisations.iter();
    let (id, _) = named.find(|(_, name)| name == "CCI du Finistère").unwrap();
    let mut given = edit();
    given.rules.rules[0].organisation = *id;
    desk.save(&event, main.clone(), 1, &given).await.unwrap();
    let applied = desk.apply(&event, main, 2, Whom::Everybody).await.unwrap();
    assert!(applied.n_persons > 0);
    assert_eq!(in_charge(&event)[..2], [*id, *id]);
    node.registry.drain().await;
}
