//! Secrets that are carried by links and cookies.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::port::Random;

/// 32 random bytes. Whoever has them is who they were given to.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// A new secret.
    #[must_use]
    pub fn random(random: &dyn Random) -> Self {
        Self(random.bytes())
    }

    /// Reads a secret's text form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // Two texts with different padding bits would be one secret: only the exact form counts.
        let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let token = Self(bytes);
        (token.to_text() == text).then_some(token)
    }

    /// The text form, fit for addresses and cookies.
    #[must_use]
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    pub(crate) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What memory keeps instead of the secret to find it again.
    pub(super) fn fingerprint(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::SeededRandom;

    #[test]
    fn a_token_survives_its_text_form_and_nothing_else_is_one() {
        let token = Token::random(&SeededRandom::new(1));
        let text = token.to_text();
        assert_eq!(text.len(), 43);
        assert_eq!(Token::parse(&text), Some(token));
        for wrong in [
            "",
            &text[1..],
            &format!("{text}A"),
            &format!("{text}="),
            &text.replace(&text[..1], "!"),
        ] {
            assert_eq!(Token::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_token_never_shows_itself_in_a_log() {
        let token = Token::random(&SeededRandom::new(2));
        assert!(!format!("{token:?}").contains(&token.to_text()[..8]));
    }
}
