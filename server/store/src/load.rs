//! Loading: rows to state.

use std::collections::BTreeMap;

use domain::State;
use protocol::Snapshot;
use protocol::id::{EventId, PersonId};

use crate::fault::Fault;
use crate::link::Link;
use crate::open::Store;
use crate::table::{
    alerts, announcements, attendance, badges, heads, meetings, needs, offers, person_entries,
    persons, places, public_entries, requests, resources, seats, sessions, setups, slots, staff,
    stages, thresholds, travel, vacancies, vocabularies,
};
use crate::tx::Head;

/// An event as it stood at one committed moment.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Where the log ended.
    pub head: Head,
    /// The state after that entry.
    pub state: State,
    /// Last number of the public stream.
    pub public_offset: u64,
    /// Last number of each person's stream; who is missing was told nothing yet.
    pub person_offsets: BTreeMap<PersonId, u64>,
}

impl Store {
    /// Loads an event, all of it as of one moment.
    ///
    /// # Errors
    /// When it cannot be read, or holds values that this version does not know.
    pub async fn load(&self, event: EventId) -> Result<Option<Loaded>, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        let Some(head) = heads::find(&mut link, event).await? else {
            return Ok(None);
        };
        let rows = snapshot(&mut link, event).await?;
        let public_offset = public_entries::last(&mut link, event).await?;
        let person_offsets = person_entries::last(&mut link, event).await?;
        Ok(Some(Loaded {
            head,
            state: State::from_snapshot(&rows),
            public_offset,
            person_offsets: person_offsets.into_iter().collect(),
        }))
    }
}

/// Every row of the event's state.
pub(crate) async fn snapshot(link: &mut Link<'_>, event: EventId) -> Result<Snapshot, Fault> {
    Ok(Snapshot {
        setup: setups::load(link, event).await?,
        slots: slots::load(link, event).await?,
        travel: travel::load(link, event).await?,
        places: places::load(link, event).await?,
        persons: persons::load(link, event).await?,
        badges: badges::load(link, event).await?,
        requests: requests::load(link, event).await?,
        meetings: meetings::load(link, event).await?,
        // These tell a viewer of what it may not see; the store sees everything.
        taken: Vec::new(),
        crowd: Vec::new(),
        seats_unseen: Vec::new(),
        vacancies: vacancies::load(link, event).await?,
        offers: offers::load(link, event).await?,
        sessions: sessions::load(link, event).await?,
        seats: seats::load(link, event).await?,
        attendance: attendance::load(link, event).await?,
        thresholds: thresholds::load(link, event).await?,
        alerts: alerts::load(link, event).await?,
        announcements: announcements::load(link, event).await?,
        staff: staff::load(link, event).await?,
        vocabulary: vocabularies::load(link, event).await?,
        stage: stages::load(link, event).await?,
        resources: resources::load(link, event).await?,
        needs: needs::load(link, event).await?,
    })
}
