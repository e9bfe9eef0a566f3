//! The floor: places × time or experts × time, moved by pointer or keyboard.

mod absence;
mod aim;
mod cancel;
mod cell;
pub(super) mod conflict;
mod hand;
mod head;
mod keys;
mod late;
mod legend;
mod page;
mod pointer;
mod record;
mod rows;
mod side;
mod targets;
mod vacancy;
mod view;

pub(super) use page::FloorPage;
