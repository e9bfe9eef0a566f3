//! Snapshots for newcomers: made once per class of viewers, compressed once, kept for a moment.
//!
//! State, positions and labels are of one moment, so that what follows the positions continues
//! the snapshot without gap or repetition. A kept snapshot may be a little old: its positions
//! are old too, and the streams make good the difference.

use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use domain::access::{self, Viewer};
use flate2::Compression;
use flate2::write::GzEncoder;
use protocol::card::CardUpdate;
use protocol::message::{Cursor, Topic};
use protocol::reject::{Forbidden, Unavailable};
use protocol::snapshot::{SCHEMA, SnapshotAnswer};
use protocol::{CardKey, Reject, Snapshot};

use super::Event;
use crate::account::Standing;
use crate::live::encode::{self, Labels};
use crate::live::hub::{Channel, View};
use crate::live::meter;

/// Entries that a kept snapshot may be behind the head.
const BEHIND_MAX: u64 = 64;

/// Snapshots kept per class; one person's is not worth keeping.
#[derive(Default)]
pub(super) struct Snapshots {
    /// The inner lock lets one make it while the others of the class wait.
    kept: Mutex<HashMap<Viewer, Arc<tokio::sync::Mutex<Option<Kept>>>>>,
}

struct Kept {
    epoch: u64,
    seq: u64,
    labels_version: u64,
    body: Bytes,
}

impl Kept {
    /// Whether a newcomer can still start from it: the streams lead on from there.
    fn serves(&self, view: &View, stream: Option<&Channel>) -> bool {
        self.epoch == view.epoch
            && stream.is_some_and(|stream| stream.leads_on(self.seq))
            && self.labels_version == view.labels_version
            && view.seq.saturating_sub(self.seq) <= BEHIND_MAX
    }
}

impl Event {
    /// What a viewer may know now: a gzip-compressed [`SnapshotAnswer`].
    ///
    /// # Errors
    /// `Forbidden` for somebody who has no business at this event.
    pub async fn snapshot(&self, standing: &Standing) -> Result<Bytes, Reject> {
        let view = self.hub.view();
        let viewer = access::viewer_of(&view.state, standing.actor())
            .filter(|_| !standing.is_ended())
            .ok_or(Forbidden { needed: None })?;
        if let Viewer::Person(_) = viewer {
            metrics::counter!(meter::SNAPSHOTS, "source" => "made").increment(1);
            return make(view, viewer).await;
        }
        let slot = {
            let mut kept = self
                .snapshots
                .kept
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            kept.entry(viewer.clone()).or_default().clone()
        };
        let mut slot = slot.lock().await;
        // While somebody else made one, the event went on.
        let view = self.hub.view();
        // Only viewers of the log itself get here; theirs is one stream, numbered like the log.
        let channels = self.hub.channels(&viewer);
        let stream = channels.first().map(|(_, channel)| &**channel);
        if let Some(kept) = slot.as_ref().filter(|kept| kept.serves(&view, stream)) {
            metrics::counter!(meter::SNAPSHOTS, "source" => "kept").increment(1);
            return Ok(kept.body.clone());
        }
        metrics::counter!(meter::SNAPSHOTS, "source" => "made").increment(1);
        let View {
            epoch,
            seq,
            labels_version,
            ..
        } = *view;
        let body = make(view, viewer).await?;
        *slot = Some(Kept {
            epoch,
            seq,
            labels_version,
            body: body.clone(),
        });
        Ok(body)
    }
}

async fn make(view: Arc<View>, viewer: Viewer) -> Result<Bytes, Reject> {
    let made = tokio::task::spawn_blocking(move || compressed(&answer(&view, &viewer).encode()));
    made.await.map_err(|panic| {
        metrics::counter!(meter::PANICS).increment(1);
        tracing::error!(error = %panic, "making a snapshot panicked");
        Unavailable {}.into()
    })
}

/// The snapshot of one moment for one class of viewers.
fn answer(view: &View, viewer: &Viewer) -> SnapshotAnswer {
    let snapshot = access::snapshot_for(&view.state, viewer);
    let cursor = |topic, offset| Cursor {
        topic,
        epoch: view.epoch,
        offset,
    };
    let cursors = match viewer {
        Viewer::Team | Viewer::Scoped(_) | Viewer::Door | Viewer::Screen => {
            vec![cursor(Topic::Ops, view.seq)]
        }
        Viewer::Person(person) => vec![
            cursor(Topic::Public, view.public),
            cursor(Topic::Mine, view.mine_of(*person)),
        ],
        Viewer::Public => vec![cursor(Topic::Public, view.public)],
    };
    let cards = cards(&view.labels, viewer, &snapshot);
    SnapshotAnswer {
        schema: SCHEMA,
        cursors,
        snapshot,
        cards,
    }
}

/// The labels of everything in a snapshot; the team gets all there are.
fn cards(labels: &Labels, viewer: &Viewer, snapshot: &Snapshot) -> Vec<CardUpdate> {
    if matches!(viewer, Viewer::Team) {
        return labels
            .iter()
            .map(|(key, card)| CardUpdate {
                key: *key,
                card: Some(card.clone()),
            })
            .collect();
    }
    let mut keys = mentioned(snapshot);
    // Sites, keywords and co-organisers are words of the event itself, not of anybody in it.
    keys.extend(labels.keys().copied().filter(|key| match key {
        CardKey::Event
        | CardKey::Site(_)
        | CardKey::Tag(_)
        | CardKey::Figure(_)
        | CardKey::Resource(_)
        | CardKey::Organisation(_) => true,
        CardKey::Person(_)
        | CardKey::Company(_)
        | CardKey::Place(_)
        | CardKey::Session(_)
        | CardKey::Staff(_)
        | CardKey::Announcement(_) => false,
    }));
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .map(|key| encode::update(labels, key))
        .filter(|update| update.card.is_some())
        .collect()
}

/// The labels that a viewer was given with a snapshot; none stands for all of them.
pub(in crate::live) fn known_labels(view: &View, viewer: &Viewer) -> Option<BTreeSet<CardKey>> {
    if matches!(viewer, Viewer::Team) {
        return None;
    }
    let snapshot = access::snapshot_for(&view.state, viewer);
    Some(
        cards(&view.labels, viewer, &snapshot)
            .into_iter()
            .map(|update| update.key)
            .collect(),
    )
}

fn mentioned(snapshot: &Snapshot) -> Vec<CardKey> {
    let mut keys = Vec::new();
    let person = CardKey::Person;
    for row in &snapshot.persons {
        keys.extend([person(row.id), CardKey::Company(row.company)]);
    }
    keys.extend(snapshot.places.iter().map(|place| CardKey::Place(place.id)));
    keys.extend(
        snapshot
            .sessions
            .iter()
            .map(|session| CardKey::Session(session.id)),
    );
    keys.extend(
        snapshot
            .meetings
            .iter()
            .flat_map(|row| [person(row.host), person(row.guest)]),
    );
    keys.extend(
        snapshot
            .requests
            .iter()
            .flat_map(|row| [person(row.from), person(row.to)]),
    );
    keys.extend(
        snapshot
            .vacancies
            .iter()
            .flat_map(|row| [person(row.host), person(row.gone)]),
    );
    keys.extend(
        snapshot
            .offers
            .iter()
            .flat_map(|row| [person(row.host), person(row.to)]),
    );
    keys.extend(snapshot.seats.iter().map(|seat| person(seat.person)));
    keys.extend(snapshot.attendance.iter().map(|(id, _)| person(*id)));
    keys.extend(
        snapshot
            .announcements
            .iter()
            .map(|row| CardKey::Announcement(row.id)),
    );
    keys.extend(snapshot.staff.iter().map(|staff| CardKey::Staff(staff.id)));
    keys
}

fn compressed(plain: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 3), Compression::new(5));
    encoder.write_all(plain).expect("a vector takes every byte");
    encoder.finish().expect("a vector takes every byte").into()
}
