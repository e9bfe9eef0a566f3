//! What somebody does with his own user: see and end his sign-ins, choose his language, and be
//! erased.

use protocol::CardKey;
use store::{Ending, Fault, Holder, Holding, SignInMark, Tongue, UserId, UserSignIn};

use super::accounts::Accounts;
use super::entry::Visitor;

/// Something that a user holds, with the names that a page shows.
#[derive(Clone, Debug)]
pub struct Place {
    /// What.
    pub holding: Holding,
    /// The event's name.
    pub title: String,
    /// The event's zone.
    pub zone: String,
    /// As whom he is known there.
    pub name: String,
}

impl Accounts {
    /// Where a user can go, with names.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn places(&self, user: UserId) -> Result<Vec<Place>, Fault> {
        let mut places = Vec::new();
        for holding in self.store.holdings(user).await? {
            let own = match holding.account.holder {
                Holder::Staff(id) => CardKey::Staff(id),
                Holder::Person(id) => CardKey::Person(id),
            };
            let keys = [CardKey::Event, own];
            let cards = self.store.cards(holding.account.event, &keys).await?;
            let card = |key| cards.iter().find(|(known, _)| *known == key);
            let event = card(CardKey::Event).map(|(_, card)| card.clone());
            let event = event.unwrap_or_default();
            places.push(Place {
                holding,
                title: event.title,
                zone: event.code,
                name: card(own).map_or(String::new(), |(_, card)| card.title.clone()),
            });
        }
        Ok(places)
    }

    /// The visitor's sign-ins that are in force, the youngest first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn sign_ins(&self, visitor: &Visitor) -> Result<Vec<UserSignIn>, Fault> {
        self.store
            .user_sign_ins(visitor.user.id, self.world.now())
            .await
    }

    /// Ends one of the visitor's sign-ins, with every connection that lives on it.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn end_one(&self, visitor: &Visitor, mark: SignInMark) -> Result<(), Fault> {
        self.end_those(visitor.user.id, Ending::One(mark)).await
    }

    /// Ends every other sign-in of the visitor, with every connection that lives on them.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn end_others(&self, visitor: &Visitor) -> Result<(), Fault> {
        let own = Ending::Others(visitor.token.bytes());
        self.end_those(visitor.user.id, own).await
    }

    async fn end_those(&self, user: UserId, which: Ending<'_>) -> Result<(), Fault> {
        let now = self.world.now();
        let ended = self.store.end_user_sign_ins(user, which, now).await?;
        self.look_again(&ended).await;
        Ok(())
    }

    /// Chooses the language that pages and letters are written in.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn speak(&self, user: UserId, language: Tongue) -> Result<(), Fault> {
        self.store.set_language(user, language).await
    }

    /// Erases a user: a physical deletion of everything that is only his.
    ///
    /// # Errors
    /// When he cannot be erased; then nothing of him is.
    pub async fn erase(&self, user: UserId) -> Result<bool, Fault> {
        let held = self.store.holdings(user).await?;
        let existed = self.store.erase_user(user).await?;
        let accounts: Vec<_> = held.iter().map(|held| held.account.id).collect();
        self.look_again(&accounts).await;
        if let Err(fault) = self.store.scrub_users().await {
            tracing::warn!(error = %fault, "what was erased is not scrubbed yet: {fault}");
        }
        Ok(existed)
    }
}

/// An instant on the calendar and clock of a zone: year, month, day; hours and minutes; and the
/// word to add where the zone is not known, so that UTC stands there.
#[must_use]
pub fn civil(at: protocol::Micros, zone: &str) -> ([i16; 3], String, &'static str) {
    let (zone, word) = match jiff::tz::TimeZone::get(zone) {
        Ok(zone) => (zone, ""),
        Err(_) => (jiff::tz::TimeZone::UTC, " UTC"),
    };
    let at = jiff::Timestamp::from_microsecond(at.0).unwrap_or_default();
    let at = at.to_zoned(zone);
    let date = [at.year(), at.month().into(), at.day().into()];
    (date, format!("{:02}:{:02}", at.hour(), at.minute()), word)
}
