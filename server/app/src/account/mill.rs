//! Stretching passwords takes long on purpose. It is done by one thread of its own, away from
//! sockets and pages, and no more of it waits than can be done while somebody still looks.

use std::sync::OnceLock;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::oneshot;
use unicode_normalization::UnicodeNormalization;

use crate::port::Random;

/// Passwords that wait at most: some seconds of work.
const WAITING_MAX: usize = 128;

/// A password as somebody typed it. Never written anywhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// What was typed; keyboards differ in how they compose accents, and that makes no difference.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        Self(typed.nfc().collect())
    }

    pub(super) fn as_text(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// How hard passwords are stretched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Memory of one stretching.
    pub memory_kib: u32,
    /// How often it is gone through.
    pub n_passes: u32,
}

impl Default for Stretch {
    /// Of the equivalent choices that OWASP names, the one that is fastest for us and leaves the
    /// most memory to others: 19 MiB, two passes.
    fn default() -> Self {
        Self {
            memory_kib: 19 * 1_024,
            n_passes: 2,
        }
    }
}

impl Stretch {
    fn argon(self) -> Argon2<'static> {
        let params = Params::new(self.memory_kib.max(8), self.n_passes.max(1), 1, None)
            .expect("memory and passes are within what the function takes");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }

    fn hash(self, password: &Password, salt: [u8; 16]) -> String {
        let hash: PasswordHash = self
            .argon()
            .hash_password_with_salt(password.as_text().as_bytes(), &salt)
            .expect("a salt of 16 bytes and a password of bounded length can be stretched");
        hash.to_string()
    }
}

/// What became of a comparison.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Compared {
    pub(super) is_right: bool,
    /// The password in the form that is wanted today, when it was kept in another.
    pub(super) stronger: Option<String>,
}

/// More waits than can be done in time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Busy;

type Job = Box<dyn FnOnce() + Send>;

/// The thread that stretches, started by the first that needs it.
#[derive(Debug)]
pub(super) struct Mill {
    stretch: Stretch,
    queue: OnceLock<SyncSender<Job>>,
    /// What the password of nobody is compared with, so that it takes as long.
    decoy: OnceLock<String>,
}

impl Mill {
    pub(super) const fn new(stretch: Stretch) -> Self {
        Self {
            stretch,
            queue: OnceLock::new(),
            decoy: OnceLock::new(),
        }
    }

    /// The kept form of a password.
    pub(super) async fn stretch(
        &self,
        password: Password,
        random: &dyn Random,
    ) -> Result<String, Busy> {
        let (stretch, salt) = (self.stretch, random.bytes());
        self.run(move || stretch.hash(&password, salt)).await
    }

    /// Compares a password with its kept form; without one, it takes as long and is wrong.
    pub(super) async fn compare(
        &self,
        password: Password,
        kept: Option<String>,
        random: &dyn Random,
    ) -> Result<Compared, Busy> {
        let (stretch, salt) = (self.stretch, random.bytes());
        let decoy = match self.decoy.get() {
            Some(decoy) => decoy.clone(),
            None => {
                let (nobodys, salt) = (Password::new(""), random.bytes());
                let decoy = self.run(move || stretch.hash(&nobodys, salt)).await?;
                self.decoy.get_or_init(|| decoy).clone()
            }
        };
        self.run(move || {
            let is_known = kept.is_some();
            let kept = kept.unwrap_or(decoy);
            let Ok(hash) = PasswordHash::new(&kept) else {
                return Compared {
                    is_right: false,
                    stronger: None,
                };
            };
            let argon = stretch.argon();
            let matches = argon.verify_password(password.as_text().as_bytes(), &hash);
            let is_right = matches.is_ok() && is_known;
            let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
            let is_as_wanted =
                Params::try_from(&hash).is_ok_and(|params| cost(&params) == cost(argon.params()));
            let stronger = (is_right && !is_as_wanted).then(|| stretch.hash(&password, salt));
            Compared { is_right, stronger }
        })
        .await
    }

    /// Does other work on passwords where it disturbs nobody.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let (done, result) = oneshot::channel();
        let job: Job = Box::new(move || {
            // Whoever asked may have gone away meanwhile.
            if !done.is_closed() {
                let _ = done.send(work());
            }
        });
        match self.queue.get_or_init(start).try_send(job) {
            Ok(()) => result.await.map_err(|_| Busy),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Err(Busy),
        }
    }
}

fn start() -> SyncSender<Job> {
    let (sender, jobs) = sync_channel::<Job>(WAITING_MAX);
    std::thread::Builder::new()
        .name("password-mill".into())
        .spawn(move || {
            for job in jobs {
                job();
            }
        })
        .expect("a thread can be started");
    sender
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::SeededRandom;

    const QUICK: Stretch = Stretch {
        memory_kib: 64,
        n_passes: 1,
    };

    #[tokio::test]
    async fn only_the_same_password_compares_equal_and_nobodys_never_does() {
        let random = SeededRandom::new(1);
        let mill = Mill::new(QUICK);
        let secret = Password::new("cafe\u{301} noir et tartine");
        let kept = mill.stretch(secret.clone(), &random).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{kept}");
        let typed = Password::new("café noir et tartine");
        for (password, kept, expected) in [
            (typed.clone(), Some(kept.clone()), true),
            (Password::new("café noir et tartin"), Some(kept), false),
            (typed, None, false),
            (Password::new(""), None, false),
            (Password::new("x"), Some("no form at all".into()), false),
        ] {
            let compared = mill.compare(password, kept, &random).await.unwrap();
            assert_eq!((compared.is_right, compared.stronger), (expected, None));
        }
    }

    #[tokio::test]
    async fn a_form_of_other_days_is_replaced_when_the_password_is_right() {
        let random = SeededRandom::new(1);
        let secret = Password::new("tulipe cheval brume");
        let old = Mill::new(QUICK);
        let kept = old.stretch(secret.clone(), &random).await.unwrap();
        let mill = Mill::new(Stretch {
            memory_kib: 128,
            n_passes: 2,
        });
        let wrong = mill
            .compare(Password::new("x"), Some(kept.clone()), &random)
            .await;
        assert_eq!(wrong.unwrap().stronger, None);
        let right = mill
            .compare(secret.clone(), Some(kept), &random)
            .await
            .unwrap();
        let stronger = right.stronger.unwrap();
        assert!(stronger.contains("m=128,t=2,p=1"), "{stronger}");
        let again = mill.compare(secret, Some(stronger), &random).await.unwrap();
        assert_eq!((again.is_right, again.stronger), (true, None));
    }

    #[tokio::test]
    async fn beyond_its_bound_nothing_waits_and_what_waits_is_done() {
        let mill = Mill::new(QUICK);
        let (free, held) = std::sync::mpsc::channel::<()>();
        let (begun, has_begun) = oneshot::channel();
        let first = mill.run(move || {
            let _ = begun.send(());
            held.recv().ok();
        });
        let mut first = std::pin::pin!(first);
        assert!(futures_util::poll!(&mut first).is_pending());
        has_begun.await.unwrap();
        let mut waiting: Vec<_> = (0..WAITING_MAX)
            .map(|n| Box::pin(mill.run(move || n)))
            .collect();
        for one in &mut waiting {
            assert!(futures_util::poll!(one).is_pending());
        }
        assert_eq!(mill.run(|| ()).await, Err(Busy));
        free.send(()).unwrap();
        first.await.unwrap();
        for (n, one) in waiting.into_iter().enumerate() {
            assert_eq!(one.await, Ok(n));
        }
    }
}
