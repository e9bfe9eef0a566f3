//! A mail server in memory, which takes everything or does what a test tells it.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{MailError, Mailer, Outgoing, Sending};

/// What was handed over, and what is to be refused next.
#[derive(Debug, Default)]
pub struct MemoryMailer {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    taken: Vec<Outgoing>,
    answers: VecDeque<MailError>,
}

impl MemoryMailer {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything that was taken so far, in order.
    #[must_use]
    pub fn taken(&self) -> Vec<Outgoing> {
        self.inner().taken.clone()
    }

    /// Lets the next attempts fail, one after the other.
    pub fn refuse_next(&self, answers: impl IntoIterator<Item = MailError>) {
        self.inner().answers.extend(answers);
    }
}

impl Mailer for MemoryMailer {
    fn send<'a>(&'a self, message: &'a Outgoing) -> Sending<'a> {
        Box::pin(async move {
            let mut inner = self.inner();
            if let Some(refusal) = inner.answers.pop_front() {
                return Err(refusal);
            }
            inner.taken.push(message.clone());
            Ok(())
        })
    }
}
