//! A proposal as bytes in the store: compressed, since ids repeat themselves.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use protocol::proposal::Proposal;
use store::Fault;

/// Bytes that an unpacked proposal may have: far more than the largest event's.
const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;

pub(super) fn pack(proposal: &Proposal) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer
        .write_all(&proposal.encode())
        .expect("memory takes every byte");
    packer.finish().expect("memory takes every byte")
}

pub(super) fn unpack(packed: &[u8]) -> Result<Proposal, Fault> {
    let corrupt = |what: String| Fault::Corrupt { what };
    let mut bytes = Vec::new();
    GzDecoder::new(packed)
        .take(UNPACKED_BYTES_MAX)
        .read_to_end(&mut bytes)
        .map_err(|why| corrupt(format!("plan_proposals.content: {why}")))?;
    Proposal::decode(&bytes).map_err(|why| corrupt(format!("plan_proposals.content: {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_is_unpacked_as_it_was_packed_and_other_bytes_are_refused() {
        let proposal = Proposal::default();
        assert_eq!(unpack(&pack(&proposal)).unwrap(), proposal);
        assert!(unpack(b"no proposal").is_err());
        assert!(unpack(&pack(&proposal)[..12]).is_err());
    }
}
