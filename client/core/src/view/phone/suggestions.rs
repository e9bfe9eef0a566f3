//! Companies worth meeting, as the planner suggests them to this person (CAT-08).

use protocol::id::PersonId;
use protocol::query::{RankedSuggestions, Suggestion, SuggestionWay};
use protocol::{CardKey, FigureValue, Micros, SlotId, Tag};

use crate::model::{Model, Touched};
use crate::view::label::{Who, who};

/// A suggestion with labels.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SuggestionCard {
    pub who: Who,
    /// Keywords that they offer and this person seeks.
    pub they_offer: String,
    /// Keywords that they seek and this person offers.
    pub they_seek: String,
    /// Figures of theirs within what this person seeks: "Effectif 120 salariés".
    pub their_figures: String,
    /// Figures of this person's within what they seek.
    pub my_figures: String,
    pub way: Way,
    /// This person has asked, or taken a slot, since.
    pub is_asked: bool,
    /// The wish is on its way.
    pub is_pending: bool,
}

/// How somebody who is suggested is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// By asking.
    Ask,
    /// By taking one of these slots, in order of time.
    Take(Vec<(SlotId, Micros)>),
    /// By waiting.
    Wait,
}

/// The planner's suggestions with labels, in its order.
#[must_use]
pub fn suggestions(model: &Model, ranked: &RankedSuggestions) -> Vec<SuggestionCard> {
    ranked
        .suggestions
        .iter()
        .map(|found| card(model, found))
        .collect()
}

fn card(model: &Model, found: &Suggestion) -> SuggestionCard {
    let labels = |tags: &[Tag]| {
        let labels = tags
            .iter()
            .map(|tag| model.cards().title(CardKey::Tag(*tag)));
        labels.collect::<Vec<_>>().join(", ")
    };
    let company = model.cards().title(CardKey::Company(found.company));
    SuggestionCard {
        who: Who {
            company: company.to_owned(),
            ..who(model, found.person)
        },
        they_offer: labels(&found.they_offer),
        they_seek: labels(&found.they_seek),
        their_figures: found
            .figures
            .as_ref()
            .map_or_else(String::new, |met| figures(model, &met.theirs)),
        my_figures: found
            .figures
            .as_ref()
            .map_or_else(String::new, |met| figures(model, &met.mine)),
        way: way(model, &found.way),
        is_asked: is_asked(model, found.person),
        is_pending: model.marks().touch(Touched::Person(found.person)),
    }
}

/// Figures with their names and units, in the order of the profile.
fn figures(model: &Model, values: &[FigureValue]) -> String {
    let told = values.iter().map(|row| {
        let key = CardKey::Figure(row.figure);
        let (name, unit) = (model.cards().title(key), model.cards().detail(key));
        format!("{name} {} {unit}", row.value).trim().to_owned()
    });
    told.collect::<Vec<_>>().join(", ")
}

fn way(model: &Model, way: &SuggestionWay) -> Way {
    match way {
        SuggestionWay::Ask => Way::Ask,
        SuggestionWay::Wait => Way::Wait,
        SuggestionWay::Take(slots) => {
            let slots = slots.iter().filter_map(|slot| model.state().slot(slot));
            let mut slots: Vec<(SlotId, Micros)> =
                slots.map(|slot| (slot.id, slot.starts_at)).collect();
            slots.sort_by_key(|(slot, starts_at)| (*starts_at, *slot));
            Way::Take(slots)
        }
    }
}

fn is_asked(model: &Model, other: PersonId) -> bool {
    super::me(model).is_some_and(|me| {
        let mut requests = model.state().requests_of(me);
        requests.any(|request| request.to == other || request.from == other)
    })
}
