//! The referee: whether a schedule keeps every rule, and what it is worth. It reads the problem
//! and the schedule and nothing else; it shares no code with the solvers that it judges.

use super::instance::{Instance, Schedule};

/// A rule that a schedule breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// Not one slot per meeting.
    MeetingCount {
        /// Slots given.
        n_given: usize,
    },
    /// The meeting stands outside its slots, or where a party is not available.
    OutsideItsSlots {
        /// The meeting.
        meeting: usize,
        /// Where it stands.
        slot: usize,
    },
    /// Somebody has two meetings at a time.
    Twice {
        /// Who.
        participant: usize,
        /// When.
        slot: usize,
    },
    /// More meetings than tables.
    TooManyMeetings {
        /// When.
        slot: usize,
        /// How many.
        n_meetings: usize,
    },
    /// More meetings than can have something scarce.
    TooScarce {
        /// What.
        resource: usize,
        /// When.
        slot: usize,
        /// How many.
        n_meetings: usize,
    },
    /// A meeting does not follow one that it must follow.
    TooEarly {
        /// The meeting.
        meeting: usize,
        /// What should stand earlier.
        predecessor: usize,
    },
    /// The meeting stands at a site that is not among its own, or where a party cannot be.
    WrongSite {
        /// The meeting.
        meeting: usize,
        /// Where it stands.
        site: usize,
    },
    /// Two meetings of somebody at different sites, with too little time for the way.
    TooFar {
        /// Who.
        participant: usize,
        /// The two meetings.
        meetings: [usize; 2],
    },
    /// Somebody has more meetings than he takes.
    TooManyOf {
        /// Who.
        participant: usize,
        /// How many, those that stay aside.
        n_meetings: usize,
    },
    /// Two meet who never do.
    KeptApart {
        /// The meeting.
        meeting: usize,
    },
    /// Breaks are shared out more unevenly than allowed.
    Unfair {
        /// Most breaks of a participant minus fewest of another.
        gap: usize,
    },
}

/// What a schedule is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Runs of idle slots between a participant's first and last meeting of a day, over all.
    pub n_breaks: usize,
    /// Idle slots between a participant's first and last meeting of a day, over all.
    pub n_idle: usize,
    /// Most breaks of a participant minus fewest of another.
    pub fairness_gap: usize,
}

/// Measures a schedule.
///
/// # Errors
/// Every rule that it breaks; the largest gap between two participants' breaks is a rule when
/// `fairness_max` is given.
pub fn check_schedule(
    instance: &Instance,
    schedule: &Schedule,
    fairness_max: Option<usize>,
) -> Result<Measures, Vec<Violation>> {
    let n_meetings = instance.meetings.len();
    let n_given = schedule.slot_of.len().min(schedule.site_of.len());
    if schedule.slot_of.len() != n_meetings || schedule.site_of.len() != n_meetings {
        return Err(vec![Violation::MeetingCount { n_given }]);
    }
    let mut violations = Vec::new();
    let n_slots = instance.n_slots;
    let mut days = vec![vec![0_usize; n_slots]; instance.free.len()];
    for (participant, engaged) in instance.terms.engaged.iter().enumerate() {
        for (slot, n_here) in days[participant].iter_mut().enumerate() {
            *n_here = (engaged >> slot & 1) as usize;
        }
    }
    let mut n_in_slot = vec![0_usize; n_slots];
    for (meeting, row) in instance.meetings.iter().enumerate() {
        let slot = schedule.slot_of[meeting];
        let available = |p: usize| instance.free[p] >> slot & 1 == 1;
        if slot >= n_slots
            || row.slots >> slot & 1 == 0
            || !row.parties.iter().all(|p| available(*p))
        {
            violations.push(Violation::OutsideItsSlots { meeting, slot });
            continue;
        }
        n_in_slot[slot] += 1;
        for participant in row.parties {
            days[participant][slot] += 1;
            if days[participant][slot] == 2 {
                violations.push(Violation::Twice { participant, slot });
            }
        }
        for &predecessor in &row.after {
            if schedule.slot_of[predecessor] >= slot {
                violations.push(Violation::TooEarly {
                    meeting,
                    predecessor,
                });
            }
        }
    }
    for (slot, n_meetings) in n_in_slot.into_iter().enumerate() {
        if n_meetings > instance.capacity[slot] {
            violations.push(Violation::TooManyMeetings { slot, n_meetings });
        }
    }
    for (resource, scarce) in instance.scarce.iter().enumerate() {
        for slot in 0..n_slots {
            let is_here = |meeting: &&usize| {
                let site = schedule.site_of[**meeting];
                schedule.slot_of[**meeting] == slot && scarce.site.is_none_or(|own| own == site)
            };
            let n_meetings = scarce.meetings.iter().filter(is_here).count();
            if n_meetings > scarce.capacity[slot] {
                violations.push(Violation::TooScarce {
                    resource,
                    slot,
                    n_meetings,
                });
            }
        }
    }
    violations.extend(broken_terms(instance, schedule));
    let measures = measure(instance, &days);
    if fairness_max.is_some_and(|max| measures.fairness_gap > max) {
        let gap = measures.fairness_gap;
        violations.push(Violation::Unfair { gap });
    }
    if violations.is_empty() {
        Ok(measures)
    } else {
        Err(violations)
    }
}

/// Sites, ways, allowed numbers and pairs who never meet.
fn broken_terms(instance: &Instance, schedule: &Schedule) -> Vec<Violation> {
    let mut broken = Vec::new();
    let mut n_taken = vec![0_usize; instance.free.len()];
    for (meeting, row) in instance.meetings.iter().enumerate() {
        let (slot, site) = (schedule.slot_of[meeting], schedule.site_of[meeting]);
        let away = instance.terms.sites.as_ref();
        let away = away.and_then(|sites| sites.away.get(site));
        let cannot_be = |p: &usize| away.is_some_and(|row| slot < 128 && row[*p] >> slot & 1 == 1);
        if site >= 16 || row.sites >> site & 1 == 0 || row.parties.iter().any(cannot_be) {
            broken.push(Violation::WrongSite { meeting, site });
        }
        let is_of = |pair: &[usize; 2]| row.parties.iter().all(|p| pair.contains(p));
        if instance.terms.apart.iter().any(is_of) {
            broken.push(Violation::KeptApart { meeting });
        }
        for participant in row.parties {
            n_taken[participant] += usize::from(!row.stays);
        }
    }
    for (participant, most) in instance.terms.meetings_max.iter().enumerate() {
        let n_meetings = n_taken[participant];
        if most.is_some_and(|most| n_meetings > most) {
            broken.push(Violation::TooManyOf {
                participant,
                n_meetings,
            });
        }
    }
    let Some(sites) = &instance.terms.sites else {
        return broken;
    };
    let place = |meeting: usize| (schedule.slot_of[meeting], schedule.site_of[meeting]);
    let exists = |(slot, site): (usize, usize)| slot < instance.n_slots && site < sites.len();
    for (participant, row) in instance.meetings_by_participant().iter().enumerate() {
        for (nth, &first) in row.iter().enumerate() {
            for &second in &row[nth + 1..] {
                let (here, there) = (place(first), place(second));
                if exists(here)
                    && exists(there)
                    && sites.barred[here.1][there.1][here.0] >> there.0 & 1 == 1
                {
                    broken.push(Violation::TooFar {
                        participant,
                        meetings: [first, second],
                    });
                }
            }
        }
    }
    broken
}

fn measure(instance: &Instance, days: &[Vec<usize>]) -> Measures {
    let mut measures = Measures::default();
    let (mut fewest, mut most) = (usize::MAX, 0);
    for row in days {
        let mut n_breaks = 0;
        // Idle slots since the last meeting, once there was one today.
        let mut n_waiting: Option<usize> = None;
        for (slot, &n_meetings) in row.iter().enumerate() {
            if instance.day_starts >> slot & 1 == 1 {
                n_waiting = None;
            }
            match (n_meetings > 0, n_waiting) {
                (true, waited) => {
                    n_breaks += usize::from(waited.is_some_and(|n| n > 0));
                    measures.n_idle += waited.unwrap_or(0);
                    n_waiting = Some(0);
                }
                (false, Some(n)) => n_waiting = Some(n + 1),
                (false, None) => {}
            }
        }
        measures.n_breaks += n_breaks;
        fewest = fewest.min(n_breaks);
        most = most.max(n_breaks);
    }
    measures.fairness_gap = most.saturating_sub(fewest);
    measures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::instance::{Meeting, Scarce, slots_below};

    /// Somebody who meets everybody else, one at a time.
    fn star(n_slots: usize, n_meetings: usize) -> Instance {
        let meetings =
            (0..n_meetings).map(|guest| Meeting::open([0, guest + 1], slots_below(n_slots)));
        Instance {
            n_slots,
            day_starts: 1,
            capacity: vec![1; n_slots],
            free: vec![slots_below(n_slots); n_meetings + 1],
            meetings: meetings.collect(),
            scarce: Vec::new(),
            terms: crate::batch::Terms::default(),
        }
    }

    fn at(slots: &[usize]) -> Schedule {
        Schedule::at_one_site(slots.to_vec())
    }

    fn check(instance: &Instance, slots: &[usize], fairness: Option<usize>, expected: &str) {
        let told = match check_schedule(instance, &at(slots), fairness) {
            Ok(m) => format!(
                "breaks {} idle {} gap {}",
                m.n_breaks, m.n_idle, m.fairness_gap
            ),
            Err(violations) => format!("{violations:?}"),
        };
        assert_eq!(told, expected, "{slots:?}");
    }

    #[test]
    fn breaks_are_runs_of_idle_slots_between_meetings() {
        let day = star(8, 3);
        check(&day, &[2, 3, 4], None, "breaks 0 idle 0 gap 0");
        check(&day, &[2, 3, 7], None, "breaks 1 idle 3 gap 1");
        check(&day, &[0, 7, 3], None, "breaks 2 idle 5 gap 2");
    }

    #[test]
    fn a_night_is_no_break() {
        let mut days = star(8, 3);
        days.day_starts |= 1 << 4;
        check(&days, &[0, 3, 7], None, "breaks 1 idle 2 gap 1");
        check(&days, &[3, 4, 5], None, "breaks 0 idle 0 gap 0");
        check(&days, &[3, 5, 7], None, "breaks 1 idle 1 gap 1");
    }

    #[test]
    fn every_broken_rule_is_named() {
        let mut day = star(6, 3);
        day.meetings[1].after = vec![0];
        day.free[3] &= !(1 << 5);
        check(&day, &[0, 1], None, "[MeetingCount { n_given: 2 }]");
        check(
            &day,
            &[3, 2, 4],
            None,
            "[TooEarly { meeting: 1, predecessor: 0 }]",
        );
        check(
            &day,
            &[0, 1, 5],
            None,
            "[OutsideItsSlots { meeting: 2, slot: 5 }]",
        );
        check(
            &day,
            &[0, 1, 9],
            None,
            "[OutsideItsSlots { meeting: 2, slot: 9 }]",
        );
        check(
            &day,
            &[0, 1, 1],
            None,
            "[Twice { participant: 0, slot: 1 }, TooManyMeetings { slot: 1, n_meetings: 2 }]",
        );
        day.scarce.push(Scarce {
            capacity: vec![1, 1, 1, 1, 0, 1],
            meetings: vec![1, 2],
            site: None,
        });
        check(&day, &[0, 2, 3], Some(2), "breaks 1 idle 1 gap 1");
        check(
            &day,
            &[0, 2, 4],
            None,
            "[TooScarce { resource: 0, slot: 4, n_meetings: 1 }]",
        );
        day.scarce.clear();
        check(&day, &[0, 2, 4], Some(1), "[Unfair { gap: 2 }]");
        check(&day, &[0, 2, 4], Some(2), "breaks 2 idle 2 gap 2");
    }
}
