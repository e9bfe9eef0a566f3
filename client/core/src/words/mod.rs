//! From facts to message keys: what is to be said, in no language.
//!
//! A shell looks the key up in its Fluent catalogue and hands over the arguments. Every key that
//! is made here exists in `client/web/i18n` in every language; a test holds that.

pub mod alert;
pub mod command;
pub mod feed;
pub mod link;
pub mod reject;
pub mod scan;
pub mod small;
pub mod toast;

use protocol::id::{PersonId, PlaceId, SessionId, StaffId};
use protocol::{Actor, Micros, SlotId, Spot};

use crate::model::Model;

/// A message to be looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Key in the catalogue.
    pub key: &'static str,
    /// Arguments by name.
    pub args: Vec<(&'static str, Value)>,
}

/// An argument, ready to be formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A label; may be empty.
    Text(String),
    /// A number, for plurals.
    Number(i64),
    /// A time of day, for the shell's formatter.
    Time(Micros),
    /// Another message, looked up first.
    Message(Box<Message>),
}

impl Message {
    /// A message without arguments.
    #[must_use]
    pub const fn plain(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    #[must_use]
    fn text(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.args.push((name, Value::Text(text.into())));
        self
    }

    #[must_use]
    fn number(mut self, name: &'static str, number: impl Into<i64>) -> Self {
        self.args.push((name, Value::Number(number.into())));
        self
    }

    #[must_use]
    fn time(mut self, name: &'static str, at: Micros) -> Self {
        self.args.push((name, Value::Time(at)));
        self
    }

    #[must_use]
    fn message(mut self, name: &'static str, message: Message) -> Self {
        self.args.push((name, Value::Message(Box::new(message))));
        self
    }

    #[must_use]
    fn person(self, name: &'static str, model: &Model, id: PersonId) -> Self {
        let label = model.cards().person(id).to_owned();
        self.text(name, label)
    }

    #[must_use]
    fn pair(self, model: &Model, host: PersonId, guest: PersonId) -> Self {
        self.person("host", model, host)
            .person("guest", model, guest)
    }

    #[must_use]
    fn route(self, model: &Model, from: PersonId, to: PersonId) -> Self {
        self.person("from", model, from).person("to", model, to)
    }

    #[must_use]
    fn place(self, name: &'static str, model: &Model, id: PlaceId) -> Self {
        let label = model.cards().place(id).to_owned();
        self.text(name, label)
    }

    #[must_use]
    fn session(self, model: &Model, id: SessionId) -> Self {
        let label = model.cards().session(id).to_owned();
        self.text("session", label)
    }

    #[must_use]
    fn staff(self, name: &'static str, model: &Model, id: StaffId) -> Self {
        let label = model.cards().staff(id).to_owned();
        self.text(name, label)
    }

    #[must_use]
    fn slot(self, name: &'static str, model: &Model, id: SlotId) -> Self {
        let at = model
            .state()
            .slot(id)
            .map_or(Micros(0), |slot| slot.starts_at);
        self.time(name, at)
    }

    #[must_use]
    fn spot(self, model: &Model, spot: Spot) -> Self {
        self.slot("time", model, spot.slot)
            .place("place", model, spot.place)
    }

    #[must_use]
    fn by(self, model: &Model, actor: Actor) -> Self {
        let label = model.cards().actor(actor).to_owned();
        self.text("by", label)
    }
}
