//! The parts that the door's page is put together from. They know no word of any language and
//! no rule: each word arrives said.

mod camera_view;
mod checklist;
mod occupancy;
mod scan_line;
mod verdict;

pub use camera_view::CameraView;
pub use checklist::{Checklist, ChecklistRow};
pub use occupancy::Occupancy;
pub use scan_line::ScanLine;
pub use verdict::{Verdict, VerdictKind};
