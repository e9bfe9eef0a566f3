//! Table `cards`: the labels of ids; the only personal values that this store holds.

use std::collections::BTreeMap;

use protocol::card::CardUpdate;
use protocol::id::EventId;
use protocol::{Card, CardKey, FigureId, SiteId, Tag};
use uuid::Uuid;

use crate::batch::{AroundRows, Writes, rows_of};
use crate::code::corrupt;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;

const PUT: AroundRows = AroundRows {
    attempt: "writing cards",
    before: "INSERT INTO cards (event_id, kind, object_id, title, detail, code) ",
    after: " ON CONFLICT (event_id, kind, object_id) DO UPDATE SET \
            title = excluded.title, detail = excluded.detail, code = excluded.code",
};
const DELETE: AroundRows = AroundRows {
    attempt: "deleting cards",
    before: "DELETE FROM cards WHERE (event_id, kind, object_id) IN (",
    after: ")",
};
const FIND: AroundRows = AroundRows {
    attempt: "looking cards up",
    before: "SELECT kind, object_id, title, detail, code FROM cards \
             WHERE (event_id, kind, object_id) IN (",
    after: ")",
};

/// Rewrites the tables that name persons without what was deleted; for PostgreSQL, outside any
/// transaction.
pub(crate) const REWRITE: &str =
    "VACUUM FULL cards, contacts, letters, post_setups, private_messages";

/// Puts and deletes cards. Of two updates of one card the later one counts.
pub(crate) async fn write(
    link: &mut Link<'_>,
    event: EventId,
    updates: &[CardUpdate],
    writes: &mut Writes,
) -> Result<(), Fault> {
    let last: BTreeMap<CardKey, Option<&Card>> = updates
        .iter()
        .map(|update| (update.key, update.card.as_ref()))
        .collect();
    let mut put = Vec::new();
    let mut gone = Vec::new();
    for (key, card) in last {
        let (kind, id) = key_columns(key);
        match card {
            Some(card) => put.push(values![
                event.uuid(),
                kind,
                id,
                card.title.clone(),
                card.detail.clone(),
                card.code.clone(),
            ]),
            None => gone.push(values![event.uuid(), kind, id]),
        }
    }
    DELETE.write(link, &gone, writes).await?;
    PUT.write(link, &put, writes).await
}

pub(crate) async fn find(
    link: &mut Link<'_>,
    event: EventId,
    keys: &[CardKey],
) -> Result<Vec<(CardKey, Card)>, Fault> {
    let keys: Vec<_> = keys
        .iter()
        .map(|key| {
            let (kind, id) = key_columns(*key);
            values![event.uuid(), kind, id]
        })
        .collect();
    let rows: Vec<Stored> = FIND.read(link, &keys).await?;
    rows.into_iter().map(Stored::read).collect()
}

pub(crate) async fn load(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<(CardKey, Card)>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading cards",
        "SELECT kind, object_id, title, detail, code FROM cards WHERE event_id = $1",
        event,
    )
    .await?;
    rows.into_iter().map(Stored::read).collect()
}

#[derive(sqlx::FromRow)]
struct Stored {
    kind: String,
    object_id: Uuid,
    title: String,
    detail: String,
    code: String,
}

impl Stored {
    fn read(self) -> Result<(CardKey, Card), Fault> {
        let key = key(&self.kind, self.object_id)?;
        let card = Card {
            title: self.title,
            detail: self.detail,
            code: self.code,
        };
        Ok((key, card))
    }
}

/// The kind as a word, and the id; what has a number instead of an id is stored as that number.
const fn key_columns(key: CardKey) -> (&'static str, Uuid) {
    match key {
        CardKey::Event => ("event", Uuid::nil()),
        CardKey::Person(id) => ("person", id.uuid()),
        CardKey::Company(id) => ("company", id.uuid()),
        CardKey::Organisation(id) => ("organisation", id.uuid()),
        CardKey::Place(id) => ("place", id.uuid()),
        CardKey::Site(SiteId(number)) => ("site", Uuid::from_u128(number as u128)),
        CardKey::Session(id) => ("session", id.uuid()),
        CardKey::Staff(id) => ("staff", id.uuid()),
        CardKey::Announcement(id) => ("announcement", id.uuid()),
        CardKey::Tag(Tag(number)) => ("tag", Uuid::from_u128(number as u128)),
        CardKey::Figure(FigureId(number)) => ("figure", Uuid::from_u128(number as u128)),
        CardKey::Resource(id) => ("resource", id.uuid()),
    }
}

fn key(kind: &str, id: Uuid) -> Result<CardKey, Fault> {
    let unknown = || corrupt("cards.kind");
    match kind {
        "event" => Ok(CardKey::Event),
        "person" => Ok(CardKey::Person(id.into())),
        "company" => Ok(CardKey::Company(id.into())),
        "organisation" => Ok(CardKey::Organisation(id.into())),
        "place" => Ok(CardKey::Place(id.into())),
        "site" => u8::try_from(id.as_u128())
            .map(|number| CardKey::Site(SiteId(number)))
            .map_err(|_| unknown()),
        "session" => Ok(CardKey::Session(id.into())),
        "staff" => Ok(CardKey::Staff(id.into())),
        "announcement" => Ok(CardKey::Announcement(id.into())),
        "resource" => Ok(CardKey::Resource(id.into())),
        "tag" => u16::try_from(id.as_u128())
            .map(|number| CardKey::Tag(Tag(number)))
            .map_err(|_| unknown()),
        "figure" => u16::try_from(id.as_u128())
            .map(|number| CardKey::Figure(FigureId(number)))
            .map_err(|_| unknown()),
        _ => Err(unknown()),
    }
}

#[cfg(test)]
mod tests {
    use protocol::id::{
        AnnouncementId, CompanyId, OrganisationId, PersonId, PlaceId, ResourceId, SessionId,
        StaffId,
    };

    use super::*;

    #[test]
    fn every_card_key_reads_back() {
        for of in [
            CardKey::Event,
            CardKey::Person(PersonId::example(1)),
            CardKey::Company(CompanyId::example(2)),
            CardKey::Organisation(OrganisationId::example(3)),
            CardKey::Place(PlaceId::example(4)),
            CardKey::Site(SiteId(5)),
            CardKey::Session(SessionId::example(6)),
            CardKey::Staff(StaffId::example(7)),
            CardKey::Announcement(AnnouncementId::example(8)),
            CardKey::Tag(Tag(65_535)),
            CardKey::Figure(FigureId(9)),
            CardKey::Resource(ResourceId::example(9)),
        ] {
            let (kind, id) = key_columns(of);
            assert_eq!(key(kind, id).unwrap(), of);
        }
        assert!(key("site", Uuid::from_u128(256)).is_err());
        assert!(key("tag", Uuid::from_u128(65_536)).is_err());
        assert!(key("pet", Uuid::nil()).is_err());
    }
}
