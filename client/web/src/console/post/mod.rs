//! Letters: what was written and what became of it, the words of their templates, and in whose
//! name and colours they go out (COM-02, COM-12, COM-14, REG-07, REG-10).
//!
//! Nothing of it is live state: this page asks the desk ([`desk`]), waits, fails and asks again in
//! one way ([`use_asked`](super::asked::use_asked)). Who may is decided there; the page only says so.

mod conflict;
mod desk;
mod editor;
mod fields;
mod letter;
mod outbox;
mod page;
mod preview;
mod settings;
mod standing;
mod switch;
mod templates;

pub(super) use page::LettersPage;
