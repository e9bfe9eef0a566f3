//! Proposals of a plan: what the console asks the desk for, and what it gets back.
//!
//! They travel outside the live streams, in MessagePack like a snapshot: the console reads both
//! with the same reader. Bounds are those of [`crate::limits`].

use crate::entry::Actor;
use crate::id::{CommandId, PersonId, PlaceId, ProposalId, RequestId, ResourceId, StaffId};
use crate::limits::{
    MEETINGS_PER_COMMAND_MAX, PLACES_MAX, PLAN_CAUSES_MAX, PLAN_REQUIRED_MAX,
    PLAN_SINCE_CHANGES_MAX, PLAN_SINCE_MAX, PROPOSALS_KEPT_MAX, REQUESTS_MAX, SLOTS_MAX,
};
use crate::list::List;
use crate::message::Coded;
use crate::model::Spot;
use crate::reject::Reject;
use crate::slots::{SlotId, SlotSet};
use crate::time::Micros;

records! {
    /// What a planner is asked for.
    #[allow(missing_docs)]
    pub struct PlanWish {
        /// Seconds of searching.
        pub seconds: u16,
        /// Chooses between plans that are equally good.
        pub seed: u64,
        /// What the event is supposed to have, or to have lost.
        pub suppose: Suppose,
        /// What is asked of the plan beside; none, as in a wish from before there was any, asks
        /// for every slot and insists on nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub demands: Option<Demands>,
    }

    /// What a plan is asked for.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct Demands {
        /// The slots to plan; the empty set means every one.
        pub slots: SlotSet,
        /// What must be placed, whatever else is not.
        pub required: List<Required, PLAN_REQUIRED_MAX>,
    }

    /// A request that must be placed.
    #[derive(Copy)]
    #[allow(missing_docs)]
    pub struct Required {
        pub request: RequestId,
        /// When; none means whenever it suits both.
        pub slot: Option<SlotId>,
    }

    /// "What if": other resources than the event has. A plan made so can only be looked at.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct Suppose {
        /// Places that are not there.
        pub places_lost: List<PlaceId, PLACES_MAX>,
        /// Tables more.
        pub n_tables_added: u16,
        /// Slots in which nobody meets.
        pub slots_closed: SlotSet,
    }

    /// Where the plan puts a request.
    #[allow(missing_docs)]
    pub struct Planned {
        pub request: RequestId,
        pub spot: Spot,
    }

    /// A request without a place in the plan, and why.
    #[allow(missing_docs)]
    pub struct Unplaced {
        pub request: RequestId,
        pub why: Why,
    }

    /// What a plan is worth.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct PlanFigures {
        /// Requests that a plan may place.
        pub n_plannable: u32,
        /// Of these, placed.
        pub n_placed: u32,
        /// No plan places more.
        pub placed_bound: u32,
        /// Runs of idle slots between a participant's first and last meeting of a day, over all.
        pub n_breaks: u32,
        /// Most breaks of a participant minus fewest of another.
        pub fairness_gap: u32,
        /// Times that a participant goes to another table between two meetings of a day.
        pub n_table_changes: u32,
        /// Participants by their number of meetings, from none on; booked ones count.
        pub distribution: List<u32, { SLOTS_MAX + 1 }>,
        /// Requests that keep the slot which they hold, and so are not planned.
        pub n_held: u32,
        /// Booked meetings that stand in a supposed loss.
        pub n_displaced: u32,
        /// How the plan came about; none, as in figures from before it was told, says that it was
        /// made in one piece and nothing was insisted on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub making: Option<Making>,
    }

    /// How a plan came about.
    #[derive(Copy)]
    #[allow(missing_docs)]
    pub struct Making {
        /// Windows of whole days that were planned one after the other.
        pub n_windows: u16,
        /// Requests that were required.
        pub n_required: u32,
        /// Of these, placed or booked already.
        pub n_required_kept: u32,
    }

    /// A plan, by itself.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct Proposal {
        pub placements: List<Planned, MEETINGS_PER_COMMAND_MAX>,
        pub unplaced: List<Unplaced, REQUESTS_MAX>,
        /// Who wanted to meet somebody and would meet nobody.
        pub empty_agendas: List<PersonId, { crate::limits::PERSONS_MAX }>,
        pub figures: PlanFigures,
        /// Why what was required cannot all be kept, if it cannot.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub conflict: Option<PlanConflict>,
    }

    /// Things that cannot all be kept.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct PlanConflict {
        pub causes: List<PlanCause, PLAN_CAUSES_MAX>,
        /// Whether each is known to be needed; otherwise the budget ended first.
        pub is_minimal: bool,
    }

    /// What is known of a proposal without opening it.
    #[allow(missing_docs)]
    pub struct ProposalHead {
        pub id: ProposalId,
        pub made_by: StaffId,
        pub made_at: Micros,
        /// The entry that it is based on.
        pub based_on: u64,
        pub wish: PlanWish,
        pub figures: PlanFigures,
        /// The entry that published it, if one did.
        pub published: Option<u64>,
    }

    /// A computation under way.
    #[allow(missing_docs)]
    pub struct PlanRunning {
        pub id: ProposalId,
        pub made_by: StaffId,
        pub started_at: Micros,
        pub wish: PlanWish,
        /// How much of the time is gone, in thousandths.
        pub progress_permille: u16,
    }

    /// Every proposal of an event, newest first, and what is being computed on this node.
    #[allow(missing_docs)]
    pub struct ProposalsPage {
        /// The newest entry, to say what happened since a proposal.
        pub seq: u64,
        pub running: Option<PlanRunning>,
        /// Why the computation before this failed, if it did.
        pub has_failed: bool,
        pub proposals: List<ProposalHead, PROPOSALS_KEPT_MAX>,
    }

    /// A proposal in full.
    #[allow(missing_docs)]
    pub struct ProposalAnswer {
        pub head: ProposalHead,
        pub proposal: Proposal,
    }

    /// The wish to publish a proposal; sent again with the same id, it is published once.
    #[allow(missing_docs)]
    pub struct PublishWish {
        pub command: CommandId,
    }

    /// What became of the wish to publish.
    #[allow(missing_docs)]
    pub struct Published {
        pub outcome: PublishOutcome,
        /// The newest entry, to compare with what the proposal was based on.
        pub seq: u64,
        /// For a proposal that no longer holds: what happened since that it does not.
        pub meanwhile: Option<Meanwhile>,
    }

    /// The entries since a proposal that touch who and where it would have placed.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct Meanwhile {
        /// How many there are; not all of them are told.
        pub n_entries: u32,
        /// The newest, newest first.
        pub entries: List<EntrySince, PLAN_SINCE_MAX>,
    }

    /// An entry, with the changes that matter here.
    #[allow(missing_docs)]
    pub struct EntrySince {
        pub seq: u64,
        pub at: Micros,
        pub by: Actor,
        pub changes: List<Coded, PLAN_SINCE_CHANGES_MAX>,
    }

    /// A refusal in two steps, as everything that may be newer than its reader.
    #[allow(missing_docs)]
    pub struct CodedReject {
        pub kind: u16,
        pub payload: serde_bytes::ByteBuf,
    }
}

choices! { Declared:
    /// The smallest understandable reason why a request has no place.
    #[allow(missing_docs)]
    pub enum Why {
        /// The two may not meet at all: one left, or the event does not let them.
        MayNotMeet,
        /// The two have a meeting already.
        AlreadyMeeting,
        /// They declared no common time that is still to come.
        NoCommonAvailability,
        /// Their common times are all taken by what was booked before the plan.
        Engaged,
        /// The expert's allowed number is reached.
        ExpertFull { expert: PersonId, meetings_max: u16 },
        /// This person has more requests than free slots; others came first.
        TooManyRequests { person: PersonId, n_requests: u16, n_slots: u16 },
        /// Where both are free, the way from or to their other meetings is too long.
        TooFar,
        /// Where both are free, every table is taken.
        NoTable,
        /// Their common times went to other requests of the plan.
        GaveWay,
        /// Where both are free, all of a resource that one of them needs are in use or not there.
        NoResource { resource: ResourceId },
    }

    /// One of the things that cannot all be kept.
    #[allow(missing_docs)]
    pub enum PlanCause {
        /// The request is to be placed.
        Required { request: RequestId },
        /// It may not stand in every slot: its time is required, or the asker named some.
        OnlyThen { request: RequestId },
        /// The two may not meet at all.
        MayNotMeet { request: RequestId },
        /// The two meet already, or once only although it is required twice.
        AlreadyMeeting { request: RequestId },
        /// It was not accepted, or is closed.
        NotPlannable { request: RequestId },
        /// The person is not always there, or not everywhere.
        Availability { person: PersonId },
        /// The person has other meetings, or sits in sessions.
        Engaged { person: PersonId },
        /// The expert takes so many meetings more and no more.
        AllowedNumber { expert: PersonId, n_left: u16 },
        /// There are so many free tables.
        Tables,
        /// One of the two receives at this place only.
        Home { place: PlaceId },
        /// The way between sites takes time.
        Ways,
        /// There are so many of a resource that one of the two needs.
        Resource { resource: ResourceId },
    }

    /// What became of a wish to publish, or to take it back.
    pub enum PublishOutcome {
        /// The entry that did it.
        Done(u64),
        /// The rules said no.
        Refused(CodedReject),
    }
}

impl Suppose {
    /// Whether the plan is made for the event as it is.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.places_lost.is_empty() && self.n_tables_added == 0 && self.slots_closed.is_empty()
    }
}

impl PlanWish {
    fn n_left_out(&self) -> usize {
        usize::from(self.demands.is_none())
    }
}

impl PlanFigures {
    fn n_left_out(&self) -> usize {
        usize::from(self.making.is_none())
    }

    /// Windows that were planned one after the other.
    #[must_use]
    pub fn n_windows(&self) -> u16 {
        self.making.map_or(1, |making| making.n_windows)
    }
}

impl Proposal {
    fn n_left_out(&self) -> usize {
        usize::from(self.conflict.is_none())
    }
}

impl Demands {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.slots.is_empty() && self.required.is_empty()
    }
}

impl From<&Reject> for CodedReject {
    fn from(reject: &Reject) -> Self {
        Self {
            kind: reject.kind(),
            payload: reject.encode().into(),
        }
    }
}

impl CodedReject {
    /// The refusal.
    ///
    /// # Errors
    /// A refusal that this version does not know, or bytes that are none.
    pub fn read(&self) -> Result<Reject, crate::DecodeError> {
        Reject::decode(self.kind, &self.payload)
    }
}

macro_rules! bodies {
    ($($Name:ident by $writers:ident)*) => { $(
        impl $Name {
            /// Bytes of a request's or an answer's body.
            #[must_use]
            pub fn encode(&self) -> Vec<u8> {
                {
                    let value = self;
                    encoded!($writers value)
                }
            }

            /// Reads what [`Self::encode`] wrote.
            ///
            /// # Errors
            /// When the bytes are none, or pass a bound.
            pub fn decode(bytes: &[u8]) -> Result<Self, String> {
                crate::read::from_slice(bytes).map_err(|why| why.to_string())
            }
        }
    )* };
}

bodies! {
    PlanWish by browsers
    PublishWish by browsers
    PlanFigures by servers
    Proposal by servers
    ProposalsPage by servers
    ProposalAnswer by servers
    Published by servers
    CodedReject by servers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reject::OnlySupposed;
    use crate::slots::SlotId;

    #[test]
    fn a_proposal_survives_its_encoding() {
        let spot = Spot {
            slot: SlotId::new(3).unwrap(),
            place: PlaceId::example(1),
        };
        let whys = [
            Why::NoTable,
            Why::ExpertFull {
                expert: PersonId::example(1),
                meetings_max: 3,
            },
        ];
        let unplaced = whys.into_iter().map(|why| Unplaced {
            request: RequestId::example(2),
            why,
        });
        let proposal = Proposal {
            placements: List::new(vec![Planned {
                request: RequestId::example(1),
                spot,
            }])
            .unwrap(),
            unplaced: List::new(unplaced.collect()).unwrap(),
            figures: PlanFigures {
                making: Some(Making {
                    n_windows: 2,
                    n_required: 1,
                    n_required_kept: 0,
                }),
                ..PlanFigures::default()
            },
            conflict: Some(PlanConflict {
                causes: List::new(vec![
                    PlanCause::Required {
                        request: RequestId::example(2),
                    },
                    PlanCause::Tables,
                ])
                .unwrap(),
                is_minimal: true,
            }),
            ..Proposal::default()
        };
        assert_eq!(Proposal::decode(&proposal.encode()).unwrap(), proposal);
        let refused = CodedReject::from(&OnlySupposed {}.into());
        for outcome in [PublishOutcome::Done(7), PublishOutcome::Refused(refused)] {
            let entry = EntrySince {
                seq: 8,
                at: Micros(1),
                by: Actor::System,
                changes: List::new(vec![(407, vec![1, 2].into())]).unwrap(),
            };
            let meanwhile = Some(Meanwhile {
                n_entries: 3,
                entries: List::new(vec![entry]).unwrap(),
            });
            let published = Published {
                outcome,
                seq: 9,
                meanwhile,
            };
            assert_eq!(Published::decode(&published.encode()).unwrap(), published);
        }
    }

    #[test]
    fn what_was_written_before_there_were_demands_is_read_and_written_the_same() {
        let wish = PlanWish {
            seconds: 5,
            seed: 1,
            suppose: Suppose::default(),
            demands: None,
        };
        let old = wish.encode();
        assert_eq!(old[0], 0x93, "three fields, as before");
        assert_eq!(PlanWish::decode(&old).unwrap(), wish);
        let figures = PlanFigures::default();
        let old = figures.encode();
        assert_eq!(old[0], 0x99, "nine fields, as before");
        assert_eq!(PlanFigures::decode(&old).unwrap().n_windows(), 1);
        assert_eq!(Proposal::default().encode()[0], 0x94, "four, as before");
        let required = Required {
            request: RequestId::example(1),
            slot: SlotId::new(3),
        };
        let demands = Demands {
            slots: SlotSet::EMPTY,
            required: List::new(vec![required]).unwrap(),
        };
        let wish = PlanWish {
            demands: Some(demands),
            ..wish
        };
        assert_eq!(PlanWish::decode(&wish.encode()).unwrap(), wish);
    }

    #[test]
    fn random_bytes_are_no_wish() {
        for bytes in [&b""[..], b"\xc0", b"\x93\x01\x02", b"\xdd\xff\xff\xff\xff"] {
            assert!(PlanWish::decode(bytes).is_err());
        }
    }
}
