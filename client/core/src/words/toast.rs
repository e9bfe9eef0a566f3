//! Toasts and conflicts.

use protocol::Command;

use super::{Message, command, feed, reject};
use crate::conflict::Conflict;
use crate::model::Model;
use crate::sync::NotTaken;
use crate::toast::ToastKind;

/// What a toast says.
#[must_use]
pub fn message(kind: &ToastKind, model: &Model) -> Message {
    match kind {
        ToastKind::Done { what, .. } => feed::message(what, model),
        ToastKind::Refused { command, reject } => {
            named("toast-refused", command).message("reason", reject::message(reject, model))
        }
        ToastKind::NotSent { command } => named("toast-not-sent", command),
        ToastKind::Unanswered { command } => named("toast-unanswered", command),
        ToastKind::DoneAfterAll { what, .. } => {
            Message::plain("toast-done-after-all").message("what", feed::message(what, model))
        }
    }
}

/// Why a command was not even taken.
#[must_use]
pub fn not_taken(why: &NotTaken, command: &Command, model: &Model) -> Message {
    match why {
        NotTaken::Refused(reject) => {
            named("toast-refused", command).message("reason", reject::message(reject, model))
        }
        NotTaken::NoConnection => named("not-taken-no-connection", command),
        NotTaken::TooManyWaiting => named("not-taken-too-many", command),
        NotTaken::MustReload => Message::plain("not-taken-must-reload"),
        NotTaken::SameIdAgain => named("not-taken-twice", command),
    }
}

fn named(key: &'static str, command: &Command) -> Message {
    Message::plain(key).message("command", Message::plain(command::noun(command)))
}

/// The title of a conflict's card: who was faster, if that is known.
#[must_use]
pub fn conflict_title(conflict: &Conflict, model: &Model) -> Message {
    match conflict.touch {
        Some(touch) => Message::plain("conflict-title-by")
            .by(model, touch.by)
            .time("time", touch.at),
        None => Message::plain("conflict-title"),
    }
}
