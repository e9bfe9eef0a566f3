//! Erasing somebody: by an administrator, by himself, and again after a restore.

use std::sync::Arc;

use domain::access;
use protocol::command::{ErasePerson, RevokeStaff};
use protocol::id::{CommandId, CompanyId, EventId, PersonId, StaffId};
use protocol::reject::NotFound;
use protocol::{Actor, CardKey, Command, Reject, Role};
use store::{Erasure, Fault, Holder, JournalAction, Journalled, UserId};

use super::{Privacy, PrivacyError};
use crate::account::Standing;
use crate::journal::of_account;
use crate::live::{DeskWrite, Event, Outcome, View};
use crate::port::{Erased, Random};

impl Privacy {
    /// Erases a person of an event on an administrator's authority.
    ///
    /// # Errors
    /// Refused without the function for persons, or outside the administrator's rows.
    pub async fn erase_person(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        person: PersonId,
    ) -> Result<(), PrivacyError> {
        let command = Command::from(ErasePerson { person });
        let by = (standing.actor(), Some(standing));
        self.erase(event, by, Holder::Person(person), command).await
    }

    /// Erases a user with everything that he holds, at his own wish: what is to come of him is
    /// called off, and others can have it.
    ///
    /// # Errors
    /// Refused to an event's only main administrator.
    pub async fn erase_user(&self, user: UserId) -> Result<(), PrivacyError> {
        let mut held = Vec::new();
        for holding in self.store.holdings(user).await? {
            if let Some(event) = self.registry.event(holding.account.event).await? {
                if is_only_main(&event.view(), holding.account.holder) {
                    return Err(PrivacyError::OnlyMain);
                }
                held.push((holding.account, event));
            }
        }
        for (account, event) in held {
            let command = match account.holder {
                Holder::Person(person) => ErasePerson { person }.into(),
                Holder::Staff(staff) => RevokeStaff { staff }.into(),
            };
            let by = (Actor::System, None);
            self.erase(&event, by, account.holder, command).await?;
        }
        let note = of_account(self.world.now(), user, JournalAction::UserErased);
        self.store.note(Journalled::House, &note).await?;
        // Places on teams that he left, and a user who never held anything.
        if let Some(user) = self.store.find_user(user).await? {
            self.store.forget_letters_to(&user.email).await?;
            self.accounts.erase(user.id).await?;
        }
        Ok(())
    }

    /// Erases everybody of the ledger again, after a store was restored from a backup. Returns
    /// how many had come back. Called before anybody is served.
    ///
    /// # Errors
    /// When the ledger cannot be read, or the store fails.
    pub async fn replay(&self) -> Result<usize, PrivacyError> {
        let ledger = self.ledger.clone();
        let lines = tokio::task::spawn_blocking(move || ledger.lines())
            .await
            .map_err(std::io::Error::other)??;
        let mut n_back = 0;
        for line in lines {
            let own = card_of(line.holder);
            let keys: Vec<_> = [Some(own), line.company.map(CardKey::Company)]
                .into_iter()
                .flatten()
                .collect();
            let cards = self.store.cards(line.event, &keys).await?;
            let named = cards.into_iter().filter(|(key, _)| *key == own);
            let erasure = Erasure {
                holder: line.holder,
                names: named.map(|(_, card)| card.title).collect(),
                keys,
            };
            // By themselves: a crash may have come between.
            self.forget_registrations(line.event, line.holder).await?;
            if self.store.erase_again(line.event, &erasure).await? {
                self.take_out_again(line.event, line.holder).await?;
                n_back += 1;
            }
        }
        if n_back > 0 {
            self.scrub().await;
        }
        Ok(n_back)
    }

    /// The restored log is older than the erasure: the person takes part in it again.
    async fn take_out_again(&self, event: EventId, holder: Holder) -> Result<(), PrivacyError> {
        let Some(event) = self.registry.event(event).await? else {
            return Ok(());
        };
        let command: Command = match holder {
            Holder::Person(person) => match event.view().state.person(person) {
                Some(found) if !found.is_withdrawn => ErasePerson { person }.into(),
                Some(_) | None => return Ok(()),
            },
            Holder::Staff(staff) => match event.view().state.staff_member(staff) {
                Some(_) => RevokeStaff { staff }.into(),
                None => return Ok(()),
            },
        };
        match event
            .command_as(Actor::System, self.command_id(&event), command)
            .await
        {
            Outcome::Committed { .. } => Ok(()),
            Outcome::Refused(reject) => Err(PrivacyError::Refused(reject)),
        }
    }

    async fn erase(
        &self,
        event: &Event,
        (actor, standing): (Actor, Option<Arc<Standing>>),
        holder: Holder,
        command: Command,
    ) -> Result<(), PrivacyError> {
        let view = event.view();
        access::authorise(&view.state, actor, &command).map_err(PrivacyError::Refused)?;
        let (erasure, company) = erasure_of(&view, holder)?;
        let line = Erased {
            at: self.world.now(),
            event: event.id(),
            holder,
            company,
        };
        let ledger = self.ledger.clone();
        tokio::task::spawn_blocking(move || ledger.note(&line))
            .await
            .map_err(std::io::Error::other)??;
        let account = self.store.find_account_of(event.id(), holder).await?;
        let id = self.command_id(event);
        let write = DeskWrite::Erasure(Box::new(erasure));
        let outcome = event
            .command_with_desk((actor, standing), id, command, write)
            .await;
        match outcome {
            Outcome::Committed { .. } => {}
            Outcome::Refused(reject) => return Err(PrivacyError::Refused(reject)),
        }
        self.forget_registrations(event.id(), holder).await?;
        self.registry.labels_changed(event.id());
        if let Some(account) = account {
            self.accounts.look_again(&[account.id]).await;
        }
        self.scrub().await;
        Ok(())
    }

    /// What he wrote when registering names him anywhere.
    async fn forget_registrations(&self, event: EventId, who: Holder) -> Result<(), Fault> {
        if let Holder::Person(person) = who {
            self.store.forget_registrations_of(event, person).await?;
        }
        Ok(())
    }

    /// What was deleted leaves the engine's files, now or, when somebody reads, with the next
    /// erasure.
    async fn scrub(&self) {
        for scrubbed in [
            self.store.scrub().await,
            self.store.scrub_users().await,
            self.store.scrub_registrations().await,
            self.store.scrub_files().await,
        ] {
            if let Err(fault) = scrubbed {
                tracing::warn!(error = %fault, "what was erased is not scrubbed yet: {fault}");
            }
        }
    }

    fn command_id(&self, event: &Event) -> CommandId {
        let random: &dyn Random = &*self.random;
        CommandId::new(event.now(), random.bytes())
    }
}

const fn card_of(holder: Holder) -> CardKey {
    match holder {
        Holder::Person(id) => CardKey::Person(id),
        Holder::Staff(id) => CardKey::Staff(id),
    }
}

/// What names somebody: his card, and his company's when it has nobody else.
fn erasure_of(view: &View, holder: Holder) -> Result<(Erasure, Option<CompanyId>), Reject> {
    let own = card_of(holder);
    let company = match holder {
        Holder::Person(id) => company_of_nobody_else(view, id)?,
        Holder::Staff(id) => {
            staff_is_known(view, id)?;
            None
        }
    };
    let name = view.labels.get(&own).map(|card| card.title.clone());
    let erasure = Erasure {
        holder,
        keys: [Some(own), company.map(CardKey::Company)]
            .into_iter()
            .flatten()
            .collect(),
        names: name.into_iter().collect(),
    };
    Ok((erasure, company))
}

fn is_only_main(view: &View, holder: Holder) -> bool {
    let Holder::Staff(id) = holder else {
        return false;
    };
    let mains: Vec<_> = view
        .state
        .staff()
        .filter(|staff| staff.role == Role::Main)
        .map(|staff| staff.id)
        .collect();
    mains == [id]
}

fn company_of_nobody_else(view: &View, id: PersonId) -> Result<Option<CompanyId>, Reject> {
    let person = view.state.person(id).ok_or(NotFound {})?;
    let is_shared = view.state.persons().any(|other| {
        other.id != id
            && other.company == person.company
            && view.labels.contains_key(&CardKey::Person(other.id))
    });
    Ok((!is_shared).then_some(person.company))
}

fn staff_is_known(view: &View, id: StaffId) -> Result<(), Reject> {
    match view.state.staff_member(id) {
        Some(_) => Ok(()),
        None => Err(NotFound {}.into()),
    }
}
