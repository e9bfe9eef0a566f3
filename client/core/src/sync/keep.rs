//! What stays on the device between two visits: the replica, so that the page opens without
//! network and says how old it is, and the commands that wait for the network.

use std::sync::Arc;

use domain::State;
use protocol::id::CommandId;
use protocol::message::Clock;
use protocol::snapshot::{SCHEMA, SnapshotAnswer};
use protocol::{Actor, Micros};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::{Client, Effect, Keep, Kept};
use crate::limits::QUEUED_COMMANDS_MAX;
use crate::model::pending::{Pending, Standing};
use crate::model::{Cards, EventClock};
use crate::policy::{Endurance, endurance, read_lasting};
use crate::time::Monotonic;

/// What has to be written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Keeping {
    pub(crate) is_replica_stale: bool,
    pub(crate) are_commands_stale: bool,
    replica_kept_at: Option<Monotonic>,
}

#[derive(Serialize, Deserialize)]
struct KeptReplica {
    schema: u32,
    me: Option<Actor>,
    /// The event's time and the clock's speed when this was written.
    clock: Option<Clock>,
    /// How old the data was when this was written.
    age_ms: u64,
    answer: ByteBuf,
}

type KeptCommand = (CommandId, u16, ByteBuf);

impl Client {
    /// Takes up what an earlier visit kept. Call before [`Self::start`], once per key; bytes of
    /// another version are ignored. `stored_ago_ms` is the device's time since it was written.
    pub fn restore(&mut self, kept: Kept, bytes: &[u8], stored_ago_ms: u64, now: Monotonic) {
        match kept {
            Kept::Replica => {
                if let Ok(replica) = protocol::read::from_slice::<KeptReplica>(bytes)
                    && replica.schema == SCHEMA
                    && let Ok(answer) = SnapshotAnswer::decode(&replica.answer)
                {
                    self.restore_replica(&replica, answer, stored_ago_ms, now);
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
        kept: &KeptReplica,
        answer: SnapshotAnswer,
        ago_ms: u64,
        now: Monotonic,
    ) {
        self.model.me = kept.me;
        self.model.confirmed = State::from_snapshot(&answer.snapshot);
        self.model.is_loaded = true;
        self.model.cards = Cards::default();
        self.model.cards.update(answer.cards);
        self.model.link.synced_at = Some(now);
        self.model.link.older_by_ms = kept.age_ms.saturating_add(ago_ms);
        self.model.clock = kept.clock.map(|clock| {
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
        for cursor in answer.cursors {
            self.streams.get(cursor.topic).follow(cursor, now);
        }
        self.is_overlay_stale = true;
        self.note(super::Changes::ALL);
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
        let may =
            self.options.keep == Keep::Everything && self.keeping.is_replica_stale && is_whole;
        may.then(|| {
            self.keeping
                .replica_kept_at
                .map_or(Monotonic(0), |at| at.plus(self.options.keep_interval_ms))
        })
    }

    fn encode_replica(&self, now: Monotonic) -> Vec<u8> {
        let answer = SnapshotAnswer {
            schema: SCHEMA,
            cursors: self.streams.cursors(),
            snapshot: self.model.confirmed.full_snapshot(),
            cards: self.model.cards.all().collect(),
        };
        let kept = KeptReplica {
            schema: SCHEMA,
            me: self.model.me,
            clock: self.model.clock.map(|clock| Clock {
                now: clock.now(now),
                speed_permille: clock.speed_permille(),
            }),
            age_ms: self.model.link.age_ms(now).unwrap_or(0),
            answer: ByteBuf::from(answer.encode()),
        };
        rmp_serde::to_vec(&kept).expect("plain data always encodes")
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
        rmp_serde::to_vec(&waiting).expect("plain data always encodes")
    }
}
