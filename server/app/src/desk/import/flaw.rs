//! What is wrong with a line.

use std::fmt;

use protocol::Reject;

use super::{FLAWS_MAX, Table};

/// Characters of a value that are shown.
const SHOWN_CHARS_MAX: usize = 80;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// In which file.
    pub table: Table,
    /// In which line, from 1; zero when the file as a whole is meant.
    pub line: u64,
    /// The column as its header is written; empty when the line as a whole is meant.
    pub column: String,
    /// What is wrong.
    pub kind: FlawKind,
    /// The value, shortened and harmless to open in a spreadsheet.
    pub value: String,
}

impl Flaw {
    /// A flaw of a whole file.
    pub(super) fn of_file(table: Table, kind: FlawKind) -> Self {
        Self {
            table,
            line: 0,
            column: String::new(),
            kind,
            value: String::new(),
        }
    }

    /// A flaw of a cell; the column may be empty.
    pub(super) fn of_cell(
        table: Table,
        line: u64,
        column: &str,
        kind: FlawKind,
        value: &str,
    ) -> Self {
        Self {
            table,
            line,
            column: harmless(column),
            kind,
            value: harmless(value),
        }
    }
}

/// The kinds of flaws. Texts are the client's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlawKind {
    /// The file is no text: a spreadsheet or a picture, perhaps.
    NotText,
    /// The file is larger than what is read.
    FileTooLarge,
    /// There are more rows than what is read.
    TooManyRows,
    /// The file has no header line.
    NoHeader,
    /// A column that is needed is missing.
    MissingColumn,
    /// Two columns mean the same.
    RepeatedColumn,
    /// The line has more or fewer fields than the header.
    WrongFieldCount,
    /// A value that is needed is missing.
    Missing,
    /// A text is longer than what is kept.
    TooLong,
    /// The identifier stands in the file before.
    RepeatedId,
    /// Not a country's two letters.
    BadCountry,
    /// Not a word for one of the two populations.
    BadSide,
    /// Not a kind of place.
    BadPlaceKind,
    /// Not a whole number within bounds.
    BadNumber,
    /// Not a date.
    BadDate,
    /// Not a time, or not a stretch of time.
    BadTime,
    /// Not a way to say when somebody is there.
    BadAvailability,
    /// The timetable has no slot then.
    NoSlotThen,
    /// The slots overlap others.
    SlotsOverlap,
    /// There are more slots than an event may have.
    TooManySlots,
    /// More sites than an event may have.
    TooManySites,
    /// More keywords than a profile may have.
    TooManyKeywords,
    /// The event's list has no key figure of this name.
    UnknownFigure,
    /// Not a number, or not a range of two.
    BadFigure,
    /// Neither an interpreter nor equipment of the event has this name.
    UnknownResource,
    /// Nobody has this identifier.
    UnknownPerson,
    /// The identifier is a participant's here and an expert's there.
    ParticipantAndExpert,
    /// No place has this name, or several do.
    UnknownPlace,
    /// The rules refuse what the line says.
    Refused(Reject),
}

impl FlawKind {
    /// The stable code of the kind.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotText => "not_text",
            Self::FileTooLarge => "file_too_large",
            Self::TooManyRows => "too_many_rows",
            Self::NoHeader => "no_header",
            Self::MissingColumn => "missing_column",
            Self::RepeatedColumn => "repeated_column",
            Self::WrongFieldCount => "wrong_field_count",
            Self::Missing => "missing",
            Self::TooLong => "too_long",
            Self::RepeatedId => "repeated_id",
            Self::BadCountry => "bad_country",
            Self::BadSide => "bad_side",
            Self::BadPlaceKind => "bad_place_kind",
            Self::BadNumber => "bad_number",
            Self::BadDate => "bad_date",
            Self::BadTime => "bad_time",
            Self::BadAvailability => "bad_availability",
            Self::NoSlotThen => "no_slot_then",
            Self::SlotsOverlap => "slots_overlap",
            Self::TooManySlots => "too_many_slots",
            Self::TooManySites => "too_many_sites",
            Self::TooManyKeywords => "too_many_keywords",
            Self::UnknownFigure => "unknown_figure",
            Self::BadFigure => "bad_figure",
            Self::UnknownResource => "unknown_resource",
            Self::UnknownPerson => "unknown_person",
            Self::ParticipantAndExpert => "participant_and_expert",
            Self::UnknownPlace => "unknown_place",
            Self::Refused(_) => "refused",
        }
    }
}

impl fmt::Display for Flaw {
    /// For logs and the command line: table, line, column, code, value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}:{}", self.table, self.line)?;
        if !self.column.is_empty() {
            write!(f, " [{}]", self.column)?;
        }
        write!(f, " {}", self.kind.code())?;
        if let FlawKind::Refused(reject) = &self.kind {
            write!(f, " {}", reject.name())?;
        }
        if !self.value.is_empty() {
            write!(f, " {:?}", self.value)?;
        }
        Ok(())
    }
}

/// Flaws up to a bound, and how many there are altogether.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flaws {
    listed: Vec<Flaw>,
    n_unlisted: usize,
}

impl Flaws {
    /// The flaws that are listed, in the order in which they were found.
    #[must_use]
    pub fn listed(&self) -> &[Flaw] {
        &self.listed
    }

    /// How many there are, listed or not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.listed.len() + self.n_unlisted
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    pub(super) fn push(&mut self, flaw: Flaw) {
        if self.listed.len() < FLAWS_MAX {
            self.listed.push(flaw);
        } else {
            self.n_unlisted += 1;
        }
    }
}

/// A value as it may be shown: short, without control characters, and no formula even when
/// somebody opens the list of flaws in a spreadsheet.
pub(super) fn harmless(value: &str) -> String {
    let mut shown: String = value
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(SHOWN_CHARS_MAX)
        .collect();
    if value.chars().count() > SHOWN_CHARS_MAX {
        shown.push('…');
    }
    // Spreadsheets trim before they look for a formula.
    if shown
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
    {
        shown.insert(0, '\'');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_echoed_value_is_no_formula() {
        for (value, shown) in [
            ("=1+1", "'=1+1"),
            ("+33 2", "'+33 2"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "' =1"),
            ("  =1", "'  =1"),
            ("＝1", "'＝1"),
            ("Léa", "Léa"),
            ("a=b", "a=b"),
            ("a\nb", "a b"),
        ] {
            assert_eq!(harmless(value), shown);
        }
        assert_eq!(
            harmless(&"x".repeat(200)).chars().count(),
            SHOWN_CHARS_MAX + 1
        );
    }

    #[test]
    fn flaws_beyond_the_bound_are_counted() {
        let mut flaws = Flaws::default();
        for _ in 0..FLAWS_MAX + 5 {
            flaws.push(Flaw::of_file(Table::Places, FlawKind::NotText));
        }
        assert_eq!(
            (flaws.listed().len(), flaws.count()),
            (FLAWS_MAX, FLAWS_MAX + 5)
        );
    }
}
