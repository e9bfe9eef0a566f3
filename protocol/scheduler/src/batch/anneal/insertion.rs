//! Trials that put a meeting that stands nowhere into a slot; whoever is in the way finds another
//! slot or goes out.

use super::day::{BREAK_COST, Word};
use super::walk::Walk;

impl<W: Word> Walk<'_, W> {
    /// Puts a meeting where it costs least, if a slot is open.
    pub(super) fn place(&mut self, meeting: usize) -> bool {
        if self.board.n_placed >= self.n_placed_max {
            // Where slots may be overfull for a while, more than fit would creep in.
            return false;
        }
        let mut best: Option<(i32, usize, usize)> = None;
        let mut open = self.board.open_slots(meeting);
        while open != W::NONE {
            let slot = open.lowest();
            open = open.without_lowest();
            let board = &self.board;
            if !board.has_room(slot)
                || !board.is_wanted(meeting)
                || !board.keeps_order(meeting, slot, |other| board.slot_of(other))
            {
                continue;
            }
            let cost = board.days_change(meeting, slot);
            if best.is_some_and(|(least, ..)| cost >= least) {
                continue;
            }
            if let Some(site) = board.open_site(meeting, slot) {
                best = Some((cost, slot, site));
            }
        }
        if let Some((_, slot, site)) = best {
            self.board.set_site(meeting, site);
            self.board.put(meeting, slot);
        }
        best.is_some()
    }

    /// Tries a random meeting that is out in a random slot.
    pub(super) fn try_insertion(&mut self) {
        let index = self.chance.below(self.unplaced.len());
        let meeting = self.unplaced[index];
        if self.place(meeting) {
            self.unplaced.swap_remove(index);
            return;
        }
        let Some(slot) = self.any_slot(self.board.domains[meeting]) else {
            return;
        };
        let site = self.any_site(meeting);
        let Some(pushed) = self.in_the_way(meeting, slot, site) else {
            return;
        };
        let cost_before = self.cost();
        let mut homes = Vec::with_capacity(pushed.len());
        for &other in &pushed {
            let home = self.board.slot_of(other).expect("it stands in the way");
            homes.push((other, home, self.board.site_of(other)));
            self.board.take(other);
        }
        let site_before = self.board.site_of(meeting);
        let board = &self.board;
        let is_legal = (!pushed.is_empty() || board.has_room(slot))
            && board.is_wanted(meeting)
            && board.has_needs(meeting, slot, site)
            && (!board.has_sites || board.can_be_at(meeting, slot, site))
            && board.keeps_order(meeting, slot, |other| board.slot_of(other));
        let mut out = Vec::with_capacity(3);
        let mut change = i32::MAX;
        let mut placed = Vec::with_capacity(3);
        if is_legal {
            self.board.set_site(meeting, site);
            self.board.put(meeting, slot);
            for &other in &pushed {
                if self.place(other) {
                    placed.push(other);
                } else {
                    out.push(other);
                }
            }
            let out_cost: i32 = out.iter().map(|m| self.board.unplaced_cost(*m)).sum();
            change = self.cost() - cost_before + out_cost - self.board.unplaced_cost(meeting);
        }
        if is_legal && self.accepts(change) {
            self.unplaced.swap_remove(index);
            self.unplaced.extend(out);
            return;
        }
        self.board.take(meeting);
        self.board.set_site(meeting, site_before);
        for other in placed {
            self.board.take(other);
        }
        for (other, slot, site) in homes {
            self.board.set_site(other, site);
            self.board.put(other, slot);
        }
    }

    /// Meetings that would have to go for a meeting to stand in a slot at a site; none when one of
    /// them stays.
    fn in_the_way(&mut self, meeting: usize, slot: usize, site: usize) -> Option<Vec<usize>> {
        let mut pushed: Vec<usize> = Vec::with_capacity(3);
        let [a, b] = self.board.parties[meeting];
        for participant in [a, b] {
            let other = self.board.held(participant, slot);
            pushed.extend(other.filter(|other| !pushed.contains(other)));
        }
        if self.board.has_sites {
            let far: Vec<usize> = self.board.too_far(meeting, slot, site).collect();
            pushed.extend(far);
            pushed.sort_unstable();
            pushed.dedup();
        }
        for participant in [a, b] {
            let is_his = |other: &usize| self.board.parties[*other].contains(&participant);
            if self.board.is_sated(participant) && !pushed.iter().any(is_his) {
                let other = self.any_meeting(participant)?;
                pushed.push(other);
            }
        }
        let needs: Vec<usize> = self.board.needs(meeting, site).collect();
        for resource in needs {
            let board = &self.board;
            let has_it = |other: &usize| {
                let mut needs = board.needs(*other, board.site_of(*other));
                needs.any(|need| need == resource)
            };
            if !board.has_left(resource, slot, 1) && !pushed.iter().any(has_it) {
                let row = board.in_slot(slot).iter().map(|other| *other as usize);
                pushed.extend(row.into_iter().find(has_it));
            }
        }
        let is_full = self.board.n_placed >= self.n_placed_max || !self.board.has_room(slot);
        if pushed.is_empty() && is_full {
            let row = self.board.in_slot(slot);
            if row.is_empty() {
                return None;
            }
            pushed.push(row[self.chance.below(row.len())] as usize);
        }
        let is_free_to_go = |other: &usize| !self.board.stays(*other);
        pushed.iter().all(is_free_to_go).then_some(pushed)
    }

    /// A random meeting of a participant.
    fn any_meeting(&mut self, participant: usize) -> Option<usize> {
        let slot = self.any_slot(self.board.busy[participant])?;
        self.board.held(participant, slot)
    }

    fn any_site(&mut self, meeting: usize) -> usize {
        if !self.board.has_sites {
            return self.board.site_of(meeting);
        }
        let sites = self.board.instance.sites_of(meeting);
        let nth = self.chance.below(sites.count());
        let site = self.board.instance.sites_of(meeting).nth(nth);
        site.expect("the site was counted")
    }

    /// What the days cost now.
    fn cost(&self) -> i32 {
        i32::try_from(self.board.n_breaks_total).expect("breaks are bounded") * BREAK_COST
    }
}
