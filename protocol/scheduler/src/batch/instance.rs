//! The problem, free of people and places: who meets whom, when each may, how many at a time.

use std::fmt;

use super::terms::Terms;

pub use protocol::limits::{BATCH_MEETINGS_MAX, BATCH_PARTICIPANTS_MAX, BATCH_SLOTS_MAX};

/// A set of slots: bit `t` is slot `t`.
pub type Slots = u128;

/// One meeting to place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The two who meet.
    pub parties: [usize; 2],
    /// Slots in which the meeting may stand: its session, or the one slot that it must take.
    pub slots: Slots,
    /// Meetings that must stand in an earlier slot.
    pub after: Vec<usize>,
    /// Sites at which it could take place: bit `s` is site `s`. Where sites do not matter, the
    /// first.
    pub sites: u16,
    /// Whether it is confirmed: it has one slot and one site, no schedule leaves it out, and it
    /// counts towards nobody's allowed number.
    pub stays: bool,
}

impl Meeting {
    /// A meeting that is to be placed in one of some slots.
    #[must_use]
    pub const fn open(parties: [usize; 2], slots: Slots) -> Self {
        Self {
            parties,
            slots,
            after: Vec::new(),
            sites: 1,
            stays: false,
        }
    }
}

/// What only some meetings need and there is little of: an interpreter, a projector, the tables of
/// a site, or the one table at which somebody receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scarce {
    /// Per slot, how many meetings can have it.
    pub capacity: Vec<usize>,
    /// The meetings that need it, each named once.
    pub meetings: Vec<usize>,
    /// The site at which it is needed; everywhere when none is named.
    pub site: Option<usize>,
}

/// Meetings to place in slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Number of slots.
    pub n_slots: usize,
    /// Slots that begin a day: a pause over night is no break. Slot 0 always begins one.
    pub day_starts: Slots,
    /// Per slot, how many meetings can stand in it.
    pub capacity: Vec<usize>,
    /// Per participant, the slots in which he is available.
    pub free: Vec<Slots>,
    /// The meetings.
    pub meetings: Vec<Meeting>,
    /// What only some of them need.
    pub scarce: Vec<Scarce>,
    /// What else holds.
    pub terms: Terms,
}

/// Where each meeting stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Per meeting its slot.
    pub slot_of: Vec<usize>,
    /// Per meeting its site.
    pub site_of: Vec<usize>,
}

impl Schedule {
    /// A schedule in which everything takes place at the first site.
    #[must_use]
    pub fn at_one_site(slot_of: Vec<usize>) -> Self {
        let site_of = vec![0; slot_of.len()];
        Self { slot_of, site_of }
    }
}

/// What an instance must not contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// No slot, or more than [`BATCH_SLOTS_MAX`].
    SlotCount(usize),
    /// Not one capacity per slot.
    CapacityCount(usize),
    /// More participants than [`BATCH_PARTICIPANTS_MAX`].
    ParticipantCount(usize),
    /// More meetings than [`BATCH_MEETINGS_MAX`].
    MeetingCount(usize),
    /// Something scarce has not one capacity per slot, or is needed by a meeting that does not
    /// exist or is named twice.
    Scarce {
        /// Which.
        resource: usize,
    },
    /// The terms have a list of the wrong length, or name what does not exist; or the way between
    /// two sites is not the same there and back.
    Terms,
    /// A meeting has no site, or one that does not exist.
    UnknownSite {
        /// The meeting.
        meeting: usize,
    },
    /// A meeting stays, and has not one slot and one site.
    StaysNowhere {
        /// The meeting.
        meeting: usize,
    },
    /// A meeting of two who never meet.
    KeptApart {
        /// The meeting.
        meeting: usize,
    },
    /// A meeting names a participant that does not exist.
    UnknownParticipant {
        /// The meeting.
        meeting: usize,
        /// Whom it names.
        participant: usize,
    },
    /// A meeting of somebody with himself.
    MeetsHimself {
        /// The meeting.
        meeting: usize,
    },
    /// A meeting must follow one that does not exist.
    UnknownPredecessor {
        /// The meeting.
        meeting: usize,
        /// What it names.
        predecessor: usize,
    },
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SlotCount(n) => write!(f, "{n} slots, not 1 to {BATCH_SLOTS_MAX}"),
            Self::CapacityCount(n) => write!(f, "{n} capacities, not one per slot"),
            Self::ParticipantCount(n) => {
                write!(f, "{n} participants, above {BATCH_PARTICIPANTS_MAX}")
            }
            Self::MeetingCount(n) => write!(f, "{n} meetings, above {BATCH_MEETINGS_MAX}"),
            Self::UnknownParticipant {
                meeting,
                participant,
            } => write!(f, "meeting {meeting} names participant {participant}"),
            Self::Scarce { resource } => write!(f, "scarce resource {resource} is misdescribed"),
            Self::Terms => write!(f, "the terms do not fit the problem"),
            Self::UnknownSite { meeting } => write!(f, "meeting {meeting} has no site that exists"),
            Self::StaysNowhere { meeting } => {
                write!(
                    f,
                    "meeting {meeting} stays, but not in one slot at one site"
                )
            }
            Self::KeptApart { meeting } => {
                write!(f, "meeting {meeting} is of two who never meet")
            }
            Self::MeetsHimself { meeting } => write!(f, "meeting {meeting} has one party twice"),
            Self::UnknownPredecessor {
                meeting,
                predecessor,
            } => write!(f, "meeting {meeting} must follow meeting {predecessor}"),
        }
    }
}

impl std::error::Error for Malformed {}

impl Instance {
    /// Whether every number is within its bounds and names something that exists.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn validate(&self) -> Result<(), Malformed> {
        if !(1..=BATCH_SLOTS_MAX).contains(&self.n_slots) {
            return Err(Malformed::SlotCount(self.n_slots));
        }
        if self.capacity.len() != self.n_slots {
            return Err(Malformed::CapacityCount(self.capacity.len()));
        }
        if self.free.len() > BATCH_PARTICIPANTS_MAX {
            return Err(Malformed::ParticipantCount(self.free.len()));
        }
        if self.meetings.len() > BATCH_MEETINGS_MAX {
            return Err(Malformed::MeetingCount(self.meetings.len()));
        }
        if !self.has_sound_terms() {
            return Err(Malformed::Terms);
        }
        for (meeting, row) in self.meetings.iter().enumerate() {
            if row.sites == 0 || usize::from(row.sites) >> self.n_sites() != 0 {
                return Err(Malformed::UnknownSite { meeting });
            }
            if row.stays && (row.slots.count_ones(), row.sites.count_ones()) != (1, 1) {
                return Err(Malformed::StaysNowhere { meeting });
            }
            let [a, b] = row.parties;
            if self
                .terms
                .apart
                .iter()
                .any(|pair| *pair == [a, b] || *pair == [b, a])
            {
                return Err(Malformed::KeptApart { meeting });
            }
            for participant in row.parties {
                if participant >= self.free.len() {
                    return Err(Malformed::UnknownParticipant {
                        meeting,
                        participant,
                    });
                }
            }
            if row.parties[0] == row.parties[1] {
                return Err(Malformed::MeetsHimself { meeting });
            }
            for &predecessor in &row.after {
                if predecessor >= self.meetings.len() {
                    return Err(Malformed::UnknownPredecessor {
                        meeting,
                        predecessor,
                    });
                }
            }
        }
        for (resource, scarce) in self.scarce.iter().enumerate() {
            let mut is_named = vec![false; self.meetings.len()];
            let is_new = |meeting: &usize| {
                let named = is_named.get_mut(*meeting);
                named.is_some_and(|named| !std::mem::replace(named, true))
            };
            let has_site = scarce.site.is_none_or(|site| site < self.n_sites());
            let has_slots = scarce.capacity.len() == self.n_slots;
            if !has_site || !has_slots || !scarce.meetings.iter().all(is_new) {
                return Err(Malformed::Scarce { resource });
            }
        }
        Ok(())
    }

    /// All slots of the problem.
    #[must_use]
    pub fn all_slots(&self) -> Slots {
        slots_below(self.n_slots)
    }

    /// Per participant his meetings.
    #[must_use]
    pub fn meetings_by_participant(&self) -> Vec<Vec<usize>> {
        let mut rows = vec![Vec::new(); self.free.len()];
        for (meeting, row) in self.meetings.iter().enumerate() {
            for participant in row.parties {
                rows[participant].push(meeting);
            }
        }
        rows
    }

    /// The slots in which a meeting could stand if it were alone.
    #[must_use]
    pub fn slots_of(&self, meeting: usize) -> Slots {
        let sites = self.sites_of(meeting);
        sites.fold(0, |slots, site| slots | self.slots_at(meeting, site))
    }
}

/// The slots with a number below `end`.
#[must_use]
pub fn slots_below(end: usize) -> Slots {
    if end >= BATCH_SLOTS_MAX {
        Slots::MAX
    } else {
        (1 << end) - 1
    }
}

/// The slots of a set, in ascending order.
pub fn each_slot(mut slots: Slots) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        if slots == 0 {
            return None;
        }
        let slot = slots.trailing_zeros() as usize;
        slots &= slots - 1;
        Some(slot)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty(n_slots: usize, n_participants: usize, n_meetings: usize) -> Instance {
        Instance {
            n_slots,
            day_starts: 1,
            capacity: vec![1; n_slots],
            free: vec![Slots::MAX; n_participants],
            meetings: vec![Meeting::open([0, 1], Slots::MAX); n_meetings],
            scarce: Vec::new(),
            terms: Terms::default(),
        }
    }

    #[test]
    fn a_problem_may_be_as_large_as_its_bounds_and_no_larger() {
        let check = |instance: Instance, expected| assert_eq!(instance.validate(), expected);
        let (slots, people) = (BATCH_SLOTS_MAX, BATCH_PARTICIPANTS_MAX);
        let meetings = BATCH_MEETINGS_MAX;
        check(empty(slots, 2, 1), Ok(()));
        check(empty(slots + 1, 2, 1), Err(Malformed::SlotCount(slots + 1)));
        check(empty(0, 2, 1), Err(Malformed::SlotCount(0)));
        check(empty(1, people, 1), Ok(()));
        let beyond = Malformed::ParticipantCount(people + 1);
        check(empty(1, people + 1, 1), Err(beyond));
        check(empty(1, 2, meetings), Ok(()));
        let beyond = Malformed::MeetingCount(meetings + 1);
        check(empty(1, 2, meetings + 1), Err(beyond));
    }
}
