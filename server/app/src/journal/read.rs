//! Reading log and journal side by side, the youngest first.

use std::collections::VecDeque;
use std::sync::Arc;

use domain::access;
use domain::feed::FeedWhat;
use protocol::{CardKey, Change, DeskThing, Entry};
use store::{Fault, JournalLine, JournalSubject, Journalled};

use super::{Cursor, Filter, Happening, JournalPage, Journals, Kind, Row, Undone, UndoneBy};
use crate::live::Event;

/// Entries or lines that are read at once.
const CHUNK: usize = 500;
/// Entries and lines that one page looks at: then it says that there may be more.
const LOOKED_AT_MAX: usize = 20_000;

/// Log and journal from a place on, both the youngest first.
struct Walk<'a> {
    journals: &'a Journals,
    event: &'a Event,
    at: Cursor,
    entries: VecDeque<Entry>,
    lines: VecDeque<JournalLine>,
    has_more_entries: bool,
    has_more_lines: bool,
}

enum Step {
    Entry(Entry),
    Line(JournalLine),
}

impl Walk<'_> {
    async fn fill(&mut self) -> Result<(), Fault> {
        let store = &self.journals.store;
        if self.entries.is_empty() && self.has_more_entries {
            let before = Some(self.at.seq);
            let found = store.entries_before(self.event.id(), before, CHUNK).await?;
            self.has_more_entries = found.len() == CHUNK;
            self.entries.extend(found);
        }
        if self.lines.is_empty() && self.has_more_lines {
            let whose = Journalled::Event(self.event.id());
            let found = store.journal(whose, Some(self.at.line), CHUNK).await?;
            self.has_more_lines = found.len() == CHUNK;
            self.lines.extend(found);
        }
        Ok(())
    }

    /// The next one back in time. A line stands behind the entry that the log ended with.
    async fn step(&mut self) -> Result<Option<Step>, Fault> {
        self.fill().await?;
        let is_line_next = match (self.entries.front(), self.lines.front()) {
            (None, None) => return Ok(None),
            (Some(_), None) => false,
            (None, Some(_)) => true,
            (Some(entry), Some(line)) => line.after_seq >= entry.head.seq,
        };
        if is_line_next {
            let line = self.lines.pop_front();
            self.at.line = line.as_ref().map_or(0, |line| line.line);
            return Ok(line.map(Step::Line));
        }
        let entry = self.entries.pop_front();
        self.at.seq = entry.as_ref().map_or(0, |entry| entry.head.seq);
        Ok(entry.map(Step::Entry))
    }

    const fn is_over(&self) -> bool {
        self.at.seq <= 1 && self.at.line <= 1
    }
}

impl Journals {
    pub(super) async fn read(
        &self,
        event: &Event,
        filter: &Filter,
        from: Option<Cursor>,
        n_rows: usize,
    ) -> Result<JournalPage, Fault> {
        let undone = self.undone_at(event).await?;
        let mut walk = Walk {
            journals: self,
            event,
            at: from.unwrap_or(Cursor::NEWEST),
            entries: VecDeque::new(),
            lines: VecDeque::new(),
            has_more_entries: true,
            has_more_lines: true,
        };
        let mut rows = Vec::new();
        for _ in 0..LOOKED_AT_MAX {
            let row = match walk.step().await? {
                None => return Ok(JournalPage { rows, next: None }),
                Some(Step::Line(line)) => {
                    let note = &line.note;
                    let may = filter.may_want(note.at, note.by);
                    may.then(|| row_of_line(line))
                }
                Some(Step::Entry(entry)) => {
                    let may = filter.may_want(entry.head.at, entry.head.by.into());
                    may.then(|| row_of_entry(&entry, &undone))
                }
            };
            rows.extend(row.filter(|row| filter.wants(row)));
            if rows.len() >= n_rows {
                break;
            }
        }
        let next = (!walk.is_over()).then_some(walk.at);
        Ok(JournalPage { rows, next })
    }

    /// What was taken back at an event. Read once, then only what came since.
    async fn undone_at(&self, event: &Event) -> Result<Arc<UndoneBy>, Fault> {
        let id = event.id();
        let known = self.undone.get(&id).map(|known| known.value().clone());
        let (mut seq, known) = known.unwrap_or_default();
        if event.view().seq <= seq {
            return Ok(known);
        }
        let mut undone = UndoneBy::clone(&known);
        loop {
            let entries = self.store.entries(id, seq, CHUNK).await?;
            for entry in &entries {
                seq = entry.head.seq;
                for change in &entry.changes {
                    if let Change::EntryUndone(c) = change {
                        let by = Undone {
                            seq,
                            by: entry.head.by,
                            at: entry.head.at,
                        };
                        undone.insert(c.seq, by);
                    }
                }
            }
            if entries.len() < CHUNK {
                break;
            }
        }
        let undone = Arc::new(undone);
        self.undone.insert(id, (seq, undone.clone()));
        Ok(undone)
    }
}

/// Whether an entry tells one person of what another wrote to him, which is theirs alone.
fn is_private(entry: &Entry) -> bool {
    let mut changes = entry.changes.iter();
    changes
        .any(|change| matches!(change, Change::DeskEdited(c) if c.what == DeskThing::Conversation))
}

fn row_of_entry(entry: &Entry, undone: &UndoneBy) -> Row {
    let head = &entry.head;
    let what = FeedWhat::of(&entry.changes);
    let is_private = is_private(entry) && !matches!(head.by, protocol::Actor::Staff(_));
    let mut about = Vec::new();
    if !is_private {
        let keys = entry.changes.iter().flat_map(access::card_keys);
        about.extend(keys.filter_map(|key| match key {
            CardKey::Person(id) => Some(id),
            _ => None,
        }));
        about.sort_unstable();
        about.dedup();
    }
    let desk = entry.changes.iter().find_map(|change| match change {
        Change::DeskEdited(c) if !is_private => Some((c.what, c.id)),
        _ => None,
    });
    let staff = match what {
        Some(FeedWhat::TeamChanged { staff }) => Some(staff),
        _ => None,
    };
    Row {
        desk,
        staff,
        at: head.at,
        by: (!is_private).then(|| head.by.into()),
        kind: Kind::of_entry(what.as_ref()),
        about,
        undone: undone.get(&head.seq).copied(),
        happening: Happening::Entry {
            seq: head.seq,
            n_changes: u32::try_from(entry.changes.len()).unwrap_or(u32::MAX),
            what,
        },
    }
}

fn row_of_line(line: JournalLine) -> Row {
    let (about, staff) = match line.note.subject {
        JournalSubject::Person(id) => (vec![id], None),
        JournalSubject::Staff(id) => (Vec::new(), Some(id)),
        _ => (Vec::new(), None),
    };
    Row {
        at: line.note.at,
        by: Some(line.note.by),
        kind: Kind::of_action(line.note.action),
        about,
        desk: None,
        staff,
        undone: None,
        happening: Happening::Line(line),
    }
}
