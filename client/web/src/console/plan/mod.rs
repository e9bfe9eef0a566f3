//! The planning: proposals are computed, reviewed, compared and published.
//!
//! Proposals are no part of the live state: this page asks the desk for them, and asks again while
//! one is being computed. What publishing changes arrives by the live stream, as on any screen.

mod compare;
mod conflict;
mod demands;
mod desk;
mod figures;
mod list;
mod page;
mod publish;
mod review;
mod start;
mod suppose;

pub(super) use page::PlanPage;
