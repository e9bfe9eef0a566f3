//! Reads the envelopes of a message without copying its payloads: with thousands of clients in
//! one process, the generator must not be what is measured.

use anyhow::{Result, anyhow, ensure};
use protocol::message::{FRAME_VERSION, Topic};

/// A frame whose payload still lies in the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Skimmed<'a> {
    pub(crate) position: Option<(Topic, u64)>,
    pub(crate) kind: u16,
    pub(crate) payload: &'a [u8],
    /// Bytes of the whole frame.
    pub(crate) n_bytes: usize,
}

/// The frames of a message.
pub(crate) fn frames(message: &[u8]) -> Frames<'_> {
    Frames { rest: message }
}

/// Frames that are still to be read.
pub(crate) struct Frames<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Frames<'a> {
    type Item = Result<Skimmed<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let frame = self.read();
        if frame.is_err() {
            // What follows a broken frame means nothing.
            self.rest = &[];
        }
        Some(frame)
    }
}

impl<'a> Frames<'a> {
    fn read(&mut self) -> Result<Skimmed<'a>> {
        let n_before = self.rest.len();
        ensure!(self.byte()? == 0x95, "a frame is an array of five");
        ensure!(
            self.number()? == u64::from(FRAME_VERSION),
            "another version of the envelope"
        );
        let topic = self.number()?;
        let offset = self.number()?;
        let kind = u16::try_from(self.number()?)?;
        let n_payload = match self.byte()? {
            0xc4 => self.big_endian(1)?,
            0xc5 => self.big_endian(2)?,
            0xc6 => self.big_endian(4)?,
            other => return Err(anyhow!("{other:#x} begins no payload")),
        };
        let payload = self.bytes(usize::try_from(n_payload)?)?;
        let position = match topic {
            0 => None,
            1 => Some((Topic::Ops, offset)),
            2 => Some((Topic::Public, offset)),
            3 => Some((Topic::Mine, offset)),
            other => return Err(anyhow!("unknown topic {other}")),
        };
        Ok(Skimmed {
            position,
            kind,
            payload,
            n_bytes: n_before - self.rest.len(),
        })
    }

    fn bytes(&mut self, n: usize) -> Result<&'a [u8]> {
        let (bytes, rest) = self
            .rest
            .split_at_checked(n)
            .ok_or_else(|| anyhow!("a frame is cut off"))?;
        self.rest = rest;
        Ok(bytes)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.bytes(1)?[0])
    }

    fn big_endian(&mut self, n: usize) -> Result<u64> {
        Ok(self
            .bytes(n)?
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn number(&mut self) -> Result<u64> {
        match self.byte()? {
            small @ 0..=0x7f => Ok(u64::from(small)),
            0xcc => self.big_endian(1),
            0xcd => self.big_endian(2),
            0xce => self.big_endian(4),
            0xcf => self.big_endian(8),
            other => Err(anyhow!("{other:#x} is no number")),
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::message::Frame;

    use super::*;

    fn sample() -> Vec<Frame> {
        [
            (None, 0),
            (Some((Topic::Ops, 7)), 3),
            (Some((Topic::Mine, 70_000)), 300),
            (Some((Topic::Public, 1 << 40)), 70_000),
        ]
        .into_iter()
        .zip([1, 200, 300, 65_535])
        .map(|((position, n), kind)| Frame {
            position,
            kind,
            payload: vec![9; n],
        })
        .collect()
    }

    #[test]
    fn skimming_sees_what_decoding_sees() {
        let mut message = Vec::new();
        sample()
            .iter()
            .for_each(|frame| frame.encode_into(&mut message));
        let skimmed: Vec<_> = frames(&message).map(|frame| frame.unwrap()).collect();
        assert_eq!(
            skimmed.iter().map(|frame| frame.n_bytes).sum::<usize>(),
            message.len()
        );
        for (skimmed, decoded) in skimmed.iter().zip(sample()) {
            assert_eq!(skimmed.position, decoded.position);
            assert_eq!(
                (skimmed.kind, skimmed.payload),
                (decoded.kind, &decoded.payload[..])
            );
        }
    }

    #[test]
    fn a_message_that_is_cut_off_is_noticed() {
        let message = sample()[1].encode();
        for cut in 1..message.len() {
            assert!(
                frames(&message[..cut]).any(|frame| frame.is_err()),
                "cut at {cut}"
            );
        }
    }
}
