//! Reading MessagePack, made small.
//!
//! `rmp-serde` instantiates its whole decoder once for every type that is read, which came to
//! two thirds of a phone's program. Here everything but the order of the fields is compiled once,
//! and nothing asks after each value whether it was there: a reader that has failed stays failed,
//! whatever is read from it afterwards is some value, and [`from_slice`] gives none of it out.
//!
//! What `rmp-serde` writes is read, with the same meaning; but an array of fields may be longer
//! or shorter than expected, so that a message survives a field that was appended, in both
//! directions (docs/adr/0010).

use std::fmt;

use crate::wire::{Case, Names, Wire};

/// Why bytes are not the value that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// The bytes end before the value does.
    End,
    /// Another kind of value stands there, or a kind that is never written.
    Kind,
    /// The value is out of its bounds.
    Bounds,
    /// A name that is not known.
    Unknown,
    /// Something stands behind the value.
    Left,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::End => "the bytes end too early",
            Self::Kind => "a value of another kind, or a field that is missing",
            Self::Bounds => "a value out of bounds",
            Self::Unknown => "a name that is not known",
            Self::Left => "bytes left over",
        })
    }
}

impl std::error::Error for ReadError {}

/// Reads a value from bytes that hold nothing else.
///
/// # Errors
/// When the bytes are no such value, or when something stands behind it.
pub fn from_slice<T: Wire>(bytes: &[u8]) -> Result<T, ReadError> {
    let mut reader = Reader::new(bytes);
    let value = T::read(&mut reader);
    reader.end().map(|()| value)
}

/// Reads one value behind the other.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    /// Fields that are left of the struct that is being read.
    n_fields_left: usize,
    /// The next value is a field that the writer did not know: it reads as nothing.
    is_absent: bool,
    failure: Option<ReadError>,
}

/// What stands next.
enum Header<'a> {
    Nil,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Array(usize),
    Map(usize),
    /// A number that nothing of ours holds.
    Float,
}

impl<'a> Reader<'a> {
    /// A reader at the beginning of some bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            n_fields_left: 0,
            is_absent: false,
            failure: None,
        }
    }

    /// What was not read yet; nothing once something could not be read.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.bytes
    }

    /// Reads the next value.
    ///
    /// # Errors
    /// When the bytes are no such value.
    pub fn read<T: Wire>(&mut self) -> Result<T, ReadError> {
        let value = T::read(self);
        self.failure.map_or(Ok(value), Err)
    }

    /// Whether all was read, and nothing stands behind it.
    #[inline(never)]
    fn end(&self) -> Result<(), ReadError> {
        match self.failure {
            Some(why) => Err(why),
            None if self.bytes.is_empty() => Ok(()),
            None => Err(ReadError::Left),
        }
    }

    /// Gives up: what is read from here on is of no account.
    #[inline(never)]
    pub(crate) fn fail(&mut self, why: ReadError) {
        self.failure.get_or_insert(why);
        self.bytes = &[];
    }

    pub(crate) const fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    #[inline(never)]
    fn take(&mut self, n: usize) -> &'a [u8] {
        match self.bytes.split_at_checked(n) {
            Some((taken, rest)) => {
                self.bytes = rest;
                taken
            }
            None => {
                self.fail(ReadError::End);
                &[]
            }
        }
    }

    /// A number of so many bytes, big end first.
    #[inline(never)]
    fn number(&mut self, n: usize) -> u64 {
        let bytes = self.take(n).iter();
        bytes.fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn length(&mut self, n: usize) -> usize {
        usize::try_from(self.number(n)).unwrap_or(usize::MAX)
    }

    fn text_of(&mut self, length: usize) -> Header<'a> {
        match std::str::from_utf8(self.take(length)) {
            Ok(text) => Header::Text(text),
            Err(_) => self.no_header(),
        }
    }

    fn no_header(&mut self) -> Header<'a> {
        self.fail(ReadError::Kind);
        Header::Nil
    }

    #[inline(never)]
    fn header(&mut self) -> Header<'a> {
        if std::mem::take(&mut self.is_absent) {
            return Header::Nil;
        }
        let Some(marker) = self.take(1).first().copied() else {
            return Header::Nil;
        };
        match marker {
            0x00..=0x7f => Header::Unsigned(u64::from(marker)),
            0x80..=0x8f => Header::Map(usize::from(marker & 0x0f)),
            0x90..=0x9f => Header::Array(usize::from(marker & 0x0f)),
            0xa0..=0xbf => self.text_of(usize::from(marker & 0x1f)),
            0xc0 => Header::Nil,
            0xc2 | 0xc3 => Header::Bool(marker == 0xc3),
            0xc4..=0xc6 => {
                let length = self.length(1 << (marker - 0xc4));
                Header::Bytes(self.take(length))
            }
            0xca | 0xcb => {
                self.take(4 << (marker - 0xca));
                Header::Float
            }
            0xcc..=0xcf => Header::Unsigned(self.number(1 << (marker - 0xcc))),
            0xd0..=0xd3 => {
                let n = 1 << (marker - 0xd0);
                // The sign stands in the first bit of what was written.
                let shift = 64 - 8 * u32::try_from(n).unwrap_or(8);
                Header::Signed(self.number(n).cast_signed() << shift >> shift)
            }
            0xd9..=0xdb => {
                let length = self.length(1 << (marker - 0xd9));
                self.text_of(length)
            }
            0xdc | 0xdd => Header::Array(self.length(2 << (marker - 0xdc))),
            0xde | 0xdf => Header::Map(self.length(2 << (marker - 0xde))),
            0xe0..=0xff => Header::Signed(i64::from(marker.cast_signed())),
            // Extensions and the byte that is never used: nothing of ours is written so.
            0xc1 | 0xc7..=0xc9 | 0xd4..=0xd8 => self.no_header(),
        }
    }

    /// Leaves a value out, however deep it is, without calling itself.
    #[inline(never)]
    fn skip(&mut self) {
        let mut n_left: usize = 1;
        while n_left > 0 && !self.has_failed() {
            let n_inside = match self.header() {
                Header::Array(length) => length,
                Header::Map(length) => length.saturating_mul(2),
                Header::Nil
                | Header::Bool(_)
                | Header::Unsigned(_)
                | Header::Signed(_)
                | Header::Text(_)
                | Header::Bytes(_)
                | Header::Float => 0,
            };
            n_left = (n_left - 1).saturating_add(n_inside);
        }
    }
}

/// What types read themselves with. Each answers with something even when it fails.
impl<'a> Reader<'a> {
    #[inline(never)]
    pub(crate) fn unsigned(&mut self, max: u64) -> u64 {
        match self.header() {
            Header::Unsigned(number) if number <= max => number,
            // A number is written without a sign where it has none; other writers may not.
            Header::Signed(number) if (0..=max.cast_signed()).contains(&number) => {
                number.unsigned_abs()
            }
            Header::Unsigned(_) | Header::Signed(_) => self.zero(ReadError::Bounds),
            _ => self.zero(ReadError::Kind),
        }
    }

    #[inline(never)]
    pub(crate) fn signed(&mut self, max: i64) -> i64 {
        let number = match self.header() {
            Header::Unsigned(number) => i64::try_from(number).ok(),
            Header::Signed(number) => Some(number),
            _ => {
                self.fail(ReadError::Kind);
                return 0;
            }
        };
        match number {
            Some(number) if (-max - 1..=max).contains(&number) => number,
            Some(_) | None => {
                self.fail(ReadError::Bounds);
                0
            }
        }
    }

    fn zero(&mut self, why: ReadError) -> u64 {
        self.fail(why);
        0
    }

    #[inline(never)]
    pub(crate) fn bool(&mut self) -> bool {
        match self.header() {
            Header::Bool(value) => value,
            _ => self.zero(ReadError::Kind) != 0,
        }
    }

    #[inline(never)]
    pub(crate) fn text(&mut self) -> &'a str {
        match self.header() {
            Header::Text(text) => text,
            _ => {
                self.fail(ReadError::Kind);
                ""
            }
        }
    }

    #[inline(never)]
    pub(crate) fn bytes(&mut self) -> &'a [u8] {
        match self.header() {
            Header::Bytes(bytes) => bytes,
            _ => {
                self.fail(ReadError::Kind);
                &[]
            }
        }
    }

    /// Bytes of which there are always sixteen.
    #[inline(never)]
    pub(crate) fn sixteen(&mut self) -> [u8; 16] {
        match <[u8; 16]>::try_from(self.bytes()) {
            Ok(bytes) => bytes,
            Err(_) => {
                self.fail(ReadError::Bounds);
                [0; 16]
            }
        }
    }

    /// Whether nothing stands next; then it is read.
    #[inline(never)]
    pub(crate) fn nothing(&mut self) -> bool {
        let is_nothing = self.is_absent || self.bytes.first() == Some(&0xc0);
        if is_nothing {
            self.header();
        }
        is_nothing
    }

    /// The number of items of an array. A length that lies is found when the bytes end; nobody
    /// may allocate for it before.
    #[inline(never)]
    pub(crate) fn array(&mut self, length_max: usize) -> usize {
        match self.header() {
            Header::Array(length) if length <= length_max => return length,
            Header::Array(_) => self.fail(ReadError::Bounds),
            _ => self.fail(ReadError::Kind),
        }
        0
    }

    /// An array of so many items.
    #[inline(never)]
    pub(crate) fn exactly(&mut self, length: usize) {
        if self.array(length) != length {
            self.fail(ReadError::Bounds);
        }
    }

    /// Begins a struct, which may stand in another one: [`Self::close`] takes what this returns.
    /// Fields stand in the order of their declaration.
    #[inline(never)]
    pub(crate) fn open(&mut self) -> usize {
        let n_fields = self.array(usize::MAX);
        std::mem::replace(&mut self.n_fields_left, n_fields)
    }

    /// Goes to the next field. One that an older writer did not know yet reads as nothing.
    #[inline(never)]
    pub(crate) fn field(&mut self) -> &mut Self {
        match self.n_fields_left.checked_sub(1) {
            Some(n_left) => self.n_fields_left = n_left,
            None => self.is_absent = true,
        }
        self
    }

    /// Whether the field that stands next was left out; then it is read.
    pub(crate) fn is_left_out(&mut self) -> bool {
        std::mem::take(&mut self.is_absent)
    }

    /// Ends a struct. A field that a newer writer appended is left out.
    #[inline(never)]
    pub(crate) fn close(&mut self, n_fields_left_outside: usize) {
        while self.n_fields_left > 0 && !self.has_failed() {
            self.n_fields_left -= 1;
            self.skip();
        }
        self.n_fields_left = n_fields_left_outside;
    }

    /// Which variant stands next, up to its content: its name alone, or a map from its name to
    /// its content.
    #[inline(never)]
    pub(crate) fn variant(&mut self, names: Names, case: Case) -> usize {
        let (name, has_content) = match self.header() {
            Header::Text(name) => (name, false),
            Header::Map(1) => (self.text(), true),
            _ => {
                self.fail(ReadError::Kind);
                return 0;
            }
        };
        let position = names
            .iter()
            .position(|(declared, _)| case.is_name(name, declared));
        match position {
            Some(nth) if names[nth].1 == has_content => nth,
            Some(_) => {
                self.fail(ReadError::Kind);
                0
            }
            None => {
                self.fail(ReadError::Unknown);
                0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::de::DeserializeOwned;

    use super::*;
    use crate::list::List;
    use crate::message::Cursor;
    use crate::reject::Malformed;
    use crate::slots::{SlotId, SlotSet};

    /// What is accepted means what it means to `rmp-serde`, which takes more: bytes for a text,
    /// a text for bytes.
    fn agree<T: Wire + DeserializeOwned + PartialEq + Debug>(bytes: &[u8]) {
        if let Ok(ours) = from_slice::<T>(bytes) {
            let mut rest = bytes;
            let theirs = T::deserialize(&mut rmp_serde::Deserializer::new(&mut rest)).ok();
            assert_eq!(Some(ours), theirs, "{bytes:02x?}");
            assert!(rest.is_empty(), "{bytes:02x?}");
        }
    }

    #[test]
    fn no_header_is_read_otherwise_than_by_rmp_serde() {
        let tail = [0, 1, 2, 3, 4, 5, 6, 7, 0xa1, b'a', 0x91, 5, 0xc0, 0xc3];
        for marker in 0..=0xff_u8 {
            for n in 0..tail.len() {
                let mut bytes = vec![marker];
                bytes.extend_from_slice(&tail[..n]);
                agree::<u64>(&bytes);
                agree::<u16>(&bytes);
                agree::<i32>(&bytes);
                agree::<i64>(&bytes);
                agree::<bool>(&bytes);
                agree::<String>(&bytes);
                agree::<Option<u8>>(&bytes);
                agree::<Vec<u8>>(&bytes);
                agree::<(u8, u8)>(&bytes);
                agree::<SlotId>(&bytes);
            }
        }
    }

    #[test]
    fn numbers_are_read_up_to_their_bounds_and_not_beyond() {
        let of = |number: i64| rmp_serde::to_vec(&number).unwrap();
        assert_eq!(from_slice(&of(255)), Ok(255_u8));
        assert_eq!(from_slice::<u8>(&of(256)), Err(ReadError::Bounds));
        assert_eq!(from_slice::<u8>(&of(-1)), Err(ReadError::Bounds));
        assert_eq!(from_slice(&of(i32::MIN.into())), Ok(i32::MIN));
        assert_eq!(
            from_slice::<i32>(&of(i64::from(i32::MIN) - 1)),
            Err(ReadError::Bounds)
        );
        assert_eq!(from_slice(&of(i64::MIN)), Ok(i64::MIN));
        let most = rmp_serde::to_vec(&u64::MAX).unwrap();
        assert_eq!(from_slice(&most), Ok(u64::MAX));
        assert_eq!(from_slice::<i64>(&most), Err(ReadError::Bounds));
        assert_eq!(from_slice::<SlotId>(&of(256)), Err(ReadError::Bounds));
    }

    #[test]
    fn no_cut_of_a_value_is_read_and_no_byte_behind_it() {
        let cursor = Cursor {
            topic: crate::message::Topic::Mine,
            epoch: 70_000,
            offset: u64::MAX,
        };
        let mut written = rmp_serde::to_vec(&vec![cursor, cursor]).unwrap();
        for cut in 0..written.len() {
            let read = from_slice::<Vec<Cursor>>(&written[..cut]);
            assert_eq!(read, Err(ReadError::End), "{cut}");
        }
        written.push(0);
        assert_eq!(from_slice::<Vec<Cursor>>(&written), Err(ReadError::Left));
    }

    #[test]
    fn a_missing_field_is_no_value_unless_it_may_be_nothing() {
        let short = rmp_serde::to_vec(&("mine", 1)).unwrap();
        assert_eq!(from_slice::<Cursor>(&short), Err(ReadError::Kind));
        // Nothing that stands outside is taken for the missing field.
        let two = rmp_serde::to_vec(&[("mine", 1), ("ops", 2)]).unwrap();
        assert!(from_slice::<Vec<Cursor>>(&two).is_err());
    }

    #[test]
    fn a_depth_without_end_is_skipped_without_a_stack() {
        // A struct without fields of its own, in which something a million deep was appended.
        let mut bytes = vec![0x91];
        bytes.resize(1_000_000, 0x91);
        bytes.push(0xc0);
        assert!(from_slice::<Malformed>(&bytes).is_ok());
    }

    #[test]
    fn a_length_that_lies_is_refused_before_it_is_believed() {
        let lie = [0xdd, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(from_slice::<Vec<u64>>(&lie), Err(ReadError::End));
        assert_eq!(from_slice::<Malformed>(&lie), Err(ReadError::End));
        assert!(from_slice::<String>(&[0xdb, 0xff, 0xff, 0xff, 0xff]).is_err());
        assert!(from_slice::<SlotSet>(&[0xc6, 0xff, 0xff, 0xff, 0xff]).is_err());
        assert_eq!(from_slice::<List<u64, 3>>(&lie), Err(ReadError::Bounds));
        let skipped = [0x91, 0xdf, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(from_slice::<Malformed>(&skipped), Err(ReadError::End));
    }
}
