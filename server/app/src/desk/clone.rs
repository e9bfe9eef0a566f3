//! Opening an event by cloning one (EVT-04, EVT-11): what an organiser prepared once is there
//! again in a moment, on other days, and nobody of those who were there before.
//!
//! Taken along: the setup, slots at the same hours of other days, sites, ways between them, tables
//! and rooms, interpreters and equipment, keywords and key figures, sectors and the registration
//! form, how letters are written and in which words, and the public site with its look, its
//! library and its pages as visitors see them. Left behind: persons, companies, the
//! team, sessions with their speakers, requests and meetings, letters, the log, who gets copies of
//! letters, former addresses and former versions of pages.
//!
//! The new event appears in one commit: cards, commands and site. Who asked for it is its main
//! administrator.

mod made;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use protocol::id::{AttachmentId, EventId, StaffId};
use protocol::reject::Forbidden;
use protocol::{Actor, CardKey, Function, Micros, Reject, Role};
use store::{
    Conflict, Fault, Holder, JournalAction, JournalNote, JournalSubject, Journalled, Store,
    TemplateRevision, Tongue,
};

use self::made::Made;
use super::library::Look;
use crate::account::{Accounts, Email, Standing};
use crate::live::{Beside, Event, IngestError, Registry, ingest_beside};
use crate::port::Clock;

/// What the new event is called, and when it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloneWish {
    /// In French; the event's label.
    pub name: String,
    /// In English; empty says the French one.
    pub english_name: String,
    /// The public site's part of the address.
    pub slug: String,
    /// The day that becomes the first.
    pub first_day: Date,
}

/// What cannot be, by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum CloneFlaw {
    Name,
    EnglishName,
    Slug,
    SlugTaken,
    FirstDay,
}

/// Why no event was opened.
#[derive(Debug)]
pub enum CloneError {
    /// The rules say no.
    Refused(Reject),
    /// A field cannot stand.
    Flawed(CloneFlaw),
    /// The world failed.
    Store(Fault),
}

impl From<Fault> for CloneError {
    fn from(fault: Fault) -> Self {
        if fault.conflict() == Some(Conflict::SiteSlugTaken) {
            Self::Flawed(CloneFlaw::SlugTaken)
        } else {
            Self::Store(fault)
        }
    }
}

impl From<Reject> for CloneError {
    fn from(reject: Reject) -> Self {
        Self::Refused(reject)
    }
}

/// The new event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Which.
    pub event: EventId,
    /// Its main administrator.
    pub staff: StaffId,
    /// Whether he finds it among his events; else he needs a link.
    pub is_among_his: bool,
}

/// What a clone is made with.
pub struct Cloning<'a> {
    /// The events.
    pub registry: &'a Arc<Registry>,
    /// Who signs in to them.
    pub accounts: &'a Accounts,
    /// The world's time.
    pub world: &'a dyn Clock,
}

impl Cloning<'_> {
    /// What the form suggests: the same address with a number behind it, on the same weekday a
    /// year later.
    ///
    /// # Errors
    /// Somebody who is no main administrator, or a fault of the store.
    pub async fn suggest(&self, event: &Event, actor: Actor) -> Result<CloneWish, CloneError> {
        check_main(event, actor)?;
        let view = event.view();
        let site = self.store().site(event.id()).await?;
        let card = view.labels.get(&CardKey::Event);
        let first_day = made::first_day(&view).unwrap_or_else(|| made::day_of(self.world.now()));
        Ok(CloneWish {
            name: card.map_or(String::new(), |card| card.title.clone()),
            english_name: site
                .as_ref()
                .map_or(String::new(), |site| site.settings.name.english.clone()),
            slug: site.map_or(String::new(), |site| made::next_slug(&site.settings.slug)),
            first_day: first_day
                .checked_add(jiff::Span::new().days(made::YEAR_DAYS))
                .unwrap_or(first_day),
        })
    }

    /// Opens an event like this one.
    ///
    /// # Errors
    /// Somebody who is no main administrator, a field that cannot stand, or a fault of the store.
    pub async fn clone_event(
        &self,
        event: &Event,
        standing: &Standing,
        wish: &CloneWish,
    ) -> Result<Opened, CloneError> {
        let actor = standing.actor();
        check_main(event, actor)?;
        made::check(wish)?;
        let store = self.store();
        if store.find_site(&wish.slug).await?.is_some() {
            return Err(CloneError::Flawed(CloneFlaw::SlugTaken));
        }
        let random = self.registry.random();
        let now = self.world.now();
        let site = store.public_site(event.id()).await?;
        let view = event.view();
        let mut made = Made::of(&view, site.as_ref(), actor, wish, (now, random))?;
        let files = site
            .as_ref()
            .map(|site| made.take_files(site, (now, random)));
        let epoch = u64::from_le_bytes(random.bytes()) >> 1;
        store.create_event(made.event, epoch, now).await?;
        let form = store.registration_form(event.id()).await?;
        let form = form.and_then(|form| made::form_of(&form));
        let beside = Beside {
            labels: &made.cards,
            site: made.site.as_ref(),
            form: form.as_ref(),
        };
        ingest_beside(store, made.event, random, beside, &made.wishes)
            .await
            .map_err(|error| match error {
                IngestError::Store(fault) => fault.into(),
                IngestError::Refused { reject, .. } => CloneError::Refused(reject),
                IngestError::Overtaken => CloneError::Refused(busy()),
            })?;
        store
            .put_sectors(made.event, &store.sectors(event.id()).await?)
            .await?;
        self.copy_post(event.id(), &made, now).await?;
        self.copy_files(event.id(), &made, files.unwrap_or_default(), now)
            .await?;
        let is_among_his = self.give_to_same(event.id(), actor, &made).await?;
        for (whose, action) in [
            (Journalled::Event(event.id()), JournalAction::EventCloned),
            (Journalled::House, JournalAction::EventOpened),
        ] {
            let note = JournalNote::of_console(event.now(), actor, action)
                .about(JournalSubject::Event(made.event));
            store.note(whose, &note).await?;
        }
        tracing::info!(event.id = %made.event, "event {} was opened from {}", made.event, event.id());
        Ok(Opened {
            event: made.event,
            staff: made.staff,
            is_among_his,
        })
    }

    fn store(&self) -> &Store {
        self.registry.store()
    }

    /// The library with its bytes, and the look that shows them.
    async fn copy_files(
        &self,
        from: EventId,
        made: &Made,
        files: BTreeMap<AttachmentId, AttachmentId>,
        now: Micros,
    ) -> Result<(), Fault> {
        let store = self.store();
        let ids: Vec<_> = files.iter().map(|(old, new)| (*old, *new)).collect();
        store.copy_library(from, made.event, &ids, now).await?;
        if let Some(look) = store.site_look(from).await? {
            let look = Look::of(Some(&look)).renamed(&files);
            // The feed is named, and read anew for the new site.
            let feed = look.news.source().map(str::to_owned);
            store
                .put_site_look(made.event, &look.stored(1)?, feed.as_deref())
                .await?;
        }
        Ok(())
    }

    /// How letters are written, and the words that the organiser gave them.
    async fn copy_post(&self, from: EventId, made: &Made, now: Micros) -> Result<(), Fault> {
        let store = self.store();
        let mut setup = store.post_setup(from).await?;
        setup.revision = 1;
        // Addresses of people who look after the other event.
        setup.copies.clear();
        store.put_post_setup(made.event, &setup, None).await?;
        store.copy_message_settings(from, made.event).await?;
        for template in store.templates(from).await? {
            if template.words.is_some() {
                let saved = TemplateRevision {
                    revision: 1,
                    made_by: made.staff,
                    made_at: now,
                    ..template
                };
                store.save_template(made.event, &saved, None).await?;
            }
        }
        Ok(())
    }

    /// Whoever signs in to the one event by an address signs in to the other by the same.
    async fn give_to_same(&self, from: EventId, actor: Actor, made: &Made) -> Result<bool, Fault> {
        let users = self.store().users_at(from).await?;
        let own = users
            .into_iter()
            .find(|(_, _, account)| Actor::from(account.holder) == actor);
        let Some(email) = own.and_then(|(_, email, _)| Email::parse(&email)) else {
            return Ok(false);
        };
        let holder = Holder::Staff(made.staff);
        // The language is of a new user only, and he is none.
        let given = self
            .accounts
            .give_to(made.event, holder, &email, Tongue::French);
        Ok(given.await?.is_some())
    }
}

fn busy() -> Reject {
    let retry_after_ms = 1_000;
    protocol::reject::Busy { retry_after_ms }.into()
}

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
