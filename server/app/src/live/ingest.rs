//! Living through a recorded past: commands with their own times, decided by the same rules and
//! committed to a log that nobody has open yet. Demo events and imports are laid in this way.

use domain::Map;
use domain::State;
use protocol::card::CardUpdate;
use protocol::id::{CommandId, EventId};
use protocol::limits::BATCH_COMMANDS_MAX;
use protocol::{Actor, Command, Micros, Reject};
use store::{Fault, Prepared, RegistrationForm, SiteWrite, Store};

use super::actor::decide::{Draft, Wished};
use crate::port::Random;

/// A wish with its sender and its time.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The event's time at which it is decided; never earlier than the one before.
    pub at: Micros,
    /// Who sends it.
    pub actor: Actor,
    /// What is wished.
    pub command: Command,
}

/// What was laid in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ingested {
    /// Entries appended.
    pub n_entries: u64,
    /// Number of the newest entry.
    pub seq: u64,
}

/// Why a past could not be laid in.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The store failed; what was committed before stays.
    #[error("laying in a past")]
    Store(#[from] Fault),
    /// Somebody else committed to the event in between; the same may be tried again.
    #[error("somebody else changed the event meanwhile")]
    Overtaken,
    /// The rules refused a wish; what was committed before stays.
    #[error("the rules refused {command}: {reject:?}")]
    Refused {
        /// Which command.
        command: &'static str,
        /// Why.
        reject: Reject,
    },
}

/// Commits wishes to an event, in order, each at its time.
///
/// # Errors
/// The first refusal, or a fault of the store.
pub async fn ingest(
    store: &Store,
    event: EventId,
    random: &dyn Random,
    wishes: &[Wish],
) -> Result<Ingested, IngestError> {
    ingest_labelled(store, event, random, &[], wishes).await
}

/// The same with labels, which are written with the first of the wishes; up to [`BATCH_COMMANDS_MAX`] wishes are one commit, all or nothing.
///
/// # Errors
/// The first refusal, or a fault of the store.
pub async fn ingest_labelled(
    store: &Store,
    event: EventId,
    random: &dyn Random,
    labels: &[CardUpdate],
    wishes: &[Wish],
) -> Result<Ingested, IngestError> {
    let beside = Beside {
        labels,
        ..Beside::default()
    };
    ingest_beside(store, event, random, beside, wishes).await
}

/// What is written in the commit of the first wishes.
#[derive(Clone, Copy, Default)]
pub(crate) struct Beside<'a> {
    pub(crate) labels: &'a [CardUpdate],
    /// A public site that is new.
    pub(crate) site: Option<&'a SiteWrite>,
    /// A registration form that is new.
    pub(crate) form: Option<&'a RegistrationForm>,
}

/// The same with more than labels.
pub(crate) async fn ingest_beside(
    store: &Store,
    event: EventId,
    random: &dyn Random,
    beside: Beside<'_>,
    wishes: &[Wish],
) -> Result<Ingested, IngestError> {
    let loaded = store.load(event).await?.ok_or(Fault::UnknownEvent(event))?;
    let first = loaded.head.seq;
    let mut draft = Draft {
        seq: first,
        state: loaded.state,
        public: loaded.public_offset,
        mine: loaded.person_offsets.into_iter().collect(),
    };
    let mut beside = Some(beside);
    for chunk in wishes.chunks(BATCH_COMMANDS_MAX) {
        let before = draft.seq;
        let mut prepared = Vec::with_capacity(chunk.len());
        for wish in chunk {
            prepared.extend(decide(&mut draft, random, wish)?);
        }
        let mut tx = store.begin(event).await?;
        if tx.head().seq != before {
            // Decided on a state that is no longer true.
            return Err(IngestError::Overtaken);
        }
        if let Some(beside) = beside.take() {
            tx.put_cards(beside.labels).await?;
            if let Some(site) = beside.site {
                tx.write_site(site).await?;
            }
            if let Some(form) = beside.form {
                tx.write_registration_form(0, form).await?;
            }
        }
        tx.commit(&prepared, &draft.state).await?;
    }
    Ok(Ingested {
        n_entries: draft.seq - first,
        seq: draft.seq,
    })
}

/// The state that wishes lead to, without storing anything.
///
/// # Errors
/// The first refusal.
pub fn rehearse(state: State, random: &dyn Random, wishes: &[Wish]) -> Result<State, IngestError> {
    let mut draft = Draft {
        seq: 0,
        state,
        public: 0,
        mine: Map::new(),
    };
    for wish in wishes {
        decide(&mut draft, random, wish)?;
    }
    Ok(draft.state)
}

fn decide(
    draft: &mut Draft,
    random: &dyn Random,
    wish: &Wish,
) -> Result<Option<Prepared>, IngestError> {
    let id = CommandId::new(wish.at, random.bytes());
    let wished = Wished {
        id,
        actor: wish.actor,
        command: &wish.command,
        undone: None,
    };
    let published = draft
        .decide(wish.at, wished)
        .map_err(|reject| IngestError::Refused {
            command: wish.command.name(),
            reject,
        })?;
    Ok(published.map(|published| Prepared {
        entry: published.recorded.entry,
        public_offset: published.recorded.public,
        person_offsets: published.recorded.mine,
    }))
}
