//! Ids with their labels, ready to be shown.

use protocol::id::PersonId;
use protocol::{CardKey, Micros, Spot};

use crate::model::Model;

/// A person with labels. A label is empty while its card is not here, or is gone for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Who.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The person's function.
    pub detail: String,
    /// The company's name; empty where the viewer does not know the person's row.
    pub company: String,
}

/// A spot with labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// When and where.
    pub spot: Spot,
    /// The place's name.
    pub place: String,
    /// Where the place is.
    pub detail: String,
    /// The slot's beginning.
    pub starts_at: Micros,
    /// The slot's end.
    pub ends_at: Micros,
}

/// A person with labels.
#[must_use]
pub fn who(model: &Model, id: PersonId) -> Who {
    let cards = model.cards();
    let company = model
        .state()
        .person(id)
        .map_or("", |person| cards.title(CardKey::Company(person.company)));
    let card = cards.get(CardKey::Person(id));
    Who {
        id,
        name: card.map_or_else(String::new, |card| card.title.clone()),
        detail: card.map_or_else(String::new, |card| card.detail.clone()),
        company: company.to_owned(),
    }
}

/// A spot with labels.
#[must_use]
pub fn place_and_time(model: &Model, spot: Spot) -> Where {
    let slot = model.state().slot(spot.slot);
    Where {
        spot,
        place: model.cards().place(spot.place).to_owned(),
        detail: model.cards().detail(CardKey::Place(spot.place)).to_owned(),
        starts_at: slot.map_or(Micros(0), |slot| slot.starts_at),
        ends_at: slot.map_or(Micros(0), |slot| slot.ends_at),
    }
}

/// Sorts "Table 2" before "Table 10".
#[must_use]
pub fn natural_key(label: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = label;
    while !rest.is_empty() {
        let text_len = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (text, after) = rest.split_at(text_len);
        let digits_len = after
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(after.len());
        let (digits, after) = after.split_at(digits_len);
        parts.push((protocol::fold::fold(text), digits.parse().unwrap_or(0)));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_places_sort_by_their_number() {
        let mut labels = ["Table 10", "Table 2", "Box 3", "table 1", "Étage 2 box 1"];
        labels.sort_by_key(|label| natural_key(label));
        assert_eq!(
            labels,
            ["Box 3", "Étage 2 box 1", "table 1", "Table 2", "Table 10"]
        );
    }
}
