//! People as the console writes them: by company where they have one, as the floor is read.

use client_core::view::label::Who;
use protocol::id::StaffId;
use yew::AttrValue;

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
