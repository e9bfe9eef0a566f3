//! What the product needs from the world around it, each with a real and an in-memory part.

pub mod clock;
pub mod ledger;
pub mod mailer;
pub mod random;
pub mod scanner;
pub mod vault;

pub use clock::{Clock, ManualClock, PacedClock, SystemClock};
pub use ledger::{Erased, FileLedger, Ledger, MemoryLedger};
pub use mailer::{Address, HeaderText, MailError, Mailer, MemoryMailer, Outgoing, SmtpMailer};
pub use random::{OsRandom, Random, SeededRandom};
pub use scanner::{Clamd, NoScanner, ScanError, Scanner, Verdict};
pub use vault::{FileVault, MemoryVault, NoVault, Place, Sealed, Vault, VaultError};
