//! Taking over a real event from spreadsheets: timetable, places, participants, experts,
//! availability and requests as CSV files.
//!
//! [`check`] is the dry run. It reads everything, names every faulty line with its column, what
//! is wrong and the value, and decides the resulting commands on a copy of the event. Only when
//! nothing at all is wrong does it give an [`Import`]: there is no way to import a part.
//! Applying is sending the import's cards and then its commands.
//!
//! Ids are made from the event and from what the file calls a thing, so the same file twice
//! changes nothing, and a corrected file changes only what differs.
//!
//! This module must not know: where files come from, SQL, or how flaws are shown.

mod availability;
mod columns;
mod flaw;
mod labels;
mod moments;
mod people;
mod places;
mod profile;
mod requests;
mod sheet;
mod text;
mod timetable;

use std::collections::BTreeSet;

use domain::{Context, State, decide};
use protocol::card::{Card, CardKey, CardUpdate};
use protocol::command::IssueBadges;
use protocol::id::{BadgeCode, CommandId, EventId, PersonId};
use protocol::{Actor, Badge, Command, EntryHead, List, Micros};

use crate::port::Random;
pub use flaw::{Flaw, FlawKind, Flaws};
use labels::Labels;
use moments::Moments;

/// Largest file that is read, in bytes.
pub const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Rows read from one file.
pub const ROWS_MAX: usize = 20_000;
/// Flaws that are listed; beyond, they are only counted.
pub const FLAWS_MAX: usize = 1_000;

/// What a file lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Stretches of time that are cut into slots.
    Timetable,
    /// Tables, booths and rooms.
    Places,
    /// Participants.
    Participants,
    /// Experts.
    Experts,
    /// When somebody is there, where one column does not suffice.
    Availability,
    /// Who wants to meet whom.
    Requests,
}

/// The files of one import; any of them may be missing.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// [`Table::Timetable`].
    pub timetable: Option<Vec<u8>>,
    /// [`Table::Places`].
    pub places: Option<Vec<u8>>,
    /// [`Table::Participants`].
    pub participants: Option<Vec<u8>>,
    /// [`Table::Experts`].
    pub experts: Option<Vec<u8>>,
    /// [`Table::Availability`].
    pub availability: Option<Vec<u8>>,
    /// [`Table::Requests`].
    pub requests: Option<Vec<u8>>,
}

/// The event that files are imported into.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// Which event.
    pub event: EventId,
    /// Its state.
    pub state: &'a State,
    /// Its labels.
    pub labels: &'a [(CardKey, Card)],
    /// Its time zone: dates and times in the files are local.
    pub zone: &'a str,
    /// Its time.
    pub now: Micros,
}

/// What the dry run found.
#[derive(Debug)]
pub struct Report {
    /// Faulty lines, in order of file and line; the import is impossible unless there is none.
    pub flaws: Flaws,
    /// Columns that mean nothing to the import and were left aside.
    pub ignored_columns: Vec<(Table, String)>,
    /// What would be, or was, imported.
    pub import: Option<Import>,
}

/// Everything to be imported, decided whole.
#[derive(Clone, Debug)]
pub struct Import {
    /// Labels, to be written first.
    pub cards: Vec<CardUpdate>,
    /// What is new or different.
    pub summary: Summary,
    commands: Vec<Command>,
    newcomers: Vec<PersonId>,
}

/// Counts for the organiser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Slots added to the timetable.
    pub n_slots: usize,
    /// Places added or changed.
    pub n_places: usize,
    /// Participants and experts registered.
    pub n_persons: usize,
    /// Persons known before whose availability, limit or organisation changes.
    pub n_persons_changed: usize,
    /// Requests taken over.
    pub n_requests: usize,
}

impl Import {
    /// The commands, in order, ending with badges for whoever is new. Every one of them was
    /// accepted by the rules on the state that was checked.
    #[must_use]
    pub fn commands(&self, random: &dyn Random) -> Vec<Command> {
        let mut commands = self.commands.clone();
        if !self.newcomers.is_empty() {
            let badge = |person: &PersonId| Badge {
                person: *person,
                code: BadgeCode::from_bytes(random.bytes()),
            };
            let badges = self.newcomers.iter().map(badge).collect();
            let badges = List::new(badges).expect("not more badges than registered persons");
            commands.push(IssueBadges { badges }.into());
        }
        commands
    }
}

/// The dry run.
#[must_use]
pub fn check(ground: &Ground<'_>, files: &Files) -> Report {
    let mut work = Work::new(ground);
    work.read(files);
    let ignored_columns = std::mem::take(&mut work.ignored_columns);
    let flaws = std::mem::take(&mut work.flaws);
    let import = flaws.is_empty().then(|| Import {
        cards: work.labels.into_new_cards(),
        summary: work.summary,
        commands: work.commands,
        newcomers: work.newcomers,
    });
    Report {
        flaws,
        ignored_columns,
        import,
    }
}

/// An import in the making: what was read so far has taken effect on a draft of the event.
struct Work<'a> {
    ground: &'a Ground<'a>,
    draft: State,
    labels: Labels,
    flaws: Flaws,
    ignored_columns: Vec<(Table, String)>,
    summary: Summary,
    commands: Vec<Command>,
    newcomers: Vec<PersonId>,
    /// Everybody who is named by a list of persons, be the line faulty or not.
    named: BTreeSet<PersonId>,
    /// Files in which something is wrong: what refers to them is not blamed for that.
    faulty: BTreeSet<Table>,
}

impl<'a> Work<'a> {
    fn new(ground: &'a Ground<'a>) -> Self {
        Self {
            ground,
            draft: ground.state.clone(),
            labels: Labels::new(ground.event, ground.labels),
            flaws: Flaws::default(),
            ignored_columns: Vec::new(),
            summary: Summary::default(),
            commands: Vec::new(),
            newcomers: Vec::new(),
            named: ground.state.persons().map(|person| person.id).collect(),
            faulty: BTreeSet::new(),
        }
    }

    /// Reads what others refer to first. A file that is wrong does not keep the next ones from
    /// being read: the organiser wants all flaws at once.
    fn read(&mut self, files: &Files) {
        self.read_one(
            Table::Timetable,
            files.timetable.as_deref(),
            timetable::read,
        );
        self.read_one(Table::Places, files.places.as_deref(), places::read);
        let is_complete = !self.faulty.contains(&Table::Timetable);
        let moments = Moments::new(self.ground.zone, &self.draft, is_complete);
        let mut availability = availability::Availability::new();
        self.read_one(
            Table::Availability,
            files.availability.as_deref(),
            |work, sheet| {
                availability = availability::read(work, &moments, sheet);
            },
        );
        let participants = self.sheet(Table::Participants, files.participants.as_deref());
        let experts = self.sheet(Table::Experts, files.experts.as_deref());
        people::read(self, &moments, [participants, experts], &availability);
        self.read_one(Table::Requests, files.requests.as_deref(), |work, sheet| {
            requests::read(work, &moments, sheet);
        });
    }

    fn read_one(
        &mut self,
        table: Table,
        bytes: Option<&[u8]>,
        read: impl FnOnce(&mut Self, &sheet::Sheet),
    ) {
        let n_flaws = self.flaws.count();
        if let Some(sheet) = self.sheet(table, bytes) {
            read(self, &sheet);
        }
        if self.flaws.count() > n_flaws {
            self.faulty.insert(table);
        }
    }

    fn sheet(&mut self, table: Table, bytes: Option<&[u8]>) -> Option<sheet::Sheet> {
        let Some(sheet) = sheet::Sheet::parse(table, bytes?, &mut self.flaws) else {
            self.faulty.insert(table);
            return None;
        };
        let ignored = sheet
            .ignored_columns()
            .map(|name| (table, flaw::harmless(name)));
        self.ignored_columns.extend(ignored);
        Some(sheet)
    }

    /// Whether somebody may be referred to: named somewhere, or perhaps in a list that could not
    /// be read at all.
    fn is_named(&self, person: PersonId) -> bool {
        let lists = [Table::Participants, Table::Experts];
        self.named.contains(&person) || lists.iter().any(|list| self.faulty.contains(list))
    }

    /// Decides a command on the draft without keeping it.
    fn try_out(&mut self, command: &Command) -> Result<(), protocol::Reject> {
        let context = Context {
            actor: Actor::System,
            now: self.ground.now,
            undone: None,
        };
        let changes = decide(&self.draft, &context, command)?;
        let command = CommandId::from_bytes([0; 16]);
        let head = EntryHead {
            seq: u64::MAX,
            at: self.ground.now,
            by: Actor::System,
            command,
        };
        changes
            .iter()
            .for_each(|change| self.draft.evolve(&head, change));
        Ok(())
    }

    /// Decides a command on the draft and makes it part of the import; a refusal that no line
    /// accounts for is a flaw of the whole file.
    fn run(&mut self, table: Table, command: impl Into<Command>) {
        let command = command.into();
        match self.try_out(&command) {
            Ok(()) => self.commands.push(command),
            Err(reject) => self
                .flaws
                .push(Flaw::of_file(table, FlawKind::Refused(reject))),
        }
    }
}

#[cfg(test)]
mod tests;
