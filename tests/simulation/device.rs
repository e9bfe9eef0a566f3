//! A device with its program, and its line to whichever node it found.

use std::collections::BTreeMap;

use app::Holder;
use app::account::Token;
use app::live::Line;
use client_core::sync::{Client, Options, Outcome, Program, Surface};
use protocol::Command;
use protocol::id::CommandId;

pub(crate) struct Device {
    pub(crate) holder: Holder,
    pub(crate) surface: Surface,
    pub(crate) token: Token,
    pub(crate) client: Client,
    /// The node that it is connected to, and the line.
    pub(crate) line: Option<(usize, Line)>,
    /// Counts connections: what belongs to an earlier one is not delivered.
    pub(crate) connection: u64,
    /// Bytes on one connection stay in order.
    pub(crate) last_up_ms: u64,
    pub(crate) last_down_ms: u64,
    pub(crate) taken: BTreeMap<CommandId, Command>,
    pub(crate) outcomes: BTreeMap<CommandId, Outcome>,
}

impl Device {
    pub(crate) fn new(holder: Holder, surface: Surface, token: Token) -> Self {
        let mut options = Options::for_surface(surface);
        // The fallback has tests of its own.
        options.socket_failures_max = u32::MAX;
        Self {
            holder,
            surface,
            token,
            client: Client::new(Program::of(surface), options),
            line: None,
            connection: 0,
            last_up_ms: 0,
            last_down_ms: 0,
            taken: BTreeMap::new(),
            outcomes: BTreeMap::new(),
        }
    }

    /// Whether everything that it did is settled and everything that it should know is there.
    pub(crate) fn is_at_rest(&self) -> bool {
        let link = self.client.model().link();
        link.is_up() && !link.is_catching_up && self.client.model().pending().is_empty()
    }
}
