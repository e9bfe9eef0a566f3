//! From open requests to a published plan, on real nodes and a real store.

use std::sync::Arc;
use std::time::Duration;

use protocol::command::{
    AcceptRequest, BookMeeting, CancelRequest, CheckIn, ConfigureEvent, MakeRequest, RevokeStaff,
};
use protocol::id::{CommandId, MeetingId, PersonId, ProposalId, RequestId, StaffId};
use protocol::limits::{PLAN_SECONDS_MAX, TABLES_ADDED_MAX};
use protocol::proposal::{PlanWish, ProposalsPage, PublishOutcome, Suppose};
use protocol::{Actor, AssignmentMode, Command, EventSetup, Reject, RequestStatus, SlotSet, Spot};
use store::testing::Engine;
use store::{Holder, JournalAction};

use super::{PlanError, Plans};
use crate::account::Standing;
use crate::live::{Event, Outcome};
use crate::port::{ManualClock, OsRandom};
use crate::testing::{
    DOOR, EVENT, MAIN, MORNING, Node, SCOPED, database, expert, node, person, slot,
};

const PATIENCE: Duration = Duration::from_secs(30);

struct Desk {
    plans: Arc<Plans>,
    event: Arc<Event>,
    standing: Arc<Standing>,
}

impl Desk {
    async fn on(node: &Node, staff: StaffId) -> Self {
        let token = node
            .accounts
            .sign_in(EVENT, Holder::Staff(staff))
            .await
            .unwrap();
        Self {
            plans: Plans::new(node.store.clone()),
            event: node.registry.event(EVENT).await.unwrap().unwrap(),
            standing: node.accounts.standing(&token).await.unwrap().unwrap(),
        }
    }

    async fn start(&self, wish: PlanWish) -> Result<ProposalId, PlanError> {
        self.plans
            .start(&self.event, &self.standing, &OsRandom, wish)
            .await
    }

    async fn list(&self) -> ProposalsPage {
        self.plans.list(&self.event, &self.standing).await.unwrap()
    }

    /// Waits until nothing is being computed.
    async fn rest(&self) -> ProposalsPage {
        let rested = async {
            loop {
                let page = self.list().await;
                if page.running.is_none() {
                    return page;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, rested).await.unwrap()
    }

    async fn compute(&self) -> ProposalId {
        let id = self.start(wish(Suppose::default())).await.unwrap();
        let page = self.rest().await;
        assert!(page.proposals.iter().any(|head| head.id == id));
        id
    }

    async fn publish(&self, id: ProposalId, n: u64) -> Result<u64, Reject> {
        let command = CommandId::example(n);
        let told = self
            .plans
            .publish(&self.event, self.standing.clone(), id, command)
            .await
            .unwrap();
        match told.outcome {
            PublishOutcome::Done(seq) => Ok(seq),
            PublishOutcome::Refused(coded) => Err(coded.read().unwrap()),
        }
    }

    async fn run(&self, n: u64, command: impl Into<Command>) {
        let outcome = self
            .event
            .command_as(Actor::Staff(MAIN), CommandId::example(n), command.into())
            .await;
        assert!(matches!(outcome, Outcome::Committed { .. }), "{outcome:?}");
    }

    /// Two requests that wait for a plan, and one of an expert.
    async fn ask(&self) {
        let setup = EventSetup {
            mode: Some(AssignmentMode::PreAssigned),
            ..self.event.view().state.setup().unwrap().clone()
        };
        self.run(900, ConfigureEvent { setup }).await;
        let wishes: [(u64, PersonId, PersonId); 3] = [
            (1, person(1), person(2)),
            (2, person(1), person(3)),
            (3, person(4), expert(1)),
        ];
        for (n, from, to) in wishes {
            let (request, slots) = (RequestId::example(n), SlotSet::EMPTY);
            let ask = MakeRequest {
                request,
                from,
                to,
                slots,
            };
            self.run(910 + n, ask).await;
            if to != expert(1) {
                let accept = AcceptRequest {
                    request,
                    spot: None,
                    by_plan: false,
                };
                self.run(920 + n, accept).await;
            }
        }
    }

    fn status(&self, n: u64) -> RequestStatus {
        let view = self.event.view();
        view.state
            .request(RequestId::example(n))
            .unwrap()
            .status
            .clone()
    }
}

fn wish(suppose: Suppose) -> PlanWish {
    PlanWish {
        seconds: 1,
        seed: 7,
        suppose,
        demands: None,
    }
}

fn reason(outcome: Result<ProposalId, PlanError>) -> &'static str {
    match outcome.unwrap_err() {
        PlanError::Refused(reject) => reject.name(),
        PlanError::Store(fault) => panic!("{fault}"),
    }
}

#[tokio::test]
async fn a_proposal_is_computed_published_once_and_undone_whole() {
    let (_database, node) = node().await;
    let desk = Desk::on(&node, MAIN).await;
    desk.ask().await;
    let id = desk.compute().await;
    let answer = desk
        .plans
        .open(&desk.event, &desk.standing, id)
        .await
        .unwrap();
    assert_eq!(answer.proposal.placements.len(), 3);
    assert_eq!(answer.head.figures.n_placed, 3);
    let seq = desk.publish(id, 1).await.unwrap();
    assert_eq!(
        seq,
        answer.head.based_on + 1,
        "one entry for the whole plan"
    );
    assert_eq!(
        desk.publish(id, 1).await.unwrap(),
        seq,
        "the same wish sent again"
    );
    for n in 1..=3 {
        assert!(matches!(desk.status(n), RequestStatus::Confirmed { .. }));
    }
    let page = desk.list().await;
    assert_eq!(page.proposals[0].published, Some(seq));
    let command = CommandId::example(2);
    let told = desk
        .plans
        .take_back(&desk.event, desk.standing.clone(), id, command)
        .await
        .unwrap();
    assert_eq!(
        told.outcome,
        PublishOutcome::Done(seq + 1),
        "one undo for the whole plan"
    );
    assert_eq!(desk.list().await.proposals[0].published, None);
    assert_eq!(desk.status(1), RequestStatus::Agreed);
    assert_eq!(desk.status(3), RequestStatus::Requested);
    desk.publish(id, 3).await.unwrap();
}

#[tokio::test]
async fn a_stale_proposal_is_refused_with_what_changed() {
    let (_database, node) = node().await;
    let desk = Desk::on(&node, MAIN).await;
    desk.ask().await;
    let id = desk.compute().await;
    let request = RequestId::example(2);
    desk.run(1, CancelRequest { request }).await;
    let Reject::ProposalOutdated(why) = desk.publish(id, 2).await.unwrap_err() else {
        panic!()
    };
    let told: Vec<_> = why
        .problems
        .iter()
        .map(|problem| (problem.request, problem.why().unwrap().name()))
        .collect();
    assert_eq!(told, [(request, "RequestClosed")]);
    assert_eq!(desk.status(1), RequestStatus::Agreed);
}

#[tokio::test]
async fn a_refusal_tells_who_did_what_since_and_nothing_else() {
    let (_database, node) = node().await;
    let desk = Desk::on(&node, MAIN).await;
    desk.ask().await;
    let id = desk.compute().await;
    let answer = desk
        .plans
        .open(&desk.event, &desk.standing, id)
        .await
        .unwrap();
    let placed_at = answer.proposal.placements[0].spot;
    let gate = protocol::Gate::Event;
    // A scan of somebody concerned, a meeting of strangers elsewhere: no reasons.
    let scan = CheckIn {
        person: person(1),
        gate,
    };
    desk.run(1, scan).await;
    let elsewhere = Spot {
        slot: slot((placed_at.slot.number() + 5) % 16),
        ..placed_at
    };
    let book = |n, spot| BookMeeting {
        meeting: MeetingId::example(n),
        host: person(7),
        guest: person(8 + n),
        spot,
    };
    desk.run(2, book(1, elsewhere)).await;
    // Strangers at the very table, and a request that is gone: reasons.
    desk.run(3, book(2, placed_at)).await;
    let table_taken = desk.event.view().seq;
    let request = RequestId::example(2);
    desk.run(4, CancelRequest { request }).await;
    let cancelled = desk.event.view().seq;
    let command = CommandId::example(5);
    let told = desk
        .plans
        .publish(&desk.event, desk.standing.clone(), id, command)
        .await
        .unwrap();
    let meanwhile = told.meanwhile.unwrap();
    let told: Vec<_> = meanwhile.entries.iter().map(|entry| entry.seq).collect();
    assert_eq!(told, [cancelled, table_taken], "newest first");
    assert_eq!(meanwhile.n_entries, 2);
    let first = &meanwhile.entries[1];
    assert_eq!(first.by, Actor::Staff(MAIN));
    let (kind, payload) = &first.changes[0];
    let change = protocol::Change::decode(*kind, payload).unwrap();
    assert!(matches!(change, protocol::Change::MeetingBooked(c) if c.spot == placed_at));
}

#[tokio::test]
async fn what_if_can_be_looked_at_and_not_be_published() {
    let (_database, node) = node().await;
    let desk = Desk::on(&node, MAIN).await;
    desk.ask().await;
    let suppose = Suppose {
        n_tables_added: 3,
        ..Suppose::default()
    };
    let id = desk.start(wish(suppose)).await.unwrap();
    desk.rest().await;
    let refusal = desk.publish(id, 1).await.unwrap_err();
    assert_eq!(refusal.name(), "OnlySupposed");
    desk.plans
        .discard(&desk.event, &desk.standing, id)
        .await
        .unwrap();
    assert!(desk.list().await.proposals.is_empty());
}

#[tokio::test]
async fn one_computation_runs_at_a_time_and_a_cancelled_one_leaves_nothing() {
    let (_database, node) = node().await;
    let desk = Desk::on(&node, MAIN).await;
    desk.ask().await;
    let long = PlanWish {
        seconds: PLAN_SECONDS_MAX,
        ..wish(Suppose::default())
    };
    // Requests of one slot that two persons share can never all be placed, so that the search
    // does not end by itself.
    let crowded = [(4, 5), (5, 6), (6, 7)];
    let only: SlotSet = [slot(0)].into_iter().collect();
    for (n, to) in crowded {
        let request = RequestId::example(n);
        let ask = MakeRequest {
            request,
            from: person(8),
            to: person(to),
            slots: only,
        };
        desk.run(930 + n, ask).await;
        let accept = AcceptRequest {
            request,
            spot: None,
            by_plan: false,
        };
        desk.run(940 + n, accept).await;
    }
    let id = desk.start(long.clone()).await.unwrap();
    assert_eq!(reason(desk.start(long).await), "Busy");
    let running = desk.list().await.running.unwrap();
    assert_eq!(running.id, id);
    desk.plans
        .cancel(&desk.event, &desk.standing, id)
        .await
        .unwrap();
    let page = desk.rest().await;
    assert!(page.proposals.is_empty() && !page.has_failed);
    let whose = store::Journalled::Event(EVENT);
    let lines = desk.plans.store.journal(whose, None, 9).await.unwrap();
    let told: Vec<_> = lines.iter().map(|line| line.note.action).collect();
    assert_eq!(
        told,
        [JournalAction::PlanStopped, JournalAction::PlanStarted]
    );
    let again = desk.plans.cancel(&desk.event, &desk.standing, id);
    assert!(again.await.is_err());
}

#[tokio::test]
async fn bounds_are_refused_one_beyond() {
    let (_database, node) = node().await;
    let desk = Desk::on(&node, MAIN).await;
    for seconds in [0, PLAN_SECONDS_MAX + 1] {
        let wish = PlanWish {
            seconds,
            ..wish(Suppose::default())
        };
        assert_eq!(reason(desk.start(wish).await), "LimitReached");
    }
    let suppose = Suppose {
        n_tables_added: TABLES_ADDED_MAX + 1,
        ..Suppose::default()
    };
    assert_eq!(reason(desk.start(wish(suppose)).await), "LimitReached");
}

#[tokio::test]
async fn only_who_may_book_everybody_may_plan() {
    let (_database, node) = node().await;
    for staff in [DOOR, SCOPED] {
        let desk = Desk::on(&node, staff).await;
        assert_eq!(
            reason(desk.start(wish(Suppose::default())).await),
            "Forbidden"
        );
        let listed = desk.plans.list(&desk.event, &desk.standing).await;
        assert!(matches!(
            listed,
            Err(PlanError::Refused(Reject::Forbidden(_)))
        ));
    }
    let main = Desk::on(&node, MAIN).await;
    let second = Desk::on(&node, crate::testing::SECOND).await;
    let staff = crate::testing::SECOND;
    main.run(1, RevokeStaff { staff }).await;
    assert_eq!(
        reason(second.start(wish(Suppose::default())).await),
        "Forbidden"
    );
}

#[tokio::test]
async fn another_node_shows_and_publishes_what_one_computed() {
    let database = database(Engine::Sqlite).await.unwrap();
    let clock = ManualClock::at(MORNING);
    let (here, there) = (
        Node::on(&database, &clock, 2).await,
        Node::on(&database, &clock, 3).await,
    );
    let desk = Desk::on(&here, MAIN).await;
    desk.ask().await;
    let id = desk.compute().await;
    let other = Desk::on(&there, MAIN).await;
    assert_eq!(other.list().await.proposals[0].id, id);
    let seq = other.publish(id, 1).await.unwrap();
    assert_eq!(
        desk.publish(id, 1).await.unwrap(),
        seq,
        "here as there, once"
    );
    assert_eq!(desk.list().await.proposals[0].published, Some(seq));
}
