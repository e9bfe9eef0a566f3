//! Golden files: every message of every kind, byte for byte.
//!
//! A line that stands in `v1.txt` may never change: phones with an old bundle and entries in old
//! logs are encoded so. New kinds add lines; `REGIE_BLESS=1` appends them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod sample;
mod twins;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use protocol::message::{ClientMessage, ServerMessage};
use protocol::{Answer, Change, Command, DecodeError, Query, Reject};

/// Samples of each kind: enough to walk through the variants of the enums inside.
const SAMPLES: usize = 7;

struct Family {
    name: &'static str,
    kinds: &'static [(u16, &'static str)],
    sample: fn(u16, usize) -> Vec<u8>,
    recode: fn(u16, &[u8]) -> Result<Vec<u8>, DecodeError>,
}

macro_rules! family {
    ($name:literal, $Enum:ident) => {
        Family {
            name: $name,
            kinds: $Enum::KINDS,
            sample: |kind, n| {
                $Enum::read_from(kind, sample::Sample::new(n))
                    .expect("a known kind")
                    .expect("a valid sample")
                    .encode()
            },
            recode: |kind, payload| $Enum::decode(kind, payload).map(|value| value.encode()),
        }
    };
}

fn families() -> [Family; 7] {
    [
        family!("command", Command),
        family!("change", Change),
        family!("reject", Reject),
        family!("client", ClientMessage),
        family!("server", ServerMessage),
        family!("query", Query),
        family!("answer", Answer),
    ]
}

fn golden_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1.txt")
}

/// `family kind name sample` to hexadecimal payload.
fn read_golden() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(golden_path()).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.rsplit_once(' '))
        .map(|(key, hex)| (key.to_owned(), hex.to_owned()))
        .collect()
}

fn current() -> BTreeMap<String, String> {
    let mut lines = BTreeMap::new();
    for family in families() {
        for (kind, name) in family.kinds {
            for n in 0..SAMPLES {
                let key = format!("{} {kind} {name} {n}", family.name);
                lines.insert(key, hex(&(family.sample)(*kind, n)));
            }
        }
    }
    lines
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

#[test]
fn every_golden_message_still_decodes_and_encodes_to_the_same_bytes() {
    let golden = read_golden();
    assert!(!golden.is_empty(), "the golden file is missing");
    let families = families();
    for (key, bytes) in golden {
        let mut words = key.split(' ');
        let (name, kind) = (
            words.next().unwrap(),
            words.next().unwrap().parse().unwrap(),
        );
        let family = families.iter().find(|family| family.name == name).unwrap();
        let again = (family.recode)(kind, &unhex(&bytes)).unwrap_or_else(|e| panic!("{key}: {e}"));
        assert_eq!(hex(&again), bytes, "{key}");
    }
}

#[test]
fn every_kind_has_its_golden_lines() {
    let golden = read_golden();
    let current = current();
    let missing: Vec<_> = current
        .iter()
        .filter(|(key, _)| !golden.contains_key(*key))
        .collect();
    if !missing.is_empty() && std::env::var_os("REGIE_BLESS").is_some() {
        let mut all = golden.clone();
        all.extend(
            missing
                .into_iter()
                .map(|(key, bytes)| (key.clone(), bytes.clone())),
        );
        let text: String = all
            .iter()
            .map(|(key, bytes)| format!("{key} {bytes}\n"))
            .collect();
        std::fs::write(golden_path(), text).unwrap();
        return;
    }
    let names: Vec<_> = missing.iter().map(|(key, _)| key.as_str()).collect();
    assert!(
        names.is_empty(),
        "no golden line for {names:?}; add them with REGIE_BLESS=1"
    );
}

#[test]
fn codes_are_unique_within_their_family() {
    for family in families() {
        let mut codes: Vec<u16> = family.kinds.iter().map(|(code, _)| *code).collect();
        codes.sort_unstable();
        let n_codes = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), n_codes, "{}", family.name);
    }
}

#[test]
fn no_payload_of_random_bytes_makes_a_decoder_panic() {
    // A fixed linear congruential sequence: the seed is the constant.
    let mut seed = 0x5eed_u64;
    let mut next = move || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u8::try_from(seed >> 56).unwrap()
    };
    let golden = read_golden();
    for family in families() {
        for (kind, name) in family.kinds {
            let Some(bytes) = golden.get(&format!("{} {kind} {name} 0", family.name)) else {
                continue;
            };
            for _ in 0..200 {
                let mut payload = unhex(bytes);
                if payload.is_empty() {
                    continue;
                }
                for _ in 0..=usize::from(next() % 4) {
                    let at = usize::from(next()) % payload.len();
                    payload[at] = next();
                }
                // Either outcome is fine; what is refused must be refused with a code.
                let _ = (family.recode)(*kind, &payload);
            }
        }
    }
}
