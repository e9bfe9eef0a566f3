//! Time slots by number, and sets of them.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::limits::SLOTS_MAX;
use crate::read::{ReadError, Reader};
use crate::wire::Wire;
use crate::write::Writer;

/// A slot's number within its event. Numbers are given once and never reused;
/// they say nothing about order in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SlotId(u16);

impl SlotId {
    /// A slot number, if it is below the bound.
    #[must_use]
    pub const fn new(number: u16) -> Option<Self> {
        if (number as usize) < SLOTS_MAX {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl<'de> Deserialize<'de> for SlotId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u16::deserialize(deserializer)?;
        Self::new(number)
            .ok_or_else(|| D::Error::custom(format_args!("slot number {number} is too large")))
    }
}

impl Wire for SlotId {
    fn read(from: &mut Reader<'_>) -> Self {
        Self(u16::try_from(from.unsigned(SLOTS_MAX as u64 - 1)).unwrap_or(0))
    }
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
    }
}

const WORDS: usize = SLOTS_MAX / 64;

/// A set of slots, as a person's availability.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct SlotSet([u64; WORDS]);

impl SlotSet {
    /// No slot.
    pub const EMPTY: Self = Self([0; WORDS]);
    /// Every slot that an event can have.
    pub const ALL: Self = Self([u64::MAX; WORDS]);

    /// Whether the slot belongs to the set.
    #[must_use]
    pub const fn contains(&self, slot: SlotId) -> bool {
        self.0[slot.0 as usize / 64] >> (slot.0 % 64) & 1 == 1
    }

    /// Adds a slot.
    pub const fn insert(&mut self, slot: SlotId) {
        self.0[slot.0 as usize / 64] |= 1 << (slot.0 % 64);
    }

    /// Removes a slot.
    pub const fn remove(&mut self, slot: SlotId) {
        self.0[slot.0 as usize / 64] &= !(1 << (slot.0 % 64));
    }

    /// Slots in both sets.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] & other.0[i]))
    }

    /// Slots of this set that are not in the other.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] & !other.0[i]))
    }

    /// Whether there is no slot.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Number of slots.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The slots in ascending number.
    pub fn iter(&self) -> impl Iterator<Item = SlotId> + '_ {
        (0..u16::try_from(SLOTS_MAX).expect("bound fits"))
            .map(SlotId)
            .filter(|slot| self.contains(*slot))
    }

    /// The set as 32 bytes, little end first, for the store.
    #[must_use]
    pub fn to_bytes(self) -> [u8; SLOTS_MAX / 8] {
        let mut bytes = [0; SLOTS_MAX / 8];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(self.0) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    /// The set from bytes written by [`Self::to_bytes`]; shorter input means empty slots behind.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > SLOTS_MAX / 8 {
            return None;
        }
        let mut padded = [0; SLOTS_MAX / 8];
        padded[..bytes.len()].copy_from_slice(bytes);
        let mut set = Self::EMPTY;
        for (word, chunk) in set.0.iter_mut().zip(padded.chunks_exact(8)) {
            *word = u64::from_le_bytes(chunk.try_into().expect("chunks of eight"));
        }
        Some(set)
    }
}

impl FromIterator<SlotId> for SlotSet {
    fn from_iter<I: IntoIterator<Item = SlotId>>(slots: I) -> Self {
        let mut set = Self::EMPTY;
        slots.into_iter().for_each(|slot| set.insert(slot));
        set
    }
}

impl fmt::Debug for SlotSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.iter().map(SlotId::number))
            .finish()
    }
}

/// Empty slots at the end do not travel.
fn used(bytes: &[u8]) -> &[u8] {
    let n_used = bytes.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
    &bytes[..n_used]
}

impl Serialize for SlotSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(used(&self.to_bytes()))
    }
}

impl Wire for SlotSet {
    fn read(from: &mut Reader<'_>) -> Self {
        Self::from_bytes(from.bytes()).unwrap_or_else(|| {
            from.fail(ReadError::Bounds);
            Self::EMPTY
        })
    }
    fn write(&self, to: &mut Writer) {
        to.bytes(used(&self.to_bytes()));
    }
}

impl<'de> Deserialize<'de> for SlotSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = serde_bytes::ByteBuf::deserialize(deserializer)?;
        Self::from_bytes(&bytes).ok_or_else(|| D::Error::custom("slot set is too long"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_set_survives_its_encoding() {
        for numbers in [vec![], vec![0], vec![255], vec![3, 64, 65, 200]] {
            let set: SlotSet = numbers.iter().map(|n| SlotId::new(*n).unwrap()).collect();
            let encoded = rmp_serde::to_vec(&set).unwrap();
            assert_eq!(rmp_serde::from_slice::<SlotSet>(&encoded).unwrap(), set);
            assert_eq!(set.len(), numbers.len());
            assert_eq!(set.iter().map(SlotId::number).collect::<Vec<_>>(), numbers);
        }
    }

    #[test]
    fn a_slot_number_at_the_bound_is_refused() {
        assert!(rmp_serde::from_slice::<SlotId>(&rmp_serde::to_vec(&255_u16).unwrap()).is_ok());
        assert!(rmp_serde::from_slice::<SlotId>(&rmp_serde::to_vec(&256_u16).unwrap()).is_err());
    }
}
