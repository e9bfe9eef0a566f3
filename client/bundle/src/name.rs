//! Names that carry a fingerprint of the content, so that a changed file is another file.

use sha2::{Digest, Sha256};

/// How many hexadecimal digits of the fingerprint go into a name. The server recognises a file
/// that never changes by exactly this many.
const FINGERPRINT_DIGITS: usize = 16;

/// The first digits of the content's SHA-256, in hexadecimal.
pub(crate) fn fingerprint(content: &[u8]) -> String {
    let mut digits: String = Sha256::digest(content)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    digits.truncate(FINGERPRINT_DIGITS);
    digits
}

/// `stem-<fingerprint>.extension` for this content.
pub(crate) fn hashed(stem: &str, extension: &str, content: &[u8]) -> String {
    format!("{stem}-{}.{extension}", fingerprint(content))
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, hashed};

    #[test]
    fn a_name_follows_the_content() {
        assert_eq!(hashed("style", "css", b"a"), hashed("style", "css", b"a"));
        assert_ne!(hashed("style", "css", b"a"), hashed("style", "css", b"b"));
    }

    #[test]
    fn a_fingerprint_is_the_start_of_the_sha256() {
        assert_eq!(fingerprint(b"abc"), "ba7816bf8f01cfea");
        assert_eq!(hashed("x", "js", b"abc"), "x-ba7816bf8f01cfea.js");
    }
}
