//! When visitors may register, and how companies are compared.

use domain::form::Form;
use domain::form::Part;
use protocol::Micros;
use store::testing::Engine;

use super::*;
use crate::port::ManualClock;
use crate::testing::{self, EVENT, MORNING, Node};

#[test]
fn names_are_compared_without_case_accents_and_signs() {
    assert_eq!(fold_name(" Océa & Fils, S.A. "), "oceafilssa");
    assert_eq!(fold_name("OCEA ET FILS"), "oceaetfils");
    assert_eq!(fold_name("E\u{301}lan"), fold_name("Élan"));
    assert_eq!(fold_name("…"), "");
}

#[test]
fn the_quick_form_asks_for_what_nothing_works_without() {
    let quick = quick(&Form::standard());
    assert_eq!(quick.flaws(), []);
    let keys: Vec<_> = quick
        .fields
        .iter()
        .map(|field| field.key.as_str())
        .collect();
    for key in ["name", "country", "last_name", "email"] {
        assert!(keys.contains(&key), "{key}");
    }
    assert_eq!(quick.part(Part::Description).count(), 0);
}

#[test]
fn pressing_again_makes_the_same_ids_and_another_purpose_others() {
    let id = RegistrationId::example(1);
    assert_eq!(derived(id, 3, "submit", 0), derived(id, 3, "submit", 0));
    let others = [
        derived(id, 4, "submit", 0),
        derived(id, 3, "accept", 0),
        derived(id, 3, "submit", 1),
        derived(RegistrationId::example(2), 3, "submit", 0),
    ];
    assert!(
        others
            .iter()
            .all(|other| *other != derived(id, 3, "submit", 0))
    );
}

#[tokio::test]
async fn registration_is_open_until_the_first_slot_or_as_the_form_says() {
    let database = testing::database(Engine::Sqlite).await.unwrap();
    let clock = ManualClock::at(MORNING);
    let node = Node::with_rules(&database, &clock, 1, testing::quick_rules()).await;
    let event = node.registry.event(EVENT).await.unwrap().unwrap();
    let view = event.view();
    let mut form = Form::standard();
    let first = view.state.slots().map(|slot| slot.starts_at).min().unwrap();
    assert_eq!(window(&form, &view, MORNING), RegistrationWindow::Open);
    assert_eq!(window(&form, &view, first), RegistrationWindow::Over(first));
    form.terms.closes_at = Some(first.0 + 10);
    assert_eq!(window(&form, &view, first), RegistrationWindow::Open);
    form.terms.opens_at = Some(first.0 + 5);
    let from = Micros(first.0 + 5);
    assert_eq!(
        window(&form, &view, first),
        RegistrationWindow::NotYet(from)
    );
    // Half-days hold every slot once, whatever the zone.
    let around = Around::of(&view, Vec::new());
    let n: usize = around
        .half_days
        .iter()
        .map(|half| half.slots.iter().count())
        .sum();
    assert_eq!(n, view.state.slots().count());
    let one = vec![around.half_days[0].code.clone()];
    assert_eq!(around.slots(&one), around.half_days[0].slots);
    assert_eq!(around.slots(&[]).iter().count(), n);
    node.registry.drain().await;
}
