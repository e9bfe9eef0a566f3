//! Documents in PDF: whole, open to everybody, and doing nothing by themselves.
//!
//! This is no reader of PDF. It looks for the names that a document cannot do harm without, in the
//! file and in its compressed objects, as readers spell them (ISO 32000-1, 7.3.5: `#` and two
//! digits stand for a byte). A document that hides its names behind a password is not taken.

use std::io::Read;

use flate2::read::ZlibDecoder;
use protocol::limits::DOCUMENT_PAGES_MAX;

use super::FileFlaw;

/// Names of what runs, starts or carries something else.
const ACTIVE: &[&[u8]] = &[
    b"JavaScript",
    b"Launch",
    b"EmbeddedFiles",
    b"EmbeddedFile",
    b"RichMedia",
    b"ImportData",
    b"SubmitForm",
    b"XFA",
];

/// How far from its end a document may end.
const TAIL_BYTES: usize = 1_024;
/// What the compressed objects of one document may unpack to.
const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Whether a document can be handed on.
pub(super) fn check(bytes: &[u8]) -> Result<(), FileFlaw> {
    if !bytes.starts_with(b"%PDF-1.") && !bytes.starts_with(b"%PDF-2.") {
        return Err(FileFlaw::NotWhatItSays);
    }
    let tail = &bytes[bytes.len().saturating_sub(TAIL_BYTES)..];
    let end = find_last(tail, b"%%EOF").ok_or(FileFlaw::Broken)?;
    if find_last(tail, b"startxref").is_none() {
        return Err(FileFlaw::Broken);
    }
    // Whatever follows the end is another file.
    if !tail[end + 5..]
        .iter()
        .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
    {
        return Err(FileFlaw::NotWhatItSays);
    }
    let mut n_pages = 0;
    look_through(bytes, &mut n_pages)?;
    let mut left = UNPACKED_BYTES_MAX;
    for packed in packed_objects(bytes) {
        let mut unpacked = Vec::new();
        let mut reader = ZlibDecoder::new(packed).take(left + 1);
        // What cannot be unpacked to its end is looked through as far as it goes.
        let _ = reader.read_to_end(&mut unpacked);
        left = left
            .checked_sub(unpacked.len() as u64)
            .ok_or(FileFlaw::NotWhatItSays)?;
        look_through(&unpacked, &mut n_pages)?;
    }
    if n_pages > DOCUMENT_PAGES_MAX {
        return Err(FileFlaw::TooManyPages(DOCUMENT_PAGES_MAX));
    }
    Ok(())
}

fn find_last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|part| part == word)
}

/// Reads every name, and counts the pages.
fn look_through(bytes: &[u8], n_pages: &mut usize) -> Result<(), FileFlaw> {
    let mut former: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(slash) = bytes[at..].iter().position(|byte| *byte == b'/') {
        let begin = at + slash + 1;
        let (name, end) = name_at(bytes, begin);
        if name == b"Encrypt" {
            return Err(FileFlaw::Locked);
        }
        if ACTIVE.contains(&name.as_slice()) {
            return Err(FileFlaw::Active);
        }
        if name == b"Page" && former.as_deref() == Some(b"Type") {
            *n_pages += 1;
        }
        former = Some(name);
        at = end;
    }
    Ok(())
}

/// The name that begins here, as it is meant, and where it ends.
fn name_at(bytes: &[u8], begin: usize) -> (Vec<u8>, usize) {
    /// Longer ones are none of those that are looked for.
    const NAME_BYTES_MAX: usize = 127;
    let mut name = Vec::new();
    let mut at = begin;
    while let Some(&byte) = bytes.get(at) {
        let is_delimiter = byte <= b' ' || b"()<>[]{}/%".contains(&byte) || byte >= 0x7f;
        if is_delimiter || name.len() >= NAME_BYTES_MAX {
            break;
        }
        let hex = |at: usize| {
            let digit = bytes.get(at).copied().map(char::from)?;
            digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'#', Some(high), Some(low)) => {
                name.push(high << 4 | low);
                at += 3;
            }
            _ => {
                name.push(byte);
                at += 1;
            }
        }
    }
    (name, at)
}

/// What stands behind the word `stream` where it looks packed: streams of objects hold names, and
/// nothing says which streams are some but a dictionary that may be written in many ways. Pictures
/// and fonts are packed too; looking into them costs time and finds nothing.
fn packed_objects(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let found = bytes[at..].windows(6).position(|word| word == b"stream")?;
            let begin = at + found + 6;
            at = begin;
            let dictionary = &bytes[begin.saturating_sub(600)..begin];
            let is_of_objects = dictionary
                .windows(6)
                .any(|word| word == b"ObjStm" || word.contains(&b'#'));
            let rest = &bytes[begin..];
            let data = rest
                .strip_prefix(b"\r\n")
                .or_else(|| rest.strip_prefix(b"\n"))
                .or_else(|| rest.strip_prefix(b"\r"));
            if let Some(data) = data.filter(|_| is_of_objects) {
                return Some(data);
            }
        }
    })
}
