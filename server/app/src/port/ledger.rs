//! Who was erased: ids only, kept outside the store and its backups, so that whoever restores a
//! backup erases them again.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use protocol::Micros;
use protocol::id::{CompanyId, EventId, PersonId, StaffId};
use store::Holder;

/// Bytes that a ledger is read up to: some hundred thousand lines.
const LEDGER_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A line of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    /// When.
    pub at: Micros,
    /// Of which event.
    pub event: EventId,
    /// Who.
    pub holder: Holder,
    /// His company, when its label went with him.
    pub company: Option<CompanyId>,
}

/// Where the erased are noted.
pub trait Ledger: Send + Sync + fmt::Debug {
    /// Notes somebody. When this returns, the line is on disk.
    ///
    /// # Errors
    /// When it cannot be written; then nobody may be erased.
    fn note(&self, line: &Erased) -> io::Result<()>;

    /// Every line.
    ///
    /// # Errors
    /// When it cannot be read, or holds something that is no line.
    fn lines(&self) -> io::Result<Vec<Erased>>;
}

impl fmt::Display for Erased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, event, .. } = self;
        write!(f, "{} {event} ", at.0)?;
        match self.holder {
            Holder::Person(id) => write!(f, "person {id}")?,
            Holder::Staff(id) => write!(f, "staff {id}")?,
        }
        if let Some(company) = self.company {
            write!(f, " {company}")?;
        }
        Ok(())
    }
}

impl FromStr for Erased {
    type Err = NoLine;

    fn from_str(line: &str) -> Result<Self, NoLine> {
        let mut words = line.split(' ');
        let mut word = || words.next().ok_or(NoLine);
        let at = Micros(word()?.parse().map_err(|_| NoLine)?);
        let event = EventId::parse(word()?).ok_or(NoLine)?;
        let holder = match (word()?, word()?) {
            ("person", id) => Holder::Person(PersonId::parse(id).ok_or(NoLine)?),
            ("staff", id) => Holder::Staff(StaffId::parse(id).ok_or(NoLine)?),
            _ => return Err(NoLine),
        };
        let company = match words.next() {
            Some(id) => Some(CompanyId::parse(id).ok_or(NoLine)?),
            None => None,
        };
        match words.next() {
            None => Ok(Self {
                at,
                event,
                holder,
                company,
            }),
            Some(_) => Err(NoLine),
        }
    }
}

/// Something that is no line of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no line of a ledger")]
pub struct NoLine;

/// A ledger in a file, one line per person.
#[derive(Debug)]
pub struct FileLedger {
    path: PathBuf,
    /// One writer at a time in this process; each process has a file of its own.
    turn: Mutex<()>,
}

impl FileLedger {
    /// A ledger that is made with its first line.
    #[must_use]
    pub const fn at(path: PathBuf) -> Self {
        Self {
            path,
            turn: Mutex::new(()),
        }
    }

    fn text(&self) -> io::Result<String> {
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
            Err(error) => return Err(error),
        };
        let mut text = String::new();
        file.take(LEDGER_BYTES_MAX).read_to_string(&mut text)?;
        Ok(text)
    }
}

impl Ledger for FileLedger {
    fn note(&self, line: &Erased) -> io::Result<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = File::options().create(true).append(true).open(&self.path)?;
        // A line that a crash cut off erased nobody; it must not swallow the next one.
        let text = self.text()?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        if whole < text.len() {
            file.set_len(u64::try_from(whole).expect("within the bound"))?;
        }
        file.write_all(format!("{line}\n").as_bytes())?;
        file.sync_all()
    }

    fn lines(&self) -> io::Result<Vec<Erased>> {
        let text = self.text()?;
        let is_whole = text.ends_with('\n');
        let rows: Vec<&str> = text.lines().collect();
        let mut lines = Vec::with_capacity(rows.len());
        for (place, row) in rows.iter().enumerate() {
            match row.parse() {
                Ok(line) => lines.push(line),
                // Cut off by a crash, before anybody was erased.
                Err(_) if place + 1 == rows.len() && !is_whole => {}
                Err(NoLine) => {
                    let what = format!("line {} of {}", place + 1, self.path.display());
                    return Err(io::Error::new(io::ErrorKind::InvalidData, what));
                }
            }
        }
        Ok(lines)
    }
}

/// A ledger in memory, for tests and for a demo that nobody restores.
#[derive(Debug, Default)]
pub struct MemoryLedger(Mutex<Vec<Erased>>);

impl Ledger for MemoryLedger {
    fn note(&self, line: &Erased) -> io::Result<()> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(*line);
        Ok(())
    }

    fn lines(&self) -> io::Result<Vec<Erased>> {
        Ok(self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(n: u64) -> Erased {
        Erased {
            at: Micros(1_700_000_000_000_000),
            event: EventId::example(1),
            holder: Holder::Person(PersonId::example(n)),
            company: n.is_multiple_of(2).then(|| CompanyId::example(n)),
        }
    }

    #[test]
    fn what_was_noted_is_read_also_by_the_next_process() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept/erased");
        assert_eq!(FileLedger::at(path.clone()).lines().unwrap(), []);
        let staff = Erased {
            holder: Holder::Staff(StaffId::example(9)),
            ..line(1)
        };
        for one in [line(1), line(2), staff] {
            FileLedger::at(path.clone()).note(&one).unwrap();
        }
        let read = FileLedger::at(path).lines().unwrap();
        assert_eq!(read, [line(1), line(2), staff]);
    }

    #[test]
    fn a_line_that_was_cut_off_swallows_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("erased");
        let ledger = FileLedger::at(path.clone());
        ledger.note(&line(1)).unwrap();
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str("17000000000 018");
        std::fs::write(&path, &text).unwrap();
        assert_eq!(ledger.lines().unwrap(), [line(1)]);
        ledger.note(&line(2)).unwrap();
        assert_eq!(ledger.lines().unwrap(), [line(1), line(2)]);
    }

    #[test]
    fn a_damaged_ledger_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("erased");
        let ledger = FileLedger::at(path.clone());
        std::fs::write(&path, "nonsense\n").unwrap();
        let error = ledger.lines().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}
