//! Questions to the planner. They change nothing, so they are simply asked again after an outage.

use std::collections::VecDeque;
use std::sync::Arc;

use protocol::message::{Ask, ServerMessage};
use protocol::query::RankedSuggestions;
use protocol::reject::NotFound;
use protocol::{Answer, DecodeError, Query, Reject, read};
use serde_bytes::ByteBuf;

use super::program::Part;
use super::{Changes, Client, Effect, Unanswered};
use crate::conflict::NextBest;
use crate::limits::QUESTIONS_MAX;
use crate::time::Monotonic;

/// How long a question may wait for its answer.
const PATIENCE_MS: u64 = 20_000;

#[derive(Debug)]
struct Question {
    number: u32,
    query: Query,
    since: Monotonic,
    is_sent: bool,
    /// Asked by the machine itself, for a conflict.
    is_inside: bool,
}

/// The questions that wait.
#[derive(Debug, Default)]
pub(crate) struct Questions {
    open: VecDeque<Question>,
    n_asked: u32,
}

impl Questions {
    fn disconnect(&mut self) {
        self.open
            .iter_mut()
            .for_each(|question| question.is_sent = false);
    }

    fn next_end(&self) -> Option<Monotonic> {
        self.open
            .front()
            .map(|question| question.since.plus(PATIENCE_MS))
    }

    fn remove(&mut self, number: u32) -> Option<Question> {
        let index = self
            .open
            .iter()
            .position(|question| question.number == number)?;
        self.open.remove(index)
    }
}

/// Reads an answer of a kind.
pub(crate) type ReadAnswer = fn(u16, &[u8]) -> Result<Answer, DecodeError>;

/// What a phone reads: whom it is suggested to meet.
pub(crate) fn suggestions_only(kind: u16, payload: &[u8]) -> Result<Answer, DecodeError> {
    if kind == RankedSuggestions::KIND {
        read::from_slice::<RankedSuggestions>(payload)
            .map(Answer::from)
            .map_err(|why| DecodeError::Malformed { kind, why })
    } else {
        no_answer(kind, payload)
    }
}

/// What a program reads that asks nothing.
pub(crate) fn no_answer(kind: u16, _: &[u8]) -> Result<Answer, DecodeError> {
    Err(DecodeError::UnknownKind(kind))
}

/// Asking the planner.
#[derive(Debug)]
pub(crate) struct QuestionsPart;

impl Part for QuestionsPart {
    fn greeted(&self, client: &mut Client, _: Monotonic) {
        client.resume_questions();
    }

    fn disconnected(&self, client: &mut Client) {
        client.questions.disconnect();
    }

    fn heard(&self, client: &mut Client, message: &ServerMessage) {
        if let ServerMessage::Answered(m) = message {
            client.on_answered(m.question, m.based_on, m.kind, &m.payload);
        } else if let ServerMessage::AskRefused(m) = message {
            client.on_ask_refused(m.question, m.kind, &m.payload);
        }
    }

    fn ticked(&self, client: &mut Client, now: Monotonic) {
        client.expire_questions(now);
    }

    fn due_at(&self, client: &Client) -> Option<Monotonic> {
        client.questions.next_end()
    }
}

impl Client {
    /// Asks the planner. The answer comes as [`Effect::Answered`] with the returned number;
    /// none when too many questions wait already.
    pub fn ask(&mut self, query: Query, now: Monotonic) -> Option<u32> {
        let number = self.put_question(query, false, now);
        self.finish(now);
        number
    }

    pub(crate) fn ask_inside(&mut self, query: Query, now: Monotonic) -> Option<u32> {
        self.put_question(query, true, now)
    }

    fn put_question(&mut self, query: Query, is_inside: bool, now: Monotonic) -> Option<u32> {
        if self.questions.open.len() == QUESTIONS_MAX {
            return None;
        }
        self.questions.n_asked = self.questions.n_asked.wrapping_add(1);
        let number = self.questions.n_asked;
        self.questions.open.push_back(Question {
            number,
            query,
            since: now,
            is_sent: false,
            is_inside,
        });
        self.resume_questions();
        Some(number)
    }

    fn resume_questions(&mut self) {
        if !self.link.is_live() {
            return;
        }
        let mut open = std::mem::take(&mut self.questions.open);
        for question in open.iter_mut().filter(|question| !question.is_sent) {
            let payload = ByteBuf::from(question.query.encode());
            self.send(
                &Ask {
                    question: question.number,
                    kind: question.query.kind(),
                    payload,
                }
                .into(),
            );
            question.is_sent = true;
        }
        self.questions.open = open;
    }

    fn on_answered(&mut self, number: u32, based_on: u64, kind: u16, payload: &[u8]) {
        let answer = (self.program.answers)(kind, payload).map_err(|_| Unanswered::Unknown);
        self.answer(number, answer, based_on);
    }

    fn on_ask_refused(&mut self, number: u32, kind: u16, payload: &[u8]) {
        let reject = Reject::decode(kind, payload).unwrap_or(NotFound {}.into());
        self.answer(number, Err(Unanswered::Refused(reject)), 0);
    }

    fn expire_questions(&mut self, now: Monotonic) {
        while let Some(first) = self.questions.open.front()
            && now.since(first.since) >= PATIENCE_MS
        {
            let number = first.number;
            self.answer(number, Err(Unanswered::NoConnection), 0);
        }
    }

    fn answer(&mut self, number: u32, answer: Result<Answer, Unanswered>, based_on: u64) {
        let Some(question) = self.questions.remove(number) else {
            return;
        };
        if question.is_inside {
            let next_best = match answer {
                Ok(Answer::RankedSpots(ranked)) => NextBest::Spots(ranked.spots),
                Ok(_) | Err(_) => NextBest::Failed,
            };
            Arc::make_mut(&mut self.model.conflicts).proposed(number, next_best);
            self.note(Changes::CONFLICTS);
        } else {
            self.push(Effect::Answered {
                question: number,
                answer,
                based_on,
            });
        }
    }
}
