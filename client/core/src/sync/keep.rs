//! What stays on the device between two visits: the replica, so that the page opens without
//! network and says how old it is, and the commands that wait for the network.
//!
//! The replica is kept as the bytes that came: a snapshot, and what the server said since. Opening
//! the page reads them as if they came once more, so nothing has to be written that only the
//! server knows how to write. When they become many, a fresh snapshot takes their place.

use std::sync::Arc;

use protocol::id::CommandId;
use protocol::message::{Clock, Frame, ServerMessage};
use protocol::snapshot::{SCHEMA, SnapshotAnswer};
use protocol::{Actor, Micros};
use serde_bytes::ByteBuf;

use super::{Client, Effect, Keep, Kept};
use crate::limits::{KEPT_SINCE_BYTES_MAX, QUEUED_COMMANDS_MAX};
use crate::model::EventClock;
use crate::model::pending::{Pending, Standing};
use crate::policy::{Endurance, endurance, read_lasting};
use crate::time::Monotonic;

/// What has to be written, and what is written of the replica.
#[derive(Debug, Default)]
pub(crate) struct Keeping {
    pub(crate) is_replica_stale: bool,
    pub(crate) are_commands_stale: bool,
    replica_kept_at: Option<Monotonic>,
    /// The snapshot as it came; empty before the first.
    snapshot: Vec<u8>,
    /// The frames that were applied to it, as they came.
    since: Vec<u8>,
    /// Whether frames are missing at the end, because there were too many.
    is_full: bool,
    /// When a fresh snapshot takes their place.
    fresh_at: Option<Monotonic>,
}

/// The schema; who the user is; the event's time when this was written, and the clock's speed; how
/// many milliseconds old the data was then; the snapshot; the frames since.
type KeptReplica = (u32, Option<Actor>, Option<Clock>, u64, ByteBuf, ByteBuf);

/// A fresh copy is asked for up to 255 such steps after it came to be wanted.
const FRESH_STEP_MS: u64 = 250;

fn last_byte(me: Actor) -> u8 {
    match me {
        Actor::Person(id) => id.to_bytes()[15],
        Actor::Staff(id) => id.to_bytes()[15],
        Actor::System => 0,
    }
}

type KeptCommand = (CommandId, u16, ByteBuf);

impl Client {
    /// Takes up what an earlier visit kept. Call before [`Self::start`], once per key; bytes of
    /// another version are ignored. `stored_ago_ms` is the device's time since it was written.
    pub fn restore(&mut self, kept: Kept, bytes: &[u8], stored_ago_ms: u64, now: Monotonic) {
        match kept {
            Kept::Replica => {
                if let Ok(replica) = protocol::read::from_slice::<KeptReplica>(bytes)
                    && replica.0 == SCHEMA
                    && let Ok(answer) = SnapshotAnswer::decode(&replica.4)
                {
                    self.restore_replica(replica, answer, stored_ago_ms, now);
                }
            }
            Kept::Commands => {
                if let Ok(commands) = protocol::read::from_slice::<Vec<KeptCommand>>(bytes) {
                    self.restore_commands(commands, stored_ago_ms, now);
                }
            }
        }
        self.finish(now);
    }

    fn restore_replica(
        &mut self,
        (_, me, clock, age_ms, snapshot, since): KeptReplica,
        answer: SnapshotAnswer,
        ago_ms: u64,
        now: Monotonic,
    ) {
        self.model.me = me;
        self.model.clock = clock.map(|clock| {
            let passed = i64::try_from(ago_ms)
                .unwrap_or(0)
                .saturating_mul(i64::from(clock.speed_permille));
            EventClock::new(
                Clock {
                    now: Micros(clock.now.0.saturating_add(passed)),
                    ..clock
                },
                now,
            )
        });
        self.adopt(answer, &snapshot, now);
        for frame in Frame::decode_all(&since).unwrap_or_default() {
            match frame.position {
                Some((topic, offset)) => self.apply(topic, offset, frame.payload, now),
                None => self.take_cards(&frame, now),
            }
        }
        self.model.link.synced_at = Some(now);
        self.model.link.older_by_ms = age_ms.saturating_add(ago_ms);
        self.keeping.is_replica_stale = false;
        self.note(super::Changes::ALL);
    }

    /// Labels are kept with what they are the labels of.
    pub(crate) fn take_cards(&mut self, frame: &Frame, now: Monotonic) {
        if let Ok(ServerMessage::Cards(cards)) = ServerMessage::from_frame(frame) {
            let is_one_forgotten = self.model.cards.update(cards.updates.into_vec());
            self.keep_frame(frame, now);
            if is_one_forgotten {
                // What was erased must not stay on the device among the bytes that came.
                self.want_fresh_copy(now);
            }
            self.note(super::Changes::CARDS);
        }
    }

    /// A snapshot took the replica's place.
    pub(crate) fn keep_snapshot(&mut self, bytes: &[u8]) {
        if self.options.keep == Keep::Everything {
            self.keeping.snapshot = bytes.to_vec();
            self.keeping.since.clear();
            self.keeping.is_full = false;
            self.keeping.fresh_at = None;
            self.keeping.is_replica_stale = true;
        }
    }

    /// A frame was applied to the replica.
    pub(crate) fn keep_frame(&mut self, frame: &Frame, now: Monotonic) {
        if self.keeping.snapshot.is_empty() || self.keeping.is_full {
            return;
        }
        let n_bytes_before = self.keeping.since.len();
        frame.encode_into(&mut self.keeping.since);
        self.keeping.is_replica_stale = true;
        if self.keeping.since.len() > KEPT_SINCE_BYTES_MAX {
            // What is on the device stays whole, and grows old until the snapshot is here.
            self.keeping.since.truncate(n_bytes_before);
            self.keeping.is_full = true;
            self.want_fresh_copy(now);
        }
    }

    /// The replica is complete; only its copy on the device should be made anew. What leads to
    /// this reaches a whole event at once, so every client has a moment of its own.
    fn want_fresh_copy(&mut self, now: Monotonic) {
        if !self.keeping.snapshot.is_empty() {
            let spread_ms = FRESH_STEP_MS * u64::from(self.model.me.map_or(0, last_byte));
            self.keeping.fresh_at.get_or_insert(now.plus(spread_ms));
        }
    }

    pub(crate) fn freshen_if_due(&mut self, now: Monotonic) {
        if self.fresh_at().is_some_and(|at| at <= now) {
            self.keeping.fresh_at = None;
            self.want_snapshot(now);
        }
    }

    /// When the copy on the device is made anew.
    pub(crate) fn fresh_at(&self) -> Option<Monotonic> {
        self.keeping.fresh_at.filter(|_| self.is_live())
    }

    /// Nothing of an earlier user may stay on the device.
    pub(crate) fn forget_kept(&mut self) {
        if self.options.keep == Keep::Everything {
            self.keeping = Keeping {
                are_commands_stale: true,
                ..Keeping::default()
            };
            self.push(Effect::Persist(Kept::Replica, Vec::new()));
        }
    }

    fn restore_commands(&mut self, commands: Vec<KeptCommand>, ago_ms: u64, now: Monotonic) {
        if ago_ms >= self.options.lasting_ms {
            return;
        }
        let known =
            commands
                .into_iter()
                .take(QUEUED_COMMANDS_MAX)
                .filter_map(|(id, kind, payload)| {
                    let command = read_lasting(kind, &payload)?;
                    Some(Pending {
                        id,
                        command,
                        since: now,
                        standing: Standing::Queued,
                        expected: Ok(()),
                        vacancy: None,
                        // It may have been: the earlier visit did not live to see the answer.
                        was_sent: true,
                        n_attempts: 0,
                        committed_offset: None,
                    })
                });
        let known: Vec<Pending> = known.collect();
        self.pending_mut().extend(known);
        self.is_overlay_stale = true;
        self.note(super::Changes::PENDING);
    }

    /// Writes what changed: waiting commands at once, the replica now and then.
    pub(crate) fn keep_what_is_due(&mut self, now: Monotonic) {
        if self.options.keep == Keep::Nothing {
            return;
        }
        if std::mem::take(&mut self.keeping.are_commands_stale) {
            let bytes = self.encode_commands();
            self.push(Effect::Persist(Kept::Commands, bytes));
        }
        if self.keep_deadline().is_some_and(|at| at <= now) {
            self.keeping.is_replica_stale = false;
            self.keeping.replica_kept_at = Some(now);
            let bytes = self.encode_replica(now);
            self.push(Effect::Persist(Kept::Replica, bytes));
        }
    }

    pub(crate) fn keep_deadline(&self) -> Option<Monotonic> {
        // Without the event's time and without a person, a page could not be drawn from it: the
        // snapshot may arrive before the greeting that tells both.
        let is_whole = self.model.clock.is_some() && self.model.me.is_some();
        let keeping = &self.keeping;
        let may = keeping.is_replica_stale && !keeping.is_full && is_whole;
        may.then(|| {
            keeping
                .replica_kept_at
                .map_or(Monotonic(0), |at| at.plus(self.options.keep_interval_ms))
        })
    }

    fn encode_replica(&self, now: Monotonic) -> Vec<u8> {
        let clock = self.model.clock.map(|clock| Clock {
            now: clock.now(now),
            speed_permille: clock.speed_permille(),
        });
        let kept: KeptReplica = (
            SCHEMA,
            self.model.me,
            clock,
            self.model.link.age_ms(now).unwrap_or(0),
            ByteBuf::from(self.keeping.snapshot.clone()),
            ByteBuf::from(self.keeping.since.clone()),
        );
        protocol::write::to_vec(&kept)
    }

    fn encode_commands(&self) -> Vec<u8> {
        let waiting: Vec<KeptCommand> = Arc::clone(&self.model.pending)
            .iter()
            .filter(|wish| endurance(&wish.command) == Endurance::Lasting)
            .map(|wish| {
                (
                    wish.id,
                    wish.command.kind(),
                    ByteBuf::from(wish.command.encode()),
                )
            })
            .collect();
        protocol::write::to_vec(&waiting)
    }
}
