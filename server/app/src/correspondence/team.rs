//! What the team does: read what was written to it, answer, look at reports, hide a message, end a
//! conversation, and decide how the event wants messages.
//!
//! Of conversations between two persons the team reads what was reported, and nothing else.

use std::sync::Arc;

use domain::access;
use protocol::correspondence::{
    ConversationPage, MessageReport, MessageSettings, Moderation, ReportPage, Thread,
};
use protocol::id::{CommandId, ConversationId, MessageId, PersonId, StaffId};
use protocol::limits::{CONVERSATIONS_PER_PAGE_MAX, MESSAGE_LETTER_MINUTES_MAX};
use protocol::{Actor, CardKey, DeskThing, Function, Reject};
use store::{Conversation, ConversationSide, CorrespondenceWrite, StoredMessage, StoredReport};

use super::letter::letters_to;
use super::{
    Correspondence, CorrespondenceError, Sending, body_of, head, is_there, line, not_found, note,
    page_of, thread, title,
};
use crate::account::Standing;
use crate::live::{Event, View};

/// Rows that are read at a time while those of a scope are looked for.
const CHUNK: usize = 200;

impl Correspondence {
    /// What was written to the team, the newest first, from behind one of them on.
    ///
    /// # Errors
    /// Somebody who may not, or a fault of the store.
    pub async fn team_list(
        &self,
        event: &Event,
        standing: &Standing,
        behind: Option<ConversationId>,
    ) -> Result<ConversationPage, CorrespondenceError> {
        let view = event.view();
        let actor = standing.actor();
        team(&view, actor)?;
        let id = event.id();
        let mut behind = match behind {
            Some(last) => {
                let found = self.store.conversation(id, last).await?;
                found.map(|found| (found.last_at, found.key.id))
            }
            None => None,
        };
        let mut rows: Vec<Conversation> = Vec::new();
        while rows.len() <= CONVERSATIONS_PER_PAGE_MAX {
            let chunk = self.store.team_conversations(id, behind, CHUNK).await?;
            let is_last = chunk.len() < CHUNK;
            behind = chunk.last().map(|last| (last.last_at, last.key.id));
            rows.extend(
                chunk
                    .into_iter()
                    .filter(|row| sees(&view, actor, row.key.person)),
            );
            if is_last {
                break;
            }
        }
        let (rows, has_more) = page_of::<_, CONVERSATIONS_PER_PAGE_MAX>(rows);
        let heads = rows.iter().map(|row| team_head(&view, row));
        let unread = self.store.unread_by_team(id).await?;
        let n_unread = unread.iter().filter(|who| sees(&view, actor, **who));
        Ok(ConversationPage {
            heads: page_of(heads.collect()).0,
            has_more,
            n_unread: u32::try_from(n_unread.count()).unwrap_or(u32::MAX),
        })
    }

    /// A conversation with the team. Looking at its newest messages is reading them for the team.
    ///
    /// # Errors
    /// Somebody who may not, a conversation that is not the team's or of other rows, or a fault.
    pub async fn team_thread(
        &self,
        event: &Event,
        standing: &Standing,
        conversation: ConversationId,
        before: Option<u32>,
    ) -> Result<Thread, CorrespondenceError> {
        let view = event.view();
        let found = self
            .of_team(event, &view, standing.actor(), conversation)
            .await?;
        let side = ConversationSide::Other;
        let (messages, has_older) = self.newest(event.id(), conversation, before).await?;
        if before.is_none() && found.n_unread(side) > 0 {
            let letters = letters_to(event, &found.key, side);
            let read = (letters.as_str(), event.world_now());
            self.store
                .mark_read(event.id(), conversation, side, found.n_messages, read)
                .await?;
        }
        let reader = standing.actor();
        let lines = messages.into_iter().map(|one| line(&view, one, reader));
        let is_open = is_there(&view, found.key.person);
        let is_ended = found.ended.is_some();
        let head = team_head(&view, &found);
        Ok(thread(
            head,
            (lines.collect(), has_older),
            (is_open, is_ended),
        ))
    }

    /// Answers in the team's name. Sent again under the same id, it is the same message.
    ///
    /// # Errors
    /// Somebody who may not, a text that is none, a conversation that is over, or a fault.
    pub async fn answer(
        &self,
        event: &Event,
        standing: &Arc<Standing>,
        conversation: ConversationId,
        id: CommandId,
        typed: &str,
    ) -> Result<(), CorrespondenceError> {
        let view = event.view();
        let by = standing.actor();
        let found = self.of_team(event, &view, by, conversation).await?;
        let body = body_of(typed)?;
        if let Some(sent) = self.sent(event.id(), id).await? {
            return if sent.by == by {
                Ok(())
            } else {
                Err(not_found())
            };
        }
        if !is_there(&view, found.key.person) {
            return Err(CorrespondenceError::Closed);
        }
        let key = found.key;
        let found = self.check_bounds(event, by, key).await?;
        let letters = self.letters(event, &key, found.as_ref(), (id, by)).await?;
        let sending = Sending {
            key,
            id,
            body,
            rings: (DeskThing::Help, key.person),
            letters,
        };
        self.send(event, standing, sending).await
    }

    async fn of_team(
        &self,
        event: &Event,
        view: &View,
        actor: Actor,
        id: ConversationId,
    ) -> Result<Conversation, CorrespondenceError> {
        team(view, actor)?;
        let found = self.store.conversation(event.id(), id).await?;
        found
            .filter(|row| row.key.other.is_none() && sees(view, actor, row.key.person))
            .ok_or_else(not_found)
    }

    /// Reports, the newest first, from behind one of them on.
    ///
    /// # Errors
    /// Somebody who may not, or a fault of the store.
    pub async fn reports(
        &self,
        event: &Event,
        standing: &Standing,
        behind: Option<MessageId>,
    ) -> Result<ReportPage, CorrespondenceError> {
        let view = event.view();
        let actor = standing.actor();
        team(&view, actor)?;
        let mut rows: Vec<StoredReport> = Vec::new();
        let mut n_open = 0;
        let mut is_behind = behind.is_none();
        let mut at = None;
        loop {
            let chunk = self.store.message_reports(event.id(), at, CHUNK).await?;
            let is_last = chunk.len() < CHUNK;
            at = chunk.last().map(|last| (last.reported_at, last.message.id));
            for row in chunk {
                if !sees_report(&view, actor, &row) {
                    continue;
                }
                n_open += u32::from(is_open(&row));
                if is_behind && rows.len() <= CONVERSATIONS_PER_PAGE_MAX {
                    rows.push(row);
                } else {
                    is_behind |= behind == Some(row.message.id);
                }
            }
            if is_last {
                break;
            }
        }
        let (rows, has_more) = page_of::<_, CONVERSATIONS_PER_PAGE_MAX>(rows);
        let reports = rows.into_vec().into_iter().map(|row| told(&view, row));
        Ok(ReportPage {
            reports: page_of(reports.collect()).0,
            has_more,
            n_open,
        })
    }

    /// Hides a message or shows it again, settles a report, ends a conversation or lets it go on.
    ///
    /// # Errors
    /// Somebody who may not, something that is neither the team's nor reported, or a fault.
    pub async fn moderate(
        &self,
        event: &Event,
        standing: &Arc<Standing>,
        id: CommandId,
        what: &Moderation,
    ) -> Result<(), CorrespondenceError> {
        let view = event.view();
        let actor = standing.actor();
        let staff = team(&view, actor)?;
        let done = Some((event.now(), staff));
        let (conversation, write) = match *what {
            Moderation::Hide { message } => (
                self.reported(event, message).await?,
                CorrespondenceWrite::Hide {
                    message,
                    hidden: done,
                },
            ),
            Moderation::Show { message } => (
                self.reported(event, message).await?,
                CorrespondenceWrite::Hide {
                    message,
                    hidden: None,
                },
            ),
            Moderation::Settle { message } => (
                self.reported(event, message).await?,
                CorrespondenceWrite::Settle {
                    message,
                    settled: done,
                },
            ),
            Moderation::End { conversation } => (
                self.of_concern(event, conversation).await?,
                CorrespondenceWrite::End {
                    conversation,
                    ended: done,
                },
            ),
            Moderation::Reopen { conversation } => (
                self.of_concern(event, conversation).await?,
                CorrespondenceWrite::End {
                    conversation,
                    ended: None,
                },
            ),
        };
        // One of the two has to be of the rows that the member of the team sees; both are told.
        let key = conversation.key;
        let sides = [Some(key.person), key.other];
        let mut sides = sides.into_iter().flatten();
        let rows = sides.clone().find(|who| sees(&view, actor, *who));
        let first = rows.ok_or_else(not_found)?;
        let other = sides.find(|who| *who != first);
        let also: Vec<_> = other
            .into_iter()
            .map(|who| (DeskThing::Conversation, who))
            .collect();
        self.act(event, standing, id, (DeskThing::Help, first), &also, write)
            .await
    }

    /// The conversation of a message that was reported or written to the team.
    async fn reported(
        &self,
        event: &Event,
        message: MessageId,
    ) -> Result<Conversation, CorrespondenceError> {
        let found = self.store.private_message(event.id(), message).await?;
        let found: StoredMessage = found.ok_or_else(not_found)?;
        let around = self
            .store
            .conversation(event.id(), found.conversation)
            .await?;
        let around = around.ok_or_else(not_found)?;
        let is_reported = self.store.is_reported(event.id(), message).await?;
        if is_reported || around.key.other.is_none() {
            Ok(around)
        } else {
            Err(not_found())
        }
    }

    /// A conversation with the team, or one of which something was reported.
    async fn of_concern(
        &self,
        event: &Event,
        id: ConversationId,
    ) -> Result<Conversation, CorrespondenceError> {
        let found = self.store.conversation(event.id(), id).await?;
        let found = found.ok_or_else(not_found)?;
        let is_team = found.key.other.is_none();
        if is_team || self.store.has_report(event.id(), id).await? {
            Ok(found)
        } else {
            Err(not_found())
        }
    }

    /// How the event wants messages.
    ///
    /// # Errors
    /// Somebody who may not change it, or a fault of the store.
    pub async fn settings(
        &self,
        event: &Event,
        standing: &Standing,
    ) -> Result<MessageSettings, CorrespondenceError> {
        whole_team(&event.view(), standing.actor())?;
        Ok(self.store.message_settings(event.id()).await?)
    }

    /// Changes how the event wants messages, from the revision that was seen.
    ///
    /// # Errors
    /// Somebody who may not, a delay beyond the bound, settings that were changed since, or a fault.
    pub async fn save_settings(
        &self,
        event: &Event,
        standing: &Arc<Standing>,
        wish: &MessageSettings,
    ) -> Result<MessageSettings, CorrespondenceError> {
        whole_team(&event.view(), standing.actor())?;
        let minutes = wish.letter_after_minutes;
        if minutes.is_some_and(|minutes| minutes > MESSAGE_LETTER_MINUTES_MAX) {
            let limit = u32::from(MESSAGE_LETTER_MINUTES_MAX);
            return Err(Reject::from(protocol::reject::LimitReached { limit }).into());
        }
        let seen = wish.revision;
        let settings = MessageSettings {
            revision: seen + 1,
            ..wish.clone()
        };
        let whom = PersonId::from_bytes(event.id().to_bytes());
        let write = CorrespondenceWrite::Settings {
            seen,
            settings: settings.clone(),
        };
        let id = CommandId::new(event.now(), self.random.bytes());
        let rings = (DeskThing::MessageSettings, whom);
        self.act(event, standing, id, rings, &[], write).await?;
        Ok(settings)
    }
}

/// A member of the team who may read and write messages, of whichever rows.
fn team(view: &View, actor: Actor) -> Result<StaffId, Reject> {
    access::rows_of(&view.state, actor, Function::Conversations).map(|(id, _)| id)
}

/// The same, who sees everybody.
fn whole_team(view: &View, actor: Actor) -> Result<StaffId, Reject> {
    access::for_everybody(&view.state, actor, Function::Conversations)
}

/// Whether a person is of the rows that a member of the team sees.
fn sees(view: &View, actor: Actor, person: PersonId) -> bool {
    access::authorise(&view.state, actor, &note(DeskThing::Help, person, 0)).is_ok()
}

fn sees_report(view: &View, actor: Actor, report: &StoredReport) -> bool {
    let key = &report.conversation.key;
    let sides = [Some(key.person), key.other];
    sides
        .into_iter()
        .flatten()
        .any(|who| sees(view, actor, who))
}

/// Whether a report waits for somebody to do something.
const fn is_open(report: &StoredReport) -> bool {
    report.settled.is_none() && report.message.hidden.is_none()
}

fn team_head(view: &View, row: &Conversation) -> protocol::correspondence::ConversationHead {
    let side = ConversationSide::Other;
    head(
        view,
        row,
        side,
        row.key.id.to_string(),
        Some(row.key.person),
    )
}

fn told(view: &View, row: StoredReport) -> MessageReport {
    let name = |id| title(view, CardKey::Person(id));
    let staff = |id| title(view, CardKey::Staff(id));
    let (author, company) = match row.message.by {
        Actor::Person(id) => {
            let who = crate::space::somebody(view, id);
            (who.name, who.company)
        }
        Actor::Staff(id) => (staff(id), String::new()),
        Actor::System => Default::default(),
    };
    MessageReport {
        message: row.message.id,
        conversation: row.conversation.key.id,
        reason: row.reason,
        reported_at: row.reported_at,
        reporter: name(row.by),
        author,
        company,
        sent_at: row.message.sent_at,
        text: row.message.body,
        hidden_by: row
            .message
            .hidden
            .map_or_else(String::new, |(_, by)| staff(by)),
        hidden_at: row.message.hidden.map(|(at, _)| at),
        settled_by: row.settled.map_or_else(String::new, |(_, by)| staff(by)),
        settled_at: row.settled.map(|(at, _)| at),
        is_ended: row.conversation.ended.is_some(),
    }
}
