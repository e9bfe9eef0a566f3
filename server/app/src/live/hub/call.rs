//! Calling everybody who reads one stream, a few at a time, by whoever serves them: who was just
//! called is served while what the call touched is still at hand, and nobody waits for the last.

use std::sync::Arc;

use super::Channel;
use crate::live::ears::LineId;

/// Takes calls over. Is given them often, from anywhere: it must neither wait nor work.
pub trait Crier: Send + Sync {
    /// There is news for everybody who reads a stream.
    fn cry(&self, call: Call);
}

/// News for everybody who reads one stream.
#[derive(Debug)]
pub struct Call {
    channel: Arc<Channel>,
    /// Who was called last in this round.
    called: Option<LineId>,
    /// Who is called last in this round; everybody if none is named.
    until: Option<LineId>,
    /// Who is called last in the next round, because there was news again after their call.
    again_until: Option<LineId>,
}

impl Call {
    pub(super) const fn new(channel: Arc<Channel>) -> Self {
        Self {
            channel,
            called: None,
            until: None,
            again_until: None,
        }
    }

    /// Takes a later call in if it is of the same stream; tells whether it was. Whoever is still to
    /// be called then hears of both at once.
    pub fn absorb(&mut self, later: &Self) -> bool {
        let is_same = Arc::ptr_eq(&self.channel, &later.channel);
        if is_same {
            self.until = None;
            self.again_until = self.called;
        }
        is_same
    }

    /// Calls the next few, so many at most; tells whether there may be more.
    pub fn go_on(&mut self, n_max: usize) -> bool {
        self.called = self.channel.call_some(self.called, self.until, n_max);
        if self.called.is_some() {
            return true;
        }
        self.until = self.again_until.take();
        self.until.is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, Weak};

    use super::*;
    use crate::live::ears::{Bell, Ears};
    use crate::live::hub::Reader;

    /// Notes who is rung.
    struct Noted(u64, Arc<Mutex<Vec<u64>>>);

    impl Bell for Noted {
        fn ring(self: Arc<Self>) {
            self.1.lock().unwrap().push(self.0);
        }
    }

    /// A stream with readers 1 to `n`, and who was called since.
    struct Square {
        channel: Arc<Channel>,
        rung: Arc<Mutex<Vec<u64>>>,
        _readers: Vec<(Reader, Arc<dyn Bell>)>,
    }

    impl Square {
        fn with(n: u64) -> Self {
            let channel = Arc::new(Channel::after(0, 4));
            let rung = Arc::new(Mutex::new(Vec::new()));
            let read = |id| {
                let ears = Arc::new(Ears::new(LineId(id)));
                let bell: Arc<dyn Bell> = Arc::new(Noted(id, rung.clone()));
                let weak: Weak<dyn Bell> = Arc::downgrade(&bell);
                ears.ring_instead(weak);
                (Reader::join(channel.clone(), ears), bell)
            };
            let readers = (1..=n).map(read).collect();
            rung.lock().unwrap().clear();
            Self {
                channel,
                rung,
                _readers: readers,
            }
        }

        fn call(&self) -> Call {
            Call::new(self.channel.clone())
        }

        fn rung(&self) -> Vec<u64> {
            std::mem::take(&mut *self.rung.lock().unwrap())
        }
    }

    #[test]
    fn everybody_is_called_once_a_few_at_a_time() {
        for n in 0..=7 {
            let square = Square::with(n);
            let mut call = square.call();
            let mut most = 0;
            let mut called = Vec::new();
            while call.go_on(3) {
                let part = square.rung();
                most = most.max(part.len());
                called.extend(part);
            }
            called.extend(square.rung());
            assert_eq!(called, (1..=n).collect::<Vec<_>>());
            assert!(most <= 3);
        }
    }

    #[test]
    fn news_in_the_middle_reaches_those_still_to_be_called_with_the_old_and_the_others_again() {
        let square = Square::with(5);
        let mut call = square.call();
        assert!(call.go_on(2));
        assert!(call.absorb(&square.call()));
        assert_eq!(square.rung(), [1, 2]);
        while call.go_on(2) {}
        assert_eq!(square.rung(), [3, 4, 5, 1, 2]);
    }

    #[test]
    fn news_in_the_second_round_reaches_everybody() {
        let square = Square::with(5);
        let mut call = square.call();
        assert!(call.go_on(4));
        assert!(call.absorb(&square.call()));
        while square.rung().last() != Some(&2) {
            assert!(call.go_on(1));
        }
        assert!(call.absorb(&square.call()));
        while call.go_on(2) {}
        assert_eq!(square.rung(), [3, 4, 5, 1, 2]);
    }

    #[test]
    fn a_call_of_another_stream_is_not_taken_in() {
        let (square, other) = (Square::with(1), Square::with(1));
        assert!(!square.call().absorb(&other.call()));
    }
}
