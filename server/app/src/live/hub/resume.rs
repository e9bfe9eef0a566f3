//! Taking up a position: from the ring, from memory, from the log, or not at all.

use domain::access::Viewer;
use protocol::Entry;
use protocol::id::EventId;
use protocol::limits::RESUME_ENTRIES_MAX;
use protocol::message::{Cursor, Topic};
use store::Store;

use super::{Channel, Hub};
use crate::live::encode::{self, Scenery, Told};
use crate::live::meter;

/// Bytes that one who comes back may make the server hold for it.
const BACKLOG_BYTES_MAX: usize = 1024 * 1024;

/// A position taken up.
pub(crate) struct Resumed {
    pub(crate) at: u64,
    /// What was missed and is not in the ring, oldest first.
    pub(crate) backlog: Vec<Told>,
    /// Where it came from, for metrics.
    pub(crate) source: &'static str,
}

/// Why a stream cannot go on from where the client stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The client named no position of this stream.
    Newcomer,
    /// The position belongs to another life of the log.
    OtherEpoch,
    /// The position was never reached.
    Ahead,
    /// Too much was missed.
    TooFar,
    /// Something in between can only be told by a snapshot.
    Impassable,
    /// The log could not be read.
    Fault,
    /// The client read too slowly.
    Lagging,
    /// What the client may see changed.
    Rights,
}

impl Refusal {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Newcomer => "newcomer",
            Self::OtherEpoch => "epoch",
            Self::Ahead => "ahead",
            Self::TooFar => "too_far",
            Self::Impassable => "impassable",
            Self::Fault => "fault",
            Self::Lagging => "lagging",
            Self::Rights => "rights",
        }
    }
}

impl Hub {
    /// Takes up a client's position in one stream.
    pub(crate) async fn take_up(
        &self,
        store: &Store,
        event: EventId,
        viewer: &Viewer,
        topic: Topic,
        channel: &Channel,
        cursors: &[Cursor],
    ) -> Result<Resumed, Refusal> {
        let cursor = cursors
            .iter()
            .find(|cursor| cursor.topic == topic)
            .ok_or(Refusal::Newcomer)?;
        let view = self.view();
        if cursor.epoch != view.epoch {
            return Err(Refusal::OtherEpoch);
        }
        let after = cursor.offset;
        let head = channel.head();
        if after > head {
            return Err(Refusal::Ahead);
        }
        if channel.covers(after) {
            let source = if after == head { "head" } else { "ring" };
            return Ok(Resumed {
                at: after,
                backlog: vec![],
                source,
            });
        }
        if head - after > RESUME_ENTRIES_MAX as u64 {
            return Err(Refusal::TooFar);
        }
        let viewer = match topic {
            Topic::Public => &Viewer::Public,
            Topic::Ops | Topic::Mine => viewer,
        };
        // Only persons' streams can be in memory without being in the ring.
        if let (Topic::Mine, Viewer::Person(person)) = (topic, viewer)
            && let Some(missed) = self.recent_of(*person, after, head)
        {
            return self.backlog(viewer, topic, &missed, head, "recent");
        }
        // The ring moves on while the log is read: what it covers at the end must reach down to
        // what the log gave.
        let missed = read_log(store, event, viewer, topic, after, head).await.map_err(|fault| {
            metrics::counter!(meter::FAULTS, "attempt" => "resume").increment(1);
            tracing::warn!(event.id = %event, error = %fault, "reading the log for a resume failed");
            Refusal::Fault
        })?;
        if missed.len() as u64 != head - after || !channel.covers(head) {
            return Err(Refusal::TooFar);
        }
        self.backlog(viewer, topic, &missed, head, "log")
    }

    /// Entries of a person's stream from memory, if all of them are there.
    fn recent_of(
        &self,
        person: protocol::id::PersonId,
        after: u64,
        head: u64,
    ) -> Option<Vec<(u64, Entry)>> {
        let streams = self.streams();
        let mut missed = Vec::new();
        for recorded in &streams.recent {
            let place = recorded
                .mine
                .binary_search_by_key(&person, |(id, _)| *id)
                .ok();
            if let Some(offset) = place.map(|index| recorded.mine[index].1)
                && offset > after
                && offset <= head
            {
                missed.push((offset, recorded.entry.clone()));
            }
        }
        (missed.len() as u64 == head - after).then_some(missed)
    }

    fn backlog(
        &self,
        viewer: &Viewer,
        topic: Topic,
        missed: &[(u64, Entry)],
        at: u64,
        source: &'static str,
    ) -> Result<Resumed, Refusal> {
        let view = self.view();
        let scenery = Scenery {
            state: &view.state,
            labels: &view.labels,
        };
        let mut backlog = Vec::with_capacity(missed.len());
        let mut n_bytes = 0;
        for (offset, entry) in missed {
            let relabelled: Vec<_> = entry
                .changes
                .iter()
                .flat_map(domain::access::card_keys)
                .collect();
            let told = encode::entry(scenery, viewer, (topic, *offset), entry, &relabelled)
                .ok_or(Refusal::Impassable)?;
            n_bytes += told.n_bytes();
            if n_bytes > BACKLOG_BYTES_MAX {
                return Err(Refusal::TooFar);
            }
            backlog.push(told);
        }
        Ok(Resumed {
            at,
            backlog,
            source,
        })
    }
}

/// What lies between two positions of a stream, from the log.
async fn read_log(
    store: &Store,
    event: EventId,
    viewer: &Viewer,
    topic: Topic,
    after: u64,
    head: u64,
) -> Result<Vec<(u64, Entry)>, store::Fault> {
    let n_max = usize::try_from(head - after)
        .unwrap_or(usize::MAX)
        .min(RESUME_ENTRIES_MAX);
    let mut missed = match (topic, viewer) {
        (Topic::Mine, Viewer::Person(person)) => {
            store.stream_person(event, *person, after, n_max).await?
        }
        (Topic::Ops, _) => {
            let entries = store.entries(event, after, n_max).await?;
            entries
                .into_iter()
                .map(|entry| (entry.head.seq, entry))
                .collect()
        }
        (Topic::Public | Topic::Mine, _) => store.stream_public(event, after, n_max).await?,
    };
    missed.retain(|(offset, _)| *offset <= head);
    Ok(missed)
}
