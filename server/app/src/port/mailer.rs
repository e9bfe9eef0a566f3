//! Mail: a server that takes it, and a part in memory for tests and for installations without one.
//!
//! What is handed over is typed: an address is one address, and a header is one line. So nobody
//! who fills in a name, a subject or a reason can add a header, a recipient or a body of his own.

mod line;
mod memory;
mod smtp;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub use line::{Address, HeaderText, Unfit};
pub use memory::MemoryMailer;
#[cfg(feature = "testing")]
pub use smtp::bytes_of;
pub use smtp::{SmtpError, SmtpMailer, SmtpSettings};

/// A message, ready to be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// In whose name.
    pub sender_name: HeaderText,
    /// From which address.
    pub sender: Address,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<Address>,
    /// What the recipient is called; may be empty.
    pub name: HeaderText,
    /// To whom.
    pub to: Address,
    /// What it is about.
    pub subject: HeaderText,
    /// The text; always there.
    pub text: String,
    /// The same, with the event's look.
    pub html: String,
    /// A picture that the HTML shows by its name.
    pub picture: Option<Inline>,
    /// Names the message for good: the same message handed over twice has the same.
    pub message_id: HeaderText,
}

/// A picture that travels with a message.
#[derive(Clone, PartialEq, Eq)]
pub struct Inline {
    /// What the HTML calls it, after `cid:`.
    pub name: String,
    /// A JPEG.
    pub bytes: Arc<[u8]>,
}

impl fmt::Debug for Inline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Inline({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailError {
    /// The server could not be reached, or does not let us in: nothing goes out for now.
    Unreachable {
        /// A code for lists and logs.
        code: String,
    },
    /// Not now; the same message may be taken later.
    Passing {
        /// A code for lists and logs.
        code: String,
    },
    /// Never: trying again will not help.
    Permanent {
        /// A code for lists and logs.
        code: String,
    },
}

impl MailError {
    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Unreachable { code } | Self::Passing { code } | Self::Permanent { code } => code,
        }
    }
}

/// An attempt under way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>>;

/// Where mail is handed over.
pub trait Mailer: Send + Sync + fmt::Debug {
    /// Hands a message over. When this succeeds, the server has taken responsibility for it; when
    /// the connection is lost before its answer, nobody knows, and the message is handed over
    /// again: **at least once**.
    fn send<'a>(&'a self, message: &'a Outgoing) -> Sending<'a>;
}
