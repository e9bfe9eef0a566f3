//! A source of sample values: deserialising any type from it gives a small valid value.
//! Sample `n` picks the `n`-th variant of every enum, so that a few samples meet all of them.
//! A source with a seed draws instead: values of every length, and now and then one that its type
//! does not allow.

use std::cell::Cell;

use serde::de::value::{Error, StrDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

/// The source of the `n`-th sample, or of drawn values.
#[derive(Clone, Copy)]
pub(crate) struct Sample<'a> {
    n: usize,
    seed: Option<&'a Cell<u64>>,
}

impl<'a> Sample<'a> {
    pub(crate) const fn new(n: usize) -> Self {
        Self { n, seed: None }
    }

    pub(crate) const fn drawn(seed: &'a Cell<u64>) -> Self {
        Self {
            n: 0,
            seed: Some(seed),
        }
    }

    /// The sample's number, or a small one that is drawn.
    fn n(self) -> usize {
        self.seed.map_or(self.n, |seed| {
            usize::try_from(draw(seed) >> 56).expect("eight bits")
        })
    }

    /// A number of so many bits; drawn ones are mostly short.
    fn number(self, n_bits: u32) -> u64 {
        let Some(seed) = self.seed else {
            return self.n as u64 + 1;
        };
        let n_drawn = match draw(seed) >> 59 {
            0..=27 => n_bits.min(7),
            _ => n_bits,
        };
        draw(seed) >> (64 - n_drawn)
    }
}

/// A linear congruential sequence: the seed is the whole failure report.
pub(crate) fn draw(seed: &Cell<u64>) -> u64 {
    let next = seed
        .get()
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    seed.set(next);
    // The lower bits of such a sequence repeat.
    next ^ (next >> 32)
}

macro_rules! numbers {
    ($($method:ident $visit:ident $bits:literal $ty:ty)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
            visitor.$visit(self.number($bits) as $ty)
        }
    )* };
}

impl<'de> Deserializer<'de> for Sample<'_> {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        false
    }

    numbers! {
        deserialize_i8 visit_i8 8 i8 deserialize_i16 visit_i16 16 i16
        deserialize_i32 visit_i32 32 i32 deserialize_i64 visit_i64 64 i64
        deserialize_u8 visit_u8 8 u8 deserialize_u16 visit_u16 16 u16
        deserialize_u32 visit_u32 32 u32 deserialize_u64 visit_u64 64 u64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.n() % 2 == 0)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let n_letters = self.seed.map_or(1, |_| self.n() % 40);
        visitor.visit_string("é".repeat(n_letters))
    }

    /// Sixteen bytes fit ids, badge codes and slot sets.
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut bytes = [0; 16];
        for byte in &mut bytes {
            *byte = u8::try_from(self.number(8)).expect("eight bits");
        }
        visitor.visit_bytes(&bytes)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.n() % 2 == 0 {
            visitor.visit_some(self)
        } else {
            visitor.visit_none()
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Items {
            sample: self,
            left: self.n() % 3,
        })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Items {
            sample: self,
            left: len,
        })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(Fields {
            sample: self,
            left: fields,
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(Variant {
            sample: self,
            name: variants[self.n() % variants.len()],
        })
    }

    serde::forward_to_deserialize_any! { f32 f64 char unit unit_struct map identifier ignored_any }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

struct Items<'a> {
    sample: Sample<'a>,
    left: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(self.sample).map(Some)
    }
}

struct Fields<'a> {
    sample: Sample<'a>,
    left: &'static [&'static str],
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((name, left)) = self.left.split_first() else {
            return Ok(None);
        };
        self.left = left;
        let name: StrDeserializer<'_, Error> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.sample)
    }
}

struct Variant<'a> {
    sample: Sample<'a>,
    name: &'static str,
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Error;
    type Variant = Self;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let name: StrDeserializer<'_, Error> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Error;
    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.sample)
    }
    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        self.sample.deserialize_tuple(len, visitor)
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.sample.deserialize_struct("", fields, visitor)
    }
}
