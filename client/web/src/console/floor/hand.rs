//! What the user does on the floor: where the cursor stands, what is open, what is carried.

use std::rc::Rc;

use client_core::view::console::meeting::Verdict;
use protocol::Spot;
use protocol::id::{MeetingId, VacancyId};
use yew::Reducible;

/// A cell by its row among all rows and its column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pos {
    pub(super) row: usize,
    pub(super) column: usize,
}

impl Pos {
    /// The id of its cell in the page.
    pub(super) fn id(self) -> String {
        format!("cell-{}-{}", self.row, self.column)
    }

    /// The cell of an id.
    pub(super) fn of_id(id: &str) -> Option<Self> {
        let (row, column) = id.strip_prefix("cell-")?.split_once('-')?;
        Some(Self {
            row: row.parse().ok()?,
            column: column.parse().ok()?,
        })
    }
}

/// What the panel beside the floor shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    Meeting(MeetingId),
    Vacancy(VacancyId),
}

/// A cell that something carried is held over, and what letting it go there would do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Aim {
    pub(super) pos: Pos,
    pub(super) spot: Spot,
    pub(super) verdict: Verdict,
}

/// A meeting that was picked up.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Carried {
    pub(super) meeting: MeetingId,
    pub(super) is_by_pointer: bool,
    pub(super) over: Option<Aim>,
}

/// The state of the user's hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Hand {
    pub(super) cursor: Pos,
    /// Grows each time the cursor must take the keyboard's focus.
    pub(super) n_focus: u32,
    pub(super) open: Option<Open>,
    pub(super) carried: Option<Carried>,
}

/// What the user did.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    /// The cursor went to a cell.
    Go(Pos),
    /// Another floor came into sight: the cursor begins anew, the focus stays where it is.
    Begin,
    /// A cell was opened; its content, if it has any, is shown beside.
    Open(Pos, Option<Open>),
    /// The panel was closed.
    Close,
    /// A meeting was picked up.
    PickUp(MeetingId, bool),
    /// What is carried is over a cell, or over none.
    Over(Option<Aim>),
    /// What was carried was let go.
    LetGo,
}

impl Reducible for Hand {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut next = (*self).clone();
        match act {
            Act::Go(pos) => {
                next.cursor = pos;
                next.n_focus += 1;
            }
            Act::Begin => next.cursor = Pos::default(),
            Act::Open(pos, open) => {
                next.cursor = pos;
                next.n_focus += 1;
                next.open = open;
            }
            Act::Close => {
                next.open = None;
                next.n_focus += 1;
            }
            Act::PickUp(meeting, is_by_pointer) => {
                next.carried = Some(Carried {
                    meeting,
                    is_by_pointer,
                    over: None,
                });
                if !is_by_pointer {
                    next.n_focus += 1;
                }
            }
            Act::Over(aim) => {
                if let Some(carried) = &mut next.carried {
                    carried.over = aim;
                }
            }
            Act::LetGo => next.carried = None,
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_found_again_by_its_id() {
        let pos = Pos { row: 59, column: 7 };
        assert_eq!(Pos::of_id(&pos.id()), Some(pos));
        assert_eq!(Pos::of_id("cell-1"), None);
        assert_eq!(Pos::of_id("stage"), None);
    }

    #[test]
    fn another_floor_does_not_take_the_focus() {
        let away = Rc::new(Hand::default()).reduce(Act::Go(Pos { row: 3, column: 4 }));
        let n_focus = away.n_focus;
        let begun = away.reduce(Act::Begin);
        assert_eq!((begun.cursor, begun.n_focus), (Pos::default(), n_focus));
    }

    #[test]
    fn what_is_carried_is_forgotten_when_it_is_let_go() {
        let hand = Rc::new(Hand::default());
        let carrying = hand.reduce(Act::PickUp(MeetingId::example(1), false));
        assert!(carrying.carried.is_some());
        assert!(carrying.reduce(Act::LetGo).carried.is_none());
    }
}
