//! A plan that is computed while the team works, again and again.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use protocol::id::EventId;
use protocol::proposal::{PlanWish, ProposalsPage, Suppose};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::gate::{Bar, Table, count};
use crate::http;
use crate::world::Seat;

/// Seconds of each search.
const SEARCH_S: u16 = 10;
const LOOK: Duration = Duration::from_millis(250);

/// What was computed.
pub(super) struct Computed {
    n_plans: usize,
    n_failed: usize,
    n_placed_least: Option<u32>,
}

/// Asks for plans, one after the other, until told to stop.
pub(super) async fn compute(
    port: u16,
    event: EventId,
    seat: Arc<Seat>,
    stop: watch::Receiver<bool>,
) -> Result<Computed> {
    let path = format!("/desk/{event}/plans");
    let mut computed = Computed {
        n_plans: 0,
        n_failed: 0,
        n_placed_least: None,
    };
    for seed in 0.. {
        let wish = PlanWish {
            seconds: SEARCH_S,
            seed,
            suppose: Suppose::default(),
            demands: None,
        };
        let headers = [("cookie", seat.cookie.as_str())];
        let reply = http::post(port, &path, &headers, &wish.encode()).await?;
        ensure!(
            reply.status == 202,
            "a plan was asked for, and answered {}",
            reply.status
        );
        loop {
            if *stop.borrow() {
                return Ok(computed);
            }
            sleep(LOOK).await;
            let (status, body) = http::get(port, &path, &seat.cookie).await?;
            ensure!(status == 200, "the list of plans answered {status}");
            let page = ProposalsPage::decode(&body).map_err(anyhow::Error::msg)?;
            if page.running.is_none() {
                computed.n_failed += usize::from(page.has_failed);
                computed.n_plans += usize::from(!page.has_failed);
                let placed = page
                    .proposals
                    .iter()
                    .map(|head| head.figures.n_placed)
                    .min();
                computed.n_placed_least = placed.or(computed.n_placed_least);
                break;
            }
        }
    }
    Ok(computed)
}

impl Computed {
    pub(super) fn write(&self, table: &mut Table) {
        table.gate("plans computed", count(self.n_plans), "", Bar::AtLeast(1.0));
        table.gate(
            "plans that failed",
            count(self.n_failed),
            "",
            Bar::AtMost(0.0),
        );
        let placed = self.n_placed_least.map_or(f64::NAN, f64::from);
        table.figure("placed by the poorest of them", placed, "");
    }
}
