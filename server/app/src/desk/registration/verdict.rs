//! What was decided of each representative and each product.

use protocol::id::PersonId;
use serde::{Deserialize, Serialize};
use store::{Fault, Registration};

/// Where one of them stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody decided.
    #[default]
    Waiting,
    /// Accepted.
    Accepted,
    /// Not accepted.
    Refused,
}

/// The verdict on one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Verdict {
    /// What was decided.
    pub is: Standing,
    /// Who he is in the event, once accepted; the id's text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub person: String,
}

impl Verdict {
    /// Who he is in the event.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        PersonId::parse(&self.person)
    }
}

/// Every verdict of a registration, in the order of its answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Verdicts {
    /// On its representatives.
    pub people: Vec<Verdict>,
    /// On its products and services.
    pub products: Vec<Verdict>,
}

impl Verdicts {
    /// Those of a registration with so many of each; what nobody decided waits.
    ///
    /// # Errors
    /// When no version of this product wrote them.
    pub fn of(registration: &Registration, n: (usize, usize)) -> Result<Self, Fault> {
        let mut verdicts: Self =
            serde_json::from_str(&registration.verdicts).map_err(|_| Fault::Corrupt {
                what: "registrations.verdicts".into(),
            })?;
        verdicts.people.resize_with(n.0, Verdict::default);
        verdicts.products.resize_with(n.1, Verdict::default);
        Ok(verdicts)
    }
}
