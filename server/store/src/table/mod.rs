//! One module per table; every statement that writes a table stands in its module.

pub(crate) mod accounts;
pub(crate) mod alerts;
pub(crate) mod announcements;
pub(crate) mod attempts;
pub(crate) mod attendance;
pub(crate) mod badges;
pub(crate) mod calendar_feeds;
pub(crate) mod cards;
pub(crate) mod connections;
pub(crate) mod consents;
pub(crate) mod contacts;
pub(crate) mod entries;
pub(crate) mod events;
pub(crate) mod heads;
pub(crate) mod jobs;
pub(crate) mod journal_heads;
pub(crate) mod journal_lines;
pub(crate) mod letter_templates;
pub(crate) mod letters;
pub(crate) mod meetings;
pub(crate) mod needs;
pub(crate) mod offers;
pub(crate) mod one_time_links;
pub(crate) mod passwords;
pub(crate) mod person_entries;
pub(crate) mod person_slots;
pub(crate) mod persons;
pub(crate) mod place_slots;
pub(crate) mod places;
pub(crate) mod plan_proposals;
pub(crate) mod post_setups;
pub(crate) mod public_entries;
pub(crate) mod recovery_codes;
pub(crate) mod requests;
pub(crate) mod resources;
pub(crate) mod seats;
pub(crate) mod second_factors;
pub(crate) mod sessions;
pub(crate) mod setups;
pub(crate) mod sign_ins;
pub(crate) mod slots;
pub(crate) mod staff;
pub(crate) mod stages;
pub(crate) mod thresholds;
pub(crate) mod travel;
pub(crate) mod user_links;
pub(crate) mod user_sign_ins;
pub(crate) mod users;
pub(crate) mod vacancies;
pub(crate) mod vault_keys;
pub(crate) mod vocabularies;

use std::collections::BTreeSet;

use domain::State;
use protocol::id::EventId;

use crate::batch::{AroundRows, Writes};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::Value;

/// A table that holds one kind of row of the state.
pub(crate) trait StateTable {
    /// What identifies a row within its event.
    type Key: Ord + Copy;
    /// The row as the state holds it.
    type Row;

    /// Writes rows, new or changed.
    const PUT: AroundRows;
    /// Deletes rows by event and key.
    const DELETE: AroundRows;
    /// Whether touched rows are deleted before they are put, because a second unique index could
    /// otherwise see a value with its old and its new owner at once.
    const DELETES_FIRST: bool = false;

    /// The row of a key, if the state has one.
    fn find(state: &State, key: Self::Key) -> Option<Self::Row>;
    /// Event and key, in the order of the primary key.
    fn key(event: EventId, key: Self::Key) -> Vec<Value>;
    /// The row's values, in the order of [`Self::PUT`].
    fn values(event: EventId, row: &Self::Row) -> Vec<Value>;
}

/// Makes the table say about the touched keys what the state says.
pub(crate) async fn write<T: StateTable>(
    link: &mut Link<'_>,
    event: EventId,
    touched: &BTreeSet<T::Key>,
    state: &State,
    writes: &mut Writes,
) -> Result<(), Fault> {
    let mut gone = Vec::new();
    let mut put = Vec::new();
    for key in touched {
        match T::find(state, *key) {
            Some(row) => {
                if T::DELETES_FIRST {
                    gone.push(T::key(event, *key));
                }
                put.push(T::values(event, &row));
            }
            None => gone.push(T::key(event, *key)),
        }
    }
    T::DELETE.write(link, &gone, writes).await?;
    T::PUT.write(link, &put, writes).await
}
