//! Who of a company may change what it says: its first representative, until somebody with the
//! right, or the organisers, give it to others. Never nobody.

use std::sync::Arc;

use protocol::id::{CompanyId, PersonId};
use protocol::reject::NotFound;
use protocol::{Actor, Reject};
use store::{ProfileRights, ProfileWrite};

use super::{ProfileError, Profiles, Rights, check_may_edit};
use crate::account::Standing;
use crate::live::{Event, Written};
use store::SectionKey;

/// The rights that count: of those who were given them, who still takes part; if that is nobody,
/// the first representative.
pub(super) fn effective(
    stored: ProfileRights,
    people: &[PersonId],
    first: Option<PersonId>,
) -> Rights {
    let mut editors: Vec<PersonId> = people
        .iter()
        .copied()
        .filter(|id| stored.editors.contains(id))
        .collect();
    if editors.is_empty() {
        editors.extend(first.or_else(|| people.iter().min().copied()));
    }
    Rights {
        revision: stored.revision,
        editors,
    }
}

impl Profiles {
    /// Gives the right to these and takes it from the company's others, over the revision that was
    /// seen.
    ///
    /// # Errors
    /// Somebody who has it not himself, nobody left who has, a stale edit, or a fault of the
    /// store.
    pub async fn give_rights(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        company: CompanyId,
        seen: u64,
        editors: &[PersonId],
    ) -> Result<(), ProfileError> {
        let whole = self.whole(event, company).await?;
        let actor = standing.actor();
        check_may_edit(event, actor, &whole, SectionKey::Company(company))?;
        if whole.rights.revision != seen {
            return Err(ProfileError::Stale);
        }
        let is_ours = |id: &PersonId| whole.people.contains(id);
        if !editors.iter().all(is_ours) {
            return Err(Reject::from(NotFound {}).into());
        }
        if editors.is_empty() {
            return Err(ProfileError::NobodyLeft);
        }
        let people = whole.people.iter().copied();
        let rights = ProfileRights {
            revision: seen + 1,
            editors: people.filter(|id| editors.contains(id)).collect(),
        };
        if rights.editors == whole.rights.editors {
            return Ok(());
        }
        let write = ProfileWrite {
            rights: Some((company, seen, rights)),
            ..ProfileWrite::default()
        };
        let step = (write, Written::default());
        self.commit(event, standing, company, seen + 1, step, Vec::new())
            .await
    }

    /// The company of a person who takes part.
    ///
    /// # Errors
    /// Somebody who does not.
    pub fn company_of(&self, event: &Event, actor: Actor) -> Result<CompanyId, Reject> {
        let view = event.view();
        let Actor::Person(me) = actor else {
            return Err(NotFound {}.into());
        };
        let found = view.state.person(me).filter(|person| !person.is_withdrawn);
        found
            .map(|person| person.company)
            .ok_or_else(|| NotFound {}.into())
    }
}
