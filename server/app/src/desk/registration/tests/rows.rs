//! Registrations on the rows of those who would look after them.

use domain::assignment::{Rule, Rules};
use protocol::command::GrantStaff;
use protocol::id::{OrganisationId, StaffId};
use protocol::{Functions, List, Role, Scope, Staff};

use super::*;
use crate::account::{Email, Tongue};
use crate::desk::assignment::{Assignments, Edit};
use crate::testing::{ORGANISATION_A, ORGANISATION_B, SCOPED};

/// Sees A's rows, and may do nothing but decide on registrations.
const CLERK: StaffId = StaffId::example(77);

impl Office {
    async fn standing(&self, who: StaffId) -> Arc<Standing> {
        let accounts = &self.node.accounts;
        let token = accounts.sign_in(EVENT, Holder::Staff(who)).await.unwrap();
        accounts.standing(&token).await.unwrap().unwrap()
    }

    async fn appoint_clerk(&self) {
        let role = Role::Secondary {
            functions: Functions::NONE.with(Function::Registrations),
            scope: Scope::Organisations(List::new(vec![ORGANISATION_A]).unwrap()),
        };
        let staff = Staff { id: CLERK, role };
        let id = CommandId::example(4_000);
        let granted = self
            .event
            .command_as(Actor::Staff(MAIN), id, GrantStaff { staff }.into());
        assert!(matches!(granted.await, Outcome::Committed { .. }));
    }

    /// Gives France to an organisation, over the revision that was seen.
    async fn give_france_to(&self, seen: u64, organisation: Option<OrganisationId>) {
        let rule = organisation.map(|organisation| Rule {
            country: "FR".into(),
            postcodes: Vec::new(),
            sector: String::new(),
            organisation,
        });
        let edit = Edit {
            rules: Rules {
                rules: rule.into_iter().collect(),
                keeper: None,
            },
            newcomer: String::new(),
        };
        let random: Arc<dyn Random> = Arc::new(SeededRandom::new(5 + seen));
        let desk = Assignments::new(self.node.store.clone(), random);
        let chief = self.chief().await;
        desk.save(&self.event, chief, seen, &edit).await.unwrap();
    }

    /// What somebody finds in the queue.
    async fn found(&self, who: StaffId) -> Vec<RegistrationId> {
        let filter = RegistrationFilter::default();
        let queue = self
            .registrations
            .queue(&self.event, Actor::Staff(who), &filter)
            .await
            .unwrap();
        queue.lines.iter().map(|head| head.id).collect()
    }

    async fn opens(&self, who: StaffId, id: RegistrationId) -> bool {
        let detail = self
            .registrations
            .detail(&self.event, Actor::Staff(who), id)
            .await;
        match detail {
            Ok(_) => true,
            Err(RegistrationError::Refused(Reject::NotFound(_))) => false,
            Err(error) => panic!("{error:?}"),
        }
    }
}

#[tokio::test]
async fn what_waits_is_seen_by_whom_the_rules_name_and_follows_them() {
    let office = Office::open().await;
    office.appoint_clerk().await;
    let head = office.registered().await;
    // No rule, nobody in charge: only who sees everybody.
    for (who, sees) in [(MAIN, true), (SCOPED, false), (CLERK, false)] {
        assert_eq!(office.found(who).await == [head.id], sees, "{who:?}");
        assert_eq!(office.opens(who, head.id).await, sees, "{who:?}");
    }
    for (seen, organisation, theirs, others) in [
        (0, ORGANISATION_B, SCOPED, CLERK),
        (1, ORGANISATION_A, CLERK, SCOPED),
    ] {
        office.give_france_to(seen, Some(organisation)).await;
        assert_eq!(office.found(theirs).await, [head.id]);
        assert!(office.opens(theirs, head.id).await);
        assert_eq!(office.found(others).await, []);
        assert!(!office.opens(others, head.id).await);
        // What one does not see, one does not decide either.
        let strange = office.standing(others).await;
        let refused = office
            .registrations
            .refuse(&office.event, strange, head.id, head.revision, "x")
            .await;
        let is_unknown = matches!(
            refused,
            Err(RegistrationError::Refused(Reject::NotFound(_)))
        );
        assert!(is_unknown, "{refused:?}");
    }
    office.node.registry.drain().await;
}

#[tokio::test]
async fn whoever_decides_on_his_rows_takes_people_into_them_and_out_again() {
    let office = Office::open().await;
    office.appoint_clerk().await;
    office.give_france_to(0, Some(ORGANISATION_A)).await;
    let head = office.registered().await;
    let (registrations, event) = (&office.registrations, &office.event);
    let clerk = office.standing(CLERK).await;
    let choice = Choice {
        people: vec![0, 1],
        // Not his to give them to.
        organisation: Some(ORGANISATION_B),
        ..Choice::default()
    };
    registrations
        .accept(event, clerk.clone(), head.id, head.revision, &choice)
        .await
        .unwrap();
    let view = event.view();
    let present = office.present();
    assert_eq!(present.len(), 2);
    for person in &present {
        let row = view.state.person(*person).unwrap();
        assert_eq!(row.organisation, ORGANISATION_A);
    }
    // They are his, whatever the rules say from now on.
    office.give_france_to(1, Some(ORGANISATION_B)).await;
    assert_eq!(office.found(CLERK).await, [head.id]);
    assert_eq!(office.found(SCOPED).await, []);
    registrations
        .take_back(event, clerk, head.id, head.revision + 1)
        .await
        .unwrap();
    assert_eq!(office.present(), []);
    // It waits again, for whom the rules name.
    assert_eq!(office.found(SCOPED).await, [head.id]);
    assert_eq!(office.found(CLERK).await, []);
    office.node.registry.drain().await;
}

#[tokio::test]
async fn nobody_joins_his_people_to_a_company_of_other_rows() {
    let office = Office::open().await;
    office.appoint_clerk().await;
    office.give_france_to(0, Some(ORGANISATION_A)).await;
    let head = office.registered().await;
    let view = office.event.view();
    let mut strangers = view.state.persons();
    let stranger = strangers.find(|person| {
        person.organisation == ORGANISATION_B
            && view
                .state
                .persons()
                .all(|other| other.company != person.company || other.id == person.id)
    });
    let choice = Choice {
        people: vec![0],
        into: Some(stranger.unwrap().company),
        ..Choice::default()
    };
    let clerk = office.standing(CLERK).await;
    let refused = office
        .registrations
        .accept(&office.event, clerk, head.id, head.revision, &choice)
        .await;
    let is_unknown = matches!(
        refused,
        Err(RegistrationError::Refused(Reject::NotFound(_)))
    );
    assert!(is_unknown, "{refused:?}");
    office.node.registry.drain().await;
}

#[tokio::test]
async fn copies_go_to_those_administrators_whose_rows_it_is_of() {
    let office = Office::open().await;
    let (store, accounts) = (&office.node.store, &office.node.accounts);
    for (who, address) in [(MAIN, "chief@oce.test"), (SCOPED, "scoped@oce.test")] {
        let email = Email::parse(address).unwrap();
        accounts
            .give_to(EVENT, Holder::Staff(who), &email, Tongue::French)
            .await
            .unwrap();
    }
    let setup = store.post_setup(EVENT).await.unwrap();
    let copies = vec!["chief@oce.test".into(), "Scoped@oce.test".into()];
    let setup = store::PostSetup {
        copies,
        revision: setup.revision + 1,
        ..setup
    };
    store.put_post_setup(EVENT, &setup, None).await.unwrap();
    let copied = || async {
        let letters = office.letters("registration_received").await;
        let mut to: Vec<_> = letters.iter().map(|one| one.to.to_string()).collect();
        to.sort();
        to
    };
    office.give_france_to(0, Some(ORGANISATION_A)).await;
    office.registered().await;
    assert_eq!(copied().await, ["Ada@oce.test", "chief@oce.test"]);
    office.give_france_to(1, Some(ORGANISATION_B)).await;
    office.registered().await;
    let last = copied().await;
    assert!(
        last.iter()
            .any(|to| to.eq_ignore_ascii_case("scoped@oce.test")),
        "{last:?}"
    );
    office.node.registry.drain().await;
}
