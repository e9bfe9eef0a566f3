//! How an event writes: its setting, and the words of its templates with their history.

use protocol::Micros;
use protocol::id::{EventId, StaffId};

use crate::fault::Fault;
use crate::journal::{self, JournalNote, Journalled};
use crate::open::Store;
use crate::table::{letter_templates, post_setups};

/// How an event writes letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostSetup {
    /// Counted up with each change.
    pub revision: u64,
    /// Whether what happens to somebody's agenda is told by letter.
    pub is_on: bool,
    /// Whether announcements go out as letters too.
    pub is_announcing: bool,
    /// In whose name; empty means the event's.
    pub sender_name: String,
    /// From which address; empty means the installation's.
    pub sender_address: String,
    /// Where answers go; empty means to the sender.
    pub reply_to: String,
    /// Who gets a copy of what concerns registrations.
    pub copies: Vec<String>,
    /// The colour of the banner, as `#rrggbb`; empty means the product's.
    pub colour: String,
}

impl Default for PostSetup {
    fn default() -> Self {
        Self {
            revision: 0,
            is_on: true,
            is_announcing: false,
            sender_name: String::new(),
            sender_address: String::new(),
            reply_to: String::new(),
            copies: Vec::new(),
            colour: String::new(),
        }
    }
}

/// The words of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateWords {
    /// The subject line.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// One save of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateRevision {
    /// Of which letter; a word of the caller's.
    pub matter: String,
    /// In which language.
    pub language: String,
    /// Counted up from one.
    pub revision: u64,
    /// The words; none for "the product's own again".
    pub words: Option<TemplateWords>,
    /// By whom.
    pub made_by: StaffId,
    /// When.
    pub made_at: Micros,
}

/// Revisions read of one template at most.
const HISTORY_MAX: usize = 50;

impl Store {
    /// How an event writes letters; what a new event has where nobody ever said.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn post_setup(&self, event: EventId) -> Result<PostSetup, Fault> {
        let mut open = self.pools.reading().await?;
        let setup = post_setups::find(&mut open.link(), event).await?;
        Ok(setup.unwrap_or_default())
    }

    /// Changes how an event writes letters, and notes it. False when somebody else did since the
    /// revision before the given one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_post_setup(
        &self,
        event: EventId,
        setup: &PostSetup,
        note: Option<&JournalNote>,
    ) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let is_put = post_setups::put(&mut link, event, setup).await?;
        if is_put && let Some(note) = note {
            journal::append(&mut link, Journalled::Event(event), note).await?;
        }
        open.commit().await?;
        Ok(is_put)
    }

    /// Saves a template, and notes it. False when somebody else saved that revision.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn save_template(
        &self,
        event: EventId,
        saved: &TemplateRevision,
        note: Option<&JournalNote>,
    ) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let is_saved = letter_templates::insert(&mut link, event, saved).await?;
        if is_saved && let Some(note) = note {
            journal::append(&mut link, Journalled::Event(event), note).await?;
        }
        open.commit().await?;
        Ok(is_saved)
    }

    /// The revisions of a template, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn template_history(
        &self,
        event: EventId,
        matter: &str,
        language: &str,
    ) -> Result<Vec<TemplateRevision>, Fault> {
        let mut open = self.pools.reading().await?;
        letter_templates::history(&mut open.link(), event, matter, language, HISTORY_MAX).await
    }

    /// The newest revision of each template that the event ever saved.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn templates(&self, event: EventId) -> Result<Vec<TemplateRevision>, Fault> {
        let mut open = self.pools.reading().await?;
        letter_templates::newest(&mut open.link(), event).await
    }
}
