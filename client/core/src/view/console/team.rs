//! Who of the team does what, and what was done.

use protocol::id::StaffId;
use protocol::message::Focused;
use protocol::{Actor, Micros};

use crate::feed::{FeedItem, FeedWhat};
use crate::model::Model;
use crate::view::label::{Where, Who, place_and_time, who};

/// A member of the team who is connected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct TeamRow {
    pub staff: StaffId,
    pub name: String,
    pub is_me: bool,
    pub focus: Option<FocusRow>,
    pub since: Micros,
}

/// What somebody works on, with labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FocusRow {
    /// A cell of the floor, a meeting or a freed slot there.
    At(Where),
    /// Somebody's agenda.
    On(Who),
}

/// The team, the user last.
#[must_use]
pub fn team_rows(model: &Model, now: Micros) -> Vec<TeamRow> {
    let me = model.my_staff_id();
    let mut rows: Vec<TeamRow> = model
        .presence()
        .team()
        .iter()
        .map(|member| TeamRow {
            staff: member.staff,
            name: model.cards().staff(member.staff).to_owned(),
            is_me: Some(member.staff) == me,
            focus: member.focus.and_then(|focus| focus_row(model, focus)),
            since: member.since.min(now),
        })
        .collect();
    rows.sort_by(|a, b| (a.is_me, &a.name).cmp(&(b.is_me, &b.name)));
    rows
}

fn focus_row(model: &Model, focus: Focused) -> Option<FocusRow> {
    let state = model.state();
    Some(match focus {
        Focused::Spot(spot) => FocusRow::At(place_and_time(model, spot)),
        Focused::Meeting(id) => FocusRow::At(place_and_time(model, state.meeting(id)?.spot)),
        Focused::Vacancy(id) => FocusRow::At(place_and_time(model, state.vacancy(id)?.spot)),
        Focused::Person(id) => FocusRow::On(who(model, id)),
    })
}

/// A line of the feed. [`crate::words::feed`] says it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct FeedRow {
    pub seq: u64,
    pub at: Micros,
    /// Microseconds of the event since then.
    pub age: i64,
    /// The name of who acted; empty for the product itself.
    pub by: String,
    pub actor: Option<Actor>,
    pub is_mine: bool,
    pub what: FeedWhat,
    /// Whether the rules would take it back now.
    pub can_undo: bool,
}

/// The newest lines of the feed, newest first.
#[must_use]
pub fn feed_rows(model: &Model, now: Micros, n_max: usize) -> Vec<FeedRow> {
    model
        .feed()
        .newest_first()
        .take(n_max)
        .map(|item| feed_row(model, item, now))
        .collect()
}

/// The newest lines by members of the team.
#[must_use]
pub fn team_feed_rows(model: &Model, now: Micros, n_max: usize) -> Vec<FeedRow> {
    let by_team = model
        .feed()
        .newest_first()
        .filter(|item| matches!(item.by, Some(Actor::Staff(_))));
    by_team
        .take(n_max)
        .map(|item| feed_row(model, item, now))
        .collect()
}

fn feed_row(model: &Model, item: &FeedItem, now: Micros) -> FeedRow {
    let can_undo = model
        .me()
        .is_some_and(|me| model.undo().can_undo(item.seq, model.confirmed(), me, now));
    FeedRow {
        seq: item.seq,
        at: item.at,
        age: now.since(item.at).max(0),
        by: item
            .by
            .map_or_else(String::new, |by| model.cards().actor(by).to_owned()),
        actor: item.by,
        is_mine: item.is_mine,
        what: item.what.clone(),
        can_undo,
    }
}
