//! Merit: why a proposal is good, in points. One table of points for every ranking, so that
//! scores can be explained from the reasons shown to the organiser.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use domain::{Commitment, State};
use protocol::id::PersonId;
use protocol::query::Reason;
use protocol::{Micros, Person, Presence, SlotId};

/// Keywords beyond this number make nobody a better match.
const KEYWORDS_COUNTED_MAX: u8 = 8;
/// From this number of meetings on, a person does not count as having few.
const FEW_MEETINGS_MAX: u16 = 3;
/// Somebody who left the site is the last resort.
const GONE_POINTS: i32 = -300;

/// The most that an agenda speaks for a meeting more.
pub(crate) const AGENDA_POINTS_MAX: i32 =
    points(Reason::FewMeetings(0)) + points(Reason::FillsAGap);

/// Every person beside what the doors know of him, in one pass.
pub(crate) fn persons_and_presence(
    state: &State,
) -> impl Iterator<Item = (&Person, Option<Presence>)> {
    let mut attendances = state.attendances().peekable();
    state.persons().map(move |person| {
        while attendances.next_if(|(id, _)| *id < person.id).is_some() {}
        let here = attendances.next_if(|(id, _)| *id == person.id);
        (person, here.map(|(_, attendance)| attendance.presence))
    })
}

/// The most that a wish is worth.
pub(crate) const WISH_POINTS_MAX: i32 = points(Reason::AskedForIt);

/// Weighs those who could be among the best `n_max`, the hopeful first, and leaves out the rest.
///
/// `hopes` come with a score that none of them can exceed; `weigh` finds the true one, or that
/// somebody is out of the question; `is_allowed` is asked last, and only of who would be among the
/// best. What comes back holds the best, unsorted.
pub(crate) fn best_of<T, Found>(
    mut hopes: Vec<(i32, T)>,
    n_max: usize,
    mut weigh: impl FnMut(T) -> Option<(i32, Found)>,
    is_allowed: impl Fn(&Found) -> bool,
) -> Vec<Found> {
    hopes.sort_by_key(|(ceiling, _)| Reverse(*ceiling));
    let mut found = Vec::new();
    // The best scores so far, the least on top.
    let mut best: BinaryHeap<Reverse<i32>> = BinaryHeap::with_capacity(n_max + 1);
    for (ceiling, hope) in hopes {
        let least = match best.peek() {
            Some(Reverse(least)) if best.len() >= n_max => *least,
            Some(_) | None => i32::MIN,
        };
        if ceiling < least {
            break;
        }
        if let Some((score, row)) = weigh(hope) {
            debug_assert!(score <= ceiling, "a ceiling is kept");
            if score < least || !is_allowed(&row) {
                continue;
            }
            found.push(row);
            best.push(Reverse(score));
            if best.len() > n_max {
                best.pop();
            }
        }
    }
    found
}

/// Points of one proposal, with the reasons that earned them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Merit {
    pub(crate) score: i32,
    pub(crate) reasons: Vec<Reason>,
}

impl Merit {
    /// Adds a reason that is shown, and its points.
    pub(crate) fn because(&mut self, reason: Reason) {
        self.score += points(reason);
        self.reasons.push(reason);
    }

    /// Adds points without a reason worth showing.
    pub(crate) fn adjust(&mut self, points: i32) {
        self.score += points;
    }

    /// What makes a person welcome in a slot, whoever the other party is.
    pub(crate) fn of_person(state: &State, person: PersonId, slot: SlotId) -> Self {
        let presence = state
            .attendance(person)
            .map(|attendance| attendance.presence);
        let mut merit = Self::of_presence(presence);
        merit.weigh_agenda(state, person, slot);
        merit
    }

    /// Adds what a person's agenda says about a meeting more; at most [`AGENDA_POINTS_MAX`].
    pub(crate) fn weigh_agenda(&mut self, state: &State, person: PersonId, slot: SlotId) {
        let n_meetings = n_meetings(state, person);
        if n_meetings < FEW_MEETINGS_MAX {
            self.because(Reason::FewMeetings(n_meetings));
        }
        if fills_a_gap(state, person, slot) {
            self.because(Reason::FillsAGap);
        }
    }

    /// What makes a person welcome in every slot: that he is there.
    pub(crate) fn of_presence(presence: Option<Presence>) -> Self {
        let mut merit = Self::default();
        match presence {
            Some(Presence::Present) => merit.because(Reason::Present),
            Some(Presence::Gone) => merit.adjust(GONE_POINTS),
            Some(Presence::Expected) | None => {}
        }
        merit
    }

    /// Adds what the keywords of two persons say about them.
    pub(crate) fn match_keywords(&mut self, a: &Person, b: &Person) {
        let n_matches = n_keyword_matches(a, b);
        if n_matches > 0 {
            self.because(Reason::Keywords(n_matches));
        }
    }

    /// Puts the weightiest reason first.
    pub(crate) fn ordered(mut self) -> Self {
        self.reasons
            .sort_by_key(|reason| (-points(*reason), *reason));
        self
    }
}

/// What each reason is worth. A wish outweighs everything else together; being there and having
/// a hole in the day only order those whom nobody asked for.
const fn points(reason: Reason) -> i32 {
    match reason {
        Reason::AskedForIt => 1_000,
        Reason::Waiting => 700,
        Reason::SameTime => 400,
        Reason::SamePlace => 100,
        Reason::Present => 80,
        Reason::Keywords(n) => {
            40 * if n < KEYWORDS_COUNTED_MAX {
                n as i32
            } else {
                KEYWORDS_COUNTED_MAX as i32
            }
        }
        Reason::FewMeetings(n) => {
            if n < FEW_MEETINGS_MAX {
                20 * (FEW_MEETINGS_MAX - n) as i32
            } else {
                0
            }
        }
        Reason::FillsAGap => 30,
    }
}

/// Keywords that one seeks and the other offers, in both directions.
pub(crate) fn n_keyword_matches(a: &Person, b: &Person) -> u8 {
    let one_way = |seeker: &Person, offerer: &Person| {
        seeker
            .sought
            .iter()
            .filter(|tag| offerer.offered.contains(tag))
            .count()
    };
    u8::try_from(one_way(a, b) + one_way(b, a)).unwrap_or(u8::MAX)
}

/// Meetings of a person that were not called off.
pub(crate) fn n_meetings(state: &State, person: PersonId) -> u16 {
    u16::try_from(state.standing_meetings_of(person).count()).unwrap_or(u16::MAX)
}

/// Whether a person has a commitment before and one after a slot within four hours each way:
/// somebody who is there anyway and would sit idle.
fn fills_a_gap(state: &State, person: PersonId, slot: SlotId) -> bool {
    const REACH_US: i64 = 4 * 3_600_000_000;
    let Some(slot) = state.slot(slot) else {
        return false;
    };
    let is_near = |earlier: Micros, later: Micros| (0..=REACH_US).contains(&later.since(earlier));
    let (mut is_after_one, mut is_before_one) = (false, false);
    for (other, commitment) in state.floor().agenda(person) {
        match commitment {
            Commitment::Meeting(_) | Commitment::Hold(_) | Commitment::Offer(_) => {}
            Commitment::Session(_) | Commitment::Unseen(_) => continue,
        }
        let Some(other) = state.slot(other) else {
            continue;
        };
        is_after_one |= is_near(other.ends_at, slot.starts_at);
        is_before_one |= is_near(slot.ends_at, other.starts_at);
    }
    is_after_one && is_before_one
}

/// Keywords that both offer.
pub(crate) fn n_shared_offers(a: &Person, b: &Person) -> u8 {
    u8::try_from(
        a.offered
            .iter()
            .filter(|tag| b.offered.contains(tag))
            .count(),
    )
    .unwrap_or(u8::MAX)
}
