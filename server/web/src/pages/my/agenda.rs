//! The first of the pages: what is when and where, and what waits for an answer.

use app::space::{Day, What, agenda};
use askama::Template;
use axum::response::Response;
use protocol::Micros;

use super::{AtHome, Home, Tab, status_of};
use crate::error::HttpError;
use crate::pages::page::render;

#[derive(Template)]
#[template(path = "my/agenda.html")]
struct AgendaPage {
    home: Home,
    days: Vec<Day>,
    now: Micros,
}

impl AgendaPage {
    /// Where a line stands in time, for its look.
    fn moment(&self, starts_at: &Micros, ends_at: &Micros) -> &'static str {
        if *ends_at <= self.now {
            "past"
        } else if *starts_at <= self.now {
            "now"
        } else {
            "ahead"
        }
    }
}

/// `GET /my/{event}`
pub(crate) async fn show(at: AtHome) -> Result<Response, HttpError> {
    let view = at.view();
    let home = at.home(&view, Tab::Agenda, None);
    let now = at.signed_in.event.now();
    let template = AgendaPage {
        days: agenda(&view, at.person, &at.signed_in.event_zone()),
        now,
        home,
    };
    render(status_of(None), &template)
}
