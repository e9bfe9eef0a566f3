//! Physical erasure of somebody of an event: everything that names him, in one transaction.
//!
//! What is left of him are ids in rows and in the log; with the labels gone they name nobody.
//! Erasing is repeatable: whoever restores an older copy of the store erases again from the
//! ledger, and where nothing is left, nothing happens.

use protocol::CardKey;
use protocol::card::CardUpdate;
use protocol::id::EventId;

use crate::account::Holder;
use crate::batch::Writes;
use crate::correspondence;
use crate::doorbell;
use crate::fault::Fault;
use crate::letters::{self, KeptLetter};
use crate::link::Link;
use crate::open::Store;
use crate::table::{accounts, cards, connections, contacts, letters as rows, users};
use crate::tx::Tx;
use crate::user::{Connection, UserId};

/// What names somebody of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Who.
    pub holder: Holder,
    /// His labels: his own card, and that of a company which stands for nobody else.
    pub keys: Vec<CardKey>,
    /// What he is called: letters to others that say it lose their text.
    pub names: Vec<String>,
}

impl Tx {
    /// Erases somebody in the same commit as the entry that takes him out of the event.
    ///
    /// # Errors
    /// When something cannot be deleted; then nothing is.
    pub async fn erase(&mut self, erasure: &Erasure) -> Result<(), Fault> {
        let gone: Vec<_> = erasure.keys.iter().map(|key| taken_off(*key)).collect();
        self.put_cards(&gone).await?;
        let (mut link, event, _) = self.parts();
        erase(&mut link, event, erasure).await
    }
}

impl Store {
    /// Erases somebody again who came back with an older copy of the store. Whether anything was
    /// there. To be followed by [`Store::scrub`] and [`Store::scrub_users`].
    ///
    /// # Errors
    /// When something cannot be deleted; then nothing is.
    pub async fn erase_again(&self, event: EventId, erasure: &Erasure) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let is_there = !cards::find(&mut link, event, &erasure.keys)
            .await?
            .is_empty()
            || contacts::find(&mut link, event, erasure.holder)
                .await?
                .is_some()
            || accounts::find_held_by(&mut link, event, erasure.holder)
                .await?
                .is_some();
        if is_there {
            let gone: Vec<_> = erasure.keys.iter().map(|key| taken_off(*key)).collect();
            cards::write(&mut link, event, &gone, &mut Writes::default()).await?;
            doorbell::ring_cards(&mut link, event).await?;
            erase(&mut link, event, erasure).await?;
        }
        open.commit().await?;
        Ok(is_there)
    }

    /// What was written to somebody of an event, newest first, at most `n_max` letters.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn letters_of(
        &self,
        event: EventId,
        holder: Holder,
        n_max: usize,
    ) -> Result<Vec<KeptLetter>, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        let mut found = Vec::new();
        for id in rows::of_holder(&mut link, event, holder, n_max).await? {
            found.extend(rows::find(&mut link, id).await?);
        }
        Ok(found)
    }

    /// Where an event's letters to somebody go.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn contact_of(
        &self,
        event: EventId,
        holder: Holder,
    ) -> Result<Option<letters::Contact>, Fault> {
        let mut open = self.pools.reading().await?;
        contacts::find(&mut open.link(), event, holder).await
    }

    /// A user's lines in the log of connections, newest first, at most `n_max`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn connections_of(
        &self,
        user: UserId,
        n_max: usize,
    ) -> Result<Vec<Connection>, Fault> {
        let mut open = self.pools.reading().await?;
        connections::of_user(&mut open.link(), user, n_max).await
    }
}

const fn taken_off(key: CardKey) -> CardUpdate {
    CardUpdate { key, card: None }
}

/// Everything but the labels. A user for whom nothing is left goes with his last account.
async fn erase(link: &mut Link<'_>, event: EventId, erasure: &Erasure) -> Result<(), Fault> {
    let mut addresses = Vec::new();
    if let Some(contact) = contacts::find(link, event, erasure.holder).await? {
        addresses.push(contact.address);
    }
    contacts::delete(link, event, erasure.holder).await?;
    let written = rows::forget_holder(link, event, erasure.holder).await?;
    letters::call_off(link, &written).await?;
    correspondence::forget(link, event, erasure.holder).await?;
    for name in &erasure.names {
        rows::blank_mentions(link, event, name).await?;
    }
    if let Some(account) = accounts::find_held_by(link, event, erasure.holder).await? {
        let user = accounts::user_of(link, account.id).await?;
        connections::forget_account(link, account.id).await?;
        accounts::delete(link, account.id).await?;
        doorbell::ring_sign_ins(link, account.id).await?;
        if let Some(user) = user
            && accounts::count_of_user(link, user).await? == 0
        {
            addresses.extend(users::find(link, user).await?.map(|user| user.email));
            connections::forget_user(link, user).await?;
            users::delete(link, user).await?;
            for address in &addresses {
                let written = rows::forget_address(link, address).await?;
                letters::call_off(link, &written).await?;
            }
        }
    }
    Ok(())
}
