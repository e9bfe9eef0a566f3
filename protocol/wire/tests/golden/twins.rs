//! One declaration of a type makes two codings: `serde`'s, by which the server writes, and the
//! small one, by which browsers write and everybody reads. They must be the same coding.

use std::cell::Cell;
use std::fmt::Debug;

use protocol::message::{ClientMessage, Clock, Cursor, ServerMessage};
use protocol::snapshot::SnapshotAnswer;
use protocol::{
    Actor, Answer, Change, Command, EventSetup, Query, Reject, Session, Staff, Wire, read, write,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::sample::{Sample, draw};

/// Values of each kind.
const VALUES: usize = 60;
/// Fewer than these may be values that their type does not allow.
const ALLOWED_MIN: usize = 10;

/// Checks drawn values of a type that is written by both.
fn twins<T: Wire + Serialize + DeserializeOwned + PartialEq + Debug>(seed: &Cell<u64>) {
    let mut n_allowed = 0;
    for _ in 0..VALUES {
        let start = seed.get();
        let Ok(value) = T::deserialize(Sample::drawn(seed)) else {
            continue;
        };
        n_allowed += 1;
        let written = rmp_serde::to_vec(&value).unwrap();
        assert_eq!(write::to_vec(&value), written, "seed {start:#x}: {value:?}");
        let theirs = rmp_serde::from_slice::<T>(&written).unwrap();
        assert_eq!(theirs, value, "seed {start:#x}");
        assert_eq!(read::from_slice(&written), Ok(value), "seed {start:#x}");
    }
    assert!(n_allowed >= ALLOWED_MIN, "only {n_allowed} values");
}

macro_rules! family {
    ($Enum:ident, $seed:expr) => {
        for (kind, name) in $Enum::KINDS {
            let mut n_allowed = 0;
            for _ in 0..VALUES {
                let start = $seed.get();
                let Some(Ok(value)) = $Enum::read_from(*kind, Sample::drawn($seed)) else {
                    continue;
                };
                n_allowed += 1;
                let mut written = Vec::new();
                value
                    .write_to(&mut rmp_serde::Serializer::new(&mut written))
                    .unwrap();
                assert_eq!(value.encode(), written, "seed {start:#x}: {value:?}");
                let read = $Enum::decode(*kind, &written);
                assert_eq!(read, Ok(value), "seed {start:#x}");
                mutated(&mut written, $seed);
                let theirs =
                    $Enum::read_from(*kind, &mut rmp_serde::Deserializer::new(written.as_slice()));
                if let (Ok(ours), Some(Ok(theirs))) = ($Enum::decode(*kind, &written), theirs) {
                    assert_eq!(ours, theirs, "seed {start:#x}: {written:02x?}");
                }
            }
            assert!(
                n_allowed >= ALLOWED_MIN,
                "only {n_allowed} values of {name}"
            );
        }
    };
}

/// Spoils one byte.
fn mutated(bytes: &mut [u8], seed: &Cell<u64>) {
    let at = usize::try_from(draw(seed) >> 32).unwrap() % bytes.len();
    bytes[at] = draw(seed).to_be_bytes()[0];
}

#[test]
fn drawn_messages_are_written_and_read_alike_by_both_codings() {
    let seed = &Cell::new(0x5eed);
    family!(Command, seed);
    family!(Change, seed);
    family!(Reject, seed);
    family!(ClientMessage, seed);
    family!(ServerMessage, seed);
    family!(Query, seed);
    family!(Answer, seed);
}

#[test]
fn drawn_rows_are_written_and_read_alike_by_both_codings() {
    let seed = &Cell::new(0x5eed);
    twins::<SnapshotAnswer>(seed);
    twins::<(Option<Actor>, Option<Clock>, Cursor)>(seed);
    twins::<(EventSetup, Staff, Session)>(seed);
}
