//! What the user needs at every meeting: an interpreter, a screen.

use crate::model::Model;

/// The names of what is there for the user at meetings, in the order in which it was said.
#[must_use]
pub fn my_needs(model: &Model) -> Vec<String> {
    let Some(me) = super::me(model) else {
        return Vec::new();
    };
    let needed = model.state().needs_of(me).iter();
    let names = needed.map(|id| model.cards().resource(*id).to_owned());
    names.filter(|name| !name.is_empty()).collect()
}
