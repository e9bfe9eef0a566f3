//! The organisers' pages. Never called by the phone.

pub mod control_room;
