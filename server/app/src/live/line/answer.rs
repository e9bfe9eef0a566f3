//! Answers to commands and questions, as their own sender may know them.

use bytes::Bytes;
use domain::access::Viewer;
use protocol::limits::SERVER_MESSAGE_BYTES_MAX;
use protocol::message::{Answered, AskRefused, Committed, Refused, ServerMessage};
use protocol::reject::LimitReached;
use protocol::{Answer, Reject};
use serde_bytes::ByteBuf;

use super::{Line, coded};
use crate::live::ears::{Outcome, Reply};
use crate::live::encode;
use crate::live::question;

impl Line {
    pub(super) fn refuse_question(&mut self, question: u32, reject: &Reject) {
        let (kind, payload) = coded(reject);
        self.say(
            &AskRefused {
                question,
                kind,
                payload,
            }
            .into(),
        );
    }

    pub(super) fn encode_reply(&self, reply: Reply) -> Bytes {
        let mut bytes = Vec::with_capacity(64);
        match reply {
            Reply::Command(command, Outcome::Committed { seq }) => {
                // A participant must not learn the log's number: it tells how busy others are.
                let offset = if self.is_participant() { None } else { seq };
                put(&Committed { command, offset }.into(), &mut bytes);
            }
            Reply::Command(command, Outcome::Refused(reject)) => {
                let (kind, payload) = coded(&reject);
                put(
                    &Refused {
                        command,
                        kind,
                        payload,
                    }
                    .into(),
                    &mut bytes,
                );
            }
            Reply::Question {
                question,
                based_on,
                answer,
            } => match answer {
                Ok(answer) => self.encode_answer(question, based_on, &answer, &mut bytes),
                Err(reject) => {
                    let (kind, payload) = coded(&reject);
                    put(
                        &AskRefused {
                            question,
                            kind,
                            payload,
                        }
                        .into(),
                        &mut bytes,
                    );
                }
            },
        }
        self.event.delivery.frames_sent.increment(1);
        bytes.into()
    }

    fn encode_answer(&self, question: u32, based_on: u64, answer: &Answer, bytes: &mut Vec<u8>) {
        let based_on = if self.is_participant() { 0 } else { based_on };
        if !matches!(self.viewer, Viewer::Team) {
            // The others may never have heard of the persons proposed.
            let labels = &self.event.hub.view().labels;
            let keys = question::card_keys(answer).into_iter();
            encode::cards_into(keys.map(|key| encode::update(labels, key)), bytes);
        }
        let payload = ByteBuf::from(answer.encode());
        put(
            &Answered {
                question,
                based_on,
                kind: answer.kind(),
                payload,
            }
            .into(),
            bytes,
        );
        if bytes.len() > SERVER_MESSAGE_BYTES_MAX {
            bytes.clear();
            let limit = u32::try_from(SERVER_MESSAGE_BYTES_MAX).unwrap_or(u32::MAX);
            let (kind, payload) = coded(&LimitReached { limit }.into());
            put(
                &AskRefused {
                    question,
                    kind,
                    payload,
                }
                .into(),
                bytes,
            );
        }
    }

    fn is_participant(&self) -> bool {
        matches!(self.viewer, Viewer::Person(_) | Viewer::Public)
    }
}

fn put(message: &ServerMessage, bytes: &mut Vec<u8>) {
    message.to_frame().encode_into(bytes);
}
