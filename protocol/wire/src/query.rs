//! Questions that a client asks the server's planner, and the ranked answers.
//!
//! A query changes nothing. Its answer says on which entry it is based; acting on it is an
//! ordinary command that is decided whole against the then current state.

use crate::id::{MeetingId, PersonId, VacancyId};
use crate::model::{Absence, Spot};
use crate::time::Minutes;

coded! {
    /// A question.
    pub enum Query written by browsers {
        /// Who could fill this vacancy, best first (LIV-04)?
        100 VacancyCandidates { vacancy: VacancyId }
        /// What becomes of an absent expert's meetings (LIV-03)?
        101 AbsencePlan { expert: PersonId, absence: Absence }
        /// Where could this meeting go, best first?
        102 MoveTargets { meeting: MeetingId }
        /// What happens if a party is that late (LIV-05)?
        103 DelayEffects { meeting: MeetingId, party: PersonId, minutes: Minutes }
        /// Whom could this person meet in a free slot, best first (B2B-12)?
        104 WalkInCandidates { person: PersonId }
    }
}

coded! {
    /// An answer.
    pub enum Answer written by servers {
        /// To [`VacancyCandidates`].
        100 RankedCandidates { candidates: Vec<Candidate> }
        /// To [`AbsencePlan`].
        101 RankedReassignments { meetings: Vec<ReassignmentChoices> }
        /// To [`MoveTargets`].
        102 RankedSpots { spots: Vec<Spot> }
        /// To [`DelayEffects`].
        103 KnockOn { affected: Vec<Affected>, proposals: Vec<Spot> }
        /// To [`WalkInCandidates`].
        104 RankedPartners { partners: Vec<Partner> }
    }
}

choices! { Snake:
    /// Why somebody is a good candidate; shown to the organiser.
    #[derive(Copy, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub enum Reason {
        /// Asked for exactly this meeting and found no slot.
        AskedForIt,
        /// Asked for it and was waiting.
        Waiting,
        /// Keywords sought and offered match, so many.
        Keywords(u8),
        /// Has few meetings so far.
        FewMeetings(u16),
        /// Is on site now.
        Present,
        /// Would sit idle otherwise, between two meetings.
        FillsAGap,
        /// Same time as before.
        SameTime,
        /// Same place as before.
        SamePlace,
    }
}

records! {
    /// Somebody who could fill a vacancy.
    pub struct Candidate {
        /// Who.
        pub person: PersonId,
        /// Higher is better; comparable within one answer only.
        pub score: i32,
        /// Why.
        pub reasons: Vec<Reason>,
    }
}

records! {
    /// What could become of one affected meeting, best first; empty when only cancelling is left.
    pub struct ReassignmentChoices {
        /// The affected meeting.
        pub meeting: MeetingId,
        /// Where it stands now.
        pub from: Spot,
        /// Possible substitutes.
        pub choices: Vec<SubstituteChoice>,
        /// Which choice the whole plan takes, so that no expert is used twice at once;
        /// none means to cancel.
        pub chosen: Option<u16>,
    }
}

records! {
    /// Another expert, there and then.
    pub struct SubstituteChoice {
        /// Who takes over.
        pub expert: PersonId,
        /// When and where.
        pub spot: Spot,
        /// Higher is better.
        pub score: i32,
        /// Why.
        pub reasons: Vec<Reason>,
    }
}

records! {
    /// A meeting that a delay pushes against.
    pub struct Affected {
        /// Which meeting.
        pub meeting: MeetingId,
        /// How much of it is lost.
        pub minutes_lost: Minutes,
    }
}

records! {
    /// Somebody to meet, and where.
    pub struct Partner {
        /// Who.
        pub person: PersonId,
        /// When and where.
        pub spot: Spot,
        /// Higher is better.
        pub score: i32,
        /// Why.
        pub reasons: Vec<Reason>,
    }
}
