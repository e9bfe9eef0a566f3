//! Videos: containers by their first bytes. They are not unpacked; whoever shows them does so in
//! the browser's own player.

use super::{FileFlaw, FileKind};

/// How much of a video is looked at.
pub(super) const HEAD_BYTES: u64 = 4_096;

/// Brands of ISO 14496-12 that browsers play.
const BRANDS: &[&[u8; 4]] = &[
    b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash",
    b"msdh", b"MSNV",
];

/// Whether the container is of the type that the name says.
pub(super) fn check(kind: FileKind, head: &[u8]) -> Result<(), FileFlaw> {
    let is_it = match kind {
        FileKind::Mp4 => is_mp4(head),
        FileKind::Webm => is_webm(head),
        FileKind::Jpeg | FileKind::Png | FileKind::Webp | FileKind::Pdf => false,
    };
    if is_it {
        Ok(())
    } else {
        Err(FileFlaw::NotWhatItSays)
    }
}

fn is_mp4(head: &[u8]) -> bool {
    let Some((length, rest)) = head.split_first_chunk::<4>() else {
        return false;
    };
    let length = u32::from_be_bytes(*length);
    let brand = rest.strip_prefix(b"ftyp").and_then(|rest| rest.get(..4));
    (16..=256).contains(&length)
        && brand.is_some_and(|brand| BRANDS.iter().any(|known| known.as_slice() == brand))
}

/// RFC 8794: the head of an EBML document; its element 0x4282 says what it is of.
fn is_webm(head: &[u8]) -> bool {
    let has_kind = || {
        let mut at = head.windows(3).take(64);
        let kind = at.position(|three| three == [0x42, 0x82, 0x84]);
        kind.and_then(|at| head.get(at + 3..at + 7)) == Some(b"webm")
    };
    head.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) && has_kind()
}
