//! An expert is not there from a time on: the planner proposes, the user looks and changes, one
//! command settles everything at once, and one undo takes it back.

mod drawer;
mod line;
mod period;

pub(super) use drawer::AbsenceDrawer;
