//! What columns may be called, in French and in English.

use super::Table;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// The organiser's own identifier of a person, place or request.
    Id,
    FirstName,
    LastName,
    Function,
    Company,
    Country,
    Organisation,
    Side,
    Offered,
    Sought,
    Availability,
    Home,
    MeetingsMax,
    Figures,
    FiguresSought,
    Needs,
    Date,
    From,
    Until,
    HalfDay,
    SlotMinutes,
    Name,
    Kind,
    Capacity,
    Site,
    Asker,
    Asked,
    MadeAt,
}

use Column::{
    Asked, Asker, Availability, Capacity, Company, Country, Date, Figures, FiguresSought,
    FirstName, From, Function, HalfDay, Home, Id, Kind, LastName, MadeAt, MeetingsMax, Name, Needs,
    Offered, Organisation, Side, Site, SlotMinutes, Sought, Until,
};

/// One column of one table.
pub(super) struct Heading {
    pub(super) column: Column,
    pub(super) is_needed: bool,
    /// Accepted names, folded; the first is the one that is asked for when it is missing.
    pub(super) names: &'static [&'static str],
}

const fn needed(column: Column, names: &'static [&'static str]) -> Heading {
    Heading {
        column,
        is_needed: true,
        names,
    }
}

const fn optional(column: Column, names: &'static [&'static str]) -> Heading {
    Heading {
        column,
        is_needed: false,
        names,
    }
}

const ID: &[&str] = &["identifiant", "id", "reference", "externalid", "personid"];
const DATE: &[&str] = &["date", "jour", "day"];
const FROM: &[&str] = &["de", "debut", "from", "start", "starts"];
const UNTIL: &[&str] = &["a", "fin", "jusqua", "until", "to", "end", "ends"];

const TIMETABLE: &[Heading] = &[
    needed(Date, DATE),
    needed(From, FROM),
    needed(Until, UNTIL),
    optional(
        SlotMinutes,
        &["duree", "dureeminutes", "slotminutes", "minutes", "length"],
    ),
];

const PLACES: &[Heading] = &[
    needed(Name, &["nom", "name", "lieu", "place"]),
    optional(Kind, &["type", "nature", "kind"]),
    optional(Capacity, &["capacite", "places", "capacity", "seats"]),
    optional(Site, &["site", "batiment", "venue"]),
];

const PERSON: [Heading; 13] = [
    needed(Id, ID),
    optional(FirstName, &["prenom", "firstname", "givenname"]),
    needed(
        LastName,
        &["nom", "lastname", "surname", "familyname", "name"],
    ),
    optional(
        Function,
        &["fonction", "poste", "function", "jobtitle", "position"],
    ),
    needed(Company, &["societe", "entreprise", "structure", "company"]),
    optional(Country, &["pays", "country"]),
    optional(
        Organisation,
        &[
            "coorganisateur",
            "organisateur",
            "organisation",
            "coorganiser",
            "organiser",
        ],
    ),
    optional(
        Offered,
        &[
            "propose",
            "offre",
            "motscles",
            "expertise",
            "offered",
            "offers",
        ],
    ),
    optional(Sought, &["recherche", "cherche", "sought", "seeks"]),
    optional(
        Availability,
        &["disponibilite", "disponibilites", "availability"],
    ),
    optional(Figures, &["chiffrescles", "chiffres", "keyfigures"]),
    optional(FiguresSought, &["chiffresrecherches", "keyfiguressought"]),
    optional(Needs, &["besoins", "needs"]),
];

const PERSON_HOME: Heading = optional(Home, &["table", "stand", "lieu", "booth", "place"]);

const PARTICIPANTS: &[Heading] = &[
    copy(0),
    copy(1),
    copy(2),
    copy(3),
    copy(4),
    copy(5),
    copy(6),
    copy(7),
    copy(8),
    copy(9),
    copy(10),
    copy(11),
    copy(12),
    PERSON_HOME,
    optional(Side, &["population", "cote", "profil", "side"]),
];

const EXPERTS: &[Heading] = &[
    copy(0),
    copy(1),
    copy(2),
    copy(3),
    copy(4),
    copy(5),
    copy(6),
    copy(7),
    copy(8),
    copy(9),
    copy(10),
    copy(11),
    copy(12),
    PERSON_HOME,
    optional(
        MeetingsMax,
        &[
            "rendezvousmax",
            "nombrederendezvous",
            "quota",
            "meetingsmax",
            "maxmeetings",
        ],
    ),
];

const AVAILABILITY: &[Heading] = &[
    needed(Id, ID),
    needed(Date, DATE),
    optional(HalfDay, &["demijournee", "halfday", "period"]),
    optional(From, FROM),
    optional(Until, UNTIL),
];

const REQUESTS: &[Heading] = &[
    optional(Id, &["identifiant", "id", "reference", "externalid"]),
    needed(Asker, &["demandeur", "de", "from", "asker"]),
    needed(Asked, &["destinataire", "a", "to", "asked"]),
    optional(
        Availability,
        &["creneaux", "disponibilite", "slots", "availability"],
    ),
    optional(MadeAt, &["demandele", "date", "madeat"]),
];

const fn copy(index: usize) -> Heading {
    let heading = &PERSON[index];
    Heading {
        column: heading.column,
        is_needed: heading.is_needed,
        names: heading.names,
    }
}

/// The columns of a table.
pub(super) const fn headings(table: Table) -> &'static [Heading] {
    match table {
        Table::Timetable => TIMETABLE,
        Table::Places => PLACES,
        Table::Participants => PARTICIPANTS,
        Table::Experts => EXPERTS,
        Table::Availability => AVAILABILITY,
        Table::Requests => REQUESTS,
    }
}

/// A name without case, accents, spaces and punctuation.
pub(super) fn fold(name: &str) -> String {
    let letters = name.chars().flat_map(char::to_lowercase).map(plain);
    letters.filter(|letter| letter.is_alphanumeric()).collect()
}

/// A small letter without its accent.
pub(super) const fn plain(letter: char) -> char {
    match letter {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ñ' => 'n',
        'ô' | 'ö' | 'ó' | 'õ' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_name_is_folded_and_means_one_column_of_its_table() {
        for table in [
            Table::Timetable,
            Table::Places,
            Table::Participants,
            Table::Experts,
            Table::Availability,
            Table::Requests,
        ] {
            let mut seen = BTreeSet::new();
            for heading in headings(table) {
                for name in heading.names {
                    assert_eq!(fold(name), *name);
                    assert!(seen.insert(*name), "{name} means two columns of {table:?}");
                }
            }
        }
    }

    #[test]
    fn names_are_compared_without_case_accents_and_spaces() {
        assert_eq!(fold("Prénom "), "prenom");
        assert_eq!(fold("Co-organisateur"), "coorganisateur");
        assert_eq!(fold("JOB_TITLE"), "jobtitle");
    }
}
