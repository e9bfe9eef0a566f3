//! What people are told outside the product, and who carries it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use protocol::Micros;
use store::{Tongue, UserId};

use super::token::Token;

/// A letter to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// To which address.
    pub to: String,
    /// In which language.
    pub language: Tongue,
    /// To whom.
    pub user: UserId,
    /// About what.
    pub matter: Matter,
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An address does not belong into a log.
        f.debug_tuple("Letter").field(&self.user).finish()
    }
}

/// What a letter is about, with what it has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// He forgot his password: a link to choose another.
    ResetPassword {
        /// Good once, for ten minutes.
        link: Token,
    },
    /// He wants in without it.
    SignIn {
        /// Good once, for ten minutes.
        link: Token,
    },
    /// He was given an account: a link to choose the first password.
    SetPassword {
        /// Good once.
        link: Token,
    },
    /// Somebody signed in with a device that was not seen before.
    NewSignIn {
        /// When.
        at: Micros,
        /// Browser and system.
        device: String,
        /// From where.
        address: String,
    },
    /// The password was changed.
    PasswordChanged {
        /// When.
        at: Micros,
    },
    /// He wants to be reached here from now on; goes to the new address.
    ConfirmEmail {
        /// Good once, for ten minutes.
        link: Token,
    },
    /// He is reached elsewhere from now on; goes to the address before.
    EmailChanged {
        /// When.
        at: Micros,
    },
    /// A second factor was switched on or off.
    FactorChanged {
        /// When.
        at: Micros,
        /// On or off.
        is_on: bool,
    },
}

impl Matter {
    /// The stable name, for templates.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ResetPassword { .. } => "reset_password",
            Self::SignIn { .. } => "sign_in",
            Self::SetPassword { .. } => "set_password",
            Self::NewSignIn { .. } => "new_sign_in",
            Self::PasswordChanged { .. } => "password_changed",
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::EmailChanged { .. } => "email_changed",
            Self::FactorChanged { .. } => "factor_changed",
        }
    }

    /// The path and query that its link opens, below the site's own address.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        match self {
            Self::ResetPassword { link } | Self::SetPassword { link } => {
                Some(format!("/password/new?token={}", link.to_text()))
            }
            Self::SignIn { link } => Some(format!("/sign-in/link?token={}", link.to_text())),
            Self::ConfirmEmail { link } => {
                Some(format!("/account/email/confirm?token={}", link.to_text()))
            }
            Self::NewSignIn { .. }
            | Self::PasswordChanged { .. }
            | Self::EmailChanged { .. }
            | Self::FactorChanged { .. } => None,
        }
    }
}

/// A letter on its way out of our hands.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), store::Fault>> + Send + 'a>>;

/// Who carries letters.
pub trait Post: Send + Sync + fmt::Debug {
    /// Takes a letter; it is delivered later, or shown to the administrator as undelivered.
    fn send(&self, letter: Letter) -> Sending<'_>;
}

/// Nobody carries letters: the command line issues links instead.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPost;

impl Post for NoPost {
    fn send(&self, letter: Letter) -> Sending<'_> {
        tracing::warn!(
            user.id = %letter.user,
            letter = letter.matter.name(),
            "nobody carries letters here: `server link` and `server admin` print links",
        );
        Box::pin(std::future::ready(Ok(())))
    }
}

/// Keeps what was sent, for tests.
#[derive(Debug, Default)]
pub struct Letterbox(Mutex<Vec<Letter>>);

impl Letterbox {
    /// Everything that was sent so far.
    #[must_use]
    pub fn letters(&self) -> Vec<Letter> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Post for Letterbox {
    fn send(&self, letter: Letter) -> Sending<'_> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(letter);
        Box::pin(std::future::ready(Ok(())))
    }
}
