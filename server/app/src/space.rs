//! What a participant's own pages show: his agenda, his requests, what is offered to him and whom he
//! may ask (PRV-01, PRV-08, EEN-09).
//!
//! Only reading: whatever a page does, it does by the commands that the phone sends, so that there
//! is one set of rules. What is read is the newest committed moment of the event, as far as it is
//! this person's own.

mod agenda;
mod ask;
mod availability;
mod inbox;

use protocol::id::PersonId;
use protocol::{CardKey, Micros, Spot};

pub use self::agenda::{Day, Item, MeetingDetail, What, agenda, meeting};
pub use self::ask::{Asked, Contact, Way, ask};
pub use self::availability::{Half, HalfSlot, halves, text_of};
pub use self::inbox::{Inbox, Offered, Wish, inbox, n_to_answer, offers};

use crate::live::View;

/// Somebody with his labels; empty where there are none any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    /// Who.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// What he does.
    pub function: String,
    /// The company's name.
    pub company: String,
}

/// When and where, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// The beginning.
    pub starts_at: Micros,
    /// The end.
    pub ends_at: Micros,
    /// The table, booth or room.
    pub place: String,
    /// What is said of the place beside its name.
    pub detail: String,
    /// The site, where the event has several.
    pub site: String,
}

/// A person with labels.
#[must_use]
pub fn somebody(view: &View, id: PersonId) -> Somebody {
    let card = view.labels.get(&CardKey::Person(id));
    let company = view.state.person(id).map(|person| person.company);
    Somebody {
        id,
        name: card.map_or(String::new(), |card| card.title.clone()),
        function: card.map_or(String::new(), |card| card.detail.clone()),
        company: company.map_or(String::new(), |company| {
            title(view, CardKey::Company(company))
        }),
    }
}

fn whereabouts(view: &View, spot: Spot) -> Whereabouts {
    let slot = view.state.slot(spot.slot);
    let card = view.labels.get(&CardKey::Place(spot.place));
    let site = view.state.place(spot.place).map(|place| place.site);
    let has_sites = site.is_some_and(|site| view.state.places().any(|place| place.site != site));
    Whereabouts {
        starts_at: slot.map_or(Micros(0), |slot| slot.starts_at),
        ends_at: slot.map_or(Micros(0), |slot| slot.ends_at),
        place: card.map_or(String::new(), |card| card.title.clone()),
        detail: card.map_or(String::new(), |card| card.detail.clone()),
        site: site
            .filter(|_| has_sites)
            .map_or(String::new(), |site| title(view, CardKey::Site(site))),
    }
}

fn title(view: &View, key: CardKey) -> String {
    view.labels
        .get(&key)
        .map_or(String::new(), |card| card.title.clone())
}
