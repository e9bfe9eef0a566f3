//! The letters of signing in, on their way into the outbox.

use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};
use store::Tongue;

use super::{Language, Letter, Matter, Post, Recipient};
use crate::account::{self, Letter as AccountLetter, Matter as AccountMatter, Sending};
use crate::port::{Address, HeaderText};

/// How long a link of an account serves, as its letter says.
const LINK_MINUTES: u32 = 10;

/// Carries what accounts want to tell people.
pub struct Carrier {
    post: Arc<Post>,
    /// The site's own address, known once it listens.
    origin: OnceLock<String>,
}

impl std::fmt::Debug for Carrier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Carrier")
    }
}

impl Carrier {
    /// Carries into a post office.
    #[must_use]
    pub fn new(post: Arc<Post>) -> Arc<Self> {
        Arc::new(Self {
            post,
            origin: OnceLock::new(),
        })
    }

    /// Says by which address people reach the site. The first word counts.
    pub fn set_origin(&self, origin: String) {
        // Set twice only by a caller who lists the same addresses again.
        let _ = self.origin.set(origin);
    }

    fn letter(&self, letter: &AccountLetter) -> Option<Letter> {
        let address = Address::parse(&letter.to).ok()?;
        let language = match letter.language {
            Tongue::French => Language::Fr,
            Tongue::English => Language::En,
        };
        let link = letter
            .matter
            .path()
            .map(|path| format!("{}{path}", self.origin.get().map_or("", String::as_str)));
        let minutes = LINK_MINUTES;
        let matter = match &letter.matter {
            AccountMatter::ResetPassword { .. } => Matter::ResetPassword { minutes },
            AccountMatter::SignIn { .. } => Matter::SignInLink { minutes },
            AccountMatter::SetPassword { .. } => Matter::SetPassword { minutes },
            AccountMatter::ConfirmEmail { .. } => Matter::ConfirmAddress { minutes },
            AccountMatter::NewSignIn { at, device, .. } => Matter::NewSignIn {
                at: *at,
                device: device.clone(),
            },
            AccountMatter::PasswordChanged { at } => Matter::PasswordChanged { at: *at },
            AccountMatter::EmailChanged { at } => Matter::AddressChanged { at: *at },
            AccountMatter::FactorChanged { at, is_on } => Matter::FactorChanged {
                at: *at,
                is_on: *is_on,
            },
        };
        // The same link, or the same fact of the same user, is the same letter.
        let mut digest = Sha256::new();
        digest.update(matter.encode());
        digest.update(letter.user.uuid().as_bytes());
        digest.update(link.as_deref().unwrap_or_default());
        let digest = digest.finalize();
        let key: String = digest
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Some(Letter {
            event: None,
            to: Recipient::Address {
                address,
                name: HeaderText::default(),
                language,
            },
            matter,
            link,
            key: format!("user:{key}"),
            due_at: None,
        })
    }
}

impl account::Post for Carrier {
    fn send(&self, letter: AccountLetter) -> Sending<'_> {
        Box::pin(async move {
            let Some(letter) = self.letter(&letter) else {
                tracing::warn!(user.id = %letter.user, "a user has an address that is none");
                return Ok(());
            };
            self.post.enqueue(&[letter]).await.map(drop)
        })
    }
}
