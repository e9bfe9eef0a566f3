//! The machine and everything in this browser that it is wired to.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use client_core::sync::{Keep, Kept, Options, Program, Surface};
use client_core::{Client, Model, Monotonic};
use gloo::events::EventListener;
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::{Interval, Timeout};
use gloo::utils::{document, window};
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, VisibilityState};

use super::answer::Waiting;
use super::browser::{monotonic, random};
use super::notice::Notices;
use super::socket::Socket;
use super::{Changes, Profile, keep, profile};

/// How often the passing of time is told to those who show it.
const BEAT_MS: u32 = 1_000;

type Listener = Rc<dyn Fn(Changes)>;

/// One per page, for as long as the page is open.
pub(in crate::shell) struct Engine {
    pub(super) profile: Profile,
    pub(super) surface: Surface,
    pub(super) client: RefCell<Client>,
    pub(super) waiting: RefCell<Waiting>,
    pub(super) notices: RefCell<Notices>,
    pub(super) socket: RefCell<Option<Socket>>,
    pub(super) timer: RefCell<Option<Timeout>>,
    pub(super) polls: RefCell<Option<AbortController>>,
    /// Bodies that wait for their turn while the socket does not get through.
    pub(super) exchanges: RefCell<VecDeque<Vec<u8>>>,
    pub(super) is_exchanging: Cell<bool>,
    /// Counts connections: what an earlier one still has to say is not heard any more.
    pub(super) line: Cell<u32>,
    pub(super) is_draining: Cell<bool>,
    /// Set at sign-out: what the machine still asks for is not carried out any more.
    pub(super) has_left: Cell<bool>,
    seen: RefCell<Rc<Model>>,
    unseen: Cell<Changes>,
    frame: RefCell<Option<AnimationFrame>>,
    /// In the order in which they began to listen.
    listeners: RefCell<Vec<(u32, Listener)>>,
    n_listeners: Cell<u32>,
    hints: RefCell<Vec<EventListener>>,
    beat: RefCell<Option<Interval>>,
}

impl Engine {
    /// An engine that does nothing yet.
    pub(in crate::shell) fn new(program: Program, profile: Profile) -> Rc<Self> {
        let surface = program.surface;
        let client = Client::new(program, Options::for_surface(surface));
        let seen = Rc::new(client.model().clone());
        Rc::new(Self {
            profile,
            surface,
            client: RefCell::new(client),
            waiting: RefCell::default(),
            notices: RefCell::default(),
            socket: RefCell::default(),
            timer: RefCell::default(),
            polls: RefCell::default(),
            exchanges: RefCell::default(),
            is_exchanging: Cell::default(),
            line: Cell::default(),
            is_draining: Cell::default(),
            has_left: Cell::default(),
            seen: RefCell::new(seen),
            unseen: Cell::default(),
            frame: RefCell::default(),
            listeners: RefCell::default(),
            n_listeners: Cell::default(),
            hints: RefCell::default(),
            beat: RefCell::default(),
        })
    }

    /// Takes up what an earlier visit kept, then begins.
    pub(in crate::shell) fn start(self: &Rc<Self>) {
        self.listen_to_browser();
        let engine = Rc::clone(self);
        spawn_local(async move {
            if Options::for_surface(engine.surface).keep == Keep::Everything {
                for kept in [Kept::Replica, Kept::Commands] {
                    if let Some((bytes, ago_ms)) = keep::read(&engine.kept_key(kept)).await {
                        engine.input(|client, now| client.restore(kept, &bytes, ago_ms, now));
                    }
                }
            }
            engine.input(Client::start);
            // Nothing tells a page that opens without network: the event was before its time.
            if !window().navigator().on_line() {
                engine.input(|client, now| client.network_hint(false, now, random()));
            }
        });
    }

    pub(super) fn address(&self, way: &str) -> String {
        profile::address(self.profile.event, self.surface, way)
    }

    pub(super) fn kept_key(&self, kept: Kept) -> String {
        format!("{:?}/{}/{}", self.surface, self.profile.event, kept.name())
    }

    /// Feeds the machine and carries out what it asks for.
    pub(super) fn input<R>(self: &Rc<Self>, feed: impl FnOnce(&mut Client, Monotonic) -> R) -> R {
        let result = feed(&mut self.client.borrow_mut(), monotonic());
        self.carry_out_all();
        result
    }

    /// The model as of the last picture, so that all parts of a page show the same moment.
    pub(super) fn model(&self) -> Rc<Model> {
        Rc::clone(&self.seen.borrow())
    }

    /// Remembers what changed and asks for the next picture. However many messages arrive
    /// between two pictures, the page is drawn once.
    pub(super) fn changed(self: &Rc<Self>, parts: Changes) {
        self.unseen.set(self.unseen.get().and(parts));
        if self.frame.borrow().is_none() {
            let engine = Rc::downgrade(self);
            *self.frame.borrow_mut() = Some(request_animation_frame(move |_| {
                if let Some(engine) = engine.upgrade() {
                    engine.frame.take();
                    engine.show();
                }
            }));
        }
    }

    fn show(&self) {
        let parts = self.unseen.take();
        let model = Rc::new(self.client.borrow().model().clone());
        *self.seen.borrow_mut() = model;
        self.tell(parts);
    }

    fn tell(&self, parts: Changes) {
        // A listener may end the listening of others.
        let listeners = self.listeners.borrow().clone();
        for (_, listener) in listeners {
            listener(parts);
        }
    }

    pub(super) fn listen(self: &Rc<Self>, listener: Listener) -> Subscription {
        let number = self.n_listeners.get();
        self.n_listeners.set(number.wrapping_add(1));
        self.listeners.borrow_mut().push((number, listener));
        Subscription {
            engine: Rc::downgrade(self),
            number,
        }
    }

    /// Page in sight or not, network there or not: hints, never truths.
    fn listen_to_browser(self: &Rc<Self>) {
        let on = |target: &web_sys::EventTarget, name: &'static str, then: fn(&Rc<Self>)| {
            let engine = Rc::downgrade(self);
            EventListener::new(target, name, move |_| {
                if let Some(engine) = engine.upgrade() {
                    then(&engine);
                }
            })
        };
        *self.hints.borrow_mut() = vec![
            on(&window(), "online", |engine| {
                engine.input(|client, now| client.network_hint(true, now, random()));
            }),
            on(&window(), "offline", |engine| {
                engine.input(|client, now| client.network_hint(false, now, random()));
            }),
            on(&document(), "visibilitychange", |engine| {
                if is_in_sight() {
                    // Timers sleep with the page, so whatever was due is looked at now.
                    engine.input(|client, now| {
                        client.tick(now, random());
                        client.retry_now(now);
                    });
                }
            }),
        ];
        let engine: Weak<Self> = Rc::downgrade(self);
        *self.beat.borrow_mut() = Some(Interval::new(BEAT_MS, move || {
            if let Some(engine) = engine.upgrade()
                && is_in_sight()
            {
                let is_notice_over = engine.notices.borrow_mut().expire(monotonic());
                engine.tell(if is_notice_over {
                    Changes::CLOCK.and(Changes::TOASTS)
                } else {
                    Changes::CLOCK
                });
            }
        }));
    }
}

fn is_in_sight() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Ends the listening when it is dropped.
pub struct Subscription {
    engine: Weak<Engine>,
    number: u32,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(engine) = self.engine.upgrade() {
            engine
                .listeners
                .borrow_mut()
                .retain(|(number, _)| *number != self.number);
        }
    }
}
