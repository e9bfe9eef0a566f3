//! One batch: lock, catch up, decide each wish, commit once, publish, answer.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use protocol::card::CardUpdate;
use protocol::id::CommandId;
use protocol::reject::{
    CannotUndo, CommandIdReused, DeskEditStale, Forbidden, IdTaken, Unavailable,
};
use protocol::{Card, CardKey, Change, Command, DeskThing, Entry, Reject};
use store::{Conflict, Fault, NewLetter, Prepared, Tx};

use super::Actor;
use super::catch_up::Overtaken;
use super::decide::{Draft, Wished, new_labels};
use crate::live::ears::Outcome;
use crate::live::encode::Labels;
use crate::live::event::{Also, DeskWrite, Submission};
use crate::live::hub::{Published, View};
use crate::live::meter;
use crate::post::{self, notices};

/// What became of a wish inside a batch.
type Decided = (Submission, Outcome);

/// Why a batch could not be committed; the wishes come back undecided.
struct Failed {
    wishes: Vec<Submission>,
    fault: Fault,
    /// Whether the commit may have succeeded nevertheless.
    is_unknown: bool,
}

impl Actor {
    /// Runs a batch to its end: every wish is answered.
    pub(super) async fn run_batch(&mut self, batch: Vec<Submission>) -> Result<(), Overtaken> {
        let mut wishes = Vec::with_capacity(batch.len());
        for wish in batch {
            if let Some(outcome) = self.recent.find(wish.id, wish.actor, &wish.command) {
                count(&wish, "repeated");
                wish.answer(outcome);
            } else {
                wishes.push(wish);
            }
        }
        if wishes.is_empty() {
            return Ok(());
        }
        let Err(Failed {
            wishes,
            fault,
            is_unknown,
        }) = self.attempt(wishes).await?
        else {
            return Ok(());
        };
        // An edit of something older is nothing wrong with the store or with memory.
        if !fault.is_stale() {
            complain("commit", &fault);
            self.reload().await?;
        }
        let is_conflict = fault.conflict().is_some() || fault.is_stale();
        for wish in wishes {
            // A conflict says that one of the batch did not fit what the tables hold; alone and
            // on fresh state each gets a clear answer. After an unknown outcome, asking again is
            // what finds the answer in the log.
            if is_conflict || is_unknown || fault.is_retry() {
                match self.attempt(vec![wish]).await? {
                    Ok(()) => {}
                    Err(failed) => {
                        let reason = match failed.fault.conflict() {
                            Some(Conflict::SiteSlugTaken) => IdTaken {}.into(),
                            _ if failed.fault.is_stale() => DeskEditStale { revision: 0 }.into(),
                            _ => {
                                complain("retry", &failed.fault);
                                Unavailable {}.into()
                            }
                        };
                        if !failed.fault.is_stale() {
                            self.reload().await?;
                        }
                        for wish in failed.wishes {
                            wish.refuse(Reject::clone(&reason));
                        }
                    }
                }
            } else {
                wish.refuse(Unavailable {}.into());
            }
        }
        Ok(())
    }

    async fn attempt(&mut self, wishes: Vec<Submission>) -> Result<Result<(), Failed>, Overtaken> {
        let started = Instant::now();
        #[allow(clippy::cast_precision_loss)]
        metrics::histogram!(meter::BATCH_COMMANDS).record(wishes.len() as f64);
        let failed = |wishes, fault, is_unknown| {
            Ok(Err(Failed {
                wishes,
                fault,
                is_unknown,
            }))
        };

        let mut tx = match self.store.begin(self.event.id()).await {
            Ok(tx) => tx,
            Err(fault) => return failed(wishes, fault, false),
        };
        if let Err(fault) = self.catch_up_in(&mut tx).await? {
            return failed(wishes, fault, false);
        }
        let repeated = match self.repeated(&mut tx, &wishes).await {
            Ok(repeated) => repeated,
            Err(fault) => return failed(wishes, fault, false),
        };
        let undone = match self.undone(&wishes).await {
            Ok(undone) => undone,
            Err(fault) => return failed(wishes, fault, false),
        };

        let mut batch = self.decide_all(wishes, &repeated, &undone);
        if batch.published.is_empty() {
            if let Err(fault) = tx.roll_back().await {
                // Nothing was to be written, so nothing is lost.
                complain("roll_back", &fault);
            }
            batch.answer_all(self);
            return Ok(Ok(()));
        }
        if let Err(fault) = tx.put_cards(&batch.labels).await {
            return failed(batch.into_wishes(), fault, false);
        }
        if let Err(fault) = self.write_letters(&mut tx, &mut batch).await {
            return failed(batch.into_wishes(), fault, false);
        }
        if let Err(fault) = batch.write_desk(&mut tx).await {
            return failed(batch.into_wishes(), fault, false);
        }
        #[cfg(feature = "fault-injection")]
        if crate::live::wrong::acknowledges_first() {
            batch.answer_decided(self);
        }
        let prepared: Vec<Prepared> = batch.published.iter().map(prepare).collect();
        if let Err(fault) = tx.commit(&prepared, &batch.draft.state).await {
            let is_unknown = fault.conflict().is_none();
            return failed(batch.into_wishes(), fault, is_unknown);
        }
        let committed_at = Instant::now();
        metrics::histogram!(meter::COMMIT_SECONDS).record(committed_at - started);

        self.show(
            std::mem::take(&mut batch.published),
            batch.draft.clone(),
            &batch.labels,
            committed_at,
        );
        metrics::histogram!(meter::PUBLISH_SECONDS).record(committed_at.elapsed());
        batch.answer_all(self);
        Ok(Ok(()))
    }

    /// Letters of the same commit: those that came with the wishes, and those that everybody gets
    /// whose agenda the batch changes.
    async fn write_letters(&self, tx: &mut Tx, batch: &mut Batch) -> Result<(), Fault> {
        let mut letters = std::mem::take(&mut batch.letters);
        let may_concern = |published: &Published| {
            let entry = &published.recorded.entry;
            notices::concerns_somebody(entry)
        };
        if batch.published.iter().any(may_concern) {
            let setup = tx.post_setup().await?;
            if setup.is_on {
                let now = self.event.world_now();
                for Published { recorded, state } in &batch.published {
                    let told = notices::notices(&recorded.entry, state, setup.is_announcing);
                    let event = self.event.id();
                    letters.extend(post::rows(event, now, &*self.random, &told));
                }
            }
        }
        if letters.is_empty() {
            return Ok(());
        }
        tx.put_letters(&letters).await.map(drop)
    }

    /// Lets memory follow what was committed and tells everybody.
    pub(super) fn show(
        &mut self,
        published: Vec<Published>,
        draft: Draft,
        labels: &[CardUpdate],
        committed_at: Instant,
    ) {
        if let Some(last) = published.last() {
            self.last_at = self.last_at.max(last.recorded.entry.head.at);
        }
        let Draft {
            seq,
            state,
            public,
            mine,
        } = draft;
        // Messages are shown to whoever asks for them, never by a page that is kept.
        let is_desk = |change: &Change| {
            matches!(change, Change::DeskEdited(c) if !matches!(
                c.what,
                DeskThing::Help | DeskThing::Conversation | DeskThing::MessageSettings
            ))
        };
        let n_desk_edits = published
            .iter()
            .flat_map(|published| &published.recorded.entry.changes)
            .filter(|change| is_desk(change))
            .count();
        self.view = View {
            seq,
            state,
            public,
            mine,
            desk_version: self.view.desk_version + n_desk_edits as u64,
            ..self.view.clone()
        };
        // Whoever was told a label once is told what it says now; entries bring new ones only.
        let is_renamed = |update: &&CardUpdate| {
            let known = self.view.labels.get(&update.key);
            update.card.is_some() && known.is_some() && known != update.card.as_ref()
        };
        let renamed: Vec<CardUpdate> = labels.iter().filter(is_renamed).cloned().collect();
        self.apply_labels(labels);
        self.event
            .hub
            .publish(published, self.view.clone(), committed_at);
        if !renamed.is_empty() {
            self.event.hub.relabel(self.view.clone(), &renamed);
        }
    }

    pub(super) fn apply_labels(&mut self, updates: &[CardUpdate]) {
        for CardUpdate { key, card } in updates {
            match card {
                Some(card) => self.view.labels.insert(*key, card.clone()),
                None => self.view.labels.remove(key),
            };
        }
        if !updates.is_empty() {
            self.view.labels_version += 1;
        }
    }

    pub(super) fn draft(&self) -> Draft {
        let View {
            seq,
            state,
            public,
            mine,
            ..
        } = self.view.clone();
        Draft {
            seq,
            state,
            public,
            mine,
        }
    }

    /// Wishes of this batch that the log holds already.
    async fn repeated(
        &self,
        tx: &mut Tx,
        wishes: &[Submission],
    ) -> Result<BTreeMap<CommandId, Outcome>, Fault> {
        let ids: Vec<CommandId> = wishes.iter().map(|wish| wish.id).collect();
        let mut repeated = BTreeMap::new();
        for (id, seq) in tx.answers(&ids).await? {
            // Whose wish it was stands in the entry; somebody else's id tells nothing.
            let entry = self.store.find_entry(self.event.id(), seq).await?;
            let is_same = entry.is_some_and(|entry| {
                wishes
                    .iter()
                    .any(|wish| wish.id == id && wish.actor == entry.head.by)
            });
            let outcome = if is_same {
                Outcome::Committed { seq: Some(seq) }
            } else {
                Outcome::Refused(CommandIdReused {}.into())
            };
            repeated.insert(id, outcome);
        }
        Ok(repeated)
    }

    /// The entries that undo wishes of this batch name.
    async fn undone(&self, wishes: &[Submission]) -> Result<BTreeMap<u64, Entry>, Fault> {
        let mut undone = BTreeMap::new();
        for wish in wishes {
            let Command::UndoEntry(undo) = &wish.command else {
                continue;
            };
            if undo.seq > self.view.seq || undone.contains_key(&undo.seq) {
                continue;
            }
            let entry = match self.event.hub.recent_entry(undo.seq) {
                Some(entry) => Some(entry),
                None => self.store.find_entry(self.event.id(), undo.seq).await?,
            };
            if let Some(entry) = entry {
                undone.insert(undo.seq, entry);
            }
        }
        Ok(undone)
    }

    /// Whether a wish takes back the withdrawal of somebody whose name was erased since: there is
    /// nobody left to bring back.
    fn revives_somebody_erased(&self, wish: &Submission, undone: &BTreeMap<u64, Entry>) -> bool {
        let Command::UndoEntry(undo) = &wish.command else {
            return false;
        };
        let is_nameless = |change: &Change| match change {
            Change::PersonWithdrawn(c) => {
                !self.view.labels.contains_key(&CardKey::Person(c.person))
            }
            _ => false,
        };
        undone
            .get(&undo.seq)
            .is_some_and(|entry| entry.changes.iter().any(is_nameless))
    }

    fn decide_all(
        &self,
        wishes: Vec<Submission>,
        repeated: &BTreeMap<CommandId, Outcome>,
        undone: &BTreeMap<u64, Entry>,
    ) -> Batch {
        let mut batch = Batch {
            draft: self.draft(),
            published: Vec::with_capacity(wishes.len()),
            labels: Vec::new(),
            letters: Vec::new(),
            decided: Vec::with_capacity(wishes.len()),
        };
        let now = self.event.now().max(self.last_at);
        let mut seen: BTreeMap<CommandId, usize> = BTreeMap::new();
        for wish in wishes {
            let outcome = if let Some(outcome) = repeated.get(&wish.id) {
                count(&wish, "repeated");
                outcome.clone()
            } else if let Some(twin) = seen.get(&wish.id) {
                // The same id twice in one batch: the second waits for nothing new.
                count(&wish, "repeated");
                batch.outcome_of_twin(*twin, &wish)
            } else if wish
                .standing
                .as_ref()
                .is_some_and(|standing| standing.is_ended())
            {
                Outcome::Refused(Forbidden { needed: None }.into())
            } else if self.revives_somebody_erased(&wish, undone) {
                Outcome::Refused(CannotUndo { touch: None }.into())
            } else if let Some(reject) = batch.overtaken(&wish, &self.view.labels) {
                Outcome::Refused(reject)
            } else {
                batch.decide(now, &wish, undone)
            };
            seen.entry(wish.id).or_insert(batch.decided.len());
            batch.decided.push((wish, outcome));
        }
        batch
    }
}

/// A batch that is decided and not yet committed.
struct Batch {
    draft: Draft,
    published: Vec<Published>,
    labels: Vec<CardUpdate>,
    letters: Vec<NewLetter>,
    decided: Vec<Decided>,
}

impl Batch {
    /// Why a wish is refused whose sender saw other words than there are, this batch's among them.
    fn overtaken(&self, wish: &Submission, known: &Labels) -> Option<Reject> {
        let seen = wish.seen.as_ref()?;
        let words = |card: Option<&Card>| {
            card.map(|card| (card.title.clone(), card.detail.clone()))
                .unwrap_or_default()
        };
        let is_other = |update: &CardUpdate| {
            let changed = self.labels.iter().rev().find(|row| row.key == update.key);
            let now = match changed {
                Some(row) => row.card.as_ref(),
                None => known.get(&update.key),
            };
            words(now) != words(update.card.as_ref())
        };
        let is_overtaken = seen.labels.iter().any(is_other);
        is_overtaken.then(|| seen.refused.clone())
    }

    fn decide(
        &mut self,
        now: protocol::Micros,
        wish: &Submission,
        undone: &BTreeMap<u64, Entry>,
    ) -> Outcome {
        let undone = match &wish.command {
            Command::UndoEntry(undo) => undone.get(&undo.seq),
            _ => None,
        };
        let wished = Wished {
            id: wish.id,
            actor: wish.actor,
            command: &wish.command,
            undone,
        };
        let (before, n_before) = (self.draft.clone(), self.published.len());
        match self.draft.decide(now, wished) {
            Ok(Some(mut published)) => {
                let seq = Some(published.recorded.entry.head.seq);
                Self::label(&mut published, &wish.labels);
                self.published.push(published);
                if let Err(reject) = self.decide_also(now, &wish.also) {
                    self.draft = before;
                    self.published.truncate(n_before);
                    return Outcome::Refused(reject);
                }
                self.letters.extend(wish.letters.iter().cloned());
                self.labels.extend(updates(&wish.labels));
                Outcome::Committed { seq }
            }
            Ok(None) => Outcome::Committed { seq: None },
            Err(reject) => Outcome::Refused(reject),
        }
    }

    /// What is granted together with a wish: all of it, or the first refusal.
    fn decide_also(&mut self, now: protocol::Micros, also: &[Also]) -> Result<(), Reject> {
        for one in also {
            let wished = Wished {
                id: one.id,
                actor: one.actor,
                command: &one.command,
                undone: None,
            };
            if let Some(mut published) = self.draft.decide(now, wished)? {
                Self::label(&mut published, &[]);
                self.published.push(published);
            }
        }
        Ok(())
    }

    /// Writes what the desk sends along with the wishes that were granted.
    async fn write_desk(&self, tx: &mut Tx) -> Result<(), Fault> {
        // A wish that repeats another one has its number, and writes nothing of its own.
        let numbers = self.published.iter();
        let mut unwritten: BTreeSet<u64> = numbers.map(|one| one.recorded.entry.head.seq).collect();
        for (wish, outcome) in &self.decided {
            let Outcome::Committed { seq: Some(seq) } = outcome else {
                continue;
            };
            if !unwritten.remove(seq) {
                continue;
            }
            match &wish.desk {
                Some(DeskWrite::Site(write)) => tx.write_site(write).await?,
                Some(DeskWrite::Registration(write)) => tx.write_registration(write).await?,
                Some(DeskWrite::Form(seen, form)) => {
                    tx.write_registration_form(*seen, form).await?;
                }
                Some(DeskWrite::Sectors(seen, form, sectors)) => {
                    tx.write_registration_form(*seen, form).await?;
                    tx.write_sectors(sectors).await?;
                }
                Some(DeskWrite::Assignment(seen, rules)) => {
                    tx.write_assignment_rules(*seen, rules).await?;
                }
                Some(DeskWrite::Library(write)) => tx.write_library(write).await?,
                Some(DeskWrite::Profile(write)) => tx.write_profile(write).await?,
                Some(DeskWrite::Correspondence(write)) => tx.write_correspondence(write).await?,
                Some(DeskWrite::Erasure(erasure)) => tx.erase(erasure).await?,
                None => {}
            }
        }
        Ok(())
    }

    /// Names the labels that come with an entry.
    fn label(published: &mut Published, labels: &[(CardKey, Card)]) {
        let recorded = &mut published.recorded;
        recorded.relabelled = new_labels(&recorded.entry.changes);
        recorded
            .relabelled
            .extend(labels.iter().map(|(key, _)| *key));
        recorded.relabelled.sort_unstable();
        recorded.relabelled.dedup();
    }

    fn outcome_of_twin(&self, twin: usize, wish: &Submission) -> Outcome {
        let (first, outcome) = &self.decided[twin];
        if first.actor == wish.actor && first.command == wish.command {
            outcome.clone()
        } else {
            Outcome::Refused(CommandIdReused {}.into())
        }
    }

    fn into_wishes(self) -> Vec<Submission> {
        self.decided.into_iter().map(|(wish, _)| wish).collect()
    }

    fn answer_all(mut self, actor: &mut Actor) {
        self.answer_decided(actor);
    }

    fn answer_decided(&mut self, actor: &mut Actor) {
        for (wish, outcome) in std::mem::take(&mut self.decided) {
            match outcome {
                Outcome::Committed { seq } => {
                    count(
                        &wish,
                        if seq.is_some() {
                            "committed"
                        } else {
                            "unchanged"
                        },
                    );
                    actor.recent.keep(wish.id, wish.actor, &wish.command, seq);
                    wish.answer(Outcome::Committed { seq });
                }
                Outcome::Refused(reject) => wish.refuse(reject),
            }
        }
    }
}

fn updates(labels: &[(CardKey, Card)]) -> impl Iterator<Item = CardUpdate> + '_ {
    labels.iter().map(|(key, card)| CardUpdate {
        key: *key,
        card: Some(card.clone()),
    })
}

fn prepare(published: &Published) -> Prepared {
    let recorded = &published.recorded;
    Prepared {
        entry: recorded.entry.clone(),
        public_offset: recorded.public,
        person_offsets: recorded.mine.clone(),
    }
}

fn count(wish: &Submission, outcome: &'static str) {
    metrics::counter!(meter::COMMANDS, "command" => wish.command.name(), "outcome" => outcome)
        .increment(1);
}

pub(super) fn complain(attempt: &'static str, fault: &Fault) {
    metrics::counter!(meter::FAULTS, "attempt" => attempt).increment(1);
    let source = std::error::Error::source(fault).map(ToString::to_string);
    tracing::warn!(
        attempt,
        error = %fault,
        error.source = source.as_deref().unwrap_or_default(),
        "the store failed at {attempt}: {fault}"
    );
}
