//! The organisers' pages. Never called by the phone.

pub mod absence;
pub mod agenda;
pub mod arbitration;
pub mod control_room;
pub mod figures;
pub mod floor;
pub mod floor_cell;
pub mod meeting;
pub mod messages;
pub mod people;
pub mod plan;
pub mod programme;
pub mod requests;
pub mod resources;
pub mod team;
pub mod vacancies;
pub mod vocabulary;
