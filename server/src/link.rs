//! `link`: a one-time sign-in link from the command line, for the first administrator and for one
//! who lost his.

use std::process::ExitCode;

use anyhow::{Context, Result};
use app::Holder;
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
    let link = house.accounts.issue_link(event, Holder::Staff(staff)).await;
    let link = link.context("issue a link")?;
    let site = order.public_url.trim_end_matches('/');
    say(format_args!("{site}/sign-in?token={}", link.to_text()));
    house.store.close().await;
    Ok(ExitCode::SUCCESS)
}
