//! Writing MessagePack, made small: the same bytes as `rmp-serde` writes, without an instance of
//! an encoder for every type, and without an error after every value, because a vector takes
//! every byte. Browser programs write with it; the server writes with `rmp-serde`.

use crate::wire::{Case, Names, Wire};

/// A value's bytes.
#[must_use]
pub fn to_vec<T: Wire>(value: &T) -> Vec<u8> {
    let mut writer = Writer::default();
    value.write(&mut writer);
    writer.bytes
}

/// Writes one value behind the other.
#[derive(Debug, Default)]
pub struct Writer {
    pub(crate) bytes: Vec<u8>,
}

impl Writer {
    /// The last bytes of a number, big end first.
    #[inline(never)]
    fn tail(&mut self, number: u64, n_bytes: usize) {
        self.bytes
            .extend_from_slice(&number.to_be_bytes()[8 - n_bytes..]);
    }

    /// A marker and a number, as short as it goes: in one byte, two, four or eight. The marker of
    /// the shortest is given, the others follow it.
    #[inline(never)]
    fn marked(&mut self, first: u8, number: u64) {
        let log = match number {
            0..=0xff => 0_u8,
            0x100..=0xffff => 1,
            0x1_0000..=0xffff_ffff => 2,
            0x1_0000_0000.. => 3,
        };
        self.bytes.push(first + log);
        self.tail(number, 1 << log);
    }

    #[inline(never)]
    pub(crate) fn unsigned(&mut self, number: u64) {
        if number < 0x80 {
            self.tail(number, 1);
        } else {
            self.marked(0xcc, number);
        }
    }

    #[inline(never)]
    pub(crate) fn signed(&mut self, number: i64) {
        let bits = number.cast_unsigned();
        if number >= 0 {
            self.unsigned(bits);
        } else if number >= -0x20 {
            self.tail(bits, 1);
        } else {
            let log = match number {
                -0x80.. => 0_u8,
                -0x8000..-0x80 => 1,
                -0x8000_0000..-0x8000 => 2,
                ..-0x8000_0000 => 3,
            };
            self.bytes.push(0xd0 + log);
            self.tail(bits, 1 << log);
        }
    }

    #[inline(never)]
    pub(crate) fn bool(&mut self, value: bool) {
        self.bytes.push(0xc2 + u8::from(value));
    }

    #[inline(never)]
    pub(crate) fn nothing(&mut self) {
        self.bytes.push(0xc0);
    }

    #[inline(never)]
    pub(crate) fn text(&mut self, text: &str) {
        if text.len() < 32 {
            self.tail(0xa0 | text.len() as u64, 1);
        } else {
            self.marked(0xd9, text.len() as u64);
        }
        self.bytes.extend_from_slice(text.as_bytes());
    }

    #[inline(never)]
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.marked(0xc4, bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// The head of an array, or of a struct with so many fields.
    #[inline(never)]
    pub(crate) fn array(&mut self, length: usize) {
        let number = length as u64;
        match length {
            0..=15 => self.tail(0x90 | number, 1),
            16..=0xffff => {
                self.bytes.push(0xdc);
                self.tail(number, 2);
            }
            0x1_0000.. => {
                self.bytes.push(0xdd);
                self.tail(number, 4);
            }
        }
    }

    /// The name of a variant; its content follows, if it has any.
    #[inline(never)]
    pub(crate) fn variant(&mut self, names: Names, nth: usize, case: Case) {
        let (declared, has_content) = names[nth];
        if has_content {
            self.bytes.push(0x81);
        }
        self.text(&case.name(declared));
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_bytes::ByteBuf;

    use super::*;

    fn same<T: Wire + Serialize>(value: &T) {
        assert_eq!(to_vec(value), rmp_serde::to_vec(value).unwrap());
    }

    #[test]
    fn every_length_of_a_number_is_written_as_by_rmp_serde() {
        for shift in 0..64 {
            for number in [1_u64 << shift, (1 << shift) - 1, u64::MAX >> shift] {
                same(&number);
                let signed = number.cast_signed();
                same(&signed);
                same(&signed.wrapping_neg());
                same(&signed.wrapping_neg().wrapping_sub(1));
            }
        }
    }

    #[test]
    fn every_length_of_a_text_of_bytes_and_of_an_array_is_written_as_by_rmp_serde() {
        for n in [0, 1, 15, 16, 31, 32, 255, 256, 65_535, 65_536] {
            same(&"x".repeat(n));
            same(&ByteBuf::from(vec![7; n]));
            same(&vec![true; n]);
        }
    }
}
