//! From a text or a tick to a scan.

use client_core::view::door::scan::{Direction, Presented, ScanOutcome};
use protocol::Gate;
use protocol::id::{BadgeCode, CommandId};

use crate::shell::LiveHandle;

/// Where and which way somebody passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Passage {
    pub(super) gate: Gate,
    pub(super) direction: Direction,
}

impl Passage {
    /// The same gate in the other direction.
    pub(super) const fn reversed(self) -> Self {
        Self {
            direction: match self.direction {
                Direction::In => Direction::Out,
                Direction::Out => Direction::In,
            },
            ..self
        }
    }

    /// Takes a scan.
    pub(super) fn take(self, live: &LiveHandle, presented: Presented) -> ScanOutcome {
        let id = live.fresh(CommandId::new);
        live.with_client(|client, now| client.scan(presented, self.gate, self.direction, id, now))
    }
}

/// The badge in what a scanner or a hand typed, or in what the camera saw. Codes of other
/// systems may carry an address around the code.
#[must_use]
pub(super) fn badge_in(text: &str) -> Option<BadgeCode> {
    let text = text.trim();
    BadgeCode::parse(text).or_else(|| BadgeCode::parse(text.rsplit(['/', '=', '#']).next()?))
}

#[cfg(test)]
mod tests {
    use protocol::id::BadgeCode;

    use super::badge_in;

    #[test]
    fn a_badge_is_read_however_it_was_typed() {
        let code = BadgeCode::from_bytes(*b"0123456789abcdef");
        let text = code.to_text();
        let spaced = format!(" {}-{} \r", &text[..13].to_lowercase(), &text[13..]);
        let linked = format!("https://example.org/b/{text}");
        for typed in [text.clone(), spaced, linked] {
            assert_eq!(badge_in(&typed), Some(code), "{typed}");
        }
        assert_eq!(
            badge_in("3760123456789"),
            None,
            "a bar code of something else"
        );
    }
}
