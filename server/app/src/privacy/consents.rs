//! Who agreed to be written to about the organiser's services, and did not withdraw it (GDPR-05).

use std::collections::BTreeMap;

use domain::access;
use protocol::fold::fold;
use protocol::limits::CONSENTS_PER_PAGE_MAX;
use protocol::{Actor, CardKey, Function, Micros};
use store::Holder;

use super::{Privacy, PrivacyError};
use crate::live::Event;

/// Somebody who may be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consenting {
    /// His name.
    pub name: String,
    /// His company.
    pub company: String,
    /// Where he is reached; empty where nobody knows.
    pub email: String,
    /// When he agreed.
    pub given_at: Micros,
    /// To which version of the notice.
    pub wording_version: u32,
}

/// A page of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentPage {
    /// At most [`CONSENTS_PER_PAGE_MAX`], by name.
    pub lines: Vec<Consenting>,
    /// How many there are in all.
    pub n_all: usize,
}

impl Privacy {
    /// Everybody of an administrator's rows who agreed, takes part and did not withdraw it, by
    /// name.
    ///
    /// # Errors
    /// Refused without the function for personal data; when the store fails.
    pub async fn consenting(
        &self,
        event: &Event,
        actor: Actor,
    ) -> Result<Vec<Consenting>, PrivacyError> {
        let view = event.view();
        access::rows_of(&view.state, actor, Function::Privacy)?;
        let users = self.store.users_at(event.id()).await?;
        let mut emails: BTreeMap<_, _> = users
            .into_iter()
            .filter_map(|(_, email, account)| match account.holder {
                Holder::Person(id) => Some((id, email)),
                Holder::Staff(_) => None,
            })
            .collect();
        let title = |key| view.labels.get(&key).map(|card| card.title.clone());
        let consents = self.store.consents(event.id()).await?;
        let mut lines: Vec<_> = consents
            .into_iter()
            .filter(|(id, _)| access::looks_after(&view.state, actor, Function::Privacy, *id))
            .filter_map(|(id, consent)| {
                let person = view.state.person(id).filter(|one| !one.is_withdrawn)?;
                Some(Consenting {
                    name: title(CardKey::Person(id))?,
                    company: title(CardKey::Company(person.company)).unwrap_or_default(),
                    email: emails.remove(&id).unwrap_or_default(),
                    given_at: consent.given_at,
                    wording_version: consent.wording_version,
                })
            })
            .collect();
        lines.sort_by_cached_key(|line| (fold(&line.name), fold(&line.company)));
        Ok(lines)
    }

    /// A page of them, from behind so many.
    ///
    /// # Errors
    /// As [`consenting`](Self::consenting).
    pub async fn consent_page(
        &self,
        event: &Event,
        actor: Actor,
        n_before: usize,
    ) -> Result<ConsentPage, PrivacyError> {
        let all = self.consenting(event, actor).await?;
        let n_all = all.len();
        let lines = all.into_iter().skip(n_before).take(CONSENTS_PER_PAGE_MAX);
        Ok(ConsentPage {
            lines: lines.collect(),
            n_all,
        })
    }
}
