//! What goes wrong with a store when a test asks for it.

use std::sync::{Arc, Mutex, PoisonError};

use domain::Commitment;
use protocol::SlotId;
use protocol::id::{EventId, PersonId, SessionId};

use crate::batch::Writes;
use crate::commitments;
use crate::fault::Fault;
use crate::open::Store;
use crate::statement::values;
use crate::table::person_slots;

/// How the connection is lost at a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Nothing was written, but nobody knows.
    Before,
    /// Everything was written, but nobody knows.
    After,
}

/// What is to go wrong at the next commits, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trouble(Arc<Mutex<Vec<Lost>>>);

impl Trouble {
    /// The fault that the commit ends with, if it is lost in this way now.
    pub(crate) fn strike(&self, way: Lost) -> Result<(), Fault> {
        let mut planned = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if planned.first() != Some(&way) {
            return Ok(());
        }
        planned.remove(0);
        Err(Fault::Retry {
            attempt: "committing",
            source: "the connection was lost, as the test wished".into(),
        })
    }
}

impl Store {
    /// Loses the connection at one more of the next commits.
    pub fn lose_commit(&self, way: Lost) {
        let mut planned = self
            .trouble
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        planned.push(way);
    }

    /// Takes a person's time behind the back of everything that is in memory, as a bug or a bad
    /// restore would.
    ///
    /// # Panics
    /// When it cannot be written.
    pub async fn occupy(&self, event: EventId, person: PersonId, slot: SlotId) {
        let (kind, reference) = commitments::columns(Commitment::Session(SessionId::example(999)));
        let row = values![
            event.uuid(),
            person.uuid(),
            i64::from(slot.number()),
            kind,
            reference
        ];
        let mut open = self.pools.writing().await.expect("the store works");
        person_slots::INSERT
            .write(&mut open.link(), &[row], &mut Writes::default())
            .await
            .expect("the row is new");
        open.commit().await.expect("the store works");
    }
}
