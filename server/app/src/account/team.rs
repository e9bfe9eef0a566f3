//! The team of an event: who is asked to join it, with what rights, and who leaves (BO-02, BO-03).
//!
//! Rights are live commands, decided and undone like everything else; what a command cannot carry
//! is done beside it: the name, which is a card, and the address that somebody signs in with.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::command::{GrantStaff, RevokeStaff, UndoEntry};
use protocol::id::{CommandId, OrganisationId, StaffId};
use protocol::reject::Forbidden;
use protocol::{Actor, Card, CardKey, Command, Function, Reject, Role, Staff};
use store::{Fault, Holder, Tongue};

use super::accounts::Accounts;
use super::email::Email;
use super::standing::Standing;
use crate::live::{Event, Outcome};
use crate::port::Random;

/// A member of the team as the page shows him.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who, as what.
    pub staff: Staff,
    /// The name on his card.
    pub name: String,
    /// The address that he signs in with, if he has one.
    pub email: Option<String>,
}

/// The team, and the organisations that rows can be opened by.
#[derive(Clone, Debug)]
pub struct TeamView {
    /// The members, main administrators first.
    pub members: Vec<Member>,
    /// The organisations that persons are or can be assigned to, with their names.
    pub organisations: Vec<(OrganisationId, String)>,
}

/// Only main administrators see and change the team.
fn check_main(event: &Event, actor: Actor) -> Result<(), Reject> {
    let view = event.view();
    let role = match actor {
        Actor::Staff(id) => view.state.staff_member(id).map(|staff| &staff.role),
        Actor::Person(_) | Actor::System => None,
    };
    if role == Some(&Role::Main) {
        return Ok(());
    }
    let needed = Some(Function::Team);
    Err(Forbidden { needed }.into())
}

impl Accounts {
    /// The team of an event, for a main administrator.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn team(
        &self,
        event: &Event,
        actor: Actor,
    ) -> Result<Result<TeamView, Reject>, Fault> {
        if let Err(refused) = check_main(event, actor) {
            return Ok(Err(refused));
        }
        let users = self.store.users_at(event.id()).await?;
        let emails: BTreeMap<_, _> = users
            .into_iter()
            .map(|(_, email, account)| (account.holder, email))
            .collect();
        let view = event.view();
        let name = |key| view.labels.get(&key).map(|card| card.title.clone());
        let mut members: Vec<Member> = view
            .state
            .staff()
            .map(|staff| Member {
                staff: staff.clone(),
                name: name(CardKey::Staff(staff.id)).unwrap_or_default(),
                email: emails.get(&Holder::Staff(staff.id)).cloned(),
            })
            .collect();
        members.sort_by_key(|member| (rank(&member.staff.role), member.name.clone()));
        let in_charge = view.state.persons().map(|person| person.organisation);
        // Also a co-organiser who looks after nobody yet.
        let named = view.labels.keys().filter_map(|key| match key {
            CardKey::Organisation(id) => Some(*id),
            _ => None,
        });
        let organisations: BTreeMap<_, _> = in_charge
            .chain(named)
            .map(|id| (id, name(CardKey::Organisation(id)).unwrap_or_default()))
            .collect();
        let mut organisations: Vec<_> = organisations.into_iter().collect();
        organisations.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(Ok(TeamView {
            members,
            organisations,
        }))
    }

    /// Gives somebody a place in the team, or other rights in it. Somebody new is written to, so
    /// that he can choose his password. The entry that can be undone.
    ///
    /// # Errors
    /// When his address cannot be stored; he has his rights then, and can be given it again.
    #[allow(clippy::too_many_arguments)]
    pub async fn grant(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        known: Option<StaffId>,
        name: &str,
        email: Option<&Email>,
        role: Role,
        language: Tongue,
    ) -> Result<Result<Option<u64>, Reject>, Fault> {
        let id = known.unwrap_or_else(|| StaffId::new(self.world.now(), self.random.bytes()));
        let card = Card {
            title: name.to_owned(),
            ..Card::default()
        };
        let labels = vec![(CardKey::Staff(id), card)];
        let staff = Staff { id, role };
        let command = Command::from(GrantStaff { staff });
        let outcome = event
            .command(standing, self.command_id(event), command, labels)
            .await;
        let seq = match outcome {
            Outcome::Committed { seq } => seq,
            Outcome::Refused(reject) => return Ok(Err(reject)),
        };
        if let Some(email) = email {
            let given = self
                .give_to(event.id(), Holder::Staff(id), email, language)
                .await?;
            if let Some(user) = given {
                self.invite(&user).await?;
            }
        }
        Ok(Ok(seq))
    }

    /// Takes somebody off the team. The entry that can be undone.
    pub async fn revoke(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        staff: StaffId,
    ) -> Result<Option<u64>, Reject> {
        let command = Command::from(RevokeStaff { staff });
        self.told(event, standing, command).await
    }

    /// Takes back what was done to the team.
    pub async fn undo_of_team(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        seq: u64,
    ) -> Result<Option<u64>, Reject> {
        check_main(event, standing.actor())?;
        let command = Command::from(UndoEntry { seq });
        self.told(event, standing, command).await
    }

    async fn told(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        command: Command,
    ) -> Result<Option<u64>, Reject> {
        let id = self.command_id(event);
        match event.command(standing, id, command, Vec::new()).await {
            Outcome::Committed { seq } => Ok(seq),
            Outcome::Refused(reject) => Err(reject),
        }
    }

    fn command_id(&self, event: &Event) -> CommandId {
        let random: &dyn Random = &*self.random;
        CommandId::new(event.now(), random.bytes())
    }
}

const fn rank(role: &Role) -> u8 {
    match role {
        Role::Main => 0,
        Role::Secondary { .. } => 1,
        Role::Door => 2,
        Role::Screen => 3,
    }
}
