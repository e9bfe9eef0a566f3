//! The desk over HTTP: ordinary requests and answers, of whoever is signed in to the console.

pub(crate) mod plans;
pub(crate) mod post;
pub(crate) mod site;
