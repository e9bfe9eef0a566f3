//! Who wants to meet whom, and the published plan (EXP-04, B2B-03).

use std::collections::{BTreeMap, BTreeSet};

use protocol::command::{BookMeetings, ImportRequests, PlannedMeeting};
use protocol::id::{MeetingId, PersonId, RequestId};
use protocol::{Actor, Minutes, Request, RequestStatus, SlotSet};
use scheduler::Wish;

use super::GenerateError;
use super::calendar::Calendar;
use super::chance::Chance;
use super::draft::{Draft, list};
use super::keywords;
use super::people::Crowd;
use super::size::Size;

/// Repair attempts of the planner; enough for the largest demo.
const STEPS_MAX: u64 = 400_000;
/// How many wishes there are per meeting of the plan, in percent: some find no slot.
const WISHES_PERCENT: usize = 118;
/// Wishes for each participant who is sought after; more than the slots that he has.
const SOUGHT_AFTER_WISHES: usize = 24;
/// How many of a hundred wishes of somebody who seeks advice go to an expert at once.
const TO_EXPERTS_PERCENT: usize = 14;
/// How often a partner is drawn before a participant goes without.
const DRAWS_MAX: usize = 40;

/// One participant's wish to meet somebody.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) from: PersonId,
    pub(super) to: PersonId,
}

/// Wishes in order of arrival.
pub(super) fn wishes(draft: &Draft, size: &Size, crowd: &Crowd) -> Vec<Asked> {
    let mut wishing = Wishing {
        draft,
        crowd,
        chance: draft.chance.fork("wishes"),
        pairs: BTreeSet::new(),
        n_by_person: BTreeMap::new(),
        wishes: Vec::new(),
    };
    for &to in &crowd.sought_after {
        for _ in 0..SOUGHT_AFTER_WISHES {
            let from = *wishing.chance.pick(&crowd.participants);
            wishing.add(from, to);
        }
    }
    let n_wishes = size.n_meetings * WISHES_PERCENT / 100;
    // Rounds in which everybody may wish once more, so that nobody is left without.
    for _ in 0..DRAWS_MAX {
        let mut order = crowd.participants.clone();
        wishing.chance.shuffle(&mut order);
        for from in order {
            if wishing.wishes.len() >= n_wishes {
                let mut wishes = wishing.wishes;
                draft.chance.fork("arrival").shuffle(&mut wishes);
                return wishes;
            }
            if wishing.chance.percent(85)
                && let Some(to) = wishing.partner_of(from)
            {
                wishing.add(from, to);
            }
        }
    }
    wishing.wishes
}

struct Wishing<'a> {
    draft: &'a Draft,
    crowd: &'a Crowd,
    chance: Chance,
    pairs: BTreeSet<(PersonId, PersonId)>,
    n_by_person: BTreeMap<PersonId, usize>,
    wishes: Vec<Asked>,
}

impl Wishing<'_> {
    /// Somebody who offers what the asker seeks, and is not drowned in wishes yet.
    fn partner_of(&mut self, from: PersonId) -> Option<PersonId> {
        let asker = self.draft.state().person(from)?;
        for _ in 0..DRAWS_MAX {
            let topic = asker.sought.iter().find(|tag| keywords::is_topic(**tag));
            let tag = match topic {
                Some(topic) if self.chance.percent(TO_EXPERTS_PERCENT) => topic,
                Some(_) | None => self.chance.pick(&asker.sought),
            };
            let Some(offering) = self.crowd.offering.get(tag) else {
                continue;
            };
            let to = *self.chance.pick(offering);
            let n_slots = self.draft.state().free_slots(to).len();
            let n_wishes = self.n_by_person.get(&to).copied().unwrap_or(0);
            if n_wishes * 3 < n_slots * 2 && !self.crowd.sought_after.contains(&to) {
                return Some(to);
            }
        }
        None
    }

    fn add(&mut self, from: PersonId, to: PersonId) {
        let pair = (from.min(to), from.max(to));
        if self.draft.state().check_pair((from, to)).is_ok() && self.pairs.insert(pair) {
            *self.n_by_person.entry(from).or_default() += 1;
            *self.n_by_person.entry(to).or_default() += 1;
            self.wishes.push(Asked { from, to });
        }
    }
}

/// Plans the wishes that did not come to a meeting by themselves, publishes exactly as many
/// meetings as the scale says, and leaves the rest as open requests.
pub(super) fn publish(
    draft: &mut Draft,
    calendar: &Calendar,
    size: &Size,
    wishes: &[Asked],
    settled: &BTreeSet<usize>,
) -> Result<(), GenerateError> {
    draft.advance_to(calendar.days_before(7));
    let mut chance = draft.chance.fork("agenda");
    let open: Vec<Asked> = (0..wishes.len())
        .filter(|i| !settled.contains(i))
        .map(|i| wishes[i])
        .collect();
    let to_plan: Vec<Wish> = open
        .iter()
        .map(|asked| {
            let (host, guest) = draft.state().roles(asked.from, asked.to);
            Wish {
                host,
                guest,
                slots: SlotSet::EMPTY,
            }
        })
        .collect();
    let mut plan = scheduler::plan(
        draft.state(),
        draft.now(),
        &to_plan,
        chance.draw(),
        STEPS_MAX,
    );
    let n_standing = draft.state().n_meetings();
    chance.shuffle(&mut plan.placements);
    let beyond = plan.placements.split_off(
        plan.placements
            .len()
            .min(size.n_meetings.saturating_sub(n_standing)),
    );
    let meetings = plan
        .placements
        .iter()
        .map(|placement| PlannedMeeting {
            meeting: MeetingId::new(draft.now(), chance.bytes()),
            host: to_plan[placement.wish_index].host,
            guest: to_plan[placement.wish_index].guest,
            spot: placement.spot,
        })
        .collect();
    draft.send(
        Actor::System,
        BookMeetings {
            meetings: list(meetings),
        },
    )?;

    draft.advance_to(calendar.days_before(7) + Minutes(10));
    let waiting = beyond
        .iter()
        .map(|placement| placement.wish_index)
        .chain(plan.unplaced);
    let requests = waiting
        .map(|index| request(&mut chance, calendar, open[index]))
        .collect();
    draft.send(
        Actor::System,
        ImportRequests {
            requests: list(requests),
        },
    )
}

/// An open request, made some weeks before.
pub(super) fn request(chance: &mut Chance, calendar: &Calendar, asked: Asked) -> Request {
    let minutes = u16::try_from(chance.between(0, 20 * 24 * 60)).expect("three weeks");
    let made_at = calendar.days_before(32) + Minutes(minutes);
    Request {
        id: RequestId::new(made_at, chance.bytes()),
        from: asked.from,
        to: asked.to,
        slots: SlotSet::EMPTY,
        made_at,
        status: RequestStatus::Requested,
    }
}
