//! What a page does with its connection.

use std::rc::Rc;

use client_core::sync::{NotTaken, Surface, Unanswered};
use client_core::{Client, Model, Monotonic};
use gloo::timers::callback::Timeout;
use protocol::id::{CommandId, MeetingId};
use protocol::message::Focused;
use protocol::{Command, Micros, Query};

use super::answer::{Answered, Settled};
use super::browser::{monotonic, random, random_bytes, wall};
use super::engine::{Engine, Subscription};
use super::http::{Body, Reply, fetch};
use super::notice::Notice;
use super::{Changes, Glance, Profile};

/// Times that a busy planner is asked.
const ASKED_MAX: u32 = 5;
/// Pause before it is asked again.
const ASK_PAUSE_MS: u32 = 600;

/// The connection of this page. Cheap to copy; all copies are the same one.
#[derive(Clone)]
pub struct LiveHandle(Rc<Engine>);

impl PartialEq for LiveHandle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl LiveHandle {
    pub(in crate::shell) fn new(engine: Rc<Engine>) -> Self {
        Self(engine)
    }

    /// Ends the connection for good, and tells which program it was.
    pub(in crate::shell) fn leave(&self) -> Surface {
        self.0.leave();
        self.0.surface
    }

    /// The event and its zone.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.0.profile
    }

    /// Everything that is known, as of the last picture.
    #[must_use]
    pub fn model(&self) -> Rc<Model> {
        self.0.model()
    }

    /// Grows with every change of the model.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.0.model().revision()
    }

    /// The device's time.
    #[must_use]
    pub fn now(&self) -> Monotonic {
        monotonic()
    }

    /// The event's time.
    #[must_use]
    pub fn event_now(&self) -> Micros {
        self.0.model().event_now(monotonic())
    }

    /// Looks at the model once, for an event handler.
    pub fn glance<R>(&self, look: impl FnOnce(&Glance<'_>) -> R) -> R {
        let model = self.0.model();
        look(&Glance {
            model: &model,
            now: monotonic(),
        })
    }

    /// Is told which parts changed, once per picture, until the answer is dropped.
    #[must_use = "dropping the answer ends the listening"]
    pub fn listen(&self, listener: impl Fn(Changes) + 'static) -> Subscription {
        self.0.listen(Rc::new(listener))
    }

    /// A fresh id: `live.fresh(MeetingId::new)`.
    pub fn fresh<I>(&self, make: impl FnOnce(Micros, [u8; 10]) -> I) -> I {
        make(wall(), random_bytes())
    }

    /// Sends a wish and says at the edge of the screen when it is not even taken.
    /// Tells whether it was taken.
    pub fn submit(&self, command: impl Into<Command>) -> bool {
        let command = command.into();
        match self.dispatch(command.clone()) {
            Ok(_) => true,
            Err(why) => {
                self.notice(command, why);
                false
            }
        }
    }

    /// The same, and tells once what became of it.
    pub fn submit_then(
        &self,
        command: impl Into<Command>,
        then: impl FnOnce(Settled) + 'static,
    ) -> bool {
        let command = command.into();
        let id = self.fresh(CommandId::new);
        self.0.waiting.borrow_mut().for_command(id, Box::new(then));
        let taken = self
            .0
            .input(|client, now| client.dispatch(command.clone(), id, now));
        match taken {
            Ok(()) => true,
            Err(why) => {
                self.0.waiting.borrow_mut().settled(id);
                self.notice(command, why);
                false
            }
        }
    }

    /// Sends a wish. The caller says it when it is not taken.
    ///
    /// # Errors
    /// When the rules refuse it already here, or when it cannot be sent in any useful time.
    pub fn dispatch(&self, command: impl Into<Command>) -> Result<CommandId, NotTaken> {
        let id = self.fresh(CommandId::new);
        let command = command.into();
        self.0
            .input(|client, now| client.dispatch(command, id, now))
            .map(|()| id)
    }

    /// Asks the planner. `then` is called once; not at all when too many questions wait.
    /// Tells whether the question was taken. A planner that is busy is asked again.
    pub fn ask(&self, query: impl Into<Query>, then: impl FnOnce(Answered) + 'static) -> bool {
        self.ask_again(query.into(), Box::new(then), ASKED_MAX)
    }

    fn ask_again(&self, query: Query, then: Box<dyn FnOnce(Answered)>, n_left: u32) -> bool {
        let live = self.clone();
        let again = query.clone();
        let hear = move |answered: Answered| {
            let is_busy = matches!(
                &answered.answer,
                Err(Unanswered::Refused(reject)) if reject.is_temporary()
            );
            if is_busy && n_left > 1 {
                // Spread, so that several questions do not come back together.
                let pause_ms = ASK_PAUSE_MS + u32::try_from(random() % 500).unwrap_or(0);
                Timeout::new(pause_ms, move || {
                    live.ask_again(again, then, n_left - 1);
                })
                .forget();
            } else {
                then(answered);
            }
        };
        // The number is known before anything can answer: effects are carried out afterwards.
        let engine = &self.0;
        let was_draining = engine.is_draining.replace(true);
        let number = engine.client.borrow_mut().ask(query, monotonic());
        if let Some(number) = number {
            let mut waiting = engine.waiting.borrow_mut();
            waiting.for_question(number, Box::new(hear));
        }
        engine.is_draining.set(was_draining);
        engine.carry_out_all();
        number.is_some()
    }

    /// Says what the user works on, for colleagues to see; none when nothing any more.
    pub fn focus(&self, on: Option<Focused>) {
        self.0.input(|client, now| client.focus(on, now));
    }

    /// Tries to connect now instead of at the end of the pause.
    pub fn retry_now(&self) {
        self.0.input(Client::retry_now);
    }

    /// The user looked at the feed.
    pub fn mark_feed_read(&self) {
        self.0.input(Client::mark_feed_read);
    }

    /// The user waved a toast away.
    pub fn dismiss_toast(&self, id: u64) {
        self.0.input(|client, now| client.dismiss_toast(id, now));
    }

    /// The user keeps what the other did.
    pub fn close_conflict(&self, id: CommandId) {
        self.0.input(|client, now| client.close_conflict(id, now));
    }

    /// Whether "replace with mine" can put the refused wish through.
    #[must_use]
    pub fn can_replace(&self, id: CommandId) -> bool {
        let meeting = self.fresh(MeetingId::new);
        self.0.client.borrow().replacement(id, meeting).is_some()
    }

    /// "Replace with mine": sends the refused wish anew on what stands now.
    pub fn replace_with_mine(&self, id: CommandId) {
        let meeting = self.fresh(MeetingId::new);
        let commands = self.0.client.borrow().replacement(id, meeting);
        self.close_conflict(id);
        for command in commands.into_iter().flatten() {
            if !self.submit(command) {
                break;
            }
        }
    }

    /// Wishes that were not taken a moment ago.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.0.notices.borrow().shown().to_vec()
    }

    /// The user waved a notice away.
    pub fn dismiss_notice(&self, id: u64) {
        self.0.notices.borrow_mut().dismiss(id);
        self.0.changed(Changes::TOASTS);
    }

    fn notice(&self, command: Command, why: NotTaken) {
        self.0.notices.borrow_mut().push(command, why, monotonic());
        self.0.changed(Changes::TOASTS);
    }

    /// Feeds the machine directly, for what only one program does: `client.scan(…)`.
    pub fn with_client<R>(&self, feed: impl FnOnce(&mut Client, Monotonic) -> R) -> R {
        self.0.input(feed)
    }

    /// The address of one of the event's endpoints, such as `badge.svg`.
    #[must_use]
    pub fn address(&self, way: &str) -> String {
        self.0.address(way)
    }

    /// Posts JSON to an address below `/live/{event}/`, for what is no command.
    /// Answers with the status, or nothing when the server was not reached.
    pub async fn post_json(&self, way: &str, json: &str) -> Option<u16> {
        let url = self.0.address(way);
        let reply = fetch("POST", &url, Body::Json(json), None).await;
        reply.ok().map(|Reply { status, .. }| status)
    }

    /// Asks an address below `/live/{event}/` with a body in MessagePack. Answers with the status
    /// and the body, or nothing when the server was not reached.
    pub async fn exchange(&self, method: &str, way: &str, body: &[u8]) -> Option<(u16, Vec<u8>)> {
        self.packed(method, self.0.address(way), body).await
    }

    /// Asks the event's desk, below `/desk/{event}/`, with a body in MessagePack. Answers with
    /// the status and the body, or nothing when the server was not reached.
    pub async fn desk(&self, method: &str, way: &str, body: &[u8]) -> Option<(u16, Vec<u8>)> {
        let url = format!("/desk/{}/{way}", self.0.profile.event);
        self.packed(method, url, body).await
    }

    async fn packed(&self, method: &str, url: String, body: &[u8]) -> Option<(u16, Vec<u8>)> {
        let body = if body.is_empty() {
            Body::Empty
        } else {
            Body::Frames(body)
        };
        let reply = fetch(method, &url, body, None).await.ok()?;
        Some((reply.status, reply.body))
    }
}
