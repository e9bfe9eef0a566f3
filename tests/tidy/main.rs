//! The architecture rules, as tests. A rule that nobody checks is a wish.

mod arrows;
mod dashboards;
mod names;
mod sources;
mod tables;
