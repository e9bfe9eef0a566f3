//! What an event has and a plain timetable has not: engagements that are not planned here, allowed
//! numbers, pairs who never meet, and sites with a way between them.

use super::instance::{Instance, Slots, slots_below};

/// What holds beside slots, parties and tables; nothing by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Per participant the slots in which he does what is not planned here. He takes no meeting
    /// then, and is not idle. Empty when nobody is engaged.
    pub engaged: Vec<Slots>,
    /// Per participant the most meetings that he takes, those that stay aside. Empty when nobody
    /// has a limit.
    pub meetings_max: Vec<Option<usize>>,
    /// Pairs who never meet.
    pub apart: Vec<[usize; 2]>,
    /// Where meetings take place, when that matters.
    pub sites: Option<Sites>,
}

/// Sites, and how far they are from each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sites {
    /// `barred[a][b][t]`: slots in which who meets at site `a` in slot `t` cannot meet at site
    /// `b`. What bars there and back is the same.
    pub barred: Vec<Vec<Vec<Slots>>>,
    /// Per site and participant the slots in which he cannot be there.
    pub away: Vec<Vec<Slots>>,
}

impl Sites {
    /// Sites of which two are so many slots apart: as many pass between the last meeting here and
    /// the first one there. A night is long enough for every way.
    #[must_use]
    pub fn apart(n_slots: usize, day_starts: Slots, n_between: &[Vec<usize>]) -> Self {
        let day_of = |slot: usize| (day_starts & slots_below(slot + 1) & !1).count_ones();
        let barred_at = |gap: usize, slot: usize| {
            (0..n_slots)
                .filter(|other| *other != slot && day_of(*other) == day_of(slot))
                .filter(|other| other.abs_diff(slot) <= gap)
                .fold(0, |barred, other| barred | 1 << other)
        };
        let row = |gap: &usize| (0..n_slots).map(|slot| barred_at(*gap, slot)).collect();
        let rows = n_between
            .iter()
            .map(|row_of| row_of.iter().map(row).collect());
        Self {
            barred: rows.collect(),
            away: Vec::new(),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.barred.len()
    }

    /// Whether there is none, which is never so in a well-formed problem.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.barred.is_empty()
    }

    fn is_well_formed(&self, n_slots: usize, n_participants: usize) -> bool {
        let n = self.len();
        let is_symmetric = |a: usize, b: usize| {
            (0..n_slots).all(|slot| {
                let bars = |a: usize, b: usize, slot: usize| self.barred[a][b][slot];
                (0..n_slots)
                    .all(|other| bars(a, b, slot) >> other & 1 == bars(b, a, other) >> slot & 1)
            })
        };
        (1..=BATCH_SITES_MAX).contains(&n)
            && self.barred.iter().all(|row| row.len() == n)
            && self.barred.iter().flatten().all(|row| row.len() == n_slots)
            && (self.away.is_empty() || self.away.len() == n)
            && self.away.iter().all(|row| row.len() == n_participants)
            && (0..n).all(|a| (0..=a).all(|b| is_symmetric(a, b)))
    }
}

/// Sites of one problem.
pub const BATCH_SITES_MAX: usize = protocol::limits::SITES_MAX;

impl Instance {
    /// The slots in which a participant does what is not planned here.
    #[must_use]
    pub fn engaged(&self, participant: usize) -> Slots {
        let engaged = self.terms.engaged.get(participant).copied();
        engaged.unwrap_or(0) & self.all_slots()
    }

    /// The most meetings of a participant, those that stay aside.
    #[must_use]
    pub fn meetings_max(&self, participant: usize) -> Option<usize> {
        self.terms.meetings_max.get(participant).copied().flatten()
    }

    /// Sites at which a meeting could take place; one, the first, where sites do not matter.
    pub fn sites_of(&self, meeting: usize) -> impl Iterator<Item = usize> + use<> {
        let sites = self.meetings[meeting].sites;
        (0..BATCH_SITES_MAX).filter(move |site| sites >> site & 1 == 1)
    }

    /// The slots in which a meeting could stand at a site if it were alone.
    #[must_use]
    pub fn slots_at(&self, meeting: usize, site: usize) -> Slots {
        let row = &self.meetings[meeting];
        let [a, b] = row.parties;
        let away = |participant: usize| {
            let sites = self.terms.sites.as_ref();
            let row = sites.and_then(|sites| sites.away.get(site));
            row.map_or(0, |row| row[participant])
        };
        let free = self.free[a] & self.free[b] & !self.engaged(a) & !self.engaged(b);
        row.slots & free & !away(a) & !away(b) & self.all_slots()
    }

    /// The slots that a meeting at site `a` in a slot leaves no time for at site `b`.
    #[must_use]
    pub fn barred(&self, a: usize, b: usize, slot: usize) -> Slots {
        let sites = self.terms.sites.as_ref();
        sites.map_or(0, |sites| sites.barred[a][b][slot])
    }

    /// Whether every list of the terms is as long as it must be and names what exists.
    pub(super) fn has_sound_terms(&self) -> bool {
        let n = self.free.len();
        let is_whole = |len: usize| len == 0 || len == n;
        let sites = self.terms.sites.as_ref();
        is_whole(self.terms.engaged.len())
            && is_whole(self.terms.meetings_max.len())
            && self.terms.apart.iter().flatten().all(|p| *p < n)
            && sites.is_none_or(|sites| sites.is_well_formed(self.n_slots, n))
    }

    pub(super) fn n_sites(&self) -> usize {
        self.terms.sites.as_ref().map_or(1, Sites::len)
    }
}
