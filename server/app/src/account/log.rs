//! The log of connections, as the main administrator of an event reads it (SEC-15).

use std::collections::HashMap;

use protocol::reject::Forbidden;
use protocol::{Actor, CardKey, Function, Reject, Role};
use store::{AccountId, Connection, Fault, Holder, UserId};
use uuid::Uuid;

use super::accounts::Accounts;
use crate::live::Event;

/// Lines of one page.
pub const LOG_PAGE_LINES: u16 = 100;

/// A line with the name that a reader knows.
#[derive(Clone, Debug)]
pub struct LogLine {
    /// What happened.
    pub connection: Connection,
    /// Who: the name on his card, or his address; empty for an erased one.
    pub who: String,
}

/// A page of the log, the youngest line first.
#[derive(Clone, Debug)]
pub struct LogPage {
    /// The lines.
    pub lines: Vec<LogLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<Uuid>,
}

impl Accounts {
    /// A page of the log about those who hold an account at an event.
    ///
    /// # Errors
    /// Refused to everybody but a main administrator of the event.
    pub async fn connection_log(
        &self,
        event: &Event,
        actor: Actor,
        before: Option<Uuid>,
    ) -> Result<Result<LogPage, Reject>, Fault> {
        let view = event.view();
        let role = match actor {
            Actor::Staff(id) => view.state.staff_member(id).map(|staff| &staff.role),
            Actor::Person(_) | Actor::System => None,
        };
        if role != Some(&Role::Main) {
            let needed = Some(Function::Team);
            return Ok(Err(Forbidden { needed }.into()));
        }
        // One more than is shown says whether there is more.
        let mut found = self
            .store
            .connections(event.id(), before, LOG_PAGE_LINES + 1)
            .await?;
        let has_more = found.len() > usize::from(LOG_PAGE_LINES);
        found.truncate(usize::from(LOG_PAGE_LINES));
        let next = has_more.then(|| found.last().map(|line| line.id)).flatten();
        let users = self.store.users_at(event.id()).await?;
        let mut by_user: HashMap<UserId, String> = HashMap::new();
        let mut by_account: HashMap<AccountId, String> = HashMap::new();
        for (user, email, account) in users {
            let key = match account.holder {
                Holder::Staff(id) => CardKey::Staff(id),
                Holder::Person(id) => CardKey::Person(id),
            };
            let card = view.labels.get(&key).map(|card| card.title.clone());
            let name = card.filter(|title| !title.is_empty()).unwrap_or(email);
            by_account.insert(account.id, name.clone());
            by_user.insert(user, name);
        }
        let lines = found.into_iter().map(|connection| {
            let by_account = connection.account.and_then(|id| by_account.get(&id));
            let by_user = connection.user.and_then(|id| by_user.get(&id));
            LogLine {
                who: by_account.or(by_user).cloned().unwrap_or_default(),
                connection,
            }
        });
        Ok(Ok(LogPage {
            lines: lines.collect(),
            next,
        }))
    }
}
