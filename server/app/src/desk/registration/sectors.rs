//! The sectors of an event (EEN-05, REG-04): what companies are sorted by, and what fields of the
//! form may be restricted to.
//!
//! They belong to the form: they are edited over its revision, and an entry tells of them as of
//! the form. A sector that anything names cannot go.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::command::NoteDeskEdit;
use protocol::id::{CommandId, DeskId};
use protocol::limits::{LABEL_CHARS_MAX, SECTORS_MAX};
use protocol::reject::DeskEditStale;
use protocol::{Actor, DeskThing, Function, Reject};
use store::{Fault, RegistrationForm, Sector};

use super::{RegistrationError, Registrations, assignment, authorise, fold_name, json};
use crate::account::Standing;
use crate::live::{DeskWrite, Event, Outcome};

/// Characters of a sector's code.
const CODE_CHARS_MAX: usize = 40;

/// The sectors as the desk shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectorDesk {
    /// Of the form, which they belong to.
    pub revision: u64,
    /// In the organiser's order, each with how often it is named.
    pub sectors: Vec<(Sector, u64)>,
}

/// What a press does besides saving the names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// Nothing else.
    Save,
    /// One place up.
    Up(String),
    /// One place down.
    Down(String),
    /// Takes one out that nothing names.
    Remove(String),
    /// Adds one of this name, French and English.
    Add(String, String),
}

/// An edit: the names that were typed, by code, and the press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectorEdit {
    /// French and English, by code. Sectors that are not named keep theirs.
    pub names: BTreeMap<String, (String, String)>,
    /// What was pressed.
    pub press: Press,
}

/// Why an edit came to nothing.
#[derive(Debug)]
pub enum SectorError {
    /// A sector without a French name; its code, or nothing for a new one.
    Unnamed(String),
    /// A name that is too long, of this sector.
    TooLong(String),
    /// A name that another sector has.
    Twice(String),
    /// As many as there may be.
    TooMany,
    /// It is named so many times.
    Used(u64),
    /// Somebody else edited the form or the sectors since.
    Stale,
    /// The rules say no, or the world failed.
    Failed(RegistrationError),
}

impl From<Fault> for SectorError {
    fn from(fault: Fault) -> Self {
        Self::Failed(fault.into())
    }
}

impl Registrations {
    /// The sectors, for somebody who may change the form.
    ///
    /// # Errors
    /// Somebody who may not, or a fault of the store.
    pub async fn sector_desk(
        &self,
        event: &Event,
        actor: Actor,
    ) -> Result<SectorDesk, RegistrationError> {
        authorise(event, actor, Function::Form)?;
        let (revision, form) = self.form(event).await?;
        let mut uses: BTreeMap<String, u64> = (self.store.sector_uses(event.id()).await?)
            .into_iter()
            .collect();
        let (_, rules) = assignment::rules(&self.store, event.id()).await?;
        let of_form = form.fields.iter().flat_map(|field| field.sectors.iter());
        let of_rules = rules.rules.iter().map(|rule| &rule.sector);
        for code in of_form.chain(of_rules) {
            *uses.entry(code.clone()).or_default() += 1;
        }
        let sectors = self.store.sectors(event.id()).await?;
        let counted = sectors.into_iter().map(|sector| {
            let n = uses.get(&sector.code).copied().unwrap_or_default();
            (sector, n)
        });
        Ok(SectorDesk {
            revision,
            sectors: counted.collect(),
        })
    }

    /// Changes the sectors over the revision that was seen.
    ///
    /// # Errors
    /// Somebody who may not, names that cannot stand, a sector that is named, a stale edit, or a
    /// fault of the store.
    pub async fn edit_sectors(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        seen: u64,
        edit: &SectorEdit,
    ) -> Result<(), SectorError> {
        let actor = standing.actor();
        let desk = self.sector_desk(event, actor).await;
        let desk = desk.map_err(SectorError::Failed)?;
        if desk.revision != seen {
            return Err(SectorError::Stale);
        }
        let sectors = edited(&desk, edit)?;
        let (_, form) = self.form(event).await?;
        let revision = seen + 1;
        let note = NoteDeskEdit {
            what: DeskThing::RegistrationForm,
            id: DeskId::from_bytes(event.id().to_bytes()),
            revision,
        };
        let stored = RegistrationForm {
            revision,
            definition: json(&form)?,
        };
        let id = CommandId::new(event.now(), self.random.bytes());
        let write = DeskWrite::Sectors(seen, Box::new(stored), sectors);
        let by = (actor, Some(standing));
        match event.command_with_desk(by, id, note.into(), write).await {
            Outcome::Committed { .. } => Ok(()),
            Outcome::Refused(Reject::DeskEditStale(DeskEditStale { .. })) => {
                Err(SectorError::Stale)
            }
            Outcome::Refused(reject) => Err(SectorError::Failed(reject.into())),
        }
    }
}

/// The sectors after an edit.
fn edited(desk: &SectorDesk, edit: &SectorEdit) -> Result<Vec<Sector>, SectorError> {
    let mut sectors: Vec<Sector> = desk.sectors.iter().map(|(one, _)| one.clone()).collect();
    for sector in &mut sectors {
        if let Some((french, english)) = edit.names.get(&sector.code) {
            (sector.french, sector.english) = named(french, english);
        }
    }
    let at = |code: &str| sectors.iter().position(|one| one.code == code);
    match &edit.press {
        Press::Save => {}
        Press::Up(code) => {
            if let Some(at) = at(code).filter(|at| *at > 0) {
                sectors.swap(at - 1, at);
            }
        }
        Press::Down(code) => {
            if let Some(at) = at(code).filter(|at| at + 1 < sectors.len()) {
                sectors.swap(at, at + 1);
            }
        }
        Press::Remove(code) => {
            let n = desk.sectors.iter().find(|(one, _)| one.code == *code);
            match n.map_or(0, |(_, n)| *n) {
                0 => sectors.retain(|one| one.code != *code),
                n => return Err(SectorError::Used(n)),
            }
        }
        Press::Add(french, english) => {
            if sectors.len() >= SECTORS_MAX {
                return Err(SectorError::TooMany);
            }
            let (french, english) = named(french, english);
            sectors.push(Sector {
                code: code_of(&french, &sectors),
                french,
                english,
            });
        }
    }
    let mut seen = BTreeMap::new();
    for sector in &sectors {
        let is_new = !desk.sectors.iter().any(|(one, _)| one.code == sector.code);
        let code = || {
            if is_new {
                String::new()
            } else {
                sector.code.clone()
            }
        };
        if sector.french.is_empty() {
            return Err(SectorError::Unnamed(code()));
        }
        let is_long = |name: &str| name.chars().count() > LABEL_CHARS_MAX;
        if is_long(&sector.french) || is_long(&sector.english) {
            return Err(SectorError::TooLong(code()));
        }
        if seen.insert(fold_name(&sector.french), ()).is_some() {
            return Err(SectorError::Twice(code()));
        }
    }
    Ok(sectors)
}

/// A name in both languages; without an English one the French stands for both.
fn named(french: &str, english: &str) -> (String, String) {
    let (french, english) = (french.trim().to_owned(), english.trim());
    let english = if english.is_empty() {
        french.clone()
    } else {
        english.to_owned()
    };
    (french, english)
}

/// A code that no other sector has, made of the name. It stays when the name changes.
fn code_of(name: &str, sectors: &[Sector]) -> String {
    let folded = fold_name(name);
    let mut code: String = folded
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(CODE_CHARS_MAX - 4)
        .collect();
    if code.is_empty() {
        code = "sector".to_owned();
    }
    let is_taken = |code: &str| sectors.iter().any(|one| one.code == code);
    let numbered = (2..).map(|n| format!("{code}_{n}"));
    let mut all = std::iter::once(code.clone()).chain(numbered);
    all.find(|code| !is_taken(code))
        .expect("there are fewer sectors than numbers")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sector(code: &str, french: &str) -> Sector {
        Sector {
            code: code.into(),
            french: french.into(),
            english: french.into(),
        }
    }

    fn desk() -> SectorDesk {
        SectorDesk {
            revision: 1,
            sectors: vec![
                (sector("naval", "Naval"), 2),
                (sector("energies", "Énergies"), 0),
            ],
        }
    }

    fn press(press: Press) -> Result<Vec<Sector>, SectorError> {
        let names = BTreeMap::new();
        edited(&desk(), &SectorEdit { names, press })
    }

    fn codes(sectors: &[Sector]) -> Vec<&str> {
        sectors.iter().map(|one| one.code.as_str()).collect()
    }

    #[test]
    fn sectors_are_moved_renamed_added_and_taken_out() {
        let up = press(Press::Up("energies".into())).unwrap();
        assert_eq!(codes(&up), ["energies", "naval"]);
        let down = press(Press::Down("energies".into())).unwrap();
        assert_eq!(codes(&down), ["naval", "energies"], "it is the last");
        let without = press(Press::Remove("energies".into())).unwrap();
        assert_eq!(codes(&without), ["naval"]);
        let added = press(Press::Add(" Mécanique ".into(), String::new())).unwrap();
        assert_eq!(codes(&added), ["naval", "energies", "mecanique"]);
        assert_eq!(added[2].english, "Mécanique", "French stands for both");
        let names = [(
            "naval".to_owned(),
            ("La mer".to_owned(), "The sea".to_owned()),
        )];
        let edit = SectorEdit {
            names: names.into(),
            press: Press::Save,
        };
        let renamed = edited(&desk(), &edit).unwrap();
        assert_eq!(
            (renamed[0].code.as_str(), renamed[0].english.as_str()),
            ("naval", "The sea")
        );
    }

    #[test]
    fn what_is_named_stays_and_names_are_somebodys_own() {
        use SectorError::{TooLong, Twice, Unnamed, Used};
        assert!(matches!(press(Press::Remove("naval".into())), Err(Used(2))));
        let add = |french: &str| press(Press::Add(french.into(), String::new()));
        assert!(matches!(add("  "), Err(Unnamed(_))));
        assert!(matches!(add("ENERGIES"), Err(Twice(_))));
        assert!(matches!(
            add(&"é".repeat(LABEL_CHARS_MAX + 1)),
            Err(TooLong(_))
        ));
    }

    #[test]
    fn a_code_is_nobody_elses() {
        let there = [sector("mer", "x"), sector("mer_2", "y")];
        assert_eq!(code_of("Mer !", &there), "mer_3");
        assert_eq!(code_of("海", &there), "sector");
    }

    #[test]
    fn there_are_only_so_many() {
        let sectors = (0..SECTORS_MAX).map(|n| (sector(&format!("s{n}"), &format!("S{n}")), 0));
        let desk = SectorDesk {
            revision: 1,
            sectors: sectors.collect(),
        };
        let edit = SectorEdit {
            names: BTreeMap::new(),
            press: Press::Add("Un de plus".into(), String::new()),
        };
        assert!(matches!(edited(&desk, &edit), Err(SectorError::TooMany)));
    }
}
