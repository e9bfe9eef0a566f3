//! Sorted maps and sets that share structure between copies, made small.
//!
//! A map is a list of short sorted chunks, and both levels are counted references: a copy costs
//! nothing, and a change copies the list of chunks and one chunk. A persistent tree of a library
//! does the same with fewer copies, but its code is instantiated for each of thirty kinds of row
//! and was a seventh of a phone's program (docs/adr/0010). At the sizes of an event, ten thousand
//! rows in a few hundred chunks, this is as fast.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// Rows of a chunk. A row is up to some hundred bytes and a changed chunk is copied once per
/// copy of the map, so short chunks win.
const CHUNK_MAX: usize = 32;

/// A sorted map; copies share what neither changed.
pub struct Map<K, V> {
    // No chunk is empty.
    chunks: Arc<Vec<Chunk<K, V>>>,
    len: usize,
}

type Chunk<K, V> = Arc<Vec<(K, V)>>;

/// Where a key stands, or would stand: the chunk, and the row in it.
type Found = Result<(usize, usize), (usize, usize)>;

impl<K, V> Map<K, V> {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self {
            chunks: Arc::new(Vec::new()),
            len: 0,
        }
    }

    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no row.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether both are copies of one map and neither was changed since: told without looking at a
    /// row. Maps that are not may still be equal.
    #[must_use]
    pub fn is_copy_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.chunks, &other.chunks)
    }

    /// The rows in order of their keys.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter {
            chunk: [].iter(),
            chunks: self.chunks.iter(),
        }
    }

    /// The keys in order.
    #[must_use]
    pub fn keys(&self) -> Keys<'_, K, V> {
        Keys(self.iter())
    }

    /// The values in order of their keys.
    #[must_use]
    pub fn values(&self) -> Values<'_, K, V> {
        Values(self.iter())
    }

    /// The row with the smallest key.
    #[must_use]
    pub fn first(&self) -> Option<(&K, &V)> {
        self.iter().next()
    }
}

impl<K: Ord, V> Map<K, V> {
    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Found
    where
        K: Borrow<Q>,
    {
        let n_before = self.chunks.partition_point(|chunk| {
            chunk
                .first()
                .is_some_and(|(first, _)| first.borrow() <= key)
        });
        let at = n_before.saturating_sub(1);
        match self.chunks.get(at) {
            None => Err((0, 0)),
            Some(chunk) => chunk
                .binary_search_by(|(row, _)| row.borrow().cmp(key))
                .map(|row| (at, row))
                .map_err(|row| (at, row)),
        }
    }

    /// The value of a key.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let (chunk, row) = self.find(key).ok()?;
        Some(&self.chunks[chunk][row].1)
    }

    /// Whether a key has a value.
    #[must_use]
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(key).is_ok()
    }

    /// The rows from a key on, that one included.
    #[must_use]
    pub fn iter_from(&self, key: &K) -> Iter<'_, K, V> {
        let (Ok((at, row)) | Err((at, row))) = self.find(key);
        let chunk = self.chunks.get(at).map_or(&[][..], |chunk| &chunk[row..]);
        Iter {
            chunk: chunk.iter(),
            chunks: self.chunks.get(at + 1..).unwrap_or_default().iter(),
        }
    }
}

impl<K: Ord + Clone, V: Clone> Map<K, V> {
    /// The value of a key, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let (chunk, row) = self.find(key).ok()?;
        let chunk = &mut Arc::make_mut(&mut self.chunks)[chunk];
        Some(&mut Arc::make_mut(chunk)[row].1)
    }

    /// Sets the value of a key and returns the one before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let found = self.find(&key);
        let chunks = Arc::make_mut(&mut self.chunks);
        match found {
            Ok((chunk, row)) => {
                let chunk = Arc::make_mut(&mut chunks[chunk]);
                Some(std::mem::replace(&mut chunk[row].1, value))
            }
            Err((at, row)) => {
                self.len += 1;
                insert_new(chunks, at, row, (key, value));
                None
            }
        }
    }

    /// Takes a key out and returns its value.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (at, row) = self.find(key).ok()?;
        self.len -= 1;
        let chunks = Arc::make_mut(&mut self.chunks);
        let chunk = Arc::make_mut(&mut chunks[at]);
        let (_, value) = chunk.remove(row);
        let n_left = chunk.len();
        if n_left == 0 {
            chunks.remove(at);
        } else if let Some(next) = chunks.get(at + 1)
            && n_left + next.len() <= CHUNK_MAX / 2
        {
            // Neighbours that have become short are joined, so that the list stays short too.
            let next = chunks.remove(at + 1);
            Arc::make_mut(&mut chunks[at]).extend(next.iter().cloned());
        }
        Some(value)
    }
}

fn insert_new<K: Clone, V: Clone>(
    chunks: &mut Vec<Chunk<K, V>>,
    at: usize,
    row: usize,
    new: (K, V),
) {
    let Some(chunk) = chunks.get_mut(at) else {
        chunks.push(Arc::new(vec![new]));
        return;
    };
    let chunk = Arc::make_mut(chunk);
    if chunk.len() < CHUNK_MAX {
        chunk.insert(row, new);
        return;
    }
    // Rows that arrive in order, as those of a snapshot do, leave full chunks behind them.
    let middle = if row == CHUNK_MAX { row } else { CHUNK_MAX / 2 };
    let mut tail = chunk.split_off(middle);
    if row < middle {
        chunk.insert(row, new);
    } else {
        tail.insert(row - middle, new);
    }
    chunks.insert(at + 1, Arc::new(tail));
}

impl<K, V> Clone for Map<K, V> {
    fn clone(&self) -> Self {
        Self {
            chunks: Arc::clone(&self.chunks),
            len: self.len,
        }
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.chunks, &other.chunks)
            || (self.len == other.len && self.iter().eq(other.iter()))
    }
}

impl<K: Eq, V: Eq> Eq for Map<K, V> {}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Ord + Clone, V: Clone> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, rows: I) {
        for (key, value) in rows {
            self.insert(key, value);
        }
    }
}

impl<K: Ord + Clone, V: Clone> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(rows: I) -> Self {
        let mut map = Self::new();
        map.extend(rows);
        map
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Rows in order of their keys.
pub struct Iter<'a, K, V> {
    chunk: std::slice::Iter<'a, (K, V)>,
    chunks: std::slice::Iter<'a, Chunk<K, V>>,
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.chunk.next() {
                return Some((key, value));
            }
            self.chunk = self.chunks.next()?.iter();
        }
    }
}

/// Keys in order.
pub struct Keys<'a, K, V>(Iter<'a, K, V>);

impl<'a, K, V> Iterator for Keys<'a, K, V> {
    type Item = &'a K;
    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, _)| key)
    }
}

/// Values in order of their keys.
pub struct Values<'a, K, V>(Iter<'a, K, V>);

impl<'a, K, V> Iterator for Values<'a, K, V> {
    type Item = &'a V;
    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(_, value)| value)
    }
}

/// A sorted set; copies share what neither changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set<T>(Map<T, ()>);

impl<T> Set<T> {
    /// The members in order.
    #[must_use]
    pub fn iter(&self) -> Keys<'_, T, ()> {
        self.0.keys()
    }

    /// The smallest member.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.iter().next()
    }
}

impl<T: Ord> Set<T> {
    /// The members from one on, that one included.
    #[must_use]
    pub fn iter_from(&self, member: &T) -> Keys<'_, T, ()> {
        Keys(self.0.iter_from(member))
    }
}

impl<T: Ord + Clone> Set<T> {
    /// Adds a member; tells whether it is new.
    pub fn insert(&mut self, member: T) -> bool {
        self.0.insert(member, ()).is_none()
    }

    /// Takes a member out; tells whether it was there.
    pub fn remove(&mut self, member: &T) -> bool {
        self.0.remove(member).is_some()
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Map::new())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Step {
        Insert(u16, u8),
        Remove(u16),
        Change(u16, u8),
        Copy,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let key = 0..600_u16;
        let step = prop_oneof![
            6 => (key.clone(), any::<u8>()).prop_map(|(key, value)| Step::Insert(key, value)),
            4 => key.clone().prop_map(Step::Remove),
            2 => (key, any::<u8>()).prop_map(|(key, value)| Step::Change(key, value)),
            1 => Just(Step::Copy),
        ];
        proptest::collection::vec(step, 0..1_500)
    }

    fn same(map: &Map<u16, u8>, tree: &BTreeMap<u16, u8>) {
        assert_eq!(map.len(), tree.len());
        assert!(map.iter().eq(tree.iter()));
        assert!(
            map.chunks
                .iter()
                .all(|chunk| !chunk.is_empty() && chunk.len() <= CHUNK_MAX)
        );
        // Short neighbours are joined, so a map that has shrunk is a short list again.
        let pairs = map.chunks.windows(2);
        let n_short = pairs
            .filter(|pair| pair[0].len() + pair[1].len() <= CHUNK_MAX / 2)
            .count();
        assert!(n_short <= map.chunks.len() / 2 + 1, "{n_short}");
    }

    proptest! {
        #[test]
        fn a_map_does_what_a_tree_does_and_copies_stay_as_they_were(steps in steps()) {
            let mut map = Map::new();
            let mut tree = BTreeMap::new();
            let mut copies = Vec::new();
            for step in steps {
                match step {
                    Step::Insert(key, value) => {
                        prop_assert_eq!(map.insert(key, value), tree.insert(key, value));
                    }
                    Step::Remove(key) => prop_assert_eq!(map.remove(&key), tree.remove(&key)),
                    Step::Change(key, value) => {
                        let (ours, theirs) = (map.get_mut(&key), tree.get_mut(&key));
                        prop_assert_eq!(&ours, &theirs);
                        if let (Some(ours), Some(theirs)) = (ours, theirs) {
                            (*ours, *theirs) = (value, value);
                        }
                    }
                    Step::Copy => copies.push((map.clone(), tree.clone())),
                }
            }
            same(&map, &tree);
            for (copy, then) in &copies {
                same(copy, then);
                prop_assert!(!copy.is_copy_of(&map) || then == &tree);
            }
            prop_assert!(map.clone().is_copy_of(&map));
            for key in 0..620 {
                prop_assert_eq!(map.get(&key), tree.get(&key));
                prop_assert_eq!(map.contains_key(&key), tree.contains_key(&key));
                prop_assert!(map.iter_from(&key).eq(tree.range(key..)));
            }
            prop_assert_eq!(map.first(), tree.first_key_value());
            prop_assert_eq!(&tree.into_iter().collect::<Map<_, _>>(), &map);
        }
    }

    #[test]
    fn rows_in_order_fill_their_chunks_and_rows_that_go_free_them() {
        let mut map: Map<u32, u32> = (0..10_000).map(|n| (n, n)).collect();
        assert_eq!(map.chunks.len(), 10_000_usize.div_ceil(CHUNK_MAX));
        for n in 0..10_000 {
            assert_eq!(map.remove(&n), Some(n));
        }
        assert!(map.is_empty() && map.chunks.is_empty());
    }

    #[test]
    fn a_copy_shares_all_but_the_chunk_that_changed() {
        let map: Map<u32, u32> = (0..1_000).map(|n| (n, n)).collect();
        let mut copy = map.clone();
        assert!(Arc::ptr_eq(&map.chunks, &copy.chunks));
        copy.insert(500, 0);
        let chunks = map.chunks.iter().zip(copy.chunks.iter());
        assert_eq!(chunks.filter(|(a, b)| !Arc::ptr_eq(a, b)).count(), 1);
    }

    #[test]
    fn a_set_keeps_its_members_in_order() {
        let mut set = Set::default();
        let mut tree = BTreeSet::new();
        for n in [5, 3, 9, 3, 1, 7] {
            assert_eq!(set.insert(n), tree.insert(n));
        }
        assert!(set.remove(&3) && !set.remove(&3) && tree.remove(&3));
        assert!(set.iter().eq(&tree));
        assert!(set.iter_from(&6).eq(tree.range(6..)));
        assert_eq!(set.first(), Some(&1));
    }
}
