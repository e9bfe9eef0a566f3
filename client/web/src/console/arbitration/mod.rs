//! Arbitration: an expert has more applicants than time, and the organiser chooses (EXP-06).
//!
//! A line on the pages that it concerns calls for it; a drawer lists the experts, another one the
//! applicants of one of them, with the answers that are applied as one entry.

mod call;
mod choice;
mod demand;
mod line;

pub(super) use call::ArbitrationCall;
