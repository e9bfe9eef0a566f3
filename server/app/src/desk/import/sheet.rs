//! A file as rows whose cells are asked for by meaning.

use std::collections::BTreeMap;

use protocol::limits::LABEL_CHARS_MAX;

use super::columns::{Column, Heading, fold, headings};
use super::flaw::{Flaw, FlawKind, Flaws};
use super::{FILE_BYTES_MAX, ROWS_MAX, Table, text};

/// A file that could be read as a table.
pub(super) struct Sheet {
    pub(super) table: Table,
    header: Vec<String>,
    columns: BTreeMap<Column, usize>,
    ignored: Vec<usize>,
    rows: Vec<(u64, csv::StringRecord)>,
    /// Lines with too many or too few fields.
    broken: Vec<csv::StringRecord>,
}

/// One line, with the table that it belongs to.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    sheet: &'a Sheet,
    pub(super) line: u64,
    record: &'a csv::StringRecord,
}

impl Sheet {
    /// Reads a file; none when it cannot be read as this table at all, which is a flaw.
    pub(super) fn parse(table: Table, bytes: &[u8], flaws: &mut Flaws) -> Option<Self> {
        let fail = |kind: FlawKind, flaws: &mut Flaws| flaws.push(Flaw::of_file(table, kind));
        if bytes.len() > FILE_BYTES_MAX {
            fail(FlawKind::FileTooLarge, flaws);
            return None;
        }
        let Some(text) = text::decode(bytes) else {
            fail(FlawKind::NotText, flaws);
            return None;
        };
        let layout = text::layout(&text);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(layout.separator)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(layout.text.as_bytes());
        let header: Vec<String> = match reader.headers() {
            Ok(header) if header.iter().any(|name| !name.is_empty()) => {
                header.iter().map(str::to_owned).collect()
            }
            Ok(_) | Err(_) => {
                fail(FlawKind::NoHeader, flaws);
                return None;
            }
        };
        let (columns, ignored) = assign(table, &header, flaws)?;
        let mut sheet = Self {
            table,
            header,
            columns,
            ignored,
            rows: Vec::new(),
            broken: Vec::new(),
        };
        let mut lines = Lines::new(layout.text, layout.n_lines_skipped);
        for record in reader.into_records() {
            let Ok(record) = record else {
                fail(FlawKind::NotText, flaws);
                return None;
            };
            let line = lines.line_at(record.position().map_or(0, csv::Position::byte));
            if record.iter().all(str::is_empty) {
                continue;
            }
            if sheet.rows.len() == ROWS_MAX {
                flaws.push(Flaw::of_cell(table, line, "", FlawKind::TooManyRows, ""));
                return None;
            }
            if record.len() == sheet.header.len() {
                sheet.rows.push((line, record));
            } else {
                let value: Vec<&str> = record.iter().collect();
                let kind = FlawKind::WrongFieldCount;
                flaws.push(Flaw::of_cell(table, line, "", kind, &value.join(" | ")));
                sheet.broken.push(record);
            }
        }
        Some(sheet)
    }

    /// Columns that mean nothing here, as written.
    pub(super) fn ignored_columns(&self) -> impl Iterator<Item = &str> {
        self.ignored
            .iter()
            .map(|index| self.header[*index].as_str())
    }

    /// What broken lines most likely say in a column: not to be used, only not to be missed.
    pub(super) fn broken_cells(&self, column: Column) -> impl Iterator<Item = &str> {
        let index = self.columns.get(&column).copied();
        self.broken
            .iter()
            .filter_map(move |record| record.get(index?))
    }

    /// The lines that are not empty and have as many fields as the header.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, record)| Row {
            sheet: self,
            line: *line,
            record,
        })
    }
}

/// Counts lines as an editor does: the reader itself does not count empty ones.
struct Lines<'a> {
    rest: &'a [u8],
    offset: u64,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str, n_skipped: u64) -> Self {
        Self {
            rest: text.as_bytes(),
            offset: 0,
            line: 1 + n_skipped,
        }
    }

    /// The line of the first character at or behind an offset that ends no line; offsets only
    /// grow.
    fn line_at(&mut self, offset: u64) -> u64 {
        while let Some((byte, rest)) = self.rest.split_first() {
            if self.offset >= offset && !matches!(byte, b'\n' | b'\r') {
                break;
            }
            self.line += u64::from(*byte == b'\n');
            self.offset += 1;
            self.rest = rest;
        }
        self.line
    }
}

type Columns = (BTreeMap<Column, usize>, Vec<usize>);

fn assign(table: Table, header: &[String], flaws: &mut Flaws) -> Option<Columns> {
    let n_flaws = flaws.count();
    let (mut columns, mut ignored) = (BTreeMap::new(), Vec::new());
    for (index, name) in header.iter().enumerate() {
        let folded = fold(name);
        let means = |heading: &&Heading| heading.names.contains(&folded.as_str());
        match headings(table).iter().find(means) {
            Some(heading) => {
                if columns.insert(heading.column, index).is_some() {
                    flaws.push(Flaw::of_cell(
                        table,
                        1,
                        name,
                        FlawKind::RepeatedColumn,
                        name,
                    ));
                }
            }
            None if name.is_empty() => {}
            None => ignored.push(index),
        }
    }
    for heading in headings(table) {
        if heading.is_needed && !columns.contains_key(&heading.column) {
            let name = heading.names.first().copied().unwrap_or_default();
            flaws.push(Flaw::of_cell(table, 1, name, FlawKind::MissingColumn, ""));
        }
    }
    (flaws.count() == n_flaws).then_some((columns, ignored))
}

impl<'a> Row<'a> {
    /// A cell's text; empty when the column is missing.
    pub(super) fn cell(&self, column: Column) -> &'a str {
        let index = self.sheet.columns.get(&column);
        index
            .and_then(|index| self.record.get(*index))
            .unwrap_or_default()
    }

    /// A flaw of one of this line's cells.
    pub(super) fn flaw(&self, column: Column, kind: FlawKind) -> Flaw {
        self.flaw_at(column, kind, self.cell(column))
    }

    /// As [`Self::flaw`], about a part of the cell.
    pub(super) fn flaw_at(&self, column: Column, kind: FlawKind, value: &str) -> Flaw {
        let index = self.sheet.columns.get(&column);
        let name = index.map_or("", |index| self.sheet.header[*index].as_str());
        Flaw::of_cell(self.sheet.table, self.line, name, kind, value)
    }

    /// A text within the bound of labels; a missing one is a flaw if it is needed.
    pub(super) fn text(
        &self,
        column: Column,
        is_needed: bool,
        flaws: &mut Flaws,
    ) -> Option<&'a str> {
        let text = self.cell(column);
        if text.is_empty() && is_needed {
            flaws.push(self.flaw(column, FlawKind::Missing));
            return None;
        }
        if text.chars().count() > LABEL_CHARS_MAX {
            flaws.push(self.flaw(column, FlawKind::TooLong));
            return None;
        }
        Some(text)
    }

    /// A whole number from 1 to a bound; none when the cell is empty, a flaw when it is no such
    /// number.
    pub(super) fn number(&self, column: Column, max: u16, flaws: &mut Flaws) -> Option<u16> {
        let text = self.cell(column);
        if text.is_empty() {
            return None;
        }
        match text.parse() {
            Ok(number) if (1..=max).contains(&number) => Some(number),
            Ok(_) | Err(_) => {
                flaws.push(self.flaw(column, FlawKind::BadNumber));
                None
            }
        }
    }
}
