//! The second factor: codes that a device computes from a secret and the time (RFC 6238), and
//! recovery codes for the day when it is lost.

use store::{Fault, UserId, Way};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use super::accounts::Accounts;
use super::entry::Visitor;
use super::letter::Matter;
use super::links::Chosen;
use super::mill::Password;

const STEP_S: u64 = 30;
/// A clock may be one step off.
const SKEW_STEPS: u16 = 1;
const RECOVERY_CODES: usize = 10;
/// 80 bits each, in letters and digits that nobody confuses.
const RECOVERY_ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const RECOVERY_LENGTH: usize = 16;

/// What a page shows of somebody's second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorState {
    /// None, or one that no code has proved yet.
    Off,
    /// Asked for.
    On {
        /// Recovery codes that were not used.
        n_recovery_left: u32,
    },
}

/// A secret on its way to a device.
#[derive(Clone)]
pub struct Enrolment {
    /// What a code in a square carries.
    pub address: String,
    /// The same for those who type, in groups of four.
    pub key: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(…)")
    }
}

fn generator(secret: &[u8], email: &str) -> Totp {
    // A colon would end the name in the address.
    let name = email.replace(':', " ");
    let builder = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(SKEW_STEPS)
        .with_step_duration(STEP_S)
        .with_secret(Secret::new(secret.into()))
        .with_account_name(name)
        .with_issuer(Some("Régie"));
    builder
        .build()
        .expect("a secret of 20 bytes and a name without a colon are taken")
}

impl Accounts {
    /// Whether a user is asked for a second factor.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn factor_state(&self, user: UserId) -> Result<FactorState, Fault> {
        Ok(match self.store.second_factor(user).await? {
            Some((factor, n_recovery_left)) if factor.confirmed_at.is_some() => {
                FactorState::On { n_recovery_left }
            }
            Some(_) | None => FactorState::Off,
        })
    }

    /// The secret that a device needs: the one that waits for its first code, or a new one. None
    /// when a second factor is asked for already.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn enrolment(&self, visitor: &Visitor) -> Result<Option<Enrolment>, Fault> {
        let user = &visitor.user;
        let secret = match self.store.second_factor(user.id).await? {
            Some((factor, _)) if factor.confirmed_at.is_some() => return Ok(None),
            Some((factor, _)) => self.opened(user.id, factor)?,
            None => {
                let secret: [u8; 20] = self.random.bytes();
                let sealed = self.sealed(user.id, &secret)?;
                let is_kept = self
                    .store
                    .propose_second_factor(user.id, &sealed.bytes, Some(sealed.key))
                    .await?;
                if !is_kept {
                    return Ok(None);
                }
                secret.to_vec()
            }
        };
        let generator = generator(&secret, &user.email);
        let address = generator
            .to_url()
            .expect("the generator has a name and an issuer");
        let key = generator.secret().to_base32();
        let key: Vec<String> = key
            .as_bytes()
            .chunks(4)
            .map(|four| String::from_utf8_lossy(four).into_owned())
            .collect();
        Ok(Some(Enrolment {
            address,
            key: key.join(" "),
        }))
    }

    /// The device's first code: if it is right, one is asked for from now on, and these recovery
    /// codes open instead. They are never shown again.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn confirm_factor(
        &self,
        visitor: &Visitor,
        typed: &str,
    ) -> Result<Option<Vec<String>>, Fault> {
        let user = &visitor.user;
        let Some((factor, _)) = self.store.second_factor(user.id).await? else {
            return Ok(None);
        };
        let secret = self.opened(user.id, factor)?;
        let Some(step) = self.step_of(&secret, typed) else {
            return Ok(None);
        };
        let codes = self.recovery_codes();
        let kept = kept(&codes);
        let now = self.world.now();
        let is_on = self
            .store
            .confirm_second_factor(user.id, step, &kept, now)
            .await?;
        if !is_on {
            return Ok(None);
        }
        self.end_others(visitor).await?;
        self.write_to(user, Matter::FactorChanged { at: now, is_on })
            .await;
        Ok(Some(codes))
    }

    /// New recovery codes; the earlier ones open nothing any more.
    ///
    /// # Errors
    /// When they cannot be stored.
    pub async fn renew_recovery_codes(
        &self,
        visitor: &Visitor,
        present: Password,
        caller: &store::Caller,
    ) -> Result<Result<Vec<String>, Chosen>, Fault> {
        if let Some(refused) = self.check_present(visitor, present, caller).await? {
            return Ok(Err(refused));
        }
        let codes = self.recovery_codes();
        self.store
            .replace_recovery_codes(visitor.user.id, &kept(&codes))
            .await?;
        Ok(Ok(codes))
    }

    /// Switches the second factor off for somebody who shows his password once more.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn remove_factor(
        &self,
        visitor: &Visitor,
        present: Password,
        caller: &store::Caller,
    ) -> Result<Chosen, Fault> {
        if let Some(refused) = self.check_present(visitor, present, caller).await? {
            return Ok(refused);
        }
        let at = self.world.now();
        self.store.remove_second_factor(visitor.user.id).await?;
        self.write_to(&visitor.user, Matter::FactorChanged { at, is_on: false })
            .await;
        Ok(Chosen::Done)
    }

    /// Takes a code of the device or a recovery code, each once. By which of them, if right.
    pub(super) async fn take_factor(
        &self,
        user: UserId,
        typed: &str,
    ) -> Result<Option<Way>, Fault> {
        let Some((factor, _)) = self.store.second_factor(user).await? else {
            return Ok(None);
        };
        if let Some(step) = self.step_of(&self.opened(user, factor)?, typed) {
            let is_taken = self.store.take_code(user, step).await?;
            return Ok(is_taken.then_some(Way::Code));
        }
        let code = plain(typed);
        if code.len() != RECOVERY_LENGTH {
            return Ok(None);
        }
        let now = self.world.now();
        let is_taken = self
            .store
            .take_recovery_code(user, code.as_bytes(), now)
            .await?;
        Ok(is_taken.then_some(Way::Recovery))
    }

    fn step_of(&self, secret: &[u8], typed: &str) -> Option<u64> {
        let code: String = typed.chars().filter(char::is_ascii_digit).collect();
        let is_code = code.len() == 6 && plain(typed).len() == 6;
        let now_s = u64::try_from(self.world.now().0 / 1_000_000).ok()?;
        is_code
            .then(|| generator(secret, "-").check(&code, now_s))
            .flatten()
    }

    fn recovery_codes(&self) -> Vec<String> {
        let code = || {
            let bytes: [u8; RECOVERY_LENGTH] = self.random.bytes();
            let letters = bytes.map(|byte| RECOVERY_ALPHABET[usize::from(byte % 32)]);
            let fours = letters.chunks(4).map(String::from_utf8_lossy);
            fours.collect::<Vec<_>>().join("-")
        };
        (0..RECOVERY_CODES).map(|_| code()).collect()
    }
}

/// A recovery code without what people put between its letters.
fn plain(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

fn kept(codes: &[String]) -> Vec<Vec<u8>> {
    codes.iter().map(|code| plain(code).into_bytes()).collect()
}

/// The code that a device shows at an instant, for tests.
#[cfg(any(test, feature = "testing"))]
#[must_use]
pub fn code_at(key: &str, at: protocol::Micros) -> String {
    let secret = Secret::try_from_base32(plain(key).to_ascii_uppercase()).expect("a shown key");
    let seconds = u64::try_from(at.0 / 1_000_000).expect("after 1970");
    generator(secret.as_bytes(), "-")
        .generate(seconds)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six digits.
        let generator = generator(b"12345678901234567890", "x");
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(generator.generate(seconds).to_string(), expected);
        }
    }
}
