//! Who of the team is here, and on what. Ephemeral: told to the team, never stored.
//!
//! A focus is an advisory lease. It ends when it is not renewed, it never blocks anybody, and the
//! rules know nothing of it.

use std::collections::{BTreeMap, HashMap};

use protocol::Micros;
use protocol::id::StaffId;
use protocol::limits::LEASE_TTL_MS;
use protocol::message::{Focused, TeamMember};

use super::ears::LineId;

const LEASE_TTL_MICROS: i64 = LEASE_TTL_MS as i64 * 1_000;

/// What one connection of the team shows of itself.
#[derive(Debug)]
struct Seen {
    staff: StaffId,
    since: Micros,
    focus: Option<Lease>,
    /// Set when the connection is gone but may come back at once, as between two long polls.
    lingers_until: Option<Micros>,
}

#[derive(Clone, Copy, Debug)]
struct Lease {
    on: Focused,
    since: Micros,
    expires_at: Micros,
}

/// The team's connections and their leases. `world` is real time, `event` the event's.
#[derive(Debug, Default)]
pub(crate) struct Presence {
    lines: HashMap<LineId, Seen>,
    is_changed: bool,
}

impl Presence {
    /// A connection of a member of the team begins, or one that lingered comes back.
    pub(crate) fn enter(&mut self, line: LineId, staff: StaffId, event: Micros) {
        self.lines
            .entry(line)
            .and_modify(|seen| seen.lingers_until = None)
            .or_insert_with(|| {
                self.is_changed = true;
                Seen {
                    staff,
                    since: event,
                    focus: None,
                    lingers_until: None,
                }
            });
    }

    /// A connection ends; when it `lingers`, its owner counts as present until its lease runs out.
    pub(crate) fn leave(&mut self, line: LineId, lingers: bool, world: Micros) {
        if lingers {
            if let Some(seen) = self.lines.get_mut(&line) {
                seen.lingers_until = Some(Micros(world.0 + LEASE_TTL_MICROS));
            }
        } else if self.lines.remove(&line).is_some() {
            self.is_changed = true;
        }
    }

    /// A connection works on something, or on nothing any more.
    pub(crate) fn focus(
        &mut self,
        line: LineId,
        on: Option<Focused>,
        event: Micros,
        world: Micros,
    ) {
        let Some(seen) = self.lines.get_mut(&line) else {
            return;
        };
        let before = seen.focus.map(|lease| (lease.on, lease.since));
        let since = match before {
            Some((focused, since)) if Some(focused) == on => since,
            _ => event,
        };
        let expires_at = Micros(world.0 + LEASE_TTL_MICROS);
        seen.focus = on.map(|on| Lease {
            on,
            since,
            expires_at,
        });
        self.is_changed |= before != seen.focus.map(|lease| (lease.on, lease.since));
    }

    /// Drops what was not renewed in time.
    pub(crate) fn expire(&mut self, world: Micros) {
        let n_before = self.lines.len();
        self.lines
            .retain(|_, seen| seen.lingers_until.is_none_or(|until| until > world));
        self.is_changed |= self.lines.len() != n_before;
        for seen in self.lines.values_mut() {
            if seen.focus.is_some_and(|lease| lease.expires_at <= world) {
                seen.focus = None;
                self.is_changed = true;
            }
        }
    }

    /// When something runs out next, if it is not renewed.
    pub(crate) fn next_expiry(&self) -> Option<Micros> {
        let leases = self
            .lines
            .values()
            .filter_map(|seen| seen.focus.map(|lease| lease.expires_at));
        leases
            .chain(self.lines.values().filter_map(|seen| seen.lingers_until))
            .min()
    }

    /// The team as it is now, if that differs from what was taken last.
    pub(crate) fn take_change(&mut self) -> Option<Vec<TeamMember>> {
        std::mem::take(&mut self.is_changed).then(|| self.team())
    }

    fn team(&self) -> Vec<TeamMember> {
        let mut members: BTreeMap<StaffId, (TeamMember, Option<Micros>)> = BTreeMap::new();
        for seen in self.lines.values() {
            let (member, newest) = members.entry(seen.staff).or_insert((
                TeamMember {
                    staff: seen.staff,
                    n_connections: 0,
                    focus: None,
                    since: seen.since,
                },
                None,
            ));
            member.n_connections = member.n_connections.saturating_add(1);
            match seen.focus {
                Some(lease) if newest.is_none_or(|newest| newest < lease.since) => {
                    member.focus = Some(lease.on);
                    member.since = lease.since;
                    *newest = Some(lease.since);
                }
                Some(_) => {}
                None if newest.is_none() => member.since = member.since.min(seen.since),
                None => {}
            }
        }
        members.into_values().map(|(member, _)| member).collect()
    }
}

#[cfg(test)]
mod tests {
    use protocol::id::MeetingId;

    use super::*;

    const ON: Focused = Focused::Meeting(MeetingId::example(5));

    fn line(n: u64) -> LineId {
        LineId(n)
    }

    fn focuses(team: &[TeamMember]) -> Vec<Option<Focused>> {
        team.iter().map(|member| member.focus).collect()
    }

    #[test]
    fn a_lease_ends_unless_it_is_renewed() {
        let mut presence = Presence::default();
        presence.enter(line(1), StaffId::example(1), Micros(10));
        presence.focus(line(1), Some(ON), Micros(20), Micros(0));
        let team = presence.take_change().unwrap();
        assert_eq!(
            (focuses(&team), team[0].since),
            (vec![Some(ON)], Micros(20))
        );

        presence.focus(line(1), Some(ON), Micros(30), Micros(LEASE_TTL_MICROS - 1));
        assert_eq!(presence.take_change(), None, "a renewal says nothing new");
        presence.expire(Micros(LEASE_TTL_MICROS));
        assert_eq!(presence.take_change(), None, "the renewed lease still runs");
        assert_eq!(
            presence.next_expiry(),
            Some(Micros(2 * LEASE_TTL_MICROS - 1))
        );
        presence.expire(Micros(2 * LEASE_TTL_MICROS - 1));
        assert_eq!(focuses(&presence.take_change().unwrap()), vec![None]);
        assert_eq!(presence.next_expiry(), None);
    }

    #[test]
    fn several_screens_of_one_person_are_one_member() {
        let mut presence = Presence::default();
        for n in 1..=3 {
            presence.enter(
                line(n),
                StaffId::example(1),
                Micros(10 + i64::try_from(n).unwrap()),
            );
        }
        presence.focus(line(2), Some(ON), Micros(50), Micros(0));
        let team = presence.take_change().unwrap();
        assert_eq!(
            (team.len(), team[0].n_connections, team[0].focus),
            (1, 3, Some(ON))
        );
        presence.leave(line(2), false, Micros(0));
        assert_eq!(focuses(&presence.take_change().unwrap()), vec![None]);
    }

    #[test]
    fn between_two_polls_nobody_seems_to_leave() {
        let mut presence = Presence::default();
        presence.enter(line(1), StaffId::example(1), Micros(10));
        let _ = presence.take_change();
        presence.leave(line(1), true, Micros(100));
        presence.expire(Micros(100));
        presence.enter(line(1), StaffId::example(1), Micros(20));
        presence.expire(Micros(100 + LEASE_TTL_MICROS));
        assert_eq!(presence.take_change(), None, "the next poll came in time");
        presence.leave(line(1), true, Micros(100));
        presence.expire(Micros(100 + LEASE_TTL_MICROS));
        assert_eq!(presence.take_change(), Some(vec![]));
    }
}
