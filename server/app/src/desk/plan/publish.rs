//! Publishing: the proposal as one command of whoever publishes, decided on the state of now.

use std::sync::Arc;

use protocol::command::{PlannedRequest, PublishPlan, UndoEntry};
use protocol::id::{CommandId, MeetingId, ProposalId};
use protocol::proposal::{CodedReject, ProposalAnswer, PublishOutcome, Published};
use protocol::reject::{NotFound, OnlySupposed};
use protocol::{List, Reject};
use sha2::{Digest, Sha256};

use super::{PlanError, Plans, authorise, refused};
use crate::account::Standing;
use crate::live::{Event, Outcome};

impl Plans {
    /// Publishes a proposal. Sent again with the same command id, it is published once.
    ///
    /// A refusal of the rules is an outcome, not an error: it says what changed since.
    ///
    /// # Errors
    /// Somebody who may not plan, a proposal that is not there, or a fault of the store.
    pub async fn publish(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        id: ProposalId,
        command: CommandId,
    ) -> Result<Published, PlanError> {
        authorise(&event.view().state, standing.actor())?;
        let answer = self.read(event.id(), id).await?;
        let mut meanwhile = None;
        let outcome = if answer.head.wish.suppose.is_nothing() {
            let publish = publication(&answer, command);
            event
                .command(standing, command, publish.into(), Vec::new())
                .await
        } else {
            Outcome::Refused(Reject::from(OnlySupposed {}))
        };
        let outcome = match outcome {
            Outcome::Committed { seq } => {
                // A plan without a placement changes nothing and has no entry.
                let seq = seq.unwrap_or(0);
                self.store
                    .mark_proposal_published(event.id(), id, Some(seq))
                    .await?;
                PublishOutcome::Done(seq)
            }
            Outcome::Refused(reject) => {
                if let Reject::ProposalOutdated(why) = &reject {
                    meanwhile = Some(self.meanwhile(event, answer.head.based_on, why).await?);
                }
                PublishOutcome::Refused(CodedReject::from(&reject))
            }
        };
        let seq = event.view().seq;
        Ok(Published {
            outcome,
            seq,
            meanwhile,
        })
    }

    /// Takes the publication of a proposal back, as one undo of its entry.
    ///
    /// # Errors
    /// Somebody who may not plan, a proposal that was not published, or a fault of the store.
    pub async fn take_back(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        id: ProposalId,
        command: CommandId,
    ) -> Result<Published, PlanError> {
        authorise(&event.view().state, standing.actor())?;
        let heads = self.store.proposals(event.id()).await?;
        let published = heads.into_iter().find(|head| head.id == id);
        let seq = published
            .and_then(|head| head.published)
            .ok_or_else(|| refused(NotFound {}))?;
        let undo = UndoEntry { seq };
        let outcome = event
            .command(standing, command, undo.into(), Vec::new())
            .await;
        let outcome = match outcome {
            Outcome::Committed { seq } => {
                self.store
                    .mark_proposal_published(event.id(), id, None)
                    .await?;
                PublishOutcome::Done(seq.unwrap_or(0))
            }
            Outcome::Refused(reject) => PublishOutcome::Refused(CodedReject::from(&reject)),
        };
        let seq = event.view().seq;
        Ok(Published {
            outcome,
            seq,
            meanwhile: None,
        })
    }
}

/// The command. The ids of its meetings follow from its own, so that the same wish sent again is
/// the same command, and another attempt has meetings of its own.
fn publication(answer: &ProposalAnswer, command: CommandId) -> PublishPlan {
    let placements = answer
        .proposal
        .placements
        .iter()
        .map(|planned| PlannedRequest {
            request: planned.request,
            meeting: meeting_id(answer, command, planned.request.to_bytes()),
            spot: planned.spot,
        });
    PublishPlan {
        placements: List::new(placements.collect()).expect("the same bound"),
    }
}

fn meeting_id(answer: &ProposalAnswer, command: CommandId, request: [u8; 16]) -> MeetingId {
    let digest = Sha256::new()
        .chain_update(command.to_bytes())
        .chain_update(request)
        .finalize();
    let mut random = [0; 10];
    random.copy_from_slice(&digest[..10]);
    MeetingId::new(answer.head.made_at, random)
}
