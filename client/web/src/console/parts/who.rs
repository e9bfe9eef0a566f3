//! People as the console writes them: by company where they have one, as the floor is read.

use client_core::Model;
use client_core::view::label::Who;
use protocol::id::StaffId;
use yew::AttrValue;

use crate::shell::LiveHandle;
use crate::ui::{Person, hue_of};

/// The name under which somebody stands on the floor: the company, else the person.
pub(in crate::console) fn firm(who: &Who) -> AttrValue {
    let name = if who.company.is_empty() {
        &who.name
    } else {
        &who.company
    };
    AttrValue::from(name.clone())
}

/// The same, but an expert stands there in person, whoever sent them.
pub(in crate::console) fn firm_or_expert(live: &LiveHandle, who: &Who) -> AttrValue {
    live.glance(|glance| firm_or_expert_of(glance.model, who))
}

/// The same, of a model at hand.
pub(in crate::console) fn firm_or_expert_of(model: &Model, who: &Who) -> AttrValue {
    let person = model.state().person(who.id);
    let is_expert = person.is_some_and(|person| person.expert.is_some());
    if is_expert && !who.name.is_empty() {
        AttrValue::from(who.name.clone())
    } else {
        firm(who)
    }
}

/// A participant as a disc.
pub(in crate::console) fn disc(who: &Who) -> Person {
    Person {
        name: AttrValue::from(who.name.clone()),
        hue: hue_of(&who.id.to_bytes()),
    }
}

/// A member of the team as a disc.
pub(in crate::console) fn disc_of_staff(id: StaffId, name: &str) -> Person {
    Person {
        name: AttrValue::from(name.to_owned()),
        hue: hue_of(&id.to_bytes()),
    }
}
