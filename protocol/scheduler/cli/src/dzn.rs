//! Reads the published instances: MiniZinc data files, of which they use integers, arrays, sets
//! and one table.

use std::collections::BTreeMap;

use scheduler::batch::{Instance, Meeting, Slots, Terms, slots_below};

use super::unreadable::{Fault, Unreadable};

/// What a name is given.
#[derive(Debug)]
enum Value {
    Number(i64),
    Set(Vec<i64>),
    List(Vec<Entry>),
    Table(Vec<Vec<i64>>),
}

struct Field {
    line: usize,
    value: Value,
}

/// An element of a list, with its line.
#[derive(Debug)]
struct Entry {
    line: usize,
    value: Value,
}

/// Reads an instance.
pub(crate) fn parse(text: &str) -> Result<Instance, Unreadable> {
    let mut reader = Reader {
        rest: text,
        line: 1,
    };
    let mut fields = BTreeMap::new();
    while let Some((name, field)) = reader.field()? {
        let line = field.line;
        if fields.insert(name.clone(), field).is_some() {
            return Err(Unreadable::at(line, Fault::Repeated(name)));
        }
    }
    Draft {
        fields,
        last_line: reader.line,
    }
    .instance()
}

struct Draft {
    fields: BTreeMap<String, Field>,
    last_line: usize,
}

impl Draft {
    fn field(&self, name: &'static str) -> Result<&Field, Unreadable> {
        let missing = || Unreadable::at(self.last_line, Fault::Missing(name));
        self.fields.get(name).ok_or_else(missing)
    }

    fn number(&self, name: &'static str, most: usize) -> Result<usize, Unreadable> {
        let field = self.field(name)?;
        let Value::Number(number) = field.value else {
            return Err(Unreadable::at(field.line, Fault::Kind(name)));
        };
        bounded(number, 0, most).ok_or_else(|| Unreadable::at(field.line, Fault::Range(number)))
    }

    fn list(&self, name: &'static str, n: usize) -> Result<&[Entry], Unreadable> {
        let field = self.field(name)?;
        let Value::List(list) = &field.value else {
            return Err(Unreadable::at(field.line, Fault::Kind(name)));
        };
        if list.len() != n {
            let fault = Fault::Length {
                name,
                n_given: list.len(),
                n_wanted: n,
            };
            return Err(Unreadable::at(field.line, fault));
        }
        Ok(list)
    }

    fn instance(&self) -> Result<Instance, Unreadable> {
        use scheduler::batch::{BATCH_MEETINGS_MAX, BATCH_PARTICIPANTS_MAX, BATCH_SLOTS_MAX};
        let n_participants = self.number("nBusiness", BATCH_PARTICIPANTS_MAX)?;
        let n_meetings = self.number("nMeetings", BATCH_MEETINGS_MAX)?;
        let n_tables = self.number("nTables", BATCH_MEETINGS_MAX)?;
        let n_slots = self.number("nTotalSlots", BATCH_SLOTS_MAX)?;
        let n_morning = self.number("nMorningSlots", n_slots)?;
        let morning = slots_below(n_morning);
        let all = slots_below(n_slots);
        let mut meetings =
            self.requested(n_participants, n_meetings, [morning, all & !morning, all])?;
        for (row, entry) in meetings.iter_mut().zip(self.list("fixed", n_meetings)?) {
            if let Some(slot) = entry.number(0, n_slots)?.checked_sub(1) {
                row.slots &= 1 << slot;
            }
        }
        for (row, entry) in meetings
            .iter_mut()
            .zip(self.list("precedences", n_meetings)?)
        {
            let named = entry.set(0, n_meetings)?;
            row.after = named.into_iter().filter_map(|m| m.checked_sub(1)).collect();
        }
        let mut free = Vec::with_capacity(n_participants);
        for entry in self.list("forbidden", n_participants)? {
            let taken = entry
                .set(0, n_slots)?
                .into_iter()
                .filter_map(|slot| slot.checked_sub(1));
            free.push(taken.fold(all, |free: Slots, slot| free & !(1 << slot)));
        }
        let instance = Instance {
            n_slots,
            day_starts: 1,
            scarce: Vec::new(),
            terms: Terms::default(),
            capacity: vec![n_tables; n_slots],
            free,
            meetings,
        };
        let malformed = |e| Unreadable::at(self.last_line, Fault::Malformed(e));
        instance.validate().map_err(malformed)?;
        Ok(instance)
    }

    fn requested(
        &self,
        n_participants: usize,
        n_meetings: usize,
        sessions: [Slots; 3],
    ) -> Result<Vec<Meeting>, Unreadable> {
        let field = self.field("requested")?;
        let Value::Table(rows) = &field.value else {
            return Err(Unreadable::at(field.line, Fault::Kind("requested")));
        };
        if rows.len() != n_meetings {
            let fault = Fault::Length {
                name: "requested",
                n_given: rows.len(),
                n_wanted: n_meetings,
            };
            return Err(Unreadable::at(field.line, fault));
        }
        let mut meetings = Vec::with_capacity(n_meetings);
        for (index, row) in rows.iter().enumerate() {
            // The table begins on the line of its name, one row per line.
            let line = field.line + index;
            let [first, second, session] = row.as_slice() else {
                return Err(Unreadable::at(line, Fault::RowLength(row.len())));
            };
            let read = |number: i64, most: usize| {
                let out = || Unreadable::at(line, Fault::Range(number));
                bounded(number, 1, most).ok_or_else(out)
            };
            let parties = [
                read(*first, n_participants)? - 1,
                read(*second, n_participants)? - 1,
            ];
            let slots = sessions[read(*session, sessions.len())? - 1];
            meetings.push(Meeting::open(parties, slots));
        }
        Ok(meetings)
    }
}

impl Entry {
    fn number(&self, least: usize, most: usize) -> Result<usize, Unreadable> {
        let Value::Number(number) = self.value else {
            return Err(Unreadable::at(self.line, Fault::Kind("number")));
        };
        bounded(number, least, most).ok_or_else(|| Unreadable::at(self.line, Fault::Range(number)))
    }

    fn set(&self, least: usize, most: usize) -> Result<Vec<usize>, Unreadable> {
        let Value::Set(numbers) = &self.value else {
            return Err(Unreadable::at(self.line, Fault::Kind("set")));
        };
        let read = |number: &i64| {
            let out = || Unreadable::at(self.line, Fault::Range(*number));
            bounded(*number, least, most).ok_or_else(out)
        };
        numbers.iter().map(read).collect()
    }
}

fn bounded(number: i64, least: usize, most: usize) -> Option<usize> {
    let number = usize::try_from(number).ok()?;
    (least..=most).contains(&number).then_some(number)
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl Reader<'_> {
    /// Skips white space and comments.
    fn skip(&mut self) {
        loop {
            let trimmed = self.rest.trim_start();
            let skipped = &self.rest[..self.rest.len() - trimmed.len()];
            self.line += skipped.matches('\n').count();
            self.rest = trimmed;
            if !trimmed.starts_with('%') {
                return;
            }
            self.rest = trimmed.find('\n').map_or("", |end| &trimmed[end..]);
        }
    }

    fn fault(&self, fault: Fault) -> Unreadable {
        Unreadable::at(self.line, fault)
    }

    fn takes(&mut self, token: &str) -> bool {
        self.skip();
        let found = self.rest.strip_prefix(token);
        if let Some(rest) = found {
            self.rest = rest;
        }
        found.is_some()
    }

    fn expect(&mut self, token: &'static str) -> Result<(), Unreadable> {
        if self.takes(token) {
            Ok(())
        } else {
            Err(self.fault(Fault::Expected(token)))
        }
    }

    fn field(&mut self) -> Result<Option<(String, Field)>, Unreadable> {
        self.skip();
        if self.rest.is_empty() {
            return Ok(None);
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() {
            return Err(self.fault(Fault::Expected("a name")));
        }
        let name = name.to_owned();
        self.rest = rest;
        self.expect("=")?;
        let value = self.value()?;
        let line = self.line;
        let line = match &value {
            Value::Table(rows) => line.saturating_sub(rows.len()),
            Value::Number(_) | Value::Set(_) | Value::List(_) => line,
        };
        self.expect(";")?;
        Ok(Some((name, Field { line, value })))
    }

    fn value(&mut self) -> Result<Value, Unreadable> {
        if self.takes("[|") {
            return self.table();
        }
        if self.takes("[") {
            let mut list = Vec::new();
            while !self.takes("]") {
                let value = self.value()?;
                list.push(Entry {
                    line: self.line,
                    value,
                });
                if !self.takes(",") {
                    self.expect("]")?;
                    break;
                }
            }
            return Ok(Value::List(list));
        }
        if self.takes("{") {
            let mut numbers = Vec::new();
            while !self.takes("}") {
                numbers.push(self.number()?);
                if !self.takes(",") {
                    self.expect("}")?;
                    break;
                }
            }
            return Ok(Value::Set(numbers));
        }
        self.number().map(Value::Number)
    }

    /// Rows between bars, the last one empty.
    fn table(&mut self) -> Result<Value, Unreadable> {
        let mut rows = Vec::new();
        loop {
            if self.takes("]") {
                return Ok(Value::Table(rows));
            }
            let mut row = Vec::new();
            while !self.takes("|") {
                row.push(self.number()?);
                if !self.takes(",") {
                    self.expect("|")?;
                    break;
                }
            }
            rows.push(row);
        }
    }

    fn number(&mut self) -> Result<i64, Unreadable> {
        self.skip();
        let is_digit = |c: char| c.is_ascii_digit() || c == '-';
        let end = self.rest.find(|c| !is_digit(c)).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        let number = digits
            .parse()
            .map_err(|_| self.fault(Fault::Expected("a number")))?;
        self.rest = rest;
        Ok(number)
    }
}
