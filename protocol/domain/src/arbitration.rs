//! Arbitration: an expert has more applicants than time, and the organiser chooses (EXP-06).
//!
//! Every applicant gets one of three answers in one entry: kept, on the waiting list, or told
//! that others were chosen. A sender who saw other applicants is refused, and told who came and
//! who is gone.

use std::collections::BTreeSet;

use protocol::change::ExpertArbitrated;
use protocol::command::ArbitrateExpert;
use protocol::id::{PersonId, RequestId};
use protocol::limits::APPLICANTS_MAX;
use protocol::reject::{ApplicantsChanged, NoCommonSlot, NotFound, TooManyKept};
use protocol::{EventSetup, List, Micros, Reject, Request, RequestStatus, SlotId, SlotSet, Spot};

use crate::decide::Draft;
use crate::floor::Commitment;
use crate::requests::is_open;
use crate::state::State;

impl Draft<'_> {
    pub(crate) fn arbitrate_expert(&mut self, c: &ArbitrateExpert) -> Result<(), Reject> {
        if self.state.known_person(c.expert)?.expert.is_none() {
            return Err(NotFound {}.into());
        }
        self.check_applicants(c)?;
        let n_free = self.state.capacity_left(c.expert, self.context.now);
        if c.kept.len() > usize::try_from(n_free).unwrap_or(usize::MAX) {
            let expert = c.expert;
            return Err(TooManyKept { expert, n_free }.into());
        }
        // What was promised to others is free before anything is given: the order in which one
        // undo goes back, too.
        let n_dropped = self.answer_each(&c.dropped, &RequestStatus::NotRetained);
        let n_waiting = self.answer_each(&c.waiting, &RequestStatus::Waiting);
        let n_kept = self.keep(c)?;
        if n_kept + n_waiting + n_dropped > 0 {
            self.changes.insert(
                0,
                ExpertArbitrated {
                    expert: c.expert,
                    n_kept,
                    n_waiting,
                    n_dropped,
                }
                .into(),
            );
        }
        Ok(())
    }

    /// Every applicant must be named exactly once, and nobody else.
    fn check_applicants(&self, c: &ArbitrateExpert) -> Result<(), Reject> {
        let named = || {
            c.kept
                .iter()
                .chain(c.waiting.iter())
                .chain(c.dropped.iter())
        };
        let seen: BTreeSet<RequestId> = named().copied().collect();
        let now: BTreeSet<RequestId> = self
            .state
            .applicants(c.expert)
            .map(|request| request.id)
            .collect();
        if seen == now && seen.len() == named().count() {
            return Ok(());
        }
        let bounded = |ids: Vec<RequestId>| {
            let mut ids = ids;
            ids.truncate(APPLICANTS_MAX);
            List::new(ids).expect("truncated to the bound")
        };
        Err(ApplicantsChanged {
            came: bounded(now.difference(&seen).copied().collect()),
            gone: bounded(seen.difference(&now).copied().collect()),
        }
        .into())
    }

    /// Moves those requests that do not stand there yet; how many.
    fn answer_each(&mut self, requests: &[RequestId], after: &RequestStatus) -> u32 {
        let mut n_moved = 0;
        for id in requests {
            if self.state.request(*id).is_some_and(|r| r.status != *after) {
                self.move_request(*id, after.clone());
                n_moved += 1;
            }
        }
        n_moved
    }

    /// Accepts in the expert's name: the plan will say when, or, where none will come, a slot is
    /// held for each so that all of them can be met.
    fn keep(&mut self, c: &ArbitrateExpert) -> Result<u32, Reject> {
        let new: Vec<Request> = c
            .kept
            .iter()
            .filter_map(|id| self.state.request(*id))
            .filter(|request| {
                matches!(
                    request.status,
                    RequestStatus::Requested | RequestStatus::Waiting
                )
            })
            .cloned()
            .collect();
        for request in &new {
            self.state.check_pair((request.from, request.to))?;
            self.check_not_meeting(request.from, request.to)?;
        }
        let has_plan = self
            .state
            .setup()
            .map(EventSetup::mode)
            .unwrap_or_default()
            .has_plan();
        if has_plan {
            let kept: Vec<RequestId> = new.iter().map(|request| request.id).collect();
            return Ok(self.answer_each(&kept, &RequestStatus::Agreed));
        }
        let slots = self
            .state
            .slots_for_all(&new, self.context.now)
            .ok_or(NoCommonSlot {})?;
        for (request, slot) in new.iter().zip(&slots) {
            let pair = (request.from, request.to);
            let spot = self
                .state
                .spot_in(pair, *slot, self.context.now)
                .ok_or(NoCommonSlot {})?;
            let expires_at = self.held_until(spot);
            self.move_request(request.id, RequestStatus::Accepted { spot, expires_at });
        }
        Ok(u32::try_from(new.len()).expect("bounded by the slots"))
    }
}

impl State {
    /// Open requests that wait for an expert, in no particular order.
    pub fn applicants(&self, expert: PersonId) -> impl Iterator<Item = &Request> {
        self.requests_of(expert)
            .filter(move |request| request.to == expert && is_open(request))
    }

    /// Meetings that an expert can still be given: by the allowed number and by the slots that
    /// are open and free. What is held for applicants counts as free, because it is theirs.
    #[must_use]
    pub fn capacity_left(&self, expert: PersonId, now: Micros) -> u32 {
        let Some((person, terms)) = self
            .person(expert)
            .and_then(|person| Some((person, person.expert.as_ref()?)))
        else {
            return 0;
        };
        let held: Vec<Commitment> = self
            .applicants(expert)
            .filter(|request| matches!(request.status, RequestStatus::Accepted { .. }))
            .map(|request| Commitment::Hold(request.id))
            .collect();
        let is_free = |slot: SlotId| {
            self.floor()
                .of_person(expert, slot)
                .is_none_or(|taken| held.contains(&taken))
                && !terms
                    .absence
                    .as_ref()
                    .is_some_and(|absence| self.is_slot_hit(slot, absence))
        };
        let n_slots = person
            .availability
            .iter()
            .filter(|slot| self.check_slot_open(*slot, now).is_ok() && is_free(*slot))
            .count();
        let n_allowed = self.n_meetings_left(expert, &held).unwrap_or(usize::MAX);
        u32::try_from(n_slots.min(n_allowed)).expect("slots are bounded")
    }

    /// Where two persons can meet in a slot, if the rules let them.
    #[must_use]
    pub fn spot_in(&self, pair: (PersonId, PersonId), slot: SlotId, now: Micros) -> Option<Spot> {
        let place = self.first_free_place(pair, slot)?;
        let spot = Spot { slot, place };
        self.check_booking(pair, spot, now, &[])
            .is_ok()
            .then_some(spot)
    }

    /// Open slots in which a request could be met now.
    #[must_use]
    pub fn slots_of_request(&self, request: &Request, now: Micros) -> SlotSet {
        let pair = (request.from, request.to);
        let mut slots = self.free_slots(pair.0).and(&self.free_slots(pair.1));
        if !request.slots.is_empty() {
            slots = slots.and(&request.slots);
        }
        slots
            .iter()
            .filter(|slot| self.spot_in(pair, *slot, now).is_some())
            .collect()
    }

    /// A slot for each of an expert's requests, no two the same; none when there is no such
    /// choice. Earlier requests take earlier slots as far as the later ones leave them.
    #[must_use]
    pub fn slots_for_all(&self, requests: &[Request], now: Micros) -> Option<Vec<SlotId>> {
        let in_time: Vec<SlotId> = self.timetable().into_iter().map(|slot| slot.id).collect();
        let suiting: Vec<Vec<SlotId>> = requests
            .iter()
            .map(|request| {
                let slots = self.slots_of_request(request, now);
                let suits = |slot: &SlotId| slots.contains(*slot);
                in_time.iter().copied().filter(suits).collect()
            })
            .collect();
        let mut taken = Taken::default();
        for applicant in 0..requests.len() {
            if !taken.give(applicant, &suiting, &mut BTreeSet::new()) {
                return None;
            }
        }
        (0..requests.len()).map(|n| taken.of(n)).collect()
    }
}

/// Which applicant has which slot, while they are given out.
#[derive(Default)]
struct Taken(Vec<(SlotId, usize)>);

impl Taken {
    fn of(&self, applicant: usize) -> Option<SlotId> {
        self.0
            .iter()
            .find_map(|(slot, of)| (*of == applicant).then_some(*slot))
    }

    /// Gives an applicant a slot; others move to another of theirs if that makes room. A slot is
    /// tried once, so this ends after as many steps as there are slots.
    fn give(
        &mut self,
        applicant: usize,
        suiting: &[Vec<SlotId>],
        tried: &mut BTreeSet<SlotId>,
    ) -> bool {
        for slot in &suiting[applicant] {
            if !tried.insert(*slot) {
                continue;
            }
            let holder = self.0.iter().position(|(taken, _)| taken == slot);
            match holder {
                None => {
                    self.0.push((*slot, applicant));
                    return true;
                }
                Some(at) => {
                    let other = self.0[at].1;
                    if self.give(other, suiting, tried) {
                        self.0.retain(|entry| *entry != (*slot, other));
                        self.0.push((*slot, applicant));
                        return true;
                    }
                }
            }
        }
        false
    }
}
