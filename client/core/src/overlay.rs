//! The optimistic overlay: the user's pending commands, decided again on every new replica.
//!
//! There is nothing to undo when an entry arrives: the prediction is thrown away and made anew
//! from the confirmed replica, which is cheap because copies of the state share their structure.

use std::sync::Arc;

use domain::{Context, State};
use protocol::id::CommandId;
use protocol::{Actor, Change, Command, EntryHead, Reject};

use crate::model::{Marks, Model};
use crate::time::Monotonic;

/// What a program predicts with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// The rules, as the domain writes them.
    decide: fn(&State, &Context<'_>, &Command) -> Result<Vec<Change>, Reject>,
    lay: fn(&mut Model, &mut Marks, CommandId, &[Change], Monotonic),
}

/// The whole rules. A program that never names them does not carry them.
pub(crate) const RULES: Rules = Rules {
    decide: domain::decide,
    lay,
};

/// What the rules say of a command on the predicted state. A client without rules, or
/// one that does not know yet who its user is, predicts nothing and refuses nothing.
pub(crate) fn predict(
    rules: Rules,
    model: &Model,
    command: &Command,
    now: Monotonic,
) -> Option<Result<Vec<Change>, Reject>> {
    let actor = rule_actor(model)?;
    let undone = if let Command::UndoEntry(undo) = command {
        // Without the entry at hand nothing is predicted; the server reads it from the log.
        Some(model.undo.entry(undo.seq)?)
    } else {
        None
    };
    let context = Context {
        actor,
        now: model.event_now(now),
        undone,
    };
    Some((rules.decide)(&model.predicted, &context, command))
}

/// As whom the rules are asked. Doors and scoped administrators are not told the team's rows,
/// their own included: their rights are left to the server, and only the rest is predicted.
fn rule_actor(model: &Model) -> Option<Actor> {
    match model.me? {
        Actor::Staff(id) if model.confirmed.staff_member(id).is_none() => Some(Actor::System),
        me @ (Actor::Staff(_) | Actor::Person(_) | Actor::System) => Some(me),
    }
}

/// Predicts a command and lays what it changes over what is there; a refusal if the rules refuse
/// it, nothing if nothing can be said.
pub(crate) fn foresee(
    rules: Option<Rules>,
    model: &mut Model,
    marks: &mut Marks,
    (id, command): (CommandId, &Command),
    now: Monotonic,
) -> Option<Reject> {
    let rules = rules?;
    match predict(rules, model, command, now)? {
        Ok(changes) => {
            (rules.lay)(model, marks, id, &changes, now);
            None
        }
        Err(reject) => Some(reject),
    }
}

/// Lays predicted changes over what is there.
fn lay(model: &mut Model, marks: &mut Marks, id: CommandId, changes: &[Change], now: Monotonic) {
    let head = EntryHead {
        // No entry yet, so no number: newer than everything.
        seq: u64::MAX,
        at: model.event_now(now),
        by: model.me.unwrap_or(Actor::System),
        command: id,
    };
    for change in changes {
        model.predicted.evolve(&head, change);
        marks.add(change);
    }
}

/// Predicts anew from the confirmed replica.
pub(crate) fn rebase(rules: Option<Rules>, model: &mut Model, now: Monotonic) {
    model.predicted = model.confirmed.clone();
    if model.pending.is_empty() {
        if !Marks::is_empty(&model.marks) {
            model.marks = Arc::default();
        }
        return;
    }
    let refusals_count = model.sees_everything();
    let mut marks = Marks::default();
    let mut pending = std::mem::take(&mut model.pending);
    for wish in Arc::make_mut(&mut pending) {
        marks.aim(&wish.command);
        let refusal = foresee(rules, model, &mut marks, (wish.id, &wish.command), now);
        wish.expected = match refusal {
            Some(reject) if refusals_count && !matches!(reject, Reject::UnknownBadge(_)) => {
                Err(reject)
            }
            Some(_) | None => Ok(()),
        };
    }
    model.pending = pending;
    model.marks = Arc::new(marks);
}
