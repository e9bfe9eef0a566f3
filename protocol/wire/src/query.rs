//! Questions that a client asks the server's planner, and the ranked answers.
//!
//! A query changes nothing. Its answer says on which entry it is based; acting on it is an
//! ordinary command that is decided whole against the then current state.

use crate::id::{CompanyId, MeetingId, PersonId, RequestId, VacancyId};
use crate::limits::{APPLICANTS_MAX, KEY_FIGURES_MAX, SUGGESTIONS_MAX, TAGS_MAX};
use crate::list::List;
use crate::model::{Absence, FigureValue, Spot, Tag};
use crate::slots::SlotSet;
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
        /// Whom should this person meet, by what both offer and seek (CAT-08)?
        105 Suggestions { person: PersonId }
        /// Who waits for this expert, and in which order would they be kept (EXP-06)?
        106 Applicants { expert: PersonId }
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
        /// To [`Suggestions`].
        105 RankedSuggestions { suggestions: List<Suggestion, SUGGESTIONS_MAX> }
        /// To [`Applicants`]: how many can be kept, and all of them, best first.
        106 RankedApplicants { n_free: u32, applicants: List<Applicant, APPLICANTS_MAX> }
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

records! {
    /// A company worth meeting, by one of its persons. Whoever reads it learns why, and nothing
    /// else about that person's day.
    pub struct Suggestion {
        /// Whom to ask.
        pub person: PersonId,
        /// Of which company.
        pub company: CompanyId,
        /// Higher is better; see `scheduler::suggestion`.
        pub score: u32,
        /// What they offer and the asker seeks.
        pub they_offer: List<Tag, TAGS_MAX>,
        /// What they seek and the asker offers.
        pub they_seek: List<Tag, TAGS_MAX>,
        /// How to get there.
        pub way: SuggestionWay,
        /// Figures of theirs that are within what the asker seeks, and of the asker's within what
        /// they seek; none, as from before there were figures, when nothing fits.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub figures: Option<FiguresMet>,
    }

    /// Figures that fit.
    #[derive(Default)]
    pub struct FiguresMet {
        /// Theirs.
        pub theirs: List<FigureValue, KEY_FIGURES_MAX>,
        /// The asker's.
        pub mine: List<FigureValue, KEY_FIGURES_MAX>,
    }
}

impl Suggestion {
    fn n_left_out(&self) -> usize {
        usize::from(self.figures.is_none())
    }
}

choices! { Snake:
    /// How somebody who is suggested is met.
    #[serde(rename_all = "snake_case")]
    pub enum SuggestionWay {
        /// By asking; the other answers.
        Ask,
        /// By taking one of these slots of an expert.
        Take(SlotSet),
        /// All slots of the expert are taken; there is a waiting list.
        Wait,
    }
}

records! {
    /// An applicant of an expert, with what the ranking looked at; see `scheduler::arbitration`.
    pub struct Applicant {
        /// The request.
        pub request: RequestId,
        /// Who asks.
        pub from: PersonId,
        /// Whether the expert's side said yes before.
        pub is_retained: bool,
        /// Slots in which the two could meet.
        pub n_slots: u16,
        /// Keywords that one seeks and the other offers.
        pub n_keywords: u16,
        /// Meetings that the applicant's company has already.
        pub n_company_meetings: u16,
        /// Place in the order of arrival, from one.
        pub arrived: u16,
    }
}
