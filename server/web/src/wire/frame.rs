//! The head of a message that a server sends: whole, final, unmasked.

/// Appends a binary message to what is about to be written.
pub(crate) fn put_binary(message: &[u8], into: &mut Vec<u8>) {
    put_head(message.len(), into);
    into.extend_from_slice(message);
}

/// Appends the head of a binary message of this length; its bytes come next.
pub(crate) fn put_head(n_bytes: usize, into: &mut Vec<u8>) {
    const FINAL_BINARY: u8 = 0x82;
    into.push(FINAL_BINARY);
    match (u8::try_from(n_bytes), u16::try_from(n_bytes)) {
        (Ok(n @ 0..=125), _) => into.push(n),
        (_, Ok(n)) => {
            into.push(126);
            into.extend_from_slice(&n.to_be_bytes());
        }
        (_, Err(_)) => {
            into.push(127);
            into.extend_from_slice(&(n_bytes as u64).to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use tungstenite::protocol::Role;
    use tungstenite::{Message, WebSocket};

    use super::*;

    #[test]
    fn every_length_is_read_back_as_it_was_written() {
        let lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 200_000];
        let mut written = Vec::new();
        for n in lengths {
            put_binary(&vec![7; n], &mut written);
        }
        let mut client = WebSocket::from_raw_socket(Cursor::new(written), Role::Client, None);
        for n in lengths {
            let Message::Binary(read) = client.read().unwrap() else {
                panic!("no binary message")
            };
            assert_eq!((read.len(), read.iter().all(|byte| *byte == 7)), (n, true));
        }
    }
}
