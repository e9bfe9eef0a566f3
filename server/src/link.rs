//! `link`: a one-time sign-in link from the command line, for the first administrator and for one
//! who lost his.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use app::Holder;
use app::journal::{Journals, Operation};
use app::port::SystemClock;
use protocol::Role;
use protocol::id::{EventId, StaffId};

use crate::cli::Link;
use crate::house::{House, open_store};
use crate::out::say;

/// Issues the link and prints it.
pub(crate) async fn issue(order: &Link) -> Result<ExitCode> {
    let event = EventId::parse(&order.event).context("the event is an id")?;
    let house = House::build(open_store(&order.at.store).await?);
    let loaded = house.store.load(event).await.context("load the event")?;
    let state = loaded.context("there is no such event")?.state;
    let staff = match &order.staff {
        Some(id) => {
            let id = StaffId::parse(id).context("the member of the team is an id")?;
            state
                .staff_member(id)
                .context("nobody of the team has this id")?
                .id
        }
        None => {
            let mut team = state.staff();
            let main = team.find(|staff| staff.role == Role::Main);
            main.context("the event has no main administrator")?.id
        }
    };
    let journals = Journals::new(house.store.clone(), Arc::new(SystemClock));
    journals
        .operated(Operation::LinkIssued { event, staff })
        .await
        .context("note it in the journal")?;
    let link = house.accounts.issue_link(event, Holder::Staff(staff)).await;
    let link = link.context("issue a link")?;
    let site = order.public_url.trim_end_matches('/');
    say(format_args!("{site}/sign-in?token={}", link.to_text()));
    house.store.close().await;
    Ok(ExitCode::SUCCESS)
}
