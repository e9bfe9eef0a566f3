//! `admin`: the first main administrator of an event, and the link by which he chooses his
//! password.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use app::Holder;
use app::account::{Email, Tongue};
use app::journal::{Journals, Operation};
use app::live::Outcome;
use app::port::SystemClock;
use protocol::card::CardUpdate;
use protocol::command::GrantStaff;
use protocol::id::{CommandId, EventId, StaffId};
use protocol::{Actor, Card, CardKey, Command, Role, Staff};

use crate::cli::Admin;
use crate::house::{House, open_store};
use crate::out::say;

/// Makes him if need be, and prints the link.
pub(crate) async fn make(order: &Admin) -> Result<ExitCode> {
    let event = order.event.as_deref().unwrap_or_default();
    let event = EventId::parse(event).context("the event is an id")?;
    let email = order.email.as_deref().unwrap_or_default();
    let email = Email::parse(email).context("the address is one that can be written to")?;
    let house = House::build(open_store(&order.at.store).await?);
    let staff = match find(&house, event, order.staff.as_deref()).await? {
        Some(staff) => staff,
        None => appoint(&house, event, &order.name).await?,
    };
    let language = if order.english {
        Tongue::English
    } else {
        Tongue::French
    };
    let given = house
        .accounts
        .give_to(event, Holder::Staff(staff), &email, language)
        .await
        .context("give the account to a user")?;
    let Some(user) = given else {
        bail!("this member of the team signs in with another address already");
    };
    let journals = Journals::new(house.store.clone(), Arc::new(SystemClock));
    journals
        .operated(Operation::AddressGiven { event, staff })
        .await
        .context("note it in the journal")?;
    let link = house.accounts.password_link(user.id).await;
    let link = link.context("issue a link")?;
    let site = order.public_url.trim_end_matches('/');
    say(format_args!("{site}/password/new?token={}", link.to_text()));
    house.registry.drain().await;
    house.store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn find(house: &House, event: EventId, named: Option<&str>) -> Result<Option<StaffId>> {
    let loaded = house.store.load(event).await.context("load the event")?;
    let state = loaded.context("there is no such event")?.state;
    match named {
        Some(id) => {
            let id = StaffId::parse(id).context("the member of the team is an id")?;
            let staff = state.staff_member(id);
            Ok(Some(staff.context("nobody of the team has this id")?.id))
        }
        None => {
            let mut team = state.staff();
            Ok(team.find(|staff| staff.role == Role::Main).map(|s| s.id))
        }
    }
}

/// Makes a main administrator of an event that has none.
async fn appoint(house: &House, event: EventId, name: &str) -> Result<StaffId> {
    let actor = house
        .registry
        .event(event)
        .await
        .context("wake the event")?;
    let actor = actor.context("there is no such event")?;
    let now = actor.clock().now();
    let random = house.registry.random();
    let id = StaffId::new(now, random.bytes());
    let card = Card {
        title: name.to_owned(),
        ..Card::default()
    };
    let update = CardUpdate {
        key: CardKey::Staff(id),
        card: Some(card),
    };
    house
        .store
        .put_cards(event, &[update])
        .await
        .context("write the name")?;
    let role = Role::Main;
    let command = Command::from(GrantStaff {
        staff: Staff { id, role },
    });
    let command_id = CommandId::new(now, random.bytes());
    match actor.command_as(Actor::System, command_id, command).await {
        Outcome::Committed { .. } => Ok(id),
        Outcome::Refused(reject) => bail!("the event refuses: {}", reject.name()),
    }
}
