//! Carrying out what the machine asks for.

use std::rc::Rc;

use client_core::sync::{Effect, Outcome};
use client_core::{Client, Monotonic};
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use protocol::id::CommandId;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

use super::answer::Answered;
use super::browser::{monotonic, random, wall_ms};
use super::engine::Engine;
use super::http::{Body, Reply, fetch};
use super::keep;
use super::socket::{Happening, Socket};
use crate::shell::stored::{read_choice, write_choice};

/// Longest sleep of one timer; the machine does not mind being woken early.
const SLEEP_MS_MAX: u64 = 3_600_000;
/// A page that was loaded anew this short a time ago does not do so again by itself.
const RELOAD_PAUSE_MS: u64 = 60_000;

impl Engine {
    /// Effects are carried out in order, also those that arise meanwhile.
    pub(super) fn carry_out_all(self: &Rc<Self>) {
        if self.is_draining.replace(true) {
            return;
        }
        loop {
            // The machine is free while an effect is carried out: a callback may feed it.
            let effect = self.client.borrow_mut().next_effect();
            let Some(effect) = effect else { break };
            self.carry_out(effect);
        }
        self.is_draining.set(false);
    }

    fn carry_out(self: &Rc<Self>, effect: Effect) {
        if self.has_left.get() {
            return;
        }
        match effect {
            Effect::Connect => self.connect(),
            Effect::Close => self.hang_up(),
            Effect::Send(bytes) => {
                if let Some(socket) = self.socket.borrow().as_ref() {
                    socket.send(&bytes);
                }
            }
            Effect::Poll { body, is_waiting } => self.poll(body, is_waiting),
            Effect::UsePolling => {
                self.socket.take();
            }
            Effect::LoadSnapshot => self.load_snapshot(),
            Effect::Persist(kept, bytes) => {
                let key = self.kept_key(kept);
                spawn_local(async move { keep::write(&key, &bytes).await });
            }
            Effect::ScheduleTick(at) => self.schedule(at),
            Effect::Changed(parts) => self.changed(parts),
            Effect::Settled(id, outcome) => self.settled(id, outcome),
            Effect::Answered {
                question,
                answer,
                based_on,
            } => {
                let then = self.waiting.borrow_mut().answered(question);
                if let Some(then) = then {
                    then(Answered { answer, based_on });
                }
            }
            Effect::Reload => reload_once(),
        }
    }

    fn settled(&self, id: CommandId, outcome: Outcome) {
        let then = self.waiting.borrow_mut().settled(id);
        if let Some(then) = then {
            then(outcome);
        }
    }

    fn connect(self: &Rc<Self>) {
        self.hang_up();
        let line = self.line.get();
        let engine = Rc::downgrade(self);
        let tell = move |happening| {
            let Some(engine) = engine.upgrade().filter(|engine| engine.line.get() == line) else {
                return;
            };
            match happening {
                Happening::Opened => engine.input(Client::opened),
                Happening::Message(bytes) => {
                    engine.input(|client, now| client.received(&bytes, now));
                }
                Happening::Closed => {
                    engine.socket.take();
                    engine.input(|client, now| client.closed(now, random()));
                }
            }
        };
        let path = self.address("socket");
        match Socket::open(&path, tell) {
            Ok(socket) => *self.socket.borrow_mut() = Some(socket),
            Err(_) => self.later(|engine| {
                engine.input(|client, now| client.closed(now, random()));
            }),
        }
    }

    /// Hangs up and never connects again. The page lives on until the browser is elsewhere.
    pub(super) fn leave(&self) {
        self.has_left.set(true);
        self.timer.take();
        self.hang_up();
    }

    fn hang_up(&self) {
        self.line.set(self.line.get().wrapping_add(1));
        self.socket.take();
        self.exchanges.borrow_mut().clear();
        if let Some(polls) = self.polls.take() {
            polls.abort();
        }
    }

    /// A request that waits, or one that only carries something there. The latter go one after
    /// the other, so that what the user did first arrives first.
    fn poll(self: &Rc<Self>, body: Vec<u8>, is_waiting: bool) {
        if is_waiting {
            self.wait_for_news(body);
        } else {
            self.exchanges.borrow_mut().push_back(body);
            self.exchange_next();
        }
    }

    fn wait_for_news(self: &Rc<Self>, body: Vec<u8>) {
        let (engine, line) = (Rc::clone(self), self.line.get());
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        *self.polls.borrow_mut() = controller;
        spawn_local(async move {
            let url = engine.address("poll");
            let reply = fetch("POST", &url, Body::Frames(&body), signal.as_ref()).await;
            if engine.line.get() != line {
                return;
            }
            match reply {
                Ok(reply) if reply.is_good() => {
                    engine.input(|client, now| client.received(&reply.body, now));
                    engine.input(Client::poll_ended);
                }
                Ok(_) | Err(_) => engine.input(|client, now| client.closed(now, random())),
            }
        });
    }

    fn exchange_next(self: &Rc<Self>) {
        if self.is_exchanging.get() {
            return;
        }
        let Some(body) = self.exchanges.borrow_mut().pop_front() else {
            return;
        };
        self.is_exchanging.set(true);
        let (engine, line) = (Rc::clone(self), self.line.get());
        spawn_local(async move {
            let url = engine.address("messages");
            let reply = fetch("POST", &url, Body::Frames(&body), None).await;
            engine.is_exchanging.set(false);
            // One that failed may do so in silence: the machine sends again what matters.
            if let Some(reply) = reply.ok().filter(Reply::is_good)
                && engine.line.get() == line
            {
                engine.input(|client, now| client.received(&reply.body, now));
            }
            engine.exchange_next();
        });
    }

    fn load_snapshot(self: &Rc<Self>) {
        let engine = Rc::clone(self);
        spawn_local(async move {
            let url = engine.address("snapshot");
            match fetch("GET", &url, Body::Empty, None).await {
                Ok(reply) if reply.is_good() => {
                    engine.input(|client, now| client.snapshot_loaded(&reply.body, now, random()))
                }
                Ok(_) | Err(_) => {
                    engine.input(|client, now| client.snapshot_failed(now, random()));
                }
            }
        });
    }

    fn schedule(self: &Rc<Self>, at: Monotonic) {
        let sleep_ms = at.since(monotonic()).min(SLEEP_MS_MAX);
        let engine = Rc::downgrade(self);
        let timer = Timeout::new(u32::try_from(sleep_ms).unwrap_or(u32::MAX), move || {
            if let Some(engine) = engine.upgrade() {
                engine.input(|client, now| client.tick(now, random()));
                // A sleep that was cut short goes on.
                if at > monotonic() {
                    engine.schedule(at);
                }
            }
        });
        *self.timer.borrow_mut() = Some(timer);
    }

    /// Outside the current input, because the machine expects its answer later.
    fn later(self: &Rc<Self>, then: impl FnOnce(&Rc<Self>) + 'static) {
        let engine = Rc::clone(self);
        spawn_local(async move { then(&engine) });
    }
}

/// Loads the page anew because the server speaks a newer version. If that did not help a moment
/// ago it is left to the user, whom the banner asks.
fn reload_once() {
    let last_ms = read_choice("reloaded").and_then(|at| at.parse::<u64>().ok());
    let now_ms = wall_ms();
    if last_ms.is_none_or(|at| now_ms.saturating_sub(at) > RELOAD_PAUSE_MS) {
        write_choice("reloaded", &now_ms.to_string());
        drop(window().location().reload());
    }
}
