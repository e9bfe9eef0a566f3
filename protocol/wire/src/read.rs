//! Reading MessagePack, made small.
//!
//! `rmp-serde` instantiates its whole decoder once for every type that is read, which came to
//! two thirds of a phone's program. Here only a header is read per type, by functions that are
//! compiled once. What `rmp-serde` writes is read, with the same meaning; but an array of fields
//! may be longer or shorter than expected, so that a message survives a field that was appended,
//! in both directions (docs/adr/0010).

use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Expected, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

/// Why bytes are not the value that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError(Why);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Why {
    /// The bytes end before the value does.
    End,
    /// Another kind of value stands there, or a kind that is never written.
    Kind,
    /// The value is out of its bounds.
    Bounds,
    /// A field or variant.
    Missing(&'static str),
    Unknown,
    /// What a type of our own says of its value.
    Told(Box<str>),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Why::End => f.write_str("the bytes end too early"),
            Why::Kind => f.write_str("a value of another kind"),
            Why::Bounds => f.write_str("a value out of bounds"),
            Why::Missing(field) => write!(f, "the field {field} is missing"),
            Why::Unknown => f.write_str("a name that is not known"),
            Why::Told(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for ReadError {}

impl de::Error for ReadError {
    #[cold]
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self(Why::Told(text.to_string().into()))
    }
    #[cold]
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self(Why::Kind)
    }
    #[cold]
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self(Why::Bounds)
    }
    #[cold]
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self(Why::Bounds)
    }
    #[cold]
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self(Why::Unknown)
    }
    #[cold]
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self(Why::Unknown)
    }
    #[cold]
    fn missing_field(field: &'static str) -> Self {
        Self(Why::Missing(field))
    }
    #[cold]
    fn duplicate_field(_: &'static str) -> Self {
        Self(Why::Bounds)
    }
}

/// Reads one value behind the other.
#[derive(Debug)]
pub struct Reader<'de> {
    bytes: &'de [u8],
}

impl<'de> Reader<'de> {
    /// A reader at the beginning of some bytes.
    #[must_use]
    pub const fn new(bytes: &'de [u8]) -> Self {
        Self { bytes }
    }

    /// What was not read yet.
    #[must_use]
    pub const fn rest(&self) -> &'de [u8] {
        self.bytes
    }

    /// Reads the next value.
    ///
    /// # Errors
    /// When the bytes are no such value.
    pub fn read<T: de::Deserialize<'de>>(&mut self) -> Result<T, ReadError> {
        T::deserialize(self)
    }
}

/// Reads a value from bytes that hold nothing else.
///
/// # Errors
/// When the bytes are no such value, or when something stands behind it.
pub fn from_slice<'de, T: de::Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, ReadError> {
    let mut reader = Reader::new(bytes);
    let value = T::deserialize(&mut reader)?;
    reader.end().map(|()| value)
}

/// What stands next.
enum Header<'de> {
    Nil,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(&'de str),
    Bytes(&'de [u8]),
    Array(usize),
    Map(usize),
}

// Compiled once, however many types are read.
impl<'de> Reader<'de> {
    #[inline(never)]
    fn end(&self) -> Result<(), ReadError> {
        if self.bytes.is_empty() {
            Ok(())
        } else {
            Err(ReadError(Why::Told("bytes left over".into())))
        }
    }

    #[inline(never)]
    fn take(&mut self, n: usize) -> Result<&'de [u8], ReadError> {
        let (taken, rest) = self.bytes.split_at_checked(n).ok_or(ReadError(Why::End))?;
        self.bytes = rest;
        Ok(taken)
    }

    /// A number of so many bytes, big end first.
    #[inline(never)]
    fn number(&mut self, n: usize) -> Result<u64, ReadError> {
        let bytes = self.take(n)?;
        Ok(bytes
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn length(&mut self, n: usize) -> Result<usize, ReadError> {
        usize::try_from(self.number(n)?).map_err(|_| ReadError(Why::Bounds))
    }

    fn text(&mut self, length: usize) -> Result<Header<'de>, ReadError> {
        std::str::from_utf8(self.take(length)?)
            .map(Header::Text)
            .map_err(|_| ReadError(Why::Kind))
    }

    fn is_nil(&self) -> bool {
        self.bytes.first() == Some(&0xc0)
    }

    #[inline(never)]
    fn header(&mut self) -> Result<Header<'de>, ReadError> {
        let marker = self.take(1)?[0];
        Ok(match marker {
            0x00..=0x7f => Header::Unsigned(u64::from(marker)),
            0x80..=0x8f => Header::Map(usize::from(marker & 0x0f)),
            0x90..=0x9f => Header::Array(usize::from(marker & 0x0f)),
            0xa0..=0xbf => self.text(usize::from(marker & 0x1f))?,
            0xc0 => Header::Nil,
            0xc2 | 0xc3 => Header::Bool(marker == 0xc3),
            0xc4..=0xc6 => {
                let length = self.length(1 << (marker - 0xc4))?;
                Header::Bytes(self.take(length)?)
            }
            0xca => Header::Float(f64::from(f32::from_bits(low_word(self.number(4)?)))),
            0xcb => Header::Float(f64::from_bits(self.number(8)?)),
            0xcc..=0xcf => Header::Unsigned(self.number(1 << (marker - 0xcc))?),
            0xd0..=0xd3 => {
                let n = 1 << (marker - 0xd0);
                // The sign stands in the first bit of what was written.
                let shift = 64 - 8 * u32::try_from(n).unwrap_or(8);
                Header::Signed(self.number(n)?.cast_signed() << shift >> shift)
            }
            0xd9..=0xdb => {
                let length = self.length(1 << (marker - 0xd9))?;
                self.text(length)?
            }
            0xdc | 0xdd => Header::Array(self.length(2 << (marker - 0xdc))?),
            0xde | 0xdf => Header::Map(self.length(2 << (marker - 0xde))?),
            0xe0..=0xff => Header::Signed(i64::from(marker.cast_signed())),
            // Extensions and the byte that is never used: nothing of ours is written so.
            0xc1 | 0xc7..=0xc9 | 0xd4..=0xd8 => return Err(ReadError(Why::Kind)),
        })
    }

    #[inline(never)]
    fn array(&mut self) -> Result<usize, ReadError> {
        match self.header()? {
            Header::Array(length) => Ok(length),
            _ => Err(ReadError(Why::Kind)),
        }
    }

    /// Leaves a value out, however deep it is, without calling itself.
    #[inline(never)]
    fn skip(&mut self) -> Result<(), ReadError> {
        let mut n_left: usize = 1;
        while n_left > 0 {
            n_left -= 1;
            let inside = match self.header()? {
                Header::Array(length) => Some(length),
                Header::Map(length) => length.checked_mul(2),
                _ => Some(0),
            };
            n_left = inside
                .and_then(|inside| n_left.checked_add(inside))
                .ok_or(ReadError(Why::Bounds))?;
        }
        Ok(())
    }
}

#[allow(clippy::cast_possible_truncation, reason = "four bytes were read")]
const fn low_word(number: u64) -> u32 {
    number as u32
}

macro_rules! numbers {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            match self.header()? {
                Header::Unsigned(number) => visitor.visit_u64(number),
                Header::Signed(number) => visitor.visit_i64(number),
                _ => Err(ReadError(Why::Kind)),
            }
        }
    )* };
}

macro_rules! floats {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            match self.header()? {
                Header::Float(number) => visitor.visit_f64(number),
                _ => Err(ReadError(Why::Kind)),
            }
        }
    )* };
}

macro_rules! texts {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            match self.header()? {
                Header::Text(text) => visitor.visit_borrowed_str(text),
                _ => Err(ReadError(Why::Kind)),
            }
        }
    )* };
}

macro_rules! byte_strings {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            match self.header()? {
                Header::Bytes(bytes) => visitor.visit_borrowed_bytes(bytes),
                _ => Err(ReadError(Why::Kind)),
            }
        }
    )* };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = ReadError;

    numbers! {
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
    }
    floats! { deserialize_f32 deserialize_f64 }
    texts! { deserialize_char deserialize_str deserialize_string deserialize_identifier }
    byte_strings! { deserialize_bytes deserialize_byte_buf }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.header()? {
            Header::Nil => visitor.visit_unit(),
            Header::Bool(value) => visitor.visit_bool(value),
            Header::Unsigned(number) => visitor.visit_u64(number),
            Header::Signed(number) => visitor.visit_i64(number),
            Header::Float(number) => visitor.visit_f64(number),
            Header::Text(text) => visitor.visit_borrowed_str(text),
            Header::Bytes(bytes) => visitor.visit_borrowed_bytes(bytes),
            Header::Array(n_left) => visitor.visit_seq(Items {
                reader: self,
                n_left,
            }),
            Header::Map(n_left) => visitor.visit_map(Items {
                reader: self,
                n_left,
            }),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.header()? {
            Header::Bool(value) => visitor.visit_bool(value),
            _ => Err(ReadError(Why::Kind)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.is_nil() {
            self.take(1)?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.header()? {
            Header::Nil => visitor.visit_unit(),
            _ => Err(ReadError(Why::Kind)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        // Written as an array without items.
        match self.header()? {
            Header::Nil | Header::Array(0) => visitor.visit_unit(),
            _ => Err(ReadError(Why::Kind)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let n_left = self.array()?;
        visitor.visit_seq(Items {
            reader: self,
            n_left,
        })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let n_left = self.array()?;
        if n_left == length {
            visitor.visit_seq(Items {
                reader: self,
                n_left,
            })
        } else {
            Err(ReadError(Why::Bounds))
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.header()? {
            Header::Map(n_left) => visitor.visit_map(Items {
                reader: self,
                n_left,
            }),
            _ => Err(ReadError(Why::Kind)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        // Fields stand in the order of their declaration. One that a newer writer appended is left
        // out; one that an older writer did not know yet takes its default.
        let mut items = Items {
            n_left: self.array()?,
            reader: self,
        };
        let value = visitor.visit_seq(&mut items)?;
        items.skip_rest()?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        match self.header()? {
            Header::Text(name) => visitor.visit_enum(Variant { reader: None, name }),
            Header::Map(1) => match self.header()? {
                Header::Text(name) => {
                    let reader = Some(self);
                    visitor.visit_enum(Variant { reader, name })
                }
                _ => Err(ReadError(Why::Kind)),
            },
            _ => Err(ReadError(Why::Kind)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.skip()?;
        visitor.visit_unit()
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// The items of an array, or the pairs of a map.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    n_left: usize,
}

impl Items<'_, '_> {
    #[inline(never)]
    fn skip_rest(&mut self) -> Result<(), ReadError> {
        while self.n_left > 0 {
            self.n_left -= 1;
            self.reader.skip()?;
        }
        Ok(())
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = ReadError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ReadError> {
        if self.n_left == 0 {
            return Ok(None);
        }
        self.n_left -= 1;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        // A length that lies is found when the bytes end; nobody may allocate for it before.
        Some(self.n_left.min(self.reader.bytes.len()))
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = ReadError;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ReadError> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, ReadError> {
        seed.deserialize(&mut *self.reader)
    }
}

/// A variant: its name, and the reader at its content if it has one.
struct Variant<'a, 'de> {
    reader: Option<&'a mut Reader<'de>>,
    name: &'de str,
}

impl<'a, 'de> EnumAccess<'de> for Variant<'a, 'de> {
    type Error = ReadError;
    type Variant = Content<'a, 'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), ReadError> {
        let name = BorrowedStrDeserializer::new(self.name);
        Ok((seed.deserialize(name)?, Content(self.reader)))
    }
}

struct Content<'a, 'de>(Option<&'a mut Reader<'de>>);

impl<'a, 'de> Content<'a, 'de> {
    fn inside(self) -> Result<&'a mut Reader<'de>, ReadError> {
        self.0.ok_or(ReadError(Why::Kind))
    }
}

impl<'de> VariantAccess<'de> for Content<'_, 'de> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        match self.0 {
            None => Ok(()),
            Some(reader) if reader.is_nil() => reader.take(1).map(|_| ()),
            Some(_) => Err(ReadError(Why::Kind)),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, ReadError> {
        seed.deserialize(self.inside()?)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.inside()?.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.inside()?.deserialize_struct("", fields, visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};
    use serde_bytes::ByteBuf;

    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    enum Shape {
        Unit,
        New(i64),
        Two(u8, String),
        Fields { a: Option<bool>, b: Vec<u16> },
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Everything {
        numbers: (u8, u16, u32, u64, i8, i16, i32, i64),
        floats: (f32, f64),
        text: String,
        bytes: ByteBuf,
        shapes: Vec<Shape>,
        by_name: BTreeMap<String, u32>,
        nothing: (),
    }

    fn everything() -> Everything {
        Everything {
            numbers: (
                200,
                40_000,
                3_000_000_000,
                u64::MAX,
                -100,
                -30_000,
                -2_000_000_000,
                i64::MIN,
            ),
            floats: (1.5, -2.25),
            text: "é".repeat(300),
            bytes: ByteBuf::from(vec![7; 70_000]),
            shapes: vec![
                Shape::Unit,
                Shape::New(-5),
                Shape::Two(1, String::new()),
                Shape::Fields {
                    a: None,
                    b: (0..20).collect(),
                },
                Shape::Fields {
                    a: Some(true),
                    b: vec![],
                },
            ],
            by_name: BTreeMap::from([("x".to_owned(), 1), ("y".to_owned(), 70_000)]),
            nothing: (),
        }
    }

    /// What is accepted means what it means to `rmp-serde`, which takes more: bytes for a text,
    /// a text for bytes.
    fn agree<T: DeserializeOwned + PartialEq + fmt::Debug>(bytes: &[u8]) {
        if let Ok(ours) = from_slice::<T>(bytes) {
            let mut rest = bytes;
            let theirs = T::deserialize(&mut rmp_serde::Deserializer::new(&mut rest)).ok();
            assert_eq!(Some(ours), theirs, "{bytes:02x?}");
            assert!(rest.is_empty(), "{bytes:02x?}");
        }
    }

    #[test]
    fn what_rmp_serde_writes_is_read() {
        let written = rmp_serde::to_vec(&everything()).unwrap();
        assert_eq!(from_slice(&written), Ok(everything()));
        agree::<Everything>(&written);
    }

    #[test]
    fn no_header_is_read_otherwise_than_by_rmp_serde() {
        let tail = [0, 1, 2, 3, 4, 5, 6, 7, 0xa1, b'a', 0x91, 5, 0xc0, 0xc3];
        for marker in 0..=0xff_u8 {
            for n in 0..tail.len() {
                let mut bytes = vec![marker];
                bytes.extend_from_slice(&tail[..n]);
                agree::<u64>(&bytes);
                agree::<i32>(&bytes);
                agree::<bool>(&bytes);
                agree::<String>(&bytes);
                agree::<Option<u8>>(&bytes);
                agree::<Vec<u8>>(&bytes);
                agree::<(u8, u8)>(&bytes);
            }
        }
    }

    #[test]
    fn no_cut_of_a_message_is_read_and_no_byte_behind_it() {
        let mut whole = everything();
        whole.bytes = ByteBuf::from(vec![7; 5]);
        whole.text = "é".to_owned();
        let mut written = rmp_serde::to_vec(&whole).unwrap();
        for cut in 0..written.len() {
            assert!(from_slice::<Everything>(&written[..cut]).is_err(), "{cut}");
        }
        written.push(0);
        assert!(from_slice::<Everything>(&written).is_err());
    }

    #[test]
    fn a_depth_without_end_is_skipped_without_a_stack() {
        // A struct without fields of its own, in which something a million deep was appended.
        #[derive(Debug, Deserialize)]
        struct Old {}
        let mut bytes = vec![0x91];
        bytes.resize(1_000_000, 0x91);
        bytes.push(0xc0);
        assert!(from_slice::<Old>(&bytes).is_ok());
    }

    #[test]
    fn a_length_that_lies_is_refused_before_it_is_believed() {
        let lie = [0xdd, 0xff, 0xff, 0xff, 0xff];
        assert!(from_slice::<Vec<u64>>(&lie).is_err());
        assert!(from_slice::<String>(&[0xdb, 0xff, 0xff, 0xff, 0xff]).is_err());
        let map = [0xdf, 0xff, 0xff, 0xff, 0xff];
        assert!(from_slice::<BTreeMap<u8, u8>>(&map).is_err());
    }
}
