//! Small things that several pages of the console show.

mod focus;
mod phrase;
mod who;

pub(super) use focus::{closes_on_escape, focus_by_id};
pub(super) use phrase::{parts_of, reasons, spans_of};
pub(super) use who::{disc, disc_of_staff, firm, firm_or_expert, firm_or_expert_of};
