//! Cards: the labels of ids. The only place on the wire where a name or a text is written.
//!
//! They travel outside the log, so that erasing a person is a plain delete: clients drop the card.

use crate::id::{
    AnnouncementId, CompanyId, OrganisationId, PersonId, PlaceId, ResourceId, SessionId, StaffId,
};
use crate::model::{FigureId, SiteId, Tag};

choices! { Snake:
    /// What a card is the label of.
    #[derive(Copy, PartialOrd, Ord, Hash)]
    #[serde(rename_all = "snake_case")]
    pub enum CardKey {
        /// The event itself.
        Event,
        /// A person: name and function.
        Person(PersonId),
        /// A company: name and country.
        Company(CompanyId),
        /// A co-organiser.
        Organisation(OrganisationId),
        /// A place: "Table 7", "Salle Vauban".
        Place(PlaceId),
        /// A site: its address.
        Site(SiteId),
        /// A session: title and speaker.
        Session(SessionId),
        /// A member of the team.
        Staff(StaffId),
        /// An announcement: its text.
        Announcement(AnnouncementId),
        /// A keyword.
        Tag(Tag),
        /// A key figure: its name, and in `detail` its unit.
        Figure(FigureId),
        /// A resource: "Arabic interpreter", "Screen".
        Resource(ResourceId),
    }
}

records! {
    /// A label in up to two lines, with the language-neutral part in `code`.
    #[derive(Default)]
    pub struct Card {
        /// Main line.
        pub title: String,
        /// Second line; may be empty.
        pub detail: String,
        /// A country or zone code, where the kind has one.
        pub code: String,
    }
}

records! {
    /// A card put on the table or taken off it.
    pub struct CardUpdate {
        /// Of what.
        pub key: CardKey,
        /// The label; none means that it must be forgotten.
        pub card: Option<Card>,
    }
}
