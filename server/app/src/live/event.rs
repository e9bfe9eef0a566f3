//! One event awake on this node: its streams, its clock and the way to its actor.

mod snapshot;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::Viewer;
use protocol::card::CardUpdate;
use protocol::id::{CommandId, EventId, StaffId};
use protocol::limits::{CONNECTIONS_PER_ACCOUNT_MAX, PRESENCE_TICK_MS};
use protocol::message::{Clock as ClockReading, Cursor, Focused, Topic};
use protocol::reject::{Busy, LimitReached, Unavailable};
use protocol::{Actor, Card, CardKey, Command, Micros, Reject};
use store::{
    AssignmentRules, CorrespondenceWrite, Erasure, LibraryWrite, NewLetter, ProfileWrite,
    RegistrationForm, RegistrationWrite, Sector, SiteWrite, Store,
};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{Notify, Semaphore, mpsc, oneshot};

use self::snapshot::Snapshots;
pub(in crate::live) use self::snapshot::known_labels;
use super::ears::{Ears, LineId, Outcome, Reply};
use super::hub::{Channel, Hub, Refusal, Resumed, View};
use super::line::BUSY_RETRY_MS;
use super::meter;
use super::question::QUESTIONS_AT_ONCE_MAX;
use crate::account::Standing;
use crate::port::Clock;

/// A wish on its way to the actor.
pub(crate) struct Submission {
    pub(crate) id: CommandId,
    pub(crate) actor: Actor,
    pub(crate) command: Command,
    /// Labels that are stored in the same commit, if the wish is granted.
    pub(crate) labels: Vec<(CardKey, Card)>,
    /// Words that its sender saw, if it stands or falls with them.
    pub(crate) seen: Option<Seen>,
    /// Letters that go out if the wish is granted, written in the same commit.
    pub(crate) letters: Vec<NewLetter>,
    /// What the desk writes in the same commit, if the wish is granted.
    pub(crate) desk: Option<DeskWrite>,
    /// What is granted with it, or else nothing is.
    pub(crate) also: Vec<Also>,
    /// On whose authority; none for the product itself.
    pub(crate) standing: Option<Arc<Standing>>,
    pub(crate) reply_to: ReplyTo,
}

/// Words as a sender saw them: they are no part of the state, so that the rules cannot know that
/// a colleague gave other ones meanwhile.
pub(crate) struct Seen {
    pub(crate) labels: Vec<CardUpdate>,
    /// What a wish that saw other words than there are now is refused with.
    pub(crate) refused: Reject,
}

/// What is stored in the same commit as a command.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) labels: Vec<(CardKey, Card)>,
    pub(crate) seen: Option<Seen>,
    pub(crate) letters: Vec<NewLetter>,
    pub(crate) desk: Option<DeskWrite>,
    pub(crate) also: Vec<Also>,
}

/// A command that stands or falls with another one: an entry of its own in the same commit.
pub(crate) struct Also {
    pub(crate) id: CommandId,
    pub(crate) actor: Actor,
    pub(crate) command: Command,
}

/// Rows of the desk that travel with a command.
#[derive(Clone, Debug)]
pub(crate) enum DeskWrite {
    /// An edit of the public site.
    Site(Box<SiteWrite>),
    /// A step of a registration.
    Registration(Box<RegistrationWrite>),
    /// An edit of the registration form, over the revision that was seen.
    Form(u64, Box<RegistrationForm>),
    /// The sectors, with the form that restricts fields to them, over the form's revision.
    Sectors(u64, Box<RegistrationForm>, Vec<Sector>),
    /// An edit of the rules of assignment, over the revision that was seen.
    Assignment(u64, Box<AssignmentRules>),
    /// An edit of the library, or of how the site looks.
    Library(Box<LibraryWrite>),
    /// A step of a profile.
    Profile(Box<ProfileWrite>),
    /// What somebody did about private messages.
    Correspondence(Box<CorrespondenceWrite>),
    /// Everything that names somebody goes.
    Erasure(Box<Erasure>),
}

/// Who waits for the outcome.
pub(crate) enum ReplyTo {
    Line(Arc<Ears>),
    Once(oneshot::Sender<Outcome>),
}

impl Submission {
    pub(crate) fn from_line(
        id: CommandId,
        command: Command,
        standing: Arc<Standing>,
        ears: Arc<Ears>,
    ) -> Self {
        Self {
            id,
            actor: standing.actor(),
            command,
            labels: Vec::new(),
            seen: None,
            letters: Vec::new(),
            desk: None,
            also: Vec::new(),
            standing: Some(standing),
            reply_to: ReplyTo::Line(ears),
        }
    }

    pub(crate) fn answer(self, outcome: Outcome) {
        match self.reply_to {
            ReplyTo::Line(ears) => ears.reply(Reply::Command(self.id, outcome)),
            // Whoever asked has gone; the outcome stands all the same.
            ReplyTo::Once(sender) => drop(sender.send(outcome)),
        }
    }

    pub(crate) fn refuse(self, reject: Reject) {
        metrics::counter!(meter::COMMANDS, "command" => self.command.name(), "outcome" => "refused")
            .increment(1);
        metrics::counter!(meter::REJECTS, "reason" => reject.name()).increment(1);
        self.answer(Outcome::Refused(reject));
    }
}

/// An event that is awake.
pub struct Event {
    pub(crate) id: EventId,
    pub(crate) store: Store,
    pub(crate) hub: Hub,
    pub(crate) questions: Arc<Semaphore>,
    pub(crate) delivery: meter::Delivery,
    /// The event's time.
    clock: Arc<dyn Clock>,
    /// The world's time, for leases.
    world: Arc<dyn Clock>,
    mailbox: mpsc::Sender<Submission>,
    next_line: AtomicU64,
    lines_by_actor: Mutex<HashMap<Actor, usize>>,
    presence_changed: Notify,
    is_departing: AtomicBool,
    snapshots: Snapshots,
}

impl Event {
    pub(crate) fn new(
        id: EventId,
        store: Store,
        hub: Hub,
        clocks: (Arc<dyn Clock>, Arc<dyn Clock>),
        mailbox: mpsc::Sender<Submission>,
    ) -> Self {
        Self {
            id,
            store,
            hub,
            delivery: meter::Delivery::new(),
            questions: Arc::new(Semaphore::new(QUESTIONS_AT_ONCE_MAX)),
            clock: clocks.0,
            world: clocks.1,
            mailbox,
            next_line: AtomicU64::new(1),
            lines_by_actor: Mutex::new(HashMap::new()),
            presence_changed: Notify::new(),
            is_departing: AtomicBool::new(false),
            snapshots: Snapshots::default(),
        }
    }

    /// Which event.
    #[must_use]
    pub const fn id(&self) -> EventId {
        self.id
    }

    /// The newest committed moment.
    #[must_use]
    pub fn view(&self) -> Arc<View> {
        self.hub.view()
    }

    /// The event's time.
    #[must_use]
    pub fn now(&self) -> Micros {
        self.clock.now()
    }

    pub(crate) fn world_now(&self) -> Micros {
        self.world.now()
    }

    /// The event's clock.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The event's clock as clients are told.
    #[must_use]
    pub fn clock_reading(&self) -> ClockReading {
        ClockReading {
            now: self.clock.now(),
            speed_permille: self.clock.speed_permille(),
        }
    }

    /// Sends a command on somebody's authority and waits for what becomes of it. `labels` are
    /// stored with it.
    pub async fn command(
        &self,
        standing: Arc<Standing>,
        id: CommandId,
        command: Command,
        labels: Vec<(CardKey, Card)>,
    ) -> Outcome {
        let written = Written {
            labels,
            ..Written::default()
        };
        self.command_of(standing.actor(), Some(standing), id, command, written)
            .await
    }

    /// The same, refused where the words that are changed are not those that the sender saw.
    pub(crate) async fn command_seen(
        &self,
        standing: Arc<Standing>,
        id: CommandId,
        command: Command,
        labels: Vec<(CardKey, Card)>,
        seen: Seen,
    ) -> Outcome {
        let written = Written {
            labels,
            seen: Some(seen),
            ..Written::default()
        };
        self.command_of(standing.actor(), Some(standing), id, command, written)
            .await
    }

    /// The same with letters ([`Post::prepare`](crate::post::Post::prepare)): they stand in the
    /// outbox if and only if the wish was granted and changed something.
    pub async fn command_with_letters(
        &self,
        standing: Arc<Standing>,
        id: CommandId,
        command: Command,
        labels: Vec<(CardKey, Card)>,
        letters: Vec<NewLetter>,
    ) -> Outcome {
        let written = Written {
            labels,
            letters,
            ..Written::default()
        };
        self.command_of(standing.actor(), Some(standing), id, command, written)
            .await
    }

    /// The same with rows of the desk, which are committed with the entry or not at all. Where
    /// they were decided on something that was edited meanwhile, the wish is refused with
    /// `DeskEditStale`.
    pub(crate) async fn command_with_desk(
        &self,
        (actor, standing): (Actor, Option<Arc<Standing>>),
        id: CommandId,
        command: Command,
        desk: DeskWrite,
    ) -> Outcome {
        let written = Written {
            desk: Some(desk),
            ..Written::default()
        };
        self.command_of(actor, standing, id, command, written).await
    }

    /// The same with labels, letters, and commands that stand or fall with it.
    pub(crate) async fn command_written(
        &self,
        (actor, standing): (Actor, Option<Arc<Standing>>),
        id: CommandId,
        command: Command,
        written: Written,
    ) -> Outcome {
        self.command_of(actor, standing, id, command, written).await
    }

    /// Sends a command in somebody's name, for parts of the product that speak for others: the
    /// demo's player, imports.
    pub async fn command_as(&self, actor: Actor, id: CommandId, command: Command) -> Outcome {
        self.command_of(actor, None, id, command, Written::default())
            .await
    }

    async fn command_of(
        &self,
        actor: Actor,
        standing: Option<Arc<Standing>>,
        id: CommandId,
        command: Command,
        written: Written,
    ) -> Outcome {
        let (sender, receiver) = oneshot::channel();
        let reply_to = ReplyTo::Once(sender);
        let submission = Submission {
            id,
            actor,
            command,
            labels: written.labels,
            seen: written.seen,
            letters: written.letters,
            desk: written.desk,
            also: written.also,
            standing,
            reply_to,
        };
        self.submit(submission);
        // The actor only drops a wish unanswered when it dies; the outcome is then unknown.
        receiver
            .await
            .unwrap_or(Outcome::Refused(Unavailable {}.into()))
    }

    /// Puts a wish into the mailbox; when it is full, the sender is told at once.
    pub(crate) fn submit(&self, submission: Submission) {
        match self.mailbox.try_send(submission) {
            Ok(()) => {}
            Err(TrySendError::Full(submission)) => {
                let retry_after_ms = BUSY_RETRY_MS;
                submission.refuse(Busy { retry_after_ms }.into());
            }
            Err(TrySendError::Closed(submission)) => submission.refuse(Unavailable {}.into()),
        }
    }

    pub(crate) fn next_line(&self) -> LineId {
        LineId(self.next_line.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn count_in(&self, actor: Actor) -> Result<(), Reject> {
        let mut lines = self
            .lines_by_actor
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let n = lines.entry(actor).or_default();
        if *n >= CONNECTIONS_PER_ACCOUNT_MAX {
            let limit = u32::try_from(CONNECTIONS_PER_ACCOUNT_MAX).expect("a small bound");
            return Err(LimitReached { limit }.into());
        }
        *n += 1;
        Ok(())
    }

    pub(crate) fn count_out(&self, actor: Actor) {
        let mut lines = self
            .lines_by_actor
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = lines.get_mut(&actor) {
            *n -= 1;
            if *n == 0 {
                lines.remove(&actor);
            }
        }
    }

    pub(crate) async fn take_up(
        &self,
        viewer: &Viewer,
        topic: Topic,
        channel: &Channel,
        cursors: &[Cursor],
    ) -> Result<Resumed, Refusal> {
        self.hub
            .take_up(&self.store, self.id, viewer, topic, channel, cursors)
            .await
    }

    pub(crate) fn enter_presence(&self, line: LineId, staff: StaffId) {
        self.hub
            .with_presence(|presence| presence.enter(line, staff, self.now()));
        self.presence_changed.notify_one();
    }

    pub(crate) fn leave_presence(&self, line: LineId, lingers: bool) {
        self.hub
            .with_presence(|presence| presence.leave(line, lingers, self.world.now()));
        self.presence_changed.notify_one();
    }

    pub(crate) fn focus(&self, line: LineId, on: Option<Focused>) {
        self.hub
            .with_presence(|presence| presence.focus(line, on, self.now(), self.world.now()));
        self.presence_changed.notify_one();
    }

    /// Tells the team who is here, at most once per tick, until the event goes to sleep.
    pub(crate) async fn keep_presence(&self) {
        loop {
            let next_expiry = self.hub.with_presence(|presence| presence.next_expiry());
            tokio::select! {
                () = self.presence_changed.notified() => {}
                () = async {
                    match next_expiry {
                        Some(at) => self.world.wait_until(at).await,
                        None => std::future::pending().await,
                    }
                } => {}
            }
            let now = self.world.now();
            self.hub.with_presence(|presence| presence.expire(now));
            self.hub.publish_presence();
            let tick = i64::try_from(PRESENCE_TICK_MS).expect("a small bound") * 1_000;
            self.world.wait_until(Micros(now.0 + tick)).await;
        }
    }

    /// Whether this node lets go of the event.
    pub(crate) fn is_departing(&self) -> bool {
        self.is_departing.load(Ordering::Acquire)
    }

    /// Tells every connection to go away.
    pub(crate) fn depart(&self) {
        self.is_departing.store(true, Ordering::Release);
        self.hub.wake_all();
    }
}
